"""One grammar of names: a name in a known order is split, and any other stays whole."""

from clipping.names import split_name
from tests.cases import read_text

#: The parts of each name in cases/names.txt, by the name and the language of its byline.
NAMES: dict[tuple[str, ...], str] = {}
for line in read_text("names.txt").splitlines()[3:]:
    written, _, parts = line.partition(" = ")
    NAMES[tuple(written.split(": ")[::-1])] = parts


def test_names() -> None:
    """Names of people are split, with particles, two family names and "Jr."; all others stay whole."""
    found = {name: split_name(*name) for name in NAMES}
    assert {name: " | ".join(split.values()) for name, split in found.items()} == NAMES
    assert {name: "literal" in split for name, split in found.items()} == {n: n[0] == p for n, p in NAMES.items()}
