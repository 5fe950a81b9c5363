"""A capture: the bytes of a file, and their lines.

A capture is evidence, so nothing here interprets it. The bytes are kept unchanged, the SHA-256 covers exactly those
bytes, and lines are numbered from 1, as in a text editor.
"""

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from clipping.errors import ClippingError

#: Limits that no article reaches. Any capture within these limits builds in seconds.
MAX_BYTES, MAX_LINES = 1 << 20, 20_000
LINE_END = re.compile(r"\r\n|\n|\r")
# Characters that no page can show, since HTML or XML 1.0 (section 2.2, Char) does not allow them. A capture that
# contains one could not be reproduced in full, so it is rejected rather than repaired.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
#: Characters that a terminal would obey rather than show: control codes, and those that reverse the text after them.
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Capture(Struct, frozen=True):
    """The bytes and the lines of one capture.

    ``file`` is the path to show in messages; ``lines`` have no line ends and no byte order mark. Line ``n`` is
    ``lines[n - 1]``.
    """

    file: str
    data: bytes
    lines: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in lower-case hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def folded(self, first: int, last: int) -> str:
        """Return the text of lines ``first`` to ``last``, inclusive, with white space folded."""
        return fold("\n".join(self.lines[first - 1 : last]))


def fold(text: str) -> str:
    """Return ``text`` trimmed, with each run of white space replaced by one space.

    White space is as Unicode defines it, no-break spaces included; nothing else is changed.
    """
    return " ".join(text.split())


def excerpt(text: str, most: int = 40) -> str:
    """Return at most ``most`` characters of ``text`` for a terminal: white space folded, � for each ``OBEYED``."""
    shown = OBEYED.sub("\ufffd", fold(text))
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def lines_of(data: bytes, file: str, forbidden: re.Pattern[str] = UNPRINTABLE) -> list[str]:
    """Decode ``data`` and return its lines without line ends or a byte order mark; ``file`` is for messages.

    Raises ``ClippingError`` at the line of the first byte that is not UTF-8, or of the first ``forbidden`` character.
    """
    try:
        lines = LINE_END.split(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before, byte = error.object[: error.start].decode(), error.object[error.start]
        message = f"expected UTF-8 text, found the byte 0x{byte:02X}; save the file as UTF-8"
        raise ClippingError(message, file, len(LINE_END.split(before))) from error
    for number, line in enumerate(lines, 1):
        if found := forbidden.search(line):
            message = f"expected text, found the character U+{ord(found[0]):04X}, which no page can show; remove it"
            raise ClippingError(message, file, number)
    return lines


def capture_of(data: bytes, file: str) -> Capture:
    """Return the capture with the bytes ``data``; ``file`` is its name in messages.

    Raises ``ClippingError`` if ``data`` has no words, is too long, is not UTF-8, or has an ``UNPRINTABLE`` character.
    """
    count = len(data.splitlines())
    if len(data) > MAX_BYTES or count > MAX_LINES:
        found = f"found {len(data):,} and {count:,}; keep only the article in it"
        raise ClippingError(f"expected at most {MAX_BYTES:,} bytes and {MAX_LINES:,} lines, {found}", file)
    lines = lines_of(data, file)
    if not lines[-1]:  # a final line end does not start another line
        lines.pop()
    if not any(map(fold, lines)):
        raise ClippingError("expected the text of an article, found no words; save the capture in this file", file)
    return Capture(file, data, tuple(lines))


def read_capture(path: Path) -> Capture:
    """Read the capture at ``path``; raises ``ClippingError`` if that fails or ``capture_of`` rejects it."""
    try:
        return capture_of(path.read_bytes(), str(path))
    except OSError as error:
        found = f"found none that can be read ({error.strerror}); save it here as plain text"
        raise ClippingError(f"expected the capture of an article, {found}", str(path)) from error
