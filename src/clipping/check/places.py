"""Where words stand in the article, and who says them there."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from clipping.check.shared import BREAK, DOUBLE, HIDDEN, SINGLE, SPACE, Said, said_in
from clipping.check.typography import trimmed
from clipping.record import COUNTED, Article, Quotation, texts

#: What may stand at the ends of a stretch without being said by anyone.
_EDGE = re.compile(rf"(?:{SPACE}|{HIDDEN}|{SINGLE}|{DOUBLE})+")


class Evidence(Struct, frozen=True):
    """What a check is held against: each text of the article with its id, and all that stands in quotation marks."""

    texts: tuple[tuple[str, str], ...]
    quotations: tuple[Quotation, ...]

    @cached_property
    def stream(self) -> str:
        """All texts in the order of the article: paragraphs each on a line of its own, the others set apart."""
        names = [name for name, _ in self.texts]
        joints = ["\n" if first[0] == then[0] == "p" else BREAK for first, then in pairwise(names)]
        return "".join(text + joint for (_, text), joint in zip(self.texts, [*joints, ""], strict=True))


class Place(Struct, frozen=True):
    """Some words of the article: the texts that they run through, and who says them.

    ``said`` is ``quotation`` where one quotation holds them all, ``title`` or ``term`` where they are in the name of a
    work or in a term, ``article`` where nobody is quoted, else ``partly``. ``quotation`` is the id of what holds them,
    and ``speaker`` its speaker, if known.
    """

    targets: tuple[str, ...]
    text: str
    said: Said
    quotation: str | None
    speaker: str | None


def evidence(article: Article) -> Evidence:
    """Return what a quotation from ``article`` can be held against."""
    return Evidence(tuple(texts(article).items()), article.quotations)


def place(known: Evidence, start: int, end: int) -> Place:
    """Return what stands from ``start`` to before ``end`` in the stream of ``known``, in code points."""
    stretches = tuple(_stretches(known, start, end))
    touching = [q for q in known.quotations if any(_within(q, *stretch, whole=False) for stretch in stretches)]
    holding = [q for q in touching if all(_within(q, *stretch, whole=True) for stretch in stretches)]
    inmost = min(holding, key=lambda q: sum(part.end - part.start for part in q.parts), default=None)
    return Place(
        tuple(name for name, _, _ in stretches),
        trimmed(known.stream[start:end]),
        said_in(inmost) if inmost else "partly" if any(map(_counts, touching)) else "article",
        inmost.id if inmost else None,
        inmost.speaker if inmost else None,
    )


def _counts(quotation: Quotation) -> bool:
    return quotation.kind in COUNTED


def _stretches(known: Evidence, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the texts that a stretch of the stream runs through, from where to where, without marks at the ends."""
    found, offset = [], 0
    for name, text in known.texts:
        first, last = max(start - offset, 0), min(end - offset, len(text))
        offset += len(text) + 1
        if first < last:
            words = text[first:last]
            left = _EDGE.match(words)
            right = _EDGE.match(words[::-1])
            first, last = first + (left.end() if left else 0), last - (right.end() if right else 0)
        if first < last:
            found.append((name, first, last))
    return found


def _within(quotation: Quotation, name: str, start: int, end: int, *, whole: bool) -> bool:
    """Return whether ``quotation`` holds the stretch, or with ``whole`` false any of it."""
    parts = [part for part in quotation.parts if part.paragraph == name]
    if whole:
        return any(part.start <= start and end <= part.end for part in parts)
    return any(part.start < end and start < part.end for part in parts)
