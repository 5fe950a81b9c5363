"""Passages of a text: the quotations, mentions and dates in it, and the sentences that they are in.

A quotation, a mention or a date is a span of code points in one text. ``weave`` turns the spans of a text into a tree
that a template can walk, so that markup is added around words and never inside them.
"""

import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from itertools import takewhile
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from clipping.text import sentence_ends

#: The maximum number of characters of a sentence shown on either side of a passage in it. Sentences in news are
#: shorter. Without a limit, a page of lists without full stops would be shown in full for each of its quotations.
CONTEXT = 500


class Span(Struct, frozen=True):
    """Some words of a text: their ``kind``, the quotation, note or date that they are ``about``, and what they contain.

    ``start`` and ``end`` are offsets in code points. ``part`` numbers the parts of a quotation from 1. ``id`` is
    the id of the element on a page; if a span had to be split, only its first piece has it.
    """

    start: int
    end: int
    kind: str
    about: Any = None
    id: str | None = None
    part: int = 1
    children: tuple["Span | str", ...] = ()


Tree = tuple[Span | str, ...]


def grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    """Return ``items`` grouped by their keys; groups and items stay in the order given."""
    found: dict[Any, list[Any]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def weave(text: str, spans: Sequence[Span]) -> Tree:
    """Return ``text`` as a tree in which each span contains the words and the spans within it.

    A span that crosses the end of another is split there; of two spans of the same words, the first contains the
    second. The words of the tree, in order, are the text.
    """

    def order(span: Span) -> tuple[int, int]:
        return -span.start, span.end

    stack = [*reversed(spans)]
    stack.sort(key=order)  # the first span is now the last in the list, where it can be popped

    def inside(start: int, end: int) -> Iterator[Span | str]:
        while stack and stack[-1].start < end:
            span = stack.pop()
            if span.end > end:  # leave the rest for later
                insort(stack, replace(span, start=end, id=None), key=order)
                span = replace(span, end=end)
            if span.start > start:
                yield text[start : span.start]
            yield replace(span, children=tuple(inside(span.start, span.end)))
            start = span.end
        if start < end:
            yield text[start:end]

    return tuple(inside(0, len(text)))


def plain(nodes: Tree) -> str:
    """Return the words of a tree, which are the text that it was made from."""
    return "".join(node if isinstance(node, str) else plain(node.children) for node in nodes)


def in_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return ``text[start:end]`` between the words before and after it in the sentence or sentences that contain it.

    Words more than ``CONTEXT`` characters away are replaced by an ellipsis in brackets.
    """
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    before = "[…] " if first else ""
    after = " […]" if last < len(text) else ""
    # A stop is recognised by what follows it, so look a little past the last character.
    for stop in takewhile(last.__ge__, sentence_ends(text, first, min(len(text), last + 20))):
        if stop < start:
            first, before = stop + 1, ""  # after the space that follows the stop
        elif stop >= end:
            last, after = stop, ""
            break
    return before + text[first:start], text[start:end], text[end:last] + after


def first_sentence(html: str) -> str:
    """Return the first sentence of a note as plain text without citations, shortened like any other passage."""
    paragraph = re.search("<p>(.*?)</p>", html, re.DOTALL)
    words = re.sub(r'(?s)(?:(?<!\s)\s+)?<a class="cite".*?</a>|<.*?>', "", paragraph[1] if paragraph else "")
    return "".join(in_sentence(" ".join(unescape(words).split()), 0, 1))


def location_in_words(target: str) -> str:
    """Return the name of a text of the article for readers: ``paragraph 9``, ``the caption of photograph 1``."""
    name, _, credit = target.partition("-")
    number = name[1:]
    if not number.isdigit():
        return f"the {target}"
    return f"paragraph {number}" if name[0] == "p" else f"the {credit or 'caption'} of photograph {number}"
