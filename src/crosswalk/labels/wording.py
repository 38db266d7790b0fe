"""The sentences of verdicts, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.engine.rules.classify import State
from crosswalk.model.base import Text, text
from crosswalk.model.label import Condition, Threshold
from crosswalk.model.quantity import readable

if TYPE_CHECKING:
    from crosswalk.labels.measured import Interval, Measured
    from crosswalk.labels.rules import Guard

START_OF_OPERATION = text(
    "Declare the start of operation of the installation (`subject.operation_start`).",
    "请声明装置投入运行日期（`subject.operation_start`）。",
)

OTHER_UNIT = text(
    "no property of the subject leads from what the figure is per to what the limit is per", "对象的属性不足以将数值换算为限值所用的单位"
)

DECLARE_UNIT = text(
    "Declare what the figures are per (`declared_unit`), or the property that leads there, such as `subject.mass`.",
    "请声明数值的单位（`declared_unit`），或可换算的属性，例如 `subject.mass`。",
)

_MEASURED: dict[State, tuple[str, str]] = {
    State.MET: ("all of it passes", "全部满足"),
    State.OPEN: ("only a part of it passes", "仅部分满足"),
    State.FAILED: ("none of it passes", "全部不满足"),
}
_CONDITION: dict[State, tuple[str, str]] = {
    State.MET: ("holds", "满足"),
    State.OPEN: ("is not answered", "尚未答复"),
    State.FAILED: ("does not hold", "不满足"),
}


def measured(entry: Measured) -> Text:
    """How the figure stands to a threshold."""
    threshold, interval, state, saving = entry.threshold, entry.interval, entry.by_number, entry.saving
    if interval.low is None and interval.high is None:
        return text(
            f"{threshold.name.en} ({threshold.operator} {readable(str(threshold.value))}): nothing bounds the figure yet",
            f"{threshold.name.zh}（{threshold.operator} {readable(str(threshold.value))}）：数值尚无界限",
        )
    limit = f"{threshold.operator} {readable(str(threshold.value))}"
    en, zh = _MEASURED[state]
    if entry.state is not state:
        en, zh = f"by this number {en}, and the rules that differ decide", f"仅按此数值{zh}，最终取决于不同的规则"
    if state is State.OPEN and threshold.sign_open and interval.low == interval.high == threshold.value.to(interval.unit).magnitude:
        en, zh = "equal to it, and whether that passes was not read", "等于限值，是否满足未核读"
    spared = "" if saving is None else f" ({_span(saving)})"
    spared_zh = "" if saving is None else f"（减排 {_span(saving).removeprefix('saving ')}）"
    return text(
        f"{threshold.name.en} ({limit}): the figure is {interval}{spared}; {en}",
        f"{threshold.name.zh}（{limit}）：数值为 {interval}{spared_zh}；{zh}",
    )


def nominal(interval: Interval, state: State, saving: tuple[Decimal | None, Decimal | None] | None) -> Text:
    """What the declared number says by its unit alone."""
    spared = "" if saving is None else f" ({_span(saving)})"
    spared_zh = "" if saving is None else f"（减排 {_span(saving).removeprefix('saving ')}）"
    en = {State.MET: "within the limit", State.OPEN: "partly within the limit", State.FAILED: "beyond the limit"}[state]
    zh = {State.MET: "在限值之内", State.OPEN: "部分在限值之内", State.FAILED: "超出限值"}[state]
    return text(
        f"by its unit alone the declared figure is {interval}{spared}, {en}; what the two standards count differently decides",
        f"仅按单位换算，声明值为 {interval}{spared_zh}，{zh}；两项标准计入内容的差异起决定作用",
    )


def _span(saving: tuple[Decimal | None, Decimal | None]) -> str:
    least, greatest = (f"{end * 100:.1f} %" if end is not None else "?" for end in saving)
    return f"saving {least}" if least == greatest else f"saving {least} … {greatest}"


def condition(name: Text, state: State, outside: bool) -> Text:
    """A condition and its state."""
    en, zh = ("cannot be used on this day", "该日期不适用") if outside else _CONDITION[state]
    return text(f"{name.en}: {en}", f"{name.zh}：{zh}")


def idle(name: Text) -> Text:
    """A condition on something of which nothing is declared."""
    return text(f"{name.en}: concerns nothing that is declared", f"{name.zh}：未声明所涉内容，不适用")


def group(name: Text | None, parts: Sequence[Text], state: State, alternatives: bool) -> Text:
    """Several conditions under one name, if they have one."""
    between = (" / ", " / ") if alternatives else ("; ", "；")
    inner = text(between[0].join(part.en for part in parts), between[1].join(part.zh for part in parts))
    if name is None:
        return inner
    return text(f"{named(name, state).en}: {inner.en}", f"{named(name, state).zh}：{inner.zh}")


def named(name: Text, state: State) -> Text:
    """A group by its name and state alone."""
    en, zh = _CONDITION[state] if state is not State.OPEN else ("is open", "待定")
    return text(f"{name.en} {en}", f"{name.zh}{zh}")


def ask(condition: Condition) -> Text:
    """The question of a condition, with the field for its answer."""
    return text(f"{condition.question.en} (`conditions.{condition.id}`)", f"{condition.question.zh}（`conditions.{condition.id}`）")


def declare_deduction(condition: Condition) -> Text:
    """The question for the amount that a confirmed condition lets deduct."""
    named = ", ".join(condition.where_declared)
    return text(
        f"Declare the amount as a figure below zero (`source: {named}`): {condition.text.en}.",
        f"请以负值声明其数量（`source: {named}`）：{condition.text.zh}。",
    )


def not_yet(name: Text, day: date) -> Text:
    """The label cannot be earned yet."""
    return text(f"{name.en} can be earned from {day.isoformat()} on", f"{name.zh}自 {day.isoformat()} 起方可取得")


def no_longer(name: Text, day: date) -> Text:
    """The label cannot be earned any more."""
    return text(f"{name.en} could be earned until {day.isoformat()}", f"{name.zh}仅在 {day.isoformat()} 及以前可取得")


def not_in_force(name: Text, day: date) -> Text:
    """No threshold of the label holds on the day."""
    return text(f"no threshold of {name.en} is in force on {day.isoformat()}", f"{name.zh}的限值在 {day.isoformat()} 均未生效")


def no_figure(reason: Text) -> Text:
    """The declaration leads to no figure under the standard of the label."""
    return text(f"no figure under this standard: {reason.en}", f"无法得到该标准下的数值：{reason.zh}")


def declared_under(standards: Sequence[str], holds: bool) -> Text:
    """Whether the figure is declared under a standard that the label takes."""
    names = ", ".join(standards)
    if holds:
        return text(f"declared under {names}: holds", f"按 {names} 声明：满足")
    return text(
        f"declared under {names}: not yet, and a translated figure is none that was declared there",
        f"按 {names} 声明：尚未满足，换算值不等于在该标准下声明的数值",
    )


def declare_under(standards: Sequence[str]) -> Text:
    """Ask for a declaration under a standard."""
    names = " / ".join(standards)
    return text(f"Declare the footprint under {names}.", f"请按 {names} 声明碳足迹。")


def guarantees_no_number(name: Text) -> Text:
    """A label says nothing of the figure that the other one limits."""
    return text(f"{name.en} guarantees no figure that could be held against the limit", f"{name.zh}不保证可与限值比较的数值")


def ask_without(guard: Guard) -> Text:
    """Ask whether the rules that differ have something to act on."""
    words = ", ".join(guard.absences)
    return text(
        f"Is there any of this in what the figures count: {', '.join(topic.en for topic in guard.names)}? Say what there is none of "
        f"(`without: [{words}]`; co-products stand for allocation); else declare the footprint under {guard.target}.",
        f"数值所计范围内是否涉及：{'、'.join(topic.zh for topic in guard.names)}？不涉及的请写明（`without: [{words}]`，co-products 指联产品）；"
        f"否则请按 {guard.target} 声明碳足迹。",
    )


def rules_differ(guard: Guard) -> Text:
    """Rules of the two standards differ, or were not read, so that no number carries over."""
    topics = guard.names
    return text(
        f"the rules of the two standards differ, or were not read, on: {', '.join(topic.en for topic in topics)}; a figure of one bounds none of the other",
        f"两项标准在以下规则上不同或未核读：{'、'.join(topic.zh for topic in topics)}；一方的数值不能限定另一方",
    )


def guaranteed(entry: Measured) -> Text:
    """How what a label guarantees stands to the threshold of another."""
    threshold, interval, state = entry.threshold, entry.interval, entry.by_number
    limit = f"{threshold.operator} {readable(str(threshold.value))}"
    en, zh = _MEASURED[state]
    if interval.low is None and interval.high is None:
        return text(
            f"{threshold.name.en} ({limit}): the other label guarantees no bound of this figure",
            f"{threshold.name.zh}（{limit}）：另一标签对该数值不保证任何界限",
        )
    if entry.state is not state:
        en, zh = f"by this number {en}, and the rules that differ decide", f"仅按此数值{zh}，最终取决于不同的规则"
    if threshold.sign_open and state is State.OPEN and interval.high == threshold.value.to(interval.unit).magnitude:
        en, zh = "all below it passes, whether the limit itself does was not read", "低于限值的均满足，等于限值是否满足未核读"
    return text(
        f"{threshold.name.en} ({limit}): guaranteed is {interval}; {en}",
        f"{threshold.name.zh}（{limit}）：可保证的数值为 {interval}；{zh}",
    )


def alternative(threshold: Threshold, state: State) -> Text:
    """A threshold that is one of several ways."""
    limit = f"{threshold.operator} {readable(str(threshold.value))}"
    en, zh = (
        ("the same limit on both sides", "双方限值相同")
        if state is State.MET
        else ("the other label does not guarantee it", "另一标签不予保证")
    )
    return text(f"{threshold.name.en} ({limit}): {en}", f"{threshold.name.zh}（{limit}）：{zh}")
