"""Evaluates a region: its inventory under another standard, peak and neutrality years, the lifestyle gap, the indicator of its parks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.figures import both, number
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.rules.territory.lifestyle import LifestyleGap, lifestyle_gap, per_person
from crosswalk.engine.rules.territory.park import Gate, bands_of, gate
from crosswalk.engine.rules.territory.series import Neutrality, Peak, Year, neutrality, peak
from crosswalk.engine.trace import cite
from crosswalk.engine.translation import Translation
from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.labels.assess import LabelReport, assess, interval_in
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.label import Threshold
from crosswalk.model.standard import Standard
from crosswalk.model.territory import Region

PER_PERSON = "t*CO2e/person"
TONNE = "t*CO2e"


@dataclass(frozen=True, slots=True)
class Target:
    """A target per person, and the gap to it: at the least and at the greatest value of the footprint (`None`: without bound)."""

    threshold: Threshold
    least: LifestyleGap
    greatest: LifestyleGap | None


@dataclass(frozen=True, slots=True)
class Park:
    """A park under its own standard.

    Attributes:
        footprint: as declared.
        standard: the standard of the declaration.
        energy: annual comprehensive energy consumption, tce; `None` where nobody states it.
        gates: the core indicator for each year or set of bands.
        labels: the verdicts on all labels.
    """

    footprint: Footprint
    standard: Standard
    energy: Decimal | None
    gates: tuple[Gate, ...]
    labels: LabelReport


@dataclass(frozen=True, slots=True)
class RegionReport:
    """What is known of a region. A technical comparison without legal effect.

    Attributes:
        region: as declared.
        own: the inventory under its own standard.
        translation: the inventory under the target.
        per_capita: least and greatest emissions of the own total per inhabitant, t CO2e; no lifestyle footprint.
        peak: the peak of the series.
        neutrality: the year of neutrality of the series.
        targets: gaps of the lifestyle footprint.
        parks: its parks.
    """

    region: Region
    own: Translation
    translation: Translation
    per_capita: tuple[Decimal | None, Decimal | None] | None
    peak: Peak | None
    neutrality: Neutrality | None
    targets: tuple[Target, ...]
    parks: tuple[Park, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "name": both(self.region.name) if self.region.name else None,
            "inventory": self.translation.as_dict(),
            "own_total": self.own.total.as_dict(),
            "per_capita": self.per_capita
            and {"low": number(self.per_capita[0]), "high": number(self.per_capita[1]), "unit": "t CO2e/person"},
            "peak": self.peak
            and {
                "year": self.peak.year,
                "emissions": number(self.peak.emissions),
                "unit": "t CO2e",
                "state": self.peak.state,
                "fall": number(self.peak.fall),
                "missing": list(self.peak.missing),
            },
            "neutrality": self.neutrality
            and {"year": self.neutrality.year, "state": self.neutrality.state, "left": number(self.neutrality.left), "unit": "t CO2e"},
            "lifestyle": [
                {
                    "target": entry.threshold.id,
                    "name": entry.threshold.name.model_dump(),
                    "limit": number(entry.threshold.value.magnitude),
                    "low": _gap(entry.least),
                    "high": None if entry.greatest is None else _gap(entry.greatest),
                    "unit": "t CO2e/person",
                    "source": cite(entry.threshold.source),
                }
                for entry in self.targets
            ],
            "parks": [
                {
                    "name": both(entry.footprint.name) if entry.footprint.name else None,
                    "standard": entry.standard.id,
                    "energy": number(entry.energy),
                    "gates": [_gate(found) for found in entry.gates],
                    "labels": entry.labels.as_dict()["labels"],
                }
                for entry in self.parks
            ],
        }


def _gap(found: LifestyleGap) -> dict[str, Any]:
    return {"footprint": number(found.footprint), "tonnes": number(found.tonnes), "share": number(found.share)}


def _gate(found: Gate) -> dict[str, Any]:
    return {
        "label": found.band.label if found.band else None,
        "intensity": number(found.intensity),
        "limit": number(found.band.limit) if found.band else None,
        "met": found.met,
        "excess": number(found.excess),
        "unit": "t CO2e/tce",
    }


def evaluate(
    library: Library, region: Region, target: str, *, as_of: date | None = None, assumptions: AssumptionMode = "curated"
) -> RegionReport:
    """Everything that the declaration of a region tells.

    Args:
        library: the data.
        region: as declared.
        target: the id of the standard for its inventory.
        as_of: the day whose editions and factors hold; today when left out.
        assumptions: as in a translation.

    Raises:
        InputError: the inventory, the series, the lifestyle footprint or a park is not valid.
        NotComparableError: the inventory cannot be translated into the target.
    """
    try:
        own = compile_crosswalk(library, _id(library, region.inventory, as_of), _id(library, region.inventory, as_of), assumptions, as_of)
        mine = own.apply(region.inventory)
        translation = compile_crosswalk(library, own.source.id, target, assumptions, as_of).apply(region.inventory)
        series = [
            Year(
                entry.year,
                entry.emissions.to(TONNE).magnitude,
                entry.removals.to(TONNE).magnitude if entry.removals is not None else Decimal(0),
                entry.planned,
            )
            for entry in region.series
        ]
        return RegionReport(
            region,
            mine,
            translation,
            _per_capita(region, mine),
            peak(series) if series else None,
            neutrality(series) if series else None,
            _targets(library, region.lifestyle, as_of) if region.lifestyle is not None else (),
            tuple(_park(library, footprint, f"parks[{position}]", as_of) for position, footprint in enumerate(region.parks)),
        )
    except InputError as error:
        raise error.located(region.file, region.lines) from None


def _id(library: Library, footprint: Footprint, as_of: date | None) -> str:
    return library.resolve(footprint.standard, as_of, "standard").key


def _per_capita(region: Region, own: Translation) -> tuple[Decimal | None, Decimal | None] | None:
    """The own total per inhabitant: a figure of the territory, which no trade has corrected."""
    if region.population is None:
        return None
    people = region.population.to("person").magnitude
    interval = interval_in(own, TONNE)
    low, high = (None if end is None else per_person(end, people) for end in (interval.low, interval.high))
    return low, high


def _targets(library: Library, footprint: Footprint, as_of: date | None) -> tuple[Target, ...]:
    """The gap to each target of the footprint's own standard."""
    key = _id(library, footprint, as_of)
    crosswalk = compile_crosswalk(library, key, key, "curated", as_of)
    interval = interval_in(crosswalk.apply(footprint), PER_PERSON)
    if interval.low is None:
        raise DeclarationError(Finding("the lifestyle footprint has no lower end", "生活方式碳足迹没有下限", field="lifestyle"))
    found = []
    for threshold in crosswalk.source.thresholds:
        goal = threshold.value.to(PER_PERSON).magnitude
        greatest = None if interval.high is None else lifestyle_gap(interval.high, goal)
        found.append(Target(threshold, lifestyle_gap(interval.low, goal), greatest))
    return tuple(found)


def _park(library: Library, footprint: Footprint, field: str, as_of: date | None) -> Park:
    """A park under its own standard; its size band follows from its energy consumption, so nobody has to answer for it."""
    standard = library.standard(_id(library, footprint, as_of))
    bands = bands_of(standard)
    if not bands:
        raise DeclarationError(
            Finding(
                f"{standard.number} is no standard on parks: it has no bands of energy consumption",
                f"{standard.number} 不是园区标准：没有能源消费量分档",
                field=f"{field}.standard",
            )
        )
    energy = None
    gates: tuple[Gate, ...] = ()
    if footprint.subject.energy_consumption is not None:
        consumed = footprint.subject.energy_consumption
        energy = consumed.to("tce").magnitude
        sized = {
            entry.id: consumed
            for key in library.standard_ids()
            if library.record(key).get("labels") and library.record(key).get("frame") == standard.frame
            for entry in library.standard(key).conditions
            if entry.value is not None and entry.value.has_dimension_of("tce")
        }
        footprint = footprint.model_copy(update={"conditions": {**sized, **footprint.conditions}})
        total = interval_in(compile_crosswalk(library, standard.id, standard.id, "curated", as_of).apply(footprint), TONNE)
        if total.low is not None and total.low == total.high:
            rounds = dict.fromkeys(_round(band.label) for band in bands)
            gates = tuple(gate(total.low, energy, [band for band in bands if _round(band.label) == name]) for name in rounds)
    return Park(footprint, standard, energy, gates, assess(library, footprint, standard, as_of=as_of))


def _round(label: str) -> str:
    """What the bands of one year have in common: the label without its size."""
    return "-".join(part for part in label.split("-") if part.isdigit() and len(part) == 4)
