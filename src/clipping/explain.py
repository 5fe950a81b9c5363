"""The reading, told line by line: what ``build.py --explain`` prints.

Each line of the capture stands with its number; below the first line of a block stands what the block was read
as, and why, as a person would say it. Blank lines are shown by a dot.
"""

from __future__ import annotations

from clipping.capture import Capture, fold
from clipping.record import Article, Reading

WIDTH = 96
MARGIN = 6
NAMES = {
    "alternative": "alternative text",
    "subheading": "sub-heading",
    "published": "date of publication",
    "updated": "date of change",
    "repetition": "printed again",
    "credit": "credit of a photograph",
}
# Colours by kind (ANSI SGR): what is article, what describes it, what is not article.
COLOURS = {"furniture": "2", "repetition": "2", "paragraph": "32", "subheading": "32", "headline": "1;36"}
OTHER, QUIET, WARNING = "36", "2", "33"


def explain(article: Article, capture: Capture, colour: bool) -> str:
    """Return the lines of ``capture`` with what ``article`` says each was read as, and why.

    ``colour`` adds ANSI colours; without it the text is plain. The result has no line end at its end.
    """
    readings = {reading.lines[0]: reading for reading in article.readings}
    told: list[str] = []
    for number, line in enumerate(capture.lines, 1):
        words = fold(line)
        if not words:
            told.append(_paint(f"{number:>{MARGIN - 2}}  ·", QUIET, colour))
            continue
        told.append(f"{number:>{MARGIN - 2}}  {_cut(words)}")
        if reading := readings.get(number):
            told += _telling(reading, colour)
    for doubt in article.doubts:
        where = f"line {doubt.line}: " if doubt.line else ""
        told += [_paint(line, WARNING, colour) for line in _wrap(f"For the editor: {where}{doubt.message}", 0)]
    return "\n".join(told)


def _telling(reading: Reading, colour: bool) -> list[str]:
    name = NAMES.get(reading.role, reading.role)
    if reading.target and reading.target[0] in "pc" and reading.target[1:].isdigit():
        name = f"{name} {reading.target}"
    if reading.lines[0] != reading.lines[1]:
        name = f"{name} (to line {reading.lines[1]})"
    who = "pinned: " if reading.pinned else ""
    code = COLOURS.get(reading.role, OTHER)
    return [_paint(line, code, colour) for line in _wrap(f"→ {name}: {who}{reading.reason}", MARGIN)]


def _cut(words: str) -> str:
    room = WIDTH - MARGIN
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"


def _wrap(words: str, indent: int) -> list[str]:
    """Return ``words`` in lines of at most ``WIDTH``, indented; a word longer than that keeps its line."""
    lines, line = [], " " * indent
    for word in words.split():
        if line.strip() and len(line) + len(word) > WIDTH:
            lines.append(line.rstrip())
            line = " " * (indent + 2)
        line += word + " "
    return [*lines, line.rstrip()]


def _paint(words: str, code: str, colour: bool) -> str:
    return f"\033[{code}m{words}\033[0m" if colour else words
