"""Goods with precursors: the parts are translated by themselves, then combined (amount x specific embedded emissions).

(EU) 2025/2547 Annex III Equations 59-63: SEE = (attributed emissions + sum of M_i x SEE_i) / activity level, recursively. A precursor's own listing
in Annex II decides whether its indirect emissions count, so precursors of both kinds are lines of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from crosswalk.engine.goods import FUNCTIONAL_UNITS, category_of_code
from crosswalk.engine.lines import Declaration, Input, Line, Range, Route, with_lines
from crosswalk.engine.rules.unit import PER_KILOGRAM
from crosswalk.engine.selector import Selector, selector
from crosswalk.engine.translation import Translation
from crosswalk.errors import DeclarationError, Finding, InputError, MissingPropertyError, UnitMismatchError
from crosswalk.library.defaults import default_value, origin_of
from crosswalk.library.goods import GoodsTable, System, goods_table
from crosswalk.library.inputs import DEEPEST
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint, Precursor
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import Standard

ZERO = Decimal(0)
OPEN = Decimal("Infinity")
KILOGRAMS = Decimal(1000)
VERIFIED = ("accredited", "accredited-verifier", "third-party-accredited")
KINDS: tuple[Kind, ...] = ("annex-ii", "other")

Kind = Literal["annex-ii", "other"]
Part = Literal["direct", "indirect", "both"]
Parts = dict[tuple[Kind, Part], Range]


def with_precursors(
    footprint: Footprint,
    declaration: Declaration,
    library: Library,
    source: Standard,
    target: Standard,
    translate: Callable[[Footprint], Translation],
    category: str | None,
) -> Declaration:
    """The declaration with its precursors as lines.

    Args:
        footprint: declares the precursors.
        declaration: its own lines.
        library: goods and their default values.
        source: the standard of the declaration.
        target: the standard translated into.
        translate: translates the footprint of a precursor into the target.
        category: that of the good itself.

    Raises:
        InputError: a code is unknown, or a figure lacks its evidence.
    """
    precursors = footprint.precursors or ()
    ruling = target if target.goods is not None else source
    if ruling.goods is None:
        if not precursors:
            return declaration
        note = (
            f"precursors: neither {source.number} nor {target.number} knows them; they are left out",
            f"precursors：{source.number} 与 {target.number} 均无前体概念，未计入",
        )
        return replace(declaration, notes=(*declaration.notes, note))
    if _depth(footprint) > DEEPEST:
        raise DeclarationError(Finding(f"more than {DEEPEST} levels of precursors", f"前体层级超过 {DEEPEST} 层", field="precursors"))
    sums: Parts = {}
    inputs = []
    for position, precursor in enumerate(precursors):
        reader = _Reader(library, ruling, target, precursor, f"precursors[{position}]", _year(footprint))
        found, parts = reader.read(translate)
        inputs.append(found)
        for key, value in parts.items():
            low, high = sums.get(key, (ZERO, ZERO))
            sums[key] = (low + value[0], high + value[1])
    lines = _lines(sums, selector(library, ruling.id, category), ruling is target)
    declared = with_lines(declaration, [(line, "precursors", value, ZERO) for line, value in lines])
    return replace(declared, inputs=tuple(inputs))


def _lines(sums: Parts, chosen: Selector, evaluated: bool) -> Sequence[tuple[Line, Range]]:
    """One line for each kind of precursor and part; a kind of which none is declared is a declared zero."""
    found: list[tuple[Line, Range]] = []
    for kind in KINDS:
        at_stage = chosen.space.at_stages(chosen.space.stage_mask(f"A1.precursors.{kind}")) & chosen.boundary
        direct, indirect = at_stage & chosen.indicator_atoms("direct"), at_stage & chosen.indicator_atoms("indirect")
        values = {part: sums.get((kind, part), (ZERO, ZERO)) for part in ("direct", "indirect", "both")}
        if values["both"] != (ZERO, ZERO):
            # the parts of a default value, or of a footprint under a standard without this split, are not told apart
            whole = tuple(sum((value[end] for value in values.values()), ZERO) for end in (0, 1))
            atoms = direct | indirect if evaluated else at_stage
            found.append((chosen.summed_line(f"precursors ({kind})", atoms, True, evaluated=evaluated), (whole[0], whole[1])))
            continue
        for part, atoms in (("direct", direct), ("indirect", indirect)):
            label = f"precursors ({kind}) / {part}"
            found.append((chosen.summed_line(label, atoms, True, evaluated=evaluated), values[part]))
    return found


def _year(footprint: Footprint) -> int | None:
    return footprint.subject.production_year or footprint.year or (footprint.period.start.year if footprint.period else None)


def _depth(footprint: Footprint) -> int:
    level, deepest = [footprint], 0
    while level and deepest <= DEEPEST:
        below = [entry.footprint for part in level for entry in part.precursors or () if entry.footprint is not None]
        level = list({id(part): part for part in below}.values())  # a shared precursor is looked at once
        deepest += 1
    return deepest


class _Reader:
    """Reads one precursor."""

    def __init__(self, library: Library, ruling: Standard, target: Standard, precursor: Precursor, field: str, year: int | None):
        assert ruling.goods is not None
        self.library, self.ruling, self.target = library, ruling, target
        self.precursor, self.field = precursor, field
        code = precursor.cn_code or (precursor.footprint.subject.cn_code if precursor.footprint else None)
        if code is None:
            raise MissingPropertyError(Finding("a precursor needs its `cn_code`", "前体须给出 `cn_code`", field=f"{field}.cn_code"))
        self.code = code
        self.system: System = (
            precursor.code_system if precursor.cn_code or precursor.footprint is None else precursor.footprint.subject.code_system
        )
        self.category = category_of_code(library, ruling.goods.list, code, f"{field}.cn_code", self.system)
        self.kind: Kind = "other" if self.category.indirect else "annex-ii"
        unit = FUNCTIONAL_UNITS.get(self.category.functional_unit, "t")
        if not precursor.amount.has_dimension_of(unit):
            raise UnitMismatchError(
                Finding(
                    f"the amount of {code} is a number of {unit}, not {precursor.amount}",
                    f"{code} 的数量应以 {unit} 计，而不是 {precursor.amount}",
                    field=f"{field}.amount",
                )
            )
        self.indirect_counts = self.category.indirect or not ruling.goods.apart
        self.year = precursor.production_year or year
        self.label = precursor.name.en if precursor.name else code

    def read(self, translate: Callable[[Footprint], Translation]) -> tuple[Input, Parts]:
        """What it brings in, and its parts in kg CO2e."""
        assert self.ruling.goods is not None
        table = goods_table(self.library, self.ruling.goods.list)
        if self._is_exempt(table):
            note = (f"zero: origin {self.precursor.origin}", f"零：原产地 {self.precursor.origin}")
            return self._input("exempt", (ZERO, ZERO), note), {}
        if self.precursor.direct is not None:
            return self._declared(self.precursor.direct, self.precursor.indirect)
        if self.precursor.footprint is not None:
            try:
                return self._translated(translate(self.precursor.footprint))
            except InputError as error:  # a footprint written inside this one has no file of its own
                found = (entry if entry.file else replace(entry, field=f"{self.field}.footprint.{entry.field}") for entry in error.findings)
                raise type(error)(*found) from None
        return self._default()

    def _is_exempt(self, table: GoodsTable) -> bool:
        """Whether what comes from there is outside the mechanism, so that it counts as zero."""
        origin = self.precursor.origin
        if origin is None or origin.lower() in ("unknown", "未知"):
            return False
        try:
            return origin_of(table, origin)[1]
        except InputError as error:
            raise type(error)(*(replace(finding, field=f"{self.field}.origin") for finding in error.findings)) from None

    def _input(self, route: Route, value: Range, note: tuple[str, str]) -> Input:
        return Input(self.label, self.code, route, value, note)

    def _declared(self, direct: Quantity, indirect: Quantity | None) -> tuple[Input, Parts]:
        rule = self.ruling.goods
        if rule is not None and rule.verified_precursors and self.precursor.evidence.verification not in VERIFIED:
            raise DeclarationError(
                Finding(
                    "actual values of a precursor count only with the report of an accredited verifier: state "
                    "`evidence: {verification: accredited}`, or leave out `direct` and `indirect` so that the default value is taken",
                    "前体的实际值须有经认可核查机构的报告：请声明 `evidence: {verification: accredited}`，"
                    "或不填 `direct` 与 `indirect` 以采用默认值",
                    field=f"{self.field}.evidence",
                )
            )
        parts: Parts = {(self.kind, "direct"): self._total(direct, "direct")}
        if indirect is not None:
            parts[self.kind, "indirect"] = self._total(indirect, "indirect")
        elif self.indirect_counts:
            raise MissingPropertyError(
                Finding(
                    f"the indirect emissions of {self.code} count: declare `indirect` too",
                    f"{self.code} 的间接排放须计入：请同时声明 `indirect`",
                    field=f"{self.field}.indirect",
                )
            )
        counted = parts[self.kind, "direct"][0] + (parts[self.kind, "indirect"][0] if self.indirect_counts else ZERO)
        passed_on, apart = ZERO, ZERO
        if not self.indirect_counts and indirect is not None:
            apart = parts[self.kind, "indirect"][0]
            if self.precursor.indirect_of_precursors is not None:
                passed_on = self._total(self.precursor.indirect_of_precursors, "indirect_of_precursors")[0]
                if passed_on > apart:
                    raise DeclarationError(
                        Finding(
                            "`indirect_of_precursors` is a part of `indirect` and cannot exceed it",
                            "`indirect_of_precursors` 是 `indirect` 的一部分，不能大于它",
                            field=f"{self.field}.indirect_of_precursors",
                        )
                    )
                parts |= {(self.kind, "indirect"): (apart - passed_on, apart - passed_on), ("other", "indirect"): (passed_on, passed_on)}
                apart = ZERO  # told apart by the declarer
        counted += passed_on
        found = self._input("actual", (counted, counted), ("verified figures of the producer", "生产者经核查的数值"))
        return replace(found, apart=apart), parts

    def _total(self, specific: Quantity, name: str) -> Range:
        """Specific embedded emissions times the amount, in kg CO2e."""
        try:
            value = Quantity(specific.magnitude * self.precursor.amount.magnitude, f"({specific.unit})*({self.precursor.amount.unit})")
            kilograms = value.to("kg*CO2e").magnitude
        except InputError as error:
            raise type(error)(*(replace(finding, field=f"{self.field}.{name}") for finding in error.findings)) from None
        if kilograms < 0:
            raise DeclarationError(Finding("embedded emissions cannot be negative", "隐含排放不能为负", field=f"{self.field}.{name}"))
        return kilograms, kilograms

    def _translated(self, result: Translation) -> tuple[Input, Parts]:
        own = {entry.indicator: entry.bounds for entry in result.figures if entry.stage == "total"}
        amount = self.precursor.amount.to(result.outcome.wanted.per or "t").magnitude / result.outcome.wanted.count
        scale = amount * (1 / PER_KILOGRAM[result.outcome.wanted.co2e])

        def times(bounds: tuple[Decimal | None, Decimal | None, Decimal | None]) -> Range:
            low, _, high = bounds
            return (ZERO if low is None else max(low, ZERO) * scale, OPEN if high is None else high * scale)

        counted = times(result.total.bounds)
        note = (f"translated from {result.source}", f"由 {result.source} 换算")
        below = sum((entry.by_default for entry in result.outcome.declaration.inputs), ZERO) * result.outcome.uniform * scale
        found = replace(self._input("translated", counted, note), by_default=below)
        if self.target.goods is None:
            return found, {(self.kind, "both"): counted}
        return found, _split(self.kind, counted, times(own["direct"]), times(own["indirect"]))

    def _default(self) -> tuple[Input, Parts]:
        if self.target.goods is None:
            note = ("not declared; a default value is no footprint", "未声明；默认值不是碳足迹")
            return self._input("default", (ZERO, OPEN), note), {(self.kind, "both"): (ZERO, OPEN)}
        if self.precursor.origin is None:
            raise MissingPropertyError(
                Finding(
                    "a default value depends on the country of origin: declare `origin`, or `origin: unknown` to take the highest value",
                    "默认值取决于原产国：请声明 `origin`；原产国不明时声明 `origin: unknown`，采用最高值",
                    field=f"{self.field}.origin",
                )
            )
        if self.year is None:
            raise MissingPropertyError(
                Finding(
                    "the mark-up on a default value depends on the year: declare `production_year`",
                    "默认值的加成取决于年份：请声明 `production_year`",
                    field=f"{self.field}.production_year",
                )
            )
        assert self.ruling.goods is not None
        table = goods_table(self.library, self.ruling.goods.list)
        origin = None if self.precursor.origin.lower() in ("unknown", "未知") else self.precursor.origin
        try:
            found = default_value(table, self.code, origin, self.year, system=self.system)
        except InputError as error:
            raise type(error)(*(replace(finding, field=f"{self.field}.cn_code") for finding in error.findings)) from None
        value = found.value * self.precursor.amount.to("t").magnitude * KILOGRAMS
        share = f"{found.total} t CO2e/t x {1 + found.mark_up}"
        note = (
            f"default value {share} ({found.source.document}, {found.table})",
            f"默认值 {share}（{found.source.document}，{found.table}）",
        )
        part: Part = "both" if self.category.indirect else "direct"
        return replace(self._input("default", (value, value), note), by_default=value), {(self.kind, part): (value, value)}


def _split(kind: Kind, counted: Range, direct: Range, indirect: Range) -> Parts:
    """What counts of a translated precursor, direct and indirect emissions apart where that is known.

    Of a precursor listed in Annex II, only such indirect emissions count as come from its own precursors outside Annex II.
    """
    exact = all(low == high for low, high in (counted, direct, indirect))
    if kind == "other":
        if (direct[0] + indirect[0], direct[1] + indirect[1]) == counted:
            return {(kind, "direct"): direct, (kind, "indirect"): indirect}
        return {(kind, "both"): counted}  # the sum is known better than its parts
    if not exact:
        return {(kind, "direct"): counted}
    passed_on = counted[0] - direct[0]
    own = indirect[0] - passed_on
    return {(kind, "direct"): direct, (kind, "indirect"): (own, own), ("other", "indirect"): (passed_on, passed_on)}
