"""The quotations and notes as W3C Web Annotations: what each says, and which words of the article page it is about.

https://www.w3.org/TR/annotation-model/. Words on ``index.html`` are selected in two ways, either of which is enough.
One goes in two steps: a CSS selector for the element whose text is the paragraph, headline, caption or credit, and then
the position of the words in it. Positions count code points of *that element's* ``textContent``, the end excluded, as
in the record, so they stay right however the rest of the page changes. The other quotes the words with as much before
and after them as makes them unique in the ``textContent`` of the page's body: 32 characters on either side, or up to
256 where the same words occur again. Addresses are relative to the file if that of the site is not known (JSON-LD 1.1,
section 4.1.3).
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
#: How many characters of context a quotation has on either side at most.
FARTHEST = 256
#: A passage is looked up by its rarest word; if even that is more common, it is given more context without looking.
COMMON = 50


class Page(Struct, frozen=True):
    """The text of the article page, where the elements with an id begin in it, and where each of its words occurs."""

    text: str
    begins: dict[str, int]
    words: dict[str, list[int]]


def annotate(
    article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base: str, html: str
) -> Iterator[JSON]:
    """Yield each annotation as JSON-LD: those of quotations, then those of notes, both in reading order.

    ``base`` is what addresses begin with, ``html`` the article page.
    """
    named, address, page = texts(article), f"{base}index.html", _laid_out(re.split("</?body[^>]*>", html)[1])
    whole = {name for name, text in named.items() if _is_element(name, text, page)}
    mentioned: dict[str | None, list[Part]] = {}
    for mention in mentions:
        mentioned.setdefault(mention.note, []).append(Part(mention.target, mention.start, mention.end))

    def annotation(id: str, motivation: str, body: list[JSON], parts: Iterable[Part]) -> JSON:
        selectors = [
            _selectors(part, page) if part.paragraph in whole else [_quoted_alone(part, named[part.paragraph])]
            for part in parts
        ]
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


def _element(name: str) -> str:
    """Return the id of the element on the page that has the text ``name``."""
    return f"{name}-caption" if re.fullmatch(r"c\d+", name) else name


def _is_element(name: str, text: str, page: Page) -> bool:
    """Return whether an element of the page has the whole of ``text``, which the record calls ``name``."""
    at = page.begins.get(_element(name), -1)
    return at >= 0 and "\n" not in text and page.text.startswith(text, at)


def _quoted_alone(part: Part, text: str) -> JSON:
    """Select the words of ``part`` by what surrounds them in ``text``, since no element has the whole of that."""
    start, end = part.start, part.end
    before, after = text[max(0, start - 32) : start].rpartition("\n")[2], text[end : end + 32].partition("\n")[0]
    return {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}


def _selectors(part: Part, page: Page) -> list[JSON]:
    """Select the words of ``part``, whose text is that of an element on the page, in both ways."""
    id = _element(part.paragraph)
    position = {"type": "TextPositionSelector", "start": part.start, "end": part.end}
    within = {"type": "CssSelector", "value": f"#{id}", "refinedBy": position}
    return [within, _quote(page, page.begins[id] + part.start, page.begins[id] + part.end)]


def _quote(page: Page, start: int, end: int) -> JSON:
    """Quote words with as much context as makes them unique on the page, or with the most that is given."""
    reach = 32
    while reach < FARTHEST and not _is_unique(page, max(0, start - reach), end + reach):
        reach *= 2
    around = {"prefix": page.text[max(0, start - reach) : start], "suffix": page.text[end : end + reach]}
    return {"type": "TextQuoteSelector", "exact": page.text[start:end], **around}


def _is_unique(page: Page, first: int, last: int) -> bool:
    """Return whether a passage of the page is known to occur only once.

    It can occur only where its rarest word does; a word at either end may be cut off and does not count.
    """
    found = page.text[first:last]
    whole = (word for word in WORD.finditer(found) if word.start() and word.end() < len(found))
    rarest = min(whole, key=lambda word: len(page.words[word[0]]), default=None)
    places = page.words[rarest[0]] if rarest else []
    if not rarest or len(places) > COMMON:
        return False
    return sum(page.text.startswith(found, at - rarest.start()) for at in places) == 1
