"""LCAx environmental product declarations (JSON), in the spellings of its generations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.formats.alternatives import alternatives
from crosswalk.formats.ilcd import A1, A2
from crosswalk.formats.modules import MODULES, figures
from crosswalk.formats.reading import Notes, Reading, Value, day, declared, entries, last_day, left, number, quantity, take

_STANDARDS = {"en15804a1": A1, "en15804a2": A2}
_INDICATORS = {"gwp": "GWP-total", "gwpfos": "GWP-fossil", "gwpbio": "GWP-biogenic", "gwplul": "GWP-luluc"}
_MODULES = {module.replace("-", "").lower(): module for module in MODULES}


def matches(data: Any) -> bool:
    """Whether JSON data is an LCAx declaration or project."""
    return isinstance(data, dict) and (_is_declaration(data) or _is_project(data))


def _is_declaration(data: dict[str, Any]) -> bool:
    unit = "declaredUnit" in data or "declared_unit" in data
    return unit and (isinstance(data.get("impacts"), dict) or isinstance(data.get("gwp"), dict))


def _is_project(data: dict[str, Any]) -> bool:
    return "assemblies" in data and ("lifeCycleStages" in data or "life_cycle_stages" in data)


def read(data: dict[str, Any], wanted: tuple[str, ...], notes: Notes) -> Reading:
    """The footprint; `data` is used up on the way.

    Raises:
        DeclarationError: a project, an unknown standard or unit, or a number that is none.
    """
    if not _is_declaration(data):
        raise notes.wrong(
            "this is an LCAx project; declarations (EPD) are read, projects are not",
            "这是 LCAx 项目；可读取产品声明（EPD），不读取项目",
        )
    version = take(data, "formatVersion") or take(data, "format_version") or take(data, "metaData", "format_version")
    named = str(take(data, "standard") or "")
    standard = _STANDARDS.get(named.lower().replace("_", "").replace("+", "").replace(" ", ""))
    if standard is None:
        raise notes.wrong(
            f"the standard is {named or 'not given'!r}; what GWP means is known for {', '.join(_STANDARDS)} only",
            f"标准为 {named or '未给出'!r}；仅已知 {'、'.join(_STANDARDS)} 中 GWP 的含义",
            "standard",
        )
    results = data.get("impacts") if isinstance(data.get("impacts"), dict) else data
    assert isinstance(results, dict)
    values: list[Value] = []
    settled: dict[tuple[str, str], dict[str | None, Decimal]] = {}
    for name in list(results):
        if not isinstance(results[name], dict) or not any(_spelled(key) in _MODULES for key in results[name]):
            continue
        for key in list(results[name]):
            printed = take(results, name, key)
            amount = number(printed, notes, f"{name}.{key}")
            if amount is None:
                continue
            module = _MODULES.get(_spelled(key))
            values.append(Value(name, module or key, str(printed)))
            indicator = _INDICATORS.get(_spelled(name))
            if indicator is None:
                continue
            if module is None:
                if amount:
                    notes.remark(
                        f"{name} of {key!r} ({amount}) is no module of EN 15804 and stays outside the footprint",
                        f"{key!r} 的 {name}（{amount}）不是 EN 15804 模块，不计入碳足迹",
                    )
            elif standard == A2 or indicator == "GWP-total":
                place = ("GWP" if standard == A1 else indicator, module)
                other = settled.setdefault(place, {None: amount})[None]
                if other != amount:
                    raise notes.wrong(
                        f"{module} {place[0]} is given twice with different numbers ({other}, {amount}); which one holds cannot be told",
                        f"{module} {place[0]} 给出两次且数值不同（{other}、{amount}），无法判断何者有效",
                        f"impacts.{name}.{key}",
                    )
    record: dict[str, Any] = {"standard": standard, "subject": {"kind": "product"}}
    record |= _product(data, record["subject"], notes)
    choice = alternatives((), settled.values(), wanted, notes)
    record["figures"] = figures(settled, choice, "kg CO2e", notes)
    if not record["figures"]:
        raise notes.wrong("no GWP of any module is given", "未给出任何模块的 GWP", "impacts.gwp")
    if standard == A2:
        notes.remark(
            "the format does not say whether EF 3.0 or EF 3.1 was used: the result is bounded over both; add `characterisation:` to narrow it",
            "该格式未说明采用 EF 3.0 还是 EF 3.1：结果以两者为界；可补充 `characterisation:` 缩小区间",
        )
    footprint = declared(record, notes)
    return Reading(f"LCAx {version or ''}".strip(), (footprint,), tuple(values), (), notes.details, dict(left(data)), tuple(notes.remarks))


def _spelled(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _either(data: dict[str, Any], *names: str) -> Any:
    return next((found for found in (take(data, name) for name in names) if found is not None), None)


def _product(data: dict[str, Any], subject: dict[str, Any], notes: Notes) -> dict[str, Any]:
    record: dict[str, Any] = {}
    name = take(data, "name")
    if isinstance(name, str) and name.strip():
        record["name"] = name.strip()
    for label in ("id", "version", "comment", "subtype"):
        notes.detail(label, take(data, label))
    notes.detail("location", take(data, "location"))  # ISO 3166 with three letters
    notes.detail("source", take(data, "source", "name"))
    unit = str(_either(data, "declaredUnit", "declared_unit") or "")
    per = quantity(Decimal(1), unit) or quantity(Decimal(1), unit.lower())
    if per is None:
        raise notes.wrong(f"the declared unit {unit!r} is not known", f"声明单位 {unit!r} 未知", "declaredUnit")
    record["declared_unit"] = str(per)
    life = number(_either(data, "referenceServiceLife", "reference_service_life"), notes, "referenceServiceLife")
    if life:
        subject["service_life"] = f"{life} a"
    for entry in entries(data, "conversions"):
        if isinstance(entry, dict) and _spelled(str(entry.get("to") or "")) == "kg":
            mass = number(take(entry, "value"), notes, "conversions.value")
            take(entry, "to")
            if mass is not None and mass > 0:
                subject.setdefault("mass", f"{mass} kg")
    published = _either(data, "publishedDate", "published_date")
    if day(published) is not None:
        record["year"] = day(published).year  # type: ignore[union-attr]
    notes.detail("published", day(published) or published)
    until = _either(data, "validUntil", "valid_until")
    expires = last_day(until, notes)
    if expires is not None:
        record["evidence"] = {"expires": expires.isoformat()}
    else:
        notes.detail("valid until", until)
    return record
