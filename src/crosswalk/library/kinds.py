"""What a data file defines: its kind by the folder that it stands in, and the model of each kind."""

from __future__ import annotations

from importlib import import_module

from crosswalk.model.base import Model

KINDS: dict[str, tuple[str, str]] = {
    "frame": ("frame", "Frame"),
    "gases": ("frame", "GasList"),
    "reference-quantities": ("reference", "ReferenceQuantities"),
    "characterisation": ("characterisation", "CharacterisationSet"),
    "factors": ("factors", "FactorSet"),
    "certificates": ("certificates", "CertificateScheme"),
    "goods": ("goods", "Goods"),
    "recycling-parameters": ("recycling", "RecyclingParameters"),
    "material-standard": ("materials", "MaterialStandard"),
    "waste-treatment": ("waste", "WasteTreatment"),
    "marine-fuels": ("marine", "MarineFuels"),
    "standard": ("standard", "Standard"),
    "mapping": ("mapping", "Mapping"),
}
"""Module in `crosswalk.model` and class of each kind; a translation needs few of them, so they are imported when they are used."""

FOLDERS = {
    "characterisation": "characterisation",
    "factors": "factors",
    "certificates": "certificates",
    "recycling": "recycling-parameters",
    "circular": "material-standard",
    "waste": "waste-treatment",
}
"""Folders below `standards` that hold one kind of data; others hold standards of one field."""


def kind_of(key: str) -> str:
    """What a data file defines, by the folder that it stands in."""
    parts = key.split("/")
    if parts[0] == "mappings":
        return "mapping"
    if parts[1] == "frames":
        return {"gases.yaml": "gases", "reference-quantities.yaml": "reference-quantities"}.get(parts[-1], "frame")
    if "goods" in parts[2:-1]:
        return "goods"
    if "fuels" in parts[2:-1]:
        return "marine-fuels"
    return FOLDERS.get(parts[1], "standard")


def model_of(kind: str) -> type[Model]:
    """The model of a kind."""
    module, name = KINDS[kind]
    found: type[Model] = getattr(import_module(f"crosswalk.model.{module}"), name)
    return found
