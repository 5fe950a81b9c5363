"""The markup of our pages: a strict subset of HTML that every parser reads alike.

HTML parsers repair mistakes in different ways, so our pages leave nothing to repair: each tag is closed in order, each
value is quoted, no element is where a parser would move it, and there are no comments, templates, frames or foreign
elements except those of SVG. Anything not in ``TABLE`` is a fault. If a page needs more, add it there with the reason;
a browser test shows whether all parsers still agree.

The table covers elements only. A browser test shows that no style hides words, and each page's policy forbids requests
(see ``browser.policy``).
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
    ("link", "head", f"rel=alternate|canonical|icon|license href={ADDRESS}|data:\\S+ type title"),
    ("title style", "head", ""),
    # Data for programs, and the script of check.html. Any other type is a script to some browser.
    ("script", "head main", "type=application/(?:ld\\+)?json"),
    # The parts of a page, and blocks of text: never in a paragraph, which a parser would end.
    ("main", "body", "tabindex"),
    ("article aside details footer h1 h2 h3 h4 h5 h6 header hr noscript pre section table ul", FLOW, ""),
    ("blockquote dl nav ol", FLOW, "aria-label cite start"),
    # Hidden are the link that closes a note, until there is one to close, and the form, until its script runs.
    ("div", f"{FLOW} dl", "hidden=$"),
    ("p", FLOW, "hidden=$ role=status aria-hidden"),
    # A picture whose words are in a table or a list beside it is not read aloud, too.
    ("figure", FLOW, "tabindex aria-hidden"),
    ("figcaption summary", "figure details", ""),
    ("dt dd", "dl div", ""),
    ("li", "ol ul", "value"),
    # Tables with all their parts: a parser adds those that lack, and moves out what is between them.
    ("caption thead tbody", "table", ""),
    ("tr", "thead tbody", ""),
    ("td th", "tr", "scope"),
    # What runs in a text. Links ask for nothing until they are followed, and run nothing.
    ("b br cite em i mark strong", TEXT, ""),
    ("code", f"{TEXT} pre", ""),
    ("a", TEXT, f"href={ADDRESS} rel title tabindex download=$ aria-label aria-current"),
    ("span", TEXT, "aria-current aria-hidden"),
    ("time", TEXT, "datetime"),
    # What is filled in stays in the page: there is no <form> that would send it.
    ("input label textarea", TEXT, "for readonly=$ value aria-label rows spellcheck autocomplete"),
    # Drawings, with nothing in them that asks for a file, moves, or contains HTML.
    ("svg", f"{FLOW} svg g", "width height viewBox x y overflow focusable=false aria-hidden"),
    ("g", "svg g", "transform"),
    ("circle line polygon rect text", "svg g", "x y x1 y1 x2 y2 cx cy r rx dx width height points text-anchor"),
)
#: What any element may have: names, the language, and data, of which a browser makes nothing.
ANYWHERE = "id class lang dir aria-labelledby data-lines=[0-9]{1,7}(?:-[0-9]{1,7})?"
DATA = re.compile(r"data-[a-z]+")
#: The elements without an end tag, the shapes, which end with a slash, and the elements that may contain words.
VOID = frozenset(("br", "hr", "input", "link", "meta"))
SHAPES = frozenset(("circle", "line", "polygon", "rect"))
WORDED = frozenset((*TEXT.split(), "text", "title"))
#: The elements whose text is left as written, and those whose text the checks of all pages compare.
RAW = frozenset(("script", "style"))
COMPARED = RAW | {"b", "code", "meta"}
#: By element: what it may be in, and its attributes, each with the pattern of its values if these are listed.
RULES = {
    name: (frozenset(parents.split()), {key: re.compile(value) if value else None for key, _, value in listed})
    for names, parents, attributes in TABLE
    for listed in [[each.partition("=") for each in f"{attributes} {ANYWHERE}".split()]]
    for name in names.split()
}
DOCTYPE = "<!DOCTYPE html>\n"
DEEPEST = 100  # Chromium flattens what is nested more than 512 deep

REFERENCE = r"&(?:amp|lt|gt|quot|nbsp|#34|#39|#160|#x27);"
WORDS = re.compile(rf"(?:[^<&\0\r]++|{REFERENCE})*+")
RAW_TEXT = re.compile(r"(?:[^<\0\r]++|<(?!/|!--))*+")
ATTRIBUTE = re.compile(r' ([^ ="]+)(?:="([^"]*)")?')
#: Words, and what follows them: an end tag, a start tag with its attributes, or the end of the page.
TOKEN = re.compile(
    rf"({WORDS.pattern})(?:</([a-z][a-z0-9]*)>|<([a-z][a-z0-9]*)"
    rf'((?: [A-Za-z][A-Za-z0-9-]*(?:="(?:[^"<>&\0\r]++|{REFERENCE})*+")?)*+)(/?)>|\Z)'
)


class Element(Struct, gc=False):
    """An element as written: the name of its parent, the nearest id, its line and its number among all elements.

    ``text`` are the words in it, or the style or script as written, if the name is in ``COMPARED``.
    """

    name: str
    attributes: dict[str, str]
    parent: str = ""
    anchor: str = ""
    line: int = 1
    number: int = -1
    text: str = ""


def read(file: str, page: str) -> list[Element]:
    """Return the elements of ``page``, in order.

    Raises ``ClippingError`` at the first thing that is not in the language: parsers may differ on all that follows it.
    """
    elements, ids = list[Element](), {""}
    around, line, at, end = [(Element(NOTHING, {}), 0)], 1, len(DOCTYPE), 0  # each with the start of its content
    fault = "" if page.startswith(DOCTYPE) else "another first line"
    while not fault and at < len(page):
        token, (inner, start) = TOKEN.match(page, at), around[-1]
        if token is None or len(around) > DEEPEST:
            at = WORDS.match(page, at).end()  # type: ignore[union-attr]  # no words match, too
            line, fault = line + page.count("\n", end, at), f"“{fold(page[at : at + 40])}”"
            break
        words, closed, name, written, slash = token.groups()
        line, at, end = line + page.count("\n", end, token.end()), token.end(), token.end()
        if inner.name not in WORDED and words.strip(" \n\t"):
            fault = f"words in <{inner.name}>"
        elif closed:
            around.pop()
            fault = "" if inner.name == closed else f"</{closed}>"
            if closed in COMPARED:
                content = page[start : token.end(1)]
                inner.text = content if closed in RAW else unescape(re.sub("<[^>]*>", "", content))
        elif name:
            pairs = ATTRIBUTE.findall(written)
            values = {key: unescape(value) for key, value in pairs}
            element = Element(name, values, inner.name, values.get("id") or inner.anchor, line, len(elements))
            fault = _unlisted(element, [each.name for each, _ in around] if name == "a" else [], bool(slash))
            if len(values) < len(pairs) or values.get("id") in ids:
                fault = f"the id {values['id']} again" if "id" in values else f"an attribute of <{name}> twice"
            elements.append(element)
            ids.add(values.get("id", ""))
            if name in RAW:
                at = RAW_TEXT.match(page, at).end()  # type: ignore[union-attr]
            if name not in VOID and not slash:
                around.append((element, end))
    outer = [each.name for each in elements if each.parent in (NOTHING, "html")]
    if not fault and (len(around) > 1 or outer != ["html", "head", "body"]):
        fault = "an element without its end or its place"
    if fault:
        advice = "fix the template, or list it there with a reason"
        raise ClippingError(f"expected only what verify/markup.py lists, found {fault}; {advice}", file, line)
    return elements


def _unlisted(element: Element, around: list[str], slash: bool) -> str:
    """Return what of a start tag is not listed; nothing if all is. ``around`` are the elements that a link is in."""
    parents, allowed = RULES.get(element.name, (frozenset(), {}))
    if element.parent not in parents or "a" in around:
        return f"<{element.name}> in <{element.parent}>"
    if slash != (element.name in SHAPES):
        return f"<{element.name}{'/' * slash}>"
    for attribute, value in element.attributes.items():
        pattern = allowed.get(attribute, DATA)
        if pattern and not pattern.fullmatch(value if attribute in allowed else attribute):
            return f"{attribute} on <{element.name}>"
    return ""
