"""The waterfall of a report: its steps lead from the declared sum to an interval that holds the shared part."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from crosswalk.engine.waterfall import waterfall
from crosswalk.testing.cases import Case, cases
from crosswalk.testing.words import Style
from laws.test_laws import slow_draws, translate

ROUNDING = Decimal("1e-18")


@slow_draws
@given(cases(style=Style(ranges=True)))
def test_steps_lead_to_the_shared_part(case: Case) -> None:
    translation = translate(case)
    steps = waterfall(translation.crosswalk, translation.outcome)
    changes = [step for step in steps if step.kind == "change"]
    low, high = (changes[-1] if changes else steps[0]).running
    least, _, greatest = translation.shared.bounds
    slack = ROUNDING * max((abs(end) for step in steps for end in step.running if end is not None), default=Decimal(0))
    assert low is None or (least is not None and low <= least + slack)
    assert high is None or (greatest is not None and greatest <= high + slack)
    for before, step in zip(steps, changes, strict=False):
        for start, by, after in zip(before.running, step.change, step.running, strict=True):
            assert start is None or by is None or after is None or abs(after - start - by) <= slack
    if (
        changes and "beside the lines" in changes[-1].label.en
    ):  # lines explain everything but methods of recycling and what a rule leaves open
        whole = translation.outcome.plan.forests[translation.outcome.chosen].figures[0]
        assert translation.outcome.change is not None or whole.silent_below or whole.silent_above or not whole.terms
