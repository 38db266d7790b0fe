"""The figures that a standard asks for besides financed emissions, from a book, as intervals; each thing that is missing is told with its question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.classify import State, within
from crosswalk.engine.rules.finance.climate_benchmarks import base_limit, inflation, trajectory
from crosswalk.engine.rules.finance.indicators import MILLION
from crosswalk.finance.shares import ONE, OPEN, ZERO, Lack, amount, over, times
from crosswalk.model.attribution import FinanceIndicator, Formula
from crosswalk.model.book import Position

if TYPE_CHECKING:
    from crosswalk.finance.result import BookTranslation

Asked = Callable[[str, str, str, str], None]
"""Tells what is missing: the field, what it is in both languages, and for which position (empty: for the book)."""
MILLIONS = Range(MILLION, MILLION)
WHOLE = Range(ZERO, ONE)


def bounds_of(book: BookTranslation, entry: FinanceIndicator, ask: Asked) -> Range | None:
    """The bounds of an indicator; `None` where the book has nothing that it is about."""
    return _FORMULAS[entry.formula](book, entry, ask)


def limit_state(book: BookTranslation, entry: FinanceIndicator) -> State | None:
    """How the indicator that a limit is for stands to it; `None` where the entry is no limit or not known."""
    index = book.book.index
    if entry.formula == "base-limit" and (index is None or index.base_year != book.book.year):
        return None  # the universe is a limit of the base year alone; later years follow the trajectory
    known = {found.id: bounds for found, bounds, _ in book.indicators}
    limit, figure = known.get(entry.id), known.get(entry.limits or "")
    if limit is None or figure is None or limit.high is None:
        return None
    return within(figure.low, figure.high, "<=", limit.high)


def _total(book: BookTranslation, _entry: FinanceIndicator, _ask: Asked) -> Range:
    return Range(book.total.bounds[0], book.total.bounds[2])


def _per_value(book: BookTranslation, entry: FinanceIndicator, ask: Asked) -> Range:
    _ask_investments(book, ask)
    return times(over(_total(book, entry, ask), book.all_investments), MILLIONS)


def _per_value_adjusted(book: BookTranslation, entry: FinanceIndicator, ask: Asked) -> Range | None:
    """The intensity divided by the weighted change of enterprise values since the base year (PCAF Part A, chapter 6); of listed counterparts alone."""
    positions = [found.position for found in book.positions]
    if not any(position.evic_base for position in positions):
        return None
    for found in book.positions:
        if found.position.evic_base is None:
            ask("evic_base", "enterprise value at the end of the base year", "基准年末企业价值", found.label)
        if found.position.evic is None:
            ask("evic", "enterprise value including cash", "含现金企业价值（EVIC）", found.label)
    weights = [found.balance.low for found in book.positions]
    changes = [(position.evic_base, position.evic) for position in positions]
    whole = sum((weight or ZERO for weight in weights), ZERO)
    if any(None in pair for pair in changes) or not whole or any(not found.balance.exact for found in book.positions):
        return OPEN
    worth = book.book.worth
    moved = sum(
        ((weight or ZERO) / whole * worth(base) / worth(now) for weight, (base, now) in zip(weights, changes, strict=True) if base and now),
        ZERO,
    )
    return over(_per_value(book, entry, ask), Range(moved, moved))


def _per_value_deflated(book: BookTranslation, entry: FinanceIndicator, ask: Asked) -> Range:
    """The intensity with each enterprise value divided by the inflation of enterprise values ((EU) 2020/1818 Article 7(3))."""
    index = book.book.index
    now = index.average_evic if index else None
    before = index.average_evic_before if index else None
    if now is None:
        ask("index.average_evic", "average enterprise value at the end of the year", "年末平均企业价值", "")
    if before is None:
        ask("index.average_evic_before", "average enterprise value a year before", "上年末平均企业价值", "")
    if now is None or before is None:
        return OPEN
    factor = inflation(book.book.worth(now), book.book.worth(before))
    return times(_per_value(book, entry, ask), Range(factor, factor))


def _base_limit(book: BookTranslation, _entry: FinanceIndicator, ask: Asked) -> Range | None:
    index = book.book.index
    if index is None:
        return None
    if index.universe is None:
        ask("index.universe", "intensity of the investable universe", "可投资范围的强度", "")
        return OPEN
    limit = base_limit(index.universe, index.kind)
    return Range(limit, limit)


def _trajectory_limit(book: BookTranslation, _entry: FinanceIndicator, ask: Asked) -> Range | None:
    index = book.book.index
    if index is None:
        return None
    for field, value, en, zh in (
        ("base_year", index.base_year, "base year of the benchmark", "基准年"),
        ("base_intensity", index.base_intensity, "intensity of the benchmark in its base year", "基准年强度"),
    ):
        if value is None:
            ask(f"index.{field}", en, zh, "")
    if index.base_year is None or index.base_intensity is None:
        return OPEN
    limit = trajectory(index.base_intensity, book.book.year - index.base_year)
    return Range(limit, limit)


def _revenue_intensity(book: BookTranslation, _entry: FinanceIndicator, ask: Asked) -> Range:
    """Emissions over revenue, weighted by the part of all investments."""
    _ask_investments(book, ask)
    whole = Range(ZERO, ZERO)
    for found in book.positions:
        if found.rule.asset_class == "sovereign-debt":
            continue
        if found.position.revenue is None:
            ask("revenue", "revenue of the counterpart", "对手方营业收入", found.label)
        elif found.position.emissions is None:
            ask("emissions", "emissions of the counterpart", "对手方排放", found.label)
        whole = whole + times(_weight(book, book.weighed(found)), found.intensity)
    return times(whole, MILLIONS)


def _sovereign(book: BookTranslation, entry: FinanceIndicator, ask: Asked) -> Range | None:
    """Emissions of countries (territorial) over GDP, weighted by the part of all investments; its form is unconfirmed."""
    about = _about(book, entry)
    if not about:
        return None
    _ask_investments(book, ask)
    whole = Range(ZERO, ZERO)
    for label, position in about:
        if position.gdp is None:
            ask("gdp", "GDP of the country", "该国GDP", label)
        first = None if position.emissions is None else position.emissions.scope1
        tonnes = None if first is None else first.tonnes("co2e")
        if tonnes is None:
            ask("emissions.scope1", "emissions of the country (t CO2e)", "该国排放量（t CO2e）", label)
        emitted = OPEN if tonnes is None else Range(tonnes, tonnes)
        worth = OPEN if position.gdp is None else Range(book.book.worth(position.gdp), book.book.worth(position.gdp))
        whole = whole + times(_weight(book, _held(book, position, label, ask)), over(emitted, worth))
    return times(whole, MILLIONS)


def _real_estate(book: BookTranslation, entry: FinanceIndicator, ask: Asked) -> Range | None:
    """The share of inefficient assets in all that must follow the rules on energy; its form is unconfirmed."""
    about = _about(book, entry)
    if not about:
        return None
    sure = maybe = efficient = possibly_efficient = ZERO
    for label, position in about:
        held = _held(book, position, label, ask)
        if not held.exact or held.low is None:
            return WHOLE
        building = position.building
        under = None if building is None else building.under_rules
        bad = None if building is None else building.inefficient
        if under is None:
            ask(
                "building.under_rules",
                "whether the rules on energy certificates hold for the building",
                "建筑是否须遵守能效证书规则",
                label,
            )
        if bad is None and under is not False:
            ask(
                "building",
                "age and energy class of the building",
                "建筑的年代与能效等级",
                label,
            )
        if under is False:
            continue
        sure += held.low if bad is True and under else ZERO
        maybe += held.low if bad is not False else ZERO
        efficient += held.low if bad is False and under else ZERO
        possibly_efficient += held.low if bad is not True else ZERO
    low = sure / (sure + possibly_efficient) if sure else ZERO
    high = maybe / (maybe + efficient) if maybe else ZERO
    return Range(low, high)


def _coal_saved(book: BookTranslation, _entry: FinanceIndicator, ask: Asked) -> Range | None:
    """Standard coal (tce) that the electricity of financed projects saves: supply times last year's coal rate, times the share."""
    supplied = [found for found in book.positions if found.position.supply is not None]
    if not supplied:
        return None
    rate = book.book.coal_rate
    if rate is None:
        ask("coal_rate", "coal rate of thermal supply in the year before (kgce/kWh)", "上年供电标准煤耗（kgce/kWh）", "")
        return OPEN
    whole = Range(ZERO, ZERO)
    for found in supplied:
        assert found.position.supply is not None
        saved = found.position.supply.to("kWh").magnitude * rate.to("tce/kWh").magnitude
        whole = whole + times(Range(saved, saved), found.share or OPEN)
    return whole


def _about(book: BookTranslation, entry: FinanceIndicator) -> Sequence[tuple[str, Position]]:
    return [(label, position) for label, position in book.beside if position.asset_class in entry.classes]


def _held(book: BookTranslation, position: Position, label: str, ask: Asked) -> Range:
    """The value of a position that has no rule of its own, as the standard takes it for others."""
    lacks: list[Lack] = []
    held = amount(book.book, position, book.target_standard.classes[0].numerator, lacks.append)
    for lack in lacks:
        ask(lack.field, lack.message.en.removesuffix(" is not declared"), lack.message.zh.removeprefix("未声明"), label)
    return held


def _weight(book: BookTranslation, value: Range) -> Range:
    part = over(value, book.all_investments)
    return Range(part.low, ONE if part.high is None else min(part.high, ONE))


def _ask_investments(book: BookTranslation, ask: Asked) -> None:
    if not book.all_investments.exact:
        ask("all_investments", "value of all investments, with cash and funds", "全部投资价值（含现金与基金）", "")


_FORMULAS: dict[Formula, Callable[[BookTranslation, FinanceIndicator, Asked], Range | None]] = {
    "financed-emissions": _total,
    "per-value-invested": _per_value,
    "per-value-adjusted": _per_value_adjusted,
    "per-value-deflated": _per_value_deflated,
    "weighted-revenue-intensity": _revenue_intensity,
    "sovereign-intensity": _sovereign,
    "inefficient-real-estate": _real_estate,
    "base-limit": _base_limit,
    "trajectory-limit": _trajectory_limit,
    "coal-saved": _coal_saved,
}
