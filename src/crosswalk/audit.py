"""What the data rest on: how far every number was confirmed, by field, and what an expert should look at first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit

from crosswalk.errors import DeclarationError, Finding
from crosswalk.finance.activities import table_of
from crosswalk.library.index import Entry
from crosswalk.library.kinds import kind_of, model_of
from crosswalk.library.library import Library
from crosswalk.library.tables import read_tables
from crosswalk.model.base import Confirmation, Document, Model, Source
from crosswalk.model.catalogue import ActivityRow, Catalogue
from crosswalk.model.factors import FactorSet
from crosswalk.model.goods import Goods, Row, weakest
from crosswalk.model.quantity import Quantity

TAGS: tuple[Confirmation, ...] = get_args(Confirmation)
OUT_OF_FORCE = ("superseded", "withdrawn")
WITH_EDITIONS = ("standard", "material-standard", "attribution-standard", "label-scheme", "neutrality")
PAST = ("id", "supersedes", "based_on", "between")  # fields that name other editions without making anybody use them


class Cited(NamedTuple):
    """A number or another fact: the item in which it stands, and its source."""

    item: str
    source: Source


@dataclass(frozen=True)
class Shares:
    """How many numbers, and how many sources of facts of any kind, bear each tag; and how many of the numbers were read in a second document."""

    numbers: Mapping[Confirmation, int]
    facts: Mapping[Confirmation, int]
    read_twice: int

    def share(self, *tags: Confirmation) -> Decimal:
        """The part of the numbers that bear one of some tags, between 0 and 1; 1 where there is no number."""
        whole = sum(self.numbers.values())
        return Decimal(sum(self.numbers[tag] for tag in tags)) / whole if whole else Decimal(1)


class ReadOnce(NamedTuple):
    """The numbers of an item that were read in one document only, and the weakest tag among them."""

    item: str
    numbers: int
    weakest: Confirmation


class Superseded(NamedTuple):
    """An edition out of force that is still used: by whoever gives the name of its family, or by other data; and the edition in force that replaced it."""

    edition: str
    status: str
    used_by: tuple[str, ...]
    replaced_by: tuple[str, ...]


class Citation(NamedTuple):
    """How a file cites a document."""

    item: str
    title: str
    date: str | None


class Conflict(NamedTuple):
    """A document, by its address, that files cite with different titles or dates."""

    url: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Audit:
    """What `crosswalk audit` tells.

    Attributes:
        fields: shares by field; what belongs to no field stands under its folder (`factors`, `characterisation` …).
        read_once: numbers without a second reading, by item, most first.
        superseded: editions out of force that are still used.
        conflicts: documents that files cite differently.
    """

    fields: Mapping[str, Shares]
    read_once: tuple[ReadOnce, ...]
    superseded: tuple[Superseded, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def whole(self) -> Shares:
        """All fields together."""
        each = self.fields.values()
        return Shares(
            {tag: sum(shares.numbers[tag] for shares in each) for tag in TAGS},
            {tag: sum(shares.facts[tag] for shares in each) for tag in TAGS},
            sum(shares.read_twice for shares in each),
        )


def audit(library: Library | None = None, today: date | None = None) -> Audit:
    """Count what the data rest on.

    A number is a decimal or a quantity of a data file or of the tables beside it; years and counts of things are none. Its source is the nearest one
    around it.

    Args:
        library: the data; the shipped ones when left out.
        today: the day on which editions are in force or not; today when left out.

    Raises:
        DeclarationError: a number has no source.
    """
    data = library or Library.shipped()
    numbers: dict[str, list[Cited]] = defaultdict(list)
    facts: dict[str, Counter[Confirmation]] = defaultdict(Counter)
    for key, entry in sorted(data.entries.items()):
        name = _field(key, entry)
        model = model_of(kind_of(key)).model_validate(entry.data)
        for row in (model, *_rows(data, model)):
            for found in _cited(row, None, entry.id):
                if found.item:
                    numbers[name].append(found)
                else:
                    facts[name][found.source.confirmed] += 1
    fields = {name: _shares(numbers[name], facts[name]) for name in sorted({*numbers, *facts})}
    return Audit(fields, _read_once(numbers.values()), tuple(_superseded(data, today or date.today())), tuple(_conflicts(data)))


def _field(key: str, entry: Entry) -> str:
    """The field of a file, or the folder that holds it."""
    return str(entry.head.get("field") or key.split("/")[1])


def _rows(library: Library, model: Model) -> Sequence[Row | ActivityRow]:
    """The rows of the tables beside a file."""
    if isinstance(model, Goods):
        tables = read_tables(model, library.path(model.id).parent)
        return (*tables.lines, *(row for rows in tables.defaults.values() for row in rows), *tables.benchmarks)
    return table_of(library, model) if isinstance(model, Catalogue) else ()


def _cited(value: Any, source: Source | None, item: str) -> Iterator[Cited]:
    """The numbers of a value with the nearest source around each; and every source, of no item."""
    if isinstance(value, Source):
        yield Cited("", value)
    elif isinstance(value, Decimal | Quantity):
        if source is None:
            raise DeclarationError(Finding(f"a number of {item} has no source", f"{item} 中有数值没有来源"))
        yield Cited(item, source)
    elif isinstance(value, Row | ActivityRow):
        own = Source(document=value.source, confirmed=value.confirmed)
        yield Cited("", own)
        for name in type(value).model_fields:
            yield from _cited(getattr(value, name), own, item)
    elif isinstance(value, Model):
        nearest = getattr(value, "source", None)
        inner = nearest if isinstance(nearest, Source) else source
        for name in type(value).model_fields:
            if isinstance(value, FactorSet) and name == "series":
                for series in value.series:
                    yield from (Cited(item, value.source_of(series, year)) for year in series.values)
                    yield from _cited(series.value_sources, None, item)
            else:
                yield from _cited(_quantities(getattr(value, name)) if name == "inputs" else getattr(value, name), inner, item)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _cited(each, source, item)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _cited(each, source, item)


def _quantities(inputs: Any) -> Any:
    """The numbers of the parameters of a factor, which are written as texts; some have no unit."""
    return [Decimal(text.split()[0]) for text in inputs.values()] if isinstance(inputs, Mapping) else inputs


def _shares(numbers: Sequence[Cited], facts: Counter[Confirmation]) -> Shares:
    counted = Counter(number.source.confirmed for number in numbers)
    return Shares(
        {tag: counted[tag] for tag in TAGS}, {tag: facts[tag] for tag in TAGS}, sum(bool(number.source.also) for number in numbers)
    )


def _read_once(numbers: Iterable[Sequence[Cited]]) -> tuple[ReadOnce, ...]:
    tags: dict[str, list[Confirmation]] = defaultdict(list)
    for number in (number for each in numbers for number in each):
        if not number.source.also:
            tags[number.item].append(number.source.confirmed)
    return tuple(
        sorted((ReadOnce(item, len(each), weakest(*each)) for item, each in tags.items()), key=lambda entry: (-entry.numbers, entry.item))
    )


def _superseded(library: Library, today: date) -> Iterator[Superseded]:
    """Editions out of force that the name of their family means, or that other data refer to."""
    heads = {entry.id: entry.head for key, entry in library.entries.items() if kind_of(key) in WITH_EDITIONS}
    used: dict[str, set[str]] = defaultdict(set)
    for family in sorted({str(head["family"]) for head in heads.values()}):
        used[library.resolve(family, None if today == date.today() else today).key].add(family)
    for entry in library.entries.values():
        for name in _texts(entry.data):
            if name in heads and name != entry.id:
                used[name].add(entry.id)
    for edition, head in sorted(heads.items()):
        if head.get("status") in OUT_OF_FORCE and used[edition]:
            replaced_by = sorted(
                other
                for other, its in heads.items()
                if its.get("status") == "in-force"
                and (its["family"] == head["family"] or edition in (library.record(other).get("supersedes") or ()))
            )
            yield Superseded(edition, str(head["status"]), tuple(sorted(used[edition])), tuple(replaced_by))


def _texts(value: Any) -> Iterator[str]:
    """Every text of a record, but for fields that tell the history of an edition."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in PAST:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _conflicts(library: Library) -> Iterator[Conflict]:
    """Documents of one address, cited with different titles or dates; the address of a whole site is none."""
    found: dict[str, list[Citation]] = defaultdict(list)
    for entry in library.entries.values():
        for record in (entry.data.get("documents") or {}).values():
            document = Document.model_validate(record)
            address = urlsplit(document.url or "")
            if address.path.strip("/"):
                found[address.netloc + address.path.rstrip("/") + (f"?{address.query}" if address.query else "")].append(
                    Citation(entry.id, str(document.title), document.date)
                )
    for url, citations in sorted(found.items()):
        if len({citation[1:] for citation in citations}) > 1:
            yield Conflict(url, tuple(sorted(citations, key=lambda citation: citation.item)))
