"""For test suites of other projects: random declarations, what may lie behind them, and claims that fail readably.

Converters, label registries and EPD tools check themselves with it (`pip install "carbon-crosswalk[testing]"`). Names load on first use; hypothesis is
imported by the strategies alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crosswalk.testing.assertions import assert_equivalent, assert_not_equivalent, assert_sound, assert_translates
    from crosswalk.testing.claims import ClaimError, EquivalenceClaimError, SoundnessClaimError, TranslationClaimError
    from crosswalk.testing.completion import Completion, IncompletableError, complete
    from crosswalk.testing.soundness import NothingHeldError, Soundness
    from crosswalk.testing.strategies import Rows, completions, footprints, frames, label_pairs, labels

_HOMES = {
    "ClaimError": "claims",
    "Completion": "completion",
    "EquivalenceClaimError": "claims",
    "IncompletableError": "completion",
    "NothingHeldError": "soundness",
    "Rows": "strategies",
    "Soundness": "soundness",
    "SoundnessClaimError": "claims",
    "TranslationClaimError": "claims",
    "assert_equivalent": "assertions",
    "assert_not_equivalent": "assertions",
    "assert_sound": "assertions",
    "assert_translates": "assertions",
    "complete": "completion",
    "completions": "strategies",
    "footprints": "strategies",
    "frames": "strategies",
    "label_pairs": "strategies",
    "labels": "strategies",
}

__all__ = [
    "ClaimError",
    "Completion",
    "EquivalenceClaimError",
    "IncompletableError",
    "NothingHeldError",
    "Rows",
    "Soundness",
    "SoundnessClaimError",
    "TranslationClaimError",
    "assert_equivalent",
    "assert_not_equivalent",
    "assert_sound",
    "assert_translates",
    "complete",
    "completions",
    "footprints",
    "frames",
    "label_pairs",
    "labels",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        try:
            return getattr(import_module(f"crosswalk.testing.{_HOMES[name]}"), name)
        except ModuleNotFoundError as error:
            if error.name not in ("hypothesis", "narwhals"):
                raise
            raise _missing(error.name) from None
    raise AttributeError(f"module 'crosswalk.testing' has no attribute {name!r}")


def _missing(package: str) -> Exception:
    from crosswalk.errors import MissingPackageError

    return MissingPackageError(
        f'{package} is not installed: pip install "carbon-crosswalk[testing]"',
        f'未安装 {package}：pip install "carbon-crosswalk[testing]"',
    )


def __dir__() -> list[str]:
    return sorted(__all__)
