"""The published forms of what `labels`, `equivalent`, `neutrality`, `dossier` and `region` print as JSON. Used for the JSON Schemas and to check results in tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from crosswalk.model.base import Confirmation, Model, Text
from crosswalk.model.result import Result, ResultFigure

VerdictName = Literal["implied", "possible", "excluded", "unknown"]
StateName = Literal["met", "open", "failed"]
PointName = Literal["met", "not met", "open"]


class MeasuredLimit(Model):
    """A threshold and the interval held against it; `by_number` is what the number alone says, were all rules of the two standards the same."""

    threshold: str
    operator: Literal["<", "<=", ">", ">="]
    limit: float
    low: float | None
    high: float | None
    unit: str
    saving: tuple[float | None, float | None] | None
    state: StateName
    by_number: StateName


class LabelVerdict(Model):
    """What a figure says of one label."""

    label: str
    standard: str
    name: Text
    verdict: VerdictName
    measured: tuple[MeasuredLimit, ...]
    reasons: tuple[Text, ...]
    questions: tuple[Text, ...]
    sources: tuple[str, ...]
    unconfirmed: bool


class LabelsResult(Model):
    """What `labels FILE` prints."""

    standard: str
    name: Text | None
    as_of: str
    labels: tuple[LabelVerdict, ...]
    untested: tuple[str, ...]


class ExampleVerdict(Model):
    """The verdict on the first label of a pair for an example."""

    verdict: VerdictName
    measured: tuple[MeasuredLimit, ...]


class ExampleReason(ExampleVerdict):
    """The verdict on the second label, with what it fails by, if it does."""

    reason: Text | None


class LabelExample(Model):
    """Something that earns the first label, and the second or not: a declaration that can be asked again."""

    declaration: dict[str, Any] | None
    conditions: dict[str, Any]
    first: ExampleVerdict
    second: ExampleReason


class EquivalenceResult(Model):
    """What `equivalent LABEL LABEL` prints."""

    first: str
    second: str
    as_of: str
    verdict: VerdictName
    settled: bool
    measured: tuple[MeasuredLimit, ...]
    reasons: tuple[Text, ...]
    questions: tuple[Text, ...]
    counter_example: LabelExample | None
    common_example: LabelExample | None
    sources: tuple[str, ...]
    unconfirmed: bool


class MatrixLabel(Model):
    """A row and column of the matrix."""

    id: str
    name: Text


class MatrixCell(Model):
    """One pair: the first is held, the second asked for."""

    first: str
    second: str
    verdict: VerdictName | Literal["not-comparable"]
    relation: Literal["equal", "narrower", "broader", "excluded", "open", "not-comparable"]


class MatrixResult(Model):
    """What `equivalent --field FIELD` prints."""

    as_of: str
    labels: tuple[MatrixLabel, ...]
    cells: tuple[MatrixCell, ...]


class Point(Model):
    """One point of a claim or a dossier, with its source and the question that closes it."""

    section: Literal["rules", "data", "conformity", "claim"]
    topic: str
    verdict: PointName
    statement: Text
    question: Text | None
    source: str


class PointCounts(Model):
    """How many points are met, not met and open: counts, without weights."""

    met: int
    not_met: int = Field(alias="not met")
    open: int


class Span(Model):
    """An interval."""

    low: float | None
    high: float | None
    unit: str


class ClosingUnits(Model):
    """Units of one kind that are set against the footprint; kinds are never summed."""

    kind: str
    nature: str
    name: Text
    amount: float
    unit: str
    retired: bool | None
    removal: bool


class ClaimVerdict(Model):
    """The verdict on a claim of neutrality under one standard or law."""

    standard: str
    verdict: VerdictName
    counts: PointCounts
    checks: tuple[Point, ...]


class NeutralityResult(Model):
    """What `neutrality FILE` prints."""

    standard: str
    name: Text | None
    as_of: str
    before_offsets: Span
    derivable: Point
    closing: tuple[ClosingUnits, ...]
    claims: tuple[ClaimVerdict, ...]


class Precedent(Model):
    """An agreement between the two sides, listed with its scope and not counted."""

    id: str
    kind: str
    name: Text
    parties: Text
    scope: Text
    effect: Text
    since: str | None
    until: str | None
    confirmed: Confirmation


class SectionCounts(Model):
    """The counts of each section."""

    rules: PointCounts
    data: PointCounts
    conformity: PointCounts
    claim: PointCounts


class DossierResult(Model):
    """What `dossier FILE --to STANDARD` prints."""

    source: str
    target: str
    name: Text | None
    as_of: str
    legal_effect: Text
    total: ResultFigure
    shared: ResultFigure
    counts: PointCounts
    sections: SectionCounts
    checks: tuple[Point, ...]
    precedents: tuple[Precedent, ...]
    manifest: dict[str, Any]


class Peak(Model):
    """The peak of gross emissions."""

    year: int
    emissions: float
    unit: str
    state: Literal["reached", "planned", "open"]
    fall: float | None
    missing: tuple[int, ...]


class NeutralYear(Model):
    """The first year from which emissions and removals together stay at zero or below."""

    year: int | None
    state: Literal["reached", "planned", "open"]
    left: float
    unit: str


class LifestyleDistance(Model):
    """How far a lifestyle footprint is from a target, tonnes and share of the footprint."""

    footprint: float
    tonnes: float
    share: float


class LifestyleTarget(Model):
    """A target of a lifestyle footprint; `high` is left open where nothing bounds the footprint."""

    target: str
    name: Text
    limit: float
    low: LifestyleDistance
    high: LifestyleDistance | None
    unit: str
    source: str


class ParkGate(Model):
    """The core indicator of a park in its size band."""

    label: str | None
    intensity: float
    limit: float | None
    met: bool | None
    excess: float | None
    unit: str


class ParkResult(Model):
    """A zero-carbon park."""

    name: Text | None
    standard: str
    energy: float | None
    gates: tuple[ParkGate, ...]
    labels: tuple[LabelVerdict, ...]


class RegionResult(Model):
    """What `region FILE --to STANDARD` prints."""

    name: Text | None
    inventory: Result
    own_total: ResultFigure
    per_capita: Span | None
    peak: Peak | None
    neutrality: NeutralYear | None
    lifestyle: tuple[LifestyleTarget, ...]
    parks: tuple[ParkResult, ...]
