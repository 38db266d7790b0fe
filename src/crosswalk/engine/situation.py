"""The situation of a footprint between two standards: unit, study period and characterisation, as far as a plan depends on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.goods import missing_activity_level
from crosswalk.engine.lines import Declaration, sum_atoms
from crosswalk.engine.recycled_credits import Credits
from crosswalk.engine.rules.characterise import Weight
from crosswalk.engine.rules.period import time_factor
from crosswalk.engine.rules.reference import Restatement
from crosswalk.engine.rules.unit import PER_KILOGRAM, Basis, area_scales, require_years, years
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import factor
from crosswalk.model.standard import Standard

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class StageScale:
    """What one unit declared at some stages becomes under the target's unit and study period; `high` is `None` when unbounded."""

    low: Decimal
    high: Decimal | None
    stages: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan depends on besides the lines: characterisation, scales, years of use and assumptions.

    `left_out` are the assumptions that are not used; `probe` is the one of them whose effect is asked for, which limits the figures computed.
    `credits` says whether the declared figures hold credits of their end-of-life method, where the change to the target's is known.
    """

    characterisation: tuple[str, ...] | None
    scales: tuple[StageScale, ...]
    years_of_use: int | None
    left_out: tuple[str, ...]
    probe: str | None
    no_biogenic: bool
    credits: Credits | None = None


def situation_of(
    library: Library,
    source: Standard,
    target: Standard,
    footprint: Footprint,
    declaration: Declaration,
    declared: Basis,
    wanted: Basis,
    left_out: tuple[str, ...],
    probe: str | None,
    step: Restatement | None = None,
) -> tuple[Decimal, Situation]:
    """The factor common to all figures, and what else the plan depends on.

    Args:
        library: where sets and frames are found.
        source: the standard of the declaration.
        target: the standard translated into.
        footprint: supplies areas, service life and characterisation.
        declaration: its lines.
        declared: what they are per.
        wanted: what the target's figures are per.
        left_out: assumptions that are not to be used.
        probe: the one of them whose effect is asked for.
        step: how the declared figures of a product become figures per the target's reference quantity.

    Raises:
        MissingPropertyError: an area or the service life is needed and was not declared.
    """
    identity = source.id == target.id
    uniform, scales = ONE, tuple[StageScale, ...]()
    source_years = years(footprint, source)
    target_years = target.unit.study_period.to("a").magnitude if target.unit.study_period and not identity else source_years
    if target.subject != "building":
        uniform = _per_good(source, target, footprint, declared, wanted, step)
    elif not identity or declared != wanted:
        scales = _scales(library.space(source.frame), source, target, footprint, declaration, declared, wanted, target_years)
        first = scales[0] if scales else None
        if first and first.high == first.low and all((entry.low, entry.high) == (first.low, first.high) for entry in scales):
            uniform, scales = first.low, ()
    characterisation = None
    if footprint.characterisations is not None:
        characterisation = tuple(library.characterisation(name, "characterisation").id for name in footprint.characterisations)
    no_biogenic = footprint.biogenic_carbon is not None and all(
        value == (ZERO, ZERO) for line, value in zip(declaration.lines, declaration.values, strict=True) if line.group == "biogenic"
    )
    span = int(target_years) if target_years is not None else None
    return uniform, Situation(characterisation, scales, span, left_out, probe, no_biogenic)


def _per_good(
    source: Standard, target: Standard, footprint: Footprint, declared: Basis, wanted: Basis, step: Restatement | None
) -> Decimal:
    """The factor from the declared basis of a product or installation to the wanted one.

    Raises:
        MissingPropertyError: figures of a whole installation and no activity level.
    """
    if source.subject == "installation" and target.subject == "product" and footprint.activity_level is None:
        raise missing_activity_level(source)
    if step is not None:
        ratio = step.factor / step.count
        if wanted.per:
            ratio *= factor(wanted.per, step.wanted.unit)
    else:
        ratio = wanted.count / declared.count if wanted.per == declared.per and wanted.count != declared.count else ONE
    return ratio if wanted.co2e == "kg" else ratio * PER_KILOGRAM[wanted.co2e]


def _scales(
    space: Space,
    source: Standard,
    target: Standard,
    footprint: Footprint,
    declaration: Declaration,
    declared: Basis,
    wanted: Basis,
    target_years: Decimal | None,
) -> tuple[StageScale, ...]:
    """The scale of every stage that is declared, by its area and its time behaviour; empty where nothing changes."""
    base = ONE
    needs_years = declared.yearly != wanted.yearly or target.unit.study_period is not None
    source_years = require_years(footprint, source) if needs_years else None
    if source_years is not None:
        goal = target_years or source_years
        base = (source_years if declared.yearly else ONE) / (goal if wanted.yearly else ONE)
    if declared == wanted and (source_years is None or source_years == target_years):
        return ()
    used = space.stages_of(sum_atoms(line.atoms for line in declaration.lines))
    found = []
    for area in area_scales(space, footprint, source, declared, target, wanted, used):
        for time in ("once", "yearly", "replacement"):
            mask = space.time_mask(time) & area.stages
            if not mask:
                continue
            low, high = ONE, ONE
            if source_years is not None:
                low, above = time_factor(time, source_years, target_years or source_years)
                if above is None:
                    found.append(StageScale(low * base * area.factor, None, mask))
                    continue
                high = above
            found.append(StageScale(low * base * area.factor, high * base * area.factor, mask))
    return tuple(found)


# -- compiling -----------------------------------------------------------------------------------------------------------------


def scaled(base: Sequence[Weight], scales: Sequence[StageScale], at_stages: Callable[[int], Atoms]) -> tuple[Weight, ...]:
    """Weights times the scales of the stages, block by block."""
    if not scales:
        return tuple(base)
    found = []
    for low, high, atoms in base:
        for scale in scales:
            both = atoms & at_stages(scale.stages)
            if both:
                top = None if high is None or scale.high is None else high * scale.high
                found.append(Weight((low * scale.low, top, both)))
    return tuple(found)
