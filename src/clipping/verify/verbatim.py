"""Checks of the words: every line of the capture is on the pages, unchanged and in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import SoupStrainer

from clipping.capture import fold
from clipping.verify.written import Fault, Site, compare, compare_all, start, text_of

SENTENCE_END = re.compile(r"[.!?…。؟।]['\"”’»)\]]*$")
#: Notices that newsrooms print below an article, and that need no pin there.
NOTICE = re.compile(
    r"^(?:©|\(c\)|copyright (?:©|\(c\)|[12]\d{3}))|\ball rights reserved\b|^\W*(?:additional )?reporting by\b"
    r"|\bcontributed (?:reporting|to this (?:article|report|story))\b"
    r"|^this (?:article|report|story) (?:has been|was) (?:corrected|updated)\b",
    re.IGNORECASE,
)
#: All that may be around and in the words of the article: elements and attributes that show them, and add none.
SHOWING = frozenset(("html", "body", "main", "article", "header", "section", "div", "p", "h1", "h2"))
RUNNING = frozenset(("a", "br", "cite", "span", "time"))
PLAIN = frozenset(("aria-labelledby", "class", "datetime", "dir", "href", "id", "lang", "tabindex"))
#: What frames the main part of a page: the site's own words.
FRAME = frozenset(("head", "header", "footer", "nav", "a"))


def line_missing(site: Site) -> Iterator[Fault]:
    """Each line with words is on the article page, or listed as furniture, and only once."""
    claims = [*(lines for _, lines, _ in site.blocks), *(entry["lines"] for entry in site.record["furniture"])]
    end = len(site.capture.lines) + 1
    times = Counter(number for first, last in claims for number in range(max(first, 1), min(last + 1, end)))
    for number, words in enumerate(site.capture.lines, 1):
        if fold(words) and times[number] != 1:
            line = f"line {number} of the capture ({start(words)})"
            advice = "fix the template or pin the line"
            yield "index.html", f"expected {line} once, found it {times[number]} times; {advice}", None


def line_order(site: Site) -> Iterator[Fault]:
    """Heading, text and captions each show their lines in the order of the capture."""
    before: dict[str, int] = {}
    for tag, (first, last), _ in site.blocks:
        part = next((each.name for each in tag.parents if each.name in ("header", "article", "section")), "")
        if first < before.get(part, 0):
            message = f"expected the lines in order, found line {first} after {before[part]}; fix the template"
            yield "index.html", message, tag.sourceline
        before[part] = last


def text_differs(site: Site) -> Iterator[Fault]:
    """The text of each block is its lines with white space folded."""
    for tag, lines, text in site.blocks:
        yield from compare("index.html", f"data-lines {tag['data-lines']}", site.printed(*lines), text, tag.sourceline)


def words_hidden(site: Site) -> Iterator[Fault]:
    """Around and in each block of the article page is nothing but what shows its words, to all, as the article's."""
    for block, _, _ in site.blocks:
        for tag in (block, *list(block.parents)[:-1], *block.find_all(True)):
            more = sorted(name for name in tag.attrs if name not in PLAIN and name[:5] != "data-")
            if tag.name not in SHOWING | RUNNING or more or "data-editor" in tag.attrs:
                found = " ".join((tag.name, *(name for name in tag.attrs if name not in PLAIN)))
                message = f"expected words that everyone sees, found <{found}> around or in them; fix the template"
                yield "index.html", message, block.sourceline
                break


def unmarked_text(site: Site) -> Iterator[Fault]:
    """On the article page each word is a line's, marked as an editor's, or in the site's own frame."""
    for words in site.tree.find_all(string=re.compile(r"\S")):
        around = list(words.parents)[:-1]
        names = {tag.name for tag in around}
        marked = any("data-lines" in tag.attrs or "data-editor" in tag.attrs for tag in around)
        if around and not marked and ("main" in names or FRAME.isdisjoint(names)):
            message = f"expected words of the capture or an editor's, found “{start(words)}” unmarked; fix the template"
            yield "index.html", message, around[0].sourceline


def furniture_sentence(site: Site) -> Iterator[Fault]:
    """A line with a whole sentence is furniture only if an editor pinned it.

    A sentence here has five words or more and ends with a full stop, a question mark, an exclamation mark or
    an ellipsis; between two paragraphs of the article fewer words will do. No pin is needed for a known notice below
    the article, nor for words that the article page also shows elsewhere (a headline or a caption printed again).
    """
    paragraphs = [lines[0] for tag, lines, _ in site.blocks if tag.name == "p" and lines[0]]
    body = range(min(paragraphs, default=0), max(paragraphs, default=0))
    for entry in site.record["furniture"]:
        words, (first, last) = fold(entry["text"]), entry["lines"]
        whole = SENTENCE_END.search(words) and (len(words.split()) >= 5 or first in body)
        notice = first > body.stop and NOTICE.search(words)
        if whole and not notice and not site.pinned.issuperset(range(first, last + 1)):
            shown = (tag for block, _, _ in site.blocks for tag in (block, *block.find_all(True)))
            if words.lstrip("•*·- ") not in (fold(text_of(tag)) for tag in shown):
                advice = f"add line {first} to furniture or paragraphs under [pins] in article.toml"
                yield "article.txt", f"expected furniture, found a whole sentence (“{start(words)}”); {advice}", first


def source_differs(site: Site) -> Iterator[Fault]:
    """The source page shows every line of the capture, in order, character for character, and its SHA-256."""
    expected = {f"L{number}": line for number, line in enumerate(site.capture.lines, 1)}
    shown = site.parsed("source.html", SoupStrainer("code")).find_all("code")
    lines = [(f"L{tag['data-line']}", tag.get_text(), tag.sourceline) for tag in shown if tag.has_attr("data-line")]
    yield from compare_all("source.html", expected, lines)
    if site.capture.sha256 not in (tag.get_text() for tag in shown):
        yield "source.html", f"expected the SHA-256 {site.capture.sha256}, found none such; build again", None
