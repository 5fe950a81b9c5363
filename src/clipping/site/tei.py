"""What the TEI edition needs besides the record: who is who in it, and the editor's prose in TEI's elements.

TEI P5 4.3, https://www.tei-c.org/guidelines/p5/. The template ``article.tei.xml`` has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from clipping.content.notes import Note, date_range
from clipping.record import Article, SpeakerType

ListName = Literal["listPerson", "listOrg", "listBibl"]

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
#: The elements of ``prose.render`` and what TEI calls them; empty where it has none and needs none.
NAMES = {
    "p": "p", "ul": "list", "ol": "list", "li": "item", "blockquote": "quote", "pre": "ab", "code": "code",
    "em": "hi", "strong": "hi", "hr": "milestone", "br": "lb", "a": "ref",
    "table": "table", "thead": "", "tbody": "", "tr": "row", "th": "cell", "td": "cell",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "ab"),
}  # fmt: skip
#: What the element's name alone no longer says.
SAID = {
    "ul": ' rend="bulleted"', "ol": ' rend="numbered"', "em": ' rend="italic"', "strong": ' rend="bold"',
    "pre": ' type="preformatted"', "hr": ' unit="section"', "th": ' role="label"',
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ' type="heading"'),
}  # fmt: skip


class Speaker(Struct, frozen=True):
    """Someone or something that is quoted: the id of its entry, and whether a note already makes that entry."""

    id: str
    name: str
    type: SpeakerType | None
    has_note: bool

    @property
    def list(self) -> ListName:
        """The list in which the entry stands."""
        if self.type == "document":
            return "listBibl"
        return "listOrg" if self.type in ("organisation", "group") else "listPerson"


def speakers(article: Article, notes: tuple[Note, ...]) -> dict[str, Speaker]:
    """Return each speaker of the article by name; a note of the same title is about the speaker."""
    noted = {note.title: note.id for note in notes if note.kind != "claim"}
    found: dict[str, Speaker] = {}
    for quotation in article.quotations:
        name = quotation.speaker
        if name and name not in found:
            number = len(found) + 1
            found[name] = Speaker(noted.get(name, f"speaker-{number}"), name, quotation.speaker_type, name in noted)
    return found


def dating(date: str) -> Mapping[str, str]:
    """Return the attributes that date an event (TEI's att.datable.w3c): a day, month or year, or from when to when."""
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
        return {"when": date}
    first, last = date_range(date) or ("", "")
    return {"from": first, "to": last}


def as_tei(html: str) -> str:
    """Return HTML that ``prose.render`` made in the elements of TEI, its words as they are.

    That HTML is known: it has a dozen elements, and what could be taken for a tag in its words is escaped.
    """

    def tag(match: re.Match[str]) -> str:
        end, name, attributes = match.groups()
        if not NAMES[name]:
            return ""
        if end:
            return f"</{NAMES[name]}>"
        if name == "a":
            address = re.search(r'href="([^"]*)"', attributes)
            return f'<ref target="{address[1]}">' if address else "<ref>"
        return f"<{NAMES[name]}{SAID.get(name, '')}{'/' if name in ('hr', 'br') else ''}>"

    return TAG.sub(tag, html)
