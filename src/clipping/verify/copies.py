"""Check every copy of the article's words: of the capture, in quotations, in downloads and on the check page.

Whether the formats are valid (EPUB, TEI) is left to the tests, which run outside checkers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from xml.etree.ElementTree import XML, Element
from zipfile import BadZipFile, ZipFile

from clipping.capture import fold
from clipping.verify.written import Fault, Site, compare, compare_all, text_of

#: The Markdown escapes that we write (CommonMark 0.31, sections 2.4 and 2.5).
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(amp|lt|gt);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
PARAGRAPH = re.compile("p[0-9]+")
IDS = ("id", "{http://www.w3.org/XML/1998/namespace}id")


def copy_differs(site: Site) -> Iterator[Fault]:
    """article.txt is the capture, the source page shows each line and the sum of it, and SHA256SUMS lists all files."""
    sums = {name: sha256(data).hexdigest() for name, data in sorted(site.files.items()) if name != "SHA256SUMS"}
    yield from compare("article.txt", "SHA-256", site.capture.sha256, sums["article.txt"])
    listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    yield from compare("SHA256SUMS", "sums", listed, site.files["SHA256SUMS"].decode(errors="replace"))
    lines = {f"L{number}": line for number, line in enumerate(site.capture.lines, 1)}
    tags = [each for each in site.pages["source.html"] if each.name == "code" and each.parent == "li"]
    shown = [(each.anchor, each.text(), each.line) for each in tags]
    yield from compare_all("source.html", lines, shown)
    yield from compare("source.html", "SHA-256", site.capture.sha256, site.ids["source.html"]["sha256"].text())


def quotation_differs(site: Site) -> Iterator[Fault]:
    """Each quotation's text is at its offsets, at its place in the article and on the page of quotations."""
    texts = _texts(site)
    for entry in site.record["quotations"]:
        name, text, tag = entry["id"], entry["text"], site.tags.get(entry["id"])
        found = "\n\n".join(texts.get(part["paragraph"], "")[part["start"] : part["end"]] for part in entry["parts"])
        yield from compare("article.json", name, text, found)
        first = fold(text.partition("\n\n")[0])
        yield from compare("index.html", name, first, fold(text_of(tag)), tag.sourceline if tag else None)
    tags = [each for each in site.pages["quotations.html"] if each.name == "b"]
    shown = sorted((each.anchor, fold(each.text(" ")), each.line) for each in tags)
    quoted = {name: fold(text) for name, text in sorted(_quotations(site).items())}
    yield from compare_all("quotations.html", quoted, shown)


def download_differs(site: Site) -> Iterator[Fault]:
    """Each download, and the data of check.html, has the texts of the record, with the paragraphs in order."""
    for file, (texts, read) in READERS.items():
        expected = texts(site)
        try:
            found = read(site)
        except (LookupError, TypeError, ValueError, AttributeError, SyntaxError, BadZipFile) as error:
            yield file, f"expected what this program writes, found another form of it ({error!r}); build again", None
            continue
        order, shown = (" ".join(filter(PARAGRAPH.fullmatch, names)) for names in (expected, found))
        yield from compare(file, "order of paragraphs", order, shown)
        for name, text in expected.items():
            yield from compare(file, name, fold(text), fold(found.get(name, "")))


def _texts(site: Site) -> dict[str, str]:
    texts = {name: site.record[name] for name in ("headline", "standfirst")}
    texts |= {entry["id"]: entry["text"] for entry in site.record["paragraphs"]}
    for entry in site.record["captions"]:
        texts |= {entry["id"]: entry["text"], f"{entry['id']}-credit": entry["credit"]}
    return {name: text for name, text in texts.items() if text}


def _all_texts(site: Site) -> dict[str, str]:
    alternatives = {f"{entry['id']}-alternative": entry["alt"] for entry in site.record["captions"] if entry["alt"]}
    return _texts(site) | alternatives


def _sayings(site: Site) -> dict[str, str]:
    kinds = {"title": "title", "term": "term"}
    return _texts(site) | {
        entry["id"]: f"{kinds.get(entry['kind'], 'quotation')}, {entry['speaker']}"
        for entry in site.record["quotations"]
    }


def _quotations(site: Site) -> dict[str, str]:
    return {entry["id"]: entry["text"] for entry in site.record["quotations"]}


def _annotations(site: Site) -> dict[str, str]:
    """Return the words that each annotation quotes, if they are on the page with the same words around them."""
    page, at, quoted = fold(site.tree[0].get_text()), 0, dict[str, str]()
    for item in json.loads(site.files["annotations.jsonld"])["first"]["items"]:
        selectors = [target["selector"][-1] for target in item["target"] if isinstance(target, dict)]
        for exact, around in ((one["exact"], fold(one["prefix"] + one["exact"] + one["suffix"])) for one in selectors):
            begin = page.find(around, max(0, at - len(around)))
            if begin < 0:  # the captions are read between the paragraphs, but shown below them
                begin = page.find(around)
            at, name = max(begin, 0), item["id"].rpartition("#")[2]
            quoted[name] = f"{quoted.get(name, '')} {exact if begin >= 0 else ''}"
    return quoted


def _evidence(site: Site) -> dict[str, str]:
    evidence = json.loads(site.ids["check.html"]["evidence"].text())
    texts = {name: text for name, _, text in evidence["texts"]}
    return texts | {entry["id"]: f"{entry['said']}, {entry['speaker']}" for entry in evidence["quotations"]}


def _markdown(site: Site) -> dict[str, str]:
    above, at, found = site.files["article.md"].decode().partition("\n---\n")[0], 0, dict[str, str]()  # the notes
    whole = fold(ESCAPED.sub(lambda sign: sign[1] or ENTITIES[sign[2]], above))
    for name, text in _texts(site).items():
        begin = whole.find(fold(text), at)
        if begin < 0 and name[0] == "c":  # photographs are between the paragraphs
            begin = whole.find(fold(text))
        at, found[name] = max(begin, 0), text if begin >= 0 else ""
    return found


def _tei(site: Site) -> dict[str, str]:
    return _named(XML(site.files["article.tei.xml"]))  # this build wrote it, and expat stops entities that grow


def _epub(site: Site) -> dict[str, str]:
    with ZipFile(BytesIO(site.files["article.epub"])) as book:
        parts = {name: XML(book.read(name)) for name in book.namelist() if name.endswith(("ml", ".opf"))}
    return _named(parts["EPUB/article.xhtml"])


def _named(root: Element) -> dict[str, str]:
    named = ((each.get(key), each) for each in root.iter() for key in IDS)
    return {name.removesuffix("-caption"): "".join(each.itertext()) for name, each in named if name}


#: For each file: the texts of the record that it must contain, and the function that reads them from it by name.
READERS = {
    "annotations.jsonld": (_quotations, _annotations),
    "article.epub": (_all_texts, _epub),
    "article.md": (_texts, _markdown),
    "article.tei.xml": (_all_texts, _tei),
    "check.html": (_sayings, _evidence),
}
