"""Check the pages and downloads that repeat texts of the article: ``COPIES`` lists them, and how each is read.

Whether the formats are valid (EPUB, TEI) is left to the tests, which run outside checkers.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from html import unescape
from xml.etree.ElementTree import XML, Element
from zipfile import ZipFile

from clipping.capture import fold
from clipping.verify.written import Fault, Site, compare, found_in, text_of, unreadable

#: Texts as a file repeats them, in order, each after its name.
Texts = Iterable[tuple[str, str]]
#: The kind of a paragraph by its element.
KINDS = {"p": "paragraph", "h2": "subheading"}
#: A backslash escape in Markdown (CommonMark 0.31, section 2.4).
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
#: The attribute that is the id in TEI; in EPUB, it is ``id``.
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def copy_differs(site: Site) -> Iterator[Fault]:
    """Each file that repeats texts of the capture or the record has each under its name, unchanged, and no others.

    Lines and paragraphs are in order. Other texts may be elsewhere in some files: quotations are sorted by speaker, and
    captions are between the paragraphs or below them.
    """
    texts = texts_of(site)
    for file, (names, reader, form) in COPIES.items():
        named = re.compile(names).fullmatch
        expected = {name: form(text) for name, text in texts.items() if named(name)}
        try:
            found = [(name, form(text)) for name, text in reader(site, texts) if named(name)]
        except Exception as error:  # whatever damage makes a reader raise
            yield unreadable(file, error)
            continue
        lists = (expected, [name for name, _ in found])
        # Sorting is stable, so lines (L1) and paragraphs (p1) stay in their order, before all other texts.
        listed, shown = (" ".join(sorted(each, key=lambda name: "" if name[0] in "Lp" else name)) for each in lists)
        yield from compare(file, "list of texts", listed, shown)
        for name, text in found:
            yield from compare(file, name, expected.get(name, text), text)


def texts_of(site: Site) -> dict[str, str]:
    """Return, by name, all texts of the capture and the record that files repeat, and the checksums of the files.

    Most names are the ids of the record. ``c1-caption`` is another name for ``c1``. ``p1-block`` is the kind, the lines
    and the text of ``p1``; ``q1-said`` is the kind and the speaker of ``q1``.
    """
    record, sums = site.record, [name for name in site.files if name != "SHA256SUMS"]
    texts = {f"L{number}": line for number, line in enumerate(site.capture.lines, 1)}
    texts["sha256"] = site.capture.sha256
    texts["sums"] = "".join(f"{sha256(site.data(name)).hexdigest()}  {name}\n" for name in sums)
    texts |= {name: record[name] or "" for name in ("headline", "standfirst")}
    texts |= {name: (record[name] or {}).get("as_printed") or "" for name in ("published", "updated")}
    for one in record["paragraphs"]:
        texts |= {one["id"]: one["text"], f"{one['id']}-block": f"{one['kind']} {one['lines']}: {one['text']}"}
    for one in record["captions"]:
        for end, key in (("", "text"), ("-caption", "text"), ("-credit", "credit"), ("-alternative", "alt")):
            texts[one["id"] + end] = one[key] or ""
    for one in record["quotations"]:
        kind = one["kind"] if one["kind"] in ("title", "term") else "quotation"
        texts |= {one["id"]: one["text"], f"{one['id']}-said": f"{kind}, {one['speaker']}"}
    return {name: text for name, text in texts.items() if text or name[0] == "L"}


def _offsets(site: Site, texts: dict[str, str]) -> Texts:
    """Return the words at the offsets of each quotation in the record."""
    for one in site.record["quotations"]:
        parts = [texts.get(part["paragraph"], "")[part["start"] : part["end"]] for part in one["parts"]]
        yield one["id"], "\n\n".join(parts)


def _article(site: Site, texts: dict[str, str]) -> Texts:
    """Return the article page's texts: paragraphs, quotations, and the ``LABELLED`` texts that they contain."""
    for name, text in texts.items():
        if re.fullmatch(LABELLED, name):
            shown = fold(text_of(site.tags.get(name.partition("-")[0])))
            yield name, found_in(shown, text.partition("\n")[0])
    for tag, lines, text in site.blocks:
        yield f"{tag.get('id')}-block", f"{KINDS.get(tag.name)} {[*lines]}: {text}"
    yield from ((name, text_of(tag)) for name, tag in site.tags.items() if name[:1] == "q")


def _annotations(site: Site, _: object) -> Texts:
    """Return the words that each annotation quotes, if they are on the page between its prefix and suffix."""
    page, at = fold(site.tree[0].get_text()), 0
    for item in json.loads(site.data("annotations.jsonld"))["first"]["items"]:
        quoted = []
        for quote in [target["selector"][-1] for target in item["target"] if isinstance(target, dict)]:
            around = fold(quote["prefix"] + quote["exact"] + quote["suffix"])
            at = _find(around, page, max(0, at - len(around)))
            quoted += [quote["exact"]] if at >= 0 else []
        yield item["id"].rpartition("#")[2], " ".join(quoted)


def _markdown(site: Site, texts: dict[str, str]) -> Texts:
    """Return the texts found above the notes, in the order of the file."""
    above, end, found = site.data("article.md").decode().partition("\n---\n")[0], 0, []
    whole = fold(unescape(ESCAPED.sub(r"\1", above)))
    for name, text in ((name, fold(text)) for name, text in texts.items() if re.fullmatch(TEXTS, name)):
        at = _find(text, whole, end)
        if at >= 0:
            end = at + len(text)
            found.append((at, name, text))
    return [(name, text) for _, name, text in sorted(found)]


def _find(words: str, text: str, start: int) -> int:
    """Return the offset of ``words`` in ``text``, first looking from ``start`` on, then before it; -1 if not found."""
    at = text.find(words, start)
    return at if at >= 0 else text.find(words)


def _evidence(site: Site, _: object) -> Texts:
    evidence = json.loads(dict(site.words("check.html", "script"))["evidence"])
    yield from ((name, text) for name, _, text in evidence["texts"])
    yield from ((f"{entry['id']}-said", f"{entry['said']}, {entry['speaker']}") for entry in evidence["quotations"])


def _epub(site: Site, _: object) -> Texts:
    with ZipFile(site.folder / "article.epub") as book:
        # All parts are parsed, which raises an error if one is not well-formed.
        trees = {name: XML(book.read(name)) for name in book.namelist() if name.endswith(("ml", ".opf"))}
        return _named(trees["EPUB/article.xhtml"])


def _named(tree: Element) -> Texts:
    """Return the texts of all elements with an id."""
    named = ((each.get("id", each.get(XML_ID)), each) for each in tree.iter())
    return [(name, "".join(each.itertext())) for name, each in named if name]


#: The names of the texts in most files, and in EPUB and TEI.
TEXTS = r"headline|standfirst|p\d+|c\d+(-credit)?"
XML_TEXTS = r"headline|standfirst|p\d+|c\d+-(caption|credit|alternative)"
#: The texts that may share an element of the article page with a label.
LABELLED = r"headline|standfirst|published|updated|c\d+(-credit|-alternative)?"
#: By file: the names of the texts that it repeats, what reads them, and what is done to each before it is compared.
COPIES: dict[str, tuple[str, Callable[[Site, dict[str, str]], Texts], Callable[[str], str]]] = {
    "article.txt": ("sha256", lambda site, _: [("sha256", sha256(site.data("article.txt")).hexdigest())], str),
    "SHA256SUMS": ("sums", lambda site, _: [("sums", site.data("SHA256SUMS").decode())], str),
    "source.html": (r"L\d+|sha256", lambda site, _: site.words("source.html", "code"), str),
    "article.json": (r"q\d+", _offsets, str),
    # Only the first part of a quotation has the quotation's id on the article page.
    "index.html": (rf"{LABELLED}|p\d+-block|q\d+", _article, lambda text: fold(text.partition("\n")[0])),
    "quotations.html": (r"q\d+", lambda site, _: site.words("quotations.html", "b"), fold),
    "annotations.jsonld": (r"q\d+", _annotations, fold),
    "check.html": (rf"{TEXTS}|q\d+-said", _evidence, fold),
    "article.md": (TEXTS, _markdown, fold),
    "article.epub": (XML_TEXTS, _epub, fold),
    "article.tei.xml": (XML_TEXTS, lambda site, _: _named(XML(site.data("article.tei.xml"))), fold),
}
