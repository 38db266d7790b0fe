"""Batteries of electric vehicles: years of operation, and the energy delivered over the service life.

The draft delegated act of 2024 under Regulation (EU) 2023/1542, by summaries of it (secondary); it is a draft. The numbers of cycles stand in
`standards/transport/eu-battery-ev-draft-2024.yaml`; `engine.rules.reference` applies them to declared footprints.
"""

from __future__ import annotations

from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import amount, positive
from crosswalk.errors import Finding, MissingPropertyError


def years_of_operation(warranty: Decimal, kilometres: Decimal | None = None, kilometres_a_year: Decimal | None = None) -> Decimal:
    """Years of the commercial warranty; where it also ends after a distance, the shorter of the two.

    Args:
        warranty: years.
        kilometres: distance at which the warranty ends.
        kilometres_a_year: what a vehicle drives in a year; the values of the draft were not read, so they have to be stated.

    >>> years_of_operation(Decimal(8), Decimal(160000), Decimal(25000))
    Decimal('6.4')
    """
    years = amount(warranty, "warranty")
    if kilometres is None:
        return years
    if kilometres_a_year is None:
        raise MissingPropertyError(
            Finding(
                "a warranty in kilometres needs the kilometres a year: state `kilometres_a_year`; none is assumed",
                "里程质保须给出年行驶里程：请给出 `kilometres_a_year`；不作假定",
                field="kilometres_a_year",
            )
        )
    return min(years, amount(kilometres, "kilometres") / positive(kilometres_a_year, "kilometres_a_year"))


def energy_delivered(usable_capacity: Decimal, full_cycles: Decimal, years: Decimal) -> Decimal:
    """KWh delivered over the service life.

    Args:
        usable_capacity: usable energy at the beginning of life down to the limit of the battery management, kWh.
        full_cycles: full equivalent cycles a year.
        years: years of operation.

    >>> energy_delivered(Decimal(28), Decimal(60), Decimal(8))
    Decimal('13440')
    """
    return amount(usable_capacity, "usable_capacity") * amount(full_cycles, "full_cycles") * amount(years, "years")
