"""Read TOML and YAML front matter as plain data, validate it against types, and report mistakes with their lines.

Front matter is the YAML between two lines of ``---`` at the head of a Markdown file. Only PyYAML's event parser is
used, which gives each value as written, with its line. So ``2016-04`` and an unquoted ``no`` stay strings, and no tag
can construct an object.

msgspec converts the data to a type and reports a mismatch by its path, such as ``$.sources[0].url``. The path leads to
the line, and the type's JSON Schema says what was expected there.
"""

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
from msgspec.structs import replace

from clipping.capture import fold, lines_of
from clipping.errors import ClippingError

T = TypeVar("T")
#: The path to a value: keys of tables, and indexes in lists from 0.
Steps = tuple[str | int, ...]

#: An http or https address without white space. Its host contains none of the characters that urlsplit rejects:
#: brackets, and characters that Unicode normalisation (NFKC) turns into delimiters of addresses.
WEB_ADDRESS = (
    r"(?i:https?)://[^\s/?#<>\"\\\[\]\x00-\x20\x7f⁇⁈⁉℀℁℅℆⩴︓︖﹕﹖﹟﹫＃／：？＠]+"
    r"(?:[/?#][^\s<>\"\\\x00-\x20\x7f\ufffe\uffff]*)?"
)
MAIL_ADDRESS = r"(?i:mailto):[^\s\\\x00-\x20\x7f<>\"'`:/]+@[^\s\\\x00-\x20\x7f<>\"'`:/]+"
LANGUAGE = r"\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z"  # the common shapes of BCP 47
WebAddress = Annotated[str, Meta(pattern=rf"\A{WEB_ADDRESS}\Z", description="an address with https:// or http://")]
Language = Annotated[str, Meta(pattern=LANGUAGE, description='a language tag, such as "en" or "pt-BR"')]
#: Control characters, and others that XML does not allow (XML 1.0, section 2.2).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Limits beyond any real file: the characters of one value, and the levels of nesting.
LONGEST_VALUE, DEEPEST = 4_000, 8
#: What messages call the types of JSON Schema.
NAMES = {"string": "words", "integer": "a whole number", "boolean": "true or false", "array": "a list with hyphens"}
#: What to write in a file that its parser rejects.
TOML_FORMS = r'write each key and [table] once, and values as "words" (\\ for a \), [3, 5], true or a day that exists'
YAML_FORMS = "write key: value, aligned with spaces, and put text with punctuation in double quotation marks"


class Document(Struct, frozen=True):
    """A file that was read: its name, lines of ``text``, plain ``data``, and the line on which each value starts."""

    file: str
    text: list[str]
    data: Any
    line_numbers: dict[Steps, int]

    def read_as(self, kind: type[T], *, strict: bool = False) -> T:
        """Return the data, white space folded, as ``kind``; unless ``strict``, strings are converted to other types.

        Raises ``ClippingError`` at the line of an unknown key (with the nearest known one), a missing key, a value of
        the wrong type, a character that no page can show, a value that is too long or nested too deeply, or a day
        that does not exist.
        """
        try:
            return convert(self._folded(self.data), kind, strict=strict)
        except ValidationError as error:
            message, path = re.findall(r"(.*?)(?: - at `\$([^`]*)`)?$", str(error))[0]
        steps: Steps = tuple(int(nth) if nth else key for key, nth in re.findall(r"\.(\w+)|\[(\d+)\]", path))
        name = re.split("[`']", message, maxsplit=1)[-1][:-1]  # what the message quotes, if anything: a key or a value
        if message.startswith("Object missing"):
            raise self.error(f"the key {name}", *steps, found="none", advice="add it")
        wanted = _schema_at(kind, steps)
        if message.startswith("Object contains"):
            known = [key for key in wanted["properties"] if key]  # Pins.none can't be set by a key
            raise self.error("a known key", *steps, name, advice=nearest(name, known))
        if "enum" in wanted:
            raise self.error("a known value", *steps, advice=nearest(name, wanted["enum"]))
        described = wanted.get("description") or NAMES.get(wanted["type"], "a table of keys")
        raise self.error(described, *steps)

    def line(self, *steps: str | int) -> int:
        """Return the number of the line of the value at ``steps``, or of the nearest value around it that has one."""
        while steps not in self.line_numbers:
            steps = steps[:-1]
        return self.line_numbers[steps]

    def error(self, expected: str, *steps: str | int, found: str = "", advice: str = "correct it") -> ClippingError:
        """Return an error at the line of the value at ``steps``; ``found`` defaults to the start of that line."""
        line = self.line(*steps)
        found = found or f"“{fold(self.text[line - 1])[:60]}”"
        return ClippingError(f"expected {expected}, found {found}; {advice}", self.file, line)

    def _folded(self, value: Any, *steps: str | int) -> Any:
        """Return ``value`` with white space folded and TOML dates as strings; raises an error if no type allows it."""
        if len(steps) > DEEPEST:
            raise self.error(f"values at most {DEEPEST} levels deep", *steps, found="more")
        if isinstance(value, dict):
            return {key: self._folded(item, *steps, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self._folded(item, *steps, nth) for nth, item in enumerate(value)]
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, str):
            return value
        text = fold(value)
        if len(text) > LONGEST_VALUE or FORBIDDEN.search(text):
            raise self.error(f"at most {LONGEST_VALUE} characters, and no control characters", *steps)
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                date.fromisoformat(text)
            except ValueError:
                raise self.error("a day that exists, such as 2016-04-19", *steps) from None
        return text


def nearest(words: str, options: Iterable[str]) -> str:
    """Return advice on ``words`` that are not in ``options``: the most similar, or a list of all."""
    near = get_close_matches(words, options, 1)
    return f"did you mean {near[0]}?" if near else f"choose from: {', '.join(options) or 'none'}"


def _schema_at(kind: Any, steps: Steps) -> dict[str, Any]:
    """Return the JSON Schema of the value at ``steps`` in a value of ``kind``, disregarding null."""
    (wanted,), defined = json.schema_components([kind])
    for step in (None, *steps):  # the first round only follows references
        if step is not None:
            wanted = wanted["items"] if isinstance(step, int) else wanted["properties"][step]
        while not {"type", "enum"} & wanted.keys():
            wanted = defined[wanted["$ref"].rpartition("/")[2]] if "$ref" in wanted else wanted["anyOf"][0]
    return wanted


def read_toml(path: Path) -> Document:
    """Read the TOML file at ``path``; raises ``ClippingError`` at a line that is not valid."""
    text = lines_of(path.read_bytes(), str(path), FORBIDDEN)
    document = Document(str(path), text, {}, _toml_lines(text))
    try:
        return replace(document, data=tomllib.loads("\n".join(text)))
    except (ValueError, RecursionError) as error:
        stated = re.search(r"at line ([0-9]+)", str(error))
        document.line_numbers[()] = int(stated[1]) if stated else len(text)  # where the parser stopped
        raise document.error("valid TOML", advice=TOML_FORMS) from error


def _toml_lines(text: list[str]) -> dict[Steps, int]:
    """Return the lines of tables and keys in their usual forms, since tomllib does not report lines.

    If a line of a multi-line string looks like a key, it may be reported instead of that key's own line.
    """
    lines: dict[Steps, int] = {(): 1}
    table: Steps = ()
    counts: Counter[str] = Counter()
    for number, line in enumerate(text, 1):
        if found := re.match(r"\s*+(\[{0,2})([^\[\]=]+)[]=]", line):
            brackets, name = found.groups()
            steps: Steps = tuple(part.strip(" \t\"'") for part in name.split(".", DEEPEST))
            if brackets:
                table = steps if brackets == "[" else (*steps, counts[name])
                counts[name] += 1
            steps = table if brackets else table + steps
            for size in range(1, len(steps) + 1):
                lines.setdefault(steps[:size], number)
    return lines


def read_document(path: Path) -> tuple[Document, str, int]:
    """Read the Markdown file at ``path``; return its front matter, its Markdown, and the line at which that starts.

    Raises ``ClippingError`` if the front matter is missing, is not valid YAML, or is not a table with distinct keys.
    """
    text = lines_of(path.read_bytes(), str(path), FORBIDDEN)
    start, end, *_ = [*(number for number, line in enumerate(text) if line.rstrip() == "---"), -1, -1]
    if start or end < 0:
        raise ClippingError("expected front matter between two lines of ---, found none; add it", str(path), 1)
    matter = Document(str(path), text, {}, {(): 2})
    # libyaml's parser is ten times as fast as PyYAML's own, but not every build of PyYAML has it. libyaml's composer
    # crashes on deep nesting, so the events are composed here.
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # These three characters end a line in YAML 1.1, which PyYAML reads, but not in text editors.
    plain = re.sub("[\x85\u2028\u2029]", " ", "\n".join(text[:end]))
    inner = (yaml.NodeEvent, yaml.CollectionEndEvent)
    try:
        events = (event for event in yaml.parse(plain, loader) if isinstance(event, inner))
        data = _value_of(next(events), events, matter)
        if not isinstance(data, dict) or next(events, None):
            raise matter.error("lines of key: value", advice=YAML_FORMS)
    except (yaml.YAMLError, RecursionError) as error:
        # Whatever is left open is reported where it opens; a key without a colon or after a tab, on its own line.
        context = getattr(error, "context", None) or "block"
        name = "problem_mark" if re.search("block|plain", context) else "context_mark"
        matter.line_numbers[()] = min(mark.line + 1, end) if (mark := getattr(error, name, None)) else end
        raise matter.error("valid YAML", advice=YAML_FORMS) from error
    return replace(matter, data=data), "\n".join(text[end + 1 :]), end + 2


def _value_of(event: Any, events: Iterator[Any], matter: Document, *steps: str | int) -> Any:
    """Return the value at ``steps``, which starts with ``event`` and continues in ``events``; record its line."""
    matter.line_numbers.setdefault(steps, event.start_mark.line + 1)
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in ("", "~", "null") else event.value
    if isinstance(event, yaml.AliasEvent):  # it could contain itself or grow exponentially
        raise matter.error("each value in full", *steps, found=f"*{event.anchor}", advice="write it out")
    entries = takewhile(lambda event: not isinstance(event, yaml.CollectionEndEvent), events)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value_of(entry, events, matter, *steps, nth) for nth, entry in enumerate(entries)]
    table: dict[str, Any] = {}
    for key in entries:
        name = getattr(key, "value", "")
        matter.line_numbers[*steps, name] = key.start_mark.line + 1
        if not name or name in table:
            raise matter.error("each key once, as plain text", *steps, name, advice="remove or rename it")
        table[name] = _value_of(next(events), events, matter, *steps, name)
    return table
