"""ILCD+EPD as JSON, the way soda4LCA servers (OEKOBAUDAT, IBU data …) give it."""

from __future__ import annotations

from typing import Any

from crosswalk.formats import ilcd
from crosswalk.formats.ilcd import DataSet, Flow, Property, Result
from crosswalk.formats.reading import Notes, Reading, Scenario, entries, left, number, take


def matches(data: Any) -> bool:
    """Whether JSON data is an ILCD+EPD data set."""
    return isinstance(data, dict) and isinstance(data.get("processInformation"), dict)


def read(data: dict[str, Any], wanted: tuple[str, ...], notes: Notes) -> Reading:
    """The footprint of a data set; `data` is used up on the way.

    Raises:
        DeclarationError: no GWP with a known method, or a number that is none.
    """
    about, admin = ("processInformation", "dataSetInformation"), ("administrativeInformation", "publicationAndOwnership")
    modelling = ("modellingAndValidation", "LCIMethodAndAllocation")
    found = DataSet(
        "ILCD+EPD (JSON)",
        uuid=_text(take(data, *about, "UUID")),
        version=_text(take(data, *admin, "dataSetVersion")),
        names=_names(data, *about, "name", "baseName"),
        kind=_text(take(data, *modelling, "typeOfDataSet")),
        year=take(data, "processInformation", "time", "referenceYear"),
        valid_until=take(data, "processInformation", "time", "dataSetValidUntil"),
        location=_text(take(data, "processInformation", "geography", "locationOfOperationSupplyOrProduction", "location")),
        registration=_text(take(data, *admin, "registrationNumber")),
        owner=_short(data, *admin, "referenceToOwnershipOfDataSet"),
    )
    for entry in entries(data, "modellingAndValidation", "validation", "review"):
        kind = _text(take(entry, "type"))
        if kind:
            found.reviews.append(kind)
    for entry in entries(data, "modellingAndValidation", "complianceDeclarations", "compliance"):
        uuid = _text(take(entry, "referenceToComplianceSystem", "refObjectId"))
        if uuid:
            found.compliance.append(uuid)
    for entry in entries(data, *modelling, "referenceToLCAMethodDetails"):
        found.rules += [name for name in (_short(entry),) if name]
    for entry in entries(data, *modelling, "other", "anies"):
        if isinstance(entry, dict) and entry.get("name") == "subType":
            found.subtype = _text(take(entry, "value"))
            take(entry, "name")
    for entry in entries(data, "processInformation", "time", "other", "anies"):
        name = entry.get("name") if isinstance(entry, dict) else None
        if name == "publicationDateOfEPD":
            found.published = take(entry, "value")
        elif name == "expirationDateOfEPD":
            found.expires = take(entry, "value")
        else:
            continue
        take(entry, "name")
    for entry in entries(data, *about, "other", "anies"):
        for scenario in entries(entry, "scenario"):
            name = _text(take(scenario, "name"))
            if name:
                default = take(scenario, "default")
                texts = _names(scenario, "description")
                found.scenarios.append(
                    Scenario(
                        name,
                        default is True or str(default).lower() == "true",
                        _text(take(scenario, "group")),
                        texts.get("en") or next(iter(texts.values()), None),
                    )
                )
    references = {str(entry) for entry in entries(take(data, "processInformation", "quantitativeReference", "referenceToReferenceFlow"))}
    for position, exchange in enumerate(entries(data, "exchanges", "exchange")):
        if not isinstance(exchange, dict):
            continue
        own = take(exchange, "dataSetInternalID")
        flagged = take(exchange, "referenceFlow") is True
        if flagged or (str(own) in references and found.flow is None):
            if found.flow is not None:
                raise ilcd.several_flows(notes)
            found.flow = _flow(exchange, f"exchanges.exchange[{position}]", notes)
        else:
            result = _result(exchange, "referenceToFlowDataSet")
            if result.amounts:
                found.inventory.append(result)
    for result in entries(data, "LCIAResults", "LCIAResult"):
        if isinstance(result, dict):
            found.results.append(_result(result, "referenceToLCIAMethodDataSet"))
    return ilcd.reading(found, dict(left(data)), wanted, notes)


def _text(value: object) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int) and not isinstance(value, bool) else None


def _names(tree: Any, *path: str) -> dict[str, str]:
    """Texts by language; a language given twice keeps its first text."""
    found: dict[str, str] = {}
    for entry in entries(tree, *path):
        value = _text(take(entry, "value"))
        language = _text(take(entry, "lang")) or "en"
        if value:
            found.setdefault(language, value)
    return found


def _short(tree: Any, *path: str) -> str | None:
    names = _names(tree, *path, "shortDescription")
    return names.get("en") or next(iter(names.values()), None)


def _result(tree: dict[str, Any], reference: str) -> Result:
    uuid = _text(take(tree, reference, "refObjectId"))
    names = _names(tree, reference, "shortDescription")
    result = Result(uuid, [name for language, name in sorted(names.items(), key=lambda pair: pair[0] != "en")], None, None, [])
    take(tree, "meanAmount")  # always zero in EPDs: amounts stand with their modules
    for entry in entries(tree, "other", "anies"):
        if not isinstance(entry, dict):
            continue
        if entry.get("name") == "referenceToUnitGroupDataSet":
            take(entry, "name")
            result.unit_group = _text(take(entry, "value", "refObjectId"))
            result.unit = _short(entry, "value")
        elif "module" in entry:
            module, scenario = _text(take(entry, "module")), _text(take(entry, "scenario"))
            result.amounts.append((module or "?", scenario, take(entry, "value")))
    return result


def _flow(exchange: dict[str, Any], at: str, notes: Notes) -> Flow:
    """The reference flow; `resultingflowAmount` is its amount in the unit of its reference property."""
    mean = number(take(exchange, "meanAmount"), notes, f"{at}.meanAmount")
    resulting = number(take(exchange, "resultingAmount"), notes, f"{at}.resultingAmount")
    flow = Flow(
        resulting if resulting is not None else mean,
        number(take(exchange, "resultingflowAmount"), notes, f"{at}.resultingflowAmount"),
        name=_short(exchange, "referenceToFlowDataSet"),
    )
    if flow.amount is None:
        flow.amount = flow.declared
    for position, entry in enumerate(entries(exchange, "flowProperties")):
        names = _names(entry, "name")
        flow.properties.append(
            Property(
                _text(take(entry, "uuid")),
                names.get("en") or next(iter(names.values()), "?"),
                number(take(entry, "meanValue"), notes, f"{at}.flowProperties[{position}].meanValue"),
                _text(take(entry, "referenceUnit")),
                take(entry, "referenceFlowProperty") is True,
            )
        )
    for position, entry in enumerate(entries(exchange, "materialProperties")):
        name = str(entry.get("name") or "") if isinstance(entry, dict) else ""
        if "density" in name.lower():
            value = number(take(entry, "value"), notes, f"{at}.materialProperties[{position}].value")
            unit = _text(take(entry, "unit"))
            take(entry, "name")
            if value is not None:
                flow.densities.append((value, unit or ""))
    reference = next((entry for entry in flow.properties if entry.is_reference), None)
    if flow.declared is not None and flow.amount is not None and reference is not None and reference.value is not None:
        computed = flow.amount * reference.value
        if abs(computed - flow.declared) > abs(computed) / 10**6:
            notes.remark(
                f"the reference flow is {flow.declared} {reference.unit or ''} by its resulting amount and {computed} by its flow property; "
                "the first was taken",
                f"参考流按结果量为 {flow.declared} {reference.unit or ''}，按流属性为 {computed}；采用前者",
            )
    return flow
