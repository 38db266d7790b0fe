"""Small files of other formats, made here. Numbers that were published name their source."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.sax.saxutils import escape, quoteattr

GWP_A1 = "77e416eb-a363-4258-a04e-171d843a6460"
GWP_30 = "6a37f984-a4b3-458a-a20a-64418c145fa2"
FOSSIL_30 = "5f635281-343e-44fb-83df-1971b155e6b6"
BIOGENIC_30 = "2356e1ab-0185-4db5-86e5-16de51c7485c"
LULUC_30 = "4331bbdb-978a-490d-8707-eeb047f01a55"
GWP_31 = "a7ea142a-9749-11ed-a8fc-0242ac120002"
COMPLIANCE_A1 = "b00f9ec0-7874-11e3-981f-0800200c9a66"
COMPLIANCE_30 = "c0016b33-8cf7-415c-ac6e-deba0d21440d"
COMPLIANCE_31 = "d4aa3ec7-b1d7-4a4a-a6cb-37af88dcc902"
CO2E_GROUP = "1ebf3012-d0db-4de2-aefd-ef30cedb0be1"
MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
VOLUME = "93a60a56-a3c8-22da-a746-0800200c9a66"
CARBON = "62e503ce-544a-4599-b2ad-bcea15a7bf20"

Amount = tuple[str, str | None, str]

# GWP of the solid wood panel, data set f63ac879-fa7d-4f91-813e-e816cbdf1927 of OEKOBAUDAT (copy: repository ocni-dtu/epdx, tests/datafixtures)
PANEL: list[Amount] = [
    ("A1", None, "-764.0695889049085"),
    ("A2", None, "24.72725059074996"),
    ("A3", None, "91.92219863019348"),
    ("A1-A3", None, "-647.4201396839651"),
    ("A5", None, "0.87278541690962"),
    ("C2", None, "0.535834904201247"),
    ("C3", None, "810.1162362231684"),
    ("D", "energetisch", "-261.09709844067464"),
    ("D", "stofflich", "-11.125577109865484"),
]
ENERGY = {"name": "energetisch", "default": True}
MATERIAL = {"name": "stofflich"}


def ilcd_json(
    results: dict[str, list[Amount]],
    *,
    compliance: tuple[str, ...] = (),
    scenarios: tuple[dict[str, Any], ...] = (),
    amount: str = "1.0",
    reference: tuple[str, str, str] | None = (VOLUME, "1.0", "m3"),
    properties: tuple[tuple[str, str], ...] = (),
    density: str | None = None,
    unit_group: str = CO2E_GROUP,
    unit: str = "kg CO2-Äqv.",
    time: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> bytes:
    """A data set the way a soda4LCA server gives it; amounts are texts there."""
    flow: dict[str, Any] = {"dataSetInternalID": 0, "referenceFlow": True, "meanAmount": float(amount), "resultingAmount": float(amount)}
    if reference is not None:
        uuid, mean, name = reference
        flow["resultingflowAmount"] = float(amount) * float(mean)
        flow["flowProperties"] = [{"uuid": uuid, "referenceFlowProperty": True, "meanValue": float(mean), "referenceUnit": name}]
        flow["flowProperties"] += [{"uuid": uuid, "meanValue": float(value)} for uuid, value in properties]
    if density is not None:
        flow["materialProperties"] = [{"name": "gross density", "value": density, "unit": "kg/m^3"}]
    data: dict[str, Any] = {
        "processInformation": {
            "dataSetInformation": {
                "UUID": "00000000-0000-4000-8000-000000000001",
                "name": {"baseName": [{"value": "Platte", "lang": "de"}]},
                "other": {"anies": [{"scenario": list(scenarios)}]},
            },
            "quantitativeReference": {"referenceToReferenceFlow": [0]},
            "time": {"referenceYear": 2020} if time is None else time,
            "geography": {"locationOfOperationSupplyOrProduction": {"location": "DE"}},
        },
        "modellingAndValidation": {
            "LCIMethodAndAllocation": {"typeOfDataSet": "EPD"},
            "validation": {"review": [{"type": "Independent external review"}]},
            "complianceDeclarations": {"compliance": [{"referenceToComplianceSystem": {"refObjectId": uuid}} for uuid in compliance]},
        },
        "exchanges": {"exchange": [flow]},
        "LCIAResults": {
            "LCIAResult": [
                {
                    "referenceToLCIAMethodDataSet": {"refObjectId": uuid, "shortDescription": [{"value": "GWP", "lang": "en"}]},
                    "meanAmount": 0.0,
                    "other": {
                        "anies": [
                            *(
                                {"module": module, "value": value} | ({} if scenario is None else {"scenario": scenario})
                                for module, scenario, value in amounts
                            ),
                            {
                                "name": "referenceToUnitGroupDataSet",
                                "value": {"refObjectId": unit_group, "shortDescription": [{"value": unit}]},
                            },
                        ]
                    },
                }
                for uuid, amounts in results.items()
            ]
        },
    }
    return json.dumps(data | (more or {}), ensure_ascii=False).encode()


def ilcd_xml(
    results: dict[str, list[Amount]],
    *,
    scenarios: tuple[dict[str, Any], ...] = (),
    amount: str = "1.0",
    flow: str = "4e1beb5b-f059-4aa9-b12a-4462eb1fa606",
    version: str = "1.3",
    expires: str | None = None,
    inside: str = "",
    before: str = "",
) -> bytes:
    """A process data set by itself."""
    said = "".join(
        f"<epd:scenario epd:name={quoteattr(entry['name'])}"
        + (' epd:default="true"' if entry.get("default") else "")
        + (f" epd:group={quoteattr(entry['group'])}" if "group" in entry else "")
        + "/>"
        for entry in scenarios
    )
    found = "".join(
        f'<LCIAResult><referenceToLCIAMethodDataSet refObjectId="{uuid}" type="LCIA method data set"/><meanAmount>0.0</meanAmount>'
        "<common:other>"
        + "".join(
            f'<epd:amount epd:module="{module}"' + (f" epd:scenario={quoteattr(scenario)}" if scenario else "") + f">{value}</epd:amount>"
            for module, scenario, value in amounts
        )
        + f'<epd:referenceToUnitGroupDataSet refObjectId="{CO2E_GROUP}"/></common:other></LCIAResult>'
        for uuid, amounts in results.items()
    )
    ends = f"<epd24:expirationDateOfEPD>{expires}</epd24:expirationDateOfEPD>" if expires else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<processDataSet xmlns="http://lca.jrc.it/ILCD/Process" '
        'xmlns:common="http://lca.jrc.it/ILCD/Common" xmlns:epd="http://www.iai.kit.edu/EPD/2013" '
        'xmlns:epd2="http://www.indata.network/EPD/2019" xmlns:epd24="http://www.indata.network/EPD/2024" '
        f'epd2:epd-version="{version}" version="1.1"><processInformation><dataSetInformation>'
        "<common:UUID>00000000-0000-4000-8000-000000000002</common:UUID>"
        '<name><baseName xml:lang="en">Panel</baseName><baseName xml:lang="zh">板材</baseName></name>'
        f"<common:other><epd:scenarios>{said}</epd:scenarios>{inside}</common:other></dataSetInformation>"
        "<quantitativeReference><referenceToReferenceFlow>7</referenceToReferenceFlow></quantitativeReference>"
        f"<time><common:referenceYear>2024</common:referenceYear><common:other>{ends}</common:other></time>"
        '<geography><locationOfOperationSupplyOrProduction location="CN"/></geography></processInformation>'
        "<modellingAndValidation><LCIMethodAndAllocation><typeOfDataSet>EPD</typeOfDataSet></LCIMethodAndAllocation>"
        "</modellingAndValidation>"
        f'<exchanges><exchange dataSetInternalID="7"><referenceToFlowDataSet refObjectId="{flow}"/>'
        f"<meanAmount>{amount}</meanAmount></exchange></exchanges><LCIAResults>{found}</LCIAResults></processDataSet>"
    ).encode()


def ilcd_zip(process: bytes, *, unit: str = "m3", mean: str = "1.0", mass: str = "510.45") -> bytes:
    """The process with its flow, flow property and unit group."""
    flow = (
        '<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow"><flowInformation><quantitativeReference>'
        "<referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty></quantitativeReference></flowInformation><flowProperties>"
        f'<flowProperty dataSetInternalID="0"><referenceToFlowPropertyDataSet refObjectId="{VOLUME}"/><meanValue>{mean}</meanValue></flowProperty>'
        f'<flowProperty dataSetInternalID="1"><referenceToFlowPropertyDataSet refObjectId="{MASS}"/><meanValue>{mass}</meanValue></flowProperty>'
        "</flowProperties></flowDataSet>"
    )
    group = "cd950537-0a98-4044-9ba7-9f9a68d0a504"
    kind = (
        '<flowPropertyDataSet xmlns="http://lca.jrc.it/ILCD/FlowProperty"><flowPropertiesInformation><quantitativeReference>'
        f'<referenceToReferenceUnitGroup refObjectId="{group}"/></quantitativeReference></flowPropertiesInformation></flowPropertyDataSet>'
    )
    units = (
        '<unitGroupDataSet xmlns="http://lca.jrc.it/ILCD/UnitGroup"><unitGroupInformation><quantitativeReference>'
        "<referenceToReferenceUnit>0</referenceToReferenceUnit></quantitativeReference></unitGroupInformation><units>"
        f'<unit dataSetInternalID="0"><name>{escape(unit)}</name><meanValue>1.0</meanValue></unit></units></unitGroupDataSet>'
    )
    return zipped(
        {
            "ILCD/processes/p.xml": process,
            "ILCD/flows/4e1beb5b-f059-4aa9-b12a-4462eb1fa606_00.00.004.xml": flow.encode(),
            f"ILCD/flowproperties/{VOLUME}.xml": kind.encode(),
            f"ILCD/unitgroups/{group}.xml": units.encode(),
        }
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


CBAM_HEADINGS = {
    "D": "Production process from which the products arise",
    "E": "Type of aggregated good or precursor",
    "F": "CN Codes",
    "G": "CN Name",
    "H": "Product name \n(used for communication with reporting declarant, e.g. on invoices)",
    "I": "SEE (direct)",
    "J": "SEE (indirect)",
    "K": "SEE (total)",
    "L": "Unit",
    "M": "Share of emissions by default value",
    "N": "Source for electricity EF",
    "O": "Embedded electricity (MWh/t)",
}
# Product of the Commission's filled example 4 of its communication template: carbon steel screws, values as saved in the workbook
SCREWS = {
    "F": "73181542",
    "H": "Screws and Nuts Art. C1",
    "I": "2.0069382352941174",
    "J": "0.40660000000000002",
    "K": "2.4135382352941175",
    "L": "tCO2e/t",
    "M": "0",
    "O": "0.6065794117647059",
}


def cbam_workbook(
    rows: list[dict[str, str]],
    *,
    headings: dict[str, str] | None = None,
    country: str = "CN",
    start: str = "45292",
    end: str = "45657",
    formulas: tuple[str, ...] = (),
    saved: bool = True,
) -> bytes:
    """A workbook with the summary sheet of the communication template; days are serial numbers (45292 is 1 January 2024)."""
    cells = {"D12": "Name of the installation (English name):", "G12": "Works", "D15": "Country:", "G15": "City", "D16": "Country:"}
    cells |= {"G16": country, "D20": "Reporting period start:", "G20": start, "D21": "Reporting period end:", "G21": end}
    cells |= {f"{column}25": text for column, text in (headings or CBAM_HEADINGS).items()}
    cells |= {f"{column}{26 + position}": value for position, row in enumerate(rows) for column, value in row.items()}
    lines: dict[int, list[str]] = {}
    for address, value in cells.items():
        number = int("".join(sign for sign in address if sign.isdigit()))
        formula = "<f>1+1</f>" if address in formulas else ""
        if formula and not saved:
            body = f'<c r="{address}">{formula}</c>'
        elif value.replace(".", "").isdigit() and not address.startswith("F"):
            body = f'<c r="{address}">{formula}<v>{value}</v></c>'
        else:
            body = f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        lines.setdefault(number, []).append(body)
    sheet = "".join(f'<row r="{number}">{"".join(found)}</row>' for number, found in sorted(lines.items()))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    versions = '<row r="9"><c r="E9" t="inlineStr"><is><t>2.1.1</t></is></c></row>'
    return zipped(
        {
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets><sheet name="0_Versions" sheetId="1" r:id="rId1"/>'
                '<sheet name="Summary_Communication" sheetId="2" r:id="rId2"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{versions}</sheetData></worksheet>'.encode(),
            "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'.encode(),
        }
    )


def pact_v3(**pcf: Any) -> dict[str, Any]:
    """A product footprint of PACT data model 3; numbers are texts there. All are invented."""
    return {
        "id": "00000000-0000-4000-8000-000000000003",
        "specVersion": "3.0.0",
        "status": "Active",
        "productNameCompany": "Polypropylene",
        "pcf": {
            "declaredUnitOfMeasurement": "kilogram",
            "declaredUnitAmount": "1",
            "productMassPerDeclaredUnit": "1",
            "referencePeriodStart": "2025-01-01T00:00:00Z",
            "referencePeriodEnd": "2026-01-01T00:00:00Z",
            "pcfExcludingBiogenicUptake": "4.20",
            "pcfIncludingBiogenicUptake": "4.05",
            "biogenicCO2Uptake": "-0.15",
            "fossilGhgEmissions": "4.12",
            "fossilCarbonContent": "0.85",
            "biogenicCarbonContent": "0.04",
            "ipccCharacterizationFactors": ["AR6"],
            "crossSectoralStandards": ["ISO14067"],
            "exemptedEmissionsPercent": "0",
            "geographyCountry": "CN",
            "dqi": {"technologicalDQR": "2.0"},
        }
        | pcf,
    }
