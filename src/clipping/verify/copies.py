"""Check every copy of the article's words, in pages and downloads: ``COPIES`` lists the files and what reads them.

Whether the formats are valid (EPUB, TEI) is left to the tests, which run outside checkers.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from xml.etree.ElementTree import XML, Element
from zipfile import ZipFile

from clipping.capture import fold
from clipping.verify.written import Fault, Site, compare, part_of, text_of, unreadable

#: Texts, each after its name.
Texts = Iterable[tuple[str, str]]
#: The kinds of paragraphs by their elements.
KINDS = {"p": "paragraph", "h2": "subheading"}
#: The Markdown escapes that we write (CommonMark 0.31, sections 2.4 and 2.5).
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(amp|lt|gt);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
IDS = ("id", "{http://www.w3.org/XML/1998/namespace}id")


def copy_differs(site: Site) -> Iterator[Fault]:
    """Each file that repeats words of the capture or the record has all of them, by their names, and no others.

    Lines and paragraphs are in order. Quotations may be sorted by speaker, and captions are between the paragraphs or
    below them.
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
        order, shown = (
            " ".join(sorted(each, key=lambda name: "" if name[0] in "Lp" else name))
            for each in (expected, [name for name, _ in found])
        )
        yield from compare(file, "list of texts", order, shown)
        for name, text in found:
            yield from compare(file, name, expected.get(name, text), text)


def texts_of(site: Site) -> dict[str, str]:
    """Return all that other files repeat of the record, the capture and the sums, by name.

    ``c1`` is also ``c1-caption``. ``p1-block`` is what ``p1`` is, on what lines, and its text; ``q1-said`` is what
    ``q1`` is, and who says it.
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
    """Return what the element of each text with labels shows of it, and paragraphs and quotations."""
    for name, text in texts.items():
        if re.fullmatch(LABELLED, name):
            shown = fold(text_of(site.tags.get(name.partition("-")[0])))
            yield name, part_of(shown, text.partition("\n")[0])
    for tag, lines, text in site.blocks:
        yield f"{tag.get('id')}-block", f"{KINDS.get(tag.name)} {[*lines]}: {text}"
    yield from ((name, text_of(tag)) for name, tag in site.tags.items() if name[:1] == "q")


def _annotations(site: Site, _: object) -> Texts:
    """Return the words that each annotation quotes, if they are on the page with the same words around them."""
    page, at = fold(site.tree[0].get_text()), 0
    for item in json.loads(site.data("annotations.jsonld"))["first"]["items"]:
        quoted = []
        for quote in [target["selector"][-1] for target in item["target"] if isinstance(target, dict)]:
            around = fold(quote["prefix"] + quote["exact"] + quote["suffix"])
            at = _find(around, page, max(0, at - len(around)))
            quoted += [quote["exact"]] if at >= 0 else []
        yield item["id"].rpartition("#")[2], " ".join(quoted)


def _markdown(site: Site, texts: dict[str, str]) -> Texts:
    """Return the texts that are above the notes, in their order there."""
    above, end, found = site.data("article.md").decode().partition("\n---\n")[0], 0, []
    whole = fold(ESCAPED.sub(lambda sign: sign[1] or ENTITIES[sign[2]], above))
    for name, text in ((name, fold(text)) for name, text in texts.items() if re.fullmatch(TEXTS, name)):
        at = _find(text, whole, end)
        if at >= 0:
            end = at + len(text)
            found.append((at, name, text))
    return [(name, text) for _, name, text in sorted(found)]


def _find(words: str, text: str, start: int) -> int:
    """Return where ``words`` are in ``text``, from ``start`` or, as captions may be, before it; -1 if nowhere."""
    at = text.find(words, start)
    return at if at >= 0 else text.find(words)


def _evidence(site: Site, _: object) -> Texts:
    evidence = json.loads(dict(site.words("check.html", "script"))["evidence"])
    yield from ((name, text) for name, _, text in evidence["texts"])
    yield from ((f"{entry['id']}-said", f"{entry['said']}, {entry['speaker']}") for entry in evidence["quotations"])


def _epub(site: Site, _: object) -> Texts:
    with ZipFile(site.folder / "article.epub") as book:
        # All are read, as that raises an error if one is not well-formed.
        trees = {name: XML(book.read(name)) for name in book.namelist() if name.endswith(("ml", ".opf"))}
        return _named(trees["EPUB/article.xhtml"])


def _named(tree: Element) -> Texts:
    """Return the texts of all elements with an id."""
    named = ((each.get(key), each) for each in tree.iter() for key in IDS)
    return [(name, "".join(each.itertext())) for name, each in named if name]


#: The names of texts in most files, in EPUB and TEI, and of those that may have labels beside them on the article page.
TEXTS = r"headline|standfirst|p\d+|c\d+(-credit)?"
XML_TEXTS = r"headline|standfirst|p\d+|c\d+-(caption|credit|alternative)"
LABELLED = r"headline|standfirst|published|updated|c\d+(-credit|-alternative)?"
#: For each file: the names of the texts that it repeats, what reads them from it, and the form in which they are equal.
COPIES: dict[str, tuple[str, Callable[[Site, dict[str, str]], Texts], Callable[[str], str]]] = {
    "article.txt": ("sha256", lambda site, _: [("sha256", sha256(site.data("article.txt")).hexdigest())], str),
    "SHA256SUMS": ("sums", lambda site, _: [("sums", site.data("SHA256SUMS").decode())], str),
    "source.html": (r"L\d+|sha256", lambda site, _: site.words("source.html", "code"), str),
    "article.json": (r"q\d+", _offsets, str),
    "index.html": (rf"{LABELLED}|p\d+-block|q\d+", _article, lambda text: fold(text.partition("\n")[0])),
    "quotations.html": (r"q\d+", lambda site, _: site.words("quotations.html", "b"), fold),
    "annotations.jsonld": (r"q\d+", _annotations, fold),
    "check.html": (rf"{TEXTS}|q\d+-said", _evidence, fold),
    "article.md": (TEXTS, _markdown, fold),
    "article.epub": (XML_TEXTS, _epub, fold),
    "article.tei.xml": (XML_TEXTS, lambda site, _: _named(XML(site.data("article.tei.xml"))), fold),
}
