"""The capture line by line, with the role of each block and the reason for it: ``build.py --explain``.

Lines are numbered. The first line of a block is followed by the role of the block, the id of its paragraph or caption,
the number of its last line if it has several, and the reason for the role. A blank line is shown as a dot.
"""

from clipping.capture import Capture, excerpt
from clipping.record import Article

#: The most characters of a line that are shown.
WIDTH = 90


def explanation(article: Article, capture: Capture) -> str:
    """Return the lines of ``capture`` with the readings and doubts of ``article``, without a final line end."""
    readings = {reading.lines[0]: reading for reading in article.readings}
    lines = []
    for number, line in enumerate(capture.lines, 1):
        lines.append(f"{number:>4}  {excerpt(line, WIDTH) or '·'}")
        if reading := readings.get(number):
            role = reading.role if reading.target in (None, reading.role) else f"{reading.role} {reading.target}"
            last = f" (to line {reading.lines[1]})" if reading.lines[1] > number else ""
            lines.append(f"      → {role}{last}: {'pinned: ' * reading.pinned}{reading.reason}")
    for doubt in article.doubts:
        where = f"line {doubt.line}: " if doubt.line else ""
        lines.append(f"For the editor: {where}{doubt.message}")
    return "\n".join(lines)
