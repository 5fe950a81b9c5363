"""A written site, read back from disk, and how a text in it is compared with the expected text."""

import json
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import eq

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # bs4 adds the name at run time

from clipping.capture import Capture, excerpt, fold
from clipping.verify.markup import KEPT, Element, read

#: What is wrong in a file: its name, a message (what was expected, what was found, what to do), and the line, if any.
Fault = tuple[str, str, int | None]


class Site:
    """The bytes of the ``files`` of a site by relative address, and the capture it was made from.

    ``pinned`` are the lines of the capture that an editor pinned as furniture. ``ids`` maps each page to its ids, and
    ``pages`` maps it to its links, its elements in ``KEPT``, and those directly in head and body. The main part of the
    article page is also read by Beautiful Soup: ``tree`` has its elements in order, and ``blocks`` those with
    ``data-lines``, each with its first and last line and its text.

    Raises ``ClippingError`` if a page is not in the language of ``markup.py``.
    """

    def __init__(self, files: dict[str, bytes], capture: Capture, pinned: frozenset[int]) -> None:
        self.files, self.capture, self.pinned = files, capture, pinned
        self.record = json.loads(files["article.json"])
        self.pages, self.ids = dict[str, list[Element]](), dict[str, set[str]]()
        for page in [name for name in files if name.endswith(".html")]:
            self.pages[page], self.ids[page] = [], set()
            for each in read(page, files[page].decode(errors="replace")):
                self.ids[page].add(each.anchor)
                if each.parent in ("head", "body") or each.name in KEPT or "href" in each.attributes:
                    self.pages[page].append(each)
        self.tree = [tag for each in self.pages["index.html"] if each.name == "main" for tag in tags_in(each)]
        claims = [(tag, str(tag["data-lines"]).split("-")) for tag in self.tree if "data-lines" in tag.attrs]
        self.blocks = [(tag, (int(lines[0]), int(lines[-1])), fold(text_of(tag))) for tag, lines in claims]

    def words(self, page: str, element: str) -> Iterator[tuple[str, str]]:
        """Yield the id (or the nearest id around it) and text of each ``element``, one of ``KEPT``, on a page."""
        return ((each.anchor, each.text) for each in self.pages[page] if each.name == element)


def tags_in(main: Element) -> list[Tag]:
    """Return all elements in ``main``, as Beautiful Soup reads them, each with its line on the page."""
    builder = HTMLParserTreeBuilder(multi_valued_attributes=None)  # lxml's would take longer to load
    builder.parser_args[1]["convert_charrefs"] = True  # saves 40 ms, as Beautiful Soup builds no table of entities
    return BeautifulSoup("\n" * (main.line - 1) + main.text, builder=builder).find_all(True)


def text_of(tag: Tag) -> str:
    """Return the text of ``tag`` as the capture prints it, each ``data-again`` included."""
    text = "".join(text_of(each) if isinstance(each, Tag) else str(each) for each in tag)
    again = str(tag.get("data-again", ""))
    # Only a true repetition counts: any other words in the attribute would be invisible to readers.
    once, more = "".join(text.split()), "".join(again.split())
    return text + again if once and more == once * (len(more) // len(once)) else text


def unreadable(file: str, error: Exception) -> Fault:
    """Return the fault of a file so damaged that reading it raised ``error``."""
    found = f"an error in it ({type(error).__name__}: {error})"
    return file, f"expected a file that can be read, found {found}; fix what writes this file", None


def compare(file: str, name: str, expected: str, found: str, line: int | None = None) -> Iterator[Fault]:
    """Yield a fault if the text called ``name`` is not as expected; it quotes both from the first word that differs."""
    if expected != found:
        at = equal_until(expected, found)
        at = max(expected.rfind(" ", 0, at) + 1, at - 20)
        wanted, instead = (f"“{excerpt(text[at:])}”" if text[at:] else "nothing" for text in (expected, found))
        yield file, f"{name}: expected {wanted} at character {at + 1}, found {instead}; fix what writes this file", line


def equal_until(one: Sequence[object], other: Sequence[object]) -> int:
    """Return the number of characters or bytes before the first that differs."""
    return sum(takewhile(bool, map(eq, one, other)))
