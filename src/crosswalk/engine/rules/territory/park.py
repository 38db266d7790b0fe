"""The indicator of a zero-carbon park: carbon dioxide per unit of energy, held against the limit of its size band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.standard import Standard

COAL_EQUIVALENT = "tce"


@dataclass(frozen=True, slots=True)
class Band:
    """A band of annual energy consumption and its limit.

    Attributes:
        label: the label of the standard that holds for the band.
        low: least consumption, tce, itself inside.
        high: consumption from which the next band holds, tce, itself outside; `None` without end.
        limit: t CO2 per tce, itself met.
    """

    label: str
    low: Decimal
    high: Decimal | None
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Gate:
    """How a park stands to its core indicator.

    Attributes:
        intensity: t CO2 per tce.
        band: the band of its consumption; `None` where no band holds for it.
        met: whether the limit is kept; `None` without a band.
        excess: carbon dioxide that has to go a year, t; zero where the limit is kept.
    """

    intensity: Decimal
    band: Band | None
    met: bool | None
    excess: Decimal


def bands_of(standard: Standard) -> tuple[Band, ...]:
    """The bands of a standard on parks: of each label with a limit, what its conditions say of the energy consumption."""
    limits = {entry.id: entry for entry in standard.thresholds}
    conditions = {entry.id: entry for entry in standard.conditions}
    found = []
    for label in standard.labels:
        low, high = Decimal(0), None
        for name in (name for entry in label.requires for name in entry.conditions()):
            condition = conditions[name]
            if condition.value is None or not condition.value.has_dimension_of(COAL_EQUIVALENT):
                continue
            amount = condition.value.to(COAL_EQUIVALENT).magnitude
            if condition.operator == ">=":
                low = amount
            elif condition.operator == "<":
                high = amount
        for name in label.thresholds:
            found.append(Band(label.id, low, high, limits[name].value.to("t*CO2e/tce").magnitude))
    return tuple(found)


def gate(emissions: Decimal, energy: Decimal, bands: Sequence[Band]) -> Gate:
    """The core indicator of a park, the band chosen by its size first.

    Args:
        emissions: of energy activities and industrial processes, t CO2 a year.
        energy: annual comprehensive energy consumption, tce.
        bands: those of one year of one standard, half-open.

    Raises:
        DeclarationError: an energy consumption that is not above zero, or emissions below zero.

    >>> small = Band("core", Decimal(200000), Decimal(1000000), Decimal("0.20"))
    >>> found = gate(Decimal(110000), Decimal(500000), [small])
    >>> found.intensity, found.met, found.excess
    (Decimal('0.22'), False, Decimal('10000.00'))
    """
    if energy <= 0:
        raise DeclarationError(
            Finding("the energy consumption must be above zero", "能源消费量必须大于零", field="subject.energy_consumption")
        )
    if emissions < 0:
        raise DeclarationError(Finding("the emissions of a park are not below zero", "园区排放不能为负", field="figures"))
    intensity = emissions / energy
    band = next((entry for entry in bands if entry.low <= energy and (entry.high is None or energy < entry.high)), None)
    if band is None:
        return Gate(intensity, None, None, Decimal(0))
    excess = emissions - band.limit * energy
    return Gate(intensity, band, excess <= 0, max(Decimal(0), excess))


def shortfalls(values: Mapping[str, Decimal], least: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """How far each guiding indicator lies below what it should at least be, as fractions; zero where it is met. Indicators without a value are left out.

    >>> shortfalls({"heat": Decimal("0.45")}, {"heat": Decimal("0.50"), "water": Decimal("0.80")})
    {'heat': Decimal('0.05')}
    """
    return {name: max(Decimal(0), goal - values[name]) for name, goal in least.items() if name in values}
