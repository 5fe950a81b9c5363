r"""Prose: Markdown that an editor wrote → HTML that is safe to put on a page.

Python-Markdown only reads the Markdown here. Its HTML is not used: the tree of elements that it makes is written out
by an *allowlist*, which knows a dozen elements and five attributes, escapes everything else and checks each address
against a grammar after all of Markdown's and HTML's own escapes are resolved, as a browser would see it. So whatever
is pasted into a note, nothing but these elements can come out.

In Markdown ``[1]`` cites the first of the sources that belong to the text; ``\[1]`` is just that.
"""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element  # makes elements, parses no XML

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString
from msgspec import Struct

from clipping.content.schema import MAIL_ADDRESS, WEB_ADDRESS, read_document
from clipping.errors import ClippingError
from clipping.inputs import markdown_files
from clipping.record import Words

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = frozenset(("hr", "br"))
#: What Markdown can make and a page may have, besides headings and links.
ELEMENTS = VOID | frozenset((
    "p", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong",
    "table", "thead", "tbody", "tr", "th", "td",
))  # fmt: skip
CITATION = "citation"
#: What no text of an editor's reaches, and the reader of Markdown takes long for: lines without a blank one, cells in a
#: row, levels of lists and quotations, characters and brackets in a paragraph, item or cell, and what it all makes.
LINES, CELLS, LEVELS, PARAGRAPH, BRACKETS, MADE = 200, 20, 20, 10_000, 100, 1_000_000
#: How a line begins that is in lists and quotations (four spaces are a level, too), and a line that divides.
NESTED = re.compile(r"(?:[>\s]|(?:[*+-]|\d+\.)(?=\s|$))*")
LEVEL, RULE = re.compile(r">|[*+-]|\d+\.|\t| {4}"), re.compile(r"\s*(?:-[- ]*|\*[* ]*)")
# Only with its semicolon is "&copy;" a character: "?a=1&copy=2" is an address.
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# RFC 3986 narrowed to what an editor needs: a web page, a mail address, a page of this site, a place on a page.
# White space, quotation marks, backslashes and control characters are in none of them.
ADDRESS = re.compile(
    rf"{WEB_ADDRESS}|{MAIL_ADDRESS}"
    r"|[A-Za-z0-9_][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*(?:#[^\s\\\x00-\x20\x7f<>\"`]*)?"
    r"|#[^\s\\\x00-\x20\x7f<>\"`]+"
)


class Title(Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a page."""

    title: Words


class Page(Struct, frozen=True):
    """A further page of the site: its name, its title, and Markdown that starts at ``body_line`` of ``file``."""

    slug: str
    title: str
    body: str
    file: str
    body_line: int


class Sources(Struct, frozen=True):
    """What ``[1]``, ``[2]``, … link to, and of what these are the sources, for those who hear a link alone."""

    addresses: tuple[str, ...]
    of: str


def read_pages(folder: Path) -> tuple[Page, ...]:
    """Read the Markdown pages in ``folder``, sorted by name; no folder means none.

    Raises ``ClippingError`` as ``markdown_files`` does, and at the line of a front matter that is anything but a
    ``title``.
    """
    pages = []
    for path in markdown_files(folder):
        written, body, line = read_document(path)
        pages.append(Page(path.stem, written.read_as(Title).title, body, str(path), line))
    return tuple(pages)


def render(text: str, file: str, line: int, *, heading: int = 2, sources: Sources | None = None) -> str:
    """Return the Markdown ``text`` as safe HTML.

    ``file`` and ``line`` are where the text starts; ``heading`` is the level that the highest of its headings gets;
    ``sources`` are what ``[1]``, ``[2]``, … link to, or ``None`` where numbers in brackets are only that. Raw HTML is
    shown as the text it is. Columns that a table aligns get the class ``left``, ``center`` or ``right``, and a
    citation the class ``cite``.

    Raises ``ClippingError`` at the line of an address that is not http, https, mailto, a page of the site or a place
    on the page; of an image, since pages fetch nothing; of a link inside a link; of a citation of no source; and of
    what goes beyond the limits above, within which the time grows with the text alone.
    """
    _check_lines(text, file, line)
    reader = _reader()
    writer: Any = _Writer(text, file, line, heading, sources)
    # Before what reads the words in paragraphs, and in place of Markdown's own writer, which knows no allowlist.
    reader.treeprocessors.register(writer, "limits", 100)
    reader.serializer = writer.document
    try:
        made = reader.reset().convert(text)
    except RecursionError as error:
        message = "expected emphasis a few levels deep, found far more; write it flatter"
        raise ClippingError(message, file, line) from error
    if len(made) > MADE:
        message = f"expected at most {MADE} characters of HTML, found {len(made)}; "
        raise ClippingError(message + "cite and link to long words less often", file, line)
    return made


def _check_lines(text: str, file: str, line: int) -> None:
    since = 0
    for number, words in enumerate(text.split("\n"), line):
        since = since + 1 if words.strip() else 0
        levels = 0 if RULE.fullmatch(words) else len(LEVEL.findall(next(NESTED.finditer(words))[0]))
        for limit, found, things, advice in (
            (LINES, since, "lines without a blank one", "put one between them"),
            (CELLS, words.count("|"), "| in a line", "divide the table"),
            (LEVELS, levels, "levels of lists and quotations", "write it flatter"),
        ):
            if found > limit:
                raise ClippingError(f"expected at most {limit} {things}, found {found}; {advice}", file, number)


@cache
def _reader() -> Markdown:
    """Return a reader of Markdown that knows tables and citations, and no HTML."""
    # An extension is handed over, not named: looking names up costs more than all else here.
    reader = Markdown(extensions=[TableExtension()])
    reader.stripTopLevelTags = False
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    reader.inlinePatterns.deregister("entity")  # what it would hide is resolved on writing
    # An address ends at white space, without a look back at each quotation mark in it.
    reference: Any = reader.parser.blockprocessors["reference"]
    reference.RE = re.compile(reference.RE.pattern.replace(r"([^\s]+)", r"([^\s]++)"), re.MULTILINE)
    numbered: Any = reader.parser.blockprocessors["olist"]
    numbered.LAZY_OL = False  # a list begins with the number that it is given
    # Before links, so that [1] is no link's text; after code and escapes, so that they can show it.
    citations = SimpleTagInlineProcessor(r"()\[([0-9]+)\](?![(\[])", CITATION)  # the second group becomes its text
    reader.inlinePatterns.register(citations, CITATION, 175)
    return reader


class _Writer(Struct, frozen=True):
    """Writes the tree of one text out, knowing the text so that it can name lines."""

    text: str
    file: str
    line: int
    heading: int
    sources: Sources | None

    def run(self, root: Element) -> None:
        """Raise at a paragraph, item or cell that the reader of what is in it would take long for."""
        for words in (words for element in root.iter() for words in (element.text, element.tail) if words):
            size, brackets = len(words), words.count("[")
            if (size > PARAGRAPH or brackets > BRACKETS) and not isinstance(words, AtomicString):
                expected = f"a paragraph of at most {PARAGRAPH} characters with {BRACKETS} ["
                message = f"expected {expected}, found {size} with {brackets}; divide it"
                raise self.error(message, words.strip().split("\n")[0][:40])

    def document(self, root: Element) -> str:
        """Return the HTML of a whole text, the highest of its headings at the level asked for."""
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        shift = self.heading - min((int(element.tag[1]) for element in headings), default=0)
        for element in headings:
            element.tag = HEADINGS[min(int(element.tag[1]) + shift, len(HEADINGS)) - 1]
        return self.inside(root)

    def inside(self, element: Element, link: bool = False) -> str:
        """Return what is inside ``element``; ``link`` if that is inside a link."""
        return _escape(element.text) + "".join(self._element(child, link) + _escape(child.tail) for child in element)

    def _element(self, element: Element, link: bool) -> str:
        tag, attributes = element.tag, ""
        if tag == "img":
            message = "expected no image, found one, and pages fetch nothing; link to it"
            raise self.error(message, _resolve(element.get("src", "")))
        if tag == CITATION:
            return self._citation(element.text or "", link)
        if tag == "a":
            attributes = self._link(_resolve(element.get("href", "")), element.get("title"), link)
        elif tag not in ELEMENTS and tag not in HEADINGS:
            return self.inside(element, link)
        elif start := element.get("start"):
            attributes = f' start="{int(start[:9])}"'
        elif aligned := re.search("left|center|right", element.get("style", "")):
            attributes = f' class="{aligned[0]}"'
        return f"<{tag}{attributes}>" + ("" if tag in VOID else f"{self.inside(element, link or tag == 'a')}</{tag}>")

    def _link(self, address: str, title: str | None, link: bool) -> str:
        """Return the attributes of a link."""
        if link:
            raise self.error(f"expected no link inside a link, found {address}; end the first link before it", address)
        if not ADDRESS.fullmatch(address):
            expected = "an address of http, https or mailto, a page of this site or a #place"
            raise self.error(f"expected {expected}, found {address!r}; correct the link", address)
        return f' href="{html.escape(address)}"' + (f' title="{_escape(title)}"' if title else "")

    def _citation(self, number: str, link: bool) -> str:
        if self.sources is None:
            return f"[{number}]"
        addresses = self.sources.addresses
        if link or not 1 <= int(number[:9]) <= len(addresses):
            found = "inside a link" if link else f"[{number}]"
            known = f"from [1] to [{len(addresses)}]" if addresses else "of no source, as none is listed"
            message = f"expected a citation {known}, found {found}; correct it, or write \\[{number}]"
            raise self.error(message, f"[{number}]")
        address, of = html.escape(addresses[int(number) - 1]), html.escape(self.sources.of)
        return f'<a class="cite" href="{address}" aria-label="Source [{number}] of {of}">[{number}]</a>'

    def error(self, message: str, mark: str) -> ClippingError:
        """Return the error at the line of ``mark``, which is looked for as people write it; Markdown keeps no lines."""
        whole, first = re.escape(mark), re.escape("".join(mark.split()[:1]))  # in case it runs over a line's end
        lines = [line + _resolve(line) for line in self.text.split("\n")]
        forms = (rf"[(<]{whole}|: {whole}", whole, first)
        number = next((number for form in forms for number, line in enumerate(lines) if re.search(form, line)), 0)
        return ClippingError(message, self.file, self.line + number)


def _resolve(text: str) -> str:
    """Return ``text`` with Markdown's and HTML's escapes resolved: what a browser would make of it."""
    resolved = ENTITY.sub(lambda entity: html.unescape(entity[0]), text.replace(AMP_SUBSTITUTE, "&"))
    return resolved.replace(STX, "").replace(ETX, "")


def _escape(text: str | None) -> str:
    return html.escape(_resolve(text)) if text else ""
