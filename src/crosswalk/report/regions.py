"""The report of a region: its inventory on the other side, then series, lifestyle and parks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from crosswalk.regions.evaluate import Park, RegionReport
from crosswalk.report.tables import Report, Table, amount, sentence
from crosswalk.report.translation import translation_report, whole_report
from crosswalk.report.verdicts import VERDICTS
from crosswalk.report.words import word

STATES = {
    "reached": ("reached, by measured years", "已达到（实测年份）"),
    "planned": ("planned, not measured yet", "规划中（尚未实测）"),
    "open": ("open", "未定"),
}
WORDS = {
    "region": ("Region", "区域"),
    "own": ("Total under its own standard", "按自身标准的总量"),
    "capita": ("Per inhabitant (territorial, no lifestyle footprint)", "人均（区域口径，并非生活方式碳足迹）"),
    "peak": ("Peak of gross emissions", "总排放峰值"),
    "neutrality": ("Neutrality (emissions and removals, without offsets)", "中和（排放与清除之和，不含抵销）"),
    "left": ("left in the last year", "末年剩余"),
    "without": ("years without a value", "缺少数值的年份"),
    "lifestyle": ("Lifestyle footprint and targets (t CO2e/person)", "生活方式碳足迹与目标（t CO2e/人）"),
    "target": ("Target", "目标"),
    "footprint": ("Footprint", "足迹"),
    "gap": ("Gap", "差距"),
    "share": ("Gap, % of the footprint", "差距占足迹%"),
    "parks": ("Parks: core indicator (t CO2/tce)", "园区：核心指标（t CO2/tce）"),
    "park": ("Park", "园区"),
    "intensity": ("CO2 per unit of energy", "单位能耗碳排放"),
    "excess": ("To reduce, t CO2 a year", "需减排（t CO2/年）"),
    "met": ("met", "达标"),
    "not met": ("not met", "未达标"),
    "no band": ("no limit for this size", "该规模无限值"),
}


def _word(key: str, lang: str) -> str:
    return WORDS[key][lang == "zh"]


def region_report(result: RegionReport, lang: str, whole: bool = False) -> Report:
    """The translation of the inventory with what else is known of the region in front of it."""
    made = (whole_report if whole else translation_report)(result.translation, lang)
    name = result.region.name
    facts = [(_word("own", lang), sentence(result.own.total, lang))]
    if result.per_capita is not None:
        facts.append((_word("capita", lang), f"{_range(*result.per_capita, lang)} t CO2e"))
    facts += _series(result, lang)
    tables = [*_lifestyle(result, lang), *_parks(result, lang)]
    title = f"{_word('region', lang)}: {name[lang] if name else result.translation.source}"
    return replace(made, title=title, facts=(*made.facts, *facts), tables=(*tables, *made.tables))


def _range(low: Decimal | None, high: Decimal | None, lang: str) -> str:
    return amount(low, lang) if low is not None and low == high else f"{amount(low, lang)} … {amount(high, lang)}"


def _series(result: RegionReport, lang: str) -> list[tuple[str, str]]:
    found = []
    chinese = lang == "zh"
    if result.peak is not None:
        missing = f"; {_word('without', lang)}: {_spans(result.peak.missing)}" if result.peak.missing else ""
        found.append(
            (
                _word("peak", lang),
                f"{result.peak.year}: {amount(result.peak.emissions, lang)} t CO2e ({STATES[result.peak.state][chinese]}){missing}",
            )
        )
    if result.neutrality is not None:
        year = result.neutrality.year or "-"
        left = f"{_word('left', lang)}: {amount(result.neutrality.left, lang)} t CO2e"
        found.append((_word("neutrality", lang), f"{year} ({STATES[result.neutrality.state][chinese]}); {left}"))
    return found


def _spans(years: tuple[int, ...]) -> str:
    """Years, neighbouring ones as spans."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}-{span[-1]}" for span in spans)


def _lifestyle(result: RegionReport, lang: str) -> list[Table]:
    if not result.targets:
        return []
    rows = []
    for entry in result.targets:
        high = entry.greatest
        rows.append(
            (
                entry.threshold.name[lang],
                amount(entry.threshold.value.magnitude, lang),
                _range(entry.least.footprint, None if high is None else high.footprint, lang),
                _range(entry.least.tonnes, None if high is None else high.tonnes, lang),
                _range(_percent(entry.least.share), None if high is None else _percent(high.share), lang),
            )
        )
    columns = (_word("target", lang), word("limit", lang), _word("footprint", lang), _word("gap", lang), _word("share", lang))
    return [Table(_word("lifestyle", lang), columns, tuple(rows), frozenset({1, 2, 3, 4}))]


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.1"))


def _parks(result: RegionReport, lang: str) -> list[Table]:
    if not result.parks:
        return []
    gates = Table(
        _word("parks", lang),
        (
            _word("park", lang),
            word("label", lang),
            _word("intensity", lang),
            word("limit", lang),
            word("status", lang),
            _word("excess", lang),
        ),
        tuple(row for park in result.parks for row in _gates(park, lang)),
        frozenset({2, 3, 5}),
    )
    verdicts = Table(
        word("labels", lang),
        (word("label", lang), word("name", lang), word("verdict", lang)),
        tuple(
            (entry.label, entry.name[lang], VERDICTS[entry.verdict][lang == "zh"])
            for park in result.parks
            for entry in park.labels.verdicts
        ),
    )
    questions = Table(
        word("question", lang),
        (word("label", lang), word("question", lang)),
        tuple((entry.label, text[lang]) for park in result.parks for entry in park.labels.verdicts for text in entry.questions),
    )
    return [gates, verdicts, questions]


def _gates(park: Park, lang: str) -> list[tuple[str, ...]]:
    name = park.footprint.name[lang] if park.footprint.name else park.standard.number
    rows: list[tuple[str, ...]] = []
    for found in park.gates:
        if found.band is None:
            rows.append((name, "-", amount(found.intensity, lang), "-", _word("no band", lang), "-"))
            continue
        state = _word("met" if found.met else "not met", lang)
        label = f"{park.standard.id}#{found.band.label}"
        rows.append((name, label, amount(found.intensity, lang), amount(found.band.limit, lang), state, amount(found.excess, lang)))
    return rows
