"""Biofuels, bioliquids and biomass fuels: Directive (EU) 2018/2001 Annex V Part C and Annex VI Part B.

Read in the Spanish transposition, Real Decreto 376/2022 Annexes II and III, which keeps the numbers of the points (state before Directive
(EU) 2023/2413).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from crosswalk.engine.rules.cbam.limits import ZERO, amount, efficiency, positive, signed
from crosswalk.errors import DeclarationError, Finding

CO2_PER_C = Decimal("3.664")  # Annex V C.7, primary; the act prints it, 44/12 is another number
YEARS = Decimal(20)  # Annex V C.7, primary: changes of carbon stock are spread over 20 years
GRAMS_PER_TONNE = Decimal(1000000)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of E (Annex V C.1(a), Annex VI B.1(a)), all in g CO2e/MJ of fuel. Savings are positive and are subtracted.

    Attributes:
        extraction: e_ec, extraction or cultivation of raw materials (C.5).
        land_use: e_l, change of carbon stocks (C.7); negative where stocks grow, or by the bonus.
        processing: e_p (C.11).
        distribution: e_td, transport and distribution (C.12).
        use: e_u (C.13); zero for biofuels, the gases other than CO2 for bioliquids and biomass fuels.
        soil: e_sca, soil carbon from better agriculture (C.6).
        storage: e_ccs, capture and geological storage not already counted in e_p (C.14).
        replacement: e_ccr, captured biogenic CO2 that replaces fossil CO2 (C.15).
    """

    extraction: Decimal = ZERO
    land_use: Decimal = ZERO
    processing: Decimal = ZERO
    distribution: Decimal = ZERO
    use: Decimal = ZERO
    soil: Decimal = ZERO
    storage: Decimal = ZERO
    replacement: Decimal = ZERO

    def __post_init__(self) -> None:
        for field in fields(self):
            # some printed values hold a credit inside these terms (manure), or storage already counted in e_p, and fall below zero
            check = signed if field.name in ("extraction", "land_use", "processing") else amount
            check(getattr(self, field.name), field.name)

    @property
    def total(self) -> Decimal:
        """E = e_ec + e_l + e_p + e_td + e_u - e_sca - e_ccs - e_ccr, g CO2e/MJ.

        >>> Terms(Decimal("32.0"), processing=Decimal("16.3"), distribution=Decimal("1.8")).total
        Decimal('50.1')
        """
        emitted = self.extraction + self.land_use + self.processing + self.distribution + self.use
        return emitted - self.soil - self.storage - self.replacement


def land_use_change(reference: Decimal, actual: Decimal, productivity: Decimal, bonus: Decimal = ZERO) -> Decimal:
    """e_l in g CO2e/MJ (Annex V C.7, Annex VI B.7).

    Args:
        reference: carbon stock of the reference land use (January 2008, or 20 years before where that is later), t C/ha.
        actual: carbon stock of the actual land use, t C/ha.
        productivity: MJ of fuel a hectare and year.
        bonus: e_B in g CO2e/MJ; only for restored severely degraded land (C.8).
    """
    change = amount(reference, "reference") - amount(actual, "actual")
    emitted = change * CO2_PER_C * GRAMS_PER_TONNE / (YEARS * positive(productivity, "productivity"))
    return emitted - amount(bonus, "bonus")


def final_energy(emissions: Decimal, conversion: Decimal) -> Decimal:
    """EC in g CO2e per MJ of heat, cooling or electricity from a plant with one product (Annex V C.1(b)(i) and (ii)).

    The formula E divided by the efficiency is a picture in the copy that was read and is from memory (unconfirmed). For cooling by absorption
    chillers it is per MJ of the heat used (C.2). Plants with heat and power: `allocation.cogeneration`.

    Args:
        emissions: E of the fuel, g CO2e/MJ.
        conversion: yearly product by yearly fuel input.
    """
    return signed(emissions, "emissions") / efficiency(conversion, "conversion")


def default_terms(inputs: Mapping[str, str], typical: bool = False) -> Terms:
    """The disaggregated default (or typical) values of a pathway (Annex V D) as terms; e_l, e_u and the savings are zero there.

    Args:
        inputs: those of an item of the factor set `red-annex-v-default`, g CO2e/MJ.
        typical: the typical values, which differ in e_p.

    Raises:
        DeclarationError: the pathway has a total only.
    """
    missing = [name for name in ("e_ec", "e_p", "e_td") if name not in inputs]
    if missing:
        raise DeclarationError(
            Finding(
                f"the pathway has no disaggregated values ({', '.join(missing)}), only its total",
                f"该路径没有分项值（{'、'.join(missing)}），只有总值",
                field="inputs",
            )
        )
    processing = inputs["e_p_typical" if typical else "e_p"]
    return Terms(Decimal(inputs["e_ec"]), processing=Decimal(processing), distribution=Decimal(inputs["e_td"]))
