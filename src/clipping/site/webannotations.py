"""The quotations and notes as W3C Web Annotations: what they say, and which words of the article page they are on.

https://www.w3.org/TR/annotation-model/. A target is a place on ``index.html``, told in two steps: first the element
whose text is the paragraph (by its id) or a headline, caption or credit (by a CSS selector), then the words in
it, twice over: by their position and by their words with what stands around them. The text that the positions count
in is *that element's* ``textContent``, in Unicode code points with the end excluded, as the record counts; so they
hold however the rest of the page changes. Prefix and suffix are at most 32 characters of the same text.

Addresses are absolute where the address of the site is known. Where it is not they are relative to the file, which
JSON-LD 1.1 (section 4.1.3) resolves against the address the file was read from; none is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Part, Quotation, Reading, texts

ADDRESS = "annotations.jsonld"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What a fragment of an HTML page conforms to, as the model names it (section 4.2.1).
HTML_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
AROUND = 32


class _Texts(Struct, frozen=True):
    """The texts of an article by their ids, and the readings that belong to each."""

    named: Mapping[str, str]
    readings: Mapping[str, list[Reading]]


def collection(
    article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base_url: str | None
) -> dict[str, Any]:
    """Return the collection of all annotations as JSON-LD, quotations first, each in reading order."""
    base = base_url or ""
    readings: dict[str, list[Reading]] = {}
    for reading in article.readings:
        readings.setdefault(reading.target or "", []).append(reading)
    targeted = _Texts(texts(article), readings)
    items = [_quotation(targeted, quotation, base) for quotation in article.quotations]
    items += [_note(targeted, note, mentions, base) for note in notes]
    address = f"{base}{ADDRESS}"
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": f"Quotations and editor’s notes on “{article.headline}”",
        "total": len(items),
        "first": {
            "id": f"{address}#page",
            "type": "AnnotationPage",
            "partOf": address,
            "startIndex": 0,
            "items": items,
        },
    }


def _quotation(targeted: _Texts, quotation: Quotation, base: str) -> dict[str, Any]:
    counts = quotation.kind in COUNTED
    return {
        "id": f"{base}{ADDRESS}#{quotation.id}",
        "type": "Annotation",
        "motivation": "identifying" if counts else "classifying",
        "body": [
            *([_words(quotation.speaker or "Speaker not stated", "identifying")] if counts else []),
            _words(quotation.kind, "classifying"),
        ],
        "target": [_target(targeted, part, base) for part in quotation.parts],
    }


def _note(targeted: _Texts, note: Note, mentions: tuple[Mention, ...], base: str) -> dict[str, Any]:
    mine = [Part(mention.target, mention.start, mention.end) for mention in mentions if mention.note == note.slug]
    targets: list[dict[str, Any] | str] = [_target(targeted, part, base) for part in mine]
    return {
        "id": f"{base}{ADDRESS}#{note.id}",
        "type": "Annotation",
        "motivation": "assessing" if note.verdict else "describing",
        "body": list(_bodies(note, base)),
        # A note that no words of the article lead to is about the article.
        "target": targets or [f"{base}index.html"],
    }


def _bodies(note: Note, base: str) -> Iterator[dict[str, Any]]:
    yield _words(note.title, "identifying")
    yield _words(note.kind, "classifying")
    if note.claim:
        yield _words(note.claim, "describing")
    if note.verdict:
        yield _words(note.verdict, "assessing")
    yield {**_words(note.body.strip(), "commenting"), "format": "text/markdown"}
    yield {"type": "SpecificResource", "source": f"{base}notes.html#{note.id}", "purpose": "linking"}
    for source in note.sources:
        yield {"type": "SpecificResource", "source": source.url, "purpose": "linking"}


def _words(text: str, purpose: str) -> dict[str, Any]:
    named = {} if purpose in ("identifying", "classifying") else {"language": "en"}  # names are of no one language
    return {"type": "TextualBody", "value": text, "format": "text/plain", **named, "purpose": purpose}


def _target(targeted: _Texts, part: Part, base: str) -> dict[str, Any]:
    text, start, end = targeted.named[part.paragraph], part.start, part.end
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    element = _element(targeted, part.paragraph)
    if element:
        selector = {**element, "refinedBy": [position, quote]}
    else:  # no one element holds this text and nothing else, so its words are told alone, within their line
        selector = {
            **quote,
            "prefix": quote["prefix"].rpartition("\n")[2],
            "suffix": quote["suffix"].partition("\n")[0],
        }
    return {"type": "SpecificResource", "source": f"{base}index.html", "selector": selector}


def _element(targeted: _Texts, name: str) -> dict[str, str] | None:
    """Return the selector of the element of the article page whose text is the text ``name``, if there is one."""
    if name[0] == "p" and name[1:].isdigit():
        return {"type": "FragmentSelector", "conformsTo": HTML_FRAGMENTS, "value": name}
    caption, _, credit = name.partition("-")
    text, readings = targeted.named[name], targeted.readings.get(caption, [])
    if name == "standfirst":
        whole = [reading.text for reading in readings] == [text]
        return {"type": "FragmentSelector", "conformsTo": HTML_FRAGMENTS, "value": name} if whole else None
    role = "headline" if name == "headline" else credit or "caption"
    if next((run.text for reading in readings for run in reading.runs if run.role == role), None) != text:
        return None
    return {"type": "CssSelector", "value": "#main h1" if name == "headline" else f"#{caption} .{role}"}
