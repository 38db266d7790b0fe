"""Collects shares, verdicts and gaps of a claim, and judges targets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from crosswalk.claims.assessment import HUNDRED, Judgement, Share, shown
from crosswalk.engine.gap import Gap
from crosswalk.engine.rules.circular.bounds import Range, exactly
from crosswalk.engine.rules.classify import within, word_of
from crosswalk.engine.trace import Step
from crosswalk.errors import NotComparableError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.claim import Claim
from crosswalk.model.materials import ContentRule, ContentTarget, MaterialStandard, RateRule, RateTarget
from crosswalk.names import Names

ZERO, ONE = Decimal(0), Decimal(1)


class Record:
    """Collects what is found about one claim."""

    def __init__(self, library: Library, claim: Claim, source: MaterialStandard, target: MaterialStandard, day: date):
        self.library, self.claim, self.source, self.target = library, claim, source, target
        self.day = claim.subject.placed_on_market or day
        self.shares: list[Share] = []
        self.verdicts: list[Judgement] = []
        self.gaps: list[Gap] = []
        self.steps: list[Step] = []

    def gap(self, kind: Any, severity: Any, width: Decimal | None, message: Text, question: Text, amount: Decimal | None = None) -> None:
        """Record a gap; width and amount are shares."""
        percent = None if width is None else width * HUNDRED
        self.gaps.append(
            Gap(
                kind,
                "material",
                severity,
                percent,
                "%",
                message,
                question,
                (self.source.number, self.target.number),
                amount and amount * HUNDRED,
            )
        )

    def nothing(self, what: Text, standard: MaterialStandard) -> NotComparableError:
        """A standard without a rule on what was claimed."""
        return NotComparableError(
            f"{standard.number} says nothing of {what.en}: {standard.about.en}",
            f"{standard.number} 未规定{what.zh}：{standard.about.zh}",
        )

    def targets(self, goal: ContentRule | RateRule, material: str | None, share: Range) -> None:
        """Judge a share by the targets of a rule that hold for its material and product."""
        targets: tuple[ContentTarget | RateTarget, ...] = goal.targets
        materials = {entry.material for entry in targets if entry.material}
        if materials:
            if material is None:
                self.gap(
                    "not-declared",
                    "major",
                    None,
                    text(
                        f"{self.target.number} has a target for each of: {', '.join(sorted(materials))}",
                        f"{self.target.number} 按材料设目标：{', '.join(sorted(materials))}",
                    ),
                    text("Declare `material`.", "请声明 `material`。"),
                )
            else:
                names = Names("material", "材料")
                for entry in targets:
                    if entry.material:
                        names.add(entry.material, [entry.material, entry.name.zh.split("；")[0]])
                try:
                    key = names.resolve(material, "material").key
                except UnknownNameError:
                    key = ""
                    self.gap(
                        "rule-differs",
                        "info",
                        ZERO,
                        text(f"{self.target.number} has no target for {material}", f"{self.target.number} 对 {material} 未设目标"),
                        text("Nothing to declare.", "无需声明。"),
                    )
                targets = tuple(entry for entry in targets if entry.material in (None, key))
        for entry in self._of_category(targets):
            self.verdicts.append(self._judged(entry, share))

    def _of_category(self, targets: tuple[ContentTarget | RateTarget, ...]) -> Iterator[ContentTarget | RateTarget]:
        categories = list(dict.fromkeys(name for entry in targets if isinstance(entry, ContentTarget) for name in entry.category))
        chosen = self.claim.subject.category
        if not categories:
            yield from targets
            return
        if chosen is None:
            self.gap(
                "not-declared",
                "major",
                None,
                text(f"the target of {self.target.number} depends on the product", f"{self.target.number} 的目标取决于产品类别"),
                text(
                    f"Declare `subject.category`, one of: {', '.join(categories)}.",
                    f"请声明 `subject.category`，可取：{', '.join(categories)}。",
                ),
            )
            yield from targets
            return
        names = Names("category", "产品类别")
        for entry in targets:
            if isinstance(entry, ContentTarget):
                own_name = [entry.name.en, entry.name.zh] if len(entry.category) == 1 else []
                for name in entry.category:
                    names.add(name, own_name)
        try:
            key = names.resolve(chosen, "subject.category").key
        except UnknownNameError:
            own = {name for entry in self.source.content.targets for name in entry.category} if self.source.content else set()
            if chosen not in own:
                raise
            key = ""
        for entry in targets:
            if not isinstance(entry, ContentTarget) or not entry.category or key in entry.category:
                yield entry

    def _judged(self, target: ContentTarget | RateTarget, share: Range) -> Judgement:
        found = word_of(within(share.low, share.high, ">=", target.share))
        low, high = shown(exactly(share.low or ZERO)), shown(exactly(ONE if share.high is None else share.high))
        least = shown(exactly(target.share))
        held = f"{low}" if low == high else f"{low} … {high}"
        reason = {
            "implied": text(f"{held} is at least {least} whatever is open", f"{held}，无论未知部分如何均不低于 {least}"),
            "possible": text(f"{held} holds {least}: the open detail decides", f"{held} 含 {least}：取决于未知部分"),
            "excluded": text(f"{held} is below {least} whatever is open", f"{held}，无论未知部分如何均低于 {least}"),
        }[found]
        later = target.later if isinstance(target, ContentTarget) else None
        averaged = target.averaged if isinstance(target, ContentTarget) else None
        if averaged is not None:
            reason = text(
                f"{reason.en}; the target is an {averaged.en}, to which one product contributes",
                f"{reason.zh}；目标为{averaged.zh}，单一产品仅作贡献",
            )
        in_force = (
            None if target.valid_from is None or (later is not None and target.valid_from <= self.day) else target.valid_from <= self.day
        )
        return Judgement(target.id, target.name, found, target.share, target.valid_from, later, in_force, share, reason, target.source)

    def step(self, step: str, rule: Text, formula: str, before: str, after: str, source: Text) -> None:
        """Record a step of the calculation."""
        self.steps.append(Step(step, rule, formula, text(before, before), text(after, after), source))
