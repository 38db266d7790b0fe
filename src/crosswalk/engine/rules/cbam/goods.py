"""Chains of goods: specific embedded emissions through all precursors, and which indirect emissions count.

(EU) 2025/2547 Annex III B (Equations 57 to 60, recursively), Annex I 3.1 and Article 3(2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from crosswalk.engine.rules.cbam.embedded import SpecificEmissions, complex_good
from crosswalk.engine.rules.cbam.limits import ZERO, amount, entry, positive
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError, MissingPropertyError


@dataclass(frozen=True, slots=True)
class Supplied:
    """A good whose specific embedded emissions are known: verified by its producer, or a default value.

    Attributes:
        name: distinct among the goods.
        direct: t CO2e per functional unit.
        indirect: t CO2e per functional unit, with those of its precursors.
        counts_indirect: whether its indirect emissions count; false for goods of Annex II to Regulation (EU) 2023/956.
        indirect_of_precursors: the part of `indirect` that comes from precursors whose own indirect emissions count. Needed where
            `counts_indirect` is false and `indirect` is not zero.
    """

    name: str
    direct: Decimal
    indirect: Decimal
    counts_indirect: bool
    indirect_of_precursors: Decimal | None = None

    def __post_init__(self) -> None:
        amount(self.direct, f"{self.name}.direct")
        amount(self.indirect, f"{self.name}.indirect")
        part = self.indirect_of_precursors
        if part is not None and amount(part, f"{self.name}.indirect_of_precursors") > self.indirect:
            raise InconsistentDeclarationError(
                Finding("must not exceed indirect", "不得大于 indirect", field=f"{self.name}.indirect_of_precursors")
            )
        if self.indirect > 0 and not self.counts_indirect and part is None:
            raise MissingPropertyError(
                Finding(
                    "the indirect emissions of this good do not count, those of some precursors do: declare how much of it comes from them",
                    "该产品自身的间接排放不计入，而部分前体的计入：请声明其中来自这些前体的数值",
                    field=f"{self.name}.indirect_of_precursors",
                )
            )

    def counted(self) -> SpecificEmissions:
        """What counts of it."""
        return SpecificEmissions(self.direct, self.indirect if self.counts_indirect else self.indirect_of_precursors or ZERO)


@dataclass(frozen=True, slots=True)
class Precursor:
    """A precursor that a process uses.

    Attributes:
        good: its name among the goods.
        quantity: all that is used, losses and cuttings included, in functional units of the precursor.
        exempt_origin: from the Union or a country of Annex III point 1 to Regulation (EU) 2023/956, so that it counts as zero.
    """

    good: str
    quantity: Decimal
    exempt_origin: bool = False


@dataclass(frozen=True, slots=True)
class Produced:
    """A good and the production process that yields it.

    Attributes:
        name: distinct among the goods.
        direct: attributed direct emissions (`attributed_direct`), t CO2e.
        indirect: attributed indirect emissions (`attributed_indirect`), t CO2e.
        activity_level: what is produced, in functional units.
        counts_indirect: whether its own indirect emissions count; false for goods of Annex II to Regulation (EU) 2023/956.
        precursors: those not made in the same production process.
    """

    name: str
    direct: Decimal
    indirect: Decimal
    activity_level: Decimal
    counts_indirect: bool
    precursors: tuple[Precursor, ...] = ()

    def __post_init__(self) -> None:
        amount(self.direct, f"{self.name}.direct")
        amount(self.indirect, f"{self.name}.indirect")
        positive(self.activity_level, f"{self.name}.activity_level")
        for position, precursor in enumerate(self.precursors):
            amount(precursor.quantity, f"{self.name}.precursors[{position}].quantity")


Good = Supplied | Produced


def embedded_emissions(goods: Iterable[Good], wanted: str) -> SpecificEmissions:
    """The specific embedded emissions of a good through all its precursors, unrounded (Equations 57 to 60, recursively).

    Own indirect emissions count or not by the status of the good that causes them (Annex I 3.1): those of sinter count inside steel, those
    of hydrogen do not count inside ammonia. What a precursor carries on from its own precursors is part of its specific emissions.

    Args:
        goods: the good and all precursors that are not of exempt origin; others are allowed and not looked at.
        wanted: its name.

    Raises:
        DeclarationError: two goods share a name, or precursors form a cycle; the cycle is named.
        UnknownNameError: a precursor is not among the goods.
    """
    by_name: dict[str, Good] = {}
    for good in goods:
        if by_name.setdefault(good.name, good) is not good:
            raise DeclarationError(Finding(f"two goods are named {good.name!r}", f"有两个产品同名 {good.name!r}", field="goods"))
    found: dict[str, SpecificEmissions] = {}
    for name in _precursors_first(by_name, wanted):
        good = by_name[name]
        if isinstance(good, Supplied):
            found[name] = good.counted()
            continue
        parts = [(each.quantity, found[each.good]) for each in good.precursors if not each.exempt_origin]
        found[name] = SpecificEmissions(
            complex_good(good.direct, good.activity_level, [(quantity, part.direct) for quantity, part in parts]),
            complex_good(
                good.indirect if good.counts_indirect else ZERO,
                good.activity_level,
                [(quantity, part.indirect) for quantity, part in parts],
            ),
        )
    return found[wanted]


def _precursors_first(goods: dict[str, Good], wanted: str) -> list[str]:
    graph: dict[str, list[str]] = {}
    open_names = [wanted]
    while open_names:
        name = open_names.pop()
        if name not in graph:
            good = entry(goods, name, "good", "产品", "goods")
            used = () if isinstance(good, Supplied) else good.precursors
            graph[name] = list(dict.fromkeys(each.good for each in used if not each.exempt_origin))
            open_names += graph[name]
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        cycle = " -> ".join(error.args[1])  # each is a precursor of the next
        raise DeclarationError(Finding(f"goods are precursors of themselves: {cycle}", f"产品互为前体：{cycle}", field="goods")) from None
