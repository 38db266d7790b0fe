"""A small converter from GB/T 51366-2019 to EN 15978:2011. It knows nothing of crosswalk but the form of a declaration.

`naive` is what is found in many spreadsheets: a share taken from experience turns one number into another. `careful` says only what was declared.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

GRID_SHARE = Decimal("1.12")  # "supply adds about 12 % to the grid factor", from a project of long ago


def electricity(footprint: Any) -> Decimal | None:
    """The declared electricity of operation in kg CO2e; `None` where the declaration says it in a way that this converter does not read."""
    if footprint.declared_unit is not None and str(footprint.declared_unit) != "1 m**2":
        return None
    figures = [figure for figure in footprint.figures if (figure.stage, figure.source) == ("operation", "electricity")]
    if len(figures) != 1 or figures[0].gas is not None or figures[0].value is None:
        return None
    return Decimal(figures[0].value.to("kg*CO2e").magnitude)


def naive(footprint: Any) -> Decimal | tuple[None, None]:
    """Module B6 by a share that nobody declared."""
    declared = electricity(footprint)
    return (None, None) if declared is None else declared * GRID_SHARE


def careful(footprint: Any) -> tuple[Decimal | None, None]:
    """Module B6: what was declared is in it, and how much more is not told."""
    return electricity(footprint), None
