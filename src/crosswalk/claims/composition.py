"""Waste status of a claimed composition: the grades of another standard, limit by limit."""

from __future__ import annotations

from crosswalk.claims.assessment import Judgement, shown
from crosswalk.claims.record import ZERO, Record
from crosswalk.engine.rules.circular.bounds import Range, exactly
from crosswalk.engine.rules.circular.waste_status import Status, status_of
from crosswalk.model.base import text
from crosswalk.model.materials import Grade, StatusRule
from crosswalk.names import Names


def assess_composition(record: Record) -> None:
    """Judge the composition of a claim by the grades of the target.

    Raises:
        NotComparableError: the target has no rule on waste status.
        UnknownNameError: a property or grade that it does not have.
    """
    assert record.claim.composition is not None
    rule: StatusRule | None = record.target.waste_status
    if rule is None:
        raise record.nothing(text("the waste status of a material", "材料的废物属性"), record.target)
    known = {limit.property for grade in rule.grades for limit in (*grade.limits, *(limit for group in grade.any_of for limit in group))}
    names = Names("property", "指标")
    for grade in rule.grades:
        for limit in (*grade.limits, *(limit for group in grade.any_of for limit in group)):
            names.add(limit.property, [limit.name.en, limit.name.zh])
    composition = {
        names.resolve(name, f"composition.properties.{name}").key: Range(span.low, span.high)
        for name, span in record.claim.composition.properties.items()
    }
    assert set(composition) <= known
    for grade in _grades(record, rule):
        found = status_of(grade, composition)
        record.verdicts.append(_status(rule, grade, found))
        for entry in found.findings:
            if entry.verdict == "possible" and found.verdict == "possible":
                record.gap(
                    "not-declared",
                    "major",
                    None,
                    text(
                        f"{entry.limit.name.en} of {grade.name.en} is not known well enough",
                        f"{grade.name.zh} 的{entry.limit.name.zh}不明",
                    ),
                    text(
                        f"Declare `composition.properties.{entry.limit.property}` (limit {entry.limit.operator} {shown(exactly(entry.limit.value))}).",
                        f"请声明 `composition.properties.{entry.limit.property}`（限值 {entry.limit.operator} {shown(exactly(entry.limit.value))}）。",
                    ),
                )
    for condition in rule.conditions:
        record.gap(
            "not-declared",
            "info",
            ZERO,
            text(f"{record.target.number} also asks: {condition.en}", f"{record.target.number} 另要求：{condition.zh}"),
            text("Have the evidence at hand.", "请备妥证明。"),
        )


def _grades(record: Record, rule: StatusRule) -> tuple[Grade, ...]:
    assert record.claim.composition is not None
    wanted = record.claim.composition.grade
    if wanted is None:
        return rule.grades
    names = Names("grade", "牌号")
    for grade in rule.grades:
        names.add(grade.id, [grade.name.en, grade.name.zh, *grade.aliases])
    key = names.resolve(wanted, "composition.grade").key
    return tuple(grade for grade in rule.grades if grade.id == key)


def _status(rule: StatusRule, grade: Grade, found: Status) -> Judgement:
    deciding = [entry for entry in found.findings if entry.verdict == found.verdict] if found.verdict != "implied" else []
    parts = [
        (
            f"{entry.limit.name.en} {shown(entry.share) if entry.share else '?'}, limit {entry.limit.operator} {shown(exactly(entry.limit.value))}",
            f"{entry.limit.name.zh} {shown(entry.share) if entry.share else '?'}，限值 {entry.limit.operator} {shown(exactly(entry.limit.value))}",
        )
        for entry in deciding
    ]
    outcome = {"implied": rule.meets, "excluded": rule.fails, "possible": text("not settled", "未定")}[found.verdict]
    reason = text(
        "; ".join([outcome.en, *(part[0] for part in parts)]),
        "；".join([outcome.zh, *(part[1] for part in parts)]),
    )
    return Judgement(grade.id, grade.name, found.verdict, None, None, None, True, None, reason, grade.source or rule.source)
