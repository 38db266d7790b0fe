"""Gross greenhouse-gas emissions under ESRS E1-6 as facts: name, value or interval, unit and period, in JSON. Inline XBRL is left to tools made for it.

Names of the elements: the ESRS taxonomy of EFRAG, set 1 (namespace below), as met in a secondary source; they were not read in the taxonomy itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.formats.write.decimals import dumps
from crosswalk.formats.write.draft import Draft, Point

STANDARDS = ("eu/esrs-e1-2023",)
TAXONOMY = "https://xbrl.efrag.org/taxonomy/esrs/2023-12-22"
CATEGORIES = {f"3.{number}": number for number in range(1, 16)}
CONCEPTS = {
    "scope-1": "esrs:GrossScope1GreenhouseGasEmissions",
    "scope-2": "esrs:GrossLocationBasedScope2GreenhouseGasEmissions",
    "scope-2-market": "esrs:GrossMarketBasedScope2GreenhouseGasEmissions",
    "scope-3": "esrs:GrossScope3GreenhouseGasEmissions",
    "total-location": "esrs:GrossGreenhouseGasEmissions",
    "total-market": "esrs:GrossGreenhouseGasEmissions",
}
_METHODS = {
    "scope-2": "location-based",
    "scope-2-market": "market-based",
    "total-location": "location-based",
    "total-market": "market-based",
}
STAGES = (*CONCEPTS, *CATEGORIES)
_PARTS = {"total-location": ("scope-1", "scope-2", "scope-3"), "total-market": ("scope-1", "scope-2-market", "scope-3")}
DETAILS = {"entity": ("Which undertaking reports (its LEI or another identifier)?", "报告企业是谁（LEI 或其他标识）？")}
_TONNES = Decimal(1000)  # kilograms in a tonne: facts are in t CO2e


def write(draft: Draft, _form: str) -> bytes:
    """The facts as one JSON document; a figure that is not exact is an interval, `null` where an end is open.

    Raises:
        DeclarationError: another standard, or no entity or period.
    """
    draft.needs(STANDARDS)
    entity = draft.detail("entity", DETAILS["entity"])
    period = _period(draft)
    facts = []
    points = draft.points()
    known = {point.stage for point in points}
    for point in points:
        lacking = [part for part in _PARTS.get(point.stage, ()) if part not in known]
        if point.stage not in STAGES or point.indicator != draft.standard.main_indicator.id:
            draft.without(point, "no element of the taxonomy is known for it", "未知对应的分类标准元素")
        elif lacking and point.high is not None:
            draft.without(
                point, f"{', '.join(lacking)} is not declared, and not declared is not zero", f"{'、'.join(lacking)} 未声明，未声明不等于零"
            )
        else:
            facts.append(_fact(point))
    categories = [stage for stage in CATEGORIES if stage in known]
    if "scope-3" in known and categories and len(categories) < len(CATEGORIES):
        draft.remark(
            f"scope 3 holds the categories {', '.join(categories)}; the others are not declared",
            f"范围三包含类别 {'、'.join(categories)}；其余未声明",
        )
    draft.check()
    name = draft.name()
    record = {
        "taxonomy": TAXONOMY,
        "entity": str(entity),
        **({"name": name} if name else {}),
        "period": period,
        "characterisation": draft.take("characterisation"),
        "notes": [note for entry in (*draft.origin, *draft.remarks) for note in (entry.en, entry.zh)],
        "facts": facts,
    }
    return dumps(record).encode()


def _period(draft: Draft) -> dict[str, str]:
    """The reporting period; a year is that calendar year."""
    declared, year = draft.footprint.period, draft.footprint.year
    if declared is not None:
        return {"start": draft.take("period", "start"), "end": draft.take("period", "end")}
    if year is not None:
        draft.take("year")
        return {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    draft.fault(
        "to which period do the emissions refer? Declare `year` or `period`", "排放数据属于哪一时期？请声明 `year` 或 `period`", "period"
    )
    return {}


def _fact(point: Point) -> dict[str, Any]:
    low, best, high = (None if end is None else Decimal(f"{(end / _TONNES).normalize():f}") for end in (point.low, point.best, point.high))
    found: dict[str, Any] = {"name": CONCEPTS.get(point.stage, CONCEPTS["scope-3"]), "figure": point.stage, "unit": "tCO2e"}
    if point.stage in CATEGORIES:
        found["scope-3 category"] = CATEGORIES[point.stage]
    if point.stage in _METHODS:
        found["method"] = _METHODS[point.stage]
    if low is not None and low == high:
        return {**found, "value": low, "decimals": len(f"{low:f}".partition(".")[2])}
    return {**found, "low": low, "best": best, "high": high}
