"""One grammar of names: whose order is settled is split, and all others stay whole."""

from clipping.names import split_name
from tests.conftest import ROOT

#: Each name in cases/names.txt with the language of its byline, and its parts.
NAMES: dict[tuple[str, ...], str] = {}
for line in (ROOT / "tests" / "cases" / "names.txt").read_text(encoding="utf-8").splitlines()[3:]:
    written, _, parts = line.partition(" = ")
    NAMES[tuple(written.split(": ")[::-1])] = parts


def test_names() -> None:
    """Names of people are split, with particles, two family names and "Jr."; all others stay whole."""
    found = {name: split_name(*name) for name in NAMES}

    assert {name: " | ".join(split.values()) for name, split in found.items()} == NAMES
    assert {name: "literal" in split for name, split in found.items()} == {n: n[0] == p for n, p in NAMES.items()}
