"""Gaps about activities: what the target's own factors change, and which proof of supply it refuses or leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from crosswalk.engine import activity_wording as wording
from crosswalk.engine.answers import Addresses
from crosswalk.engine.gap import Answer, Answers, Gap
from crosswalk.engine.lines import ActivityKey, Item, Line
from crosswalk.engine.plan import Anew
from crosswalk.engine.rules.activity import FactorValue
from crosswalk.engine.run import Outcome
from crosswalk.frames.space import Atoms
from crosswalk.model.base import Text
from crosswalk.model.quantity import readable
from crosswalk.model.result import Severity
from crosswalk.model.standard import ActivityRule

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair

ZERO = Decimal(0)


def activity_gaps(
    pair: Pair, outcome: Outcome, addresses: Addresses, severity: Callable[[Decimal | None, Decimal | None], Severity]
) -> list[Gap]:
    """All gaps about activities of a translation."""
    return _Finder(pair, outcome, addresses, severity).find()


@dataclass(slots=True)
class _Finder:
    pair: Pair
    outcome: Outcome
    addresses: Addresses
    severity: Callable[[Decimal | None, Decimal | None], Severity]

    @property
    def target(self) -> str:
        return self.pair.target.number

    @property
    def unit(self) -> str:
        return self.outcome.wanted.unit()

    def find(self) -> list[Gap]:
        found = []
        replaced = {entry.line: entry for entry in self.outcome.plan.replacements}
        rules: dict[str, ActivityRule] = {rule.carrier: rule for rule in self.pair.target.activities}
        own: dict[str, ActivityRule] = {rule.carrier: rule for rule in self.pair.source.activities}
        for position, line in enumerate(self.outcome.plan.lines):
            if line.view or line.group:
                continue
            held = line.atoms & self.outcome.plan.unsettled
            if held and not line.activities:
                found.append(self._unsettled(position, line, held))
                continue
            if position in replaced:
                items = self.outcome.declaration.items_of(position)
                for item, activity, way in zip(items, line.activities, replaced[position].activities, strict=True):
                    found += self._evaluated(position, line, item, activity, way)
            elif not line.activities and "electricity" in rules and not line.mass:
                found += self._without_quantity(position, line, own.get("electricity"), rules["electricity"])
        return found

    def _gap(
        self,
        line: Line,
        words: tuple[Text, Text],
        width: Decimal = ZERO,
        amount: Decimal | None = None,
        answers: Answers = (),
    ) -> Gap:
        size = self.severity(abs(amount if amount is not None else width), None) if amount is not None or width else "minor"
        return Gap("rule-differs", self._stages(line), size, width, self.unit, *words, (self.target,), amount, answered_by=answers)

    def _unsettled(self, position: int, line: Line, held: Atoms) -> Gap:
        """A line that holds what the target values by its own rule alone, and does not tell how much of it."""
        amount = self.outcome.declaration.values[position][0] * self._scale(line)
        carrier = self._carriers(held)
        words = wording.quantity_inside(line.label, carrier, self.pair.source.number, self.target, line.atoms == held)
        answers = (
            partial(self.addresses.activity, position, carrier)
            if line.atoms == held
            else partial(self.addresses.carrier_inside, position, carrier)
        )
        known = amount if amount.is_finite() else None
        sources = (self.pair.source.number, self.target)
        return Gap("rule-differs", self._stages(line), "major", None, self.unit, *words, sources, known, answered_by=answers)

    def _carriers(self, atoms: Atoms) -> str:
        """The carrier that is held; where there are several, the first."""
        space = self.pair.library.space(self.pair.source.frame)
        return next(rule.carrier for rule in self.pair.target.activities if space.box(None, (rule.carrier,), None) & atoms)

    def _unknown(self, position: int, line: Line, item: Item, activity: ActivityKey, way: Anew) -> Gap:
        """An activity whose value under the target nobody can tell; what was declared stands apart."""
        low, high = item.value
        declared = low * self._scale(line) if low.is_finite() else None
        shown = f"{declared:.6g} {self.unit}" if declared is not None and low == high else "?"
        if way.unknown == "by-rule":
            words = wording.set_by_rule(line.label, self.pair.source.number, self.target, shown)
        elif way.unknown == "joint-factor":
            words = wording.joint_factor(line.label, self.target, shown)
        else:
            words = self._why_unknown(line, activity, shown)
        answers: Answers = ()
        if way.unknown == "no-factor" and activity.carrier == "electricity" and not line.items:
            fields = (Answer("region"), Answer("year"), Answer("factor", "kg CO2e/kWh"))
            answers = partial(self.addresses.of_activity, position, *fields)
        severity = self.severity(None, None)
        return Gap("rule-differs", self._stages(line), severity, None, self.unit, *words, (self.target,), declared, answered_by=answers)

    def _why_unknown(self, line: Line, activity: ActivityKey, shown: str) -> tuple[Text, Text]:
        reason = self.pair.evaluation.refusal(activity)
        label = activity.item or line.label
        if reason is not None:
            return wording.unusable(label, reason, shown)
        if activity.item is not None and not self.pair.evaluation.lists(activity):
            return wording.item_unknown(label, self.target, activity.carrier, shown, self.pair.evaluation.nearest(activity))
        return wording.factor_unknown(label, self.target, activity.carrier, shown)

    def _without_quantity(self, position: int, line: Line, own: ActivityRule | None, rule: ActivityRule) -> list[Gap]:
        """Electricity under another rule, whose quantity nobody declared."""
        if own is not None and own.factor_sets == rule.factor_sets and own.rest == rule.rest:
            return []
        space = self.pair.library.space(self.pair.source.frame)
        electric = space.box(None, ("electricity",), None)
        speaks_of_it = not line.atoms & ~electric or bool(line.atoms & electric & space.box(space.frame.energy_use, None, None))
        if not speaks_of_it or not line.atoms & electric & self.outcome.plan.forests[self.outcome.chosen].figures[0].figure.atoms:
            return []
        words = wording.activity_needed(line.label, "electricity", self.target)
        alone = not line.atoms & ~electric
        answers = (
            partial(self.addresses.activity, position, "electricity")
            if alone
            else partial(self.addresses.carrier_inside, position, "electricity")
        )
        return [self._gap(line, words, answers=answers)]

    def _evaluated(self, position: int, line: Line, item: Item, activity: ActivityKey, way: Anew) -> list[Gap]:
        """What another factor changes in one activity, and what stays open about it."""
        if way.unknown is not None:
            return [self._unknown(position, line, item, activity, way)]
        if way.keeps and not way.factors:
            return []  # the target takes the proof of supply, or values the carrier as the declarer does
        found = self._replaced(line, item, activity, way)
        found += [self._of_another_year(line, factor) for factor in way.factors if factor.asked is not None]
        if len(way.factors) > 1:
            found.append(self._readings(position, line, item, activity, way))
        if activity.supply is not None and way.factors:
            found.append(self._supply(line, item, activity, way))
        return found

    def _replaced(self, line: Line, item: Item, activity: ActivityKey, way: Anew) -> list[Gap]:
        label = item.label if line.items and activity.item else line.label
        scale = self._scale(line)
        before = item.value[0] * scale
        ends = sorted(end * scale for end in way.ends(item))
        change = max((end - before for end in ends), key=abs)
        if not change:
            return []
        after = f"{ends[0]:.6g}" if ends[0] == ends[-1] else f"{ends[0]:.6g} .. {ends[-1]:.6g}"
        if way.analysis is not None:
            words = wording.analysed(label, f"{before:.6g}", after, self.unit)
            sources: tuple[str, ...] = (f"{self.target}: {way.analysis.source.clause or way.analysis.source.document}",)
        else:
            words = wording.factor_replaced(
                label,
                f"{item.amount.magnitude.normalize():f} {readable(item.amount.unit)}",
                f"{before:.6g}",
                after,
                f"{self.unit} ({'; '.join(_cited(factor) for factor in way.factors)})",
                any(factor.substituted for factor in way.factors),
                activity.region,
                activity.carrier,
            )
            sources = tuple(f"{factor.factor_set.id}: {factor.source.clause or factor.source.document}" for factor in way.factors)
        size = self.severity(abs(change), None)
        return [Gap("rule-differs", self._stages(line), size, abs(change), self.unit, *words, sources, change)]

    def _of_another_year(self, line: Line, factor: FactorValue) -> Gap:
        assert factor.asked is not None
        words = wording.another_year(line.label, f"{factor.factor_set.id}, {factor.region}", factor.asked, factor.years[0])
        return Gap("data-quality", self._stages(line), "minor", ZERO, self.unit, *words, (factor.factor_set.id,))

    def _readings(self, position: int, line: Line, item: Item, activity: ActivityKey, way: Anew) -> Gap:
        ends = [end * self._scale(line) for end in way.ends(item)]
        known = [entry for entry, _ in self.pair.evaluation.known_readings(activity)]
        words = wording.readings(line.label, [entry.name for entry in known], [entry.id for entry in known])
        width = max(ends) - min(ends)
        answers = partial(self.addresses.of_activity, position, Answer("rest", choices=tuple(entry.id for entry in known)))
        return self._gap(line, words, width, width, answers)

    def _supply(self, line: Line, item: Item, activity: ActivityKey, way: Anew) -> Gap:
        """Proof of another supply that the target refuses, or of which it is open whether it counts."""
        assert activity.supply is not None
        evaluation = self.pair.evaluation
        is_open = evaluation.recognition(activity) == "open"
        if evaluation.by_place(activity):
            words = wording.contract_changes_nothing(line.label, activity.supply, self.target)
        else:
            words = wording.supply(line.label, activity.supply, self.target, is_open, activity.proven, evaluation.doubt(activity))
        change = max(abs(item.value[0] - end) for end in way.ends(item)) * self._scale(line)
        return self._gap(line, words, change if is_open else ZERO, change)

    def _scale(self, line: Line) -> Decimal:
        """From the declared unit to that of the result; of stages that differ in it, the greatest that is bounded."""
        least, greatest = self.outcome.scale_of(line.atoms)
        return least if greatest is None else greatest

    def _stages(self, line: Line) -> str:
        space = self.pair.library.space(self.pair.source.frame)
        return ", ".join(space.describe_stages(space.stages_of(line.atoms)))


def _cited(factor: FactorValue) -> str:
    span = f"{factor.years[0]}-{factor.years[-1]}" if len(factor.years) > 1 else "".join(str(year) for year in factor.years)
    return f"{factor.factor_set.id}, {factor.region} {span}: {factor.value:.6g} {factor.unit}"
