"""Checks of the words: every line of the capture is on the pages, unchanged and in order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from bs4.element import PreformattedString

from clipping.capture import fold
from clipping.verify.site import ARTICLE, COPY, SOURCE, Finding, Site, difference, start

SENTENCE_WORDS = 5
#: Elements whose content a browser does not show, or not until somebody asks, and attributes that hide one.
UNSHOWN = frozenset(("template", "noscript", "details", "dialog", "script", "style", "textarea", "select", "iframe"))
#: What frames the main part of a page, and may say what it likes.
FRAME = frozenset(("head", "header", "footer", "nav", "a"))
HIDING = frozenset(("hidden", "aria-hidden", "inert", "popover"))


def check_lines(site: Site) -> Iterator[Finding]:
    """line-missing, line-repeated: each line with words is on the article page once, or listed as furniture."""
    count = dict.fromkeys((n for n, line in enumerate(site.capture.lines, 1) if fold(line)), 0)
    claims = [(block.lines, block.tag.sourceline) for block in site.blocks]
    for lines, sourceline in [*claims, *((lines, None) for lines, _ in site.furniture)]:
        for number in lines:
            if number in count:
                count[number] += 1
            elif not 1 <= number <= len(site.capture.lines):
                message = f"expected lines of the capture, found {number}, which it does not have; mend the template"
                yield Finding("line-missing", ARTICLE, message, sourceline)
        if not lines:
            message = "expected lines of the capture in data-lines, found none; mend the template"
            yield Finding("line-missing", ARTICLE, message, sourceline)
    for number, times in count.items():
        words = start(site.capture.lines[number - 1])
        if times == 0:
            message = (
                f"expected line {number} of the capture ({words}), found it nowhere; mend the template or pin the line"
            )
            yield Finding("line-missing", ARTICLE, message)
        elif times > 1:
            message = f"expected line {number} of the capture ({words}) once, found it {times} times; mend the template"
            yield Finding("line-repeated", ARTICLE, message)


def check_order(site: Site) -> Iterator[Finding]:
    """line-order: masthead and body each show their lines in the order of the capture."""
    reached = {True: 0, False: 0}
    for block in site.blocks:
        if not block.lines:
            continue
        last = reached[block.in_masthead]
        if block.lines[0] < last:
            message = f"expected the lines in order, found line {block.lines[0]} after {last}; mend the template"
            yield Finding("line-order", ARTICLE, message, block.tag.sourceline)
        reached[block.in_masthead] = max(last, block.lines[-1])


def check_text(site: Site) -> Iterator[Finding]:
    """text-differs: the text of each block, an editor's words taken away, is its lines with white space folded."""
    for block in site.blocks:
        if not block.lines:
            continue
        expected = site.capture.folded(block.lines[0], block.lines[-1])
        if block.text != expected:
            yield Finding("text-differs", ARTICLE, difference(expected, block.text), block.tag.sourceline)


def check_hidden(site: Site) -> Iterator[Finding]:
    """words-hidden: no word of the article stands in or holds an element that a browser does not show."""
    for block in site.blocks:
        for tag in (block.tag, *block.tag.parents, *block.tag.find_all(True)):
            if tag.name in UNSHOWN or not HIDING.isdisjoint(tag.attrs):
                message = f"expected words that everyone sees, found them hidden by <{tag.name}>; mend the template"
                yield Finding("words-hidden", ARTICLE, message, block.tag.sourceline)
                break


def check_marks(site: Site) -> Iterator[Finding]:
    """unmarked-text: on the article page each word is a line's, marked as an editor's, or in the site's own frame."""
    for words in site.pages[ARTICLE].find_all(string=True):
        if not fold(words) or isinstance(words, PreformattedString):
            continue
        around = list(words.parents)
        marked = any(tag.has_attr("data-lines") or tag.has_attr("data-editor") for tag in around)
        names = {tag.name for tag in around}
        if not marked and ("main" in names or FRAME.isdisjoint(names)):
            message = (
                f"expected words of the capture or an editor's, found “{start(words)}” unmarked; mend the template"
            )
            yield Finding("unmarked-text", ARTICLE, message, around[0].sourceline)
    if not site.named(ARTICLE, "article"):
        yield Finding("unmarked-text", ARTICLE, "expected an article element, found none; mend the template")


def check_furniture(site: Site) -> Iterator[Finding]:
    """furniture-sentence: a line that holds a whole sentence is furniture only if an editor pinned it.

    A sentence here has five words or more and ends with a full stop, a question mark, an exclamation mark or
    an ellipsis; between two paragraphs of the article fewer words will do. Words that the article page shows
    in another place (a headline or a caption printed again) are not lost, and need no pin.
    """
    paragraphs = [block.lines[0] for block in site.blocks if block.tag.name == "p" and block.lines]
    body = range(min(paragraphs, default=0), max(paragraphs, default=0))
    shown = {block.text for block in site.blocks}
    shown |= {fold(tag.get_text()) for block in site.blocks for tag in block.tag.find_all(True)}
    for lines, text in site.furniture:
        if site.pinned.issuperset(lines):
            continue
        sentence = re.search(r"[.!?…。؟।]['\"”’»)\]]*$", fold(text)) is not None
        long = len(text.split()) >= SENTENCE_WORDS or lines[0] in body
        repeated = fold(text).lstrip("•*·- ") in shown
        if sentence and long and not repeated:
            message = (
                f"expected furniture, found a whole sentence (“{start(text)}”); "
                f"add line {lines[0]} to furniture or paragraphs under [pins] in article.toml"
            )
            yield Finding("furniture-sentence", COPY, message, lines[0])


def check_source_page(site: Site) -> Iterator[Finding]:
    """source-differs: the source page shows every line of the capture, in order, character for character."""
    shown = [(str(tag["data-line"]), tag) for tag in site.having(SOURCE, "data-line")]
    if [number for number, _ in shown] != [str(n) for n in range(1, len(site.capture.lines) + 1)]:
        message = f"expected lines 1 to {len(site.capture.lines)} in order, found {len(shown)} lines; mend the template"
        yield Finding("source-differs", SOURCE, message)
        return
    for (number, tag), line in zip(shown, site.capture.lines, strict=True):
        if tag.get_text() != line:
            message = f"expected line {number} as captured; {difference(line, tag.get_text())}"
            yield Finding("source-differs", SOURCE, message, tag.sourceline)
    digest = hashlib.sha256(site.capture.data).hexdigest()
    if digest not in site.pages[SOURCE].get_text():
        yield Finding("source-differs", SOURCE, f"expected the SHA-256 {digest}, found none such; build again")
