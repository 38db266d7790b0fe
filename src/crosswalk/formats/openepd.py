"""openEPD documents (JSON): results by LCIA method, indicator and scope."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crosswalk.errors import DocumentError, Finding
from crosswalk.formats.alternatives import alternatives
from crosswalk.formats.ilcd import A1, A2
from crosswalk.formats.modules import MODULES, figures
from crosswalk.formats.reading import Notes, Reading, Scenario, Value, day, declared, entries, last_day, left, number, quantity, take

_KINDS = ("openepd", "openindustryepd", "opengenericestimate")
_METHODS = {"EF 3.1": (A2, "en15804-a2-ef3.1"), "EF 3.0": (A2, "en15804-a2-ef3.0")}
"""LCIA methods that belong to EN 15804+A2; the newest first."""
_OLD = ("CML 2016", "CML 2012", "CML 2007", "CML 2001", "CML 1992")
"""LCIA methods that were used for EN 15804+A1, where the document says that it follows that standard."""
_INDICATORS = {
    "gwp": "GWP-total",
    "gwp-fossil": "GWP-fossil",
    "gwp-biogenic": "GWP-biogenic",
    "gwp-luluc": "GWP-luluc",
    "gwp_ghg": "GWP-GHG",
}
_END_OF_LIFE = ("C1", "C2", "C3", "C4", "D")


def matches(data: Any) -> bool:
    """Whether JSON data is an openEPD document."""
    if not isinstance(data, dict):
        return False
    kind = str(data.get("doctype") or "").replace(" ", "").lower()
    return kind in _KINDS or ("openepd_version" in data and "impacts" in data)


def read(data: dict[str, Any], wanted: tuple[str, ...], notes: Notes) -> Reading:
    """The footprint; `data` is used up on the way.

    Raises:
        DeclarationError: no method of EN 15804 among the results, or a number or unit that is none.
        UnknownNameError: a chosen scenario is not in it.
    """
    kind, version = take(data, "doctype") or "openEPD", take(data, "openepd_version")
    impacts = data.get("impacts")
    methods = list(impacts) if isinstance(impacts, dict) else []
    values: list[Value] = []
    scenarios: dict[str, Scenario] = {}
    tables = {method: _results(impacts, method, scenarios, values, notes) for method in methods}
    for part in ("resource_uses", "output_flows"):
        for name in list(data.get(part) or {}) if isinstance(data.get(part), dict) else ():
            _scopes(data[part][name], name, None, f"{part}.{name}", scenarios, values, notes)
    chosen, standard, characterisation = _method(tables, data, notes)
    settled: dict[tuple[str, str], dict[str | None, Decimal]] = {}
    years: set[Decimal] = set()
    for (name, module), row in tables[chosen].items():
        indicator = _INDICATORS.get(name.lower())
        if indicator is None:
            continue
        if standard == A1:
            if indicator != "GWP-total":
                continue
            indicator = "GWP"
        found = {scenario: _kilograms(amount, unit, f"{name} {module}", notes) for scenario, (amount, unit, _) in row.items()}
        other = settled.setdefault((indicator, module), found)
        if other != found:  # two spellings of one indicator
            raise _twice(f"{indicator} {module}", (*other.values(), *found.values()), notes)
        years |= {period for _, _, period in row.values() if period is not None}
    life = number(take(data, "product_service_life_years"), notes, "product_service_life_years")
    life, dropped = _service_life(life, years, notes)
    if dropped:
        settled = {key: row for key, row in settled.items() if not key[1].startswith("B")}
    choice = alternatives(scenarios.values(), settled.values(), wanted, notes)
    record: dict[str, Any] = {"standard": standard, "subject": {"kind": "product"}}
    if characterisation is not None:
        record["characterisation"] = characterisation
    if life is not None and life > 0:
        record["subject"]["service_life"] = f"{life} a"
    record |= _product(data, record["subject"], notes)
    record["figures"] = figures(settled, choice, "kg CO2e", notes)
    if not record["figures"]:
        raise notes.wrong(f"no GWP of any module is given under {chosen}", f"{chosen} 下未给出任何模块的 GWP", f"impacts.{chosen}")
    footprint = declared(record, notes)
    return Reading(
        f"{kind} {version or ''}".strip(),
        (footprint,),
        tuple(values),
        tuple(choice.scenarios.values()),
        notes.details,
        dict(left(data)),
        tuple(notes.remarks),
    )


Cell = tuple[Decimal, str, Decimal | None]
"""A number, its unit, and the years for which it holds where they are said."""


def _results(
    impacts: Any, method: str, scenarios: dict[str, Scenario], values: list[Value], notes: Notes
) -> dict[tuple[str, str], dict[str | None, Cell]]:
    """The results of one method by indicator and module, each by scenario."""
    found: dict[tuple[str, str], dict[str | None, Cell]] = {}
    indicators = impacts[method]
    for name in list(indicators) if isinstance(indicators, dict) else ():
        for module, scenario, cell in _scopes(indicators[name], name, method, f"impacts.{method}.{name}", scenarios, values, notes):
            row = found.setdefault((name, module), {})
            if row.setdefault(scenario, cell) != cell:
                raise _twice(f"{name} {module}" + (f" ({scenario})" if scenario else ""), (row[scenario][0], cell[0]), notes)
    return found


def _scopes(
    scopes: Any, name: str, method: str | None, at: str, scenarios: dict[str, Scenario], values: list[Value], notes: Notes
) -> list[tuple[str, str | None, Cell]]:
    """The numbers of one indicator."""
    if not isinstance(scopes, dict):
        return []
    found: list[tuple[str, str | None, Cell]] = []

    def add(tree: dict[str, Any], scope: str, scenario: str | None) -> None:
        printed = take(tree, scope, "mean")
        amount = number(printed, notes, f"{at}.{scope}.mean")
        module = "A1-A3" if scope == "A1A2A3" else scope
        if amount is None or module not in MODULES:
            return
        unit = str(take(tree, scope, "unit") or "")
        period = number(take(tree, f"{scope}_years"), notes, f"{at}.{scope}_years")
        values.append(Value(name, module, str(printed), unit or None, scenario, method))
        found.append((module, scenario, (amount, unit, period)))

    for scope in list(scopes):
        if isinstance(scopes.get(scope), dict):
            add(scopes, scope, None)
    for position, scenario in enumerate(entries(scopes, "C_scenarios")):
        if not isinstance(scenario, dict):
            continue
        label = str(take(scenario, "name") or f"scenario {position + 1}")
        likelihood = take(scenario, "likelihood")
        if likelihood is not None:
            notes.detail(f"likelihood of {label}", likelihood)
        scenarios.setdefault(label, Scenario(label, group="end of life"))
        for scope in _END_OF_LIFE:
            if isinstance(scenario.get(scope), dict):
                add(scenario, scope, label)
    return found


def _twice(place: str, numbers: Iterable[Decimal], notes: Notes) -> Exception:
    """The error for a place that has several numbers."""
    shown = ", ".join(map(str, numbers))
    return notes.wrong(
        f"{place} is given twice with different numbers ({shown}); which one holds cannot be told",
        f"{place} 给出两次且数值不同（{shown}），无法判断何者有效",
        "impacts",
    )


def _method(
    tables: dict[str, dict[tuple[str, str], dict[str | None, Cell]]], data: dict[str, Any], notes: Notes
) -> tuple[str, str, str | None]:
    """The method whose results are the footprint, with its standard and characterisation set.

    Raises:
        DeclarationError: none of them belongs to EN 15804.
    """
    named = []
    for entry in entries(data, "compliance"):
        name = " ".join(str(entry.get(key) or "") for key in ("short_name", "name")) if isinstance(entry, dict) else str(entry)
        named.append(name.strip())
    notes.detail("compliance", "; ".join(name for name in named if name))
    filled = [name for name, table in tables.items() if any(key.lower() in _INDICATORS for key, _ in table)]
    known = [name for name in _METHODS if name in filled]
    if known:
        if len(filled) > 1:
            others = ", ".join(name for name in filled if name != known[0])
            notes.remark(
                f"results after {others} are given too; those after {known[0]} are the footprint, the others are kept as values",
                f"另有 {others} 的结果；碳足迹采用 {known[0]}，其余仅保留为数值",
            )
        return known[0], *_METHODS[known[0]]
    old = [name for name in _OLD if name in filled]
    if old and any("15804" in name and "A2" not in name.upper() for name in named):
        return old[0], A1, None
    raise notes.wrong(
        f"no result follows a method of EN 15804 that is known ({', '.join(_METHODS)}; CML with a stated compliance with EN 15804+A1); "
        f"methods of the file: {', '.join(filled) or 'none with GWP'}",
        f"没有结果采用已知的 EN 15804 方法（{'、'.join(_METHODS)}；或声明符合 EN 15804+A1 的 CML）；文件中的方法：{'、'.join(filled) or '无 GWP'}",
        "impacts",
    )


def _kilograms(amount: Decimal, unit: str, at: str, notes: Notes) -> Decimal:
    found = quantity(amount, unit) if unit else None
    if found is None or not found.has_dimension_of("kg*CO2e"):
        raise notes.wrong(f"the unit {unit!r} of {at} is no unit of CO2e", f"{at} 的单位 {unit!r} 不是 CO2e 单位", at)
    return found.to("kg*CO2e").magnitude


def _service_life(life: Decimal | None, years: set[Decimal], notes: Notes) -> tuple[Decimal | None, bool]:
    """The service life, and whether values of the use stage hold for other years, so that they cannot be placed without an assumption."""
    if not years or years == {life}:
        return life, False
    if life is None and len(years) == 1:
        return next(iter(years)), False
    shown = ", ".join(str(entry) for entry in sorted(years))
    notes.remark(
        f"values of the use stage hold for {shown} years, the service life is {life or 'not given'}: they are kept as values and not scaled",
        f"使用阶段数值对应 {shown} 年，而使用寿命为 {life or '未给出'}：仅保留为数值，不作换算",
    )
    return life, True


def _product(data: dict[str, Any], subject: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """Name, unit, mass, dates and evidence."""
    record: dict[str, Any] = {}
    name = take(data, "product_name") or take(data, "name")
    if isinstance(name, str) and name.strip():
        record["name"] = name.strip()
    for label in ("id", "version", "product_description", "program_operator_doc_id", "lca_discussion"):
        notes.detail(label, take(data, label))
    for label in ("manufacturer", "program_operator", "third_party_verifier", "pcr"):
        notes.detail(label, take(data, label, "name"))
    per = _measured(data, "declared_unit", notes)
    if per is None:
        notes.remark("no declared unit is given: what the values are per is not known", "未给出声明单位：不知数值以何为单位")
    else:
        if per.magnitude <= 0:
            raise notes.wrong(f"the declared unit is {per}", f"声明单位为 {per}", "declared_unit")
        record["declared_unit"] = str(per)
    mass = _measured(data, "kg_per_declared_unit", notes)
    if mass is not None and mass.has_dimension_of("kg") and mass.magnitude > 0:
        subject["mass"] = str(mass)
        if per is not None and per.has_dimension_of("kg") and per.to("kg").magnitude != mass.to("kg").magnitude:
            notes.remark(
                f"the declared unit is {per}, the mass of the product per declared unit {mass}",
                f"声明单位为 {per}，而每声明单位的产品质量为 {mass}",
            )
    carbon = _measured(data, "kg_C_biogenic_per_declared_unit", notes)
    if carbon is not None:
        record["biogenic_carbon"] = {"product": f"{carbon.magnitude} {'kg' if carbon.has_dimension_of('kg*C') else carbon.unit}"}
    issued = take(data, "date_of_issue")
    if day(issued) is not None:
        record["year"] = day(issued).year  # type: ignore[union-attr]
    notes.detail("date of issue", day(issued) or issued)
    evidence: dict[str, str] = {}
    if "third_party_verifier" in notes.details or take(data, "third_party_verification_url"):
        evidence["verification"] = "third-party"
    if "third_party_verifier" in notes.details:
        evidence["verifier"] = notes.details["third_party_verifier"]
    if "program_operator_doc_id" in notes.details:
        evidence["registration"] = notes.details["program_operator_doc_id"]
    until = take(data, "valid_until")
    expires = last_day(until, notes)
    if expires is not None:
        evidence["expires"] = expires.isoformat()
    else:
        notes.detail("valid until", until)
    if evidence:
        record["evidence"] = evidence
    return record


def _measured(data: dict[str, Any], name: str, notes: Notes) -> Any:
    """A quantity of the form `{qty, unit}`."""
    entry = data.get(name)
    if isinstance(entry, dict):
        amount, unit = number(take(data, name, "qty"), notes, f"{name}.qty"), str(take(data, name, "unit") or "")
    else:
        amount, unit = number(take(data, name), notes, name), "kg" if name.startswith("kg_") else ""
    if amount is None:
        return None
    found = quantity(amount, unit)
    if found is None:
        raise DocumentError(Finding(f"{unit!r} is no known unit", f"{unit!r} 不是已知单位", file=notes.file, field=f"{name}.unit"))
    return found
