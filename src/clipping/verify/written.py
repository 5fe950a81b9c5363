"""A written site, read back, and how its texts are compared."""

import json
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # bs4 adds the name at run time

from clipping.capture import Capture, fold
from clipping.verify.markup import COMPARED, Element, read

#: What a check yields: the file, what was expected and found and what to do about it, and the line if it is known.
Fault = tuple[str, str, int | None]


class Site:
    """The ``files`` of a site, by their addresses in ``folder``, and the capture it was made from.

    ``pinned`` are the capture's lines that an editor pinned as furniture. Of each page, ``pages`` are the elements that
    are compared and the notes, and ``ids`` all ids; ``links`` are page, address and line of each link. The article
    page, the most important one, is also read by Beautiful Soup: ``tree`` are its elements in order, ``tags`` those
    with an id, and ``blocks`` those with ``data-lines``, each with its first and last line and its text.

    Raises ``ClippingError`` if a page is not in the language of ``markup.py``.
    """

    def __init__(self, folder: Path, files: list[str], capture: Capture, pinned: frozenset[int]) -> None:
        self.folder, self.files, self.capture, self.pinned = folder, files, capture, pinned
        self.record: dict[str, Any] = json.loads(self.data("article.json"))
        self.pages, self.ids = dict[str, list[Element]](), dict[str, set[str]]()
        self.links: list[tuple[str, str, int]] = []
        for page in (name for name in files if name.endswith(".html")):
            self.pages[page], self.ids[page] = [], set()  # even if nothing in it is compared: it must have a policy
            for each in read(page, self.text(page)):
                self.ids[page].add(each.anchor)
                if each.name in COMPARED or "data-note" in each.attributes:
                    self.pages[page].append(each)
                if "href" in each.attributes:
                    self.links.append((page, each.attributes["href"], each.line))
        builder = HTMLParserTreeBuilder(multi_valued_attributes=None)  # lxml's would take longer to load
        builder.parser_args[1]["convert_charrefs"] = True  # or Beautiful Soup makes a table first, in 40 ms
        self.tree: list[Tag] = BeautifulSoup(self.text("index.html"), builder=builder).find_all(True)
        self.tags = {str(tag["id"]): tag for tag in self.tree if "id" in tag.attrs}
        claims = [(tag, str(tag["data-lines"]).split("-")) for tag in self.tree if "data-lines" in tag.attrs]
        self.blocks = [(tag, (int(lines[0]), int(lines[-1])), fold(text_of(tag))) for tag, lines in claims]

    def data(self, file: str) -> bytes:
        """Return the bytes of a file."""
        return (self.folder / file).read_bytes()

    def text(self, page: str) -> str:
        """Return the text of a page, with bytes that are not UTF-8 replaced."""
        return self.data(page).decode(errors="replace")

    def words(self, page: str, name: str) -> list[tuple[str, str]]:
        """Return what the elements ``name`` of a page contain, each after the nearest id."""
        return [(each.anchor, each.text) for each in self.pages[page] if each.name == name]


def text_of(tag: Tag | None) -> str:
    """Return the text of ``tag`` as captured, with repeats in full."""
    text = "".join(text_of(each) if isinstance(each, Tag) else str(each) for each in tag or ())
    if not (again := str(tag.attrs.get("data-again", "")) if tag else ""):
        return text
    # Only a true repeat counts: any other words in the attribute would be invisible to readers.
    once, more = "".join(text.split()), "".join(again.split())
    return text + again if once and more == once * (len(more) // len(once)) else text


def unreadable(file: str, error: Exception) -> Fault:
    """Return the fault of a file that made a check fail with ``error``."""
    found = f"an error in it ({type(error).__name__}: {error})"
    return file, f"expected a file that can be read, found {found}; fix what writes this file", None


def compare(file: str, name: str, expected: str, found: str, line: int | None = None) -> Iterator[Fault]:
    """Yield a fault if the text ``name`` is not as expected, with both from the first word in which they differ."""
    if expected != found:
        at = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(expected, found, strict=False)))
        at = max(expected.rfind(" ", 0, at) + 1, at - 20)
        wanted, instead = (f"“{start(text[at:])}”" if text[at:] else "nothing" for text in (expected, found))
        yield file, f"{name}: expected {wanted} at character {at + 1}, found {instead}; fix what writes this file", line


def part_of(source: str, words: str) -> str:
    """Return ``words`` if each line of them, white space folded, is in ``source`` and in order, else ``source``."""
    rest = source
    for line in filter(None, map(fold, words.split("\n"))):
        _, found, rest = rest.partition(line)
        if not found:
            return source
    return words if fold(words) else source


def start(text: str) -> str:
    """Return ``text`` with white space folded, cut to 40 characters; � is for what a terminal would obey."""
    shown = "".join(each if each.isprintable() else "\ufffd" for each in fold(text)[:41])
    return shown[:39] + "…" if len(shown) > 40 else shown
