"""A frame of a few stages, sources and gases: every atom, mask and name of its space, counted by hand."""

from __future__ import annotations

import pytest

from crosswalk.errors import UnknownNameError
from crosswalk.frames.space import Space
from crosswalk.model.frame import Frame, GasList


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": f"{text}〔中〕"}


FRAME = Frame.model_validate(
    {
        "id": "small",
        "name": both("Small"),
        "gases": "few",
        "source": {"document": "none", "clause": "none", "confirmed": "secondary"},
        "documents": {"none": {"title": "none"}},
        "stages": [
            {"id": "A1", "name": both("Materials"), "aliases": ["raw materials", "原料"]},
            {
                "id": "A2",
                "name": both("Making"),
                "time": "once",
                "parts": [
                    {"id": "A2.mill", "name": both("Mill"), "parts": [{"id": "A2.mill.day", "name": both("By day")}]},
                    {"id": "A2.repair", "name": both("Mending"), "time": "replacement"},
                ],
            },
            {"id": "A3", "name": both("Packing")},
            {
                "id": "B1",
                "name": both("Use"),
                "time": "yearly",
                "parts": [{"id": "B1.run", "name": both("Running")}, {"id": "B1.rest", "name": both("Idling")}],
            },
            {"id": "B2", "name": both("Care"), "time": "yearly"},
            {"id": "C1", "name": both("Removal")},
        ],
        "groups": {
            "ends": {"name": both("First and last"), "stages": ["A1", "C1"]},
            "packed": {"name": both("A3-B1"), "stages": ["A3"]},
        },
        "sources": [
            {"id": "burning", "name": both("Burning"), "sign": "+", "gases": ["co2", "methane"], "aliases": ["fire"]},
            {
                "id": "wood",
                "name": both("Wood"),
                "sign": "-",
                "gases": ["co2-b"],
                "parts": [
                    {"id": "wood.growth", "name": both("Growth"), "stages": ["A1", "A2.mill"]},
                    {"id": "wood.rot", "name": both("Rot"), "sign": "+", "gases": ["co2-b", "methane"], "stages": ["C1"]},
                    {"id": "wood.store", "name": both("Store")},
                ],
            },
            {"id": "cooling", "name": both("Cooling"), "sign": "+", "gases": ["fluorinated"], "stages": ["B1"]},
        ],
        "source_groups": {"warm": {"name": both("Warm things"), "sources": ["burning", "wood.rot"]}},
    }
)
GASES = GasList.model_validate(
    {
        "id": "few",
        "name": both("Few"),
        "gases": [
            {"id": "co2-f", "formula": "CO2", "group": "main", "name": both("Fossil carbon dioxide")},
            {"id": "co2-b", "formula": "CO2", "group": "main", "name": both("Biogenic carbon dioxide")},
            {"id": "methane", "formula": "CH4", "group": "short-lived", "name": both("Methane"), "aliases": ["marsh gas", "CH4"]},
            {"id": "r-1", "formula": "R1", "group": "fluorinated", "name": both("Cold one")},
            {"id": "r-2", "formula": "R2", "group": "ozone-depleting", "name": both("Cold two")},
        ],
        "groups": {"co2": {"names": ["carbon dioxide"], "gases": ["co2-f", "co2-b"]}},
    }
)
LEAVES = ["A1", "A2.mill.day", "A2.repair", "A3", "B1.run", "B1.rest", "B2", "C1"]
SOURCES = ["burning", "wood.growth", "wood.rot", "wood.store", "cooling"]
GAS_IDS = ["co2-f", "co2-b", "methane", "r-1", "r-2"]


@pytest.fixture(scope="module")
def space() -> Space:
    return Space(FRAME, GASES)


def bit(stage: str, source: str, gas: str) -> int:
    """The atom, by its place on the three axes."""
    return 1 << ((GAS_IDS.index(gas) * len(SOURCES) + SOURCES.index(source)) * len(LEAVES) + LEAVES.index(stage))


def atoms_of(source: str, gases: str, stages: list[str]) -> int:
    return sum(bit(stage, source, gas) for gas in gases.split() for stage in stages)


BURNING = atoms_of("burning", "co2-f co2-b methane", LEAVES)
GROWTH = atoms_of("wood.growth", "co2-b", ["A1", "A2.mill.day"])
ROT = atoms_of("wood.rot", "co2-b methane", ["C1"])
STORE = atoms_of("wood.store", "co2-b", LEAVES)
COOLING = atoms_of("cooling", "r-1", ["B1.run", "B1.rest"])


def stages(*names: str) -> int:
    return sum(1 << LEAVES.index(name) for name in names)


def test_the_leaves_of_each_axis_stand_in_their_order(space: Space) -> None:
    assert [stage.id for stage in space.stages] == LEAVES
    assert [source.id for source in space.sources] == SOURCES
    assert [gas.id for gas in space.gases] == GAS_IDS
    assert space.every_stage == stages(*LEAVES) == 0b11111111


def test_only_what_can_occur_is_an_atom(space: Space) -> None:
    assert space.possible == BURNING | GROWTH | ROT | STORE | COOLING
    assert space.possible.bit_count() == 24 + 2 + 2 + 8 + 2


def test_parts_take_sign_gases_and_stages_of_their_branch_unless_they_have_their_own(space: Space) -> None:
    assert space.negative == GROWTH | STORE
    assert {source.id: source.sign for source in space.sources} == {
        "burning": "+",
        "wood.growth": "-",
        "wood.rot": "+",
        "wood.store": "-",
        "cooling": "+",
    }


def test_a_branch_hands_its_stages_down() -> None:
    nested = FRAME.model_copy(
        update={
            "sources": (
                FRAME.sources[2].model_copy(
                    update={"id": "cold", "parts": (FRAME.sources[2].model_copy(update={"stages": (), "sign": None}),)}
                ),
            ),
            "source_groups": {},
        }
    )
    space = Space(nested, GASES)
    width = len(LEAVES)
    assert [source.id for source in space.sources] == ["cooling"]
    assert space.possible == stages("B1.run", "B1.rest") << (3 * width)
    assert space.negative == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A1", stages("A1")),
        ("A2", stages("A2.mill.day", "A2.repair")),
        ("A2.mill", stages("A2.mill.day")),
        ("Mill", stages("A2.mill.day")),
        ("Mill〔中〕", stages("A2.mill.day")),
        ("raw materials", stages("A1")),
        ("原料", stages("A1")),
        ("ends", stages("A1", "C1")),
        ("First and last", stages("A1", "C1")),
        ("A3-B1", stages("A3")),  # a name is no range
        ("A1-A3", stages("A1", "A2.mill.day", "A2.repair", "A3")),
        ("A3-A3", stages("A3")),
        ("A3 - B2", stages("A3", "B1.run", "B1.rest", "B2")),
        ("A3–B2", stages("A3", "B1.run", "B1.rest", "B2")),
        ("A3—B2", stages("A3", "B1.run", "B1.rest", "B2")),
        ("A3~B2", stages("A3", "B1.run", "B1.rest", "B2")),
        ("A3～B2", stages("A3", "B1.run", "B1.rest", "B2")),
        ("A3 to B2", stages("A3", "B1.run", "B1.rest", "B2")),
    ],
)
def test_masks_of_stages(space: Space, name: str, expected: int) -> None:
    assert space.stage_mask(name) == expected
    assert space.require_stage(name) == expected


@pytest.mark.parametrize("name", ["A3-A1", "A1-A2.mill", "A2.mill-A3", "A1-A9", "A9-A1", "A1", "ends-A3"])
def test_what_is_no_range(space: Space, name: str) -> None:
    assert space.stage_range(name) is None


def test_an_unknown_stage_names_itself_its_field_and_the_nearest(space: Space) -> None:
    with pytest.raises(UnknownNameError) as caught:
        space.require_stage("A2.mil.dai", "figures[3].stage")
    (finding,) = caught.value.findings
    assert finding.field == "figures[3].stage"
    assert finding.en == "unknown stage 'A2.mil.dai'"
    assert finding.zh == "未知阶段 'A2.mil.dai'"
    assert finding.nearest[0] == "A2.mill.day"
    with pytest.raises(UnknownNameError) as caught:
        space.stage_mask("A2.mil.dai")
    assert caught.value.findings[0].field is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("burning", ["burning"]),
        ("fire", ["burning"]),
        ("Burning〔中〕", ["burning"]),
        ("wood", ["wood.growth", "wood.rot", "wood.store"]),
        ("wood.rot", ["wood.rot"]),
        ("Rot", ["wood.rot"]),
        ("warm", ["burning", "wood.rot"]),
        ("Warm things", ["burning", "wood.rot"]),
    ],
)
def test_leaves_of_sources(space: Space, name: str, expected: list[str]) -> None:
    assert [space.sources[leaf].id for leaf in space.source_leaves(name)] == expected


def test_an_unknown_source_or_gas_is_named(space: Space) -> None:
    with pytest.raises(UnknownNameError) as caught:
        space.source_leaves("burnt offerings")
    assert caught.value.findings[0].en == "unknown emission source 'burnt offerings'"
    assert caught.value.findings[0].zh == "未知排放源 'burnt offerings'"
    with pytest.raises(UnknownNameError) as caught:
        space.gas_members("xenon")
    assert caught.value.findings[0].en == "unknown gas 'xenon'"
    assert caught.value.findings[0].zh == "未知气体 'xenon'"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("co2", ["co2-f", "co2-b"]),
        ("CO2", ["co2-f", "co2-b"]),
        ("carbon dioxide", ["co2-f", "co2-b"]),
        ("Carbon Dioxide", ["co2-f", "co2-b"]),
        ("marsh gas", ["methane"]),
        ("Methane〔中〕", ["methane"]),
        ("Methane", ["methane"]),
        ("CH4", ["methane"]),
        ("R-1", ["r-1"]),
        ("main", ["co2-f", "co2-b"]),
        ("Main", ["co2-f", "co2-b"]),
        ("fluorinated", ["r-1"]),
        ("ozone-depleting", ["r-2"]),
        ("short-lived", ["methane"]),
        ("short lived", ["methane"]),
        ("fluor-inated", ["r-1"]),
        ("ozone depleting", ["r-2"]),
        ("ma-in", ["co2-f", "co2-b"]),
        ("all", GAS_IDS),
        ("ALL", GAS_IDS),
    ],
)
def test_members_of_gases(space: Space, name: str, expected: list[str]) -> None:
    assert [space.gases[member].id for member in space.gas_members(name)] == expected


def test_a_box_is_cut_on_each_axis(space: Space) -> None:
    assert space.box(("A1", "C1"), None, None) == space.possible & ~space.at_stages(stages(*LEAVES[1:-1]))
    assert space.box(None, ("wood",), None) == GROWTH | ROT | STORE
    assert space.box(None, ("wood.rot", "cooling"), None) == ROT | COOLING
    assert space.box(None, None, ("methane",)) == atoms_of("burning", "methane", LEAVES) | bit("C1", "wood.rot", "methane")
    assert space.box(None, None, ("co2-f", "r-1")) == atoms_of("burning", "co2-f", LEAVES) | COOLING
    assert space.box(("A1",), ("wood",), ("co2",)) == bit("A1", "wood.growth", "co2-b") | bit("A1", "wood.store", "co2-b")
    assert space.box(("A1",), ("cooling",)) == 0
    assert space.box(()) == space.box(None, ()) == space.box(None, None, ()) == 0


def test_what_sources_carry_in_frames_that_have_them(space: Space) -> None:
    assert space.carried_by("wood.rot", "cooling") == ROT | COOLING
    assert space.carried_by("unheard-of", "cooling") == COOLING
    assert space.carried_by("fire") == 0  # ids, no other names
    assert space.carried_by() == 0


def test_views_on_a_set(space: Space) -> None:
    some = bit("A3", "wood.store", "co2-b") | bit("B1.rest", "cooling", "r-1") | bit("C1", "burning", "methane")
    assert space.stages_of(some) == stages("A3", "B1.rest", "C1")
    assert [gas.id for gas in space.gases_of(some)] == ["co2-b", "methane", "r-1"]
    assert [source.id for source in space.sources_of(some)] == ["burning", "wood.store", "cooling"]
    assert space.stages_of(0) == 0
    assert not space.gases_of(0)
    assert not space.sources_of(0)
    for atom in range(space.possible.bit_length()):
        if space.possible >> atom & 1:
            assert space.stages_of(1 << atom) == 1 << atom % len(LEAVES)


def test_time_is_that_of_the_stage_or_of_what_holds_it_and_else_once(space: Space) -> None:
    assert space.time_mask("once") == stages("A1", "A2.mill.day", "A3", "C1")
    assert space.time_mask("replacement") == stages("A2.repair")
    assert space.time_mask("yearly") == stages("B1.run", "B1.rest", "B2")


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [
        (["A1"], ["A1"]),
        (["A1", "A2.mill.day", "A2.repair"], ["A1", "A2"]),  # two are no range
        (["A1", "A2.mill.day", "A2.repair", "A3"], ["A1-A3"]),
        (["A2.mill.day"], ["A2.mill"]),
        (["A1", "A2.mill.day", "A3"], ["A1", "A2.mill", "A3"]),
        (["A3", "B1.run", "B1.rest", "B2"], ["A3", "B1", "B2"]),  # letters stay apart
        (["B1.run", "B2", "C1"], ["B1.run", "B2", "C1"]),
        (["A1", "A3", "B2"], ["A1", "A3", "B2"]),  # what is not neighbouring is no range
        (LEAVES, ["A1-A3", "B1", "B2", "C1"]),
        ([], []),
    ],
)
def test_stages_are_described_shortly(space: Space, leaves: list[str], expected: list[str]) -> None:
    assert space.describe_stages(stages(*leaves)) == expected


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["wood.growth", "wood.rot", "wood.store"], ["wood"]),
        (["wood.growth", "wood.store"], ["wood.growth", "wood.store"]),
        (["cooling", "wood.rot", "burning"], ["burning", "wood.rot", "cooling"]),
        ([], []),
    ],
)
def test_sources_are_described_by_their_branch(space: Space, sources: list[str], expected: list[str]) -> None:
    assert space.describe_sources(space.box(None, tuple(sources))) == expected


def test_records_hold_the_names_of_leaves_branches_and_groups(space: Space) -> None:
    assert set(space.stage_records) == {*LEAVES, "A2", "A2.mill", "B1", "ends", "packed"}
    assert space.stage_records["A2.mill"].zh == "Mill〔中〕"
    assert space.stage_records["ends"].en == "First and last"
    assert set(space.source_records) == {*SOURCES, "wood", "warm"}
    assert space.source_records["warm"].en == "Warm things"
    assert {key: text.en for key, text in space.gas_records.items()} == {gas.id: gas.name.en for gas in GASES.gases}
