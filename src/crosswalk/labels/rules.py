"""The guard on numbers that cross from one standard to another: rules that no atom expresses must be the same, read, or have nothing to act on."""

from __future__ import annotations

from dataclasses import dataclass

from crosswalk.engine.topics import TOPICS
from crosswalk.engine.translation import Translation
from crosswalk.model.base import Text
from crosswalk.model.footprint import ABSENT_BY_TOPIC
from crosswalk.model.label import Threshold
from crosswalk.model.standard import Standard, Topic

NUMBER_TOPICS: tuple[Topic, ...] = ("electricity", "allocation", "cut-off", "carbon-storage", "replacement", "offsets")
"""Rules that change a number and that no set of atoms expresses: where two standards differ in one of them, a figure of one bounds none of the other."""
AMOUNT_TOPICS: tuple[Topic, ...] = ("allocation", "cut-off", "replacement")
"""Those of them that decide how much of an activity is declared, and not only how it is valued."""
UNREAD = ("open", "not-read")


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules that keep a number from crossing.

    Attributes:
        topics: rules that differ or that nobody has read, and that have something to act on; none where the number crosses.
        target: number of the standard that the figure is held against.
    """

    topics: tuple[Topic, ...] = ()
    target: str = ""

    def __bool__(self) -> bool:
        return bool(self.topics)

    def on(self, threshold: Threshold, source: str | None) -> Guard:
        """What keeps a number of a standard from one limit: nothing where the act takes the figure of that very standard."""
        return OPEN_WAY if source in threshold.figure_of else self

    @property
    def names(self) -> tuple[Text, ...]:
        """The topics as people read them."""
        return tuple(TOPICS[topic] for topic in self.topics)

    @property
    def absences(self) -> tuple[str, ...]:
        """What a declarer may say that there is none of, so that the rules have nothing to act on."""
        return tuple(ABSENT_BY_TOPIC[topic] for topic in self.topics)


OPEN_WAY = Guard()
"""A number that stays under its own standard."""


def guard_of_pair(source: Standard, target: Standard) -> Guard:
    """What keeps any number of one standard from being one of another."""
    return OPEN_WAY if source.id == target.id else Guard(tuple(differing_rules(source, target)), target.number)


def guard_of(translation: Translation) -> Guard:
    """What keeps the number of a declaration from being one of the target: little where the target's own rules calculated all of it."""
    operator = translation.crosswalk
    whole = guard_of_pair(operator.source, operator.target)
    topics = [topic for topic in whole.topics if not settled(translation, topic)]
    if calculated(translation):  # values are the target's own; amounts are still what the source's rules make of them
        own = {rule.topic for rule in operator.source.rules}
        topics = [topic for topic in topics if topic in AMOUNT_TOPICS and topic in own]
    return Guard(tuple(topics), whole.target)


def differing_rules(first: Standard, second: Standard) -> list[Topic]:
    """The topics on which the two treat numbers differently, or on which a rule was not read."""
    own, other = ({rule.topic: rule.value for rule in reversed(entry.rules)} for entry in (first, second))
    return [topic for topic in NUMBER_TOPICS if own.get(topic) != other.get(topic) or own.get(topic) in UNREAD]


def settled(translation: Translation, topic: Topic) -> bool:
    """Whether a declaration leaves a rule nothing to decide: it says that there is nothing to act on, or its electricity was evaluated anew."""
    if ABSENT_BY_TOPIC.get(topic) in translation.footprint.without:
        return True
    return topic == "electricity" and evaluated_anew(translation)


def calculated(translation: Translation) -> bool:
    """Whether all that was declared are activities that the target valued by its own rules, so that no declared number crosses."""
    plan = translation.outcome.plan
    anew = {entry.line for entry in plan.replacements if entry.known}
    return all(root.line in anew for root in plan.forests[0].forest.roots)


def evaluated_anew(translation: Translation) -> bool:
    """Whether declared electricity was valued by the rule of the target."""
    plan = translation.outcome.plan
    activities = (plan.lines[entry.line].activity for entry in plan.replacements if entry.known)
    return any(activity is not None and activity.carrier == "electricity" for activity in activities)
