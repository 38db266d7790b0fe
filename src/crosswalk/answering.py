"""Answers to the questions of a gap report, put into the footprint that they complete."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from crosswalk.engine.answers import QUANTITIES
from crosswalk.engine.gap import Answer
from crosswalk.errors import InputError
from crosswalk.formats.footprint import plain
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity
from crosswalk.reading import read

Said = str | Mapping[str, str]
"""What a declarer says: a number with its unit, a word, a year; of electricity or heat, the fields of its activity."""
NONE = "none"
_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")


def answered(footprint: Footprint, answers: Sequence[tuple[Answer, Said]]) -> Footprint:
    """The footprint with the answers in it; what was declared before stays as it was.

    Raises:
        DeclarationError: an answer does not fit its field; the finding names it.

    >>> import crosswalk as cw
    >>> office = cw.read({"standard": "GB/T 51366", "declared_unit": "1 m**2", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]})
    >>> gap = next(gap for gap in cw.translate(office, to="EN 15978:2011").gaps if gap.stage == "B4")
    >>> cw.translate(answered(office, [(gap.answers[0], "90 kg CO2e")]), to="EN 15978:2011").figure("B4").status
    'exact'
    """
    data, _ = placed(plain(footprint), answers)
    return read(data)


def placed(data: dict[str, Any], answers: Sequence[tuple[Answer, Said]]) -> tuple[dict[str, Any], list[str]]:
    """The data of a footprint with the answers in it, and the field in which each answer stands."""
    data = _copied(data)
    return data, [_put(data, answer, said) for answer, said in answers]


def _put(data: dict[str, Any], answer: Answer, said: Said) -> str:
    if answer.stage is not None:
        entries = data.setdefault(answer.field, [])
        entries.append(_figure(answer, said))
        return f"{answer.field}[{len(entries) - 1}]"
    value: Any = said
    if answer.choices == (NONE,):
        value = []
    elif answer.field == "without":
        value = [*data.get("without", []), said]
    elif answer.field.endswith("year") and isinstance(said, str) and said.strip().isdecimal():
        value = int(said)
    steps = [name or int(position) for name, position in _STEP.findall(answer.field)]
    at: Any = data
    for step, following in pairwise(steps):
        if isinstance(at, dict) and at.get(step) is None:
            at[step] = [] if isinstance(following, int) else {}
        at = at[step]
    at[steps[-1]] = value
    return answer.field


def _figure(answer: Answer, said: Said) -> dict[str, Any]:
    """A figure to be added: an activity, a mass of gas, or a value."""
    words = {"stage": answer.stage, "source": answer.source, "gas": answer.gas, "indicator": answer.indicator}
    figure: dict[str, Any] = {key: value for key, value in words.items() if value is not None}
    carrier = next((name for name, unit in QUANTITIES.items() if unit == answer.unit), None)
    if carrier is not None:
        fields = {carrier: said} if isinstance(said, str) else dict(said)
        if str(fields.get("year", "")).isdecimal():
            fields["year"] = int(fields["year"])  # type: ignore[assignment]
        return {**figure, "activity": fields}
    return {**figure, "mass" if answer.gas is not None and _is_mass(said) else "value": said}


def _is_mass(said: Said) -> bool:
    try:
        return Quantity.parse(said).has_dimension_of("kg")
    except InputError:
        return False


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(entry) for key, entry in value.items()}
    return [_copied(entry) for entry in value] if isinstance(value, list) else value
