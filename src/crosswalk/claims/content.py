"""Recycled content of a claim: the share that another standard counts, and why it is not known better."""

from __future__ import annotations

from decimal import Decimal

from crosswalk.claims.assessment import Share, shown
from crosswalk.claims.record import Record
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.circular.content import EVERY, Classes, Counted, Line, counted, on_another_base, share_under
from crosswalk.engine.trace import cited
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Text, text
from crosswalk.model.claim import ContentClaim
from crosswalk.model.materials import BASES, ORIGINS, ContentRule, MaterialStandard
from crosswalk.model.recycling import Span
from crosswalk.model.regions import lies_in

ZERO, ONE = Decimal(0), Decimal(1)
MAJOR = Decimal("0.05")


def assess_content(record: Record, entry: ContentClaim, field: str) -> None:
    """Say what a declared share is worth under the target, and judge its targets.

    Raises:
        NotComparableError: one of the standards has no rule on recycled content.
        DeclarationError: a part that the standard of the claim does not count.
    """
    what = text("recycled content", "再生料含量")
    if record.source.content is None:
        raise record.nothing(what, record.source)
    if record.target.content is None:
        raise record.nothing(what, record.target)
    own, goal = record.source.content, record.target.content
    lines = _lines(entry, own, record.source, field)
    wanted = counted(goal)
    if record.source.id == record.target.id:
        known = _declared(entry, own, record.source)
        before, after = known, known
    else:
        settled = _settled(entry, own)
        before = share_under(lines, wanted, settled)
        masses = {base: mass.to("kg").magnitude for base, mass in entry.masses.items()}
        after = on_another_base(before, own.per, goal.per, masses)
        _why(record, entry, lines, wanted, settled, before)
        _why_base(record, own, goal, before, after, entry)
    label = text(entry.material or "recycled content", entry.material or "再生料含量")
    record.shares.append(Share("recycled-content", label, after))
    declared = _declared(entry, own, record.source)
    per, number = BASES[own.per], record.source.number
    record.step("declared", text(f"{field}: {per.en}", f"{field}：{per.zh}"), "", field, shown(declared), text(number, number))
    both = text("classes of material that both rules count", "双方规则均计入的材料类别")
    clause = cited(goal.source, record.target.documents)
    record.step("count", both, "s = Σ mᵢ (i ∈ A ∩ B) / Σ mᵢ", shown(declared), shown(before), clause)
    if own.per != goal.per:
        rule = text(f"{per.en} -> {BASES[goal.per].en}", f"{per.zh} → {BASES[goal.per].zh}")
        record.step("denominator", rule, "s × m₁ / m₂", shown(before), shown(after), clause)
    record.targets(goal, entry.material, after)
    for exempt in goal.exempt if goal.targets else ():
        record.gap(
            "rule-differs",
            "info",
            ZERO,
            text(f"{record.target.number} does not hold for {exempt.en}", f"{record.target.number} 不适用于{exempt.zh}"),
            text("Check whether the product is one of these.", "请核对产品是否属于此类。"),
        )


def _why(record: Record, entry: ContentClaim, lines: list[Line], wanted: Counted, settled: Classes, share: Range) -> None:
    """What does not count, each axis along which the claim does not settle what counts, and what may stand beside the claim."""
    rule, number = record.target.content, record.target.number
    assert rule is not None
    open_axes: dict[str, Decimal] = {}
    for line in lines:
        top = ONE if line.share.high is None else line.share.high
        if not top:
            continue
        if not line.classes & wanted.possible:
            names = [ORIGINS[origin] for origin in ORIGINS if any(found.origin == origin for found in line.classes)]
            record.gap(
                "surplus",
                "minor",
                ZERO,
                text(
                    f"{shown(line.share)} of {', '.join(name.en for name in names)} does not count under {number}",
                    f"{'、'.join(name.zh for name in names)} {shown(line.share)} 在 {number} 中不计入",
                ),
                text("Nothing to declare.", "无需声明。"),
                top,
            )
        elif not line.classes <= wanted.certain:
            for axis in _open_axes(line.classes, rule):
                open_axes[axis] = open_axes.get(axis, ZERO) + top
    questions = {
        "origin": text(
            "Declare `post_consumer` and `pre_consumer` apart, and 0 where there is none.",
            "请分别声明 `post_consumer` 与 `pre_consumer`；没有则注明0。",
        ),
        "chain": text(
            "State whether the material is physically contained; attribution by mass balance waits for the rules of the target.",
            "请说明材料是否为实物含量；质量平衡归属须待目标规则明确。",
        ),
        "place": _place_question(entry),
    }
    messages = {
        "origin": text(
            f"the claim does not tell how much of it is what {number} counts ({_counting(rule, 'en')})",
            f"声明未说明其中多少属于 {number} 所计（{_counting(rule, 'zh')}）",
        ),
        "chain": text(
            f"whether material attributed in this way counts under {number} is open", f"以此方式归属的材料在 {number} 中是否计入尚不确定"
        ),
        "place": text(f"under {number} it matters where the waste was collected and recycled", f"{number} 取决于废物的收集与回收地点"),
    }
    for axis, width in open_axes.items():
        record.gap("rule-differs", "major" if width >= MAJOR else "minor", width, messages[axis], questions[axis])
    beside = (EVERY - settled) & wanted.possible
    width = (share.high or ZERO) - sum(
        (ONE if line.share.high is None else line.share.high for line in lines if line.classes & wanted.possible), ZERO
    )
    if beside and width > 0:
        names = [ORIGINS[origin] for origin in ORIGINS if any(found.origin == origin for found in beside)]
        record.gap(
            "not-declared",
            "major",
            width,
            text(
                f"{record.source.number} does not ask for {', '.join(name.en for name in names)} that {number} counts or may count",
                f"{record.source.number} 不要求声明 {number} 计入或可能计入的{'、'.join(name.zh for name in names)}",
            ),
            text(
                f"Declare the whole share by {number}, with what {record.source.number} leaves out; 0 where there is nothing more.",
                f"请按 {number} 声明全部份额，含 {record.source.number} 未计部分；若无则注明没有。",
            ),
        )


def _open_axes(classes: Classes, rule: ContentRule) -> list[str]:
    """The axes along which classes differ in whether they count, or are open."""
    tables = {
        "origin": {rule.counts.get(found.origin, "open") for found in classes},
        "chain": {rule.chains.get(found.chain, "open") for found in classes},
        "place": {rule.places.get(found.place, "open") for found in classes},
    }
    return [axis for axis, states in tables.items() if states != {"counted"}]


def _place_question(entry: ContentClaim) -> Text:
    if entry.collected_in is None or entry.recycled_in is None:
        return text(
            "Declare `collected_in` and `recycled_in` (ISO 3166 codes).", "请声明 `collected_in` 与 `recycled_in`（ISO 3166代码）。"
        )
    where = entry.recycled_in if not lies_in(entry.recycled_in, ("EU",)) else entry.collected_in
    return text(
        f"Is the waste in {where} collected under rules equivalent to those of the EU, and recycled in plants that meet equivalent emission rules? "
        "Declare `equivalent: true` or `false`.",
        f"{where} 的废物是否按与欧盟等效的规则收集，并在符合等效排放规则的工厂回收？请声明 `equivalent: true` 或 `false`。",
    )


def _why_base(record: Record, own: ContentRule, goal: ContentRule, before: Range, after: Range, entry: ContentClaim) -> None:
    if own.per == goal.per:
        return
    width = (after.high or ONE) - (after.low or ZERO) - ((before.high or ONE) - (before.low or ZERO))
    known = own.per in entry.masses and goal.per in entry.masses
    if known and width <= 0:
        return
    record.gap(
        "unit-basis",
        "minor" if known else "major",
        max(width, ZERO),
        text(
            f"{record.source.number} is a share of the {BASES[own.per].en}, {record.target.number} of the {BASES[goal.per].en}",
            f"{record.source.number} 以{BASES[own.per].zh}为分母，{record.target.number} 以{BASES[goal.per].zh}为分母",
        ),
        text("Declare the share of the part itself.", "请声明该部件自身的比例。")
        if known
        else text(
            f"Declare both masses: `masses: {{{own.per}: …, {goal.per}: …}}`.",
            f"请声明两项质量：`masses: {{{own.per}: …, {goal.per}: …}}`。",
        ),
    )


def _declared(entry: ContentClaim, rule: ContentRule, standard: MaterialStandard) -> Range:
    """The whole declared share."""
    if entry.share is not None:
        return Range(entry.share.low, entry.share.high)
    parts = [part for part in (entry.post_consumer, entry.pre_consumer) if part is not None]
    return Range(sum((part.low for part in parts), ZERO), sum((part.high or ONE for part in parts), ZERO))


def _lines(entry: ContentClaim, rule: ContentRule, standard: MaterialStandard, field: str) -> list[Line]:
    """The declared shares over classes of material, disjoint: the parts that are told apart, and what they leave of the whole."""
    may = counted(rule).possible & _said(entry)
    parts: list[Line] = []
    for origin, name in (("post-consumer", "post_consumer"), ("pre-consumer", "pre_consumer")):
        value: Span | None = getattr(entry, name)
        if value is None:
            continue
        classes = frozenset(found for found in may if found.origin == origin)
        if not classes and value.high:
            raise DeclarationError(
                Finding(
                    f"{standard.number} does not count {ORIGINS[origin].en}; declare under the standard that does",  # type: ignore[index]
                    f"{standard.number} 不计{ORIGINS[origin].zh}；请按计入它的标准声明",  # type: ignore[index]
                    field=f"{field}.{name}",
                )
            )
        parts.append(Line(classes, Range(value.low, value.high)))
    covered: Classes = frozenset().union(*(line.classes for line in parts)) if parts else frozenset()
    rest = may - covered
    if entry.share is not None and rest:
        low = max(ZERO, entry.share.low - sum((line.share.high or ONE for line in parts), ZERO))
        high = max(ZERO, (entry.share.high or ONE) - sum((line.share.low or ZERO for line in parts), ZERO))
        parts.append(Line(rest, Range(low, high)))
    return [line for line in parts if line.classes]


def _settled(entry: ContentClaim, rule: ContentRule) -> Classes:
    """Where no recycled material stands beside the claim.

    A claim is the whole of what the declarer attributes of the origins that its rule counts: in any chain and place that the rule does not refuse.
    Where the claim names chain and places, there is none in others.
    """
    whole = entry.share is not None
    told = {"post-consumer": entry.post_consumer is not None, "pre-consumer": entry.pre_consumer is not None}
    said = _said(entry)
    refused = {
        found
        for found in EVERY
        if "not-counted" in (rule.chains.get(found.chain, "open"), rule.places.get(found.place, "open")) and (found in said)
    }
    return frozenset(
        found
        for found in EVERY
        if rule.counts.get(found.origin, "open") == "counted" and (whole or told.get(found.origin, False)) and found not in refused
    )


def _said(entry: ContentClaim) -> Classes:
    """The classes that chain and places of a claim leave."""
    where = {code for code in (entry.collected_in, entry.recycled_in) if code is not None}
    members = {lies_in(code, ("EU",)) for code in where}
    if False in members:
        places = {"equivalent", "other"} if entry.equivalent is None else {"equivalent"} if entry.equivalent else {"other"}
    elif entry.collected_in is not None and entry.recycled_in is not None:
        places = {"eu"}
    else:
        places = (
            {"eu", "equivalent", "other"} if entry.equivalent is None else {"eu", "equivalent"} if entry.equivalent else {"eu", "other"}
        )
    return frozenset(found for found in EVERY if found.chain == entry.chain and found.place in places)


def _counting(rule: ContentRule, lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(ORIGINS[origin][lang] for origin, state in rule.counts.items() if state == "counted")
