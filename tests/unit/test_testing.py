"""What other projects test themselves with: strategies, assertions and how they fail."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.errors import DeclarationError, InputError, MissingPackageError, NotComparableError, UnitMismatchError, UnknownNameError
from crosswalk.model.footprint import Footprint
from crosswalk.testing import (
    ClaimError,
    EquivalenceClaimError,
    IncompletableError,
    NothingHeldError,
    Rows,
    Soundness,
    SoundnessClaimError,
    TranslationClaimError,
    assert_equivalent,
    assert_not_equivalent,
    assert_sound,
    assert_translates,
    complete,
    completions,
    footprints,
    frames,
    label_pairs,
    labels,
)
from crosswalk.testing.goods import precursors
from crosswalk.testing.language import choose
from crosswalk.testing.soundness import EXCLUDED, Tally

OFFICE: dict[str, Any] = {
    "standard": "cn/gbt-51366-2019",
    "declared_unit": "1 m**2",
    "subject": {"gross_floor_area": "1200 m**2", "useful_floor_area": "1050 m**2", "service_life": "50 a"},
    "figures": [
        {"stage": "production", "value": "386.2 kg CO2e"},
        {"stage": "operation", "source": "electricity", "value": "1562 kg CO2e"},
    ],
}
EPD: dict[str, Any] = {
    "standard": "eu/en-15804-a2-2019",
    "declared_unit": "1 m**3",
    "characterisation": "en15804-a2-ef3.0",
    "figures": [{"stage": "A1-A3", "indicator": "GWP-fossil", "value": "146.64 kg CO2e"}],
}
EN_15978 = "eu/en-15978-2011"
some = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


# -- strategies ------------------------------------------------------------------------------------------------------------------------


@some
@given(st.sampled_from(["GB/T 51366", "eu/en-15804-a2-2019", "cn/gbt-32150-2015"]).flatmap(footprints))
def test_footprints_are_valid_under_their_standard(footprint: Footprint) -> None:
    assert cw.translate(footprint, to=footprint.standard).total.status


@some
@given(st.data(), footprints("cn/gbt-51366-2019"))
def test_under_its_own_standard_only_what_was_declared_counts(data: Any, footprint: Footprint) -> None:
    assert data.draw(completions(footprint, to=footprint.standard)).violations() == []


@some
@given(footprints("cn/gbt-51366-2019", EN_15978, ranges=True, activities=False, masses=False, total=False, carbon=False, figures=2))
def test_what_may_occur_is_chosen(footprint: Footprint) -> None:
    assert footprint.total is None
    assert footprint.biogenic_carbon is None
    assert len(footprint.figures) <= 2
    assert all(figure.activity is None and figure.mass is None for figure in footprint.figures)


def unchecked(value: str) -> Any:
    """What a type checker would refuse."""
    return value


WRONG: dict[str, tuple[Any, type[Exception], str, str]] = {
    "status": (lambda: assert_translates(OFFICE, EN_15978, status="exactt"), UnknownNameError, "status", "exact"),
    "status of a stage": (lambda: assert_translates(OFFICE, EN_15978, status={"B6": "lower bound"}), UnknownNameError, "status", "lower-bound"),
    "stage of a status": (lambda: assert_translates(OFFICE, EN_15978, status={"A1-A33": "exact"}), UnknownNameError, "status", "A1-A3"),
    "stage": (lambda: assert_translates(OFFICE, EN_15978, figures={"tottal": 1}), UnknownNameError, "figures", "total"),
    "indicator": (lambda: assert_translates(OFFICE, EN_15978, figures={("A1-A3", "GWP"): 1}), UnknownNameError, "figures", "GWP-total"),
    "number": (lambda: assert_translates(OFFICE, EN_15978, total="much"), DeclarationError, "total", ""),
    "unit": (lambda: assert_translates(OFFICE, EN_15978, shared="3 apples"), UnitMismatchError, "shared", ""),
    "tolerance": (lambda: assert_translates(OFFICE, EN_15978, shared=1, tolerance="wide"), DeclarationError, "tolerance", ""),
    "language": (lambda: assert_translates(OFFICE, EN_15978, lang="fr"), UnknownNameError, "lang", "en"),
    "language of soundness": (lambda: assert_sound(lambda _: 1, OFFICE, EN_15978, lang="zh-CN"), UnknownNameError, "lang", "zh"),
    "language of labels": (lambda: assert_equivalent("a#b", "c#d", lang="fr"), UnknownNameError, "lang", "en"),
    "language of a failure": (lambda: ClaimError([("no", "否")], None).render("fr"), UnknownNameError, "lang", "en"),
    "language of a run": (lambda: choose("fr"), UnknownNameError, "lang", "en"),
    "assumptions": (lambda: assert_translates(OFFICE, EN_15978, assumptions=unchecked("al")), UnknownNameError, "assumptions", "all"),
    "assumptions of completions": (lambda: completions(OFFICE, to=EN_15978, assumptions=unchecked("non")), UnknownNameError, "assumptions", "none"),
    "target": (lambda: assert_translates(OFFICE, "EN 15979"), UnknownNameError, "to", "eu/en-15978-2011"),
    "target of soundness": (lambda: assert_sound(lambda _: 1, OFFICE, "EN 15979"), UnknownNameError, "to", "eu/en-15978-2011"),
    "target of completions": (lambda: completions(OFFICE, to="EN 15979"), UnknownNameError, "to", "eu/en-15978-2011"),
    "target of footprints": (lambda: footprints("GB/T 51366", "EN 15979"), UnknownNameError, "target", "eu/en-15978-2011"),
    "standard": (lambda: footprints("GB/T 51365"), UnknownNameError, "standard", "cn/gbt-51366-2019"),
    "figures": (lambda: footprints("GB/T 51366", figures=0), DeclarationError, "figures", ""),
    "standard of frames": (lambda: frames("GB/T 51365"), UnknownNameError, "standard", "cn/gbt-51366-2019"),
    "backend": (lambda: frames("GB/T 51366", backend=unchecked("nope")), UnknownNameError, "backend", "pandas"),
    "backend misspelled": (lambda: frames("GB/T 51366", backend=unchecked("polar")), UnknownNameError, "backend", "polars"),
    "rows": (lambda: frames("GB/T 51366", rows=0), DeclarationError, "rows", ""),
    "field": (lambda: labels("building"), UnknownNameError, "field", "buildings"),
    "field of pairs": (lambda: label_pairs("enrgy"), UnknownNameError, "field", "energy"),
    "label": (lambda: assert_equivalent("T/CAB 0078#clear", "T/CAB 0078#clean"), UnknownNameError, "first", "cn/tcab-0078-2020#clean"),
    "second label": (lambda: assert_not_equivalent("T/CAB 0078#clean", "T/CAB 0078#low"), UnknownNameError, "second", "cn/tcab-0078-2020#low-carbon"),
    "standard of a label": (lambda: assert_equivalent("T/CAB 0079#clean", "T/CAB 0078#clean"), UnknownNameError, "first", "cn/tcab-0078-2020"),
    "standard without labels": (lambda: assert_equivalent("GB/T 51366#clean", "T/CAB 0078#clean"), UnknownNameError, "first", ""),
    "figure of a converter": (lambda: assert_sound(lambda _: 1, OFFICE, EN_15978, figure="B66"), UnknownNameError, "figure", "B6"),
    "answer of a converter": (lambda: assert_sound(lambda _: "much", OFFICE, EN_15978), DeclarationError, "convert", ""),
    "examples": (lambda: assert_sound(lambda _: 1, OFFICE, EN_15978, examples=unchecked("ten")), DeclarationError, "examples", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_named_with_the_nearest_valid_name(name: str) -> None:
    call, kind, field, near = WRONG[name]
    with pytest.raises(InputError) as raised:
        call()
    assert type(raised.value) is kind
    (finding,) = raised.value.findings
    assert finding.field == field
    assert finding.en != finding.zh
    assert not near or near in finding.nearest
    assert raised.value.render("en") != raised.value.render("zh")


GOODS = [("CBAM", "CBAM"), ("eu/cbam-2023-1773", "CBAM"), ("cn/gbt-32151.5-2015", "CBAM"), ("CBAM", "cn/gbt-24067-2024")]


def test_goods_are_drawn_with_code_origin_year_and_precursors() -> None:
    seen: set[str] = set()

    @settings(max_examples=300, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(GOODS).flatmap(lambda pair: st.tuples(footprints(*pair, ranges=True), st.just(pair[1]))))
    def drawn(case: tuple[Footprint, str]) -> None:
        footprint, target = case
        translation = cw.translate(footprint, to=target)
        assert translation.total.status
        subject = footprint.subject
        assert subject.cn_code
        assert subject.production_year
        seen.update({footprint.standard, subject.cn_code[:2], str(footprint.declared_unit).split()[1]})
        seen.add("whole installation" if footprint.activity_level else "product")
        try:
            completion = complete(cw.translate(footprint, to=target, assumptions="none"), Random(1))
        except IncompletableError:
            seen.add("not completed")
            return
        assert not completion.violations()
        seen.add("completed")

    drawn()
    assert "completed" in seen
    assert {"eu/cbam-2023-956", "eu/cbam-2023-1773", "cn/gbt-32151.5-2015", "whole installation"} <= seen
    assert {"72", "73", "76", "t"} <= seen


def test_precursors_are_drawn_with_default_values_and_with_verified_ones() -> None:
    library = cw.Library.shipped()
    rule = library.standard("eu/cbam-2023-956").goods
    assert rule is not None
    seen: set[str] = set()

    @settings(max_examples=300, database=None, deadline=None)
    @given(precursors(rule, library))
    def drawn(entries: list[dict[str, Any]]) -> None:
        seen.update("verified" if "direct" in entry else "default" for entry in entries)

    drawn()
    assert seen == {"default", "verified"}


@some
@given(footprints("CBAM", precursors=False))
def test_precursors_are_left_out_where_they_are_not_wanted(footprint: Footprint) -> None:
    assert footprint.precursors is None


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(NotComparableError, match="frames do not hold goods"):
        frames("CBAM")
    with pytest.raises(NotComparableError, match="one is a part of the other"):
        footprints("GB/T 51366", "CBAM")
    with pytest.raises(NotComparableError, match="standard on materials"):
        footprints("PPWR")
    with pytest.raises(NotComparableError, match="standard on materials"):
        frames("PPWR")
    with pytest.raises(UnknownNameError, match="GB/T 51365"):
        footprints("GB/T 51365")
    with pytest.raises(UnknownNameError, match="a target is needed"):
        completions(OFFICE)
    with pytest.raises(UnknownNameError, match="nearest: buildings"):
        labels("building")


@some
@given(completions(OFFICE, to=EN_15978))
def test_completions_lie_inside_the_bounds(completion: Any) -> None:
    assert completion.violations() == []
    assert abs(completion.value("A1-A3") - Decimal("386.2")) <= completion.slack
    assert completion.value("B6") >= 1562 - completion.slack
    with pytest.raises(KeyError):
        completion.value("A1-A9")


def test_completions_of_one_declaration_differ() -> None:
    seen = set()

    @settings(max_examples=200, database=None)
    @given(completions(OFFICE, to=EN_15978))
    def collect(completion: Any) -> None:
        seen.add(completion.value())

    collect()
    assert len(seen) > 10


@some
@given(st.one_of(frames("cn/gbt-51366-2019"), frames("cn/gbt-51366-2019", "pandas"), frames("cn/gbt-51366-2019", "pyarrow")))
def test_frames_hold_their_footprints(rows: Rows) -> None:
    crosswalk = cw.crosswalk("cn/gbt-51366-2019", EN_15978)
    result = crosswalk.apply_frame(rows.frame, rows.layout)
    assert len(result.rows) == len(rows.footprints)
    import narwhals as nw

    for row, footprint in zip(nw.from_native(result.rows).rows(named=True), rows.footprints, strict=True):
        low = crosswalk.apply(footprint).total.bounds[0]
        found = row["total_low"]
        assert (found is None or found != found) if low is None else found == pytest.approx(float(low), rel=1e-9, abs=1e-6)


@some
@given(labels("energy"), label_pairs("energy"))
def test_labels_can_be_held_against_each_other(label: str, pair: tuple[str, str]) -> None:
    assert "#" in label
    assert pair[0] != pair[1]
    assert cw.equivalent(*pair).verdict in ("implied", "possible", "excluded", "unknown")


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import crosswalk.testing as kit

    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'hypothesis'", name="hypothesis")

    monkeypatch.setattr(kit, "import_module", missing)
    with pytest.raises(MissingPackageError, match=r"carbon-crosswalk\[testing\]"):
        _ = kit.footprints


# -- translations ----------------------------------------------------------------------------------------------------------------------


def test_a_translation_is_as_claimed() -> None:
    translation = assert_translates(
        OFFICE,
        EN_15978,
        total=(1948.2, None),
        shared="1.9482 t CO2e/m**2",
        figures={"A1-A3": 386, ("B6", "GWP-total"): (1562, None)},
        status={"total": "lower-bound", "A1-A3": "exact"},
        tolerance="0.1%",
    )
    assert translation.target == EN_15978


def test_a_wrong_claim_shows_bounds_and_the_deciding_gap() -> None:
    with pytest.raises(TranslationClaimError) as raised:
        assert_translates(OFFICE, EN_15978, figures={"B6": 1562, "A1-A3": 386.2}, status="exact")
    message = str(raised.value)
    assert "B6 GWP-total: claimed 1562, is [1562, ?] kg CO2e/m**2, lower-bound" in message
    assert "total: claimed exact, is lower-bound" in message
    assert "A1-A3" not in message.split("deciding gap")[0]
    assert raised.value.gap is not None
    assert raised.value.gap.stage.startswith("B6")
    assert raised.value.gap.question.en in message
    assert raised.value.gap.question.zh in raised.value.render("zh")
    with pytest.raises(TranslationClaimError, match="所称 1，实为"):
        assert_translates(OFFICE, EN_15978, shared=1, lang="zh")


def test_a_claim_on_no_figure_names_the_stages() -> None:
    with pytest.raises(UnknownNameError, match="A1-A3"):
        assert_translates(OFFICE, EN_15978, figures={"A1-A9": 1})


# -- converters ------------------------------------------------------------------------------------------------------------------------


def test_a_sound_converter_passes() -> None:
    found = assert_sound(lambda footprint: ("1948.2 kg CO2e/m**2", None), OFFICE, EN_15978, figure="total", assumptions="curated")
    assert found.held + sum(entry.count for entry in found.skipped) == 100
    assert found.held > 0
    assert assert_sound(lambda footprint: 1948.2, OFFICE, EN_15978) == Soundness(100)


def test_an_invented_share_is_contradicted() -> None:
    with pytest.raises(SoundnessClaimError) as raised:
        assert_sound(lambda footprint: 1562 * 1.1, OFFICE, EN_15978, figure="B6")
    error = raised.value
    assert error.completion is not None
    assert error.completion.violations() == []
    message = str(error)
    assert "it says 1718.2 kg CO2e/m**2" in message
    assert "production: 386.2 kg CO2e" in message
    assert "deciding gap" in message
    assert any(line in message for line in error.completion.describe().splitlines())
    assert "以下补全" in error.render("zh")


def test_a_converter_is_held_against_many_declarations() -> None:
    def first_figure(footprint: Footprint) -> tuple[float, None]:
        figure = footprint.figures[0]
        return (float(figure.range[0]) if figure.range else 0.0), None

    drawn = footprints("cn/gbt-51366-2019", activities=False, masses=False, total=False, carbon=False)
    with pytest.raises(SoundnessClaimError, match="the converter is not sound"):
        assert_sound(first_figure, drawn, EN_15978, figure="A1-A3", examples=200)


def test_a_claim_tells_what_was_held_and_what_was_skipped_and_why() -> None:
    found = assert_sound(lambda _: (-1, 10**12), EPD, "cn/gbt-24067-2024", assumptions="all", examples=60)
    (skipped,) = found.skipped
    assert found.held + skipped.count == 60
    assert min(found.held, skipped.count) > 0
    assert skipped.reason.en == "an assumption excludes the completion"
    assert repr(found) == f"<Soundness: {found.held} completions held; {skipped.count} skipped: an assumption excludes the completion>"
    assert f"略去 {skipped.count} 个：假设排除了该补全" in found.render("zh")


def test_what_nobody_can_complete_is_skipped_of_many_declarations_and_refused_of_one() -> None:
    recycled = cw.read("examples/epd-aluminium-profile-recycling.yaml")
    plain = cw.read({**EPD, "declared_unit": "1 kg"})
    target = "eu/pef-2021-2279"
    with pytest.raises(IncompletableError):
        assert_sound(lambda _: (-(10**9), None), recycled, target, assumptions="all")
    found = assert_sound(lambda _: (-(10**9), None), st.sampled_from([recycled, plain]), target, assumptions="all", examples=40)
    (skipped,) = (entry for entry in found.skipped if entry.reason != EXCLUDED)
    assert found.held + sum(entry.count for entry in found.skipped) == 40
    assert min(found.held, skipped.count) > 0
    assert "shares recycling by another method" in skipped.reason.en
    with pytest.raises(NothingHeldError, match="shares recycling by another method"):
        assert_sound(lambda _: (-(10**9), None), st.just(recycled), target, assumptions="all", examples=5)


def test_a_claim_that_nothing_was_held_against_fails() -> None:
    """A converter that says nothing, or completions that an assumption excludes every one."""
    drawn = footprints("cn/gbt-51366-2019", activities=False, masses=False, total=False, carbon=False)
    for declared in (OFFICE, drawn):
        with pytest.raises(NothingHeldError) as raised:
            assert_sound(lambda _: (None, None), declared, EN_15978, examples=20)
        assert raised.value.soundness.held == 0
        assert sum(entry.count for entry in raised.value.soundness.skipped) == 20
        assert "20 skipped: the converter leaves both ends open" in str(raised.value)
        assert "略去 20 个：换算器两端均未给出" in raised.value.render("zh")
    tally = Tally()
    tally.skip(EXCLUDED)
    with pytest.raises(NothingHeldError, match="1 skipped: an assumption excludes the completion"):
        tally.settled("en")


def test_what_an_assumption_excludes_contradicts_nobody() -> None:
    narrow = cw.translate(EPD, to="cn/gbt-24067-2024", assumptions="all").shared.bounds

    def convert(footprint: Footprint) -> tuple[Any, Any]:
        return narrow[0], narrow[2]

    assert_sound(convert, EPD, "cn/gbt-24067-2024", assumptions="all")
    with pytest.raises(SoundnessClaimError):
        assert_sound(convert, EPD, "cn/gbt-24067-2024")


# -- labels ----------------------------------------------------------------------------------------------------------------------------


def test_labels_stand_as_claimed() -> None:
    assert assert_equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon").verdict == "implied"
    assert assert_not_equivalent("T/CAB 0078#low-carbon", "T/CAB 0078#clean").example is not None


def test_a_wrong_claim_on_labels_shows_the_counter_example() -> None:
    with pytest.raises(EquivalenceClaimError) as raised:
        assert_equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon", both=True)
    message = str(raised.value)
    assert "cn/tcab-0078-2020#low-carbon was claimed to imply cn/tcab-0078-2020#clean" in message
    assert "earns cn/tcab-0078-2020#low-carbon and not cn/tcab-0078-2020#clean" in message
    assert "CO2e" in message
    assert "fails:" in message
    assert "不满足" in raised.value.render("zh")
    with pytest.raises(ClaimError, match="nothing shows that"):
        assert_not_equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon")


# -- claims that prove nothing ---------------------------------------------------------------------------------------------------------


def test_bounds_of_ours_that_are_wrong_excuse_no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    target = "cn/gbt-24067-2024"
    narrowed = cw.translate(EPD, to=target, assumptions="all")
    low, _, high = narrowed.shared.bounds
    assert_sound(lambda _: (low, high), EPD, target, assumptions="all")
    monkeypatch.setattr(cw, "translate", lambda *_arguments, **_options: narrowed)  # as if the strict engine were too narrow
    with pytest.raises(SoundnessClaimError):
        assert_sound(lambda _: (low, high), EPD, target, assumptions="none")


def test_a_figure_that_is_exact_has_no_deciding_gap() -> None:
    with pytest.raises(SoundnessClaimError) as raised:
        assert_sound(lambda _: 2100, OFFICE, EN_15978)
    assert raised.value.translation.shared.status == "exact"
    assert raised.value.gap is None
    assert "deciding gap" not in str(raised.value)


def test_settings_that_would_prove_nothing_are_refused() -> None:
    with pytest.raises(DeclarationError, match="examples: at least one"):
        assert_sound(lambda _: 2100, OFFICE, EN_15978, examples=0)
    with pytest.raises(DeclarationError, match="not negative"):
        assert_translates(OFFICE, EN_15978, figures={"A1-A3": 386.2}, tolerance="-5%")
    with pytest.raises(DeclarationError, match="two ends"):
        assert_sound(lambda _: (1, 2, 3), OFFICE, EN_15978)  # type: ignore[arg-type, return-value]
