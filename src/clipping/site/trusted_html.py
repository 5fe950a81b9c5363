"""Trusted HTML: the only module that marks text as markup, which templates insert unescaped.

Each function that does so explains why the text contains no markup but the program's own.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup

from clipping.content import prose
from clipping.content.notes import Note
from clipping.errors import ClippingError
from clipping.site import escapes

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
#: The elements of a note and their equivalents in TEI; "" if TEI has no equivalent and needs none.
ELEMENTS = {
    "p": "p", "ul": 'list rend="bulleted"', "ol": 'list rend="numbered"', "li": "item", "blockquote": "quote",
    "pre": 'ab type="preformatted"', "code": "code", "em": 'hi rend="italic"', "strong": 'hi rend="bold"', "a": "ref",
    "hr": 'milestone unit="section"/', "br": "lb/", "table": "table", "thead": "", "tbody": "", "tr": "row",
    "th": 'cell role="label"', "td": "cell", "h4": 'ab type="heading"', "h5": 'ab type="heading"',
    "h6": 'ab type="heading"',
}  # fmt: skip


def stylesheet(file: Path) -> dict[str, Markup]:
    """Return the layers of the style sheet by name, without comments or spare spaces; none of it is from the content.

    The layers are in the order of the file, from general to specific. Raises ``ClippingError`` if the file could end
    the style element early, and ``OSError`` if it cannot be read.
    """
    style = re.sub(r"(?s)/\*.*?\*/|(?<=\n)\s+|(?<=[:;,{]) | (?={)", "", file.read_text("utf-8"))
    if "</" in style:
        raise ClippingError("expected styles only, found “</”; remove the markup", str(file))
    return {found[1]: Markup(found[0]) for found in re.finditer(r"(?ms)^@layer (\w+)\{.*?(?=^@layer \w+\{|\Z)", style)}


def note_html(note: Note) -> Markup:
    """Return the text of a note, with headings from level 4; ``prose.render`` writes no elements but its own."""
    numbers = range(1, len(note.sources) + 1)
    sources = tuple((f"#{note.id}-source-{nth}", f"Source [{nth}] of the note on {note.title}") for nth in numbers)
    return Markup(prose.render(note.body, note.file, note.body_line, heading=4, sources=sources))


def page_html(page: prose.Page) -> Markup:
    """Return the text of a page that an editor wrote; ``prose.render`` writes no elements but its own."""
    return Markup(prose.render(page.body, page.file, page.body_line))


def in_script(value: Any) -> Markup:
    """Return ``value`` as JSON that is safe in a script element, whatever text it contains.

    It has no ``<``, which could end the element or open a comment (HTML, section 4.12.1.3), and no character that older
    JavaScript engines treat as a line end.
    """
    return Markup(re.sub(r"[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", escapes.as_short_json(value)))


def as_xhtml(html: Markup) -> Markup:
    """Return a note for the e-book: void elements are closed, and the headings in its text are one level higher.

    Only tags are changed, so nothing in the text can become markup.
    """
    raised = re.sub(r"(?<=<)(/?h)([4-6])(?=>)", lambda tag: f"{tag[1]}{int(tag[2]) - 1}", html)
    return Markup(raised.replace("<br>", "<br/>").replace("<hr>", "<hr/>"))


def as_tei(html: Markup) -> Markup:
    """Return the text of a note in the elements of TEI (P5 4.3); only the elements change, not the words.

    The HTML is the program's own: it uses about twenty elements, and anything in the words that looks like a tag is
    escaped.
    """

    def tag(match: re.Match[str]) -> str:
        end, name, attributes = match.groups()
        element = ELEMENTS[name]
        if end or not element:
            return element and f"</{element.split()[0]}>"
        address = re.search(r' href(="[^"]*")', attributes)
        return f"<{element} target{address[1]}>" if address else f"<{element}>"

    return Markup(TAG.sub(tag, html))


def sha256_source(text: str) -> str:
    """Return the base64 hash by which a policy allows ``text`` as an inline style or script (CSP 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
