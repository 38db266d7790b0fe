"""Traded goods: what their category lets a figure count, and what must be declared of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.engine.bounds import Interval
from crosswalk.engine.run import Outcome
from crosswalk.errors import DeclarationError, Finding, InputError, MissingPropertyError, UnitMismatchError
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import GoodsRule, Standard

if TYPE_CHECKING:
    from crosswalk.library.goods import System
    from crosswalk.model.goods import Category

ZERO = Decimal(0)
FUNCTIONAL_UNITS = {"kWh": "kWh"}  # of goods that are no mass; all others are declared by mass


def goods_scope(library: Library, space: Space, rule: GoodsRule, category: str | None) -> Atoms:
    """The atoms that the main figure of a standard counts for a category of goods; for none, those of any category."""
    atoms = space.possible
    for block in rule.apart:
        atoms &= ~space.box(block.stages, block.sources, block.gases)
    if category is None:
        return atoms
    goods = library.goods(rule.list).category(category)
    if not goods.indirect:
        for block in rule.indirect:
            atoms &= ~space.box(block.stages, block.sources, block.gases)
    return atoms


def category_of(library: Library, rule: GoodsRule, footprint: Footprint) -> str:
    """The category of a declared good.

    Raises:
        MissingPropertyError: no code was declared.
        UnknownNameError: the code is not on the list.
        AmbiguousCodeError: the code stands for goods of different categories.
        UnitMismatchError: the figures are per another quantity than the category's functional unit.
    """
    code = footprint.subject.cn_code
    if code is None:
        raise MissingPropertyError(
            Finding(
                "which gases and emissions count depends on the good: declare subject.cn_code, for example `cn_code: 7208 39 00`",
                "计入哪些气体和排放取决于产品：请声明 subject.cn_code，例如 `cn_code: 7208 39 00`",
                field="subject.cn_code",
            )
        )
    category = category_of_code(library, rule.list, code, "subject.cn_code", footprint.subject.code_system)
    expected = FUNCTIONAL_UNITS.get(category.functional_unit, "t")
    for name in ("activity_level", "declared_unit"):
        quantity = getattr(footprint, name)
        if quantity is not None and not quantity.has_dimension_of(expected):
            raise UnitMismatchError(
                Finding(
                    f"figures of {code} are per {expected} of the good, not per {quantity}",
                    f"{code} 的数值以每 {expected} 产品计，而不是每 {quantity}",
                    field=name,
                )
            )
    return category.id


def category_of_code(library: Library, goods: str, code: str, field: str, system: System = "eu") -> Category:
    """The category that all goods of a code belong to.

    Raises:
        UnknownNameError: the code is not on the list.
        AmbiguousCodeError: it stands for goods of different categories.
    """
    try:
        from crosswalk.library.goods import goods_table  # codes are looked up for goods only

        category = goods_table(library, goods).resolve(code, system=system, attributes=("category",)).category
    except InputError as error:
        raise type(error)(*(replace(finding, field=field) for finding in error.findings)) from None
    assert category is not None
    return category


CONTENTS = {"t clinker": "clinker_content", "kg N": "nitrogen_content"}
"""The property of a good that leads from its mass to the functional unit."""


def content_of(footprint: Footprint, functional_unit: str | None) -> Decimal | None:
    """Functional units a tonne of the good, where these are no tonnes of it and the content is declared."""
    content = None if functional_unit not in CONTENTS else getattr(footprint.subject, CONTENTS[functional_unit])
    if content is None:
        return None
    number: Decimal = content.to("kg/t" if functional_unit == "kg N" else "t/t").magnitude
    return number


def check_years(footprint: Footprint, standard: Standard) -> None:
    """Refuse a good that was produced outside the years of the regime.

    Raises:
        DeclarationError: the production year lies before or after them.
    """
    rule = standard.goods
    year = footprint.subject.production_year or footprint.year or (footprint.period.start.year if footprint.period else None)
    if rule is None or year is None:
        return
    if rule.first_year is not None and year < rule.first_year:
        en, zh = f"from {rule.first_year} on", f"{rule.first_year} 年及以后"
    elif rule.last_year is not None and year > rule.last_year:
        en, zh = f"until {rule.last_year}", f"{rule.last_year} 年及以前"
    else:
        return
    raise DeclarationError(
        Finding(
            f"{standard.number} holds for goods produced {en}, not in {year}",
            f"{standard.number} 适用于 {zh} 生产的产品，不适用于 {year} 年",
            field="subject.production_year" if footprint.subject.production_year else "year",
        )
    )


def missing_activity_level(standard: Standard) -> MissingPropertyError:
    """An installation's figures say nothing about one unit of a good until its activity level is known."""
    return MissingPropertyError(
        Finding(
            f"{standard.number} declares a whole installation or enterprise: state the output to which the figures of the target refer (tonnes of the "
            "good, of a fuel) in the same period, for example `activity_level: 3000000 t`",
            f"{standard.number} 针对整个设施或企业：请声明目标数据所对应的同期产量（产品或燃料的吨数），例如 `activity_level: 3000000 t`",
            field="activity_level",
        )
    )


def never_below_zero(outcome: Outcome, space: Space, kept: bool = False) -> Outcome:
    """Own direct emissions below zero (more exported than emitted) count as zero: (EU) 2025/2547 Annex III Equation 55.

    A figure that holds them is at least the sum of what else it holds, and at most what it was plus what the declared deductions may exceed the
    emissions by; where other figures tell all that it holds besides, at most their sum with own emissions of zero or more. Deductions that nobody
    declared cannot raise it.

    Args:
        outcome: before the rule.
        space: the atoms.
        kept: whether a figure that holds all own direct emissions was declared under a standard that sets the same to zero: the rule was applied
            before it was declared, and what is exact stays as it is.
    """
    figures = [entry.figure for entry in outcome.plan.forests[0].figures]
    main = figures[0].indicator
    own = {entry.indicator: at for at, entry in enumerate(figures) if _inside(space, entry.atoms, "A3")}
    bought = {entry.indicator: at for at, entry in enumerate(figures) if _inside(space, entry.atoms, "A1.precursors")}
    totals = {entry.indicator: at for at, entry in enumerate(figures) if entry.stage == "total"}
    if "direct" not in own:
        return outcome
    before = outcome.intervals[own["direct"]]
    intervals = list(outcome.intervals)
    parts = [at for at in (own.get("indirect"), bought.get("direct"), bought.get(main)) if at is not None]
    for at in dict.fromkeys((own["direct"], own[main], totals["direct"], totals[main])):
        found = outcome.intervals[at]
        if kept and found.low is not None and found.low == found.high and found.low >= 0:
            continue
        left, rest = figures[at].atoms & ~figures[own["direct"]].atoms, []
        for part in sorted(parts, key=lambda part: -figures[part].atoms.bit_count()):
            if figures[part].atoms and not figures[part].atoms & ~left:
                left &= ~figures[part].atoms
                rest.append(outcome.intervals[part])
        intervals[at] = _at_least_the_rest(found, rest, before, not left)
    if before.shared_high is None or before.shared_high >= 0:
        return replace(outcome, intervals=tuple(intervals))
    note = (
        f"the process exports more than it emits ({before.shared_high:.6g} {outcome.wanted.unit()}); its direct emissions count as zero",
        f"该过程输出大于排放（{before.shared_high:.6g} {outcome.wanted.unit()}），其直接排放计为零",
    )
    return replace(outcome, intervals=tuple(intervals), notes=(*outcome.notes, note))


def _inside(space: Space, atoms: Atoms, stage: str) -> bool:
    return bool(atoms) and not space.stages_of(atoms) & ~space.stage_mask(stage)


def _at_least_the_rest(interval: Interval, rest: Sequence[Interval], own: Interval, all_of_it: bool) -> Interval:
    """An interval after own emissions below zero were cut off: at least the rest, and raised by no more than these may be below zero.

    Where the rest is all that the figure holds besides, both together are its most.
    """
    cut = None if own.shared_low is None else max(-own.shared_low, ZERO)

    def least(low: Decimal | None, others: list[Decimal | None]) -> Decimal | None:
        floor = _sum(others)
        return floor if low is None else low if floor is None else max(low, floor)

    def greatest(high: Decimal | None, own_high: Decimal | None, others: list[Decimal | None]) -> Decimal | None:
        raised = None if high is None or cut is None else high + cut
        ceiling = _sum([None if own_high is None else max(own_high, ZERO), *others]) if all_of_it else None
        return ceiling if raised is None else raised if ceiling is None else min(raised, ceiling)

    low, high = least(interval.low, [entry.low for entry in rest]), greatest(interval.high, own.high, [entry.high for entry in rest])
    shared_low = least(interval.shared_low, [entry.shared_low for entry in rest])
    shared_high = greatest(interval.shared_high, own.shared_high, [entry.shared_high for entry in rest])
    return interval._replace(
        low=low,
        best=low if low == high else interval.best if not cut else None,
        high=high,
        shared_low=shared_low,
        shared_best=shared_low if shared_low == shared_high else interval.shared_best if not cut else None,
        shared_high=shared_high,
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of ends, where all of them are known."""
    known = [entry for entry in values if entry is not None]
    return sum(known, ZERO) if len(known) == len(values) else None
