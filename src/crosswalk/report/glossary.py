"""The terms of the field in both languages, wording by wording."""

from __future__ import annotations

from crosswalk.model.glossary import Glossary, Wording
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import cite, word


def glossary_report(glossary: Glossary, lang: str) -> Report:
    """A row for each Chinese wording of each term, with where the pair was read."""
    rows = tuple(
        (
            term.english,
            wording.chinese,
            word(f"field {term.field}", lang),
            _remark(wording, lang),
            "; ".join(f"{source.document}: {cite(source, lang)}" if source.clause else cite(source, lang) for source in wording.sources),
        )
        for term in sorted(glossary.terms, key=lambda term: term.english.casefold())
        for wording in term.wordings
    )
    columns = tuple(word(key, lang) for key in ("english", "chinese", "field", "remark", "source"))
    return Report(glossary.name[lang], ((word("id", lang), glossary.id),), (Table("", columns, rows),), (word("pairs", lang),))


def _remark(wording: Wording, lang: str) -> str:
    notes = [wording.note[lang]] if wording.note else []
    return "; ".join([*notes, word("paired here", lang)] if wording.paired_here else notes) or "-"
