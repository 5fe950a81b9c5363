"""What the TEI edition needs besides the record: who is who in it, and the editor's prose in TEI's elements.

TEI P5 4.3, https://www.tei-c.org/guidelines/p5/. The template ``article.tei.xml`` has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from clipping.content.notes import Note, date_range
from clipping.record import Article, SpeakerType

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
#: The elements of ``prose.render`` and what TEI calls them; empty where it has none and needs none.
ELEMENTS = {
    "p": "p", "ul": 'list rend="bulleted"', "ol": 'list rend="numbered"', "li": "item", "blockquote": "quote",
    "pre": 'ab type="preformatted"', "code": "code", "em": 'hi rend="italic"', "strong": 'hi rend="bold"', "a": "ref",
    "hr": 'milestone unit="section"/', "br": "lb/", "table": "table", "thead": "", "tbody": "", "tr": "row",
    "th": 'cell role="label"', "td": "cell", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), 'ab type="heading"'),
}  # fmt: skip


class SpeakerEntry(Struct, frozen=True):
    """Someone or something that is quoted: the id of its entry, and whether a note already makes that entry."""

    id: str
    name: str
    type: SpeakerType | None
    has_note: bool


def speakers(article: Article, notes: tuple[Note, ...]) -> dict[str, SpeakerEntry]:
    """Return each speaker of the article by name; a note of the same title is about the speaker."""
    noted = {note.title: note.id for note in notes if note.kind != "claim"}
    found: dict[str, SpeakerEntry] = {}
    for quotation in article.quotations:
        name = quotation.speaker
        if name and name not in found:
            id = noted.get(name, f"speaker-{len(found) + 1}")
            found[name] = SpeakerEntry(id, name, quotation.speaker_type, name in noted)
    return found


def dating(date: str) -> Mapping[str, str]:
    """Return the attributes that date an event (TEI's att.datable.w3c): a day, month or year, or from when to when."""
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
        return {"when": date}
    first, last = date_range(date) or ("", "")
    return {"from": first, "to": last}


def as_tei(html: str) -> str:
    """Return HTML that ``prose.render`` made in the elements of TEI, its words as they are.

    That HTML is known: it has a dozen elements, and anything in its words that looks like a tag is escaped.
    """

    def tag(match: re.Match[str]) -> str:
        end, name, attributes = match.groups()
        element = ELEMENTS[name]
        if end or not element:
            return element and f"</{element.split()[0]}>"
        address = re.search(r' href(="[^"]*")', attributes)
        return f"<{element} target{address[1]}>" if address else f"<{element}>"

    return TAG.sub(tag, html)
