"""Check the pages and downloads that repeat texts of the article: ``COPIES`` lists them, and how each is read.

Whether the formats are valid (EPUB, TEI) is left to the tests, which run external validators.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from html import unescape
from io import BytesIO
from xml.etree.ElementTree import XML, Element
from zipfile import ZipFile

from clipping.capture import fold
from clipping.verify.checks import Fault, Site, compare, text_of

#: Pairs of a name and a text, in the order of the file; white space is folded, except in lines of the capture.
Texts = Iterable[tuple[str, str]]
#: The name of the attribute that holds an id in TEI; in EPUB, that name is ``id``.
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def copy_differs(site: Site) -> Iterator[Fault]:
    """Each file in ``COPIES`` has the texts that it should repeat, each unchanged and under its name, and no others.

    Lines and paragraphs are in order. Quotations need not be, as some files sort them by speaker; nor need headlines
    and captions, which some files put between or below the paragraphs.
    """
    texts = texts_of(site)
    for file, (names, reader) in COPIES.items():
        named = re.compile(names).fullmatch
        expected = {name: text for name, text in texts.items() if named(name)}
        try:
            found = [(name, text) for name, text in reader(site, texts) if named(name)]
        except Exception as error:  # a damaged file can make a reader raise anything
            yield file, f"expected a file that can be read, found {error!r}; fix what writes it", None
            continue
        yield from compare(file, "list of texts", _listed(expected), _listed(name for name, _ in found))
        for name, text in found:
            yield from compare(file, name, expected.get(name, text), text)


def _listed(names: Iterable[str]) -> str:
    """Return ``names`` as one text: lines (L1) and paragraphs (p1) in the given order, then the others, sorted."""
    return " ".join(sorted(names, key=lambda name: "" if name[0] in "Lp" else name))


def texts_of(site: Site) -> dict[str, str]:
    """Return, by name, all texts of the capture and the record that files repeat, and the checksums of the files.

    Most names are the ids of the record. In EPUB and TEI, where ``c1`` is a figure, the text of ``c1`` is called
    ``c1-caption``. ``q1-start`` is the first part of ``q1``.
    """
    record = site.record
    texts = {name: record[name] for name in ("headline", "standfirst")}
    texts |= {one["id"]: one["text"] for one in record["paragraphs"]}
    for one in record["captions"]:
        for end, key in (("", "text"), ("-caption", "text"), ("-credit", "credit"), ("-alternative", "alt")):
            texts[one["id"] + end] = one[key]
    for one in record["quotations"]:
        texts |= {one["id"]: one["text"], f"{one['id']}-speaker": str(one["speaker"])}
        texts[f"{one['id']}-start"] = one["text"].partition("\n")[0]
    texts = {name: fold(text) for name, text in texts.items() if text}
    texts |= {f"L{number}": line for number, line in enumerate(site.capture.lines, 1)}
    texts["sha256"] = site.capture.sha256
    listed = sorted(site.files.keys() - {"SHA256SUMS"})
    texts["sums"] = "".join(f"{sha256(site.files[name]).hexdigest()}  {name}\n" for name in listed)
    return texts


def _offsets(site: Site, texts: dict[str, str]) -> Texts:
    """Return the words at the offsets of each quotation in the record."""
    for one in site.record["quotations"]:
        parts = [texts.get(part["paragraph"], "")[part["start"] : part["end"]] for part in one["parts"]]
        yield one["id"], " ".join(parts)


def _article(site: Site, texts: dict[str, str]) -> Texts:
    """Return the texts with an id on the article page; only the first part of a quotation has its id."""
    for tag in [each for each in site.tree if "id" in each.attrs]:
        name, shown = str(tag["id"]), fold(text_of(tag))
        if name[0] == "q":
            yield f"{name}-start", shown
        elif name[0] == "p":
            yield name, shown
        elif name in texts and texts[name] in shown:  # the element of a caption has labels as well
            yield name, texts[name]


def _annotations(site: Site, _: object) -> Texts:
    """Return the words that each annotation quotes."""
    for item in json.loads(site.files["annotations.jsonld"])["first"]["items"]:
        quoted = [target["selector"][-1]["exact"] for target in item["target"] if isinstance(target, dict)]
        yield item["id"].rpartition("#")[2], fold(" ".join(quoted))


def _markdown(site: Site, texts: dict[str, str]) -> Texts:
    """Return the texts found above the notes; paragraphs must be in order, and so must captions."""
    above = site.files["article.md"].decode().partition("\n---\n")[0]
    whole = fold(unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", above)))  # escapes: CommonMark 0.31, section 2.4
    ends = dict[str, int]()  # by the first letter of the name
    for name, text in texts.items():
        at = whole.find(text, ends.get(name[0], 0)) if re.fullmatch(TEXTS, name) else -1
        if at >= 0:
            ends[name[0]] = at + len(text)
            yield name, text


def _evidence(site: Site, _: object) -> Texts:
    """Return the texts in the data of the check page, and the speaker of each quotation."""
    evidence = json.loads({each.anchor: each.content for each in site.pages["check.html"]}["evidence"])
    yield from ((name, fold(text)) for name, _, text in evidence["texts"])
    yield from ((f"{entry['id']}-speaker", str(entry["speaker"])) for entry in evidence["quotations"])


def _epub(site: Site, _: object) -> Texts:
    """Return the texts of the e-book's article; all its parts are parsed, which raises an error if one is malformed."""
    with ZipFile(BytesIO(site.files["article.epub"])) as book:
        trees = {name: XML(book.read(name)) for name in book.namelist() if name.endswith(("ml", ".opf"))}
    return _named(trees["EPUB/article.xhtml"])


def _named(tree: Element) -> Texts:
    """Return the texts of all elements with an id."""
    named = ((each.get("id", each.get(XML_ID)), each) for each in tree.iter())
    return [(name, fold("".join(each.itertext()))) for name, each in named if name]


#: Patterns for the names of the texts: TEXTS in most files, XML_TEXTS in EPUB and TEI.
TEXTS = r"headline|standfirst|p\d+|c\d+(-credit)?"
XML_TEXTS = r"headline|standfirst|p\d+|c\d+-(caption|credit|alternative)"
#: For each file, a pattern for the names of the texts that it repeats, and the function that reads them.
COPIES: dict[str, tuple[str, Callable[[Site, dict[str, str]], Texts]]] = {
    "article.txt": ("sha256", lambda site, _: [("sha256", sha256(site.files["article.txt"]).hexdigest())]),
    "SHA256SUMS": ("sums", lambda site, _: [("sums", site.files["SHA256SUMS"].decode())]),
    "source.html": (r"L\d+|sha256", lambda site, _: site.words("source.html", "code")),
    "article.json": (r"q\d+", _offsets),
    "index.html": (r"p\d+|c\d+|q\d+-start", _article),
    "quotations.html": (r"q\d+", lambda site, _: [(q, fold(text)) for q, text in site.words("quotations.html", "b")]),
    "annotations.jsonld": (r"q\d+", _annotations),
    "check.html": (rf"{TEXTS}|q\d+-speaker", _evidence),
    "article.md": (TEXTS, _markdown),
    "article.epub": (XML_TEXTS, _epub),
    "article.tei.xml": (XML_TEXTS, lambda site, _: _named(XML(site.files["article.tei.xml"]))),
}
