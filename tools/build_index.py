"""Build hook: the index of the shipped data is made when the wheel is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from crosswalk.library.index import write_index

        target = root / "build" / "library.index"
        target.parent.mkdir(exist_ok=True)
        write_index({"standards": root / "standards", "mappings": root / "mappings"}, target)
        build_data["force_include"][str(target)] = "crosswalk/data/library.index"
