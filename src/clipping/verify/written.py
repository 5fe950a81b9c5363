"""A written site, read back once for all checks, and how texts in it are compared."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # bs4 adds the name at run time

from clipping.capture import Capture, fold
from clipping.verify.markup import Element, read

#: What a check yields: the file, what was expected and found and what to do about it, and the line if it is known.
Fault = tuple[str, str, int | None]


class Site:
    """The site whose ``files`` these are by relative address, and the capture it was made from.

    ``pinned`` are the lines of it that an editor called furniture. ``pages`` are the elements of each HTML page in
    order, ``ids`` those with an id. ``record`` is the object in article.json, or empty. The article page has its
    ``tree``, its ``tags`` by their ids, and its ``blocks``: the elements that claim lines, with the first and last of
    these and with their texts.

    Raises ``ClippingError`` where a page is not in the language that all parsers read alike.
    """

    def __init__(self, files: dict[str, bytes], capture: Capture, pinned: frozenset[int]) -> None:
        self.files, self.capture, self.pinned = files, capture, pinned
        try:
            self.record: dict[str, Any] = defaultdict(dict, json.loads(files["article.json"]))
        except (ValueError, TypeError):
            self.record = defaultdict(dict)
        pages = [name for name in files if name.endswith(".html")]
        self.pages = {page: read(page, files[page].decode(errors="replace")) for page in pages}
        self.ids: dict[str, dict[str, Element]] = {page: {} for page in self.pages}
        for page, element in self.having("id"):
            self.ids[page][element.attributes["id"]] = element
        self.tree = self.parsed("index.html")
        self.tags = {str(tag["id"]): tag for tag in carrying("id", self.tree)}
        self.blocks = [(tag, _claim(tag), fold(text_of(tag))) for tag in carrying("data-lines", self.tree)]

    def having(self, attribute: str) -> list[tuple[str, Element]]:
        """Return the elements that carry ``attribute``, each with its page."""
        return [(page, each) for page, tags in self.pages.items() for each in tags if attribute in each.attributes]

    def parsed(self, page: str) -> BeautifulSoup:
        """Return a page as a tree, as Python's parser reads it: lxml's saves 5 ms, and takes longer to be loaded."""
        # Attributes stay the strings they are, and white space in <code>, where the capture's lines are, is kept.
        builder = HTMLParserTreeBuilder(multi_valued_attributes=None, preserve_whitespace_tags={"pre", "code"})
        # Python's parser resolves references, for which Beautiful Soup would make a table slower than a page.
        builder.parser_args[1]["convert_charrefs"] = True
        return BeautifulSoup(self.files[page].decode(errors="replace"), builder=builder)

    def printed(self, first: int, last: int) -> str:
        """Return the text of lines of the capture, white space folded; of others, that it has none such."""
        known = 1 <= first <= last <= len(self.capture.lines)
        return self.capture.folded(first, last) if known else "nothing: the capture has no such lines"

    def texts(self, **endings: str) -> dict[str, str]:
        """Return the texts of the record by their ids, those of captions by the ``endings`` of their fields' ids."""
        texts = {name: self.record.get(name) for name in ("headline", "standfirst")}
        for entry in self.record["captions"]:
            texts |= {entry["id"] + ending: entry[field] for field, ending in endings.items()}
        texts |= {entry["id"]: entry["text"] for entry in self.record["paragraphs"]}
        return {name: text for name, text in texts.items() if text}


def carrying(attribute: str, tree: BeautifulSoup) -> list[Tag]:
    """Return the elements of ``tree`` that carry ``attribute``, in order."""
    return [tag for tag in tree.find_all(True) if attribute in tag.attrs]


def _claim(tag: Tag) -> tuple[int, int]:
    claim = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", str(tag["data-lines"]))
    return (int(claim[1]), int(claim[2] or claim[1])) if claim else (0, 0)


def text_of(tag: Tag | None) -> str:
    """Return the text of ``tag`` as captured, with repeats in full."""
    text = "".join(text_of(each) if isinstance(each, Tag) else str(each) for each in tag.children) if tag else ""
    again = str(tag.get("data-again", "")) if tag else ""
    # A repeat may only repeat: anything else in the attribute would be words that no reader sees.
    once, more = "".join(text.split()), "".join(again.split())
    return text + again if once and more == once * (len(more) // len(once)) else text


def compare(file: str, name: str, expected: str, found: str, line: int | None = None) -> Iterator[Fault]:
    """Yield a fault if the text ``name`` is not as expected, with both from the first word in which they differ."""
    if expected != found:
        pairs = enumerate(zip(expected, found, strict=False))
        at = next((at for at, (one, other) in pairs if one != other), min(len(expected), len(found)))
        at = max(expected.rfind(" ", 0, at) + 1, at - 20)
        wanted, instead = (f"“{start(text[at:])}”" if text[at:] else "nothing" for text in (expected, found))
        yield file, f"{name}: expected {wanted} at character {at + 1}, found {instead}; fix what changed it", line


def compare_all(file: str, expected: Mapping[str, str], found: list[tuple[str, str, Any]]) -> Iterator[Fault]:
    """Compare texts, found with their names and lines: those expected are there once, in order, and no others."""
    yield from compare(file, "list of texts", " ".join(expected), " ".join(name for name, _, _ in found))
    for name, text, line in found:
        yield from compare(file, name, expected.get(name, text), text, line)


def part_of(source: str, words: str) -> str:
    """Return ``words`` if each line of them, white space folded, is in ``source`` and in order, else ``source``."""
    rest = source
    for line in filter(None, map(fold, words.split("\n"))):
        _, found, rest = rest.partition(line)
        if not found:
            return source
    return words if fold(words) else source


def start(text: str) -> str:
    """Return ``text`` with white space folded, cut to 40 characters."""
    return folded[:39] + "…" if len(folded := fold(text)) > 40 else folded
