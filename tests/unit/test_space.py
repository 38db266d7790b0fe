"""The atoms of the life-cycle frame: boxes, ranges, signs, and how sets are described."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.engine.compare import relation_of
from crosswalk.errors import UnknownNameError
from crosswalk.frames.space import Space
from crosswalk.library.library import Library

SPACE: Space = Library.shipped().space("life-cycle")
STAGES = [stage.id for stage in SPACE.stages]
SOURCES = [source.id for source in SPACE.sources]
GASES = [gas.id for gas in SPACE.gases]
names = st.sampled_from


def test_the_axes() -> None:
    # every leaf once, and no atom that cannot occur
    assert len(set(STAGES)) == len(STAGES)
    assert len(set(SOURCES)) == len(SOURCES)
    assert len(set(GASES)) == len(GASES)
    assert SPACE.possible.bit_length() <= len(STAGES) * len(SOURCES) * len(GASES)
    assert SPACE.negative & ~SPACE.possible == 0
    assert SPACE.box() == SPACE.possible


@given(st.sets(names(STAGES), min_size=1), st.sets(names(SOURCES), min_size=1), st.sets(names(GASES), min_size=1))
def test_a_box_is_the_union_of_its_atoms(stages: set[str], sources: set[str], gases: set[str]) -> None:
    union = 0
    for stage in stages:
        for source in sources:
            for gas in gases:
                atom = SPACE.box((stage,), (source,), (gas,))
                assert atom.bit_count() <= 1
                union |= atom
    assert union == SPACE.box(tuple(sorted(stages)), tuple(sorted(sources)), tuple(sorted(gases)))


@given(st.sets(names(STAGES), min_size=1))
def test_stages_of_a_box_are_its_stages(stages: set[str]) -> None:
    mask = SPACE.stages_of(SPACE.box(tuple(sorted(stages)), ("emissions",), None))
    assert mask == sum(SPACE.stage_mask(stage) for stage in stages)
    assert SPACE.at_stages(mask) == SPACE.box(tuple(sorted(stages)))
    # what describes a mask names it again
    again = 0
    for code in SPACE.describe_stages(mask):
        again |= SPACE.stage_mask(code)
    assert again == mask


@pytest.mark.parametrize("name", ["A1-A3", "A1–A3", "A1 - A3", "A1~A3", "A1～A3", "A1 to A3", "upstream", "Product stage", "产品阶段"])
def test_ranges_and_groups(name: str) -> None:
    assert SPACE.stage_mask(name) == sum(SPACE.stage_mask(code) for code in ("A1", "A2", "A3"))
    assert SPACE.describe_stages(SPACE.stage_mask(name)) == ["A1-A3"]


def test_parts_make_up_their_whole() -> None:
    for stage in SPACE.frame.stages:
        if stage.parts:
            assert SPACE.stage_mask(stage.id) == sum(SPACE.stage_mask(part.id) for part in stage.parts)
    parts = ("B6.1", "B6.2", "B6.3", "B6.vehicles", "B6.hubs")
    assert SPACE.stage_mask("B6") == sum(SPACE.stage_mask(part) for part in parts)
    assert SPACE.stage_mask("D") == SPACE.stage_mask("D1") | SPACE.stage_mask("D2")


@pytest.mark.parametrize("name", ["A3-A1", "A1-Z9", "B9", "A1-A3-A5", "", "-", "B6.9"])
def test_what_is_no_stage(name: str) -> None:
    with pytest.raises(UnknownNameError):
        SPACE.stage_mask(name)


def test_error_of_a_stage_names_the_field() -> None:
    with pytest.raises(UnknownNameError) as caught:
        SPACE.require_stage("B9", "figures[0].stage")
    assert caught.value.findings[0].field == "figures[0].stage"


@pytest.mark.parametrize(
    ("source", "sign"),
    [("combustion", "+"), ("process", "+"), ("electricity", "+"), ("waste", "+"), ("biogenic.release", "+"), ("luc.release", "+")]
    + [(name, "-") for name in ("biogenic.uptake", "luc.uptake", "carbonation", "vegetation", "storage", "capture", "avoided", "offsets")],
)
def test_signs(source: str, sign: str) -> None:
    atoms = SPACE.box(None, (source,))
    assert atoms
    assert atoms & SPACE.negative == (atoms if sign == "-" else 0)


def test_biogenic_carbon_has_both_signs() -> None:
    atoms = SPACE.box(None, ("biogenic",))
    assert atoms & SPACE.negative
    assert atoms & ~SPACE.negative


@pytest.mark.parametrize(
    ("stage", "source", "gas"),
    [
        ("A1", "combustion", "co2-biogenic"),  # burning fossil fuel gives no biogenic CO2
        ("A4", "carbonation", "co2-fossil"),  # no cement hardens on a lorry
        ("A1", "vegetation", "co2-biogenic"),
        ("B6.1", "electricity.generation", "hfc-134a"),
        ("A1", "offsets", "ch4-fossil"),
    ],
)
def test_what_cannot_occur(stage: str, source: str, gas: str) -> None:
    assert SPACE.box((stage,), (source,), (gas,)) == 0


def test_gas_groups() -> None:
    def members(name: str) -> set[str]:
        return {GASES[position] for position in SPACE.gas_members(name)}

    assert members("co2") == {"co2-fossil", "co2-biogenic", "co2-luc"}
    assert members("CH4") == members("甲烷") == {"ch4-fossil", "ch4-biogenic", "ch4-luc"}
    assert members("all") == set(GASES)
    assert members("kyoto") - members("kyoto-6") == {"nf3"}
    assert len(members("hfcs")) == 19  # IPCC AR5 table 8.A.1 without HFO
    assert {"main", "fluorinated"} <= {gas.group for gas in SPACE.gases}


def test_describing_sources_takes_whole_branches_together() -> None:
    assert SPACE.describe_sources(SPACE.box(("A1",), ("electricity",))) == ["electricity"]
    assert SPACE.describe_sources(SPACE.box(("A1",), ("electricity.losses", "combustion"))) == ["combustion", "electricity.losses"]


def test_descriptions_keep_letters_apart() -> None:
    assert SPACE.describe_stages(SPACE.stage_mask("A1-B2")) == ["A1-A5", "B1", "B2"]
    assert SPACE.describe_stages(SPACE.stage_mask("B6.1") | SPACE.stage_mask("B4")) == ["B4", "B6.1"]
    assert SPACE.describe_stages(0) == []


def test_time_behaviour_divides_the_stages() -> None:
    masks = [SPACE.time_mask("once"), SPACE.time_mask("yearly"), SPACE.time_mask("replacement")]
    assert sum(masks) == SPACE.every_stage
    assert SPACE.time_mask("replacement") == SPACE.stage_mask("B4") | SPACE.stage_mask("B5")
    assert SPACE.stage_mask("B6") & ~SPACE.time_mask("yearly") == 0


@given(st.integers(0, 255), st.integers(0, 255))
def test_relations_mirror(first: int, second: int) -> None:
    mirror = {"narrower": "broader", "broader": "narrower"}
    relation = relation_of(first, second)
    assert relation_of(second, first) == mirror.get(relation, relation)
    assert (relation == "equal") == (first == second)
