"""The record arranged for the templates, in the order and the groups that pages show. No HTML is made here.

A quotation, a mention or a date is a span of code points in one text. ``weave`` turns the spans of a text into a tree
that a template can walk, so that markup is added around words and never inside them.
"""

import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import pairwise, takewhile
from operator import itemgetter
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.mentions import Mention
from clipping.content.notes import Note, TimelineEntry, date_range
from clipping.record import Article, Field, Reading, Run, texts
from clipping.site import drawing
from clipping.text import sentence_ends

#: The maximum number of characters of a sentence shown on either side of a passage in it. Sentences in news are
#: shorter. Without a limit, a page of lists without full stops would be shown in full for each of its quotations.
CONTEXT = 500
#: What readers call a field whose own name they would not understand.
FIELD_NAMES = {"section": "section line", "published": "date line", "updated": "date line"}
#: A sentence with mentions: the name of its text, each mention with the words before it, and the words after the last.
Occurrence = tuple[str, list[tuple[str, Mention]], str]
#: Characters that a reader of the source page should see: a leading, trailing or double space, white space other than
#: spaces, and invisible characters.
REVEALED = re.compile(
    r"((?<![^ ]) | (?= *$)|[\t\u00a0\u202f\u2007\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff])"
)
SPACES = {" ": "space", "\t": "tab", **dict.fromkeys("\u00a0\u202f\u2007", "nobreak")}


class Span(Struct, frozen=True):
    """Some words of a text: their ``kind``, the quotation or note that they are ``about``, and what they contain.

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


def ids_of(article: Article) -> dict[tuple[int, int], str]:
    """Return the ids on the article page by the first line of a block and the number of a run in it, 0 for the block.

    A block has the id of its target. Captions, credits, and fields in the block of another field have an id, too. An id
    is on the first block or run that could have it.
    """
    places: dict[str, tuple[int, int]] = {}
    for reading in article.readings:
        if reading.target:
            line = reading.lines[0]
            places.setdefault(reading.target, (line, 0))
            for number, run in enumerate(reading.runs, 1):
                if run.role in get_args(Field):
                    places.setdefault(run.role, (line, number))
                elif run.role in ("caption", "credit"):
                    places.setdefault(f"{reading.target}-{run.role}", (line, number))
    return {place: id for id, place in places.items()}


def tree_of(reading: Reading, run: Run, trees: Mapping[str, Tree]) -> Tree:
    """Return the tree of the text, or of the line of the standfirst, that ``run`` prints in full; () if in part."""
    ends = {"paragraph": "", "subheading": "", "caption": "", "credit": "-credit"}  # of the names of texts
    tree = trees.get(f"{reading.target}{ends[run.role]}" if run.role in ends else run.role, ())
    lines = [node.children for node in tree if isinstance(node, Span) and node.kind == "line"]
    return next((words for words in (*lines, tree) if plain(words) == run.text), ())


def trees_of(article: Article, mentions: Iterable[Mention], notes: Mapping[str, Note]) -> dict[str, Tree]:
    """Return each text of the article by its name, as a tree of its quotations and mentions.

    ``notes`` maps slugs to notes. The lines of the standfirst are spans, too.
    """
    known = texts(article)
    spans: dict[str, list[Span]] = {name: [] for name in known}
    if article.standfirst:
        spans["standfirst"] = [Span(*line.span(), "line") for line in re.finditer("[^\n]+", article.standfirst)]
    ends: dict[tuple[str, int], int] = {}  # of quotations, by their starts
    for one in article.quotations:
        for number, part in enumerate(one.parts, 1):
            ends[part.paragraph, part.start] = part.end
            name = f"{one.id}-{number}" if number > 1 else one.id
            spans[part.paragraph].append(Span(part.start, part.end, "quotation", one, name, number))
    for mention in mentions:
        here, start, end = spans[mention.target], mention.start, mention.end
        # A mention that ends within a quotation is split where the quotation begins, to keep the quotation whole.
        cuts = {at for at in range(start + 1, end) if ends.get((mention.target, at), 0) > end}
        for begin, stop in pairwise(sorted({start, end} | cuts)):
            here.append(Span(begin, stop, "mention", notes[mention.note], mention.id if begin == start else None))
    return {name: weave(text, spans[name]) for name, text in known.items()}


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


def occurrences(named: Mapping[str, str], mentions: Iterable[Mention]) -> list[Occurrence]:
    """Return each sentence that has any of ``mentions``, once only and in reading order; ``named`` has the texts."""
    found: list[Occurrence] = []
    for mention in mentions:
        text = named[mention.target]
        before, _, after = in_sentence(text, mention.start, mention.end)
        target, marked, rest = found[-1] if found else ("", [], "")
        if target == mention.target and mention.start < (end := marked[-1][1].end) + len(rest):
            before = text[end : mention.start]
            found.pop()
        else:
            marked = []
        found.append((mention.target, [*marked, (before, mention)], after))
    return found


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
    """Return the name of a text or field for readers: ``paragraph 9``, ``the caption of photograph 1``."""
    name, _, credit = target.partition("-")
    number = name[1:]
    if not number.isdigit():
        return f"the {FIELD_NAMES.get(target, target)}"
    return f"paragraph {number}" if name[0] == "p" else f"the {credit or 'caption'} of photograph {number}"


def timeline(article: Article, notes: tuple[Note, ...]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Return the dated events of the notes, sorted by first day, and a drawing of those not later than the article.

    A note whose own date is not among its entries gets one more entry, whose text is the title of the note.
    Without a date of publication, no event counts as later. The drawing is ``None`` if it would be empty.
    """
    dated = []
    for note in notes:
        entries = note.timeline
        if note.date and note.date not in [entry.date for entry in entries]:
            entries += (TimelineEntry(note.date, note.title),)
        dated += [(date_range(entry.date) or ("", ""), note.slug, entry, note) for entry in entries]
    published = article.published.date if article.published else None
    moments, drawn = [], []
    for number, ((begins, ends), _, entry, note) in enumerate(sorted(dated, key=itemgetter(0, 1)), 1):
        later = bool(published and begins > published)
        moments.append({"number": number, "entry": entry, "note": note, "begins": begins, "ends": ends, "later": later})
        if not later:
            words = entry.text if entry.source else f"The article says: {entry.text}"
            vague = re.search("[s~]", entry.date) is not None  # a decade, or a date that is marked as rough
            drawn.append((number, begins, ends, vague, words))
    if published and drawn:
        drawn.append((0, published, published, False, "The article is published"))
    return moments, drawing.timeline(drawn) if drawn else None


def revealed(line: str) -> Iterator[tuple[str, str | None, str]]:
    """Yield the pieces of ``line``: ordinary text, or one special character with its kind and code point."""
    for number, piece in enumerate(REVEALED.split(line)):
        yield (piece, SPACES.get(piece, "hidden"), f"U+{ord(piece):04X}") if number % 2 else (piece, None, "")
