"""Label schemes, and standards on claims of neutrality, as people read them."""

from __future__ import annotations

from crosswalk.library.library import Library
from crosswalk.model.base import Source
from crosswalk.model.label import Condition, Label
from crosswalk.model.neutrality_standard import AcceptedUnits, NeutralityStandard
from crosswalk.model.quantity import readable
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard
from crosswalk.report.sources import status_fact
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import kind, word


def scheme_report(scheme: LabelScheme, lang: str) -> Report:
    """Identity, labels and conditions of a label scheme."""
    facts = (*_identity(scheme, lang), (word("about", lang), scheme.mark[lang]))
    if scheme.figure_of is not None:
        facts = (*facts, (word("figure", lang), scheme.figure_of))
    notes = tuple(note[lang] for note in scheme.notes) + tuple(label.note[lang] for label in scheme.labels if label.note)
    return Report(
        f"{scheme.number} {scheme.name[lang]}", facts, (labels_table(scheme, lang), conditions_table(scheme.conditions, lang)), notes
    )


def labels_table(setter: Standard | LabelScheme, lang: str) -> Table:
    """The labels of a standard or scheme, with the limits and conditions of each."""
    known = {entry.id: entry for entry in setter.thresholds}
    return Table(
        word("labels", lang),
        tuple(word(key, lang) for key in ("label", "name", "limit", "conditions", "confirmed")),
        tuple(
            (
                f"{setter.id}#{label.id}",
                label.name[lang],
                "; ".join(f"{known[name].operator} {readable(str(known[name].value))}" for name in _limits(label)) or "-",
                ", ".join(dict.fromkeys(name for entry in label.requires for name in entry.conditions())) or "-",
                cited(label.source, lang),
            )
            for label in setter.labels
        ),
    )


def _limits(label: Label) -> list[str]:
    """The thresholds of a label: those that must be met, then those that are one of several ways."""
    return list(dict.fromkeys((*label.thresholds, *(name for entry in label.requires for name in entry.thresholds()))))


def neutrality_report(standard: NeutralityStandard, lang: str) -> Report:
    """Identity, units, conditions and prohibitions of a standard on claims of neutrality."""
    units = Table(
        word("units", lang),
        tuple(word(key, lang) for key in ("kind", "state", "confirmed")),
        tuple((_units(entry, lang), word(entry.state, lang), cited(entry.source, lang)) for entry in standard.units),
    )
    bars = Table(
        word("bars", lang),
        tuple(word(key, lang) for key in ("valid from", "statement", "confirmed")),
        tuple((entry.from_day.isoformat(), entry.text[lang], cited(entry.source, lang)) for entry in standard.bars),
    )
    return Report(
        f"{standard.number} {standard.name[lang]}",
        (*_identity(standard, lang), (word("subject", lang), ", ".join(word(f"kind {entry}", lang) for entry in standard.subjects) or "-")),
        (units, bars, conditions_table(standard.conditions, lang)),
        tuple(note[lang] for note in standard.notes),
    )


def _units(rule: AcceptedUnits, lang: str) -> str:
    """The units that a rule names, by kind or nature."""
    library = Library.shipped()
    known = {kind.id: kind.name[lang] for key in library.credit_kinds.ids() for kind in library.credit_kinds(key).kinds}
    return ", ".join([*(known.get(kind, kind) for kind in rule.kinds), *(word(f"nature {nature}", lang) for nature in rule.natures)])


def conditions_table(conditions: tuple[Condition, ...], lang: str) -> Table:
    """The conditions, with the questions that settle them."""
    return Table(
        word("conditions", lang),
        tuple(word(key, lang) for key in ("id", "statement", "question", "confirmed")),
        tuple((entry.id, entry.text[lang], entry.question[lang], cited(entry.source, lang)) for entry in conditions),
    )


def _identity(item: LabelScheme | NeutralityStandard, lang: str) -> tuple[tuple[str, str], ...]:
    return (
        (word("id", lang), item.id),
        status_fact(item, lang),
        (word("basis", lang), item.nature[lang]),
        (word("source", lang), cited(item.source, lang)),
    )


def cited(source: Source, lang: str) -> str:
    """Clause or document of a source, and how far it was checked."""
    return f"{source.clause or source.document} [{word(f'tag {source.confirmed}', lang)}]"


def listing(what: str, field: str | None, lang: str) -> tuple[list[dict[str, object]], Report]:
    """Label schemes, standards on claims of neutrality, or agreements between bodies."""
    library = Library.shipped()
    rows: list[dict[str, object]] = []
    table: list[tuple[str, ...]] = []
    columns: tuple[str, ...]
    if what == "agreements":
        for file in map(library.agreements.of, library.agreements.ids()):
            for entry in file.agreements:
                rows.append(entry.model_dump(mode="json", exclude={"source"}) | {"confirmed": entry.source.confirmed})
                table.append((entry.id, entry.name[lang], ", ".join(entry.between), entry.since or "-", entry.scope[lang]))
        columns = ("id", "name", "between", "valid from", "scope")
    else:
        home = library.label_scheme if what == "schemes" else library.neutrality_standard
        for key in home.ids(field):
            record = library.record(key)
            rows.append({name: record[name] for name in ("id", "number", "name", "field", "status")})
            table.append((key, record["number"], record["name"][lang], kind(record["status"], lang)))
        columns = ("id", "number", "name", "status")
    return rows, Report("", (), (Table("", tuple(word(column, lang) for column in columns), tuple(table)),))
