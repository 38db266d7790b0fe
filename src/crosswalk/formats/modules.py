"""Figures by life-cycle module under EN 15804: alternatives resolved, parts held against their sums, nothing counted twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crosswalk.formats.alternatives import Alternatives, Candidates, figure_value
from crosswalk.formats.reading import Notes

MODULES = ("A1", "A2", "A3", "A1-A3", "A4", "A5", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "C1", "C2", "C3", "C4", "D")
"""The modules of ILCD+EPD (1.1 to 1.3), in order."""
PARTS = ("A1", "A2", "A3")
WHOLE = "A1-A3"
SUBINDICATORS = ("GWP-fossil", "GWP-biogenic", "GWP-luluc")
_NOISE = Decimal("1e-9")  # relative; sums of binary floats that were printed in full differ by about 1e-16

Table = dict[str, dict[str, list[Decimal]]]
"""Possible values by indicator and module."""


def figures(results: Mapping[tuple[str, str], Candidates], choice: Alternatives, unit: str, notes: Notes) -> list[dict[str, Any]]:
    """The figures of a footprint from the values by indicator and module.

    Args:
        results: the values in `unit` by (indicator, module), each by scenario.
        choice: which scenarios were chosen.
        unit: the unit of the values.
        notes: where remarks go.
    """
    table: Table = {}
    for (indicator, module), candidates in results.items():
        possible = choice.choose(f"{module} {indicator}", candidates, notes)
        if possible:
            table.setdefault(indicator, {})[module] = possible
    for indicator, row in table.items():
        _production(indicator, row, unit, notes)
    _sums(table, unit, notes)
    order = {module: position for position, module in enumerate(MODULES)}
    return [
        {"stage": module, "indicator": indicator, "value": figure_value(table[indicator][module], unit)}
        for module, indicator in sorted(
            ((module, indicator) for indicator, row in table.items() for module in row),
            key=lambda pair: (order[pair[0]], list(table).index(pair[1])),
        )
    ]


def half_digit(number: Decimal) -> Decimal:
    """Half of the last printed digit."""
    return Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)


def tolerance(*numbers: Decimal) -> Decimal:
    """How far a sum may lie beside its parts by rounding alone."""
    return sum((half_digit(number) for number in numbers), Decimal(0)) + _NOISE * max(abs(number) for number in numbers)


def _production(indicator: str, row: dict[str, list[Decimal]], unit: str, notes: Notes) -> None:
    """A1, A2 and A3 beside A1-A3: held against each other, counted once."""
    if WHOLE not in row or not all(part in row for part in PARTS):
        return
    if any(len(row[module]) > 1 for module in (*PARTS, WHOLE)):
        for part in PARTS:
            del row[part]
        notes.remark(
            f"{indicator}: A1, A2 and A3 have alternatives beside A1-A3; A1-A3 is counted, its parts are kept as values",
            f"{indicator}：A1、A2、A3 与 A1-A3 存在多个情景；计入 A1-A3，分项仅保留为数值",
        )
        return
    parts = [row[part][0] for part in PARTS]
    whole = row[WHOLE][0]
    difference = whole - sum(parts)
    if abs(difference) <= tolerance(whole, *parts):
        if abs(difference) > sum((half_digit(number) for number in (whole, *parts)), Decimal(0)):
            del row[WHOLE]  # the same number up to the noise of binary floats
        return
    notes.remark(
        f"{indicator}: A1-A3 is {whole}, but A1 + A2 + A3 is {sum(parts)} {unit} (residual {difference}); the value lies between the two",
        f"{indicator}：A1-A3 为 {whole}，而 A1 + A2 + A3 为 {sum(parts)} {unit}（残差 {difference}）；取值介于两者之间",
    )
    row[WHOLE] = [whole, sum(parts, Decimal(0))]
    for part in PARTS:
        del row[part]


def _sums(table: Table, unit: str, notes: Notes) -> None:
    """GWP-total against fossil + biogenic + luluc, module by module."""
    for module, totals in table.get("GWP-total", {}).items():
        parts = [table.get(name, {}).get(module) for name in SUBINDICATORS]
        if any(part is None or len(part) > 1 for part in parts) or len(totals) > 1:
            continue
        numbers = [part[0] for part in parts if part is not None]
        difference = totals[0] - sum(numbers)
        if abs(difference) > tolerance(totals[0], *numbers):
            notes.remark(
                f"{module}: GWP-total {totals[0]} is not the sum of fossil, biogenic and luluc {sum(numbers)} {unit} (residual {difference})",
                f"{module}：GWP-total {totals[0]} 不等于化石、生物源与土地利用之和 {sum(numbers)} {unit}（残差 {difference}）",
            )
