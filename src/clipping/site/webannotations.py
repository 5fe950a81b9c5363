"""The quotations and notes as W3C Web Annotations of the article page (https://www.w3.org/TR/annotation-model/).

Words on ``index.html`` are selected in two ways, either of which is sufficient. One has two steps: a CSS selector for
the element whose text is the paragraph, headline, caption or credit, and then the position of the words in it.
Positions count code points of *that element's* ``textContent`` and exclude the end, as in the record, so they stay
valid however the rest of the page changes. The other quotes the words with 64 characters before and after them in the
``textContent`` of the page's body. If the site's address is not known, addresses are relative to the file (JSON-LD 1.1,
section 4.1.3).
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import accumulate
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, texts
from clipping.site.views import grouped

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

    def annotation(id: str, motivation: str, body: list[JSON], spans: Iterable[tuple[str, int, int]]) -> JSON:
        selectors = [_selectors(span, named[span[0]], page, begins) for span in spans]
        target = [{"type": "SpecificResource", "source": address, "selector": selector} for selector in selectors]
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


def _selectors(span: tuple[str, int, int], text: str, page: str, begins: dict[str, int]) -> list[JSON]:
    """Return both selectors of a span, or only the one that quotes its words if ``text`` is not an element's text.

    The context of the quoted words is then limited to their line of ``text``.
    """
    name, start, end = span
    id = f"{name}-caption" if re.fullmatch(r"c\d+", name) else name
    begin = begins.get(id, len(page))
    if "\n" in text or not page.startswith(text, begin):
        first = text.rfind("\n", 0, start) + 1
        line = text[first:end] + text[end:].partition("\n")[0]
        return [_quote(line, start - first, end - first)]
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    within = {"type": "CssSelector", "value": f"#{id}", "refinedBy": position}
    return [within, _quote(page, begin + start, begin + end)]


def _quote(text: str, start: int, end: int) -> JSON:
    around = {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **around}
