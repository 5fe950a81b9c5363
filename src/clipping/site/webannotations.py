"""The quotations and notes as W3C Web Annotations: what each says, and which words of the article page it is about.

https://www.w3.org/TR/annotation-model/. Words on ``index.html`` are selected in two ways, either of which is enough.
One goes in two steps: a CSS selector for the element whose text is the paragraph, headline, caption or credit, and then
the position of the words in it. Positions count code points of *that element's* ``textContent``, the end excluded, as
in the record, so they stay right however the rest of the page changes. The other quotes the words with 64 characters
before and after them in the ``textContent`` of the page's body. Addresses are relative to the file if that of the site
is not known (JSON-LD 1.1, section 4.1.3).
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
#: How many characters are quoted before and after words. Half as many are enough to find all of this site's, and all of
#: a capture of 100 KB that says nearly the same in each paragraph.
CONTEXT = 64


def annotate(
    article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base: str, html: str
) -> Iterator[JSON]:
    """Yield each annotation as JSON-LD: those of quotations, then those of notes, both in reading order.

    ``base`` is what addresses begin with, ``html`` the article page.
    """
    named, address = texts(article), f"{base}index.html"
    page, begins = _laid_out(re.split("</?body[^>]*>", html)[1])
    mentioned: dict[str | None, list[Part]] = {}
    for mention in mentions:
        mentioned.setdefault(mention.note, []).append(Part(mention.target, mention.start, mention.end))

    def annotation(id: str, motivation: str, body: list[JSON], parts: Iterable[Part]) -> JSON:
        selectors = [_selectors(part, named[part.paragraph], page, begins) for part in parts]
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


def _laid_out(html: str) -> tuple[str, dict[str, int]]:
    """Return the text of HTML of ours, and where in it the elements with an id begin.

    Our HTML has no comments, and no ``>`` in an attribute.
    """
    begins: dict[str, int] = {}
    text = ""
    for tag, words in re.findall("(<[^>]*>)|([^<]+)", html):
        text += unescape(words)
        if named := re.search(' id="([^"]*)"', tag):
            begins[named[1]] = len(text)
    return text, begins


def _selectors(part: Part, text: str, page: str, begins: dict[str, int]) -> list[JSON]:
    """Select the words of ``part`` in both ways, or only by quoting them where no element of the page has the ``text``.

    The quotation then has no more context than the line of ``text`` that the words are in.
    """
    id = f"{part.paragraph}-caption" if re.fullmatch(r"c\d+", part.paragraph) else part.paragraph
    begin = begins.get(id, len(page))
    if "\n" in text or not page.startswith(text, begin):
        first = text.rfind("\n", 0, part.start) + 1
        line = text[first : part.end] + text[part.end :].partition("\n")[0]
        return [_quote(line, part.start - first, part.end - first)]
    position = {"type": "TextPositionSelector", "start": part.start, "end": part.end}
    within = {"type": "CssSelector", "value": f"#{id}", "refinedBy": position}
    return [within, _quote(page, begin + part.start, begin + part.end)]


def _quote(text: str, start: int, end: int) -> JSON:
    around = {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **around}
