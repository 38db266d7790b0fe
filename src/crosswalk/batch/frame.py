"""Translates the rows of a dataframe.

Rows fall into patterns (what is declared, regions, years …), which are collected once. Each pattern becomes a program; programs that differ in
numbers only share one set of expressions. Values that exclude an assumption lead to a further program for the rows that have them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw

from crosswalk.batch import node as n
from crosswalk.batch.cases import CASE, PREFIX, Cases, Frame, chain, collected, pick
from crosswalk.batch.layout import Layout, infer_layout, missing_column, read_layout
from crosswalk.batch.output import Program
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.errors import DeclarationError, Finding

UNIT = "result_unit"
GROUP = f"{PREFIX}group"
ENDS = ("low", "best", "high", "status")
REJECTED = ("field", "reason_en", "reason_zh")


@dataclass(frozen=True)
class FrameTranslation:
    """The rows of a frame, translated.

    Attributes:
        rows: the rows as given, with `<figure>_low`, `_best`, `_high` and `_status` for `total`, `shared` and each figure of the target, and `result_unit`.
        rejected: the rows that the engine refuses, as given, with `field`, `reason_en` and `reason_zh`.

    Both are frames of the kind that was given; a null end is one that nothing bounds.
    """

    rows: Any
    rejected: Any


def apply_frame(
    crosswalk: Crosswalk,
    frame: Any,
    layout: Mapping[str, Any] | None,
    decimals: int | None,
    indicators: Literal["main", "all"],
    limit: int,
) -> FrameTranslation:
    """`Crosswalk.apply_frame`.

    Raises:
        InputError: the frame or the layout cannot be read.
    """
    try:
        given: Frame = nw.from_native(frame)
    except TypeError:
        raise DeclarationError(
            Finding(
                f"{type(frame).__name__} is no dataframe; expected one of pandas, Polars, PyArrow, DuckDB, Dask",
                f"{type(frame).__name__} 不是数据框；应为 pandas、Polars、PyArrow、DuckDB 或 Dask",
            )
        ) from None
    schema = dict(given.collect_schema())
    read = infer_layout(crosswalk, list(schema)) if layout is None else read_layout(crosswalk, layout, list(schema))
    _check_columns(given, schema, read)
    numeric = dict.fromkeys(entry.column for entry in read.references if entry.amount or entry.basis)
    names = {name: f"{PREFIX}amount{at}" for at, name in enumerate(numeric) if schema[name] != nw.Float64}
    prepared = given.with_columns(nw.col(name).cast(nw.Float64).alias(inner) for name, inner in names.items()) if names else given
    cases = Cases(crosswalk, read, prepared, names, decimals, limit)
    return _Result(crosswalk, cases, list(schema), indicators).translation()


def _check_columns(given: Frame, schema: Mapping[str, Any], layout: Layout) -> None:
    for entry in layout.references:
        dtype = schema[entry.column]
        if (entry.amount or entry.basis) and not dtype.is_numeric():
            raise DeclarationError(
                Finding(
                    f"column {entry.column!r} is of type {dtype}; amounts are numbers, their unit stands in the layout or in a column of its own "
                    "(`value: $amount`, `unit: $unit`)",
                    f"列 {entry.column!r} 的类型为 {dtype}；数量应为数值，单位写在版式中或另设一列（`value: $amount`、`unit: $unit`）",
                    field=entry.column,
                )
            )
    if layout.id is None:
        return
    if layout.id not in schema:
        raise missing_column(layout.id, list(schema), "id")
    found = collected(given.select(nw.col(layout.id).n_unique().alias("ids"), nw.len().alias("rows")))
    ids, rows = next(iter(found.iter_rows()))
    if ids != rows and rows:
        raise DeclarationError(
            Finding(
                f"column {layout.id!r} does not tell rows apart: {rows - ids} of {rows} ids are repeated",
                f"列 {layout.id!r} 不能区分各行：{rows} 个编号中有 {rows - ids} 个重复",
                field=layout.id,
            )
        )


class _Result:
    """The columns of the result, group by group of cases whose programs differ in numbers only."""

    def __init__(self, crosswalk: Crosswalk, cases: Cases, columns: list[str], indicators: Literal["main", "all"]):
        self.cases, self.columns = cases, columns
        self.frame = cases.frame
        self.numbered = len(cases.cases) > 1
        main = crosswalk.target.main_indicator.id
        self.main = main
        figures = dict.fromkeys(
            key for case in cases.cases if case.program is not None for key in case.program.outputs if indicators == "all" or key[1] == main
        )
        if not figures:  # no row can be translated: the columns are those of the target
            keys = [("total", main), ("shared", main), *((entry.stage, entry.indicator) for entry in crosswalk.figures[1:])]
            figures = dict.fromkeys(key for key in keys if indicators == "all" or key[1] == main)
        self.figures = tuple(figures)
        self.groups = self._grouped()
        for name in (*self._names(), UNIT):
            if name in columns:
                raise DeclarationError(
                    Finding(
                        f"the frame has a column {name!r} already; the result needs this name",
                        f"数据框已有列 {name!r}；结果需要该名称",
                        field=name,
                    )
                )

    def _names(self) -> Iterator[str]:
        for stage, indicator in self.figures:
            figure = stage if indicator == self.main else f"{stage}/{indicator}"
            yield from (f"{figure}_{end}" for end in ENDS)

    def _grouped(self) -> list[list[int]]:
        groups: dict[object, list[int]] = {}
        for at, case in enumerate(self.cases.cases):
            if case.program is not None:
                program = case.program
                reasons = tuple(reason for _, reason in program.checks)
                shape = (program.unit, tuple(program.outputs), reasons, tuple(n.structure(node) for node in program.nodes))
                groups.setdefault(shape, []).append(at)
        return list(groups.values())

    def translation(self) -> FrameTranslation:
        """The frames of the result."""
        if self.numbered:
            of = {at: position for position, group in enumerate(self.groups, 1) for at in group}  # 0: refused whatever the values
            groups = [nw.lit(of.get(at, 0), nw.Int64) for at in range(len(self.cases.cases))]
            self.frame = self.frame.with_columns(pick(CASE, groups).alias(GROUP))
        takers = [self._numbers(position, group) for position, group in enumerate(self.groups)]
        figures, checks = [], []
        for group, taker in zip(self.groups, takers, strict=True):
            program = self._program(group)
            take = taker()
            figures.append([n.expression(node, take, self.cases.names) for output in program.outputs.values() for node in output.nodes])
            checks.append([n.expression(node, take, self.cases.names) for node, _ in program.checks])
        bad = self._bad(checks)
        self.frame = self.frame.with_columns(bad.alias(f"{PREFIX}bad"))
        bad = nw.col(f"{PREFIX}bad")
        rejected = self.frame.filter(bad).with_columns(*self._reasons(checks))
        rows = self.frame
        if isinstance(rows, nw.LazyFrame) or rows[f"{PREFIX}bad"].any():
            rows = rows.filter(~bad)
        rows = rows.with_columns(*self._outputs(figures))
        # columns are dropped, not selected: Spark reads the point in the name of a stage as one into a structure
        own = [name for name in self.frame.collect_schema().names() if name.startswith(PREFIX)]
        return FrameTranslation(nw.to_native(rows.drop(own)), nw.to_native(rejected.drop(own)))

    def _program(self, group: Sequence[int]) -> Program:
        program = self.cases.cases[group[0]].program
        assert program is not None
        return program

    def _numbers(self, position: int, group: Sequence[int]) -> Callable[[], Callable[[], nw.Expr | float]]:
        """Hands out the numbers of a group: those on which its cases differ from a column."""
        each = []
        for at in group:
            program = self.cases.cases[at].program
            assert program is not None
            each.append([value for node in program.nodes for value in n.numbers(node)])
        found: list[nw.Expr | float] = []
        columns: dict[tuple[float, ...], str] = {}
        for values in zip(*each, strict=True):
            if len(set(values)) == 1:
                found.append(values[0])
                continue
            name = columns.setdefault(values, f"{PREFIX}number{position}_{len(columns)}")
            found.append(nw.col(name))
        if columns:
            own = {at: place for place, at in enumerate(group)}
            none = nw.lit(None, nw.Float64)
            self.frame = self.frame.with_columns(
                pick(CASE, [nw.lit(values[own[at]], nw.Float64) if at in own else none for at in range(len(self.cases.cases))]).alias(name)
                for values, name in columns.items()
            )

        def taker() -> Callable[[], nw.Expr | float]:
            left = iter(found)
            return lambda: next(left)

        return taker

    def _bad(self, checks: Sequence[Sequence[nw.Expr]]) -> nw.Expr:
        """Whether a row is refused."""
        always = nw.lit(True, nw.Boolean)
        if not self.numbered:
            return nw.any_horizontal(*checks[0], ignore_nulls=True) if checks else always
        return pick(GROUP, [always, *(nw.any_horizontal(*found, ignore_nulls=True) for found in checks)])

    def _reasons(self, checks: Sequence[Sequence[nw.Expr]]) -> Iterator[nw.Expr]:
        nothing = nw.lit(None, nw.String)
        for name, attribute in zip(REJECTED, ("field", "en", "zh"), strict=True):
            words = [None if case.reason is None else getattr(case.reason, attribute) for case in self.cases.cases]
            each = [
                chain(
                    [(condition, nw.lit(getattr(reason, attribute), nw.String)) for condition, (_, reason) in zip(found, own, strict=True)]
                )
                for found, own in zip(checks, (self._program(group).checks for group in self.groups), strict=True)
            ]
            whole = [nothing if word is None else nw.lit(word, nw.String) for word in words]
            if not self.numbered:
                yield (each or whole)[0].alias(name)
            else:
                yield pick(GROUP, [pick(CASE, whole), *each]).alias(name)

    def _outputs(self, figures: Sequence[Sequence[nw.Expr]]) -> Iterator[nw.Expr]:
        order = [
            {(key, end): at * len(ENDS) + place for at, key in enumerate(self._program(group).outputs) for place, end in enumerate(ENDS)}
            for group in self.groups
        ]
        wanted = [(key, end) for key in self.figures for end in ENDS]
        for name, (key, end) in zip(self._names(), wanted, strict=True):
            nothing = nw.lit(None, nw.String if end == "status" else nw.Float64)
            each = [found[places[key, end]] if (key, end) in places else nothing for found, places in zip(figures, order, strict=True)]
            yield self._chosen(each, nothing).alias(name)
        units = [nw.lit(self._program(group).unit, nw.String) for group in self.groups]
        yield self._chosen(units, nw.lit(None, nw.String)).alias(UNIT)

    def _chosen(self, each: Sequence[nw.Expr], nothing: nw.Expr) -> nw.Expr:
        return each[0] if len(each) == 1 else pick(GROUP, [nothing, *each])
