"""The quotations and notes as W3C Web Annotations: what they say, and which words of the article page they are on.

https://www.w3.org/TR/annotation-model/. Words on ``index.html`` are selected in two ways, either of which will do. One
takes two steps: first the element whose text is the paragraph (by its id) or a headline, caption or credit (by a CSS
selector), then the words in it, by position. Positions count code points of *that
element's* ``textContent``, the end excluded, as in the record; so they stay right however the rest of the page changes.
The other is the words with as much before and after them as makes them unique in the ``textContent`` of the page's
body, 32 characters or more on either side. Addresses are relative to the file where that of the site is not known
(JSON-LD 1.1, section 4.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
        places = ((part, begins.get(_element(part.paragraph), -1)) for part in parts)
        selectors = [_selectors(part, named[part.paragraph], page_text, at) for part, at in places]
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
    return {"type": "TextualBody", "value": text, "format": "text/plain", **named, "purpose": purpose}


def _element(name: str) -> str:
    """Return the CSS selector of the element that shows the text ``name``."""
    target, _, role = name.partition("-")
    if name[0] == "p":
        return f"#{name}"
    return "#main h1" if name == "headline" else f"#{target} .{role or ('caption' if name[0] == 'c' else name)}"


def _laid_out(html: str) -> tuple[str, dict[str, int]]:
    """Return the words of HTML of ours and, by ``_element``, at which of their code points each element begins.

    Ours has no comments, and no ``>`` in an attribute. Within a block with an id, what has a class is known.
    """
    begins: dict[str, int] = {}
    words, length, around = [], 0, ""
    for tag, text in re.findall("(<[^>]*>)|([^<]+)", html):
        if text:
            words.append(unescape(text))
            length += len(words[-1])
        elif tag.startswith(("<p ", "<div ")) and (named := re.search(' id="([^"]*)"', tag)):
            around = named[1]
            begins.setdefault(f"#{around}", length)
        elif classed := re.search(' class="([^"]*)"', tag):
            begins.setdefault(f"#{around} .{classed[1]}", length)
        if tag.startswith("<h1"):
            begins.setdefault("#main h1", length)
    return "".join(words), begins


def _selectors(part: Part, text: str, page: str, at: int) -> list[JSON]:
    """Select the words of ``part``, a part of ``text``, which begins at ``at`` on a page of this text."""
    name, start, end = part.paragraph, part.start, part.end
    if at < 0 or "\n" in text or not page.startswith(text, at):  # no element has the whole of it
        before, after = text[max(0, start - 32) : start].rpartition("\n")[2], text[end : end + 32].partition("\n")[0]
        return [{"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}]
    kind = {"type": "CssSelector", "value": _element(name)}
    if name[0] == "p":
        kind = {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236", "value": name}
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return [{**kind, "refinedBy": position}, _quote(page, at + start, at + end)]


def _quote(text: str, start: int, end: int, reach: int = 32) -> JSON:
    """Quote words of ``text`` with ``reach`` characters on either side, up to 256 if those make them unique."""
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    found = before + text[start:end] + after
    if reach < 256 and text.find(found) != text.rfind(found):
        return _quote(text, start, end, 2 * reach)
    return {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}
