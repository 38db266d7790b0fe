"""The library: ids, aliases, editions by day, further folders, the index."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crosswalk.errors import DeclarationError, DocumentError, UnknownNameError
from crosswalk.library import index
from crosswalk.library.kinds import kind_of
from crosswalk.library.library import Library, shipped_roots

LIBRARY = Library.shipped()
ROOT = Path(__file__).resolve().parents[2]

# These ids stand in other people's scripts: they may be added to, never renamed.
FIXED_IDS = [
    "cn/gb-55015-2021",
    "cn/gbt-24067-2024",
    "cn/gbt-50378-2019",
    "cn/gbt-51350-2019",
    "cn/gbt-51366-2019",
    "eu/cpr-2024-3110",
    "eu/dk-br18-2023",
    "eu/dk-br18-2025",
    "eu/en-15804-a1-2013",
    "eu/en-15804-a2-2019",
    "eu/en-15978-2011",
    "eu/en-15978-2026",
    "eu/epbd-2024-1275",
    "eu/levels-1.2-2021",
    "eu/pef-2021-2279",
    "int/iso-14067-2018",
]


@pytest.mark.parametrize("standard_id", FIXED_IDS)
def test_fixed_ids(standard_id: str) -> None:
    standard = LIBRARY.standard(standard_id)
    assert standard.id == standard_id
    for name in (standard.number, standard.number.replace(" ", "").lower()):
        assert LIBRARY.standard(name).id == standard_id


@pytest.mark.parametrize("set_id", ["sar-100", "ar4-100", "ar5-100", "ar5-100-ccf", "ar6-100", "ef-3.0", "ef-3.1"])
def test_fixed_characterisation_ids(set_id: str) -> None:
    assert LIBRARY.characterisation(set_id).factors["co2-fossil"].value == 1


@pytest.mark.parametrize(
    ("alias", "standard_id"),
    [
        ("GB/T 51366", "cn/gbt-51366-2019"),
        ("建筑碳排放计算标准", "cn/gbt-51366-2019"),
        ("建築碳排放計算標準", "cn/gbt-51366-2019"),
        ("EN 15804+A2", "eu/en-15804-a2-2019"),
        ("PEF", "eu/pef-2021-2279"),
        ("ISO 14067", "int/iso-14067-2018"),
        ("GB/T 24067", "cn/gbt-24067-2024"),
    ],
)
def test_aliases(alias: str, standard_id: str) -> None:
    match = LIBRARY.resolve(alias)
    assert (match.key, match.guessed) == (standard_id, False)


@pytest.mark.parametrize(
    ("name", "day", "standard_id"),
    [
        ("EN 15978", date(2012, 1, 1), "eu/en-15978-2011"),
        ("EN 15978", date(2025, 12, 31), "eu/en-15978-2011"),
        ("EN 15978", date(2026, 12, 31), "eu/en-15978-2026"),
        ("EN 15804", date(2018, 1, 1), "eu/en-15804-a1-2013"),
        ("EN 15804", date(2024, 1, 1), "eu/en-15804-a2-2019"),
        ("BR18", date(2025, 6, 30), "eu/dk-br18-2023"),
        ("BR18", date(2025, 7, 1), "eu/dk-br18-2025"),
        # a full id or number never changes with the day
        ("eu/en-15978-2011", date(2030, 1, 1), "eu/en-15978-2011"),
        ("EN 15978:2026", date(2012, 1, 1), "eu/en-15978-2026"),
        # neither does a name that says its edition
        ("EN 15804+A1", date(2026, 12, 31), "eu/en-15804-a1-2013"),
        ("EN 15804+A1:2013", date(2026, 12, 31), "eu/en-15804-a1-2013"),
        ("EN 15804+A2:2019", date(2018, 1, 1), "eu/en-15804-a2-2019"),
        ("BR18 2023", date(2026, 12, 31), "eu/dk-br18-2023"),
        ("EN 15978:2012", date(2026, 12, 31), "eu/en-15978-2011"),
        ("(EU) 2023/1773", date(2026, 12, 31), "eu/cbam-2023-1773"),
        ("CBAM过渡期", date(2026, 12, 31), "eu/cbam-2023-1773"),
        ("GB/T 32150", date(2026, 12, 31), "cn/gbt-32150-2025"),
    ],
)
def test_editions_by_day(name: str, day: date, standard_id: str) -> None:
    assert LIBRARY.resolve(name, day).key == standard_id


def test_ids_agree_with_file_names() -> None:
    for standard_id in LIBRARY.standard_ids():
        assert LIBRARY.path(standard_id).stem == standard_id.replace("/", "-")
        assert LIBRARY.path(standard_id).parent.name == LIBRARY.record(standard_id)["field"]
    for item_id in (*LIBRARY.characterisation.ids(), *LIBRARY.factor_set.ids(), *LIBRARY.mapping.ids()):
        assert LIBRARY.path(item_id).stem == item_id


def test_fields_divide_the_standards() -> None:
    fields = {str(LIBRARY.record(key)["field"]) for key in LIBRARY.standard_ids()}
    assert sorted(key for field in fields for key in LIBRARY.standard_ids(field)) == LIBRARY.standard_ids()


def test_find_ranks_and_knows_both_scripts() -> None:
    for text in ("建筑碳排放计算标准", "建築碳排放計算標準", "Standard for building carbon emission calculation"):
        assert LIBRARY.find(text)[0][1] == "cn/gbt-51366-2019"
    assert any(kind == "factors" and key == "cn-gbt-51366-materials" for kind, key, _, _ in LIBRARY.find("C30混凝土"))
    assert LIBRARY.find("") == []


def test_mappings_hold_in_both_directions() -> None:
    there = [entry.id for entry in LIBRARY.mappings("cn/gbt-51366-2019", "eu/en-15978-2011")]
    back = [entry.id for entry in LIBRARY.mappings("eu/en-15978-2011", "cn/gbt-51366-2019")]
    assert there == back
    assert {"life-cycle", "cn-gbt-51366-2019--eu-en-15978-2011"} <= set(there)


# -- further folders -----------------------------------------------------------------------------------------------------------------


def own_folder(tmp_path: Path, old: str = "cn/gbt-51366-2019", new: str = "cn/gbt-99999-2030") -> Path:
    folder = tmp_path / "own" / "standards" / "buildings"
    folder.mkdir(parents=True)
    content = LIBRARY.path("cn/gbt-51366-2019").read_text("utf-8")
    content = content.replace(f"id: {old}", f"id: {new}").replace("number: GB/T 51366-2019", "number: GB/T 99999-2030")
    content = content.replace("family: cn/gbt-51366", "family: cn/gbt-99999").replace("[GB/T 51366, GBT51366", "[GB/T 99999, GBT99999")
    (folder / "cn-gbt-99999-2030.yaml").write_text(content, "utf-8")
    return tmp_path / "own"


def test_a_folder_adds_a_standard(tmp_path: Path) -> None:
    library = Library([own_folder(tmp_path)])
    assert library.standard("GB/T 99999").id == "cn/gbt-99999-2030"
    assert library.standard("GB/T 51366").id == "cn/gbt-51366-2019"
    assert len(library.standard_ids()) == len(LIBRARY.standard_ids()) + 1
    with pytest.raises(UnknownNameError):
        LIBRARY.standard("GB/T 99999")


def test_a_file_with_the_id_of_a_shipped_one_replaces_it(tmp_path: Path) -> None:
    folder = own_folder(tmp_path, new="cn/gbt-51366-2019")
    library = Library([folder])
    assert library.standard("cn/gbt-51366-2019").number == "GB/T 99999-2030"
    assert library.path("cn/gbt-51366-2019").is_relative_to(folder)
    assert len(library.standard_ids()) == len(LIBRARY.standard_ids())


def test_crosswalk_path_reaches_the_command_line(tmp_path: Path) -> None:
    environment = {**os.environ, "CROSSWALK_PATH": str(own_folder(tmp_path))}
    words = [sys.executable, "-m", "crosswalk.cli", "show", "GB/T 99999", "--format", "json"]
    done = subprocess.run(words, capture_output=True, check=True, timeout=60, env=environment)
    assert json.loads(done.stdout)["id"] == "cn/gbt-99999-2030"


def test_folders_that_hold_no_data_are_refused(tmp_path: Path) -> None:
    for folder, says in ((tmp_path / "none", "no such folder"), (tmp_path, "neither `standards` nor `mappings`")):
        with pytest.raises(DeclarationError, match=says) as caught:
            Library([folder])
        assert caught.value.findings[0].file == str(folder)


def test_a_faulty_file_of_a_folder_is_named(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    path = next(folder.rglob("*.yaml"))
    path.write_text(path.read_text("utf-8").replace("status: in-force", "status: valid"), "utf-8")
    library = Library([folder])
    assert library.standard("GB/T 51366").id == "cn/gbt-51366-2019"  # the others still work
    with pytest.raises(DeclarationError) as caught:
        library.standard("cn/gbt-99999-2030")
    finding = caught.value.findings[0]
    assert (finding.file, finding.field) == (str(path), "status")
    assert finding.line
    path.write_text("id: [", "utf-8")
    with pytest.raises(DocumentError, match="malformed YAML"):
        Library([folder])


# -- the index -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def roots(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "standards" / "characterisation"
    folder.mkdir(parents=True)
    for name in ("ar5-100", "ar6-100"):
        shutil.copy(LIBRARY.path(name), folder)
    return {"standards": tmp_path / "standards"}


def test_index_is_used_while_the_content_is_the_same(roots: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "cache" / "library.index"
    entries, changed = index.build(roots)
    assert changed
    index.store_index(entries, target)
    stored = index.read_index(target)
    again, changed = index.build(roots, stored)
    assert not changed
    assert (
        [entry.line for entry in again.values()] == [entry.line for entry in stored.values()] == [entry.line for entry in entries.values()]
    )
    assert again["standards/characterisation/ar5-100.yaml"] is stored["standards/characterisation/ar5-100.yaml"]
    path = roots["standards"] / "characterisation" / "ar5-100.yaml"
    path.write_text(path.read_text("utf-8").replace("n2o: 265", "n2o: 266"), "utf-8")
    renewed, changed = index.build(roots, stored)
    assert changed
    assert renewed["standards/characterisation/ar5-100.yaml"].data["factors"]["n2o"] == 266
    assert renewed["standards/characterisation/ar6-100.yaml"] is stored["standards/characterisation/ar6-100.yaml"]
    assert [entry.name for entry in target.parent.iterdir()] == ["library.index"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"[]", index.FORMAT, index.FORMAT + b"\n", index.FORMAT + b"\nx\n", index.FORMAT + b"\n7\na\tb\t{}\t{}"],
)
def test_damaged_index_is_ignored(content: bytes, roots: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "library.index"
    target.write_bytes(content)
    assert index.read_index(target) == {}
    entries, changed = index.build(roots, index.read_index(target))
    assert changed
    assert len(entries) == 2


def test_missing_index_is_ignored(tmp_path: Path) -> None:
    assert index.read_index(tmp_path / "none.json") == {}


def test_index_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        index.store_index({"a": object()}, tmp_path / "library.index")  # type: ignore[dict-item]
    assert list(tmp_path.iterdir()) == []


def test_data_are_the_same_from_the_index_and_from_the_files() -> None:
    roots, _ = shipped_roots()
    fresh, _ = index.build(roots)
    for key, entry in fresh.items():
        assert LIBRARY.entries[key].data == entry.data
        assert LIBRARY.entries[key].head == entry.head == {name: entry.data[name] for name in index.HEAD if name in entry.data}


def test_truncated_index_is_ignored(roots: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "library.index"
    index.write_index(roots, target)
    whole = target.read_bytes()
    for cut in (whole[:-1], whole[: len(whole) // 2], whole.replace(b"265", b"266")):
        target.write_bytes(cut)
        assert index.read_index(target) == {}


def test_kind_of_a_data_file() -> None:
    kinds = {kind_of(key) for key in LIBRARY.entries}
    assert kinds == {
        "agreements",
        "attribution-standard",
        "catalogue",
        "certificates",
        "characterisation",
        "credits",
        "disclosure",
        "disclosure-elements",
        "ets-benchmarks",
        "factors",
        "frame",
        "gases",
        "glossary",
        "goods",
        "label-scheme",
        "mapping",
        "marine-fuels",
        "material-standard",
        "neutrality",
        "recycling-parameters",
        "reference-quantities",
        "standard",
        "verification-words",
        "waste-treatment",
    }
