"""What the published cases share: the examples, and comparing with a number as it is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from crosswalk.engine.figures import FigureResult
from crosswalk.engine.translation import Translation
from crosswalk.library.library import Library

EXAMPLES = Path(__file__).parents[2] / "examples"
LIBRARY = Library.shipped()
BINARY_NOISE = Decimal("1e-12")  # relative; data sets print sums of binary doubles with 16 digits, the last ones are noise

Data = dict[str, Any]
Figure = Mapping[str, Any]


def example(name: str) -> Data:
    """The data of an example, fresh, so that a test may change it. Numbers stay text, as printed."""
    data = yaml.load((EXAMPLES / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(data, dict)
    return data


def without(data: Data, drop: Callable[[Figure], bool]) -> Data:
    """The same declaration without the figures that `drop` picks."""
    return {**data, "figures": [figure for figure in data["figures"] if not drop(figure)]}


def printed_values(data: Data, indicator: str | None = None) -> dict[str, Decimal]:
    """The values of a declaration by stage, in kg CO2e, as printed."""
    return {
        figure["stage"]: Decimal(figure["value"].split()[0])
        for figure in data["figures"]
        if "value" in figure and figure.get("indicator") == indicator
    }


def as_printed(value: Decimal | None, printed: str) -> bool:
    """Whether a value agrees with a printed number: within half its last digit or binary noise."""
    if value is None:
        return False
    number = Decimal(printed)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(value - number) <= max(Decimal(5).scaleb(exponent - 1), abs(number) * BINARY_NOISE)


def exactly(figure: FigureResult, printed: str) -> bool:
    """Whether a figure is known exactly and agrees with a printed number."""
    low, _, high = figure.bounds
    return low == high and as_printed(low, printed)


def holds(figure: FigureResult, value: Decimal) -> bool:
    """Whether the bounds of a figure contain a value; an open end contains everything."""
    low, _, high = figure.bounds
    return (low is None or low <= value) and (high is None or value <= high)


def gaps(translation: Translation, kind: str, stage: str) -> list[Any]:
    """The gaps of a kind at a stage of the frame."""
    return [gap for gap in translation.gaps if gap.kind == kind and stage in gap.stage.split(", ")]


def characterise(set_id: str, masses: Mapping[str, str]) -> Decimal:
    """The sum of mass times factor under a set; a gas of unstated origin takes the set's factor for that."""
    item = LIBRARY.characterisation(set_id)
    total = Decimal(0)
    for gas, mass in masses.items():
        entry = item.unspecified.get(gas) or item.factors.get(gas)
        if entry is not None:
            total += entry.value * Decimal(mass)
    return total
