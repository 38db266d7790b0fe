"""The sentences of gaps, in both languages. A question must be one that a declarer can answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crosswalk.engine.topics import QUESTIONS, TOPICS
from crosswalk.errors import NotComparableError
from crosswalk.model.base import Text, text
from crosswalk.model.mapping import Mapping
from crosswalk.model.standard import Standard


def different_frames(first: Standard, second: Standard, mappings: Iterable[Mapping]) -> NotComparableError:
    """Two standards whose figures are cut along different axes, with what a mapping of the pair says of it."""
    said = [entry.text for mapping in mappings if mapping.between is not None for entry in mapping.differences]
    en, zh = (". " + " ".join(entry.en for entry in said), "。" + "".join(entry.zh for entry in said)) if said else ("", "")
    return NotComparableError(
        f"{first.number} and {second.number} have different frames ({first.frame}, {second.frame}){en}",
        f"{first.number} 与 {second.number} 的框架不同（{first.frame}、{second.frame}）{zh}",
    )


def missing(stage: str, name: Text, parts: Text, source: str) -> tuple[Text, Text]:
    """The source standard does not ask for what the target counts."""
    return (
        text(f"{source} does not cover {stage} {name.en}{parts.en}", f"{source} 不包含 {stage} {name.zh}{parts.zh}"),
        text(
            f"Declare the emissions of {stage} {name.en}{parts.en} under `supplement:`, or 0 kg CO2e if there are none.",
            f"请在 `supplement:` 下声明 {stage} {name.zh}{parts.zh} 的排放；若没有，请声明为 0 kg CO2e。",
        ),
    )


def not_declared(stage: str, name: Text, parts: Text, source: str) -> tuple[Text, Text]:
    """The source standard asks for it, but the declaration does not list it."""
    return (
        text(
            f"{stage} {name.en}{parts.en} is not declared, which is not zero",
            f"{stage} {name.zh}{parts.zh} 未声明（未声明不等于零）",
        ),
        text(
            f"Declare {stage} {name.en}{parts.en} under {source}, or 0 kg CO2e if there is none.",
            f"请按 {source} 声明 {stage} {name.zh}{parts.zh}；若没有，请声明为 0 kg CO2e。",
        ),
    )


def several_missing(cause: Text, places: Sequence[Text], _target: str) -> tuple[Text, Text]:
    """One thing that the source standard does not ask for, at several stages."""
    en, zh = _several(places)
    return (
        text(f"not covered by the source standard, {cause.en}: {en}", f"来源标准不包含，{cause.zh}：{zh}"),
        text(
            "Declare the emissions of each under `supplement:`, or 0 kg CO2e if there are none.",
            "请在 `supplement:` 下逐项声明其排放；若没有，请声明为 0 kg CO2e。",
        ),
    )


def several_not_declared(cause: Text, places: Sequence[Text], _target: str) -> tuple[Text, Text]:
    """One thing that the declaration leaves out at several stages."""
    en, zh = _several(places)
    return (
        text(f"not declared, which is not zero, {cause.en}: {en}", f"未声明（未声明不等于零），{cause.zh}：{zh}"),
        text("Declare each, or 0 kg CO2e if there is none.", "请逐项声明；若没有，请声明为 0 kg CO2e。"),
    )


def several_surplus(cause: Text, places: Sequence[Text], target: str) -> tuple[Text, Text]:
    """Several declared lines that are no part of the target's total."""
    en, zh = _several(places)
    return (
        text(f"{target}, {cause.en}: {en}", f"{target}，{cause.zh}：{zh}"),
        text("Nothing to declare; read each as a figure of its own.", "无需声明；请作为单独数值查看。")
        if cause is APART
        else text(
            f"Nothing to declare; confirm that none of it holds what {target} counts.", f"无需声明；请确认其中不含 {target} 所计的内容。"
        ),
    )


APART = text("reported apart and no part of its total", "单独报告，不计入总量")
OUTSIDE = text("outside its boundary and left out", "不在边界之内，已去除")


def parts_of(parts: Text) -> Text:
    """What is missing at a stage, as the common cause of several gaps: its parts, else all of it."""
    return text(parts.en.removeprefix(" (").removesuffix(")") or "all of it", parts.zh.removeprefix("（").removesuffix("）") or "全部")


def _several(places: Sequence[Text]) -> tuple[str, str]:
    return "; ".join(place.en for place in places), "；".join(place.zh for place in places)


def surplus(label: str, stages: str, target: str, apart: bool) -> tuple[Text, Text]:
    """Declared, but outside the target's total."""
    if apart:
        return (
            text(
                f"{label} ({stages}) is reported apart by {target} and is not part of its total",
                f"{label}（{stages}）在 {target} 中单独报告，不计入总量",
            ),
            text(f"Nothing to declare; read {stages} as a figure of its own.", f"无需声明；{stages} 请作为单独数值查看。"),
        )
    return (
        text(
            f"{label} ({stages}) lies outside the boundary of {target} and is left out",
            f"{label}（{stages}）不在 {target} 的边界之内，已去除",
        ),
        text(
            f"Nothing to declare; confirm that {label} holds nothing that {target} counts.",
            f"无需声明；请确认 {label} 不含 {target} 所计的内容。",
        ),
    )


def inseparable(label: str, inside: Text, target: str, ask: Text) -> tuple[Text, Text]:
    """A line only partly inside the target."""
    return (
        text(
            f"only a part of {label} counts under {target} ({inside.en}); its share is not declared",
            f"{label} 只有一部分计入 {target}（{inside.zh}），其份额未声明",
        ),
        ask,
    )


def account_missing(name: Text, target: str) -> tuple[Text, Text]:
    """The target asks for a second account of the same consumption."""
    return (
        text(
            f"{target} asks for {name.en} beside its total; nothing declared leads to it",
            f"{target} 在总量之外还要求{name.zh}；声明中没有可据以得出的数据",
        ),
        text(
            "Declare the electricity and heat by amount (kWh, GJ) with region, year and any contracts or certificates, or the figure itself under `supplement:`.",
            "请按数量（kWh、GJ）声明电力和热力，并注明地区、年份及合同或绿证；或在 `supplement:` 下声明该数值。",
        ),
    )


def mixed_signs(label: str) -> tuple[Text, Text]:
    """A line that holds emissions and uptake, of which the target takes only some."""
    return (
        text(
            f"{label} holds emissions and uptake at once, so its value bounds neither",
            f"{label} 同时含排放与吸收，仅凭其值无法界定任一部分",
        ),
        text(
            f"Declare the biogenic carbon content (`biogenic_carbon:`, kg C; 0 kg if nothing bio-based), or the sub-indicators of {label} "
            "(fossil, biogenic, land use).",
            f"请声明生物源碳含量（`biogenic_carbon:`，kg C；无生物基材料则为 0 kg），或 {label} 的分项指标（化石、生物源、土地利用）。",
        ),
    )


def uptake_inside(label: str) -> tuple[Text, Text]:
    """A line that may hold emissions and uptake by carbonation at once."""
    return (
        text(
            f"{label} may hold emissions and uptake at once, so its value bounds neither",
            f"{label} 可能同时含排放与吸收，仅凭其值无法界定任一部分",
        ),
        text(
            f"Declare the uptake in {label} as a figure of its own (`source: carbonation` or `biogenic.uptake`; 0 kg CO2e if none).",
            f"请将 {label} 中的吸收量单独声明（`source: carbonation` 或 `biogenic.uptake`；没有则为 0 kg CO2e）。",
        ),
    )


def credits_inside(label: str) -> tuple[Text, Text]:
    """A line in which credits or sinks may have been deducted."""
    return (
        text(f"credits or sinks may have been deducted inside {label}", f"{label} 内可能已扣减抵扣量或碳汇"),
        text(
            f"Declare the deducted credits and sinks of {label} as figures of their own (0 if none).",
            f"请将 {label} 中扣减的抵扣量与碳汇单独声明（没有则为 0）。",
        ),
    )


def recharacterised(label: str, before: Text, after: Text) -> tuple[Text, Text]:
    """A sum whose gases are unknown, under another characterisation set."""
    return (
        text(
            f"{label} is a sum under {before.en}; under {after.en} it depends on its gases",
            f"{label} 是按 {before.zh} 计算的合计；按 {after.zh} 取决于其气体组成",
        ),
        text(
            f"Declare {label} by gas: masses of CO2, CH4 (fossil, biogenic) and N2O, or the CO2e of each.",
            f"请按气体声明 {label}：CO2、CH4（化石、生物源）和 N2O 的质量，或各自的 CO2e。",
        ),
    )


def without_factor(sets: Text, gases: Sequence[str], target: str) -> tuple[Text, Text]:
    """Gases that the declaration's CO2e cannot hold, and that the target counts."""
    names = ", ".join(gases[:6]) + (", …" if len(gases) > 6 else "")
    return (
        text(
            f"{sets.en} gives no factor to {len(gases)} gases that {target} counts ({names}); no CO2e of the declaration holds them",
            f"{sets.zh} 对 {target} 所计的 {len(gases)} 种气体没有因子（{names}）；声明的 CO2e 不含这些气体",
        ),
        text(
            "Declare the mass of these gases as figures of their own (`gas:` and `mass:`; 0 kg where there is none).",
            "请将这些气体的质量单独声明（`gas:` 与 `mass:`；没有则为 0 kg）。",
        ),
    )


def precursors_missing(target: str) -> tuple[Text, Text]:
    """The inputs that are themselves goods of the scheme."""
    return (
        text(
            f"{target} counts the embedded emissions of precursors (inputs that are themselves on its list of goods); none are declared",
            f"{target} 计入前体（本身列入清单的投入物）的隐含排放；声明中未列出",
        ),
        text(
            "List them under `precursors:` with code, origin and amount (`precursors: []` if there are none).",
            "请在 `precursors:` 下列出其编码、原产地和数量（没有则写 `precursors: []`）。",
        ),
    )


def indirect_apart(label: str, amount: str) -> tuple[Text, Text]:
    """Indirect emissions of a precursor whose category counts direct emissions only."""
    return (
        text(
            f"the indirect emissions of {label} ({amount}) do not count, because it is listed in Annex II; such as come from its own "
            "precursors outside Annex II would",
            f"{label} 的间接排放（{amount}）不计入，因其列入附件二；其中来自未列入附件二的前体的部分应计入",
        ),
        text(
            f"Where one of its precursors (sinter, …) is not listed in Annex II: state `indirect_of_precursors`, or declare {label} as a `footprint`.",
            f"若其前体（烧结矿等）未列入附件二：请声明 `indirect_of_precursors`，或以 `footprint` 声明 {label}。",
        ),
    )


def functional_unit_open(unit: str, content: str) -> tuple[Text, Text]:
    """The content that leads from tonnes of the good to its functional unit."""
    return (
        text(
            f"figures of this good are stated per {unit}; they are given per tonne of the good",
            f"该产品的数值应以每 {unit} 表示；此处按每吨产品给出",
        ),
        text(f"Declare subject.{content}.", f"请声明 subject.{content}。"),
    )


def defaults_used(names: str, share: str) -> tuple[Text, Text]:
    """Default values in the place of actual ones."""
    return (
        text(
            f"{share} of the result rests on default values ({names}); a default value is no footprint",
            f"结果的 {share} 采用默认值（{names}）；默认值不是碳足迹",
        ),
        text(
            "Ask the producers for their verified figures, and declare them as `direct` and `indirect` or as a `footprint`.",
            "请向生产者索取经核查的数值，并以 `direct`、`indirect` 或 `footprint` 声明。",
        ),
    )


def rule_differs(topic: str, source: str, own: Text, target: str, other: Text) -> tuple[Text, Text]:
    """Two rules that differ in a way that no set expresses."""
    name, question = TOPICS[topic], QUESTIONS[topic]
    return (
        text(
            f"{name.en}: {source}: {own.en}; {target}: {other.en}",
            f"{name.zh}：{source}：{own.zh}；{target}：{other.zh}",
        ),
        question,
    )


def characterisation_unstated(source: str, target: str) -> tuple[Text, Text]:
    """Neither the standard nor the declaration says with which factors gases were weighed."""
    return (
        text(
            f"{source} names no characterisation set and the declaration states none; {target} takes the CO2e as declared",
            f"{source} 未规定特征化因子集，声明中也未说明；{target} 按声明的 CO2e 采用",
        ),
        QUESTIONS["characterisation"],
    )


def area_open(target: str, area: Text) -> tuple[Text, Text]:
    """The target does not say which floor area its figures are per."""
    return (
        text(
            f"{target} leaves the floor area open; the figures stay per m2 of {area.en}",
            f"{target} 未规定所用面积；数值仍按每平方米{area.zh}给出",
        ),
        text(
            "State which floor area the reader of the result uses, and its size, if it is another one.",
            "若结果使用者采用其他面积，请说明面积类型及大小。",
        ),
    )


def area_converted(before: Text, after: Text, factor: str) -> tuple[Text, Text]:
    """Figures per m2 of one area became figures per m2 of another."""
    return (
        text(
            f"figures per m2 of {before.en} became figures per m2 of {after.en} (x {factor}, from the declared areas)",
            f"数值由每平方米{before.zh}换算为每平方米{after.zh}（按声明面积，×{factor}）",
        ),
        text("Confirm both floor areas and how they were measured.", "请确认两种面积及其测量方法。"),
    )


def reference_converted(before: tuple[Text, str], after: tuple[Text, str], factor: str, behind: Text) -> tuple[Text, Text]:
    """Figures per the reference quantity of one standard became figures per that of another."""
    return (
        text(
            f"figures per {before[0].en} ({before[1]}) became figures per {after[0].en} ({after[1]}): x {factor}, from {behind.en}",
            f"数值由以{before[0].zh}（{before[1]}）为基准换算为以{after[0].zh}（{after[1]}）为基准：×{factor}，依据{behind.zh}",
        ),
        text("Confirm these properties and how they were determined.", "请确认这些特性及其确定方法。"),
    )


def period_differs(before: str, after: str) -> tuple[Text, Text]:
    """Another study period."""
    return (
        text(
            f"study period {before} becomes {after} years: yearly figures scale, replacements are bounded",
            f"研究周期由 {before} 年变为 {after} 年：年度数值按比例换算，更换部分给出界限",
        ),
        text(
            "Declare the service life of the replaced products, or the replacement figure over the target's period.",
            "请声明被更换产品的使用寿命，或目标周期内的更换数值。",
        ),
    )


def data_quality(note: tuple[str, str]) -> tuple[Text, Text]:
    """Something in the declaration does not add up."""
    return text(*note), text("Check the figures and correct the one that is wrong.", "请核对数据并更正有误的一项。")


def verification_needed(target: str, rule: Text) -> tuple[Text, Text]:
    """The target wants evidence that was not declared."""
    return (
        text(
            f"{target} asks for verification ({rule.en}); the declaration names none",
            f"{target} 要求核查（{rule.zh}）；声明中未注明",
        ),
        text("State the verification under `evidence:`, with its expiry.", "请在 `evidence:` 下注明核查方式与有效期。"),
    )


def expired(day: str) -> tuple[Text, Text]:
    """The declaration is no longer valid."""
    return text(f"the declaration expired on {day}", f"声明已于 {day} 到期"), text("Declare a current edition.", "请提供现行有效的声明。")


def unconfirmed(count: int) -> tuple[Text, Text]:
    """Facts behind the result that nobody has read in a source yet."""
    return (
        text(
            f"{count} facts behind this result are unconfirmed (listed in the manifest)",
            f"本结果所依据的 {count} 项事实尚未核实（见 manifest）",
        ),
        text("Check the listed clauses in the documents before certifying.", "认证前请在原文中核对所列条款。"),
    )


def ask_split(label: str, by: str, names: Text) -> Text:
    """Ask to split a line along one axis."""
    words = {
        "stage": ("by stage", "按阶段"),
        "source": ("by emission source", "按排放源"),
        "gas": ("by gas", "按气体"),
        "source and gas": ("by emission source and gas", "按排放源和气体"),
    }
    en, zh = words[by]
    return text(f"Split {label} {en}: how much of it is {names.en}?", f"请{zh}拆分 {label}：其中 {names.zh} 占多少？")


def only_gases(formulas: Sequence[str]) -> Text:
    """What of some sources is missing, where it is not all gases."""
    return text(f"of the gases only {', '.join(formulas[:4])}", f"仅气体{'、'.join(formulas[:4])}")


def listed(names: Sequence[Text], limit: int = 4) -> Text:
    """Names in brackets, or nothing."""
    if not names:
        return text("", "")
    more = len(names) > limit
    en = ", ".join(name.en for name in names[:limit]) + (", …" if more else "")
    zh = "、".join(name.zh for name in names[:limit]) + ("等" if more else "")
    return text(f" ({en})", f"（{zh}）")


ALREADY_DECLARED = text("Nothing to declare; what decides it is declared.", "无需声明；相关内容已声明。")
