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
from crosswalk.batch.layout import Layout, infer_layout, missing_column, read_layout
from crosswalk.batch.node import Node
from crosswalk.batch.pattern import Pattern, pattern_of
from crosswalk.batch.program import Program, Reason, program_of
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.errors import DeclarationError, Finding, InputError

Frame = Any  # a narwhals frame, eager or lazy: both take the same expressions
Key = tuple[Any, ...]  # words of a row, then masks of its missing amounts; `None` is missing
PREFIX = "__crosswalk_"
CASE = f"{PREFIX}case"
BITS = 50  # of a mask of missing values; one column holds so many
UNIT = "result_unit"
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


@dataclass(frozen=True)
class Case:
    """The rows of one pattern whose values exclude the same assumptions: their program, or why they are refused."""

    pattern: Pattern | None
    left_out: tuple[str, ...]
    program: Program | None
    reason: Reason | None


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
    names = {entry.column: f"{PREFIX}{entry.column}" for entry in read.references if entry.amount or entry.basis}
    names = {name: inner for name, inner in names.items() if schema[name] != nw.Float64}
    prepared = given.with_columns(nw.col(name).cast(nw.Float64).alias(inner) for name, inner in names.items()) if names else given
    cases = _Cases(crosswalk, read, prepared, names, decimals, limit)
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
    found = _collected(given.select(nw.col(layout.id).n_unique().alias("ids"), nw.len().alias("rows")))
    ids, rows = next(iter(found.iter_rows()))
    if ids != rows and rows:
        raise DeclarationError(
            Finding(
                f"column {layout.id!r} does not tell rows apart: {rows - ids} of {rows} ids are repeated",
                f"列 {layout.id!r} 不能区分各行：{rows} 个编号中有 {rows - ids} 个重复",
                field=layout.id,
            )
        )


def _collected(frame: Frame) -> nw.DataFrame[Any]:
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


class _Cases:
    """Which cases the rows of a frame fall into, as a column `CASE` of numbers."""

    def __init__(self, crosswalk: Crosswalk, layout: Layout, frame: Frame, names: Mapping[str, str], decimals: int | None, limit: int):
        self.layout, self.names = layout, names
        self.cases: list[Case] = []
        self.frame = frame
        amounts = tuple(dict.fromkeys(entry.column for entry in layout.references if entry.amount or entry.basis))
        self.words = tuple(dict.fromkeys(entry.column for entry in layout.references if not (entry.amount or entry.basis)))
        self.nullable = self._nullable(amounts)
        self.masks = [self.nullable[start : start + BITS] for start in range(0, len(self.nullable), BITS)]
        keys = self._keys(limit)
        for key in keys:
            words, missing = self._meaning(key)
            self.cases.append(self._first(crosswalk, words, frozenset(amounts) - missing, decimals))
        self._number(keys)
        self._set_aside()

    def _nullable(self, amounts: Sequence[str]) -> tuple[str, ...]:
        if isinstance(self.frame, nw.LazyFrame):
            return tuple(amounts)
        return tuple(name for name in amounts if self.frame[name].null_count())

    def _keys(self, limit: int) -> list[Key]:
        """The distinct words and patterns of missing values, in a fixed order."""
        exprs = [nw.col(name) for name in self.words] + [
            self._mask(names).alias(f"{PREFIX}mask{at}") for at, names in enumerate(self.masks)
        ]
        if not exprs:
            return [()]
        found = _collected(self.frame.select(*exprs).unique().head(limit + 1))
        if len(found) > limit:
            raise DeclarationError(
                Finding(
                    f"the rows need more than {limit} ways of computing: what is no amount ({', '.join(self.words) or 'missing values'}) "
                    "takes too many values; give numbers that differ from row to row as amounts, split the frame, or raise `limit`",
                    f"各行需要超过 {limit} 种计算方式：非数量列（{', '.join(self.words) or '缺失值'}）取值过多；"
                    "请将逐行不同的数作为数量给出，拆分数据框，或提高 `limit`",
                    field=self.words[0] if self.words else None,
                )
            )
        columns = [zip(found[name].is_null().to_list(), found[name].to_list(), strict=True) for name in found.columns]
        rows = {tuple(None if missing else _plain(value) for missing, value in row) for row in zip(*columns, strict=True)}
        return sorted(rows, key=repr) or [()]

    @staticmethod
    def _mask(names: Sequence[str]) -> nw.Expr:
        return sum(
            (nw.col(name).is_null().cast(nw.Int64) * (1 << at) for at, name in enumerate(names[1:], 1)),
            nw.col(names[0]).is_null().cast(nw.Int64),
        )

    def _meaning(self, key: Key) -> tuple[dict[str, Any], frozenset[str]]:
        words = dict(zip(self.words, key, strict=False))
        missing = set()
        for names, mask in zip(self.masks, key[len(self.words) :], strict=False):
            missing |= {name for at, name in enumerate(names) if int(mask or 0) >> at & 1}
        return {name: words.get(name) for name in self.words}, frozenset(missing)

    def _first(self, crosswalk: Crosswalk, words: Mapping[str, Any], given: frozenset[str], decimals: int | None) -> Case:
        try:
            pattern = pattern_of(crosswalk, self.layout, words, given, decimals)
        except InputError as error:
            return Case(None, (), None, _reason(error))
        return self._case(pattern, ())

    def _case(self, pattern: Pattern, left_out: tuple[str, ...]) -> Case:
        try:
            return Case(pattern, left_out, program_of(pattern, self.layout, left_out), None)
        except InputError as error:
            return Case(pattern, left_out, None, _reason(error))

    def _number(self, keys: Sequence[Key]) -> None:
        """Give each row the number of its pattern."""
        if len(keys) == 1:
            return
        masks = {f"{PREFIX}mask{at}": self._mask(names).alias(f"{PREFIX}mask{at}") for at, names in enumerate(self.masks)}
        if masks:
            self.frame = self.frame.with_columns(*masks.values())
        choices = []
        for at, key in enumerate(keys):
            conditions = [
                nw.col(name).is_null() if value is None else ~nw.col(name).is_null() & (nw.col(name) == value)
                for name, value in zip((*self.words, *masks), key, strict=True)
            ]
            condition = conditions[0]
            for further in conditions[1:]:
                condition = condition & further
            choices.append((condition, nw.lit(at, nw.Int64)))
        self.frame = self.frame.with_columns(_chain(choices).alias(CASE))

    def _set_aside(self) -> None:
        """Rows whose values exclude assumptions are computed without them; so often as something is excluded."""
        fresh = [at for at, case in enumerate(self.cases) if case.program is not None and case.program.denials]
        while fresh:
            conditions = {at: self._excluding(at) for at in fresh}
            numbered = len(self.cases) > 1
            codes = [(self.is_case(at), self._code(conditions[at])) for at in fresh]
            code = _chain([*codes, (None, nw.lit(0, nw.Int64))]) if numbered else codes[0][1]
            case = nw.col(CASE) if numbered else nw.lit(0, nw.Int64)
            coded = self.frame.with_columns(code.alias(f"{PREFIX}code"))
            found = _collected(
                coded.with_columns(case.alias(CASE)).select(CASE, f"{PREFIX}code").filter(nw.col(f"{PREFIX}code") > 0).unique()
            )
            moved = sorted((int(at), int(pattern)) for at, pattern in found.iter_rows() if int(at) in conditions)
            fresh = []
            choices: list[tuple[nw.Expr | None, nw.Expr]] = []
            for at, pattern in moved:
                old = self.cases[at]
                assert old.pattern is not None
                excluded = {name for bit, (_, names) in enumerate(conditions[at]) if pattern >> bit & 1 for name in names}
                self.cases.append(self._case(old.pattern, tuple(sorted({*old.left_out, *excluded}))))
                program = self.cases[-1].program
                if program is not None and program.denials:
                    fresh.append(len(self.cases) - 1)
                choices.append((self.is_case(at, numbered) & (nw.col(f"{PREFIX}code") == pattern), nw.lit(len(self.cases) - 1, nw.Int64)))
            if choices:
                self.frame = coded.with_columns(_chain([*choices, (None, case)]).alias(CASE))

    def _excluding(self, at: int) -> list[tuple[Node, tuple[str, ...]]]:
        """The conditions of a case that exclude the same assumptions, joined."""
        program = self.cases[at].program
        assert program is not None
        joined: dict[tuple[str, ...], list[Node]] = {}
        for condition, names in program.denials:
            joined.setdefault(names, []).append(condition)
        return [(n.some(*conditions), names) for names, conditions in joined.items()]

    def _code(self, conditions: Sequence[tuple[Node, tuple[str, ...]]]) -> nw.Expr:
        bits = [self.expression(node).fill_null(False).cast(nw.Int64) * (1 << at) for at, (node, _) in enumerate(conditions)]
        return sum(bits[1:], bits[0])

    def expression(self, node: Node) -> nw.Expr:
        """A node with its own numbers."""
        found = n.numbers(node)
        return n.expression(node, lambda: next(found), self.names)

    def is_case(self, at: int, numbered: bool = True) -> nw.Expr:
        """Whether a row is of a case."""
        return nw.col(CASE) == at if numbered else nw.lit(True, nw.Boolean)


class _Result:
    """The columns of the result, group by group of cases whose programs differ in numbers only."""

    def __init__(self, crosswalk: Crosswalk, cases: _Cases, columns: list[str], indicators: Literal["main", "all"]):
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
        rejected = self.frame.filter(bad).with_columns(*self._reasons(checks)).select(*self.columns, *REJECTED)
        rows = self.frame
        if isinstance(rows, nw.LazyFrame) or rows[f"{PREFIX}bad"].any():
            rows = rows.filter(~bad)
        rows = rows.with_columns(*self._outputs(figures)).select(*self.columns, *self._names(), UNIT)
        return FrameTranslation(nw.to_native(rows), nw.to_native(rejected))

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
            self.frame = self.frame.with_columns(
                _chain([(self.cases.is_case(at), nw.lit(value, nw.Float64)) for at, value in zip(group, values, strict=True)]).alias(name)
                for values, name in columns.items()
            )

        def taker() -> Callable[[], nw.Expr | float]:
            left = iter(found)
            return lambda: next(left)

        return taker

    def _in(self, group: Sequence[int]) -> nw.Expr:
        return nw.col(CASE).is_in(list(group))

    def _bad(self, checks: Sequence[Sequence[nw.Expr]]) -> nw.Expr:
        """Whether a row is refused."""
        refused = [at for at, case in enumerate(self.cases.cases) if case.program is None]
        if not self.numbered:
            return nw.lit(True, nw.Boolean) if refused else nw.any_horizontal(*checks[0], ignore_nulls=True)
        choices = [(self._in(refused), nw.lit(True, nw.Boolean))] if refused else []
        choices += [
            (self._in(group), nw.any_horizontal(*found, ignore_nulls=True)) for group, found in zip(self.groups, checks, strict=True)
        ]
        return _chain([*choices, (None, nw.lit(False, nw.Boolean))])

    def _reasons(self, checks: Sequence[Sequence[nw.Expr]]) -> Iterator[nw.Expr]:
        for name, attribute in zip(REJECTED, ("field", "en", "zh"), strict=True):
            choices: list[tuple[nw.Expr | None, nw.Expr]] = []
            for at, case in enumerate(self.cases.cases):
                if case.reason is not None:
                    word = nw.lit(getattr(case.reason, attribute), nw.String)
                    choices.append((self.cases.is_case(at, self.numbered), word))
            for group, found in zip(self.groups, checks, strict=True):
                for condition, (_, reason) in zip(found, self._program(group).checks, strict=True):
                    own = condition & self._in(group) if self.numbered else condition
                    choices.append((own, nw.lit(getattr(reason, attribute), nw.String)))
            yield _chain(choices).alias(name)

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
        if len(each) == 1:
            return each[0]
        return _chain([*((self._in(group), expr) for group, expr in zip(self.groups, each, strict=True)), (None, nothing)])


def _chain(choices: Sequence[tuple[nw.Expr | None, nw.Expr]]) -> nw.Expr:
    """The first expression whose condition holds; one without a condition stands for the rest."""
    *conditional, (condition, last) = choices
    result = last if condition is None else nw.when(condition).then(last)
    for test, value in reversed(conditional):
        assert test is not None  # only the last choice is for the rest
        result = nw.when(test).then(value).otherwise(result)
    return result


def _plain(value: Any) -> Any:
    """A value of a key as Python has it."""
    return value.item() if hasattr(value, "item") else value


def _reason(error: InputError) -> Reason:
    first = error.findings[0]
    field = first.field or ""
    nearest = f"; nearest: {', '.join(first.nearest)}" if first.nearest else ""
    nearest_zh = f"；最接近：{'、'.join(first.nearest)}" if first.nearest else ""
    return Reason(field, first.en + nearest, first.zh + nearest_zh)
