"""Run every benchmark and write `bench/results/latest.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.measure import Measurement, call_microseconds, process_ratio, python
from crosswalk import Footprint, crosswalk, read

ROOT = Path(__file__).resolve().parent.parent
OFFICE = ROOT / "examples" / "office-gbt51366.yaml"
REFERENCE = "import pydantic, pint\nclass M(pydantic.BaseModel):\n    a: int\npint.UnitRegistry()"


def cold_start() -> list[Measurement]:
    translate = [
        sys.executable,
        "-m",
        "crosswalk.cli",
        "translate",
        str(OFFICE),
        "--to",
        "eu/en-15978-2011",
        "--format",
        "json",
    ]
    table = [*translate[:-1], "table"]
    return [
        process_ratio("cold_translate_json_vs_pydantic_and_pint", translate, python(REFERENCE), 1.6),
        process_ratio("cold_translate_table_vs_pydantic_and_pint", table, python(REFERENCE), 1.6),
        process_ratio("import_crosswalk_vs_import_pydantic", python("import crosswalk"), python("import pydantic"), 1.5),
    ]


def twelve_lines(number: int) -> Footprint:
    """A building of twelve lines: nested, by source, by gas, with an activity."""
    value = 300 + number % 100
    return read(
        {
            "standard": "cn/gbt-51366-2019",
            "subject": {
                "kind": "building",
                "gross_floor_area": "12000 m**2",
                "service_life": "50 a",
                "location": "CN-BJ",
            },
            "declared_unit": "1 m**2",
            "year": 2023,
            "figures": [
                {"stage": "production", "value": f"{value}.2 kg CO2e"},
                {"stage": "A1", "value": "120.5 kg CO2e"},
                {"stage": "A3", "gas": "CH4", "mass": "0.021 kg"},
                {"stage": "transport", "value": "11.4 kg CO2e"},
                {"stage": "construction", "source": "electricity", "value": "4.4 kg CO2e"},
                {"stage": "construction", "source": "combustion", "value": "2.9 kg CO2e"},
                {
                    "stage": "operational-energy",
                    "source": "electricity",
                    "activity": {"electricity": "2944 kWh", "factor": "0.5306 kg CO2/kWh"},
                },
                {"stage": "operational-energy", "source": "combustion", "value": "35 kg CO2e"},
                {"stage": "operational-energy", "source": "heat", "value": "12 kg CO2e"},
                {"stage": "refrigerants", "value": "6.1 kg CO2e"},
                {"stage": "carbon-sink", "value": "-3.3 kg CO2e"},
                {"stage": "demolition", "value": "9.1 kg CO2e"},
            ],
        }
    )


def warm() -> list[Measurement]:
    operator = crosswalk("cn/gbt-51366-2019", "eu/en-15978-2011")
    footprints = [twelve_lines(number) for number in range(200)]
    return [
        call_microseconds("warm_apply_12_lines", lambda number: operator.apply(footprints[number]), 150),
        call_microseconds("warm_apply_12_lines_with_gaps", lambda number: operator.apply(footprints[number]).gaps, None, each=50),
        call_microseconds(
            "warm_apply_12_lines_to_json",
            lambda number: operator.apply(footprints[number]).to_json(),
            None,
            runs=11,
            each=10,
        ),
    ]


def main() -> None:
    results = [*cold_start(), *warm()]
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "latest.json").write_text(json.dumps([entry.row() for entry in results], indent=2) + "\n", encoding="utf-8")
    for entry in results:
        verdict = "" if entry.ok is None else "ok" if entry.ok else "MISSED"
        goal = "" if entry.target is None else f" (target {entry.target})"
        print(f"{entry.name:45} {entry.value:>9} {entry.unit}{goal} {verdict} {entry.detail}")


if __name__ == "__main__":
    main()
