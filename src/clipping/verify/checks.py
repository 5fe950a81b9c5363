"""The written site as it is read back, and the checks of its pages and of the record.

They check links, the policy, and whether each line of the capture is shown, in order.
"""

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import unescape
from itertools import takewhile
from operator import eq
from posixpath import normpath
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLParserTreeBuilder  # type: ignore[attr-defined]  # bs4 adds the name at run time

from clipping.capture import Capture, excerpt, fold
from clipping.verify.markup import KEPT, Element, read

#: What is wrong in a file: its name, a message (what was expected, what was found, what to do), and the line, if any.
Fault = tuple[str, str, int | None]
SENTENCE_END = re.compile(r"[.!?…。؟।]['\"”’»)\]]*$")
#: Notices that newsrooms print below an article; there, they need no pin.
NOTICE = re.compile(
    r"^(?:©|\(c\)|copyright (?:©|\(c\)|[12]\d{3}))|\ball rights reserved\b|^\W*(?:additional )?reporting by\b"
    r"|\bcontributed (?:reporting|to this (?:article|report|story))\b"
    r"|^this (?:article|report|story) (?:has been|was) (?:corrected|updated)\b",
    re.IGNORECASE,
)
#: The elements that may be around words of the article, and the attributes of these elements. None hides words.
SHOWING = """[document] article header section div p h1 h2 a cite span time
    aria-labelledby class datetime dir href id lang tabindex data-again data-lines data-n"""
#: An address within the site, which has no scheme: the path of a file (group 1), an id in it (group 2), or both.
WITHIN = re.compile(r"(?!(?i:[a-z]+:))([^?#]*)(?:\?[^#]*)?(?:#(.*?)(?::~:.*)?)?")


class Site:
    """The bytes of the ``files`` of a site by relative address, and the capture it was made from.

    ``pinned`` are the lines of the capture that an editor pinned as furniture. ``ids`` maps each page to its ids, and
    ``pages`` maps it to its links, its elements in ``KEPT``, and those directly in head and body. The main part of the
    article page is also read by Beautiful Soup: ``tree`` has its elements in order, and ``blocks`` those with
    ``data-lines``, each with its first and last line and its text.

    Raises ``ClippingError`` if a page is not in the language of ``markup.py``.
    """

    def __init__(self, files: dict[str, bytes], capture: Capture, pinned: frozenset[int]) -> None:
        self.files, self.capture, self.pinned = files, capture, pinned
        self.record = json.loads(files["article.json"])
        self.pages, self.ids = dict[str, list[Element]](), dict[str, set[str]]()
        for page in [name for name in files if name.endswith(".html")]:
            self.pages[page], self.ids[page] = [], set()
            for each in read(page, files[page].decode(errors="replace")):
                self.ids[page].add(each.anchor)
                if each.parent in ("head", "body") or each.name in KEPT or "href" in each.attributes:
                    self.pages[page].append(each)
        builder = HTMLParserTreeBuilder(multi_valued_attributes=None)  # lxml's would take longer to load
        builder.parser_args[1]["convert_charrefs"] = True  # saves 40 ms, as Beautiful Soup builds no table of entities
        main = ["\n" * (each.line - 1) + each.content for each in self.pages["index.html"] if each.name == "main"]
        self.tree = BeautifulSoup("".join(main), builder=builder).find_all(True)  # with line numbers as on the page
        claims = [(tag, str(tag["data-lines"]).split("-")) for tag in self.tree if "data-lines" in tag.attrs]
        self.blocks = [(tag, (int(lines[0]), int(lines[-1])), fold(text_of(tag))) for tag, lines in claims]

    def words(self, page: str, element: str) -> Iterator[tuple[str, str]]:
        """Yield the id (or the nearest id around it) and text of each ``element``, one of ``KEPT``, on a page."""
        found = [each for each in self.pages[page] if each.name == element]
        return ((each.anchor, unescape(re.sub("<[^>]*>", "", each.content))) for each in found)


def text_of(tag: Tag) -> str:
    """Return the text of ``tag`` as the capture prints it, each ``data-again`` included."""
    text = "".join(text_of(each) if isinstance(each, Tag) else str(each) for each in tag)
    again = str(tag.get("data-again", ""))
    # Only a true repetition counts: any other words in the attribute would be invisible to readers.
    once, more = "".join(text.split()), "".join(again.split())
    return text + again if once and more == once * (len(more) // len(once)) else text


def compare(file: str, name: str, expected: str, found: str, line: int | None = None) -> Iterator[Fault]:
    """Yield a fault if the text called ``name`` is not as expected; it quotes both from the first word that differs."""
    if expected != found:
        at = equal_until(expected, found)
        at = max(expected.rfind(" ", 0, at) + 1, at - 20)
        wanted, instead = (f"“{excerpt(text[at:])}”" if text[at:] else "nothing" for text in (expected, found))
        yield file, f"{name}: expected {wanted} at character {at + 1}, found {instead}; fix what writes this file", line


def equal_until(one: Sequence[object], other: Sequence[object]) -> int:
    """Return the number of characters or bytes before the first that differs."""
    return sum(takewhile(bool, map(eq, one, other)))


def link_broken(site: Site) -> Iterator[Fault]:
    """Each link within the site leads to a file and, with a fragment, to an id in it."""
    links = [(page, each) for page, elements in site.pages.items() for each in elements if "href" in each.attributes]
    for page, link in links:
        href, line = link.attributes["href"], link.line
        if within := WITHIN.fullmatch(href):
            path, anchor = map(unquote, within.groups(""))
            target = normpath(path) if path else page
            if target not in site.files:
                yield page, f"expected a link to a file of the site, found one to {href}; fix the link", line
            elif anchor and target in site.ids and anchor not in site.ids[target]:
                yield page, f"expected a link to an id on {target}, found one to #{anchor}; fix the link", line


def policy(site: Site) -> Iterator[Fault]:
    """Each page has a policy that allows only its own style and script, named by their hashes, and inline images.

    A browser applies a policy only to what follows it (CSP 3, section 3.3), so only the charset may come before it.
    """
    for page, elements in site.pages.items():
        hashes: dict[str, list[str]] = {"style": [], "script": []}
        for each in elements:
            if each.name in hashes and "type" not in each.attributes:  # a script with a type is data
                digest = b64encode(sha256(each.content.encode()).digest()).decode()  # CSP 3, section 2.3.1
                hashes[each.name].append(f"'sha256-{digest}'")
        sources = [" ".join([f"{name}-src", *digests]) for name, digests in hashes.items() if digests]
        content = "; ".join(["default-src 'none'", *sources, "img-src data:", "base-uri 'none'", "form-action 'none'"])
        expected = [{"charset": "utf-8"}, {"http-equiv": "Content-Security-Policy", "content": content}]
        found = [each.attributes for each in elements[:2]]  # the first elements in head
        found += [each.attributes for each in elements[2:] if {"charset", "http-equiv"} & each.attributes.keys()]
        yield from compare(page, "policy", str(expected), str(found))
        if len(hashes["script"]) > (page == "check.html"):  # which has the only script
            yield page, "expected no script, found one; remove it", None


def words_unproved(site: Site) -> Iterator[Fault]:
    """All words on the article page are the capture's and visible, or marked as an editor's, or part of the frame."""
    expected = "expected visible words, marked as the capture's or an editor's"
    for each in site.pages["index.html"]:
        if each.parent == "body" and each.name == "aside" and "data-editor" not in each.attributes:
            yield "index.html", f"{expected}, found <aside> unmarked; fix the template", each.line
    for tag in site.tree:
        if words := " ".join(each for each in tag if isinstance(each, str) and each.strip()):
            names = {name for each in (tag, *tag.parents) for name in (each.name, *each.attrs)}
            hiding = sorted(names.difference(SHOWING.split())) if "data-lines" in names else []
            if hiding or not names & {"data-lines", "data-editor"}:
                found = f"“{excerpt(words)}” {f'in {hiding[0]}' if hiding else 'unmarked'}"
                yield "index.html", f"{expected}, found {found}; fix the template", tag.sourceline


def lines_differ(site: Site) -> Iterator[Fault]:
    """Each line with words occurs exactly once: in furniture, or on the article page, unchanged but for white space.

    The lines are in order within the heading, within the text and within the captions.
    """
    before: dict[str, int] = {}
    for tag, (first, last), text in site.blocks:
        part = next((each.name for each in tag.parents if each.name in ("header", "article", "section")), "")
        if first < before.get(part, 0):
            message = f"expected the lines in order, found line {first} after line {before[part]}; fix the template"
            yield "index.html", message, tag.sourceline
        before[part] = last
        name, printed = f"data-lines {tag['data-lines']}", site.capture.folded(first, last)
        yield from compare("index.html", name, printed, text, tag.sourceline)
    spans = [lines for _, lines, _ in site.blocks] + [entry["lines"] for entry in site.record["furniture"]]
    times = Counter(number for first, last in spans for number in range(first, last + 1))
    for number, words in enumerate(site.capture.lines, 1):
        if times[number] != 1 and fold(words):
            expected = f"line {number} of the capture (“{excerpt(words)}”) once"
            message = f"expected {expected}, found it {times[number]} times; fix the template or pin the line"
            yield "index.html", message, None


def furniture_sentence(site: Site) -> Iterator[Fault]:
    """A line that is a sentence is furniture only if an editor pinned it.

    A sentence ends with a full stop, a question mark, an exclamation mark or an ellipsis, and has at least five words;
    between the first and the last paragraph of the article, it may be shorter. No pin is needed for a ``NOTICE`` below
    the article, nor for words that the article page also shows elsewhere.
    """
    shown = {text for *_, text in site.blocks}
    starts = [lines[0] for tag, lines, _ in site.blocks if tag.name == "p"]
    body = range(min(starts, default=0), max(starts, default=0))
    for entry in site.record["furniture"]:
        words, (first, last) = fold(entry["text"]), entry["lines"]
        lines = [*range(first, last + 1)]
        sentence = SENTENCE_END.search(words) and (len(words.split()) >= 5 or first in body)
        notice = first > body.stop and NOTICE.search(words)
        if sentence and not notice and words not in shown and not site.pinned.issuperset(lines):
            pins = f"paragraphs = {lines} in article.toml if it is the article's, or furniture = {lines} if not"
            expected = f"expected each sentence in the article or pinned, found “{excerpt(words)}” left out"
            yield site.capture.file, f"{expected}; set [pins] {pins}", first


def record_differs(site: Site) -> Iterator[Fault]:
    """The record was made from this capture, and each text in it is on the lines given for it."""
    record, file = site.record, "article.json"
    expected = f"{site.capture.sha256} of {len(site.capture.data)} bytes"
    yield from compare(file, "capture", expected, "{sha256} of {bytes} bytes".format_map(record["capture"]))
    for one in (*record["paragraphs"], *record["furniture"]):
        yield from compare(file, one.get("id", "furniture"), site.capture.folded(*one["lines"]), one["text"])
    keys = ("text", "alt", "credit")  # any of which may be unknown
    texts = [(one["id"], one["lines"], one[key]) for one in record["captions"] for key in keys if one[key] is not None]
    for name, origin in record["provenance"].items():
        values = record[name] if isinstance(record[name], list) else [record[name]]
        texts += [(name, origin["lines"], value) for value in values if origin["from"] == "capture"]
    for name, lines, value in texts:
        printed = site.capture.folded(*lines)
        words = (value["as_printed"] if isinstance(value, dict) else value) or ""
        in_order = ".*".join(re.escape(fold(line)) for line in words.split("\n"))
        if not words.strip() or not re.search(in_order, printed):
            yield from compare(file, name, printed, words)


#: The checks above, in the order in which their findings are reported.
PAGE_CHECKS = (link_broken, policy, words_unproved, lines_differ, furniture_sentence, record_differs)
