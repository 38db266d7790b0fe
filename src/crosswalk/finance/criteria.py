"""Criteria of finance besides the labels: limits of an item of a catalogue, the flexibility pocket of European Green Bonds, EU ETS benchmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.classify import State, within
from crosswalk.errors import DeclarationError, Finding, UnknownNameError, nearest_text
from crosswalk.library.library import Library
from crosswalk.model.base import Text
from crosswalk.model.benchmarks import EtsBenchmark
from crosswalk.model.catalogue import ItemCriterion
from crosswalk.model.quantity import Quantity

ETS_PERIOD = "eu-ets-2021-2025"
POCKET = Decimal("0.15")
"""Most of the proceeds that may meet everything but technical screening criteria: Regulation (EU) 2023/2631 Article 5 (primary)."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A criterion of an item, and how an answer stands to it; open where there is none."""

    criterion: ItemCriterion
    state: State


def judge_item(
    catalogue: str, code: str, answers: Mapping[str, Quantity | Decimal | str], library: Library | None = None
) -> tuple[Tested, ...]:
    """Hold what is known of a project against the numeric limits of an item of a catalogue.

    Args:
        catalogue: id or alias.
        code: of the item.
        answers: by the ids of criteria: a quantity, or a share from 0 to 1.
        library: other data than the shipped ones.

    Raises:
        UnknownNameError: the item has no criterion of that id, or no numeric criterion at all.

    >>> {entry.criterion.criterion.id: entry.state.value for entry in judge_item("cn/green-bond-catalogue-2021", "3.2.2.2", {"mono-cell": "0.205"})
    ...  if entry.criterion.criterion.id.startswith("mono-c")}
    {'mono-cell': 'failed'}
    """
    found = (library or Library.shipped()).catalogue(catalogue)
    criteria = [entry for entry in found.criteria if entry.code == code]
    known = [entry.criterion.id for entry in criteria]
    for name in answers:
        if name not in known:
            raise UnknownNameError(
                Finding(
                    f"{code} of {found.number} has no criterion {name!r}",
                    f"{found.number} 的 {code} 没有标准 {name!r}",
                    nearest=nearest_text(known),
                )
            )
    return tuple(Tested(entry, _state(entry, answers.get(entry.criterion.id))) for entry in criteria)


def _state(entry: ItemCriterion, answer: Quantity | Decimal | str | None) -> State:
    limit, operator = entry.criterion.value, entry.criterion.operator
    if answer is None or limit is None or operator is None:
        return State.OPEN
    given = answer if isinstance(answer, Quantity) else Quantity(Decimal(answer), "dimensionless")
    value = given.to(limit.unit).magnitude
    return within(value, value, operator, limit.magnitude)


def benchmark(product: str, library: Library | None = None) -> EtsBenchmark:
    """The EU ETS benchmark of a product, with the average of the best installations beside it.

    Raises:
        UnknownNameError: there is none.

    >>> (benchmark("carbon-black").best_tenth, benchmark("carbon-black").benchmark)
    (Decimal('1.141'), Decimal('1.485'))
    """
    table = (library or Library.shipped()).ets_benchmarks(ETS_PERIOD)
    try:
        return table.of(product)
    except StopIteration:
        raise UnknownNameError(
            Finding(
                f"no benchmark for {product!r}",
                f"没有 {product!r} 的基准值",
                nearest=nearest_text([entry.id for entry in table.benchmarks]),
            )
        ) from None


Reason = Literal["no-criteria-in-application", "international-support"]


@dataclass(frozen=True, slots=True)
class Allocation:
    """Proceeds of a European Green Bond that go to one activity.

    Attributes:
        amount: in the currency of the bond.
        meets_criteria: whether the technical screening criteria are met.
        reason: why they are not asked for: none were in application when the bond was issued, or international support.
        safeguards: whether minimum safeguards (and, without criteria, the general rules on harm) are met; `None` is not known.
    """

    amount: Decimal
    meets_criteria: bool
    reason: Reason | None = None
    safeguards: bool | None = None


@dataclass(frozen=True, slots=True)
class Pocket:
    """The share of proceeds without technical screening criteria, and whether it is allowed."""

    share: Decimal
    state: State
    reasons: tuple[Text, ...]


def flexibility_pocket(allocations: Sequence[Allocation]) -> Pocket:
    """Whether the proceeds that meet no technical screening criteria fit into the pocket of 15 %; minimum safeguards hold inside it too.

    Raises:
        DeclarationError: nothing was allocated, or an amount is negative.

    >>> flexibility_pocket([Allocation(Decimal(85), True), Allocation(Decimal(15), False, "international-support", True)]).state
    <State.MET: 'met'>
    """
    whole = sum((entry.amount for entry in allocations), Decimal(0))
    if whole <= 0 or any(entry.amount < 0 for entry in allocations):
        raise DeclarationError(Finding("proceeds must be above zero", "募集资金须大于零"))
    inside = [entry for entry in allocations if not entry.meets_criteria]
    share = sum((entry.amount for entry in inside), Decimal(0)) / whole
    states = [within(share, share, "<=", POCKET)]
    reasons = [
        Text(
            en=f"{share * 100:.4g} % of the proceeds meet no technical screening criteria; 15 % are allowed",
            zh=f"{share * 100:.4g}% 的募集资金不满足技术筛选标准；上限为15%",
        )
    ]
    if any(entry.reason is None for entry in inside):
        states.append(State.FAILED)
        reasons.append(Text(en="some of it has no reason that Article 5 names", zh="部分资金缺少第5条所列理由"))
    unsafe = [entry.safeguards for entry in inside]
    if False in unsafe:
        states.append(State.FAILED)
        reasons.append(Text(en="minimum safeguards are not met for some of it", zh="部分资金不满足最低保障"))
    elif None in unsafe:
        states.append(State.OPEN)
        reasons.append(Text(en="minimum safeguards are not answered for some of it", zh="部分资金的最低保障尚未答复"))
    state = State.FAILED if State.FAILED in states else State.OPEN if State.OPEN in states else State.MET
    return Pocket(share, state, tuple(reasons))
