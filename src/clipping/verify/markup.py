"""The markup of our pages: a strict subset of HTML that every parser reads alike.

HTML parsers repair mistakes in different ways, so our pages leave nothing to repair: each tag is closed in order, each
value is quoted, no element is where a parser would move it, and there are no comments, templates, frames or foreign
elements except those of SVG. ``language.txt`` lists all elements and attributes; anything else is a fault.

Styles are not checked: a browser test shows that none hides words, and each page's policy forbids requests
(``checks.policy``).
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from msgspec import Struct

from clipping.capture import fold
from clipping.errors import ClippingError

#: The parents that an element may have, and its attributes, each with a pattern for its value (``None``: any value).
Rule = tuple[frozenset[str], dict[str, re.Pattern[str] | None]]


def _rules(language: str) -> tuple[dict[str, frozenset[str]], dict[str, Rule]]:
    """Return what each abbreviation in ``language.txt`` is short for, and the rule of each element."""
    short, rules = dict[str, str](), dict[str, Rule]()
    for line in re.findall("^[^#\n].*", language, re.MULTILINE):
        whole = re.sub("[A-Z]{4,}", lambda name: short.get(name[0], name[0]), line)
        name, is_short, value = whole.partition(" = ")
        if is_short:
            short[name] = value
        else:
            names, parents, *attributes = whole.split("  ")
            pairs = [each.partition("=") for each in " ".join([*attributes, short["ANYWHERE"]]).split()]
            patterns = {key: re.compile(value) if value else None for key, _, value in pairs}
            rules |= dict.fromkeys(names.split(), (frozenset(parents.split()), patterns))
    return {name: frozenset(value.split()) for name, value in short.items()}, rules


SHORT, RULES = _rules(Path(__file__).with_name("language.txt").read_text(encoding="utf-8"))
RAW, WORDED, VOID, SHAPES = (SHORT[name] for name in ("RAWTEXT", "WORDED", "VOID", "SHAPES"))
DATA = re.compile(r"data-[a-z]+")
#: The elements whose content the checks need.
KEPT = RAW | {"b", "code", "main"}
DOCTYPE = "<!DOCTYPE html>"
DEEPEST = 100  # Chromium flattens what is nested more than 512 deep

#: The characters that may be in text and in the value of an attribute, besides a few references. Possessive
#: groups are not used, as Python 3.11.2 (Debian 12) misreads them. No pattern is ambiguous: each fails in linear time.
PLAIN = ("[^<&\0\r]*", '[^"<>&\0\r]*')
WORDS, VALUE = (rf"{plain}(?:&(?:amp|lt|gt|quot|nbsp|#34|#39|#160|#x27);{plain})*" for plain in PLAIN)
TEXT, RAW_TEXT = re.compile(WORDS), re.compile(r"[^<\0\r]*(?:<(?!/|!--)[^<\0\r]*)*")
ATTRIBUTE = re.compile(r' ([^ ="]+)(?:="([^"]*)")?')
#: What follows a text: an end tag, a start tag with its attributes, or the end of the page.
TAG = re.compile(rf"</([a-z][a-z0-9]*)>|<([a-z][a-z0-9]*)((?: [A-Za-z][A-Za-z0-9-]*(?:=\"{VALUE}\")?)*)(/?)>|\Z")


class Element(Struct, gc=False):
    """An element as written, with the name of its ``parent`` and, for those in ``KEPT`` only, its ``content``.

    ``anchor`` is its id, or else the id of the nearest element around it that has one.
    """

    name: str
    attributes: dict[str, str]
    parent: str = ""
    anchor: str = ""
    line: int = 1
    content: str = ""


def read(file: str, page: str) -> Iterator[Element]:
    """Yield the elements of ``page``, in order, each at its start tag; its ``content`` is set at its end tag.

    Raises ``ClippingError`` at the first fault, since parsers may differ on all that follows it.
    """
    outer = list[str]()  # the names of the outermost elements, which must be html, head and body
    ids = {""}  # an empty id is refused like a repeated one
    around = [(Element("nothing", {}), 0)]  # the open elements, each with the offset of its content
    line, at, end = 1, 0, len(DOCTYPE)  # of the last tag: its line, and where it begins and ends
    fault = "" if page.startswith(DOCTYPE) else "another first line"
    while not fault and end < len(page):
        (inner, start), last, words = around[-1], at, end
        at = (RAW_TEXT if inner.name in RAW else TEXT).match(page, words).end()  # type: ignore[union-attr]  # "" matches
        line += page.count("\n", last, at)
        tag = TAG.match(page, at)
        if tag is None or len(around) > DEEPEST:
            fault = f"“{fold(page[at : at + 40])}”"
            break
        closed, name, written, slash = tag.groups()
        end = tag.end()
        if inner.name not in WORDED and page[words:at].strip(" \n\t"):
            fault = f"words in <{inner.name}>"
        elif closed:
            around.pop()
            fault = "" if inner.name == closed else f"</{closed}>"
            if closed in KEPT:
                inner.content = page[start:at]
        elif name:
            pairs = ATTRIBUTE.findall(written)
            values = {key: unescape(value) for key, value in pairs}
            anchor = values.get("id")
            element = Element(name, values, inner.name, anchor or inner.anchor, line)
            fault = _fault(element, len(pairs), around, bool(slash))
            if anchor in ids:
                fault = f"the id {anchor} again"
            ids.add(anchor or "")
            yield element  # not kept: all elements of a long article would take 100 MB
            if len(around) < 3:
                outer.append(name)
            if name not in VOID and not slash:
                around.append((element, end))
    if not fault and (len(around) > 1 or outer != ["html", "head", "body"]):
        fault = "an unclosed element, or other than one head and one body in html"
    if fault:
        expected = "[markup] expected only what verify/language.txt allows"
        raise ClippingError(f"{expected}, found {fault}; fix the template, or add it to that list", file, line)


def _fault(element: Element, count: int, around: list[tuple[Element, int]], slash: bool) -> str:
    """Return what is wrong with a start tag, if anything; it has ``count`` attributes, repeated ones included."""
    parents, allowed = RULES.get(element.name, (frozenset(), {}))
    if element.name == "a" and "a" in [each.name for each, _ in around]:
        return "<a> within another <a>"  # parsers would close the outer one
    if element.parent not in parents:
        return f"<{element.name}> in <{element.parent}>"
    if slash != (element.name in SHAPES):
        return f"<{element.name}{'/' * slash}>"
    if len(element.attributes) < count:
        return f"an attribute of <{element.name}> twice"
    for attribute, value in element.attributes.items():
        pattern = allowed.get(attribute, DATA)
        if pattern and not pattern.fullmatch(value if attribute in allowed else attribute):
            return f"{attribute} on <{element.name}>"
    return ""
