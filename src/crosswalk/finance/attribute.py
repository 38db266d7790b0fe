"""Financed emissions of a book under another standard: interval by interval, position by position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crosswalk.engine.gap import Gap
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.errors import Finding, InconsistentDeclarationError, InputError, NotComparableError
from crosswalk.finance.quality import option_score
from crosswalk.finance.result import BookTranslation, Line, PositionResult
from crosswalk.finance.shares import ONE, OPEN, ZERO, Lack, amount, over, ratio, share, times
from crosswalk.library.library import Library
from crosswalk.model.attribution import CLASSES, AttributionStandard, ClassRule, Gases
from crosswalk.model.base import Text, text
from crosswalk.model.book import Book, Position, Scopes

SCOPES = ("scope1", "scope2", "scope1_2", "scope3")
NOTHING = Range(ZERO, ZERO)
SCOPE_NAMES: dict[str, Text] = {
    "scope1": text("scope 1", "范围一"),
    "scope2": text("scope 2", "范围二"),
    "scope1_2": text("scopes 1 and 2", "范围一与范围二"),
    "scope3": text("scope 3", "范围三"),
    "avoided": text("avoided emissions", "避免的排放"),
}
_GAS_NAMES = {"co2e": text("all gases (t CO2e)", "全部气体（t CO2e）"), "co2": text("CO2 alone (t CO2)", "仅CO2（t CO2）")}


@dataclass(slots=True)
class _Record:
    """What is found about one position."""

    label: str
    lacks: dict[str, Lack] = field(default_factory=dict)
    gaps: list[tuple[str, str, Decimal | None, Text, Text]] = field(default_factory=list)

    def tell(self, lack: Lack) -> None:
        """Remember what is not declared."""
        self.lacks.setdefault(lack.code, lack)

    def gap(self, kind: str, severity: str, width: Decimal | None, message: Text, question: Text) -> None:
        """Remember a gap."""
        self.gaps.append((kind, severity, width, message, question))


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure of a counterpart or position: all that is possible, and the part that is known for sure to be meant."""

    possible: Range
    shared: Range


def attribute_book(library: Library, book: Book, source: AttributionStandard, target: AttributionStandard) -> BookTranslation:
    """The financed emissions of a book under a standard.

    Args:
        library: where the standards are.
        book: the book, declared under the source.
        source: the standard of the declaration; it tells what `financed` figures mean.
        target: the standard whose figures are asked for.

    Raises:
        InputError: a position cannot be meant under the source standard.
        NotComparableError: the target has a rule for none of the positions.
    """
    results: list[PositionResult] = []
    beside: list[tuple[str, Position]] = []
    gaps: list[Gap] = []
    for place, position in enumerate(book.positions):
        label = position.name.en if position.name else f"positions[{place}]"
        if target.beside(position.asset_class):
            beside.append((label, position))
            continue
        record = _Record(label)
        try:
            found = _position(book, position, source, target, record, place)
        except InputError as error:
            findings = (
                type(finding)(finding.en, finding.zh, field=f"positions[{place}].{finding.field or ''}".rstrip("."))
                for finding in error.findings
            )
            raise type(error)(*findings).located(book.file, book.lines) from None
        gaps += _gaps_of(record, found, source, target)
        if found is not None:
            results.append(found)
    _all_investments(book, results)
    if not results and not beside:
        raise NotComparableError(
            f"{target.number} has no rule for any position of this book (its classes: {', '.join(CLASSES[rule.asset_class].en for rule in target.classes)})",
            f"{target.number} 对该账册的任何头寸均无规则（其类别：{'、'.join(CLASSES[rule.asset_class].zh for rule in target.classes)}）",
        )
    return BookTranslation(library, book, source, target, tuple(results), tuple(_ranked(gaps)), beside=tuple(beside))


def _position(
    book: Book, position: Position, source: AttributionStandard, target: AttributionStandard, record: _Record, place: int
) -> PositionResult | None:
    rule = target.rule(position.asset_class)
    if rule is None:
        message = text(
            f"{target.number} has no rule for {CLASSES[position.asset_class].en}: the position is left out",
            f"{target.number} 对{CLASSES[position.asset_class].zh}无规则：该头寸未计入",
        )
        record.gap(
            "surplus", "major", ZERO, message, text("Nothing to declare: the target does not count it.", "无需声明：目标标准不计入。")
        )
        return None
    own = source.rule(position.asset_class)
    _unused(book, position, record)
    if target.quantity == "avoided":
        return _avoided(book, position, rule, target, record, place)
    factor, emissions = _basis(book, position, own, rule, source, target, record)
    figures = {name: _figure(emissions, name, factor, target, record) for name in SCOPES}
    lines = _lines(figures, book, position, target, record)
    quiet: list[Lack] = []
    held = amount(book, position, rule.numerator, quiet.append)
    balance = amount(book, position, "balance", quiet.append) if position.balance is not None or position.quarters else held
    return PositionResult(
        place,
        record.label,
        position,
        rule,
        factor if position.financed is None or position.emissions is not None else None,
        lines,
        held,
        balance,
        _intensity(book, position, target),
        option_score(target, position, record.tell),
        _apart(position, factor),
    )


def _all_investments(book: Book, results: Sequence[PositionResult]) -> None:
    """All investments hold at least the positions.

    Raises:
        InconsistentDeclarationError: they are worth less.
    """
    if book.all_investments is None:
        return
    least = sum((entry.held.low or ZERO for entry in results), ZERO)
    if book.worth(book.all_investments) < least:
        raise InconsistentDeclarationError(
            Finding(
                f"all investments are worth {book.all_investments}, less than the positions alone ({least:f} {book.currency})",
                f"全部投资为 {book.all_investments}，小于各头寸之和（{least:f} {book.currency}）",
                field="all_investments",
            )
        ).located(book.file, book.lines)


def _avoided(
    book: Book, position: Position, rule: ClassRule, target: AttributionStandard, record: _Record, place: int
) -> PositionResult | None:
    """What the project avoids in a year, with the share of the standard: a figure of its own, never subtracted from emissions."""
    factor = share(book, position, rule, target.may_exceed_one, record.tell)
    avoided = None if position.apart is None else position.apart.avoided
    known = _Known(OPEN if factor != NOTHING else NOTHING, NOTHING)
    if avoided is None:
        question = text(
            "Declare `apart: {avoided: …}` of the project in t CO2e a year.", "请声明项目年减排量 `apart: {avoided: …}`（t CO2e）。"
        )
        record.gap(
            "missing",
            "major",
            None,
            text("what the project avoids is not declared, which is not zero", "项目避免的排放未声明，未声明不等于零"),
            question,
        )
    else:
        co2_alone = avoided.has_dimension_of("t*CO2")
        tonnes = abs(avoided.to("t*CO2" if co2_alone else "t*CO2e").magnitude)
        counted = times(Range(tonnes, tonnes), factor)
        known = _Known(known.possible if co2_alone else counted, counted)
        if co2_alone:
            record.tell(
                Lack(
                    "gases-avoided",
                    "apart.avoided",
                    text("what is declared is CO2 alone; what other gases avoid or add is not", "仅声明CO2；其他气体的增减未声明"),
                    text("Declare what is avoided in t CO2e.", "请以t CO2e声明避免的排放。"),
                )
            )
    declared = avoided is not None
    lines = tuple(
        Line(name, bounds, declared) for name, bounds in (("avoided", known.possible), ("total", known.possible), ("shared", known.shared))
    )
    quiet: list[Lack] = []
    held = amount(book, position, rule.numerator, quiet.append)
    return PositionResult(place, record.label, position, rule, factor, lines, held, held, OPEN, None, {})


def _unused(book: Book, position: Position, record: _Record) -> None:
    """Tell what is declared twice: financed emissions beside those of the counterpart, a last quarter end that is not the balance."""
    if position.emissions is not None and position.financed is not None:
        record.gap(
            "data-quality",
            "info",
            ZERO,
            text(
                "the emissions of the counterpart are known, so the declared financed emissions are not used",
                "已知对手方排放，未使用所声明的融资排放",
            ),
            text("Nothing to declare: leave `financed` away.", "无需声明：可删去 `financed`。"),
        )
    if position.balance is not None and position.quarters and book.worth(position.balance) != book.worth(position.quarters[-1]):
        record.gap(
            "data-quality",
            "minor",
            ZERO,
            text(
                f"the balance {position.balance} is not the value at the last quarter end, {position.quarters[-1]}; each standard takes its own",
                f"余额 {position.balance} 与最后一个季末值 {position.quarters[-1]} 不一致；各标准各取其一",
            ),
            text("Check `balance` and `quarters`.", "请核对 `balance` 与 `quarters`。"),
        )


def _basis(
    book: Book,
    position: Position,
    own: ClassRule | None,
    rule: ClassRule,
    source: AttributionStandard,
    target: AttributionStandard,
    record: _Record,
) -> tuple[Range, Scopes]:
    """The factor, and the emissions that it multiplies: those of the counterpart, or the declared financed ones with the ratio of the two shares."""
    if position.emissions is not None or position.financed is None:
        return share(book, position, rule, target.may_exceed_one, record.tell), position.emissions or Scopes()
    if own is None:
        record.gap(
            "rule-differs",
            "major",
            None,
            text(
                f"{source.number} has no rule for {CLASSES[position.asset_class].en}: what its financed emissions mean is not known",
                f"{source.number} 对{CLASSES[position.asset_class].zh}无规则：其融资排放含义未知",
            ),
            text("Declare the `emissions` of the counterpart.", "请声明对手方的 `emissions`。"),
        )
        return OPEN, position.financed
    if position.uncalled_guarantee:
        return NOTHING, position.financed
    return ratio(book, position, own, rule, record.tell), position.financed


def _figure(emissions: Scopes, name: str, factor: Range, target: AttributionStandard, record: _Record) -> _Known:
    """One scope, or scopes 1 and 2 together, under the target."""
    known = emissions.given
    if name in known:
        return _attributed(known[name], target.gases, factor, name, record)
    if name == "scope1_2" and ("scope1" in known or "scope2" in known):
        parts = [_figure(emissions, part, factor, target, record) for part in ("scope1", "scope2")]
        return _Known(parts[0].possible + parts[1].possible, parts[0].shared + parts[1].shared)
    if name in ("scope1", "scope2") and "scope1_2" in known:
        whole = _attributed(known["scope1_2"], target.gases, factor, "scope1_2", record)
        return _Known(Range(ZERO, whole.possible.high), Range(ZERO, whole.shared.high))
    return _Known(OPEN if factor != NOTHING else NOTHING, NOTHING)


def _attributed(emission: Any, gases: Gases, factor: Range, name: str, record: _Record) -> _Known:
    """Declared emissions in the gases of the target: CO2 alone bounds all gases from below, all gases bound CO2 from above."""
    wanted = emission.tonnes(gases)
    if wanted is not None:
        found = times(Range(wanted, wanted), factor)
        return _Known(found, found)
    other = emission.tonnes("co2" if gases == "co2e" else "co2e")
    scope = SCOPE_NAMES[name]
    record.tell(
        Lack(
            f"gases-{name}",
            f"emissions.{name}.{gases}",
            text(
                f"what is declared of {scope.en} is {_GAS_NAMES['co2' if gases == 'co2e' else 'co2e'].en}, the target counts {_GAS_NAMES[gases].en}",
                f"{scope.zh}声明的是{_GAS_NAMES['co2' if gases == 'co2e' else 'co2e'].zh}，目标计入{_GAS_NAMES[gases].zh}",
            ),
            text(
                f"Declare {_GAS_NAMES[gases].en} of {scope.en} (`{name}: {{{gases}: …}}`).",
                f"请声明{scope.zh}的{_GAS_NAMES[gases].zh}（`{name}: {{{gases}: …}}`）。",
            ),
        )
    )
    if gases == "co2e":
        shared = times(Range(other, other), factor)
        return _Known(times(Range(other, None), factor), shared)
    found = times(Range(ZERO, other), factor)
    return _Known(found, found)


def _lines(figures: dict[str, _Known], book: Book, position: Position, target: AttributionStandard, record: _Record) -> tuple[Line, ...]:
    """The figures that the target asks for, its total last."""
    known = (position.emissions or position.financed or Scopes()).given
    lines: list[Line] = []
    total, shared = NOTHING, NOTHING
    counted = {scope for scope in ("scope1", "scope2", "scope3") if target.counts(scope, book.last_day, position.sector) is not None}
    for scope in ("scope1", "scope2", "scope3"):
        if scope not in counted:
            if scope in known:
                record.gap(
                    "surplus",
                    "minor",
                    ZERO,
                    text(f"{target.number} does not count {SCOPE_NAMES[scope].en}", f"{target.number} 不计入{SCOPE_NAMES[scope].zh}"),
                    text("Nothing to declare: the target does not count it.", "无需声明：目标标准不计入。"),
                )
            continue
        is_known = scope in known or (scope != "scope3" and "scope1_2" in known)
        if not is_known:
            severity = "major" if scope != "scope3" else "minor"
            record.gap(
                "missing",
                severity,
                None,
                text(
                    f"{SCOPE_NAMES[scope].en} of the counterpart is not declared, which is not zero",
                    f"对手方{SCOPE_NAMES[scope].zh}未声明，未声明不等于零",
                ),
                text(
                    f"Declare `{scope}` of the counterpart in {'t CO2' if target.gases == 'co2' else 't CO2e'}.",
                    f"请声明对手方 `{scope}`（{'t CO2' if target.gases == 'co2' else 't CO2e'}）。",
                ),
            )
        lines.append(Line(scope, figures[scope].possible, is_known))
    joint = "scope1_2"
    total, shared = figures[joint].possible, figures[joint].shared
    rule = target.counts("scope3", book.last_day, position.sector)
    if rule is not None and rule.in_total:
        total, shared = total + figures["scope3"].possible, shared + figures["scope3"].shared
    lines.append(Line("total", total, bool(known)))
    lines.append(Line("shared", shared, bool(known)))
    return tuple(lines)


def _intensity(book: Book, position: Position, target: AttributionStandard) -> Range:
    """Emissions over revenue of the counterpart (t per unit of currency)."""
    if position.emissions is None or position.revenue is None:
        return OPEN
    quiet = _Record("")
    figures = [_figure(position.emissions, name, Range(ONE, ONE), target, quiet).possible for name in ("scope1_2", "scope3")]
    whole = figures[0]
    rule = target.counts("scope3", book.last_day, position.sector)
    if rule is not None and rule.in_total:
        whole = whole + figures[1]
    revenue = book.worth(position.revenue)
    return over(whole, Range(revenue, revenue))


def _apart(position: Position, factor: Range) -> dict[str, tuple[Range, str]]:
    """What is reported beside, with the same share; never netted."""
    if position.apart is None:
        return {}
    found = {}
    for name in type(position.apart).model_fields:
        quantity = getattr(position.apart, name)
        if quantity is not None:
            unit = "t*CO2" if quantity.has_dimension_of("t*CO2") else "t*CO2e"
            tonnes = quantity.to(unit).magnitude
            ends = times(Range(abs(tonnes), abs(tonnes)), factor)
            if tonnes < ZERO:
                ends = Range(None if ends.high is None else -ends.high, None if ends.low is None else -ends.low)
            found[name] = (ends, unit.replace("*", " "))
    return found


def _gaps_of(record: _Record, found: PositionResult | None, source: AttributionStandard, target: AttributionStandard) -> list[Gap]:
    total = OPEN if found is None else found.line("total")
    width = None if total.high is None or total.low is None else total.high - total.low
    unit = "t CO2" if target.gases == "co2" else "t CO2e"
    numbers = tuple(dict.fromkeys((source.number, target.number)))
    gaps = []
    for lack in record.lacks.values():
        kind = "not-declared" if lack.open else "data-quality"
        if lack.code.startswith("gases-"):
            kind = "missing" if target.gases == "co2e" else "inseparable"
        severity = ("major" if width is None or width else "minor") if lack.open else "info"
        if lack.code == "quality-unknown":
            kind, severity = "data-quality", "minor"
        own = ZERO if not lack.open or lack.code == "quality-unknown" else width
        gaps.append(Gap(kind, record.label, severity, own, unit, lack.message, lack.question, numbers))  # type: ignore[arg-type]
    for kind, severity, own, message, question in record.gaps:
        gaps.append(Gap(kind, record.label, severity, own, unit, message, question, numbers))  # type: ignore[arg-type]
    if found is not None and found.rule.source.confirmed == "unconfirmed":
        gaps.append(
            Gap(
                "unconfirmed",
                record.label,
                "info",
                ZERO,
                unit,
                text(
                    f"the rule of {target.number} for {CLASSES[found.rule.asset_class].en} was not read by anybody",
                    f"{target.number} 关于{CLASSES[found.rule.asset_class].zh}的规则未经核读",
                ),
                text("Check it against the text before you rely on it.", "使用前请与原文核对。"),
                numbers,
            )
        )
    return gaps


_ORDER = {"critical": 0, "major": 1, "minor": 2, "info": 3}


def _ranked(gaps: Sequence[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: (_ORDER[gap.severity], gap.width is not None, -(gap.width or ZERO)))
