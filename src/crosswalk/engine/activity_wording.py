"""The sentences of gaps about activities: factors, supplies of electricity, analysed fuels; in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from crosswalk.model.base import Text, text


def factor_replaced(
    label: str, amount: str, before: str, after: str, unit: str, substituted: bool, region: str | None, carrier: str
) -> tuple[Text, Text]:
    """An activity evaluated anew with the target's factor."""
    note_en = f"; {region} has no factor there, its default region is used" if substituted else ""
    note_zh = f"；其中没有 {region} 的因子，采用默认地区" if substituted else ""
    return (
        text(
            f"{label}: {amount} evaluated with the target's factor: {before} becomes {after} {unit}{note_en}",
            f"{label}：{amount} 按目标标准的因子重新计算：{before} 变为 {after} {unit}{note_zh}",
        ),
        _FACTOR_QUESTIONS.get(carrier, _OTHER_FACTOR),
    )


_FACTOR_QUESTIONS = {
    "electricity": text(
        "Confirm that the target accepts this factor, or declare supply evidence (certificates, contract).",
        "请确认目标标准接受该因子，或提供供电证据（绿证、合同）。",
    ),
    "fuel": text(
        "Declare the analysed net calorific value (`ncv:`), or the factor of an analysis or of the national inventory with its evidence.",
        "请声明实测低位发热量（`ncv:`），或实测、国家清单的因子及其证据。",
    ),
}
_OTHER_FACTOR = text("Confirm that the target accepts this factor.", "请确认目标标准接受该因子。")


SUPPLIES: dict[str, Text] = {
    "own-generation": text("generation of its own", "自发自用"),
    "direct-line": text("a direct line", "直供线路"),
    "ppa": text("a power purchase agreement for physical delivery", "物理交付购电协议"),
    "certificate": text("certificates", "绿色电力证书"),
}


def contract_changes_nothing(label: str, kind: str, target: str) -> tuple[Text, Text]:
    """Proof of supply under a method by which the place decides."""
    name = SUPPLIES[kind]
    return (
        text(
            f"{target} takes the mix of the place of consumption; {name.en} change nothing ({label})",
            f"{target} 以用电地点的电力组合为准；{name.zh}不改变数值（{label}）",
        ),
        text("Nothing to declare; state the figure by proof of supply apart.", "无需声明；按供电凭证计算的数值请另行说明。"),
    )


def supply(label: str, kind: str, target: str, is_open: bool, proven: str, doubt: str | None) -> tuple[Text, Text]:
    """Proof of another supply of electricity than the grid mix, as the target sees it."""
    name = SUPPLIES[kind]
    if proven == "open":
        return (
            text(
                f"whether the certificates of {label} had expired when they were cancelled depends on their month of production",
                f"{label} 的证书核销时是否已过期取决于其生产月份",
            ),
            text("Declare `produced`, the month of production.", "请声明生产月份 `produced`。"),
        )
    if doubt == "unnamed-scheme" and is_open:
        return (
            text(
                f"{label} is declared with certificates whose scheme is not named, so both ends are kept",
                f"{label} 声明的证书未注明所属机制，故保留两端数值",
            ),
            text(
                "Declare the `scheme` of the certificates, such as GEC or GO.",
                "请声明证书所属机制 `scheme`，例如绿证（GEC）或来源担保（GO）。",
            ),
        )
    if doubt == "other-country" and is_open:
        return (
            text(
                f"{label} is declared with certificates of another market than that of the consumption; no law makes the two stand for one another, "
                "so both ends are kept",
                f"{label} 声明的证书与用电不属于同一市场；尚无法规规定两者互认，故保留两端数值",
            ),
            text(
                f"Ask who runs {target} whether such certificates count for this country; if not, declare the electricity without them.",
                f"请向 {target} 的管理方确认该国用电是否可采用此类证书；如不可，请按无证书电量声明。",
            ),
        )
    if doubt == "other-scheme" and is_open:
        return (
            text(
                f"{label} is declared with certificates of another scheme than {target} knows; no law makes the two stand for one another, so both "
                "ends are kept",
                f"{label} 声明的证书不属于 {target} 采用的机制；尚无法规规定两者互认，故保留两端数值",
            ),
            text(
                f"Ask who runs {target} whether certificates of this scheme count; if not, declare the electricity without them.",
                f"请向 {target} 的管理方确认是否认可该机制的证书；如不认可，请按无证书电量声明。",
            ),
        )
    if proven == "no":
        return (
            text(
                f"{label} is declared with {name.en} that are expired, or not cancelled for this consumption; they prove nothing",
                f"{label} 声明了{name.zh}，但已过期或未针对该用电核销，不构成证明",
            ),
            text(
                "State `cancelled: true` with the evidence of the cancellation for this consumption.",
                "请提供针对该用电核销的证据并声明 `cancelled: true`。",
            ),
        )
    if is_open:
        return (
            text(
                f"{label} is declared with {name.en}; whether {target} accepts them in the place of its factor is not known, so both ends are kept",
                f"{label} 声明了{name.zh}；{target} 是否认可其替代自身因子尚不明确，故保留两端数值",
            ),
            text(
                f"Ask who runs {target} whether {name.en} count, and under which conditions.",
                f"请向 {target} 的管理方确认是否认可{name.zh}及其条件。",
            ),
        )
    return (
        text(
            f"{target} does not accept {name.en} in the place of its electricity factor ({label})",
            f"{target} 不认可以{name.zh}替代其电力因子（{label}）",
        ),
        text(
            "Declare a direct line or a power purchase agreement for physical delivery, if there is one.",
            "如有直供线路或物理交付购电协议，请声明。",
        ),
    )


_APART = text(
    "the declared value ({}) rests on another factor and stands apart, so the value here stays open",
    "声明值（{}）采用其他因子，单独列示，故此处数值未定",
)


def factor_unknown(label: str, target: str, carrier: str, shown: str) -> tuple[Text, Text]:
    """The target would evaluate an activity with its own factor, but there is none for the item, unit, region and year."""
    if carrier in ("fuel", "material", "transport"):
        return (
            text(
                f"{target} has no factor for {label} in the declared unit; {_APART.en.format(shown)}",
                f"{target} 没有适用于 {label}（按声明单位）的因子；{_APART.zh.format(shown)}",
            ),
            text(
                f"Declare {label} as energy, or with its analysed net calorific value (`ncv:`), or with the factor that {target} accepts.",
                f"请以能量声明 {label}，或给出其实测低位发热量（`ncv:`），或给出 {target} 认可的因子。",
            )
            if carrier == "fuel"
            else text(
                f"Declare {label} with the factor that {target} accepts.",
                f"请以 {target} 认可的因子声明 {label}。",
            ),
        )
    return (
        text(
            f"{target} has no factor for the region or year of {label}; {_APART.en.format(shown)}",
            f"{target} 没有适用于 {label} 的地区或年份的因子；{_APART.zh.format(shown)}",
        ),
        text(
            f"State region and year of {label}, or the factor that {target} accepts there.",
            f"请说明 {label} 的地区与年份，或 {target} 在当地认可的因子。",
        ),
    )


def joint_factor(label: str, target: str, shown: str) -> tuple[Text, Text]:
    """The factor of the target is for the whole of what was declared in parts (generation and grid losses apart)."""
    return (
        text(
            f"the factor of {target} is for all of the carrier at once and fits no part of it such as {label}; {_APART.en.format(shown)}",
            f"{target} 的因子针对该能源整体，不适用于 {label} 等部分；{_APART.zh.format(shown)}",
        ),
        text(
            f"Declare the quantity behind {label} in one figure with its other parts.", f"请将 {label} 与其他部分的活动量合并为一项声明。"
        ),
    )


def set_by_rule(label: str, source: str, target: str, shown: str) -> tuple[Text, Text]:
    """Electricity that the declared act values by a rule (fully renewable, full-load hours) which the target does not know."""
    return (
        text(
            f"{source} sets the value of {label} ({shown}) by its own rule, whatever was emitted; {target} has no such rule, so the value here stays open",
            f"{label} 的数值（{shown}）由 {source} 的规则规定，与实际排放无关；{target} 没有该规则，故此处数值未定",
        ),
        text(
            f"Declare the factor of the supply behind {label} (life cycle of the power plants, or the mix of the grid) for {target}.",
            f"请为 {target} 声明 {label} 所用电力的因子（电站全生命周期或电网组合）。",
        ),
    )


def quantity_inside(label: str, carrier: str, source: str, target: str, alone: bool) -> tuple[Text, Text]:
    """A figure that holds (or is `alone`) electricity which the two standards value differently, without its quantity."""
    name = CARRIERS[carrier]
    inside_en, inside_zh = ("rests on", "采用") if alone else ("may hold", "可能含有")
    return (
        text(
            f"{label} {inside_en} {name.en} valued by {source}; {target} values it by its own rule, and without the quantity nobody can tell what it becomes",
            f"{label} {inside_zh}按 {source} 计值的{name.zh}；{target} 按自身规则计值，缺少活动量则无法得知其数值",
        ),
        text(
            f"Declare the {name.en} inside {label} as a figure of its own: `source: {carrier}` with its `activity:` in kWh, region and year (0 kWh if there is none).",
            f"请将 {label} 内的{name.zh}单独声明：`source: {carrier}`，以 `activity:` 给出 kWh、地区与年份（没有则为 0 kWh）。",
        ),
    )


CARRIERS: dict[str, Text] = {
    "electricity": text("electricity", "电力"),
    "heat": text("heat", "热力"),
    "fuel": text("fuel", "燃料"),
    "material": text("materials", "材料"),
    "transport": text("transport", "运输"),
}


def item_unknown(label: str, target: str, carrier: str, shown: str, nearest: Sequence[str] = ()) -> tuple[Text, Text]:
    """The tables of the target do not have what was consumed; the names that come nearest are told."""
    en, zh = (f" (nearest: {', '.join(nearest)})", f"（最接近：{'、'.join(nearest)}）") if nearest else ("", "")
    return (
        text(
            f"{target} has no factor for {label}, which its tables do not list; {_APART.en.format(shown)}",
            f"{target} 没有 {label} 的因子（因子表未列）；{_APART.zh.format(shown)}",
        ),
        text(
            f"Name the fuel behind {label} as {target} lists it{en}, or declare its analysed carbon content (`carbon_content:`).",
            f"请按 {target} 所列名称说明 {label} 的实际燃料{zh}，或声明其实测含碳量（`carbon_content:`）。",
        )
        if carrier == "fuel"
        else text(
            f"Name {label} as {target} lists it{en}, or declare it with the factor that {target} accepts.",
            f"请按 {target} 所列名称说明 {label}{zh}，或以 {target} 认可的因子声明。",
        ),
    )


def activity_needed(label: str, carrier: str, target: str) -> tuple[Text, Text]:
    """A figure that would be evaluated anew if its activity were declared."""
    words = {"electricity": ("electricity of {} in kWh, with region and year", "{} 的用电量（kWh）及地区、年份")}
    en, zh = words.get(carrier, ("activity of {} with its unit", "{} 的活动量及单位"))
    return (
        text(
            f"{label} rests on another {carrier} rule than that of {target}; without its quantity it cannot be evaluated anew",
            f"{label} 采用的 {carrier} 规则与 {target} 不同；缺少活动量，无法重新计算",
        ),
        text(f"Declare the {en.format(label)}.", f"请声明{zh.format(label)}。"),
    )


def another_year(label: str, factor: str, asked: int, used: int) -> tuple[Text, Text]:
    """A factor of another year than that of the consumption."""
    return (
        text(
            f"{label}: {factor} has no factor of {asked}; that of {used} stands in",
            f"{label}：{factor} 没有 {asked} 年的因子，以 {used} 年代替",
        ),
        text(
            f"State the factor of {asked} with its source once it is published, or the year whose factor holds.",
            f"请在 {asked} 年因子公布后给出该因子及来源，或说明适用因子的年份。",
        ),
    )


def readings(label: str, names: Sequence[Text], chosen: Sequence[str]) -> tuple[Text, Text]:
    """Sources disagree on the mix of electricity without proof of supply."""
    return (
        text(
            f"{label}: sources disagree on what electricity without proof of supply takes ({' / '.join(name.en for name in names)}); both bound it",
            f"{label}：对未被凭证覆盖的电量，资料口径不一（{' / '.join(name.zh for name in names)}）；以两者为界",
        ),
        text(
            f"Ask who reads the result which one holds, and state it as `rest:` ({' or '.join(chosen)}).",
            f"请向结果使用者确认适用口径，并以 `rest:` 声明（{' 或 '.join(chosen)}）。",
        ),
    )


def unusable(label: str, reason: Text, shown: str) -> tuple[Text, Text]:
    """A value is published, but it is no factor."""
    return (
        text(f"{label}: {reason.en}; {_APART.en.format(shown)}", f"{label}：{reason.zh}；{_APART.zh.format(shown)}"),
        text(
            f"Declare the supplier's mix of {label}: `supply:` with its `factor`.",
            f"请声明 {label} 的供应商电力组合：`supply:` 及其 `factor`。",
        ),
    )


def analysed(label: str, before: str, after: str, unit: str) -> tuple[Text, Text]:
    """Analysed carbon under the conversion and oxidation of the target."""
    return (
        text(
            f"{label}: the analysed carbon is converted as the target says (CO2 per carbon, oxidation): {before} becomes {after} {unit}",
            f"{label}：实测碳按目标标准换算（碳转CO2系数、氧化率）：{before} 变为 {after} {unit}",
        ),
        text(
            "Confirm that sampling and analysis meet the target's tier, and state how much of the amount rests on defaults.",
            "请确认采样与检测满足目标标准的层级要求，并说明有多少数量采用缺省值。",
        ),
    )
