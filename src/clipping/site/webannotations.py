"""The quotations and notes as W3C Web Annotations: what they say, and which words of the article page they are on.

https://www.w3.org/TR/annotation-model/. Words on ``index.html`` are selected in two ways, either of which will do. One
takes two steps: first the element whose text is the paragraph, headline, caption or credit (by a CSS selector), then
the words in it, by position. Positions count code points of *that
element's* ``textContent``, the end excluded, as in the record; so they stay right however the rest of the page changes.
The other is the words with as much before and after them as makes them unique in the ``textContent`` of the page's
body, 32 characters or more on either side. Addresses are relative to the file where that of the site is not known
(JSON-LD 1.1, section 4.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Part, texts

JSON = dict[str, Any]


def annotate(
    article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base: str, html: str
) -> Iterator[JSON]:
    """Yield each annotation as JSON-LD, quotations first, both in reading order; addresses begin with ``base``.

    ``html`` is the article page.
    """
    named, page, shown = texts(article), f"{base}index.html", re.split("</?body[^>]*>", html)[1]
    page_text, begins = _laid_out(shown)
    mentioned: dict[str | None, list[Part]] = {}
    for mention in mentions:
        mentioned.setdefault(mention.note, []).append(Part(mention.target, mention.start, mention.end))

    def annotation(id: str, motivation: str, body: list[JSON], parts: Iterable[Part]) -> JSON:
        selectors = [_selectors(part, named[part.paragraph], page_text, begins) for part in parts]
        target = [{"type": "SpecificResource", "source": page, "selector": selector} for selector in selectors]
        head = {"id": f"{base}annotations.jsonld#{id}", "type": "Annotation", "motivation": motivation}
        return {**head, "body": body, "target": target or [page]}  # a note with no mentions is about the article

    for quotation in article.quotations:
        name = quotation.speaker or "Speaker not stated"
        speaker = [_words(name, "identifying")] if quotation.kind in COUNTED else []
        body = [*speaker, _words(quotation.kind, "classifying")]
        yield annotation(quotation.id, body[0]["purpose"], body, quotation.parts)
    for note in notes:
        named_as = [_words(note.title, "identifying"), _words(note.kind, "classifying")]
        claim = {"describing": note.claim, "assessing": note.verdict}
        body = [*named_as, *(_words(text, purpose) for purpose, text in claim.items() if text)]
        body.append({**_words(note.body.strip(), "commenting"), "format": "text/markdown"})
        links = [f"{base}notes.html#{note.id}", *(source.url for source in note.sources)]
        body += [{"type": "SpecificResource", "source": link, "purpose": "linking"} for link in links]
        yield annotation(note.id, "assessing" if note.verdict else "describing", body, mentioned.get(note.slug, ()))


def _words(text: str, purpose: str) -> JSON:
    named = {} if purpose in ("identifying", "classifying") else {"language": "en"}  # names are of no one language
    return {"type": "TextualBody", "value": text, **named, "purpose": purpose}


def _laid_out(html: str) -> tuple[str, dict[str, int]]:
    """Return the words of HTML of ours, and by its id at which of their code points each element begins.

    Ours has no comments, and no ``>`` in an attribute.
    """
    begins: dict[str, int] = {}
    words, length = [], 0
    for tag, text in re.findall("(<[^>]*>)|([^<]+)", html):
        if text:
            words.append(unescape(text))
            length += len(words[-1])
        elif named := re.search(' id="([^"]*)"', tag):
            begins[named[1]] = length
    return "".join(words), begins


def _selectors(part: Part, text: str, page: str, begins: Mapping[str, int]) -> list[JSON]:
    """Select the words of ``part``, a part of ``text``, on a page of this text, whose elements begin there."""
    name, start, end = part.paragraph, part.start, part.end
    id = f"{name}-caption" if re.fullmatch(r"c\d+", name) else name
    at = begins.get(id, -1)
    if at < 0 or "\n" in text or not page.startswith(text, at):  # no element has the whole of it
        before, after = text[max(0, start - 32) : start].rpartition("\n")[2], text[end : end + 32].partition("\n")[0]
        return [{"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}]
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    within = {"type": "CssSelector", "value": f"#{id}", "refinedBy": position}
    return [within, _quote(page, at + start, at + end)]


def _quote(text: str, start: int, end: int, reach: int = 32) -> JSON:
    """Quote words of ``text`` with ``reach`` characters on either side, or as many more as make them unique in it."""
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    found = before + text[start:end] + after
    if text.find(found) != text.rfind(found):
        return _quote(text, start, end, 2 * reach)
    return {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}
