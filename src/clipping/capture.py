"""A capture: the bytes that were taken in, and their lines.

A capture is evidence. Nothing here interprets it: the bytes are kept as they are, their SHA-256 is taken
over exactly those bytes, and the text is split into lines that count from 1, as an editor's editor does.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from clipping.errors import ClippingError

BOM = "\ufeff"
#: What the page of one article does not reach. Up to there a site is built in seconds, whatever the words are.
MOST_BYTES, MOST_LINES = 1 << 20, 40_000
LINE_END = re.compile(r"\r\n|\n|\r")
# Characters that neither an HTML page nor an XML 1.0 document (section 2.2, Char) can carry. A capture
# that holds one could not be shown whole, so it is refused rather than repaired.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")


class Capture(Struct, frozen=True):
    """The bytes of one capture, and its text line by line.

    ``file`` is the path as messages name it; ``lines`` are the texts without their line ends and without
    a byte order mark. Line ``n`` is ``lines[n - 1]``.
    """

    file: str
    data: bytes
    lines: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in lower-case hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def folded(self, first: int, last: int) -> str:
        """The text of lines ``first`` to ``last``, both included, with white space folded."""
        return fold("\n".join(self.lines[first - 1 : last]))


def fold(text: str) -> str:
    """Return ``text`` with each run of white space made one space and its ends trimmed.

    White space is what Unicode calls so (no-break spaces included); nothing else is changed.
    """
    return " ".join(text.split())


def lines_of(data: bytes, file: str, unshown: re.Pattern[str] = UNPRINTABLE) -> list[str]:
    """Return the lines of the text that ``data`` is, without line ends and byte order mark; ``file`` is for messages.

    Raises ``ClippingError`` at the line with bytes that are not UTF-8 or with a character that is ``unshown``.
    """
    try:
        lines = LINE_END.split(data.decode("utf-8").removeprefix(BOM))
    except UnicodeDecodeError as error:
        number = len(LINE_END.findall(data[: error.start].decode("utf-8"))) + 1
        byte = f"the byte 0x{data[error.start]:02X} at byte {error.start + 1} of the file"
        raise ClippingError(f"expected UTF-8 text, found {byte}; save the file as UTF-8", file, number) from error
    for number, line in enumerate(lines, 1):
        if found := unshown.search(line):
            message = f"expected text, found the character U+{ord(found[0]):04X}, which no page can show; take it out"
            raise ClippingError(message, file, number)
    return lines


def take(data: bytes, file: str) -> Capture:
    """Take in the bytes of a capture; ``file`` is what messages call it.

    Raises ``ClippingError`` if the bytes are empty or blank or too many, and what ``lines_of`` does.
    """
    if len(data) > MOST_BYTES or len(data.splitlines()) > MOST_LINES:
        found = f"found {len(data):,} and {len(data.splitlines()):,}; put one article there"
        raise ClippingError(f"expected at most {MOST_BYTES:,} bytes and {MOST_LINES:,} lines, {found}", file)
    lines = lines_of(data, file)
    if not lines[-1]:  # what follows the last line end is not a line
        lines.pop()
    if not any(map(fold, lines)):
        what = "white space only" if data else "an empty file"
        raise ClippingError(f"expected the text of an article, found {what}; put the capture there", file)
    return Capture(file, data, tuple(lines))


def read_capture(path: Path) -> Capture:
    """Read the capture at ``path``; raises what ``take`` does, and ``ClippingError`` if it can't be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        found = f"found nothing to read ({error.strerror}); put it there as plain text"
        raise ClippingError(f"expected the capture of an article, {found}", str(path)) from error
    return take(data, str(path))
