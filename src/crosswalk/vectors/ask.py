"""Ask an implementation: this library in the same process, or a program by its command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosswalk.errors import CrosswalkError, InputError

if TYPE_CHECKING:
    from crosswalk.model.vectors import Vector

SECONDS = 60
"""How long a program may take for one case."""


@dataclass(frozen=True)
class Answer:
    """What came back: the exit status, the result as plain data, and of an error its name and field where they are known."""

    status: int
    result: dict[str, Any]
    error: str | None = None
    field: str | None = None
    message: str = ""


Implementation = Callable[["Vector"], Answer]


def this_library(vector: Vector) -> Answer:
    """The answer of this library."""
    try:
        return Answer(0, json.loads(json.dumps(_result(vector))))
    except InputError as error:
        return Answer(error.exit_status, {}, type(error).__name__, error.findings[0].field, str(error))
    except CrosswalkError as error:
        return Answer(error.exit_status, {}, type(error).__name__, message=str(error))


def _result(vector: Vector) -> dict[str, Any]:
    from crosswalk import api

    day, mode, data, target = vector.options.as_of, vector.options.assumptions, vector.input or {}, vector.to or ""
    if vector.ask == "translate":
        return api.translate(data, target, as_of=day, assumptions=mode).as_dict()
    if vector.ask == "assess":
        return api.assess(data, target, as_of=day).as_dict()
    if vector.ask == "attribute":
        return api.attribute(data, target, as_of=day).as_dict()
    if vector.ask == "labels":
        return api.verdicts(data, as_of=day, assumptions=mode).as_dict()
    first, second = vector.labels or ("", "")
    return api.equivalent(first, second, as_of=day, assumptions=mode).as_dict()


def words(vector: Vector) -> list[str]:
    """What stands on the command line after the program: the words of `crosswalk`, with the declaration on standard input.

    >>> from crosswalk.vectors.files import shipped
    >>> words(next(vector for vector in shipped() if vector.id == "bld-1-own-standard"))[:4]
    ['translate', '-', '--to', 'eu/dk-br18-2023']
    """
    if vector.labels:
        asked = ["equivalent", *vector.labels]
    elif vector.ask == "labels":
        asked = ["labels", "-"]
    else:
        asked = ["translate", "-", "--to", str(vector.to)]
    return [*asked, "--as-of", vector.options.as_of.isoformat(), "--assumptions", vector.options.assumptions, "--format", "json"]


def program(command: Sequence[str]) -> Implementation:
    """An implementation that is asked by its command line, `crosswalk` itself for one."""

    def ask(vector: Vector) -> Answer:
        given = json.dumps(vector.input, ensure_ascii=False) if vector.input is not None else ""
        try:
            done = subprocess.run(
                [*command, *words(vector)], input=given, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return Answer(-1, {}, message=f"no answer within {SECONDS} s")
        if done.returncode != 0:
            return Answer(done.returncode, {}, message=done.stderr.strip())
        try:
            result = json.loads(done.stdout)
        except ValueError as fault:
            return Answer(0, {}, message=f"standard output is no JSON: {fault}")
        return Answer(0, result if isinstance(result, dict) else {}, message=done.stderr.strip())

    return ask
