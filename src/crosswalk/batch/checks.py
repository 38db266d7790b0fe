"""What the engine refuses in a footprint, as conditions on the rows of a pattern: numbers that are none, signs, ends out of order."""

from __future__ import annotations

from collections.abc import Iterator

from crosswalk.batch import node as n
from crosswalk.batch.layout import not_held
from crosswalk.batch.node import ZERO
from crosswalk.batch.output import Reason
from crosswalk.batch.pattern import TOTAL, Amount
from crosswalk.batch.total import Check
from crosswalk.batch.values import Values
from crosswalk.engine.attributed import holding, never_negative, own_direct_atoms
from crosswalk.engine.lines import BINARY_NOISE
from crosswalk.engine.selector import selector
from crosswalk.model.base import text
from crosswalk.model.layout import CARBON, Layout

LARGEST = 1e41  # as large as a declared number can be


def checks_of(values: Values, layout: Layout) -> Iterator[Check]:
    """The conditions on the amounts, in the order in which the engine finds them."""
    pattern = values.pattern
    by_column = {entry.column: entry for entry in layout.references if entry.amount or entry.basis}
    used = dict.fromkeys(column for amount in pattern.amounts for column in amount.columns)
    if pattern.total is not None and pattern.total.column is not None:
        used[pattern.total.column] = None
    basis = [name for name, entry in by_column.items() if entry.basis and name in pattern.given]
    for name in (*used, *basis):
        finite = n.less(n.magnitude(n.column(name)), n.number(LARGEST))
        yield n.negation(finite), Reason(by_column[name].field, f"{name} is not a finite number", f"{name} 不是有限的数")
    for name in basis:
        yield n.negation(n.less(ZERO, n.column(name))), Reason(by_column[name].field, f"{name} must be above zero", f"{name} 必须大于零")
    for amount in pattern.amounts:
        if amount.is_range:
            yield from _ends_in_order(values, amount)
        if amount.of_activity:
            reason = Reason(f"{amount.field}.activity", "an activity cannot be negative", "活动量不能为负")
            yield n.less(values.times(amount.quantity), ZERO), reason
        if amount.field.startswith(CARBON):
            assert amount.low is not None
            yield n.less(values.times(amount.low), ZERO), Reason(amount.field, "a carbon content cannot be negative", "碳含量不能为负")
    for amount in pattern.amounts:
        if amount.field != TOTAL:  # a total may hold uptake that nobody declared apart
            yield from _signs(values, amount)


def _ends_in_order(values: Values, amount: Amount) -> Iterator[Check]:
    """The low end of a range does not exceed its high end."""
    low, high = values.ends(amount)
    if n.endless(low) or n.endless(high):
        return
    noise = n.scale(BINARY_NOISE, n.magnitude(high)) if values.in_two_units(amount) else ZERO
    reason = Reason(f"{amount.field}.value", "`low` must not exceed `high`", "`low` 不得大于 `high`")
    yield n.less(n.add(high, noise), low), reason


def _signs(values: Values, amount: Amount) -> Iterator[Check]:
    """A line holds emissions, or what is taken off, or both."""
    line = values.line_of(amount)
    if line is None:
        return
    low, high = values.ends(amount)
    if not line.downward and not n.endless(high):
        reason = Reason(
            f"{amount.field}.value",
            f"a negative value for {line.label}, which holds emissions only; declare uptake, storage or credits under their own source",
            f"{line.label} 仅含排放，不能为负值；吸收、封存或抵扣请按各自的来源声明",
        )
        yield n.less(high, ZERO), reason
    if not line.upward and not n.endless(low):
        reason = Reason(
            f"{amount.field}.value",
            f"a positive value for {line.label}, which holds uptake, storage or credits only; write it negative",
            f"{line.label} 仅含吸收、封存或抵扣，不能为正值；请写作负值",
        )
        yield n.less(ZERO, low), reason


def above_zero(values: Values) -> Iterator[Check]:
    """Direct emissions of a good that were declared with zero in the place of less are sums where they are above zero (`engine/attributed.py`).

    Raises:
        DeclarationError: they are part of other figures only, so that no column tells.
    """
    crosswalk, declared = values.pattern.crosswalk, values.declared
    source, target = crosswalk.source, crosswalk.target
    if not never_negative(source) or never_negative(target):
        return
    direct = own_direct_atoms(selector(crosswalk.library, source.id, crosswalk.category))
    whole = holding(declared.lines, direct)
    has_total = values.pattern.total is not None
    if not (whole or has_total):
        return
    alone = next((at for at in whole if declared.lines[at].atoms == direct), None)
    low = None if alone is None else values.lines[alone][0]
    if alone is None or low is None or n.endless(low):
        names = ", ".join([*(declared.lines[at].label for at in whole), *([TOTAL] if has_total else [])])
        what = text(
            f"{names} without the direct emissions of the process: below zero, these count as zero under {source.number}",
            f"未单列过程直接排放的 {names}（按 {source.number}，直接排放小于零时计为零）",
        )
        raise not_held(what, declared.fields[whole[0]] if whole else TOTAL)
    yield (
        n.negation(n.less(ZERO, low)),
        Reason(
            declared.fields[alone],
            f"direct emissions below zero count as zero under {source.number}, so what is not above zero may be less; translate this footprint by itself",
            f"按 {source.number}，直接排放小于零时计为零，不大于零的数值实际可能更小；请单独换算此碳足迹",
        ),
    )
