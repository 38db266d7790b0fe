"""Units: what the figures are per, and the factor from the declared basis to the target's.

Values per m2 become values of the whole building times its declared area, and per m2 of another area divided by that one. No ratio of areas is
ever assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.reference import Restatement
from crosswalk.errors import Finding, MissingPropertyError, UnitMismatchError
from crosswalk.frames.space import Space
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity, readable, spell
from crosswalk.model.standard import Area, AreaException, Standard

AREA_NAMES: dict[str, tuple[str, str]] = {
    "gross_floor_area": ("gross floor area", "建筑面积"),
    "useful_floor_area": ("useful floor area", "使用面积"),
    "heated_floor_area": ("heated floor area", "供暖面积"),
}


PER_KILOGRAM = {"g": Decimal(1000), "kg": Decimal(1), "t": Decimal("0.001")}
"""How many units of CO2e a kilogram is."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures are per.

    Attributes:
        per: canonical unit of the quantity that figures refer to, without time; empty for the whole subject.
        area: the floor area meant where `per` is an area.
        yearly: whether they are per year.
        count: how many units of `per` the declared values stand for.
        exceptions: the stages whose figures mean another area.
        co2e: grams, kilograms or tonnes of CO2e.
        reference: the reference quantity of a product that `per` measures, where it is known and matters.
    """

    per: str
    area: Area | None
    yearly: bool
    count: Decimal
    exceptions: tuple[AreaException, ...] = ()
    co2e: Literal["g", "kg", "t"] = "kg"
    reference: str | None = None

    def unit(self) -> str:
        """The unit of a figure, as people write it."""
        below = [part for part in (self.per if self.count == 1 else "", "a" if self.yearly else "") if part]
        if not below:
            return f"{self.co2e} CO2e"
        text = "*".join(below)
        return f"{self.co2e} CO2e/{text}" if text.replace("**", "").isalnum() else f"{self.co2e} CO2e/({text})"

    def describe(self) -> str:
        """The declared unit in full, such as `1 m**2 (gross_floor_area)`."""
        what = f"{self.count.normalize():f} {readable(self.per)}" if self.per else "whole subject"
        meant = self.area or self.reference
        return f"{what} ({meant})" if meant else what


def declared_basis(footprint: Footprint, standard: Standard) -> Basis:
    """The basis on which a footprint is declared.

    Raises:
        UnitMismatchError: the declared unit or the activity level has another dimension than the standard's figures.
    """
    declared = footprint.declared_unit
    if footprint.activity_level is not None:
        return _activity_basis(footprint.activity_level, declared)
    if declared is None:
        return Basis("", None, False, Decimal(1))
    unit = declared.unit
    if standard.subject == "building":
        for spelled, yearly in (("m**2*a", True), ("m**2", False), ("a", True)):
            if declared.has_dimension_of(spelled):
                count = declared.to(spelled).magnitude
                per = "m**2" if spelled.startswith("m**2") else ""
                area = (standard.unit.area or footprint.subject.reference_area) if per else None
                return Basis(per, area, yearly, count, standard.unit.exceptions if area else ())
        raise UnitMismatchError(
            Finding(
                f"a building figure is per m**2, per m**2*a, per a or per building, not per {declared}",
                f"建筑数据的单位应为每平方米、每平方米年、每年或整栋，而不是 {declared}",
                field="declared_unit",
            )
        )
    return Basis(spell(unit), None, False, declared.magnitude)


def _activity_basis(level: Quantity, declared: Quantity | None) -> Basis:
    """Figures of a whole activity level: the output of the production process in the reporting period."""
    unit = declared.unit if declared is not None else level.unit
    try:
        count = level.to(unit).magnitude
    except UnitMismatchError as error:
        raise UnitMismatchError(*(replace(finding, field="activity_level") for finding in error.findings)) from None
    return Basis(spell(unit), None, False, count)


def target_basis(footprint: Footprint, declared: Basis, target: Standard) -> Basis:
    """The basis of the target's figures; what the target leaves open stays as declared.

    Raises:
        MissingPropertyError: figures of a whole installation are asked for per unit of a good, and no activity level was declared.
    """
    if target.subject == "installation":
        return Basis("", None, False, Decimal(1), co2e=target.unit.co2e)
    if target.subject == "product" and footprint.activity_level is not None:
        wanted = footprint.declared_unit.magnitude if footprint.declared_unit is not None else Decimal(1)
        return replace(declared, count=wanted, co2e=target.unit.co2e)
    if target.subject != "building":
        return replace(declared, co2e=target.unit.co2e)
    yearly = {"year": True, "life": False, None: declared.yearly}[target.unit.time]
    if target.unit.area is None:
        return Basis(declared.per, declared.area, yearly, declared.count, target.unit.exceptions if declared.area else ())
    return Basis("m**2", target.unit.area, yearly, Decimal(1), target.unit.exceptions)


def restated_bases(step: Restatement, target: Standard) -> tuple[Basis, Basis]:
    """What the declared and the target's figures are per, where the step leads from one reference quantity to another."""
    declared = Basis("" if step.declared.id == "item" else step.declared.unit, None, False, step.count, reference=step.declared.id)
    own = target.unit.per if target.unit.per is not None and step.wanted.id == target.unit.reference[0] else step.wanted.unit
    if step.wanted.id == "item":
        own = ""
    return declared, Basis(own, None, False, Decimal(1), co2e=target.unit.co2e, reference=step.wanted.id)


@dataclass(frozen=True, slots=True)
class Scale:
    """A factor for the figures of some stages (`stages` is a mask over leaf stages)."""

    stages: int
    factor: Decimal


def area_scales(
    space: Space, footprint: Footprint, source: Standard, declared: Basis, target: Standard, wanted: Basis, used: int
) -> tuple[Scale, ...]:
    """The factors that lead from the declared basis to the wanted one, stage by stage.

    Args:
        space: the atoms.
        footprint: supplies the areas.
        source: the standard of the declaration.
        declared: its basis.
        target: the standard aimed at.
        wanted: its basis.
        used: mask of the leaf stages for which something is declared; only their areas are needed.

    Raises:
        MissingPropertyError: a floor area is needed and was not declared.
    """
    groups: dict[tuple[Area | None, Area | None], int] = {}
    for position in range(len(space.stages)):
        bit = 1 << position
        if bit & used:
            pair = (_area_at(space, source, declared.area, bit), _area_at(space, target, wanted.area, bit))
            groups[pair] = groups.get(pair, 0) | bit
    count = Decimal(1) if wanted.count == declared.count else declared.count
    scales = []
    for (before, after), mask in groups.items():
        ratio = Decimal(1)
        if before != after:
            if declared.per and before is None:
                raise MissingPropertyError(
                    Finding(
                        "which floor area the declared unit means is open: declare subject.reference_area "
                        "(gross_floor_area, useful_floor_area or heated_floor_area)",
                        "声明单位所指的面积不明：请声明 subject.reference_area（gross_floor_area、useful_floor_area 或 heated_floor_area）",
                        field="declared_unit",
                    )
                )
            ratio = (area_of(footprint, before) if before else ratio) / (area_of(footprint, after) if after else ratio)
        scales.append(Scale(mask, ratio / count))
    return tuple(scales)


def _area_at(space: Space, standard: Standard, area: Area | None, bit: int) -> Area | None:
    if area is None:
        return None
    for exception in standard.unit.exceptions:
        if any(space.stage_mask(stage) & bit for stage in exception.stages):
            return exception.area
    return area


def area_of(footprint: Footprint, area: str) -> Decimal:
    """A floor area of the subject in m2.

    Raises:
        MissingPropertyError: it was not declared.
    """
    quantity: Quantity | None = getattr(footprint.subject, area)
    if quantity is None:
        en, zh = AREA_NAMES[area]
        raise MissingPropertyError(
            Finding(
                f"the conversion needs the {en}: declare subject.{area}, for example `{area}: 10300 m**2`; no ratio is assumed",
                f"换算需要{zh}：请声明 subject.{area}，例如 `{area}: 10300 m**2`；不会假定面积比",
                field="subject",
            )
        )
    return quantity.to("m**2").magnitude


def years(footprint: Footprint, standard: Standard) -> Decimal | None:
    """The study period of a declaration in years: the subject's service life, else what the standard prescribes."""
    life = footprint.subject.service_life or standard.unit.study_period or standard.unit.default_service_life
    return None if life is None else life.to("a").magnitude


def require_years(footprint: Footprint, standard: Standard) -> Decimal:
    """`years`, or an error that says what to declare."""
    found = years(footprint, standard)
    if found is None:
        raise MissingPropertyError(
            Finding(
                "the conversion between total and yearly figures needs the service life: declare subject.service_life, for example `50 a`",
                "总量与年值的换算需要设计使用年限：请声明 subject.service_life，例如 `50 a`",
                field="subject",
            )
        )
    return found
