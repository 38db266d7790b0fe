"""Groups of countries that rules name."""

from __future__ import annotations

EU_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
"""The member states of the European Union, ISO 3166 codes."""


def lies_in(region: str, groups: tuple[str, ...]) -> bool:
    """Whether a country or province (`DE`, `CN-GD`) is one of some countries, or lies in the `EU` where that is named.

    >>> lies_in("DE", ("EU",)), lies_in("CN-GD", ("EU",)), lies_in("CN-GD", ("CN",))
    (True, False, True)
    """
    country = region.split("-")[0].upper()
    return country in groups or ("EU" in groups and country in EU_MEMBERS)


OWN_TERRITORY = {"CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW"}
"""Customs territories with an ISO country code of their own, which no set of mainland China covers."""
