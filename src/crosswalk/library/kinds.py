"""What a data file defines: its kind by the folder that it stands in, and the model of each kind."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from crosswalk.model.base import Model


class Kind(NamedTuple):
    """The module in `crosswalk.model` and the class of what a file defines, and how messages call it; a translation needs few kinds, so their
    modules are imported when they are used."""

    module: str
    model: str
    en: str
    zh: str


KINDS: dict[str, Kind] = {
    "frame": Kind("frame", "Frame", "frame", "框架"),
    "gases": Kind("frame", "GasList", "list of gases", "气体清单"),
    "reference-quantities": Kind("reference", "ReferenceQuantities", "list of reference quantities", "基准量清单"),
    "characterisation": Kind("characterisation", "CharacterisationSet", "characterisation set", "特征化因子集"),
    "factors": Kind("factors", "FactorSet", "emission-factor set", "排放因子集"),
    "certificates": Kind("certificates", "CertificateScheme", "certificate scheme", "证书机制"),
    "goods": Kind("goods", "Goods", "list of goods", "货物清单"),
    "recycling-parameters": Kind("recycling", "RecyclingParameters", "set of recycling parameters", "回收参数集"),
    "material-standard": Kind("materials", "MaterialStandard", "standard on materials", "材料标准"),
    "waste-treatment": Kind("waste", "WasteTreatment", "set of waste-treatment parameters", "废物处理参数集"),
    "marine-fuels": Kind("marine", "MarineFuels", "table of marine fuels", "船用燃料表"),
    "attribution-standard": Kind("attribution", "AttributionStandard", "standard on financed emissions", "融资排放标准"),
    "catalogue": Kind("catalogue", "Catalogue", "catalogue of activities", "活动目录"),
    "ets-benchmarks": Kind("benchmarks", "EtsBenchmarks", "set of product benchmarks", "产品基准值集"),
    "label-scheme": Kind("scheme", "LabelScheme", "label scheme", "标签制度"),
    "neutrality": Kind("neutrality_standard", "NeutralityStandard", "standard on neutrality", "碳中和标准"),
    "credits": Kind("neutrality_standard", "CreditKinds", "list of kinds of units", "抵销单位清单"),
    "agreements": Kind("agreement", "Agreements", "list of agreements", "互认协议清单"),
    "verification-words": Kind("verification", "VerificationWords", "list of words of verification", "核查用语清单"),
    "glossary": Kind("glossary", "Glossary", "list of terms", "术语表"),
    "disclosure": Kind("disclosure", "Disclosure", "list of disclosures", "披露要求清单"),
    "disclosure-elements": Kind("disclosure", "DisclosureElements", "list of elements of disclosure", "披露要素清单"),
    "standard": Kind("standard", "Standard", "standard", "标准"),
    "mapping": Kind("mapping", "Mapping", "mapping", "映射"),
}

FOLDERS = {
    "characterisation": "characterisation",
    "factors": "factors",
    "certificates": "certificates",
    "recycling": "recycling-parameters",
    "circular": "material-standard",
    "waste": "waste-treatment",
    "labels": "label-scheme",
    "neutrality": "neutrality",
    "recognition": "agreements",
    "glossary": "glossary",
}
"""Folders below `standards` that hold one kind of data; others hold standards of one field."""

FINANCE = {"attribution": "attribution-standard", "catalogues": "catalogue", "benchmarks": "ets-benchmarks"}
"""Folders below `standards/finance`; files beside them are standards."""


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
    if parts[1] == "finance" and len(parts) > 3:
        return FINANCE[parts[2]]
    if parts[1] == "neutrality" and parts[-1] == "credits.yaml":
        return "credits"
    if parts[1] == "recognition" and parts[-1] == "verification.yaml":
        return "verification-words"
    if parts[1] == "disclosure":
        return "disclosure-elements" if parts[-1] == "elements.yaml" else "disclosure"
    return FOLDERS.get(parts[1], "standard")


def model_of(kind: str) -> type[Model]:
    """The model of a kind."""
    entry = KINDS[kind]
    found: type[Model] = getattr(import_module(f"crosswalk.model.{entry.module}"), entry.model)
    return found
