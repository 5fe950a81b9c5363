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

from bs4 import SoupStrainer

from clipping.capture import fold
from clipping.verify.written import ANY, Fault, Site, compare, compare_all, part_of, text_of

#: The files of every site.
PROMISED = """
    index.html quotations.html notes.html timeline.html check.html cite.html source.html about.html 404.html robots.txt
    article.txt article.md article.json article.schema.json article.epub article.tei.xml annotations.jsonld SHA256SUMS
    citation.bib citation.csl.json citation.ris"""
PARAGRAPH = re.compile(r"p[0-9]+")
#: What Markdown's escapes stand for (CommonMark 0.31, sections 2.4 and 2.5), as far as ours go.
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(amp|lt|gt);")


def file_missing(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Every file that a site promises is there, and is UTF-8 text where it is text."""
    for name in sorted(set(PROMISED.split()) - files.keys()):
        yield name, "expected this file in the site, found none; build again", None
    for name, data in files.items():
        if name.endswith((".html", ".json", ".md", ".txt")) and name != "article.txt":
            try:
                data.decode()
            except UnicodeDecodeError as error:
                yield name, f"expected UTF-8 text, found byte 0x{data[error.start]:02X}; build again", None


def copy_differs(site: Site) -> Iterator[Fault]:
    """article.txt is the capture, byte for byte."""
    if site.files["article.txt"] != site.capture.data:
        yield "article.txt", "expected the bytes of the capture, found others; build again", None


def sums_differ(site: Site) -> Iterator[Fault]:
    """SHA256SUMS lists every other file of the site once, with its SHA-256."""
    sums = {name: sha256(data).hexdigest() for name, data in sorted(site.files.items()) if name != "SHA256SUMS"}
    lines = enumerate(site.files["SHA256SUMS"].decode(errors="replace").splitlines(), 1)
    listed = sorted((*line.partition("  ")[::-2], number) for number, line in lines)
    yield from compare_all("SHA256SUMS", sums, listed)


def record_differs(site: Site) -> Iterator[Fault]:
    """The record is of this capture, and each text in it is the capture's and, under its id, the article page's."""
    record, capture, tags = site.record, site.capture, site.tags
    captured = ("sha256", capture.sha256), ("bytes", str(len(capture.data)))
    facts = [(name, fact, str(record["capture"].get(name))) for name, fact in captured]
    for entry in record["paragraphs"]:
        if tag := tags.get(entry["id"]):
            facts.append((f"kind of {entry['id']}", {"p": "paragraph", "h2": "subheading"}[tag.name], entry["kind"]))
    for name in ("published", "updated"):
        if (value := record.get(name)) and (days := re.findall('datetime="(.*?)"', str(tags.get(name)))):
            facts.append((f"day {name}", days[0], value["date"]))
    for name, lines, words, whole in _from_capture(record):
        source = site.printed(*lines)
        facts.append((name, source if whole else part_of(source, words), words))
    for name, expected, found in facts:
        yield from compare("article.json", name, expected, found)
    for name, _, words, _ in _from_capture(record):
        if name not in ("furniture", "section", "byline"):  # the last two may be on lines without an id
            tag, first = tags.get(name), words.partition("\n")[0]
            line = tag.sourceline if tag else None
            yield from compare("index.html", name, first, part_of(fold(text_of(tag)), first), line)


def _from_capture(record: dict[str, Any]) -> Iterator[tuple[str, tuple[int, int], str, bool]]:
    """Yield the texts of the record with their names, their lines, and whether these have no other words."""
    for entry in (*record["furniture"], *record["paragraphs"]):
        yield entry.get("id", "furniture"), entry["lines"], entry["text"], True
    for entry in record["captions"]:
        for words in filter(None, (entry["text"], entry["alt"], entry["credit"])):
            yield entry["id"], entry["lines"], words, False
    for name, origin in record["provenance"].items():
        if origin["from"] == "capture":
            value: Any = record.get(name) or ""
            printed = value["as_printed"] if isinstance(value, dict) else value
            for words in [printed] if isinstance(printed, str) else printed:
                yield name, origin["lines"], words, False


def quotation_differs(site: Site) -> Iterator[Fault]:
    """Each quotation's text is at its offsets, at its place in the article and on the page of quotations."""
    texts = site.texts(text="")
    quoted = {entry["id"]: entry["text"] for entry in site.record["quotations"]}
    for entry in site.record["quotations"]:
        name, text = entry["id"], entry["text"]
        found = "\n\n".join(texts.get(part["paragraph"], "")[part["start"] : part["end"]] for part in entry["parts"])
        yield from compare("article.json", name, text, found)
        tag = site.tags.get(name)
        first = fold(text.partition("\n\n")[0])
        yield from compare("index.html", name, first, fold(text_of(tag)), tag.sourceline if tag else None)
    page = site.parsed("quotations.html", SoupStrainer(attrs={"data-quotation": ANY}))
    shown = [
        (str(tag["data-quotation"]), fold(" ".join(map(text_of, tag.find_all("p") or [tag]))), tag.sourceline)
        for tag in page.find_all(attrs={"data-quotation": ANY})
    ]
    yield from compare_all("quotations.html", {name: fold(quoted[name]) for name in sorted(quoted)}, sorted(shown))


def evidence_differs(site: Site) -> Iterator[Fault]:
    """What check.html compares a pasted quotation with is the texts and quotations of the record."""
    expected = site.texts(text="", credit="-credit")
    said = {"title": "title", "term": "term"}
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
    """Compare ``texts`` with the elements of an XML document that have their ids, and the order of its paragraphs."""
    try:
        root = XML(data)  # this build wrote it, and expat stops entities that grow
    except ParseError as error:
        yield file, f"expected well-formed XML in {part}, found: {error}; fix the template", None
        return
    ids = ("id", "{http://www.w3.org/XML/1998/namespace}id")
    known = {str(each.get(name)): "".join(each.itertext()) for each in root.iter() for name in ids if each.get(name)}
    found = [(name, words, None) for name, words in known.items() if texts and (name in texts or _rank(name) == "")]
    expected = {name: texts[name] for name in sorted(texts, key=_rank)}
    yield from compare_all(file, expected, sorted(found, key=lambda text: _rank(text[0])))


def _rank(name: str) -> str:
    """Return by what texts are sorted: paragraphs first, as they come, then the others, where each format has its order."""
    return "" if PARAGRAPH.fullmatch(name) else name


def _markdown(text: str, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Compare ``texts`` with the Markdown above its notes, in which headline and paragraphs are blocks, in order."""
    blocks = [re.sub(r"^##? ", "", block.strip()) for block in text.partition("\n---\n")[0].split("\n\n")]
    entities = {"amp": "&", "lt": "<", "gt": ">"}
    blocks = [ESCAPED.sub(lambda found: found[1] or entities[found[2]], block) for block in blocks]
    whole, reached = fold(" ".join(blocks)), 0
    for name, words in texts.items():
        if name == "headline" or PARAGRAPH.fullmatch(name):
            found = words in blocks[reached:]
            reached = blocks.index(words, reached) + 1 if found else reached
        else:
            found = name.endswith("-alternative") or part_of(whole, words) == words
        yield from compare("article.md", name, words, words if found else "")


def selector_differs(site: Site) -> Iterator[Fault]:
    """Each selector of annotations.jsonld selects the words it quotes; those of a quotation are its words."""
    quoted = {entry["id"]: entry["text"] for entry in site.record["quotations"]}
    for item in json.loads(site.files["annotations.jsonld"])["first"]["items"]:
        name = item["id"].rpartition("#")[2]
        selected = [_selected(site, target["selector"]) for target in item["target"] if isinstance(target, dict)]
        for exact, found in selected:
            yield from compare("annotations.jsonld", name, exact, found)
        words = "\n\n".join(exact for exact, _ in selected)
        yield from compare("annotations.jsonld", name, quoted.get(name, words), words)


def _selected(site: Site, selector: dict[str, Any]) -> tuple[str, str]:
    """Return the words that a selector quotes, and those that it selects on the article page between its others."""
    position, quote = selector.get("refinedBy", (None, selector))
    exact, around = quote["exact"], quote["prefix"] + quote["exact"] + quote["suffix"]
    if position is None:  # it names words of the page, and no element
        return exact, exact if around in site.tree.get_text() else ""
    name, _, inner = selector["value"].removeprefix("#").partition(" ")  # an id, “#id name” or “#id .class”
    tag = site.tags.get(name)
    if tag and inner:
        tag = tag.find(class_=inner[1:]) if inner[0] == "." else tag.find(inner)
    text, first, last = tag.get_text() if tag else "", position["start"], position["end"]
    between = text[max(0, first - len(quote["prefix"])) : last + len(quote["suffix"])]
    return exact, text[first:last] if between == around else ""
