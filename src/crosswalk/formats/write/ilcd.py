"""ILCD+EPD 1.3: a zip archive with the process, its flow, and the flow properties and unit groups that tell what the values are per.

Identifiers of methods and compliance systems are those of `formats/ilcd.py`; those of flow properties and unit groups belong to the ILCD reference
data of the European Commission. The identifiers of the process and of its flow are made from the content, so equal input gives equal files.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from crosswalk.formats.archive import packed
from crosswalk.formats.ilcd import A1, A2, CARBON, CO2E_GROUP, COMPLIANCE, MASS, METHODS
from crosswalk.formats.modules import MODULES
from crosswalk.formats.write.draft import Draft, Point
from crosswalk.model.footprint import carbon_mass

STANDARDS = (A1, A2)
STAGES: tuple[str, ...] = ()
DETAILS: dict[str, tuple[str, str]] = {}
FAMILIES = {"en15804-a1": "A1", "en15804-a2-ef3.0": "EF 3.0", "en15804-a2-ef3.1": "EF 3.1"}


class Kind(NamedTuple):
    """A flow property with the unit group and unit of its amounts."""

    uuid: str
    name: str
    group: str
    unit: str


KINDS = {
    "kg": Kind(MASS, "Mass", "93a60a57-a4c8-11da-a746-0800200c9a66", "kg"),
    "m**3": Kind("93a60a56-a3c8-22da-a746-0800200c9a66", "Volume", "93a60a57-a3c8-12da-a746-0800200c9a66", "m3"),
    "m**2": Kind("93a60a56-a3c8-19da-a746-0800200c9a66", "Area", "93a60a57-a3c8-18da-a746-0800200c9a66", "m2"),
    "m": Kind("838aaa23-0117-11db-92e3-0800200c9a66", "Length", "838aaa22-0117-11db-92e3-0800200c9a66", "m"),
    "MJ": Kind("93a60a56-a3c8-11da-a746-0800200c9a66", "Net calorific value", "93a60a57-a3c8-11da-a746-0800200c9a66", "MJ"),
    "piece": Kind("01846770-4cfe-4a25-8ad9-919d8d378345", "Number of items", "5beb6eed-33a9-47b8-9ede-1dfe8f679159", "Item(s)"),
}
"""What an amount of the reference flow may be, by a unit of its dimension."""
_SPACES = (
    'xmlns="http://lca.jrc.it/ILCD/Process" xmlns:common="http://lca.jrc.it/ILCD/Common" xmlns:epd="http://www.iai.kit.edu/EPD/2013" '
    'xmlns:epd2="http://www.indata.network/EPD/2019" xmlns:epd24="http://www.indata.network/EPD/2024"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class _Per(NamedTuple):
    kind: Kind
    amount: Decimal
    mean: Decimal
    others: tuple[tuple[str, str, Decimal], ...]


def write(draft: Draft, _form: str) -> bytes:
    """The archive.

    Raises:
        DeclarationError: another standard, a unit that no flow property of the reference data measures, or factors whose methods have no identifier.
    """
    draft.needs(STANDARDS)
    family = _family(draft)
    per = _per(draft)
    results = _results(draft, family)
    if not results:
        draft.fault("no figure is left that the format can carry", "没有该格式可容纳的数值", "figures")
    draft.check()
    assert per is not None
    assert family is not None
    meta = _meta(draft)
    body = _results_xml(results, family)
    flow_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"flow {per} {draft.footprint.name}"))
    process_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"process {flow_id} {meta} {body}"))
    files = {
        f"ILCD/processes/{process_id}.xml": _process(process_id, flow_id, per, meta, body, draft, family),
        f"ILCD/flows/{flow_id}.xml": _flow(flow_id, per, _label(draft)),
        f"ILCD/flowproperties/{per.kind.uuid}.xml": _property(per.kind),
        f"ILCD/unitgroups/{per.kind.group}.xml": _group(per.kind),
    }
    return packed(files)


def _family(draft: Draft) -> str | None:
    """The family of methods; EN 15804+A1 has one."""
    sets = draft.footprint.characterisations
    if draft.standard.id == A1 and (sets is None or sets == ("en15804-a1",)):
        draft.drop("characterisation")
        draft.say("en15804-a1", "characterisation")
        return "A1"
    if draft.standard.id == A2 and sets is not None and len(sets) == 1 and sets[0] in FAMILIES:
        draft.take("characterisation")
        return FAMILIES[sets[0]]
    known = [name for name in FAMILIES if name.startswith("en15804-a2")] if draft.standard.id == A2 else ["en15804-a1"]
    draft.fault(
        f"which edition of the factors was used? Declare `characterisation` as one of {', '.join(known)}",
        f"采用了哪一版因子？请将 `characterisation` 声明为 {'、'.join(known)} 之一",
        "characterisation",
        known,
    )
    return None


def _per(draft: Draft) -> _Per | None:
    """What the values are per, with mass and biogenic carbon of that much."""
    per = draft.quantity("declared_unit")
    if per is None:
        draft.fault("what are the values per? Declare `declared_unit`", "数值以何为单位？请声明 `declared_unit`", "declared_unit")
        return None
    unit = next((known for known in KINDS if per.has_dimension_of(known)), None)
    if unit is None:
        draft.fault(
            f"no flow property of the ILCD reference data that is written here measures {per} (units: {', '.join(KINDS)})",
            f"ILCD 基准数据中没有可用于 {per} 的流属性（单位：{'、'.join(KINDS)}）",
            "declared_unit",
        )
        return None
    draft.take("declared_unit")
    amount = per.to(unit).magnitude
    others: list[tuple[str, str, Decimal]] = []
    mass = draft.quantity("subject", "mass")
    if unit == "kg":
        if mass is not None and mass.to("kg").magnitude == amount:
            draft.take("subject", "mass")
    elif mass is not None:
        draft.take("subject", "mass")
        others.append((MASS, "Mass", mass.to("kg").magnitude))
    for identifier, part in CARBON.items():
        content = draft.quantity("biogenic_carbon", part)
        if content is not None:
            draft.take("biogenic_carbon", part)
            others.append((identifier, f"Carbon content (biogenic), {part}", carbon_mass(content)))
    # properties are those of one unit of the flow; where that is no finite decimal, one flow is the whole declared unit
    single = tuple((identifier, name, value / amount) for identifier, name, value in others)
    if all(entry[2] * amount == other[2] for entry, other in zip(single, others, strict=True)):
        return _Per(KINDS[unit], amount, Decimal(1), single)
    return _Per(KINDS[unit], Decimal(1), amount, tuple(others))


def _results(draft: Draft, family: str | None) -> dict[str, list[tuple[Point, Decimal]]]:
    """The numbers by indicator."""
    known = {indicator for name, indicator in METHODS.values() if name == family}
    found: dict[str, list[tuple[Point, Decimal]]] = {}
    for point in draft.points():
        if point.stage not in MODULES or (family is not None and point.indicator not in known):
            draft.without(point, "the format has no such indicator or module", "该格式没有此指标或模块")
            continue
        number = draft.number(point)
        if number is not None:
            found.setdefault(point.indicator, []).append((point, number))
            draft.wrote(point, number)
    return found


def _label(draft: Draft) -> dict[str, str]:
    name = draft.footprint.name
    return {} if name is None else {"en": name.en, "zh": name.zh}


def _meta(draft: Draft) -> dict[str, str]:
    """Place, year, end of validity, registration and review."""
    found: dict[str, str] = {}
    place = draft.footprint.subject.location
    if place is not None and len(place) == 2 and place.isascii() and place.isalpha() and place.isupper():
        found["location"] = draft.take("subject", "location")
    if draft.footprint.year is not None:
        found["year"] = str(draft.take("year"))
    evidence = draft.footprint.evidence
    if evidence.expires is not None:
        found["expires"] = draft.take("evidence", "expires")
    if evidence.registration is not None:
        found["registration"] = draft.take("evidence", "registration")
    if evidence.verification == "third-party":
        draft.take("evidence", "verification")
        found["review"] = "Independent external review"
    if draft.footprint.name is not None:
        draft.take("name", "en")
        draft.take("name", "zh")
    return found


def _process(process_id: str, flow_id: str, per: _Per, meta: dict[str, str], body: str, draft: Draft, family: str) -> str:
    names = "".join(f"<baseName xml:lang={quoteattr(lang)}>{escape(name)}</baseName>" for lang, name in _label(draft).items())
    comment = draft.statement()
    said = f'<common:generalComment xml:lang="en">{escape(comment)}</common:generalComment>' if comment else ""
    year = f"<common:referenceYear>{meta['year']}</common:referenceYear>" if "year" in meta else ""
    expires = meta.get("expires")
    until = f"<common:other><epd24:expirationDateOfEPD>{expires}</epd24:expirationDateOfEPD></common:other>" if expires else ""
    place = (
        f"<geography><locationOfOperationSupplyOrProduction location={quoteattr(meta['location'])}/></geography>"
        if "location" in meta
        else ""
    )
    review = f"<validation><review type={quoteattr(meta['review'])}/></validation>" if "review" in meta else ""
    compliance = next(identifier for identifier, name in COMPLIANCE.items() if name == family)
    number = f"<registrationNumber>{escape(meta['registration'])}</registrationNumber>" if "registration" in meta else ""
    return (
        f'{_HEAD}<processDataSet {_SPACES} epd2:epd-version="1.3" version="1.1">\n<processInformation><dataSetInformation>'
        f"<common:UUID>{process_id}</common:UUID><name>{names}</name>{said}</dataSetInformation>"
        "<quantitativeReference><referenceToReferenceFlow>0</referenceToReferenceFlow></quantitativeReference>"
        f"<time>{year}{until}</time>{place}</processInformation>\n"
        f"<modellingAndValidation><LCIMethodAndAllocation><typeOfDataSet>EPD</typeOfDataSet></LCIMethodAndAllocation>{review}"
        f'<complianceDeclarations><compliance><common:referenceToComplianceSystem refObjectId="{compliance}" type="source data set"/>'
        "</compliance></complianceDeclarations></modellingAndValidation>\n"
        "<administrativeInformation><publicationAndOwnership><common:dataSetVersion>01.00.000</common:dataSetVersion>"
        f"{number}</publicationAndOwnership></administrativeInformation>\n"
        f'<exchanges><exchange dataSetInternalID="0"><referenceToFlowDataSet refObjectId="{flow_id}" type="flow data set"/>'
        f"<meanAmount>{per.amount:f}</meanAmount><resultingAmount>{per.amount:f}</resultingAmount></exchange></exchanges>\n"
        f"<LCIAResults>{body}</LCIAResults>\n</processDataSet>\n"
    )


def _results_xml(results: dict[str, list[tuple[Point, Decimal]]], family: str) -> str:
    identifiers = {indicator: identifier for identifier, (name, indicator) in METHODS.items() if name == family}
    order = {module: position for position, module in enumerate(MODULES)}
    found = ""
    for indicator, numbers in results.items():
        amounts = "".join(
            f'<epd:amount epd:module="{point.stage}">{number:f}</epd:amount>'
            for point, number in sorted(numbers, key=lambda pair: order[pair[0].stage])
        )
        found += (
            f'<LCIAResult><referenceToLCIAMethodDataSet refObjectId="{identifiers[indicator]}" type="LCIA method data set">'
            f'<common:shortDescription xml:lang="en">{indicator}</common:shortDescription></referenceToLCIAMethodDataSet>'
            f"<meanAmount>0.0</meanAmount><common:other>{amounts}"
            f'<epd:referenceToUnitGroupDataSet refObjectId="{CO2E_GROUP}" type="unit group data set">'
            '<common:shortDescription xml:lang="en">kg CO2 eq.</common:shortDescription></epd:referenceToUnitGroupDataSet>'
            "</common:other></LCIAResult>\n"
        )
    return found


def _flow(flow_id: str, per: _Per, label: dict[str, str]) -> str:
    names = "".join(f"<baseName xml:lang={quoteattr(lang)}>{escape(name)}</baseName>" for lang, name in label.items())
    entries = [(per.kind.uuid, per.kind.name, per.mean), *per.others]
    properties = "".join(
        f'<flowProperty dataSetInternalID="{position}"><referenceToFlowPropertyDataSet refObjectId="{identifier}" type="flow property data set">'
        f'<common:shortDescription xml:lang="en">{escape(name)}</common:shortDescription></referenceToFlowPropertyDataSet>'
        f"<meanValue>{value:f}</meanValue></flowProperty>"
        for position, (identifier, name, value) in enumerate(entries)
    )
    return (
        f'{_HEAD}<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1">\n'
        f"<flowInformation><dataSetInformation><common:UUID>{flow_id}</common:UUID><name>{names}</name></dataSetInformation>"
        "<quantitativeReference><referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty></quantitativeReference></flowInformation>\n"
        "<modellingAndValidation><LCIMethod><typeOfDataSet>Product flow</typeOfDataSet></LCIMethod></modellingAndValidation>\n"
        f"<flowProperties>{properties}</flowProperties>\n</flowDataSet>\n"
    )


def _property(kind: Kind) -> str:
    return (
        f'{_HEAD}<flowPropertyDataSet xmlns="http://lca.jrc.it/ILCD/FlowProperty" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1">\n'
        f'<flowPropertiesInformation><dataSetInformation><common:UUID>{kind.uuid}</common:UUID><common:name xml:lang="en">{kind.name}</common:name>'
        f'</dataSetInformation><quantitativeReference><referenceToReferenceUnitGroup refObjectId="{kind.group}" type="unit group data set"/>'
        "</quantitativeReference></flowPropertiesInformation>\n</flowPropertyDataSet>\n"
    )


def _group(kind: Kind) -> str:
    return (
        f'{_HEAD}<unitGroupDataSet xmlns="http://lca.jrc.it/ILCD/UnitGroup" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1">\n'
        f"<unitGroupInformation><dataSetInformation><common:UUID>{kind.group}</common:UUID></dataSetInformation>"
        "<quantitativeReference><referenceToReferenceUnit>0</referenceToReferenceUnit></quantitativeReference></unitGroupInformation>\n"
        f'<units><unit dataSetInternalID="0"><name>{escape(kind.unit)}</name><meanValue>1.0</meanValue></unit></units>\n</unitGroupDataSet>\n'
    )
