"""Two standards set against each other: the target's figures, the sets on both sides, and what may be assumed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from crosswalk.engine.anew import Evaluation
from crosswalk.engine.lines import Line
from crosswalk.engine.plan import TargetFigure
from crosswalk.engine.recycled_credits import allocated_by
from crosswalk.engine.recycling import methods_of
from crosswalk.engine.selector import selector
from crosswalk.engine.situation import Situation
from crosswalk.engine.wording import different_frames
from crosswalk.errors import NotComparableError
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.frame import Box
from crosswalk.model.mapping import Assumption
from crosswalk.model.standard import Standard
from crosswalk.names import one_of

AssumptionMode = Literal["curated", "all", "none"]
BASES: dict[str, tuple[str, ...]] = {
    "curated": ("published", "derived"),
    "all": ("published", "derived", "judgement"),
    "none": (),
}
SUBJECTS = {"building": "建筑", "product": "产品", "installation": "设施", "organisation": "组织", "territory": "区域", "household": "居民"}


def check_mode(mode: str) -> None:
    """Refuse an unknown choice of assumptions.

    Raises:
        UnknownNameError: with the choices there are.
    """
    one_of(mode, BASES, "assumptions", "choice of assumptions", "假设选项")


@dataclass(slots=True)
class Pair:
    """A standard of declarations and a standard of figures, of one frame and of kinds of subjects that lead to each other.

    Attributes:
        library: where both are found.
        source: the standard of the declaration.
        target: the standard translated into.
        mode: which assumptions may narrow the result.
        as_of: the day whose editions and factors hold; today when `None`.
        category: that of the good at hand, where one of the standards tells categories apart.
        nearest_year: a year outside a series of factors takes the nearest one of it.
        whole: where both are the same, figures are not cut to what was declared.
        figures: the target's figures, its total first.
        evaluation: how the target evaluates consumption.
    """

    library: Library
    source: Standard
    target: Standard
    mode: AssumptionMode = "curated"
    as_of: date | None = None
    category: str | None = None
    nearest_year: bool = False
    whole: bool = False
    figures: tuple[TargetFigure, ...] = field(init=False)
    evaluation: Evaluation = field(init=False, repr=False)

    def __post_init__(self) -> None:
        check_mode(self.mode)
        if self.source.frame != self.target.frame:
            raise different_frames(self.source, self.target, self.library.mappings(self.source.id, self.target.id))
        if self.source.subject != self.target.subject and {self.source.subject, self.target.subject} != {"installation", "product"}:
            raise NotComparableError(
                f"{self.source.number} declares a {self.source.subject}, {self.target.number} a {self.target.subject}: "
                "one is a part of the other, and only a bill of quantities leads from part to whole",
                f"{self.source.number} 的对象为{SUBJECTS[self.source.subject]}，{self.target.number} 的对象为{SUBJECTS[self.target.subject]}："
                "二者是部分与整体的关系，须有工程量清单才能换算",
            )
        # credits that the target's method allocates are computed where another method was used; under the same one they are figures as others
        differ = methods_of(self.source, self.target, None) is not None
        self.figures = self.target_figures(self.allocated(self.target) if differ else 0, 0)
        self.evaluation = Evaluation(self.library, self.source, self.target, self.as_of, self.nearest_year)

    @property
    def identity(self) -> bool:
        """Whether source and target are the same standard."""
        return self.source.id == self.target.id

    @property
    def functional_unit(self) -> str | None:
        """What the target's figures are given per, for the category of the good at hand."""
        if self.target.goods is None or self.category is None:
            return None
        return self.library.goods(self.target.goods.list).category(self.category).functional_unit

    def target_figures(self, aside: Atoms, beside: Atoms) -> tuple[TargetFigure, ...]:
        """The figures of the target, without the atoms `aside`, and with those that are `beside` its boundary in what holds its end of life."""
        chosen = selector(self.library, self.target.id, self.category if self.target.goods else None)
        indicators = sorted(self.target.indicators, key=lambda entry: (not entry.main, entry.additional))
        rule = self.target.end_of_life
        ends, beyond = (rule.output, rule.beyond) if rule is not None else ((), ())  # another method's credits are no module D
        main = chosen.indicator_atoms(self.target.main_indicator.id)
        found = [TargetFigure("total", self.target.main_indicator.id, chosen.total() & ~aside | beside & main)]
        if self.target.goods is not None:  # direct and indirect emissions of the good as a whole
            found += [TargetFigure("total", entry.id, chosen.total_of(entry)) for entry in indicators if not entry.main]
        for stage in self.target.stages:
            at_stage = chosen.boundary & chosen.stage_atoms(stage.id) & ~aside
            for indicator in indicators:
                atoms = at_stage & chosen.counted_by(indicator)
                if atoms:
                    if indicator.main and stage.id in ends:
                        atoms |= beside & main
                    found.append(TargetFigure(stage.id, indicator.id, atoms & ~beside if stage.id in beyond else atoms))
        return tuple(found)

    def allocated(self, standard: Standard) -> Atoms:
        """What the end-of-life method of a standard allocates, where the other standard has another method: no line holds it as it is meant."""
        rule = standard.end_of_life
        other = self.source if standard is self.target else self.target
        if self.identity or rule is None or (other.end_of_life is not None and other.end_of_life.method == rule.method):
            return 0
        return allocated_by(self.library, standard)

    def sets(self, characterisation: tuple[str, ...] | None) -> tuple[tuple[CharacterisationSet, ...], CharacterisationSet | None]:
        """The sets that the declaration may rest on, and the target's (`None`: what was declared is kept)."""
        rule = self.source.characterisation
        names = characterisation or (rule.sets if rule.open else rule.sets[:1])
        sources = tuple(self.library.characterisation(name) for name in names)
        goal = self.target.characterisation
        if self.identity or goal.open or all(item.id in goal.sets for item in sources):
            return sources, None
        return sources, self.library.characterisation(goal.sets[0])

    def atoms(self, box: Box) -> Atoms:
        """The atoms of a block."""
        space = self.library.space(self.source.frame)
        return space.box(box.stages, box.sources, box.gases)

    def assumptions(self, lines: Sequence[Line], situation: Situation) -> list[Assumption]:
        """The assumptions that hold for lines in a situation."""
        if self.identity:
            return []
        found = []
        for entry in self.library.assumptions(self.source.id, self.target.id):
            if (
                entry.basis not in BASES[self.mode]
                or entry.id in situation.left_out
                or (entry.from_standards and self.source.id not in entry.from_standards)
                or (entry.to_standards and self.target.id not in entry.to_standards)
                or (entry.subjects and self.source.subject not in entry.subjects)
            ):
                continue
            if entry.kind == "absent" and self._named(entry, lines, situation):
                continue
            found.append(entry)
        return found

    def _named(self, entry: Assumption, lines: Sequence[Line], situation: Situation) -> bool:
        """Whether a declared line speaks of atoms that the assumption calls absent, and of nothing else."""
        atoms = self.atoms(entry.atoms)
        return any(not line.atoms & ~atoms and not (line.group == "biogenic" and situation.no_biogenic) for line in lines)
