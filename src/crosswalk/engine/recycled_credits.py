"""Whether the figures of a declaration hold the credits of their end-of-life method.

A change of method leads from the whole of the declared figure to the whole of the target's. Cut-off and modules A-C give no credit, so what is not
declared adds something. End-of-life recycling and the circular footprint formula net a credit: where it is not declared, the figure is not whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from crosswalk.engine.lines import Line, sum_atoms
from crosswalk.engine.recycling import Methods, methods_of
from crosswalk.engine.rules.circular.end_of_life import NETTING
from crosswalk.engine.selector import Selector, selector
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.recycling import Method, Recycling
from crosswalk.model.standard import Standard

Credits = Literal["inside", "without", "open"]
"""Credits are counted in atoms of their own (the stages `allocated`), or none are: the method gives none, or a declared figure has netted them. They
are `open` where nothing of the end of life is declared."""


def settled(
    library: Library, source: Standard, target: Standard, recycling: Recycling | None, lines: Sequence[Line]
) -> tuple[Methods | None, Credits | None]:
    """The methods to convert between (`None`: nothing changes), and where the declared figures hold credits (`None`: not settled).

    Args:
        library: where the frame is found.
        source: the standard of the declaration.
        target: the standard translated into.
        recycling: what the declaration says of its materials.
        lines: what it declares.
    """
    if recycling is None:
        return methods_of(source, target, None), None
    methods = methods_of(source, target, recycling, ends_at_gate(library, source, lines))
    if methods is not None:
        return methods, credits_in(library, source, methods.sources, lines)
    rule, stated = target.end_of_life, recycling.method
    if source.id == target.id or rule is None or stated is None or stated != rule.method:
        return None, None
    # the same method on both sides changes nothing, but tells where credits are
    alike, credits = Methods((stated,), (stated,)), credits_in(library, source, (stated,), lines)
    return (alike if credits in (None, "open") else None), credits


def allocated_by(library: Library, standard: Standard) -> Atoms:
    """What the end-of-life method of a standard allocates: its own stages, and credits inside the end of life."""
    return sum_atoms(_places(library, standard))


def _places(library: Library, standard: Standard) -> tuple[Atoms, ...]:
    """Where credits stand: in stages of their own, or inside the end of life."""
    rule = standard.end_of_life
    if rule is None or not rule.allocated:
        return ()
    space, chosen = library.space(standard.frame), selector(library, standard.id)
    own = sum_atoms(space.at_stages(space.stage_mask(stage)) for stage in rule.allocated)
    return own, sum_atoms(chosen.stage_atoms(name) for name in rule.output) & space.box(None, ("avoided",), None) & ~own


def credits_of(library: Library, source: Standard, target: Standard, lines: Sequence[Line]) -> Atoms:
    """Where a declaration holds credits: inside the boundary of its standard, else where it states them beside it, as far as the target counts."""
    places = _places(library, source)
    inside = sum_atoms(places) & selector(library, source.id).boundary
    if inside:
        return inside
    touched = sum_atoms(place for place in places if any(line.atoms & place for line in lines)) or sum_atoms(places[:1])
    return touched & selector(library, target.id).boundary or touched


def credits_in(library: Library, source: Standard, methods: Sequence[Method], lines: Sequence[Line]) -> Credits | None:
    """Whether the declared figures hold credits in atoms of their own; `None` where they do under one of the methods and not under another.

    Args:
        library: where the frame is found.
        source: the standard of the declaration.
        methods: those that it may have followed.
        lines: what it declares.
    """
    netting = [method in NETTING for method in methods]
    if not any(netting):
        return "without"
    chosen = selector(library, source.id)
    credits, ends = allocated_by(library, source), _ends(library, source, chosen)
    declared = sum_atoms(line.atoms for line in lines)
    if not declared & (credits | ends):
        return "open" if ends else None
    if not credits & (chosen.boundary | declared) and not ends & ~declared:
        return "without"
    mixed = not all(netting) and declared & credits
    return "inside" if credits and not mixed else None


def whole(library: Library, source: Standard, target: Standard, lines: Sequence[Line]) -> bool:
    """Whether all credits that a declaration holds apart are declared."""
    return not credits_of(library, source, target, lines) & ~sum_atoms(line.atoms for line in lines)


def _ends(library: Library, source: Standard, chosen: Selector) -> Atoms:
    """The emissions of the end of life, where a netted credit stands with them."""
    if source.end_of_life is None:
        return 0
    stages = sum_atoms(chosen.stage_atoms(name) for name in source.end_of_life.output)
    return stages & chosen.total() & ~library.space(source.frame).negative


def ends_at_gate(library: Library, source: Standard, lines: Sequence[Line]) -> bool:
    """Whether a figure of an intermediate product is declared, and nothing of the end of life."""
    rule = source.end_of_life
    if rule is None or not rule.gate:
        return False
    chosen = selector(library, source.id)
    gate = sum_atoms(chosen.stage_atoms(name) for name in rule.gate)
    ends = sum_atoms(chosen.stage_atoms(name) for name in rule.output)
    others = [chosen.stage_atoms(stage.id) for stage in source.stages if stage.id not in rule.gate]
    crosses = [line for line in lines if line.atoms and not line.atoms & ~gate and all(line.atoms & ~stage for stage in others)]
    return bool(crosses) and not any(line.atoms & ends for line in lines)
