"""The capture line by line, with the role of each block and the reason for it: ``build.py --explain``.

Lines are numbered; the role and the reason follow the first line of a block. A blank line is shown as a dot.
"""

from functools import partial
from textwrap import wrap

from clipping.capture import Capture, fold
from clipping.record import Article, Reading

WIDTH, MARGIN = 96, 6
LINE_WIDTH = WIDTH - MARGIN
#: Wraps text; a word that is longer than a line is not split.
wrapped = partial(wrap, width=WIDTH, break_long_words=False, break_on_hyphens=False)
#: Plainer names for roles whose own names readers might not understand.
ROLE_NAMES = {
    "alternative": "alternative text",
    "subheading": "sub-heading",
    "published": "date of publication",
    "updated": "date of change",
    "repetition": "printed again",
    "credit": "photo credit",
}


def explanation(article: Article, capture: Capture) -> str:
    """Return the lines of ``capture`` with the readings and doubts of ``article``, without a final line end."""
    readings = {reading.lines[0]: reading for reading in article.readings}
    lines: list[str] = []
    for number, line in enumerate(capture.lines, 1):
        words = fold(line)
        shown = words[: LINE_WIDTH - 1].rstrip() + "…" if len(words) > LINE_WIDTH else words
        lines.append(f"{number:>{MARGIN - 2}}  {shown or '·'}")
        if words and (reading := readings.get(number)):
            reason = f"→ {_name(reading)}: {'pinned: ' if reading.pinned else ''}{reading.reason}"
            lines += wrapped(reason, initial_indent=" " * MARGIN, subsequent_indent=" " * (MARGIN + 2))
    for doubt in article.doubts:
        where = f"line {doubt.line}: " if doubt.line else ""
        lines += wrapped(f"For the editor: {where}{doubt.message}", subsequent_indent="  ")
    return "\n".join(lines)


def _name(reading: Reading) -> str:
    """Return the role of a block, with the id of its paragraph or caption and, for several lines, the last."""
    name = ROLE_NAMES.get(reading.role, reading.role)
    if reading.target and reading.target[0] in "pc" and reading.target[1:].isdigit():
        name += f" {reading.target}"
    if reading.lines[0] != reading.lines[1]:
        name += f" (to line {reading.lines[1]})"
    return name
