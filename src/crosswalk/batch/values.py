"""What the lines of a pattern hold in each row: as declared, as the target evaluates them anew, and what parts leave of their whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosswalk.batch import node as n
from crosswalk.batch.node import NEVER, NULL, ZERO, Node
from crosswalk.batch.open_gaps import activity_gap, stages
from crosswalk.batch.output import OpenGap, Reason
from crosswalk.batch.pattern import Amount, Columns, Pattern
from crosswalk.engine.crosswalk import Planned
from crosswalk.engine.lines import BINARY_NOISE, Item, Line
from crosswalk.engine.plan import ForestPlan, Replacement, Residual

Slot = tuple[Node, Node]  # low and high


class Values:
    """The lines and their replacements, scaled by what is common to all figures.

    Attributes:
        lines: what each line holds.
        replaced: what the target makes of the lines that it evaluates anew, by slot.
        open: the slots of which rows may be infinite, if not all are.
        gaps: those of activities.
    """

    def __init__(self, pattern: Pattern, planned: Planned):
        self.pattern, self.planned = pattern, planned
        self.uniform = planned.uniform
        self.declared = pattern.declaration
        self.rows = [n.power(n.column(name), exponent) for name, exponent in pattern.basis]
        self.open: set[int] = set()
        self.gaps: list[OpenGap] = []
        self._cuts = {amount.field: self.line_of(amount) for amount in pattern.amounts if amount.is_range}
        self.lines = [self._line(position) for position in range(len(self.declared.lines))]
        self.replaced: dict[int, Slot] = {}
        for position, entry in enumerate(planned.plan.replacements):
            slot = len(self.lines) * 2 + position
            self.replaced[slot] = self._anew(entry, slot)

    # -- amounts ---------------------------------------------------------------------------------------------------------------------

    def row(self, node: Node) -> Node:
        """A node times what the row's areas and activity level make of it."""
        return node if node == ZERO or not self.rows or n.endless(node) else n.product(node, *self.rows)

    def rounding(self, half: Decimal) -> Node:
        """What rounding may have moved a value by, in the units of the slots."""
        return n.scale(float(half * self.uniform), self.row(n.number(1)))

    def times(self, columns: Columns) -> Node:
        """The product of columns."""
        return n.product(*(n.column(name) for name in columns)) if columns else n.number(1)

    def line_of(self, amount: Amount) -> Line | None:
        """The line that an amount is declared in; none where it adds nothing to any."""
        position = self._position(amount)
        return None if position is None else self.declared.lines[position]

    def _position(self, amount: Amount) -> int | None:
        changes = enumerate(zip(self.declared.lines, self.declared.values, amount.at_one.values, strict=True))
        return next((position for position, (line, base, one) in changes if base != one and not line.group), None)

    def ends(self, amount: Amount) -> Slot:
        """What an amount alone is worth, before it is cut where its line cannot follow; per declared unit."""
        position = self._position(amount)
        assert position is not None
        found = []
        for end, columns in enumerate(amount.ends):
            base, one = self.declared.values[position][end], amount.at_one.values[position][end]
            if columns is not None:
                found.append(n.scale(one - base, self.times(columns)) if one != base else ZERO)
            elif amount.is_range and not (end == 0 and self.declared.lines[position].downward):
                found.append(n.number(float("inf") if end else float("-inf")))
            elif amount.is_range:
                found.append(n.number(base))
            else:
                found.append(ZERO)
        return found[0], found[1]

    def in_two_units(self, amount: Amount) -> bool:
        """Whether the ends of a range are in different units, so that equal ones may differ as binary numbers."""
        position = self._position(amount)
        if position is None or None in amount.ends:
            return False
        one, base = amount.at_one.values[position], self.declared.values[position]
        return one[0] - base[0] != one[1] - base[1]

    def _added(self, amount: Amount, end: int, base: Decimal, at_one: Decimal, *, scaled: bool = True) -> list[Node]:
        """What an amount adds to an end of a line: nothing, or one node."""
        columns = amount.ends[end]
        if at_one == base or columns is None:
            return []
        factor = at_one - base
        node = n.scale(factor * self.uniform, self.row(self.times(columns))) if scaled else n.scale(factor, self.times(columns))
        line = self._cuts.get(amount.field)
        if line is not None and end == 0 and not line.downward:
            node = n.where(n.less(node, ZERO), ZERO, node)
        elif line is not None and end == 1 and not line.upward:
            node = n.where(n.less(ZERO, node), ZERO, node)
        return [node]

    def _line(self, position: int) -> Slot:
        """The value of a line: what it is with all amounts at zero, and what each amount adds."""
        base = self.declared.values[position]
        ends = []
        for end in (0, 1):
            if base[end].is_infinite():
                ends.append(n.number(base[end]))
                continue
            terms = [self.row(n.number(base[end] * self.uniform))] if base[end] else []
            for amount in self.pattern.amounts:
                terms += self._added(amount, end, base[end], amount.at_one.values[position][end])
            ends.append(n.add(*terms))
        return ends[0], ends[1]

    def sum_declared(self, lines: Sequence[int]) -> Slot:
        """The sum of lines as they were declared, per declared unit."""
        sums = []
        for end in (0, 1):
            base = sum((self.declared.values[line][end] for line in lines), Decimal(0))
            terms = [n.number(base)]
            for amount in self.pattern.amounts if base.is_finite() else ():
                for line in lines:
                    one = amount.at_one.values[line][end]
                    terms += self._added(amount, end, self.declared.values[line][end], one, scaled=False)
            sums.append(n.add(*terms))
        return sums[0], sums[1]

    # -- activities ------------------------------------------------------------------------------------------------------------------

    def _anew(self, entry: Replacement, slot: int) -> Slot:
        """What the activities of a line become in the target."""
        items = self.declared.items_of(entry.line)
        lows, highs = [], []
        if not entry.activities:
            return self.lines[entry.line]
        for position, (item, way) in enumerate(zip(items, entry.activities, strict=True)):
            at_one = [(amount, amount.at_one.items_of(entry.line)[position]) for amount in self.pattern.amounts]
            ends = [
                self._sum(base, [(amount.quantity, way.ends(other)[index]) for amount, other in at_one])
                for index, base in enumerate(way.ends(item))
            ]
            value = self._value(item, at_one)
            if not self.pattern.crosswalk.identity:
                atoms = self.declared.lines[entry.line].atoms
                self.gaps += activity_gap(way, stages(self.pattern, atoms), self.planned.plan.scale_of(atoms), value[0], list(ends))
            if way.keeps:
                ends += self.converted(value, *entry.kept, slot)
            low, high = n.smaller(*ends), n.larger(*ends)
            if way.unknown is not None:
                self.open.add(slot)
                some = n.negation(n.equal(self._quantity(item, at_one), ZERO))
                ends = [end for end in ends if end != NULL]
                low = n.where(some, n.smaller(*ends, n.number(float("-inf")) if entry.downward else ZERO), n.smaller(*ends, ZERO))
                high = n.where(some, n.number(float("inf")), n.larger(*ends, ZERO))
            lows.append(low)
            highs.append(high)
        return n.add(*lows), n.add(*highs)

    def _value(self, item: Item, at_one: Sequence[tuple[Amount, Item]]) -> Slot:
        """The declared value of one activity."""
        ends = []
        for end in (0, 1):
            base = item.value[end]
            if base.is_infinite():
                ends.append(n.number(base))
                continue
            terms = [self.row(n.number(base * self.uniform))] if base else []
            for amount, other in at_one:
                terms += self._added(amount, end, base, other.value[end])
            ends.append(n.add(*terms))
        return ends[0], ends[1]

    def _quantity(self, item: Item, at_one: Sequence[tuple[Amount, Item]]) -> Node:
        return self._sum(item.amount.magnitude, [(amount.quantity, other.amount.magnitude) for amount, other in at_one])

    def _sum(self, base: Decimal, at_one: Sequence[tuple[Columns, Decimal]]) -> Node:
        found = [self.row(n.number(base * self.uniform))] if base else []
        for columns, one in at_one:
            if one != base:
                found.append(n.scale((one - base) * self.uniform, self.row(self.times(columns))))
        return n.add(*found)

    def converted(self, value: Slot, least: Decimal, greatest: Decimal | None, slot: int) -> list[Node]:
        """A value counted with a factor between two ends (`None`: without bound); `slot` is marked where that leaves it open."""
        if least == greatest:
            return [n.scale(least, end) for end in dict.fromkeys(value)]
        ends = [n.scale(least, end) for end in dict.fromkeys(value)]
        for end in dict.fromkeys(value):
            if greatest is not None:
                ends.append(n.scale(greatest, end))
            elif end != ZERO:
                self.open.add(slot)
                endless = n.where(n.less(end, ZERO), n.number(float("-inf")), n.number(float("inf")))
                ends.append(n.where(n.equal(end, ZERO), ZERO, endless))
        return ends


class Vector:
    """The slots of one forest: lines, replacements, and what parts leave of their whole.

    Attributes:
        slots: low and high of each.
        open: the slots of which rows may be infinite, if not all are.
        contradictions: conditions under which the parts of a whole exceed it.
    """

    def __init__(self, values: Values, forest: ForestPlan):
        self.values, self.forest = values, forest
        self.slots: dict[int, Slot] = {**dict(enumerate(values.lines)), **values.replaced}
        self.open = set(values.open)
        self.contradictions: list[tuple[Node, Reason]] = []
        for residual in forest.residuals:
            self.slots[residual.slot] = self._leave(residual)

    @property
    def contradicted(self) -> Node:
        """Whether the parts of some whole exceed it."""
        return n.some(*(condition for condition, _ in self.contradictions)) if self.contradictions else NEVER

    def _leave(self, residual: Residual) -> Slot:
        """What the children leave of their parent."""
        if residual.empty:
            return ZERO, ZERO
        values, declaration = self.values, self.values.declared
        low, high = self.slots[residual.parent]
        lows, highs = [low], [high]
        half = declaration.half_digits[residual.parent]
        sizes = [n.magnitude(end) for end in dict.fromkeys((high, low)) if not n.endless(end)][:1]
        for child, least, greatest in residual.children:
            ends = values.converted(self.slots[child], least, greatest, residual.slot)
            lows.append(n.scale(-1, n.larger(*ends)))
            highs.append(n.scale(-1, n.smaller(*ends)))
            half += declaration.half_digits[child]
            sizes += [n.magnitude(end) for end in ends if not n.endless(end)][:1]
        if residual.slot in values.open:
            self.open.add(residual.slot)
        same = lows[1:] == highs[1:] and low == high
        low, high = n.add(*lows), n.add(*highs)
        noise = n.scale(BINARY_NOISE, n.add(*sizes))
        tolerance = n.add(values.rounding(half), noise)
        # a difference of binary numbers is rarely zero where that of the printed ones is
        low, high = (end if n.endless(end) else n.where(n.less(n.magnitude(end), noise), ZERO, end) for end in (low, high))
        line, where = declaration.lines[residual.parent], declaration.fields[residual.parent]
        if not residual.downward:
            reason = Reason(where, f"the parts of {line.label} exceed it", f"{line.label} 的各部分之和超出其总值")
            self._refuse(n.less(high, n.scale(-1, tolerance)), reason)
            low, high = n.larger(low, ZERO), n.larger(high, ZERO)
        elif not residual.upward:
            reason = Reason(
                where,
                f"the parts of {line.label} leave a positive value for uptake and credits",
                f"{line.label} 的各部分之和给吸收与抵扣留下正值",
            )
            self._refuse(n.less(tolerance, low), reason)
            low, high = n.smaller(low, ZERO), n.smaller(high, ZERO)
        return low, low if same else high

    def _refuse(self, condition: Node, reason: Reason) -> None:
        if condition != NEVER:
            self.contradictions.append((condition, reason))
