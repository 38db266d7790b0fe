"""Write the JSON Schemas into the package and the docs; a test compares them with the models."""

from __future__ import annotations

from pathlib import Path

from crosswalk.model.schemas import PUBLISHED, schema_text

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "src" / "crosswalk" / "schemas", ROOT / "docs" / "schemas")


def main() -> None:
    for folder in FOLDERS:
        folder.mkdir(parents=True, exist_ok=True)
        for name in PUBLISHED:
            (folder / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
