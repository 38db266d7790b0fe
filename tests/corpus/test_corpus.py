"""Files that once broke a reader, or are known to break others: each is read or refused by a typed error, in time. `make fuzz` adds to them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from crosswalk.errors import CrosswalkError
from tools import fuzz

FILES = sorted(path for path in fuzz.CORPUS.iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_corpus_breaks_nothing(path: Path) -> None:
    target, _, what = path.name.partition("--")
    assert what
    assert fuzz.broken(target, path.read_bytes()) is None


def test_every_reader_has_its_corpus() -> None:
    assert {path.name.partition("--")[0] for path in FILES} == set(fuzz.TARGETS)


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_sound_files_are_read(target: str) -> None:
    """Damaged files say something only where the sound ones are understood."""
    sound = fuzz.seeds(target)
    understood = 0
    for content in sound:
        try:
            fuzz.TARGETS[target](content)
        except CrosswalkError:
            continue
        understood += 1
    assert understood >= min(3, len(sound)) or target == "table"
    assert understood


def test_a_reader_that_breaks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(content: bytes) -> None:
        content.decode("ascii")

    monkeypatch.setitem(fuzz.TARGETS, "quantity", breaks)
    assert fuzz.broken("quantity", b"1 kg") is None
    assert str(fuzz.broken("quantity", b"\xff")).startswith("UnicodeDecodeError")


@pytest.mark.skipif(sys.platform == "win32", reason="no timers there")
def test_a_reader_that_takes_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleeps(_content: bytes) -> None:
        time.sleep(30)

    monkeypatch.setitem(fuzz.TARGETS, "quantity", sleeps)
    monkeypatch.setattr(fuzz, "SECONDS", 0.2)
    assert str(fuzz.broken("quantity", b"1 kg")).startswith("TimeoutError")


def test_the_fuzzer_keeps_what_breaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def breaks(content: bytes) -> None:
        if b"9" in content:
            raise KeyError("nine")

    monkeypatch.setattr(fuzz, "TARGETS", {"quantity": breaks})
    monkeypatch.setattr(fuzz, "CORPUS", tmp_path)
    monkeypatch.setattr(fuzz, "MEMORY", -1)  # as it is: a limit would hold for the tests that follow
    monkeypatch.setattr(sys, "argv", ["fuzz", "0.5", "1"])
    with pytest.raises(SystemExit) as ended:
        fuzz.main()
    assert ended.value.code == 1
    (kept,) = tmp_path.iterdir()
    assert b"9" in kept.read_bytes()
    assert "KeyError: 'nine'" in capsys.readouterr().out
