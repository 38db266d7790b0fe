"""What translating a book results in: figures by scope, the total, indicators, the data-quality score, gaps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crosswalk.engine.figures import FigureResult, both, number, status_of
from crosswalk.engine.gap import Gap
from crosswalk.engine.provenance import Fact, versions
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.classify import State
from crosswalk.engine.trace import Step, cited
from crosswalk.finance.indicators import bounds_of, limit_state
from crosswalk.finance.quality import portfolio_score
from crosswalk.finance.shares import ZERO
from crosswalk.library.library import Library
from crosswalk.model.attribution import CLASSES, DENOMINATORS, NUMERATORS, AttributionStandard, ClassRule, FinanceIndicator
from crosswalk.model.base import Source, Text, text
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
        beside: tuple[tuple[str, Position], ...] = (),
    ):
        self.beside = beside
        self.library, self.book, self.positions = library, book, positions
        self.source_standard, self.target_standard = source, target
        self._gaps, self.warnings = gaps, list(warnings)

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
        return FigureResult(
            scope, f"{'avoided' if self._avoided else 'financed'}-emissions", None, (bounds.low, best, bounds.high), self.unit, status
        )

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
            least = least + self.weighed(entry)
        return least if not self._sfdr else Range(least.low, None)

    def weighed(self, entry: PositionResult) -> Range:
        """The value by which a position has its weight: as it is attributed where weights are parts of all investments, else its balance."""
        return entry.held if self._sfdr else entry.balance

    @property
    def _sfdr(self) -> bool:
        """Whether weights are parts of all investments, not of the positions at hand."""
        return any(entry.numerator == "quarterly-average" for entry in self.target_standard.classes)

    @property
    def _avoided(self) -> bool:
        return self.target_standard.quantity == "avoided"

    @cached_property
    def _indicated(self) -> tuple[tuple[tuple[FinanceIndicator, Range, str], ...], tuple[Gap, ...]]:
        """The indicators, and what they lack."""
        found: list[tuple[FinanceIndicator, Range, str]] = []
        lacks: dict[tuple[str, str], Gap] = {}
        for entry in self.target_standard.indicators:

            def ask(field: str, en: str, zh: str, label: str, entry: FinanceIndicator = entry) -> None:
                message = text(f"{entry.name.en}: {en} is not declared", f"{entry.name.zh}：未声明{zh}")
                question = text(f"Declare {en} (`{field}`).", f"请声明{zh}（`{field}`）。")
                stage = label or "indicators"
                gap = Gap("not-declared", stage, "info", ZERO, self.unit, message, question, (self.target_standard.number,))
                lacks.setdefault((stage, field), gap)

            bounds = bounds_of(self, entry, ask)
            if bounds is not None:
                found.append((entry, bounds, self._unit_of(entry)))
        return tuple(found), tuple(lacks.values())

    def _unit_of(self, entry: FinanceIndicator) -> str:
        if entry.formula == "financed-emissions":
            return self.unit
        return f"{entry.unit} {self.book.currency}" if entry.unit.endswith("/M") else entry.unit

    @property
    def indicators(self) -> tuple[tuple[FinanceIndicator, Range, str], ...]:
        """The indicators of the target with their bounds and units."""
        return self._indicated[0]

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that keeps the result from being exact, the weightiest first; what only an indicator lacks last."""
        return (*self._gaps, *self._indicated[1])

    @cached_property
    def limits(self) -> dict[str, State]:
        """How figures stand to limits among the indicators, by the id of the limit."""
        return {entry.id: state for entry, _, _ in self.indicators if (state := limit_state(self, entry)) is not None}

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
    def facts(self) -> list[Fact]:
        """The rules that the result rests on, each with its source."""
        found = []
        for data in dict.fromkeys((self.source_standard.id, self.target_standard.id)):
            standard = self.source_standard if data == self.source_standard.id else self.target_standard
            facts: list[tuple[str, str, Source]] = []
            for entry in self.positions:
                asset_class = entry.rule.asset_class
                rule = standard.rule(asset_class)
                if rule is not None:
                    facts.append((f"rule of {asset_class}", f"{CLASSES[asset_class].zh}的规则", rule.source))
            facts.append(("gases", "气体", standard.gases_source))
            shown = {indicator.id for indicator, _, _ in self.indicators}
            if standard is self.target_standard:
                facts += [
                    (f"indicator {entry.id}", f"指标：{entry.name.zh}", entry.source) for entry in standard.indicators if entry.id in shown
                ]
            found += [Fact(text(f"{data}: {en}", f"{data}：{zh}"), source, data) for en, zh, source in facts]
        return list(dict.fromkeys(found))

    @cached_property
    def unconfirmed(self) -> list[str]:
        """The facts behind the result that nobody has confirmed."""
        return list(dict.fromkeys(fact.what.en for fact in self.facts if fact.source.confirmed == "unconfirmed"))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of each position, its share and the figure that follows, in both languages."""
        steps = []
        for entry in self.positions:
            label = entry.label if entry.position.name is None else entry.position.name
            said = text(label, label) if isinstance(label, str) else label
            clause = cited(entry.rule.source, self.target_standard.documents)
            source = text(f"{self.target_standard.number}: {clause.en}", f"{self.target_standard.number}：{clause.zh}")
            if entry.share is not None:
                over, divisor = NUMERATORS[entry.rule.numerator], entry.rule.denominator(entry.position.has_market_value)
                under = DENOMINATORS[divisor] if divisor is not None else text("?", "?")
                rule = text(f"{over.en} / {under.en}", f"{over.zh} / {under.zh}")
                share = _shown(entry.share)
                steps.append(Step("share", rule, "s = a / d", said, text(share, share), source))
            figure = f"{_shown(entry.line('total'))} {self.unit}"
            formula = f"{_shown(entry.share)} × E" if entry.share is not None else "F × s₂ / s₁"
            steps.append(
                Step(
                    "avoided" if self._avoided else "financed",
                    self._way(entry.share is not None),
                    formula,
                    said,
                    text(figure, figure),
                    source,
                )
            )
        return tuple(steps)

    def _way(self, shared: bool) -> Text:
        if not shared:
            return text("declared figure x ratio of the shares", "声明值 × 分摊系数之比")
        return text("share x avoided emissions", "分摊系数 × 避免的排放") if self._avoided else text("share x emissions", "分摊系数 × 排放")

    @property
    def trace(self) -> list[dict[str, str]]:
        """The steps as plain data, in English."""
        return [step.as_dict() for step in self.steps]

    @property
    def manifest(self) -> dict[str, Any]:
        """The version, and the content hash of every definition that was used."""
        ids = sorted({self.source_standard.id, self.target_standard.id})
        return {
            **versions(self.library),
            "standards": {key: f"sha256:{self.library.sha256(key)}" for key in ids},
            "unconfirmed": self.unconfirmed,
        }

    def as_dict(self) -> dict[str, Any]:
        """The result as plain data, in the published JSON form."""
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
                {
                    "id": entry.id,
                    "number": entry.number,
                    "name": entry.name.model_dump(),
                    **_ends(bounds),
                    "unit": unit,
                    **({"kept": self.limits[entry.id].value} if entry.id in self.limits else {}),
                }
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
            "beside": [{"name": label, "class": position.asset_class} for label, position in self.beside],
            "gaps": [gap.as_dict() for gap in self.gaps],
            "assumptions": [],
            "trace": self.trace,
            "warnings": [both(entry) for entry in self.warnings],
            "manifest": self.manifest,
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
