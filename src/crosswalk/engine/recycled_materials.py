"""Reads the recycled materials of a declaration for the rules: defaults, rates at their measuring points, characterisation, module D."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as renewed
from decimal import Decimal
from typing import TYPE_CHECKING

from crosswalk.engine.bounds import weight_range
from crosswalk.engine.lines import Declaration, sum_atoms
from crosswalk.engine.recycling import Material, Methods, Reallocation
from crosswalk.engine.rules.characterise import Weight, characterised, weights
from crosswalk.engine.rules.circular.bounds import NOTHING, Known, Range, exactly
from crosswalk.engine.rules.circular.parameters import Default, default_of
from crosswalk.engine.rules.circular.rates import converted_rate
from crosswalk.engine.selector import selector
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError, InputError
from crosswalk.frames.space import Atoms
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.figure import co2e, co2e_scale
from crosswalk.model.footprint import Footprint
from crosswalk.model.recycling import BURDENS, SHARES, MeasuredRate, RecycledMaterial, RecyclingParameters, Span
from crosswalk.model.standard import EndOfLifeRule

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair

ZERO = Decimal(0)
ONE = Decimal(1)
MASS_ROUNDING = Decimal("0.001")  # masses of parts and whole are printed rounded


class Reader:
    """Reads the materials of one footprint.

    Args:
        footprint: the declaration, with its `recycling`.
        methods: from which method to which.
        rules: the end-of-life rules of the standards at hand, that of the target first.
        sets: their default parameters.
        ratio: what one kg CO2e of an emission becomes under the target's characterisation (low, high), biogenic carbon dioxide apart.
        module_d: module D as declared, under the target's characterisation, kg CO2e per declared unit; `None` where unknown.
        printed: the same as declared, and how far rounding may have moved it.
    """

    def __init__(
        self,
        footprint: Footprint,
        methods: Methods,
        rules: Sequence[EndOfLifeRule],
        sets: tuple[RecyclingParameters, ...],
        ratio: Range,
        module_d: Decimal | None,
        printed: tuple[Decimal, Decimal] | None,
    ):
        assert footprint.recycling is not None
        self.footprint, self.recycling = footprint, footprint.recycling
        self.methods, self.rules, self.sets = methods, rules, sets
        self.ratio, self.module_d, self.printed = ratio, module_d, printed

    def read(self) -> tuple[Material, ...]:
        """The materials.

        Raises:
            InputError: with the field, for whatever cannot be meant.
        """
        self._check_module_d()
        return tuple(self._material(entry, f"recycling.materials[{position}]") for position, entry in enumerate(self.recycling.materials))

    def complete(self) -> bool:
        """Whether the listed materials are all of the product, as far as its mass tells; a list without a mass of the product is complete."""
        mass = self.footprint.subject.mass
        if mass is None:
            return True
        listed = sum((entry.kilograms for entry in self.recycling.materials), ZERO)
        whole = mass.to("kg").magnitude
        slack = whole * MASS_ROUNDING
        if listed > whole + slack:
            raise InconsistentDeclarationError(
                Finding(
                    f"the materials weigh {listed:f} kg, the declared unit {whole:f} kg",
                    f"各材料共重 {listed:f} kg，声明单位为 {whole:f} kg",
                    field="recycling.materials",
                )
            )
        return listed >= whole - slack

    # -- one material ----------------------------------------------------------------------------------------------------------------

    def _material(self, entry: RecycledMaterial, field: str) -> Material:
        defaults: list[Default] = []
        ranges: dict[str, Range] = {}
        for name in SHARES:
            found = self._share(entry, name, field, defaults)
            if found is not None:
                ranges[name] = found
        if ranges.get("R2", NOTHING).low is not None and ranges.get("R3", NOTHING).low is not None:
            low = (ranges.get("R2", NOTHING).low or ZERO) + (ranges.get("R3", NOTHING).low or ZERO)
            if low > 1:
                raise DeclarationError(
                    Finding(
                        f"R2 + R3 = {low}: more is recycled or recovered than the product holds",
                        f"R2 + R3 = {low}：回收与能量回收之和超过产品所含材料",
                        field=f"{field}.R2",
                    )
                )
        for name in BURDENS:
            value = getattr(entry, name)
            if isinstance(value, Span):
                ranges[name] = Range(value.low, value.high)
        replaced = self._replaced(entry, ranges)
        if replaced is not None:
            name = "Ev" if entry.symmetric else "Es"
            ranges[name] = self._agreeing(ranges.get(name), replaced, field)
        ranges = {name: self._characterised(value) if name in BURDENS else value for name, value in ranges.items()}
        figure = None
        if entry.figure is not None:
            figure = self._characterised(exactly(co2e(entry.figure) / entry.kilograms))
        known = Known(
            ranges,
            entry.symmetric,
            None if entry.ratio is None else self._ratio(entry.ratio),
            figure if len(self.methods.sources) == 1 else None,
            self.methods.sources[0],
        )
        return Material(entry.name, entry.kilograms, known, self._credits(entry, ranges), tuple(defaults))

    def _share(self, entry: RecycledMaterial, name: str, field: str, defaults: list[Default]) -> Range | None:
        value = getattr(entry, name)
        if isinstance(value, MeasuredRate):
            try:
                return converted_rate(value, "recycling-output")
            except InputError as error:
                raise type(error)(*(renewed(finding, field=f"{field}.{name}.{finding.field}") for finding in error.findings)) from None
        if value == "default":
            assert entry.application is not None  # the model asks for it
            region = self.footprint.subject.location if name == "R1" else self.recycling.waste_region
            found = default_of(self.sets, entry.application, name, region, f"{field}.{name}", f"{field}.application")
            defaults.append(found)
            return exactly(found.value)
        if isinstance(value, Span):
            if name == "A":
                self._check_allocation(value, field)
            return Range(value.low, value.high)
        if name == "A":
            factors = self._factors()
            return Range(min(factors), max(factors)) if factors else None
        if name == "B":
            fixed = next((rule.energy_allocation for rule in self.rules if rule.energy_allocation is not None), None)
            return None if fixed is None else exactly(fixed)
        return None

    def _factors(self) -> tuple[Decimal, ...]:
        return next((rule.allocation_factors for rule in self.rules if rule.allocation_factors), ())

    def _check_allocation(self, value: Span, field: str) -> None:
        factors = self._factors()
        wrong = [end for end in (value.low, value.high) if end is not None and factors and end not in factors]
        if wrong:
            listed = ", ".join(str(entry) for entry in factors)
            raise DeclarationError(
                Finding(
                    f"A is one of {listed}, and nobody may choose another, not {wrong[0]}; the allocation factor of ISO 14067 for open loops is another "
                    "number, a loss of quality, and belongs into `qo`",
                    f"A 只能为 {listed} 之一，不得自选，而不是 {wrong[0]}；ISO 14067 开环程序的分配系数含义不同，表示品质降低，应写入 `qo`",
                    field=f"{field}.A",
                    nearest=tuple(str(entry) for entry in sorted(factors, key=lambda factor: abs(factor - wrong[0]))[:1]),
                )
            )

    # -- characterisation ------------------------------------------------------------------------------------------------------------

    def _characterised(self, value: Range) -> Range:
        low, high = self.ratio
        assert low is not None
        if value.low is None:
            return value
        return Range(value.low * low, None if value.high is None or high is None else value.high * high)

    def _ratio(self, value: Span) -> Range | None:
        low, high = self.ratio
        assert low is not None
        if not low or high is None or value.high is None:
            return None
        return Range(value.low * low / high, value.high * high / low)

    # -- module D --------------------------------------------------------------------------------------------------------------------

    def _check_module_d(self) -> None:
        """Module D by material is a split of the declared module D."""
        named = [position for position, entry in enumerate(self.recycling.materials) if entry.module_d is not None]
        if not named:
            return
        if "modules-a-c-and-d" not in self.methods.sources:
            raise DeclarationError(
                Finding(
                    "module D belongs to a declaration in modules A-C and D",
                    "模块D只属于按模块A-C与D的声明",
                    field=f"recycling.materials[{named[0]}].module_d",
                )
            )
        if self.printed is None or len(named) < len(self.recycling.materials):
            return
        total, slack = self.printed
        parts = [
            part
            for entry in self.recycling.materials
            if entry.module_d
            for part in (entry.module_d.material, entry.module_d.energy)
            if part
        ]
        own = sum((co2e(part) for part in parts), ZERO)
        slack += sum((part.half_digit * co2e_scale(part) for part in parts), ZERO)
        if abs(own - total) > slack:
            raise InconsistentDeclarationError(
                Finding(
                    f"module D of the materials adds up to {own:f}, the declared module D is {total:f} kg CO2e; scenarios of module D are alternatives, "
                    "and only one of them is split",
                    f"各材料的模块D之和为 {own:f}，声明的模块D为 {total:f} kg CO2e；模块D各情景互为替代，只拆分其一",
                    field="recycling.materials",
                )
            )

    def _declared(self, entry: RecycledMaterial, ranges: dict[str, Range], whole: Decimal | None) -> tuple[Decimal, Decimal] | None:
        """Module D of a material and of its energy, kg CO2e per declared unit: as split by the declarer, else the whole, where it is all material."""
        no_energy = ranges.get("R3") == NOTHING
        if entry.module_d is not None:
            energy = entry.module_d.energy
            if energy is None and not no_energy:
                return None
            return co2e(entry.module_d.material), ZERO if energy is None else co2e(energy)
        if whole is not None and no_energy and len(self.recycling.materials) == 1 and self.complete():
            return whole, ZERO
        return None

    def _credits(self, entry: RecycledMaterial, ranges: dict[str, Range]) -> tuple[Decimal, Decimal] | None:
        """Module D of a material, kg CO2e per kg, where the characterisation is kept."""
        kept = self.ratio == (ONE, ONE)
        if entry.module_d is not None and not kept:
            return None
        found = self._declared(entry, ranges, self.module_d)
        return None if found is None else (found[0] / entry.kilograms, found[1] / entry.kilograms)

    def _replaced(self, entry: RecycledMaterial, ranges: dict[str, Range]) -> Range | None:
        """E*v as it follows from module D: flow = (R2 - R1)·(Ee - c - E*v·qo), with R1, R2 and qo known."""
        found = self._declared(entry, ranges, self.printed[0] if self.printed is not None else None)
        recycling = ranges.get("Er" if entry.symmetric else "Ee")
        quality, before = ranges.get("qi" if entry.symmetric else "qo"), ranges.get("c")
        shares = [ranges.get(name) for name in ("R1", "R2")]
        if found is None or recycling is None or quality is None or before is None:
            return None
        content, rate = shares
        if content is None or rate is None:
            return None
        exact = [entry.low for entry in (quality, content, rate) if entry.exact and entry.low is not None]
        if len(exact) < 3 or exact[1] == exact[2] or not exact[0] or recycling.low is None or before.low is None:
            return None
        ratio, came, goes = exact
        flow = found[0] / entry.kilograms / (goes - came)
        low = None if before.high is None else (recycling.low - before.high - flow) / ratio
        high = None if recycling.high is None else (recycling.high - before.low - flow) / ratio
        return Range(ZERO if low is None else max(low, ZERO), high)

    @staticmethod
    def _agreeing(declared: Range | None, derived: Range, field: str) -> Range:
        if derived.high is not None and derived.high < 0:
            raise InconsistentDeclarationError(
                Finding(
                    f"module D, R1, R2 and the recycling burden give a replaced material of {derived.high:.6g} kg CO2e/kg, below zero",
                    f"由模块D、R1、R2与回收负荷得被替代材料为 {derived.high:.6g} kg CO2e/kg，小于零",
                    field=field,
                )
            )
        # a declared value beside it is kept: both are rounded, and the difference shows in no interval
        return derived if declared is None else declared


# -- what the declaration and the two standards say --------------------------------------------------------------------------------------


def reallocation_of(
    pair: Pair,
    methods: Methods,
    footprint: Footprint,
    declaration: Declaration,
    characterisation: tuple[str, ...] | None,
    absent: Atoms,
) -> Reallocation:
    """The change of end-of-life method between two standards for a footprint that declares its recycled materials.

    Args:
        pair: the two standards.
        methods: from which method to which.
        footprint: the declaration.
        declaration: its lines, among them module D.
        characterisation: the sets that the declaration states.
        absent: atoms that assumptions call absent.

    Raises:
        InputError: the recycled materials cannot be meant so.
    """
    source, target, library = pair.source, pair.target, pair.library
    space = library.space(source.frame)
    sources, goal = pair.sets(characterisation)
    own = characterised(space, list(sources))
    rates = weights(space, list(sources), goal)
    rules = [rule for rule in (target.end_of_life, source.end_of_life) if rule is not None]
    sets = tuple(library.recycling_parameters(name) for rule in rules for name in rule.parameters)
    emissions = space.possible & ~space.negative & own & ~absent & ~space.box(None, None, ("co2-biogenic",))
    reader = Reader(footprint, methods, rules, sets, _spread(emissions, rates), *_module_d(pair, declaration, sources, rates, absent))
    return Reallocation(methods, reader.read(), reader.complete())


def _spread(atoms: Atoms, rates: Sequence[Weight]) -> Range:
    found = weight_range(atoms, atoms, rates)
    return exactly(ONE) if found is None else Range(found.low, found.high)


def _module_d(
    pair: Pair, declaration: Declaration, sources: Sequence[CharacterisationSet], rates: Sequence[Weight], absent: Atoms
) -> tuple[Decimal | None, tuple[Decimal, Decimal] | None]:
    """Module D as declared: in the target's characterisation where each of its lines has one ratio, and as printed with its rounding."""
    rule = pair.source.end_of_life
    if rule is None or not rule.beyond:
        return None, None
    chosen = selector(pair.library, pair.source.id)
    space = chosen.space
    stages = sum_atoms(chosen.stage_atoms(name) for name in rule.beyond)
    whole = stages & chosen.boundary & chosen.indicator_atoms(pair.source.main_indicator.id)
    inside = [
        position
        for position, line in enumerate(declaration.lines)
        if line.atoms and not line.atoms & ~stages and not (line.view or line.mass or line.group or line.beyond)
    ]
    finest = [
        position
        for position in inside
        if not any(
            declaration.lines[other].atoms != declaration.lines[position].atoms
            and not declaration.lines[other].atoms & ~declaration.lines[position].atoms
            for other in inside
        )
    ]
    if not finest or whole & ~sum_atoms(declaration.lines[position].atoms for position in finest):
        roots = [position for position in inside if not whole & ~declaration.lines[position].atoms]
        if not roots:
            return None, None
        finest = roots[:1]
    if any(declaration.values[position][0] != declaration.values[position][1] for position in finest):
        return None, None
    printed = sum((declaration.values[position][0] for position in finest), ZERO)
    slack = sum((declaration.half_digits[position] for position in finest), ZERO)
    own = characterised(space, list(sources))
    converted: Decimal | None = ZERO
    for position in finest:
        atoms = declaration.lines[position].atoms & own & ~absent
        ratio = weight_range(atoms, atoms, rates)
        if ratio is None or ratio.low != ratio.high or converted is None:
            converted = None if ratio is not None or declaration.values[position][0] else converted
            continue
        converted += declaration.values[position][0] * ratio.low
    return converted, (printed, slack)
