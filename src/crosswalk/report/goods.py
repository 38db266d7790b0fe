"""What a code of goods stands for, as rows and tables: category, gases, scope, functional unit, default values, benchmarks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.errors import Finding, UnknownNameError
from crosswalk.library.defaults import DefaultValue, check_year, default_value, origin_of
from crosswalk.library.goods import GoodsLine, GoodsTable, System, goods_table, spaced
from crosswalk.model.base import Text
from crosswalk.report.tables import Report, Table
from crosswalk.report.words import word
from crosswalk.trade.benchmark import Benchmark, benchmarks

UNKNOWN_ORIGIN = "unknown"
_OWN_TABLES = {"other": "other countries", "unknown": "unknown origin", "exempt": "exempt origin"}


def correspondence(
    code: str, system: System, origin: str | None, year: int | None, route: str | None, unlisted: bool, lang: str
) -> tuple[dict[str, Any], Report]:
    """The goods that a code can stand for, with default values for an origin and year, and benchmarks for a year.

    Args:
        code: heading, subheading, CN or TARIC code, or a code of the Chinese tariff.
        system: `eu` or `cn`.
        origin: country of origin, or `unknown`; default values are shown only with it.
        year: year of production; needed for default values and benchmarks.
        route: only the benchmarks of this route, and those that depend on none.
        unlisted: the caller has checked that Annex I has no value for the origin.
        lang: `en` or `zh`.

    Raises:
        DeclarationError: the code, origin or year is not valid.
        UnknownNameError: nothing of the code is listed, or no route has that letter.
    """
    table = goods_table()
    lines = table.candidates(code, system=system)
    if route is not None and route not in table.goods.routes.names:
        raise UnknownNameError(Finding(f"unknown route {route!r}", f"未知路线 {route!r}", nearest=tuple(table.goods.routes.names)))
    if year is not None:
        check_year(table, year)
    country = None if origin is None or origin.casefold() == UNKNOWN_ORIGIN else origin_of(table, origin)[0]
    notes: list[Text] = []
    rows = []
    for line in lines:
        row = _row(line)
        if origin is not None and year is not None:
            row["default"] = _default(table, line, country, year, unlisted, notes)
        if year is not None:
            row["benchmarks"] = _benchmarks(table, line, year, route, notes)
        rows.append(row)
    partial = table.is_partial(code, system=system)
    asked = table.digits(code, system)
    data = {
        "code": asked,
        "system": system,
        "partly_listed": partial,
        "origin": origin,
        "year": year,
        "goods": rows,
        "notes": [text.model_dump() for text in dict.fromkeys(notes)],
    }
    return data, _report(table, asked, lines, rows, notes, partial, system, lang)


def _row(line: GoodsLine) -> dict[str, Any]:
    category = line.category
    return {
        "code": spaced(line.code),
        "description": line.description,
        "name": line.name.model_dump() if line.name else None,
        "category": {"id": category.id, "name": category.name.model_dump()},
        "sector": category.sector,
        "gases": list(category.gases),
        "gases_regulation": list(category.gases_regulation or category.gases),
        "indirect": category.indirect,
        "functional_unit": line.functional_unit,
        "de_minimis": category.de_minimis,
        "replaced_by": [spaced(code) for code in line.replaced_by],
        "remarks": [text.model_dump() for text in line.remarks],
        "source": line.source.model_dump(exclude_none=True),
    }


def _default(
    table: GoodsTable, line: GoodsLine, country: str | None, year: int, unlisted: bool, notes: list[Text]
) -> dict[str, Any] | None:
    try:
        found = default_value(table, line.code, country, year, unlisted=unlisted)
    except UnknownNameError as error:
        notes += _said(error)
        return None
    notes += found.notes
    return _default_row(found)


def _said(error: UnknownNameError) -> list[Text]:
    """What is missing, as sentences below the tables."""
    return [Text(en=f"{finding.en[:1].upper()}{finding.en[1:]}.", zh=f"{finding.zh}。") for finding in error.findings]


def _plain(value: Decimal) -> str:
    """A product without the zeros at its end."""
    return f"{value.normalize():f}"


def _default_row(found: DefaultValue) -> dict[str, Any]:
    return {
        "total": str(found.total),
        "mark_up": str(found.mark_up),
        "value": _plain(found.value),
        "unit": "t CO2e/t",
        "table": found.table,
        "route": found.route,
        "source": found.source.model_dump(exclude_none=True),
        "confirmed": found.confirmed,
        "route_confirmed": found.route_confirmed,
        "notes": [text.model_dump() for text in found.notes],
    }


def _benchmarks(table: GoodsTable, line: GoodsLine, year: int, route: str | None, notes: list[Text]) -> dict[str, list[dict[str, Any]]]:
    columns: dict[str, list[dict[str, Any]]] = {"A": [], "B": []}
    for column, entries in columns.items():
        try:
            found = benchmarks(table, line, "A" if column == "A" else "B", year)
        except UnknownNameError as error:
            notes += _said(error)
            continue
        for entry in found:
            if route is None or entry.route in (None, route):
                entries.append(_benchmark_row(entry))
                notes += entry.notes
    return columns


def _benchmark_row(entry: Benchmark) -> dict[str, Any]:
    return {
        "route": entry.route,
        "value": str(entry.value),
        "unit": "t CO2e/t",
        "source": entry.source.model_dump(exclude_none=True),
        "confirmed": entry.confirmed,
    }


def _report(
    table: GoodsTable,
    asked: str,
    lines: tuple[GoodsLine, ...],
    rows: list[dict[str, Any]],
    notes: list[Text],
    partial: bool,
    system: System,
    lang: str,
) -> Report:
    tables = [_goods_table(lines, lang)]
    defaults = [(row, row["default"]) for row in rows if row.get("default")]
    if defaults:
        tables.append(
            Table(
                f"{word('default values', lang)} (t CO2e/t)",
                tuple(
                    word(key, lang) for key in ("code", "total before mark-up", "mark-up", "with mark-up", "table", "route", "confirmed")
                ),
                tuple(
                    (
                        row["code"],
                        entry["total"],
                        entry["mark_up"],
                        entry["value"],
                        word(_OWN_TABLES[entry["table"]], lang) if entry["table"] in _OWN_TABLES else entry["table"],
                        entry["route"] or "-",
                        word(f"tag {entry['confirmed']}", lang),
                    )
                    for row, entry in defaults
                ),
                frozenset({1, 2, 3}),
            )
        )
    if any(entries for row in rows for entries in row.get("benchmarks", {}).values()):
        tables.append(
            Table(
                f"{word('benchmarks', lang)} (t CO2e/t)",
                tuple(word(key, lang) for key in ("code", "column A", "column B")),
                tuple((row["code"], *(_cell(row["benchmarks"][column]) for column in ("A", "B"))) for row in rows),
            )
        )
    said = [word("partly listed", lang)] if partial else []
    said += [word("six digits", lang)] if system == "cn" else []
    said += [f"{spaced(line.code)}: {text[lang]}" for line in lines for text in line.remarks]
    said += [line.category.note[lang] for line in lines if line.category.note]
    said += [text[lang] for text in notes if text not in {remark for line in lines for remark in line.remarks}]
    said.append(word("legal", lang))
    return Report(f"{spaced(asked)}: {table.goods.name[lang]}", (), tuple(tables), tuple(dict.fromkeys(said)))


def _goods_table(lines: tuple[GoodsLine, ...], lang: str) -> Table:
    return Table(
        word("goods", lang),
        tuple(word(key, lang) for key in ("code", "category", "gases", "scope", "goods unit", "description")),
        tuple(
            (
                spaced(line.code),
                line.category.name[lang],
                ", ".join(gas.upper() for gas in line.category.gases),
                word("direct and indirect" if line.category.indirect else "direct only", lang),
                line.functional_unit or word("not settled", lang),
                line.name[lang] if line.name else line.description,
            )
            for line in lines
        ),
    )


def _cell(entries: list[dict[str, Any]]) -> str:
    """All benchmarks of a column; the letter of the route stands behind those that depend on it."""
    return ", ".join(f"{entry['value']} ({entry['route']})" if entry["route"] else entry["value"] for entry in entries) or "-"
