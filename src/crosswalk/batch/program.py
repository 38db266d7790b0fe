"""A plan as expressions on columns: what `engine/run.py` computes for one declaration, for all rows of a pattern at once.

The cases are those of the scalar engine: residuals, lines that the target evaluates anew, values above and below zero, declared zeros, ends that
nothing bounds, assumptions that a value excludes, values that no line can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from crosswalk.batch import node as n
from crosswalk.batch.node import NEVER, NULL, ZERO, Node
from crosswalk.batch.open_gaps import activity_gap, fixed_gaps, stages, term_gaps
from crosswalk.batch.output import Computed, OpenGap, Output, Program, Reason, constant, status
from crosswalk.batch.pattern import TOTAL, Amount, Pattern
from crosswalk.engine.bounds import Coefficients
from crosswalk.engine.crosswalk import Planned
from crosswalk.engine.lines import BINARY_NOISE, Item
from crosswalk.engine.plan import FigurePlan, Replacement, Residual, Term
from crosswalk.engine.recycling import change_of
from crosswalk.engine.rules.circular.bounds import NOTHING
from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.layout import Layout

LARGEST = 1e41  # as large as a declared number can be
Slot = tuple[Node, Node]


def program_of(pattern: Pattern, layout: Layout, left_out: tuple[str, ...]) -> Program:
    """The program of a pattern without some assumptions.

    Raises:
        InputError: what the engine refuses in every row, or what one row of a frame cannot say.
    """
    planned = pattern.planned(left_out)
    crosswalk = pattern.crosswalk
    if len(planned.plan.forests) != 1:
        raise _apart("figures of an additional indicator that repeat others", "figures")
    if crosswalk.target.goods is not None and crosswalk.target.goods.never_negative:
        raise _apart(f"goods under {crosswalk.target.number}, whose direct emissions are never below zero", "standard")
    if crosswalk.target.accounts and not crosswalk.identity:
        raise _apart(f"two accounts of one consumption ({crosswalk.target.number})", "standard")
    return _Compiler(pattern, planned, layout).program()


def _apart(what: str, where: str) -> DeclarationError:
    return DeclarationError(
        Finding(f"frames do not hold {what}; translate such footprints one by one", "数据框不支持此类碳足迹，请逐个换算", field=where)
    )


class _Compiler:
    def __init__(self, pattern: Pattern, planned: Planned, layout: Layout):
        self.pattern, self.planned, self.layout = pattern, planned, layout
        self.plan = planned.plan
        self.lines = pattern.declaration.lines
        self.rows = [n.power(n.column(name), exponent) for name, exponent in pattern.basis]
        self.forest = self.plan.forests[0]
        self.checks: list[tuple[Node, Reason]] = []
        self.open: set[int] = set()  # slots that may be infinite
        self.gaps: list[OpenGap] = []  # of activities

    def program(self) -> Program:
        self._check_numbers()
        says_more = self._total()
        slots = {position: self._line(position) for position in range(len(self.lines))}
        self.values = dict(slots)
        for position, entry in enumerate(self.plan.replacements):
            slot = len(self.lines) * 2 + position
            slots[slot] = self._anew(entry, slot)
        for residual in self.forest.residuals:
            slots[residual.slot] = self._leave(residual, slots)
        self.slots = slots
        outputs = self._outputs()
        gaps = [*term_gaps(self.pattern, self.planned, self._contribution), *self.gaps]
        denials = [*says_more, *self._denials()]
        fixed = partial(fixed_gaps, self.pattern, self.planned)
        return Program(outputs, self.planned.wanted.unit(), self.checks, denials, gaps, fixed)

    # -- values ----------------------------------------------------------------------------------------------------------------------

    def _row(self, node: Node) -> Node:
        """A node times what the row's areas and activity level make of it."""
        return node if node == ZERO or not self.rows else n.product(node, *self.rows)

    def _rounding(self, half: Decimal) -> Node:
        """What rounding may have moved a value by, in the units of the slots."""
        return n.scale(float(half * self.planned.uniform), self._row(n.number(1)))

    def _times(self, columns: Sequence[str]) -> Node:
        return n.product(*(n.column(name) for name in columns)) if columns else n.number(1)

    def _line(self, position: int) -> Slot:
        """The value of a line: what it is with all amounts at zero, and what each amount adds."""
        base = self.pattern.declaration.values[position]
        ends = []
        for end in (0, 1):
            terms = [self._row(n.number(base[end] * self.planned.uniform))] if base[end] else []
            for amount in self.pattern.amounts:
                factor = (amount.at_one.values[position][end] - base[end]) * self.planned.uniform
                if factor:
                    terms.append(n.scale(factor, self._row(self._times(amount.value))))
            ends.append(n.add(*terms))
        return ends[0], ends[1]

    def _anew(self, entry: Replacement, slot: int) -> Slot:
        """What the activities of a line become in the target."""
        items = self.pattern.declaration.items_of(entry.line)
        lows, highs = [], []
        for position, (item, way) in enumerate(zip(items, entry.activities, strict=True)):
            at_one = [(amount, amount.at_one.items_of(entry.line)[position]) for amount in self.pattern.amounts]
            bases = way.ends(item)
            ends = []
            for index, base in enumerate(bases):
                terms = [(amount.quantity, way.ends(other)[index] - base) for amount, other in at_one]
                ends.append(self._sum(base, terms))
            value = tuple(
                self._sum(item.value[end], [(amount.value, other.value[end] - item.value[end]) for amount, other in at_one])
                for end in (0, 1)
            )
            if not self.pattern.crosswalk.identity:
                self.gaps += activity_gap(way, stages(self.pattern, self.lines[entry.line].atoms), value[0], list(ends))
            if way.keeps:
                ends += self._converted((value[0], value[1]), *entry.kept, slot)
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

    def _quantity(self, item: Item, at_one: Sequence[tuple[Amount, Item]]) -> Node:
        base = item.amount.magnitude
        return self._sum(base, [(amount.quantity, other.amount.magnitude - base) for amount, other in at_one])

    def _sum(self, base: Decimal, terms: Sequence[tuple[tuple[str, ...], Decimal]]) -> Node:
        found = [self._row(n.number(base * self.planned.uniform))] if base else []
        for columns, factor in terms:
            if factor:
                found.append(n.scale(factor * self.planned.uniform, self._row(self._times(columns))))
        return n.add(*found)

    def _converted(self, value: Slot, least: Decimal, greatest: Decimal | None, slot: int) -> list[Node]:
        """A value counted with a factor between two ends (`None`: without bound)."""
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

    def _leave(self, residual: Residual, slots: dict[int, Slot]) -> Slot:
        """What the children leave of their parent."""
        if residual.empty:
            return ZERO, ZERO
        declaration = self.pattern.declaration
        low, high = slots[residual.parent]
        lows, highs = [low], [high]
        half = declaration.half_digits[residual.parent]
        sizes = [n.magnitude(high)]
        for child, least, greatest in residual.children:
            ends = self._converted(slots[child], least, greatest, residual.slot)
            lows.append(n.scale(-1, n.larger(*ends)))
            highs.append(n.scale(-1, n.smaller(*ends)))
            half += declaration.half_digits[child]
            sizes += [n.magnitude(end) for end in ends[:1]]
        same = lows[1:] == highs[1:] and low == high
        low, high = n.add(*lows), n.add(*highs)
        noise = n.scale(BINARY_NOISE, n.add(*sizes))
        tolerance = n.add(self._rounding(half), noise)
        # a difference of binary numbers is rarely zero where that of the printed ones is
        low, high = (n.where(n.less(n.magnitude(end), noise), ZERO, end) for end in (low, high))
        line, where = self.lines[residual.parent], declaration.fields[residual.parent]
        if not residual.downward:
            reason = Reason(where, f"the parts of {line.label} exceed it", f"{line.label} 的各部分之和超出其总值")
            self.checks.append((n.less(high, n.scale(-1, tolerance)), reason))
            low, high = n.larger(low, ZERO), n.larger(high, ZERO)
        elif not residual.upward:
            reason = Reason(
                where,
                f"the parts of {line.label} leave a positive value for uptake and credits",
                f"{line.label} 的各部分之和给吸收与抵扣留下正值",
            )
            self.checks.append((n.less(tolerance, low), reason))
            low, high = n.smaller(low, ZERO), n.smaller(high, ZERO)
        return low, low if same else high

    # -- figures ---------------------------------------------------------------------------------------------------------------------

    def _outputs(self) -> dict[tuple[str, str], Output]:
        outputs: dict[tuple[str, str], Output] = {}
        for position, figure in enumerate(self.forest.figures):
            interval = self._figure(figure)
            ends, shared, covered, missing = self._changed(interval, figure, position)
            key = (figure.figure.stage, figure.figure.indicator)
            outputs[key] = Output(*ends, status(ends[0], ends[2], covered, missing))
            if position == 0:
                outputs["shared", key[1]] = Output(*shared, status(shared[0], shared[2], covered, not covered))
        return outputs

    def _figure(self, plan: FigurePlan) -> Computed:
        """Ends of a figure, those of the part that is covered, and whether something is covered or missing."""
        if plan.fixed is not None:
            return constant(plan.fixed)
        lows, bests, highs = [], [], []
        for term in plan.terms:
            low, best, high = self._contribution(term)
            lows.append(low)
            bests.append(best)
            highs.append(high)
        low = NULL if plan.silent_below else n.add(*lows)
        high = NULL if plan.silent_above else n.add(*highs)
        best = NULL if plan.silent_below or plan.silent_above else n.add(*bests)
        shared = (low, best, high)
        if not plan.missing:
            return shared, shared, True, False
        return (NULL if plan.open_below else low, NULL, NULL if plan.open_above else high), shared, True, True

    def _contribution(self, term: Term) -> tuple[Node, Node, Node]:
        """What a slot contributes to a figure: low, best, high."""
        by, (low, high) = term.by, self.slots[term.slot]
        point = low == high
        unbounded = term.slot in self.open
        if term.factor is not None and point and not unbounded:
            share = n.scale(term.factor, low)
            return share, share, share
        least, greatest = self._ends(by, low, high, term, unbounded)
        empty = self._empty(term)
        if empty != NEVER and (may_open(by) or term.slot >= len(self.lines) * 2):
            empty = n.every(empty, n.equal(low, ZERO), n.equal(high, ZERO)) if term.slot != term.line else empty
            least, greatest = n.where(empty, ZERO, least), n.where(empty, ZERO, greatest)
        fallback = n.scale(by.best, low) if by.best is not None and point and not unbounded else NULL
        if least == greatest and not n.may_be_null(least):
            return least, least, greatest
        # where the ends meet, an estimate is the same
        return least, fallback if fallback != NULL else n.where(n.equal(least, greatest), least, NULL), greatest

    def _ends(self, by: Coefficients, low: Node, high: Node, term: Term, unbounded: bool) -> tuple[Node, Node]:
        def times(coefficient: Decimal | None, value: Node) -> Node:
            if coefficient is None:
                return NULL
            product = n.scale(coefficient, value)
            return n.bounded(product) if unbounded and product != ZERO else product

        upward, downward = self._signs(term)
        above = times(by.low_above, low), times(by.high_above, high)
        below = times(by.low_below, low), times(by.high_below, high)
        if not downward or (not upward and above == below):
            return above
        if not upward:
            return below
        across = (
            below[0] if by.low_above is not None else NULL,
            above[1] if by.high_below is not None else NULL,
        )
        at_least_zero, at_most_zero = n.negation(n.less(low, ZERO)), n.negation(n.less(ZERO, high))
        if low == high:
            return tuple(n.where(at_least_zero, up, down) for up, down in zip(above, below, strict=True))  # type: ignore[return-value]
        return tuple(  # type: ignore[return-value]
            n.where(at_least_zero, up, n.where(at_most_zero, down, both)) for up, down, both in zip(above, below, across, strict=True)
        )

    def _signs(self, term: Term) -> tuple[bool, bool]:
        """Whether a slot can be above zero, and below."""
        line = self.lines[term.line]
        for residual in self.forest.residuals:
            if residual.slot == term.slot:
                return residual.upward, residual.downward
        if term.slot >= len(self.lines) * 2:
            return True, True
        return line.upward, line.downward

    def _empty(self, term: Term) -> Node:
        """The line is a zero, and nothing inside it says that something is there."""
        conditions = []
        for position in (term.line, *self.plan.within.get(term.line, ())):
            for value in dict.fromkeys(self.values[position]):
                conditions.append(n.equal(value, ZERO))
        return n.every(*conditions)

    def _changed(self, found: Computed, plan: FigurePlan, position: int) -> Computed:
        """The figure after the change of the end-of-life method, where no recycled material is declared: ends may open, and nothing else."""
        ends, shared, covered, missing = found
        change, target = self.planned.change, self.pattern.crosswalk.target
        if change is None:
            return found
        rule = target.end_of_life
        assert rule is not None
        by = change_of(plan.figure, rule, change, position == 0)
        main = plan.figure.indicator == target.main_indicator.id
        if by is not None and by != NOTHING:
            low = ends[0] if main and by.low is not None else NULL
            high = ends[2] if main and by.high is not None else NULL
            assert not by.low
            assert not by.high  # a change without materials is nothing, or open
            ends = (low, NULL, high)
            missing = missing or not main or not by.finite
            alike = by if change.whole or position else change.input
            assert not (main and alike.finite) or alike == NOTHING
        if change.known and rule.beyond and plan.figure.stage in rule.beyond and main and not covered:
            low, high = (NULL if end is None else ZERO for end in change.beyond)
            ends = (low, ZERO if low == high == ZERO else NULL, high)
            return ends, ends, True, False
        return ends, shared, covered, missing

    # -- checks ----------------------------------------------------------------------------------------------------------------------

    def _check_numbers(self) -> None:
        by_column = {entry.column: entry for entry in self.layout.references if entry.amount or entry.basis}
        used = dict.fromkeys(column for amount in self.pattern.amounts for column in (*amount.value, *amount.quantity))
        if self.pattern.total is not None and self.pattern.total.column is not None:
            used[self.pattern.total.column] = None
        basis = [name for name, entry in by_column.items() if entry.basis and self._given(name)]
        for name in (*used, *basis):
            field = by_column[name].field
            finite = n.less(n.magnitude(n.column(name)), n.number(LARGEST))
            self.checks.append((n.negation(finite), Reason(field, f"{name} is not a finite number", f"{name} 不是有限的数")))
        for name in basis:
            reason = Reason(by_column[name].field, f"{name} must be above zero", f"{name} 必须大于零")
            self.checks.append((n.negation(n.less(ZERO, n.column(name))), reason))
        for amount in self.pattern.amounts:
            if amount.of_activity:
                reason = Reason(f"{amount.field}.activity", "an activity cannot be negative", "活动量不能为负")
                self.checks.append((n.less(self._times(amount.quantity), ZERO), reason))
        for amount in self.pattern.amounts:
            self._check_sign(amount)

    def _total(self) -> list[tuple[Node, tuple[str, ...]]]:
        """Hold a declared total against its parts (`engine/total.py`): the rows in which it says more than they do have it as a line."""
        total = self.pattern.total
        if total is None:
            return []
        half, parts = self.pattern.declaration.half_digits, total.parts
        terms = [] if total.column is None else [n.scale(total.factor, n.column(total.column))]
        value = n.add(n.number(total.base), *terms)
        low, high = self._declared(parts.roots)
        tolerance = n.add(
            n.number(total.half_digit + sum((half[line] for line in parts.roots), Decimal(0))), n.scale(BINARY_NOISE, n.magnitude(value))
        )

        def below(first: Node, second: Node, off: Node) -> Node:
            """Whether the first is less than the second by more than rounding."""
            return n.less(n.add(first, off), second)

        less = below(value, low, tolerance)
        differs = n.some(less, below(high, value, tolerance))
        if parts.whole:
            reason = Reason(
                TOTAL, "every part of the total is declared, but they add up to another value", "总量的各部分均已声明，但其和与总量不符"
            )
            self.checks.append((differs, reason))
            return []
        for netted in parts.netted:
            ends = self._declared(netted)
            if ends[0] != ends[1] or not netted:
                continue
            off = n.add(tolerance, n.number(sum((half[line] for line in netted), Decimal(0))))
            credits = n.every(n.less(ends[0], ZERO), n.less(value, low))
            apart = n.some(below(value, n.add(low, ends[0]), off), below(n.add(high, ends[0]), value, off))
            known = n.every(credits, n.negation(apart))
            less, differs = n.every(less, n.negation(known)), n.every(differs, n.negation(known))
        if not parts.uptake:
            words = "the parts add up to more than the total; declare sinks and credits as figures of their own"
            self.checks.append((less, Reason(TOTAL, words, "各部分之和超过总量；碳汇与抵扣请单独声明")))
            differs = below(high, value, tolerance)  # the others stay where they are refused
        return [(differs, (TOTAL,))]

    def _declared(self, lines: Sequence[int]) -> Slot:
        """The sum of lines as they were declared, per declared unit."""
        sums = []
        for end in (0, 1):
            terms = [n.number(sum((self.pattern.declaration.values[line][end] for line in lines), Decimal(0)))]
            for amount in self.pattern.amounts:
                factor = sum((amount.at_one.values[line][end] - self.pattern.declaration.values[line][end] for line in lines), Decimal(0))
                if factor:
                    terms.append(n.scale(factor, self._times(amount.value)))
            sums.append(n.add(*terms))
        return sums[0], sums[1]

    def _given(self, name: str) -> bool:
        return name in self.pattern.given

    def _check_sign(self, amount: Amount) -> None:
        if amount.field == TOTAL:
            return  # it may hold uptake that nobody declared apart
        for position, line in enumerate(self.lines):
            base = self.pattern.declaration.values[position]
            low, high = (amount.at_one.values[position][end] - base[end] for end in (0, 1))
            if not low and not high:
                continue
            value = self._times(amount.value)
            field = f"{amount.field}.value"
            if not line.downward:
                reason = Reason(
                    field,
                    f"a negative value for {line.label}, which holds emissions only; "
                    "declare uptake, storage or credits under their own source",
                    f"{line.label} 仅含排放，不能为负值；吸收、封存或抵扣请按各自的来源声明",
                )
                self.checks.append((n.less(n.scale(high, value), ZERO), reason))
            if not line.upward:
                reason = Reason(
                    field,
                    f"a positive value for {line.label}, which holds uptake, storage or credits only; write it negative",
                    f"{line.label} 仅含吸收、封存或抵扣，不能为正值；请写作负值",
                )
                self.checks.append((n.less(ZERO, n.scale(low, value)), reason))

    def _denials(self) -> Iterator[tuple[Node, tuple[str, ...]]]:
        half = self.pattern.declaration.half_digits
        for denial in self.forest.denials:
            high = self.slots[denial.slot][1]
            rounding = self._rounding(sum((half[line] for line in denial.lines), Decimal(0)))
            yield n.less(high, n.scale(-1, rounding)), denial.assumptions


def may_open(by: Coefficients) -> bool:
    """Whether a zero would leave an end open."""
    return None in (by.low_above, by.low_below, by.high_above, by.high_below)
