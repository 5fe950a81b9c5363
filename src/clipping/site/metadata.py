"""The data that pages contain for programs: JSON-LD for search engines, and what the script of ``check.html`` knows.

``templates/base.html`` has the other tags of the head. Only ``templates/parts/check.js`` compares words;
``check-form.js`` puts the answers into sentences.
"""

import json
import re
from bisect import bisect_left
from pathlib import Path
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, texts
from clipping.site.passages import address_of, cited_facts, grouped, location_in_words
from clipping.text import language_of

#: Kinds of notes whose types at schema.org (https://schema.org/docs/full.html) have other names.
NOTE_TYPES = {"organisation": "Organization", "document": "CreativeWork"}
#: Words that can reverse or limit the meaning of a sentence (negations, exceptions, conditions), by language, as
#: patterns. They are matched in lower case, with a straight double quotation mark in place of each apostrophe.
TURNING = Path(__file__).with_name("turning.json")
#: A character of two UTF-16 code units.
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
#: Lines above the text, to which no offset refers: their ids, and their names for readers.
HEADING = {
    "section": "the section line",
    "byline": "the byline",
    "published": "the date line",
    "updated": "the line with the date of the last change",
}


def linked_data(article: Article, notes: tuple[Note, ...], page: str, base_url: str | None) -> dict[str, Any]:
    """Return the JSON-LD of ``page``: a graph of the page and the news article.

    The article page describes the article and its capture in full; the other pages only name the article. The site's
    own addresses are absolute, so they are left out unless its address is known.
    """
    source, facts, address = article.source, article.capture, base_url and base_url + page.removesuffix("index.html")
    about = _thing(
        "NewsArticle",
        headline=article.headline,
        datePublished=article.published and article.published.date,
        publisher=source.publisher and _thing("NewsMediaOrganization", name=source.publisher),
    )
    web_page = _thing("WebPage", inLanguage="en", dateModified=article.edition.revised, url=address)
    if page != "index.html":
        return {"@context": "https://schema.org", "@graph": [web_page | {"about": about}]}
    capture = _thing(
        "MediaObject",
        name=facts.file,
        encodingFormat="text/plain",
        contentSize=f"{facts.bytes} B",
        sha256=facts.sha256,
        contentUrl=base_url and base_url + facts.file,
    )
    details = _thing(
        "NewsArticle",
        author=[_thing("Person", name=name) for name in article.byline],
        dateModified=article.updated and article.updated.date,
        description=article.standfirst,
        articleSection=list(article.section),
        inLanguage=source.language,
        wordCount=sum(len(paragraph.text.split()) for paragraph in article.paragraphs),
        url=source.url,
        archivedAt=source.archived_url,
        copyrightNotice=source.rights,
        mentions=[
            _thing(NOTE_TYPES.get(note.kind, note.kind.capitalize()), name=note.title)
            for note in notes
            if note.kind != "claim"
        ],
    )
    web_page |= {"mainEntity": {"@id": "#article"}, "isBasedOn": capture}
    return {"@context": "https://schema.org", "@graph": [web_page, {"@id": "#article"} | about | details]}


def _thing(kind: str, **properties: Any) -> dict[str, Any]:
    """Return an object of the schema.org type ``kind`` with those of ``properties`` that are known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def page_data(
    article: Article, base_url: str | None, notes: tuple[Note, ...] = (), mentions: tuple[Mention, ...] = ()
) -> dict[str, Any]:
    """Return all that the script needs to know about ``article`` and its notes, as JSON values.

    The script joins the ``texts``, in order, and then the lines of the ``heading`` into one string. Between two texts
    it puts the label that the article prints there, or else a separator of one character. The ``parts`` of quotations
    and notes are offsets into that string, in UTF-16 code units, which JavaScript counts. ``said`` is "quotation" or,
    for words in quotation marks that do not count as a quotation, their kind: "title" or "term".
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
            [
                note.id,
                note.title,
                note.verdict,
                [span(m.target, m.start, m.end) for m in mentions_of.get(note.slug, ())],
            ]
            for note in notes
        ],
        "turning": turning_words(language_of(article)),
        "facts": cited_facts(article),
        "address": address_of(article, "", base_url),
    }


def turning_words(language: str) -> str:
    """Return a pattern for the ``TURNING`` words of a language (BCP 47), in compounds too; "" if none are listed."""
    words = json.loads(TURNING.read_text(encoding="utf-8")).get(language.lower().partition("-")[0])
    return f"^(?:.*-)?(?:{'|'.join(words)})(?:-.*)?$" if words else ""
