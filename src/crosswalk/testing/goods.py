"""Traded goods as subjects of tests: codes of the list, and what a declaration of a good names besides its figures.

Precursors are drawn beside the truth behind the figures: what they bring in is known by rule, from verified figures or default values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from crosswalk.engine.goods import FUNCTIONAL_UNITS, category_of_code
from crosswalk.library.goods import goods_table
from crosswalk.library.library import Library
from crosswalk.model.standard import GoodsRule, Standard

Data = dict[str, Any]
ORIGINS = ("CN", "IN", "TR", "UA")  # some exporters; any country may be named
LATEST = 2030  # of the production years that are drawn
PRECURSORS = "A1.precursors"
"""The stage that they stand for; a figure there would count them twice."""
DEFAULTS = "CN"  # of whose goods the default values are shipped


@dataclass(frozen=True, slots=True)
class Good:
    """A code of a list of goods.

    Attributes:
        code: its digits.
        per: what figures of it are per, `t` or `kWh`.
        default: whether the shipped tables have a default value for it.
    """

    code: str
    per: str
    default: bool


@lru_cache(maxsize=8)
def listed(name: str, library: Library) -> tuple[Good, ...]:
    """Every code of a list of goods that is in force."""
    table = goods_table(library, name)
    known = DEFAULTS in table.goods.tables.defaults
    return tuple(
        Good(line.code, FUNCTIONAL_UNITS.get(line.category.functional_unit, "t"), known and table.default_row(line, DEFAULTS) is not None)
        for line in table.lines
        if not line.replaced_by
    )


def category_in(data: Data, standard: Standard, library: Library) -> str | None:
    """The category of a declared good, where a standard tells them apart."""
    if standard.goods is None:
        return None
    return category_of_code(library, standard.goods.list, data["subject"]["cn_code"], "subject.cn_code").id


def years(rule: GoodsRule) -> st.SearchStrategy[int]:
    """Production years for which a regime holds."""
    last = rule.last_year or LATEST
    return st.integers(rule.first_year or last, last)


@st.composite
def goods(draw: st.DrawFn, own: Standard, rule: GoodsRule, library: Library, by_mass: bool = False) -> Data:
    """The subject of a declared good, and what its figures are per (always its mass, if that is asked for); of an installation also how much it made."""
    good = draw(st.sampled_from([good for good in listed(rule.list, library) if good.per == "t" or not by_mass]))
    subject = {"kind": own.subject, "cn_code": good.code, "origin": draw(st.sampled_from(ORIGINS)), "production_year": draw(years(rule))}
    found: Data = {"subject": subject, "declared_unit": f"1 {good.per}"}
    if own.subject == "installation":
        found["activity_level"] = f"{draw(st.integers(1, 10**6))} {good.per}"
    return found


@st.composite
def precursors(draw: st.DrawFn, rule: GoodsRule, library: Library, most: int = 2) -> list[Data]:
    """Inputs that are goods themselves: with verified figures of their producer or, where there is one, with the default value of code and origin."""
    inputs = [good for good in listed(rule.list, library) if good.per == "t"]
    found = []
    for _ in range(draw(st.integers(0, most))):
        good, year = draw(st.sampled_from(inputs)), draw(years(rule))
        entry: Data = {"cn_code": good.code, "production_year": year, "amount": f"{draw(st.integers(0, 5000))} t"}
        if rule.last_year is None and good.default and draw(st.booleans()):
            entry["origin"] = DEFAULTS
        else:
            entry |= {"origin": draw(st.sampled_from(ORIGINS)), "evidence": {"verification": "accredited"}}
            entry |= {name: f"{draw(st.integers(0, 5000))} kg CO2e/t" for name in ("direct", "indirect")}
        found.append(entry)
    return found
