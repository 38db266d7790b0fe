"""PACT (Pathfinder) product footprints, data model 3.0: one cradle-to-gate footprint under ISO 14067.

Fields, required ones and the form of decimals: OpenAPI definition of the data exchange protocol, https://github.com/wbcsd/data-exchange-protocol
(spec/v3/openapi.yaml). What it requires and a footprint does not hold is asked for; data-quality ratings are never made up.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from crosswalk.formats.pcf import REPORTS, STAGE, STANDARD
from crosswalk.formats.write.decimals import dumps
from crosswalk.formats.write.draft import Draft, Point
from crosswalk.model.footprint import carbon_mass
from crosswalk.model.quantity import Quantity

VERSION = "3.0.1"
STANDARDS = (STANDARD,)
STAGES = (STAGE,)
UNITS = {
    "kg": "kilogram",
    "m**3": "cubic meter",
    "liter": "liter",
    "kWh": "kilowatt hour",
    "MJ": "megajoule",
    "t*km": "ton kilometer",
    "m**2": "square meter",
    "piece": "piece",
    "hour": "hour",
}
"""The units of measurement of the data model that are units here, apart from `megabit second`."""
_WEIGHTLESS = ("kWh", "MJ", "t*km", "hour")
"""Units of energy, transport and services, for which the data model wants a mass of 0."""
_FIGURES = {
    "CFP": "pcfExcludingBiogenicUptake",
    "CFP-with-biogenic": "pcfIncludingBiogenicUptake",
    "fossil": "fossilGhgEmissions",
    "dluc": "landUseChangeGhgEmissions",
}
_EMISSIONS = ("fossil", "dluc")
_RATINGS = ("technologicalDQR", "geographicalDQR", "temporalDQR")
DETAILS: dict[str, tuple[str, str]] = {
    "id": ("", ""),
    "created": ("", ""),
    "companyName": ("Which company is the footprint's data owner?", "该碳足迹的数据所有者是哪家公司？"),
    "companyIds": ("By which URNs is the company known?", "该公司的 URN 标识是什么？"),
    "productDescription": ("What is the product (a free description)?", "产品的文字说明是什么？"),
    "productIds": ("By which URNs is the product known?", "该产品的 URN 标识是什么？"),
    "productNameCompany": ("What is the product's trade name?", "产品的商品名称是什么？"),
    "productClassifications": ("", ""),
    "productMassPerDeclaredUnit": ("What is the mass of the product per declared unit, in kg?", "每声明单位的产品质量是多少（kg）？"),
    "fossilCarbonContent": (
        "How much fossil carbon does the product contain per declared unit, in kg C?",
        "每声明单位产品含化石碳多少（kg C）？",
    ),
    "exemptedEmissionsPercent": ("Which share of the emissions was left out, in %?", "未计入的排放占多少（%）？"),
    "exemptedEmissionsDescription": ("", ""),
    "ipccCharacterizationFactors": (
        "On which IPCC reports do the characterisation factors rest (AR5, AR6)?",
        "特征化因子依据哪些 IPCC 报告（AR5、AR6）？",
    ),
    "boundaryProcessesDescription": ("", ""),
    "allocationRulesDescription": ("", ""),
    "primaryDataShare": ("", ""),
    "packagingEmissionsIncluded": ("", ""),
    "ccsTechnologicalCO2CaptureIncluded": ("", ""),
    **dict.fromkeys(_RATINGS, ("", "")),
}
"""What may be given by the caller; with a question where the data model requires it."""
_YES_OR_NO = ("packagingEmissionsIncluded", "ccsTechnologicalCO2CaptureIncluded")
_LISTS = ("companyIds", "productIds", "productClassifications")


def write(draft: Draft, _form: str) -> bytes:
    """The footprint as one JSON object.

    Raises:
        DeclarationError: another boundary, or something that the data model requires is not known; all of it is named.
    """
    draft.needs(STANDARDS)
    points = {point.indicator: point for point in _gate(draft)}
    pcf: dict[str, Any] = {}
    pcf |= _unit(draft)
    pcf |= _period(draft)
    pcf |= _place(draft)
    for indicator, name in _FIGURES.items():
        point = points.get(indicator)
        number = draft.number(point) if point is not None else None
        if point is None and indicator not in ("dluc",):
            draft.fault(
                f"{name} is required: declare the indicator {indicator!r} of {STAGE}",
                f"须有 {name}：请声明 {STAGE} 的指标 {indicator!r}",
                "figures",
            )
        if point is None or number is None:
            continue
        if indicator in _EMISSIONS and number < 0:
            draft.fault(f"{name} cannot be below zero ({number})", f"{name} 不得小于零（{number}）", "figures")
        draft.wrote(point, number)
        pcf[name] = f"{number:f}"
    pcf["fossilCarbonContent"] = _decimal(draft, "fossilCarbonContent")
    for name, field in (("product", "biogenicCarbonContent"), ("packaging", "packagingBiogenicCarbonContent")):
        content = draft.quantity("biogenic_carbon", name)
        if content is not None:
            draft.take("biogenic_carbon", name)
            pcf[field] = f"{carbon_mass(content):f}"
    pcf["ipccCharacterizationFactors"] = _reports(draft)
    pcf["crossSectoralStandards"] = ["ISO14067"]
    pcf["exemptedEmissionsPercent"] = _decimal(draft, "exemptedEmissionsPercent")
    for name in ("exemptedEmissionsDescription", "boundaryProcessesDescription", "allocationRulesDescription"):
        if name in draft.details:
            pcf[name] = str(draft.details[name])
    pcf |= _methodology(draft)
    ratings = {name: _decimal(draft, name) for name in _RATINGS if name in draft.details}
    if ratings:
        if len(ratings) < len(_RATINGS):
            draft.fault(
                f"data-quality ratings are given together: {', '.join(_RATINGS)}", f"数据质量评分须一并给出：{'、'.join(_RATINGS)}", "dqi"
            )
        pcf["dqi"] = ratings
    pcf |= _evidence(draft)
    record = _head(draft, pcf)
    draft.check()
    return dumps(record).encode()


def _methodology(draft: Draft) -> dict[str, Any]:
    """What the methodology behind the data model asks besides what its schema requires; left out and told where it is not known."""
    found: dict[str, Any] = {}
    share = draft.footprint.evidence.primary_data_share
    if share is not None:
        draft.take("evidence", "primary_data_share")
        found["primaryDataShare"] = f"{share * 100:f}"
    elif "primaryDataShare" in draft.details:
        found["primaryDataShare"] = _decimal(draft, "primaryDataShare")
    for name in _YES_OR_NO:
        if name in draft.details:
            given = str(draft.details[name]).lower()
            if given not in ("true", "false"):
                draft.fault(f"{name} is true or false, not {given!r}", f"{name} 应为 true 或 false，而不是 {given!r}", name)
            found[name] = given == "true"
    lacking = [name for name in ("primaryDataShare", *_YES_OR_NO) if name not in found]
    if lacking:
        draft.remark(
            f"the PACT methodology also asks for {', '.join(lacking)}, which nobody stated",
            f"PACT 方法学还要求 {'、'.join(lacking)}，但未给出",
        )
    return found


def _gate(draft: Draft) -> list[Point]:
    """The figures of cradle to gate; the data model has no other stage."""
    found = []
    for point in draft.points():
        if point.stage == STAGE and point.indicator in _FIGURES:
            found.append(point)
        else:
            draft.without(point, "the data model holds cradle to gate, without this indicator", "该数据模型仅含摇篮到大门，且无此指标")
    return found


def _head(draft: Draft, pcf: dict[str, Any]) -> dict[str, Any]:
    """What stands beside the numbers. The id is made from the content where none is given, so equal input gives an equal id."""
    name = draft.name() or draft.detail("productNameCompany", DETAILS["productNameCompany"])
    asked = {key: draft.detail(key, DETAILS[key]) for key in ("companyName", "companyIds", "productDescription", "productIds")}
    for key in _LISTS:
        given = draft.details.get(key)
        if given is not None:
            asked[key] = [str(entry) for entry in (given if isinstance(given, list | tuple) else [given])]
            if not all(entry[:4].lower() == "urn:" for entry in asked[key]):
                draft.fault(f"{key} are URNs, such as urn:gtin:4712345060507", f"{key} 应为 URN，例如 urn:gtin:4712345060507", key)
    created = draft.details.get("created") or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    until = draft.footprint.evidence.expires
    content = dumps([name, asked, pcf])
    return {
        "id": str(draft.details.get("id") or uuid.uuid5(uuid.NAMESPACE_OID, content)),
        "specVersion": VERSION,
        "created": str(created),
        "status": "Active",
        **({"validityPeriodEnd": f"{draft.take('evidence', 'expires')}T23:59:59Z"} if until is not None else {}),
        **asked,
        "productNameCompany": name,
        **({"comment": draft.statement()} if draft.statement() else {}),
        "pcf": pcf,
    }


def _decimal(draft: Draft, name: str) -> str | None:
    """A decimal that the caller gives."""
    from crosswalk.errors import InputError
    from crosswalk.model.quantity import decimal

    given = draft.detail(name, DETAILS[name] if DETAILS[name][0] else None)
    if given is None:
        return None
    try:
        number = decimal(given)
    except InputError:
        draft.fault(f"{name} is a number, not {given!r}", f"{name} 应为数字，而不是 {given!r}", name)
        return None
    low, high = (
        (Decimal(1), Decimal(5))
        if name in _RATINGS
        else (Decimal(0), Decimal(100) if name in ("exemptedEmissionsPercent", "primaryDataShare") else None)
    )
    if number < low or (high is not None and number > high):
        draft.fault(
            f"{name} lies between {low} and {high or 'any amount'}, not at {number}",
            f"{name} 应在 {low} 与 {high or '任意值'} 之间，而不是 {number}",
            name,
        )
    return f"{number:f}"


def _unit(draft: Draft) -> dict[str, Any]:
    """Declared unit, its amount, and the mass of the product in it."""
    per = draft.quantity("declared_unit")
    if per is None:
        draft.fault("what are the values per? Declare `declared_unit`", "数值以何为单位？请声明 `declared_unit`", "declared_unit")
        return {}
    unit = next((known for known in UNITS if per.unit == known), None) or next(
        (known for known in UNITS if per.has_dimension_of(known)), None
    )
    if unit is None:
        draft.fault(
            f"the data model has no declared unit for {per} (it has {', '.join(UNITS.values())})",
            f"该数据模型没有与 {per} 对应的声明单位（有：{'、'.join(UNITS.values())}）",
            "declared_unit",
        )
        return {}
    draft.take("declared_unit")
    found = {"declaredUnitOfMeasurement": UNITS[unit], "declaredUnitAmount": f"{per.to(unit).magnitude:f}"}
    return {**found, "productMassPerDeclaredUnit": _mass(draft, per, unit)}


def _mass(draft: Draft, per: Quantity, unit: str) -> str | None:
    """A mass by itself, or the mass of the subject where the subject is what the values are per."""
    if unit == "kg":
        mass = draft.quantity("subject", "mass")
        if mass is not None and mass.to("kg").magnitude == per.to("kg").magnitude:
            draft.take("subject", "mass")
        return f"{per.to('kg').magnitude:f}"
    if unit in _WEIGHTLESS:
        return "0"
    mass = draft.quantity("subject", "mass")
    if mass is None or draft.quantity("subject", "volume") is not None:
        return _decimal(draft, "productMassPerDeclaredUnit")
    draft.take("subject", "mass")
    return f"{mass.to('kg').magnitude:f}"


def _period(draft: Draft) -> dict[str, str]:
    """The reference period; a year is that calendar year. Its end is exclusive."""
    period, year = draft.footprint.period, draft.footprint.year
    if period is not None:
        draft.take("period", "start")
        draft.take("period", "end")
        start, end = period.start, period.end
    elif year is not None:
        start, end = date(year, 1, 1), date(year, 12, 31)
        draft.drop("year")
        draft.say({"start": start.isoformat(), "end": end.isoformat()}, "period")
        draft.remark(f"the year {year} was written as its reference period", f"年份 {year} 写作参考期")
    else:
        draft.fault(
            "to which period do the data refer? Declare `year` or `period`", "数据属于哪一时期？请声明 `year` 或 `period`", "period"
        )
        return {}
    after = end + timedelta(days=1)
    # many writers print the last day itself, so that only the first of a month is safely read as the day after the period
    until = f"{after}T00:00:00Z" if after.day == 1 else f"{end}T23:59:59Z"
    return {"referencePeriodStart": f"{start}T00:00:00Z", "referencePeriodEnd": until}


def _place(draft: Draft) -> dict[str, str]:
    place = draft.footprint.subject.location or ""
    if len(place) == 2 and place.isascii() and place.isalpha() and place.isupper():
        return {"geographyCountry": draft.take("subject", "location")}
    head, _, rest = place.partition("-")
    if (
        len(head) == 2
        and head.isascii()
        and head.isalpha()
        and head.isupper()
        and 1 <= len(rest) <= 3
        and rest.isascii()
        and rest.isalnum()
    ):
        return {"geographyCountrySubdivision": draft.take("subject", "location")}
    return {}


def _reports(draft: Draft) -> list[str] | None:
    """The IPCC reports of the characterisation sets; a set of another origin is none of them."""
    sets = draft.footprint.characterisations
    if sets is None:
        given = draft.detail("ipccCharacterizationFactors", DETAILS["ipccCharacterizationFactors"])
        found = [] if given is None else [str(entry) for entry in (given if isinstance(given, list | tuple) else [given])]
    else:
        draft.take("characterisation")
        known = {name: report for report, name in REPORTS.items()}
        found = [known[name] for name in sets if name in known]
        if len(found) < len(sets):
            others = ", ".join(name for name in sets if name not in known)
            draft.fault(
                f"{others} is no characterisation by an IPCC report as it stands",
                f"{others} 并非 IPCC 报告原有的特征化因子",
                "characterisation",
            )
    if any(entry not in REPORTS for entry in found):
        draft.fault(
            f"IPCC reports are named {', '.join(REPORTS)}", f"IPCC 报告应写作 {'、'.join(REPORTS)}", "ipccCharacterizationFactors", REPORTS
        )
    return found


def _evidence(draft: Draft) -> dict[str, Any]:
    """Verification with the name of its provider; without one it stays unwritten."""
    evidence = draft.footprint.evidence
    if evidence.verification != "third-party" or evidence.verifier is None:
        return {}
    draft.take("evidence", "verification")
    return {"verification": {"providerName": draft.take("evidence", "verifier")}}
