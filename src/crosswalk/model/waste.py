"""Parameters of waste treatment: what waste is made of, and what landfill, incineration and biological treatment emit."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Document, Model, Number, Source, Text


class WasteComponent(Model):
    """One component of waste.

    Attributes:
        dry_matter: share of dry matter in wet waste.
        degradable_carbon: degradable organic carbon (DOC), share of wet waste.
        carbon: total carbon, share of dry matter.
        fossil: fossil share of the total carbon.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    dry_matter: Number | None = None
    degradable_carbon: Number | None = None
    carbon: Number | None = None
    fossil: Number | None = None
    source: Source | None = None
    note: Text | None = None


class Incineration(Model):
    """Incineration of one kind of waste: carbon content x fossil share x efficiency x 44/12 for each kilogram.

    `dry_matter` is the share of dry matter by which the carbon content has to be multiplied (1 where it is stated per wet mass); two ends where the
    document was not read, with the `gap` that this leaves and the `question` that closes it.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    carbon: Number
    fossil: Number
    efficiency: Number
    dry_matter: tuple[Number, Number]
    gap: Text | None = None
    question: Text | None = None
    source: Source | None = None

    @model_validator(mode="after")
    def _open_needs_a_gap(self) -> Incineration:
        if self.dry_matter[0] > self.dry_matter[1]:
            raise DeclarationError(Finding("`dry_matter` needs its least value first", "`dry_matter` 须先写最小值"))
        if (self.dry_matter[0] != self.dry_matter[1]) != (self.gap is not None and self.question is not None):
            raise DeclarationError(
                Finding(
                    "an open basis needs `gap` and `question`, a settled one has none", "未定的基准须有 `gap` 与 `question`，已定的不写"
                )
            )
        return self


class Option(Model):
    """One value of a landfill parameter, for one kind of site or waste."""

    id: str
    name: Text
    value: Number
    source: Source | None = None


class Landfill(Model):
    """Parameters of landfill: methane correction (MCF), share that degrades (DOCf), methane in gas (F), oxidation (OX)."""

    correction: tuple[Option, ...]
    degrades: tuple[Option, ...]
    methane: Number
    oxidation: tuple[Option, ...]
    source: Source | None = None


class Biological(Model):
    """Emissions of biological treatment, kg of gas per kg of wet waste."""

    id: Literal["composting", "anaerobic-digestion"]
    name: Text
    ch4: Number
    n2o: Number | None = None
    source: Source | None = None


class WasteTreatment(Model):
    """One document's parameters of waste treatment."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    jurisdiction: str
    edition: str
    documents: dict[str, Document]
    source: Source
    components: tuple[WasteComponent, ...] = ()
    incineration: tuple[Incineration, ...] = ()
    landfill: Landfill | None = None
    biological: tuple[Biological, ...] = ()
    fossil_share_of_flue_gas: Number | None = None
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> WasteTreatment:
        if not (self.components or self.incineration or self.landfill or self.biological or self.fossil_share_of_flue_gas is not None):
            raise DeclarationError(
                Finding("a set needs components, incineration, landfill or biological treatment", "须给出组分、焚烧、填埋或生物处理之一")
            )
        return self
