"""The reading is printed line by line, in the width of a terminal."""

from __future__ import annotations

import re

from clipping.capture import take
from clipping.explain import explanation
from clipping.parse import parse
from tests.conftest import ROOT


def lines_of(text: bytes) -> list[str]:
    """Return the explanation of a capture, line by line."""
    capture = take(text, "article.txt")
    return explanation(parse(capture), capture).splitlines()


ARTICLE = lines_of((ROOT / "content" / "article.txt").read_bytes())


def test_each_line_is_followed_by_its_reading() -> None:
    """The headline is followed by what it was read as and two pieces of evidence; a blank line is a dot."""
    where = ARTICLE.index("   8  Many Peruvians in Denial About Country's Drug Trafficking Role")

    assert re.fullmatch(r" {6}→ headline: [^;]+; [^;]+", ARTICLE[where + 1])
    assert ARTICLE[where + 2] == "   9  ·"


def test_every_line_is_there() -> None:
    """Each line of the capture is printed once, by its number, and each paragraph is named by its id."""
    assert [int(line[:4]) for line in ARTICLE if line[:4].strip()] == list(range(1, 45))
    assert [line.split()[2] for line in ARTICLE if "→ paragraph" in line] == [f"p{n}:" for n in range(1, 11)]


def test_nothing_is_wider_than_a_terminal() -> None:
    """Long lines are cut, and long reasons continue on the next line."""
    assert max(map(len, ARTICLE)) <= 96
    assert any(line.endswith("…") for line in ARTICLE)


def test_doubts_come_last() -> None:
    """What only an editor can settle is printed at the end."""
    assert lines_of(b"By A. Name\n")[-1].endswith("headline = false if there is none")
