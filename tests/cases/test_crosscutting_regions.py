"""CROSS-6 and CROSS-7: the gate of a zero-carbon park and gaps of lifestyle footprints; peak and neutrality years of a series.

Sources: https://www.tanpaifang.com/tanguwen/2026/0120/116603.html (Hunan, secondary); the input of the park is a public test file of an open-source
"park observer", no official case; https://www.sitra.fi (1.5-Degree Lifestyles, 2019, secondary).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import crosswalk as cw
from crosswalk.engine.rules.territory.lifestyle import lifestyle_gap, per_person
from crosswalk.engine.rules.territory.park import bands_of, gate, shortfalls
from crosswalk.engine.rules.territory.series import Year, neutrality, peak
from crosswalk.library.library import Library

D = Decimal
LIBRARY = Library.shipped()
NATIONAL, HUNAN = "cn/zero-carbon-park-2025", "cn/zero-carbon-park-hunan-2026"
SHARES = {"clean-energy-share": D("0.88"), "solid-waste-use": D("0.82"), "waste-heat-use": D("0.45"), "water-reuse": D("0.85")}


def park(energy: str = "500000 tce", direct: str = "40000", bought: str = "70000", **conditions: Any) -> dict[str, Any]:
    return {
        "standard": NATIONAL,
        "subject": {"kind": "park", "energy_consumption": energy},
        "figures": [
            {"stage": "direct", "value": f"{direct} t CO2e"},
            {"stage": "purchased-energy", "value": f"{bought} t CO2e"},
            {"stage": "industrial-processes", "value": "0 t CO2e"},
        ],
        "conditions": conditions,
    }


def least(standard: str, suffix: str = "") -> dict[str, Decimal]:
    known = {entry.id: entry for entry in LIBRARY.standard(standard).conditions}
    return {name: known[f"park-{name}{suffix}"].value.magnitude for name in SHARES}  # type: ignore[union-attr]


def test_the_gate_of_the_national_indicator() -> None:
    """110 000 t over 500 000 tce: 0.22 against 0.20, 10 000 t too much."""
    found = gate(D(110000), D(500000), bands_of(LIBRARY.standard(NATIONAL)))
    assert found.band is not None
    assert (found.intensity, found.band.limit, found.met, found.excess) == (D("0.22"), D("0.20"), False, D(10000))
    assert shortfalls(SHARES, least(NATIONAL)) == {
        "clean-energy-share": D("0.02"),
        "solid-waste-use": 0,
        "waste-heat-use": D("0.05"),
        "water-reuse": 0,
    }


def test_the_same_park_in_hunan_in_2030() -> None:
    bands = [band for band in bands_of(LIBRARY.standard(HUNAN)) if "2030" in band.label]
    found = gate(D(110000), D(500000), bands)
    assert found.met
    assert found.band is not None
    assert found.band.limit == D("0.7")
    assert shortfalls(SHARES, least(HUNAN, "-hunan-2030")) == {
        "clean-energy-share": 0,
        "solid-waste-use": D("0.03"),
        "waste-heat-use": D("0.10"),
        "water-reuse": 0,
    }


@pytest.mark.parametrize(
    ("standard", "label", "limits"),
    [
        (NATIONAL, "core", (("200000", "0.20"), ("999999", "0.20"), ("1000000", "0.30"))),
        (HUNAN, "2027", (("20000", "1.0"), ("999999", "1.0"), ("1000000", "1.1"))),
        (HUNAN, "2030", (("20000", "0.7"), ("1000000", "0.8"))),
        (HUNAN, "2035", (("20000", "0.3"), ("1000000", "0.5"))),
    ],
)
def test_the_size_band_comes_first(standard: str, label: str, limits: tuple[tuple[str, str], ...]) -> None:
    bands = [band for band in bands_of(LIBRARY.standard(standard)) if label in band.label]
    for energy, limit in limits:
        found = gate(D(limit) * D(energy), D(energy), bands)
        assert found.band is not None
        assert found.band.limit == D(limit)
        assert found.met
        assert not gate(D(limit) * D(energy) + 1, D(energy), bands).met


def test_a_park_below_all_bands_has_no_limit() -> None:
    found = gate(D(1), D(199999), bands_of(LIBRARY.standard(NATIONAL)))
    assert (found.band, found.met) == (None, None)


def test_labels_of_the_park() -> None:
    size = {"park-energy-from-0.2-mtce": "500000 tce", "park-energy-below-1-mtce": "500000 tce", "park-energy-from-1-mtce": "500000 tce"}
    report = cw.verdicts(park(**size, **{"park-energy-from-0.02-mtce": "500000 tce"}))
    assert report.of(f"{NATIONAL}#core-below-1-mtce").verdict == "excluded"
    assert report.of(f"{NATIONAL}#core-from-1-mtce").verdict == "excluded"  # its band does not hold
    assert report.of(f"{NATIONAL}#guiding-indicators").verdict == "possible"  # unanswered
    assert report.of(f"{HUNAN}#core-2030-below-1-mtce").verdict == "implied"
    assert report.of(f"{HUNAN}#core-2035-below-1-mtce").verdict == "implied"
    assert cw.verdicts(park(direct="30000", **size)).of(f"{NATIONAL}#core-below-1-mtce").verdict == "implied"


def test_without_its_energy_consumption_a_park_has_no_indicator() -> None:
    data = park()
    del data["subject"]["energy_consumption"]
    reasons = cw.verdicts(data).of(f"{NATIONAL}#core-below-1-mtce")
    assert reasons.verdict == "possible"


@pytest.mark.parametrize(("footprint", "label", "share"), [("4.2", "target-2050", "83.3"), ("2.0", "target-2050-nets", "25.0")])
def test_lifestyle_gaps_of_china_and_india(footprint: str, label: str, share: str) -> None:
    """Published from unrounded data: 84 % for China, 23 % for India; within 2.5 points."""
    target = next(entry for entry in LIBRARY.standard("int/lifestyles-1.5-2019").thresholds if entry.id == label)
    found = lifestyle_gap(D(footprint), target.value.to("t*CO2e/person").magnitude)
    assert (found.share * 100).quantize(D("0.1")) == D(share)
    published = {"83.3": D(84), "25.0": D(23)}[share]
    assert abs(found.share * 100 - published) <= D("2.5")


@pytest.mark.parametrize(
    ("suffix", "targets"),
    [("", ("2.5", "1.4", "0.7")), ("-nets", ("3.2", "2.2", "1.5"))],
)
def test_lifestyle_targets(suffix: str, targets: tuple[str, ...]) -> None:
    known = {entry.id: entry.value.magnitude for entry in LIBRARY.standard("int/lifestyles-1.5-2019").thresholds}
    assert tuple(known[f"target-{year}{suffix}"] for year in (2030, 2040, 2050)) == tuple(map(D, targets))


def test_a_met_target_leaves_no_gap_and_a_person_is_needed() -> None:
    assert lifestyle_gap(D("0.6"), D("0.7")).share == 0
    with pytest.raises(cw.InputError, match="above zero"):
        lifestyle_gap(D(0), D("0.7"))
    with pytest.raises(cw.InputError, match="population"):
        per_person(D(1), D(0))


def test_a_lifestyle_footprint_is_no_inventory() -> None:
    with pytest.raises(cw.NotComparableError, match="different frames"):
        cw.compare("int/gpc-2021", "int/lifestyles-1.5-2019")


def test_peak_and_neutrality() -> None:
    measured = [Year(2018, D(90)), Year(2019, D(100)), Year(2020, D(100)), Year(2021, D(97), D(-10))]
    assert (peak(measured).year, peak(measured).state, peak(measured).fall) == (2020, "reached", D("0.03"))
    assert neutrality(measured).year is None
    assert neutrality(measured).left == 87
    rising = measured[:2]
    assert peak(rising).state == "open"
    plan = [
        *rising,
        Year(2030, D(80), D(-20), planned=True),
        Year(2055, D(30), D(-30), planned=True),
        Year(2060, D(20), D(-30), planned=True),
    ]
    assert (peak(plan).year, peak(plan).state) == (2019, "planned")
    assert (neutrality(plan).year, neutrality(plan).state) == (2055, "planned")
    back = [*plan, Year(2061, D(40), D(-30), planned=True)]
    assert neutrality(back).year is None
    assert peak(plan).missing[0] == 2020


@pytest.mark.parametrize(
    ("series", "message"),
    [
        ([], "at least one"),
        ([Year(2020, D(1)), Year(2020, D(2))], "twice"),
        ([Year(2020, D(-1))], "negative"),
        ([Year(2020, D(1), D(1))], "zero or less"),
        ([Year(2020, D(1), planned=True), Year(2021, D(1))], "planned"),
    ],
)
def test_a_series_that_cannot_be(series: list[Year], message: str) -> None:
    with pytest.raises(cw.InputError, match=message):
        peak(series)


@pytest.mark.parametrize(
    ("energy", "lower", "upper"),
    [
        ("199999 tce", "excluded", "excluded"),
        ("200000 tce", "implied", "excluded"),
        ("1000000 tce", "excluded", "implied"),
        ("1.5 Mtce", "excluded", "implied"),
    ],
)
def test_the_size_band_follows_from_the_energy_consumption(energy: str, lower: str, upper: str) -> None:
    """Half-open bands: nobody is asked for the size again."""
    report = cw.verdicts(park(energy, direct="1", bought="0"))
    assert report.of(f"{NATIONAL}#core-below-1-mtce").verdict == lower
    assert report.of(f"{NATIONAL}#core-from-1-mtce").verdict == upper
    asked = {question.en for entry in report.verdicts for question in entry.questions}
    assert not any("park-energy" in question for question in asked)
