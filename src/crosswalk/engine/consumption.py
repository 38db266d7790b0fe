"""What declared activities are worth under the standard of the declaration: quantity times factor, part by part where supplies differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from crosswalk.engine.lines import ActivityKey, Item, Proof, Range
from crosswalk.engine.rules.activity import (
    FactorValue,
    analysed_carbon,
    first_match,
    known_years,
    latest_match,
    look_up_item,
    refusal,
)
from crosswalk.errors import (
    DeclarationError,
    Finding,
    InconsistentDeclarationError,
    MissingPropertyError,
    UnitMismatchError,
    UnknownNameError,
    nearest_text,
)
from crosswalk.library.library import Library
from crosswalk.model.factors import FactorSet
from crosswalk.model.figure import Activity, Figure
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.standard import ActivityRule, Standard
from crosswalk.model.supply import Supply
from crosswalk.names import Names

ZERO = Decimal(0)
FACTOR_ROUNDING = Decimal("0.005")  # a value and its activity times factor may differ by the rounding of the factor

Note = tuple[str, str]


@dataclass(slots=True)
class Consumption:
    """Reads the activities of one footprint under its standard."""

    footprint: Footprint
    library: Library
    standard: Standard
    as_of: date | None
    nearest_year: bool
    used: list[FactorValue] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def context(self) -> tuple[object, ...]:
        """What the reading of an activity depends on besides its words."""
        declared = self.footprint.declared_unit
        day = self.as_of and self.as_of.year
        return (self.footprint.subject.location, self._year(), self._span, declared is not None and declared.unit, day, self.nearest_year)

    # -- words ---------------------------------------------------------------------------------------------------------------------

    def keys(self, activity: Activity, item: str | None, field: str) -> tuple[ActivityKey, ...]:
        """What must be known to evaluate the activity anew: one key, or one for each supply of a part and one for the rest."""
        if activity.rest is not None and activity.rest not in self.library.rest_ids:
            raise UnknownNameError(
                Finding(
                    f"no standard knows the reading {activity.rest!r} of what electricity without proof of supply takes",
                    f"没有标准采用对未覆盖电量的口径 {activity.rest!r}",
                    field=f"{field}.activity.rest",
                    nearest=tuple(self.library.rest_ids),
                )
            )
        assert activity.quantity is not None
        plain = ActivityKey(
            activity.carrier,
            activity.region or self.footprint.subject.location,
            activity.year or self._year(),
            item,
            activity.quantity.unit,
            rest=activity.rest,
            carbon=None if activity.carbon_content is None else "alone" if activity.oxidation is None else "with-oxidation",
        )
        proofs = [self._proof(entry) for entry in activity.supply]
        supplied = tuple(
            replace(
                plain,
                supply=entry.kind,
                proven=proof,
                scheme=self._scheme(entry),
                beside=any(other != "no" for index, other in enumerate(proofs) if index != position),
            )
            for position, (entry, proof) in enumerate(zip(activity.supply, proofs, strict=True))
        )
        if any(entry.is_partial for entry in activity.supply):
            return (*supplied, replace(plain, beside=any(proof != "no" for proof in proofs)))
        return supplied or (plain,)

    def _scheme(self, supply: Supply) -> str | None:
        if supply.scheme is None:
            return None
        found = self.library.certificate_scheme(supply.scheme)
        return supply.scheme if found is None else found.id

    def _proof(self, supply: Supply) -> Proof:
        """Whether a proof can count at all; a certificate must be cancelled for the consumption before its last day."""
        if supply.kind != "certificate":
            return "yes"
        if not supply.is_cancelled:
            return "no"
        scheme = self.library.certificate_scheme(supply.scheme) if supply.scheme else None
        if scheme is None or supply.cancelled_on is None:
            return "yes"
        ends = [scheme.last_day(month) for month in supply.months]
        late = [end is not None and end < supply.cancelled_on for end in ends]
        if late and all(late):
            return "no"
        return "open" if any(late) else "yes"

    def item(self, activity: Activity, field: str, notes: list[Note]) -> str | None:
        """The id of the fuel, material or means of transport in the standard's own tables, or the name as given."""
        if activity.item is None:
            return None
        if activity.carbon_content is not None:
            return _fuel_id(activity.item, self.library)
        sets = self._sets(activity, field)
        if not sets:
            return activity.item
        match = item_names(tuple(entry.id for entry in sets), self.library).resolve(activity.item, f"{field}.activity.{activity.carrier}")
        if match.guessed:
            notes.append(
                (
                    f"{field}: {activity.item!r} was read as {match.name!r}",
                    f"{field}：{activity.item!r} 被理解为 {match.name!r}",
                )
            )
        return match.key

    def own_factors(self, activity: Activity, item: str | None, field: str) -> tuple[FactorValue, ...]:
        """The factors that the standard itself gives to an activity declared without one; several where sources disagree on the mix.

        Raises:
            UnknownNameError: there is none for the item, or for the region and year.
        """
        sets = self._sets(activity, field)
        if item is not None:
            found = next((value for value in (look_up_item(entry, item) for entry in sets) if value is not None), None)
        else:
            rule = self._rule(activity)
            readings = rule.rest if rule is not None and not activity.factor_set else ()
            chosen = [entry for entry in readings if entry.id == activity.rest] or [
                entry for entry in readings if not entry.beside_supply or any(self._proof(part) != "no" for part in activity.supply)
            ]
            known = (self._published(factor_sets(self.library, entry.factor_sets), activity, entry.region) for entry in chosen)
            several = tuple(value for value in known if value is not None and not value.substituted)
            if several:
                return several
            found = self._published(sets, activity)
        region = activity.region or self.footprint.subject.location
        foreign = found is not None and region is None and found.years and found.factor_set.jurisdiction != self.standard.jurisdiction
        if found is None or foreign or (found.substituted and region is not None):
            raise self._no_factor(activity, item, sets, field)
        return (found,)

    def _published(self, sets: Sequence[FactorSet], activity: Activity, of: str | None = None) -> FactorValue | None:
        region = activity.region or self.footprint.subject.location
        region = of if of is not None and region is not None and region.split("-")[0] == of else region
        year = activity.year or self._year()
        if year is None and self.as_of is not None:
            return latest_match(sets, region, self.as_of.year, self._span, self.standard.jurisdiction, self.nearest_year)
        return first_match(sets, region, year, self._span, self.nearest_year)

    def _no_factor(self, activity: Activity, item: str | None, sets: Sequence[FactorSet], field: str) -> UnknownNameError:
        region = activity.region or self.footprint.subject.location
        year = activity.year or self._year()
        rule = self._rule(activity)
        of_rest = [name for entry in rule.rest for name in entry.factor_sets] if rule is not None else []
        reason = refusal([*sets, *factor_sets(self.library, of_rest)], region, year)
        if reason is not None:
            return UnknownNameError(Finding(reason.en, reason.zh, field=f"{field}.activity"))
        years = () if item is not None else known_years(sets, region)
        if years and year is not None and year not in years:
            span = f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
            return UnknownNameError(
                Finding(
                    f"{self.standard.number} has {activity.carrier} factors here for {span}, none for {year}; state `factor:` or another `year:`, or "
                    f"take the nearest year with `--nearest-year`",
                    f"{self.standard.number} 的 {activity.carrier} 因子仅有 {span} 年，没有 {year} 年；请给出 `factor:` 或其他 `year:`，或用 `--nearest-year` 取最近年份",
                    field=f"{field}.activity",
                    nearest=tuple(str(known) for known in sorted(years, key=lambda known: abs(known - year))[:3]),
                )
            )
        names = Names("region", "地区")
        for entry in sets:
            for series in entry.series:
                names.add(series.region, [series.name.en, series.name.zh])
        place = f"{item or region or 'no region'}, {year or 'no year'}"
        return UnknownNameError(
            Finding(
                f"{self.standard.number} has no {activity.carrier} factor here for {place}; give `factor:`, or another region or year",
                f"{self.standard.number} 没有适用于 {place} 的 {activity.carrier} 因子；请给出 `factor:`，或更换地区、年份",
                field=f"{field}.activity",
                nearest=nearest_text([name for name, _, _ in names.nearest(region or "")] or names.keys()),
            )
        )

    def check_gases(self, activity: Activity, own: Sequence[FactorValue], field: str) -> bool:
        """Whether the factors count CO2 only.

        Raises:
            DeclarationError: some count CO2 and others CO2e, or a factor in CO2e names a set that counts CO2 only.
        """
        factors = [entry.factor for entry in activity.supply if entry.factor is not None]
        rest = activity.factor if activity.factor is not None and not _covered_by_own_factor(activity) else None
        kinds = {"CO2e" in factor.unit for factor in (*factors, *([rest] if rest is not None else []))}
        kinds |= {not value.is_co2_only for value in own}
        if len(kinds) > 1:
            raise DeclarationError(
                Finding(
                    "some factors of this activity count CO2 and others CO2e; state all in one of them",
                    "该活动的因子部分为 CO2、部分为 CO2e；请统一为其中一种",
                    field=f"{field}.activity",
                )
            )
        if activity.factor_set and activity.factor is not None and "CO2e" in activity.factor.unit:
            named = self.library.factor_set(activity.factor_set, f"{field}.activity.factor_set")
            if "CO2e" not in named.unit and named.series:
                raise DeclarationError(
                    Finding(
                        f"{named.id} counts CO2 only; write the factor as CO2, such as {activity.factor.magnitude} kg CO2/kWh",
                        f"{named.id} 只计 CO2；请将因子写为 CO2，例如 {activity.factor.magnitude} kg CO2/kWh",
                        field=f"{field}.activity.factor",
                    )
                )
        return kinds == {False}

    # -- values --------------------------------------------------------------------------------------------------------------------

    def amount(self, activity: Activity) -> Quantity:
        """The quantity over the period of the declaration."""
        assert activity.quantity is not None  # the model refuses an activity without a quantity
        return self._per_life(activity.quantity)

    def value(self, figure: Figure, own: tuple[FactorValue, ...], field: str) -> tuple[Range, tuple[Item, ...]]:
        """The declared value in kg CO2e, else quantity times factor; and its parts, where supplies differ or carbon was analysed."""
        activity = figure.activity
        assert activity is not None
        self.used.extend(own)
        amount = self.amount(activity)
        if activity.carbon_content is not None:
            return self._analysed(figure, activity, amount, field)
        if any(entry.is_partial for entry in activity.supply):
            return self._by_supply(figure, activity, amount, own, field)
        factor = activity.supply[0].factor if _covered_by_own_factor(activity) else activity.factor
        computed = self._computed(amount, factor, own, field)
        self._check_mark(activity, factor, field)
        if computed is None:
            assert figure.range is not None
            return figure.range, ()
        return self._settled(figure, computed, field), ()

    def _computed(self, amount: Quantity, factor: Quantity | None, own: tuple[FactorValue, ...], field: str) -> Range | None:
        if own:
            if all(value.ncv is not None and _is_gas_volume(value.ncv) for value in own) and amount.has_dimension_of("m**3"):
                self._note_reference_state(own[0], amount, field)
                amount = Quantity(amount.to("m**3").magnitude, "normal_m3")
            try:
                ends = [value.per(amount) for value in own]
            except UnitMismatchError as error:
                raise UnitMismatchError(*(replace(found, field=f"{field}.activity") for found in error.findings)) from None
            return min(ends), max(ends)
        if factor is None:
            return None
        product = _times(factor, amount, f"{field}.activity.factor")
        value = product.to("kg*CO2" if product.has_dimension_of("kg*CO2") else "kg*CO2e").magnitude
        return value, value

    def _note_reference_state(self, factor: FactorValue, amount: Quantity, field: str) -> None:
        """A volume of gas without reference state was taken as that of the table."""
        table, volume = factor.factor_set.id, f"{amount.magnitude.normalize():f} {readable(amount.unit)}"
        self.notes.append(
            (
                f"{field}: the reference state of {volume} is not stated and was taken as that of {table} (Nm3 as printed); a volume at 20 °C holds "
                "6.8 % less: state Nm3, m3_15C or m3_20C",
                f"{field}：未注明 {volume} 的参考状态，按 {table} 的 Nm3 处理；若为 20 °C 体积则少 6.8%：请写明 Nm3、m3_15C 或 m3_20C",
            )
        )

    def _settled(self, figure: Figure, computed: Range, field: str) -> Range:
        """The declared value where there is one; a warning where the activity says something else."""
        declared = figure.range
        if declared is None:
            return computed
        spread = figure.half_digit + abs(computed[1]) * FACTOR_ROUNDING
        if computed[1] < declared[0] - spread or computed[0] > declared[1] + spread:
            self.notes.append(
                (
                    f"{field}: activity times factor gives {computed[0]:.6g} kg CO2e, the declared value is {declared[0]:.6g}; the value is kept",
                    f"{field}：活动量乘因子得 {computed[0]:.6g} kg CO2e，声明值为 {declared[0]:.6g}；保留声明值",
                )
            )
        return declared

    def _by_supply(
        self, figure: Figure, activity: Activity, amount: Quantity, own: tuple[FactorValue, ...], field: str
    ) -> tuple[Range, tuple[Item, ...]]:
        """Each supply with its own factor, the rest with that of the activity, of the standard, or by what the declared value leaves."""
        self._check_whole(activity, field)
        items, left = [], amount.magnitude
        for position, entry in enumerate(activity.supply):
            if entry.amount is not None:
                part = self._per_life(entry.amount).to(amount.unit)
            else:
                assert entry.share is not None
                part = Quantity(amount.magnitude * entry.share, amount.unit)
            left -= part.magnitude
            value = self._computed(part, entry.factor, (), f"{field}.activity.supply[{position}]")
            assert value is not None  # the model asks for the factor of a part
            items.append(Item(part, value, entry.kind))
        low, high = (sum((entry.value[end] for entry in items), ZERO) for end in (0, 1))
        rest = Quantity(left, amount.unit)
        of_rest = self._computed(rest, activity.factor, own, field)
        self._check_mark(activity, activity.factor, field)
        if of_rest is None:
            assert figure.range is not None
            of_rest = figure.range[0] - high, figure.range[1] - low
            if of_rest[1] < -figure.half_digit:
                raise InconsistentDeclarationError(
                    Finding(
                        f"the supplies alone give {low:.6g} kg CO2e, more than the declared {figure.range[1]:.6g}",
                        f"仅供电凭证部分即为 {low:.6g} kg CO2e，超过声明值 {figure.range[1]:.6g}",
                        field=f"{field}.value",
                    )
                )
            of_rest = max(of_rest[0], ZERO), max(of_rest[1], ZERO)
        items.append(Item(rest, of_rest, "rest"))
        whole = self._settled(figure, (low + of_rest[0], high + of_rest[1]), field)
        return whole, tuple(items)

    def _analysed(self, figure: Figure, activity: Activity, amount: Quantity, field: str) -> tuple[Range, tuple[Item, ...]]:
        """A fuel by its analysed carbon, under the standard's own conversion and oxidation."""
        carbon = activity.carbon(amount)
        assert carbon is not None  # the model checks the units
        assert activity.item is not None
        rule = analysed_carbon(self._rule(activity), _fuel_id(activity.item, self.library))
        value = figure.range
        burnt = activity.oxidation if activity.oxidation is not None or rule is None else rule.oxidation
        if rule is not None and burnt is None and value is None:
            raise MissingPropertyError(
                Finding(
                    f"{self.standard.number} has no oxidation factor here for {activity.item}; state `oxidation:` or the `value`",
                    f"{self.standard.number} 在此没有 {activity.item} 的氧化率；请给出 `oxidation:` 或 `value`",
                    field=f"{field}.activity",
                )
            )
        if rule is not None and burnt is not None:
            computed = replace(rule, oxidation=burnt).of(carbon, None)
            value = self._settled(figure, (computed, computed), field)
        if value is None:
            raise DeclarationError(
                Finding(
                    f"{self.standard.number} has no rule here for analysed carbon; state the `value` of the figure",
                    f"{self.standard.number} 在此没有实测含碳量的规则；请给出该数据的 `value`",
                    field=f"{field}.activity.carbon_content",
                )
            )
        return value, (Item(amount, value, activity.item, carbon, activity.oxidation),)

    def _check_whole(self, activity: Activity, field: str) -> None:
        """Certificates of a plant are whole ones; per unit of a product a fraction is no fault."""
        if self.footprint.activity_level is None and self.standard.subject != "installation":
            return
        for position, entry in enumerate(activity.supply):
            scheme = self.library.certificate_scheme(entry.scheme) if entry.scheme else None
            if scheme is None or not scheme.whole or entry.amount is None:
                continue
            count = entry.amount.to(scheme.unit.unit).magnitude / scheme.unit.magnitude
            if count != count.to_integral_value():
                raise DeclarationError(
                    Finding(
                        f"a certificate of {scheme.name.en} stands for {scheme.unit}; {entry.amount} is no whole number of them",
                        f"{scheme.name.zh}每张对应 {scheme.unit}；{entry.amount} 不是整数张",
                        field=f"{field}.activity.supply[{position}].amount",
                    )
                )

    def _check_mark(self, activity: Activity, factor: Quantity | None, field: str) -> None:
        """Mark a factor in CO2e whose number is one published as CO2."""
        region = activity.region or self.footprint.subject.location
        if activity.carrier != "electricity" or factor is None or region is None or "CO2e" not in factor.unit:
            return
        if not factor.has_dimension_of("kg*CO2e/kWh"):
            return
        name = self.library.co2_only_factors.get((region, factor.to("kg*CO2e/kWh").magnitude.normalize()))
        if name is not None:
            self.notes.append(
                (
                    f"{field}: {factor} is published in {name} as CO2 of generation only; as CO2e it would claim that nothing else was emitted",
                    f"{field}：{factor} 在 {name} 中公布为仅含发电CO2；写作CO2e等于声称没有其他排放",
                )
            )

    # -- helpers -------------------------------------------------------------------------------------------------------------------

    def _rule(self, activity: Activity) -> ActivityRule | None:
        return next((rule for rule in self.standard.activities if rule.carrier == activity.carrier), None)

    def _sets(self, activity: Activity, field: str) -> list[FactorSet]:
        if activity.factor_set:
            return [self.library.factor_set(activity.factor_set, f"{field}.activity.factor_set")]
        rule = self._rule(activity)
        return factor_sets(self.library, rule.factor_sets) if rule else []

    def _year(self) -> int | None:
        if self.footprint.year is not None:
            return self.footprint.year
        return self.footprint.period.start.year if self.footprint.period else None

    @property
    def _span(self) -> int | None:
        unit = self.standard.unit
        life = self.footprint.subject.service_life or unit.study_period or unit.default_service_life
        return int(life.to("a").magnitude) if life else None

    def _per_life(self, amount: Quantity) -> Quantity:
        """A yearly amount over all years of use, others as they are."""
        unit = _yearly_unit(amount.unit)
        if unit is None:
            return amount
        span = self._span
        if span is None or (self.footprint.declared_unit is not None and self.footprint.declared_unit.unit.endswith("a")):
            span = 1
        return Quantity(amount.to(f"{unit}/a").magnitude * span, unit)


def factor_sets(library: Library, names: Sequence[str]) -> list[FactorSet]:
    """The factor sets of a rule, best first."""
    return [library.factor_set(name) for name in names]


@lru_cache(maxsize=64)
def item_names(set_ids: tuple[str, ...], library: Library) -> Names:
    """The names of all items of some factor sets."""
    names = Names("material, fuel or means of transport", "材料、燃料或运输方式")
    for set_id in set_ids:
        for item in library.factor_set(set_id).items:
            names.add(item.id, [item.name.en, item.name.zh, *item.aliases])
    return names


def _fuel_id(name: str, library: Library) -> str:
    """The id of a fuel in any table, or the name as given: an analysed fuel needs no table."""
    fuels = tuple(key for key in library.factor_set_ids() if library.factor_carrier(key) == "fuel")
    return item_names(fuels, library).get(name) or name


def _is_gas_volume(value: Quantity) -> bool:
    """Whether a calorific value is per volume of gas in a reference state."""
    return value.has_dimension_of("GJ/normal_m3")


def _covered_by_own_factor(activity: Activity) -> bool:
    """Whether one supply covers everything and states its own factor."""
    return len(activity.supply) == 1 and not activity.supply[0].is_partial and activity.supply[0].factor is not None


def needs_own_factor(figure: Figure) -> bool:
    """Whether the standard must supply the factor of an activity: neither a value nor a factor is declared."""
    activity = figure.activity
    return (
        activity is not None
        and activity.factor is None
        and activity.carbon_content is None
        and figure.value is None
        and not _covered_by_own_factor(activity)
    )


@lru_cache(maxsize=256)
def _yearly_unit(unit: str) -> str | None:
    """The unit of which a unit is the yearly amount, or `None`."""
    return next((base for base in ("kWh", "kg", "m**3", "t*km") if Quantity(Decimal(1), unit).has_dimension_of(f"{base}/a")), None)


def _times(factor: Quantity, amount: Quantity, field: str) -> Quantity:
    """Factor times amount as a mass of CO2 or CO2e."""
    product = Quantity(factor.magnitude * amount.magnitude, f"({factor.unit})*({amount.unit})")
    if product.has_dimension_of("kg*CO2") or product.has_dimension_of("kg*CO2e"):
        return product
    raise DeclarationError(
        Finding(
            f"factor {factor} times {amount} is no mass of CO2 or CO2e; expected for example kg CO2/kWh with kWh",
            f"因子 {factor} 乘以 {amount} 不是 CO2 或 CO2e 质量；例如应为 kg CO2/kWh 与 kWh",
            field=field,
        )
    )
