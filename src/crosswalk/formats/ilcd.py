"""ILCD+EPD data sets, from XML or from the JSON of soda4LCA: what they mean as a footprint under EN 15804.

Which characterisation a result follows is told by the UUID of its method, else by the compliance declared, never by its label: the labels of the
methods for EF 3.0 and EF 3.1 are the same. Identifiers: tables of the ILCD+EPD format, https://github.com/InDataWG/ILCD-EPD-Data-Format (doc/identifiers).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crosswalk.formats.alternatives import alternatives
from crosswalk.formats.modules import MODULES, figures
from crosswalk.formats.reading import Notes, Reading, Scenario, Value, day, declared, last_day, number, quantity

A1, A2 = "eu/en-15804-a1-2013", "eu/en-15804-a2-2019"
_SETS = {"A1": (A1, "en15804-a1"), "EF 3.0": (A2, "en15804-a2-ef3.0"), "EF 3.1": (A2, "en15804-a2-ef3.1")}
"""Standard and characterisation set of each family of methods."""
METHODS = {
    "77e416eb-a363-4258-a04e-171d843a6460": ("A1", "GWP"),
    "6a37f984-a4b3-458a-a20a-64418c145fa2": ("EF 3.0", "GWP-total"),
    "5f635281-343e-44fb-83df-1971b155e6b6": ("EF 3.0", "GWP-fossil"),
    "2356e1ab-0185-4db5-86e5-16de51c7485c": ("EF 3.0", "GWP-biogenic"),
    "4331bbdb-978a-490d-8707-eeb047f01a55": ("EF 3.0", "GWP-luluc"),
    "fb774615-0575-45de-9a89-1ded92f19770": ("EF 3.0", "GWP-GHG"),
    "a7ea142a-9749-11ed-a8fc-0242ac120002": ("EF 3.1", "GWP-total"),
    "a7ea19c0-9749-11ed-a8fc-0242ac120002": ("EF 3.1", "GWP-fossil"),
    "a7ea186c-9749-11ed-a8fc-0242ac120002": ("EF 3.1", "GWP-biogenic"),
    "a7ea1ae2-9749-11ed-a8fc-0242ac120002": ("EF 3.1", "GWP-luluc"),
    "e03c018f-8526-44bc-b5e4-bc03c3ab32f3": ("EF 3.1", "GWP-GHG"),
}
COMPLIANCE = {
    "b00f9ec0-7874-11e3-981f-0800200c9a66": "A1",
    "c0016b33-8cf7-415c-ac6e-deba0d21440d": "EF 3.0",
    "d4aa3ec7-b1d7-4a4a-a6cb-37af88dcc902": "EF 3.1",
}
CO2E_GROUP = "1ebf3012-d0db-4de2-aefd-ef30cedb0be1"
MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
CARBON = {"62e503ce-544a-4599-b2ad-bcea15a7bf20": "product", "262a541b-209e-44cc-a426-33bce30de7b1": "packaging"}


@dataclass(slots=True)
class Result:
    """One indicator: its method, names, unit, and amounts by module and scenario."""

    method: str | None
    names: list[str]
    unit_group: str | None
    unit: str | None
    amounts: list[tuple[str, str | None, Any]]

    @property
    def label(self) -> str:
        """The name by which a person knows it."""
        return self.names[0] if self.names else self.method or "?"


@dataclass(slots=True)
class Property:
    """A flow property: how much of it one unit of the reference flow holds."""

    uuid: str | None
    name: str
    value: Decimal | None
    unit: str | None
    is_reference: bool = False


@dataclass(slots=True)
class Flow:
    """The reference flow: how many units of it the results are for, and its properties."""

    amount: Decimal | None
    declared: Decimal | None  # the amount in the unit of the reference property, where the file prints it
    properties: list[Property] = field(default_factory=list)
    densities: list[tuple[Decimal, str]] = field(default_factory=list)
    name: str | None = None


@dataclass(slots=True)
class DataSet:
    """An ILCD+EPD process data set, as far as it is understood."""

    format: str
    uuid: str | None = None
    version: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    kind: str | None = None
    subtype: str | None = None
    year: Any = None
    valid_until: Any = None
    expires: Any = None
    published: Any = None
    location: str | None = None
    registration: str | None = None
    reviews: list[str] = field(default_factory=list)
    compliance: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    owner: str | None = None
    flow: Flow | None = None
    results: list[Result] = field(default_factory=list)
    inventory: list[Result] = field(default_factory=list)
    scenarios: list[Scenario] = field(default_factory=list)


def reading(data: DataSet, unread: dict[str, str], wanted: tuple[str, ...], notes: Notes) -> Reading:
    """The footprint of a data set.

    Raises:
        DeclarationError: it holds no GWP whose method is known, or a number is none.
        UnknownNameError: a chosen scenario is not in it.
    """
    values = [
        Value(result.label, module, str(amount), result.unit, scenario, result.method)
        for result in (*data.results, *data.inventory)
        for module, scenario, amount in result.amounts
    ]
    family, results = _gwp(data, notes)
    standard, characterisation = _SETS[family]
    table: dict[tuple[str, str], dict[str | None, list[Decimal]]] = {}
    for indicator, result in results:
        scale = _scale(result, notes)
        for module, scenario, amount in result.amounts:
            found = number(amount, notes, f"{result.label} {module}")
            if found is None:
                notes.remark(f"{module} {indicator} has no number: not declared", f"{module} {indicator} 没有数值：视为未声明")
            elif module not in MODULES:
                notes.remark(
                    f"{indicator} of {module!r}, which is no module of the format, stays outside the footprint ({found})",
                    f"{module!r} 不是该格式的模块，其 {indicator}（{found}）不计入碳足迹",
                )
            else:
                table.setdefault((indicator, module), {}).setdefault(scenario, []).append(found * scale)
    settled = {key: {name: _one(key, name, found, notes) for name, found in row.items()} for key, row in table.items()}
    choice = alternatives(data.scenarios, settled.values(), wanted, notes)
    record: dict[str, Any] = {"standard": standard, "characterisation": characterisation}
    record |= _product(data, notes)
    record["figures"] = figures(settled, choice, "kg CO2e", notes)
    if not record["figures"]:
        raise notes.wrong("no GWP of any module is declared", "未声明任何模块的 GWP", "LCIAResults")
    footprint = declared(record, notes)
    return Reading(data.format, (footprint,), tuple(values), tuple(choice.scenarios.values()), notes.details, unread, tuple(notes.remarks))


def _one(key: tuple[str, str], scenario: str | None, found: list[Decimal], notes: Notes) -> Decimal:
    """The number of one module under one scenario."""
    if len(set(found)) > 1:
        indicator, module = key
        place = f"{module} {indicator}" + (f" ({scenario})" if scenario else "")
        raise notes.wrong(
            f"{place} is given {len(found)} times with different numbers ({', '.join(map(str, found))}); which one holds cannot be told",
            f"{place} 给出 {len(found)} 次且数值不同（{'、'.join(map(str, found))}），无法判断何者有效",
            place,
        )
    return found[0]


def _gwp(data: DataSet, notes: Notes) -> tuple[str, list[tuple[str, Result]]]:
    """The family of methods of the data set, and its GWP results with their indicators."""
    families: dict[str, list[tuple[str, Result]]] = {}
    for result in data.results:
        known = METHODS.get((result.method or "").lower())
        if known is not None and result.amounts:
            families.setdefault(known[0], []).append((known[1], result))
    stated = {COMPLIANCE[entry.lower()] for entry in data.compliance if entry.lower() in COMPLIANCE}
    if not families:
        return _by_compliance(data, stated, notes)
    order = sorted(families, key=lambda name: (name in stated, name), reverse=True)
    chosen = order[0]
    if len(order) > 1:
        if {"EF 3.0", "EF 3.1"} <= set(order) and not len(stated & {"EF 3.0", "EF 3.1"}) == 1:
            raise notes.wrong(
                "results after EF 3.0 and EF 3.1 stand side by side and the compliance does not tell which of them is declared",
                "EF 3.0 与 EF 3.1 的结果并存，且符合性声明无法说明以何者为准",
                "complianceDeclarations",
            )
        others = ", ".join(name for name in order if name != chosen)
        notes.remark(
            f"the data set holds results after {others} too; those after {chosen} are the footprint, the others are kept as values",
            f"数据集还含 {others} 的结果；碳足迹采用 {chosen}，其余仅保留为数值",
        )
    if stated and chosen not in stated:
        notes.remark(
            f"the compliance names {', '.join(sorted(stated))}, the methods of the results are those of {chosen}; the methods count",
            f"符合性声明为 {', '.join(sorted(stated))}，而结果的方法属于 {chosen}；以方法为准",
        )
    found = families[chosen]
    names = [indicator for indicator, _ in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise notes.wrong(f"{twice} stands in several results", f"{twice} 出现在多个结果中", "LCIAResults")
    return chosen, found


def _by_compliance(data: DataSet, stated: set[str], notes: Notes) -> tuple[str, list[tuple[str, Result]]]:
    """Where no method is known: the compliance tells the set, and only the one GWP of EN 15804+A1 is told by its unit alone."""
    carbon = [result for result in data.results if (result.unit_group or "").lower() == CO2E_GROUP and result.amounts]
    if stated == {"A1"} and len(carbon) == 1:
        notes.remark(
            f"the method {carbon[0].method} is unknown; it is the only result in kg CO2e and the data set complies with EN 15804+A1",
            f"方法 {carbon[0].method} 未知；它是唯一以 kg CO2e 计的结果，且数据集符合 EN 15804+A1",
        )
        return "A1", [("GWP", carbon[0])]
    seen = ", ".join(f"{result.method} ({result.label})" for result in data.results[:6]) or "none"
    raise notes.wrong(
        f"no result has a known GWP method, and labels do not tell which factors were used; methods of the file: {seen}",
        f"没有结果采用已知的 GWP 方法，而名称无法说明所用因子；文件中的方法：{seen}",
        "LCIAResults",
    )


def _scale(result: Result, notes: Notes) -> Decimal:
    """Kilograms of CO2e in the unit of a result."""
    if result.unit_group is None or result.unit_group.lower() == CO2E_GROUP:
        return Decimal(1)
    found = quantity(Decimal(1), result.unit or "")
    if found is not None and found.has_dimension_of("kg*CO2e"):
        return found.to("kg*CO2e").magnitude
    raise notes.wrong(
        f"{result.label} is in {result.unit or result.unit_group}, which is not known as a unit of CO2e",
        f"{result.label} 的单位 {result.unit or result.unit_group} 不是已知的 CO2e 单位",
        "LCIAResults",
    )


def _product(data: DataSet, notes: Notes) -> dict[str, Any]:
    """Name, subject, unit, dates and evidence."""
    record: dict[str, Any] = {}
    subject: dict[str, Any] = {"kind": "product"}
    english = data.names.get("en") or next(iter(data.names.values()), None)
    if english:
        record["name"] = {"en": english, "zh": data.names.get("zh") or english}
    for label, value in (
        ("uuid", data.uuid),
        ("version", data.version),
        ("subtype", data.subtype),
        ("kind", data.kind),
        ("owner", data.owner),
        ("published", day(data.published) or data.published),
        ("product rules", "; ".join(data.rules)),
        ("review", "; ".join(data.reviews)),
        ("valid until", data.valid_until),
    ):
        notes.detail(label, value)
    if data.kind and data.kind.strip().upper() != "EPD":
        notes.remark(
            f"the type of the data set is {data.kind!r}, not EPD: its results may follow other rules",
            f"数据集类型为 {data.kind!r} 而非 EPD，其结果可能遵循其他规则",
        )
    if data.location and len(data.location) == 2 and data.location.isalpha():
        subject["location"] = data.location.upper()
    else:
        notes.detail("location", data.location)
    year = str(data.year or "").strip()[:4]
    if year.isdigit() and 1900 <= int(year) <= 2200:
        record["year"] = int(year)
    evidence = _evidence(data, notes)
    if evidence:
        record["evidence"] = evidence
    if data.flow is None or data.flow.amount is None:
        notes.remark("no reference flow is given: what the values are per is not known", "未给出参考流：不知数值以何为单位")
    else:
        record |= _per(data.flow, subject, notes)
    record["subject"] = subject
    return record


def _evidence(data: DataSet, notes: Notes) -> dict[str, Any]:
    evidence: dict[str, Any] = {}
    if any("independent" in entry.lower() or "external" in entry.lower() or "accredited" in entry.lower() for entry in data.reviews):
        evidence["verification"] = "third-party"
    elif data.reviews:
        evidence["verification"] = data.reviews[0]
    if data.registration:
        evidence["registration"] = data.registration
    expires = day(data.expires) or last_day(data.valid_until, notes)
    if expires is not None:
        evidence["expires"] = expires.isoformat()
    return evidence


def several_flows(notes: Notes) -> Exception:
    """The error for a data set whose results could be per any of several flows."""
    return notes.wrong(
        "the data set has several reference flows; which of them its results are per cannot be told",
        "数据集有多个参考流，无法判断结果以何者为单位",
        "quantitativeReference",
    )


def _per(flow: Flow, subject: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """What the values are per, with the mass and the biogenic carbon of that much."""
    record: dict[str, Any] = {}
    assert flow.amount is not None
    if flow.amount <= 0:
        raise notes.wrong(f"the amount of the reference flow is {flow.amount}", f"参考流的量为 {flow.amount}", "exchanges")
    reference = next((entry for entry in flow.properties if entry.is_reference), None)
    amount = flow.declared
    if amount is None:
        amount = _times(flow.amount, reference.value if reference is not None and reference.value is not None else Decimal(1))
    per = quantity(amount, reference.unit) if reference is not None and reference.unit else None
    notes.detail("reference flow", f"{amount} {reference.unit if reference and reference.unit else '(unit not in the file)'}")
    if per is not None and per.magnitude > 0:
        record["declared_unit"] = str(per)
    else:
        notes.remark(
            f"values are per {amount} of the reference flow, whose unit "
            + (f"{reference.unit!r} is not known" if reference is not None and reference.unit else "stands in another file")
            + ": add `declared_unit:`",
            f"数值以 {amount} 个参考流为单位，其单位"
            + (f" {reference.unit!r} 未知" if reference is not None and reference.unit else "在另一文件中")
            + "：请补充 `declared_unit:`",
        )
    carbon: dict[str, str] = {}
    mass: Decimal | None = None
    for entry in flow.properties:
        uuid = (entry.uuid or "").lower()
        if entry.value is None:
            continue
        if uuid in CARBON:
            carbon[CARBON[uuid]] = f"{_times(entry.value, flow.amount)} kg"
        elif uuid == MASS:
            found = quantity(_times(entry.value, flow.amount), entry.unit or "kg")
            if found is not None and found.has_dimension_of("kg") and found.magnitude > 0:
                mass = found.to("kg").magnitude
                subject["mass"] = str(found)
        elif not entry.is_reference:
            notes.detail(entry.name, f"{entry.value} {entry.unit or ''} per unit of the flow".replace("  ", " "))
    if "product" in carbon:
        record["biogenic_carbon"] = carbon
    elif carbon:
        notes.detail("biogenic carbon of the packaging", carbon["packaging"])
    _density(flow, per, mass, notes)
    return record


def _times(first: Decimal, second: Decimal) -> Decimal:
    """A product; one times a number is the number as printed."""
    return first if second == 1 else second if first == 1 else first * second


def _density(flow: Flow, per: Any, mass: Decimal | None, notes: Notes) -> None:
    """The printed density against mass and volume."""
    for value, unit in flow.densities:
        density = quantity(value, unit)
        if density is None or not density.has_dimension_of("kg/m**3"):
            notes.detail("density", f"{value} {unit}")
            continue
        notes.detail("density", f"{value} {unit}")
        printed = density.to("kg/m**3").magnitude
        if not Decimal("0.5") <= printed <= 25_000:
            notes.remark(f"a density of {printed} kg/m3 is implausible", f"密度 {printed} kg/m3 不合理")
        if per is not None and mass is not None and per.has_dimension_of("m**3"):
            computed = mass / per.to("m**3").magnitude
            if abs(computed - printed) > Decimal("0.05") * max(computed, printed):
                notes.remark(
                    f"density {printed} kg/m3 is printed, mass and volume give {computed:.6g} kg/m3",
                    f"印出的密度为 {printed} kg/m3，而质量与体积得出 {computed:.6g} kg/m3",
                )
