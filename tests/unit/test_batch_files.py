"""`crosswalk batch`: formats, rows that are refused, runs that are interrupted, files that are hostile."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.batch.files import Settings, job, translate_file
from crosswalk.batch.files.chunk import ROW, Chunk, gathered
from crosswalk.batch.files.work import claimed
from crosswalk.cli import main
from crosswalk.errors import InputError

SOURCE, TARGET = "cn/gbt-51366-2019", "eu/en-15978-2011"
PAIR = ("--from", SOURCE, "--to", TARGET)
HEADER = ["id", "production [t CO2e]", "operational-energy/heat", "remark"]
ROWS: list[list[Any]] = [
    ["A", "386.2", "1000", "office"],
    ["007", "0.25", "", "=1+1"],
    ["C", "12.5", "0", "-3.5"],
    ["B", "1e2", "7", "学校"],
]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["batch", *map(str, words)])


def to_csv(path: Path, rows: list[list[Any]], header: list[str] = HEADER, **options: Any) -> Path:
    with path.open("w", encoding=options.pop("encoding", "utf-8"), newline="") as stream:
        csv.writer(stream, **options).writerows([header, *rows])
    return path


def to_xlsx(path: Path, rows: list[list[Any]], header: list[str] = HEADER) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (header, *rows):
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def to_parquet(path: Path, rows: list[list[Any]], header: list[str] = HEADER) -> Path:
    columns = [list(column) for column in zip(*rows, strict=True)]
    data = {
        name: [None if cell == "" else float(cell) for cell in column] if place in (1, 2) else column
        for place, (name, column) in enumerate(zip(header, columns, strict=True))
    }
    pq.write_table(pa.table(data), path)
    return path


def numeric(rows: list[list[Any]]) -> list[list[Any]]:
    return [[row[0], float(row[1]), "" if row[2] == "" else float(row[2]), row[3]] for row in rows]


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        names, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        return [dict(zip(map(str, names), row, strict=True)) for row in rows]
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: cell or None for key, cell in row.items()} for row in csv.DictReader(stream)]


def scalar(row: list[Any]) -> cw.Translation:
    figures = [{"stage": "production", "value": f"{row[1]} t CO2e"}]
    if row[2] != "":
        figures.append({"stage": "operational-energy", "source": "heat", "value": f"{row[2]} kg CO2e"})
    return cw.translate({"standard": SOURCE, "figures": figures}, TARGET)


MAKERS = {".csv": to_csv, ".xlsx": to_xlsx, ".parquet": to_parquet}


@pytest.mark.parametrize("given", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("wanted", [".csv", ".tsv", ".xlsx", ".parquet"])
def test_every_format_gives_the_numbers_of_translate(tmp_path: Path, given: str, wanted: str) -> None:
    file = MAKERS[given](tmp_path / f"in{given}", ROWS)
    output = tmp_path / f"out{wanted}"
    done = run(file, *PAIR, "-o", output, "--chunk", "3", "--format", "json")
    assert done.exit_code == 0, done.output
    counted = json.loads(done.stdout)
    assert (counted["read"], counted["translated"], counted["rejected"]) == (4, 4, 0)
    if wanted == ".tsv":
        output = output.rename(tmp_path / "out.csv")
        output.write_text(output.read_text("utf-8").replace("\t", ","), "utf-8")
    found = rows_of(output)
    assert [row["id"] for row in found] == [row[0] for row in ROWS]
    assert [int(row[ROW]) for row in found] == [number + (1 if given == ".parquet" else 2) for number in range(4)]
    for row, given_row in zip(found, ROWS, strict=True):
        expected = scalar(given_row)
        for figure in (expected.total, expected.shared, *expected.figures):
            if figure.indicator != expected.crosswalk.target.main_indicator.id:
                continue
            assert row[f"{figure.stage}_status"] == figure.status
            for end, bound in zip(("low", "best", "high"), figure.bounds, strict=True):
                value = row[f"{figure.stage}_{end}"]
                assert (value is None) == (bound is None)
                assert value is None or float(value) == pytest.approx(float(bound or 0), rel=1e-12)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file.name, output.name, f"out.rejected{wanted}"])


def test_rows_that_cannot_be_read_are_told_with_number_and_reason(tmp_path: Path) -> None:
    rows = [["A", "1", "2", ""], ["B", "386.2 kg", "1", ""], ["C", "n/a", "1", ""], ["D", "-4", "1", ""], ["E", "1,5", "", ""]]
    file = to_csv(tmp_path / "in.csv", [*rows, ["F", "1"], ["A", "3", "", ""], ["", "3", "", ""], ["G", "nan", "1", ""]])
    output = tmp_path / "out.csv"
    done = run(file, *PAIR, "-o", output)
    assert done.exit_code == 3, "every row is refused"
    file.write_text(file.read_text("utf-8") + "H,2,,\n\nI,x,,\n", "utf-8")
    done = run(file, *PAIR, "-o", output, "--chunk", "2")
    assert done.exit_code == 0, done.output
    assert [row["id"] for row in rows_of(output)] == ["H"]
    refused = {int(row[ROW]): row for row in rows_of(tmp_path / "out.rejected.csv")}
    assert sorted(refused) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 13]  # 11 is H, 12 is blank
    for number, word in {2: "2 rows have the id 'A'", 3: "one unit", 4: "empty", 5: "negative", 6: "--decimal-comma", 7: "2 cells"}.items():
        assert word in refused[number]["reason_en"], refused[number]
    for number, word in {8: "row 2", 9: "no id", 10: "'nan' is no number", 13: "'x' is no number"}.items():
        assert word in refused[number]["reason_en"], refused[number]
    assert all(row["reason_zh"] for row in refused.values())
    assert refused[3]["production [t CO2e]"] == "386.2 kg", "as it stands in the file"


def test_texts_that_are_formulas_are_harmless(tmp_path: Path) -> None:
    file = to_csv(tmp_path / "in.csv", [["A", "1", "2", '=HYPERLINK("x")'], ["B", "1", "2", "@cmd"], ["C", "1", "2", "-3.5"]])
    assert run(file, *PAIR, "-o", tmp_path / "out.csv").exit_code == 0
    assert [row["remark"] for row in rows_of(tmp_path / "out.csv")] == ['\'=HYPERLINK("x")', "'@cmd", "-3.5"]
    assert run(file, *PAIR, "-o", tmp_path / "out.xlsx").exit_code == 0
    kept = [row[4] for row in openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in kept] == [('=HYPERLINK("x")', "s"), ("@cmd", "s"), ("-3.5", "s")]


def test_a_text_that_no_cell_holds_is_refused_and_not_cut(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(f"id,production [t CO2e],remark\nA,4634.4,{'x' * 32_768}\n", "utf-8")
    done = run(file, *PAIR, "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 3
    assert "32,767" in done.stderr
    assert "out.xlsx" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()
    assert run(file, *PAIR, "-o", tmp_path / "out.csv").exit_code == 0
    assert len(rows_of(tmp_path / "out.csv")[0]["remark"]) == 32_768


def test_delimiter_decimal_comma_and_encoding(tmp_path: Path) -> None:
    file = to_csv(tmp_path / "in.csv", [["甲", "1,5", "2", "备注"]], delimiter=";", encoding="gb18030")
    refused = run(file, *PAIR, "-o", tmp_path / "out.csv")
    assert refused.exit_code == 3
    assert "--encoding gb18030" in refused.stderr
    assert run(file, *PAIR, "-o", tmp_path / "out.csv", "--encoding", "gb18030", "--decimal-comma").exit_code == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["id"], row["A1-A3_best"]) == ("甲", "1500")
    assert run(file, *PAIR, "-o", tmp_path / "out.csv", "--encoding", "klingon").exit_code == 3


def test_a_layout_with_units_years_and_regions(tmp_path: Path) -> None:
    layout = tmp_path / "layout.yaml"
    layout.write_text(
        f"standard: {SOURCE}\nid: $nr\nyear: $year\ndeclared_unit: 1 m**2\nfigures:\n"
        "  - {stage: production, value: $amount, unit: $unit}\n"
        "  - {stage: operational-energy, source: electricity, activity: {electricity: $kwh kWh, region: $region}}\n",
        "utf-8",
    )
    rows = [["1", "0.4", "t CO2e", "2944", "CN-BJ", "2023"], ["2", "300", "kg CO2e", "", "", ""], ["3", "1", "furlong", "", "", "2023"]]
    file = to_csv(tmp_path / "in.csv", rows, ["nr", "amount", "unit", "kwh", "region", "year"])
    done = run(file, "--layout", layout, "--to", TARGET, "-o", tmp_path / "out.parquet")
    assert done.exit_code == 0, done.output
    first, second = rows_of(tmp_path / "out.parquet")
    activity = {"stage": "operational-energy", "source": "electricity", "activity": {"electricity": "2944 kWh", "region": "CN-BJ"}}
    production = {"stage": "production", "value": "0.4 t CO2e"}
    expected = cw.translate({"standard": SOURCE, "year": 2023, "declared_unit": "1 m**2", "figures": [production, activity]}, TARGET)
    assert first["B6_low"] == pytest.approx(float(expected.figure("B6").bounds[0] or 0), rel=1e-12)
    assert (first["A1-A3_best"], second["A1-A3_best"]) == (400.0, 300.0)
    (refused,) = rows_of(tmp_path / "out.rejected.parquet")
    assert (refused["nr"], refused["unit"]) == ("3", "furlong")
    layout.write_text(layout.read_text("utf-8").replace("$kwh", "$kwhs"), "utf-8")
    wrong = run(file, "--layout", layout, "--to", TARGET, "-o", tmp_path / "out.parquet")
    assert wrong.exit_code == 3
    assert "layout.yaml:7: figures[1].activity.electricity" in wrong.stderr
    assert "nearest: kwh" in wrong.stderr


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"

    def refused(file: Path, word: str, *options: str) -> None:
        done = run(file, *PAIR, "-o", output, *options)
        assert done.exit_code == 3, done.output
        assert word in done.stderr, done.stderr
        assert not output.exists()
        assert not list(tmp_path.glob(".*")), "nothing is left behind"

    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    refused(empty, "the file is empty")
    refused(to_csv(tmp_path / "rows.csv", []), "holds no rows")
    refused(tmp_path / "none.csv", "no such file")
    refused(to_csv(tmp_path / "twice.csv", ROWS, ["id", "production", "production", "x"]), "two columns are named 'production'")
    refused(to_csv(tmp_path / "near.csv", ROWS, ["id", "prodction", "heat", "x"]), "nearest: production")
    refused(to_csv(tmp_path / "none2.csv", ROWS, ["nr", "x", "y", "z"]), "no column holds a figure")
    refused(to_csv(tmp_path / "all.csv", [["A", "x", "", ""]]), "none of 1 rows")
    (tmp_path / "open.csv").write_text('id,production\nA,"1\n' + "x" * 200_000, "utf-8")
    refused(tmp_path / "open.csv", "row 2 cannot be read")
    (tmp_path / "long.csv").write_text("id,production\n" + "1" * 1_100_000, "utf-8")
    refused(tmp_path / "long.csv", "longer than")
    (tmp_path / "no.parquet").write_bytes(b"PAR1 nothing")
    refused(tmp_path / "no.parquet", "no sound Parquet file")
    typed = to_parquet(tmp_path / "typed.parquet", ROWS)
    pq.write_table(pq.read_table(typed).set_column(1, HEADER[1], pa.array(["1", "2", "3", "4"])), typed)
    refused(typed, "is of type String")
    assert run(typed, *PAIR, "-o", tmp_path / "out.cvs").exit_code == 3
    assert run(typed, *PAIR, "-o", typed).exit_code == 3, "the input is not replaced"
    assert run(typed, "--to", TARGET, "-o", output).exit_code == 2, "no standard of the declarations"


def test_workbooks_without_saved_results_and_hostile_ones(tmp_path: Path) -> None:
    file = to_xlsx(tmp_path / "in.xlsx", [["A", 1.5, "=1+1", "x"], ["B", "=2*3", 4, "x"], ["C", 2, 4, "=A1"], ["D", "#N/A", 4, "x"]])
    done = run(file, *PAIR, "-o", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    assert [row["id"] for row in rows_of(tmp_path / "out.csv")] == ["C"], "a formula in a column that nobody reads is no matter"
    reasons = [(row[ROW], row["field"], row["reason_en"][:20]) for row in rows_of(tmp_path / "out.rejected.csv")]
    assert [reason[:2] for reason in reasons] == [("2", HEADER[2]), ("3", HEADER[1]), ("5", HEADER[1])]
    assert [reason[2] for reason in reasons] == ["the cell is a formul", "the cell is a formul", "'#N/A' is no number;"]
    book = openpyxl.load_workbook(file)
    book.create_sheet("second")
    book.save(tmp_path / "two.xlsx")
    two = run(tmp_path / "two.xlsx", *PAIR, "-o", tmp_path / "o.csv")
    assert two.exit_code == 3
    assert "--sheet" in two.stderr
    assert run(tmp_path / "two.xlsx", *PAIR, "-o", tmp_path / "o.csv", "--sheet", "Sheet").exit_code == 0

    def changed(name: str, content: bytes) -> Result:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "bad.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                new.writestr(info.filename, content if info.filename == name else old.read(info))
        return run(tmp_path / "bad.xlsx", *PAIR, "-o", tmp_path / "o.csv")

    bomb = changed("xl/styles.xml", b" " * 5_000_000)
    assert bomb.exit_code == 3
    assert "unpacks to" in bomb.stderr
    entity = changed("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')
    assert entity.exit_code == 3
    assert "DOCTYPE" in entity.stderr
    broken = changed("xl/workbook.xml", b"<workbook")
    assert broken.exit_code == 3
    assert "no sound XLSX workbook" in broken.stderr


# -- runs that are interrupted -----------------------------------------------------------------------------------------------------------


def many(path: Path, rows: int = 30) -> Path:
    return to_csv(path, [[f"r{number}", str(number + 1), "" if number % 3 else "5", "x" if number % 7 else "y"] for number in range(rows)])


@pytest.fixture
def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A run of ten chunks of which three were finished."""
    file, output = many(tmp_path / "in.csv"), tmp_path / "out.csv"
    whole, calls = job._Run.chunk, []

    def stopping(self: Any, chunk: Chunk) -> Any:
        calls.append(chunk)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return whole(self, chunk)

    with monkeypatch.context() as changed:
        changed.setattr(job._Run, "chunk", stopping)
        done = run(file, *PAIR, "-o", output, "--chunk", "3")
    assert done.exit_code == 130
    assert "interrupted" in done.stderr
    assert not output.exists()
    return file, output


def chunks_of(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> tuple[Result, int]:
    whole, calls = job._Run.chunk, []
    with monkeypatch.context() as changed:
        changed.setattr(job._Run, "chunk", lambda self, chunk: calls.append(chunk) or whole(self, chunk))  # type: ignore[func-returns-value]
        done = run(*words)
    return done, len(calls)


def test_an_interrupted_run_goes_on(interrupted: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, output = interrupted
    done, count = chunks_of(monkeypatch, file, *PAIR, "-o", output, "--chunk", "3")
    assert (done.exit_code, count) == (0, 7)
    assert "3 chunks were finished already" in done.stderr
    assert run(file, *PAIR, "-o", tmp_path / "fresh.csv", "--chunk", "3").exit_code == 0
    assert output.read_bytes() == (tmp_path / "fresh.csv").read_bytes()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("what", "words"), [("the options", ["--assumptions", "none"]), ("the input", []), ("the data", []), ("", ["--restart"])]
)
def test_a_run_starts_again_when_something_changed(
    interrupted: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, what: str, words: list[str]
) -> None:
    file, output = interrupted
    if what == "the input":
        file.write_text(file.read_text("utf-8").replace("r5,", "r5x,"), "utf-8")
    if what == "the data":
        monkeypatch.setattr(job, "data_digest", lambda _library: "sha256:other")
    done, count = chunks_of(monkeypatch, file, *PAIR, "-o", output, "--chunk", "3", *words)
    assert (done.exit_code, count) == (0, 10)
    assert "finished already" not in done.stderr
    assert f"changed since are {what}" in done.stderr if what else "changed" not in done.stderr


def test_gaps_are_those_of_translate(tmp_path: Path) -> None:
    rows = [*ROWS, ["bad", "n/a", "", ""]]
    file, gaps = to_csv(tmp_path / "in.csv", rows), tmp_path / "gaps.parquet"
    done = run(file, *PAIR, "-o", tmp_path / "out.parquet", "--gaps", gaps, "--chunk", "3", "--format", "json")
    assert done.exit_code == 0, done.output
    found = rows_of(gaps)
    assert json.loads(done.stdout)["gaps"] == {"file": str(gaps), "count": len(found)}
    assert {gap[ROW] for gap in found} == {2, 3, 4, 5}
    for number, row in enumerate(ROWS, 2):
        own = [gap for gap in found if gap[ROW] == number]
        assert {gap["id"] for gap in own} == {row[0]}
        told = sorted((gap.kind, gap.stage, gap.width is None) for gap in scalar(row).gaps if gap.width is None or gap.width)
        assert sorted((gap["kind"], gap["stage"], gap["width"] is None) for gap in own) == told


def test_gaps_of_an_interrupted_run_and_of_one_that_had_none(
    interrupted: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, output = interrupted
    done, count = chunks_of(monkeypatch, file, *PAIR, "-o", output, "--chunk", "3", "--gaps", tmp_path / "gaps.csv")
    assert (done.exit_code, count) == (0, 10)
    assert "changed since are the options" in done.stderr
    assert len({gap[ROW] for gap in rows_of(tmp_path / "gaps.csv")}) == len(rows_of(output))


def test_gaps_need_a_file_of_their_own_and_columns_of_their_own(tmp_path: Path) -> None:
    file = to_csv(tmp_path / "in.csv", ROWS)
    done = run(file, *PAIR, "-o", tmp_path / "out.csv", "--gaps", tmp_path / "out.rejected.csv")
    assert done.exit_code == 3
    assert "files of their own" in done.stderr
    named = to_csv(tmp_path / "kinds.csv", [["k", "1"]], ["kind", "production"])
    layout = tmp_path / "layout.yaml"
    layout.write_text("id: kind\nfigures:\n- {stage: production, value: $production kg CO2e}\n", "utf-8")
    done = run(named, *PAIR, "-o", tmp_path / "out.csv", "--gaps", tmp_path / "gaps.csv", "--layout", layout)
    assert done.exit_code == 3
    assert "name of a column of gaps" in done.stderr


def test_rows_that_are_figures_are_refused(tmp_path: Path) -> None:
    file, layout = to_csv(tmp_path / "in.csv", ROWS), tmp_path / "layout.yaml"
    layout.write_text("each_row: figure\nid: id\nfigures:\n- {stage: $id, value: $production kg CO2e}\n", "utf-8")
    done = run(file, *PAIR, "-o", tmp_path / "out.csv", "--layout", layout)
    assert done.exit_code == 3
    assert f"{layout}:1: each_row: each row of a file is a footprint" in done.stderr


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    file, output = to_csv(tmp_path / "in.csv", ROWS), tmp_path / "out.csv"
    with claimed(output):
        done = run(file, *PAIR, "-o", output)
        assert done.exit_code == 3
        assert "another run writes this output" in done.stderr
        assert not output.exists()
    assert run(file, *PAIR, "-o", output).exit_code == 0
    assert not list(tmp_path.glob(".*"))


def test_restart_where_nothing_was_interrupted_and_a_folder_of_somebody_else(tmp_path: Path) -> None:
    file, output = many(tmp_path / "in.csv"), tmp_path / "out.csv"
    assert run(file, *PAIR, "-o", output, "--restart").exit_code == 0
    folder = tmp_path / ".out.csv.batch"
    folder.mkdir()
    (folder / "thesis.docx").write_text("mine", "utf-8")
    done = run(file, *PAIR, "-o", output)
    assert done.exit_code == 3
    assert "thesis.docx" in done.stderr
    assert (folder / "thesis.docx").exists()


def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, output = many(tmp_path / "in.csv"), tmp_path / "out.csv"

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as changed:
        changed.setattr(os, "replace", full)
        done = run(file, *PAIR, "-o", output)
    assert done.exit_code == 3
    assert "No space left on device" in done.stderr
    assert not output.exists()


def test_a_process_that_is_killed_leaves_nothing_under_the_final_name(tmp_path: Path) -> None:
    file, output = many(tmp_path / "in.csv", 60), tmp_path / "out.csv"
    command = [sys.executable, "-m", "crosswalk.cli", "batch", str(file), *PAIR, "-o", str(output), "--chunk", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    folder = tmp_path / ".out.csv.batch"
    deadline = time.monotonic() + 60
    while len(list(folder.glob("rows-*.arrow"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not output.exists()
    finished = len(list(folder.glob("rows-*.arrow")))
    assert finished >= 3
    crosswalk = cw.crosswalk(SOURCE, TARGET)
    result = translate_file(crosswalk, file, output, Settings(chunk=2))
    assert (result.continued, result.translated) == (finished, 60)
    assert [row["id"] for row in rows_of(output)] == [f"r{number}" for number in range(60)]


def test_progress_on_a_terminal_and_silence_in_pipes(tmp_path: Path) -> None:
    file = many(tmp_path / "in.csv", 50)
    command = [sys.executable, "-m", "crosswalk.cli", "batch", str(file), *PAIR, "-o", str(tmp_path / "out.csv"), "--chunk", "5"]
    piped = subprocess.run(command, capture_output=True, check=True)
    assert piped.stderr == b""
    assert piped.stdout.startswith(b"50 rows read: 50 translated")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"})
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 4096):
            shown += block
    except OSError:  # the other end of a terminal is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    assert b"rows/s" in shown
    assert b"50/50" in shown
    assert "━".encode() in shown


def test_chunks_do_not_depend_on_pieces() -> None:
    table = pa.table({ROW: list(range(1, 26)), "a": list(range(25))})
    for size in (1, 3, 7, 25):
        pieces = [Chunk(table.slice(start, size)) for start in range(0, 25, size)]
        assert [chunk.table.num_rows for chunk in gathered(pieces, 10)] == [10, 10, 5]
        assert pa.concat_tables(chunk.table for chunk in gathered(pieces, 10)).combine_chunks().equals(table.combine_chunks())


def test_many_ids_across_chunks_are_found(tmp_path: Path) -> None:
    rows = 40_000
    ids = [f"n{number}" for number in range(rows)]
    ids[39_999] = ids[3]
    pq.write_table(pa.table({"id": ids, "production": [1.0] * rows}), tmp_path / "in.parquet")
    done = run(tmp_path / "in.parquet", *PAIR, "-o", tmp_path / "out.parquet", "--chunk", "9000", "--format", "json")
    assert json.loads(done.stdout)["rejected"] == 2
    assert [row[ROW] for row in rows_of(tmp_path / "out.rejected.parquet")] == [4, 40_000]


def test_it_speaks_chinese(tmp_path: Path) -> None:
    file = to_csv(tmp_path / "in.csv", ROWS)
    assert run(file, *PAIR, "-o", tmp_path / "out.csv", "--lang", "zh").stdout.startswith("读取 4 行：换算 4 行")
    assert "文件不存在" in run(tmp_path / "none.csv", *PAIR, "-o", tmp_path / "out.csv", "--lang", "zh").stderr


amounts = st.one_of(st.none(), st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=12), st.integers(1, 5))
def test_a_row_of_a_file_gives_what_translate_gives(rows: list[tuple[Decimal | None, Decimal | None]], chunk: int) -> None:
    operator = cw.crosswalk(SOURCE, TARGET)
    printed = [[f"{at}", *("" if value is None else f"{value:f}" for value in row), "x"] for at, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        file = to_csv(Path(folder) / "in.csv", printed)
        output = Path(folder) / "out.csv"
        try:
            translate_file(operator, file, output, Settings(chunk=chunk, decimals=2))
        except InputError:
            assert all(first is None and second is None for first, second in rows)
            return
        found = {row["id"]: row for row in rows_of(output)}
    for number, production, heat, _ in printed:
        if not production and not heat:
            assert number not in found
            continue
        figures = [{"stage": "production", "value": f"{production} t CO2e"}] if production else []
        figures += [{"stage": "operational-energy", "source": "heat", "value": f"{heat} kg CO2e"}] if heat else []
        expected = operator.apply(cw.read({"standard": SOURCE, "figures": figures}))
        for figure in (expected.total, expected.shared, *expected.figures):
            if figure.indicator != operator.target.main_indicator.id:
                continue
            assert found[number][f"{figure.stage}_status"] == figure.status
            for end, bound in zip(("low", "best", "high"), figure.bounds, strict=True):
                value = found[number][f"{figure.stage}_{end}"]
                assert (value is None) == (bound is None), (figure.stage, end)
                assert value is None or float(value) == pytest.approx(float(bound or 0), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("missing", [("duckdb", "filelock", "narwhals", "openpyxl", "pyarrow"), ("narwhals",), ("pyarrow",)], ids=",".join)
def test_without_its_packages_the_command_names_the_extra_of_files(missing: tuple[str, ...], tmp_path: Path) -> None:
    source = to_csv(tmp_path / "in.csv", ROWS)
    script = f"import sys\nfor name in {missing!r}: sys.modules[name] = None\nfrom crosswalk.cli import main\nmain()"
    command = [sys.executable, "-c", script, "batch", str(source), *PAIR, "-o", str(tmp_path / "out.csv"), "--lang", "zh"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'处理批量文件需要 {missing[0]}：pip install "carbon-crosswalk[files]"\n'
