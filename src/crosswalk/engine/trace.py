"""The trace: every step from the declared lines to the total, for a reader who checks the calculation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.bounds import Coefficients, contribution
from crosswalk.engine.plan import Plan
from crosswalk.engine.recycling import Reallocation
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.circular.end_of_life import FORMULAS
from crosswalk.engine.run import Outcome
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.base import CONFIRMATIONS, Document, Source, Text, text
from crosswalk.model.quantity import readable
from crosswalk.model.standard import Standard

UNKNOWN: dict[str, Text] = {
    "no-factor": text("no factor here", "此处无因子"),
    "joint-factor": text("one factor for several figures", "多个数值共用一个因子"),
    "by-rule": text("set by a rule that is unknown here", "由此处未知的规则确定"),
}
KEPT = text("declared value", "声明值")
MOST = 12  # terms of a sum that are written out


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation.

    Attributes:
        step: its kind: declared, activity, allocation, unit, characterise, residual, count, end-of-life, sum.
        rule: what is done.
        formula: how, with the numbers where they are known; signs need no language.
        input: of what.
        output: what comes out.
        source: where the rule or the number stands, and how far that was checked.
    """

    step: str
    rule: Text
    formula: str
    input: Text
    output: Text
    source: Text

    def as_dict(self) -> dict[str, str]:
        """The step as it stands in the JSON result."""
        return {
            "step": self.step,
            "rule": self.rule.en,
            "formula": self.formula,
            "input": self.input.en,
            "output": self.output.en,
            "source": self.source.en,
        }


def trace_steps(library: Library, source: Standard, target: Standard, outcome: Outcome) -> tuple[Step, ...]:
    """The steps in the order in which they were taken: declared, unit, characterise, activity, residual, count, sum."""
    steps: list[Step] = []
    plan, unit = outcome.plan, outcome.wanted.unit()
    held = outcome.declared.unit() if plan.scales else unit  # values are scaled stage by stage only where they count
    forest, vector = plan.forests[outcome.chosen], outcome.vector
    own, goal = _same(source.number), _same(target.number)
    for position, line in enumerate(plan.lines):
        low, high = outcome.declaration.values[position]
        declared = f"kg {line.gas}" if line.mass else outcome.declared.unit()
        steps.append(
            Step(
                "declared",
                _same(outcome.declaration.fields[position]),
                _value(low, high),
                _same(line.label),
                _range(low, high, declared),
                own,
            )
        )
    for factor in outcome.declaration.used_factors:
        steps.append(
            Step(
                "activity",
                text("factor of the declared standard", "声明标准的因子"),
                f"Q × {factor.value:.9g}",
                _same(f"{factor.factor_set.id} {factor.region}"),
                _same(f"{factor.value} {readable(factor.unit)}"),
                cited(factor.source, factor.factor_set.documents),
            )
        )
    shared = outcome.declaration.allocated
    if shared is not None:
        steps.append(
            Step(
                "allocation",
                text(f"co-products by {shared.by}", f"联产品按{BY.get(shared.by, shared.by)}分配"),
                f"v × {shared.share:.9g}",
                _same(", ".join(shared.fields)),
                _same(f"{shared.product}: × {shared.share:.9g}"),
                cited(shared.source, source.documents),
            )
        )
    if outcome.uniform != 1 or outcome.declared != outcome.wanted:
        area = text("area, declared unit and study period", "面积、声明单位与研究期")
        steps.append(
            Step(
                "unit",
                area if outcome.step is None else text("reference quantity", "基准量"),
                _scaling(plan, library.space(target.frame)) if plan.scales else f"v × {outcome.uniform:.9g}",
                _same(outcome.declared.describe() + f" [{outcome.declared.unit()}]"),
                _same(unit),
                cited(target.unit.source, target.documents),
            )
        )
    if outcome.step is not None:
        steps += [
            Step(
                "unit",
                text("published property", "公布的物性值"),
                f"p = {entry.value}",
                _same(entry.property),
                _same(str(entry.value)),
                _cited_in(library, entry.source, source, target),
            )
            for entry in outcome.step.published
        ]
    if plan.target_set is not None:
        steps.append(
            Step(
                "characterise",
                text("ratio of factors, gas by gas", "逐气体的特征化因子之比"),
                "v × GWP₂(gas) / GWP₁(gas)",
                _same(" / ".join(item.id for item in plan.source_sets)),
                _same(plan.target_set.id),
                cited(target.characterisation.source, target.documents),
            )
        )
    for position, entry in enumerate(plan.replacements):
        if not entry.activities:
            continue
        ways = [_same(f"{factor.factor_set.id} {factor.region}: {factor.value:.9g} {readable(factor.unit)}") for factor in entry.known]
        ratios = [f"{way.analysis.ratio:.9g}" for way in entry.activities if way.analysis]
        ways += [text(f"analysed carbon × {ratio}", f"实测含碳量 × {ratio}") for ratio in ratios]
        ways += [KEPT for way in entry.activities if way.keeps]
        ways += [UNKNOWN[way.unknown] for way in entry.activities if way.unknown]
        clauses = [cited(factor.source, factor.factor_set.documents) for factor in entry.known]
        clauses += [_cited_in(library, way.analysis.source, target, source) for way in entry.activities if way.analysis]
        line = plan.lines[entry.line]
        before, after = _range(*vector[entry.line], held), _range(*vector[len(plan.lines) * 2 + position], held)
        factors = _joined(ways, "; ", "；")
        steps.append(
            Step(
                "activity",
                text(f"factor of {target.number}", f"{target.number} 的因子"),
                "; ".join(dict.fromkeys([*(f"Q × {factor.value:.9g}" for factor in entry.known), *(f"v × {ratio}" for ratio in ratios)])),
                text(f"{line.label}: {before.en}", f"{line.label}：{before.zh}"),
                text(f"{after.en} ({factors.en})", f"{after.zh}（{factors.zh}）"),
                _joined(dict.fromkeys(clauses), "; ", "；"),
            )
        )
    for residual in forest.residuals:
        if not residual.empty:
            line = plan.lines[residual.parent]
            steps.append(
                Step(
                    "residual",
                    text("whole less its parts", "整体减去各部分"),
                    "r = v − Σ vᵢ",
                    _same(line.label),
                    _range(*vector[residual.slot], held),
                    own,
                )
            )
    counted = []
    for term in forest.figures[0].terms:
        ends = contribution(vector[term.slot], term.by, term.line in outcome.empty)
        counted.append(ends)
        line, shown = plan.lines[term.line], _open_range(*ends, unit)
        steps.append(
            Step(
                "count",
                text("set relation of atoms", "原子集合的关系"),
                _product(vector[term.slot], term.by),
                _same(line.label),
                text(f"total: {shown.en}", f"总量：{shown.zh}"),
                goal,
            )
        )
    if outcome.change is not None:
        steps += _end_of_life(library, outcome.change, target, outcome)
    interval = outcome.intervals[0]
    ends = (interval.shared_low, interval.shared_high)
    rule = text("disjoint lines add", "互不相交的条目相加")
    steps.append(Step("sum", rule, _addition(counted, ends), text("shared", "可比部分"), _open_range(*ends, unit), goal))
    return tuple(steps)


def _scaling(plan: Plan, space: Space) -> str:
    """The factors of area, declared unit and study period where they differ by stage."""
    factors: dict[str, Atoms] = {}
    for low, high, atoms in plan.scales:
        factor = _number(low) if low == high else f"[{_number(low)}, {'∞' if high is None else _number(high)}]"
        factors[factor] = factors.get(factor, 0) | atoms
    return "; ".join(f"{', '.join(space.describe_stages(space.stages_of(atoms)))}: v × {factor}" for factor, atoms in factors.items())


BY = {"energy": "能量", "value": "经济价值"}


def _number(value: Decimal) -> str:
    if 9 <= value.adjusted() < 15:
        return f"{value:.0f}"
    shown = f"{Decimal(f'{value:.9g}'):f}" if not value or -10 < value.adjusted() < 9 else f"{value:.9g}"
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown


def _value(low: Decimal, high: Decimal) -> str:
    ends = [_number(end) if end.is_finite() else "∞" if end > 0 else "−∞" for end in (low, high)]
    return f"v = {ends[0]}" if low == high else f"v = [{ends[0]}, {ends[1]}]"


def _product(value: tuple[Decimal, Decimal], by: Coefficients) -> str:
    """By what a line's value is multiplied for the low and the high end."""
    low, high = value
    above = low >= 0
    below = high <= 0
    least = by.low_above if above else by.low_below
    greatest = by.high_below if below and not above else by.high_above
    if low == high and least is not None and least == greatest:
        return f"{_number(low)} × {_number(least)}"
    return f"[{_times(low, least, '−∞')}, {_times(high, greatest, '+∞')}]"


def _times(value: Decimal, by: Decimal | None, unbounded: str) -> str:
    return (
        unbounded if by is None or not (value.is_finite() or not by) else f"{_number(value)} × {_number(by)}" if value.is_finite() else "0"
    )


def _addition(terms: list[tuple[Decimal | None, Decimal | None]], ends: tuple[Decimal | None, Decimal | None]) -> str:
    """The sum written out, where it is the plain sum of the lines: another cut of the same emissions can tell more."""
    sides = []
    for side, end in enumerate(ends):
        parts = [term[side] for term in terms]
        known = [part for part in parts if part is not None]
        if end is None or len(known) < len(parts) or sum(known, Decimal(0)) != end or len(known) > MOST:
            return "Σ"
        sides.append(" + ".join(_number(part) for part in known) or "0")
    return sides[0] if sides[0] == sides[1] else f"[{sides[0]}, {sides[1]}]"


def _end_of_life(library: Library, change: Reallocation, target: Standard, outcome: Outcome) -> list[Step]:
    """One step for each material: what the target's method makes of its recycling."""
    assert target.end_of_life is not None
    rule = text(
        f"{' or '.join(change.methods.sources)} -> {' or '.join(change.methods.targets)}",
        f"{' 或 '.join(METHODS[entry] for entry in change.methods.sources)} → {' 或 '.join(METHODS[entry] for entry in change.methods.targets)}",
    )
    one, other = change.methods.sources, change.methods.targets
    formula = f"m·(T − S); T = {FORMULAS[other[0]]}; S = {FORMULAS[one[0]]}" if len(one) == len(other) == 1 else "m·(T − S)"
    unit, source = outcome.wanted.unit(), cited(target.end_of_life.source, target.documents)
    steps = []
    for material in change.materials:
        known = ", ".join(f"{name} {_ends(entry)}" for name, entry in material.known.ranges.items())
        low, high = change.of(material).times(outcome.uniform)
        clauses = [source]
        for entry in material.defaults:
            clause = cited(entry.source, library.recycling_parameters(entry.parameters).documents)
            clauses.append(text(f"{entry.parameters}: {clause.en}", f"{entry.parameters}：{clause.zh}"))
        mass = f"{material.kilograms.normalize():f} kg: {known}"
        said = text(f"{material.name.en}, {mass}", f"{material.name.zh}，{mass}")
        steps.append(Step("end-of-life", rule, formula, said, _open_range(low, high, unit), _joined(dict.fromkeys(clauses), "; ", "；")))
    if not change.complete:
        said = text("materials that nobody declared", "未声明的材料")
        ends = change.total.times(outcome.uniform)
        steps.append(Step("end-of-life", rule, "m·(T − S)", said, _open_range(*ends, unit), source))
    return steps


METHODS = {
    "cut-off": "截断法",
    "circular-footprint-formula": "循环足迹公式",
    "end-of-life-recycling": "末端回收法",
    "modules-a-c-and-d": "模块A至C与D",
}


def _ends(entry: Range) -> str:
    low, high = (None if end is None else f"{end:.6g}" for end in entry)
    return f"{low}" if low == high else f"{low or '?'}-{high or '?'}"


def _same(said: str) -> Text:
    """A text that is the same in every language: an id, a number with its unit, the number of a standard."""
    return text(said, said)


def _joined(texts: Iterable[Text], en: str, zh: str) -> Text:
    known = list(texts)
    return text(en.join(entry.en for entry in known), zh.join(entry.zh for entry in known))


def _range(low: Decimal, high: Decimal, unit: str) -> Text:
    return _open_range(low if low.is_finite() else None, high if high.is_finite() else None, readable(unit))


def _open_range(low: Decimal | None, high: Decimal | None, unit: str) -> Text:
    if low is not None and low == high:
        return _same(f"{_digits(low)} {unit}")
    ends = [None if end is None else _digits(end) for end in (low, high)]
    en, zh = ([end or word for end in ends] for word in ("unbounded", "无界"))
    return text(f"{' .. '.join(en)} {unit}", f"{' .. '.join(zh)} {unit}")


def _digits(value: Decimal) -> str:
    """Nine digits, trailing zeros kept as they were computed; no exponent for ordinary sizes."""
    shown = f"{value:.9g}"
    return _number(value) if "e" in shown else shown


def cite(source: Source) -> str:
    """A source in one line."""
    return f"{source.document}{', ' + source.clause if source.clause else ''} [{source.confirmed}]"


def cited(source: Source, documents: Mapping[str, Document]) -> Text:
    """A source in one line for reading: the title of its document, the clause, and how far it was checked."""
    found = documents.get(source.document)
    titles = found.title if found is not None else source.document
    return text(*(f"{_title(titles, lang)}{_clause(source, lang)} [{CONFIRMATIONS[source.confirmed][lang]}]" for lang in ("en", "zh")))


def _title(title: str | Text, lang: str) -> str:
    return title if isinstance(title, str) else title[lang]


def _clause(source: Source, lang: str) -> str:
    return "" if source.clause is None else ("，" if lang == "zh" else ", ") + source.clause


def _cited_in(library: Library, source: Source, *homes: Standard) -> Text:
    """A source whose file is one of several standards, or the list of reference quantities."""
    documents = [home.documents for home in homes] + [library.reference_quantities().documents]
    return cited(source, next((known for known in documents if source.document in known), {}))
