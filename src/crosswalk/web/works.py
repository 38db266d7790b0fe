"""What people are working on: held in memory under random names, bounded in number and time, never on disk."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.translation import Translation
from crosswalk.errors import CrosswalkError, Finding
from crosswalk.model.base import Text
from crosswalk.model.footprint import Footprint

if TYPE_CHECKING:
    from crosswalk.formats.reading import Reading, Scenario

MOST = 40  # works held at once; the one that was left longest goes first
IDLE = 12 * 3600.0  # seconds after which a work that nobody touches is forgotten
STEPS = 30  # earlier states of one work
Key = tuple[Footprint, str, AssumptionMode]


@dataclass(slots=True)
class Work:
    """One declaration on its way.

    Attributes:
        token: the random name under which the browser asks for it.
        origin: where it came from: the name of a file, or nothing for a form.
        content: the file.
        reading: what the file said, where it came from one.
        scenarios: those that were chosen, where the file has several.
        history: the footprint after each change, the present one last.
        target: the standard that it is translated into.
        assumptions: which assumptions may narrow the result.
        typed: what was typed and not taken over yet.
        faults: what was wrong with it.
        places: the inputs behind the fields of the footprint.
        form: the standard whose form was filled, where one was.
        filled: what was typed into it.
    """

    token: str
    origin: str | None = None
    content: bytes = b""
    reading: Reading | None = None
    scenarios: tuple[str, ...] = ()
    history: list[Footprint] = field(default_factory=list)
    target: str | None = None
    assumptions: AssumptionMode = "curated"
    typed: dict[str, str] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    form: str | None = None
    filled: dict[str, str] = field(default_factory=dict)
    _results: dict[int, tuple[tuple[str, AssumptionMode], Translation]] = field(default_factory=dict)

    @property
    def footprint(self) -> Footprint | None:
        """The declaration as it stands now."""
        return self.history[-1] if self.history else None

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What the reader of the file found worth telling."""
        return self.reading.remarks if self.reading is not None else ()

    @property
    def scenario_groups(self) -> list[tuple[str, list[Scenario]]]:
        """The scenarios of the file that exclude each other, group by group."""
        found: dict[str, list[Scenario]] = {}
        for entry in self.reading.scenarios if self.reading is not None else ():
            found.setdefault(entry.group or "", []).append(entry)
        return list(found.items())

    def take(self, footprint: Footprint) -> None:
        """Go on with another footprint; the ones before it can be taken back."""
        self.history = [*self.history, footprint][-STEPS:]
        self._results.clear()
        self.clear()

    def back(self) -> None:
        """Take the last change back."""
        if len(self.history) > 1:
            self.history.pop()
            self._results.clear()
        self.clear()

    def clear(self) -> None:
        """Forget what was typed and what was wrong with it."""
        self.typed, self.faults, self.places = {}, (), {}

    def result(self, back: int = 0) -> Translation | None:
        """The translation of the present declaration, or of one some changes earlier; nothing without a target.

        Raises:
            CrosswalkError: it cannot be translated.
        """
        if self.target is None or len(self.history) <= back:
            return None
        position = len(self.history) - 1 - back
        asked = (self.target, self.assumptions)
        known = self._results.get(position)
        if known is None or known[0] != asked:
            from crosswalk.api import translate

            known = (asked, translate(self.history[position], self.target, assumptions=self.assumptions))
            self._results[position] = known
        return known[1]

    def before(self) -> Translation | None:
        """The translation before the last change, where it had one."""
        try:
            return self.result(1)
        except CrosswalkError:
            return None


class Works:
    """All works of the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._works: dict[str, tuple[Work, float]] = {}
        self._lock = threading.Lock()

    def new(self) -> Work:
        """A work under a name that cannot be guessed."""
        work = Work(secrets.token_urlsafe(18))
        with self._lock:
            self._forget()
            while len(self._works) >= MOST:
                del self._works[min(self._works, key=lambda token: self._works[token][1])]
            self._works[work.token] = (work, self._clock())
        return work

    def get(self, token: str) -> Work | None:
        """The work of a name, unless it was forgotten."""
        with self._lock:
            self._forget()
            known = self._works.get(token)
            if known is None:
                return None
            self._works[token] = (known[0], self._clock())
            return known[0]

    def _forget(self) -> None:
        oldest = self._clock() - IDLE
        for token in [token for token, (_, used) in self._works.items() if used < oldest]:
            del self._works[token]

    def __len__(self) -> int:
        return len(self._works)
