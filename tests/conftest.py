"""Hypothesis profiles: `ci` (default) is the same on every run; `make laws` searches longer with HYPOTHESIS_PROFILE=laws, `make mutation` shorter."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("laws", max_examples=10_000, deadline=None, print_blob=True)
settings.register_profile("mutation", max_examples=25, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
