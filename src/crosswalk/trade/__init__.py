"""The obligation under the EU carbon border adjustment mechanism: benchmarks, free allocation adjustment, certificates."""

from __future__ import annotations

from crosswalk.trade.allocation import Precursor, Sefa, sefa_actual, sefa_default
from crosswalk.trade.benchmark import Benchmark, benchmark, benchmarks
from crosswalk.trade.obligation import (
    CarbonPriceReduction,
    DeMinimis,
    EmbeddedEmissions,
    Import,
    Obligation,
    certificates,
    de_minimis,
    see_actual,
    see_default,
    total_certificates,
)

__all__ = [
    "Benchmark",
    "CarbonPriceReduction",
    "DeMinimis",
    "EmbeddedEmissions",
    "Import",
    "Obligation",
    "Precursor",
    "Sefa",
    "benchmark",
    "benchmarks",
    "certificates",
    "de_minimis",
    "see_actual",
    "see_default",
    "sefa_actual",
    "sefa_default",
    "total_certificates",
]
