"""What stays open where the end-of-life methods of two standards differ, and what to declare."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from crosswalk.engine.recycling import Material, Reallocation, relevant
from crosswalk.model.base import Text, text
from crosswalk.model.recycling import SYMBOLS, Method
from crosswalk.model.result import GapKind

ZERO = Decimal(0)

METHODS: dict[Method, Text] = {
    "cut-off": text("cut-off (recycled content)", "截断法（再生料含量法）"),
    "circular-footprint-formula": text("the circular footprint formula", "循环足迹公式"),
    "end-of-life-recycling": text("end-of-life recycling (closed loop)", "寿命终止回收法（闭环）"),
    "modules-a-c-and-d": text("modules A-C with module D apart", "模块A-C并单列模块D"),
}

Make = Callable[[GapKind, Decimal | None, Text, Text, Decimal | None], None]
"""Records a gap: kind, width, message, question, amount."""


def tell(change: Reallocation, source: str, target: str, uniform: Decimal, rest: Decimal | None, make: Make) -> None:
    """Tell every gap of a change of method.

    Args:
        change: the change.
        source: number of the standard of the declaration.
        target: number of the target.
        uniform: from the declared unit to that of the target.
        rest: the mass of the declared unit that is in no material, kg, where the list is incomplete.
        make: records a gap.
    """
    own, goal = _names(change.methods.sources), _names(change.methods.targets)
    if not change.materials:
        sure = len(change.methods.sources) == 1
        shares = text("shares" if sure else "does not say how it shares", "按" if sure else "未说明分摊方法，可能按")
        by = text(f"by {own.en}" if sure else f"(perhaps by {own.en})", own.zh)
        make(
            "rule-differs",
            None,
            text(
                f"{source} {shares.en} the burdens of recycling {by.en}, {target} does so by {goal.en}; nothing declared leads from one to the other, so "
                "the total may lie above or below the shared part, which is what both count before recycling is shared out",
                f"{source} {shares.zh}{by.zh}分摊回收负荷，{target} 按{goal.zh}；声明中没有可据以换算的内容，"
                "因此总量可能高于或低于共有部分（双方在分摊回收之前均计入的部分）",
            ),
            text(
                "Declare the materials under `recycling:`, each with amount, R1 (recycled content), R2 (share recycled at the end of life), R3 (share to "
                "energy recovery), A, the burdens Ev, Er, Ee, Es and the quality ratios qi, qo"
                + (", and the method that was followed (`recycling.method`)." if len(change.methods.sources) > 1 else "."),
                "请在 `recycling:` 下声明各材料的用量、R1（再生料含量）、R2（寿命终止时的回收份额）、R3（能量回收份额）、A、负荷 Ev、Er、Ee、Es 及质量比 qi、qo"
                + ("，并注明所用方法（`recycling.method`）。" if len(change.methods.sources) > 1 else "。"),
            ),
            None,
        )
        return
    if len(change.methods.sources) > 1:
        low, high = change.total
        make(
            "rule-differs",
            None if low is None or high is None else (high - low) * uniform,
            text(f"{source} leaves the method open, and the declaration does not state it", f"{source} 未规定方法，声明亦未注明"),
            text("State the method that was followed (`recycling.method`).", "请注明所用方法（`recycling.method`）。"),
            None,
        )
    for material in change.materials:
        _of_material(change, material, own, goal, uniform, make)
    if not change.complete:
        shown = f"{rest:f} kg" if rest is not None else "?"
        make(
            "not-declared",
            None,
            text(f"{shown} of the declared unit is in no material of `recycling:`", f"声明单位中有 {shown} 未列入 `recycling:` 的任何材料"),
            text(
                "List the rest under `recycling.materials`, with R1: 0, R2: 0, R3: 0 where nothing of it is recycled or recovered.",
                "请将其余部分列入 `recycling.materials`；未回收、未作能量回收者注明 R1: 0、R2: 0、R3: 0。",
            ),
            None,
        )


def _of_material(change: Reallocation, material: Material, own: Text, goal: Text, uniform: Decimal, make: Make) -> None:
    low, high = change.of(material).times(uniform)
    name = material.name
    if low is not None and low == high:
        if low:
            make(
                "rule-differs",
                abs(low),
                text(
                    f"recycling of {name.en}: {low:+.6g} from {own.en} to {goal.en}",
                    f"{name.zh} 的回收：由{own.zh}换为{goal.zh}，变化 {low:+.6g}",
                ),
                text("Nothing to declare; check the components.", "无需声明；请核对各分量。"),
                low,
            )
    else:
        symbols = relevant(material, change.methods)
        make(
            "rule-differs",
            None if low is None or high is None else high - low,
            text(
                f"recycling of {name.en} from {own.en} to {goal.en} is known in part only",
                f"{name.zh} 的回收由{own.zh}换为{goal.zh}，仅部分已知",
            ),
            text(
                f"Declare for {name.en}: " + "; ".join(f"{symbol}, {SYMBOLS[symbol][0]}" for symbol in symbols) + ".",
                f"请为 {name.zh} 声明：" + "；".join(f"{symbol}（{SYMBOLS[symbol][1]}）" for symbol in symbols) + "。",
            ),
            None,
        )
    apart = change.disagreement(material) * uniform
    if apart:
        make(
            "data-quality",
            apart,
            text(
                f"the components of {name.en} and its module D differ by {apart:.3g}; the result holds both",
                f"{name.zh} 的各分量与其模块D相差 {apart:.3g}；结果包含二者",
            ),
            text(
                f"Check R1, R2, Ev, Er of {name.en} against module D: they describe the same flow of material.",
                f"请对照模块D核对 {name.zh} 的 R1、R2、Ev、Er：二者应描述同一物料流。",
            ),
            None,
        )
    if material.defaults:
        used = ", ".join(f"{entry.symbol} {entry.value}" for entry in material.defaults)
        where = material.defaults[0]
        make(
            "data-quality",
            ZERO,
            text(
                f"{name.en} rests on published defaults: {used} ({where.parameters}, {where.item})",
                f"{name.zh} 采用公布的缺省值：{used}（{where.parameters}，{where.item}）",
            ),
            text(f"Declare the values of {name.en} itself where they are known.", f"若已知，请声明 {name.zh} 自身的数值。"),
            None,
        )


def credit_stands_apart(label: str, target: str, declared: bool, module_d: bool) -> tuple[Text, Text]:
    """A declared credit, a module D or another, under a target that allocates credits itself."""
    what = text("module D", "模块D") if module_d else text("a credit of another method", "其他方法的抵扣")
    tells = (
        text("; module D then tells what a kilogram of them replaces", "；模块D可用于推算每千克材料所替代的负荷")
        if module_d
        else text("", "")
    )
    told = text("; module D has told what a kilogram replaces", "；模块D已用于推算每千克材料所替代的负荷") if module_d else text("", "")
    return (
        text(
            f"{label} is not what {target} credits: its method shares burdens and credits of recycling in its own way, and {what.en} is never netted",
            f"{label} 不是 {target} 所计的抵扣：该标准按自身方法分摊回收负荷与抵扣，{what.zh}从不抵减",
        ),
        text(f"Nothing to declare{told.en}.", f"无需声明{told.zh}。")
        if declared
        else text(f"Declare the materials under `recycling:`{tells.en}.", f"请在 `recycling:` 下声明材料{tells.zh}。"),
    )


def _names(methods: tuple[Method, ...]) -> Text:
    return text(" or ".join(METHODS[entry].en for entry in methods), "或".join(METHODS[entry].zh for entry in methods))
