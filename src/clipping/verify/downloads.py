"""Checks of the downloads: each says what the record says, and each annotation selects the words it is about.

The record itself is held against the capture (see record.py). What only the programs of others can judge, such as
whether the e-book keeps to EPUB, is left to the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bs4 import Tag

from clipping.verify.record import check_quotations, check_record
from clipping.verify.site import ARTICLE, Finding, Site, difference, start

BOOK, TEI, MARKDOWN, ANNOTATIONS = "article.epub", "article.tei.xml", "article.md", "annotations.jsonld"
CHAPTER = "EPUB/article.xhtml"
#: What Markdown's escapes stand for (CommonMark 0.31, sections 2.4 and 2.5), as far as ours go.
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(amp|lt|gt);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}


def check_downloads(site: Site) -> Iterator[Finding]:
    """download-differs: the e-book and TEI are well-formed, and they and the Markdown hold each text of the record."""
    expected = _expected(site.record)
    findings = [
        *_held(TEI, site.files[TEI], expected),
        *_book(site.files[BOOK], expected),
        *_markdown(site, expected),
    ]
    # Against a record that does not hold itself nothing can be held, and its own check tells of it.
    if findings and not any(check_record(site)):
        yield from findings


def _expected(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the record by the ids that they have in the XML downloads."""
    named = {"headline": record.get("headline"), "standfirst": record.get("standfirst")}
    for caption in record.get("captions", []):
        for field, name in (("alt", "alternative"), ("text", "caption"), ("credit", "credit")):
            named[f"{caption['id']}-{name}"] = caption[field]
    named |= {paragraph["id"]: paragraph["text"] for paragraph in record.get("paragraphs", [])}
    return {name: text for name, text in named.items() if text}


def _book(data: bytes, expected: Mapping[str, str]) -> Iterator[Finding]:
    from io import BytesIO  # noqa: PLC0415 - as late as they are needed
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415

    try:
        with ZipFile(BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile as error:
        yield Finding("download-differs", BOOK, f"expected a ZIP file, found: {error}; build again")
        return
    if CHAPTER not in files:
        yield Finding("download-differs", BOOK, f"expected {CHAPTER} in it, found none; build again")
    for name, content in files.items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            yield from _held(BOOK, content, expected if name == CHAPTER else {}, name)


def _held(file: str, data: bytes, expected: Mapping[str, str], part: str = "") -> Iterator[Finding]:
    """Yield a finding unless ``data`` is XML in which the elements with the ids of ``expected`` have its texts."""
    place = f"{part}: " if part else ""
    try:
        found = _texts(data, bool(expected))
    except ValueError as error:
        yield Finding("download-differs", file, f"{place}expected well-formed XML, found: {error}; mend the template")
        return
    for name, text in expected.items():
        if found.get(name) != text:
            yield Finding("download-differs", file, f"{place}{name}: {difference(text, found.get(name, ''))}")
    if expected:
        order = [name for name in found if re.fullmatch(r"p[0-9]+", name)]
        if order != [name for name in expected if re.fullmatch(r"p[0-9]+", name)]:
            message = f"{place}expected the paragraphs of the record in order, found {' '.join(order)}; build again"
            yield Finding("download-differs", file, message)


def _texts(data: bytes, wanted: bool) -> dict[str, str]:
    """Return the text of each element of an XML document that has an id, in the order of the document.

    Raises ``ValueError`` if it is not well-formed; where no text is ``wanted`` that is all there is to know.
    """
    from pyexpat import ExpatError, ParserCreate  # noqa: PLC0415 - reads what this build wrote, no one else's XML

    pieces: list[str] = []
    begun: list[tuple[str | None, int]] = []
    found: dict[str, str] = {}

    def begin(_: str, attributes: dict[str, str]) -> None:
        name = attributes.get("id") or attributes.get("xml:id")
        if name:
            found[name] = ""  # it takes its place in the order where it begins
        begun.append((name, len(pieces)))

    def end(_: str) -> None:
        name, place = begun.pop()
        if name:
            found[name] = "".join(pieces[place:])

    parser = ParserCreate()
    parser.buffer_text = True
    if wanted:
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, pieces.append
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def _markdown(site: Site, expected: Mapping[str, str]) -> Iterator[Finding]:
    text, _, _ = site.files[MARKDOWN].decode().partition("\n---\n")
    blocks = [_unescaped(re.sub(r"^##? ", "", block.strip())) for block in text.split("\n\n")]
    place, whole = 0, "\n\n".join(blocks)
    for name, words in expected.items():
        if re.fullmatch(r"p[0-9]+|headline", name):
            try:
                place = blocks.index(words, place) + 1
            except ValueError:
                message = f"expected {name} (“{start(words)}”) whole and in order, found it nowhere; mend the template"
                yield Finding("download-differs", MARKDOWN, message)
        elif not name.endswith("-alternative") and not all(line in whole for line in words.split("\n")):
            message = f"expected {name} (“{start(words)}”), found it nowhere; mend the template"
            yield Finding("download-differs", MARKDOWN, message)


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: found[1] or ENTITIES[found[2]], text)


def check_selectors(site: Site) -> Iterator[Finding]:
    """selector-differs: each selector of annotations.jsonld selects the words it quotes, and no others."""
    quoted = {f"#{quotation['id']}": quotation["text"] for quotation in site.record.get("quotations", [])}
    try:
        items = json.loads(site.files[ANNOTATIONS])["first"]["items"]
        findings = [finding for item in items for finding in _annotation(site, item, quoted)]
    except (ValueError, LookupError, TypeError, AttributeError):
        message = "expected a collection of annotations, found something else; build again"
        findings = [Finding("selector-differs", ANNOTATIONS, message)]
    if findings and not any(check_quotations(site)):
        yield from findings


def _annotation(site: Site, item: dict[str, Any], quoted: Mapping[str, str]) -> Iterator[Finding]:
    name = item["id"][item["id"].rindex("#") :]
    selected = [_selected(site, target["selector"]) for target in item["target"] if isinstance(target, dict)]
    for exact, found in selected:
        if exact != found:
            yield Finding("selector-differs", ANNOTATIONS, f"{name}: {difference(exact, found)}")
    if name in quoted and quoted[name] != "\n\n".join(exact for exact, _ in selected):
        message = f"{name}: expected the words of the quotation, found others; build again"
        yield Finding("selector-differs", ANNOTATIONS, message)


def _selected(site: Site, selector: dict[str, Any]) -> tuple[str, str]:
    """Return the words that ``selector`` quotes, and those that it selects on the article page."""
    if "refinedBy" not in selector:
        quote = selector
        text = site.pages[ARTICLE].get_text()
        starts = [found.start() for found in re.finditer(f"(?={re.escape(_around(quote))})", text)]
        found = text[(first := starts[0] + len(quote["prefix"])) : first + len(quote["exact"])] if starts else ""
        return quote["exact"], found
    position, quote = selector["refinedBy"]
    tag = _element(site, selector)
    text = tag.get_text() if tag else ""
    begin, end = position["start"], position["end"]
    around = text[max(0, begin - len(quote["prefix"])) : end + len(quote["suffix"])]
    return quote["exact"], text[begin:end] if around == _around(quote) else ""


def _around(quote: Mapping[str, str]) -> str:
    return quote["prefix"] + quote["exact"] + quote["suffix"]


def _element(site: Site, selector: Mapping[str, str]) -> Tag | None:
    """Return the element of the article page: by its id, or by ``#id .class`` or ``#id name``."""
    whole, _, inner = selector["value"].removeprefix("#").partition(" ")
    tag = site.ids[ARTICLE].get(whole)
    if tag is None or not inner:
        return tag
    name, _, kind = inner.partition(".")
    found = tag.find(class_=kind) if kind else tag.find(name)
    return found if isinstance(found, Tag) else None
