"""The product carbon footprint of Catena-X (semantic model io.catenax.pcf): flat up to version 7, nested lists of one record from 9 on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crosswalk.formats import pcf as shared
from crosswalk.formats.reading import Notes, Reading, day, declared, entries, is_number, left, number, take

_PRODUCTION = (
    "pcfExcludingBiogenicUptake",
    "pcfIncludingBiogenicUptake",
    "pcfExcludingBiogenic",
    "pcfIncludingBiogenic",
    "fossilGhgEmissions",
    "biogenicCO2Uptake",
    "biogenicCarbonWithdrawal",
    "biogenicNonCO2Emissions",
    "landUseChangeGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "luGhgEmissions",
    "dLucGhgEmissions",
    "aircraftGhgEmissions",
    "biogenicCarbonEmissionsOtherThanCO2",
)
_NESTED = ("companyAndProductInformation", "pcfAssessmentAndMethodology", "productLifeCycleStagesAndEmissions")


def matches(data: Any) -> bool:
    """Whether JSON data is a Catena-X footprint."""
    if not isinstance(data, dict):
        return False
    return any(name in data for name in _NESTED) or (
        "pcfExcludingBiogenic" in data and ("declaredUnit" in data or "unitaryProductAmount" in data)
    )


def read(data: dict[str, Any], _scenarios: tuple[str, ...], notes: Notes) -> Reading:
    """The footprint; `data` is used up on the way.

    Raises:
        DeclarationError: the total of production is missing, or a number, unit or report is not known.
    """
    return _nested(data, notes) if any(name in data for name in _NESTED) else _flat(data, notes)


def _part(tree: Any, *path: str) -> Any:
    """The record at a path where each step may be a list of one record.

    A list of several records cannot be read as one; its others stay and are told as not understood.
    """
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
        if isinstance(tree, list):
            tree = tree[0] if tree else None
    return tree if isinstance(tree, dict) else {}


def _nested(data: dict[str, Any], notes: Notes) -> Reading:
    product = _part(data, "companyAndProductInformation", "productInformation")
    company = _part(data, "companyAndProductInformation", "companyInformation")
    method = _part(data, "pcfAssessmentAndMethodology", "pcfMethodology")
    assessed = _part(data, "pcfAssessmentAndMethodology", "pcfAssessmentInformation")
    stages = _part(data, "productLifeCycleStagesAndEmissions")
    production = _part(stages, "productionStage")
    content = _part(data, "carbonContent")
    scope = _part(data, "scopeOfPcfForm")
    factors = _part(method, "gwpCharacterizationFactorDetails")
    reports = entries(take(factors, "ipccCharacterizationFactors"))
    named = [entry for part in (method, _part(method, "standards")) for entry in entries(take(part, "crossSectoralStandards"))]
    where = _part(assessed, "geography")
    when = _part(assessed, "time")
    limits = _part(assessed, "boundarySpecifications")
    for name in ("productDescription", "productIds", "productClassifications"):
        notes.detail(name, _joined(take(product, name)))
    for name in ("companyName", "companyIds"):
        notes.detail(name, _joined(take(company, name)))
    partial = take(scope, "partialFullPcf")
    notes.detail("scope", _joined(partial))
    version = _joined(take(scope, "specVersion")) or ""
    return _footprint(
        data,
        notes,
        version=version.rpartition(":")[2],
        name=take(product, "productNameCompany"),
        unit=take(product, "declaredUnitOfMeasurement"),
        amount=take(product, "declaredUnitAmount"),
        mass=take(product, "productMassPerDeclaredUnit"),
        scope=_joined(partial),
        production=production,
        reports=reports,
        named=named,
        where=where,
        period=(take(when, "referencePeriodStart"), take(when, "referencePeriodEnd")),
        until=take(when, "validityPeriodEnd"),
        exempted=take(limits, "exemptedEmissionsPercent"),
        content=(take(content, "biogenicCarbonContent"), take(content, "packagingBiogenicCarbonContent")),
        verifier=take(_part(data, "attestationOfConformance"), "providerName"),
        others=[
            ("packaging", _part(stages, "packagingStage"), "packagingEmissionsIncluded"),
            ("distribution", _part(stages, "distributionStage"), "distributionStageIncluded"),
        ],
        itself=True,
    )


def _flat(data: dict[str, Any], notes: Notes) -> Reading:
    for old in list(data):  # names of one and the same field carry the programme that added it
        new = old.removeprefix("extWBCSD_").removeprefix("extTFS_")
        if new != old and new not in data:
            data[new] = data.pop(old)
    for name in ("productDescription", "companyName", "productIds", "companyIds", "id"):
        notes.detail(name, _joined(take(data, name)))
    distribution = {name: data.pop(name) for name in list(data) if name.startswith("distributionStage") and not name.endswith("Included")}
    if "distributionStageIncluded" in data:
        distribution["distributionStageIncluded"] = data.pop("distributionStageIncluded")
    version = _joined(take(data, "specVersion")) or ""
    partial = take(data, "partialFullPcf")
    notes.detail("scope", partial)
    return _footprint(
        data,
        notes,
        version=version.rpartition(":")[2],
        name=take(data, "productName") or take(data, "productNameCompany"),
        unit=take(data, "declaredUnit"),
        amount=take(data, "unitaryProductAmount"),
        mass=take(data, "productMassPerDeclaredUnit"),
        scope=partial,
        production=data,
        reports=entries(take(data, "ipccCharacterizationFactors")) or entries(take(data, "characterizationFactors")),
        named=[
            str(entry.get("crossSectoralStandard", entry)) if isinstance(entry, dict) else entry
            for entry in entries(take(data, "crossSectoralStandardsUsed"))
        ],
        where=data,
        period=(take(data, "referencePeriodStart"), take(data, "referencePeriodEnd")),
        until=take(data, "validityPeriodEnd"),
        exempted=take(data, "exemptedEmissionsPercent"),
        content=(take(data, "biogenicCarbonContent"), None),
        verifier=take(_part(data, "assurance"), "providerName"),
        others=[("distribution", distribution, "distributionStageIncluded")],
        itself=False,
    )


def _joined(value: Any) -> str | None:
    """One text of a value that may be a list; the version of a model counts once."""
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value) or None
    return None if value is None else str(value)


def _footprint(
    data: dict[str, Any],
    notes: Notes,
    *,
    version: str,
    name: Any,
    unit: Any,
    amount: Any,
    mass: Any,
    scope: Any,
    production: Any,
    reports: list[Any],
    named: list[Any],
    where: Any,
    period: tuple[Any, Any],
    until: Any,
    exempted: Any,
    content: tuple[Any, Any],
    verifier: Any,
    others: list[tuple[str, Any, str]],
    itself: bool,
) -> Reading:
    """The footprint of either generation. `itself`: values are for the declared amount, else (version 7) per one declared unit."""
    stated, values = shared.numbers(production, _PRODUCTION, notes, "production")

    def either(*names: str) -> Decimal | None:
        return next((stated[entry] for entry in names if entry in stated), None)

    excluding = either("pcfExcludingBiogenicUptake", "pcfExcludingBiogenic")
    if excluding is None:
        raise notes.wrong("the total of production is missing", "缺少生产阶段总量", "pcfExcludingBiogenicUptake")
    including = either("pcfIncludingBiogenicUptake", "pcfIncludingBiogenic")
    shared.check_fossil(excluding, stated, notes)
    shared.check_uptake(excluding, including, either("biogenicCO2Uptake", "biogenicCarbonWithdrawal"), notes)
    full = number(amount, notes, "declaredUnitAmount") or Decimal(1)
    per = shared.declared_unit(full if itself else Decimal(1), str(unit or ""), notes)
    if not itself:
        notes.detail("declared units in the product", amount)
    if isinstance(scope, str) and "gate" not in scope.lower():
        notes.remark(
            f"the scope is {scope!r}; the figures are those of production, from cradle to gate",
            f"范围为 {scope!r}；数值为生产阶段（摇篮到大门）",
        )
    sets = shared.characterisation([entry for entry in reports if entry], notes)
    shared.standards(named, notes)
    indicators = {
        "CFP": excluding,
        "CFP-with-biogenic": including,
        "fossil": stated.get("fossilGhgEmissions"),
        "dluc": either("landUseChangeGhgEmissions", "dLucGhgEmissions"),
    }
    record: dict[str, Any] = {"standard": shared.STANDARD, "declared_unit": per}
    if sets:
        record["characterisation"] = sets[0] if len(sets) == 1 else sets
    if isinstance(name, str) and name.strip():
        record["name"] = name.strip()
    record["subject"] = shared.subject(where, number(mass, notes, "productMassPerDeclaredUnit"), per, notes)
    span = shared.period(*period, notes, True)
    if span is not None:
        record["period"] = span
    record["figures"] = shared.figures({key: value for key, value in indicators.items() if value is not None})
    carbon = shared.carbon(
        number(content[0], notes, "biogenicCarbonContent"), number(content[1], notes, "packagingBiogenicCarbonContent"), notes
    )
    if carbon is not None:
        record["biogenic_carbon"] = carbon
    evidence = shared.past(day(until)) | ({"verification": "third-party"} if verifier else {})
    if evidence:
        record["evidence"] = evidence
    notes.detail("verifier", verifier)
    share = number(exempted, notes, "exemptedEmissionsPercent")
    if share:
        notes.remark(f"{share} % of the emissions are exempted and not in the figures", f"{share}% 的排放被豁免，未计入数值")
    for stage, part, flag in others:
        _other_stage(stage, part, flag, values, notes)
    footprint = declared(record, notes)
    return Reading(
        f"Catena-X PCF {version}".strip(), (footprint,), tuple(values), (), notes.details, dict(left(data)), tuple(notes.remarks)
    )


def _other_stage(stage: str, part: Any, flag: str, values: list[Any], notes: Notes) -> None:
    """Packaging and distribution stand beside production; whether they are included is said, and values may be given even where they are not."""
    if not part:
        return
    included = take(part, flag)
    names = [name for name in part if name != flag and not isinstance(part[name], dict | list | bool)]
    found, more = shared.numbers(part, [name for name in names if is_number(part[name])], notes, stage, stage)
    values.extend(more)
    if any(found.values()):
        said = {True: ("included", "已计入"), False: ("not included", "未计入")}.get(
            included, ("not said to be included", "未说明是否计入")
        )
        notes.remark(
            f"{stage} emissions are given beside production and {said[0]}; they are kept as values and outside the figures",
            f"{stage} 排放与生产阶段并列给出，{said[1]}；仅保留为数值，不计入数据项",
        )
