"""The components of one material that end-of-life formulas are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.recycling import check_burden, check_rates, check_share

ZERO = Decimal(0)
ONE = Decimal(1)

SHARES = ("R1", "R2", "R3", "A", "B", "qi", "qo")
BURDENS = ("Ev", "Er", "Ee", "Es", "EER", "S", "ED", "c")


@dataclass(frozen=True, slots=True)
class Components:
    """The components of one material, per kg of it in the product.

    Symbols are those of the circular footprint formula, Recommendation (EU) 2021/2279, Annex I.

    Attributes:
        R1: share of the input that was recycled in a previous system, 0-1.
        R2: share of the material that will be recycled in a next system, at the output of the recycling plant, 0-1.
        R3: share that goes to energy recovery, 0-1; R2 + R3 is at most 1.
        A: allocation of burdens and credits between supplier and user of recycled material, 0-1. Not the factor A of ISO 14067, which is a
            loss of quality and belongs into `qo`.
        B: allocation of energy recovery, 0-1.
        Ev: acquisition and pre-processing of virgin material, kg CO2e/kg.
        Er: recycling of the recycled input, collection and sorting included, kg CO2e/kg.
        Ee: recycling at the end of life of the product, collection and sorting included, kg CO2e/kg.
        Es: virgin material that the recyclate is assumed to replace (E*v), kg CO2e/kg.
        qi: quality of the recycled input over that of the primary material, 0-1.
        qo: quality of the recyclate over that of the material that it replaces, 0-1.
        EER: energy recovery, kg CO2e/kg.
        S: energy that the recovery replaces: LHV x efficiency x burden, heat and electricity, kg CO2e/kg.
        ED: disposal without energy recovery, kg CO2e/kg.
        c: the part of `Er` and `Ee` before the end-of-waste point: collection, sorting, processing, kg CO2e/kg.

    Raises:
        DeclarationError: a share outside 0-1, a burden below zero, R2 + R3 above 1, or `c` above `Er` or `Ee`.
    """

    R1: Decimal = ZERO
    R2: Decimal = ZERO
    R3: Decimal = ZERO
    A: Decimal = ONE
    B: Decimal = ZERO
    Ev: Decimal = ZERO
    Er: Decimal = ZERO
    Ee: Decimal = ZERO
    Es: Decimal = ZERO
    qi: Decimal = ONE
    qo: Decimal = ONE
    EER: Decimal = ZERO
    S: Decimal = ZERO
    ED: Decimal = ZERO
    c: Decimal = ZERO

    def __post_init__(self) -> None:
        for name in SHARES:
            check_share(name, getattr(self, name), name)
        for name in BURDENS:
            check_burden(name, getattr(self, name), name)
        check_rates(self.R2, self.R3, "R2")
        if self.c > min(self.Er, self.Ee) and (self.R1 or self.R2) and self.c:
            raise DeclarationError(
                Finding(
                    f"processing before the end-of-waste point (c = {self.c}) is a part of recycling (Er = {self.Er}, Ee = {self.Ee}) and cannot exceed it",
                    f"废物终止点之前的处理（c = {self.c}）是回收过程（Er = {self.Er}，Ee = {self.Ee}）的一部分，不能大于它",
                    field="c",
                )
            )

    @classmethod
    def symmetric(cls, **known: Decimal) -> Components:
        """Components of a loop in which recyclate replaces the material that it was: Es = Ev, Ee = Er, qo = qi."""
        return cls(**{**known, "Es": known["Ev"], "Ee": known["Er"], "qo": known.get("qi", ONE)})

    def as_dict(self) -> Mapping[str, Decimal]:
        """The components by symbol."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}
