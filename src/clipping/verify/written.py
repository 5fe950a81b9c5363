"""A written site, read back once for all checks, and how texts in it are compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # bs4 adds the name at run time

from clipping.capture import Capture, fold
from clipping.verify.markup import read

#: What a check yields: the file, what was expected and found and what to do about it, and the line if it is known.
Fault = tuple[str, str, int | None]


class Site:
    """A site, given its ``files`` by relative address, and the capture it was made from.

    ``pinned`` are the capture's lines that an editor pinned as furniture. ``pages`` are the elements of each HTML page
    in order, ``ids`` those with an id. The article page, the most important one, is also read by Beautiful Soup:
    ``tree`` are its elements in order, ``tags`` those with an id, and ``blocks`` those with ``data-lines``, each with
    its first and last line and its text.

    Raises ``ClippingError`` if a page is not in the subset of HTML that ``markup.py`` defines.
    """

    def __init__(self, files: dict[str, bytes], capture: Capture, pinned: frozenset[int]) -> None:
        self.files, self.capture, self.pinned = files, capture, pinned
        texts = {name: data.decode(errors="replace") for name, data in files.items() if name.endswith(".html")}
        self.pages = {page: read(page, text) for page, text in texts.items()}
        self.ids = {page: {each.attributes.get("id", ""): each for each in self.pages[page]} for page in texts}
        # Python's parser: lxml's is 5 ms faster, but takes longer to load. It resolves character references itself,
        # since Beautiful Soup would first build a table for them, which takes longer than reading a page.
        builder = HTMLParserTreeBuilder(multi_valued_attributes=None)
        builder.parser_args[1]["convert_charrefs"] = True
        self.tree: list[Tag] = BeautifulSoup(texts["index.html"], builder=builder).find_all(True)
        self.tags = {str(tag["id"]): tag for tag in self.tree if "id" in tag.attrs}
        claims = [
            (tag, [*map(int, str(tag["data-lines"]).split("-"))]) for tag in self.tree if "data-lines" in tag.attrs
        ]
        self.blocks = [(tag, (lines[0], lines[-1]), fold(text_of(tag))) for tag, lines in claims]

    @cached_property
    def record(self) -> dict[str, Any]:
        """The object in article.json, as plain data. Raises ``ValueError`` if it is no JSON."""
        return json.loads(self.files["article.json"])  # type: ignore[no-any-return]


def text_of(tag: Tag | None) -> str:
    """Return the text of ``tag`` as captured, with repeats in full."""
    text = "".join(text_of(each) if isinstance(each, Tag) else str(each) for each in tag or ())
    again = str(tag.get("data-again", "")) if tag else ""
    # Only a true repeat counts: any other words in the attribute would be invisible to readers.
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
    """Yield faults unless the ``found`` texts (name, text, line) are the ``expected`` ones, once each and in order."""
    yield from compare(file, "list of texts", " ".join(expected), " ".join(name for name, *_ in found))
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
