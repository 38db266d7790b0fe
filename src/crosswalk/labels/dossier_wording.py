"""The sentences of recognition dossiers, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.engine.rules.classify import State
from crosswalk.model.base import Text, text

if TYPE_CHECKING:
    from crosswalk.engine.gap import Gap
    from crosswalk.model.agreement import Agreement
    from crosswalk.model.evidence import Accreditation
    from crosswalk.model.quantity import Quantity
    from crosswalk.model.standard import Standard
    from crosswalk.model.verification import VerificationWord

BOUNDARY = text("boundary", "边界")
GASES = text("gases", "气体")
DATA_AGE = text("age of data", "数据时效")
PRIMARY = text("share of primary data", "初级数据比例")
BACKGROUND = text("background data", "背景数据")
VERIFICATION = text("verification", "核查")
ASSURANCE = text("level of assurance", "保证等级")
NORMS = text("standards of verification", "核查标准")
ACCREDITATION = text("accreditation", "认可")
VALIDITY = text("validity", "有效期")
NEUTRALITY = text("claim of neutrality", "碳中和声明")

DECLARE_GASES = text("Declare these gases, or that there are none.", "请声明这些气体，或声明没有。")
DECLARE_MASSES = text("Declare the masses by gas (`gas:`, `mass:`).", "请按气体声明质量（`gas:`、`mass:`）。")
EVALUATED_ANEW = text("the declared electricity is evaluated anew with the target's factor", "已声明电量按目标标准因子重新计算")
NOTHING_TO_ACT_ON = text(
    "the declaration says that there is none of it, so that the rules have nothing to act on", "声明表明不涉及，相关规则无适用对象"
)
REALLOCATED = text("the declared materials are allocated anew by the target's method", "已声明材料按目标方法重新分配")
CARBON_DECLARED = text(
    "the biogenic carbon content is declared, so that both treatments can be computed", "已声明生物源碳含量，两种处理均可计算"
)
NO_CLAIM = text("no claim of carbon neutrality is made", "未作碳中和声明")
NEITHER = text("neither standard has a rule on it here", "双方标准在此均无规则")
NO_NUMBER_YET = text("Look whether the act that fixes the number has been adopted.", "请查询规定数值的法规是否已通过。")
UNREAD_RULE = text("the rule was not read", "规则未核读")
DECLARE_NORMS = text(
    "State the standard of verification (`evidence.verified_to`), such as ISO 14064-3.",
    "请注明核查所依标准（`evidence.verified_to`），如 ISO 14064-3。",
)
DECLARE_EXPIRY = text("State the last day of validity (`evidence.expires`).", "请注明有效期截止日（`evidence.expires`）。")


def boundary(gaps: Sequence[Gap]) -> Text:
    """What the target counts and the declaration does not settle."""
    if not gaps:
        return text("everything that the target counts is declared", "目标标准计入的内容均已声明")
    more = "" if len(gaps) <= 3 else f" (+{len(gaps) - 3})"
    more_zh = "" if len(gaps) <= 3 else f"（另有{len(gaps) - 3}项）"
    return text("; ".join(gap.message.en for gap in gaps[:3]) + more, "；".join(gap.message.zh for gap in gaps[:3]) + more_zh)


def gases(missing: Sequence[Text]) -> Text:
    """Gases that only the target counts."""
    if not missing:
        return text("the main gases of the target are counted on both sides", "目标标准的主要气体双方均计入")
    return text(
        f"only the target counts: {', '.join(gas.en for gas in missing)}", f"仅目标标准计入：{'、'.join(gas.zh for gas in missing)}"
    )


def potentials(goal: str | None, exact: bool) -> Text:
    """Whether the warming potentials are kept, converted, or bounded."""
    if goal is None:
        return text("the declared warming potentials are accepted by the target", "目标标准接受所声明的增温潜势")
    if exact:
        return text(f"converted to {goal} without loss", f"已无损换算为 {goal}")
    return text(f"the conversion to {goal} is only bounded", f"换算为 {goal} 只能给出区间")


def same(rule: Text | None) -> Text:
    """Both standards have the same rule."""
    told = rule or text("no rule", "无规则")
    return text(f"the same rule on both sides: {told.en}", f"双方规则相同：{told.zh}")


def differs(first: Text | None, second: Text | None) -> Text:
    """The two rules."""
    none = text("no rule", "无规则")
    one, two = first or none, second or none
    return text(f"source: {one.en}; target: {two.en}", f"来源标准：{one.zh}；目标标准：{two.zh}")


def not_asked(target: Standard, declared: object) -> Text:
    """No number of the target to hold the evidence against, or nothing was declared."""
    if declared is None:
        return text("not declared", "未声明")
    return text(
        f"declared: {declared}; no number that {target.number} asks for was read",
        f"已声明：{declared}；未读到 {target.number} 所要求的数值",
    )


def declare(field: str, declared: object, target: Standard) -> Text:
    """Ask for a piece of evidence, or for the target's rule on it."""
    if declared is None:
        return text(f"Declare it (`{field}`).", f"请声明（`{field}`）。")
    return text(f"Look up what {target.number} asks for here.", f"请查阅 {target.number} 对此的要求。")


def age(oldest: int, limit: Quantity) -> Text:
    """Age of data against its limit."""
    return text(f"the oldest data are of {oldest}; at most {limit} is asked", f"最早数据为 {oldest} 年；要求不超过 {limit}")


def primary(share: Decimal, least: Decimal) -> Text:
    """Primary share against its least value."""
    mine, asked = (f"{(entry * 100).normalize():f}" for entry in (share, least))
    return text(
        f"{mine} % of the figure rest on primary data; at least {asked} % is asked", f"数值的 {mine}% 基于初级数据；要求不低于 {asked}%"
    )


def databases_refused(target: Standard, names: str) -> Text:
    """The target takes no databases."""
    used_en = f"declared: {names}" if names else "whether some stand behind the figures is not declared"
    used_zh = f"已声明：{names}" if names else "未声明数值是否依赖数据库"
    return text(f"{target.number} accepts no databases of life-cycle data; {used_en}", f"{target.number} 不接受生命周期数据库；{used_zh}")


def verification(asks: Text, said: str | None, state: State) -> Text:
    """What is asked of verification, and what was declared."""
    mine = said or text("nothing", "无").en
    mine_zh = said or "无"
    end = {State.MET: ("", ""), State.FAILED: ("; another kind is asked", "；要求另一类核查"), State.OPEN: ("", "")}[state]
    return text(f"asked: {asks.en}; declared: {mine}{end[0]}", f"要求：{asks.zh}；已声明：{mine_zh}{end[1]}")


def none_asked(rule: Text) -> Text:
    """The target asks for no verification."""
    return text(f"no verification is asked for: {rule.en}", f"不要求核查：{rule.zh}")


def declare_verification(target: Standard, words: Sequence[VerificationWord]) -> Text:
    """Ask for the kind of verification."""
    known = ", ".join(word.id for word in words)
    return text(
        f"State who verified (`evidence.verification`), one of: {known}; or look up what {target.number} asks for.",
        f"请注明核查方（`evidence.verification`），可取：{known}；或查阅 {target.number} 的要求。",
    )


def level(declared: str, asked: str) -> Text:
    """Assurance against what is asked."""
    zh = {"limited": "有限保证", "reasonable": "合理保证"}
    return text(f"{declared} assurance; {asked} is asked", f"{zh[declared]}；要求{zh[asked]}")


def norms(declared: Sequence[str], known: Sequence[str], state: State) -> Text:
    """Standards of verification."""
    mine = ", ".join(declared) or "-"
    asked = ", ".join(known)
    if state is State.MET:
        return text(f"verified to {mine}", f"核查依据：{mine}")
    return text(f"asked is one of {asked}; declared: {mine}", f"要求为 {asked} 之一；已声明：{mine}")


def accreditation(declared: Accreditation | None, found: Agreement | None, successor: Agreement | None, state: State, day: date) -> Text:
    """The accreditation of the verifier and the arrangement behind it."""
    if declared is None:
        return text("no accreditation of the verifier is declared", "未声明核查机构的认可")
    if found is None:
        return text(
            f"accredited by {declared.body}; the arrangement is not declared or not known",
            f"由 {declared.body} 认可；未声明互认协议或协议未知",
        )
    head_en, head_zh = f"accredited by {declared.body} under {found.name.en}", f"由 {declared.body} 按{found.name.zh}认可"
    if state is State.MET:
        return text(f"{head_en}, in force on {day}", f"{head_zh}，在 {day} 有效")
    if state is State.FAILED:
        if not found.verification:
            return text(f"{head_en}, which does not cover verification: {found.scope.en}", f"{head_zh}，该协议不含核查：{found.scope.zh}")
        return text(f"{head_en}, which began in {found.since} only", f"{head_zh}，该协议自 {found.since} 起")
    later_en = f"; {successor.name.en} came in its place" if successor else ""
    later_zh = f"；已由{successor.name.zh}接替" if successor else ""
    return text(f"{head_en}, whose transition ended on {found.until}{later_en}", f"{head_zh}，其过渡期至 {found.until}{later_zh}")


def declare_accreditation(known: Sequence[Agreement]) -> Text:
    """Ask for body and arrangement."""
    ids = ", ".join(entry.id for entry in known)
    return text(
        f"State the accreditation body and the arrangement (`evidence.accreditation`: body, arrangement: {ids}).",
        f"请注明认可机构和互认协议（`evidence.accreditation`：body，arrangement：{ids}）。",
    )


def validity(expires: date | None, state: State) -> Text:
    """Whether the evidence is still valid."""
    if expires is None:
        return text("no last day of validity is declared", "未声明有效期")
    if state is State.MET:
        return text(f"valid until {expires}", f"有效期至 {expires}")
    return text(f"expired on {expires}", f"已于 {expires} 过期")
