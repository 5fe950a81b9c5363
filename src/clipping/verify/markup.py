"""The small language that pages are written in: a subset of HTML that every parser reads alike.

A parser repairs what it takes for a mistake, each in its own way. So our pages leave nothing to repair: each tag is
closed in order, each value is quoted, no element is where a parser would move it, and there are no comments, no
templates, no frames and no foreign elements but those of drawings. What is not in ``TABLE`` is a fault. What a page
needs is added there, with the reason; whether all parsers still agree is tested in a browser.

The table is about elements. What a style hides is not judged here; that, too, is tested in a browser.
"""

from __future__ import annotations

import re
from html import unescape

from msgspec import Struct

from clipping.capture import fold
from clipping.errors import ClippingError

#: The elements that text and blocks may be directly in, and those that only text and what runs in text may.
FLOW = "article aside blockquote body dd details div figcaption figure footer header li main nav noscript section td th"
TEXT = f"{FLOW} a b caption cite code dt em h1 h2 h3 h4 h5 h6 i label mark p span strong summary time"
ADDRESS = r"(?i:https?://|mailto:)\S+|(?!//|[^/?#]*:)[^\s\\]+"
#: What is listed: elements, the elements they may be directly in, and their attributes besides those in ``ANYWHERE``.
NOTHING = "nothing"
TABLE = (
    # What is said about the page: no <base>, and by http-equiv nothing but the policy (no refresh, no cookies).
    ("html", NOTHING, ""),
    ("head body", "html", ""),
    ("meta", "head", "charset=utf-8 http-equiv=Content-Security-Policy name property content"),
    ("link", "head", "rel=alternate|canonical|icon|license href type title"),
    ("title style", "head", ""),
    # Data for programs, and the script of check.html. Any other type is a script to some browser.
    ("script", "head main", "type=application/(?:ld\\+)?json"),
    # The parts of a page, and blocks of text: never in a paragraph, which a parser would end.
    ("main", "body", "tabindex"),
    ("article aside details footer h1 h2 h3 h4 h5 h6 header hr noscript pre section table ul", FLOW, ""),
    ("nav", FLOW, "aria-label"),
    ("blockquote", FLOW, "cite"),
    ("dl", FLOW, ""),
    ("ol", FLOW, "start"),
    # Hidden are the link that closes a note, until there is one to close, and the form, until its script runs.
    ("div", f"{FLOW} dl", "hidden"),
    ("p", FLOW, "hidden role=status aria-hidden"),
    # A picture whose words are in a table or a list beside it is not read aloud, too.
    ("figure", FLOW, "tabindex aria-hidden"),
    ("figcaption", "figure", ""),
    ("summary", "details", ""),
    ("li", "ol ul", "value"),
    ("dt dd", "dl div", ""),
    # Tables with all their parts: a parser adds those that lack, and moves out what is between them.
    ("caption thead tbody", "table", ""),
    ("tr", "thead tbody", ""),
    ("td", "tr", ""),
    ("th", "tr", "scope"),
    # What runs in a text. Links ask for nothing until they are followed, and run nothing.
    ("b br cite em i mark strong", TEXT, ""),
    ("code", f"{TEXT} pre", ""),
    ("a", TEXT, f"href={ADDRESS} rel title tabindex download aria-label aria-current"),
    ("span", TEXT, "aria-current aria-hidden"),
    ("time", TEXT, "datetime"),
    # What is filled in stays in the page: there is no <form> that would send it.
    ("label", TEXT, "for"),
    ("input", TEXT, "readonly value aria-label"),
    ("textarea", TEXT, "rows spellcheck autocomplete"),
    # Drawings, with nothing in them that asks for a file, moves, or contains HTML.
    ("svg", f"{FLOW} svg g", "width height viewBox x y overflow focusable=false aria-hidden"),
    ("g", "svg g", "transform"),
    ("circle line polygon rect text", "svg g", "x y x1 y1 x2 y2 cx cy r rx dx width height points text-anchor"),
)
#: What any element may have: names, the language, and data, of which a browser makes nothing.
ANYWHERE = "id class lang dir aria-labelledby data-editor"
DATA = re.compile(r"data-[a-z]+")
#: Attributes without a value, and elements without an end tag.
BARE = frozenset(("data-editor", "download", "hidden", "readonly"))
VOID = frozenset(("br", "circle", "hr", "input", "line", "link", "meta", "polygon", "rect"))
WORDED = frozenset((*TEXT.split(), "text", "title"))
#: What every page begins with, and its outermost elements in order.
DOCTYPE, SKELETON = "<!DOCTYPE html>\n", ["html", "head", "body"]
#: Chromium flattens what is nested more than 512 deep.
DEEPEST = 100

RULES = {
    name: (frozenset(parents.split()), dict(each.partition("=")[::2] for each in f"{attributes} {ANYWHERE}".split()))
    for names, parents, attributes in TABLE
    for name in names.split()
}

REFERENCE = r"&(?:amp|lt|gt|quot|nbsp|#34|#39|#160|#x27);"
NAME = "([a-z][a-z0-9]*)"
ATTRIBUTES = rf'((?: [A-Za-z][A-Za-z0-9-]*(?:="[^"<>&\0\r]*(?:{REFERENCE}[^"<>&\0\r]*)*")?)*)'
ATTRIBUTE = re.compile(r' ([^ ="]+)(="[^"]*")?')
#: The language, token by token: an element of raw text, an end tag, a start tag, or words.
TOKEN = re.compile(
    rf"<(script|style){ATTRIBUTES}>([^<\0\r]*(?:<(?!/|!--)[^<\0\r]*)*)</\1>"
    rf"|</{NAME}>|<{NAME}{ATTRIBUTES}(/?)>|(?=[^<])([^<&\0\r]*(?:{REFERENCE}[^<&\0\r]*)*)"
)


class Element(Struct, frozen=True):
    """An element as it is written: its line, the name of the one it is in, and the ``text`` of a script or style."""

    name: str
    attributes: dict[str, str]
    line: int
    parent: str
    text: str


def read(file: str, page: str) -> list[Element]:
    """Return the elements of ``page``, in order.

    Raises ``ClippingError`` at the first thing that is not in the language: parsers may differ on all that follows it.
    """
    elements: list[Element] = []
    around, line, position = [NOTHING], 2, len(DOCTYPE)
    fault = "" if page.startswith(DOCTYPE) else "another first line"
    while position < len(page) and not fault:
        token = TOKEN.match(page, position)
        if token is None or len(around) > DEEPEST:
            fault = f"“{fold(page[position : position + 40])}”"
            break
        raw, closed, name, attributes, slash, words, text = token.group(1, 4, 5, 6, 7, 8, 3)
        if name or raw:
            written = ATTRIBUTE.findall(attributes or token[2] or "")
            values = {key: unescape(value[2:-1]) for key, value in written}
            element = Element(name or raw, values, line, around[-1], text or "")
            elements.append(element)
            fault = _unlisted(element, written, around) or ("/>" if slash and name not in VOID else "")
            around += [name] if name and name not in VOID else []
        elif closed:
            fault = "" if around.pop() == closed else f"</{closed}>"
        elif words.strip(" \n\t") and around[-1] not in WORDED:
            fault = f"words in <{around[-1]}>"
        line += page.count("\n", position, token.end()) if not fault else 0
        position = token.end()
    if not fault and (
        around != [NOTHING] or [each.name for each in elements if each.parent in (NOTHING, "html")] != SKELETON
    ):
        fault = "an element without an end"
    if fault:
        advice = "fix the template, or list it with a reason"
        raise ClippingError(f"expected only what verify/markup.py lists, found {fault}; {advice}", file, line)
    return elements


def _unlisted(element: Element, written: list[tuple[str, str]], around: list[str]) -> str:
    """Return what of a start tag is not listed, with its attributes as they are ``written``; nothing if all is."""
    name, values = element.name, element.attributes
    parents, allowed = RULES.get(name, (frozenset(), {}))
    if element.parent not in parents or (name == "a" and "a" in around):
        return f"<{name}> in <{element.parent}>"
    for attribute, value in written:
        pattern = allowed.get(attribute, ".*" if DATA.fullmatch(attribute) else None)
        if pattern is None or (pattern and not re.fullmatch(pattern, values[attribute])):
            return f"{attribute} on <{name}>"
        if (not value) != (attribute in BARE):
            return f"{attribute} without its value"
    return "" if len(values) == len(written) else f"an attribute of <{name}> twice"
