"""Checks of the words: every line of the capture is on the pages, unchanged and in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bs4.element import PreformattedString

from clipping.capture import fold
from clipping.verify.written import Fault, Site, compare, compare_all, start, text_of

SENTENCE_END = re.compile(r"[.!?…。؟।]['\"”’»)\]]*$")
#: Elements whose content a browser does not show, or only on request, and attributes that hide an element.
UNSHOWN = frozenset(("template", "noscript", "details", "dialog", "script", "style", "textarea", "select", "iframe"))
HIDING = frozenset(("hidden", "aria-hidden", "inert", "popover"))
#: What frames the main part of a page: the site's own words.
FRAME = frozenset(("head", "header", "footer", "nav", "a"))


def line_missing(site: Site) -> Iterator[Fault]:
    """Each line with words is on the article page, or listed as furniture."""
    for line, times in _claimed(site):
        if times == 0:
            yield "index.html", f"expected {line}, found it nowhere; fix the template or pin the line", None


def line_repeated(site: Site) -> Iterator[Fault]:
    """Each line with words is there only once."""
    for line, times in _claimed(site):
        if times > 1:
            yield "index.html", f"expected {line} once, found it {times} times; fix the template", None


def _claimed(site: Site) -> Iterator[tuple[str, int]]:
    """Yield each line with words, and how often the article page and the furniture claim it."""
    claims = [*(lines for _, lines, _ in site.blocks), *(entry["lines"] for entry in site.record["furniture"])]
    end = len(site.capture.lines) + 1
    times = Counter(number for first, last in claims for number in range(max(first, 1), min(last + 1, end)))
    for number, words in enumerate(site.capture.lines, 1):
        if fold(words):
            yield f"line {number} of the capture ({start(words)})", times[number]


def line_order(site: Site) -> Iterator[Fault]:
    """Heading, text and captions each show their lines in the order of the capture."""
    for part in ("header", "article", "section"):
        around = (block[0].find_parent(("header", "article", "section")) for block in site.blocks)
        blocks = [block for block, tag in zip(site.blocks, around, strict=True) if tag is not None and tag.name == part]
        for (_, (_, before), _), (tag, (first, _), _) in pairwise(blocks):
            if first < before:
                message = f"expected the lines in order, found line {first} after {before}; fix the template"
                yield "index.html", message, tag.sourceline


def text_differs(site: Site) -> Iterator[Fault]:
    """The text of each block, without an editor's words, is its lines with white space folded."""
    for tag, lines, text in site.blocks:
        yield from compare("index.html", f"data-lines {tag['data-lines']}", site.printed(*lines), text, tag.sourceline)


def words_hidden(site: Site) -> Iterator[Fault]:
    """No block of the article page is inside, or contains, an element that a browser does not show."""
    for block, _, _ in site.blocks:
        for tag in (block, *block.parents, *block.find_all(True)):
            if tag.name in UNSHOWN or not HIDING.isdisjoint(tag.attrs):
                message = f"expected words that everyone sees, found them hidden by <{tag.name}>; fix the template"
                yield "index.html", message, block.sourceline
                break


def unmarked_text(site: Site) -> Iterator[Fault]:
    """On the article page each word is a line's, marked as an editor's, or in the site's own frame."""
    for words in site.trees["index.html"].find_all(string=True):
        if words.isspace() or isinstance(words, PreformattedString):
            continue
        around = list(words.parents)
        names = {tag.name for tag in around}
        marked = any("data-lines" in tag.attrs or "data-editor" in tag.attrs for tag in around)
        if not marked and ("main" in names or FRAME.isdisjoint(names)):
            message = f"expected words of the capture or an editor's, found “{start(words)}” unmarked; fix the template"
            yield "index.html", message, around[0].sourceline
    if not site.named("article", "index.html"):
        yield "index.html", "expected an article element, found none; fix the template", None


def furniture_sentence(site: Site) -> Iterator[Fault]:
    """A line with a whole sentence is furniture only if an editor pinned it.

    A sentence here has five words or more and ends with a full stop, a question mark, an exclamation mark or
    an ellipsis; between two paragraphs of the article fewer words will do. Words that the article page also shows
    elsewhere (a headline or a caption printed again) are not lost, and need no pin.
    """
    paragraphs = [lines[0] for tag, lines, _ in site.blocks if tag.name == "p" and lines[0]]
    body = range(min(paragraphs, default=0), max(paragraphs, default=0))
    for entry in site.record["furniture"]:
        words, (first, last) = fold(entry["text"]), entry["lines"]
        long = len(words.split()) >= 5 or first in body
        if long and SENTENCE_END.search(words) and not site.pinned.issuperset(range(first, last + 1)):
            shown = (tag for block, _, _ in site.blocks for tag in (block, *block.find_all(True)))
            if words.lstrip("•*·- ") not in (fold(text_of(tag)) for tag in shown):
                advice = f"add line {first} to furniture or paragraphs under [pins] in article.toml"
                yield "article.txt", f"expected furniture, found a whole sentence (“{start(words)}”); {advice}", first


def source_differs(site: Site) -> Iterator[Fault]:
    """The source page shows every line of the capture, in order, character for character, and its SHA-256."""
    lines = {f"L{number}": line for number, line in enumerate(site.capture.lines, 1)}
    shown = site.having("data-line", "source.html")
    found = [(f"L{tag['data-line']}", tag.get_text(), tag.sourceline) for _, tag in shown]
    yield from compare_all("source.html", lines, found)
    if site.capture.sha256 not in site.trees["source.html"].get_text():
        yield "source.html", f"expected the SHA-256 {site.capture.sha256}, found none such; build again", None
