"""The atoms of a frame, and sets of them.

An atom is one stage x one emission source x one gas. A set of atoms is a Python integer used as a bit set: union, intersection, difference and
comparison of whole boundaries are single operations. Bit `(gas * n_sources + source) * n_stages + stage` stands for an atom; combinations that
cannot occur (biogenic CO2 from fossil combustion, carbonation in transport) are left out from the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from crosswalk.errors import Finding, UnknownNameError
from crosswalk.model.base import Text
from crosswalk.model.frame import EmissionSource, Frame, Gas, GasList, Stage, TimeBehaviour
from crosswalk.names import Names

Atoms = int
"""A set of atoms, as a bit set."""


class Space:
    """All atoms of one frame.

    Attributes:
        possible: every atom that can occur.
        negative: the atoms that count downward (uptake, storage, credits).
    """

    def __init__(self, frame: Frame, gases: GasList):
        self.frame = frame
        self.gas_list = gases
        self.gases: tuple[Gas, ...] = gases.gases
        self.stages: list[Stage] = []
        self.sources: list[EmissionSource] = []
        self._stage_leaves: dict[str, int] = {}
        self._source_leaves: dict[str, tuple[int, ...]] = {}
        self._gas_sets: dict[str, tuple[int, ...]] = {}
        self._times: list[TimeBehaviour] = []
        self.stage_records: dict[str, Text] = {}
        self.source_records: dict[str, Text] = {}
        self.gas_records: dict[str, Text] = {}
        self._collect_stages()
        self._collect_sources()
        self._collect_gases()
        self.stage_names = self._names("stage", "阶段", self.stage_records, frame.stages)
        self.source_names = self._names("emission source", "排放源", self.source_records, frame.sources)
        self.gas_names = Names("gas", "气体")
        for gas in self.gases:
            self.gas_names.add(gas.id, [gas.name.en, gas.name.zh, *gas.aliases])
        for key, group in gases.groups.items():
            self.gas_names.add(key, group.names)
        for kind in ("main", "fluorinated", "ozone-depleting", "short-lived"):
            self.gas_names.add(kind, [])
        self._n_stages = len(self.stages)
        self._n_sources = len(self.sources)
        self.every_stage = (1 << self._n_stages) - 1
        self.possible, self.negative = self._possible()

    # -- construction --------------------------------------------------------------------------------------------------------------

    def _collect_stages(self) -> None:
        def visit(stage: Stage, time: TimeBehaviour | None) -> int:
            time = stage.time or time
            self.stage_records[stage.id] = stage.name
            if stage.parts:
                mask = 0
                for part in stage.parts:
                    mask |= visit(part, time)
            else:
                mask = 1 << len(self.stages)
                self.stages.append(stage)
                self._times.append(time or "once")
            self._stage_leaves[stage.id] = mask
            return mask

        for stage in self.frame.stages:
            visit(stage, None)
        for key, group in self.frame.groups.items():
            self.stage_records[key] = group.name
            self._stage_leaves[key] = _union(self._stage_leaves[part] for part in group.stages)

    def _collect_sources(self) -> None:
        def visit(source: EmissionSource, parent: EmissionSource | None) -> tuple[int, ...]:
            if parent is not None:
                source = source.model_copy(
                    update={
                        "sign": source.sign or parent.sign,
                        "gases": source.gases or parent.gases,
                        "stages": source.stages or parent.stages,
                    }
                )
            self.source_records[source.id] = source.name
            if source.parts:
                leaves = tuple(leaf for part in source.parts for leaf in visit(part, source))
            else:
                leaves = (len(self.sources),)
                self.sources.append(source)
            self._source_leaves[source.id] = leaves
            return leaves

        for source in self.frame.sources:
            visit(source, None)
        for key, group in self.frame.source_groups.items():
            self.source_records[key] = group.name
            self._source_leaves[key] = tuple(leaf for part in group.sources for leaf in self._source_leaves[part])

    def _collect_gases(self) -> None:
        index = {gas.id: position for position, gas in enumerate(self.gases)}
        for gas in self.gases:
            self.gas_records[gas.id] = gas.name
            self._gas_sets[gas.id] = (index[gas.id],)
        for kind in ("main", "fluorinated", "ozone-depleting", "short-lived"):
            self._gas_sets[kind] = tuple(index[gas.id] for gas in self.gases if gas.group == kind)
        for key, group in self.gas_list.groups.items():
            self._gas_sets[key] = tuple(index[member] for member in group.gases)
        self._gas_sets["all"] = tuple(index.values())

    def _names(self, en: str, zh: str, records: dict[str, Text], definitions: Sequence[Stage | EmissionSource]) -> Names:
        names = Names(en, zh)
        for key, text in records.items():
            names.add(key, [text.en, text.zh])
        for definition in definitions:
            names.add(definition.id, definition.aliases)
        return names

    def _possible(self) -> tuple[Atoms, Atoms]:
        possible = negative = 0
        for position, source in enumerate(self.sources):
            stages = _union(self._stage_leaves[stage] for stage in source.stages) if source.stages else self.every_stage
            for key in source.gases:
                for gas in self._gas_sets[key]:
                    bits = stages << ((gas * self._n_sources + position) * self._n_stages)
                    possible |= bits
                    if source.sign == "-":
                        negative |= bits
        return possible, negative

    # -- selection -----------------------------------------------------------------------------------------------------------------

    def stage_mask(self, name: str) -> int:
        """The leaf stages that a name, a code or a range such as `A1-A3` covers, as a mask over stages.

        Raises:
            UnknownNameError: no stage has the name.
        """
        mask = self._stage_leaves.get(name)
        if mask is None:
            key = self.stage_names.get(name)
            mask = self._stage_leaves.get(key) if key else self.stage_range(name)
        if mask is None:
            match = self.stage_names.resolve(name)
            mask = self._stage_leaves[match.key]
        return mask

    def stage_range(self, name: str) -> int | None:
        """The leaf stages of a range such as `A1-A3`, or `None` when the name is no range."""
        for dash in ("–", "—", "~", "～", " to "):
            name = name.replace(dash, "-")
        first, _, last = name.replace(" ", "").partition("-")
        top = [stage.id for stage in self.frame.stages]
        if first in top and last in top and top.index(first) <= top.index(last):
            return _union(self._stage_leaves[key] for key in top[top.index(first) : top.index(last) + 1])
        return None

    def source_leaves(self, name: str) -> tuple[int, ...]:
        """The leaf sources that a name covers."""
        leaves = self._source_leaves.get(name)
        return leaves if leaves is not None else self._source_leaves[self.source_names.resolve(name).key]

    def gas_members(self, name: str) -> tuple[int, ...]:
        """The gases that a name or formula covers."""
        members = self._gas_sets.get(name)
        if members is None:
            members = self._gas_sets.get(name.lower())
        return members if members is not None else self._gas_sets[self.gas_names.resolve(name).key]

    @lru_cache(maxsize=4096)  # noqa: B019 - a space lives as long as its library
    def box(
        self,
        stages: tuple[str, ...] | None = None,
        sources: tuple[str, ...] | None = None,
        gases: tuple[str, ...] | None = None,
    ) -> Atoms:
        """The possible atoms of a block; an axis that is `None` is not restricted."""
        atoms = self.possible
        if stages is not None:
            atoms &= self._at_stages(_union(self.stage_mask(stage) for stage in stages))
        if sources is not None:
            atoms &= _union(self._of_source(leaf) for leaf in {leaf for name in sources for leaf in self.source_leaves(name)})
        if gases is not None:
            atoms &= _union(self._of_gas(member) for member in {member for name in gases for member in self.gas_members(name)})
        return atoms

    @lru_cache(maxsize=512)  # noqa: B019
    def _of_source(self, leaf: int) -> Atoms:
        return _repeated(self.every_stage << (leaf * self._n_stages), self._n_stages * self._n_sources, len(self.gases))

    def _of_gas(self, gas: int) -> Atoms:
        width = self._n_stages * self._n_sources
        return ((1 << width) - 1) << (gas * width)

    def carried_by(self, *sources: str) -> Atoms:
        """The atoms of sources by their ids; nothing for one that the frame does not have."""
        return self.box(None, tuple(source for source in sources if source in self._source_leaves), None)

    # -- views on a set ------------------------------------------------------------------------------------------------------------

    def stages_of(self, atoms: Atoms) -> int:
        """The leaf stages in which a set has atoms, as a mask over stages."""
        width = self._n_stages
        mask = 0
        while atoms:
            shift = ((atoms & -atoms).bit_length() - 1) // width * width
            atoms >>= shift
            mask |= atoms & self.every_stage
            atoms >>= width
        return mask

    def gases_of(self, atoms: Atoms) -> list[Gas]:
        """The gases of a set."""
        return [gas for gas in self.gases if atoms & self.box(None, None, (gas.id,))]

    def sources_of(self, atoms: Atoms) -> list[EmissionSource]:
        """The leaf sources of a set."""
        return [source for source in self.sources if atoms & self.box(None, (source.id,), None)]

    def time_mask(self, time: TimeBehaviour) -> int:
        """The leaf stages with a time behaviour."""
        return _union(1 << position for position, kind in enumerate(self._times) if kind == time)

    def at_stages(self, mask: int) -> Atoms:
        """Every possible atom at the stages of a mask."""
        return self._at_stages(mask)

    @lru_cache(maxsize=512)  # noqa: B019
    def _at_stages(self, mask: int) -> Atoms:
        return _repeated(mask, self._n_stages, len(self.gases) * self._n_sources) & self.possible

    def describe_stages(self, mask: int) -> list[str]:
        """The shortest list of stage codes that covers a mask: `A1-A3`, `B4`, `C2` …"""
        left = mask
        found: list[str] = []
        for stage in self._walk():
            leaves = self._stage_leaves[stage.id]
            if leaves & left == leaves:
                found.append(stage.id)
                left &= ~leaves
        return _ranges(found, [stage.id for stage in self.frame.stages])

    def _walk(self) -> Iterable[Stage]:
        def visit(stage: Stage) -> Iterable[Stage]:
            yield stage
            for part in stage.parts:
                yield from visit(part)

        for stage in self.frame.stages:
            yield from visit(stage)

    def describe_sources(self, atoms: Atoms) -> list[str]:
        """The leaf sources of a set, whole branches under their common name."""
        present = {source.id for source in self.sources_of(atoms)}
        found: list[str] = []
        for source in self.frame.sources:
            leaves = [self.sources[leaf].id for leaf in self._source_leaves[source.id]]
            if all(leaf in present for leaf in leaves):
                found.append(source.id)
            else:
                found += [leaf for leaf in leaves if leaf in present]
        return found

    def require_stage(self, name: str, field: str | None = None) -> int:
        """`stage_mask`, with the field of the declaration in its error."""
        try:
            return self.stage_mask(name)
        except UnknownNameError as error:
            raise UnknownNameError(*(Finding(f.en, f.zh, field=field, nearest=f.nearest) for f in error.findings)) from None


def _repeated(block: int, width: int, count: int) -> int:
    """A block of bits, `count` times side by side at a distance of `width`."""
    return block * (((1 << (width * count)) - 1) // ((1 << width) - 1))


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total


def _ranges(codes: list[str], order: list[str]) -> list[str]:
    """Runs of three or more neighbouring top-level codes of one letter become a range."""
    found: list[str] = []
    run: list[str] = []

    def flush() -> None:
        found.extend([f"{run[0]}-{run[-1]}"] if len(run) > 2 else run)
        run.clear()

    for code in codes:
        if code not in order:
            flush()
            found.append(code)
            continue
        if run and (order.index(code) != order.index(run[-1]) + 1 or code[0] != run[0][0]):
            flush()
        run.append(code)
    flush()
    return found
