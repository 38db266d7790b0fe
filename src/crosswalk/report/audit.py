"""How far the data were confirmed, as people read it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.audit import TAGS, Audit, Shares
from crosswalk.model.base import Text, text
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import kind, word

FIELDS: dict[str, Text] = {
    "buildings": text("Buildings", "建筑"),
    "certificates": text("Certificates of energy", "能源证书"),
    "characterisation": text("Characterisation sets", "特征化因子集"),
    "circular": text("Circular resources", "资源循环"),
    "common": text("Products, organisations, regions", "产品、组织与区域"),
    "disclosure": text("Disclosure", "披露"),
    "energy": text("Energy", "能源"),
    "factors": text("Emission factors", "排放因子"),
    "finance": text("Finance", "金融"),
    "frames": text("Frames", "框架"),
    "glossary": text("Glossary", "术语表"),
    "neutrality": text("Carbon neutrality", "碳中和"),
    "organisation": text("Mappings of organisations", "组织映射"),
    "recognition": text("Recognition", "互认"),
    "recycling": text("Parameters of recycling", "回收参数"),
    "territory": text("Mappings of regions", "区域映射"),
    "trade": text("Trade", "贸易"),
    "transport": text("Transport", "交通"),
    "waste": text("Waste treatment", "废物处理"),
}
SHOWN = 20  # items whose numbers were read once that people see; JSON has all


def audit_report(found: Audit, lang: str) -> Report:
    """Shares by field, numbers without a second reading, editions out of force that are still used, documents that files cite differently."""
    fields = {
        **{FIELDS[name][lang] if name in FIELDS else name: shares for name, shares in found.fields.items()},
        word("all", lang): found.whole,
    }
    tags = tuple(word(f"tag {tag}", lang) for tag in TAGS)
    tables = (
        Table(
            word("numbers", lang),
            (word("field", lang), word("numbers", lang), *tags, word("read twice", lang)),
            tuple((name, *_row(shares.numbers), str(shares.read_twice)) for name, shares in fields.items()),
            frozenset(range(1, 6)),
        ),
        Table(
            word("cited facts", lang),
            (word("field", lang), word("cited facts", lang), *tags),
            tuple((name, *_row(shares.facts)) for name, shares in fields.items()),
            frozenset(range(1, 5)),
        ),
        Table(
            word("read once", lang),
            (word("id", lang), word("numbers", lang), word("weakest tag", lang)),
            tuple((entry.item, str(entry.numbers), word(f"tag {entry.weakest}", lang)) for entry in found.read_once[:SHOWN]),
            frozenset({1}),
        ),
        Table(
            word("out of force", lang),
            (word("id", lang), word("status", lang), word("used by", lang), word("replaced by", lang)),
            tuple(
                (entry.edition, kind(entry.status, lang), ", ".join(entry.used_by), ", ".join(entry.replaced_by) or "-")
                for entry in found.superseded
            ),
        ),
        Table(
            word("cited differently", lang),
            (word("address", lang), word("id", lang), word("title", lang), word("date", lang)),
            tuple((entry.url, each.item, each.title, each.date or "-") for entry in found.conflicts for each in entry.citations),
        ),
    )
    left = len(found.read_once) - SHOWN
    return Report(word("audit", lang), (), tables, (word("more items", lang).format(left),) if left > 0 else ())


def audit_data(found: Audit) -> dict[str, Any]:
    """The audit as one document."""
    return {
        "fields": {name: _shares(shares) for name, shares in found.fields.items()},
        "all": _shares(found.whole),
        "read_once": [entry._asdict() for entry in found.read_once],
        "superseded": [entry._asdict() for entry in found.superseded],
        "cited_differently": [{"url": entry.url, "citations": [each._asdict() for each in entry.citations]} for entry in found.conflicts],
    }


def _shares(shares: Shares) -> dict[str, Any]:
    return {"numbers": dict(shares.numbers), "facts": dict(shares.facts), "read_twice": shares.read_twice}


def _row(counts: Any) -> tuple[str, ...]:
    """How many there are, and the part of each tag."""
    whole = sum(counts.values())
    return (str(whole), *(f"{Decimal(counts[tag] * 100) / whole:.1f} %" if whole else "-" for tag in TAGS))
