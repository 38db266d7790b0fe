"""Our own footprint as YAML or JSON: everything that was declared, intervals as ranges."""

from __future__ import annotations

from crosswalk.formats.footprint import plain, write_yaml
from crosswalk.formats.write.decimals import dumps
from crosswalk.formats.write.draft import Draft

STANDARDS: tuple[str, ...] = ()
STAGES: tuple[str, ...] = ()
DETAILS: dict[str, tuple[str, str]] = {}


def write(draft: Draft, form: str) -> bytes:
    """The document that `crosswalk translate` takes; YAML says where it comes from in its first lines."""
    draft.written, draft.data = plain(draft.footprint), {}
    if form == "json":
        return dumps(draft.written).encode()
    head = "".join(f"# {entry.en}\n# {entry.zh}\n" for entry in draft.origin)
    return (head + write_yaml(draft.footprint)).encode()
