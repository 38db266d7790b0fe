"""What the words of a declaration mean under one standard: stages, sources, gases and indicators as atoms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from crosswalk.engine.goods import goods_scope
from crosswalk.engine.lines import ActivityKey, Line, sum_atoms
from crosswalk.engine.rules.activity import FactorValue
from crosswalk.errors import DeclarationError, Finding
from crosswalk.frames.space import Atoms, Space
from crosswalk.library.library import Library
from crosswalk.model.frame import Box
from crosswalk.model.standard import Indicator, StageDefinition, Standard
from crosswalk.names import Names


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """The part of reading a figure that depends on its words only."""

    line: Line
    notes: tuple[tuple[str, str], ...]
    own_factors: tuple[FactorValue, ...]


class Selector:
    """Finds the atoms that the words of a declaration mean under one standard.

    With a `category` of goods, figures hold only the gases of the category, and the main figure counts only what the standard counts for it.
    """

    def __init__(self, library: Library, standard: Standard, category: str | None = None):
        self.standard = standard
        self.space: Space = library.space(standard.frame)
        self.library = library
        self.stage_names = Names(f"stage of {standard.number}", f"{standard.number} 的阶段")
        self._stage_atoms: dict[str, Atoms] = {}
        for stage in standard.stages:
            self._stage_atoms[stage.id] = self._covered(stage)
            self.stage_names.add(stage.id, [stage.name.en, stage.name.zh, *stage.aliases])
        self._further = frozenset(stage.id for stage in standard.stages if stage.further)
        self.indicator_names = Names(f"indicator of {standard.number}", f"{standard.number} 的指标")
        for indicator in standard.indicators:
            self.indicator_names.add(indicator.id, [indicator.name.en, indicator.name.zh, *indicator.aliases])
        self.boundary = self._boundary()
        if standard.goods is not None and category is not None:
            self.boundary &= self.space.box(None, None, library.goods(standard.goods.list).category(category).gases)
        self.scope = self.space.possible if standard.goods is None else goods_scope(library, self.space, standard.goods, category)
        self.total_line = self.line("total", self.total())
        self._selected: dict[tuple[object, ...], tuple[Atoms, tuple[tuple[str, str], ...]]] = {}
        self.read_figures: dict[tuple[object, ...], ReadFigure] = {}
        self._summed: dict[tuple[object, ...], Line] = {}
        self.carbon_lines: dict[tuple[tuple[str, ...], str], Line] = {}

    def _covered(self, stage: StageDefinition) -> Atoms:
        if not stage.blocks:
            return self.space.box(stage.covers, stage.sources, None)
        return sum_atoms(self._box(block.stages, block.sources, block.gases) for block in stage.blocks)

    def _boundary(self) -> Atoms:
        atoms: Atoms = 0
        for part in self.standard.boundary:
            atoms |= self._box(part.stages, part.sources, part.gases)
        for part in self.standard.excluded:
            atoms &= ~self._box(part.stages, part.sources, part.gases)
        return atoms

    def _box(self, stages: Iterable[str] | None, sources: tuple[str, ...] | None, gases: tuple[str, ...] | None) -> Atoms:
        atoms = self.space.box(None, sources, gases)
        if stages is None:
            return atoms
        named: Atoms = 0
        for name in stages:
            named |= self._stage_atoms.get(name) or self.space.at_stages(self.space.stage_mask(name))
        return atoms & named

    def line(
        self,
        label: str,
        atoms: Atoms,
        *,
        mass: bool = False,
        gas: str | None = None,
        activity: ActivityKey | None = None,
        view: bool = False,
        group: str = "",
        beyond: bool = False,
    ) -> Line:
        """A line, with its signs worked out."""
        upward, downward = bool(atoms & ~self.space.negative), bool(atoms & self.space.negative)
        return Line(label, atoms, mass, gas, activity, view, group, upward, downward, beyond)

    def summed_line(
        self, label: str, atoms: Atoms, beyond: bool, group: str = "", items: tuple[ActivityKey, ...] = (), evaluated: bool = False
    ) -> Line:
        """The line of figures that add up, one object for the same label, atoms and activities."""
        key = (label, atoms, group, items, evaluated)
        if key not in self._summed:
            self._summed[key] = replace(self.line(label, atoms, beyond=beyond, group=group), items=items, evaluated=evaluated)
        return self._summed[key]

    def stage_atoms(self, name: str) -> Atoms:
        """What one of the standard's own stages means, inside its boundary or not."""
        return self._stage_atoms[name]

    def is_further(self, name: str) -> bool:
        """Whether a stage name is that of a further sum, which repeats other figures in another cut."""
        return self.stage_names.get(name) in self._further

    def beyond_stage(self, name: str, counts: Box) -> tuple[str, ...]:
        """The sources that a factor counts at a stage cut by sources, and that the stage leaves out: a factor from well to wheel is none of the tank."""
        own = self.stage_names.get(name)
        stage = next((entry for entry in self.standard.stages if entry.id == own), None)
        if stage is None or stage.sources is None:
            return ()
        counted = self.space.box(stage.covers, counts.sources, counts.gases) & self.boundary
        return tuple(self.space.describe_sources(counted & ~self._stage_atoms[stage.id]))

    def indicator_atoms(self, indicator_id: str) -> Atoms:
        """The atoms that an indicator counts, inside the boundary or not."""
        indicator = next(entry for entry in self.standard.indicators if entry.id == indicator_id)
        atoms = self.space.box(None, indicator.sources, indicator.gases)
        if indicator.parts:
            atoms &= sum_atoms(self._box(part.stages, part.sources, part.gases) for part in indicator.parts)
        return atoms

    def counted_by(self, indicator: Indicator) -> Atoms:
        """The atoms that an indicator counts for the category of the good at hand."""
        atoms = self.indicator_atoms(indicator.id)
        return atoms & self.scope if indicator.main else atoms

    def total(self) -> Atoms:
        """The atoms of the standard's total."""
        return self.total_of(self.standard.main_indicator)

    def total_of(self, indicator: Indicator) -> Atoms:
        """The atoms of the total of one indicator."""
        if self.standard.total is not None:
            return self.boundary & self._stage_atoms[self.standard.total] & self.counted_by(indicator)
        counted: Atoms = 0
        for stage in self.standard.stages:
            if stage.in_total:
                counted |= self._stage_atoms[stage.id]
        for stage in self.standard.stages:
            if not stage.in_total:
                counted &= ~self._stage_atoms[stage.id]
        return self.boundary & counted & self.counted_by(indicator)

    def select(
        self, stage: str, source: str | None, gas: str | None, indicator: str | None, field: str, beyond: bool
    ) -> tuple[Atoms, tuple[tuple[str, str], ...]]:
        """The atoms of a declared figure, and notes on names that were guessed.

        Raises:
            UnknownNameError: a name stands for nothing.
            DeclarationError: the combination lies outside the standard's boundary.
        """
        key = (stage, source, gas, indicator, beyond)
        if key not in self._selected:
            self._selected[key] = self._select(stage, source, gas, indicator, field, beyond)
        return self._selected[key]

    def _select(
        self, stage: str, source: str | None, gas: str | None, indicator: str | None, field: str, beyond: bool
    ) -> tuple[Atoms, tuple[tuple[str, str], ...]]:
        notes: list[tuple[str, str]] = []
        if (
            beyond and stage in self.space.stage_records
        ):  # a supplement speaks of the frame, also where the standard cuts its stage of that name
            atoms = self.space.at_stages(self.space.stage_mask(stage))
        else:
            atoms = self._resolve_stage(stage, f"{field}.stage", notes)
        if source is not None:
            atoms &= self.space.box(None, (self._resolve(self.space.source_names, source, f"{field}.source", notes),), None)
        if gas is not None:
            atoms &= self.space.box(None, None, (self._resolve(self.space.gas_names, gas, f"{field}.gas", notes),))
        indicator_id = self.standard.main_indicator.id
        if indicator is not None:
            indicator_id = self._resolve(self.indicator_names, indicator, f"{field}.indicator", notes)
        if beyond:
            if source is None:
                atoms &= self.space.box(None, ("emissions",), None)
        else:
            atoms &= self.boundary
            if indicator is not None or gas is None:
                atoms &= self.indicator_atoms(indicator_id)
        if not atoms:
            what = " / ".join(part for part in (stage, source, gas, indicator) if part)
            stages = ", ".join(entry.id for entry in self.standard.stages)
            raise DeclarationError(
                Finding(
                    f"{what} lies outside the boundary of {self.standard.number} (its stages: {stages}); "
                    "figures beyond the standard belong under `supplement:`",
                    f"{what} 不在 {self.standard.number} 的边界之内（其阶段：{stages}）；标准以外的数据请写在 `supplement:` 下",
                    field=field,
                )
            )
        return atoms, tuple(notes)

    def _resolve_stage(self, name: str, field: str, notes: list[tuple[str, str]]) -> Atoms:
        own = self.stage_names.get(name)
        if own is not None:
            return self._stage_atoms[own]
        exact = self.space.stage_names.get(name)
        if exact is not None:
            return self.space.at_stages(self.space.stage_mask(exact))
        span = self.space.stage_range(name)
        if span is not None:
            return self.space.at_stages(span)
        return self._stage_atoms[self._resolve(self.stage_names, name, field, notes)]

    @staticmethod
    def _resolve(names: Names, name: str, field: str, notes: list[tuple[str, str]]) -> str:
        match = names.resolve(name, field)
        if match.guessed:
            notes.append((f"{field}: {name!r} was read as {match.name!r}", f"{field}：{name!r} 被理解为 {match.name!r}"))
        return match.key


@lru_cache(maxsize=64)
def selector(library: Library, standard_id: str, category: str | None = None) -> Selector:
    """The selector of a standard (for one category of goods, where it tells them apart), built once."""
    return Selector(library, library.standard(standard_id), category)
