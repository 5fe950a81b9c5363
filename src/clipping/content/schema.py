"""What an editor writes, as TOML or as front matter: read as plain data, then checked against types, with lines.

Front matter is the YAML between two lines of ``---`` at the head of a Markdown file. Of PyYAML only the parser is
used: it gives each value as it was written, with its line, and builds nothing. So a date stays the words ``2016-04``,
an unquoted ``no`` stays a word, and no tag can construct an object.

msgspec converts plain data to a type and names what does not fit by its path, such as ``$.sources[0].url``. From the
path come the line and, from the schema of the type, what was expected.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from msgspec import Meta, Struct, ValidationError, convert, json

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
LANGUAGE = r"\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z"  # the common shapes of BCP 47
WebAddress = Annotated[
    str, Meta(pattern=rf"\A{WEB_ADDRESS}\Z", description="an address that starts with https:// or http://")
]
Language = Annotated[str, Meta(pattern=LANGUAGE, description='a language tag, such as "en" or "pt-BR",')]
#: No white space of Markdown's, and no character of XML's (XML 1.0, section 2.2).
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: What no article.toml, note and page reaches: the characters of a file and of one value, and the depth of values.
LONGEST_FILE, LONGEST_VALUE, DEEPEST = 200_000, 4_000, 8
NULL = ("", "~", "null", "Null", "NULL")  # YAML 1.2.2, section 10.3.2
#: What editors call the values that have no description of their own, by their types in a schema.
PLAIN = {"string": "words", "integer": "a whole number", "boolean": "true or false", "array": "a list with hyphens,"}
#: What is expected where a parser's reason has these words, the first that fit; the last are for all other reasons.
MISTAKES = {
    "Invalid date": "a day that exists, such as 2016-04-19",
    "Cannot": "each key and each table once",
    "Unescaped|escape character": "two strokes (\\\\) for each backward stroke between quotation marks",
    "Illegal character": "a quotation mark at the end of the words, on the line where they begin",
    "Unterminated|quoted scalar": "a quotation mark at the end of the words, and only there",
    "Unclosed|flow|node content": "a list between [ and ], or a table between { and }",
    "mapping values": "quotation marks around words with a colon in them, and one key a line",
    "any token|tab character": "no tabs, and quotation marks around words that begin with a sign",
    "unacceptable": "no control characters",
    "block|sequence": "nothing after a closing quotation mark, and the lines of a list straight below one another",
    "TOML": 'key = value, with words in straight "quotation marks", true or false, or a day such as 2016-04-19',
    "YAML": "key: value on each line",
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
        key = "".join([f" for {step}" for step in steps if isinstance(step, str)][-1:])
        name = re.sub(".*? [`'](.*)[`']", r"\1", message)  # of a key, or the option that is none
        if message.startswith("Object missing"):
            raise self.error(f"the key {name}{key}", *steps, found="none", advice="add it")
        wanted = _schema_at(kind, steps)
        options = wanted.get("enum", [])
        if message.startswith("Object contains"):
            options, steps, key = [*filter(None, wanted["properties"])], (*steps, name), ""
        if options:
            raise self.error(f"one of {', '.join(options)}{key}", *steps, advice=nearest(name, options))
        words = "a table of keys" if "properties" in wanted else wanted.get("description") or PLAIN[wanted["type"]]
        raise self.error(f"{words}{key}", *steps)

    def error(self, expected: str, *steps: str | int, found: str = "", advice: str = "correct it") -> ClippingError:
        """Return the error that ``found``, or else the line to which ``steps`` lead, is not what was ``expected``."""
        line = self.lines[steps]
        words = fold(self.text[line - 1])[:60]
        found = found or (f"“{words}”" if words else "nothing more")
        return ClippingError(f"expected {expected}, found {found}; {advice}", self.file, line)

    def _folded(self, value: Any, *steps: str | int) -> Any:
        """Return ``value`` with white space folded and TOML's days in words, as front matter has them."""
        if len(steps) > DEEPEST:
            raise self.error(f"values at most {DEEPEST} levels deep", *steps, found="more")
        if isinstance(value, dict):
            for key in value:
                if not key or "`" in key:  # the mark between which msgspec names keys and paths
                    raise self.error("a key of letters", *steps, key)
            return {key: self._folded(item, *steps, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self._folded(item, *steps, nth) for nth, item in enumerate(value)]
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, str):
            return value
        text = fold(value)
        if len(text) > LONGEST_VALUE:
            raise self.error(f"at most {LONGEST_VALUE} characters", *steps, found=f"{len(text)}", advice="write less")
        if UNSHOWN.search(text):
            raise self.error("text", *steps, found="a character that no page can show", advice="take it out")
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                date.fromisoformat(text)
            except ValueError:
                raise self.error("a day that exists, such as 2016-04-19", *steps) from None
        return text


def nearest(name: str, options: Iterable[str]) -> str:
    """Return what to do about a ``name`` that is none of ``options``: the nearest of them, if one is near."""
    folded = {option.casefold(): option for option in options}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return f"did you mean {folded[near[0]]}?" if near else "use one of them"


def _schema_at(kind: Any, steps: Steps) -> dict[str, Any]:
    """Return the JSON Schema of the value to which ``steps`` lead from one of ``kind``; it may also be null."""
    made = wanted = json.schema(kind)
    for step in (*steps, None):
        while not {"type", "enum"} & wanted.keys():
            name = wanted.get("$ref", "").rpartition("/")[2]
            wanted = made["$defs"][name] if name else wanted["anyOf"][0]
        if step is not None:
            wanted = wanted["items"] if isinstance(step, int) else wanted["properties"][step]
    return wanted


def read_toml(path: Path) -> Written:
    """Read the TOML at ``path``; raises ``ClippingError`` if it can't be read, or at the line that is no TOML."""
    text = _text(path)
    try:
        return Written(str(path), text, tomllib.loads("\n".join(text)), _toml_lines(text))
    except (ValueError, RecursionError) as error:
        raise _mistake(error, "TOML", str(path), text) from error


def _toml_lines(text: list[str]) -> LineIndex:
    """Return the lines of tables and keys as people write them, since tomllib keeps none.

    Words over several lines that look like a key can mislead it by a few lines.
    """
    lines = LineIndex({(): 1})
    table: Steps = ()
    counts: Counter[str] = Counter()
    for number, line in enumerate(text, 1):
        if found := re.match(r"\s*(\[{0,2})([^\[\]=]+)[]=]", line):
            steps: Steps = tuple(part.strip(" \t\"'") for part in found[2].split(".", DEEPEST))
            if found[1]:
                table = steps if found[1] == "[" else (*steps, counts[found[2]])
                counts[found[2]] += 1
            steps = table if found[1] else table + steps
            for size in range(1, len(steps) + 1):
                lines.setdefault(steps[:size], number)
    return lines


def read_document(path: Path) -> tuple[Written, str, int]:
    """Read the Markdown file at ``path``; return its front matter, the Markdown after it, and the line of its start.

    Raises ``ClippingError`` if it can't be read or has no front matter that is a table of distinct keys, at its line.
    """
    text = _text(path)
    start, end, *_ = [*(number for number, line in enumerate(text) if line.rstrip() == "---"), -1, -1]
    if start or end < 0:
        message = "expected front matter between two lines of ---, the first of them here, found none; add it"
        raise ClippingError(message, str(path), 1)
    matter = Written(str(path), text[:end], {}, LineIndex({(): 1}))

    def value(event: Any, *steps: str | int) -> Any:
        matter.lines.setdefault(steps, event.start_mark.line + 1)
        if isinstance(event, yaml.ScalarEvent):
            return "" if event.implicit[0] and event.value in NULL else event.value
        if isinstance(event, yaml.AliasEvent):  # it could hold itself, or say ten times "ten times the line above"
            raise matter.error("each value in full", *steps, found=f"*{event.anchor}", advice="write it out")
        entries = takewhile(lambda event: not isinstance(event, yaml.CollectionEndEvent), events)
        if isinstance(event, yaml.SequenceStartEvent):
            return [value(entry, *steps, nth) or None for nth, entry in enumerate(entries)]
        table: dict[str, Any] = {} if steps else matter.data
        for key in entries:
            name = getattr(key, "value", "")
            matter.lines[*steps, name] = key.start_mark.line + 1
            if not name or name in table:
                raise matter.error("each key once, and in words", *steps, name)
            table[name] = value(next(events), *steps, name)
        return table

    # The same grammar twice: libyaml's reader is ten times as fast, and not in every build of PyYAML.
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    inner = (yaml.NodeEvent, yaml.CollectionEndEvent)
    # Three characters end a line for YAML and not for an editor.
    plain = re.sub("[\x85\u2028\u2029]", " ", "\n".join(matter.text))
    try:
        events: Iterator[Any] = (event for event in yaml.parse(plain, loader) if isinstance(event, inner))
        whole = value(next(events)) or matter.data
        if whole is not matter.data or next(events, None):
            raise matter.error("lines of key: value", found="something else")
    except (yaml.YAMLError, RecursionError) as error:
        raise _mistake(error, "YAML", matter.file, matter.text) from error
    return matter, "\n".join(text[end + 1 :]), end + 2


def _text(path: Path) -> list[str]:
    try:
        lines = lines_of(path.read_bytes(), str(path), UNSHOWN)
    except OSError as error:
        message = f"expected to read this file, found {error.strerror}; change its rights"
        raise ClippingError(message, str(path)) from error
    if (size := len("\n".join(lines))) > LONGEST_FILE:
        raise ClippingError(f"expected at most {LONGEST_FILE} characters, found {size}; write less", str(path))
    return lines


def _mistake(error: Exception, syntax: str, file: str, text: list[str]) -> ClippingError:
    """Return what an editor can do about the ``error`` of a parser, with the line in ``text`` that it gives."""
    if not isinstance(error, (tomllib.TOMLDecodeError, yaml.YAMLError)):
        # Python reads no number of thousands of digits, and nothing that is thousands of levels deep.
        message = "expected short numbers, and lists a few levels deep, found far more; make them shorter"
        return ClippingError(message, file)
    reason = f"{getattr(error, 'context', '')} {getattr(error, 'problem', error)} {syntax}"
    opened = "quoted" in reason or "flow" in reason  # and never closed
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    place = re.search(r"\(at line ([0-9]+)", reason)
    line = int(place[1]) if place else mark.line + 1 if mark else len(text)
    expected = next(words for part, words in MISTAKES.items() if re.search(part, reason))
    written = Written(file, text, {}, LineIndex({(): min(line, len(text))}))
    return written.error(f"valid {syntax}: {expected}")
