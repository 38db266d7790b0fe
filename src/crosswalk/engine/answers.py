"""Where the answer to a question stands in a footprint: the field, the words of a figure that is to be added, and the unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from crosswalk.engine.gap import Answer
from crosswalk.engine.lines import sum_atoms
from crosswalk.engine.rules.characterise import characterised
from crosswalk.engine.run import Outcome
from crosswalk.engine.selector import selector
from crosswalk.errors import InputError
from crosswalk.frames.space import Atoms
from crosswalk.model.footprint import Footprint

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair

CO2E = "kg CO2e"
GASES = ("co2", "ch4-fossil", "ch4-biogenic", "ch4-luc", "n2o", "fluorinated", "ozone-depleting", "short-lived")
"""The gases, and groups of them, by which a figure is split."""
QUANTITIES = {"electricity": "kWh", "heat": "GJ"}
"""Carriers that an activity holds as a quantity, with its usual unit."""
MOST = 16  # fields that one question asks for; a split into more is no question any more
_FIGURE = re.compile(r"(figures|supplement)\[(\d+)\]$")


class Addresses:
    """Finds the fields that answer the questions of one translation.

    A figure that is proposed fits in: it holds nothing of a declared line, or lies within one and crosses none.
    """

    def __init__(self, pair: Pair, footprint: Footprint, outcome: Outcome):
        self.footprint, self.outcome = footprint, outcome
        self.stages = pair.source.stages
        self.selector = selector(pair.library, pair.source.id, pair.category)
        self.space = self.selector.space
        self.lines = [(position, line) for position, line in enumerate(outcome.plan.lines) if not line.view]
        self.taken = sum_atoms(line.atoms for _, line in self.lines)
        self.anew = {entry.line for entry in outcome.plan.replacements}
        plan = outcome.plan
        counted = characterised(self.space, [plan.target_set] if plan.target_set else plan.source_sets)
        self.target = plan.forests[outcome.chosen].figures[0].figure.atoms | self.space.possible & ~counted

    def missing(self, home: str, stage: str, atoms: Atoms) -> tuple[Answer, ...]:
        """The figures to add for atoms at a stage of the frame that no line covers: as few as fit, none where they would be too many.

        Args:
            home: `figures` for what the standard of the declaration asks for, `supplement` for what lies beyond it.
            stage: the stage of the frame.
            atoms: what is missing there.
        """
        if home == "figures":
            own = [(self._atoms(home, Answer(home, CO2E, entry.id)), entry.id) for entry in self.stages if not entry.further]
            whole = [(held.bit_count(), name) for held, name in own if not atoms & ~held and not held & self.taken]
            if whole:
                return (Answer(home, CO2E, min(whole)[1]),)
        found: list[Answer] = []
        left, given = atoms, 0
        for allowed in (self.target, self.space.possible):  # what the target does not count would open the figure again
            for finer in (self._by_stage, self._by_source, self._by_gas, self._by_source_and_gas):
                for answer in finer(home, stage, left) if left else ():
                    held = self._atoms(home, answer)
                    inside = self._held_by(held)
                    if held & left and not held & (~allowed | given) and inside is not None:
                        found.append(replace(answer, holds=inside))
                        left, given = left & ~held, given | held
                        if not left:
                            break
        return tuple(found) if len(found) <= MOST else ()

    def _held_by(self, atoms: Atoms) -> tuple[str, ...] | None:
        """The declared lines within a set, which is then their whole; `None` where it crosses one, or what is within would be valued anew."""
        inside = []
        for position, line in self.lines:
            if not line.atoms & atoms:
                continue
            if line.atoms & ~atoms or line.mass or position in self.anew or atoms == line.atoms:
                return None
            inside.append(line.label)
        return tuple(inside)

    def _by_stage(self, home: str, stage: str, atoms: Atoms) -> Iterator[Answer]:
        yield Answer(home, CO2E, stage)  # which mostly fits; what follows takes longer to find
        for part in dict.fromkeys((*self._parts(atoms), *self._leaves(atoms))):
            if part != stage:
                yield Answer(home, CO2E, part)

    def _by_source(self, home: str, _stage: str, atoms: Atoms) -> Iterator[Answer]:
        for part in dict.fromkeys((*self._parts(atoms), *self._leaves(atoms))):
            for source in self.space.describe_sources(atoms & self._at(part)):
                yield Answer(home, CO2E, part, source)

    def _by_gas(self, home: str, _stage: str, atoms: Atoms) -> Iterator[Answer]:
        for part in self._parts(atoms):
            for gas in GASES:
                yield Answer(home, CO2E, part, gas=gas)

    def _by_source_and_gas(self, home: str, _stage: str, atoms: Atoms) -> Iterator[Answer]:
        for part in self._parts(atoms):
            for source in self.space.describe_sources(atoms & self._at(part)):
                for gas in GASES:
                    yield Answer(home, CO2E, part, source, gas)

    def split(self, position: int, inside: Atoms) -> tuple[Answer, ...]:
        """The part of a declared line that lies inside a figure, as figures within the line: by stage, by source, or by both."""
        words = self._words(position)
        if words is None:
            return ()
        home, (stage, source, gas, indicator) = words
        stages, sources = self._parts(inside), self._sources(inside, source)
        ways: tuple[tuple[Iterable[str], Iterable[str | None], Iterable[str | None]], ...] = (
            (stages, (source,), (gas,)),
            ((stage,), sources, (gas,)),
            (stages, sources, (gas,)),
            ((stage,), (source,), GASES if gas is None else ()),
        )
        for parts, own, gases in ways:
            found = [Answer(home, CO2E, part, name, of, indicator) for part in parts for name in own for of in gases]
            if gases is GASES:
                found = [answer for answer in found if not self._atoms(home, answer) & ~inside and self._atoms(home, answer)]
            held = [self._within(position, answer) for answer in found]
            if held and all(held) and sum_atoms(held) == inside and len(found) <= MOST:
                return tuple(found)
        return ()

    def by_gas(self, position: int, unit: str = CO2E) -> tuple[Answer, ...]:
        """A declared line gas by gas, as figures within it."""
        words = self._words(position)
        if words is None or words[1][2] is not None:
            return ()
        home, (stage, source, _, indicator) = words
        found = (Answer(home, unit, stage, source, gas, indicator) for gas in GASES)
        return tuple(answer for answer in found if self._within(position, answer))

    def downward(self, position: int, atoms: Atoms) -> tuple[Answer, ...]:
        """The uptake, storage and credits within a declared line, as figures of their own."""
        words = self._words(position)
        if words is None:
            return ()
        home, (stage, _, gas, indicator) = words
        found = (Answer(home, CO2E, stage, source, gas, indicator) for source in self.space.describe_sources(atoms & self.space.negative))
        return tuple(answer for answer in found if self._within(position, answer))

    def carrier_inside(self, position: int, carrier: str) -> tuple[Answer, ...]:
        """The quantity of electricity or heat within a declared line, as a figure of its own."""
        words = self._words(position)
        if words is None or carrier not in QUANTITIES:
            return ()
        home, (stage, source, gas, indicator) = words
        if source == carrier:
            return self.activity(position, carrier)
        answer = Answer(home, QUANTITIES[carrier], stage, carrier, gas, indicator)
        return (answer,) if self._within(position, answer) else ()

    def activity(self, position: int, carrier: str) -> tuple[Answer, ...]:
        """The quantity behind a declared line, where and when it was consumed."""
        words = self._words(position)
        if words is None or carrier not in QUANTITIES:
            return ()
        field = f"{self.outcome.declaration.fields[position]}.activity"
        return (Answer(f"{field}.{carrier}", QUANTITIES[carrier]), Answer(f"{field}.region"), Answer(f"{field}.year"))

    def of_activity(self, position: int, *answers: Answer) -> tuple[Answer, ...]:
        """Fields of the activity behind a declared line, by their names in it."""
        if self._words(position) is None:
            return ()
        field = f"{self.outcome.declaration.fields[position]}.activity"
        return tuple(Answer(f"{field}.{answer.field}", answer.unit, choices=answer.choices) for answer in answers)

    def carbon(self) -> tuple[Answer, ...]:
        """The biogenic carbon content, where one says something."""
        says = self.selector.standard.biogenic is not None or self.space.frame.carbon is not None
        return (Answer("biogenic_carbon", "kg C"),) if says and self.footprint.biogenic_carbon is None else ()

    # -- what words hold -----------------------------------------------------------------------------------------------------------

    def _words(self, position: int) -> tuple[str, tuple[str, str | None, str | None, str | None]] | None:
        """The list in which a declared line stands, and the words of its figure; nothing for a line that was derived."""
        match = _FIGURE.match(self.outcome.declaration.fields[position])
        if match is None:
            return None
        figure = (self.footprint.figures if match[1] == "figures" else self.footprint.supplement)[int(match[2])]
        return match[1], (figure.stage, figure.source, figure.gas, figure.indicator)

    def _atoms(self, home: str, answer: Answer) -> Atoms:
        """What a figure would hold; nothing where its words fit nowhere."""
        assert answer.stage is not None
        try:
            words = answer.stage, answer.source, answer.gas, answer.indicator
            return self.selector.select(*words, home, home == "supplement")[0]
        except InputError:
            return 0

    def _within(self, position: int, answer: Answer) -> Atoms:
        """What a figure within a declared line would hold; nothing where it is no part of it, or crosses another line."""
        whole = self.outcome.plan.lines[position].atoms
        held = self._atoms(answer.field, answer)
        if not held or held & ~whole or held == whole:
            return 0
        others = [line.atoms for _, line in self.lines]
        fits = all(not held & other or not other & ~held or not held & ~other for other in others)
        return held if fits and held not in others else 0

    def _leaves(self, atoms: Atoms) -> list[str]:
        mask = self.space.stages_of(atoms)
        return [stage.id for stage in self.space.stages if mask & self.space.stage_mask(stage.id)]

    def _parts(self, atoms: Atoms) -> list[str]:
        return self.space.describe_stages(self.space.stages_of(atoms))

    def _sources(self, atoms: Atoms, source: str | None) -> list[str]:
        return [name for name in self.space.describe_sources(atoms) if name != source]

    def _at(self, stage: str) -> Atoms:
        try:
            return self.selector.select(stage, None, None, None, "figures", True)[0]
        except InputError:
            return self.space.at_stages(self.space.stage_mask(stage)) if stage in self.space.stage_records else 0
