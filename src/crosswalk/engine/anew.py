"""Which declared activities the target evaluates anew, with its own factors, and which proof of supply it takes instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from crosswalk.engine.activity_words import decided_by_place, factor_sets, item_names
from crosswalk.engine.lines import ActivityKey, Line, sum_atoms
from crosswalk.engine.plan import Anew
from crosswalk.engine.rules.activity import FactorValue, analysed_carbon, latest_match, look_up_item, refusal
from crosswalk.errors import nearest_text
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.base import Text
from crosswalk.model.factors import FactorSet
from crosswalk.model.standard import ActivityRule, Rest, Standard

Recognition = Literal["none", "accepted", "refused", "open"]
Doubt = Literal["unnamed-scheme", "other-scheme", "other-country"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a target evaluates the activities that were declared under a source."""

    library: Library
    source: Standard
    target: Standard
    as_of: date | None
    nearest_year: bool

    def replacements(self, lines: Sequence[Line], space: Space, years_of_use: int | None) -> Iterator[tuple[int, tuple[Anew, ...]]]:
        """The lines whose activities the target does not take as they are, with the ways in which it evaluates them."""
        for position, line in enumerate(lines):
            if line.view or line.evaluated or not line.activities:
                continue
            ways = tuple(self.way(activity, years_of_use) for activity in line.activities)
            if any(way.counts or way.unknown for way in ways):
                yield position, ways

    def way(self, activity: ActivityKey, years_of_use: int | None) -> Anew:
        """How the target evaluates one activity."""
        if activity.carbon is not None and activity.item is not None:
            analysis = analysed_carbon(self._rule(activity), self._item(activity))
            if analysis is not None and (analysis.oxidation is not None or activity.carbon == "with-oxidation"):
                return Anew(analysis=analysis)
        recognition = self.recognition(activity)
        factors = () if recognition == "accepted" else self.factors(activity, years_of_use)
        keeps = recognition == "open" or not factors
        if activity.by_rule and not self.valued_alike(activity) and keeps:
            return Anew(unknown="by-rule")  # zero by the rule of one act is no emission that another standard could take over
        if not factors and recognition != "accepted" and not self.stands(activity):
            return Anew(unknown="no-factor")  # what was declared is not what the target's own factor would give
        return Anew(factors, keeps=keeps)

    def stands(self, activity: ActivityKey) -> bool:
        """Whether the declared value is what the target takes without proof of supply: it has no rule for the carrier, or the declarer's own."""
        rule, own = self._rule(activity), self._rule(activity, self.source)
        return rule is None or (activity.supply is None and own is not None and _same(own, rule))

    def unsettled(self, lines: Sequence[Line], space: Space) -> Atoms:
        """What the target values by its own rule alone, inside lines that give no quantity of it."""
        found: Atoms = 0
        own = {rule.carrier: rule for rule in self.source.activities}
        for rule in self.target.activities:
            before = own.get(rule.carrier)
            if not rule.prescribed or (before is not None and _same(before, rule)):
                continue
            given = sum_atoms(line.atoms for line in lines if line.evaluated or any(key.carrier == rule.carrier for key in line.activities))
            found |= space.box(rule.prescribed, (rule.carrier,), None) & ~given
        return found & sum_atoms(line.atoms for line in lines)

    def recognition(self, activity: ActivityKey) -> Recognition:
        """Whether the target takes the declared supply of electricity in the place of its own factor; `none` where none is declared."""
        rule = self._rule(activity)
        if self.valued_alike(activity):
            return "accepted"
        if activity.supply is None:
            return "none"
        if activity.proven == "no":
            return "refused"
        if rule is None:
            return "open"
        if activity.supply not in rule.evidence:
            return "refused" if self.by_place(activity) else "open"
        if rule.evidence[activity.supply] == "refused":
            return "refused"
        return "open" if self.doubt(activity) is not None or activity.proven == "open" else "accepted"

    def valued_alike(self, activity: ActivityKey) -> bool:
        """Whether the target knows the way in which electricity was valued, and gives it the same value; the average is each standard's own."""
        name = "fully-renewable" if activity.fully_renewable and activity.method != "full-load-hours" else activity.method
        if (
            name is None
            or name == "average"
            or (name != "full-load-hours" and activity.supply is not None and not activity.fully_renewable)
        ):
            return False
        rules = (self._rule(activity, self.source), self._rule(activity))
        values = [[entry.value for entry in rule.methods if entry.id == name] for rule in rules if rule is not None]
        return len(values) == 2 and values[0] != [] and values[0] == values[1]

    def doubt(self, activity: ActivityKey) -> Doubt | None:
        """Why it is open whether a certificate of an accepted kind counts: its scheme, or the country of the consumption."""
        rule = self._rule(activity)
        if activity.supply != "certificate" or rule is None or not rule.schemes:
            return None
        if activity.scheme is None:
            return "unnamed-scheme"
        if activity.scheme not in rule.schemes:
            return "other-scheme"
        scheme = self.library.certificate_scheme.lookup(activity.scheme)
        return "other-country" if scheme is not None and activity.region is not None and not scheme.reaches(activity.region) else None

    def by_place(self, activity: ActivityKey) -> bool:
        """Whether the target refuses a contract because the place of the consumption decides."""
        rule = self._rule(activity)
        return rule is not None and activity.supply is not None and decided_by_place(rule, activity.supply)

    def readings(self, activity: ActivityKey) -> tuple[Rest, ...]:
        """The readings of the mix that electricity without proof takes in the target; one where the declarer chose."""
        rule = self._rule(activity)
        if rule is None or activity.carrier != "electricity":
            return ()
        chosen = tuple(entry for entry in rule.rest if entry.id == activity.rest)
        return chosen or tuple(entry for entry in rule.rest if activity.beside or not entry.beside_supply)

    def lists(self, activity: ActivityKey) -> bool:
        """Whether a table of the target has the fuel, material or means of transport of an activity."""
        rule = self._rule(activity)
        sets = factor_sets(self.library, rule.factor_sets) if rule is not None else []
        return activity.item is not None and any(look_up_item(entry, self._item(activity)) is not None for entry in sets)

    def nearest(self, activity: ActivityKey) -> tuple[str, ...]:
        """What the target's tables list that comes nearest to the fuel, material or means of transport of an activity."""
        rule = self._rule(activity)
        if rule is None or activity.item is None:
            return ()
        return nearest_text([key for key, _, _ in item_names(rule.factor_sets, self.library).nearest(activity.item)])

    def factors(self, activity: ActivityKey, years_of_use: int | None) -> tuple[FactorValue, ...]:
        """The factors with which the target evaluates an activity, if it has a rule of its own and a factor for the item, region and year.

        There are several where sources disagree on the mix of electricity without proof, and nobody chose.
        """
        rule = self._rule(activity)
        if rule is None or self.stands(activity):
            return ()
        if activity.item is not None:
            sets = factor_sets(self.library, rule.factor_sets)
            found = (look_up_item(entry, self._item(activity)) for entry in sets)
            return tuple(value for value in found if value is not None and value.takes(activity.unit))[:1]
        if activity.carrier == "electricity" and activity.region is None:
            return ()
        known = self.known_readings(activity)
        if known:
            return tuple(value for _, value in known)
        general = self._latest(factor_sets(self.library, rule.factor_sets), activity, years_of_use)
        return () if general is None else (general,)

    def known_readings(self, activity: ActivityKey) -> tuple[tuple[Rest, FactorValue], ...]:
        """The readings that have a factor for the region of the activity."""
        found = (
            (entry, self._latest(factor_sets(self.library, entry.factor_sets), _placed(activity, entry), None))
            for entry in self.readings(activity)
        )
        return tuple((entry, value) for entry, value in found if value is not None)

    def refusal(self, activity: ActivityKey) -> Text | None:
        """Why a published value for the region of an activity is no factor, where that is so."""
        rule = self._rule(activity)
        if rule is None or activity.item is not None:
            return None
        names = [name for entry in self.readings(activity) for name in entry.factor_sets] + list(rule.factor_sets)
        return refusal(factor_sets(self.library, names), activity.region, activity.year)

    def _latest(self, sets: Sequence[FactorSet], activity: ActivityKey, years_of_use: int | None) -> FactorValue | None:
        year = activity.year or (self.as_of.year if self.as_of else None)
        found = latest_match(sets, activity.region, year, years_of_use, self.target.jurisdiction, self.nearest_year)
        if found is None or activity.year is not None:
            return found
        return replace(found, asked=None)  # nobody asked for a year: the newest of the day is meant

    def _rule(self, activity: ActivityKey, standard: Standard | None = None) -> ActivityRule | None:
        return next((rule for rule in (standard or self.target).activities if rule.carrier == activity.carrier), None)

    def _item(self, activity: ActivityKey) -> str:
        """The id of a fuel, material or means of transport in the target's own tables, or the name as given."""
        rule = self._rule(activity)
        assert activity.item is not None
        return item_names(rule.factor_sets if rule else (), self.library).get(activity.item) or activity.item


def _placed(activity: ActivityKey, reading: Rest) -> ActivityKey:
    """The activity in the region whose value a reading takes; only inside the country of the consumption."""
    if reading.region is None or activity.region is None or activity.region.split("-")[0] != reading.region:
        return activity
    return replace(activity, region=reading.region)


def replaced_atoms(space: Space, line: Line, ways: Sequence[Anew]) -> tuple[Atoms, Atoms]:
    """The atoms that a line evaluated anew counts in one way or another, and those that it counts in every way."""
    at_stages = space.at_stages(space.stages_of(line.atoms))
    each = []
    for way in ways:
        each += [space.box(None, counts.sources, counts.gases) & at_stages for counts in way.counts]
        each += [line.atoms] if way.keeps or way.unknown else []
    covered = each[0]
    for atoms in each[1:]:
        covered &= atoms
    return sum_atoms(each), covered


def _same(own: ActivityRule, rule: ActivityRule) -> bool:
    return own.factor_sets == rule.factor_sets and own.rest == rule.rest
