"""A declared total against its parts, row by row (`engine/total.py`): a check where it agrees with them, a line where it says more."""

from __future__ import annotations

from decimal import Decimal

from crosswalk.batch import node as n
from crosswalk.batch.node import NEVER, ZERO, Node
from crosswalk.batch.output import Reason
from crosswalk.batch.pattern import TOTAL, Total
from crosswalk.batch.values import Values
from crosswalk.engine.lines import BINARY_NOISE

Check = tuple[Node, Reason]


def held_against_parts(total: Total, values: Values) -> tuple[list[Check], Node]:
    """The conditions under which a total is refused, and the one under which it says more than its parts do."""
    checks: list[Check] = []
    half, parts = values.declared.half_digits, total.parts
    terms = [] if total.column is None else [n.scale(total.factor, n.column(total.column))]
    value = n.add(n.number(total.base), *terms)
    low, high = values.sum_declared(parts.roots)
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
        checks.append((differs, reason))
        return checks, NEVER
    for netted in parts.netted:
        ends = values.sum_declared(netted)
        if not netted:
            continue
        off = n.add(tolerance, n.number(sum((half[line] for line in netted), Decimal(0))))
        known = n.ALWAYS if ends[0] == ends[1] else n.equal(*ends)
        credits = n.every(known, n.less(ends[0], ZERO), n.less(value, low))
        apart = n.some(below(value, n.add(low, ends[0]), off), below(n.add(high, ends[1]), value, off))
        held = n.every(credits, n.negation(apart))
        less, differs = n.every(less, n.negation(held)), n.every(differs, n.negation(held))
    if not parts.uptake:
        words = "the parts add up to more than the total; declare sinks and credits as figures of their own"
        checks.append((less, Reason(TOTAL, words, "各部分之和超过总量；碳汇与抵扣请单独声明")))
        differs = below(high, value, tolerance)  # the others stay where they are refused
    return checks, differs
