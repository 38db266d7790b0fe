"""The sentences on claims of carbon neutrality, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.engine.rules.classify import State
from crosswalk.model.base import Text, text

if TYPE_CHECKING:
    from crosswalk.labels.measured import Interval
    from crosswalk.model.neutrality import Neutrality
    from crosswalk.model.neutrality_standard import Bar, CreditKind, NeutralityStandard
    from crosswalk.model.standard import Standard

FOOTPRINT = text("footprint before offsets", "抵销前碳足迹")
IN_FORCE = text("standard in force", "标准有效性")
SUBJECT = text("subject", "对象")
COMPLETENESS = text("completeness", "完整性")
REDUCTIONS = text("reductions first", "优先减排")
BALANCE = text("balance", "抵销平衡")
CONDITION = text("condition", "条件")
ADMISSIBLE = text("admissibility of the claim", "声明的可采性")

AS_DECLARED = text("no reduction rests on contracts or certificates for electricity", "没有减排依赖电力合同或证书")
DECLARE_THERE = text("Declare the footprint under that standard.", "请按该标准声明碳足迹。")
DECLARE_REST = text("Declare the stages that are missing, or that they are zero.", "请声明缺失的阶段，或声明其为零。")
DECLARE_REDUCTIONS = text(
    "Declare the reductions, with evidence (`neutrality.reductions`).", "请声明减排措施及证据（`neutrality.reductions`）。"
)
DECLARE_ALL_REDUCTIONS = text(
    "Declare all measures that lead from the baseline to the footprint (`neutrality.baseline`, `neutrality.reductions`).",
    "请声明从基准到碳足迹的全部减排措施（`neutrality.baseline`、`neutrality.reductions`）。",
)
READ_ORDER = text("Look up in the standard whether reductions must come first.", "请查阅标准是否要求先减排。")
CLOSE_BALANCE = text(
    "Declare the units with their kind and amount, and that they are retired (`neutrality.credits`: kind, amount, retired).",
    "请声明抵销单位的种类、数量及已注销（`neutrality.credits`：kind、amount、retired）。",
)
DECLARE_MARKET = text(
    "Declare to whom and where the claim is made (`neutrality.audience`, `neutrality.market`).",
    "请声明面向对象和市场（`neutrality.audience`、`neutrality.market`）。",
)

_SUBJECTS = {"product": "产品", "service": "服务", "event": "活动", "building": "建筑", "organisation": "组织"}


def kilograms(amount: Decimal) -> str:
    """An amount for reading."""
    return f"{amount.normalize():f} kg CO2e"


def rests_on_instruments(amount: Decimal, state: State) -> Text:
    """The footprint stands only if its electricity instruments count."""
    shown = kilograms(amount)
    en, zh = {
        State.MET: ("they meet the electricity rule", "其满足电力规则"),
        State.OPEN: ("whether they meet the electricity rule is not answered", "其是否满足电力规则尚未答复"),
        State.FAILED: (
            "they do not meet the electricity rule: the footprint cannot be derived from this declaration",
            "其不满足电力规则：无法由此声明得出碳足迹",
        ),
    }[state]
    return text(
        f"{shown} less than the baseline rest on contracts or certificates for electricity; {en}",
        f"较基线减少的 {shown} 依赖电力合同或证书；{zh}",
    )


def ask(state: State) -> Text | None:
    """The question on electricity instruments."""
    if state is not State.OPEN:
        return None
    return text(
        "Do the contracts or certificates meet the electricity rule of the standard of the footprint? (`conditions.electricity-instruments-accepted`)",
        "合同或证书是否满足碳足迹标准的电力规则？（`conditions.electricity-instruments-accepted`）",
    )


def in_force(standard: NeutralityStandard, begun: date | None, withdrawn: date | None) -> Text:
    """Whether the standard holds on the day: not before it begins, nor after its withdrawal."""
    if begun is not None:
        return text(f"{standard.number} holds from {begun} on", f"{standard.number} 自 {begun} 起有效")
    if withdrawn is not None:
        return text(f"{standard.number} was withdrawn on {withdrawn}", f"{standard.number} 已于 {withdrawn} 撤销")
    return text(f"{standard.number} is in force", f"{standard.number} 有效")


def subject(standard: NeutralityStandard, of: str, fits: bool) -> Text:
    """Whether the standard lets such a subject be called neutral."""
    en, zh = ("may", "可") if fits else ("may not", "不可")
    return text(f"under {standard.number} a {of} {en} be called neutral", f"按 {standard.number}，{_SUBJECTS[of]}{zh}声明中和")


def footprint(taken: Sequence[str], source: Standard, state: State) -> Text:
    """Whether the footprint is declared under a standard that is taken."""
    names = ", ".join(taken)
    if state is State.MET:
        return text(f"the footprint is declared under {source.number}", f"碳足迹按 {source.number} 声明")
    return text(
        f"the footprint is taken from {names}; this one is declared under {source.number}",
        f"碳足迹应取自 {names}；本次按 {source.number} 声明",
    )


def complete(whole: bool) -> Text:
    """Whether every part of the footprint is declared."""
    if whole:
        return text("every part of the footprint is declared", "碳足迹各部分均已声明")
    return text("parts of the footprint are not declared, which is not zero", "碳足迹部分内容未声明，不等于零")


def reductions_differ(left: Decimal, before: Interval) -> Text:
    """The baseline less the reductions is another number than the footprint."""
    return text(
        f"the baseline less the declared reductions is {kilograms(left)}, the footprint before offsets is {before}",
        f"基准减去所声明的减排为 {kilograms(left)}，而抵销前碳足迹为 {before}",
    )


def reductions(claim: Neutrality, standard: NeutralityStandard) -> Text:
    """The reductions that are declared, and whether they must come first."""
    total = claim.sum_of(claim.reductions)
    must = {"yes": ("must", "须"), "open": ("may have to (not read)", "可能须（未核读）"), "no": ("need not", "无须")}[
        standard.reductions_first
    ]
    if not claim.reductions:
        return text(
            f"no reduction is declared; under {standard.number} reductions {must[0]} come first",
            f"未声明减排；按 {standard.number}{must[1]}先减排",
        )
    share = ""
    if claim.baseline is not None and (base := claim.baseline.to("kg*CO2e").magnitude) > 0:
        share = f" ({total / base * 100:.0f} %)"
    return text(
        f"reductions of {kilograms(total)}{share} are declared; under {standard.number} they {must[0]} come first",
        f"已声明减排 {kilograms(total)}{share}；按 {standard.number}{must[1]}先减排",
    )


def balance(before: Interval, certain: Decimal, possible: Decimal, refused: Sequence[CreditKind], open_: Sequence[CreditKind]) -> Text:
    """What may count against what is left."""
    en = f"the footprint is {before}; units that count: {kilograms(certain)}"
    zh = f"碳足迹为 {before}；可计单位：{kilograms(certain)}"
    if possible != certain:
        en += f", with those that are open {kilograms(possible)}"
        zh += f"，含未定者 {kilograms(possible)}"
    for kinds, said_en, said_zh in ((refused, "do not count", "不计"), (open_, "open", "未定")):
        if kinds:
            en += f"; {said_en}: {', '.join(dict.fromkeys(kind.name.en for kind in kinds))}"
            zh += f"；{said_zh}：{'、'.join(dict.fromkeys(kind.name.zh for kind in kinds))}"
    return text(en, zh)


def admissible(bar: Bar, state: State, day: date) -> Text:
    """Whether a prohibition hits the claim."""
    en, zh = {
        State.FAILED: (f"hits this claim since {bar.from_day}", f"自 {bar.from_day} 起适用于本声明"),
        State.MET: (
            f"does not hit this claim on {day}" + (f"; it applies from {bar.from_day} on" if day < bar.from_day else ""),
            f"在 {day} 不适用于本声明" + (f"；自 {bar.from_day} 起适用" if day < bar.from_day else ""),
        ),
        State.OPEN: ("may hit this claim: audience or market is not declared", "可能适用于本声明：未声明面向对象或市场"),
    }[state]
    return text(f"{bar.text.en}: {en}", f"{bar.text.zh}：{zh}")
