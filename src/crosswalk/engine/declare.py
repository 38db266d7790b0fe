"""Reads a footprint as lines over atoms: what was declared, resolved against its standard, without any translation yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from crosswalk.engine.activity_words import ActivityWords, needs_own_factor
from crosswalk.engine.co_products import allocated
from crosswalk.engine.consumption import Consumption
from crosswalk.engine.lines import ActivityKey, Declaration, Item, Line, sum_atoms
from crosswalk.engine.rules.activity import FactorValue
from crosswalk.engine.rules.biogenic import carbon_dioxide
from crosswalk.engine.selector import ReadFigure, selector
from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.figure import Figure
from crosswalk.model.footprint import BiogenicCarbon, Footprint, carbon_mass
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import Standard

ZERO = Decimal(0)
ITEMISED = ("material", "fuel", "transport")
"""Carriers whose items are listed one by one and add up."""


def declare(
    footprint: Footprint,
    library: Library,
    standard: Standard,
    as_of: date | None = None,
    category: str | None = None,
    nearest_year: bool = False,
    signs: bool = True,
    released: tuple[str, ...] | None = None,
) -> Declaration:
    """The lines of a footprint under its standard.

    `as_of` picks the factor year of activities that state none; `category` is that of the good, where the standard tells them apart; a year outside
    the series of the standard's own factors is refused unless the `nearest_year` is asked for. Where the values stand for others, to learn how lines
    depend on them, they may have the wrong sign (without `signs`), in ranges too, and the stages where biogenic carbon is `released` are given: else,
    the values tell.

    Raises:
        InputError: with file, line and field, for whatever the standard cannot mean.
    """
    try:
        return _Reader(footprint, library, standard, as_of, category, nearest_year, signs, released).read()
    except InputError as error:
        raise error.located(footprint.file, footprint.lines) from None


class _Reader:
    def __init__(
        self,
        footprint: Footprint,
        library: Library,
        standard: Standard,
        as_of: date | None,
        category: str | None,
        nearest_year: bool,
        signs: bool,
        released: tuple[str, ...] | None,
    ):
        self.footprint = footprint
        self.library = library
        self.standard = standard
        self.signs = signs
        self.released = released
        self.selector = selector(library, standard.id, category)
        self.space = self.selector.space
        self.lines: list[Line] = []
        self.fields: list[str] = []
        self.values: list[tuple[Decimal, Decimal]] = []
        self.half_digits: list[Decimal] = []
        self.amounts: list[Quantity | None] = []
        self.words = ActivityWords(footprint, library, standard, as_of, nearest_year)
        self.consumption = Consumption(self.words)
        self.notes = self.consumption.notes
        self.items: dict[int, tuple[Item, ...]] = {}
        self.context = self.words.context
        self.allocated = allocated(footprint, standard)

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
            tuple(self.consumption.used),
            tuple(self.notes),
            self.items,
            allocated=self.allocated,
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
            amount = self.consumption.amount(figure.activity)
            value, items = self.consumption.value(figure, read.own_factors, field)
            if items:
                self.items[len(self.lines)] = items
        assert value is not None  # a figure has a value, a mass or an activity
        half_digit = figure.half_digit
        if figure.of_process and self.allocated is not None:
            value, amount, half_digit = self._share(self.allocated.share, value, amount, half_digit)
        if self.signs:
            self._check_sign(read.line, field, value)
        if value[0] != value[1]:  # a range that reaches past zero is cut where the line cannot follow
            low = value[0] if read.line.downward or self._stands(value[0]) else max(value[0], ZERO)
            value = low, value[1] if read.line.upward or self._stands(value[1]) else min(value[1], ZERO)
            position = len(self.lines)
            if len(self.items.get(position, ())) == 1:
                self.items[position] = (replace(self.items[position][0], value=value),)
        self._add(read.line, field, value, half_digit, amount)

    def _stands(self, end: Decimal) -> bool:
        """Whether an end of a range stands for others, which its line may follow."""
        return not self.signs and end.is_finite()

    def _share(
        self, share: Decimal, value: tuple[Decimal, Decimal], amount: Quantity | None, half_digit: Decimal
    ) -> tuple[tuple[Decimal, Decimal], Quantity | None, Decimal]:
        """What the product bears of a figure of the whole process, and of the activities behind it."""
        position = len(self.lines)
        if position in self.items:
            self.items[position] = tuple(
                replace(
                    item,
                    amount=Quantity(item.amount.magnitude * share, item.amount.unit),
                    value=(item.value[0] * share, item.value[1] * share),
                    carbon=None if item.carbon is None else item.carbon * share,
                )
                for item in self.items[position]
            )
        part = None if amount is None else Quantity(amount.magnitude * share, amount.unit)
        return (value[0] * share, value[1] * share), part, half_digit * share

    def _read_words(self, figure: Figure, field: str, beyond: bool) -> ReadFigure:
        atoms, notes = self.selector.select(figure.stage, figure.source, figure.gas, figure.indicator, field, beyond)
        found = list(notes)
        label = " / ".join(part for part in (figure.stage, figure.source, figure.gas, figure.indicator) if part)
        keys: tuple[ActivityKey, ...] = ()
        own: tuple[FactorValue, ...] = ()
        if figure.activity is not None:
            activity = figure.activity
            item = self.words.item(activity, field, found, needs_own_factor(figure))
            if needs_own_factor(figure):
                own = self.words.own_factors(activity, item, field, partial(self.selector.beyond_stage, figure.stage))
                counted = sum_atoms(self.space.box(None, value.counts.sources, value.counts.gases) for value in own)
                atoms = atoms & counted or atoms
                found += [note for value in own for note in _another_year(value, field)]
            if self.words.check_gases(activity, own, field):
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
            keys = self.words.keys(activity, item, field)
            found += self.words.refused_supply(activity, field)
        view = figure.indicator is not None and self._is_additional(figure.indicator)
        view = view or (not beyond and self.selector.is_further(figure.stage))
        gas = self.space.gas_names.resolve(figure.gas).key if figure.gas is not None else None
        key = keys[0] if len(keys) == 1 else None
        line = self.selector.line(label, atoms, mass=figure.mass is not None, gas=gas, activity=key, view=view, beyond=beyond)
        if len(keys) > 1:
            line = replace(line, items=keys)
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
            self.items[first] = tuple(item for position in members for item in self._items_at(position))
            low, high = (sum((self.values[position][end] for position in members), ZERO) for end in (0, 1))
            self.lines[first] = self.selector.summed_line(label, atoms, self.lines[first].beyond, items=keys)
            self.values[first] = (low, low) if low == high else (low, high)
            self.half_digits[first] = sum((self.half_digits[position] for position in members), ZERO)
            self.amounts[first] = None
            dropped.update(members[1:])
        if dropped:
            kept = [position for position in range(len(self.lines)) if position not in dropped]
            self.items = {kept.index(position): items for position, items in self.items.items() if position not in dropped}
            self.lines = [self.lines[position] for position in kept]
            self.fields = [self.fields[position] for position in kept]
            self.values = [self.values[position] for position in kept]
            self.half_digits = [self.half_digits[position] for position in kept]
            self.amounts = [self.amounts[position] for position in kept]

    def _items_at(self, position: int) -> tuple[Item, ...]:
        """The activities behind a line: as they were analysed, else its amount and value."""
        amount = self.amounts[position]
        assert amount is not None  # itemised carriers always have one
        line = self.lines[position]
        return self.items.get(position) or (Item(amount, self.values[position], line.activities[0].item or line.label),)

    # -- biogenic carbon -----------------------------------------------------------------------------------------------------------

    def _biogenic_carbon(self, declared: BiogenicCarbon) -> None:
        places = carbon_places(self.standard, self.space)
        if places is None:
            raise DeclarationError(
                Finding(
                    f"{self.standard.number} is no standard on products: a carbon content says nothing there",
                    f"{self.standard.number} 不是产品标准，含碳量在此没有意义",
                    field="biogenic_carbon",
                )
            )
        rule, (uptake, release) = self.standard.biogenic, places
        product = carbon_dioxide(carbon_mass(declared.product))
        packaging = carbon_dioxide(carbon_mass(declared.packaging)) if declared.packaging is not None else ZERO
        self._carbon_line(uptake, -(product + packaging), "biogenic carbon bound")
        self._carbon_line(self._where_released(release, product), product, "biogenic carbon given off")
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
        if self.released is not None:
            return self.released
        carrying = []
        for stage, positions in release_carriers(self.space, self.lines, stages):
            values = [self.values[position] for position in positions if self.values[position] != (ZERO, ZERO)]
            if values:
                carrying.append((stage, any(low >= amount for low, _ in values)))
        return (carrying[0][0],) if len(carrying) == 1 and carrying[0][1] else stages


def carbon_places(standard: Standard, space: Space) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The stages where biogenic carbon enters a product and where it leaves it; `None` where a standard is none on products."""
    rule, usual = standard.biogenic, space.frame.carbon
    if rule is not None:
        return rule.product_uptake, rule.product_release
    return None if usual is None else (usual.uptake, usual.release)


def release_carriers(space: Space, lines: Sequence[Line], stages: tuple[str, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The stages, each with the lines that stand in it alone and may hold a release of biogenic carbon."""
    for stage in stages:
        atoms = space.box((stage,), ("biogenic.release",), ("co2-biogenic",))
        elsewhere = ~space.at_stages(space.stage_mask(stage))
        yield (
            stage,
            tuple(position for position, line in enumerate(lines) if line.atoms & atoms and not line.view and not line.atoms & elsewhere),
        )


def _another_year(value: FactorValue, field: str) -> Iterator[tuple[str, str]]:
    """Say that a factor is of another year than the one asked for."""
    if value.asked is not None:
        yield (
            f"{field}: {value.factor_set.id} has no factor of {value.asked} for {value.region}; that of {value.years[0]} stands in",
            f"{field}：{value.factor_set.id} 没有 {value.region} {value.asked} 年的因子，以 {value.years[0]} 年代替",
        )
