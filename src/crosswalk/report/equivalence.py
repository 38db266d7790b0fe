"""The comparison of two labels, and of all labels of a field, as tables."""

from __future__ import annotations

from crosswalk.engine.provenance import Fact
from crosswalk.engine.topics import TOPICS
from crosswalk.labels.counterexample import Example
from crosswalk.labels.equivalence import Equivalence, LabelOf
from crosswalk.labels.matrix import Matrix
from crosswalk.labels.verdict import facts_of_label
from crosswalk.library.library import Library
from crosswalk.model.quantity import readable
from crosswalk.report.evidence import facts_table, hashes_table
from crosswalk.report.naming import in_words, names_of
from crosswalk.report.pictures import label_pictures
from crosswalk.report.tables import Report, Table
from crosswalk.report.verdicts import figures_of, limits_of
from crosswalk.report.words import word

VERDICTS: dict[str, tuple[str, str]] = {
    "implied": ("implied: whatever earns the first earns the second", "必然满足：凡取得前者即取得后者"),
    "possible": ("possible: some of what earns the first earns the second", "可能满足：取得前者的部分可取得后者"),
    "excluded": ("excluded: nothing that earns the first earns the second", "不能满足：取得前者即不能取得后者"),
    "unknown": ("unknown: no number is fixed", "未知：尚无数值规定"),
    "not-comparable": ("for different products", "适用于不同产品"),
}
SETTLED: dict[bool, tuple[str, str]] = {
    True: ("yes: both examples below hold, whatever else is read", "是：以下正反两例均成立，不受其余待核读内容影响"),
    False: (
        "no: not both kinds of example were found, so what is open may still change it",
        "否：未同时找到正反两例，待定内容可能改变结论",
    ),
}
MARKS = {"implied": "+", "possible": "?", "excluded": "x", "unknown": "u", "not-comparable": " "}


def equivalence_report(result: Equivalence, lang: str, whole: bool = False) -> Report:
    """The verdict, what decides it, what to answer, and the counter-example; the `whole` one tells where each fact stands."""
    chinese = lang == "zh"
    facts = [
        (word("held", lang), _named(result.first, lang)),
        (word("asked for", lang), _named(result.second, lang)),
        (word("day", lang), result.day.isoformat()),
        (word("verdict", lang), VERDICTS[result.verdict][chinese]),
    ]
    if result.verdict == "possible":
        facts.append((word("settled", lang), SETTLED[result.settled][chinese]))
    if result.measured:
        facts += [(word("limit", lang), limits_of(result.measured)), (word("guaranteed", lang), figures_of(result.measured, lang))]
    tables = [Table(word("reasons", lang), (word("statement", lang),), tuple((reason[lang],) for reason in result.reasons))]
    if result.questions:
        tables.append(Table(word("question", lang), (word("question", lang),), tuple((entry[lang],) for entry in result.questions)))
    if result.example is not None:
        tables.append(_example(result, result.example, word("counter-example", lang), lang))
    if result.common is not None:
        tables.append(_example(result, result.common, word("common example", lang), lang))
    if whole:
        tables += _behind((result.first, result.second), result.facts, lang)
    notes = [word("legal", lang)]
    if result.unconfirmed:
        notes.insert(0, f"{word('unconfirmed', lang)}: {'; '.join(result.sources)}")
    return Report(f"{result.first.label.name[lang]} → {result.second.label.name[lang]}", tuple(facts), tuple(tables), tuple(notes))


def _behind(labels: tuple[LabelOf, ...], facts: tuple[Fact, ...], lang: str) -> list[Table]:
    """Where each fact stands, and the content hash of every definition."""
    library = Library.shipped()
    ids = {entry.setter.id for entry in labels} | {fact.home for fact in facts if fact.home}
    return [facts_table(library, facts, lang), hashes_table(library, ids, lang)]


def _named(entry: LabelOf, lang: str) -> str:
    return f"{entry.label.name[lang]} ({entry.id})"


def _example(result: Equivalence, example: Example, title: str, lang: str) -> Table:
    rows: list[tuple[str, str]] = []
    body = example.declaration
    asked = {entry.id: entry.text for label in (result.first, result.second) for entry in label.setter.conditions}
    if body is not None:
        rows.append((word("from", lang), f"{body['standard']}, {body['declared_unit']}"))
        library = Library.shipped()
        names = names_of(library, library.standard(body["standard"]))
        for figure in (*body["figures"], *body.get("supplement", ())):
            what = " / ".join(figure[key] for key in ("stage", "source", "gas") if key in figure)
            rows.append((in_words(what, names, lang), readable(figure["value"])))
    yes = {True: ("yes", "是"), False: ("no", "否")}
    for name, answer in example.conditions.items():
        rows.append((asked[name][lang] if name in asked else name, yes[answer][lang == "zh"] if isinstance(answer, bool) else str(answer)))
    if body is not None and body.get("without"):
        rows.append((word("without", lang), ", ".join(TOPICS[key][lang] if key in TOPICS else key for key in body["without"])))
    if example.second.verdict == "excluded":
        rows.append((word("fails", lang), example.reason[lang]))
    return Table(title, (word("id", lang), word("value", lang)), tuple(rows))


def matrix_report(matrix: Matrix, lang: str, whole: bool = False) -> Report:
    """Rows are labels that are held, columns labels that are asked for, by their numbers in the list; the `whole` one tells where each label stands."""
    listed = Table(
        word("labels", lang),
        ("#", word("label", lang), word("name", lang)),
        tuple((str(position), entry.id, entry.label.name[lang]) for position, entry in enumerate(matrix.labels, 1)),
    )
    square = Table(
        word("matrix", lang),
        ("", *(str(position) for position in range(1, len(matrix.labels) + 1))),
        tuple((str(position), *(MARKS[cell] for cell in row)) for position, row in enumerate(matrix.cells, 1)),
    )
    facts = tuple(fact for entry in matrix.labels for fact in facts_of_label(entry.setter, entry.label, (), ()))
    legend = "; ".join(f"{MARKS[key].strip() or '–'} = {text[lang == 'zh']}" for key, text in VERDICTS.items())
    return Report(
        word("label matrix", lang),
        ((word("day", lang), matrix.day.isoformat()),),
        (listed, square, *(_behind(matrix.labels, facts, lang) if whole else ())),
        (legend, word("legal", lang)),
        lambda: label_pictures(matrix, lang),
    )
