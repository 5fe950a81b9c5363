"""The quotations and notes as W3C Web Annotations: what they say, and which words of the article page they are on.

https://www.w3.org/TR/annotation-model/. Words on ``index.html`` are selected in two ways, either of which will do. One
takes two steps: first the element whose text is the paragraph, headline, caption or credit (by a CSS selector), then
the words in it, by position. Positions count code points of *that
element's* ``textContent``, the end excluded, as in the record; so they stay right however the rest of the page changes.
The other is the words with as much before and after them as makes them unique in the ``textContent`` of the page's
body: 32 characters on either side, and up to 256 where these words are printed again. Addresses are relative to the
file where that of the site is not known (JSON-LD 1.1, section 4.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from msgspec import Struct

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Part, texts

JSON = dict[str, Any]
WORD = re.compile(r"\w+")
FARTHEST = 256


class Page(Struct, frozen=True):
    """The text of the article page, where in it the elements with an id begin, and where each word of it is."""

    text: str
    begins: dict[str, int]
    words: dict[str, list[int]]


def annotate(
    article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base: str, html: str
) -> Iterator[JSON]:
    """Yield each annotation as JSON-LD, quotations first, both in reading order; addresses begin with ``base``.

    ``html`` is the article page.
    """
    named, address, page = texts(article), f"{base}index.html", _laid_out(re.split("</?body[^>]*>", html)[1])
    mentioned: dict[str | None, list[Part]] = {}
    for mention in mentions:
        mentioned.setdefault(mention.note, []).append(Part(mention.target, mention.start, mention.end))

    def annotation(id: str, motivation: str, body: list[JSON], parts: Iterable[Part]) -> JSON:
        selectors = [_selectors(part, named[part.paragraph], page) for part in parts]
        target = [{"type": "SpecificResource", "source": address, "selector": selector} for selector in selectors]
        head = {"id": f"{base}annotations.jsonld#{id}", "type": "Annotation", "motivation": motivation}
        return {**head, "body": body, "target": target or [address]}  # a note with no mentions is about the article

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


def _laid_out(html: str) -> Page:
    """Return the text of HTML of ours, which has no comments, and no ``>`` in an attribute."""
    begins: dict[str, int] = {}
    places: dict[str, list[int]] = {}
    words, length = [], 0
    for tag, text in re.findall("(<[^>]*>)|([^<]+)", html):
        if text:
            words.append(unescape(text))
            length += len(words[-1])
        elif named := re.search(' id="([^"]*)"', tag):
            begins[named[1]] = length
    text = "".join(words)
    for word in WORD.finditer(text):
        places.setdefault(word[0], []).append(word.start())
    return Page(text, begins, places)


def _selectors(part: Part, text: str, page: Page) -> list[JSON]:
    """Select the words of ``part``, a part of ``text``, on the page."""
    name, start, end = part.paragraph, part.start, part.end
    id = f"{name}-caption" if re.fullmatch(r"c\d+", name) else name
    at = page.begins.get(id, -1)
    if at < 0 or "\n" in text or not page.text.startswith(text, at):  # no element has the whole of it
        before, after = text[max(0, start - 32) : start].rpartition("\n")[2], text[end : end + 32].partition("\n")[0]
        return [{"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}]
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    within = {"type": "CssSelector", "value": f"#{id}", "refinedBy": position}
    return [within, _quote(page, at + start, at + end)]


def _quote(page: Page, start: int, end: int, reach: int = 32) -> JSON:
    """Quote words with ``reach`` characters on either side, or as many more as make them unique on the page.

    They can be again only where the rarest word in them is; one at an end may be a part of a word.
    """
    first, last, text = max(0, start - reach), end + reach, page.text
    found = text[first:last]
    whole = (word for word in WORD.finditer(found) if word.start() and word.end() < len(found))
    rarest = min(whole, key=lambda word: len(page.words[word[0]]), default=None)
    places = [at - rarest.start() for at in page.words[rarest[0]]] if rarest else range(len(text))
    if reach < FARTHEST and sum(text.startswith(found, at) for at in places) > 1:
        return _quote(page, start, end, 2 * reach)
    around = {"prefix": text[first:start], "suffix": text[end:last]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **around}
