"""Checks of what says the article's words again: the record, the quotations, the check page and the downloads.

What only other programs can judge, such as whether the e-book is valid EPUB, is left to the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import XML, ParseError
from zipfile import ZipFile

from clipping.capture import fold
from clipping.verify.written import Fault, Site, compare, compare_all, part_of, text_of

#: The files of every site.
PROMISED = """
    index.html quotations.html notes.html timeline.html check.html cite.html source.html about.html 404.html robots.txt
    article.txt article.md article.json article.schema.json article.epub article.tei.xml annotations.jsonld SHA256SUMS
    citation.bib citation.csl.json citation.ris"""
PARAGRAPH = re.compile(r"p[0-9]+")
KINDS = {"p": "paragraph", "h2": "subheading"}
IDS = ("id", "{http://www.w3.org/XML/1998/namespace}id")
#: What Markdown's escapes stand for (CommonMark 0.31, sections 2.4 and 2.5), as far as ours go.
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(amp|lt|gt);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}


def file_missing(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Every file that a site promises is there."""
    for name in sorted(set(PROMISED.split()) - files.keys()):
        yield name, "expected this file in the site, found none; build again", None


def copy_differs(site: Site) -> Iterator[Fault]:
    """article.txt is the capture, byte for byte."""
    if site.files["article.txt"] != site.capture.data:
        yield "article.txt", "expected the bytes of the capture, found others; build again", None


def sums_differ(site: Site) -> Iterator[Fault]:
    """SHA256SUMS lists every other file of the site once, with its SHA-256."""
    sums = {name: sha256(data).hexdigest() for name, data in sorted(site.files.items()) if name != "SHA256SUMS"}
    lines = enumerate(site.files["SHA256SUMS"].decode(errors="replace").splitlines(), 1)
    yield from compare_all("SHA256SUMS", sums, sorted((*line.partition("  ")[::-2], at) for at, line in lines))


def record_differs(site: Site) -> Iterator[Fault]:
    """The record is of this capture, and each text in it is the capture's and, under its id, the article page's."""
    record, tags = site.record, site.tags
    facts: dict[str, tuple[Any, Any]] = {"sha256": (site.capture.sha256, record["capture"].get("sha256"))}
    facts["bytes"] = len(site.capture.data), record["capture"].get("bytes")
    for entry in record["paragraphs"]:
        if tag := tags.get(entry["id"]):
            facts[f"kind of {entry['id']}"] = KINDS.get(tag.name), entry["kind"]
    for name in ("published", "updated"):
        if (value := record.get(name)) and (days := re.findall('datetime="(.*?)"', str(tags.get(name)))):
            facts[f"day {name}"] = days[0], value["date"]
    for name, (expected, found) in facts.items():
        yield from compare("article.json", name, str(expected), str(found))
    for name, lines, words, whole in _from_capture(record):
        source = site.printed(*lines)
        wrong = [*compare("article.json", name, source if whole else part_of(source, words), words)]
        yield from wrong
        if not wrong and name not in ("furniture", "section", "byline"):  # some of these are on lines without an id
            tag, first = tags.get(name), words.partition("\n")[0]
            line = tag.sourceline if tag else None
            yield from compare("index.html", name, first, part_of(fold(text_of(tag)), first), line)


def _from_capture(record: dict[str, Any]) -> Iterator[tuple[str, tuple[int, int], str, bool]]:
    """Yield the texts of the record with their names, their lines, and whether these have no other words."""
    for entry in (*record["furniture"], *record["paragraphs"], *record["captions"]):
        for words in (entry["text"], entry.get("alt"), entry.get("credit")):
            if words is not None:
                yield entry.get("id", "furniture"), entry["lines"], words, "alt" not in entry
    for name, origin in record["provenance"].items():
        if origin["from"] == "capture":
            value = record.get(name) or ""
            for words in value if isinstance(value, list) else [value]:
                yield name, origin["lines"], words["as_printed"] if isinstance(words, dict) else words, False


def quotation_differs(site: Site) -> Iterator[Fault]:
    """Each quotation's text is at its offsets, at its place in the article and on the page of quotations."""
    texts, quoted = site.texts(text=""), {}
    for entry in site.record["quotations"]:
        name, text, tag = entry["id"], entry["text"], site.tags.get(entry["id"])
        found = "\n\n".join(texts.get(part["paragraph"], "")[part["start"] : part["end"]] for part in entry["parts"])
        yield from compare("article.json", name, text, found)
        first, quoted[name] = fold(text.partition("\n\n")[0]), fold(text)
        yield from compare("index.html", name, first, fold(text_of(tag)), tag.sourceline if tag else None)
    tags = [(tag.find_parent(id=True), tag) for tag in site.parsed("quotations.html").find_all("b")]
    shown = sorted((str(around and around["id"]), fold(tag.get_text(" ")), tag.sourceline) for around, tag in tags)
    yield from compare_all("quotations.html", dict(sorted(quoted.items())), shown)


def evidence_differs(site: Site) -> Iterator[Fault]:
    """What check.html compares a pasted quotation with is the texts and quotations of the record."""
    expected, said = site.texts(text="", credit="-credit"), {"title": "title", "term": "term"}
    expected |= {q["id"]: f"{said.get(q['kind'], 'quotation')}, {q['speaker']}" for q in site.record["quotations"]}
    evidence = json.loads(site.ids["check.html"]["evidence"].text)
    found = [(name, text, None) for name, _, text in evidence["texts"]]
    found += [(entry["id"], f"{entry['said']}, {entry['speaker']}", None) for entry in evidence["quotations"]]
    yield from compare_all("check.html", expected, found)


def download_differs(site: Site) -> Iterator[Fault]:
    """The e-book and the TEI are well-formed, and they and the Markdown have each text of the record."""
    texts = site.texts(alt="-alternative", text="-caption", credit="-credit")
    yield from _xml("article.tei.xml", "article.tei.xml", site.files["article.tei.xml"], texts)
    yield from _markdown(site.files["article.md"].decode(), texts)
    with ZipFile(BytesIO(site.files["article.epub"])) as book:
        for part in dict.fromkeys(("EPUB/article.xhtml", *book.namelist())):
            if part.endswith((".xhtml", ".opf", ".xml")):
                yield from _xml("article.epub", part, book.read(part), texts if part == "EPUB/article.xhtml" else {})


def _xml(file: str, part: str, data: bytes, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Compare ``texts`` with the elements of an XML document that have their ids; all pointers lead to ids."""
    try:
        root = XML(data)  # this build wrote it, and expat stops entities that grow
    except ParseError as error:
        yield file, f"expected well-formed XML in {part}, found: {error}; fix the template", None
        return
    named = {each.get(key, ""): "".join(each.itertext()) for each in root.iter() for key in IDS}
    values = (value.split() for each in root.iter() for value in each.attrib.values())
    pointers = {name[1:] for names in values if all(name[0] == "#" for name in names) for name in names}
    for name in sorted(pointers - named.keys()):
        yield file, f"expected the id {name} in {part}, found only pointers to it; fix the template", None
    if not texts:
        return
    known = {name: words for name, words in named.items() if name in texts or PARAGRAPH.fullmatch(name)}
    # Paragraphs first, as they come; then the others, for which each format has its own order.
    expected, found = (sorted(each.items(), key=lambda text: PARAGRAPH.sub("", text[0])) for each in (texts, known))
    yield from compare_all(file, dict(expected), [(*text, None) for text in found])


def _markdown(text: str, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Compare ``texts`` with the Markdown above its notes, in which paragraphs are in order."""
    whole = fold(ESCAPED.sub(lambda found: found[1] or ENTITIES[found[2]], text.partition("\n---\n")[0]))
    for name, words in texts.items():
        if PARAGRAPH.fullmatch(name):
            before, found, after = whole.partition(words)
            whole = after if found else before
            yield from compare("article.md", name, words, found)
        elif not name.endswith("-alternative"):
            yield from compare("article.md", name, words, words if part_of(whole, words) == words else "")


def selector_differs(site: Site) -> Iterator[Fault]:
    """Each selector of annotations.jsonld selects the words it quotes; those of a quotation are its words."""
    quoted = {entry["id"]: entry["text"] for entry in site.record["quotations"]}
    page = fold((site.tree.body or site.tree).get_text())
    for item in json.loads(site.files["annotations.jsonld"])["first"]["items"]:
        name = item["id"].rpartition("#")[2]
        selectors = [target["selector"] for target in item["target"] if isinstance(target, dict)]
        selected = [_selected(site, page, selector) for selector in selectors]
        for exact, found in selected:
            yield from compare("annotations.jsonld", name, exact, found)
        words = "\n\n".join(exact for exact, _ in selected)
        yield from compare("annotations.jsonld", name, quoted.get(name, words), words)


def _selected(site: Site, page: str, selectors: list[dict[str, Any]]) -> tuple[str, str]:
    """Return the words that selectors quote, and those that they select on the article page, whose words are ``page``.

    The last quotes words of the page; one before it, if any, selects them in an element by their position. White space
    is folded: Beautiful Soup has one line end where a browser has several.
    """
    *within, quote = selectors
    exact = quote["exact"]
    if fold(quote["prefix"] + exact + quote["suffix"]) not in page:
        return exact, ""
    if not within:
        return exact, exact
    (selector,) = within
    tag = site.tags.get(selector["value"][1:])
    return exact, tag.get_text()[selector["refinedBy"]["start"] : selector["refinedBy"]["end"]] if tag else ""
