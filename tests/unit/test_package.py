"""The package as a whole: layers, what an import loads, exported names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import crosswalk

PACKAGE = Path(crosswalk.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.parts)
LAYERS = [
    "errors",
    "names",
    "model",
    "frames",
    "library",
    "engine",
    "formats",
    "trade",
    "claims",
    "batch",
    "labels",
    "finance",
    "regions",
    "reading",
    "answering",
    "writing",
    "audit",
    "report",
    "testing",
    "api",
    "checks",
    "vectors",
    "web",
    "cli",
]


def layer(module: str) -> str:
    return module.split(".")[0]


def imports(path: Path) -> set[str]:
    """The modules of this package that a file imports when it runs, `TYPE_CHECKING` blocks left out."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in hidden:
            continue
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "crosswalk":
                found |= {alias.name for alias in node.names}
            elif node.module and node.module.startswith("crosswalk."):
                found.add(node.module.removeprefix("crosswalk."))
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("crosswalk.") for alias in node.names if alias.name.startswith("crosswalk.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    if own == "__init__":
        return
    assert layer(own) in LAYERS, f"{own} belongs to no layer"
    for module in imports(path):
        if module.startswith("__"):
            continue
        assert LAYERS.index(layer(module)) <= LAYERS.index(layer(own)), f"{own} imports {module}"


def loaded(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_import_loads_nothing_heavy() -> None:
    heavy = {"pydantic", "pint", "yaml", "rich", "click", "rapidfuzz", "opencc", "json", "decimal"}
    before = loaded("")
    assert not (loaded("import crosswalk") - before) & heavy
    assert "crosswalk.reading" in loaded("import crosswalk; crosswalk.read")


def test_help_loads_no_engine() -> None:
    modules = loaded("from click.testing import CliRunner\nfrom crosswalk.cli import main\nCliRunner().invoke(main, ['--help'])")
    assert not modules & {"pydantic", "pint", "yaml", "crosswalk.engine.crosswalk"}


def test_exported_names_are_sorted_and_exist() -> None:
    assert crosswalk.__all__ == sorted(crosswalk.__all__)
    for name in crosswalk.__all__:
        assert getattr(crosswalk, name).__name__ == name
    assert set(dir(crosswalk)) == {*crosswalk.__all__, "__version__"}
    assert {"compare", "crosswalk", "read", "translate", "Footprint", "Library"} <= set(crosswalk.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = crosswalk.nothing


def test_typed_marker_and_units_are_in_the_package() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert (PACKAGE / "model" / "units.txt").is_file()


def test_every_error_of_ours_has_an_exit_status() -> None:
    from crosswalk import errors

    kinds = [entry for entry in vars(errors).values() if isinstance(entry, type) and issubclass(entry, errors.CrosswalkError)]
    assert {kind.exit_status for kind in kinds if issubclass(kind, errors.InputError)} == {3}
    assert errors.NotComparableError.exit_status == 4
    assert issubclass(errors.UnknownNameError, LookupError)
    assert issubclass(errors.InputError, ValueError)
