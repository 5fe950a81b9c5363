"""--explain prints each line of the capture and how it was read."""

import re

from clipping.capture import capture_of
from clipping.explain import explanation
from clipping.parse import parse
from tests.conftest import ROOT


def explained(text: bytes) -> list[str]:
    """Return the explanation of a capture, line by line."""
    capture = capture_of(text, "article.txt")
    return explanation(parse(capture), capture).splitlines()


def test_each_line_is_printed_once_and_followed_by_its_reading() -> None:
    """Each line, or its start, is printed after its number, and followed by its role and the reason for it."""
    lines = explained((ROOT / "content" / "article.txt").read_bytes())
    where = lines.index("   8  Many Peruvians in Denial About Country's Drug Trafficking Role")
    assert re.fullmatch(r" {6}→ headline: [^;]+; [^;]+", lines[where + 1]) and lines[where + 2] == "   9  ·"
    assert [int(line[:4]) for line in lines if line[:4].strip()] == list(range(1, 45))
    assert [line.split()[2] for line in lines if "→ paragraph" in line] == [f"p{n}:" for n in range(1, 11)]
    assert max(len(line) for line in lines if "→" not in line) == 96 and any(line.endswith("…") for line in lines)


def test_doubts_come_last() -> None:
    """Doubts, which only an editor can settle, are printed at the end."""
    lines = explained(b"The bridge is shut\n\nPublished 31 April 2016\n\nLorries will have to go round by Weirford.\n")
    assert "For the editor: line 3: expected a date with a day that exists" in "".join(lines[-3:])
