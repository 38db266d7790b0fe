"""Translates the rows of a dataframe.

Rows fall into patterns (what is declared, regions, years …), which are collected once. Each pattern becomes a program; programs that differ in
numbers only share one set of expressions. Values that exclude an assumption lead to a further program for the rows that have them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import narwhals as nw

from crosswalk.batch import node as n
from crosswalk.batch.cases import CASE, PREFIX, Cases, Frame, by_level, chain, collected, look_up, pick
from crosswalk.batch.layout import check_numbers, infer_layout, missing_column, read_layout
from crosswalk.batch.long import long_layout, widened
from crosswalk.batch.output import Program, Reason
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.layout import Layout

UNIT = "result_unit"
GROUP = f"{PREFIX}group"
ENDS = ("low", "best", "high", "status")
REJECTED = ("field", "reason_en", "reason_zh")
GAPS = ("kind", "stage", "width", UNIT)
REASON = f"{PREFIX}reason"
ROW, GAP = f"{PREFIX}row", f"{PREFIX}gap"


@dataclass(frozen=True)
class FrameTranslation:
    """The rows of a frame, translated.

    Attributes:
        rows: the rows as given, with `<figure>_low`, `_best`, `_high` and `_status` for `total`, `shared` and each figure of the target, and `result_unit`.
        rejected: the rows that the engine refuses, as given, with `field`, `reason_en` and `reason_zh`.

    All are frames of the kind that was given; a null end is one that nothing bounds.
    """

    rows: Any
    rejected: Any
    _gaps: Callable[[], Any] = field(repr=False)

    @cached_property
    def gaps(self) -> Any:
        """Why rows are not exact: `kind`, `stage`, `width` (null: without end) and `result_unit` by the id of the row, or its `row` number.

        Gaps of no width (rules, evidence, what does not count) do not differ from row to row; `Crosswalk.apply` tells them of one.

        Raises:
            DeclarationError: a lazy frame without ids, whose rows nothing tells apart.
        """
        return self._gaps()


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
                f"{type(frame).__name__} is no dataframe; expected one of pandas, Polars, PyArrow, DuckDB, Dask, PySpark",
                f"{type(frame).__name__} 不是数据框；应为 pandas、Polars、PyArrow、DuckDB、Dask 或 PySpark",
            )
        ) from None
    long = long_layout(layout, list(given.collect_schema()))
    if long is None:
        return _translated(crosswalk, given, layout, decimals, indicators, limit)
    wide = widened(given, long, list(given.collect_schema()), limit)
    result = _translated(crosswalk, wide.frame, wide.layout, decimals, indicators, limit)
    if not isinstance(wide.refused, nw.LazyFrame) and not len(wide.refused):
        return result
    both = nw.concat([wide.refused, nw.from_native(result.rejected)], how="vertical")
    return replace(result, rejected=nw.to_native(both))


def _translated(
    crosswalk: Crosswalk,
    given: Frame,
    layout: Mapping[str, Any] | None,
    decimals: int | None,
    indicators: Literal["main", "all"],
    limit: int,
) -> FrameTranslation:
    """The rows of a frame, each a footprint."""
    schema = dict(given.collect_schema())
    read = infer_layout(crosswalk, list(schema)) if layout is None else read_layout(crosswalk, layout, list(schema))
    _check_columns(given, schema, read)
    numeric = dict.fromkeys(entry.column for entry in read.references if entry.amount or entry.basis)
    names = {name: f"{PREFIX}amount{at}" for at, name in enumerate(numeric) if schema[name] != nw.Float64}
    prepared = given.with_columns(nw.col(name).cast(nw.Float64).alias(inner) for name, inner in names.items()) if names else given
    cases = Cases(crosswalk, read, prepared, names, decimals, limit)
    return _Result(crosswalk, cases, list(schema), indicators).translation()


def _check_columns(given: Frame, schema: Mapping[str, Any], layout: Layout) -> None:
    check_numbers(layout.references, schema)
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
                groups.setdefault(case.program.shape, []).append(at)
        return list(groups.values())

    def translation(self) -> FrameTranslation:
        """The frames of the result."""
        if self.numbered:
            of = {at: position for position, group in enumerate(self.groups, 1) for at in group}  # 0: refused whatever the values
            groups = {at: of.get(at, 0) for at in range(len(self.cases.cases))}
            self.frame = self.frame.with_columns(look_up(self.frame, groups, nw.Int64).alias(GROUP))
        takers = [self._numbers(position, group) for position, group in enumerate(self.groups)]
        figures, checks = [], []
        steps: list[dict[str, nw.Expr]] = []
        for group, taker in zip(self.groups, takers, strict=True):
            program = self._program(group)
            take = taker()
            steps.append({step.name: n.expression(step.node, take, self.cases.names) for step in program.steps})
            figures.append([n.expression(node, take, self.cases.names) for output in program.outputs.values() for node in output.nodes])
            checks.append([n.expression(node, take, self.cases.names) for node, _ in program.checks])
        self._compute(steps)
        bad = self._bad(checks)
        self.frame = self.frame.with_columns(bad.alias(f"{PREFIX}bad"))
        bad = nw.col(f"{PREFIX}bad")
        rows, rejected = self.frame, self.frame.filter(bad)
        if isinstance(rows, nw.LazyFrame) or len(rejected):
            which, words = self._reasons(checks)
            rows, rejected = rows.filter(~bad), rejected.with_columns(which).with_columns(*words).drop(REASON)
        else:  # the usual frame; reasons of no row need not be worked out
            rejected = rejected.with_columns(nw.lit(None, nw.String).alias(name) for name in REJECTED)
        distinct, names = self._distinct(figures)
        rows = rows.with_columns(*distinct).with_columns(nw.col(column).alias(name) for name, column in names.items())
        # columns are dropped, not selected: Spark reads the point in the name of a stage as one into a structure
        own = [name for name in self.frame.collect_schema().names() if name.startswith(PREFIX)]
        rows = rows.drop([*own, *dict.fromkeys(names.values())])
        return FrameTranslation(nw.to_native(rows), nw.to_native(rejected.drop(own)), lambda: self._gaps(takers))

    def _compute(self, steps: Sequence[Mapping[str, nw.Expr]]) -> None:
        """Add what is computed before, as columns."""
        every = {step.name: step for group in self.groups for step in self._program(group).steps}
        for level in by_level(every.values()):
            found = {}
            for name in (step.name for step in level):
                nothing = nw.lit(None, nw.Boolean if "holds" in name else nw.Float64)
                found[name] = self._chosen([own.get(name, nothing) for own in steps], nothing)
            self.frame = self.frame.with_columns(expression.alias(name) for name, expression in found.items())

    def _gaps(self, takers: Sequence[Callable[[], Callable[[], nw.Expr | float]]]) -> Any:
        """The gaps of all rows, one frame of each kind and stage joined below each other."""
        frame = self.frame
        row = self.cases.layout.id
        eager = not isinstance(frame, nw.LazyFrame)
        if row is None and not eager:
            raise DeclarationError(
                Finding(
                    "the gaps of a lazy frame need ids: name the column that tells rows apart (`id`)",
                    "惰性数据框的差距表需要编号：请指明区分各行的列（`id`）",
                    field="id",
                )
            )
        if eager:
            frame = frame.with_row_index(ROW)
        frame = frame.filter(~nw.col(f"{PREFIX}bad"))
        found: dict[tuple[str, str, int], dict[int, tuple[nw.Expr, nw.Expr]]] = {}
        for position, (group, taker) in enumerate(zip(self.groups, takers, strict=True), 1):
            program, take = self._program(group), taker()
            for node in program.before_gaps:
                for _ in n.numbers(node):
                    take()
            seen: dict[tuple[str, str], int] = {}
            for gap in program.gaps:
                kind = (gap.kind, gap.stage)
                seen[kind] = seen.get(kind, 0) + 1
                pair = n.expression(gap.there, take, self.cases.names), n.expression(gap.width, take, self.cases.names)
                found.setdefault((*kind, seen[kind]), {})[position] = pair
        never, nothing = nw.lit(False, nw.Boolean), nw.lit(None, nw.Float64)
        fixed: dict[tuple[str, str, int], list[int]] = {}
        for at, case in enumerate(self.cases.cases):
            seen = {}
            for kind in [] if case.program is None else case.program.fixed_gaps():
                seen[kind] = seen.get(kind, 0) + 1
                fixed.setdefault((*kind, seen[kind]), []).append(at)
        own = [ROW] if row is None else [row]
        units = self._chosen([nw.lit(self._program(group).unit, nw.String) for group in self.groups], nw.lit(None, nw.String))
        parts = []
        choices: list[tuple[str, str, nw.Expr, nw.Expr]] = []
        for (kind_of, stage, _), by_group in found.items():
            each = [by_group.get(position, (never, nothing)) for position in range(1, len(self.groups) + 1)]
            there = self._chosen([there for there, _ in each], never)
            choices.append((kind_of, stage, there, self._chosen([width for _, width in each], nothing)))
        for (kind_of, stage, _), cases in fixed.items():
            everywhere = not self.numbered or len(cases) == len(self.cases.cases)
            choices.append((kind_of, stage, ~never if everywhere else nw.col(CASE).is_in(cases), nothing))
        for at, (kind_of, stage, there, width) in enumerate(choices):
            part = frame.with_columns(there.alias(f"{PREFIX}there"), width.alias("width"), units.alias(UNIT)).filter(
                nw.col(f"{PREFIX}there")
            )
            words = {"kind": nw.lit(kind_of, nw.String), "stage": nw.lit(stage, nw.String), GAP: nw.lit(at, nw.Int64)}
            parts.append(part.with_columns(**words).select(*dict.fromkeys([*own, *([ROW] if eager else []), *GAPS, GAP])))
        if not parts:
            empty = frame.filter(nw.col(f"{PREFIX}bad")).with_columns(
                nothing.alias("width"), *(nw.lit(None, nw.String).alias(name) for name in ("kind", "stage", UNIT))
            )
            return nw.to_native(empty.select(*own, *GAPS))
        whole = nw.concat(parts, how="vertical")
        if eager:
            whole = whole.sort(ROW, GAP)
        return nw.to_native(whole.select(*(nw.col(ROW).alias("row") if name == ROW else nw.col(name) for name in own), *GAPS))

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
            each.append(program.numbers)
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
            places = {at: own.get(at) for at in range(len(self.cases.cases))}
            self.frame = self.frame.with_columns(
                look_up(self.frame, {at: None if place is None else values[place] for at, place in places.items()}, nw.Float64).alias(name)
                for values, name in columns.items()
            )

        def taker() -> Callable[[], nw.Expr | float]:
            left = iter(found)
            return lambda: next(left)

        return taker

    def _bad(self, checks: Sequence[Sequence[nw.Expr]]) -> nw.Expr:
        """Whether a row is refused. A condition that several groups have in common is asked once."""
        if not self.groups:
            return nw.lit(True, nw.Boolean)
        found: dict[object, tuple[nw.Expr, list[int]]] = {}
        for position, (group, own) in enumerate(zip(self.groups, checks, strict=True), 1):
            for place, condition in enumerate(own):
                nodes = {program.checks[place][0] for at in group if (program := self.cases.cases[at].program) is not None}
                same = nodes.pop() if len(nodes) == 1 else (position, place)
                found.setdefault(same, (condition, []))[1].append(position)
        if not self.numbered:
            return nw.any_horizontal(*checks[0], ignore_nulls=True)
        asked = [
            condition if len(positions) == len(self.groups) else condition & nw.col(GROUP).is_in(positions)
            for condition, positions in found.values()
        ]
        return nw.any_horizontal(nw.col(GROUP) == 0, *asked, ignore_nulls=True)

    def _reasons(self, checks: Sequence[Sequence[nw.Expr]]) -> tuple[nw.Expr, list[nw.Expr]]:
        """Which reason holds first in a row, as a number, and the words of a number."""
        numbers: dict[Reason | None, int] = {}

        def number(reason: Reason | None) -> nw.Expr:
            return nw.lit(numbers.setdefault(reason, len(numbers)), nw.Int64)

        each = [
            chain([(condition, number(reason)) for condition, (_, reason) in zip(found, self._program(group).checks, strict=True)])
            for found, group in zip(checks, self.groups, strict=True)
        ]
        whole = [number(case.reason) for case in self.cases.cases]
        which = pick(GROUP, [pick(CASE, whole), *each]) if self.numbered else (each or whole)[0]
        words = [
            pick(REASON, [nw.lit(None if reason is None else getattr(reason, attribute), nw.String) for reason in numbers]).alias(name)
            for name, attribute in zip(REJECTED, ("field", "en", "zh"), strict=True)
        ]
        return which.alias(REASON), words

    def _distinct(self, figures: Sequence[Sequence[nw.Expr]]) -> tuple[list[nw.Expr], dict[str, str]]:
        """The columns of the result, those that are the same in every row computed once, and which of them each name stands for."""
        order = [
            {(key, end): at * len(ENDS) + place for at, key in enumerate(self._program(group).outputs) for place, end in enumerate(ENDS)}
            for group in self.groups
        ]
        nodes = [
            [tuple(program.outputs.values()) for at in group if (program := self.cases.cases[at].program) is not None]
            for group in self.groups
        ]
        found: dict[object, str] = {}
        columns: list[nw.Expr] = []
        names: dict[str, str] = {}

        def add(name: str, same: object, each: list[nw.Expr], nothing: nw.Expr, keys: Sequence[object] | None = None) -> None:
            if same not in found:
                found[same] = f"{PREFIX}result{len(found)}"
                columns.append(self._chosen(each, nothing, keys).alias(found[same]))
            names[name] = found[same]

        wanted = [(key, end) for key in self.figures for end in ENDS]
        for name, (key, end) in zip(self._names(), wanted, strict=True):
            nothing = nw.lit(None, nw.String if end == "status" else nw.Float64)
            places_of = [places.get((key, end)) for places in order]
            each = [nothing if place is None else own[place] for own, place in zip(figures, places_of, strict=True)]
            same = tuple(
                None if place is None else tuple(outputs[place // len(ENDS)].nodes[place % len(ENDS)] for outputs in own)
                for own, place in zip(nodes, places_of, strict=True)
            )
            keys = [
                own[0] if own is not None and len(set(own)) == 1 else None if own is None else (position, place)
                for position, (own, place) in enumerate(zip(same, places_of, strict=True))
            ]
            add(name, (end == "status", same), each, nothing, keys)
        units = [nw.lit(self._program(group).unit, nw.String) for group in self.groups]
        add(UNIT, UNIT, units, nw.lit(None, nw.String))
        return columns, names

    def _chosen(self, each: Sequence[nw.Expr], nothing: nw.Expr, keys: Sequence[object] | None = None) -> nw.Expr:
        """The expression of a row's group; groups with the same key share theirs. A row without group is refused."""
        if not each:
            return nothing
        found: dict[object, tuple[nw.Expr, list[int]]] = {}
        for position, expression in enumerate(each, 1):
            found.setdefault(position if keys is None else keys[position - 1], (expression, []))[1].append(position)
        return _by_group(list(found.values()))


def _by_group(choices: Sequence[tuple[nw.Expr, list[int]]]) -> nw.Expr:
    """The expression whose list holds the group of a row."""
    if len(choices) == 1:
        return choices[0][0]
    half = len(choices) // 2
    first = [position for _, positions in choices[:half] for position in positions]
    return nw.when(nw.col(GROUP).is_in(first)).then(_by_group(choices[:half])).otherwise(_by_group(choices[half:]))
