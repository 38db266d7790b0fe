"""Expressions on columns as plain values: they can be compared, simplified and hashed before any dataframe is seen.

A node is an operation and its parts. `null` is an end that nothing bounds: sums and products with it are null, `smaller` and `larger` skip it.
A number may be infinite, as an end of a line of which nobody declared it; in a figure, such an end is null (`bounded`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

import narwhals as nw

Number = float | Decimal | int


@dataclass(frozen=True, slots=True)
class Node:
    """An operation on nodes, numbers and names of columns."""

    op: str
    parts: tuple[Node | float | str, ...] = ()


NULL = Node("null")
NEVER = Node("never")
ALWAYS = Node("not", (NEVER,))
ZERO = Node("number", (0.0,))


def number(value: Number) -> Node:
    """A constant."""
    return Node("number", (float(value),))


def column(name: str) -> Node:
    """The value of a column."""
    return Node("column", (name,))


def step(name: str, open_ended: bool) -> Node:
    """A column that was computed before; `open_ended` if it may be null."""
    return Node("open" if open_ended else "column", (name,))


def text(value: str) -> Node:
    """A constant word."""
    return Node("text", (value,))


def scale(factor: Number, node: Node) -> Node:
    """A number times a node; zero times anything is zero."""
    value = float(factor)
    if value == 0 or node == ZERO:
        return ZERO
    if value == 1 or node == NULL:
        return node
    if node.op == "number":
        return number(value * _float(node))
    return Node("scale", (value, node))


def add(*nodes: Node) -> Node:
    """The sum of nodes."""
    if NULL in nodes:
        return NULL
    constant = sum(_float(node) for node in nodes if node.op == "number")
    if math.isinf(constant):
        return number(constant)
    terms = [node for node in nodes if node.op != "number"]
    if constant or not terms:
        terms.append(number(constant))
    return terms[0] if len(terms) == 1 else Node("add", tuple(terms))


def product(*nodes: Node) -> Node:
    """The product of nodes."""
    return nodes[0] if len(nodes) == 1 else Node("product", nodes)


def power(node: Node, exponent: int) -> Node:
    """A node, its inverse, or their powers."""
    return node if exponent == 1 else Node("power", (node, float(exponent)))


def smaller(*nodes: Node) -> Node:
    """The least of the nodes that are not null."""
    return _extreme("smaller", nodes)


def larger(*nodes: Node) -> Node:
    """The greatest of the nodes that are not null."""
    return _extreme("larger", nodes)


def _extreme(op: str, nodes: tuple[Node, ...]) -> Node:
    left = list(dict.fromkeys(node for node in nodes if node != NULL))
    known = [_float(node) for node in left if node.op == "number"]
    if len(known) > 1 or any(math.isinf(value) for value in known):
        extreme = min(known) if op == "smaller" else max(known)
        left = [node for node in left if node.op != "number"]
        if not left or extreme == (-math.inf if op == "smaller" else math.inf):
            return number(extreme)
        if not math.isinf(extreme):
            left.append(number(extreme))
    return NULL if not left else left[0] if len(left) == 1 else Node(op, tuple(left))


def magnitude(node: Node) -> Node:
    """The absolute value."""
    return number(abs(_float(node))) if node.op == "number" else Node("magnitude", (node,))


def where(condition: Node, yes: Node, no: Node) -> Node:
    """One of two nodes."""
    if condition == ALWAYS:
        return yes
    return no if yes == no or condition == NEVER else Node("where", (condition, yes, no))


def less(first: Node, second: Node) -> Node:
    """Whether the first is below the second; never for null."""
    if NULL in (first, second) or first == number(math.inf) or second == number(-math.inf):
        return NEVER
    if first == number(-math.inf) and second.op == "number":
        return ALWAYS
    return Node("less", (first, second))


def equal(first: Node, second: Node) -> Node:
    """Whether both are the same finite number; never for null."""
    return NEVER if NULL in (first, second) or endless(first) or endless(second) else Node("equal", (first, second))


def endless(node: Node) -> bool:
    """Whether a node is an infinite number in every row."""
    return node.op == "number" and math.isinf(_float(node))


def every(*conditions: Node) -> Node:
    """Whether all conditions hold."""
    left = tuple(dict.fromkeys(entry for entry in conditions if entry != ALWAYS))
    return ALWAYS if not left else NEVER if NEVER in left else left[0] if len(left) == 1 else Node("every", left)


def some(*conditions: Node) -> Node:
    """Whether one of the conditions holds."""
    left = tuple(dict.fromkeys(entry for entry in conditions if entry != NEVER))
    return NEVER if not left else ALWAYS if ALWAYS in left else left[0] if len(left) == 1 else Node("some", left)


def negation(condition: Node) -> Node:
    """Whether a condition does not hold."""
    return NEVER if condition == ALWAYS else Node("not", (condition,))


def bounded(node: Node) -> Node:
    """The node, or null where it is not finite."""
    if node.op == "number":
        return NULL if math.isinf(_float(node)) else node
    return node if node.op in ("null", "bounded") else Node("bounded", (node,))


def absent(node: Node) -> Node:
    """Whether a node is null."""
    if node == NULL:
        return ALWAYS
    return Node("absent", (node,)) if may_be_null(node) else NEVER


def may_be_null(node: Node) -> bool:
    """Whether a node can be null on rows that are valid."""
    if node.op in ("null", "bounded", "open"):
        return True
    return any(isinstance(part, Node) and may_be_null(part) for part in node.parts)


def _float(node: Node) -> float:
    value = node.parts[0]
    assert isinstance(value, float)
    return value


# -- numbers apart from the structure --------------------------------------------------------------------------------------------------


def numbers(node: Node) -> Iterator[float]:
    """All numbers of a node, in the order in which they stand."""
    for part in node.parts:
        if isinstance(part, Node):
            yield from numbers(part)
        elif isinstance(part, float) and node.op != "power":
            yield part


def names(node: Node) -> Iterator[str]:
    """The columns that a node is made of."""
    for part in node.parts:
        if isinstance(part, Node):
            yield from names(part)
        elif isinstance(part, str) and node.op in ("column", "open"):
            yield part


def structure(node: Node) -> Node:
    """The node without its numbers."""
    parts = [structure(part) if isinstance(part, Node) else part for part in node.parts]
    if node.op != "power":
        parts = [0.0 if isinstance(part, float) else part for part in parts]
    return Node(node.op, tuple(parts))


# -- as an expression ------------------------------------------------------------------------------------------------------------------

Source = Callable[[], nw.Expr | float]


def expression(node: Node, take: Source, names: Mapping[str, str]) -> nw.Expr:
    """The narwhals expression of a node; `take` hands out its numbers in order, `names` are columns that stand under another name."""
    if node.op == "scale":
        factor = take()
        inner = node.parts[1]
        assert isinstance(inner, Node)
        return expression(inner, take, names) * factor
    if node.op == "number":
        value = take()
        return value if isinstance(value, nw.Expr) else nw.lit(value, nw.Float64)
    if node.op in ("column", "open", "text"):
        name = str(node.parts[0])
        return nw.lit(name, nw.String) if node.op == "text" else nw.col(names.get(name, name))
    if node.op == "null":
        return nw.lit(None, nw.Float64)
    if node.op == "never":
        return nw.lit(False, nw.Boolean)
    if node.op == "power":
        inner, exponent = node.parts
        assert isinstance(inner, Node)
        assert isinstance(exponent, float)
        return expression(inner, take, names) ** exponent
    parts = [expression(part, take, names) for part in node.parts if isinstance(part, Node)]
    if node.op in ("less", "equal"):
        first = node.parts[0]
        assert isinstance(first, Node)
        if first.op == "number":  # Polars gives one value where a constant stands before nothing but nulls
            return parts[1] > parts[0] if node.op == "less" else parts[1] == parts[0]
        return parts[0] < parts[1] if node.op == "less" else parts[0] == parts[1]
    return _OPERATIONS[node.op](parts)


def _bounded(parts: list[nw.Expr]) -> nw.Expr:
    return nw.when(parts[0].abs() < float("inf")).then(parts[0])


_OPERATIONS: dict[str, Callable[[list[nw.Expr]], nw.Expr]] = {
    "add": lambda parts: reduce(lambda first, second: first + second, parts),
    "product": lambda parts: reduce(lambda first, second: first * second, parts),
    "smaller": lambda parts: nw.min_horizontal(*parts),
    "larger": lambda parts: nw.max_horizontal(*parts),
    "magnitude": lambda parts: parts[0].abs(),
    "where": lambda parts: nw.when(parts[0]).then(parts[1]).otherwise(parts[2]),
    "every": lambda parts: reduce(lambda first, second: first & second, parts),
    "some": lambda parts: reduce(lambda first, second: first | second, parts),
    "not": lambda parts: ~parts[0],
    "bounded": _bounded,
    "absent": lambda parts: parts[0].is_null(),
}
