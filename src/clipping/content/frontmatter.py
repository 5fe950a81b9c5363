"""Front matter: the YAML between two lines of ``---`` at the head of a Markdown file, with its lines.

    ---
    title: Ollanta Humala
    mentions:
      - President Ollanta Humala
    ---
    Markdown.

PyYAML reads it, of which only the *parser* is used: it gives every value as it was written, with its line, and
builds nothing. So a date stays the words ``2016-04``, an unquoted ``no`` stays a word, no tag can construct an
object, and every mistake has a line. (python-frontmatter would sit on the same PyYAML and lose the lines.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from clipping.capture import BOM, LINE_END, UNPRINTABLE, fold
from clipping.errors import ClippingError

if TYPE_CHECKING:
    import yaml

FENCE = "---"
#: Of http or https, with a host and unbroken; a control character is no part of one.
WEB_ADDRESS = re.compile(r"(?i:https?)://[^\s/?#<>\"\\\x00-\x20\x7f]+[^\s<>\"\\\x00-\x20\x7f\ufffe\uffff]*")
# Raw, these are no white space of Markdown's, and no character of XML's (XML 1.0, section 2.2).
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
NULL = ("", "~", "null", "Null", "NULL")  # YAML 1.2.2, section 10.3.2


class Value(Struct, frozen=True):
    """A value of the front matter, under which key it stands, and where.

    ``data`` is the words of a scalar (``None`` for YAML's null), a tuple of values, or a table of them.
    """

    data: str | tuple[Value, ...] | dict[str, Value] | None
    key: str
    file: str
    line: int

    def wrong(self, expected: str, found: str | None = None) -> ClippingError:
        """Return the error that this value is not what its key holds."""
        shown = found or (self.data if isinstance(self.data, str) and self.data else _named(self.data))
        return ClippingError(f"expected {expected} for {self.key}, found {shown}; mend the value", self.file, self.line)

    def words(self) -> str:
        """Return the words, white space folded; raises ``ClippingError`` unless there are some."""
        if not isinstance(self.data, str) or not fold(self.data):
            raise self.wrong("words")
        return fold(self.data)

    def items(self) -> tuple[Value, ...]:
        """Return the entries of a list; raises ``ClippingError`` if it is none or empty."""
        if not isinstance(self.data, tuple) or not self.data:
            raise self.wrong("a list, each entry on a line that starts with “- ”")
        return self.data

    def table(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Value]:
        """Return the values by key; raises ``ClippingError`` at a key that is unknown or missing."""
        required, known = tuple(required), (*required, *optional)
        if not isinstance(self.data, dict):
            raise self.wrong(f"{known[0]}: … and the like")
        for key, value in self.data.items():
            if key not in known:
                message = f"expected one of {', '.join(known)}, found the key {key}; {_hint(key, known)}"
                raise ClippingError(message, self.file, value.line)
        for key in required:
            if key not in self.data:
                where = "in the front matter" if self.key == FENCE else f"in each of {self.key}"
                raise ClippingError(f"expected {key} {where}, found none; add {key}: …", self.file, self.line)
        return self.data

    def one_of(self, words: tuple[str, ...]) -> str:
        """Return the words if they are one of ``words``; raises ``ClippingError`` that names the nearest."""
        if self.data not in words:
            found = str(self.data) if isinstance(self.data, str) and self.data else _named(self.data)
            message = f"expected {self.key} to be one of {', '.join(words)}, found {found}; {_hint(found, words)}"
            raise ClippingError(message, self.file, self.line)
        return str(self.data)

    def flag(self) -> bool:
        """Return whether it says ``true``; raises ``ClippingError`` unless it says ``true`` or ``false``."""
        return self.one_of(("true", "false")) == "true"

    def address(self) -> str:
        """Return a web address; raises ``ClippingError`` unless it is http or https, names a host and is unbroken."""
        if not isinstance(self.data, str) or not WEB_ADDRESS.fullmatch(self.data):
            raise self.wrong("an address that starts with https:// or http://")
        return self.data

    def number(self) -> int | float:
        """Return a number, such as 62500 or 0.5; raises ``ClippingError`` unless it is one."""
        if not isinstance(self.data, str) or not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", self.data):
            raise self.wrong("a number, such as 62500 or 0.5,")
        return float(self.data) if "." in self.data else int(self.data)

    def count(self, last: int, of: str) -> int:
        """Return a number that counts from 1 to ``last``; raises ``ClippingError`` unless it is such a one."""
        number = self.number() if isinstance(self.data, str) and self.data.isdecimal() else 0
        if not isinstance(number, int) or not 1 <= number <= last:
            raise self.wrong(f"the number of one of the {last} {of}" if last else f"no number, as there are no {of},")
        return number


class Document(Struct, frozen=True):
    """A Markdown file: its front matter, its text, and the line at which the text starts."""

    matter: Value
    body: str
    file: str
    line: int


def read_document(path: Path) -> Document:
    """Read the Markdown file at ``path``.

    Raises ``ClippingError`` if it cannot be read, is not UTF-8, holds a character that no page can show, has no
    front matter, or has front matter that is not a table of distinct keys; at its line wherever there is one.
    """
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8").removeprefix(BOM)
    except OSError as error:
        raise ClippingError(f"expected to read this file, found {error.strerror}; mend its rights", file) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ClippingError("expected UTF-8 text, found other bytes; save the file as UTF-8", file, line) from error
    return split_document(text, file)


def split_document(text: str, file: str) -> Document:
    """Return the parts of the Markdown file with the ``text``; ``file`` is what messages call it.

    Raises what ``read_document`` does.
    """
    lines = LINE_END.split(text)
    for number, line in enumerate(lines, 1):
        if found := CONTROLS.search(line):
            code = f"U+{ord(found[0]):04X}"
            raise ClippingError(
                f"expected text, found the character {code}, which no page can show; take it out", file, number
            )
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if not fences or fences[0] != 0:
        raise ClippingError("expected front matter, found none; start with a line of ---", file, 1)
    if len(fences) == 1:
        raise ClippingError("expected a line of --- to end the front matter, found none; add it", file, 1)
    end = fences[1]
    matter = _parse("\n".join(lines[1:end]), file)
    return Document(matter, "\n".join(lines[end + 1 :]), file, end + 2)


def _parse(text: str, file: str) -> Value:
    """Return the table that the YAML ``text`` holds, which starts on line 2 of ``file``."""
    import yaml  # noqa: PLC0415 - a site without notes need not wait for it

    # The same grammar twice: libyaml's reader is ten times as fast, and not in every build of PyYAML.
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    events = (event for event in yaml.parse(text, loader) if not isinstance(event, yaml.StreamStartEvent))
    try:
        if isinstance(next(events), yaml.StreamEndEvent):
            return Value({}, FENCE, file, 1)
        value = _value(next(events), events, FENCE, file)
        next(events)  # the document's end
        if not isinstance(more := next(events), yaml.StreamEndEvent):
            message = "expected front matter alone, found a second document; mend this line"
            raise ClippingError(message, file, _line(more))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        line = mark.line + 2 if mark else 1
        raise ClippingError(f"expected valid YAML, found a mistake: {reason}; mend this line", file, line) from error
    except yaml.YAMLError as error:
        raise ClippingError("expected valid YAML, found something else; write key: value lines", file, 1) from error
    return value


def _value(event: yaml.Event, events: Iterator[yaml.Event], key: str, file: str, depth: int = 0) -> Value:
    """Return the value that starts with ``event``, taking the rest of it from ``events``."""
    import yaml  # noqa: PLC0415

    line = _line(event) if depth else 1
    if depth > 8:  # notes nest four deep
        raise ClippingError("expected lists of tables at most, found them nested deeper; mend this line", file, line)
    if isinstance(event, yaml.ScalarEvent):
        if UNPRINTABLE.search(event.value) or re.search("[\ud800-\udfff]", event.value):
            raise ClippingError("expected text, found an escape that no page can show; take it out", file, line)
        null = event.implicit[0] and event.value in NULL
        return Value(None if null else event.value, key, file, line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_value(item, events, key, file, depth + 1))
        return Value(tuple(items), key, file, line)
    if isinstance(event, yaml.AliasEvent):  # it could hold itself, or say ten times "ten times the line above"
        raise ClippingError(f"expected each value in full, found *{event.anchor}; write it out", file, line)
    table: dict[str, Value] = {}
    while not isinstance(name := next(events), yaml.MappingEndEvent):
        if not isinstance(name, yaml.ScalarEvent) or name.value in table:
            found = f"{name.value} twice" if isinstance(name, yaml.ScalarEvent) else "something else"
            message = f"expected each key once and in words, found {found}; mend this line"
            raise ClippingError(message, file, _line(name))
        table[name.value] = _value(next(events), events, name.value, file, depth + 1)
    return Value(table, key, file, line)


def _line(event: yaml.Event) -> int:
    """Return the line of the file on which ``event`` starts; the front matter starts on the second."""
    return event.start_mark.line + 2 if event.start_mark else 1


def _named(data: object) -> str:
    if isinstance(data, tuple):
        return "a list"
    return "a table of keys" if isinstance(data, dict) else "nothing"


def _hint(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    nearest = get_close_matches(word.casefold(), list(known), n=1, cutoff=0.5)
    return f"did you mean {nearest[0]}?" if nearest else "use one of those"
