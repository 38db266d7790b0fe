"""The standards of a library, of the shipped one if none is named, as subjects of tests: which can be translated into one another, and subjects that have
every property."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from crosswalk.frames.space import Space
from crosswalk.library.library import Library
from crosswalk.model.reference import ReferenceQuantity
from crosswalk.model.standard import Standard

LIBRARY = Library.shipped()
AREAS = {"gross_floor_area": Decimal(1200), "useful_floor_area": Decimal(1050), "heated_floor_area": Decimal(900)}
BUILDING_UNITS = (None, "1 m**2", "1 m**2*a", "1 a", "10 m**2")
# What a product may be declared per: the declared unit, and the reference quantity that it means.
PRODUCT_UNITS = (
    (None, "item"),
    ("1 kg", "mass"),
    ("2 t", "mass"),
    ("1 m**3", "volume"),
    ("1 GJ", "fuel-energy"),
    ("1000 kWh", "energy-delivered"),
    ("1 kWh", "battery-capacity"),
    ("1 kWh", "usable-battery-capacity"),
    ("10 t*km", "transport-activity-actual"),
    ("1 t*km", "transport-activity-shortest"),
    ("100 km", "distance-over-life"),
    ("1000 tce", "energy-consumption"),
    ("1 person", "person"),
)
PROPERTIES = {
    "mass": "800 kg",
    "volume": "0.5 m**3",
    "net_calorific_value": "40 MJ/kg",
    "capacity": "64 kWh",
    "usable_capacity": "60 kWh",
    "full_cycles": "60 cycle/a",
    "vehicle_category": "M1",
    "service_life": "8 a",
    "life_distance": "250000 km",
    "load": "20 t",
    "actual_distance": "550 km",
    "shortest_feasible_distance": "500 km",
    "great_circle_distance": "400 km",
    "energy_consumption": "300000 tce",
    "population": "50000 person",
}
HELD = {  # how much of each reference quantity a subject with these properties holds, in its own unit
    "item": Decimal(1),
    "mass": Decimal(800),
    "volume": Decimal("0.5"),
    "fuel-energy": Decimal(32000),
    "battery-capacity": Decimal(64),
    "usable-battery-capacity": Decimal(60),
    "energy-delivered": Decimal(28800),
    "transport-activity-actual": Decimal(11000),
    "transport-activity-shortest": Decimal(10000),
    "transport-activity-great-circle": Decimal(8000),
    "distance-over-life": Decimal(250000),
    "energy-consumption": Decimal(300000),
    "person": Decimal(50000),
}


@lru_cache(maxsize=8)
def quantities(library: Library = LIBRARY) -> dict[str, ReferenceQuantity]:
    """What figures of products can be per, by id."""
    return {entry.id: entry for entry in library.reference_quantities().quantities}


@lru_cache(maxsize=256)
def standard_of(key: str, library: Library = LIBRARY) -> Standard:
    """A standard by its id."""
    return library.standard(key)


@lru_cache(maxsize=256)
def space_of(key: str, library: Library = LIBRARY) -> Space:
    """The atoms of the frame of a standard."""
    return library.space(standard_of(key, library).frame)


def kind_of(standard: Standard, library: Library = LIBRARY) -> tuple[str, str]:
    """Standards of one kind can be translated into one another: one frame, one kind of subject, and one test cycle, as nothing leads to another."""
    cycle = next((name for name in standard.unit.reference if quantities(library)[name].apart), None)
    return standard.frame, cycle or standard.subject


@lru_cache(maxsize=8)
def kinds(library: Library = LIBRARY) -> dict[tuple[str, str], list[str]]:
    """The standards by kind; those on goods are left out, where what counts depends on the good (`goods_pairs`)."""
    found: dict[tuple[str, str], list[str]] = {}
    for key in sorted(library.standard_ids()):
        standard = standard_of(key, library)
        if standard.goods is None:
            found.setdefault(kind_of(standard, library), []).append(key)
    return found


@lru_cache(maxsize=8)
def standards(library: Library = LIBRARY) -> list[str]:
    """Every standard of a kind."""
    return [key for members in kinds(library).values() for key in members]


@lru_cache(maxsize=8)
def goods_pairs(library: Library = LIBRARY) -> list[tuple[str, str]]:
    """Every two standards, one of them on goods, of which the first can be translated into the second: figures of goods are per mass."""
    found = []
    for first in sorted(library.standard_ids()):
        for second in sorted(library.standard_ids()):
            own, goal = standard_of(first, library), standard_of(second, library)
            if first == second or own.frame != goal.frame or not (own.goods or goal.goods) or "building" in (own.subject, goal.subject):
                continue
            if goal.goods or not goal.unit.reference or "mass" in goal.unit.reference:
                found.append((first, second))
    return found


@lru_cache(maxsize=8)
def pairs(library: Library = LIBRARY) -> list[tuple[str, str]]:
    """Every two standards of which one can be translated into the other."""
    return [(first, second) for members in kinds(library).values() for first in members for second in members if first != second]
