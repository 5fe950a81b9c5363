"""The data against which the script of ``check.html`` checks quotations: the article's texts and their speakers.

Only ``templates/parts/check.js`` compares words; ``check-form.js`` puts the answers into sentences.
"""

import json
import re
from bisect import bisect_left
from pathlib import Path
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, texts
from clipping.site.passages import address_of, cited_facts, location_in_words
from clipping.site.views import grouped
from clipping.text import language_of

#: Words that can reverse or limit the meaning of a sentence (negations, exceptions, conditions), by language, as
#: patterns. They are matched in lower case, with a straight double quotation mark in place of each apostrophe.
TURNING = Path(__file__).with_name("turning.json")
#: A character of two UTF-16 code units.
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
#: The lines above the text into which no offset points, by id, and their names for readers.
HEADING = {
    "section": "the section line",
    "byline": "the byline",
    "published": "the date line",
    "updated": "the line with the date of the last change",
}


def page_data(
    article: Article, base_url: str | None, notes: tuple[Note, ...] = (), mentions: tuple[Mention, ...] = ()
) -> dict[str, Any]:
    """Return all that the script needs to know about ``article`` and its notes, as JSON values.

    The script joins the ``texts``, in order, and then the lines of the ``heading`` into one string. Between two texts
    it puts the label that the article prints there, or else one character. The ``parts`` of quotations and notes are
    offsets into that string, in UTF-16 code units, which JavaScript counts. ``said`` is "quotation", or for words in
    quotation marks that are not speech, their kind: "title" or "term".
    """
    known, mentions_of = texts(article), grouped(mentions, lambda mention: mention.note)
    labels = {
        f"{reading.target}-credit": label.text
        for reading in article.readings
        for caption, label, credit in zip(reading.runs, reading.runs[1:], reading.runs[2:], strict=False)
        if (caption.role, label.role, credit.role) == ("caption", "label", "credit")
    }
    stream, starts = "", {}
    for name, text in known.items():
        stream += labels.get(name, " ") if stream else ""
        starts[name] = len(stream)
        stream += text
    astral = [found.start() for found in ASTRAL.finditer(stream)]

    def span(name: str, start: int, end: int) -> list[int]:
        return [point + bisect_left(astral, point) for point in (starts[name] + start, starts[name] + end)]

    return {
        "texts": [[name, location_in_words(name), text] for name, text in known.items()],
        "heading": [
            [reading.target, HEADING[reading.role], "".join(run.text for run in reading.runs).strip()]
            for reading in article.readings
            if reading.target and reading.role in HEADING
        ],
        "labels": labels,
        "quotations": [
            {
                "id": quotation.id,
                "said": quotation.kind if quotation.kind not in COUNTED else "quotation",
                "speaker": quotation.speaker,
                "parts": [span(part.paragraph, part.start, part.end) for part in quotation.parts],
            }
            for quotation in article.quotations
        ],
        "notes": [
            [note.id, note.title, note.verdict, [span(m.target, m.start, m.end) for m in mentions_of.get(note.slug, ())]]
            for note in notes
        ],
        "turning": turning_words(language_of(article)),
        "facts": cited_facts(article),
        "address": address_of(article, "", base_url),
    }


def turning_words(language: str) -> str:
    """Return a pattern that matches one of the ``TURNING`` words of a language (BCP 47), whole; "" if it has none."""
    words = json.loads(TURNING.read_text(encoding="utf-8")).get(language.lower().partition("-")[0])
    return f"^(?:.*-)?(?:{'|'.join(words)})(?:-.*)?$" if words else ""
