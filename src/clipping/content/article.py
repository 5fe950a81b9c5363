"""article.toml: what an editor says of a capture, and what the capture cannot say of itself.

Every key is optional, and so is the file. A key that is not known, or that holds something else than it
should, is an error that names its line, since a misspelt pin that is passed over in silence would be a
guess in silence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct

from clipping.capture import UNPRINTABLE, Capture, fold
from clipping.content.frontmatter import WEB_ADDRESS
from clipping.errors import ClippingError
from clipping.record import Correction, Pins, QuotationKind, Source, SpeakerType

SHA256 = re.compile(r"[0-9a-fA-F]{64}")
LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")  # the common shapes of BCP 47


class Edits(Struct, frozen=True):
    """What article.toml says: of the source, of indexing, of the parser's mistakes and of quotations.

    ``sealed`` says that the sum which was noted when the capture was taken in is that of the capture.
    """

    source: Source = Source()
    index: bool = False
    sealed: bool = False
    pins: Pins = Pins()
    corrections: tuple[Correction, ...] = ()


def read_edits(path: Path, capture: Capture) -> Edits:
    """Read article.toml at ``path`` and hold its pins against ``capture``; no file means no edits.

    Raises ``ClippingError`` at the line that is wrong: invalid TOML, an unknown key (with the nearest known
    one), a value of the wrong kind, a sum that is not the capture's, a pin to a line that does not exist or is blank.
    """
    if not path.exists():
        return Edits()
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
        return _Reader(file, text, capture).edits(tomllib.loads(text))
    except OSError as error:
        raise ClippingError(f"expected to read this file, found {error.strerror}; mend its rights", file) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ClippingError("expected UTF-8 text, found other bytes; save the file as UTF-8", file, line) from error
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(error, file, text) from error
    except (ValueError, RecursionError) as error:  # Python reads and shows no number of thousands of digits
        message = "expected short numbers, and lists a few levels deep, found far more; make them shorter"
        raise ClippingError(message, file) from error


#: What each mistake that the reader of TOML names wants, told to who has made it.
TOML_MISTAKES = (
    ("Expected '=' after a key", "the name of a key and “=” before its value"),
    ("Invalid statement", "the name of a key and “=” before its value"),
    ("Invalid value", 'a value such as "words" in straight quotation marks, true, 8, 2016-04-19 or a [list]'),
    ("Invalid date", "a day that exists, such as 2016-04-19"),
    ("Cannot overwrite", "each key once in its table"),
    ("Cannot declare", "each table once"),
    ("Illegal character", "the mark that closes the words, on the line where they begin"),
    ("Unterminated string", "the mark that closes the words"),
    ('Expected "\'"', "the mark that closes the words"),
    ("Unclosed array", "the bracket that closes a list"),
    ("Expected newline or end", "nothing more on the line behind the value"),
    ("Unescaped", "two strokes (\\\\) for each backward stroke within quotation marks"),
)


def _toml_error(error: tomllib.TOMLDecodeError, file: str, text: str) -> ClippingError:
    reason, _, place = str(error).partition(" (at ")
    lines = text.splitlines() or [""]
    number = int(found[0]) if (found := re.findall(r"line (\d+)", place)) else len(lines)
    wanted = next((words for start, words in TOML_MISTAKES if reason.startswith(start)), reason)
    here = fold(lines[min(number, len(lines)) - 1])[:60]
    return ClippingError(f"expected valid TOML: {wanted}; found “{here}”; mend this line", file, number)


class _WrongValueError(Exception):
    """A value is not what its key holds: the message says what it holds."""


def _words(value: Any) -> str | None:
    """Return the words of a string, white space folded, ``None`` if it is none or holds what no page can show."""
    return fold(value) if isinstance(value, str) and not UNPRINTABLE.search(value) else None


def _text(value: Any) -> str:
    if not (words := _words(value)):
        raise _WrongValueError('words in quotation marks, such as "…"')
    return words


def _words_or_none(value: Any) -> str:
    if (words := _words(value)) is None:
        raise _WrongValueError('words in quotation marks, or "" for none')
    return words


def _texts(value: Any) -> tuple[str, ...]:
    texts = [_words(item) for item in value] if isinstance(value, list) else [None]
    if not all(texts):
        raise _WrongValueError('a list of words, such as ["A. Name"]')
    return tuple(filter(None, texts))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError("true or false")
    return value


def _date(value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _WrongValueError("a date without quotation marks, such as 2016-04-19")
    return value.isoformat()


def _address(value: Any) -> str:
    if not isinstance(value, str) or not WEB_ADDRESS.fullmatch(value):
        raise _WrongValueError('an address that starts with "https://" or "http://"')
    return value


def _language(value: Any) -> str:
    if not isinstance(value, str) or not LANGUAGE_TAG.fullmatch(value):
        raise _WrongValueError('a language tag, such as "en" or "pt-BR"')
    return value


def _sum(value: Any) -> str:
    if not isinstance(value, str) or not SHA256.fullmatch(value):
        raise _WrongValueError("the SHA-256 of article.txt: 64 digits and letters from a to f, in quotation marks,")
    return value.lower()


def _line(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _WrongValueError("the number of a line of the capture")
    return value


def _lines(value: Any) -> frozenset[int]:
    if not isinstance(value, list):
        raise _WrongValueError("a list of line numbers, such as [1, 2]")
    return frozenset(_line(item) for item in value)


def _one_of(kind: Any) -> Callable[[Any], str]:
    """Return the reader of a value that must be one of the words of the literal type ``kind``."""

    def read(value: Any) -> str:
        if value not in get_args(kind):
            raise _WrongValueError(f"one of {', '.join(get_args(kind))}")
        return str(value)

    return read


Keys = dict[str, Callable[[Any], Any]]
TOP: Keys = {"capture_sha256": _sum, "language": _language, "rights": _text, "rights_why": _text, "index": _flag}
SOURCE: Keys = {
    "publisher": _text,
    "place": _text,
    "url": _address,
    "archived_url": _address,
    "why": _text,
    "captured": _date,
    "captured_with": _text,
    "captured_why": _text,
}
PINS: Keys = {
    "headline": _line,
    "section": _texts,
    "byline": _texts,
    "published": _date,
    "updated": _date,
    "furniture": _lines,
    "paragraphs": _lines,
    "subheadings": _lines,
}
QUOTATION: Keys = {
    "starts": _text,
    "kind": _one_of(QuotationKind),
    "speaker": _words_or_none,
    "speaker_as_written": _words_or_none,
    "speaker_type": _one_of(SpeakerType),
    "role": _words_or_none,
    "cue": _words_or_none,
}
TABLES = {"source": SOURCE, "pins": PINS, "quotation": QUOTATION}


class _Reader(Struct, frozen=True):
    """Reads the tables of one article.toml, knowing its text so that it can name lines."""

    file: str
    text: str
    capture: Capture

    def edits(self, table: dict[str, Any]) -> Edits:
        top = {key: value for key, value in table.items() if key not in TABLES}
        for name in table:
            if name not in TOP and name not in TABLES:
                raise self._unknown(name, "", [*TOP, *TABLES])
        general = self._values(top, TOP, "")
        index = general.pop("index", False)
        sealed = self._sealed(general.pop("capture_sha256", None))
        source = self._values(self._table(table, "source"), SOURCE, "source")
        pins = self._values(self._table(table, "pins"), PINS, "pins")
        self._hold_pins(pins)
        return Edits(Source(**general, **source), index, sealed, Pins(**pins), self._corrections(table))

    def _sealed(self, noted: str | None) -> bool:
        """Return whether a sum was noted; raise if it is another than that of the capture."""
        found = self.capture.sha256
        if noted not in (None, found):
            message = (
                f"expected {self.capture.file} as it was taken in (SHA-256 {noted}), found other bytes; put the file "
                f'back, or, if it is meant to be another capture, write: capture_sha256 = "{found}"'
            )
            raise ClippingError(message, self.file, self._line_of("capture_sha256", ""))
        return noted is not None

    def _table(self, table: dict[str, Any], name: Literal["source", "pins"]) -> dict[str, Any]:
        value = table.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, "", f"a table that starts with [{name}]", value)
        return value

    def _corrections(self, table: dict[str, Any]) -> tuple[Correction, ...]:
        entries = table.get("quotation", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self._wrong("quotation", "", "tables that start with [[quotation]]", entries)
        return tuple(self._correction(entry, nth) for nth, entry in enumerate(entries))

    def _correction(self, entry: dict[str, Any], nth: int) -> Correction:
        values = self._values(entry, QUOTATION, "quotation", nth)
        line = self._line_of("starts", "quotation", nth)
        if "starts" not in values:
            raise ClippingError(
                'expected a quotation told by the words it starts with, found none; add: starts = "…"', self.file, line
            )
        return Correction(line=line, **values)

    def _values(self, table: dict[str, Any], keys: Keys, name: str, nth: int = 0) -> dict[str, Any]:
        values = {}
        for key, value in table.items():
            if key not in keys:
                raise self._unknown(key, name, list(keys), nth)
            try:
                values[key] = keys[key](value)
            except _WrongValueError as wrong:
                raise self._wrong(key, name, str(wrong), value, nth) from None
        return values

    def _hold_pins(self, pins: dict[str, Any]) -> None:
        """Raise unless every pinned line exists, holds words and is pinned once."""
        seen: dict[int, str] = {}
        for key in ("headline", "furniture", "paragraphs", "subheadings"):
            value = pins.get(key, frozenset())
            for number in sorted(value if isinstance(value, frozenset) else {value}):
                line = self._line_of(key, "pins")
                if not 1 <= number <= len(self.capture.lines):
                    last = len(self.capture.lines)
                    message = (
                        f"expected a line from 1 to {last}, found {number}; count the lines of {self.capture.file}"
                    )
                    raise ClippingError(message, self.file, line)
                if not fold(self.capture.lines[number - 1]):
                    message = (
                        f"expected a line with words, found line {number}, which is blank; pin the line of the words"
                    )
                    raise ClippingError(message, self.file, line)
                if number in seen:
                    message = f"expected each line pinned once, found line {number} under {seen[number]} too; keep one"
                    raise ClippingError(message, self.file, line)
                seen[number] = key

    def _unknown(self, key: str, table: str, known: list[str], nth: int = 0) -> ClippingError:
        from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

        nearest = get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"did you mean {nearest[0]}?" if nearest else "use one of the known keys"
        expected = f"expected one of {', '.join(known)}"
        return ClippingError(f"{expected}, found {key}; {hint}", self.file, self._line_of(key, table, nth))

    def _wrong(self, key: str, table: str, expected: str, value: Any, nth: int = 0) -> ClippingError:
        found = f"expected {expected} for {key}, found {value!r}; mend the value"
        return ClippingError(found, self.file, self._line_of(key, table, nth))

    def _line_of(self, key: str, table: str, nth: int = 0) -> int:
        """Return the line where the ``nth`` table of the name ``table`` sets ``key``, else where it starts.

        The TOML reader of the standard library keeps no positions, so this looks for the header and the key
        as people write them. A value over several lines that looks like a key can mislead it by a few lines.
        """
        here, start, count = "", 1, -1
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]", line):
                here = header[1].strip("\"'")
                if here == table:
                    count += 1
                    start = number if count == nth else start
            wanted = here == table and count == nth if table else not here or here == key
            if wanted and re.match(rf"""\s*(\[\[?\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""", line):
                return number
        return start
