"""ILCD+EPD as XML (1.1 to 1.3): a process data set by itself, or a zip archive that also holds its flows, flow properties and unit groups."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from crosswalk.errors import DocumentError, Finding
from crosswalk.formats import ilcd
from crosswalk.formats.archive import Archive
from crosswalk.formats.ilcd import DataSet, Flow, Property, Result
from crosswalk.formats.reading import Notes, Reading, Scenario, number
from crosswalk.formats.xml import Node, parse_xml

PROCESS = "http://lca.jrc.it/ILCD/Process"
_QUIET = {"lang", "version", "type", "uri", "schemaLocation", "locations", "epd-version", "level", "classId", "metaDataOnly"}
"""Attributes that say how, not what."""
_USED = {"refObjectId", "module", "scenario", "name", "group", "default", "dataSetInternalID", "location", "value"}
MOST_PROCESSES = 500


class _Marks:
    """Which elements were understood."""

    def __init__(self) -> None:
        self.used: set[int] = set()

    def node(self, node: Node | None) -> Node | None:
        """An element that is understood as a whole."""
        if node is not None:
            self.used.add(id(node))
        return node

    def value(self, node: Node | None, *path: str) -> str | None:
        """The text at a path."""
        found = self.node(node.first(*path)) if node is not None else None
        return (found.text.strip() or None) if found is not None else None

    def attribute(self, node: Node | None, name: str, *path: str) -> str | None:
        """An attribute of the element at a path."""
        found = self.node(node.first(*path)) if node is not None else None
        return (found.attributes.get(name) or None) if found is not None else None

    def texts(self, nodes: list[Node]) -> dict[str, str]:
        """Texts by language; a language given twice keeps its first text."""
        found: dict[str, str] = {}
        for node in nodes:
            text = node.text.strip()
            if text and node.attributes.get("lang", "en") not in found:
                self.node(node)
                found[node.attributes.get("lang", "en")] = text
        return found

    def short(self, node: Node | None) -> str | None:
        """The short description of a reference, in English where there is one."""
        found = self.texts(node.all("shortDescription")) if node is not None else {}
        return found.get("en") or next(iter(found.values()), None)

    def left(self, node: Node, path: str = "") -> Iterator[tuple[str, str]]:
        """What was not understood, with its path."""
        counts: dict[str, int] = {}
        for child in node.children:
            at = f"{path}/{child.name}"
            counts[at] = counts.get(at, 0) + 1
            place = at if counts[at] == 1 else f"{at}[{counts[at]}]"
            known = id(child) in self.used
            if not known and child.text.strip():
                yield place, child.text.strip()
            for name, value in child.attributes.items():
                if name not in _QUIET and not (known and name in _USED):
                    yield f"{place}@{name}", value
            yield from self.left(child, place)


def matches(root: Node) -> bool:
    """Whether a root element is an ILCD process data set."""
    return root.name == "processDataSet" and root.space == PROCESS


def read(root: Node, wanted: tuple[str, ...], notes: Notes, archive: Archive | None = None) -> Reading:
    """The footprint of a data set; unit and mass of its reference flow stand in the archive.

    Raises:
        DeclarationError: no GWP with a known method, or a number that is none.
    """
    marks = _Marks()
    about = root.first("processInformation", "dataSetInformation")
    time = root.first("processInformation", "time")
    admin = root.first("administrativeInformation", "publicationAndOwnership")
    method = root.first("modellingAndValidation", "LCIMethodAndAllocation")
    data = DataSet(
        f"ILCD+EPD {root.attributes.get('epd-version', '1.1')} (XML)",
        uuid=marks.value(about, "UUID"),
        version=marks.value(admin, "dataSetVersion"),
        names=marks.texts(about.all("name", "baseName")) if about is not None else {},
        kind=marks.value(method, "typeOfDataSet"),
        subtype=marks.value(method, "other", "subType"),
        year=marks.value(time, "referenceYear"),
        valid_until=marks.value(time, "dataSetValidUntil"),
        expires=marks.value(time, "other", "expirationDateOfEPD") or marks.value(admin, "other", "expirationDateOfEPD"),
        published=marks.value(time, "other", "publicationDateOfEPD") or marks.value(admin, "other", "publicationDateOfEPD"),
        location=marks.attribute(root, "location", "processInformation", "geography", "locationOfOperationSupplyOrProduction"),
        registration=marks.value(admin, "registrationNumber"),
        owner=marks.short(admin.first("referenceToOwnershipOfDataSet")) if admin is not None else None,
    )
    for review in root.all("modellingAndValidation", "validation", "review"):
        if review.attributes.get("type"):
            data.reviews.append(review.attributes["type"])
    for reference in root.all("modellingAndValidation", "complianceDeclarations", "compliance", "referenceToComplianceSystem"):
        marks.node(reference)
        if reference.attributes.get("refObjectId"):
            data.compliance.append(reference.attributes["refObjectId"])
    if method is not None:
        for reference in method.all("referenceToLCAMethodDetails"):
            name = marks.short(reference)
            data.rules += [name] if name else []
    for scenario in about.all("other", "scenarios", "scenario") if about is not None else ():
        name = scenario.attributes.get("name")
        if name:
            marks.node(scenario)
            texts = marks.texts(scenario.all("description"))
            data.scenarios.append(
                Scenario(
                    name,
                    scenario.attributes.get("default", "").strip().lower() in ("true", "1"),
                    scenario.attributes.get("group"),
                    texts.get("en") or next(iter(texts.values()), None),
                )
            )
    references = [
        (node.text or "").strip()
        for node in root.all("processInformation", "quantitativeReference", "referenceToReferenceFlow")
        if marks.node(node) is not None
    ]
    if len(set(references)) > 1:
        raise ilcd.several_flows(notes)
    for exchange in root.all("exchanges", "exchange"):
        marks.node(exchange)
        if exchange.attributes.get("dataSetInternalID") in references:
            if data.flow is not None:
                raise ilcd.several_flows(notes)
            data.flow = _flow(exchange, archive, marks, notes)
        else:
            result = _result(exchange, "referenceToFlowDataSet", marks)
            if result.amounts:
                data.inventory.append(result)
    for entry in root.all("LCIAResults", "LCIAResult"):
        data.results.append(_result(entry, "referenceToLCIAMethodDataSet", marks))
    return ilcd.reading(data, dict(marks.left(root)), wanted, notes)


def _result(entry: Node, reference: str, marks: _Marks) -> Result:
    method = marks.node(entry.first(reference))
    names = marks.texts(method.all("shortDescription")) if method is not None else {}
    unit = marks.node(entry.first("other", "referenceToUnitGroupDataSet"))
    result = Result(
        method.attributes.get("refObjectId") if method is not None else None,
        [text for language, text in sorted(names.items(), key=lambda pair: pair[0] != "en")],
        unit.attributes.get("refObjectId") if unit is not None else None,
        marks.short(unit),
        [],
    )
    for name in ("meanAmount", "resultingAmount"):  # without meaning in EPDs: amounts stand with their modules
        if entry.first("other", "amount") is not None:
            marks.node(entry.first(name))
    for amount in entry.all("other", "amount"):
        marks.node(amount)
        result.amounts.append((amount.attributes.get("module", "?"), amount.attributes.get("scenario"), amount.text.strip()))
    return result


def _flow(exchange: Node, archive: Archive | None, marks: _Marks, notes: Notes) -> Flow:
    """The reference flow: its amount, and from its own data set what one unit of it is."""
    reference = marks.node(exchange.first("referenceToFlowDataSet"))
    printed = marks.value(exchange, "resultingAmount") or marks.value(exchange, "meanAmount")
    marks.node(exchange.first("meanAmount"))
    flow = Flow(number(printed, notes, "exchanges/exchange/meanAmount"), None, name=marks.short(reference))
    uuid = reference.attributes.get("refObjectId") if reference is not None else None
    data = _in_archive(archive, "flows", uuid, notes)
    if data is None:
        return flow
    own = data.first("flowInformation", "quantitativeReference", "referenceToReferenceFlowProperty")
    for entry in data.all("flowProperties", "flowProperty"):
        link = entry.first("referenceToFlowPropertyDataSet")
        kind = link.attributes.get("refObjectId") if link is not None else None
        names = _Marks().short(link)
        flow.properties.append(
            Property(
                kind,
                names or kind or "?",
                number(entry.value("meanValue"), notes, "flowProperties/flowProperty/meanValue"),
                _unit_of(archive, kind, notes),
                own is not None and entry.attributes.get("dataSetInternalID") == own.text.strip(),
            )
        )
    for entry in data.all("flowInformation", "dataSetInformation", "other", "MatML_Doc", "Material"):
        notes.detail("material properties", " ".join(child.text.strip() for child in entry.children if child.text.strip()))
    return flow


def _unit_of(archive: Archive | None, kind: str | None, notes: Notes) -> str | None:
    """The reference unit of a flow property, through its unit group."""
    known = {ilcd.MASS: "kg", **dict.fromkeys(ilcd.CARBON, "kg")}.get((kind or "").lower())
    group = _in_archive(archive, "flowproperties", kind, notes)
    link = group.first("flowPropertiesInformation", "quantitativeReference", "referenceToReferenceUnitGroup") if group is not None else None
    units = _in_archive(archive, "unitgroups", link.attributes.get("refObjectId") if link is not None else None, notes)
    if units is None:
        return known
    reference = units.value("unitGroupInformation", "quantitativeReference", "referenceToReferenceUnit")
    for unit in units.all("units", "unit"):
        mean = number(unit.value("meanValue"), notes, "units/unit/meanValue")
        if unit.attributes.get("dataSetInternalID") == reference and mean in (None, Decimal(1)):
            return unit.value("name")
    return known


def _in_archive(archive: Archive | None, folder: str, uuid: str | None, notes: Notes) -> Node | None:
    """A data set of the archive by its identifier; the name of its file begins with it, a version may follow."""
    if archive is None or not uuid:
        return None
    for name in archive.names:
        parts = name.lower().split("/")
        if len(parts) > 1 and parts[-2] == folder and parts[-1].endswith(".xml") and parts[-1].startswith(uuid.lower()):
            return parse_xml(archive.read(name), f"{notes.file}:{name}" if notes.file else name)
    return None


def processes(archive: Archive, file: str | None) -> list[Node]:
    """The process data sets of an archive."""
    found = []
    for name in archive.names:
        parts = name.lower().split("/")
        if len(parts) > 1 and parts[-2] == "processes" and parts[-1].endswith(".xml"):
            found.append(parse_xml(archive.read(name), f"{file}:{name}" if file else name))
            if len(found) > MOST_PROCESSES:
                raise DocumentError(
                    Finding(
                        f"more than {MOST_PROCESSES} processes in one archive", f"一个压缩包中的过程超过 {MOST_PROCESSES} 个", file=file
                    )
                )
    return found
