"""Files made to harm: nothing in a file can run, fetch or open another one, and every fault is a typed error."""

from __future__ import annotations

import contextlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from foreign import ENERGY, GWP_A1, MATERIAL, PANEL, SCREWS, cbam_workbook, ilcd_json, ilcd_xml, ilcd_zip, pact_v3, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.errors import DocumentError, InputError
from crosswalk.formats import archive as archives
from crosswalk.formats.registry import read_foreign


def read(content: bytes) -> None:
    read_foreign(content, "file")


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost:9/x.dtd"> %p;]>',
    ],
)
def test_document_types_are_refused(prologue: str) -> None:
    with pytest.raises(DocumentError, match="DOCTYPE"):
        read(ilcd_xml({GWP_A1: PANEL}, before=prologue))


def test_undefined_entity() -> None:
    with pytest.raises(DocumentError, match="malformed XML: undefined entity"):
        read(ilcd_xml({GWP_A1: PANEL}, inside="<common:x>&boom;</common:x>"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<a>" * 100_000, "deeper than 64"),
        (b"<a>" + b"<b/>" * 400_001 + b"</a>", "more than 400,000 elements"),
        (b"<processDataSet/>", "no reader knows XML whose root is 'processDataSet'"),
        (b"<html><body/></html>", "no reader knows XML whose root is 'html'"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "malformed XML"),
        (b"<a", "malformed XML"),
    ],
)
def test_xml_that_is_none_of_ours(content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(content)


def test_zip_bomb() -> None:
    with pytest.raises(DocumentError, match="more than the limits of"):
        read(zipped({"processes/p.xml": b"<" + b" " * 50_000_000}))


def test_zip_that_announces_less_than_it_holds() -> None:
    content = bytearray(zipped({"processes/p.xml": ilcd_xml({GWP_A1: PANEL})}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")  # its unpacked size in the directory
    with pytest.raises(InputError):
        read(bytes(content))


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    with pytest.raises(DocumentError, match="more than 3 files"):
        read(zipped({f"{position}": b"" for position in range(4)}))


def test_encrypted_and_strange_archives() -> None:
    content = bytearray(zipped({"processes/p.xml": b"<a/>"}))
    for at in (content.index(b"PK\x03\x04") + 6, content.rindex(b"PK\x01\x02") + 8):
        content[at] |= 1  # the sign of encryption
    with pytest.raises(DocumentError, match="cannot be unpacked"):
        read(bytes(content))
    with pytest.raises(DocumentError, match="not a sound zip archive"):
        read(b"PK\x03\x04")
    with pytest.raises(DocumentError, match="holds no ILCD"):
        read(zipped({"readme.txt": b"hello"}))


def test_other_compressions_and_files_without_a_name() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("processes/p.xml", b"<a/>")
    with pytest.raises(DocumentError, match="compressed by method 14"):
        read(stream.getvalue())
    nameless = bytearray(zipped({"\x01": b"hello"}))
    nameless[nameless.rindex(b"PK\x01\x02") + 46] = 0  # a name ends at a zero byte: nothing is left of it
    with pytest.raises(DocumentError, match="holds no ILCD"):
        read(bytes(nameless))


def test_names_that_point_elsewhere_are_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is unpacked to disk, and a flow is only ever looked for inside the archive."""
    monkeypatch.chdir(tmp_path)
    process = ilcd_xml({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL), flow="../../../../etc/passwd")
    found = read_foreign(zipped({"../../processes/p.xml": process, "/flows/x.xml": b"<a/>"}), "file")
    assert found is not None
    assert found.footprints[0].declared_unit is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", ["1e999999999", "1" * 10_000, "NaN", "Infinity", "--1", "0x10", "1,5", "١٢x"])
def test_numbers_that_are_none(number: str) -> None:
    for content in (ilcd_json({GWP_A1: [("A1-A3", None, number)]}), json.dumps(pact_v3(pcfExcludingBiogenicUptake=number)).encode()):
        with pytest.raises(InputError, match="not a finite decimal number"):
            read(content)


def test_keys_of_other_languages_are_plain_text() -> None:
    found = read_foreign(json.dumps(pact_v3() | {"__proto__": {"polluted": 1}, "constructor": {"prototype": 2}}).encode(), "file")
    assert found is not None
    assert found.unread["__proto__.polluted"] == "1"


def test_own_reader_tells_what_no_other_format_can() -> None:
    """Deep nesting, half characters and keys given twice in JSON that claims to be a footprint of PACT."""
    deep = b'{"pcf": ' + b"[" * 2_000 + b"]" * 2_000 + b"}"
    half = b'{"specVersion": "3.0.0", "productNameCompany": "\\ud800", "pcf": {"pcfExcludingBiogenicUptake": "1"}}'
    twice = b'{"pcf": {"pcfExcludingBiogenicUptake": "1", "pcfExcludingBiogenicUptake": "2"}}'
    for content, message in ((deep, "nested deeper"), (half, "half a character"), (twice, "stands twice")):
        with pytest.raises(DocumentError, match=message):
            cw.read(_file(content))


_FILES: list[Path] = []


@pytest.fixture(autouse=True)
def _place(tmp_path: Path) -> None:
    _FILES[:] = [tmp_path / "hostile.dat"]


def _file(content: bytes) -> Path:
    _FILES[0].write_bytes(content)
    return _FILES[0]


def test_workbook_without_its_parts() -> None:
    with pytest.raises(DocumentError, match=r"lacks 'xl/_rels/workbook\.xml\.rels'"):
        read(zipped({"xl/workbook.xml": b"<workbook/>"}))
    good = cbam_workbook([SCREWS])
    with zipfile.ZipFile(BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outside = parts | {
        "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet2.xml", b"../../etc/passwd")
    }
    with pytest.raises(DocumentError, match="the workbook lacks"):
        read(zipped(outside))
    other = parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"Summary_Communication", b"Sheet1")}
    with pytest.raises(DocumentError, match="without the sheet 'Summary_Communication' of the CBAM template is read as a table"):
        read(zipped(other))


def test_workbook_cells_that_are_no_numbers() -> None:
    with pytest.raises(InputError, match="I26: '#REF!' is no number"):
        read(cbam_workbook([SCREWS | {"I": "#REF!"}]))
    with pytest.raises(InputError, match="neither tCO2e/t nor tCO2e/MWh"):
        read(cbam_workbook([SCREWS | {"L": "lb"}]))


SEEDS: dict[str, bytes] = {
    "ilcd-json": ilcd_json({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL)),
    "ilcd-xml": ilcd_xml({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL)),
    "ilcd-zip": ilcd_zip(ilcd_xml({GWP_A1: PANEL}, scenarios=(ENERGY, MATERIAL))),
    "pact": json.dumps(pact_v3()).encode(),
    "cbam": cbam_workbook([SCREWS]),
    "openepd": b'{"doctype": "openEPD", "declared_unit": {"qty": 1, "unit": "kg"}, "impacts": {"EF 3.0": {"gwp": {"A1A2A3": {"mean": 1, "unit": "kgCO2e"}}}}}',
    "lcax": b'{"declaredUnit": "kg", "standard": "en15804a2", "impacts": {"gwp": {"a1a3": 1}}}',
    "catenax": b'{"declaredUnit": "kilogram", "pcfExcludingBiogenic": 1, "characterizationFactors": "AR5"}',
}
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_bytes_give_a_typed_error(seed: str) -> None:
    content = SEEDS[seed]

    @FUZZ
    @given(st.data())
    def damage(data: Any) -> None:
        changed = bytearray(content)
        for _ in range(data.draw(st.integers(1, 6))):
            at = data.draw(st.integers(0, len(changed) - 1))
            changed[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
            if not changed:
                return
        with contextlib.suppress(InputError):
            read(bytes(changed))

    damage()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3), max_leaves=5
) | st.dictionaries(st.text(max_size=6), st.text(max_size=4), max_size=2)


@pytest.mark.parametrize("seed", [name for name in SEEDS if SEEDS[name].startswith(b"{")])
def test_values_of_another_kind_give_a_typed_error(seed: str) -> None:
    """Any one value of a sound document replaced by something else of JSON."""
    places: list[tuple[Any, ...]] = []

    def walk(tree: Any, path: tuple[Any, ...]) -> None:
        places.append(path)
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
            walk(value, (*path, key))

    walk(json.loads(SEEDS[seed]), ())

    @FUZZ
    @given(st.sampled_from(places), JUNK)
    def replace(place: tuple[Any, ...], junk: Any) -> None:
        data = json.loads(SEEDS[seed])
        if not place:
            data = junk
        else:
            inner = data
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = junk
        with contextlib.suppress(InputError):
            read(json.dumps(data).encode())

    replace()


WORD = st.sampled_from(
    ["", "A1-A3", "NaN", "1e999", "-1", "1.5", "true", "XFD1048576", "A0", "s", "inlineStr", "e", "str", "99999999", "../x"]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)


def changed(content: bytes, data: Any) -> bytes:
    """Some elements of a sound XML document left out, doubled, renamed, moved, or filled with something else."""
    root = ElementTree.fromstring(content)
    for _ in range(data.draw(st.integers(1, 4))):
        nodes = list(root.iter())
        node = data.draw(st.sampled_from(nodes))
        act = data.draw(st.sampled_from(["drop", "double", "text", "attribute", "rename", "move"]))
        if act == "text":
            node.text = data.draw(WORD)
        elif act == "attribute" and node.attrib:
            node.set(data.draw(st.sampled_from(sorted(node.attrib))), data.draw(WORD))
        elif act == "rename":
            node.tag = data.draw(st.sampled_from(nodes)).tag
        elif act == "move":
            data.draw(st.sampled_from(nodes)).append(ElementTree.fromstring(ElementTree.tostring(node)))
        elif len(node):
            place = data.draw(st.integers(0, len(node) - 1))
            if act == "drop":
                del node[place]
            else:
                node.append(node[place])
        if sum(1 for _ in root.iter()) > 3_000:
            break
    return ElementTree.tostring(root)


@pytest.mark.parametrize("seed", [name for name in SEEDS if not SEEDS[name].startswith(b"{")])
def test_changed_elements_give_a_typed_error(seed: str) -> None:
    """XML by itself, and every part of archives and workbooks."""
    content = SEEDS[seed]

    @FUZZ
    @given(st.data())
    def change(data: Any) -> None:
        if content.startswith(b"<"):
            damaged = changed(content, data)
        else:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            name = data.draw(st.sampled_from(sorted(parts)))
            parts[name] = changed(parts[name], data)
            damaged = zipped(parts)
        with contextlib.suppress(InputError):
            read(damaged)

    change()
