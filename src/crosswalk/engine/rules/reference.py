"""Reference quantities: from what a product's declared figures are per to what the target's are per.

A subject holds an amount of each quantity: a pack of its capacity and of the energy that it delivers in its life, a lot of fuel of mass and of
energy. Amounts are products of properties of the subject, and the factor from one quantity to another is the ratio of the amounts, in which common
properties cancel. A property that is needed and that nobody states is asked for, never assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crosswalk.errors import Finding, MissingPropertyError, NotComparableError, UnitMismatchError
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint, Subject
from crosswalk.model.quantity import Quantity, readable
from crosswalk.model.reference import PropertyValue, ReferenceQuantity, SubjectProperty
from crosswalk.model.standard import Standard
from crosswalk.names import Names, normalise

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The reference quantities of a library, by id, with their names and the properties behind them."""

    quantities: dict[str, ReferenceQuantity]
    properties: dict[str, SubjectProperty]
    values: tuple[PropertyValue, ...]
    names: Names

    def of_dimension(self, unit: str) -> tuple[ReferenceQuantity, ...]:
        """The quantities that a unit can measure."""
        return tuple(entry for entry in self.quantities.values() if Quantity(ONE, unit).has_dimension_of(entry.unit))


@lru_cache(maxsize=8)
def catalogue(library: Library) -> Catalogue:
    """The reference quantities of a library."""
    data = library.reference_quantities()
    names = Names("reference quantity", "基准量")
    for entry in data.quantities:
        names.add(entry.id, [entry.name.en, entry.name.zh, *entry.aliases])
    return Catalogue({entry.id: entry for entry in data.quantities}, {entry.id: entry for entry in data.properties}, data.values, names)


@dataclass(frozen=True, slots=True)
class Restatement:
    """The step from one reference quantity to another.

    Attributes:
        declared: what the declared values are per.
        wanted: what the target's figures are per.
        count: units of `declared` that the declared values stand for.
        factor: from a value per unit of `declared` to one per unit of `wanted`.
        stated: the properties that the declarer states and the factor rests on.
        published: the values of properties that a document states and the factor rests on.
    """

    declared: ReferenceQuantity
    wanted: ReferenceQuantity
    count: Decimal
    factor: Decimal
    stated: tuple[str, ...] = ()
    published: tuple[PropertyValue, ...] = ()


def meant(library: Library, footprint: Footprint, standard: Standard) -> tuple[ReferenceQuantity, ...]:
    """The reference quantities that the declared unit can mean: one, unless its dimension leaves several open; none where no quantity has it.

    Raises:
        UnitMismatchError: the declared unit is no amount of the quantity that the subject names.
        UnknownNameError: the subject names a quantity that nobody knows.
    """
    known = catalogue(library)
    unit = footprint.declared_unit or footprint.activity_level
    named = footprint.subject.reference_quantity
    if named is not None:
        quantity = known.quantities[known.names.resolve(named, "subject.reference_quantity").key]
        if unit is not None and not unit.has_dimension_of(quantity.unit):
            raise UnitMismatchError(
                Finding(
                    f"{readable(str(unit))} is no amount of {quantity.name.en}, which is measured in {readable(quantity.unit)}",
                    f"{readable(str(unit))} 不是{quantity.name.zh}的数量，其单位为 {readable(quantity.unit)}",
                    field="declared_unit",
                )
            )
        return (quantity,)
    if unit is None:
        return (known.quantities["item"],)
    own = tuple(entry for name in standard.unit.reference if unit.has_dimension_of((entry := known.quantities[name]).unit))
    return own or known.of_dimension(unit.unit)


def restate(library: Library, footprint: Footprint, source: Standard, target: Standard) -> Restatement | None:
    """How figures declared under `source` become figures per a reference quantity of `target`; `None` where what was declared may stay.

    Raises:
        MissingPropertyError: a property that the step needs is not declared, or it is open which quantity the declared unit means.
        NotComparableError: no property leads from the one quantity to the other.
        UnitMismatchError: the declared unit measures no reference quantity.
    """
    possible = meant(library, footprint, source)
    goals = target.unit.reference
    if len(possible) > 1 and all(entry.id in goals for entry in possible):
        return None
    if len(possible) != 1:
        raise _unclear(footprint, possible, target)
    (declared,) = possible
    unit = footprint.declared_unit if footprint.activity_level is None else footprint.activity_level
    count = ONE if unit is None else unit.to(declared.unit).magnitude
    known = catalogue(library)
    if declared.id in goals:
        goals = (declared.id,)
    faults: list[tuple[ReferenceQuantity, Missing]] = []
    for name in goals:
        wanted = known.quantities[name]
        found = _factor(known, footprint.subject, source, target, declared, wanted)
        if isinstance(found, _Found):
            return Restatement(declared, wanted, count, found.factor, found.stated, found.published)
        faults.append((wanted, found))
    wanted, missing = min(faults, key=lambda fault: len(fault[1][0]) if fault[1] else len(known.properties))
    if not missing:
        raise _apart(declared, wanted, source, target)
    raise _asked(known, (declared, source), (wanted, target), missing)


Missing = tuple[frozenset[str], ...]
"""Sets of properties of which one would do, the smallest first; none where no property helps."""


def per_other(library: Library, subject: Subject, standards: tuple[Standard, Standard], reference: str, unit: str) -> Decimal | None:
    """The factor from a figure per one reference quantity to one per another, which `unit` (CO2e per it) measures; `None` where none leads there.

    Args:
        library: where the quantities are found.
        subject: supplies the properties.
        standards: that of the declaration and that of the figure; they may say which fuel it is.
        reference: what the figure is per.
        unit: such as `kg*CO2e/kg`; the factor is between the usual units of both quantities.
    """
    known = catalogue(library)
    for wanted in known.quantities.values():
        if wanted.id != "item" and Quantity(ONE, unit).has_dimension_of(f"kg*CO2e/({wanted.unit})"):
            found = _factor(known, subject, *standards, known.quantities[reference], wanted)
            if isinstance(found, _Found):
                return found.factor
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    factor: Decimal
    stated: tuple[str, ...]
    published: tuple[PropertyValue, ...]


def _factor(
    known: Catalogue, subject: Subject, source: Standard, target: Standard, declared: ReferenceQuantity, wanted: ReferenceQuantity
) -> _Found | Missing:
    """The ratio of two amounts, or the properties that are missing for it."""
    binding = _binding(source, subject), _binding(target, subject)
    if declared is wanted and not any(name in binding[1] for amount in wanted.amounts for name in amount):
        return _Found(ONE, (), ())  # how the amount is found the target leaves open, so it stays as declared
    missing: list[frozenset[str]] = []
    for above in _ways(declared, binding[0]):
        for below in _ways(wanted, binding[1]):
            found = _ratio(known, subject, (source, target), above, below, binding)
            if isinstance(found, _Found):
                return found
            missing.append(found)
    return tuple(sorted(dict.fromkeys(missing), key=len))


def _ways(quantity: ReferenceQuantity, binding: dict[str, PropertyValue | None]) -> Iterator[tuple[str, ...]]:
    """The products of properties that give an amount; where the method prescribes a property of one of them, only those with it."""
    bound = [amount for amount in quantity.amounts if any(name in binding for name in amount)]
    yield from bound or quantity.amounts


def _ratio(
    known: Catalogue,
    subject: Subject,
    standards: tuple[Standard, Standard],
    above: tuple[str, ...],
    below: tuple[str, ...],
    binding: tuple[dict[str, PropertyValue | None], dict[str, PropertyValue | None]],
) -> _Found | frozenset[str]:
    amounts = [ONE, ONE]  # of the two quantities, common properties left away
    stated, published, missing = dict[str, None](), list[PropertyValue](), set[str]()
    for side, names in enumerate((above, below)):
        other = (below, above)[side]
        for name in names:
            if name in other and not any(name in bound for bound in binding):
                continue  # the same property of the same subject cancels
            value = binding[side].get(name)
            if name in binding[side] and value is None:
                missing.add("vehicle_category")
                continue
            found = value or getattr(subject, name) or _published(known, standards, subject, name)
            if found is None:
                missing.add(name)
                continue
            if isinstance(found, PropertyValue):
                published.append(found)
            else:
                stated[name] = None
            own = found.value if isinstance(found, PropertyValue) else found
            amounts[side] *= own.to(known.properties[name].unit).magnitude
    return frozenset(missing) if missing else _Found(amounts[0] / amounts[1], tuple(stated), tuple(published))


def _binding(standard: Standard, subject: Subject) -> dict[str, PropertyValue | None]:
    """The properties that a standard prescribes for the subject; `None` where it does so by a field that the subject does not state."""
    found: dict[str, PropertyValue | None] = {}
    for entry in standard.unit.values:
        if entry.binding:
            if any(getattr(subject, field) is None for field in entry.subjects):
                found.setdefault(entry.property, None)
            elif _matches(entry, subject, standard):
                found[entry.property] = entry
    return found


def _published(known: Catalogue, standards: tuple[Standard, Standard], subject: Subject, name: str) -> PropertyValue | None:
    """The value that one of the standards, or a document, states for such a subject."""
    for standard in standards:
        for entry in (*standard.unit.values, *known.values):
            if entry.property == name and _matches(entry, subject, standard):
                return entry
    return None


def _matches(entry: PropertyValue, subject: Subject, standard: Standard) -> bool:
    for field, names in entry.subjects.items():
        own = getattr(subject, field)
        if field == "fuel":
            own = own or standard.unit.fuel or subject.kind
        if own is None or normalise(own) not in {normalise(name) for name in names}:
            return False
    return True


def _unclear(footprint: Footprint, possible: tuple[ReferenceQuantity, ...], target: Standard) -> MissingPropertyError | UnitMismatchError:
    unit = readable(str(footprint.declared_unit or footprint.activity_level))
    if not possible:
        return UnitMismatchError(
            Finding(
                f"figures per {unit} cannot be restated per {', '.join(target.unit.reference)}, as {target.number} has them",
                f"以 {unit} 为单位的数值无法换算为 {target.number} 的基准量（{'、'.join(target.unit.reference)}）",
                field="declared_unit",
            )
        )
    names = [entry.id for entry in possible]
    return MissingPropertyError(
        Finding(
            f"{unit} can mean several quantities: declare subject.reference_quantity, one of {', '.join(names)}; none is assumed",
            f"{unit} 可指多种基准量：请声明 subject.reference_quantity，取 {'、'.join(names)} 之一；不作假定",
            field="subject",
        )
    )


def _apart(declared: ReferenceQuantity, wanted: ReferenceQuantity, source: Standard, target: Standard) -> NotComparableError:
    reason = (declared.apart or wanted.apart) if Quantity(ONE, declared.unit).has_dimension_of(wanted.unit) else None
    en = f": {reason.en}" if reason else ""
    zh = f"：{reason.zh}" if reason else ""
    return NotComparableError(
        f"figures per {declared.name.en} ({source.number}) cannot be restated per {wanted.name.en} ({target.number}){en}",
        f"以{declared.name.zh}为基准的数值（{source.number}）无法换算为以{wanted.name.zh}为基准（{target.number}）{zh}",
    )


VEHICLE_CATEGORY = ("vehicle category", "车辆类别", "vehicle_category: M1")


def _asked(
    known: Catalogue, declared: tuple[ReferenceQuantity, Standard], wanted: tuple[ReferenceQuantity, Standard], missing: Missing
) -> MissingPropertyError:
    """What to declare, one finding a property; the first one tells what would do instead."""
    instead = [" + ".join(sorted(names)) for names in missing[1:] if len(names) == len(missing[0])]
    findings: list[Finding] = []
    for name in sorted(missing[0]):
        entry = known.properties.get(name)
        en, zh, example = VEHICLE_CATEGORY if entry is None else (entry.name.en, entry.name.zh, f"{name}: {entry.example}")
        more = (f" (or instead: {', '.join(instead)})", f"（或改为声明：{'、'.join(instead)}）") if instead and not findings else ("", "")
        findings.append(
            Finding(
                f"from {declared[0].name.en} ({declared[1].number}) to {wanted[0].name.en} ({wanted[1].number}) the conversion needs the {en}: "
                f"declare subject.{name}, for example `{example}`{more[0]}; none is assumed",
                f"由{declared[0].name.zh}（{declared[1].number}）换算为{wanted[0].name.zh}（{wanted[1].number}）需要{zh}："
                f"请声明 subject.{name}，例如 `{example}`{more[1]}；不作假定",
                field="subject",
            )
        )
    return MissingPropertyError(*findings)


def unusual(library: Library, footprint: Footprint, source: Standard) -> tuple[str, str] | None:
    """A note where the declared figures are so far from what is usual per their reference quantity that another one may be meant."""
    if footprint.declared_unit is None:
        return None
    possible = meant(library, footprint, source)
    usual = possible[0].usual if len(possible) == 1 else None
    if usual is None:
        return None
    per = footprint.declared_unit.to(possible[0].unit).magnitude
    values = [figure.range for figure in footprint.figures if figure.mass is None and figure.range is not None]
    whole = sum((value[0] for value in values if value[0].is_finite()), Decimal(0)) / per
    unit = f"kg*CO2e/({possible[0].unit})"
    low, high = (None if end is None else end.to(unit).magnitude for end in (usual.low, usual.high))
    if (high is None or whole <= high) and (low is None or not 0 < whole < low):
        return None
    shown = f"{whole:.6g} kg CO2e/{possible[0].unit}"
    return (
        f"{shown} of {possible[0].name.en} is unusual: perhaps it is per {usual.instead.en}; then say so with subject.reference_quantity",
        f"{possible[0].name.zh}每单位 {shown} 不合常理：或许是以{usual.instead.zh}为基准，若是请用 subject.reference_quantity 说明",
    )
