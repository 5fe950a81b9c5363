"""The reading is told as a person would tell it, in the width of a terminal."""

from __future__ import annotations

from pathlib import Path

from clipping.capture import take
from clipping.explain import explain
from clipping.parse import parse

ARTICLE = Path(__file__).parent.parent / "content" / "article.txt"


def told(text: bytes, colour: bool = False) -> str:
    """Return the reading of ``text``, told."""
    capture = take(text, "article.txt")
    return explain(parse(capture), capture, colour)


def test_each_line_stands_with_its_reading() -> None:
    """The headline's line is followed by what it was read as, and why."""
    lines = told(ARTICLE.read_bytes()).splitlines()

    where = lines.index("   8  Many Peruvians in Denial About Country's Drug Trafficking Role")
    assert lines[where + 1] == "      → headline: stands alone above the photographs, and is not repeated"
    assert lines[where + 2] == "   9  ·"


def test_nothing_is_wider_than_a_terminal() -> None:
    """Long lines are cut, long reasons go on in the next line."""
    assert max(map(len, told(ARTICLE.read_bytes()).splitlines())) <= 100


def test_colour_is_only_added() -> None:
    """With colour the words are the same; without it there is no escape character."""
    plain, coloured = told(ARTICLE.read_bytes()), told(ARTICLE.read_bytes(), colour=True)

    assert "\033" not in plain
    assert "\033[1;36m      → headline" in coloured


def test_a_doubt_is_told_last() -> None:
    """What only an editor can settle ends the telling."""
    assert told(b"By A. Name\n").splitlines()[-1].endswith("in article.toml")
