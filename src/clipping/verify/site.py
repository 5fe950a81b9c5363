"""A written site, read back from disk once for all checks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # it is put there when it is imported
from bs4.element import PreformattedString
from msgspec import Struct

from clipping.capture import Capture, fold

ARTICLE, SOURCE, QUOTATIONS, NOTES = "index.html", "source.html", "quotations.html", "notes.html"
#: The one page with a script.
CHECK = "check.html"
RECORD, COPY, SUMS = "article.json", "article.txt", "SHA256SUMS"
#: What a script element of this type holds is data.
DATA_TYPES = ("application/ld+json", "application/json")

#: Attributes stay the strings they are, and white space in <code>, where the capture's lines are, is kept.
AS_WRITTEN: dict[str, Any] = {
    "multi_valued_attributes": None,
    "preserve_whitespace_tags": {"pre", "textarea", "code"},
}


def parsed(page: str) -> BeautifulSoup:
    """Return ``page`` as a tree, with the text and the attributes as a browser has them."""
    builder = HTMLParserTreeBuilder(**AS_WRITTEN)
    # Python's parser resolves references itself. Beautiful Soup would make a table of all 2,200 names first, which
    # takes longer than reading a page.
    builder.parser_args[1]["convert_charrefs"] = True
    return BeautifulSoup(page, builder=builder)


class Finding(Struct, frozen=True):
    """One way in which the site does not hold: where, by which rule (``code``), and what to do."""

    code: str
    file: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return fold(f"{place}: [{self.code}] {self.message}")


class Site(Struct, frozen=True, dict=True):
    """A written site, read once for all checks, with the capture that it should hold.

    ``pinned`` are the lines that an editor called furniture.
    """

    folder: Path
    capture: Capture
    pinned: frozenset[int]

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file of the site by its relative address."""
        paths = sorted(path for path in self.folder.rglob("*") if not path.is_dir())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Every HTML page of the site, parsed."""
        return {
            name: parsed(data.decode("utf-8", errors="replace"))
            for name, data in self.files.items()
            if name.endswith(".html")
        }

    @cached_property
    def tags(self) -> dict[str, list[Tag]]:
        """Every element of each page, in the order of the page."""
        return {name: list(page.find_all(True)) for name, page in self.pages.items()}

    def having(self, name: str, attribute: str) -> list[Tag]:
        """Return the elements of the page ``name`` that carry ``attribute``, in order."""
        return [tag for tag in self.tags[name] if tag.has_attr(attribute)]

    def named(self, name: str, element: str) -> list[Tag]:
        """Return the elements of the page ``name`` that are called ``element``, in order."""
        return [tag for tag in self.tags[name] if tag.name == element]

    @cached_property
    def ids(self) -> dict[str, dict[str, Tag]]:
        """The elements of each page by their ids."""
        return {name: {str(tag["id"]): tag for tag in self.having(name, "id")} for name in self.pages}

    @cached_property
    def scripts(self) -> dict[str, list[Tag]]:
        """The elements of each page that a browser runs as scripts; blocks of data are none (HTML, 4.12.1)."""
        return {
            name: [tag for tag in self.named(name, "script") if tag.get("type") not in DATA_TYPES]
            for name in self.pages
        }

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of the article page that say which lines they hold, in the order of the page."""
        return [_block(tag) for tag in self.having(ARTICLE, "data-lines")]

    @cached_property
    def record(self) -> dict[str, Any]:
        """The record as article.json has it; empty where it is not a JSON object."""
        try:
            record = json.loads(self.files.get(RECORD, b""))
        except ValueError:
            return {}
        return record if isinstance(record, dict) else {}

    @cached_property
    def furniture(self) -> list[tuple[range, str]]:
        """The lines that the record lists as furniture, with the text it gives them."""
        entries = self.record.get("furniture", [])
        return [(range(entry["lines"][0], entry["lines"][1] + 1), entry["text"]) for entry in entries]


class Block(Struct, frozen=True):
    """An element of the article page, the lines of the capture that it claims, and its text as captured."""

    tag: Tag
    lines: range
    text: str

    @property
    def in_masthead(self) -> bool:
        """Whether the block stands in the page's masthead, above what the capture prints before it."""
        return self.tag.find_parent("header") is not None


def _block(tag: Tag) -> Block:
    claim = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", str(tag["data-lines"]))
    lines = range(int(claim[1]), int(claim[2] or claim[1]) + 1) if claim else range(0)
    return Block(tag, lines, fold(text_of(tag)))


def text_of(tag: Tag) -> str:
    """Return the text of ``tag`` as captured: without an editor's words, and with repeats in full."""
    pieces = []
    for child in tag.children:
        if isinstance(child, Tag):
            if not child.has_attr("data-editor"):
                pieces.append(text_of(child))
        elif not isinstance(child, PreformattedString):
            pieces.append(str(child))
    again = str(tag.get("data-again", ""))
    text = "".join(pieces)
    # A repeat may only repeat: anything else in the attribute would be words that no reader sees.
    return text + (again if _is_repeat(again, text) else "")


def _is_repeat(again: str, text: str) -> bool:
    once = "".join(text.split())
    more = "".join(again.split())
    return bool(once) and more == once * (len(more) // len(once))


Check = Callable[[Site], Iterator[Finding]]


def start(text: str, limit: int = 40) -> str:
    """Return the first words of ``text``, at most ``limit`` characters of them."""
    folded = fold(text)
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"


def difference(expected: str, found: str) -> str:
    """Say where two texts part, with a few words from there on."""
    place = next(
        (i for i, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), min(len(expected), len(found))
    )
    return (
        f"expected “{start(expected[place:]) or 'its end'}” at character {place + 1}, "
        f"found “{start(found[place:]) or 'its end'}”; mend what changed the text"
    )
