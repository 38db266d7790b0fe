"""Activities: a quantity times the factor of a named set, for a region and a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from crosswalk.model.base import Source, Text
from crosswalk.model.factors import FactorSet, Item, Series
from crosswalk.model.frame import Box
from crosswalk.model.quantity import Quantity, factor, spell
from crosswalk.model.regions import OWN_TERRITORY
from crosswalk.model.standard import ActivityRule


@dataclass(frozen=True, slots=True)
class FactorValue:
    """One factor that was looked up, and where it stands.

    Attributes:
        factor_set: the set.
        value: in the set's unit (the item's own unit where it has one).
        unit: that unit.
        region: the region, or the item's id.
        years: the years whose factors were used.
        source: where the value is printed.
        counts: the atoms that it counts.
        substituted: the region asked for was not in the set, so its default region was used.
        ncv: the set's own net calorific value of a fuel, for amounts that are no energy.
        asked: the year that was asked for, where another one stands in.
    """

    factor_set: FactorSet
    value: Decimal
    unit: str
    region: str
    years: tuple[int, ...]
    source: Source
    counts: Box
    substituted: bool = False
    ncv: Quantity | None = None
    asked: int | None = None

    def takes(self, unit: str) -> bool:
        """Whether the factor can be applied to an amount in a unit: directly, or by way of the fuel's net calorific value."""
        gas = "CO2" if self.is_co2_only else "CO2e"
        if Quantity(Decimal(1), f"({self.unit})*({unit})").has_dimension_of(f"kg*{gas}"):
            return True
        return self.ncv is not None and Quantity(Decimal(1), f"({self.ncv.unit})*({unit})").has_dimension_of("GJ")

    @property
    def is_co2_only(self) -> bool:
        """Whether the factor is printed as CO2, not CO2e."""
        return "CO2e" not in spell(self.unit)

    def per(self, quantity: Quantity) -> Decimal:
        """Kilograms of CO2 (or CO2e) for a quantity of the carrier; for a fuel, AD = FQ x NCV.

        Raises:
            UnitMismatchError: the quantity has another dimension than the factor's denominator.
        """
        gas = "CO2" if self.is_co2_only else "CO2e"
        if self.ncv is not None and Quantity(Decimal(1), f"({self.ncv.unit})*({quantity.unit})").has_dimension_of("GJ"):
            quantity = Quantity(quantity.magnitude * self.ncv.magnitude, f"({quantity.unit})*({self.ncv.unit})")
        return self.value * quantity.magnitude * factor(f"({self.unit})*({quantity.unit})", f"kg*{gas}")


COMBUSTION = Box(sources=("combustion",), gases=("co2-fossil",))


@dataclass(frozen=True, slots=True)
class AnalysedCarbon:
    """How a standard turns the analysed carbon of a fuel into CO2.

    Attributes:
        ratio: kilograms of CO2 for a kilogram of carbon.
        oxidation: the fraction that oxidises by the standard; `None` where the declared one holds.
        source: where the standard says so.
    """

    ratio: Decimal
    oxidation: Decimal | None
    source: Source

    @property
    def counts(self) -> Box:
        """The atoms that it counts."""
        return COMBUSTION

    def of(self, carbon: Decimal, declared: Decimal | None) -> Decimal:
        """Kilograms of CO2 of a mass of carbon, with the standard's oxidation, else the declared one.

        >>> AnalysedCarbon(Decimal("3.664"), Decimal(1), Source(document="mrr", confirmed="primary")).of(Decimal(100), Decimal("0.99"))
        Decimal('366.400')
        """
        burnt = self.oxidation if self.oxidation is not None else declared
        assert burnt is not None  # a way is taken only where one of the two is known
        return carbon * self.ratio * burnt


def analysed_carbon(rule: ActivityRule | None, fuel: str) -> AnalysedCarbon | None:
    """The way in which a standard evaluates an analysed fuel, or `None` where it has none."""
    analysis = rule.analysis if rule is not None else None
    if analysis is None:
        return None
    ratio = Decimal(44) / Decimal(12) if analysis.carbon_to_co2 == "44/12" else Decimal(analysis.carbon_to_co2)
    return AnalysedCarbon(ratio, analysis.oxidation.get(fuel, analysis.other), analysis.source)


def year_value(item: FactorSet, series: Series, year: int) -> Decimal | None:
    """The factor of one year: printed, interpolated between anchors, or the last one where the set says that it holds on.

    >>> from crosswalk.library.library import Library
    >>> danish = Library.shipped().factor_set("dk-br18-electricity")
    >>> year_value(danish, danish.series[0], 2024)
    Decimal('0.16080')
    """
    values = series.values
    if year in values:
        return values[year]
    years = sorted(values)
    if item.extend_last and year > years[-1]:
        return values[years[-1]]
    if item.interpolation == "linear" and years[0] < year < years[-1]:
        before = max(known for known in years if known < year)
        after = min(known for known in years if known > year)
        share = Decimal(year - before) / Decimal(after - before)
        return values[before] + (values[after] - values[before]) * share
    return None


def look_up(item: FactorSet, region: str | None, year: int | None, years_of_use: int | None) -> FactorValue | None:
    """The factor for a region and a year.

    Args:
        item: the factor set.
        region: ISO 3166 code; a province falls back to its country only where the set has no value of its own for it.
        year: the year of use, or the first one; `None` takes the newest.
        years_of_use: for sets whose factor changes by year, the number of years over which the use is spread evenly.

    Returns:
        The factor, or `None` where the set has none for the region and year.
    """
    series, substituted = _series(item, region)
    if series is None:
        return None
    first = year if year is not None else max(series.values)
    if item.projection == "by-year" and years_of_use and years_of_use > 1:
        span = tuple(range(first, first + years_of_use))
        found = [year_value(item, series, each) for each in span]
        if any(value is None for value in found):
            return None
        mean = sum((value for value in found if value is not None), Decimal(0)) / len(span)
        return FactorValue(
            item,
            mean,
            item.unit,
            series.region,
            (span[0], span[-1]),
            item.source_of(series, first),
            item.counts,
            substituted,
        )
    value = year_value(item, series, first)
    if value is None:
        return None
    return FactorValue(item, value, item.unit, series.region, (first,), item.source_of(series, first), item.counts, substituted)


def _series(item: FactorSet, region: str | None) -> tuple[Series | None, bool]:
    by_region = {series.region: series for series in item.series}
    region = OWN_TERRITORY.get(region or "", region)
    if region in by_region:
        return by_region[region], False
    country = (region or "").split("-")[0]
    if country in by_region:
        # a national set stands for its provinces; a set that has provinces, but not this one, does not know it
        return by_region[country], any(known.startswith(f"{country}-") for known in by_region)
    if item.default_region and (region is None or item.default_region in by_region):
        return by_region.get(item.default_region), region is not None
    return None, False


def look_up_item(item: FactorSet, name: str) -> FactorValue | None:
    """The factor of a material, fuel or means of transport by its id, or `None`."""
    found = next((entry for entry in item.items if entry.id == name), None)
    if found is None:
        return None
    derived = _from_parameters(found)
    unit = found.unit or item.unit
    return FactorValue(
        item,
        found.value if derived is None else derived.to(unit).magnitude,
        unit,
        found.id,
        (),
        found.source or item.source,
        found.counts or item.counts,
        ncv=Quantity.parse(found.inputs["ncv"]) if "ncv" in found.inputs else None,
    )


def _from_parameters(item: Item) -> Quantity | None:
    """The factor of a fuel with all digits, carbon content x oxidation x 44/12, where a Chinese table gives the two; its `value` is rounded.

    >>> from crosswalk.library.library import Library
    >>> look_up_item(Library.shipped().factor_set("cn-cets-coal-default"), "coal-not-measured").value
    Decimal('111.9855000')
    """
    if not {"carbon_content", "oxidation"} <= item.inputs.keys():
        return None
    carbon = Quantity.parse(item.inputs["carbon_content"]).to("t*C/TJ").magnitude
    return Quantity(carbon * Decimal(item.inputs["oxidation"]) * 44 / 12, "t*CO2/TJ")


def item_values(item: FactorSet) -> Mapping[str, Decimal]:
    """The numbers of a set by item id, for rules that calculate with several of them.

    All are in the set's unit; an item that is printed in another one is left out (`look_up_item` gives it with its unit).

    >>> from crosswalk.library.library import Library
    >>> item_values(Library.shipped().factor_set("cn-cets-clinker"))["carbide-slag-deduction"]
    Decimal('-0.480')
    """
    return MappingProxyType({entry.id: entry.value for entry in item.items if spell(entry.unit or item.unit) == spell(item.unit)})


def latest_match(
    sets: Sequence[FactorSet], region: str | None, year: int | None, years_of_use: int | None, jurisdiction: str, nearest: bool = False
) -> FactorValue | None:
    """The factor with which a standard evaluates an activity anew.

    The set that knows the region comes first. A year that is not published yet takes the newest year before it, as the standards that prescribe
    published factors do, and the factor says so (`asked`); a year before the first one, or one left out of the series, has no factor, unless the
    `nearest` year is asked for. A
    region outside every set takes the default region only of a set that belongs to the standard's own jurisdiction: a Danish building under a
    Chinese standard is evaluated with the Chinese factor, a Chinese one under a European standard never with a Danish one.
    """
    fallback: FactorValue | None = None
    for item in sets:
        if len(item.items) == 1 and not item.series:
            fallback = fallback or look_up_item(item, item.items[0].id)
            continue
        found = look_up(item, region, year, years_of_use)
        if found is None and year is not None:
            found = _of_another_year(item, region, year, years_of_use, nearest)
        if found is None:
            continue
        if not found.substituted:
            return found
        if item.jurisdiction == jurisdiction:
            fallback = fallback or found
    return fallback


def first_match(
    sets: Sequence[FactorSet], region: str | None, year: int | None, years_of_use: int | None, nearest: bool = False
) -> FactorValue | None:
    """The factor of the first set that knows the region itself; else of the first one with a default region, or with a single item.

    A year outside the series has no factor, unless the `nearest` year is asked for.
    """
    fallback: FactorValue | None = None
    for item in sets:
        if len(item.items) == 1 and not item.series:
            fallback = fallback or look_up_item(item, item.items[0].id)
            continue
        found = look_up(item, region, year, years_of_use)
        if found is None and year is not None and nearest:
            found = _of_another_year(item, region, year, years_of_use, nearest)
        if found and not found.substituted:
            return found
        fallback = fallback or found
    return fallback


def known_years(sets: Sequence[FactorSet], region: str | None) -> tuple[int, ...]:
    """The years of the first set that has a series for the region."""
    found = (_series(item, region)[0] for item in sets)
    return next((tuple(sorted(series.values)) for series in found if series is not None), ())


def refusal(sets: Sequence[FactorSet], region: str | None, year: int | None) -> Text | None:
    """Why a set publishes a value for the region that is no factor, where that is so."""
    return next((reason for reason in (item.refusal(region, year) for item in sets) if reason is not None), None)


def _of_another_year(item: FactorSet, region: str | None, year: int, years_of_use: int | None, nearest: bool) -> FactorValue | None:
    """The factor of the last year for a later one, or of the nearest year (the earlier of two that are equally near)."""
    series, _ = _series(item, region)
    known = sorted(series.values) if series else []
    if nearest and known:
        stand_in = min(known, key=lambda entry: (abs(entry - year), entry))
    elif known and year > known[-1]:
        stand_in = known[-1]
    else:
        return None
    found = look_up(item, region, stand_in, years_of_use)
    return None if found is None else replace(found, asked=year)
