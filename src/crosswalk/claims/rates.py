"""Recycling rates of a claim at the measuring point of another standard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from crosswalk.claims.assessment import Share, shown
from crosswalk.claims.record import Record
from crosswalk.engine.rules.circular.bounds import Range, exactly
from crosswalk.engine.rules.circular.rates import converted_rate
from crosswalk.engine.trace import cited
from crosswalk.errors import DeclarationError, Finding, InputError, NotComparableError
from crosswalk.model.base import text
from crosswalk.model.claim import RateClaim
from crosswalk.model.materials import MaterialStandard, RateRule
from crosswalk.model.recycling import POINTS, MeasuringPoint
from crosswalk.names import Names

ZERO, ONE = Decimal(0), Decimal(1)


def assess_rate(record: Record, claim: RateClaim, field: str) -> None:
    """Move a declared rate to the measuring point of the target, and judge its targets.

    Raises:
        NotComparableError: one of the standards has no rate, or the two measure different things.
        DeclarationError: the standard has several rates, or the yields are upside down.
    """
    what = text("recycling rates", "回收率")
    if not record.source.rates:
        raise record.nothing(what, record.source)
    if not record.target.rates:
        raise record.nothing(what, record.target)
    own = _rule_of(record.source, claim.of, f"{field}.of")
    goal = next((rule for rule in record.target.rates if rule.id == own.id), record.target.rates[0])
    point = claim.point or own.measured_at
    share: Range | None = exactly(claim.rate)
    if record.source.id == record.target.id:
        pass
    elif point in ("design-potential",) or goal.measured_at == "design-potential":
        share = exactly(claim.rate) if point == goal.measured_at and own.energy_recovery == goal.energy_recovery else None
        if share is None:
            raise NotComparableError(
                f"{own.name.en} ({record.source.number}) is a potential by design; it says nothing of {goal.name.en} ({record.target.number})",
                f"{own.name.zh}（{record.source.number}）为设计潜力，与{goal.name.zh}（{record.target.number}）无关",
            )
    elif point == "plant-yield" and goal.measured_at == "chain-yield":
        share = Range(ZERO, claim.rate)
        record.gap(
            "rule-differs",
            "major",
            claim.rate,
            text(
                f"{record.source.number} measures one plant, {record.target.number} the whole chain from the dismantled battery: the claim is an upper bound",
                f"{record.source.number} 为单个企业得率，{record.target.number} 为自拆解起的全链得率：所声明者为上限",
            ),
            text("Declare the yields of the other stages of the chain.", "请声明链条其他环节的得率。"),
        )
    elif point is None or goal.measured_at is None:
        share = Range(ZERO, ONE)
        record.gap(
            "not-declared",
            "major",
            ONE,
            text("where the rate was measured is not known", "不知回收率的计量点"),
            text(
                "Declare `point`: collected, recycling-input or recycling-output.",
                "请声明 `point`：collected、recycling-input 或 recycling-output。",
            ),
        )
    elif point in ("collected", "recycling-input", "recycling-output") and goal.measured_at in (
        "collected",
        "recycling-input",
        "recycling-output",
    ):
        share = _moved(record, claim, point, goal.measured_at, field)
    elif point != goal.measured_at:
        raise NotComparableError(
            f"{own.name.en} ({point}) and {goal.name.en} ({goal.measured_at}) measure different things",
            f"{own.name.zh}（{point}）与{goal.name.zh}（{goal.measured_at}）计量对象不同",
        )
    assert share is not None
    record.shares.append(Share("recycling-rate", goal.name, share))
    start, end = POINTS[point], POINTS[goal.measured_at]
    rule = text(f"{start.en} -> {end.en}", f"{start.zh} → {end.zh}")
    record.step("rate", rule, "r × m₁ / m₂", shown(exactly(claim.rate)), shown(share), cited(goal.source, record.target.documents))
    record.targets(goal, claim.material, share)


def _moved(record: Record, claim: RateClaim, start: MeasuringPoint, end: MeasuringPoint, field: str) -> Range:
    try:
        share = converted_rate(claim.measured(start), end)
    except InputError as error:
        raise type(error)(*(replace(finding, field=f"{field}.{finding.field}") for finding in error.findings)) from None
    if not share.exact:
        record.gap(
            "not-declared",
            "major",
            (share.high or ONE) - (share.low or ZERO),
            text(f"the rate is measured at {start}, the target asks for {end}", f"回收率在 {start} 处计量，目标为 {end}"),
            text(
                "Declare the yields between them: `sorting_yield` (input to the plant over collected), `recycling_yield` (output over input).",
                "请声明其间得率：`sorting_yield`（进厂量比收集量）、`recycling_yield`（产出比投入）。",
            ),
        )
    return share


def _rule_of(standard: MaterialStandard, name: str | None, field: str) -> RateRule:
    if name is None:
        if len(standard.rates) > 1:
            raise DeclarationError(
                Finding(
                    f"{standard.number} has several rates: declare which one",
                    f"{standard.number} 有多个比率：请注明是哪一个",
                    field=field,
                    nearest=tuple(rule.id for rule in standard.rates),
                )
            )
        return standard.rates[0]
    names = Names("rate", "比率")
    for rule in standard.rates:
        names.add(rule.id, [rule.name.en, rule.name.zh])
    key = names.resolve(name, field).key
    return next(rule for rule in standard.rates if rule.id == key)
