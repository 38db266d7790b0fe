"""The JSON Schemas of everything that people write or read, generated from the models."""

from __future__ import annotations

import json
from typing import Any

from crosswalk.model.agreement import Agreements
from crosswalk.model.attribution import AttributionStandard
from crosswalk.model.base import Model
from crosswalk.model.benchmarks import EtsBenchmarks
from crosswalk.model.book import Book
from crosswalk.model.catalogue import Catalogue
from crosswalk.model.certificates import CertificateScheme
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.claim import Claim
from crosswalk.model.disclosure import Disclosure, DisclosureElements
from crosswalk.model.factors import FactorSet
from crosswalk.model.footprint import Footprint
from crosswalk.model.frame import Frame, GasList
from crosswalk.model.glossary import Glossary
from crosswalk.model.goods import Goods
from crosswalk.model.judged import DossierResult, EquivalenceResult, LabelsResult, MatrixResult, NeutralityResult, RegionResult
from crosswalk.model.mapping import Mapping
from crosswalk.model.marine import MarineFuels
from crosswalk.model.materials import MaterialStandard
from crosswalk.model.neutrality_standard import CreditKinds, NeutralityStandard
from crosswalk.model.recycling import RecyclingParameters
from crosswalk.model.reference import ReferenceQuantities
from crosswalk.model.result import AssessmentResult, Result
from crosswalk.model.scheme import LabelScheme
from crosswalk.model.standard import Standard
from crosswalk.model.territory import Region
from crosswalk.model.vectors import VectorFile
from crosswalk.model.verification import VerificationWords
from crosswalk.model.waste import WasteTreatment

PUBLISHED: dict[str, type[Model]] = {
    "agreements": Agreements,
    "assessment": AssessmentResult,
    "attribution-standard": AttributionStandard,
    "book": Book,
    "catalogue": Catalogue,
    "certificates": CertificateScheme,
    "characterisation": CharacterisationSet,
    "claim": Claim,
    "credits": CreditKinds,
    "disclosure": Disclosure,
    "disclosure-elements": DisclosureElements,
    "dossier-result": DossierResult,
    "equivalence-result": EquivalenceResult,
    "ets-benchmarks": EtsBenchmarks,
    "factors": FactorSet,
    "footprint": Footprint,
    "frame": Frame,
    "gases": GasList,
    "glossary": Glossary,
    "goods": Goods,
    "label-scheme": LabelScheme,
    "labels-result": LabelsResult,
    "mapping": Mapping,
    "material-standard": MaterialStandard,
    "matrix-result": MatrixResult,
    "neutrality": NeutralityStandard,
    "neutrality-result": NeutralityResult,
    "recycling-parameters": RecyclingParameters,
    "marine-fuels": MarineFuels,
    "reference-quantities": ReferenceQuantities,
    "region": Region,
    "region-result": RegionResult,
    "result": Result,
    "standard": Standard,
    "vectors": VectorFile,
    "verification-words": VerificationWords,
    "waste-treatment": WasteTreatment,
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of document."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PUBLISHED[name].model_json_schema()}


def schema_text(name: str) -> str:
    """The schema as it is committed."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"
