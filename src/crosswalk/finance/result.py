"""What translating a book results in: figures by scope, the total, indicators, the data-quality score, gaps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import crosswalk as package
from crosswalk.engine.figures import FigureResult, both, number, status_of
from crosswalk.engine.gap import Gap
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.finance.indicators import MILLION
from crosswalk.engine.trace import cite
from crosswalk.finance.quality import portfolio_score
from crosswalk.finance.shares import ONE, ZERO, over, times
from crosswalk.library.library import Library
from crosswalk.model.attribution import AttributionStandard, ClassRule, FinanceIndicator
from crosswalk.model.base import Source, Text
from crosswalk.model.book import Book, Position


@dataclass(frozen=True, slots=True)
class Line:
    """A scope, the total or the shared part, in tonnes; `declared` tells whether anything was said of it."""

    scope: str
    bounds: Range
    declared: bool


@dataclass(frozen=True, slots=True)
class PositionResult:
    """One position under the target.

    Attributes:
        place: in the book.
        label: its name.
        position: what was declared.
        rule: the rule of its class.
        share: the share of the counterpart's emissions, where these were declared.
        lines: by scope, the total and the shared part.
        held: the amount that is attributed.
        balance: the balance, for weights.
        intensity: emissions over revenue of the counterpart, t per unit of currency.
        score: of data quality.
        apart: what is reported beside, with its unit.
    """

    place: int
    label: str
    position: Position
    rule: ClassRule
    share: Range | None
    lines: tuple[Line, ...]
    held: Range
    balance: Range
    intensity: Range
    score: Range | None
    apart: dict[str, tuple[Range, str]]

    def line(self, scope: str) -> Range:
        """The bounds of one scope, of `total` or of `shared`; nothing where the target does not count it."""
        return next((entry.bounds for entry in self.lines if entry.scope == scope), Range(ZERO, ZERO))


class BookTranslation:
    """A book of loans and investments under another standard. A technical comparison without legal effect."""

    def __init__(
        self,
        library: Library,
        book: Book,
        source: AttributionStandard,
        target: AttributionStandard,
        positions: tuple[PositionResult, ...],
        gaps: tuple[Gap, ...],
        warnings: tuple[Text, ...] = (),
    ):
        self.library, self.book, self.positions = library, book, positions
        self.source_standard, self.target_standard = source, target
        self.gaps, self.warnings = gaps, list(warnings)

    @property
    def unit(self) -> str:
        """Tonnes of CO2e, or of CO2 where the target counts CO2 alone."""
        return "t CO2" if self.target_standard.gases == "co2" else "t CO2e"

    def _sum(self, scope: str) -> FigureResult:
        lines = [(entry, line) for entry in self.positions for line in entry.lines if line.scope == scope]
        bounds = Range(ZERO, ZERO)
        for _, line in lines:
            bounds = bounds + line.bounds
        known = any(line.declared for _, line in lines)
        best = bounds.low if bounds.exact else None
        status = status_of(bounds.low, bounds.high, known, bounds.high is None)
        return FigureResult(scope, "financed-emissions", None, (bounds.low, best, bounds.high), self.unit, status)

    @cached_property
    def total(self) -> FigureResult:
        """The financed emissions that the target adds up."""
        return self._sum("total")

    @cached_property
    def shared(self) -> FigureResult:
        """The part of the total that was declared, like for like."""
        return self._sum("shared")

    @cached_property
    def figures(self) -> tuple[FigureResult, ...]:
        """The figures by scope."""
        scopes = dict.fromkeys(line.scope for entry in self.positions for line in entry.lines)
        return tuple(self._sum(scope) for scope in scopes if scope not in ("total", "shared"))

    def figure(self, scope: str) -> FigureResult:
        """The figure of one scope.

        Raises:
            KeyError: the target does not count it.
        """
        for entry in self.figures:
            if entry.stage == scope:
                return entry
        raise KeyError(scope)

    @cached_property
    def all_investments(self) -> Range:
        """The value of everything that is managed; the positions alone are its least."""
        if self.book.all_investments is not None:
            known = self.book.worth(self.book.all_investments)
            return Range(known, known)
        least = Range(ZERO, ZERO)
        for entry in self.positions:
            least = least + (entry.held if self._sfdr else entry.balance)
        return least if not self._sfdr else Range(least.low, None)

    @property
    def _sfdr(self) -> bool:
        """Whether weights are parts of all investments, not of the positions at hand."""
        return any(entry.numerator == "quarterly-average" for entry in self.target_standard.classes)

    @cached_property
    def indicators(self) -> tuple[tuple[FinanceIndicator, Range, str], ...]:
        """The indicators of the target with their bounds and units."""
        found = []
        for entry in self.target_standard.indicators:
            bounds = self._indicator(entry)
            if bounds is not None:
                unit = self.unit if entry.formula == "financed-emissions" else f"{entry.unit} {self.book.currency}"
                found.append((entry, bounds, unit))
        return tuple(found)

    def _indicator(self, entry: FinanceIndicator) -> Range | None:
        total = Range(self.total.bounds[0], self.total.bounds[2])
        million = Range(MILLION, MILLION)
        if entry.formula == "financed-emissions":
            return total
        if entry.formula == "per-value-invested":
            return times(over(total, self.all_investments), million)
        if entry.formula == "weighted-revenue-intensity":
            whole = Range(ZERO, ZERO)
            for position in self.positions:
                if position.rule.asset_class == "sovereign-debt":
                    continue
                weight = over(position.held if self._sfdr else position.balance, self.all_investments)
                weight = Range(weight.low, min(weight.high, ONE) if weight.high is not None else ONE)
                whole = whole + times(weight, position.intensity)
            return times(whole, million)
        return None

    @cached_property
    def score(self) -> Range | None:
        """The data-quality score of the book, weighted by balances; `None` where the target has no scores."""
        return portfolio_score([(entry.balance, entry.score) for entry in self.positions if entry.score is not None])

    @cached_property
    def apart(self) -> dict[str, tuple[Range, str]]:
        """Removals, avoided emissions, credits and biogenic CO2: beside the emissions, never netted."""
        found: dict[str, tuple[Range, str]] = {}
        for entry in self.positions:
            for name, (bounds, unit) in entry.apart.items():
                found[name] = (found[name][0] + bounds if name in found else bounds, unit)
        return found

    @cached_property
    def unconfirmed(self) -> list[str]:
        """The facts behind the result that nobody has confirmed."""
        found = []
        for standard in dict.fromkeys((self.source_standard.id, self.target_standard.id)):
            data = self.source_standard if standard == self.source_standard.id else self.target_standard
            facts: list[tuple[str, Source]] = [
                (f"rule of {entry.rule.asset_class}", rule.source)
                for entry in self.positions
                if (rule := data.rule(entry.rule.asset_class))
            ]
            facts += [("gases", data.gases_source)]
            found += [f"{standard}: {name}" for name, source in facts if source.confirmed == "unconfirmed"]
        return list(dict.fromkeys(found))

    @cached_property
    def trace(self) -> list[dict[str, str]]:
        """The steps of each position: its share, and the figure that follows."""
        steps = []
        for entry in self.positions:
            if entry.share is not None:
                steps.append(
                    {
                        "step": "share",
                        "rule": f"{entry.rule.numerator} / {entry.rule.denominator(entry.position.has_market_value)}",
                        "input": entry.label,
                        "output": _shown(entry.share),
                        "source": f"{self.target_standard.number}: {cite(entry.rule.source)}",
                    }
                )
            steps.append(
                {
                    "step": "financed emissions",
                    "rule": "share x emissions" if entry.share is not None else "declared figure x ratio of the shares",
                    "input": entry.label,
                    "output": f"{_shown(entry.line('total'))} {self.unit}",
                    "source": f"{self.target_standard.number}: {cite(entry.rule.source)}",
                }
            )
        return steps

    def as_dict(self) -> dict[str, Any]:
        """The result as plain data, in the published JSON form."""
        ids = sorted({self.source_standard.id, self.target_standard.id})
        return {
            "source": self.source_standard.id,
            "target": self.target_standard.id,
            "comparable": True,
            "name": both(self.book.name) if self.book.name else None,
            "currency": self.book.currency,
            "year": self.book.year,
            "total": self.total.as_dict(),
            "shared": self.shared.as_dict(),
            "figures": [{"stage": entry.stage, "indicator": entry.indicator, **entry.as_dict()} for entry in self.figures],
            "indicators": [
                {"id": entry.id, "number": entry.number, "name": entry.name.model_dump(), **_ends(bounds), "unit": unit}
                for entry, bounds, unit in self.indicators
            ],
            "data_quality": None if self.score is None else _ends(self.score),
            "apart": [{"id": name, **_ends(bounds), "unit": unit} for name, (bounds, unit) in self.apart.items()],
            "positions": [
                {
                    "position": entry.place,
                    "name": entry.label,
                    "class": entry.rule.asset_class,
                    "share": None if entry.share is None else _ends(entry.share),
                    "figures": [{"stage": line.scope, **_ends(line.bounds), "unit": self.unit} for line in entry.lines],
                    "data_quality": None if entry.score is None else _ends(entry.score),
                }
                for entry in self.positions
            ],
            "gaps": [gap.as_dict() for gap in self.gaps],
            "assumptions": [],
            "trace": self.trace,
            "warnings": [both(entry) for entry in self.warnings],
            "manifest": {
                "version": package.__version__,
                "standards": {key: f"sha256:{self.library.sha256(key)}" for key in ids},
                "unconfirmed": self.unconfirmed,
            },
        }

    def to_json(self, indent: int | None = 2) -> str:
        """The result as one JSON document."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=indent)

    def __repr__(self) -> str:
        return f"<BookTranslation {self.source_standard.id} -> {self.target_standard.id}: total {self.total!r}>"


def _ends(bounds: Range) -> dict[str, Any]:
    return {
        "low": number(bounds.low),
        "best": number(bounds.low) if bounds.exact else None,
        "high": number(bounds.high),
        "status": status_of(bounds.low, bounds.high, True, bounds.high is None),
    }


def _shown(bounds: Range) -> str:
    low, high = ("?" if end is None else f"{end:.6g}" for end in bounds)
    return low if low == high else f"{low} … {high}"
