"""Looks up codes of goods under a border adjustment: which listed goods a code stands for, and what is true of all of them.

The European list goes down to CN codes (8 digits) and, in a few places, TARIC codes (10). A Chinese tariff code shares only its first six digits
with them. So a code stands for a set of candidates, and a question is answered only where all of them agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from crosswalk.errors import AmbiguousCodeError, DeclarationError, Finding, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.library.tables import Rows, read_tables
from crosswalk.model.base import Source, Text
from crosswalk.model.goods import BenchmarkRow, Category, Column, DefaultRow, Goods, LineRow

System = Literal["eu", "cn"]
Attribute = Literal["sector", "category", "gases", "indirect", "functional_unit"]

ATTRIBUTES: tuple[Attribute, ...] = ("sector", "category", "gases", "indirect", "functional_unit")
_ATTRIBUTE_NAMES = {
    "sector": ("sector", "行业"),
    "category": ("category", "类别"),
    "gases": ("gases", "气体"),
    "indirect": ("scope", "范围"),
    "functional_unit": ("functional unit", "功能单位"),
}
_LENGTHS = (4, 6, 8, 10)
_HARMONISED = 6  # digits that all countries share


def spaced(code: str) -> str:
    """A code as people write it.

    >>> spaced("2523100010")
    '2523 10 00 10'
    """
    return " ".join([code[:4], *(code[place : place + 2] for place in range(4, len(code), 2))])


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One listed good: a CN code, or a TARIC code where one CN code holds several goods.

    Attributes:
        code: 8 or 10 digits.
        category: the aggregated goods category.
        description: the text of the CN code, in English.
        name: the name of the TARIC code, where there is one.
        route: the production route that the TARIC code stands for.
        functional_unit: what emissions are given per; `None` where that is open.
        remarks: what has to be known about this code.
        replaced_by: the codes that took its place, for an older code.
        source: where the list was read.
    """

    code: str
    category: Category
    description: str
    name: Text | None
    route: str | None
    functional_unit: str | None
    remarks: tuple[Text, ...]
    replaced_by: tuple[str, ...]
    source: Source

    @property
    def cn8(self) -> str:
        """The CN code."""
        return self.code[:8]

    def label(self, lang: str = "en") -> str:
        """The code with the name of what it stands for."""
        return f"{spaced(self.code)} {self.name[lang] if self.name else self.description}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is true of all goods that a code stands for; an attribute that was not asked for and differs is `None`.

    Attributes:
        code: the digits that were looked up; six for a Chinese code.
        lines: the candidates.
        sector: id of the sector.
        category: the aggregated goods category.
        gases: the gases that count, by id.
        indirect: whether indirect emissions count.
        functional_unit: what emissions are given per.
        remarks: what has to be known about these codes.
    """

    code: str
    lines: tuple[GoodsLine, ...]
    sector: str | None
    category: Category | None
    gases: tuple[str, ...] | None
    indirect: bool | None
    functional_unit: str | None
    remarks: tuple[Text, ...]


class GoodsTable:
    """A list of goods with its tables, indexed for look-up.

    >>> table = goods_table()
    >>> [line.label() for line in table.candidates("2523.10.00")]
    ['2523 10 00 10 White clinker', '2523 10 00 90 Other clinker, grey included']
    >>> table.resolve("72083900", system="cn").category.id
    'iron-or-steel-products'
    """

    def __init__(self, goods: Goods, folder: Path):
        self.goods = goods
        self.rows: Rows = read_tables(goods, folder)
        self.lines: tuple[GoodsLine, ...] = tuple(line for row in self.rows.lines for line in self._lines_of(row))
        self._by_prefix: dict[str, list[GoodsLine]] = {}
        for line in self.lines:
            for digits in _LENGTHS:
                if digits <= len(line.code):
                    self._by_prefix.setdefault(line.code[:digits], []).append(line)
        self._benchmarks: dict[tuple[str, str], list[BenchmarkRow]] = {}
        for entry in self.rows.benchmarks:
            self._benchmarks.setdefault((entry.code, entry.column), []).append(entry)
        self._defaults = {key: {row.code: row for row in rows} for key, rows in self.rows.defaults.items()}

    def _lines_of(self, row: LineRow) -> Iterable[GoodsLine]:
        """The goods of a CN code: one, or one for each TARIC code that tells goods apart."""
        parts = [entry for entry in self.goods.taric.items if entry.code.startswith(row.code)]
        goods: list[tuple[str, Text | None, str | None]] = [(part.code, part.name, part.route) for part in parts] or [
            (row.code, None, None)
        ]
        source = Source(document=row.source, clause=self.goods.tables.lines.source.clause, confirmed=row.confirmed)
        category = self.goods.category(row.category)
        for code, name, route in goods:
            yield GoodsLine(
                code=code,
                category=category,
                description=row.description,
                name=name,
                route=route,
                functional_unit=None if row.code in self.goods.open_units.codes else category.functional_unit,
                remarks=self.remarks(code),
                replaced_by=next((entry.by for entry in self.goods.replaced if entry.code == row.code), ()),
                source=source,
            )

    def remarks(self, code: str, table: str | None = None) -> tuple[Text, ...]:
        """What has to be known about a code, or about its default value in one table."""
        return tuple(
            entry.text
            for entry in self.goods.remarks
            if any(code.startswith(prefix) for prefix in entry.codes)
            and (entry.tables is None if table is None else table in (entry.tables or ()))
        )

    def digits(self, code: str, system: System = "eu") -> str:
        """The digits of a code that can be looked up: all of a European code, the first six of a Chinese one.

        Raises:
            DeclarationError: the text is no code of 4, 6, 8 or 10 digits.
        """
        found = "".join(sign for sign in unicodedata.normalize("NFKC", code) if not (sign.isspace() or sign == "."))
        if not (found.isascii() and found.isdigit() and len(found) in _LENGTHS):
            raise DeclarationError(
                Finding(
                    f"{code[:40]!r} is no code of 4, 6, 8 or 10 digits (examples: 7208 39 00, 2523 10 00 90)",
                    f"{code[:40]!r} 不是4、6、8或10位数字的编码（例如：7208 39 00、2523 10 00 90）",
                )
            )
        return found[:_HARMONISED] if system == "cn" else found

    def candidates(self, code: str, *, system: System = "eu") -> tuple[GoodsLine, ...]:
        """The listed goods that a code can stand for, in the order of their codes.

        Raises:
            DeclarationError: the text is no code.
            UnknownNameError: nothing of it is listed; the message says so for codes left out on purpose, and names the nearest listed ones.
        """
        asked = self.digits(code, system)
        found = self._by_prefix.get(asked)
        if found is None and len(asked) == 10:  # TARIC code of a CN code that is one good
            found = [line for line in self._by_prefix.get(asked[:8], ()) if len(line.code) == 8]
        if not found:
            raise self._unlisted(asked, system)
        return tuple(found)

    def is_partial(self, code: str, *, system: System = "eu") -> bool:
        """Whether only a part of what a code covers is listed."""
        return self.digits(code, system) in self.goods.partial.codes

    def covered(self, code: str, *, system: System = "eu") -> tuple[GoodsLine, ...]:
        """The candidates of a code that is listed as a whole, without codes that others have replaced.

        Raises:
            AmbiguousCodeError: only a part of the code is listed, so that it may stand for something outside the list.
        """
        lines = self.candidates(code, system=system)
        lines = tuple(line for line in lines if not line.replaced_by) or lines
        if self.is_partial(code, system=system):
            asked = spaced(self.digits(code, system))
            raise AmbiguousCodeError(
                Finding(
                    f"only a part of {asked} is listed: {_labels(lines, 'en')}; give the CN code of eight digits",
                    f"{asked} 仅部分列入：{_labels(lines, 'zh')}；请给出8位CN编码",
                    nearest=_codes(lines),
                )
            )
        return lines

    def resolve(self, code: str, *, system: System = "eu", attributes: Sequence[Attribute] = ATTRIBUTES) -> Resolution:
        """What is true of every good that a code can stand for.

        Args:
            code: a heading (4 digits), subheading (6), CN code (8) or TARIC code (10); spaces and dots do not matter.
            system: `eu` for the Combined Nomenclature and TARIC, `cn` for the Chinese tariff, of which six digits count.
            attributes: what is asked; all when left out.

        Raises:
            DeclarationError: the text is no code.
            UnknownNameError: nothing of it is listed.
            AmbiguousCodeError: the candidates differ in what was asked, or only a part of the code is listed.
        """
        lines = self.covered(code, system=system)
        found: dict[str, set[object]] = {
            "sector": {line.category.sector for line in lines},
            "category": {line.category.id for line in lines},
            "gases": {line.category.gases for line in lines},
            "indirect": {line.category.indirect for line in lines},
            "functional_unit": {line.functional_unit for line in lines},
        }
        differing = [name for name in attributes if len(found[name]) > 1]
        if differing:
            raise self.ambiguous(code, lines, [_ATTRIBUTE_NAMES[name] for name in differing], system=system)
        first = lines[0]

        def same(name: Attribute) -> bool:
            return len(found[name]) == 1

        return Resolution(
            code=self.digits(code, system),
            lines=lines,
            sector=first.category.sector if same("sector") else None,
            category=first.category if same("category") else None,
            gases=first.category.gases if same("gases") else None,
            indirect=first.category.indirect if same("indirect") else None,
            functional_unit=first.functional_unit if same("functional_unit") else None,
            remarks=tuple(dict.fromkeys(text for line in lines for text in line.remarks)),
        )

    def ambiguous(
        self, code: str, lines: Sequence[GoodsLine], what: Sequence[tuple[str, str]], *, system: System = "eu"
    ) -> AmbiguousCodeError:
        """The error for candidates that differ in something, given as (English, Chinese) names."""
        asked = spaced(self.digits(code, system))
        return AmbiguousCodeError(
            Finding(
                f"{asked} stands for goods that differ in {', '.join(en for en, _ in what)}: {_labels(lines, 'en')}; give the longer code",
                f"{asked} 对应多个货物，其{'、'.join(zh for _, zh in what)}不同：{_labels(lines, 'zh')}；请给出更长的编码",
                nearest=_codes(lines),
            )
        )

    def default_row(self, line: GoodsLine, table: str) -> DefaultRow | None:
        """The row of a table of default values that holds for a good: that of its longest code."""
        rows = self._defaults[table]
        return next((rows[line.code[:digits]] for digits in reversed(_LENGTHS) if line.code[:digits] in rows), None)

    def benchmark_rows(self, line: GoodsLine, column: Column) -> tuple[BenchmarkRow, ...]:
        """The rows of a good in one column of the benchmark table; of its own route only, where a TARIC code stands for a route."""
        rows = self._benchmarks.get((line.cn8, column), ())
        return tuple(row for row in rows if line.route is None or row.route in (None, line.route))

    def _unlisted(self, asked: str, system: System) -> UnknownNameError:
        nearest = tuple(spaced(line.code) for line in self._nearest(asked))
        foreign = system == "eu" and len(asked) > _HARMONISED and asked[:_HARMONISED] in self._by_prefix
        for entry in self.goods.excluded.items:
            if asked.startswith(entry.code):
                return UnknownNameError(
                    Finding(
                        f"{spaced(asked)} is not listed: {spaced(entry.code)} ({entry.name.en}) is left out",
                        f"{spaced(asked)} 未列入：{spaced(entry.code)}（{entry.name.zh}）被排除在外",
                        nearest=nearest,
                    )
                )
        return UnknownNameError(
            Finding(
                f"{spaced(asked)} is not listed" + ("; if this is a code of the Chinese tariff, say so (system cn)" if foreign else ""),
                f"{spaced(asked)} 未列入" + ("；若为中国税则号列，请注明（system cn）" if foreign else ""),
                nearest=nearest,
            )
        )

    def _nearest(self, asked: str) -> list[GoodsLine]:
        """The five listed goods whose codes are nearest: longest common start first, then by number."""

        def rank(line: GoodsLine) -> tuple[int, int]:
            common = next((place for place, (one, other) in enumerate(zip(asked, line.code, strict=False)) if one != other), len(asked))
            return -common, abs(int(line.code.ljust(10, "0")) - int(asked.ljust(10, "0")))

        return sorted(sorted(self.lines, key=rank)[:5], key=lambda line: line.code)


def _codes(lines: Sequence[GoodsLine]) -> tuple[str, ...]:
    return tuple(spaced(line.code) for line in lines[:5])


def _labels(lines: Sequence[GoodsLine], lang: str) -> str:
    shown = [line.label(lang) for line in lines[:5]]
    return ", ".join(shown) + (", …" if len(lines) > len(shown) else "")


@lru_cache(maxsize=8)
def goods_table(library: Library | None = None, name: str = "eu-cbam") -> GoodsTable:
    """The look-up table of a list of goods, read once for each library; of the shipped one when left out.

    Raises:
        UnknownNameError: the library has no such list.
        DeclarationError: a table of the list is malformed.
    """
    data = library or Library.shipped()
    return GoodsTable(data.goods(name), data.path(name).parent)
