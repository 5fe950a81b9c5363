"""What an editor writes, as TOML or as front matter: read as plain data, then checked against types, with lines.

Front matter is the YAML between two lines of ``---`` at the head of a Markdown file. Of PyYAML only the parser is
used: it gives each value as it was written, with its line, and builds nothing. So a date stays the words ``2016-04``,
an unquoted ``no`` stays a word, and no tag can construct an object.

msgspec converts plain data to a type and names what does not fit by its path, such as ``$.sources[0].url``. From the
path come the line and, from the type to which it leads, what was expected.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import accumulate, takewhile
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import yaml
from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import fields

from clipping.capture import fold, lines_of
from clipping.errors import ClippingError

T = TypeVar("T")
#: The way to a value: keys of tables, and places in lists from 0.
Steps = tuple[str | int, ...]

#: Of http or https and unbroken. The host has none of the signs at which urlsplit fails: brackets, and those that
#: Unicode normalises to a mark that divides addresses.
WEB_ADDRESS = (
    r"(?i:https?)://[^\s/?#<>\"\\\[\]\x00-\x20\x7f⁇⁈⁉℀℁℅℆⩴︓︖﹕﹖﹟﹫＃／：？＠]+"
    r"(?:[/?#][^\s<>\"\\\x00-\x20\x7f\ufffe\uffff]*)?"
)
MAIL_ADDRESS = r"(?i:mailto):[^\s\\\x00-\x20\x7f<>\"'`:/]+@[^\s\\\x00-\x20\x7f<>\"'`:/]+"
WebAddress = Annotated[
    str, Meta(pattern=rf"\A{WEB_ADDRESS}\Z", description="an address that starts with https:// or http://")
]
#: No white space of Markdown's, and no character of XML's (XML 1.0, section 2.2).
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: What no article.toml, note and page reaches: the characters of a file and of one value, and the depth of values.
LONGEST_FILE, LONGEST_VALUE, DEEPEST = 200_000, 4_000, 8
NULL = ("", "~", "null", "Null", "NULL")  # YAML 1.2.2, section 10.3.2
#: What editors call the types that have no description of their own.
PLAIN = {str: "words", int: "a whole number", bool: "true or false", tuple: "a list", frozenset: "a list of numbers"}
#: What is expected where tomllib gives a reason that starts so.
TOML_MISTAKES = {
    "Invalid date": "a day that exists, such as 2016-04-19",
    "Cannot": "each key and each table once",
    "Unclosed array": "a ] at the end of the list",
    "Unescaped": "two strokes (\\\\) for each backward stroke between quotation marks",
    "Illegal character": "a quotation mark at the end of the words, on the line where they begin",
    "Unterminated string": "a quotation mark at the end of the words",
}


class LineIndex(dict[Steps, int]):
    """The line of each value by the way to it; a value without a line of its own has that of what is around it."""

    def __missing__(self, steps: Steps) -> int:
        return self[steps[:-1]]


class Written(Struct, frozen=True):
    """The text of ``file``, the plain ``data`` that an editor wrote there, and the ``lines`` of its values."""

    file: str
    text: list[str]
    data: Any
    lines: LineIndex

    def read_as(self, kind: type[T], *, strict: bool = False) -> T:
        """Return the data as a value of ``kind``, white space folded; unless ``strict``, words can be numbers.

        Raises ``ClippingError`` at the line of a key that is unknown (and names the nearest known one) or missing, of
        a value that is not of its type, or of a character that no page can show.
        """
        try:
            return convert(self._folded(self.data), kind, strict=strict)
        except ValidationError as error:
            message, path = re.findall(r"(.*?)(?: - at `\$([^`]*)`)?$", str(error))[0]
        steps: Steps = tuple(int(nth) if nth else key for key, nth in re.findall(r"\.(\w+)|\[(\d+)\]", path))
        inner, words = _type_at(kind, steps)
        key = "".join([f" for {step}" for step in steps if isinstance(step, str)][-1:])
        name = re.sub(".*? [`'](.*)[`']", r"\1", message)  # of a key, or the option that is none
        if message.startswith("Object missing"):
            raise self.error(f"the key {name}{key}", *steps, found="none", advice="add it")
        options = list(get_args(inner)) if get_origin(inner) is Literal else []
        if message.startswith("Object contains"):
            options = [field.encode_name for field in fields(inner) if field.encode_name]
            steps, key = (*steps, name), ""
        if not options:
            raise self.error(f"{words}{key}", *steps)
        nearest = get_close_matches(name.casefold(), options, n=1, cutoff=0.5)
        advice = f"did you mean {nearest[0]}?" if nearest else "use one of those"
        raise self.error(f"one of {', '.join(options)}{key}", *steps, advice=advice)

    def error(self, expected: str, *steps: str | int, found: str = "", advice: str = "correct it") -> ClippingError:
        """Return the error that ``found``, or else the line to which ``steps`` lead, is not what was ``expected``."""
        line = self.lines[steps]
        found = found or f"“{fold(self.text[line - 1])[:60]}”"
        return ClippingError(f"expected {expected}, found {found}; {advice}", self.file, line)

    def _folded(self, value: Any, *steps: str | int) -> Any:
        if len(steps) > DEEPEST:
            raise self.error(f"values at most {DEEPEST} levels deep", *steps, found="more")
        if isinstance(value, dict):
            for key in value:
                if not key or "`" in key:  # the mark between which msgspec names keys and paths
                    raise self.error("a key of letters", *steps, key)
            return {key: self._folded(item, *steps, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self._folded(item, *steps, nth) for nth, item in enumerate(value)]
        text = fold(value) if isinstance(value, str) else ""
        if len(text) > LONGEST_VALUE:
            raise self.error(f"at most {LONGEST_VALUE} characters", *steps, found=f"{len(text)}", advice="write less")
        if UNSHOWN.search(text):
            raise self.error("text", *steps, found="a character that no page can show", advice="take it out")
        return text if isinstance(value, str) else value


def _type_at(kind: Any, steps: Steps) -> tuple[Any, str]:
    """Return the type to which ``steps`` lead from ``kind``, without what annotates it, and what editors call it."""
    words = ""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind, *others = get_args(kind)
        words = next((other.description for other in others if isinstance(other, Meta) and other.description), "")
    if not steps:
        return kind, words or PLAIN.get(get_origin(kind) or kind, "a table of keys")
    if isinstance(steps[0], int):
        return _type_at(get_args(kind)[0], steps[1:])
    return _type_at(next(field.type for field in fields(kind) if field.encode_name == steps[0]), steps[1:])


def read_toml(path: Path) -> Written:
    """Read the TOML at ``path``; raises ``ClippingError`` if it can't be read, or at the line that is no TOML."""
    text = _text(path)
    try:
        return Written(str(path), text, tomllib.loads("\n".join(text)), _toml_lines(text))
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        number = int(place.split()[1].rstrip(",")) if place.startswith("line") else len(text)
        plain = 'key = value, with words in straight "quotation marks"'
        expected = next((words for start, words in TOML_MISTAKES.items() if reason.startswith(start)), plain)
        raise Written(str(path), text, {}, LineIndex({(): number})).error(f"valid TOML: {expected}") from error
    except (ValueError, RecursionError) as error:  # Python reads no number of thousands of digits
        message = "expected short numbers, and lists a few levels deep, found far more; make them shorter"
        raise ClippingError(message, str(path)) from error


def _toml_lines(text: list[str]) -> LineIndex:
    """Return the lines of tables and keys as people write them, since tomllib keeps none.

    Words over several lines that look like a key can mislead it by a few lines.
    """
    lines = LineIndex({(): 1})
    table: Steps = ()
    counts: Counter[str] = Counter()
    for number, line in enumerate(text, 1):
        if header := re.match(r"(\[\[?)([^\[\]]+)\]", line.lstrip()):
            name = header[2].strip(" \t\"'")
            table = (name,) if header[1] == "[" else (name, counts[name])
            counts[name] += 1
            lines.update({(name,): number, table: number})
        elif "=" in line:
            name = line.partition("=")[0].strip(" \t\"'")
            for steps in accumulate(((part,) for part in name.split(".", DEEPEST)), initial=table):
                lines.setdefault(steps, number)
    return lines


def read_document(path: Path) -> tuple[Written, str, int]:
    """Read the Markdown file at ``path``; return its front matter, the Markdown after it, and the line of its start.

    Raises ``ClippingError`` if it can't be read or has no front matter that is a table of distinct keys, at its line.
    """
    text = _text(path)
    ends = [number for number, line in enumerate(text) if line.rstrip() == "---"]
    if ends[:1] != [0] or len(ends) == 1:
        raise ClippingError("expected front matter between two lines of ---, found none; add it", str(path), 1)
    matter = _front_matter(str(path), text[: ends[1]])
    return matter, "\n".join(text[ends[1] + 1 :]), ends[1] + 2


def _text(path: Path) -> list[str]:
    try:
        lines = lines_of(path.read_bytes(), str(path), UNSHOWN)
    except OSError as error:
        message = f"expected to read this file, found {error.strerror}; change its rights"
        raise ClippingError(message, str(path)) from error
    if (size := len("\n".join(lines))) > LONGEST_FILE:
        raise ClippingError(f"expected at most {LONGEST_FILE} characters, found {size}; write less", str(path))
    return lines


def _front_matter(file: str, text: list[str]) -> Written:
    """Return what is written in the ``text`` of a front matter, whose first line is the fence above it."""
    written = Written(file, text, {}, LineIndex({(): 1}))

    def line(mark: Any) -> int:
        return min(mark.line + 1, len(text)) if mark else 1  # YAML has some more ends of lines

    def value(event: Any, *steps: str | int) -> Any:
        written.lines.setdefault(steps, line(event.start_mark))
        if isinstance(event, yaml.ScalarEvent):
            return "" if event.implicit[0] and event.value in NULL else event.value
        if isinstance(event, yaml.AliasEvent):  # it could hold itself, or say ten times "ten times the line above"
            raise written.error("each value in full", *steps, found=f"*{event.anchor}", advice="write it out")
        if len(steps) > DEEPEST:  # a tree of libyaml's crashes some thousands deep
            raise written.error(f"values at most {DEEPEST} levels deep", *steps, found="more")
        entries = takewhile(lambda event: not isinstance(event, yaml.CollectionEndEvent), events)
        if isinstance(event, yaml.SequenceStartEvent):
            return [value(entry, *steps, nth) or None for nth, entry in enumerate(entries)]
        table: dict[str, Any] = {}
        for key in entries:
            name = getattr(key, "value", "")
            written.lines[*steps, name] = line(key.start_mark)
            if not name or name in table:
                raise written.error("each key once, and in words", *steps, name)
            table[name] = value(next(events), *steps, name)
        return table

    # The same grammar twice: libyaml's reader is ten times as fast, and not in every build of PyYAML.
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    inner = (yaml.NodeEvent, yaml.CollectionEndEvent)
    events: Iterator[Any] = (event for event in yaml.parse("\n".join(text), loader) if isinstance(event, inner))
    try:
        data = value(next(events))
        more = next(events, None)
    except yaml.YAMLError as error:
        written.lines[()] = line(getattr(error, "problem_mark", None))
        advice = f"correct it ({getattr(error, 'problem', None) or 'it has a character that is not allowed'})"
        raise written.error("valid YAML, as in key: value", advice=advice) from error
    if more or not isinstance(data or {}, dict):
        raise written.error("lines of key: value", found="something else")
    return Written(file, text, data or {}, written.lines)
