"""Data flows one way, from what a module may import to what imports it; and no name means two things."""

import ast
import re
from collections import Counter

from tests.conftest import ROOT

#: What each module or folder of modules may import from the package.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "inputs": {"errors"},
    "cli": {"errors"},
    "capture": {"errors"},
    "record": set(),
    "text": {"record"},
    "names": {"text"},
    "content": {"errors", "inputs", "text", "capture", "record", "content"},
    "parse": {"text", "names", "capture", "record", "parse"},
    "quotations": {"errors", "text", "names", "capture", "record", "quotations"},
    "explain": {"capture", "record"},
    "webpage": {"capture", "content", "parse"},
    "saved": {"capture", "errors", "webpage"},
    "new": {"errors", "text", "capture", "record", "content", "parse", "webpage", "saved"},
    "citation": {"text", "names", "capture", "record", "citation"},
    "site": {"errors", "inputs", "text", "capture", "record", "content", "citation", "site"},
    "publish": {"errors", "inputs"},
    "preview": {"errors", "cli"},
    "verify": {"errors", "capture", "verify"},
}
PACKAGE = ROOT / "src" / "clipping"
SOURCES = {path.relative_to(PACKAGE): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def test_a_module_imports_what_comes_before_it() -> None:
    """The table above has every module, and each imports only what it allows there."""
    found: dict[str, set[str]] = {path.parts[0].removesuffix(".py"): set() for path in SOURCES}
    for path, text in SOURCES.items():
        assert "PLC0415" not in text, f"expected imports at the top of {path} only"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clipping"):
                names = [f"{node.module}.{alias.name}".split(".")[1] for alias in node.names]
                found[path.parts[0].removesuffix(".py")].update(names)
    del found["__init__"]
    assert found.keys() == ALLOWED.keys()
    assert {name: names - ALLOWED[name] for name, names in found.items() if names - ALLOWED[name]} == {}


def test_no_name_means_two_things() -> None:
    """No two modules or folders have one name, and nothing in a module has the name of a module beside it."""
    names = [path.parent.name if path.stem == "__init__" else path.stem for path in SOURCES]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    hiding = []
    for path, text in SOURCES.items():
        beside = "|".join(other.stem for other in (PACKAGE / path).parent.iterdir())
        hiding += [f"{path}: {name}" for name in re.findall(rf"(?m)^(?:def |class )?({beside})[ :(=]", text)]
    assert hiding == []
