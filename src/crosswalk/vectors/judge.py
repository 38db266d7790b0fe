"""Hold an answer against what a vector expects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crosswalk.model.base import Text, text

if TYPE_CHECKING:
    from crosswalk.model.vectors import ExpectedGap, Value, Vector
    from crosswalk.vectors.ask import Answer

NOISE = Decimal("1e-12")
"""Relative: what a number loses as a binary one in JSON, with a few operations before."""


def faults(vector: Vector, answer: Answer) -> list[Text]:
    """Everything in which an answer differs from the expected one; nothing where it conforms."""
    expected = vector.expect
    if answer.status != expected.status:
        said = f" ({answer.message})" if answer.message else ""
        return [
            text(
                f"exit status {answer.status}, expected {expected.status}{said}",
                f"退出状态为 {answer.status}，应为 {expected.status}{said}",
            )
        ]
    found = []
    for wanted, given in ((expected.error, answer.error), (expected.field, answer.field)):
        if wanted is not None and given is not None and wanted != given:  # a program in another language has names of its own
            found.append(text(f"the error is {given}, expected {wanted}", f"错误为 {given}，应为 {wanted}"))
    for value in expected.values:
        found += _of_value(value, answer.result)
    for gap in expected.gaps:
        if not any(_fits(gap, given) for given in answer.result.get("gaps", [])):
            place = f"{gap.kind} {gap.stage or ''} {'' if gap.amount is None else gap.amount}".strip()
            found.append(text(f"no such gap: {place}", f"没有该差距：{place}"))
    found += _of_verdicts(vector, answer.result)
    return found


def as_printed(value: object, printed: Decimal, tolerance: Decimal | None = None) -> bool:
    """Whether a number agrees with a printed one: within half of its last digit or the given tolerance, or within binary noise.

    >>> as_printed(8.29355782571511, Decimal("8.2936")), as_printed(8.29, Decimal("8.2936")), as_printed(None, Decimal("8.2936"))
    (True, False, False)
    >>> as_printed(26.4, Decimal(26)), as_printed(26.4, Decimal(26), Decimal(0))
    (True, False)
    """
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return False
    exponent = printed.as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    return abs(_decimal(value) - printed) <= max(half if tolerance is None else tolerance, abs(printed) * NOISE)


def _decimal(value: float | Decimal) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _times(value: object, times: Decimal | None) -> object:
    if times is None or not isinstance(value, int | float | Decimal):
        return value
    return _decimal(value) * times


def _of_value(value: Value, result: dict[str, Any]) -> Iterator[Text]:
    label = value.of or f"{value.stage}{f' / {value.indicator}' if value.indicator else ''}"
    given = _figure(value, result)
    if given is None:
        yield text(f"{label}: not in the result", f"{label}：结果中没有")
        return
    for end in ("low", "best", "high"):
        if end not in value.model_fields_set:
            continue
        wanted: Decimal | None = getattr(value, end)
        number = _times(given.get(end), value.times)
        if not (number is None if wanted is None else as_printed(number, wanted, value.tolerance)):
            yield text(f"{label}: {end} is {number}, expected {wanted}", f"{label}：{end} 为 {number}，应为 {wanted}")
    if value.holds is not None and not _holds(given, value):
        ends = f"{given.get('low')} … {given.get('high')}"
        yield text(f"{label}: {ends} does not hold {value.holds}", f"{label}：{ends} 不含 {value.holds}")
    for name, said in (("unit", value.unit), ("status", value.status)):
        if said is not None and given.get(name) != said:
            yield text(f"{label}: {name} is {given.get(name)}, expected {said}", f"{label}：{name} 为 {given.get(name)}，应为 {said}")


def _figure(value: Value, result: dict[str, Any]) -> dict[str, Any] | None:
    if value.of is not None:
        found = result.get(value.of)
        return found if isinstance(found, dict) else None
    for figure in [*result.get("figures", []), *result.get("shares", [])]:
        if figure.get("stage", figure.get("kind")) == value.stage and value.indicator in (None, figure.get("indicator")):
            return dict(figure)
    return None


def _holds(given: dict[str, Any], value: Value) -> bool:
    assert value.holds is not None
    low, high = (_times(given.get(end), value.times) for end in ("low", "high"))
    below = (
        low is None
        or (isinstance(low, int | float | Decimal) and _decimal(low) <= value.holds)
        or as_printed(low, value.holds, value.tolerance)
    )
    above = (
        high is None
        or (isinstance(high, int | float | Decimal) and value.holds <= _decimal(high))
        or as_printed(high, value.holds, value.tolerance)
    )
    return below and above


def _fits(gap: ExpectedGap, given: dict[str, Any]) -> bool:
    if gap.kind != given.get("kind") or (gap.stage is not None and gap.stage not in str(given.get("stage", "")).split(", ")):
        return False
    return gap.amount is None or as_printed(_times(given.get("amount"), gap.times), gap.amount, gap.tolerance)


def _of_verdicts(vector: Vector, result: dict[str, Any]) -> Iterator[Text]:
    if vector.expect.verdict is not None and result.get("verdict") != vector.expect.verdict:
        given = result.get("verdict")
        yield text(f"the verdict is {given}, expected {vector.expect.verdict}", f"结论为 {given}，应为 {vector.expect.verdict}")
    said = {entry.get("label", entry.get("id")): entry.get("verdict") for entry in [*result.get("labels", []), *result.get("verdicts", [])]}
    for label, wanted in vector.expect.verdicts.items():
        if said.get(label) != wanted:
            yield text(f"{label}: {said.get(label)}, expected {wanted}", f"{label}：{said.get(label)}，应为 {wanted}")
