"""The recycled content that a footprint declares for its materials (R1), as a claim that can be held against other rules."""

from __future__ import annotations

from typing import Any

from crosswalk.errors import Finding, MissingPropertyError
from crosswalk.model.claim import Claim
from crosswalk.model.footprint import Footprint
from crosswalk.model.recycling import Span

R1 = "eu/pef-r1-2021-2279"
"""R1 is defined by the circular footprint formula, whatever the standard of the footprint is."""


def claim_of(footprint: Footprint) -> Claim:
    """The claim that the recycled materials of a footprint make.

    Raises:
        MissingPropertyError: the footprint declares no recycled content.
    """
    materials = footprint.recycling.materials if footprint.recycling is not None else ()
    content: list[dict[str, Any]] = [
        {"material": entry.name.en, "share": entry.R1, "masses": {"input-material": str(entry.amount)}}
        for entry in materials
        if isinstance(entry.R1, Span)
    ]
    if not content:
        raise MissingPropertyError(
            Finding(
                "the footprint declares no recycled content: state R1 of its materials under `recycling:`",
                "该碳足迹未声明再生料含量：请在 `recycling:` 下给出各材料的 R1",
                file=footprint.file,
                field="recycling",
            )
        )
    claim = Claim.model_validate(
        {
            "standard": R1,
            "name": footprint.name,
            "recycled_content": content,
            "evidence": footprint.evidence,
        }
    )
    claim.locate(footprint.file, footprint.lines)
    return claim
