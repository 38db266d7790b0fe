"""Claims that a test makes about translations, converters and labels; each fails with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, get_args

import crosswalk as cw
from crosswalk.engine.figures import FigureResult
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.translation import Translation
from crosswalk.errors import DeclarationError, Finding, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.base import text
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import decimal, factor
from crosswalk.model.result import Status
from crosswalk.names import nearest, one_of
from crosswalk.report.words import kind
from crosswalk.testing.asked import argument, check_assumptions, check_count, check_language
from crosswalk.testing.claims import Both, EquivalenceClaimError, SoundnessClaimError, TranslationClaimError, named, shown
from crosswalk.testing.completion import Completer, Completion, IncompletableError
from crosswalk.testing.soundness import EXCLUDED, SILENT, Soundness, Tally

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject, SearchStrategy

    from crosswalk.labels.equivalence import Equivalence

Declared = Footprint | Mapping[str, Any] | str | Path
Number = int | float | str | Decimal
Claim = Number | tuple[Number | None, Number | None]
"""A number, or both ends of an interval, `None` for an open one; a text may bring a unit (`"0.3862 t CO2e/m**2"`)."""
Converter = Callable[[Footprint], Claim]
ZERO = Decimal(0)
NOISE = Decimal("1e-9")  # relative: what binary floats of a converter may be off


def assert_translates(
    footprint: Declared,
    to: str,
    *,
    total: Claim | None = None,
    shared: Claim | None = None,
    figures: Mapping[str | tuple[str, str], Claim] | None = None,
    status: str | Mapping[str, str] | None = None,
    tolerance: Number = 0,
    assumptions: AssumptionMode = "curated",
    as_of: date | None = None,
    lang: str | None = None,
    library: Library | None = None,
) -> Translation:
    """Claim what a footprint becomes under another standard; the translation is handed back.

    Args:
        footprint: a footprint, or what `crosswalk.read` takes.
        to: the target standard.
        total: the target's total.
        shared: the part of it that the declaration covers.
        figures: figures by stage of the target, or by (stage, indicator).
        status: of the total, or by `total`, `shared` and stage: `exact`, `bounded`, `lower-bound` …
        tolerance: how far each end may be off: a number in the unit of the result, or a share as `"1%"`.
        assumptions: as in `crosswalk.translate`.
        as_of: the day whose editions and factors hold.
        lang: the language of the failure, `en` or `zh`.
        library: other data than the shipped ones.

    Raises:
        TranslationClaimError: something is not as claimed.
        UnknownNameError: a standard, a figure, a status, a language or a choice of assumptions that nobody knows.
        InputError: the declaration is not valid, or a claim is no number.

    >>> office = {"standard": "GB/T 51366", "declared_unit": "1 m**2", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]}
    >>> assert_translates(office, "EN 15978", shared=386.2, figures={"A1-A3": "0.3862 t CO2e/m**2"}, status={"A1-A3": "exact"})
    <Translation cn/gbt-51366-2019 -> eu/en-15978-2026: shared <shared GWP-total: 386.2 .. 386.2 .. 386.2 kg CO2e/m**2, exact>>
    """
    __tracebackhide__ = True
    check_language(lang)
    check_assumptions(assumptions)
    translation = cw.translate(footprint, to=to, assumptions=assumptions, as_of=as_of, library=library)
    wanted: list[tuple[str, FigureResult, Claim]] = []
    if total is not None:
        wanted.append(("total", translation.total, total))
    if shared is not None:
        wanted.append(("shared", translation.shared, shared))
    wanted += [("figures", _figure(translation, name, "figures"), claim) for name, claim in (figures or {}).items()]
    wrong: list[tuple[FigureResult, Both]] = []
    for name, figure, claim in wanted:
        ends = _ends(claim, translation.unit, name)
        room = _room(tolerance, ends)
        if not all(_same(own, other, room) for own, other in zip((figure.bounds[0], figure.bounds[2]), ends, strict=True)):
            wrong.append((figure, _differs(figure, ends, translation)))
    for place, word in ({"total": status} if isinstance(status, str) else status or {}).items():
        one_of(word, get_args(Status), "status", "status", "状态")
        figure = _figure(translation, place, "status")
        if figure.status != word:
            wrong.append(
                (
                    figure,
                    (
                        f"  {figure.stage}: claimed {word}, is {figure.status}",
                        f"  {named(figure.stage, translation)[1]}：所称{kind(word, 'zh')}，实为{kind(figure.status, 'zh')}",
                    ),
                )
            )
    if wrong:
        raise TranslationClaimError(translation, [words for _, words in wrong], wrong[0][0], lang)
    return translation


def assert_sound(
    convert: Converter,
    footprint: Declared | SearchStrategy[Footprint],
    to: str,
    *,
    figure: str = "shared",
    examples: int = 100,
    tolerance: Number = 0,
    assumptions: AssumptionMode = "none",
    lang: str | None = None,
    library: Library | None = None,
) -> Soundness:
    """Claim that a converter never says what the declaration does not: its answer holds the true value of every completion.

    What is handed back tells how many completions were held against its answers, and how many were skipped and why: an assumption excludes the
    completion, the converter leaves both ends open, or, of declarations that a strategy draws, nobody can tell what lies behind one.

    Args:
        convert: somebody's converter: takes a footprint, gives a number or (low, high), `None` for an open end, in the unit of our translation.
        footprint: one declaration, or a strategy of many.
        to: the target standard.
        figure: what the converter gives: `shared` (like for like), `total`, or a stage of the target.
        examples: how many completions, or declarations with one each.
        tolerance: how far the answer may be off: a number, or a share as `"1%"`.
        assumptions: completions that these assumptions exclude are left out.
        lang: the language of the failure.
        library: other data than the shipped ones.

    Raises:
        SoundnessClaimError: with the completion that contradicts the converter.
        NothingHeldError: every completion was skipped.
        IncompletableError: nobody can draw what lies behind the one declaration.

    >>> office = {"standard": "GB/T 51366", "declared_unit": "1 m**2", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]}
    >>> assert_sound(lambda footprint: 386.2, office, "EN 15978", examples=20)
    <Soundness: 20 completions held>
    """
    __tracebackhide__ = True
    check_count(examples, "examples")
    check_language(lang)
    check_assumptions(assumptions)
    held = _Held(figure, tolerance, assumptions, lang)
    if isinstance(footprint, Footprint | Mapping | str | Path):
        declared = footprint if isinstance(footprint, Footprint) else cw.read(footprint, library)
        translation = cw.translate(declared, to=to, assumptions=assumptions, library=library)
        completer, rng = Completer(translation), Random(0)
        claim = convert(declared)
        for _ in range(examples):
            held.hold(translation, completer.draw(rng), claim)
        return held.tally.settled(lang)
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    from crosswalk.testing.strategies import completions

    phases = (Phase.generate, Phase.shrink)  # an explanation would name lines of ours

    @settings(max_examples=examples, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def holds(data: DataObject) -> None:
        __tracebackhide__ = True
        drawn = data.draw(footprint)
        translation = cw.translate(drawn, to=to, assumptions=assumptions, library=library)
        try:
            completion = data.draw(completions(translation))
        except IncompletableError as error:
            held.tally.skip(text(error.en, error.zh))
            return
        held.hold(translation, completion, convert(drawn))

    holds()
    return held.tally.settled(lang)


@dataclass(frozen=True)
class _Held:
    """How the answers of a converter are held against completions, and the count of them."""

    figure: str
    tolerance: Number
    assumptions: AssumptionMode
    lang: str | None
    tally: Tally = field(default_factory=Tally)

    def hold(self, translation: Translation, completion: Completion, claim: Claim) -> None:
        """Hold one answer against one completion.

        Raises:
            SoundnessClaimError: the completion contradicts it.
        """
        __tracebackhide__ = True
        figure = _figure(translation, self.figure, "figure")
        value = completion.value(figure)
        own_low, _, own_high = figure.bounds
        outside = (own_low is not None and value < own_low - completion.slack) or (
            own_high is not None and value > own_high + completion.slack
        )
        low, high = ends = _ends(claim, translation.unit, "convert")
        if low is None and high is None:
            self.tally.skip(SILENT)
            return
        if outside and self.assumptions != "none":
            self.tally.skip(EXCLUDED)
            return  # an assumption excludes it; without assumptions nothing does, and bounds of ours that are wrong must not excuse a converter
        self.tally.held += 1
        room = _room(self.tolerance, ends) + completion.slack + NOISE * abs(value)
        if (low is None or value >= low - room) and (high is None or value <= high + room):
            return
        said = shown(low) if low == high else f"[{shown(low)}, {shown(high)}]"
        bounds = f"[{shown(own_low)}, {shown(own_high)}]"
        claims = [
            (
                f"  {figure.stage}: it says {said} {translation.unit}, while {value:.9g} may be true; the bounds are {bounds}, {figure.status}",
                f"  {named(figure.stage, translation)[1]}：换算器给出 {said} {translation.unit}，而真值可为 {value:.9g}；"
                f"界限为 {bounds}，{kind(figure.status, 'zh')}",
            )
        ]
        raise SoundnessClaimError(translation, completion, claims, figure, self.lang)


def assert_equivalent(
    first: str,
    second: str,
    *,
    both: bool = False,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    lang: str | None = None,
    library: Library | None = None,
) -> Equivalence:
    """Claim that whatever earns the first label earns the second, and with `both` the reverse.

    Raises:
        EquivalenceClaimError: with the counter-example, where one is known.
        NotComparableError: the labels are for different products.

    >>> assert_equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon").verdict
    'implied'
    """
    __tracebackhide__ = True
    check_language(lang)
    check_assumptions(assumptions)
    found = cw.equivalent(first, second, as_of=as_of, assumptions=assumptions, library=library)
    ways = [found, cw.equivalent(second, first, as_of=as_of, assumptions=assumptions, library=library)] if both else [found]
    for way in ways:
        if way.verdict != "implied":
            claim = (
                f"{way.first.id} was claimed to imply {way.second.id}, and does not",
                f"所称 {way.first.id} 必然满足 {way.second.id}，并不成立",
            )
            raise EquivalenceClaimError(way, claim, lang, library or Library.shipped())
    return found


def assert_not_equivalent(
    first: str,
    second: str,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    lang: str | None = None,
    library: Library | None = None,
) -> Equivalence:
    """Claim that something earns the first label and not the second; it takes a proof: a counter-example, or that nothing earns both.

    Raises:
        EquivalenceClaimError: the first implies the second, or nothing shows that it does not.
        NotComparableError: the labels are for different products.

    >>> assert_not_equivalent("T/CAB 0078#low-carbon", "T/CAB 0078#clean").example is not None
    True
    """
    __tracebackhide__ = True
    check_language(lang)
    check_assumptions(assumptions)
    found = cw.equivalent(first, second, as_of=as_of, assumptions=assumptions, library=library)
    if found.verdict == "excluded" or found.example is not None:
        return found
    claim = (
        f"{found.first.id} was claimed not to imply {found.second.id}, and nothing shows that",
        f"所称 {found.first.id} 不必然满足 {found.second.id}，但没有任何依据",
    )
    raise EquivalenceClaimError(found, claim, lang, library or Library.shipped())


# -- what a claim says -----------------------------------------------------------------------------------------------------------------


def _figure(translation: Translation, name: str | tuple[str, str], field: str) -> FigureResult:
    if name == "total":
        return translation.total
    if name == "shared":
        return translation.shared
    stage, indicator = name if isinstance(name, tuple) and len(name) == 2 else (name, None)
    goal = indicator or translation.crosswalk.target.main_indicator.id
    found = [entry for entry in translation.figures if entry.stage == stage]
    for entry in found:
        if entry.indicator == goal:
            return entry
    en, zh, asked, known = "stages", "阶段", stage, tuple(dict.fromkeys(entry.stage for entry in translation.figures))
    if found:
        en, zh, asked, known = f"indicators at {stage}", f"{stage} 的指标", goal, tuple(entry.indicator for entry in found)
    raise UnknownNameError(
        Finding(
            f"{translation.target} has no figure {name!r} (its {en}: {', '.join(known)})",
            f"{translation.target} 没有数值 {name!r}（其{zh}：{'、'.join(known)}）",
            field=field,
            nearest=nearest(asked, known if found else ("total", "shared", *known)),
        )
    )


def _ends(claim: Claim, unit: str, field: str) -> tuple[Decimal | None, Decimal | None]:
    """Both ends of a claim in a unit."""
    if isinstance(claim, tuple):
        if len(claim) != 2:
            raise DeclarationError(
                Finding(
                    f"an interval has two ends, (low, high), not {len(claim)}",
                    f"区间应有两端 (low, high)，而不是 {len(claim)} 个",
                    field=field,
                )
            )
        with argument(field):
            low, high = (None if end is None else _number(end, unit) for end in claim)
        return low, high
    with argument(field):
        value = _number(claim, unit)
    return value, value


def _number(value: Number, unit: str) -> Decimal:
    if isinstance(value, str) and " " in value.strip():
        number, own = value.strip().split(" ", 1)
        return decimal(number) * factor(own, unit)
    return decimal(value)


def _room(tolerance: Number, ends: tuple[Decimal | None, Decimal | None]) -> Decimal:
    share = isinstance(tolerance, str) and tolerance.strip().endswith("%")
    with argument("tolerance"):
        room = decimal(str(tolerance).strip()[:-1]) / 100 if share else decimal(tolerance)
    if room < 0:
        raise DeclarationError(Finding(f"a tolerance is not negative: {tolerance}", f"容差不能为负：{tolerance}", field="tolerance"))
    return room * max((abs(end) for end in ends if end is not None), default=ZERO) if share else room


def _same(own: Decimal | None, other: Decimal | None, room: Decimal) -> bool:
    return own == other if own is None or other is None else abs(own - other) <= room


def _differs(figure: FigureResult, ends: tuple[Decimal | None, Decimal | None], translation: Translation) -> Both:
    low, _, high = figure.bounds
    said = shown(ends[0]) if ends[0] == ends[1] else f"[{shown(ends[0])}, {shown(ends[1])}]"
    held = shown(low) if low == high and low is not None else f"[{shown(low)}, {shown(high)}]"
    return (
        f"  {figure.stage} {figure.indicator}: claimed {said}, is {held} {figure.unit}, {figure.status}",
        f"  {named(figure.stage, translation)[1]} {named(figure.indicator, translation)[1]}："
        f"所称 {said}，实为 {held} {figure.unit}，{kind(figure.status, 'zh')}",
    )
