r"""Convert an editor's Markdown to safe HTML.

Python-Markdown is used only as a parser. Its element tree is serialised here: only elements and attributes on an
*allowlist* are kept, all text is escaped, and each address must match a grammar once its Markdown and HTML escapes are
resolved, as in a browser. Whatever is pasted into a note, nothing else can get into a page.

``[1]`` cites the first source of a text; ``\[1]`` is shown as [1].
"""

import html
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element  # only to build elements; no XML is parsed

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString
from msgspec import Struct

from clipping.content.schema import MAIL_ADDRESS, WEB_ADDRESS, read_document
from clipping.errors import ClippingError
from clipping.inputs import markdown_files
from clipping.record import Words

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = frozenset(("hr", "br"))
#: The elements allowed in addition to headings and links.
ELEMENTS = VOID | frozenset((
    "p", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong",
    "table", "thead", "tbody", "tr", "th", "td",
))  # fmt: skip
CITATION = "citation"  # an element of the tree only: it is written as a link
#: Limits that real texts do not reach and beyond which the Markdown parser is slow: consecutive lines without a blank
#: one, cells in a row, levels of lists and block quotations, characters and [ in a paragraph or cell, length of HTML.
MAX_LINES, MAX_CELLS, MAX_LEVELS, MAX_CHARACTERS, MAX_BRACKETS, MAX_HTML = 200, 20, 20, 10_000, 100, 1_000_000
#: The start of a line in lists and block quotations; one level of it (a marker, tab or four spaces); a thematic break.
NESTED = re.compile(r"(?:[>\s]|(?:[*+-]|\d+\.)(?=\s|$))*")
LEVEL, THEMATIC_BREAK = re.compile(r">|[*+-]|\d+\.|\t| {4}"), re.compile(r"\s*(?:-[- ]*|\*[* ]*)")
# The semicolon is required, so that the address "?a=1&copy=2" stays as it is.
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# RFC 3986 narrowed to what an editor needs: a web page, a mail address, a page of this site, an anchor.
# None of them may contain white space, double quotation marks, backslashes or control characters.
ADDRESS = re.compile(
    rf"{WEB_ADDRESS}|{MAIL_ADDRESS}"
    r"|[A-Za-z0-9_][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*(?:#[^\s\\\x00-\x20\x7f<>\"`]*)?"
    r"|#[^\s\\\x00-\x20\x7f<>\"`]+"
)


class PageFrontMatter(Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a page."""

    title: Words


class Page(Struct, frozen=True):
    """An additional page: its slug, its title, and its Markdown, which starts at ``body_line`` of ``file``."""

    slug: str
    title: str
    body: str
    file: str
    body_line: int


class Sources(Struct, frozen=True):
    """The targets of ``[1]``, ``[2]``, …; the accessible names of links say that ``title`` cites them."""

    addresses: tuple[str, ...]
    title: str


def read_pages(folder: Path) -> tuple[Page, ...]:
    """Return the pages in ``folder``, sorted by slug; none if it does not exist.

    Raises ``ClippingError`` if a file name is not a slug (see ``markdown_files``), or if the front matter is missing,
    invalid, or has any key but ``title``.
    """
    pages = []
    for path in markdown_files(folder):
        document, body, body_line = read_document(path)
        pages.append(Page(path.stem, document.read_as(PageFrontMatter).title, body, str(path), body_line))
    return tuple(pages)


@lru_cache(256)  # a preview renders the same few notes after each change: otherwise a quarter of its time
def render(text: str, file: str, line: int, *, heading: int = 2, sources: Sources | None = None) -> str:
    """Return the Markdown ``text`` as safe HTML.

    The text starts at ``line`` of ``file``; ``heading`` is the level that its highest headings get; ``sources`` are the
    targets of ``[1]``, ``[2]``, …, or ``None`` to leave numbers in brackets alone. Raw HTML is shown as text. Aligned
    table columns get the class ``left``, ``center`` or ``right``, and citations the class ``cite``.

    Raises ``ClippingError`` at the line of an address that is not http, https, mailto, a page of the site or an anchor;
    an image, since pages load nothing; a link inside a link; a citation without a source; or text that exceeds a limit
    above (at ``line``, if emphasis is nested too deeply or there is too much HTML). Within the limits, time is linear.
    """
    _check_lines(text, file, line)
    markdown = _markdown()
    writer: Any = _Writer(text, file, line, heading, sources)
    # The limits are checked before the inline parser runs; the writer replaces Markdown's own serialiser.
    markdown.treeprocessors.register(writer, "limits", 100)
    markdown.serializer = writer.document
    try:
        output = markdown.reset().convert(text)
    except RecursionError as error:
        message = "expected emphasis a few levels deep, found far more levels; reduce the nesting"
        raise ClippingError(message, file, line) from error
    if len(output) > MAX_HTML:
        message = f"expected at most {MAX_HTML} characters of HTML, found {len(output)}; use fewer or shorter links"
        raise ClippingError(message, file, line)
    return output


def _check_lines(text: str, file: str, line: int) -> None:
    """Raise an error at the first line that exceeds a limit on lines, cells or levels."""
    consecutive = 0
    for number, words in enumerate(text.split("\n"), line):
        consecutive = consecutive + 1 if words.strip() else 0
        levels = 0 if THEMATIC_BREAK.fullmatch(words) else len(LEVEL.findall(next(NESTED.finditer(words))[0]))
        for limit, found, things, advice in (
            (MAX_LINES, consecutive, "consecutive lines without a blank one", "insert a blank line"),
            (MAX_CELLS, words.count("|"), "| in a line", "split the table"),
            (MAX_LEVELS, levels, "levels of lists and block quotations", "reduce the nesting"),
        ):
            if found > limit:
                raise ClippingError(f"expected at most {limit} {things}, found {found}; {advice}", file, number)


@cache
def _markdown() -> Markdown:
    """Return a Markdown parser with tables and citations and without raw HTML."""
    # Passed as an object, since looking up an extension by its name takes longer than everything else here.
    markdown = Markdown(extensions=[TableExtension()])
    markdown.stripTopLevelTags = False
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.inlinePatterns.deregister("entity")  # entities are resolved on output
    # A possessive quantifier prevents backtracking at each quotation mark in an address.
    reference: Any = markdown.parser.blockprocessors["reference"]
    reference.RE = re.compile(reference.RE.pattern.replace(r"([^\s]+)", r"([^\s]++)"), re.MULTILINE)
    numbered: Any = markdown.parser.blockprocessors["olist"]
    numbered.LAZY_OL = False  # keep a list's first number
    # Before links, so that [1] is not taken for a link's text; after code and escapes, so that both can show it.
    citations: Any = InlineProcessor(r"\[([0-9]{1,9})\](?![(\[])")
    citations.handleMatch = _citation
    markdown.inlinePatterns.register(citations, CITATION, 175)
    return markdown


def _citation(found: re.Match[str], _: str) -> tuple[Element, int, int]:
    """Return an element for ``[1]``, whose text is not parsed again, and the offsets of its start and end."""
    element = Element(CITATION)
    element.text = AtomicString(found[1])
    return element, *found.span()


class _Writer(Struct, frozen=True):
    """Serialises the element tree of one text, whose Markdown it searches for the lines of mistakes."""

    text: str
    file: str
    line: int
    heading: int
    sources: Sources | None

    def run(self, root: Element) -> None:
        """Called by Python-Markdown: raise an error at text that the inline parser would take too long to parse."""
        for words in (words for element in root.iter() for words in (element.text, element.tail) if words):
            size, brackets = len(words), words.count("[")
            if (size > MAX_CHARACTERS or brackets > MAX_BRACKETS) and not isinstance(words, AtomicString):
                expected = f"a paragraph of at most {MAX_CHARACTERS} characters and {MAX_BRACKETS} opening brackets"
                message = f"expected {expected}, found {size} and {brackets}; split it"
                raise self.error(message, words.strip().split("\n")[0][:40])

    def document(self, root: Element) -> str:
        """Return the HTML of a whole text, with its highest headings at the level ``heading``."""
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        shift = self.heading - min((int(element.tag[1]) for element in headings), default=0)
        for element in headings:
            element.tag = HEADINGS[min(int(element.tag[1]) + shift, len(HEADINGS)) - 1]
        return self.inside(root)

    def inside(self, element: Element, in_link: bool = False) -> str:
        """Return the HTML of what ``element`` contains; ``in_link`` is whether it is a link or inside one."""
        return _escape(element.text) + "".join(self._element(child, in_link) + _escape(child.tail) for child in element)

    def _element(self, element: Element, in_link: bool) -> str:
        """Return the HTML of ``element``, or only of what it contains if it is not allowed."""
        tag, attributes = element.tag, ""
        if tag == "img":
            message = "expected no image, since pages load nothing, found one; link to it"
            raise self.error(message, _resolve(element.get("src", "")))
        if tag in ("a", CITATION):
            target = f"[{element.text}]" if tag == CITATION else _resolve(element.get("href", ""))
            if tag == CITATION and not self.sources:
                return target
            if in_link:
                message = f"expected no link inside a link, found {target}; end the first link before it"
                raise self.error(message, target)
            if tag == CITATION and self.sources:
                return self._citation(target, self.sources)
            if not ADDRESS.fullmatch(target):
                expected = "an http, https or mailto address, a page of this site or an #anchor"
                raise self.error(f"expected {expected}, found “{target}”; correct the link", target)
            title = _escape(element.get("title"))
            attributes = f' href="{html.escape(target)}"' + (f' title="{title}"' if title else "")
        elif tag not in ELEMENTS and tag not in HEADINGS:
            return self.inside(element, in_link)
        elif start := element.get("start"):
            attributes = f' start="{int(start[:9])}"'
        elif aligned := re.search("left|center|right", element.get("style", "")):
            attributes = f' class="{aligned[0]}"'
        end = "" if tag in VOID else f"{self.inside(element, in_link or tag == 'a')}</{tag}>"
        return f"<{tag}{attributes}>{end}"

    def _citation(self, mark: str, sources: Sources) -> str:
        """Return the link to the source that ``mark``, such as [1], cites; raises an error if there is none."""
        addresses, number = sources.addresses, int(mark[1:-1])
        if not 1 <= number <= len(addresses):
            expected = f"a citation from [1] to [{len(addresses)}]" if addresses else "no citation without a source"
            raise self.error(f"expected {expected}, found {mark}; correct it, or write \\{mark}", mark)
        label = html.escape(f"Source {mark} of {sources.title}")
        return f'<a class="cite" href="{html.escape(addresses[number - 1])}" aria-label="{label}">{mark}</a>'

    def error(self, message: str, mark: str) -> ClippingError:
        """Return an error at the first line that seems to contain ``mark``; Python-Markdown does not record lines."""
        whole, first = re.escape(mark), re.escape("".join(mark.split()[:1]))  # the rest may be on the next line
        lines = [line + _resolve(line) for line in self.text.split("\n")]  # escapes in a mark may be resolved
        forms = (rf"[(<]{whole}|: {whole}", whole, first)
        number = next((number for form in forms for number, line in enumerate(lines) if re.search(form, line)), 0)
        return ClippingError(message, self.file, self.line + number)


def _resolve(text: str) -> str:
    """Return ``text`` with Markdown and HTML escapes resolved, as a browser would read it."""
    resolved = ENTITY.sub(lambda entity: html.unescape(entity[0]), text.replace(AMP_SUBSTITUTE, "&"))
    return resolved.replace(STX, "").replace(ETX, "")


def _escape(text: str | None) -> str:
    return html.escape(_resolve(text)) if text else ""
