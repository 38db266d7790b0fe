"""openEPD documents: results by LCIA method, indicator and scope. A method is named only where the characterisation tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

from crosswalk.formats.ilcd import A1, A2
from crosswalk.formats.modules import MODULES
from crosswalk.formats.write.decimals import dumps
from crosswalk.formats.write.draft import Draft
from crosswalk.model.footprint import carbon_mass
from crosswalk.model.quantity import readable

STANDARDS = (A1, A2)
STAGES: tuple[str, ...] = ()
METHODS = {"en15804-a2-ef3.0": "EF 3.0", "en15804-a2-ef3.1": "EF 3.1"}
CML = ("CML 2016", "CML 2012", "CML 2007", "CML 2001", "CML 1992")
INDICATORS = {
    "GWP": "gwp",
    "GWP-total": "gwp",
    "GWP-fossil": "gwp-fossil",
    "GWP-biogenic": "gwp-biogenic",
    "GWP-luluc": "gwp-luluc",
    "GWP-GHG": "GWP_GHG",
}
DETAILS = {
    "id": ("", ""),
    "date_of_issue": ("", ""),
    "method": (
        f"After which CML method are the results ({', '.join(CML)})? EN 15804+A1 alone does not tell.",
        f"结果采用哪一种 CML 方法（{'、'.join(CML)}）？仅凭 EN 15804+A1 无法得知。",
    ),
    "manufacturer": ("", ""),
    "program_operator": ("", ""),
    "pcr": ("", ""),
}


def write(draft: Draft, _form: str) -> bytes:
    """The document as one JSON object; results stand under one method.

    Raises:
        DeclarationError: another standard, or no declared unit, or a characterisation that is no method of the format.
    """
    draft.needs(STANDARDS)
    record: dict[str, Any] = {"doctype": "openEPD", "openepd_version": "0.1"}
    method = _method(draft)
    for name in ("id", "date_of_issue"):
        if name in draft.details:
            record[name] = str(draft.details[name])
    if "date_of_issue" in draft.details:
        _issued(draft)
    if draft.footprint.name is not None:
        record["product_name"] = draft.name()
    record |= _unit(draft)
    carbon = draft.quantity("biogenic_carbon", "product")
    if carbon is not None:
        draft.take("biogenic_carbon", "product")
        record["kg_C_biogenic_per_declared_unit"] = {"qty": carbon_mass(carbon), "unit": "kg"}
    life = draft.quantity("subject", "service_life")
    if life is not None:
        draft.take("subject", "service_life")
        record["product_service_life_years"] = life.to("a").magnitude
    record |= _evidence(draft)
    for name in ("manufacturer", "program_operator", "pcr"):
        if name in draft.details:
            record[name] = {"name": str(draft.details[name])}
    record["compliance"] = [{"short_name": "EN 15804+A2" if draft.standard.id == A2 else "EN 15804+A1"}]
    scopes: dict[str, dict[str, Any]] = {}
    for point in draft.points():
        indicator = INDICATORS.get(point.indicator)
        if indicator is None or point.stage not in MODULES:
            draft.without(point, "the format has no such indicator or module", "该格式没有此指标或模块")
            continue
        number = draft.number(point)
        if number is not None:
            scope = "A1A2A3" if point.stage == "A1-A3" else point.stage
            scopes.setdefault(indicator, {})[scope] = {"mean": number, "unit": "kgCO2e"}
            draft.wrote(point, number)
    if not scopes:
        draft.fault("no figure is left that the format can carry", "没有该格式可容纳的数值", "figures")
    if draft.statement():
        record["lca_discussion"] = draft.statement()
    record["impacts"] = {method: scopes}
    draft.check()
    return dumps(record).encode()


def _issued(draft: Draft) -> None:
    """The year of the data is that of the issue where the caller says when that was."""
    try:
        issued = date.fromisoformat(str(draft.details["date_of_issue"])[:10])
    except ValueError:
        draft.fault("date_of_issue is a day such as 2025-01-31", "date_of_issue 应为日期，例如 2025-01-31", "date_of_issue")
        return
    if draft.footprint.year == issued.year:
        draft.take("year")


def _unit(draft: Draft) -> dict[str, Any]:
    per = draft.quantity("declared_unit")
    if per is None:
        draft.fault("what are the values per? Declare `declared_unit`", "数值以何为单位？请声明 `declared_unit`", "declared_unit")
        return {}
    draft.take("declared_unit")
    found: dict[str, Any] = {"declared_unit": {"qty": per.magnitude, "unit": readable(per.unit).replace("**", "")}}
    mass = draft.quantity("subject", "mass")
    if mass is not None:
        draft.take("subject", "mass")
        found["kg_per_declared_unit"] = {"qty": mass.to("kg").magnitude, "unit": "kg"}
    return found


def _method(draft: Draft) -> str:
    """The LCIA method of the results."""
    sets = draft.footprint.characterisations or ()
    if draft.standard.id == A2:
        if len(sets) == 1 and sets[0] in METHODS:
            draft.take("characterisation")
            return METHODS[sets[0]]
        draft.fault(
            f"which edition of the factors was used? Declare `characterisation` as one of {', '.join(METHODS)}",
            f"采用了哪一版因子？请将 `characterisation` 声明为 {'、'.join(METHODS)} 之一",
            "characterisation",
            METHODS,
        )
        return ""
    draft.drop("characterisation")  # EN 15804+A1 has one set, and the compliance names the standard
    method = draft.detail("method", DETAILS["method"])
    if method is not None and method not in CML:
        draft.fault(f"{method!r} is none of {', '.join(CML)}", f"{method!r} 不属于 {'、'.join(CML)}", "method", CML)
    return str(method)


def _evidence(draft: Draft) -> dict[str, Any]:
    evidence = draft.footprint.evidence
    found: dict[str, Any] = {}
    if evidence.verification == "third-party" and evidence.verifier is not None:
        draft.take("evidence", "verification")
        found["third_party_verifier"] = {"name": draft.take("evidence", "verifier")}
    if evidence.registration is not None:
        found["program_operator_doc_id"] = draft.take("evidence", "registration")
    if evidence.expires is not None:
        found["valid_until"] = draft.take("evidence", "expires")
    return found
