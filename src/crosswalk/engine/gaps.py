"""Gaps: why a result is not exact, how much of its interval each reason causes, and the question whose answer would close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from crosswalk.engine import recycling_gaps, rule_gaps, wording
from crosswalk.engine.activity_gaps import activity_gaps
from crosswalk.engine.answers import Addresses
from crosswalk.engine.bounds import contribution
from crosswalk.engine.forest import Node
from crosswalk.engine.gap import Answer, Answers, Gap
from crosswalk.engine.goods import CONTENTS, content_of
from crosswalk.engine.lines import Line, sum_atoms
from crosswalk.engine.plan import FigurePlan, ForestPlan, Term
from crosswalk.engine.rules.characterise import characterised, classes_of
from crosswalk.engine.run import Outcome
from crosswalk.engine.selector import selector
from crosswalk.frames.space import Atoms, Space
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import POSITIVE, Footprint
from crosswalk.model.result import GapKind, Severity

if TYPE_CHECKING:
    from crosswalk.engine.pair import Pair

ZERO = Decimal(0)
CRITICAL_SHARE = Decimal("0.5")  # of what was declared: a single reason of this size changes the answer
MAJOR_SHARE = Decimal("0.1")
_ORDER: dict[str, int] = {"critical": 0, "major": 1, "minor": 2, "info": 3}


def find_gaps(pair: Pair, footprint: Footprint, outcome: Outcome, today: date) -> tuple[Gap, ...]:
    """All gaps of a translation, the one that matters most first."""
    finder = _Finder(pair, footprint, outcome, today)
    return tuple(sorted(finder.find(), key=_rank))


def gaps_without_values(pair: Pair, footprint: Footprint, outcome: Outcome) -> list[Gap]:
    """The gaps that follow from what is declared, whatever its values: what no line covers, and another end-of-life method."""
    finder = _Finder(pair, footprint, outcome, date.min)
    if pair.identity:
        return finder._missing() if pair.whole or pair.target.goods else []
    return [*finder._missing(), *finder._recycling()]


def open_kind(term: Term, figure: Atoms, negative: Atoms, endless: bool) -> GapKind:
    """Why a line that counts partly leaves a figure open: something in it does not count, or other potentials weigh it otherwise."""
    return "inseparable" if term.atoms & ~figure or (endless and term.atoms & negative) else "rule-differs"


def is_open_term(term: Term, figure: Atoms, negative: Atoms, unsettled: Atoms) -> bool:
    """Whether a line counts partly, and nothing else tells of it."""
    told = term.atoms & unsettled and not term.atoms & (~figure | negative)
    return not told and not term.by.exact


def outcome_roots(outcome: Outcome) -> tuple[Node, ...]:
    """The declared lines as a forest, whatever further cuts exist."""
    return outcome.plan.forests[0].forest.roots


def _rank(gap: Gap) -> tuple[int, bool, Decimal, bool, str]:
    known = gap.width if gap.width is not None else gap.amount or ZERO
    # equal ones by stage, however they were declared; first those that the declarer left out
    return _ORDER[gap.severity], gap.width is not None, -abs(known), gap.kind == "missing", gap.stage


def _stage_name(space: Space, key: str) -> Text:
    """A code such as A1-A3 as it is, an English word by its name."""
    named = space.stage_records.get(key)
    return named if named is not None and not key[0].isupper() else _same_in_both(key)


def _same_in_both(codes: str) -> Text:
    """Codes, which are the same in both languages."""
    return text(codes, codes)


class _Finder:
    def __init__(self, pair: Pair, footprint: Footprint, outcome: Outcome, today: date):
        self.pair = pair
        self.footprint = footprint
        self.outcome = outcome
        self.today = today
        self.space = pair.library.space(pair.source.frame)
        self.forest: ForestPlan = outcome.plan.forests[outcome.chosen]
        self.total: FigurePlan = self.forest.figures[0]
        self.vector = outcome.vector
        self.lines = outcome.plan.lines
        self.source, self.target = pair.source.number, pair.target.number
        self.unit = outcome.wanted.unit()
        goal = outcome.plan.target_set
        self.counted = characterised(self.space, [goal] if goal else outcome.plan.source_sets)
        self.absent: Atoms = 0
        for entry in outcome.plan.assumptions:
            if entry.kind == "absent":
                self.absent |= self.space.box(entry.atoms.stages, entry.atoms.sources, entry.atoms.gases)
        self.addresses = Addresses(pair, footprint, outcome)
        self.exact = outcome.intervals[0].shared_low is not None and outcome.intervals[0].shared_low == outcome.intervals[0].shared_high
        roots = [root.line for root in outcome_roots(outcome)] + [entry.line for entry in outcome.plan.replacements if not entry.activities]
        self.scale = sum((abs(value) for line in roots for value in self.vector[line][:1] if value.is_finite()), ZERO)

    def find(self) -> list[Gap]:
        found: list[Gap] = []
        if self.pair.identity and self.pair.whole:
            return self._missing() + self._inconsistencies()
        if self.pair.identity:
            return self._inconsistencies() + (self._of_the_good() if self.pair.target.goods else [])
        if not self.exact:
            for term in self.total.terms:
                low, high = contribution(self.vector[term.slot], term.by, term.line in self.outcome.empty)
                candidate = is_open_term(term, self.total.figure.atoms, self.space.negative, self.outcome.plan.unsettled)
                if candidate and (low is None or low != high):
                    found.append(self._open_term(term))
        for root in outcome_roots(self.outcome):
            self._surplus(root, found)
        found += self._missing()
        found += self._accounts()
        found += self._recycling()
        found += activity_gaps(self.pair, self.outcome, self.addresses, self._severity)
        found += self._defaults()
        found += self._functional_unit()
        found += rule_gaps.differences(self.pair, self.footprint, self.outcome, self.addresses)
        found += self._inconsistencies()
        found += rule_gaps.evidence(self.pair, self.footprint, self.unit, self.today)
        return found

    def _severity(self, width: Decimal | None, amount: Decimal | None = None) -> Severity:
        if width is None:
            return "major"
        size = max(abs(width), abs(amount or ZERO))
        if self.scale and size >= CRITICAL_SHARE * self.scale:
            return "critical"
        if self.scale and size >= MAJOR_SHARE * self.scale:
            return "major"
        return "minor" if size else "info"

    # -- lines that count partly ---------------------------------------------------------------------------------------------------

    def _open_term(self, term: Term) -> Gap:
        low, high = contribution(self.vector[term.slot], term.by, term.line in self.outcome.empty)
        width = None if low is None or high is None else high - low
        line = self.lines[term.line]
        inside, outside = term.atoms & self.total.figure.atoms, term.atoms & ~self.total.figure.atoms
        stage = self._stages(term.atoms)
        kind = open_kind(term, self.total.figure.atoms, self.space.negative, width is None)
        answers: Answers = ()
        if outside and term.atoms & self.space.negative and term.atoms & ~self.space.negative:
            if outside & self.space.carried_by("biogenic") and self.footprint.biogenic_carbon is None:
                message, question = wording.mixed_signs(line.label)
                answers = self.addresses.carbon
            elif term.atoms & self.space.negative & ~self.space.carried_by("biogenic", "carbonation"):
                message, question = wording.credits_inside(line.label)
                answers = partial(self.addresses.downward, term.line, term.atoms)
            else:
                message, question = wording.uptake_inside(line.label)
                answers = partial(self.addresses.downward, term.line, term.atoms)
        elif outside:
            message, question = wording.inseparable(
                line.label, self._contents(inside, outside), self.target, self._ask(line, inside, outside)
            )
            answers = partial(self.addresses.split, term.line, inside)
        else:
            goal = self.outcome.plan.target_set
            before = self._source_sets()
            if kind == "inseparable":
                bio = term.atoms & self.space.negative & self.space.carried_by("biogenic")
                message, question = wording.mixed_signs(line.label) if bio else wording.uptake_inside(line.label)
                answers = self.addresses.carbon if bio else partial(self.addresses.downward, term.line, term.atoms)
            elif goal is None:
                message, question = wording.period_differs(*rule_gaps.study_periods(self.pair, self.footprint))
            else:
                message, question = wording.recharacterised(line.label, before, goal.name)
                answers = partial(self.addresses.by_gas, term.line)
        return Gap(kind, stage, self._severity(width), width, self.unit, message, question, (self.source, self.target), answered_by=answers)

    def _source_sets(self) -> Text:
        """The sets of warming potentials under which the declaration may stand."""
        names = [item.name for item in self.outcome.plan.source_sets[:2]]
        return text(" / ".join(name.en for name in names), " / ".join(name.zh for name in names))

    def _ask(self, line: Line, inside: Atoms, outside: Atoms) -> Text:
        """Ask for the split along the axis that would separate inside from outside."""
        space = self.space
        if not space.stages_of(inside) & space.stages_of(outside):
            parts = [self._with_name(part) for part in space.describe_stages(space.stages_of(inside))]
            names = text(", ".join(part.en for part in parts), "、".join(part.zh for part in parts))
            return wording.ask_split(line.label, "stage", names)
        own, foreign = set(space.describe_sources(inside)), set(space.describe_sources(outside))
        if not own & foreign:
            return wording.ask_split(line.label, "source", self._listed(sorted(own), [self._source_name(key) for key in sorted(own)]))
        gases = space.gases_of(inside)
        if not {gas.id for gas in gases} & {gas.id for gas in space.gases_of(outside)}:
            return wording.ask_split(line.label, "gas", self._listed([gas.id for gas in gases[:6]], [gas.name for gas in gases[:6]]))
        return wording.ask_split(line.label, "source and gas", self._contents(inside, outside))

    def _with_name(self, part: str) -> Text:
        """A stage with its name; a range such as B2-B5 has none."""
        name = self.space.stage_records.get(part)
        return _same_in_both(part) if name is None else text(f"{part} {name.en}", f"{part} {name.zh}")

    def _listed(self, ids: Sequence[str], names: Sequence[Text]) -> Text:
        """Words that a declaration may use: the ids in English, the names in Chinese."""
        return text(", ".join(ids), "、".join(name.zh for name in names))

    def _contents(self, inside: Atoms, outside: Atoms) -> Text:
        space = self.space
        if not space.stages_of(inside) & space.stages_of(outside):
            stages = space.describe_stages(space.stages_of(inside))
            return self._listed(stages, [_stage_name(space, stage) for stage in stages])
        own = space.describe_sources(inside)[:4]
        said, gases = self._listed(own, [self._source_name(key) for key in own]), space.gases_of(inside)
        if len({gas.formula for gas in gases}) > 1:
            return said
        return text(f"{said.en}; {gases[0].formula}", f"{said.zh}；{gases[0].formula}")

    # -- lines that do not count ---------------------------------------------------------------------------------------------------

    def _surplus(self, node: Node, found: list[Gap]) -> None:
        if node.line in {entry.line for entry in self.outcome.plan.replacements}:
            return
        if node.atoms & self.total.figure.atoms:
            for child in node.children:
                self._surplus(child, found)
            return
        line = self.lines[node.line]
        if line.group:
            return
        amount = self.vector[node.line][0]
        if not amount.is_finite():
            return
        chosen = selector(self.pair.library, self.pair.target.id)
        if self.outcome.change is not None and self.pair.allocated(self.pair.target) & node.atoms:
            own = self.pair.source.end_of_life
            modules = own is not None and bool(own.beyond)
            words = recycling_gaps.credit_stands_apart(line.label, self.target, bool(self.outcome.change.materials), modules)
            found.append(
                Gap("surplus", self._stages(node.atoms), self._severity(ZERO, amount), ZERO, self.unit, *words, (self.target,), amount)
            )
            return
        apart = bool(node.atoms & chosen.boundary)
        words = wording.surplus(line.label, self._stages(node.atoms), self.target, apart)
        size = self._weighed(line, amount)
        cause, place = (
            wording.APART if apart else wording.OUTSIDE,
            _same_in_both(line.label if size is None else f"{line.label} ({Decimal(f'{size:.6g}').normalize():f})"),
        )
        severity = self._severity(ZERO, size)
        found.append(Gap("surplus", self._stages(node.atoms), severity, ZERO, self.unit, *words, (self.target,), size, cause, place))

    def _weighed(self, line: Line, amount: Decimal) -> Decimal | None:
        """An amount in CO2e: one in kilograms of gas by the factor of its gases in the target's set, else in the declaration's own; none where several hold."""
        if not line.mass:
            return amount
        plan = self.outcome.plan
        for sets in ((plan.target_set,) if plan.target_set else (), plan.source_sets):
            factors = {value for item in sets for value, atoms in classes_of(self.space, item) if atoms & line.atoms}
            if len(factors) == 1:
                return amount * factors.pop()
        return None

    # -- what no line covers -------------------------------------------------------------------------------------------------------

    def _missing(self) -> list[Gap]:
        missing = self.total.missing & ~self.outcome.plan.unsettled  # that is told with the line that holds it
        if not missing:
            return []
        own = selector(self.pair.library, self.pair.source.id).boundary
        found = []
        weightless = missing & sum_atoms(line.atoms for line in self.lines if not line.mass)
        if weightless:
            found.append(self._weightless(weightless))
            missing &= ~weightless
        for kind, asked in (("not-declared", own), ("missing", ~own)):
            atoms = missing & asked
            mask = self.space.stages_of(atoms)
            for stage in self.space.frame.stages:
                leaves = self.space.stage_mask(stage.id) & mask
                if not leaves:
                    continue
                here = atoms & self.space.at_stages(leaves)
                parts = wording.listed(self._names(stage.id, leaves, here, asked))
                words = wording.not_declared if kind == "not-declared" else wording.missing
                message, question = words(stage.id, stage.name, parts, self.source)
                cause: Text | None = wording.parts_of(parts)
                answers: Answers = partial(self.addresses.missing, "figures" if kind == "not-declared" else "supplement", stage.id, here)
                if self.pair.target.goods is not None and not leaves & ~self.space.stage_mask("A1.precursors"):
                    message, question = wording.precursors_missing(self.target)
                    cause, answers = None, (Answer("precursors", choices=("none",)),)
                place = text(f"{stage.id} {stage.name.en}", f"{stage.id} {stage.name.zh}")
                found.append(
                    Gap(
                        "not-declared" if kind == "not-declared" else "missing",
                        stage.id,
                        "major",
                        None,
                        self.unit,
                        message,
                        question,
                        (self.target,),
                        cause=cause,
                        place=place,
                        answered_by=answers,
                    )
                )
        return found

    def _accounts(self) -> list[Gap]:
        """Second accounts of the target for which nothing was declared; its total does not hold them, so it does not tell."""
        target = self.pair.target
        chosen = selector(self.pair.library, target.id)
        names = {stage.id: stage.name for stage in target.stages}
        found = []
        for account in target.accounts:
            stage = chosen.stage_atoms(account.stage)
            if not any(line.atoms & stage for line in self.lines):
                words = wording.account_missing(names[account.stage], self.target)
                found.append(Gap("missing", account.stage, "major", None, self.unit, *words, (self.target,)))
        return found

    def _weightless(self, atoms: Atoms) -> Gap:
        """Gases that the target counts, inside lines whose CO2e cannot hold them: the set of the declaration has no factor for them."""
        sets = self._source_sets()
        gases = [gas.id for gas in self.space.gases_of(atoms)]
        message, question = wording.without_factor(sets, gases, self.target)
        return Gap("not-declared", self._stages(atoms), "minor", None, self.unit, message, question, (self.target,))

    def _names(self, stage: str, leaves: int, missing: Atoms, asked: Atoms) -> list[Text]:
        """What is missing inside a stage of what is asked, where it is not all of it: its parts, else its sources, with the gases if some are declared."""
        wanted = self.total.figure.atoms & self.space.at_stages(self.space.stage_mask(stage)) & ~self.absent
        if missing == wanted & self.counted:
            return []
        parts = [part for part in self.space.describe_stages(leaves) if part != stage]
        declared = sum_atoms(line.atoms for line in self.lines) & self.space.at_stages(leaves)
        if parts and self.space.stages_of(wanted) != leaves and not declared:
            return [self._with_name(part) for part in parts]
        sources = self.space.describe_sources(missing)
        names = [self._source_name(source) for source in sources]
        open_, whole = (
            self._gases(atoms) for atoms in (missing, wanted & self.counted & asked & self.space.box(None, tuple(sources), None))
        )
        return names if open_ == whole else [*names, wording.only_gases(open_)]

    def _gases(self, atoms: Atoms) -> tuple[str, ...]:
        return tuple(dict.fromkeys(gas.formula for gas in self.space.gases_of(atoms)))

    def _source_name(self, source: str) -> Text:
        """The name of a source; that of a part (generation, losses) with its whole."""
        own, (whole, *part) = self.space.source_records[source], source.split(".")
        if not part or whole not in self.space.source_records:  # uptake and release of land are no parts of a source
            return own
        outer = self.space.source_records[whole]
        return text(f"{outer.en}: {own.en.lower()}", f"{outer.zh}：{own.zh}")

    def _of_the_good(self) -> list[Gap]:
        """What stays open of a good declared and read under the same standard."""
        return [
            *self._missing(),
            *self._defaults(),
            *self._functional_unit(),
            *rule_gaps.evidence(self.pair, self.footprint, self.unit, self.today),
        ]

    def _functional_unit(self) -> list[Gap]:
        """The content that leads from the mass of the good to what its figures are stated per."""
        unit = self.pair.functional_unit
        if unit not in CONTENTS or content_of(self.footprint, unit) is not None:
            return []
        words = wording.functional_unit_open(unit, CONTENTS[unit])
        answers = (Answer(f"subject.{CONTENTS[unit]}", POSITIVE[CONTENTS[unit]]),)
        return [Gap("unit-basis", "total", "minor", ZERO, self.unit, *words, (self.target,), answered_by=answers)]

    def _defaults(self) -> list[Gap]:
        """How much rests on default values: the act asks for the share, and a default is no footprint."""
        inputs = self.outcome.declaration.inputs
        found = []
        for entry in inputs:
            if entry.apart:
                amount = entry.apart * self.outcome.uniform
                words = wording.indirect_apart(entry.label, f"{amount:.6g} {self.unit}")
                found.append(Gap("rule-differs", "A1.precursors", "info", ZERO, self.unit, *words, (self.target,), amount))
        used = [entry for entry in inputs if entry.by_default]
        if not used:
            return found
        amount = sum((entry.by_default for entry in used), ZERO) * self.outcome.uniform
        whole = self.outcome.intervals[0].shared_low
        share = f"{amount / whole * 100:.3g} %" if whole else "?"
        message, question = wording.defaults_used(", ".join(entry.label for entry in used), share)
        found.append(
            Gap("data-quality", "A1.precursors", self._severity(amount), ZERO, self.unit, message, question, (self.target,), amount)
        )
        return found

    # -- recycling -----------------------------------------------------------------------------------------------------------------

    def _recycling(self) -> list[Gap]:
        """What another end-of-life method changes, or leaves open."""
        change = self.outcome.change
        if change is None:
            return []
        found: list[Gap] = []

        def make(kind: GapKind, width: Decimal | None, message: Text, question: Text, amount: Decimal | None) -> None:
            severity = self._severity(width, amount)
            found.append(Gap(kind, "total", severity, width, self.unit, message, question, (self.source, self.target), amount))

        rest = None
        mass = self.footprint.subject.mass
        if mass is not None:
            rest = mass.to("kg").magnitude - sum((entry.kilograms for entry in change.materials), ZERO)
        recycling_gaps.tell(change, self.source, self.target, self.outcome.uniform, rest, make)
        return found

    # -- rules and evidence --------------------------------------------------------------------------------------------------------

    def _inconsistencies(self) -> list[Gap]:
        found = []
        for note in self.outcome.notes:
            message, question = wording.data_quality(note)
            found.append(Gap("data-quality", "total", "minor", ZERO, self.unit, message, question))
        return found

    def _stages(self, atoms: Atoms) -> str:
        return ", ".join(self.space.describe_stages(self.space.stages_of(atoms)))
