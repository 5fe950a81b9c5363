r"""Convert an editor's Markdown to safe HTML.

Python-Markdown is used only as a parser. Its element tree is serialised here: only elements and attributes on an
*allowlist* are kept, all text is escaped, and each address must match a grammar once its Markdown and HTML escapes are
resolved, as in a browser. Whatever is pasted into a note, nothing else can get into a page.

``[1]`` cites the first source of a text; ``\[1]`` is shown as [1].
"""

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element  # no XML is parsed

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.util import AMP_SUBSTITUTE, ETX, STX
from msgspec import Struct

from clipping.content.schema import MAIL_ADDRESS, WEB_ADDRESS, read_document
from clipping.errors import ClippingError
from clipping.inputs import markdown_files
from clipping.record import Words

#: The elements allowed in a page, and those of them that contain nothing.
ELEMENTS = {*str.split("h1 h2 h3 h4 h5 h6 hr br p ul ol li blockquote pre code em strong a table thead tbody tr th td")}
VOID = {"hr", "br"}
CITATION = re.compile(r"(\[[0-9]{1,9}\])")
#: Limits beyond any real text. MAX_DEPTH limits the levels of nesting. The others limit the text between two blank
#: lines, since the Markdown parser takes time that grows with the square of its length. MAX_MARKS limits [ and ".
MAX_LINES, MAX_CHARACTERS, MAX_MARKS, MAX_DEPTH = 200, 10_000, 400, 40
# The semicolon is required, so that the address "?a=1&copy=2" stays as it is.
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# A web page, a mail address, or an address within the site, with no scheme, host or leading slash (RFC 3986, 4.2).
# None of them may contain white space, double quotation marks, backslashes or control characters.
ADDRESS = re.compile(rf"{WEB_ADDRESS}|{MAIL_ADDRESS}|(?!/|[^/?#]*:)[^\s\\\x00-\x20\x7f<>\"`]+")
#: The Markdown parser, with tables and without raw HTML; the extension is an object, as a name is slower to look up.
MARKDOWN: Any = Markdown(extensions=[TableExtension()])
MARKDOWN.stripTopLevelTags = False
MARKDOWN.preprocessors.deregister("html_block")
MARKDOWN.inlinePatterns.deregister("html")
MARKDOWN.inlinePatterns.deregister("entity")  # entities and escapes are resolved on output
MARKDOWN.treeprocessors.deregister("unescape")
MARKDOWN.parser.blockprocessors["olist"].LAZY_OL = False  # keep a list's first number
#: The address and the accessible name of the link to each source that a text may cite.
Sources = tuple[tuple[str, str], ...]


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


def read_pages(folder: Path) -> tuple[Page, ...]:
    """Return the pages in ``folder``, sorted by slug; none if there is no folder.

    Raises ``ClippingError`` if a file name is not a slug (see ``markdown_files``), or if the front matter is missing,
    invalid, or has any key but ``title``.
    """
    pages = []
    for path in markdown_files(folder):
        document, body, body_line = read_document(path)
        pages.append(Page(path.stem, document.read_as(PageFrontMatter).title, body, str(path), body_line))
    return tuple(pages)


@lru_cache(256)  # saves a quarter of the time of a preview, which renders the same few notes after each change
def render(text: str, file: str, line: int, *, heading: int = 2, sources: Sources | None = None) -> str:
    """Return the Markdown ``text`` as safe HTML.

    The text starts at ``line`` of ``file``; ``heading`` is the level of its highest headings, below which no level is
    skipped; ``sources`` are the targets of ``[1]``, ``[2]``, …, or ``None`` to leave numbers in brackets alone. Raw
    HTML is shown as text.

    Raises ``ClippingError`` at the line of an address that is not http, https, mailto, a page of the site or an anchor;
    an image, since pages load nothing; a link inside a link; a citation without a source; or text that exceeds a limit
    above (at ``line``, if it is nested too deeply).
    """
    block = ""
    for number, words in enumerate(text.split("\n"), line):
        block = f"{block}{words}\n" if words.strip() else ""
        marks = block.count("[") + block.count('"')
        if block.count("\n") > MAX_LINES or len(block) > MAX_CHARACTERS or marks > MAX_MARKS:
            limits = f'{MAX_LINES} lines, {MAX_CHARACTERS} characters and {MAX_MARKS} [ or " between blank lines'
            message = f"expected at most {limits}, found more; insert blank lines"
            raise ClippingError(message, file, number)
    MARKDOWN.serializer = _Writer(text, file, line, sources).inside
    try:
        made = str(MARKDOWN.reset().convert(text))
    except RecursionError as error:
        message = "expected lists, quotations and emphasis a few levels deep, found too many levels; reduce the nesting"
        raise ClippingError(message, file, line) from error
    levels = sorted({*re.findall("<h([1-6])", made)})
    return re.sub("(</?h)([1-6])", lambda tag: f"{tag[1]}{min(heading + levels.index(tag[2]), 6)}", made)


class _Writer(Struct, frozen=True):
    """Serialises the element tree of one text, whose Markdown it searches for the lines of mistakes."""

    text: str
    file: str
    line: int
    sources: Sources | None

    def inside(self, element: Element, path: tuple[str, ...] = ()) -> str:
        """Return the HTML of what ``element`` contains; ``path`` names it and the elements around it."""
        if len(path) > MAX_DEPTH:
            raise RecursionError
        parts = [self._text(element.text, path)]
        for child in element:
            parts += self._element(child, path), self._text(child.tail, path)
        return "".join(parts)

    def _text(self, text: str | None, path: tuple[str, ...]) -> str:
        """Escape ``text``, which is inside the elements ``path``; outside code and links, turn citations into links."""
        citing = self.sources is not None and "code" not in path and "a" not in path
        parts = CITATION.split(text or "") if citing else [text or ""]  # every other one is a citation
        return "".join(
            self._citation(part) if nth % 2 else html.escape(_resolve(part)) for nth, part in enumerate(parts)
        )

    def _element(self, element: Element, path: tuple[str, ...]) -> str:
        """Return the HTML of ``element``, or only of what it contains if it is not allowed."""
        tag, attributes = element.tag, ""
        if tag == "img":
            raise self.error("no image, since pages load nothing", _resolve(element.get("src", "")), "link to it")
        if tag == "a":
            address, title = _resolve(element.get("href", "")), _resolve(element.get("title", ""))
            if "a" in path:
                raise self.error("no link inside a link", address, "end the first link before it")
            if not ADDRESS.fullmatch(address):
                expected = "an http, https or mailto address, a page of this site or an #anchor"
                raise self.error(expected, address, "correct the link")
            attributes = f' href="{html.escape(address)}"' + (f' title="{html.escape(title)}"' if title else "")
        elif tag not in ELEMENTS:
            return self.inside(element, path)
        elif start := element.get("start"):
            attributes = f' start="{int(start[:9])}"'
        end = "" if tag in VOID else f"{self.inside(element, (*path, tag))}</{tag}>"
        return f"<{tag}{attributes}>{end}"

    def _citation(self, mark: str) -> str:
        """Return the link to the source that ``mark``, such as [1], cites; raises an error if there is none."""
        sources, number = self.sources or (), int(mark[1:-1])
        if not 1 <= number <= len(sources):
            advice = f"correct it, or write \\{mark}"
            raise self.error(f"the number of a source of this text, which has {len(sources)}", mark, advice)
        address, label = map(html.escape, sources[number - 1])
        return f'<a class="cite" href="{address}" aria-label="{label}">{mark}</a>'

    def error(self, expected: str, words: str, advice: str) -> ClippingError:
        """Return an error at the first line that seems to contain ``words``; Python-Markdown does not record lines."""
        lines = (line + _resolve(line) for line in self.text.split("\n"))  # escapes in the words may be resolved
        number = next((number for number, line in enumerate(lines) if (words or "](") in line), 0)
        return ClippingError(f"expected {expected}, found “{words}”; {advice}", self.file, self.line + number)


def _resolve(text: str) -> str:
    """Return ``text`` with Markdown and HTML escapes resolved, as a browser would read it."""
    plain = re.sub(f"{STX}([0-9]+){ETX}", lambda escape: chr(int(escape[1])), text.replace(AMP_SUBSTITUTE, "&"))
    return re.sub(f"[{STX}{ETX}]", "", ENTITY.sub(lambda entity: html.unescape(entity[0]), plain))
