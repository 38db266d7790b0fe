"""No input crashes: every fault is one typed error that names file, line, field and what to write instead, with exit status 3."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.cli import main
from crosswalk.errors import (
    CrosswalkError,
    DeclarationError,
    DocumentError,
    Finding,
    InconsistentDeclarationError,
    InputError,
    MissingPropertyError,
    UnitMismatchError,
    UnknownNameError,
)
from crosswalk.library.document import MAX_BYTES, MAX_NODES, parse

GOOD = "{stage: production, value: 386.2 kg CO2e}"
TARGET = {"cn/gbt-51366-2019": "eu/en-15978-2011", "eu/en-15804-a2-2019": "cn/gbt-24067-2024", "cn/gbt-51350-2019": "eu/zeb-2024-1275"}


def footprint(*figures: str, top: str = "", standard: str = "cn/gbt-51366-2019") -> str:
    """A footprint file. The figures start on line 3, or on line 4 when one line stands on top."""
    return f"standard: {standard}\n{top + chr(10) if top else ''}figures:\n" + "".join(f"  - {figure}\n" for figure in figures)


class Fault(NamedTuple):
    """A faulty file and what its error must say."""

    content: str | bytes
    error: type[InputError]
    says: str
    field: str | None = None
    line: int | None = None
    nearest: str | None = None


def value(text: str) -> str:
    return footprint(f"{{stage: production, value: {text}}}")


NUMBER = "finite decimal number"
FAULTS: dict[str, Fault] = {
    # names
    "unknown standard": Fault(footprint(GOOD, standard="cn/gbt-51367-2019"), UnknownNameError, "unknown standard 'cn/gbt-51367-2019'", "standard", 1, "cn/gbt-51366-2019"),
    "standard of another planet": Fault(footprint(GOOD, standard="x" * 5000), UnknownNameError, "unknown standard", "standard", 1),
    "standard without text": Fault(footprint(GOOD, standard=""), DeclarationError, "expected a text", "standard", 1),
    "unknown stage": Fault(footprint("{stage: prodction2, value: 1 kg CO2e}"), UnknownNameError, "unknown stage", "figures[0].stage", 3, "production"),
    "stage outside the boundary": Fault(footprint("{stage: B4, value: 1 kg CO2e}"), DeclarationError, "outside the boundary", "figures[0]", 3),
    "stage as a number": Fault(footprint("{stage: 3, value: 1 kg CO2e}"), DeclarationError, "expected a text", "figures[0].stage", 3),
    "no stage": Fault(footprint("{value: 1 kg CO2e}"), DeclarationError, "required", "figures[0].stage", 3),
    "unknown unit": Fault(value("1 kg CO2f"), DeclarationError, "unknown unit 'kg CO2f'", "figures[0].value", 3, "CO2e"),
    "unknown Chinese unit": Fault(value("1 千克力"), DeclarationError, "unknown unit '千克力'", "figures[0].value", 3, "千克"),
    "unknown gas": Fault(footprint("{stage: production, gas: CH5, mass: 1 kg}"), UnknownNameError, "unknown gas 'CH5'", "figures[0].gas", 3, "ch4-fossil"),
    "unknown source": Fault(footprint("{stage: operation, source: electrcty2, value: 1 kg CO2e}"), UnknownNameError, "unknown emission source", "figures[0].source", 3, "electricity"),
    "unknown indicator": Fault(
        footprint("{stage: A1-A3, indicator: GWP-fosil2, value: 1 kg CO2e}", standard="eu/en-15804-a2-2019"),
        UnknownNameError, "unknown indicator", "figures[0].indicator", 3, "GWP-fossil",
    ),
    "unknown characterisation": Fault(footprint(GOOD, top="characterisation: ar7-100"), UnknownNameError, "unknown characterisation set 'ar7-100'", "characterisation", 2, "ar6-100"),
    "unknown material": Fault(footprint("{stage: production, activity: {material: unobtainium, amount: 1 t}}"), UnknownNameError, "unobtainium", "figures[0].activity.material", 3),
    "year without a factor": Fault(footprint("{stage: operation, activity: {electricity: 1 kWh, region: CN, year: 1950}}"), UnknownNameError, "none for 1950", "figures[0].activity", 3, "2021"),
    # dimensions and units
    "wrong dimension": Fault(value("1 kWh"), DeclarationError, "cannot be converted to 'kg CO2e'", "figures[0].value", 3),
    "wrong dimension of a mass": Fault(footprint("{stage: production, gas: CH4, mass: 1 kWh}"), DeclarationError, "cannot be converted to 'kg'", "figures[0].mass", 3),
    "wrong dimension of an area": Fault(footprint(GOOD, top="subject: {gross_floor_area: 100 kg}"), DeclarationError, "cannot be converted to 'm**2'", "subject.gross_floor_area", 2),
    "wrong dimension of the total": Fault(footprint(GOOD, top="total: 5 kWh"), DeclarationError, "cannot be converted", "total", 2),
    "wrong dimension of the carbon content": Fault(footprint(GOOD, top="biogenic_carbon: 5 kWh"), DeclarationError, "cannot be converted", "biogenic_carbon.product", 2),
    "building per kWh": Fault(footprint(GOOD, top="declared_unit: 1 kWh"), UnitMismatchError, "building figure is per m**2", "declared_unit", 2),
    "factor of another carrier": Fault(footprint("{stage: operation, activity: {electricity: 1 kg, factor: 0.5 kg CO2/kWh}}"), DeclarationError, "no mass of CO2", "figures[0].activity.factor", 3),
    "unit given twice": Fault(footprint("{stage: production, value: 1 kg CO2e, unit: kg CO2e}"), DeclarationError, "unit given twice", "figures[0].value", 3),
    "value without a unit": Fault(value("1"), DeclarationError, "a unit is missing after 1", "figures[0].value", 3),
    "unit without a value": Fault(footprint("{stage: operation, unit: kWh, activity: {electricity: 1 kWh, region: CN, year: 2023}}"), DeclarationError, "unknown field", "figures[0].unit", 3),
    "percent sign": Fault(value("38 %"), DeclarationError, "unknown unit '%'", "figures[0].value", 3),
    "percent sign before the unit": Fault(value("38% kg CO2e"), DeclarationError, "unknown unit", "figures[0].value", 3, "CO2e"),
    "unit that is a program": Fault(value("""'1 kg*eval("1")'"""), DeclarationError, "unknown unit", "figures[0].value", 3),
    "unit with a huge power": Fault(value("1 kg CO2e**999999"), DeclarationError, "unknown unit", "figures[0].value", 3),
    "unit of brackets": Fault(value("'1 " + "(" * 60 + "'"), DeclarationError, "unknown unit", "figures[0].value", 3),
    "unit divided by nothing": Fault(value("1 kg CO2e/0"), DeclarationError, "unknown unit", "figures[0].value", 3),
    # numbers
    "NaN": Fault(value("NaN kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "YAML NaN": Fault(footprint("{stage: production, value: .nan, unit: kg CO2e}"), DeclarationError, NUMBER, "figures[0].value", 3),
    "infinity": Fault(value("Infinity kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "YAML infinity": Fault(footprint("{stage: production, value: -.inf, unit: kg CO2e}"), DeclarationError, NUMBER, "figures[0].value", 3),
    "1e999": Fault(value("1e999 kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "1e999 as a number": Fault(footprint("{stage: production, value: 1e999, unit: kg CO2e}"), DeclarationError, NUMBER, "figures[0].value", 3),
    "huge exponent": Fault(value("1e99999999999999999999 kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "huge negative exponent": Fault(value("1e-999999999 kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "zero with a huge exponent": Fault(value("0e999999999 kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "five thousand digits": Fault(value("9" * 5000 + " kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "thousands comma": Fault(value('"1,234.5 kg CO2e"'), DeclarationError, NUMBER, "figures[0].value", 3),
    "thousands full-width comma": Fault(value('"1，234.5 kg CO2e"'), DeclarationError, NUMBER, "figures[0].value", 3),
    "thousands space": Fault(value("1 234.5 kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "thousands apostrophe": Fault(value('"1\'234.5 kg CO2e"'), DeclarationError, NUMBER, "figures[0].value", 3),
    "thousands underscore": Fault(value("1_234.5 kg CO2e"), DeclarationError, NUMBER, "figures[0].value", 3),
    "decimal comma": Fault(value('"386,2 kg CO2e"'), DeclarationError, NUMBER, "figures[0].value", 3),
    "boolean": Fault(value("true"), DeclarationError, NUMBER, "figures[0].value", 3),
    "boolean with a unit": Fault(footprint("{stage: production, value: false, unit: kg CO2e}"), DeclarationError, NUMBER, "figures[0].value", 3),
    "list as a value": Fault(value("[1]"), DeclarationError, NUMBER, "figures[0].value", 3),
    # signs and ranges
    "negative emission": Fault(value("-1 kg CO2e"), DeclarationError, "a negative value (-1)", "figures[0].value", 3),
    "positive uptake": Fault(footprint("{stage: carbon-sink, value: 1 kg CO2e}"), DeclarationError, "a positive value (1)", "figures[0].value", 3),
    "ends the wrong way round": Fault(value("{low: 5 kg CO2e, high: 1 kg CO2e}"), DeclarationError, "`low` must not exceed `high`", "figures[0].value", 3),
    "ends without a number": Fault(value("{}"), DeclarationError, "needs `low`, `high` or both", "figures[0].value", 3),
    "ends of another dimension": Fault(value("{low: 5 kWh}"), DeclarationError, "cannot be converted", "figures[0].value.low", 3),
    "unknown end": Fault(value("{lo: 5 kg CO2e}"), DeclarationError, "unknown field", "figures[0].value.lo", 3, "low"),
    "declared unit of zero": Fault(footprint(GOOD, top="declared_unit: 0 m**2"), DeclarationError, "must be above zero", "declared_unit", 2),
    "negative declared unit": Fault(footprint(GOOD, top="declared_unit: -1 m**2"), DeclarationError, "must be above zero", "declared_unit", 2),
    "service life of zero": Fault(footprint(GOOD, top="subject: {service_life: 0 a}"), DeclarationError, "must be above zero", "subject.service_life", 2),
    "endless service life": Fault(footprint(GOOD, top="subject: {service_life: 1e30 a}"), DeclarationError, "at most 1000 years", "subject.service_life", 2),
    "negative activity": Fault(footprint("{stage: operation, activity: {electricity: -1 kWh}}"), DeclarationError, "cannot be negative", "figures[0].activity", 3),
    "negative carbon content": Fault(footprint(GOOD, top="biogenic_carbon: -5 kg"), DeclarationError, "cannot be negative", "biogenic_carbon.product", 2),
    "year too late": Fault(footprint(GOOD, top="year: 20233"), DeclarationError, "expected at most 2200", "year", 2),
    "year too early": Fault(footprint(GOOD, top="year: 23"), DeclarationError, "expected at least 1900", "year", 2),
    "year in words": Fault(footprint(GOOD, top="year: twenty"), DeclarationError, "expected a whole number", "year", 2),
    "half a year": Fault(footprint(GOOD, top="year: 2023.5"), DeclarationError, "expected a whole number", "year", 2),
    "year of five thousand digits": Fault(footprint(GOOD, top="year: " + "9" * 5000), DeclarationError, "expected a whole number", "year", 2),
    "year of an activity": Fault(footprint("{stage: operation, activity: {electricity: 1 kWh, year: 3000}}"), DeclarationError, "expected at most 2200", "figures[0].activity.year", 3),
    "period backwards": Fault(footprint(GOOD, top="period: {start: 2024-01-01, end: 2023-01-01}"), DeclarationError, "ends before it starts", "period.end", 2),
    # contradictions
    "the same words twice": Fault(footprint(GOOD, GOOD), InconsistentDeclarationError, "declared twice", "figures[1]", 4),
    "the same atoms in Chinese": Fault(footprint(GOOD, "{stage: 建材生产, value: 386.2 kg CO2e}"), InconsistentDeclarationError, "declared twice", "figures[1]", 4),
    "the same atoms in traditional Chinese": Fault(footprint("{stage: 建材生產, value: 1 kg CO2e}", GOOD), InconsistentDeclarationError, "declared twice", "figures[1]", 4),
    "the same atoms by module codes": Fault(footprint("{stage: A1-A3, value: 1 kg CO2e}", GOOD), InconsistentDeclarationError, "declared twice", "figures[1]", 4),
    "parts exceed the total": Fault(
        # GB/T 51350 counts no uptake and no credit, so nothing could bring the sum down again
        footprint("{stage: operation, source: combustion, value: 30 kg CO2e}", top="total: 20 kg CO2e", standard="cn/gbt-51350-2019"),
        InconsistentDeclarationError, "more than the total of 20 kg CO2e", "total", 2,
    ),
    "parts exceed their parent": Fault(
        footprint("{stage: production, value: 100 kg CO2e}", "{stage: A1, value: 90 kg CO2e}", "{stage: A3, value: 20 kg CO2e}"),
        InconsistentDeclarationError, "exceed it by 10 kg CO2e", "figures[0]", 3,
    ),
    "crossing lines": Fault(
        footprint("{stage: production, value: 100 kg CO2e}", "{stage: A, source: combustion, value: 90 kg CO2e}"),
        InconsistentDeclarationError, "overlap without one holding the other", "figures[1]", 4,
    ),
    "value and mass": Fault(footprint("{stage: production, gas: CH4, value: 1 kg CO2e, mass: 1 kg}"), DeclarationError, "a value or a mass, not both", "figures[0]", 3),
    "mass without a gas": Fault(footprint("{stage: production, mass: 1 kg}"), DeclarationError, "a mass needs its gas", "figures[0].mass", 3),
    "figure without anything": Fault(footprint("{stage: production}"), DeclarationError, "needs a value, a mass or an activity", "figures[0]", 3),
    "activity of two carriers": Fault(footprint("{stage: operation, activity: {electricity: 1 kWh, heat: 1 MJ}}"), DeclarationError, "exactly one of", "figures[0].activity", 3),
    "activity without a carrier": Fault(footprint("{stage: operation, activity: {region: CN}}"), DeclarationError, "exactly one of", "figures[0].activity", 3),
    "material without an amount": Fault(footprint("{stage: production, activity: {material: C30}}"), DeclarationError, "needs its quantity", "figures[0].activity", 3),
    # what a conversion needs
    "missing area": Fault(
        footprint("{stage: B6, value: 10 kg CO2e}", top="declared_unit: 1 m**2", standard="eu/dk-br18-2023"), MissingPropertyError, "no ratio is assumed", "subject"
    ),
    "missing reference area": Fault(
        footprint("{stage: A1-A3, value: 10 kg CO2e}", top="declared_unit: 1 m**2", standard="eu/en-15978-2011"), MissingPropertyError, "subject.reference_area", "declared_unit", 2
    ),
    "missing service life": Fault(
        footprint("{stage: A1-A3, value: 10 kg CO2e}", top="declared_unit: 1 a\nsubject: {gross_floor_area: 10 m**2}", standard="eu/en-15978-2011"), MissingPropertyError, "subject.service_life", "subject", 3
    ),
    # fields
    "no figures": Fault("standard: cn/gbt-51366-2019\n", DeclarationError, "required", "figures"),
    "empty figures": Fault("standard: cn/gbt-51366-2019\nfigures: []\n", DeclarationError, "at least one entry", "figures", 2),
    "figures left blank": Fault("standard: cn/gbt-51366-2019\nfigures:\n", DeclarationError, "expected a list", "figures", 2),
    "figures as a mapping": Fault("standard: cn/gbt-51366-2019\nfigures: {stage: production}\n", DeclarationError, "expected a list", "figures", 2),
    "figure as a word": Fault("standard: cn/gbt-51366-2019\nfigures: [production]\n", DeclarationError, "expected a mapping", "figures[0]", 2),
    "unknown key": Fault(footprint(GOOD, top="declaredunit: 1 m**2"), DeclarationError, "unknown field", "declaredunit", 2, "declared_unit"),
    "unknown key of the subject": Fault(footprint(GOOD, top="subject: {gros_floor_area: 1 m**2}"), DeclarationError, "unknown field", "subject.gros_floor_area", 2, "gross_floor_area"),
    "__proto__": Fault(footprint(GOOD, top="__proto__: {polluted: yes}"), DeclarationError, "unknown field", "__proto__", 2),
    "merge key": Fault(footprint(GOOD, top="<<: {year: 2023}"), DeclarationError, "unknown field", "<<", 2),
    "expiry in words": Fault(footprint(GOOD, top="evidence: {expires: soon}"), DeclarationError, "expected a date such as", "evidence.expires", 2),
    "verification as a number": Fault(footprint(GOOD, top="evidence: {verification: 3}"), DeclarationError, "expected a text", "evidence.verification", 2),
    "evidence as a list": Fault(footprint(GOOD, top="evidence: [third-party]"), DeclarationError, "expected a mapping", "evidence", 2),
    "name in one language": Fault(footprint(GOOD, top="name: {en: Office}"), DeclarationError, "required", "name.zh", 2),
    # the document itself
    "tab": Fault("standard: cn/gbt-51366-2019\nfigures:\n\t- {stage: production}\n", DocumentError, "malformed YAML", None, 3),
    "unclosed quote": Fault('standard: "cn/gbt-51366-2019\nfigures: []\n', DocumentError, "malformed YAML", None, 3),
    "recursive": Fault("standard: &a [*a]\n", DocumentError, "anchors and aliases are not allowed", None, 1),
    "alias bomb": Fault(
        "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"{name}: &{name} [{', '.join(['*' + old] * 9)}]\n" for old, name in zip("abcdefgh", "bcdefghi", strict=True)),
        DocumentError, "anchors and aliases are not allowed", None, 1,
    ),
    "tag": Fault("standard: !!python/object/apply:os.system [echo]\n", DocumentError, "python/object", None, 1),
    "tag on a mapping": Fault("!!python/object:os.stat_result {}\n", DocumentError, "is not allowed", None, 1),
    "deep nesting": Fault("standard: " + "[" * 100_000, DocumentError, "nested deeper than 32 levels", None, 1),
    "deep nesting by indents": Fault("\n".join(" " * depth + "a:" for depth in range(100)), DocumentError, "nested deeper", None, 33),
    "half a million values": Fault("figures: [" + "1," * 500_000 + "1]\n", DocumentError, f"more than {MAX_NODES:,} values", None, 1),
    "duplicate keys": Fault(footprint(GOOD, top="year: 2023\nyear: 2024"), DocumentError, "the key 'year' stands twice", None, 3),
    "duplicate keys of a figure": Fault(footprint("{stage: production, stage: demolition, value: 1 kg CO2e}"), DocumentError, "the key 'stage' stands twice", None, 3),
    "key that is a list": Fault("? [standard]\n: 1\n", DocumentError, "a key must be a plain text", None, 1),
    "two documents": Fault(footprint(GOOD) + "---\n" + footprint(GOOD), DocumentError, "a second document", None, 4),
    "GB18030": Fault(footprint(GOOD, top="name: 办公楼").encode("gb18030"), DocumentError, "it looks like gb18030", None, 2),
    "UTF-16": Fault(footprint(GOOD).encode("utf-16"), DocumentError, "it looks like utf-16", None, 1),
    "UTF-16 without its mark": Fault(footprint(GOOD).encode("utf-16-be"), DocumentError, "it looks like utf-16", None, 1),
    "Latin-1": Fault(footprint(GOOD, top="name: Bürohaus").encode("latin-1"), DocumentError, "it looks like latin-1", None, 2),
    "empty": Fault("", DocumentError, "empty"),
    "blank": Fault(" \n\n", DocumentError, "empty"),
    "comment only": Fault("# nothing\n", DocumentError, "expected a footprint"),
    "a word": Fault("hello\n", DocumentError, "expected a footprint"),
    "a list": Fault("- 1\n", DocumentError, "expected a footprint"),
    "zip": Fault(b"PK\x03\x04\x14\x00", DocumentError, "not a sound zip archive"),
    "PDF": Fault(b"%PDF-1.7\n%\xe2\xe3", DocumentError, "binary file"),
    "old Excel": Fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DocumentError, "binary file"),
    "picture": Fault(b"\x89PNG\r\n\x1a\n\x00\x00", DocumentError, "binary file"),
    "zeros": Fault(b"\x00\x00\x00\x00", DocumentError, "binary file"),
    "control character": Fault(footprint("{stage: prod\x07uction, value: 1 kg CO2e}"), DocumentError, "control characters are not allowed"),
    "zero-width space": Fault(footprint("{stage: prod\u200buction, value: 1 kg CO2e}"), DocumentError, "U+200B ZERO WIDTH SPACE", None, 3),
    "narrow no-break space": Fault(value("1\u202f234 kg CO2e"), DocumentError, "U+202F", None, 3),
    "text direction": Fault(footprint("{stage: production\u202e, value: 1 kg CO2e}"), DocumentError, "U+202E RIGHT-TO-LEFT OVERRIDE", None, 3),
    "soft hyphen": Fault(footprint("{stage: pro\u00adduction, value: 1 kg CO2e}"), DocumentError, "U+00AD", None, 3),
    "invisible tag": Fault(footprint(GOOD, top="name: A\U000e0041"), DocumentError, "U+E0041", None, 2),
    "half a character": Fault('standard: "\\ud800"\n', DocumentError, "malformed YAML", None, 1),
    # JSON
    "JSON duplicate keys": Fault('{"standard": "cn/gbt-51366-2019",\n "standard": "x", "figures": []}', DocumentError, "the key 'standard' stands twice", None, 2),
    "JSON NaN": Fault('{"standard": "cn/gbt-51366-2019",\n "figures": [{"stage": "production", "value": NaN, "unit": "kg CO2e"}]}', DeclarationError, NUMBER, "figures[0].value", 2),
    "JSON infinity": Fault('{"standard": "cn/gbt-51366-2019",\n "figures": [{"stage": "production", "value": -Infinity, "unit": "kg CO2e"}]}', DeclarationError, NUMBER, "figures[0].value", 2),
    "JSON boolean": Fault('{"standard": "cn/gbt-51366-2019",\n "figures": [{"stage": "production", "value": true}]}', DeclarationError, NUMBER, "figures[0].value", 2),
    "JSON deep nesting": Fault('{"a":' * 1000 + "1" + "}" * 1000, DocumentError, "nested deeper"),
    "JSON brackets": Fault("[" * 100_000, DocumentError, "nested deeper"),
    "JSON half a character": Fault('{"standard": "cn/gbt-51366-2019\\ud800", "figures": [{"stage": "production", "value": "1 kg CO2e"}]}', DocumentError, "lone surrogate"),
    "JSON half a character as a key": Fault('{"standard": "cn/gbt-51366-2019", "\\udfff": 1}', DocumentError, "lone surrogate"),
    "JSON __proto__": Fault('{"standard": "cn/gbt-51366-2019",\n "__proto__": {"x": 1}, "figures": [{"stage": "production", "value": "1 kg CO2e"}]}', DeclarationError, "unknown field", "__proto__", 2),
    "JSON cut off": Fault('{"standard": "cn/gbt-51366-2019", "figures": [', DocumentError, "malformed JSON", None, 1),
}  # fmt: skip


def target_of(content: str | bytes) -> str:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return next((goal for key, goal in TARGET.items() if key in text), "cn/gbt-51366-2019")


def written(content: str | bytes, folder: Path) -> Path:
    path = folder / "footprint.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only_finding(error: InputError) -> Finding:
    assert len(error.findings) == 1, error
    return error.findings[0]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_one_fault_is_one_typed_error(fault: Fault, tmp_path: Path) -> None:
    path = written(fault.content, tmp_path)
    with pytest.raises(InputError) as caught:
        cw.translate(path, to=target_of(fault.content))
    assert type(caught.value) is fault.error
    finding = only_finding(caught.value)
    assert fault.says in finding.en
    assert finding.file == str(path)
    if fault.field is not None:
        assert finding.field == fault.field
    if fault.line is not None:
        assert finding.line == fault.line
    if fault.nearest is not None:
        assert fault.nearest in finding.nearest
    # both languages say it, on one line that a terminal can show
    assert re.search(r"[\u4e00-\u9fff]", finding.zh)
    for lang in ("en", "zh"):
        assert len(finding.render(lang).splitlines()) == 1
        assert len(finding.render(lang)) < 1000


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_command_line_exits_with_3_and_writes_nothing(fault: Fault, tmp_path: Path) -> None:
    path = written(fault.content, tmp_path)
    output = tmp_path / "result.json"
    done = CliRunner().invoke(main, ["translate", str(path), "--to", target_of(fault.content), "--format", "json", "--output", str(output)])
    assert done.exit_code == 3
    assert done.stdout == ""
    assert fault.says in done.stderr
    assert done.stderr.startswith(str(path))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("standard", "stage", "region"),
    [
        ("cn/gbt-51366-2019", "operation", "US"),
        ("cn/gbt-51366-2019", "operation", "CN-ZZ"),
        ("eu/en-15978-2011", "B6", "US"),
        ("eu/dk-br18-2023", "B6", "CN"),
    ],
)
def test_unknown_region_of_an_activity_without_factor(standard: str, stage: str, region: str) -> None:
    figure = {"stage": stage, "activity": {"electricity": "10 kWh", "region": region, "year": 2023}}
    with pytest.raises(UnknownNameError) as caught:
        cw.translate({"standard": standard, "figures": [figure]}, to=standard)
    finding = only_finding(caught.value)
    assert finding.field == "figures[0].activity"
    assert f"for {region}, 2023" in finding.en
    assert finding.nearest


def test_no_region_under_a_european_standard_is_no_chinese_region() -> None:
    figure = {"stage": "B6", "activity": {"electricity": "10 kWh", "year": 2023}}
    with pytest.raises(InputError):
        cw.translate({"standard": "eu/en-15978-2011", "figures": [figure]}, to="eu/en-15978-2011")


def activity_error(activity: str, folder: Path) -> Finding:
    with pytest.raises(InputError) as caught:
        cw.translate(written(footprint(f"{{stage: operation, activity: {activity}}}"), folder), to="cn/gbt-51366-2019")
    return only_finding(caught.value)


def test_activity_of_another_dimension_names_its_field(tmp_path: Path) -> None:
    finding = activity_error("{electricity: 1 kg, region: CN, year: 2023}", tmp_path)
    assert (finding.field, finding.line) == ("figures[0].activity", 3)


def test_unknown_factor_set_names_its_field(tmp_path: Path) -> None:
    finding = activity_error("{electricity: 1 kWh, factor_set: nope}", tmp_path)
    assert (finding.field, finding.line) == ("figures[0].activity.factor_set", 3)


def test_several_faults_are_told_in_one_run(tmp_path: Path) -> None:
    path = written(
        footprint('{stage: production, value: "1,5 kg CO2e"}', "{stge: demolition, value: 1 kg CO2f}", top="yeer: 2023"), tmp_path
    )
    with pytest.raises(DeclarationError) as caught:
        cw.read(path)
    told = {(finding.line, finding.field) for finding in caught.value.findings}
    assert told == {(4, "figures[0].value"), (5, "figures[1].value"), (5, "figures[1].stage"), (5, "figures[1].stge"), (2, "yeer")}


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "not a file")):
        with pytest.raises(DocumentError, match=says) as caught:
            cw.read(path)
        assert only_finding(caught.value).file == str(path)
        assert CliRunner().invoke(main, ["translate", str(path), "--to", "EN 15978"]).exit_code == 3


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(200 * MAX_BYTES)  # sparse: takes no room on the disk
    with pytest.raises(DocumentError, match="the limit is 8,000,000"):
        cw.read(path)


def test_huge_standard_input_is_refused() -> None:
    done = CliRunner().invoke(main, ["translate", "-", "--to", "EN 15978"], input=b"#" * (MAX_BYTES + 1))
    assert done.exit_code == 3
    assert done.stderr.startswith("<stdin>: ")


def test_expired_declaration_is_a_gap_not_an_error() -> None:
    result = cw.translate(
        parse(footprint(GOOD, top="evidence: {verification: third-party, expires: 2020-01-31}").encode()).data, to="eu/en-15978-2011"
    )
    assert any(gap.kind == "verification" and "2020-01-31" in gap.message.en for gap in result.gaps)


def test_many_unknown_keys_do_not_take_long() -> None:
    data = {"standard": "cn/gbt-51366-2019", "figures": [{f"key{position}": 1} for position in range(2000)]}
    with pytest.raises(DeclarationError) as caught:
        cw.read(data)
    assert len(caught.value.findings) == 4000  # each figure lacks its stage too


@pytest.mark.parametrize(
    ("content", "data"),
    [
        ("a: no\nb: 2023-01-31\nc: 010\nd: 1_000\ne: 0x10\nf: .5\ng: ~\n", {"a": "no", "b": "2023-01-31", "c": "010", "d": "1_000", "e": "0x10", "f": "0.5", "g": None}),
        ('{"a": 1.10, "b": 2}', {"a": "1.10", "b": 2}),
        ("\ufeffa: 1\n", {"a": 1}),
        ("{a: 1, b: [x]}", {"a": 1, "b": ["x"]}),
        ('a: "1"\nb: ! 1\n', {"a": "1", "b": 1}),
    ],
)  # fmt: skip
def test_what_a_document_holds(content: str, data: Any) -> None:
    assert {key: entry if not hasattr(entry, "as_tuple") else str(entry) for key, entry in parse(content.encode()).data.items()} == data


# -- fuzz ----------------------------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_document_error(content: bytes) -> None:
    with suppress(DocumentError):
        parse(content)


@given(st.text(max_size=300) | st.text("{}[]:,-&*!|>?#'\" \n\t\\a1.ue", max_size=60))
def test_any_text_is_a_document_or_a_document_error(content: str) -> None:
    with suppress(DocumentError):
        parse(content.encode("utf-8", "surrogatepass"))


OFFICE: dict[str, Any] = {
    "standard": "cn/gbt-51366-2019",
    "name": {"en": "Office", "zh": "办公楼"},
    "subject": {"kind": "building", "gross_floor_area": "12000 m**2", "useful_floor_area": "10300 m**2", "service_life": "50 a", "location": "CN-BJ"},
    "declared_unit": "1 m**2",
    "year": 2023,
    "figures": [
        {"stage": "production", "value": "386.2 kg CO2e"},
        {"stage": "operation", "source": "electricity", "value": "1562 kg CO2e", "activity": {"electricity": "2944 kWh", "factor": "0.5306 kg CO2/kWh", "region": "CN", "year": 2023}},
        {"stage": "demolition", "value": "9.1 kg CO2e"},
        {"stage": "manufacturing", "gas": "CH4", "mass": "0.021 kg"},
    ],
    "total": "1957.3 kg CO2e",
    "evidence": {"verification": "third-party", "expires": "2028-05-31"},
}  # fmt: skip

JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just([]), st.just({}),
    st.sampled_from([
        "0 kg CO2e", "-5 kg CO2e", "1e30 kg CO2e", "1 t CO2e", "5 kWh", "3 m**2", "1 a", "1 万立方米", "1 kg C", "1 kg CO2/kWh", "1e-30 a",
        "A1-A3", "B6", "建材生产", "total", "operation", "electricity", "biogenic", "CH4", "main", "ar6-100", "CN", "DE", "2023", "D",
        {"low": "1 kg CO2e"}, {"high": "-1 kg CO2e"}, {"electricity": "1 kWh/a", "region": "DK"}, {"material": "C30", "amount": "1 m**3"},
        {"transport": "rail-electric", "mass": "1 t", "distance": "2 km"}, {"fuel": "diesel", "amount": "1 kg"},
    ]),
)  # fmt: skip
KEYS = [
    "standard",
    "stage",
    "source",
    "gas",
    "indicator",
    "value",
    "mass",
    "unit",
    "activity",
    "year",
    "biogenic_carbon",
    "supplement",
    "characterisation",
    "low",
    "service_life",
    "__proto__",
    "reference_area",
]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    entries: Sequence[tuple[Any, Any]] = (
        list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    )
    for key, entry in entries:
        found += places(entry, (*path, key))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A valid footprint with one to three places replaced, removed, repeated or renamed."""
    data = deepcopy(OFFICE)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(data)))
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        key = path[-1]
        action = draw(st.sampled_from(["replace", "remove", "rename", "repeat"]))
        if action == "replace":
            holder[key] = draw(JUNK)
        elif action == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            new = draw(st.sampled_from(KEYS) | st.text(max_size=8))
            holder[new] = holder.pop(key) if action == "rename" else deepcopy(holder[key])
        else:
            holder.append(deepcopy(holder[key]))
        if not data:
            break
    return data


@given(mutated(), st.sampled_from(["eu/en-15978-2011", "eu/dk-br18-2023", "cn/gbt-24067-2024", "cn/gbt-51366-2019"]))
def test_mutated_footprint_translates_or_raises_our_error(data: dict[str, Any], target: str) -> None:
    try:
        told = cw.translate(data, to=target).to_json()
        json.loads(told, parse_constant=lambda name: pytest.fail(f"{name} in the result"))
    except CrosswalkError as error:
        told = error.render("en") and error.render("zh")
    assert told


def test_parts_above_a_total_that_could_hold_an_undeclared_sink() -> None:
    """Sinks and credits are figures of GB/T 51366; a total below its parts is no way to declare them."""
    data = {
        "standard": "cn/gbt-51366-2019",
        "figures": [{"stage": "production", "value": "386.2 kg CO2e"}, {"stage": "demolition", "value": "9 kg CO2e"}],
        "total": "300 kg CO2e",
    }
    with pytest.raises(InconsistentDeclarationError, match="more than the total"):
        cw.translate(data, to="eu/en-15978-2011")
    data["figures"] = [*data["figures"], {"stage": "carbon-sink", "value": "-95.2 kg CO2e"}]
    assert cw.translate(data, to="cn/gbt-51366-2019").total.bounds[0] == Decimal(300)


@pytest.mark.parametrize("more", [[], [{"stage": "D", "indicator": "GWP-fossil", "value": "-79 kg CO2e"}]])
def test_a_total_with_module_d_inside_is_left_away(more: list[dict[str, str]]) -> None:
    """EN 15804: module D is reported apart and never added to A-C."""
    figures = [{"stage": stage, "value": f"{value} kg CO2e"} for stage, value in (("A1-A3", 402), ("C4", 3), ("D", -80))]
    epd = {"standard": "eu/en-15804-a2-2019", "declared_unit": "1 t", "figures": [*figures, *more]}
    netted = cw.translate({**epd, "total": "325 kg CO2e"}, to="eu/en-15804-a2-2019")
    assert netted.total.bounds == (Decimal(405), Decimal(405), Decimal(405))
    assert any(note.startswith("total: the total of 325 kg CO2e includes D") for note, _ in netted.outcome.notes)
    kept = cw.translate({**epd, "total": "405 kg CO2e"}, to="eu/en-15804-a2-2019")
    assert kept.total.bounds == netted.total.bounds
    assert not kept.outcome.notes


def test_an_unknown_field_is_not_its_own_nearest_name() -> None:
    """`between` is a field of factors, not of figures."""
    with pytest.raises(DeclarationError) as found:
        cw.read({"standard": "cn/gbt-51366-2019", "figures": [{"stage": "production", "between": ["1 kg CO2e", "2 kg CO2e"]}]})
    assert {finding.field: finding.nearest for finding in found.value.findings}["figures[0].between"] == ()
