"""The quotations and notes as W3C Web Annotations of the article page (https://www.w3.org/TR/annotation-model/).

Words on ``index.html`` are selected by quoting them, with the text of the page's body before and after them.
If the site's address is not known, addresses are relative to the file (JSON-LD 1.1, section 4.1.3).
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import accumulate
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, texts
from clipping.site.passages import grouped

JSON = dict[str, Any]
#: The number of characters quoted before and after the words. Half as many suffice to find every quotation of the
#: article in content/, and of a capture of 100 KB whose paragraphs are nearly alike.
CONTEXT = 64


def annotate(
    article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base: str, html: str
) -> Iterator[JSON]:
    """Yield each annotation as JSON-LD: those of quotations, then those of notes, both in reading order.

    ``base`` is the address that all addresses begin with, or "" if it is not known; ``html`` is the article page.
    """
    named, address = texts(article), f"{base}index.html"
    page, begins = _text_and_offsets(re.split("</?body[^>]*>", html)[1])
    mentions_of = grouped(mentions, lambda mention: mention.note)

    def selected(name: str, start: int, end: int) -> JSON:
        text, begin = named[name], begins.get(f"{name}-caption", begins.get(name, len(page)))
        if page.startswith(text, begin):
            text, start, end = page, begin + start, begin + end
        else:  # the page has the text in pieces: quote its own line
            first = text.rfind("\n", 0, start) + 1
            text, start, end = text[first:end] + text[end:].partition("\n")[0], start - first, end - first
        around = {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}
        selector = {"type": "TextQuoteSelector", "exact": text[start:end], **around}
        return {"type": "SpecificResource", "source": address, "selector": selector}

    def annotation(id: str, motivation: str, body: list[JSON], spans: Iterable[tuple[str, int, int]]) -> JSON:
        target = [selected(*span) for span in spans]
        head = {"id": f"{base}annotations.jsonld#{id}", "type": "Annotation", "motivation": motivation}
        return {**head, "body": body, "target": target or [address]}  # a note with no mentions is about the article

    for quotation in article.quotations:
        name = quotation.speaker or "Speaker not stated"
        speaker = [_words(name, "identifying")] if quotation.kind in COUNTED else []
        body = [*speaker, _words(quotation.kind, "classifying")]
        spans = [(part.paragraph, part.start, part.end) for part in quotation.parts]
        yield annotation(quotation.id, body[0]["purpose"], body, spans)
    for note in notes:
        named_as = [_words(note.title, "identifying"), _words(note.kind, "classifying")]
        claim = {"describing": note.claim, "assessing": note.verdict}
        body = [*named_as, *(_words(text, purpose) for purpose, text in claim.items() if text)]
        body.append({**_words(note.body.strip(), "commenting"), "format": "text/markdown"})
        links = [f"{base}notes.html#{note.id}", *(source.url for source in note.sources if source.url)]
        body += [{"type": "SpecificResource", "source": link, "purpose": "linking"} for link in links]
        spans = [(mention.target, mention.start, mention.end) for mention in mentions_of.get(note.slug, ())]
        yield annotation(note.id, "assessing" if note.verdict else "describing", body, spans)


def _words(text: str, purpose: str) -> JSON:
    lang = {} if purpose in ("identifying", "classifying") else {"language": "en"}  # a name belongs to no one language
    return {"type": "TextualBody", "value": text, **lang, "purpose": purpose}


def _text_and_offsets(html: str) -> tuple[str, dict[str, int]]:
    """Return the text of the site's own HTML, and the offset in it of each element with an id.

    This HTML has no comments, and no ``>`` in an attribute.
    """
    first, *rest = re.split('<[^>]* id="([^"]*)"[^>]*>', html)
    pieces = [unescape(re.sub("<[^>]*>", "", piece)) for piece in (first, *rest[1::2])]
    return "".join(pieces), dict(zip(rest[::2], accumulate(map(len, pieces)), strict=False))
