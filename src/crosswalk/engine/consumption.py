"""What declared activities are worth under the standard of the declaration: quantity times factor, part by part where supplies differ."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from crosswalk.engine.activity_words import ActivityWords, Note, covered_by_own_factor, fuel_id
from crosswalk.engine.lines import Item, Range
from crosswalk.engine.rules.activity import FactorValue, analysed_carbon
from crosswalk.engine.rules.energy.electricity import full_load_hour_intensity
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError, MissingPropertyError, UnitMismatchError
from crosswalk.model.figure import Activity, Figure
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.supply import Supply

WHOLE = ("installation", "organisation", "territory")  # subjects whose consumption is metered as a whole
ZERO = Decimal(0)
FACTOR_ROUNDING = Decimal("0.005")  # a value and its activity times factor may differ by the rounding of the factor


@dataclass(slots=True)
class Consumption:
    """The values of the activities of one footprint, with the factors that were used and the notes that came up."""

    words: ActivityWords
    used: list[FactorValue] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

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
        factor = self._supplied(activity, activity.supply[0]) if covered_by_own_factor(activity) else self._of_grid(activity)
        computed = self._computed(amount, factor, own, field)
        self._check_mark(activity, factor, field)
        if computed is None:
            assert figure.range is not None
            return figure.range, ()
        return self._settled(figure, computed, field), ()

    def _of_grid(self, activity: Activity) -> Quantity | None:
        """The factor of grid electricity: by the hours of the plant where these decide, else the declared one."""
        if activity.full_load_hours is None or activity.price_setting_hours is None:
            return activity.factor
        rule = self.words.grid_method(activity, "full-load-hours")
        assert rule is not None  # checked when the words were read
        assert rule.value is not None  # the data check asks for it
        hours, counted = (entry.to("h").magnitude for entry in (activity.full_load_hours, activity.price_setting_hours))
        return Quantity(full_load_hour_intensity(hours, counted, rule.value.magnitude), rule.value.unit)

    def _supplied(self, activity: Activity, entry: Supply) -> Quantity | None:
        """The factor of a supply: hours decide for all electricity, fully renewable electricity takes the value of the standard."""
        if activity.method == "full-load-hours":
            return self._of_grid(activity)
        rule = self.words.grid_method(activity, "fully-renewable") if entry.fully_renewable else None
        return entry.factor if rule is None else rule.value

    def _computed(self, amount: Quantity, factor: Quantity | None, own: tuple[FactorValue, ...], field: str) -> Range | None:
        if own:
            if all(value.ncv is not None and _is_gas_volume(value.ncv) for value in own) and amount.has_dimension_of("m**3"):
                self._note_reference_state(own[0], amount, field)
                amount = Quantity(amount.to("m**3").magnitude, "normal_m3")
            if not all(value.takes(amount.unit) for value in own):
                raise _other_dimension(own[0], amount, field)
            ends = [value.per(amount) for value in own]
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
            value = self._computed(part, self._supplied(activity, entry), (), f"{field}.activity.supply[{position}]")
            assert value is not None  # the model asks for the factor of a part
            items.append(Item(part, value, entry.kind))
        low, high = (sum((entry.value[end] for entry in items), ZERO) for end in (0, 1))
        rest = Quantity(left, amount.unit)
        of_rest = self._computed(rest, self._of_grid(activity), own, field)
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
        assert activity.item is not None
        assert activity.analysed is not None  # the model checks the units
        carbon = activity.carbon(self._per_life(activity.analysed))
        rule = analysed_carbon(self.words.rule(activity), fuel_id(activity.item, self.words.library))
        value = figure.range
        burnt = activity.oxidation if activity.oxidation is not None or rule is None else rule.oxidation
        if rule is not None and burnt is None and value is None:
            raise MissingPropertyError(
                Finding(
                    f"{self.words.standard.number} has no oxidation factor here for {activity.item}; state `oxidation:` or the `value`",
                    f"{self.words.standard.number} 在此没有 {activity.item} 的氧化率；请给出 `oxidation:` 或 `value`",
                    field=f"{field}.activity",
                )
            )
        if rule is not None and burnt is not None:
            computed = replace(rule, oxidation=burnt).of(carbon, None)
            value = self._settled(figure, (computed, computed), field)
        if value is None:
            raise DeclarationError(
                Finding(
                    f"{self.words.standard.number} has no rule here for analysed carbon; state the `value` of the figure",
                    f"{self.words.standard.number} 在此没有实测含碳量的规则；请给出该数据的 `value`",
                    field=f"{field}.activity.carbon_content",
                )
            )
        return value, (Item(amount, value, activity.item, carbon, activity.oxidation),)

    def _check_whole(self, activity: Activity, field: str) -> None:
        """Certificates of a plant are whole ones; per unit of a product a fraction is no fault."""
        if self.words.footprint.activity_level is None and self.words.standard.subject not in WHOLE:
            return
        for position, entry in enumerate(activity.supply):
            scheme = self.words.library.certificate_scheme.lookup(entry.scheme) if entry.scheme else None
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
        region = self.words.region(activity)
        if activity.carrier != "electricity" or factor is None or region is None or "CO2e" not in factor.unit:
            return
        if not factor.has_dimension_of("kg*CO2e/kWh"):
            return
        name = self.words.library.co2_only_factors.get((region, factor.to("kg*CO2e/kWh").magnitude.normalize()))
        if name is not None:
            self.notes.append(
                (
                    f"{field}: {factor} is published in {name} as CO2 of generation only; as CO2e it would claim that nothing else was emitted",
                    f"{field}：{factor} 在 {name} 中公布为仅含发电CO2；写作CO2e等于声称没有其他排放",
                )
            )

    def _per_life(self, amount: Quantity) -> Quantity:
        """A yearly amount over all years of use, others as they are."""
        unit = _yearly_unit(amount.unit)
        if unit is None:
            return amount
        span = self.words.span
        if span is None or (self.words.footprint.declared_unit is not None and self.words.footprint.declared_unit.unit.endswith("a")):
            span = 1
        return Quantity(amount.to(f"{unit}/a").magnitude * span, unit)


def _is_gas_volume(value: Quantity) -> bool:
    """Whether a calorific value is per volume of gas in a reference state."""
    return value.has_dimension_of("GJ/normal_m3")


def _other_dimension(factor: FactorValue, amount: Quantity, field: str) -> UnitMismatchError:
    """The factor of a table is per something else than the declared amount, and what leads there."""
    shown, unit = readable(str(amount)), readable(factor.unit)
    if Quantity(Decimal(1), amount.unit).has_dimension_of("MJ_HHV"):
        en, zh = "it is on the lower heating value: declare the amount so", "该因子按低位发热量：请按低位发热量声明"
    elif factor.takes("GJ"):
        en = "declare the amount as energy, or its `ncv:`, such as 36 MJ/Nm3 or 25.8 GJ/t"
        zh = "请以能量声明，或给出 `ncv:`，例如 36 MJ/Nm3 或 25.8 GJ/t"
    elif Quantity(Decimal(1), f"({factor.unit})*({amount.unit})").has_dimension_of("kg"):
        en, zh = (
            "another dimension: it gives a mass of another gas, not of CO2 or CO2e",
            "量纲不同：该因子给出其他气体的质量，不是 CO2 或 CO2e",
        )
    else:
        en, zh = "another dimension: declare the amount in a unit of that kind", "量纲不同：请以相应单位声明"
    return UnitMismatchError(
        Finding(
            f"the factor of {factor.region} ({factor.factor_set.id}) is in {unit} and cannot be applied to {shown}; {en}",
            f"{factor.region} 的因子（{factor.factor_set.id}）单位为 {unit}，不能用于 {shown}；{zh}",
            field=f"{field}.activity",
        )
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
