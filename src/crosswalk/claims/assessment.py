"""What holding a claim against a standard results in: shares, verdicts and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from crosswalk.engine.figures import both, number, status_of
from crosswalk.engine.gap import Gap
from crosswalk.engine.provenance import Fact, versions
from crosswalk.engine.rules.circular.bounds import Range
from crosswalk.engine.rules.classify import Definite
from crosswalk.engine.trace import Step, cite
from crosswalk.library.library import Library
from crosswalk.model.base import Source, Text, text
from crosswalk.model.claim import Claim
from crosswalk.model.materials import MaterialStandard

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """A share under the target.

    Attributes:
        kind: recycled content or a recycling rate.
        label: material or rate.
        share: the interval, 0-1.
    """

    kind: Literal["recycled-content", "recycling-rate"]
    label: Text
    share: Range

    def as_dict(self) -> dict[str, Any]:
        """The share in percent, as it stands in the JSON result."""
        low, high = (None if end is None else end * HUNDRED for end in self.share)
        best = low if low == high else None
        return {
            "kind": self.kind,
            "label": self.label.model_dump(),
            "low": number(low),
            "best": number(best),
            "high": number(high),
            "unit": "%",
            "status": status_of(low, high, True, False),
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """A target, or a grade, and how the claim stands to it.

    Attributes:
        id: the target within its standard.
        name: what it is about.
        verdict: implied (whatever the unknown detail is), possible or excluded.
        least: the minimum share, where there is one.
        valid_from: the first day.
        later: what may move it.
        in_force: whether it holds on the day asked for; `None` where its first day is open.
        share: the share that was held against it.
        reason: why.
        source: where it stands.
    """

    id: str
    name: Text
    verdict: Definite
    least: Decimal | None
    valid_from: date | None
    later: Text | None
    in_force: bool | None
    share: Range | None
    reason: Text
    source: Source

    def as_dict(self) -> dict[str, Any]:
        """The judgement as plain data."""
        return {
            "id": self.id,
            "name": self.name.model_dump(),
            "verdict": self.verdict,
            "least": None if self.least is None else number(self.least * HUNDRED),
            "unit": "%",
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "later": self.later.model_dump() if self.later else None,
            "in_force": self.in_force,
            "low": None if self.share is None or self.share.low is None else number(self.share.low * HUNDRED),
            "high": None if self.share is None or self.share.high is None else number(self.share.high * HUNDRED),
            "reason": self.reason.model_dump(),
            "source": cite(self.source),
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """A claim under another standard: shares, verdicts and gaps. A technical comparison without legal effect."""

    library: Library
    claim: Claim
    source: MaterialStandard
    target: MaterialStandard
    shares: tuple[Share, ...]
    verdicts: tuple[Judgement, ...]
    gaps: tuple[Gap, ...]
    steps: tuple[Step, ...]
    warnings: tuple[Text, ...] = ()

    @property
    def facts(self) -> list[Fact]:
        """The rules that the result rests on, each with its source."""
        found = []
        for standard in (self.source, self.target):
            facts: list[tuple[str, str, Source]] = []
            if self.claim.recycled_content and standard.content is not None:
                facts.append(("recycled content", "再生料含量", standard.content.source))
            if self.claim.recycling_rate:
                facts += [(f"rate {rule.id}", f"比率：{rule.name.zh}", rule.source) for rule in standard.rates]
            if self.claim.composition is not None and standard.waste_status is not None:
                facts.append(("waste status", "废物属性", standard.waste_status.source))
            found += [Fact(text(f"{standard.id}: {en}", f"{standard.id}：{zh}"), source, standard.id) for en, zh, source in facts]
        for entry in self.verdicts:
            said = text(f"{self.target.id}: {entry.name.en}", f"{self.target.id}：{entry.name.zh}")
            found.append(Fact(said, entry.source, self.target.id))
        return list(dict.fromkeys(found))

    @property
    def unconfirmed(self) -> list[str]:
        """The facts behind the result that nobody has confirmed."""
        targets = {entry.source for entry in self.verdicts}  # told with each verdict
        facts = [fact for fact in self.facts if fact.source.confirmed == "unconfirmed" and fact.source not in targets]
        return list(dict.fromkeys(fact.what.en for fact in facts))

    @property
    def manifest(self) -> dict[str, Any]:
        """The version, and the content hash of every definition that was used."""
        ids = sorted({self.source.id, self.target.id})
        return {
            **versions(self.library),
            "standards": {key: f"sha256:{self.library.sha256(key)}" for key in ids},
            "unconfirmed": self.unconfirmed,
        }

    def as_dict(self) -> dict[str, Any]:
        """The assessment as plain data, in the published JSON form."""
        return {
            "source": self.source.id,
            "target": self.target.id,
            "comparable": True,
            "name": both(self.claim.name) if self.claim.name else None,
            "shares": [entry.as_dict() for entry in self.shares],
            "verdicts": [entry.as_dict() for entry in self.verdicts],
            "gaps": [gap.as_dict() for gap in self.gaps],
            "trace": [step.as_dict() for step in self.steps],
            "warnings": [both(entry) for entry in self.warnings],
            "manifest": self.manifest,
        }


def shown(share: Range) -> str:
    """A range of shares in percent."""
    ends = [
        ("?" if end is None else f"{(end * HUNDRED).normalize():f}" if end == end.quantize(Decimal("1e-6")) else f"{end * HUNDRED:.4g}")
        for end in share
    ]
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]} … {ends[1]} %"
