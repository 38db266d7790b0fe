"""Reading interchange files: one EPD of 100 kB, a folder of a thousand, and other readers beside it where they are installed (`pip install -e '.[bench]'`)."""

from __future__ import annotations

import contextlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench.measure import Measurement, machine
from crosswalk.formats.registry import read_foreign

MODULES = ("A1", "A2", "A3", "A1-A3", "A4", "A5", "C3", "C4", "D")
AMOUNTS = (1.25, 2.5, 3.75, 7.5, 0, 1, 2, 3, 4)
METHODS = ("77e416eb-a363-4258-a04e-171d843a6460", *(f"00000000-0000-4000-8000-{number:012}" for number in range(1, 36)))
UNIT = "1ebf3012-d0db-4de2-aefd-ef30cedb0be1"
TEXTS = 78


def xml() -> bytes:
    """An ILCD+EPD data set of 100 kB: 36 indicators in 9 modules, and the texts that fill such files."""
    amounts = "".join(f'<epd:amount epd:module="{module}">{value}</epd:amount>' for module, value in zip(MODULES, AMOUNTS, strict=True))
    unit = f'<epd:referenceToUnitGroupDataSet refObjectId="{UNIT}"/>'
    results = "".join(
        f'<LCIAResult><referenceToLCIAMethodDataSet refObjectId="{method}"/><meanAmount>0.0</meanAmount><c:other>{amounts}{unit}</c:other></LCIAResult>'
        for method in METHODS
    )
    texts = f"<c:generalComment xml:lang='en'>{'text ' * 190}</c:generalComment>" * (TEXTS - 4)
    return (
        '<processDataSet xmlns="http://lca.jrc.it/ILCD/Process" xmlns:c="http://lca.jrc.it/ILCD/Common" version="1.1" '
        f'xmlns:epd="http://www.iai.kit.edu/EPD/2013"><processInformation><dataSetInformation><c:UUID>{METHODS[1]}</c:UUID>'
        f"<name><baseName xml:lang='en'>Panel</baseName></name>{texts}</dataSetInformation><time><c:referenceYear>2024</c:referenceYear></time>"
        f"</processInformation><LCIAResults>{results}</LCIAResults></processDataSet>"
    ).encode()


def soda4lca() -> bytes:
    """The same data set as JSON, the way a server gives it."""

    def said(text: str) -> list[dict[str, str]]:
        return [{"value": text, "lang": "en"}]

    results = [
        {
            "referenceToLCIAMethodDataSet": {"type": "LCIA method data set", "refObjectId": method, "shortDescription": said("GWP")},
            "meanAmount": 0.0,
            "other": {
                "anies": [
                    *({"module": module, "value": str(value)} for module, value in zip(MODULES, AMOUNTS, strict=True)),
                    {
                        "name": "referenceToUnitGroupDataSet",
                        "value": {"type": "unit group data set", "refObjectId": UNIT, "shortDescription": said("kg CO2-eq.")},
                    },
                ]
            },
        }
        for method in METHODS
    ]
    flow = {
        "dataSetInternalID": 0,
        "referenceFlow": True,
        "meanAmount": 1.0,
        "resultingAmount": 1.0,
        "resultingflowAmount": 1.0,
        "referenceToFlowDataSet": {"type": "flow data set", "refObjectId": METHODS[2], "shortDescription": said("Panel")},
        "flowProperties": [
            {"name": said("Mass"), "uuid": METHODS[3], "referenceFlowProperty": True, "meanValue": 1.0, "referenceUnit": "kg"}
        ],
    }
    data = {
        "processInformation": {
            "dataSetInformation": {
                "UUID": METHODS[1],
                "name": {"baseName": said("Panel")},
                "generalComment": said("text " * 190) * (TEXTS - 4),
            },
            "quantitativeReference": {"referenceToReferenceFlow": [0]},
            "time": {"referenceYear": 2024, "dataSetValidUntil": 2029},
            "geography": {"locationOfOperationSupplyOrProduction": {"location": "DE"}},
        },
        "modellingAndValidation": {
            "LCIMethodAndAllocation": {"typeOfDataSet": "EPD", "other": {"anies": [{"name": "subType", "value": "generic dataset"}]}},
            "complianceDeclarations": {
                "compliance": [
                    {
                        "referenceToComplianceSystem": {
                            "type": "source data set",
                            "refObjectId": "b00f9ec0-7874-11e3-981f-0800200c9a66",
                            "shortDescription": said("EN 15804"),
                        }
                    }
                ]
            },
        },
        "administrativeInformation": {"publicationAndOwnership": {"dataSetVersion": "00.00.001"}},
        "exchanges": {"exchange": [flow]},
        "LCIAResults": {"LCIAResult": results},
        "version": "1.1",
    }
    return json.dumps(data).encode()


def files() -> list[Measurement]:
    """From bytes to the footprint, in one process; then the folder with the command line; then beside others."""
    found = [_one(content, name) for content, name in ((xml(), "read_ilcd_xml_100kb"), (soda4lca(), "read_ilcd_json_100kb"))]
    return [*found, _folder(), *_beside()]


def _one(content: bytes, name: str) -> Measurement:
    read_foreign(content, name)
    value = round(statistics.median(_milliseconds(lambda: read_foreign(content, name)) for _ in range(31)), 2)
    return Measurement(name, value, "ms", 10, value <= 10, 31, machine(), f"{len(content)} bytes")


def _folder(count: int = 1000) -> Measurement:
    content = xml()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"{number:04}.xml").write_bytes(content)
        command = [sys.executable, "-m", "crosswalk.cli", "read", folder, "--output", str(Path(folder, ".out"))]
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            runs.append(time.perf_counter() - start)
    value = statistics.median(runs)
    return Measurement(
        f"read_folder_of_{count}", round(value, 2), "s", None, None, len(runs), machine(), f"{value / count * 1000:.2f} ms a file"
    )


def _beside() -> list[Measurement]:
    """The ratio of our time to that of another reader, run in turn on the same content."""
    found = []
    for name, prepare, own in (("lcax", _lcax, soda4lca()), ("ilcdlib", _ilcdlib, _archive())):
        try:
            other = prepare(own)
        except ImportError:
            print(f"{name} is not installed: not measured beside it", file=sys.stderr)
            continue
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            other(), read_foreign(own, name)
            pairs = [(_milliseconds(lambda own=own, name=name: read_foreign(own, name)), _milliseconds(other)) for _ in range(31)]  # type: ignore[misc]
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        detail = f"{ours:.2f} ms against {theirs:.2f} ms"
        found.append(Measurement(f"read_ilcd_vs_{name}", round(ratio, 3), "ratio", None, None, len(pairs), machine(), detail))
    return found


def _archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ILCD/processes/p.xml", xml())
    return stream.getvalue()


def _lcax(content: bytes) -> Callable[[], object]:
    convert = import_module("lcax").convert_ilcd
    text = content.decode()
    return lambda: convert(text)


def _ilcdlib(content: bytes) -> Callable[[], object]:
    archive, reader = import_module("ilcdlib.medium.archive"), import_module("ilcdlib.epd.reader")

    def read() -> object:
        return reader.IlcdEpdReader("p", None, archive.ZipIlcdReader(io.BytesIO(content))).to_openepd_declaration("en")

    return read


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
