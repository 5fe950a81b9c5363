"""The data for programs: what the script of ``check.html`` knows, and web annotations."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import accumulate
from pathlib import Path
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Part, texts
from clipping.site.views import location_in_words
from clipping.text import language_of

JSON = dict[str, Any]
#: The number of characters that an annotation quotes before and after the words. Half as many are enough to find
#: every quotation of the article in content/, and every quotation in 100 KB of paragraphs that are nearly alike.
AROUND = 64


def page_data(article: Article, notes: tuple[Note, ...], mentions_of: Mapping[str, list[Mention]]) -> JSON:
    """Return what the script of ``check.html`` needs to know about the words of ``article`` and its notes, as JSON.

    The script joins the ``texts`` into one string. Each text but the first follows its label ("Photo:"
    before a credit), or a single character if there is no label. The ``parts`` of quotations and notes are offsets into
    that string, in UTF-16 code units, which JavaScript counts. ``said`` is "quotation", or the kind of words in
    quotation marks that do not count as one: "title" or "term".
    """
    known = texts(article)
    other_fields = [each for each in article.readings if each.role == each.target and each.role not in known]
    labels = {
        f"{reading.target}-credit": three[1].text
        for reading in article.readings
        for three in zip(reading.runs, reading.runs[1:], reading.runs[2:], strict=False)
        if [run.role for run in three] == ["caption", "label", "credit"]
    }
    stream, starts = "", {}
    for name, text in known.items():
        stream += labels.get(name, " ") if stream else ""
        starts[name] = len(stream)
        stream += text
    # The offsets of the characters that take two code units.
    astral = [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", stream)]

    def span(name: str, words: Part | Mention) -> list[int]:
        return [point + bisect_left(astral, point) for point in (starts[name] + words.start, starts[name] + words.end)]

    return {
        "texts": [
            *([name, location_in_words(name), text] for name, text in known.items()),
            *([each.target, location_in_words(each.role), each.text.strip()] for each in other_fields),
        ],
        "labels": labels,
        "quotations": [
            {
                "id": quotation.id,
                "said": quotation.kind if quotation.kind not in COUNTED else "quotation",
                "speaker": quotation.speaker,
                "parts": [span(part.paragraph, part) for part in quotation.parts],
            }
            for quotation in article.quotations
        ],
        "notes": [
            [note.id, note.title, note.verdict, [span(m.target, m) for m in mentions_of[note.slug]]] for note in notes
        ],
        "turning": turning_words(language_of(article)),
    }


def turning_words(language: str) -> str:
    """Return a pattern for the words of a language that can reverse or limit the meaning of a sentence.

    These are negations, exceptions and conditions, also in compounds. turning.json lists patterns for them by the code
    of the language; the result is "" if the language has none. The script looks for them in lower-case text in
    which each apostrophe has become a ``"``.
    """
    words = json.loads(Path(__file__).with_name("turning.json").read_bytes()).get(language)
    return f"^(?:.*-)?(?:{'|'.join(words)})(?:-.*)?$" if words else ""


def annotations(
    article: Article, notes: tuple[Note, ...], mentions_of: Mapping[str, list[Mention]], base: str, html: str
) -> Iterator[JSON]:
    """Yield the W3C Web Annotations of the article page (https://www.w3.org/TR/annotation-model/), as JSON-LD.

    Quotations come first, then ``notes``; ``mentions_of`` has the mentions of a note by its slug.
    Words are selected by their position in the text of the page's body, and by quoting them with the text before and
    after. ``base`` is the address that all addresses begin with, or "" if that is not known; all addresses are then
    relative to the file (JSON-LD 1.1, section 4.1.3). ``html`` is the article page.
    """
    named, address = texts(article), f"{base}index.html"
    page, begins = _text_and_offsets(re.split("</?body[^>]*>", html)[1])

    def selected(name: str, words: Part | Mention) -> JSON:
        text, start, end, selectors = named[name], words.start, words.end, []
        begin = begins.get(f"{name}-caption", begins.get(name, len(page)))
        if page.startswith(text, begin):
            text, start, end = page, begin + start, begin + end
            selectors = [{"type": "TextPositionSelector", "start": start, "end": end}]
        else:  # the page has the text in pieces: quote only the line that the words are on
            first = text.rfind("\n", 0, start) + 1
            text, start, end = text[first:end] + text[end:].partition("\n")[0], start - first, end - first
        around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
        selectors.append({"type": "TextQuoteSelector", "exact": text[start:end], **around})
        return {"type": "SpecificResource", "source": address, "selector": selectors}

    def annotation(id: str, motivation: str, body: list[JSON], target: list[JSON]) -> JSON:
        head = {"id": f"{base}annotations.jsonld#{id}", "type": "Annotation", "motivation": motivation}
        return {**head, "body": body, "target": target}

    for quotation in article.quotations:
        body = [_words(quotation.kind, "classifying")]
        if quotation.kind in COUNTED:
            body.insert(0, _words(quotation.speaker or "Speaker not stated", "identifying"))
        target = [selected(part.paragraph, part) for part in quotation.parts]
        yield annotation(quotation.id, body[0]["purpose"], body, target)
    for note in notes:
        known = {
            "identifying": note.title, "classifying": note.kind, "describing": note.claim, "assessing": note.verdict
        }  # fmt: skip
        body = [_words(text, purpose) for purpose, text in known.items() if text]
        body.append({**_words(note.body.strip(), "commenting"), "format": "text/markdown"})
        links = [f"{base}notes.html#{note.id}", *(source.url for source in note.sources if source.url)]
        body += [{"type": "SpecificResource", "source": link, "purpose": "linking"} for link in links]
        target = [selected(mention.target, mention) for mention in mentions_of[note.slug]]
        yield annotation(note.id, "assessing" if note.verdict else "describing", body, target)


def _words(text: str, purpose: str) -> JSON:
    lang = {} if purpose in ("identifying", "classifying") else {"language": "en"}  # names and kinds have no language
    return {"type": "TextualBody", "value": text, **lang, "purpose": purpose}


def _text_and_offsets(html: str) -> tuple[str, dict[str, int]]:
    """Return the text of the site's own HTML, and the offset in it of each element with an id.

    This HTML has no comments, and no ``>`` in an attribute.
    """
    first, *rest = re.split('<[^>]* id="([^"]*)"[^>]*>', html)
    pieces = [unescape(re.sub("<[^>]*>", "", piece)) for piece in (first, *rest[1::2])]
    return "".join(pieces), dict(zip(rest[::2], accumulate(map(len, pieces)), strict=False))
