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
#: The elements without an end tag, and those that may contain words.
VOID = frozenset(("br", "circle", "hr", "input", "line", "link", "meta", "polygon", "rect"))
WORDED = frozenset((*TEXT.split(), "text", "title"))
RULES = {
    name: (frozenset(parents.split()), {key: re.compile(value or "(?s:.*)") for key, _, value in listed})
    for names, parents, attributes in TABLE
    for listed in [[each.partition("=") for each in f"{attributes} {ANYWHERE}".split()]]
    for name in names.split()
}
DOCTYPE = "<!DOCTYPE html>\n"
DEEPEST = 100  # Chromium flattens what is nested more than 512 deep

REFERENCE = r"&(?:amp|lt|gt|quot|nbsp|#34|#39|#160|#x27);"
WORDS = re.compile(rf"(?:[^<&\0\r]++|{REFERENCE})*+")
ATTRIBUTES = rf'((?: [A-Za-z][A-Za-z0-9-]*(?:="(?:[^"<>&\0\r]++|{REFERENCE})*+")?)*+)'
ATTRIBUTE = re.compile(r' ([^ ="]+)(?:="([^"]*)")?')
#: Words, and what follows them: an element of raw text, an end tag, a start tag, or the end of the page.
TOKEN = re.compile(
    rf"({WORDS.pattern})(?:<(style|script){ATTRIBUTES}>((?:[^<\0\r]++|<(?!/|!--))*+)</\2>"
    rf"|</([a-z][a-z0-9]*)>|<([a-z][a-z0-9]*){ATTRIBUTES}(/?)>|\Z)"
)


class Element(Struct):
    """An element as written: its line, its parent ``around``, and the span of its content in ``page``."""

    name: str
    attributes: dict[str, str]
    line: int
    around: Element | None
    page: str
    start: int
    end: int

    @property
    def parent(self) -> str:
        """The name of its parent element, or ``""``."""
        return self.around.name if self.around else ""

    @property
    def anchor(self) -> str:
        """The nearest id: its own, or that of an element it is in."""
        return self.attributes.get("id") or (self.around.anchor if self.around else "")

    def text(self, between: str = "") -> str:
        """Return the words in it, with ``between`` in place of each tag; a style or a script is left as written."""
        written = self.page[self.start : self.end]
        return written if self.name in ("style", "script") else unescape(re.sub("<[^>]*>", between, written))


def read(file: str, page: str) -> list[Element]:
    """Return the elements of ``page``, in order.

    Raises ``ClippingError`` at the first thing that is not in the language: parsers may differ on all that follows it.
    """
    elements: list[Element] = []
    around, ids, line, after = [Element(NOTHING, {}, 1, None, page, 0, 0)], {""}, 2, len(DOCTYPE)
    fault = "" if page.startswith(DOCTYPE) else "another first line"
    while not fault and after < len(page):
        token = TOKEN.match(page, after)
        if token is None or len(around) > DEEPEST:
            at = WORDS.match(page, after).end()  # type: ignore[union-attr]  # no words match, too
            line, fault = line + page.count("\n", after, at), f"“{fold(page[at : at + 40])}”"
            break
        words, raw, attributes, _, closed, name, others, slash = token.groups()
        line, after, before = line + words.count("\n"), token.end(), token.end(1)
        if around[-1].name not in WORDED and words.strip(" \n\t"):
            fault = f"words in <{around[-1].name}>"
        elif closed:
            around[-1].end = before
            fault = "" if around.pop().name == closed else f"</{closed}>"
        elif name := raw or name:
            written = ATTRIBUTE.findall(attributes or others or "")
            values = {key: unescape(value) for key, value in written}
            place = token.span(4) if raw else (after, after)
            elements.append(element := Element(name, values, line, around[-1], page, *place))
            fault = _unlisted(element, around)
            if len(values) < len(written):
                fault = f"an attribute of <{name}> twice"
            elif values.get("id") in ids or (slash and name not in VOID):
                fault = f"the id {values['id']} again" if "id" in values else f"<{name}/>"
            ids.add(values.get("id", ""))
            around += [] if raw or name in VOID else [element]
            line += page.count("\n", before, after) if not fault else 0
    outer = [each.name for each in elements if each.parent in (NOTHING, "html")]
    if not fault and (len(around) > 1 or outer != ["html", "head", "body"]):
        fault = "an element without its end or its place"
    if fault:
        advice = "fix the template, or list it with a reason"
        raise ClippingError(f"expected only what verify/markup.py lists, found {fault}; {advice}", file, line)
    return elements


def _unlisted(element: Element, around: list[Element]) -> str:
    """Return what of a start tag is not listed; nothing if all is."""
    parents, allowed = RULES.get(element.name, (frozenset(), {}))
    if element.parent not in parents or (element.name == "a" and any(each.name == "a" for each in around)):
        return f"<{element.name}> in <{element.parent}>"
    for attribute, value in element.attributes.items():
        pattern = allowed.get(attribute)
        if not (pattern.fullmatch(value) if pattern else DATA.fullmatch(attribute)):
            return f"{attribute} on <{element.name}>"
    return ""
