"""How the capture was read, line by line: what ``build.py --explain`` prints.

Each line of the capture is printed with its number; below the first line of a block comes what the block was read
as, and why. A blank line is shown as a dot.
"""

from __future__ import annotations

from textwrap import wrap

from clipping.capture import Capture, fold
from clipping.record import Article, Reading

WIDTH, MARGIN = 96, 6
ROOM = WIDTH - MARGIN
NAMES = {
    "alternative": "alternative text",
    "subheading": "sub-heading",
    "published": "date of publication",
    "updated": "date of change",
    "repetition": "printed again",
    "credit": "credit of a photograph",
}


def explanation(article: Article, capture: Capture) -> str:
    """Return the lines of ``capture`` with what ``article`` says each was read as, and why; no line end at the end."""
    readings = {reading.lines[0]: reading for reading in article.readings}
    lines: list[str] = []
    for number, line in enumerate(capture.lines, 1):
        words = fold(line)
        cut = words[: ROOM - 1].rstrip() + "…" if len(words) > ROOM else words
        lines.append(f"{number:>{MARGIN - 2}}  {cut or '·'}")
        if words and (reading := readings.get(number)):
            lines += _wrap(f"→ {_name(reading)}: {'pinned: ' if reading.pinned else ''}{reading.reason}", MARGIN)
    for doubt in article.doubts:
        where = f"line {doubt.line}: " if doubt.line else ""
        lines += _wrap(f"For the editor: {where}{doubt.message}", 0)
    return "\n".join(lines)


def _name(reading: Reading) -> str:
    """Return what a block was read as: its role, the id of its paragraph or caption, and the line where it ends."""
    name = NAMES.get(reading.role, reading.role)
    if reading.target and reading.target[0] in "pc" and reading.target[1:].isdigit():
        name += f" {reading.target}"
    if reading.lines[0] != reading.lines[1]:
        name += f" (to line {reading.lines[1]})"
    return name


def _wrap(words: str, indent: int) -> list[str]:
    """Return ``words`` in lines of at most ``WIDTH``, indented; a longer word gets a line to itself."""
    first, rest = " " * indent, " " * (indent + 2)
    return wrap(
        words, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
