"""What a result looks like on the page: figures in words, intervals as bars, and what answers changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosswalk.engine.figures import FigureResult
from crosswalk.engine.gap import Gap
from crosswalk.engine.gap_groups import told
from crosswalk.engine.translation import Translation
from crosswalk.report.tables import amount
from crosswalk.report.text import printed
from crosswalk.report.words import Lang, kind
from crosswalk.web.words import say

ZERO = Decimal(0)
WIDTH = 600.0  # of a bar, in the units of its drawing
EDGE = 60.0  # room for the arrow of an open end
Bounds = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval as a bar: from zero to what is sure, from there to the other bound, and which ends are open.

    Positions and lengths are in the units of the drawing; a length of zero is left out.
    """

    sure: tuple[str, str]
    range: tuple[str, str]
    outline: tuple[str, str]
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in words, with its bars now and before the last answers."""

    key: str
    name: str
    hint: str
    words: str
    more: str
    status: str
    state: str
    bar: Bar | None
    before: Bar | None
    told: str


@dataclass(frozen=True, slots=True)
class Change:
    """What the last answers changed."""

    rows: tuple[tuple[str, str, str], ...]
    closed: tuple[str, ...]
    opened: tuple[str, ...]


def in_words(figure: FigureResult, lang: Lang) -> tuple[str, str]:
    """A figure in words: its bounds, and what more is known of it."""
    low, best, high = figure.bounds
    unit = figure.unit

    def shown(value: Decimal) -> str:
        return f"{amount(value, lang)} {printed(unit)}"

    if figure.status == "missing":
        return say("nothing", lang), ""
    if low is not None and low == high:
        return say("exactly", lang).format(shown(low)), ""
    estimate = say("best", lang).format(shown(best)) if best is not None else ""
    if low is not None and high is not None:
        return say("between", lang).format(amount(low, lang), shown(high)), estimate
    if low is not None:
        return say("at least", lang).format(shown(low)), " ".join((estimate, say("nothing bounds above", lang))).strip()
    if high is not None:
        return say("at most", lang).format(shown(high)), " ".join((estimate, say("nothing bounds below", lang))).strip()
    return say("open both", lang), ""


def figures_of(result: Translation, earlier: Translation | None, lang: Lang) -> tuple[Figure, ...]:
    """The comparable part and the total, drawn to one scale."""
    pairs = [
        ("shared", result.shared, earlier.shared if earlier is not None else None),
        ("total", result.total, earlier.total if earlier is not None else None),
    ]
    every = [figure.bounds for _, now, before in pairs for figure in (now, before) if figure is not None]
    ends = [end for bounds in every for end in (bounds[0], bounds[2]) if end is not None]
    least, most = min([ZERO, *ends]), max([ZERO, *ends])
    found = []
    for key, now, before in pairs:
        words, more = in_words(now, lang)
        name = say(key, lang)
        told_as = (
            say("bar", lang).format(name=name, now=words)
            if before is None
            else say("bar before", lang).format(name=name, before=in_words(before, lang)[0], now=words)
        )
        found.append(
            Figure(
                key,
                name,
                say(f"{key} hint", lang),
                words,
                more,
                kind(now.status, lang),
                now.status,
                _bar(now, least, most),
                _bar(before, least, most) if before is not None and before.bounds != now.bounds else None,
                told_as,
            )
        )
    return tuple(found)


def _bar(figure: FigureResult, least: Decimal, most: Decimal) -> Bar | None:
    """The bar of a figure on a scale; none where nothing is known of it."""
    low, _, high = figure.bounds
    if figure.status == "missing" or (low is None and high is None):
        return None
    span = float(most - least) or 1.0

    def place(value: Decimal) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * float(value - least) / span

    zero = place(ZERO)
    start = 0.0 if low is None else place(low)
    end = WIDTH if high is None else place(high)
    nearest = min(max(zero, start), end)  # what is sure reaches from zero to the nearer end
    sure = (zero, nearest) if nearest >= zero else (nearest, zero)
    return Bar(_part(*sure), _part(start, end), _part(min(sure[0], start), max(sure[1], end)), low is None, high is None)


def _part(start: float, end: float) -> tuple[str, str]:
    return f"{start:.1f}", f"{max(end - start, 0.0):.1f}"


def change_between(earlier: Translation, result: Translation, lang: Lang) -> Change:
    """What became of the figures and of the questions."""
    rows = tuple(
        (say(key, lang), in_words(before, lang)[0], in_words(now, lang)[0])
        for key, before, now in (("shared", earlier.shared, result.shared), ("total", earlier.total, result.total))
    )
    old, new = _asked(earlier), _asked(result)
    return Change(
        rows,
        tuple(gap.message[lang] for key, gap in old.items() if key not in new),
        tuple(gap.message[lang] for key, gap in new.items() if key not in old),
    )


def _asked(result: Translation) -> dict[tuple[str, str, str], Gap]:
    """The questions of a result one by one, those that are only to be known left out."""
    return {(gap.kind, gap.stage, gap.message.en): gap for gap in result.gaps if gap.severity != "info"}


def bearing(gaps: Sequence[Gap]) -> int:
    """How many questions bear on the bounds."""
    return sum(gap.severity != "info" for gap in told(gaps))
