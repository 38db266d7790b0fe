"""What a converter was held against: how many completions, and how many were skipped and why. A claim that held nothing proves nothing, and fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crosswalk.model.base import Text, text
from crosswalk.testing.asked import check_language
from crosswalk.testing.claims import Both, ClaimError

EXCLUDED = text("an assumption excludes the completion", "假设排除了该补全")
SILENT = text("the converter leaves both ends open, which says nothing", "换算器两端均未给出，等于没有结论")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Completions that were not held against a converter.

    Attributes:
        reason: why.
        count: how many.
    """

    reason: Text
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Soundness:
    """A claim of soundness that holds.

    Attributes:
        held: how many completions the answers of the converter were held against.
        skipped: how many were not, by reason, the most frequent first.
    """

    held: int
    skipped: tuple[Skipped, ...] = ()

    def render(self, lang: str = "en") -> str:
        """What was held and what was skipped, in English or Chinese."""
        check_language(lang)
        return "\n".join(line[lang == "zh"] for line in self.lines())

    def lines(self) -> list[Both]:
        """The same, line by line, in both languages."""
        found = [(f"{self.held} completions held", f"已检验 {self.held} 个补全")]
        return found + [
            (f"{entry.count} skipped: {entry.reason.en}", f"略去 {entry.count} 个：{entry.reason.zh}") for entry in self.skipped
        ]

    def __repr__(self) -> str:
        return f"<Soundness: {'; '.join(self.render().splitlines())}>"


class NothingHeldError(ClaimError):
    """Every completion was skipped, so that nothing was claimed.

    Attributes:
        soundness: how many, and why.
    """

    def __init__(self, soundness: Soundness, lang: str | None):
        self.soundness = soundness
        head = ("nothing was held against the converter, which proves nothing", "没有任何补全用于检验换算器，因而什么也没有证明")
        super().__init__([head, *((f"  {en}", f"  {zh}") for en, zh in soundness.lines())], lang)


@dataclass(slots=True)
class Tally:
    """Counts while a converter is held against completions."""

    held: int = 0
    skipped: Counter[Both] = field(default_factory=Counter)

    def skip(self, reason: Text) -> None:
        """Count one that is not held."""
        self.skipped[reason.en, reason.zh] += 1

    def settled(self, lang: str | None) -> Soundness:
        """The counts.

        Raises:
            NothingHeldError: nothing was held.
        """
        found = Soundness(self.held, tuple(Skipped(text(*reason), count) for reason, count in self.skipped.most_common()))
        if not self.held:
            raise NothingHeldError(found, lang)
        return found
