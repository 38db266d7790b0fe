"""Change the code of the layers that give the numbers, one small change at a time, and see whether the types or the tests notice.

    python -m tools.mutation [--sample SHARE] [--seed TEXT] [--only GLOB …] [--within SECONDS] [--again]

mutmut makes the changes, and says which test runs which function; `[tool.mutmut]` of `pyproject.toml` names the files. A change that the strict
type check refuses is caught, as CI runs it. Each other one is run in a process of its own: first the tests that run little else than the changed
function, then all others that run it. Results are kept in `build/mutation.json`, and what was not caught is
written out in `build/mutation-survivors.txt`; a run goes on where the last one stopped.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import os
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from difflib import unified_diff
from fnmatch import fnmatch
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.stats import load_stats, save_stats, status_by_exit_code
from mutmut.type_checking import run_type_checker
from mutmut.utils.file_utils import change_cwd, copy_also_copy_files, copy_src_dir, setup_source_paths, walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name
from mutmut.workers.isolation import ForkRunner, run_in_fork

OUTPUT = Path("build/mutation.json")
SURVIVORS = Path("build/mutation-survivors.txt")
FIRST = 25
"""So many tests, those that run the fewest functions, come first."""
KEPT = ("crosswalk.library", "crosswalk.model", "crosswalk.names", "crosswalk.testing")
"""What these remember is not changed by a change of the layers, and dear to make."""
CAUGHT = frozenset({"killed", "timeout", "caught by type check", "segfault"})


FUNCTIONS: dict[str, str] = {}
"""What each changed function looks like, by its name in mutmut, as a hash."""


def forget() -> None:
    """Empty every cache of functions that may hold what the unchanged code gave."""
    for name, module in list(sys.modules.items()):
        if name.startswith("crosswalk."):
            for entry in vars(module).values():
                if isinstance(entry, functools._lru_cache_wrapper) and not entry.__module__.startswith(KEPT):
                    entry.cache_clear()


class Fresh:
    """Each test starts without what others left in caches, so that all functions it needs are seen."""

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        forget()


class Runner(PytestRunner):
    """Runs tests in an order that finds a change soon."""

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        forget()
        ordered = list(tests)
        if mutant_name is None:
            return int(super().run_tests(mutant_name=None, tests=ordered))
        ordered.sort(key=cost)
        for part in (ordered[:FIRST], sorted(ordered[FIRST:])):
            if part and (code := super().run_tests(mutant_name=mutant_name, tests=part)):
                return int(code)
        return 0


class Learner(PytestRunner):
    """Runs all tests on the unchanged code."""

    def execute_pytest(self, params: list[str], **more: Any) -> int:
        # all that fails is told at once
        return int(super().execute_pytest([param for param in params if param != "-x"], plugins=[Fresh(), *more.get("plugins", ())]))


BREADTH: Counter[str] = Counter()
"""How many functions each test runs."""


def cost(test: str) -> tuple[float, str]:
    """Small for a quick test that runs little else than what was changed."""
    return BREADTH[test] * (state().duration_by_test[test] + 0.01), test


def main() -> int:
    """Run, and print what was caught, file by file."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation")
    parser.add_argument("--sample", type=float, default=1.0, help="share of the changes, picked by their names; all when left out")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", nargs="*", default=["*"], help="names of changes, as crosswalk.engine.bounds.*")
    parser.add_argument(
        "--within", type=float, default=float("inf"), help="seconds of tests for each change; all tests that run it when left out"
    )
    parser.add_argument("--again", action="store_true", help="run those again that were not caught")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    os.environ.setdefault("HYPOTHESIS_PROFILE", "mutation")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    results = prepare(given.processes)
    chosen = [
        name
        for name in sorted(results, key=lambda name: picked(name, given.seed))  # so that a run that is stopped has seen of all files
        if any(fnmatch(name, pattern) for pattern in given.only) and picked(name, given.seed) < given.sample
    ]
    left = [name for name in chosen if results[name] is None or (given.again and results[name] not in CAUGHT)]
    try:
        run(left, results, given.processes, given.within)
    finally:
        write(results)
    tell(chosen, results)
    SURVIVORS.write_text("\n".join(change(name) for name in sorted(chosen) if results[name] not in (None, *CAUGHT)))
    return 0


def picked(name: str, seed: str) -> float:
    """A number between 0 and 1 that stays the same for a change of the same name."""
    return int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:8]) / 2**64


def prepare(processes: int) -> dict[str, str | None]:
    """Make the changes, check their types, learn which test runs what; gives what is known of each change."""
    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    changed = mutmut.create_mutants(processes).mutated
    results: dict[str, str | None] = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        results |= dict.fromkeys(data.exit_code_by_key)
        FUNCTIONS.update((get_mutant_name(path, function), code) for function, code in data.hash_by_function_name.items())
    known = json.loads(OUTPUT.read_text()) if OUTPUT.exists() else {"functions": {}, "results": {}}
    if changed or not known["results"]:
        print("checking the types of all changes", flush=True)
        results |= dict.fromkeys(refused_by_types(), "caught by type check")
    for name, found in known["results"].items():  # a function that is another one now has other changes under the same names
        function = mangled_name_from_mutant_name(name)
        if name in results and results[name] is None and known["functions"].get(function) == FUNCTIONS.get(function):
            results[name] = found
    write(results)
    learnt = Path("mutants/mutmut-stats.json")
    newest = max(path.stat().st_mtime for path in Path("tests").rglob("*.py"))
    if changed or not learnt.exists() or learnt.stat().st_mtime < newest:
        print("learning which test runs what", flush=True)
        set_mutant_under_test("stats")
        if run_in_fork(learn):
            sys.exit("the tests fail before anything was changed")
    load_stats()
    for tests in state().tests_by_mangled_function_name.values():
        BREADTH.update(tests)
    set_mutant_under_test("")
    runner = Runner()
    # import all tests, run none: threads that a test starts would not live on in the processes forked from here
    with change_cwd("mutants"):
        runner.execute_pytest(["--collect-only", "-qqq", *config().pytest_add_cli_args_test_selection])
    write(results)
    return results


def learn() -> int:
    """Run all tests on the unchanged code, and keep which functions each of them runs, and how long it takes."""
    code = int(Learner().run_stats(tests=[]))
    if not code:
        state().stats_time = 0.0
        save_stats()
    return code


def refused_by_types() -> set[str]:
    """The changes that the strict type check refuses."""
    with change_cwd("mutants"):
        errors = run_type_checker(config().type_check_command)
    here = Path("mutants").resolve()
    lines: dict[Path, list[int]] = {}
    for error in errors:
        lines.setdefault(error.file_path.relative_to(here), []).append(error.line_number)
    found = set()
    for path, at in lines.items():
        spans = MutantLineSpans.load(path)
        starts = sorted((span.start, span.end, name) for name, span in spans.span_by_function_name.items()) if spans else []
        for line in at:
            start, end, name = starts[bisect_right(starts, (line, sys.maxsize, "")) - 1] if starts else (0, 0, "")
            if not start <= line <= end:
                sys.exit(f"mutants/{path}:{line}: a type error outside every change")
            found.add(get_mutant_name(path, name))
    return found


def write(results: dict[str, str | None]) -> None:
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps({"functions": FUNCTIONS, "results": results}, indent=1))


def telling(name: str, within: float) -> tuple[list[str], float]:
    """The tests that run what was changed, those first that run little else and are quick, and the seconds they take; cut off after `within`."""
    seconds = state().duration_by_test
    tests = state().tests_by_mangled_function_name.get(mangled_name_from_mutant_name(name), set())
    ordered = sorted(tests, key=cost)
    ends = list(accumulate(seconds[test] for test in ordered))
    kept = max(FIRST, bisect_right(ends, within))
    return ordered[:kept], ends[min(kept, len(ends)) - 1] if ends else 0.0


def run(names: list[str], results: dict[str, str | None], processes: int, within: float) -> None:
    """Run the tests against each change."""
    workers = ForkRunner(processes, Runner())
    workers.startup()
    begun = time.monotonic()
    done = 0

    def wait() -> None:
        nonlocal done
        found = workers.wait_for_result()
        results[found.mutant_name] = status_by_exit_code[found.exit_code]
        done += 1
        if done % 50 == 0:
            print(f"{done} of {len(names)}, {(time.monotonic() - begun) / done:.2f} s each", flush=True)
            write(results)

    for name in names:
        tests, estimate = telling(name, within)
        while not workers.has_capacity():
            wait()
        workers.submit(name, tests, int(estimate * 3) + 20, estimate)
    while workers.pending_count():
        wait()


def tell(names: list[str], results: dict[str, str | None]) -> None:
    """Print how many changes of each file were caught."""
    by_file: dict[str, Counter[str]] = {}
    for name in names:
        by_file.setdefault(name.rpartition(".")[0], Counter())[results[name] or "not run"] += 1
    total: Counter[str] = Counter()
    for file, counts in sorted(by_file.items()):
        total += counts
        print(f"{file:60} {_share(counts)}")
    print(f"{'all':60} {_share(total)}")


def change(name: str) -> str:
    """What was changed, as a difference of lines under the name of the change."""
    module, _, function = name.rpartition(".")
    path = Path("src", *module.split("."))
    spans = MutantLineSpans.load(path.with_suffix(".py"))
    if spans is None:
        return f"{name}\n"
    plain = f"{mangled_name_from_mutant_name(function)}__mutmut_orig"
    before, after = (
        source.replace(key, "f").splitlines()
        for key, source in zip((plain, function), spans.read_function_sources([plain, function]), strict=True)
    )
    lines = [line for line in unified_diff(before, after, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))]
    return "\n".join([name, *lines, ""])


def _share(counts: Counter[str]) -> str:
    run_ = counts.total() - counts["not run"]
    caught = sum(counts[status] for status in CAUGHT)
    return f"{caught / run_ if run_ else 0:7.1%}  " + ", ".join(f"{status} {number}" for status, number in counts.most_common())


if __name__ == "__main__":
    sys.exit(main())
