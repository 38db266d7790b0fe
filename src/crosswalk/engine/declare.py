"""Reads a footprint as lines over atoms: what was declared, resolved against its standard, without any translation yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from crosswalk.engine.lines import ActivityKey, Declaration, Item, Line
from crosswalk.engine.rules.activity import FactorValue, first_match, latest_match, look_up_item
from crosswalk.engine.rules.biogenic import carbon_dioxide
from crosswalk.engine.selector import ReadFigure, selector
from crosswalk.errors import (
    DeclarationError,
    Finding,
    InputError,
    UnitMismatchError,
    UnknownNameError,
    nearest_text,
)
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.factors import FactorSet
from crosswalk.model.figure import Activity, Figure
from crosswalk.model.footprint import BiogenicCarbon, Footprint, carbon_mass
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import ActivityRule, Standard
from crosswalk.names import Names

ZERO = Decimal(0)
ITEMISED = ("material", "fuel", "transport")
"""Carriers whose items are listed one by one and add up."""
FACTOR_ROUNDING = Decimal("0.005")  # a value and its activity times factor may differ by the rounding of the factor


def declare(
    footprint: Footprint, library: Library, standard: Standard, as_of: date | None = None, category: str | None = None
) -> Declaration:
    """The lines of a footprint under its standard.

    `as_of` picks the factor year of activities that state none; `category` is that of the good, where the standard tells them apart.

    Raises:
        InputError: with file, line and field, for whatever the standard cannot mean.
    """
    try:
        return _Reader(footprint, library, standard, as_of, category).read()
    except InputError as error:
        raise error.located(footprint.file, footprint.lines) from None


class _Reader:
    def __init__(self, footprint: Footprint, library: Library, standard: Standard, as_of: date | None, category: str | None):
        self.as_of = as_of
        self.footprint = footprint
        self.library = library
        self.standard = standard
        self.selector = selector(library, standard.id, category)
        self.space = self.selector.space
        self.lines: list[Line] = []
        self.fields: list[str] = []
        self.values: list[tuple[Decimal, Decimal]] = []
        self.half_digits: list[Decimal] = []
        self.amounts: list[Quantity | None] = []
        self.used: list[FactorValue] = []
        self.notes: list[tuple[str, str]] = []
        self.items: dict[int, tuple[Item, ...]] = {}
        self.context = (
            footprint.subject.location,
            self._year(),
            _span(footprint, standard),
            footprint.declared_unit is not None and footprint.declared_unit.unit,
            as_of and as_of.year,
        )

    def read(self) -> Declaration:
        for position, figure in enumerate(self.footprint.figures):
            self._figure(figure, f"figures[{position}]", beyond=False)
        for position, figure in enumerate(self.footprint.supplement):
            self._figure(figure, f"supplement[{position}]", beyond=True)
        self._sum_items()
        if self.footprint.biogenic_carbon is not None:
            self._biogenic_carbon(self.footprint.biogenic_carbon)
        return Declaration(
            tuple(self.lines),
            tuple(self.fields),
            tuple(self.values),
            tuple(self.half_digits),
            tuple(self.amounts),
            tuple(self.used),
            tuple(self.notes),
            self.items,
        )

    def _add(
        self,
        line: Line,
        field: str,
        value: tuple[Decimal, Decimal],
        half_digit: Decimal = ZERO,
        amount: Quantity | None = None,
    ) -> None:
        self.lines.append(line)
        self.fields.append(field)
        self.values.append(value)
        self.half_digits.append(half_digit)
        self.amounts.append(amount)

    def _figure(self, figure: Figure, field: str, *, beyond: bool) -> None:
        key = (figure.words, beyond, self.context if figure.activity is not None else None)
        read = self.selector.read_figures.get(key)
        if read is None:
            read = self._read_words(figure, field, beyond)
            self.selector.read_figures[key] = read
        self.notes.extend(read.notes)
        value = figure.range
        amount = None
        if figure.activity is not None:
            assert figure.activity.quantity is not None  # the model refuses an activity without a quantity
            amount = _per_life(figure.activity.quantity, self.footprint, self.standard)
            value = self._activity_value(figure, amount, read, field)
        assert value is not None  # a figure has a value, a mass or an activity
        self._check_sign(read.line, field, value)
        if value[0] != value[1]:  # a range that reaches past zero is cut where the line cannot follow
            low = value[0] if read.line.downward else max(value[0], ZERO)
            value = low, value[1] if read.line.upward else min(value[1], ZERO)
        self._add(read.line, field, value, figure.half_digit, amount)

    def _read_words(self, figure: Figure, field: str, beyond: bool) -> ReadFigure:
        atoms, notes = self.selector.select(figure.stage, figure.source, figure.gas, figure.indicator, field, beyond)
        found = list(notes)
        label = " / ".join(part for part in (figure.stage, figure.source, figure.gas, figure.indicator) if part)
        key = own = None
        if figure.activity is not None:
            activity = figure.activity
            item = self._item(activity, field, found)
            if activity.factor is None and figure.value is None:
                assert activity.quantity is not None
                own = self._own_factor(activity, item, field, figure.stage)
                counts = own.counts
                atoms = atoms & self.space.box(None, counts.sources, counts.gases) or atoms
            if (own is not None and own.is_co2_only) or (activity.factor is not None and "CO2e" not in activity.factor.unit):
                atoms &= self.space.box(None, None, ("co2",))
            if figure.source is None and not beyond and activity.carrier in ("electricity", "heat"):
                atoms &= self.space.box(None, (activity.carrier,), None)
                if not atoms:
                    raise DeclarationError(
                        Finding(
                            f"{activity.carrier} of {figure.stage} lies outside the main figure of {self.standard.number}; state the indicator "
                            "that counts it, or declare it under `supplement:`",
                            f"{figure.stage} 的 {activity.carrier} 不在 {self.standard.number} 主指标之内；请注明计入它的指标，或写在 `supplement:` 下",
                            field=f"{field}.activity",
                        )
                    )
            key = ActivityKey(
                activity.carrier,
                activity.region or self.footprint.subject.location,
                activity.year or self._year(),
                item,
                activity.quantity.unit if activity.quantity is not None else "",
                None if activity.supply is None else activity.supply.kind,
                activity.supply is None or activity.supply.proves,
            )
        view = figure.indicator is not None and self._is_additional(figure.indicator)
        gas = self.space.gas_names.resolve(figure.gas).key if figure.gas is not None else None
        line = self.selector.line(label, atoms, mass=figure.mass is not None, gas=gas, activity=key, view=view, beyond=beyond)
        return ReadFigure(line, tuple(found), own)

    def _is_additional(self, name: str) -> bool:
        key = self.selector.indicator_names.resolve(name).key
        return next(entry for entry in self.standard.indicators if entry.id == key).additional

    @staticmethod
    def _check_sign(line: Line, field: str, value: tuple[Decimal, Decimal]) -> None:
        low, high = value
        if high < 0 and not line.downward:
            raise DeclarationError(
                Finding(
                    f"a negative value ({low.normalize():f}) for {line.label}, which holds emissions only; "
                    "declare uptake, storage or credits under their own source",
                    f"{line.label} 仅含排放，不能为负值（{low.normalize():f}）；吸收、封存或抵扣请按各自的来源声明",
                    field=f"{field}.value",
                )
            )
        if low > 0 and not line.upward:
            raise DeclarationError(
                Finding(
                    f"a positive value ({high.normalize():f}) for {line.label}, which holds uptake, storage or credits only; write it negative",
                    f"{line.label} 仅含吸收、封存或抵扣，不能为正值（{high.normalize():f}）；请写作负值",
                    field=f"{field}.value",
                )
            )

    # -- activities ----------------------------------------------------------------------------------------------------------------

    def _activity_value(self, figure: Figure, amount: Quantity, read: ReadFigure, field: str) -> tuple[Decimal, Decimal]:
        """The declared value, else activity times factor."""
        assert figure.activity is not None
        factor = figure.activity.factor
        if read.own_factor is not None:
            self.used.append(read.own_factor)
            try:
                computed = read.own_factor.per(amount)
            except UnitMismatchError as error:
                raise UnitMismatchError(*(replace(found, field=f"{field}.activity") for found in error.findings)) from None
        elif factor is None:
            assert figure.range is not None
            return figure.range
        else:
            product = _times(factor, amount, f"{field}.activity.factor")
            computed = product.to("kg*CO2" if product.has_dimension_of("kg*CO2") else "kg*CO2e").magnitude
        declared = figure.range
        if declared is None:
            return computed, computed
        spread = figure.half_digit + abs(computed) * FACTOR_ROUNDING
        if not declared[0] - spread <= computed <= declared[1] + spread:
            self.notes.append(
                (
                    f"{field}: activity times factor gives {computed:.6g} kg CO2e, the declared value is {declared[0]:.6g}; the value is kept",
                    f"{field}：活动量乘因子得 {computed:.6g} kg CO2e，声明值为 {declared[0]:.6g}；保留声明值",
                )
            )
        return declared

    def _sets(self, activity: Activity, field: str) -> list[FactorSet]:
        if activity.factor_set:
            return [self.library.factor_set(activity.factor_set, f"{field}.activity.factor_set")]
        return factor_sets(self.library, next((rule for rule in self.standard.activities if rule.carrier == activity.carrier), None))

    def _own_factor(self, activity: Activity, item: str | None, field: str, stage: str) -> FactorValue:
        """The factor that the standard itself gives to an activity declared without one; of an item, the first that counts no more than the stage."""
        sets = self._sets(activity, field)
        region = activity.region or self.footprint.subject.location
        year = activity.year or self._year()
        found: FactorValue | None
        if item is None:
            span = _span(self.footprint, self.standard)
            if year is None and self.as_of is not None:
                found = latest_match(sets, region, self.as_of.year, span, self.standard.jurisdiction)
            else:
                found = first_match(sets, region, year, span)
        else:
            values = [value for value in (look_up_item(entry, item) for entry in sets) if value is not None]
            found = next((value for value in values if not self.selector.beyond_stage(stage, value.counts)), None)
            if found is None and values:
                raise self._counts_more(values[0], stage, field)
        foreign = found is not None and region is None and found.years and found.factor_set.jurisdiction != self.standard.jurisdiction
        if found is None or foreign or (found.substituted and region is not None):
            known = Names("region", "地区")
            for entry in sets:
                for series in entry.series:
                    known.add(series.region, [series.name.en, series.name.zh])
            place = f"{item or region or 'no region'}, {year or 'no year'}"
            raise UnknownNameError(
                Finding(
                    f"{self.standard.number} has no {activity.carrier} factor here for {place}; give `factor:`, or another region or year",
                    f"{self.standard.number} 没有适用于 {place} 的 {activity.carrier} 因子；请给出 `factor:`，或更换地区、年份",
                    field=f"{field}.activity",
                    nearest=nearest_text([name for name, _, _ in known.nearest(region or "")] or known.keys()),
                )
            )
        return found

    def _counts_more(self, value: FactorValue, stage: str, field: str) -> DeclarationError:
        more = ", ".join(self.selector.beyond_stage(stage, value.counts))
        wider = ", ".join(entry.id for entry in self.standard.stages if not self.selector.beyond_stage(entry.id, value.counts))
        return DeclarationError(
            Finding(
                f"the factor of {value.factor_set.id} counts more than {stage} ({more}); declare the fuel under a stage that holds all of it ({wider}), "
                "or give the `factor:` that was used",
                f"{value.factor_set.id} 的因子所计多于 {stage}（{more}）；请在包含全部内容的阶段（{wider}）下申报，或给出所用的 `factor:`",
                field=f"{field}.activity",
            )
        )

    def _item(self, activity: Activity, field: str, notes: list[tuple[str, str]]) -> str | None:
        """The id of the fuel, material or means of transport in the standard's own tables, or the name as given."""
        if activity.item is None:
            return None
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

    def _year(self) -> int | None:
        if self.footprint.year is not None:
            return self.footprint.year
        return self.footprint.period.start.year if self.footprint.period else None

    def _sum_items(self) -> None:
        """Materials, fuels and transports listed one by one for the same stage are parts of one figure: their values add."""
        items: dict[Atoms, list[int]] = {}
        for position, line in enumerate(self.lines):
            if line.activity is not None and line.activity.carrier in ITEMISED:
                items.setdefault(line.atoms, []).append(position)
        dropped: set[int] = set()
        for atoms, members in items.items():
            if len(members) == 1:
                continue
            first = members[0]
            label = f"{self.lines[first].label} ({len(members)})"
            keys = tuple(activity for position in members for activity in self.lines[position].activities)
            self.items[first] = tuple(
                Item(amount, self.values[position], self.lines[position].activities[0].item or self.lines[position].label)
                for position in members
                if (amount := self.amounts[position]) is not None
            )
            low, high = (sum((self.values[position][end] for position in members), ZERO) for end in (0, 1))
            self.lines[first] = self.selector.summed_line(label, atoms, self.lines[first].beyond, items=keys)
            self.values[first] = (low, low) if low == high else (low, high)
            self.half_digits[first] = sum((self.half_digits[position] for position in members), ZERO)
            self.amounts[first] = None
            dropped.update(members[1:])
        if dropped:
            kept = [position for position in range(len(self.lines)) if position not in dropped]
            self.items = {kept.index(position): items for position, items in self.items.items()}
            self.lines = [self.lines[position] for position in kept]
            self.fields = [self.fields[position] for position in kept]
            self.values = [self.values[position] for position in kept]
            self.half_digits = [self.half_digits[position] for position in kept]
            self.amounts = [self.amounts[position] for position in kept]

    # -- biogenic carbon -----------------------------------------------------------------------------------------------------------

    def _biogenic_carbon(self, declared: BiogenicCarbon) -> None:
        rule = self.standard.biogenic
        product = carbon_dioxide(carbon_mass(declared.product))
        packaging = carbon_dioxide(carbon_mass(declared.packaging)) if declared.packaging is not None else ZERO
        self._carbon_line(rule.product_uptake if rule else ("A1-A3",), -(product + packaging), "biogenic carbon bound")
        self._carbon_line(
            self._where_released(rule.product_release if rule else ("C3", "C4"), product), product, "biogenic carbon given off"
        )
        if rule and rule.packaging_release and declared.packaging is not None:
            self._carbon_line(rule.packaging_release, packaging, "packaging carbon given off")

    def _carbon_line(self, stages: tuple[str, ...], value: Decimal, label: str) -> None:
        line = self.selector.carbon_lines.get((stages, label))
        if line is None:
            atoms = self.space.box(stages, ("biogenic",), ("co2-biogenic",))
            line = self.selector.line(label, atoms, mass=True, gas="co2-biogenic", group="biogenic")
            self.selector.carbon_lines[stages, label] = line
        self._join_across(line)
        self._add(line, "biogenic_carbon", (value, value))

    def _join_across(self, line: Line) -> None:
        """Figures of single modules that only together hold a carbon line (A1, A2 and A3 for the uptake) are added up, so that it nests in their sum."""
        declared = [position for position, other in enumerate(self.lines) if not (other.view or other.group or other.mass)]
        if any(not line.atoms & ~self.lines[position].atoms for position in declared):
            return
        crossing = [position for position in declared if self.lines[position].atoms & line.atoms]
        finest = [
            position
            for position in crossing
            if not any(other != position and not self.lines[other].atoms & ~self.lines[position].atoms for other in crossing)
        ]
        joined: Atoms = 0
        for position in finest:
            if joined & self.lines[position].atoms:
                return
            joined |= self.lines[position].atoms
        if not finest or line.atoms & ~joined:
            return
        label = " + ".join(self.lines[position].label for position in finest)
        low, high = (sum((self.values[position][end] for position in finest), ZERO) for end in (0, 1))
        half = sum((self.half_digits[position] for position in finest), ZERO)
        whole = self.selector.summed_line(label, joined, beyond=False, group=line.group)
        self._add(whole, self.fields[finest[0]], (low, low) if low == high else (low, high), half)

    def _where_released(self, stages: tuple[str, ...], amount: Decimal) -> tuple[str, ...]:
        """The only stage with a declared value, if that is large enough to hold the release; else all of them together."""
        carrying = []
        for stage in stages:
            atoms = self.space.box((stage,), ("biogenic.release",), ("co2-biogenic",))
            elsewhere = ~self.space.at_stages(self.space.stage_mask(stage))
            values = [
                value
                for line, value in zip(self.lines, self.values, strict=True)
                if line.atoms & atoms and not line.view and not line.atoms & elsewhere and value != (ZERO, ZERO)
            ]
            if values:
                carrying.append((stage, any(low >= amount for low, _ in values)))
        return (carrying[0][0],) if len(carrying) == 1 and carrying[0][1] else stages


def factor_sets(library: Library, rule: ActivityRule | None) -> list[FactorSet]:
    """The factor sets of a rule, best first."""
    return [library.factor_set(name) for name in rule.factor_sets] if rule else []


@lru_cache(maxsize=64)
def item_names(set_ids: tuple[str, ...], library: Library) -> Names:
    """The names of all items of some factor sets."""
    names = Names("material, fuel or means of transport", "材料、燃料或运输方式")
    for set_id in set_ids:
        for item in library.factor_set(set_id).items:
            names.add(item.id, [item.name.en, item.name.zh, *item.aliases])
    return names


@lru_cache(maxsize=256)
def _yearly_unit(unit: str) -> str | None:
    """The unit of which a unit is the yearly amount, or `None`."""
    return next((base for base in ("kWh", "kg", "m**3", "t*km") if Quantity(Decimal(1), unit).has_dimension_of(f"{base}/a")), None)


def _span(footprint: Footprint, standard: Standard) -> int | None:
    life = footprint.subject.service_life or standard.unit.study_period or standard.unit.default_service_life
    return int(life.to("a").magnitude) if life else None


def _per_life(amount: Quantity, footprint: Footprint, standard: Standard) -> Quantity:
    """A yearly amount over all years of use, others as they are."""
    unit = _yearly_unit(amount.unit)
    if unit is None:
        return amount
    span = _span(footprint, standard)
    if span is None or (footprint.declared_unit is not None and footprint.declared_unit.unit.endswith("a")):
        span = 1
    return Quantity(amount.to(f"{unit}/a").magnitude * span, unit)


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
