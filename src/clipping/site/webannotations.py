"""The quotations and notes as W3C Web Annotations: what they say, and which words of the article page they are on.

https://www.w3.org/TR/annotation-model/. Words on ``index.html`` are selected in two steps: first the element whose text
is the paragraph (by its id) or a headline, caption or credit (by a CSS selector), then the words in it, by position and
by the words themselves with at most 32 characters on either side. Positions count code points of *that element's*
``textContent``, the end excluded, as in the record; so they stay right however the rest of the page changes. Addresses
are relative to the file where that of the site is not known (JSON-LD 1.1, section 4.1.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Part, texts

JSON = dict[str, Any]


def annotate(article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...], base: str) -> Iterator[JSON]:
    """Yield each annotation as JSON-LD, quotations first, both in reading order; addresses begin with ``base``."""
    named, page = texts(article), f"{base}index.html"
    # What the article page shows of each text, as far as the elements below can select it: its first run of each role.
    shown: dict[tuple[str | None, str], tuple[str, str]] = {}
    for reading in article.readings:
        whole = reading.text
        for run in reading.runs:
            shown.setdefault((reading.target, run.role), (whole, run.text))
    mentioned: dict[str | None, list[Part]] = {}
    for mention in mentions:
        mentioned.setdefault(mention.note, []).append(Part(mention.target, mention.start, mention.end))

    def annotation(id: str, motivation: str, body: list[JSON], parts: Iterable[Part]) -> JSON:
        selectors = [_selector(shown, part, named[part.paragraph]) for part in parts]
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


def _selector(shown: Mapping[tuple[str | None, str], tuple[str, str]], part: Part, text: str) -> JSON:
    """Select the words of ``part``, in the element whose text is ``text`` or, if there is none, by their line alone."""
    name, start, end = part.paragraph, part.start, part.end
    before, after = text[max(0, start - 32) : start].rpartition("\n")[2], text[end : end + 32].partition("\n")[0]
    quote = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}
    target, _, role = name.partition("-")
    role = role or ("caption" if name[0] == "c" else name)
    if name[0] != "p" and text != shown.get((target, role), ("", ""))[0 if role == "standfirst" else 1]:
        return quote
    css = {"type": "CssSelector", "value": "#main h1" if name == "headline" else f"#{target} .{role}"}
    fragment = {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236", "value": name}
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {**(css if name[0] in "hc" else fragment), "refinedBy": [position, quote]}
