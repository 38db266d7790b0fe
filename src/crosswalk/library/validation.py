"""Turns what pydantic reports into findings that a person can act on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from crosswalk.errors import Finding, InputError

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
    "date_from_datetime_parsing": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "date_parsing": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "date_type": ("expected a date such as 2026-01-31", "应为日期，如 2026-01-31"),
    "too_short": ("at least one entry is needed", "至少需要一项"),
    "string_too_short": ("the text is empty", "文本为空"),
}


def findings_of(error: ValidationError) -> list[Finding]:
    """One finding for each fault, with the path of its field; faults of one field's alternatives are told once."""
    found: dict[tuple[str, str], Finding] = {}
    for fault in error.errors():
        path = _path(fault["loc"])
        cause = (fault.get("ctx") or {}).get("error")
        if isinstance(cause, InputError):
            for finding in cause.findings:
                place = path if not finding.field else f"{path}.{finding.field}"
                found[place, finding.en] = Finding(finding.en, finding.zh, finding.file, finding.line, place, finding.nearest)
            continue
        en, zh = _message(fault)
        found[path, en] = Finding(en, zh, field=path, nearest=_nearest(fault))
    return list(found.values())


def _message(fault: Any) -> tuple[str, str]:
    kind = fault["type"]
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in ("literal_error", "enum"):
        expected = str((fault.get("ctx") or {}).get("expected", ""))
        return f"{fault['input']!r} is not one of {expected}", f"{fault['input']!r} 不在允许值之内：{expected}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return message, message


def _nearest(fault: Any) -> tuple[str, ...]:
    if fault["type"] != "extra_forbidden":
        return ()
    from rapidfuzz import process

    return tuple(str(match[0]) for match in process.extract(str(fault["loc"][-1]), _field_names(), limit=3, score_cutoff=60))


@lru_cache(maxsize=1)
def _field_names() -> list[str]:
    from crosswalk.model import base, characterisation, factors, footprint, frame, mapping, standard

    names: dict[str, None] = {}
    for module in (footprint, standard, mapping, factors, characterisation, frame, base):
        for entry in vars(module).values():
            if isinstance(entry, type) and issubclass(entry, base.Model):
                names.update(dict.fromkeys(entry.model_fields))
    return list(names)


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part in ("Bounds", "str", "Quantity") or part.startswith(("function-", "lax-or-strict", "is-instance")):
            continue  # the name of an alternative, not of a field
        else:
            path += f".{part}" if path else part
    return path
