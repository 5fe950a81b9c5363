"""Data flows one way: no module imports one that comes after it in the pipeline."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

#: What each module may import from the package.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "inputs": {"errors"},
    "cli": {"errors"},
    "capture": {"errors"},
    "record": set(),
    "language": {"record"},
    "content": {"errors", "capture", "record", "content"},
    "parse": {"capture", "record", "language", "parse"},
    "quotations": {"errors", "capture", "record", "quotations"},
    "explain": {"capture", "record"},
    "new": {"errors", "capture", "record", "parse", "language"},
    "citation": {"capture", "record", "citation"},
    "site": {"errors", "capture", "record", "content", "language", "citation", "site"},
    "publish": {"errors", "inputs"},
    "preview": {"errors", "cli"},
    "verify": {"errors", "capture", "verify"},
}
PACKAGE = ROOT / "src" / "clipping"


def modules() -> dict[str, set[str]]:
    """Return what each module (or folder of modules) of the package imports from the package."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "clipping":
                within = (node.module or "").split(".")[1:]
                names = {within[0]} if within else {alias.name for alias in node.names}
                found.setdefault(name, set()).update(names)
    return found


@pytest.mark.parametrize(
    "name",
    sorted({path.stem if path.is_file() else path.name for path in PACKAGE.iterdir()} - {"__init__", "__pycache__"}),
)
def test_a_module_imports_what_comes_before_it(name: str) -> None:
    """The table above is whole, and each module keeps to it."""
    assert modules().get(name, set()) <= ALLOWED[name]
