"""Which case each row of a frame falls into: its pattern, and the assumptions that its values exclude."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Any

import narwhals as nw

from crosswalk.batch import node as n
from crosswalk.batch.node import Node
from crosswalk.batch.output import Program, Reason, Step, Turn
from crosswalk.batch.pattern import Pattern, pattern_of
from crosswalk.batch.program import program_of
from crosswalk.engine.crosswalk import Crosswalk
from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.model.layout import CARBON, Layout

Frame = Any  # a narwhals frame, eager or lazy: both take the same expressions
Key = tuple[Any, ...]  # words of a row, then masks of its missing amounts; `None` is missing
PREFIX = "__crosswalk_"
CASE = f"{PREFIX}case"
BITS = 50  # of a mask of missing values; one column holds so many
KEPT_PROGRAMS = 1000  # patterns of frames, with all to which their values lead
LARGEST_CODE = 2**50  # of what is counted in one column


@dataclass(frozen=True)
class Case:
    """The rows of one pattern whose values exclude the same assumptions: their program, or why they are refused.

    `further` are the cases to which some conditions led so far, by their places.
    """

    pattern: Pattern | None
    left_out: tuple[str, ...]
    program: Program | None
    reason: Reason | None
    further: dict[tuple[int, ...], Case] = field(default_factory=dict, compare=False)

    @property
    def may_lead_on(self) -> bool:
        """Whether some values make a row one of another case."""
        return self.program is not None and bool(self.program.turns or self.program.denials)


class Cases:
    """Which cases the rows of a frame fall into, as a column `CASE` of numbers."""

    def __init__(self, crosswalk: Crosswalk, layout: Layout, frame: Frame, names: Mapping[str, str], decimals: int | None, limit: int):
        self.layout, self.names = layout, names
        self.crosswalk, self.decimals = crosswalk, decimals
        self.cases: list[Case] = []
        self.frame = frame
        amounts = tuple(dict.fromkeys(entry.column for entry in layout.references if entry.amount or entry.basis))
        self.words = tuple(dict.fromkeys(entry.column for entry in layout.references if not (entry.amount or entry.basis)))
        self.nullable = self._nullable(amounts)
        self.masks = [self.nullable[start : start + BITS] for start in range(0, len(self.nullable), BITS)]
        keys = self._keys(limit)
        if len(crosswalk.programs) > KEPT_PROGRAMS:
            crosswalk.programs.clear()
        template = repr(layout.template)
        for key in keys:
            words, missing = self._meaning(key)
            known = (template, decimals, tuple((type(word), word) for word in words.values()), missing)
            if known not in crosswalk.programs:  # chunks of one file, and frames of one kind, have the same patterns
                crosswalk.programs[known] = self._first(words, frozenset(amounts) - missing)
            self.cases.append(crosswalk.programs[known])
        self._check_steps()
        self._number(keys)
        self._set_aside()

    def _check_steps(self) -> None:
        """Refuse what is computed in steps where a planner would copy each step into all that is made of it."""
        if not isinstance(self.frame, nw.LazyFrame) or self.frame.implementation.is_polars():
            return
        case = next((case for case in self.cases if case.program is not None and case.program.steps), None)
        if case is None:
            return
        assert case.pattern is not None
        kind = self.frame.implementation.value
        raise DeclarationError(
            Finding(
                f"carbon that is bound and additional indicators cut the same emissions again; a frame of {kind} cannot compute that, "
                "a frame of Polars, pandas or PyArrow can",
                f"生物碳含量与附加指标对同一排放另作划分；{kind} 数据框无法计算，请使用 Polars、pandas 或 PyArrow 数据框",
                field="figures" if case.pattern.carbon is None else CARBON,
            )
        )

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
        found = collected(self.frame.select(*exprs).unique().head(limit + 1))
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

    def _first(self, words: Mapping[str, Any], given: frozenset[str]) -> Case:
        try:
            pattern = pattern_of(self.crosswalk, self.layout, words, given, self.decimals)
        except InputError as error:
            return Case(None, (), None, _reason(error))
        return self._case(pattern, ())

    def _case(self, pattern: Pattern, left_out: tuple[str, ...]) -> Case:
        try:
            return Case(pattern, left_out, program_of(pattern, self.layout, left_out), None)
        except InputError as error:
            return Case(pattern, left_out, None, _reason(error))

    def _number(self, keys: Sequence[Key]) -> None:
        """Give each row the number of its pattern: its values are counted column by column, and the counts told apart."""
        if len(keys) == 1:
            return
        masks = {f"{PREFIX}mask{at}": self._mask(names).alias(f"{PREFIX}mask{at}") for at, names in enumerate(self.masks)}
        if masks:
            self.frame = self.frame.with_columns(*masks.values())
        codes, span = [0] * len(keys), 1
        parts: list[nw.Expr] = [nw.lit(0, nw.Int64)]
        for at, name in enumerate((*self.words, *masks)):
            places = {repr(value): place for place, value in enumerate(dict.fromkeys(key[at] for key in keys))}
            if span * len(places) > LARGEST_CODE:
                found = {code: place for place, code in enumerate(sorted(set(codes)))}
                self.frame = self.frame.with_columns(nw.sum_horizontal(*parts).alias(CASE))
                self.frame = self.frame.with_columns(look_up(self.frame, found, nw.Int64).alias(CASE))
                codes, span, parts = [found[code] for code in codes], len(found), [nw.col(CASE)]
            values = {places[repr(key[at])]: key[at] for key in keys}
            parts += [_is(name, value).cast(nw.Int64) * (span * place) for place, value in values.items() if place]
            codes = [code + span * places[repr(key[at])] for code, key in zip(codes, keys, strict=True)]
            span *= len(places)
        self.frame = self.frame.with_columns(nw.sum_horizontal(*parts).alias(CASE))
        self.frame = self.frame.with_columns(look_up(self.frame, {code: at for at, code in enumerate(codes)}, nw.Int64).alias(CASE))

    def _set_aside(self) -> None:
        """Rows whose values exclude assumptions, or ask for other lines, are computed otherwise; so often as something is excluded."""
        fresh = [at for at, case in enumerate(self.cases) if case.may_lead_on]
        while fresh:
            asked = {at: self._asked(at) for at in fresh}
            numbered = len(self.cases) > 1
            none = nw.lit(0, nw.Int64)
            frame, names = self._stepped(fresh)
            codes = [self._code(asked[at], names[at]) if at in asked else none for at in range(len(self.cases))]
            code = pick(CASE, codes) if numbered else codes[0]
            case = nw.col(CASE) if numbered else nw.lit(0, nw.Int64)
            coded = frame.with_columns(code.alias(f"{PREFIX}code")).drop([name for own in names.values() for name in own.values()])
            found = collected(
                coded.with_columns(case.alias(CASE)).select(CASE, f"{PREFIX}code").filter(nw.col(f"{PREFIX}code") > 0).unique()
            )
            moved = sorted((int(at), int(pattern)) for at, pattern in found.iter_rows() if int(at) in asked)
            fresh = []
            choices: list[tuple[nw.Expr | None, nw.Expr]] = []
            for at, pattern in moved:
                old, bits = self.cases[at], tuple(bit for bit in range(len(asked[at])) if pattern >> bit & 1)
                if bits not in old.further:
                    old.further[bits] = self._next(old, [asked[at][bit][1] for bit in bits])
                self.cases.append(old.further[bits])
                if self.cases[-1].may_lead_on:
                    fresh.append(len(self.cases) - 1)
                choices.append((self.is_case(at, numbered) & (nw.col(f"{PREFIX}code") == pattern), nw.lit(len(self.cases) - 1, nw.Int64)))
            if choices:
                self.frame = coded.with_columns(chain([*choices, (None, case)]).alias(CASE))

    def _next(self, case: Case, answers: Sequence[Turn | tuple[str, ...]]) -> Case:
        """The case of the rows of another one for which some conditions hold."""
        assert case.pattern is not None
        for answer in answers:
            if isinstance(answer, Turn):  # what the values exclude is asked again of the other pattern
                return self._case(answer.pattern(), case.left_out)
        excluded = {name for answer in answers if not isinstance(answer, Turn) for name in answer}
        return self._case(case.pattern, tuple(sorted({*case.left_out, *excluded})))

    def _asked(self, at: int) -> list[tuple[Node, Turn | tuple[str, ...]]]:
        """The conditions of a case that lead to another one; those that exclude the same assumptions are joined."""
        program = self.cases[at].program
        assert program is not None
        joined: dict[tuple[str, ...], list[Node]] = {}
        for condition, names in program.denials:
            joined.setdefault(names, []).append(condition)
        turns: list[tuple[Node, Turn | tuple[str, ...]]] = [(turn.condition, turn) for turn in program.turns]
        return [*turns, *((n.some(*conditions), names) for names, conditions in joined.items())]

    def _stepped(self, fresh: Sequence[int]) -> tuple[Frame, dict[int, dict[str, str]]]:
        """The frame with what the conditions of some cases are made of, and the columns where it stands."""
        frame, columns = self.frame, {}
        for at in fresh:
            program = self.cases[at].program
            assert program is not None
            asked = {entry for node, _ in self._asked(at) for entry in n.names(node)}
            own: dict[str, str] = {}
            for step in reversed(program.steps):
                if step.name in asked:
                    asked.update(n.names(step.node))
            for level in by_level(step for step in program.steps if step.name in asked):
                here = {step.name: f"{PREFIX}case{at}{step.name}" for step in level}
                frame = frame.with_columns(self.expression(step.node, own).alias(here[step.name]) for step in level)
                own |= here
            columns[at] = own
        return frame, columns

    def _code(self, asked: Sequence[tuple[Node, object]], steps: Mapping[str, str]) -> nw.Expr:
        bits = [self.expression(node, steps).fill_null(False).cast(nw.Int64) * (1 << at) for at, (node, _) in enumerate(asked)]
        return sum(bits[1:], bits[0])

    def expression(self, node: Node, steps: Mapping[str, str] = MappingProxyType({})) -> nw.Expr:
        """A node with its own numbers; `steps` are the columns that hold what was computed before."""
        found = n.numbers(node)
        return n.expression(node, lambda: next(found), {**self.names, **steps})

    def is_case(self, at: int, numbered: bool = True) -> nw.Expr:
        """Whether a row is of a case."""
        return nw.col(CASE) == at if numbered else nw.lit(True, nw.Boolean)


def by_level(steps: Iterable[Step]) -> list[list[Step]]:
    """Steps in the order in which they can be computed, those of one level together."""
    found = sorted(steps, key=lambda step: step.level)
    return [list(group) for _, group in groupby(found, key=lambda step: step.level)]


def collected(frame: Frame) -> nw.DataFrame[Any]:
    """The frame, computed if it is lazy."""
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def chain(choices: Sequence[tuple[nw.Expr | None, nw.Expr]]) -> nw.Expr:
    """The first expression whose condition holds; one without a condition stands for the rest. Halves are nested, so that many stay shallow."""
    if len(choices) == 1:
        ((condition, value),) = choices
        return value if condition is None else nw.when(condition).then(value)
    half = len(choices) // 2
    tests = [test for test, _ in choices[:half] if test is not None]  # only the last choice is for the rest
    return nw.when(nw.any_horizontal(*tests, ignore_nulls=True)).then(chain(choices[:half])).otherwise(chain(choices[half:]))


def pick(column: str, choices: Sequence[nw.Expr], start: int = 0) -> nw.Expr:
    """The expression whose place, counted from `start`, a column of numbers holds."""
    if len(choices) == 1:
        return choices[0]
    half = len(choices) // 2
    below = pick(column, choices[:half], start)
    return nw.when(nw.col(column) < start + half).then(below).otherwise(pick(column, choices[half:], start + half))


def look_up(frame: Frame, values: Mapping[int, float | int | None], dtype: type[nw.Float64 | nw.Int64]) -> nw.Expr:
    """What stands for the number of each row in `CASE`."""
    if not isinstance(frame, nw.LazyFrame):  # one table instead of a tree of conditions, which takes long to build
        return nw.col(CASE).replace_strict(list(values), list(values.values()), return_dtype=dtype)
    found = sorted(values)

    def tree(start: int, end: int) -> nw.Expr:
        if end - start == 1:
            return nw.lit(values[found[start]], dtype)
        half = (start + end) // 2
        return nw.when(nw.col(CASE) < found[half]).then(tree(start, half)).otherwise(tree(half, end))

    return tree(0, len(found))


def _is(name: str, value: Any) -> nw.Expr:
    """Whether a column holds a value."""
    if value is None:
        return nw.col(name).is_null()
    same = nw.col(name).is_nan() if isinstance(value, float) and math.isnan(value) else nw.col(name) == value
    return ~nw.col(name).is_null() & same


def _plain(value: Any) -> Any:
    """A value of a key as Python has it."""
    return value.item() if hasattr(value, "item") else value


def _reason(error: InputError) -> Reason:
    first = error.findings[0]
    field = first.field or ""
    nearest = f"; nearest: {', '.join(first.nearest)}" if first.nearest else ""
    nearest_zh = f"；最接近：{'、'.join(first.nearest)}" if first.nearest else ""
    return Reason(field, first.en + nearest, first.zh + nearest_zh)
