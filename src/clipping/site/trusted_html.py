"""Trusted HTML: the only module that marks text as markup, which templates insert unescaped.

Each function that does so explains why the text contains no markup but the program's own.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import json

from clipping.content import prose
from clipping.content.notes import Note
from clipping.errors import ClippingError

#: Patterns for the tags of a note, in order, and what replaces them in TEI.
TEI = {
    r'<a [^>]*?href=("[^"]*")[^>]*>': r"<ref target=\1>", "</a>": "</ref>",
    "<em>": '<hi rend="italic">', "</em>": "</hi>",
    "<(/?)[uo]l[^>]*>": r"<\1list>", "<(/?)li>": r"<\1item>",
    r"<(?!/?(?:p|ref|hi|list|item)\b)[^>]*>": "",
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
    return Markup(re.sub(r"[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", json.encode(value).decode()))


def as_xhtml(html: Markup) -> Markup:
    """Return a note for the e-book: void elements are closed, and the headings in its text are one level higher.

    Only tags are changed, so nothing in the text can become markup.
    """
    raised = re.sub(r"(?<=<)(/?h)([4-6])(?=>)", lambda tag: f"{tag[1]}{int(tag[2]) - 1}", html)
    return Markup(raised.replace("<br>", "<br/>").replace("<hr>", "<hr/>"))


def as_tei(html: Markup) -> Markup:
    """Return the text of a note in TEI (P5 4.3): its paragraphs, lists, emphasis and links, and all other words.

    The HTML is the program's own, in which anything in the words that looks like a tag is escaped.
    """
    text = str(html)
    for tag, element in TEI.items():
        text = re.sub(tag, element, text)
    return Markup(text)


def sha256_source(text: str) -> str:
    """Return the base64 hash by which a policy allows ``text`` as an inline style or script (CSP 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
