"""Translate a carbon footprint declared under one standard into its equivalent under another, with bounds and gaps.

Names load on first use, so that `import crosswalk` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from crosswalk.api import (
        assess,
        attribute,
        compare,
        compare_rules,
        crosswalk,
        dossier,
        equivalent,
        label_matrix,
        neutrality,
        region,
        translate,
        verdict,
        verdicts,
        write,
    )
    from crosswalk.claims.assessment import Assessment
    from crosswalk.engine.translation import Translation
    from crosswalk.errors import CrosswalkError, InputError, NotComparableError
    from crosswalk.finance.result import BookTranslation
    from crosswalk.library.library import Library
    from crosswalk.model.footprint import Footprint
    from crosswalk.reading import propose_mapping, read, read_all, read_book, read_claim, read_region

_HOMES = {
    "Assessment": "crosswalk.claims.assessment",
    "BookTranslation": "crosswalk.finance.result",
    "CrosswalkError": "crosswalk.errors",
    "Footprint": "crosswalk.model.footprint",
    "InputError": "crosswalk.errors",
    "Library": "crosswalk.library.library",
    "NotComparableError": "crosswalk.errors",
    "Translation": "crosswalk.engine.translation",
    "assess": "crosswalk.api",
    "attribute": "crosswalk.api",
    "compare": "crosswalk.api",
    "compare_rules": "crosswalk.api",
    "crosswalk": "crosswalk.api",
    "dossier": "crosswalk.api",
    "equivalent": "crosswalk.api",
    "label_matrix": "crosswalk.api",
    "neutrality": "crosswalk.api",
    "read": "crosswalk.reading",
    "propose_mapping": "crosswalk.reading",
    "read_all": "crosswalk.reading",
    "read_book": "crosswalk.reading",
    "read_claim": "crosswalk.reading",
    "read_region": "crosswalk.reading",
    "region": "crosswalk.api",
    "translate": "crosswalk.api",
    "verdict": "crosswalk.api",
    "verdicts": "crosswalk.api",
    "write": "crosswalk.api",
}

__all__ = [
    "Assessment",
    "BookTranslation",
    "CrosswalkError",
    "Footprint",
    "InputError",
    "Library",
    "NotComparableError",
    "Translation",
    "assess",
    "attribute",
    "compare",
    "compare_rules",
    "crosswalk",
    "dossier",
    "equivalent",
    "label_matrix",
    "neutrality",
    "propose_mapping",
    "read",
    "read_all",
    "read_book",
    "read_claim",
    "read_region",
    "region",
    "translate",
    "verdict",
    "verdicts",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'crosswalk' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
