"""The published form of a result: what `--format json` prints. Used for the JSON Schema and to check results in tests."""

from __future__ import annotations

from typing import Any, Literal

from crosswalk.model.base import Model, Text
from crosswalk.model.disclosure import Asks, Pillar

Status = Literal["exact", "bounded", "lower-bound", "upper-bound", "missing", "not-comparable"]
GapKind = Literal[
    "missing",
    "surplus",
    "inseparable",
    "rule-differs",
    "not-declared",
    "unit-basis",
    "data-quality",
    "verification",
    "unconfirmed",
]

Severity = Literal["critical", "major", "minor", "info"]


class ResultFigure(Model):
    """Bounds of one figure; `null` in `low` or `high` is unbounded, in `best` no estimate."""

    low: float | None
    best: float | None
    high: float | None
    unit: str
    status: Status


class JudgedTotals(Model):
    """What the totals become with `--assumptions all`, where judgement tells more."""

    total: ResultFigure
    shared: ResultFigure


class StageFigure(ResultFigure):
    """A figure of one stage and indicator of the target."""

    stage: str
    indicator: str


class AnswerFigure(Model):
    """The words of a figure that is to be added."""

    stage: str
    source: str | None = None
    gas: str | None = None
    indicator: str | None = None


class ResultAnswer(Model):
    """One field of the footprint that helps to close a gap.

    `field` is its path; `figures` and `supplement` stand for a figure that is to be added, with the words in `figure`. `unit` is that of the number
    asked for (of electricity or heat, that of the activity of the figure), `choices` the words that can stand there, where they are few, `holds` the
    declared lines within the figure, which is then their whole.
    """

    field: str
    figure: AnswerFigure | None
    unit: str | None
    choices: tuple[str, ...]
    holds: tuple[str, ...]


class ResultGap(Model):
    """One reason why the result is not exact, with the question that would close it."""

    kind: GapKind
    stage: str
    severity: Severity
    width: float | None
    amount: float | None
    unit: str
    message: Text
    question: Text
    sources: tuple[str, ...]
    answers: tuple[ResultAnswer, ...]


class ResultAssumption(Model):
    """An assumption that mattered."""

    id: str
    statement: Text
    basis: Literal["published", "derived", "judgement"]
    narrowed: float | None
    unit: str
    sources: tuple[str, ...]


class ResultPrecursor(Model):
    """What a precursor brings in, and whether its figure is actual, translated, a default value or exempt."""

    name: str
    cn_code: str
    route: Literal["actual", "translated", "default", "exempt"]
    low: float
    high: float | None
    by_default: float
    unit: str
    note: Text


class ResultElement(Model):
    """One element of a report under both standards; `declared` is left out for elements that are no figures of an inventory."""

    element: str
    name: Text
    pillar: Pillar
    source: Asks
    target: Asks
    detail: Text | None
    declared: Literal["declared", "partly", "not-declared"] | None
    question: Text | None
    sources: tuple[str, ...]


class ResultStep(Model):
    """One step of the calculation; `formula` where the rule is one, with the numbers where they are known."""

    step: str
    rule: str
    formula: str = ""
    input: str
    output: str
    source: str


class Result(Model):
    """A translation."""

    source: str
    target: str
    comparable: bool
    name: Text | None
    declared_unit: str
    total: ResultFigure
    shared: ResultFigure
    functional_unit: ResultFigure | None
    with_judgements: JudgedTotals | None
    figures: tuple[StageFigure, ...]
    gaps: tuple[ResultGap, ...]
    assumptions: tuple[ResultAssumption, ...]
    precursors: tuple[ResultPrecursor, ...]
    disclosure: tuple[ResultElement, ...] = ()
    trace: tuple[ResultStep, ...]
    warnings: tuple[Text, ...]
    manifest: dict[str, Any]


class ResultShare(Model):
    """A share under the target, in percent."""

    kind: Literal["recycled-content", "recycling-rate"]
    label: Text
    low: float | None
    best: float | None
    high: float | None
    unit: str
    status: Status


class ResultVerdict(Model):
    """A target or grade, and how a claim stands to it: `implied` whatever the open detail is, `possible`, or `excluded`."""

    id: str
    name: Text
    verdict: Literal["implied", "possible", "excluded"]
    least: float | None
    low: float | None
    high: float | None
    unit: str
    valid_from: str | None
    later: Text | None
    in_force: bool | None
    reason: Text
    source: str


class AssessmentResult(Model):
    """A claim on a material held against another standard."""

    source: str
    target: str
    comparable: bool
    name: Text | None
    shares: tuple[ResultShare, ...]
    verdicts: tuple[ResultVerdict, ...]
    gaps: tuple[ResultGap, ...]
    trace: tuple[ResultStep, ...]
    warnings: tuple[Text, ...]
    manifest: dict[str, Any]
