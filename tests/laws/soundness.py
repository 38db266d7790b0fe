"""Soundness at scale: random completions of random declarations over all shipped pairs, held against the bounds of their translations.

`make soundness` runs it, `python -m laws.soundness --help` tells how to split or shorten a run. A declaration is drawn and translated once, and many
completions of it are drawn; units, study periods and characterisation of the truth are those of `crosswalk.testing.truth`, not the engine's.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from crosswalk.engine.attributed import never_negative
from crosswalk.engine.translation import Translation
from crosswalk.testing.cases import Case, cases, crosswalk_of, size_of
from crosswalk.testing.completion import Completer, Completion, IncompletableError
from crosswalk.testing.shipped import goods_pairs, pairs, standard_of
from crosswalk.testing.truth import stage_factors, target_atoms, unsettled
from crosswalk.testing.words import SOUND, TIGHT
from laws.oracle import Oracle

STYLES = {"sound": replace(SOUND, activities=True, precursors=True), "tight": TIGHT}
PREFIX = {"t": Decimal(1000), "g": Decimal("0.001")}
FLOAT = 1e-6  # of the numbers involved; HiGHS meets its equations within 1e-7
KEPT = 20  # findings of each kind that are told in full

Pair = tuple[str, str]


@dataclass
class Tally:
    """What was seen."""

    declarations: int = 0
    completions: int = 0
    values: int = 0
    violations: int = 0
    tight_checked: int = 0
    tight_failed: int = 0
    ends: int = 0
    ends_reached: int = 0
    incompletable: Counter[str] = field(default_factory=Counter)
    findings: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        for name in (
            "declarations",
            "completions",
            "values",
            "violations",
            "tight_checked",
            "tight_failed",
            "ends",
            "ends_reached",
            "seconds",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.incompletable.update(other.incompletable)
        self.findings += other.findings[: KEPT - len(self.findings)]


def completions_of(case: Case, translation: Translation, count: int, rng: Random) -> Iterator[Completion]:
    """Completions of a declaration, from its figures alone or else from the truth behind it; units and periods as the yardstick has them."""
    completer = Completer(translation, None, case.used_set)
    spans = stage_factors(case.data, case.source, case.target)
    prefix = PREFIX.get(translation.unit.split(" ")[0], Decimal(1))
    for _ in range(count):
        share = Decimal(rng.randrange(5)) / 4
        factors = tuple((low + ((low * 3 if high is None else high) - low) * share) / prefix for low, high in spans)
        try:
            drawn = completer.draw(rng)
        except IncompletableError:
            if (
                completer.known is not None or "precursors" in case.data
            ):  # what precursors bring in is no part of the truth behind the figures
                raise
            completer = Completer(translation, case.masses, case.used_set)
            drawn = completer.draw(rng)
        yield replace(drawn, factors=factors, goal_set=case.result_set)


def check(case: Case, count: int, rng: Random, tally: Tally, programme: bool) -> None:
    """One declaration: its completions against its bounds, and its bounds against the linear programme."""
    translation = crosswalk_of(case.source, case.target).apply(case.footprint)
    tally.declarations += 1
    figures = (translation.total, translation.shared, *translation.figures)
    nearest: dict[tuple[int, int], Decimal] = {}
    try:
        for completion in completions_of(case, translation, count, rng):
            tally.completions += 1
            tally.values += len(figures)
            for position, value in enumerate(completion.values_of(figures)):
                low, _, high = figures[position].bounds
                for end, room in ((0, None if low is None else value - low), (1, None if high is None else high - value)):
                    if room is None:
                        continue
                    if room < -completion.slack:
                        tally.violations += 1
                        _tell(tally, "violation", case, f"{figures[position]!r} against {value:.9g} of {completion!r}")
                    if position < 2 and (position, end) not in nearest and room <= completion.slack:
                        nearest[position, end] = room
            if tally.violations > 1000:  # one of each declaration is enough from here on
                break
    except IncompletableError as error:
        tally.incompletable[error.en] += 1
    for position, figure in enumerate(figures[:2]):
        low, _, high = figure.bounds
        for end, bound in enumerate((low, high)):
            if bound is not None:
                tally.ends += 1
                tally.ends_reached += (position, end) in nearest
    if programme and not never_negative(standard_of(case.target)):  # a figure that is never below zero is no sum
        oracle = Oracle(translation, case)
        for position in {0, rng.randrange(len(figures) - 1)}:
            _programme(case, translation, oracle, position, tally)


def _programme(case: Case, translation: Translation, oracle: Oracle, position: int, tally: Tally) -> None:
    """Hold the closed form of one figure of a tight declaration against the linear programme; 0 is the total."""
    figure = translation.figures[position - 1] if position else translation.total
    slack = FLOAT * float(size_of(case)) * oracle.stretch
    found = oracle.bounds(target_atoms(translation, position))
    wanted = [None if gone else end for gone, end in zip(unsettled(translation, position), found, strict=True)]
    prefix = float(PREFIX.get(translation.unit.split(" ")[0], Decimal(1)))
    low, _, high = figure.bounds
    tally.tight_checked += 1
    for bound, end in ((low, wanted[0]), (high, wanted[1])):
        if (bound is None) != (end is None) or (bound is not None and end is not None and abs(float(bound) * prefix - end) > slack):
            tally.tight_failed += 1
            _tell(tally, "tightness", case, f"{figure!r} against {wanted} of the linear programme")
            break


def _tell(tally: Tally, kind: str, case: Case, what: str) -> None:
    if len(tally.findings) < KEPT:
        tally.findings.append({"kind": kind, "pair": f"{case.source} -> {case.target}", "what": what, "case": repr(case)})


def run_pair(pair: Pair, completions: int, declarations: int, number: int) -> Tally:
    """One pair: so many declarations, so many completions in all."""
    tally = Tally()
    start = time.perf_counter()
    rng = Random(f"{number} {pair[0]} {pair[1]}")
    left = [completions]

    def drawn(style: str, most: int, seeds: int) -> None:
        each = -(-completions // declarations)
        drawn_before = [False]

        @seed(seeds)
        @settings(max_examples=most + 1, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(cases(pairs=[pair], style=STYLES[style]))
        def one(case: Case) -> None:
            if not drawn_before[0]:  # the first example is the simplest there is, whatever the seed
                drawn_before[0] = True
                return
            count = min(each, left[0])
            left[0] -= count
            check(case, count, rng, tally, style == "tight")

        one()

    tight = declarations // 3
    for style, most in (("tight", tight), ("sound", declarations - tight)):
        if most:
            drawn(style, most, rng.randrange(2**31))
    tally.seconds = time.perf_counter() - start
    return tally


def _run_share(share: tuple[Sequence[tuple[Pair, int]], int, int]) -> Tally:
    tally = Tally()
    for pair, count in share[0]:
        tally.add(run_pair(pair, count, share[1], share[2]))
    return tally


def run(completions: int, declarations: int, number: int, processes: int, part: tuple[int, int] = (1, 1)) -> dict[str, Any]:
    """A run over all pairs.

    Args:
        completions: how many in all, spread evenly over the pairs.
        declarations: how many of each pair.
        number: the seed; equal numbers give equal runs.
        processes: how many work side by side.
        part: which part of how many, for runs on several machines.
    """
    every = pairs() + goods_pairs()
    each, more = divmod(completions, len(every))
    work = [(pair, each + (position < more)) for position, pair in enumerate(every)]
    work = [(pair, count) for pair, count in work if count][part[0] - 1 :: part[1]]
    start = time.perf_counter()
    tally = Tally()
    shares = [(work[first : first + 8], declarations, number) for first in range(0, len(work), 8)]
    if processes == 1:
        for share in shares:
            tally.add(_run_share(share))
    else:
        with ProcessPoolExecutor(processes) as pool:
            for done, found in enumerate(pool.map(_run_share, shares), 1):
                tally.add(found)
                if sys.stderr.isatty():
                    print(f"\r{done / len(shares):.0%}", end="", file=sys.stderr)
    wall = time.perf_counter() - start
    result = {**asdict(replace(tally, incompletable=Counter())), "incompletable": dict(tally.incompletable)}
    del result["seconds"]
    return {
        "seed": number,
        "part": f"{part[0]}/{part[1]}",
        "pairs": len(work),
        **result,
        "processes": processes,
        "seconds": round(wall, 1),
        "completions_per_second": round(tally.completions / wall, 1) if wall else None,
    }


ROWS = {
    "pairs": "pairs of standards",
    "declarations": "declarations drawn",
    "completions": "completions drawn",
    "values": "true values held against bounds",
    "violations": "violations (values outside their bounds)",
    "tight_checked": "figures held against the linear programme",
    "tight_failed": "tightness failures",
    "ends": "finite ends of total and shared",
    "ends_reached": "of them reached by a completion",
    "seconds": "seconds",
    "completions_per_second": "completions a second",
}


def table(result: dict[str, Any]) -> str:
    """A result as text."""
    lines = [f"Soundness, seed {result['seed']}, part {result['part']}, {result['processes']} processes"]
    lines += [f"  {words:<45} {result[key]:>14,}" for key, words in ROWS.items()]
    lines += [f"  not completed, {count:,} declarations: {reason}" for reason, count in result["incompletable"].items()]
    lines += [f"  {entry['kind']}, {entry['pair']}: {entry['what']}\n    {entry['case']}" for entry in result["findings"]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m laws.soundness", description=__doc__)
    # more than a million, whatever the seed: about one declaration in 400 leaves hardly any completion, and what was meant for it is not drawn
    parser.add_argument("--completions", type=int, default=1_020_000)
    parser.add_argument("--declarations", type=int, default=9, help="of each pair; a third of them tight")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--part", default="1/1", help="1/4 is the first of four parts, for runs on several machines")
    parser.add_argument("--output", type=Path, help="the result as JSON")
    chosen = parser.parse_args(arguments)
    first, last = (int(entry) for entry in chosen.part.split("/"))
    result = run(chosen.completions, chosen.declarations, chosen.seed, chosen.processes, (first, last))
    if chosen.output:
        chosen.output.parent.mkdir(parents=True, exist_ok=True)
        chosen.output.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(table(result))
    return 1 if result["violations"] or result["tight_failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
