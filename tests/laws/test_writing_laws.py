"""What a format can carry survives it whole, and what it cannot carry is told: for random footprints, format by format.

A footprint is drawn in the words that the format has, with random digits, units, stages, dates and texts; it is written, and read with the reader that
foreign files take. Then something is added that no such format has a place for, and must be listed or refused.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.errors import DeclarationError
from crosswalk.formats.footprint import plain
from crosswalk.formats.reading import chosen
from crosswalk.formats.registry import read_foreign
from crosswalk.library.document import parse
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity
from crosswalk.testing.cases import Case, cases
from crosswalk.testing.shipped import pairs

Data = dict[str, Any]

UNSEEN = "\u115f\u1160\u3164\uffa0"  # letters that nobody sees; readers take them out, so a name with one is refused
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=UNSEEN), min_size=1, max_size=20
) | st.sampled_from(["=1+1", "-5 °C board", "+", "@home", "'quoted", "''=x", "<a>&amp;", "混凝土 C30", 'say "x"', "a,b;c"])
NAMES = TEXTS.map(lambda name: name.strip()).filter(bool)
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
YEARS = st.integers(1990, 2040)
DIGITS = (
    st.decimals(-9999, 9999, places=4, allow_nan=False)
    | st.integers(-(10**9), 10**9).map(Decimal)
    | st.sampled_from([Decimal("0"), Decimal("0.000"), Decimal("386.20"), Decimal("-764.0695889049085"), Decimal("0.00000000012345")])
)
ABOVE = st.decimals(Decimal("0.001"), 9999, places=3, allow_nan=False)
COUNTRIES = st.sampled_from(["CN", "DE", "DK", "US"])
MODULES = ("A1-A3", "A4", "A5", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "C1", "C2", "C3", "C4", "D")
A1, A2 = "eu/en-15804-a1-2013", "eu/en-15804-a2-2019"


def maybe(draw: Any, data: Data, name: str, strategy: st.SearchStrategy[Any]) -> None:
    """A field that may be left out."""
    if draw(st.booleans()):
        data[name] = draw(strategy)


@st.composite
def modules(draw: Any, indicators: tuple[str, ...]) -> list[Data]:
    """Figures by module; A1, A2 and A3 stand apart, or in A1-A3."""
    stages = draw(st.lists(st.sampled_from(MODULES), min_size=1, max_size=8, unique=True))
    if "A1-A3" not in stages and draw(st.booleans()):
        stages += ["A1", "A3"]
    pairs = [(stage, indicator) for stage in stages for indicator in indicators if draw(st.booleans())] or [(stages[0], indicators[0])]
    return [{"stage": stage, "indicator": indicator, "value": f"{draw(DIGITS)} kg CO2e"} for stage, indicator in pairs]


@st.composite
def products(draw: Any, units: tuple[str, ...]) -> Data:
    """A product with what all EPD formats have: name, declared unit, mass, biogenic carbon, validity, registration."""
    data: Data = {"subject": {"kind": "product"}, "declared_unit": f"{draw(ABOVE)} {draw(st.sampled_from(units))}"}
    if data["declared_unit"].endswith(" kg"):
        data["subject"]["mass"] = data["declared_unit"]
    else:
        maybe(draw, data["subject"], "mass", ABOVE.map(lambda number: f"{number} kg"))
    if draw(st.booleans()):
        data["biogenic_carbon"] = {"product": f"{draw(ABOVE)} kg"}
    evidence: Data = {}
    maybe(draw, evidence, "expires", DAYS.map(date.isoformat))
    maybe(draw, evidence, "registration", st.text("ABC-0123456789", min_size=1, max_size=12).map(lambda text: f"EPD{text}"))
    if evidence:
        data["evidence"] = evidence
    return data


def verified(draw: Any, data: Data) -> None:
    """A third party that verified, by its name."""
    if draw(st.booleans()):
        data.setdefault("evidence", {}).update({"verification": "third-party", "verifier": draw(NAMES)})


def epd_sets(draw: Any, data: Data) -> tuple[str, ...]:
    """The standard with its factors, and the indicators that it has."""
    chosen_set = draw(st.sampled_from(["en15804-a1", "en15804-a2-ef3.0", "en15804-a2-ef3.1"]))
    data |= {"standard": A1 if chosen_set == "en15804-a1" else A2, "characterisation": chosen_set}
    return ("GWP",) if chosen_set == "en15804-a1" else ("GWP-total", "GWP-fossil", "GWP-biogenic", "GWP-luluc", "GWP-GHG")


@st.composite
def ilcd(draw: Any) -> Data:
    data: Data = draw(products(("kg", "m**3", "m**2", "m", "MJ", "pcs")))
    data["figures"] = draw(modules(epd_sets(draw, data)))
    maybe(draw, data, "name", st.fixed_dictionaries({"en": NAMES, "zh": NAMES}))
    maybe(draw, data, "year", YEARS)
    maybe(draw, data["subject"], "location", COUNTRIES)
    if "biogenic_carbon" in data:
        maybe(draw, data["biogenic_carbon"], "packaging", ABOVE.map(lambda number: f"{number} kg"))
    if draw(st.booleans()):
        data.setdefault("evidence", {})["verification"] = "third-party"
    return data


@st.composite
def openepd(draw: Any) -> Data:
    data: Data = draw(products(("kg", "t", "m**3", "m**2", "m", "kWh", "pcs", "t*km")))
    data["figures"] = draw(modules(epd_sets(draw, data)))
    if data["standard"] == A1:
        del data["characterisation"]  # CML is named by the caller; the reader says no set
    maybe(draw, data, "name", NAMES)
    verified(draw, data)
    maybe(draw, data["subject"], "service_life", st.integers(1, 100).map(lambda years: f"{years} a"))
    return data


@st.composite
def pact(draw: Any) -> Data:
    unit = draw(st.sampled_from(["kg", "m**3", "liter", "kWh", "MJ", "t*km", "m**2", "piece", "hour"]))
    data: Data = {"standard": "int/iso-14067-2018", "declared_unit": f"{draw(ABOVE)} {unit}", "subject": {"kind": "product"}}
    if unit == "kg":
        data["subject"]["mass"] = data["declared_unit"]
    elif unit in ("m**3", "liter", "m**2", "piece"):
        data["subject"]["mass"] = f"{draw(ABOVE)} kg"
    data["name"] = draw(NAMES)
    start, end = sorted(draw(st.tuples(DAYS, DAYS)))
    data["period"] = {"start": start.isoformat(), "end": end.isoformat()}
    numbers = {"CFP": DIGITS, "CFP-with-biogenic": DIGITS, "fossil": DIGITS.map(abs)}
    if draw(st.booleans()):
        numbers["dluc"] = DIGITS.map(abs)
    data["figures"] = [
        {"stage": "cradle-to-gate", "indicator": name, "value": f"{draw(strategy)} kg CO2e"} for name, strategy in numbers.items()
    ]
    data["characterisation"] = draw(st.sampled_from(["ar5-100", "ar6-100", ["ar5-100", "ar6-100"]]))
    maybe(draw, data["subject"], "location", COUNTRIES | st.sampled_from(["CN-ZJ", "US-CA"]))
    if draw(st.booleans()):
        data["biogenic_carbon"] = {"product": f"{draw(ABOVE)} kg"}
        maybe(draw, data["biogenic_carbon"], "packaging", ABOVE.map(lambda number: f"{number} kg"))
    if draw(st.booleans()):
        data["evidence"] = {"expires": draw(DAYS).isoformat()}
    if draw(st.booleans()):
        data.setdefault("evidence", {})["primary_data_share"] = f"{draw(st.decimals(0, 100, places=2))} %"
    verified(draw, data)
    return data


@st.composite
def cbam(draw: Any) -> Data:
    start, end = sorted(draw(st.tuples(DAYS, DAYS)))
    data: Data = {
        "standard": "eu/cbam-2023-956" if end.year >= 2026 else "eu/cbam-2023-1773",
        "name": draw(NAMES),
        "subject": {
            "kind": "good",
            "production_year": end.year,
            "origin": draw(COUNTRIES),
            "cn_code": draw(st.from_regex(r"[1-9][0-9]{7}", fullmatch=True)),
        },
        "declared_unit": f"1 {draw(st.sampled_from(['t', 'MWh']))}",
        "period": {"start": start.isoformat(), "end": end.isoformat()},
    }
    numbers = {"direct": draw(ABOVE)}
    maybe(draw, numbers, "indirect", ABOVE)
    maybe(draw, data["subject"], "clinker_content", st.decimals(Decimal("0.01"), 1, places=2).map(lambda share: f"{share} t/t"))
    data["figures"] = [{"stage": "A1-A3", "indicator": name, "value": f"{number} t CO2e"} for name, number in numbers.items()]
    verified(draw, data)
    return data


GIVEN: dict[str, Data] = {
    "pact": {
        "companyName": "Works",
        "companyIds": ["urn:example:works"],
        "productIds": "urn:example:product",
        "productDescription": "",
        "fossilCarbonContent": "0.85",
        "exemptedEmissionsPercent": 0,
    },
    "ilcd": {},
    "cbam-xlsx": {"installation": "Works"},
    "openepd": {},
}


def given_for(form: str, data: Data) -> Data:
    return {"method": "CML 2012"} if form == "openepd" and data["standard"] == A1 else GIVEN[form]


def read_back(content: bytes) -> Footprint:
    found = read_foreign(content, "file")
    return cw.read(parse(content).data) if found is None else chosen(found, None, "file")


def numbers_of(value: Any) -> Any:
    """A footprint whose quantities are plain numbers in a base unit, so that 1 t and 1000 kg are the same."""
    if isinstance(value, Quantity):
        base = next(
            unit for unit in ("kg*CO2e", "kg", "m**3", "m**2", "m", "MJ", "t*km", "a", "piece", "t/t") if value.has_dimension_of(unit)
        )
        return (value.to(base).magnitude.normalize(), base)
    if hasattr(value, "model_fields_set"):
        return {name: numbers_of(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple):
        return [numbers_of(entry) for entry in value]
    return value


def same(first: Footprint, second: Footprint) -> None:
    left, right = numbers_of(first), numbers_of(second)
    for entry in (left, right):
        entry["figures"] = sorted(entry["figures"], key=lambda figure: (figure["stage"], figure["indicator"]))
    assert left == right


CARRIED = {"ilcd": ilcd(), "openepd": openepd(), "pact": pact(), "cbam-xlsx": cbam()}


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_name_with_a_letter_that_nobody_sees_is_refused(sign: str) -> None:
    figures = [{"stage": "A1-A3", "indicator": "GWP", "value": "1 kg CO2e"}]
    subject = {"kind": "product", "mass": "1 kg"}
    data = {"standard": A1, "subject": subject, "declared_unit": "1 kg", "figures": figures, "name": f"a{sign}"}
    with pytest.raises(DeclarationError, match=r"name\.en, name\.zh would be read as something else"):
        cw.write(cw.read(data), "ilcd")


@pytest.mark.parametrize("form", CARRIED)
def test_what_a_format_carries_survives_it(form: str) -> None:
    @given(CARRIED[form])
    def law(data: Data) -> None:
        footprint = cw.read(data)
        written = cw.write(footprint, form, details=given_for(form, data))
        assert written.unwritten == {}
        back = read_back(written.content)
        same(footprint, back)
        again = cw.write(back, form, details=given_for(form, data) | ({"created": "2026-01-01T00:00:00Z"} if form == "pact" else {}))
        same(back, read_back(again.content))

    law()


LEFT_OVER: tuple[tuple[str, Data], ...] = (
    ("evidence.oldest_data", {"evidence": {"oldest_data": 2019}}),
    ("subject.route", {"subject": {"route": "C"}}),
    ("conditions.recycled", {"conditions": {"recycled": True}}),
    ("supplement[0].stage", {"supplement": [{"stage": "B8", "value": "1 kg CO2e"}]}),
    ("total", {"total": "1 kg CO2e"}),
)


@pytest.mark.parametrize("form", CARRIED)
def test_what_a_format_cannot_carry_is_listed(form: str) -> None:
    @given(CARRIED[form], st.sampled_from(LEFT_OVER))
    def law(data: Data, extra: tuple[str, Data]) -> None:
        path, more = extra
        merged = {**data}
        for name, value in more.items():
            merged[name] = {**data.get(name, {}), **value} if isinstance(value, dict) else value
        footprint = cw.read(merged)
        written = cw.write(footprint, form, details=given_for(form, data))
        assert path in written.unwritten
        same(cw.read(data), read_back(written.content))

    law()


@pytest.mark.parametrize("form", CARRIED)
def test_no_figure_is_ever_half_written(form: str) -> None:
    """A figure of a part of a stage, or without a value, or an interval that nobody chose, keeps the whole file from being written."""
    spoiled = (
        {"source": "electricity"},
        {"gas": "CH4"},
        {"value": {"low": "1 kg CO2e", "high": "2 kg CO2e"}},
        {"value": {"low": "1 kg CO2e"}},
        {"of_process": True},
    )

    @given(CARRIED[form], st.sampled_from(spoiled), st.integers(0, 20))
    def law(data: Data, more: Data, position: int) -> None:
        figures = [dict(figure) for figure in data["figures"]]
        figures[position % len(figures)] |= more
        with pytest.raises(cw.InputError):
            cw.write(cw.read({**data, "figures": figures}), form, details=given_for(form, data))

    law()


@given(ilcd(), st.sampled_from(["low", "high"]), ABOVE)
def test_a_chosen_end_is_written_and_told(data: Data, end: Any, width: Decimal) -> None:
    figure = data["figures"][0]
    low = Decimal(figure["value"].split()[0])
    ends = {"low": low, "high": low + width}
    figure["value"] = {name: f"{number} kg CO2e" for name, number in ends.items()}
    written = cw.write(cw.read(data), "ilcd", value=end)
    back = {(entry.stage, entry.indicator): entry.range for entry in read_back(written.content).figures}
    assert back[figure["stage"], figure["indicator"]] == (ends[end], ends[end])
    assert any(f"the {end} end of {ends['low']:f} .. {ends['high']:f}" in remark.en for remark in written.remarks)
    with pytest.raises(cw.InputError, match="no best estimate"):
        cw.write(cw.read(data), "ilcd", value="best")


@given(ilcd() | openepd() | pact() | cbam(), st.sampled_from(["yaml", "json"]))
def test_our_own_documents_carry_everything(data: Data, form: str) -> None:
    footprint = cw.read(data)
    written = cw.write(footprint, form)
    assert written.unwritten == {}
    assert cw.read(parse(written.content).data).model_dump() == footprint.model_dump()


@given(cbam())
def test_the_table_of_communication_values_is_the_workbook(data: Data) -> None:
    """CSV, JSON and workbook hold the same cells; a text of the CSV that begins like a formula is escaped."""
    footprint = cw.read(data)
    rows = list(csv.DictReader(io.StringIO(cw.write(footprint, "cbam-csv").content.decode("utf-8-sig"))))
    cells = {
        entry["cell"]: entry
        for entry in json.loads(cw.write(footprint, "cbam-json").content, parse_float=Decimal, parse_int=Decimal)["cells"]
    }
    table = {row["cell"]: row for row in rows if row["cell"]}
    assert table.keys() == cells.keys()
    for figure in footprint.figures:
        address = {"direct": "I26", "indirect": "J26"}[figure.indicator or ""]
        assert figure.range is not None
        assert Decimal(table[address]["value"]) == cells[address]["value"] == figure.range[0] / 1000
    assert all(row[name][:1] not in ("=", "+", "-", "@") for row in rows for name in ("title", "value", "cell"))
    name = plain(footprint)["name"]["en"]
    assert cells["H26"]["value"] == name
    assert table["H26"]["value"] in (name, f"'{name}")


TARGETS = {"ilcd": A1, "openepd": A2, "pact": "int/iso-14067-2018"}
SOURCES = {A1, A2, "int/iso-14067-2018", "cn/gbt-24067-2024"}
ROUTES = {form: [pair for pair in pairs() if pair[1] == target and pair[0] in SOURCES] for form, target in TARGETS.items()}


@given(
    st.sampled_from(sorted(TARGETS)).flatmap(lambda form: st.tuples(st.just(form), cases(ROUTES[form]))),
    st.sampled_from(["low", "best", "high"]),
)
def test_a_written_translation_lies_within_its_bounds(case: tuple[str, Case], end: Any) -> None:
    """Whatever is written of a random translation is the end that was chosen of that figure, and is read back as it is."""
    form, declared = case
    try:
        data = {**declared.data, "declared_unit": "1 kg", "subject": {"kind": "product"}, "year": 2024}
        translation = cw.translate(data, to=declared.target)
        written = cw.write(translation, form, value=end, details=GIVEN[form] | ({"productNameCompany": "x"} if form == "pact" else {}))
    except (cw.InputError, cw.NotComparableError):
        return
    for figure in read_back(written.content).figures:
        result = translation.figure(figure.stage, figure.indicator)
        low, _, high = result.bounds
        expected = low if low is not None and low == high else result.bounds[("low", "best", "high").index(end)]
        assert figure.range == (expected, expected)
        assert result.status != "missing"
        event(f"{form} {end} written")
