"""The figures of a result, and the assumptions that mattered to them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crosswalk.engine.trace import cite
from crosswalk.model.base import Text
from crosswalk.model.mapping import Assumption
from crosswalk.model.quantity import spell, unit_registry
from crosswalk.model.result import Status

if TYPE_CHECKING:
    import pint


def status_of(low: Decimal | None, high: Decimal | None, covered: bool, missing: bool) -> Status:
    """The status of a figure with these bounds; the published word for a figure that nothing bounds on either side is `not-comparable`."""
    if not covered and missing:
        return "missing"
    if low is None and high is None:
        return "not-comparable"
    if low is None:
        return "upper-bound"
    if high is None:
        return "lower-bound"
    return "exact" if low == high else "bounded"


class FigureResult:
    """One figure of the target.

    Attributes:
        stage: the target's stage, or `total` or `shared`.
        indicator: the target's indicator.
        bounds: (low, best, high) as decimals in `unit`; `None` is unbounded, or no best estimate.
        unit: the unit, as people write it.
        status: how well the figure is known.
    """

    __slots__ = ("bounds", "indicator", "name", "stage", "status", "unit")

    def __init__(
        self,
        stage: str,
        indicator: str,
        name: Text | None,
        bounds: tuple[Decimal | None, Decimal | None, Decimal | None],
        unit: str,
        status: Status,
    ):
        self.stage, self.indicator, self.name = stage, indicator, name
        self.bounds, self.unit, self.status = bounds, unit, status

    def _quantity(self, value: Decimal | None) -> pint.Quantity[Any] | None:
        if value is None:
            return None
        registry = unit_registry()
        return registry.Quantity(value, spell(self.unit))

    @property
    def low(self) -> pint.Quantity[Any] | None:
        """The least value that the declaration allows, or `None` when nothing bounds it."""
        return self._quantity(self.bounds[0])

    @property
    def best(self) -> pint.Quantity[Any] | None:
        """The best estimate, where the declaration or an assumption determines one."""
        return self._quantity(self.bounds[1])

    @property
    def high(self) -> pint.Quantity[Any] | None:
        """The greatest value that the declaration allows, or `None` when nothing bounds it."""
        return self._quantity(self.bounds[2])

    def as_dict(self) -> dict[str, Any]:
        """The figure as it stands in the JSON result."""
        low, best, high = (number(value) for value in self.bounds)
        return {"low": low, "best": best, "high": high, "unit": self.unit, "status": self.status}

    def __repr__(self) -> str:
        low, best, high = ("?" if value is None else f"{value:.6g}" if value or value.adjusted() > -7 else "0" for value in self.bounds)
        return f"<{self.stage} {self.indicator}: {low} .. {best} .. {high} {self.unit}, {self.status}>"


class AssumptionUse:
    """An assumption that mattered, and how much it narrowed the part that both schemes share."""

    __slots__ = ("assumption", "narrowed")

    def __init__(self, assumption: Assumption, narrowed: Decimal | None):
        self.assumption, self.narrowed = assumption, narrowed

    @property
    def id(self) -> str:
        """The id of the assumption."""
        return self.assumption.id

    @property
    def statement(self) -> Text:
        """What is assumed."""
        return self.assumption.statement

    def as_dict(self, unit: str) -> dict[str, Any]:
        """The assumption as it stands in the JSON result."""
        return {
            "id": self.id,
            "statement": both(self.statement),
            "basis": self.assumption.basis,
            "narrowed": number(self.narrowed),
            "unit": unit,
            "sources": [cite(self.assumption.source)],
        }


def number(value: Decimal | None) -> float | int | None:
    """A decimal as a JSON number: whole numbers without a point, others by their shortest float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def both(text: Text | None) -> dict[str, str]:
    """A text as it stands in the JSON result."""
    assert text is not None
    return {"en": text.en, "zh": text.zh}
