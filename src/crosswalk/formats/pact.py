"""PACT (Pathfinder) product footprints of the data model 2 and 3, one by one or as the list that a server gives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.formats import pcf as shared
from crosswalk.formats.reading import Notes, Reading, day, declared, entries, left, merged, take

_V3 = (
    "pcfExcludingBiogenicUptake",
    "pcfIncludingBiogenicUptake",
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landCarbonLeakage",
    "landManagementFossilGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "biogenicCO2Uptake",
    "biogenicNonCO2Emissions",
    "aircraftGhgEmissions",
    "packagingGhgEmissions",
    "outboundLogisticsGhgEmissions",
    "ccsTechnologicalCO2Capture",
    "technologicalCO2Removals",
    "fossilCarbonContent",
    "recycledCarbonContent",
    "biogenicCarbonContent",
    "packagingBiogenicCarbonContent",
)
_V2 = (
    "pCfExcludingBiogenic",
    "pCfIncludingBiogenic",
    "fossilGhgEmissions",
    "dLucGhgEmissions",
    "landManagementGhgEmissions",
    "otherBiogenicGhgEmissions",
    "iLucGhgEmissions",
    "biogenicCarbonWithdrawal",
    "aircraftGhgEmissions",
    "packagingGhgEmissions",
    "fossilCarbonContent",
    "biogenicCarbonContent",
)
_SAID = ("id", "created", "updated", "companyName", "productDescription", "comment", "statusComment", "version", "specVersion")


def matches(data: Any) -> bool:
    """Whether JSON data is a product footprint, or a list of them."""
    found = _footprints(data)
    return bool(found) and all(isinstance(entry, dict) and isinstance(entry.get("pcf"), dict) for entry in found)


def _footprints(data: Any) -> list[Any]:
    if isinstance(data, dict) and "pcf" not in data and "data" in data:
        data = data["data"]
    return data if isinstance(data, list) else [data]


def read(data: Any, _scenarios: tuple[str, ...], notes: Notes) -> Reading:
    """The footprints; `data` is used up on the way.

    Raises:
        DeclarationError: a required number is missing or none, or a unit or report is not known.
    """
    found = [_one(entry, Notes(notes.file)) for entry in _footprints(data)]
    return found[0] if len(found) == 1 else merged(found)


def _one(data: dict[str, Any], notes: Notes) -> Reading:
    version = str(data.get("specVersion") or "")
    pcf = data["pcf"]
    third = "declaredUnitOfMeasurement" in pcf or "pcfExcludingBiogenicUptake" in pcf
    names = _V3 if third else _V2
    excluding, including, uptake = (
        ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake", "biogenicCO2Uptake")
        if third
        else (
            "pCfExcludingBiogenic",
            "pCfIncludingBiogenic",
            "biogenicCarbonWithdrawal",
        )
    )
    stated, values = shared.numbers(pcf, names, notes, "pcf")
    if excluding not in stated:
        raise notes.wrong(f"{excluding} is required", f"缺少 {excluding}", f"pcf.{excluding}")
    shared.check_uptake(stated[excluding], stated.get(including), stated.get(uptake), notes)
    shared.check_fossil(stated[excluding], stated, notes)
    unit = str(take(pcf, "declaredUnitOfMeasurement" if third else "declaredUnit") or "")
    amount, _ = shared.numbers(pcf, ("declaredUnitAmount", "unitaryProductAmount", "productMassPerDeclaredUnit"), notes, "pcf")
    if third:
        per = shared.declared_unit(amount.get("declaredUnitAmount", Decimal(1)), unit, notes)
    else:  # data model 2: values are per one declared unit, whatever the product holds of it
        per = shared.declared_unit(Decimal(1), unit, notes)
        notes.detail("declared units in the product", amount.get("unitaryProductAmount"))
    reports = [entry for entry in entries(pcf, "ipccCharacterizationFactors") + entries(pcf, "ipccCharacterizationFactorsSources") if entry]
    old = take(pcf, "characterizationFactors")
    reports = [str(entry).removesuffix("-WG1").split("-")[0] for entry in reports] or ([old] if old else [])
    for name in ("ipccCharacterizationFactors", "ipccCharacterizationFactorsSources"):
        take(pcf, name)
    sets = shared.characterisation(reports, notes)
    shared.standards(
        [entry for name in ("crossSectoralStandards", "crossSectoralStandardsUsed") for entry in entries(take(pcf, name))], notes
    )
    indicators = {
        "CFP": stated[excluding],
        "CFP-with-biogenic": stated.get(including),
        "fossil": stated.get("fossilGhgEmissions"),
        "dluc": stated.get("landUseChangeGhgEmissions" if third else "dLucGhgEmissions"),
    }
    record: dict[str, Any] = {"standard": shared.STANDARD, "declared_unit": per}
    if sets:
        record["characterisation"] = sets[0] if len(sets) == 1 else sets
    name = take(data, "productNameCompany")
    if isinstance(name, str) and name.strip():
        record["name"] = name.strip()
    record["subject"] = shared.subject(pcf, amount.get("productMassPerDeclaredUnit"), per, notes)
    span = shared.period(take(pcf, "referencePeriodStart"), take(pcf, "referencePeriodEnd"), notes, True)
    if span is not None:
        record["period"] = span
    record["figures"] = shared.figures({key: value for key, value in indicators.items() if value is not None})
    carbon = shared.carbon(stated.get("biogenicCarbonContent"), stated.get("packagingBiogenicCarbonContent"), notes)
    if carbon is not None:
        record["biogenic_carbon"] = carbon
    evidence = _evidence(data, pcf, notes)
    if evidence:
        record["evidence"] = evidence
    _limits(data, pcf, stated, notes)
    for key in _SAID:
        notes.detail(key, take(data, key))
    footprint = declared(record, notes)
    return Reading(f"PACT {version}".strip(), (footprint,), tuple(values), (), notes.details, dict(left(data)), tuple(notes.remarks))


def _evidence(data: dict[str, Any], pcf: dict[str, Any], notes: Notes) -> dict[str, str]:
    """Verification and validity."""
    evidence: dict[str, str] = {}
    coverage, provider = take(pcf, "verification", "coverage"), take(pcf, "verification", "providerName")
    if not provider:
        provider, coverage = take(pcf, "assurance", "providerName"), take(pcf, "assurance", "coverage") or coverage
    if provider:
        evidence |= {"verification": "third-party", "verifier": str(provider)}
    notes.detail("verification covers", coverage)
    share = shared.numbers(pcf, ("primaryDataShare",), notes, "pcf")[0].get("primaryDataShare")
    if share is not None and 0 <= share <= 100:
        evidence["primary_data_share"] = f"{share} %"
    else:
        notes.detail("primary data share", share)
    start = take(data, "validityPeriodStart")
    notes.detail("valid from", day(start) or start)
    end = take(data, "validityPeriodEnd")
    if day(end) is None:
        notes.detail("valid until", end)
    return evidence | shared.past(day(end))


def _limits(data: dict[str, Any], pcf: dict[str, Any], stated: dict[str, Decimal], notes: Notes) -> None:
    """What keeps the number from meaning what it seems to."""
    status = take(data, "status")
    if isinstance(status, str) and status.strip().lower() == "deprecated":
        notes.remark("the footprint is marked as deprecated by its company", "该碳足迹已被其公司标记为已弃用")
    else:
        notes.detail("status", status)
    exempted, _ = shared.numbers(pcf, ("exemptedEmissionsPercent",), notes, "pcf")
    share = exempted.get("exemptedEmissionsPercent", Decimal(0))
    if share > 0:
        notes.remark(f"{share} % of the emissions are exempted and not in the figures", f"{share}% 的排放被豁免，未计入数值")
    included = take(pcf, "packagingEmissionsIncluded")
    notes.detail("packaging emissions included", included)
    if included is False and stated.get("packagingGhgEmissions"):
        notes.remark(
            f"packaging emissions ({stated['packagingGhgEmissions']} kg CO2e) are given and not included in the footprint",
            f"给出包装排放（{stated['packagingGhgEmissions']} kg CO2e），但未计入碳足迹",
        )
    if "outboundLogisticsGhgEmissions" in stated:
        notes.remark(
            f"outbound logistics ({stated['outboundLogisticsGhgEmissions']} kg CO2e) lie outside the total and are kept as a value",
            f"出厂物流（{stated['outboundLogisticsGhgEmissions']} kg CO2e）不在总量之内，仅保留为数值",
        )
