"""Run every benchmark; write `bench/results/latest.json` and the table of `docs/performance.md`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.files import files
from bench.frames import frames
from bench.library import compiling, load, memory
from bench.measure import Measurement, call_microseconds, machine, process_ratio, python
from bench.registers import registers
from bench.table import write
from crosswalk import Footprint, crosswalk, equivalent, label_matrix, read

ROOT = Path(__file__).resolve().parent.parent
OFFICE = ROOT / "examples" / "office-gbt51366.yaml"
REFERENCE = "import pydantic, pint\nclass M(pydantic.BaseModel):\n    a: int\npint.UnitRegistry()"


TRANSLATE = ["translate", str(OFFICE), "--to", "eu/en-15978-2011", "--format", "json"]


def cold_start() -> list[Measurement]:
    translate = [sys.executable, "-m", "crosswalk.cli", *TRANSLATE]
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
        call_microseconds("warm_apply_12_lines", lambda number: operator.apply(footprints[number]), 100),
        call_microseconds("warm_apply_12_lines_with_gaps", lambda number: operator.apply(footprints[number]).gaps, None, each=50),
        call_microseconds(
            "warm_apply_12_lines_to_json",
            lambda number: operator.apply(footprints[number]).to_json(),
            None,
            runs=11,
            each=10,
        ),
    ]


CHAIN = ("7318 15 42", "7213 91 20", "7207 11 14", "7201 10 11")  # screws from wire rod from semi-finished steel from pig iron


def installation(width: int, level: int = 0) -> dict[str, Any]:
    """A Chinese installation and its good, with `width` precursors on each of three levels, each from an installation of its own."""
    precursors = [{"footprint": installation(width, level + 1), "amount": f"{90000 + each} t"} for each in range(width if level < 3 else 0)]
    return {
        "standard": "cn/gbt-32151.5-2015",
        "subject": {"kind": "installation", "cn_code": CHAIN[level], "origin": "CN", "production_year": 2026, "location": "CN"},
        "declared_unit": "1 t",
        "activity_level": "100000 t",
        "figures": [
            {"stage": "A3.process", "source": "combustion", "value": "150000 t CO2e"},
            {"stage": "A3.process", "source": "electricity", "activity": {"electricity": "60000 MWh", "factor": "0.5703 t CO2/MWh"}},
            {"stage": "A3.auxiliary", "value": "900 t CO2e"},
        ],
        "precursors": precursors,
    }


def precursors(declarations: int = 1000) -> list[Measurement]:
    """Declarations with precursors three levels deep: the time for each installation must not grow with their number."""
    operator = crosswalk("cn/gbt-32151.5-2015", "eu/cbam-2023-956")
    narrow, wide = read(installation(1)), read(installation(4))  # 4 and 85 installations
    operator.apply(narrow), operator.apply(wide)
    ratios, seconds = [], []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(declarations):
            operator.apply(narrow)
        middle = time.perf_counter()
        for _ in range(declarations // 20):
            operator.apply(wide)
        end = time.perf_counter()
        seconds.append(middle - start)
        ratios.append((end - middle) / (declarations // 20) / 85 / ((middle - start) / declarations / 4))
    name = "precursors_85_installations_vs_4_each"
    ratio = round(statistics.median(ratios), 3)
    per = statistics.median(seconds) / declarations * 10_000
    detail = f"10 000 declarations of 4 installations: {per:.1f} s"
    return [Measurement(name, ratio, "ratio", 1.3, ratio <= 1.3, len(ratios), machine(), detail)]


def labels() -> list[Measurement]:
    """All labels of a field against each other, and one pair with its counter-example; compiled crosswalks are warm."""
    pair = ("cn/tcab-0078-2020#low-carbon", "cn/tcab-0078-2020#clean")
    return [
        call_microseconds("label_matrix_energy", lambda _: label_matrix("energy"), None, runs=7, each=3),
        call_microseconds("label_matrix_buildings", lambda _: label_matrix("buildings"), None, runs=7, each=3),
        call_microseconds("equivalent_with_counter_example", lambda _: equivalent(*pair), None, runs=7, each=20),
    ]


def loans(rows: int = 100_000) -> list[Measurement]:
    """A book of loans in one call, from PCAF to SFDR, invented figures."""
    import polars as pl

    from crosswalk.finance.frame import attribute_frame

    classes = ("business-loans-and-unlisted-equity", "project-finance", "mortgages", "listed-equity-and-bonds")
    columns: dict[str, list[Any]] = {
        "class": [classes[place % 4] for place in range(rows)],
        "listed": [place % 3 == 0 for place in range(rows)],
    }
    for offset, name in enumerate(("balance", "equity", "debt", "evic", "value_at_origination", "scope1_co2e", "scope2_co2e")):
        columns[name] = [1.0 + (place * 7 + offset * 13) % 50 + (10 if name != "balance" else 0) * 10 for place in range(rows)]
    frame = pl.DataFrame(columns)

    def under(target: str) -> Measurement:
        return call_microseconds(
            f"book_of_{rows}_loans_{target}", lambda _: attribute_frame(frame, "PCAF", target, year=2024, currency="EUR"), None, 5, 1
        )

    return [under("PCAF"), under("SFDR")]


def main() -> None:
    results = [
        *cold_start(),
        *load(),
        *compiling(),
        *memory(TRANSLATE),
        *warm(),
        *precursors(),
        *labels(),
        *files(),
        *loans(),
        *frames(),
        *registers(),
    ]
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    (folder / "latest.json").write_text(json.dumps([entry.row() for entry in results], indent=2) + "\n", encoding="utf-8")
    write(ROOT / "docs" / "performance.md", results)
    for entry in results:
        verdict = "" if entry.ok is None else "ok" if entry.ok else "MISSED"
        goal = "" if entry.target is None else f" (target {entry.target})"
        print(f"{entry.name:45} {entry.value:>9} {entry.unit}{goal} {verdict} {entry.detail}")


if __name__ == "__main__":
    main()
