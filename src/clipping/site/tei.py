"""What the TEI edition needs besides the record: who is who in it, and its dates.

TEI P5 4.3, https://www.tei-c.org/guidelines/p5/. The template ``article.tei.xml`` has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from clipping.content.notes import Note, date_range
from clipping.record import Article, SpeakerType


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
