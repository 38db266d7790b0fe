"""SSSOM: how the figures of two standards stand to each other, as a table of mappings that other tools exchange.

A predicate is read from the subject to the object: `skos:broadMatch` says that the *object* is the broader one, so a figure that counts less than
another has a broad match in it. The relations are computed from the boundaries, never asserted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import yaml

from crosswalk import __version__
from crosswalk.formats.cells import escaped
from crosswalk.library.library import data_version

if TYPE_CHECKING:
    from crosswalk.engine.compare import Comparison
    from crosswalk.model.standard import Standard

PREFIX = "crosswalk"
BASE = "urn:carbon-crosswalk:"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PREDICATES = {"equal": "skos:exactMatch", "narrower": "skos:broadMatch", "broader": "skos:narrowMatch", "overlap": "skos:relatedMatch"}
"""The predicate from the first figure to the second, by what the first counts of the second."""
NOTHING = "sssom:NoTermFound"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "mapping_tool",
    "mapping_tool_version",
    "comment",
)


def rows(comparison: Comparison, lang: str = "en") -> Iterator[dict[str, str]]:
    """One row for each pair of figures that overlap, and for each figure that has no counterpart; labels are in `lang`."""
    first, second = comparison.first, comparison.second
    for entry in comparison.relations:
        found = entry.second is not None and entry.relation != "none"
        yield {
            "subject_id": _curie(first, entry.first),
            "subject_label": _label(first, entry.first, lang),
            "predicate_id": PREDICATES[entry.relation] if found else "skos:exactMatch",
            "object_id": _curie(second, entry.second) if found and entry.second else NOTHING,
            "object_label": _label(second, entry.second, lang) if found and entry.second else "",
            "mapping_justification": "semapv:LogicalReasoning",
            "subject_source": f"{PREFIX}:{first.id}",
            "object_source": f"{PREFIX}:{second.id}",
            "mapping_tool": "carbon-crosswalk",
            "mapping_tool_version": __version__,
            "comment": _comment(entry.only_first.en, entry.only_second.en) if found else "",
        }


def write(comparisons: Iterable[Comparison], on: date, lang: str = "en") -> str:
    """The table, with its head of `#` lines in YAML."""
    found = [row for comparison in comparisons for row in rows(comparison, lang)]
    sources = sorted({row["subject_source"].removeprefix(f"{PREFIX}:") for row in found})
    head = {
        "mapping_set_id": f"{BASE}mappings",
        "mapping_set_version": data_version(),
        "mapping_set_title": "Figures of carbon standards",
        "license": LICENSE,
        "mapping_date": on.isoformat(),
        "curie_map": {
            PREFIX: BASE,
            "semapv": "https://w3id.org/semapv/vocab/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "sssom": "https://w3id.org/sssom/",
        },
        "comment": f"computed from the boundaries of {len(sources)} source standards; a technical comparison without legal effect",
    }
    lines = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=1000).splitlines()
    stream = io.StringIO()
    stream.writelines(f"#{line}\n" for line in lines)
    writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar=None, quotechar=None)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in found)
    return stream.getvalue()


def _curie(standard: Standard, stage: str) -> str:
    """The identifier of a figure, as in `standard#stage`."""
    return f"{PREFIX}:{standard.id}#{stage}"


def _label(standard: Standard, stage: str, lang: str) -> str:
    name = next((entry.name[lang] for entry in standard.stages if entry.id == stage), stage)
    return f"{name} ({standard.number})"


def _comment(only_first: str, only_second: str) -> str:
    parts: Sequence[str] = [f"only the {side} counts {what}" for side, what in (("subject", only_first), ("object", only_second)) if what]
    return "; ".join(parts)


def _cell(value: str) -> str:
    """A cell without tabs and line ends, which would break the row, and without the sign that makes a spreadsheet calculate."""
    text = re.sub(r"[\t\r\n]+", " ", value).strip().replace('"', "'")
    return escaped(text)
