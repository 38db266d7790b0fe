"""Renewable fuels of non-biological origin, recycled carbon fuels and low-carbon fuels.

(EU) 2023/1185 Annex A and (EU) 2025/2359 Annex A, both read in the primary text. All terms in g CO2e/MJ of fuel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import ZERO, amount, positive, signed
from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError


@dataclass(frozen=True, slots=True)
class Supply:
    """e_i, the supply of inputs (A.1 of both acts).

    Attributes:
        elastic: e_i elastic, inputs whose supply can grow (A.7), with electricity and heat; never the carbon in the input.
        rigid: e_i rigid, inputs whose supply cannot grow: what their diversion causes elsewhere (A.9).
        existing_use: e_ex-use, emissions of the existing use or fate that are avoided (A.10).
    """

    elastic: Decimal = ZERO
    rigid: Decimal = ZERO
    existing_use: Decimal = ZERO

    def __post_init__(self) -> None:
        for name in ("elastic", "rigid", "existing_use"):
            amount(getattr(self, name), name)

    @property
    def total(self) -> Decimal:
        """e_i = e_i elastic + e_i rigid - e_ex-use; may be negative."""
        return self.elastic + self.rigid - self.existing_use


@dataclass(frozen=True, slots=True)
class Interval:
    """A time interval of production.

    Attributes:
        fuel: MJ produced.
        intensity: g CO2e/MJ.
    """

    fuel: Decimal
    intensity: Decimal

    def __post_init__(self) -> None:
        amount(self.fuel, "fuel")
        signed(self.intensity, "intensity")


def rfnbo_emissions(
    supply: Supply,
    processing: Decimal = ZERO,
    distribution: Decimal = ZERO,
    use: Decimal = ZERO,
    storage: Decimal = ZERO,
) -> Decimal:
    """E = e_i + e_p + e_td + e_u - e_ccs ((EU) 2023/1185 Annex A.1).

    Args:
        supply: e_i.
        processing: e_p with waste treatment, leakages (A.12) and the operation of the storage (A.17).
        distribution: e_td with storage of the finished fuel (A.16).
        use: e_u, all combustion of the fuel in use (A.13).
        storage: e_ccs, CO2 of the process stored for good (A.17); its operation belongs to `processing`.

    >>> rfnbo_emissions(Supply(Decimal(20)), Decimal(2), Decimal(3))
    Decimal('25')
    """
    emitted = supply.total + amount(processing, "processing") + amount(distribution, "distribution") + amount(use, "use")
    return emitted - amount(storage, "storage")


def low_carbon_emissions(
    supply: Supply,
    processing: Decimal = ZERO,
    distribution: Decimal = ZERO,
    use: Decimal = ZERO,
    storage: Decimal = ZERO,
    bound: Decimal = ZERO,
) -> Decimal:
    """E = e_i + e_p + e_td + e_u - e_ccs - e_ccu ((EU) 2025/2359 Annex A.1).

    Args:
        supply: e_i.
        processing: e_p with the fossil CO2 handed to the capture plant and that of co-products at their end of life (A.12).
        distribution: e_td with storage of the finished fuel (A.16).
        use: e_u, all combustion of the fuel in use, biogenic carbon included (A.13).
        storage: e_ccs, net (A.17); see `net_capture`.
        bound: e_ccu, net (A.18); see `net_capture`.
    """
    emitted = supply.total + amount(processing, "processing") + amount(distribution, "distribution") + amount(use, "use")
    return emitted - signed(storage, "storage") - signed(bound, "bound")


def net_capture(captured: Decimal, operations: Decimal, transport: Decimal, destination: Decimal) -> Decimal:
    """e_ccs or e_ccu of low-carbon fuels, net of what capturing costs ((EU) 2025/2359 Annex A.17 and A.18); below zero if it costs more.

    Args:
        captured: c_CO2 at the capture plant.
        operations: e_CO2-c, capture, dehydration, compression, liquefaction.
        transport: e_CO2-t.
        destination: e_CO2-i, injection, or e_CO2-u, binding in a product.
    """
    spent = amount(operations, "operations") + amount(transport, "transport") + amount(destination, "destination")
    return amount(captured, "captured") - spent


def qualifying_share(relevant: Decimal, total: Decimal) -> Decimal:
    """Fraction of the output that is the fuel in question, by relevant energy inputs (Annex A.3 of both acts).

    Args:
        relevant: MJ of the relevant energy inputs that qualify.
        total: MJ of all relevant energy inputs.
    """
    part, whole = amount(relevant, "relevant"), positive(total, "total")
    if part > whole:
        raise InconsistentDeclarationError(
            Finding(f"the part {part} exceeds the whole {whole}", f"部分 {part} 大于总量 {whole}", field="relevant")
        )
    return part / whole


def average_of_intervals(intervals: Sequence[Interval], limit: Decimal) -> Decimal:
    """Average intensity of shorter intervals, at most of one calendar month (Annex A.1 of both acts).

    Every interval must reach the saving by itself; one that does not cannot be hidden in the average.

    Args:
        intervals: intervals of one month.
        limit: the highest intensity that reaches the saving, g CO2e/MJ.

    Raises:
        DeclarationError: an interval lies above the limit, or there is no fuel.
    """
    highest = signed(limit, "limit")
    for position, interval in enumerate(intervals):
        if interval.intensity > highest:
            raise DeclarationError(
                Finding(
                    f"{interval.intensity} g CO2e/MJ exceeds {highest}; only intervals that reach the saving may be averaged",
                    f"{interval.intensity} g CO2e/MJ 超过 {highest}；仅达到减排要求的时段可以取平均",
                    field=f"intervals[{position}].intensity",
                )
            )
    fuel = positive(sum((interval.fuel for interval in intervals), ZERO), "intervals")
    return sum((interval.fuel * interval.intensity for interval in intervals), ZERO) / fuel
