"""Turns what pydantic reports into findings that a person can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from crosswalk.errors import DeclarationError, Finding, InputError
from crosswalk.library.document import Document
from crosswalk.library.kinds import model_of

if TYPE_CHECKING:
    from crosswalk.model.goods import Goods

_KINDS: dict[str, tuple[str, str]] = {
    "missing": ("this field is required", "缺少必填字段"),
    "extra_forbidden": ("unknown field", "未知字段"),
    "string_type": ("expected a text", "应为文本"),
    "dict_type": ("expected a mapping of fields", "应为字段映射"),
    "model_type": ("expected a mapping of fields", "应为字段映射"),
    "model_attributes_type": ("expected a mapping of fields", "应为字段映射"),
    "tuple_type": ("expected a list", "应为列表"),
    "list_type": ("expected a list", "应为列表"),
    "int_parsing": ("expected a whole number", "应为整数"),
    "int_type": ("expected a whole number", "应为整数"),
    "int_from_float": ("expected a whole number", "应为整数"),
    "bool_parsing": ("expected true or false", "应为 true 或 false"),
    "bool_type": ("expected true or false", "应为 true 或 false"),
    "date_from_datetime_inexact": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "date_from_datetime_parsing": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "date_parsing": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "date_type": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "too_short": ("at least one entry is needed", "至少需要一项"),
    "string_unicode": ("the text is not valid Unicode", "文本不是有效的 Unicode"),
    "int_parsing_size": ("expected a whole number of ordinary size", "应为普通大小的整数"),
    "string_too_short": ("the text is empty", "文本为空"),
}

_RECORDS = ("Bounds", "Text")  # the forms of a field that are written as a mapping


def findings_of(error: ValidationError) -> list[Finding]:
    """One finding for each fault, with the path of its field; faults of one field's alternatives are told once."""
    found: dict[tuple[str, str], Finding] = {}
    for fault, path in _told(error.errors()):
        cause = (fault.get("ctx") or {}).get("error")
        if isinstance(cause, InputError):
            for finding in cause.findings:
                place = ".".join(part for part in (path, finding.field) if part)
                found[place, finding.en] = replace(finding, field=place)
            continue
        en, zh = _message(fault)
        found[path, en] = Finding(en, zh, field=path, nearest=_nearest(fault))
    return list(found.values())


def _told(faults: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """The faults worth telling, with their paths.

    A list is not empty because its entries are faulty, and of a field that may be a text or a mapping only the form that was meant is told.
    """
    paths = [_path(fault["loc"]) for fault in faults]
    count = Counter(paths)
    above = {path[:cut] for path in count for cut in range(len(path)) if path[cut] in ".["}
    for fault, path in zip(faults, paths, strict=True):
        if fault["type"] == "too_short" and path in above:
            continue
        form = str(fault["loc"][-1]) if fault["loc"] else ""
        misread = _is_form(form) and isinstance(fault["input"], dict) != any(name in form for name in _RECORDS)
        if not (misread and (count[path] > 1 or path in above)):
            yield fault, path


def _message(fault: Any) -> tuple[str, str]:
    kind = fault["type"]
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in ("literal_error", "enum"):
        expected = str((fault.get("ctx") or {}).get("expected", ""))
        return f"{fault['input']!r} is not one of {expected}", f"{fault['input']!r} 不在允许值之内：{expected.replace(' or ', ', ')}"
    if kind == "string_pattern_mismatch":
        pattern = (fault.get("ctx") or {}).get("pattern", "")
        return f"{fault['input']!r} does not have the form {pattern}", f"{fault['input']!r} 不符合格式 {pattern}"
    if kind in ("less_than_equal", "greater_than_equal"):
        (limit,) = (fault.get("ctx") or {"": "?"}).values()
        least = kind.startswith("greater")
        return f"expected at {'least' if least else 'most'} {limit}", f"应{'不小于' if least else '不大于'} {limit}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return message, message


def _nearest(fault: Any) -> tuple[str, ...]:
    if fault["type"] != "extra_forbidden":
        return ()
    from rapidfuzz import fuzz, process

    asked = str(fault["loc"][-1])
    others = [name for name in _field_names() if name != asked]  # the same name may be a field elsewhere
    return tuple(str(match[0]) for match in process.extract(asked, others, scorer=fuzz.ratio, limit=3, score_cutoff=60))


@lru_cache(maxsize=1)
def _field_names() -> list[str]:
    from crosswalk.model import (
        base,
        characterisation,
        claim,
        disclosure,
        evidence,
        factors,
        footprint,
        frame,
        goods,
        mapping,
        marine,
        materials,
        neutrality,
        recycling,
        reference,
        standard,
        territory,
        waste,
    )

    names: dict[str, None] = {}
    for module in (
        footprint,
        standard,
        mapping,
        factors,
        characterisation,
        goods,
        frame,
        recycling,
        materials,
        claim,
        evidence,
        neutrality,
        territory,
        disclosure,
        waste,
        marine,
        reference,
        base,
    ):
        for entry in vars(module).values():
            if isinstance(entry, type) and issubclass(entry, base.Model):
                names.update(dict.fromkeys(entry.model_fields))
    return list(names)


def _is_form(part: str) -> bool:
    """Whether a part of a location names one form of a field that has several, not a field."""
    return part in _RECORDS or part in ("str", "Quantity") or part.startswith(("function-", "lax-or-strict", "is-instance"))


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not _is_form(part):
            shown = part if part.isprintable() else repr(part)[1:-1]
            path += f".{shown}" if path else shown
    return path


def check_document(kind: str, document: Document, file: str) -> InputError | None:
    """All faults of one data file, of the tables beside it too, or `None`."""
    try:
        model = model_of(kind).model_validate(document.data)
    except ValidationError as error:
        return DeclarationError(*findings_of(error)).located(file, document.lines)
    if kind == "goods":
        from crosswalk.library.tables import read_tables

        try:
            read_tables(cast("Goods", model), Path(file).parent)
        except InputError as error:
            return error
    return None
