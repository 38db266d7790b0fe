"""Published numbers of energy that were looked up after the data had been entered, through the library as a user calls it."""

from __future__ import annotations

from decimal import Decimal

import crosswalk as cw

D = Decimal
RFNBO = "eu/rfnbo-2023-1185"


def test_the_limit_per_kilogram_that_french_law_prints() -> None:
    """3,38 kg CO2eq/kg H2 for renewable and low-carbon hydrogen alike.

    https://environnement-magazine.fr/energie/article/2024/07/05/149494/hydrogene-bascarbone-renouvelable-seuil-fixe-journal-officiel (secondary).
    """
    for standard_id in (RFNBO, "eu/lcf-2025-2359"):
        standard = cw.Library.shipped().standard(standard_id)
        limits = {entry.id: entry.value for entry in standard.thresholds}
        assert limits["saving-70"].magnitude * 120 / 1000 == limits["saving-70-hydrogen-mass"].magnitude
        assert limits["saving-70-hydrogen-mass"].magnitude.quantize(D("0.01")) == D("3.38")


# (EU) 2021/2139, Annex I, read in the text as enacted (primary): criteria that touch electricity and hydrogen.
def test_the_criterion_of_the_taxonomy_for_hydrogen() -> None:
    """Section 3.10: a saving of 73,4 % against 94 g/MJ, "lower than" 3 t CO2e/t H2."""
    terms = {"e_i+e_p": "2.9999 kg CO2e", "e_td": "0 kg CO2e", "e_u": "0 kg CO2e"}
    data = {
        "standard": RFNBO,
        "subject": {"fuel": "hydrogen"},
        "declared_unit": "1 kg",
        "year": 2026,
        "figures": [{"stage": stage, "value": value} for stage, value in terms.items()],
        "conditions": {"savings-verified": True, "captured-co2-stored-by-criteria": True},
    }
    found = cw.verdict(data, f"{RFNBO}#taxonomy-hydrogen")
    assert found.verdict == "implied"
    least, _ = found.measured[0].saving or (None, None)
    assert least is not None
    assert round(least * 100, 1) == D("73.4")
    data["figures"][0]["value"] = "3.0 kg CO2e"  # type: ignore[index]
    assert cw.verdict(data, f"{RFNBO}#taxonomy-hydrogen").verdict == "excluded"
