"""--explain prints each line of the capture and how it was read."""

import re

from clipping.capture import capture_of
from clipping.explain import explanation
from clipping.parse import parse
from tests.conftest import ROOT

DOUBTFUL = b"The bridge is shut\n\nPublished 31 April 2016\n\nLorries will have to go round by Weirford.\n"


def test_each_line_is_printed_once_and_followed_by_its_reading() -> None:
    """Each line, or its start, is printed after its number, and followed by its role and the reason for it.

    Doubts, which only an editor can settle, are printed at the end.
    """
    captures = [capture_of(text, "article.txt") for text in ((ROOT / "content/article.txt").read_bytes(), DOUBTFUL)]
    lines, doubtful = (explanation(parse(capture), capture).splitlines() for capture in captures)
    where = lines.index("   8  Many Peruvians in Denial About Country's Drug Trafficking Role")
    assert re.fullmatch(r" {6}→ headline: [^;]+; [^;]+", lines[where + 1]) and lines[where + 2] == "   9  ·"
    assert [int(line[:4]) for line in lines if line[:4].strip()] == list(range(1, 45))
    assert [line.split()[2] for line in lines if "→ paragraph" in line] == [f"p{n}:" for n in range(1, 11)]
    assert max(len(line) for line in lines if "→" not in line) == 96 and any(line.endswith("…") for line in lines)
    assert "For the editor: line 3: expected a date with a day that exists" in "".join(doubtful[-3:])
