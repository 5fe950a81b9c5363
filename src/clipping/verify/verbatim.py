"""Checks of the words: every line of the capture is on the pages, unchanged and in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

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
#: All that may be around the words of the article: elements and attributes that show them, to all, and add none.
SHOWING = {"html", "body", "main", "article", "header", "section", "div", "p", "h1", "h2", "a", "cite", "span", "time"}
PLAIN = {"aria-labelledby", "class", "datetime", "dir", "href", "id", "lang", "tabindex"}
#: What frames the main part of a page: the site's own words.
FRAME = {"head", "header", "footer", "nav", "a"}


def line_missing(site: Site) -> Iterator[Fault]:
    """Each line with words is on the article page, or listed as furniture, and only once."""
    claims = [*(lines for _, lines, _ in site.blocks), *(entry["lines"] for entry in site.record["furniture"])]
    lines = range(1, len(site.capture.lines) + 1)
    times = Counter(number for first, last in claims for number in lines[max(first, 1) - 1 : max(last, 0)])
    for number, words in zip(lines, site.capture.lines, strict=True):
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
    """On the article page each word is a line's, and seen by all; or else marked as an editor's, or in the frame."""
    for words in site.tree.find_all(string=re.compile(r"\S")):
        around = list(words.parents)[:-1]
        names, marks = {tag.name for tag in around}, {name for tag in around for name in tag.attrs}
        hiding = [*(names - SHOWING), *(name for name in marks - PLAIN if name[:5] != "data-" or name == "data-editor")]
        if "data-lines" not in marks:
            own = not around or "data-editor" in marks or ("main" not in names and not FRAME.isdisjoint(names))
            hiding = [] if own else ["no mark of the capture or an editor"]
        if hiding:
            message = f"expected words of the capture or an editor's, seen by all, found {sorted(hiding)[0]} around"
            yield "index.html", f"{message} “{start(words)}”; fix the template", around[0].sourceline


def furniture_sentence(site: Site) -> Iterator[Fault]:
    """A line with a whole sentence is furniture only if an editor pinned it.

    A sentence here has five words or more and ends with a full stop, a question mark, an exclamation mark or
    an ellipsis; between two paragraphs of the article fewer words will do. No pin is needed for a known notice below
    the article, nor for words that the article page also shows elsewhere (a headline or a caption printed again).
    """
    starts = [lines[0] for tag, lines, text in site.blocks if tag.name == "p" and lines[0] and not NOTICE.search(text)]
    body = range(min(starts, default=0), max(starts, default=0))
    shown: set[str] = set()
    for entry in site.record["furniture"]:
        words, (first, last) = fold(entry["text"]), entry["lines"]
        whole = SENTENCE_END.search(words) and (len(words.split()) >= 5 or first in body)
        notice = first > body.stop and NOTICE.search(words)
        if whole and not notice and not site.pinned.issuperset(range(first, last + 1)):
            shown = shown or {fold(text_of(tag)) for block, *_ in site.blocks for tag in (block, *block.find_all(True))}
            if words.lstrip("•*·- ") not in shown:
                advice = f"add line {first} to furniture or paragraphs under [pins] in article.toml"
                yield "article.txt", f"expected furniture, found a whole sentence (“{start(words)}”); {advice}", first


def source_differs(site: Site) -> Iterator[Fault]:
    """The source page shows every line of the capture, in order, character for character, and its SHA-256."""
    expected = {f"L{number}": line for number, line in enumerate(site.capture.lines, 1)}
    page = site.parsed("source.html")
    codes = [tag for tag in page.find_all("code") if tag.parent and tag.parent.name == "li"]
    lines = [(str(tag.parent and tag.parent.get("id")), tag.get_text(), tag.sourceline) for tag in codes]
    yield from compare_all("source.html", expected, lines)
    if site.capture.sha256 not in page.get_text():
        yield "source.html", f"expected the SHA-256 {site.capture.sha256}, found none such; build again", None
