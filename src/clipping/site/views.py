"""The record arranged for the templates, in the order and the groups that pages show. No HTML is made here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from operator import itemgetter
from typing import Any

from msgspec import Struct

from clipping.content.mentions import Mention
from clipping.content.notes import Note, TimelineEntry, date_range
from clipping.record import Article, Reading, Run, texts
from clipping.site import drawing
from clipping.site.passages import Span, Tree, grouped, in_sentence, plain, weave

#: A sentence with mentions: the name of its text, each mention with the words before it, and the words after the last.
Occurrence = tuple[str, list[tuple[str, Mention]], str]

#: The roles shown above the text on the article page, wherever the capture prints them.
MASTHEAD = ("section", "headline", "byline", "published", "updated", "standfirst")
#: The part of the article page that shows the blocks of each role. Furniture and repetitions are not shown.
PARTS = dict.fromkeys(MASTHEAD, "masthead") | {"paragraph": "body", "subheading": "body"}
PARTS |= dict.fromkeys(("caption", "alternative", "credit"), "photographs")
#: Characters that a reader of the source page should see: a leading, trailing or double space, white space other than
#: spaces, and invisible characters.
REVEALED = re.compile(
    r"((?<![^ ]) | (?= *$)|[\t\u00a0\u202f\u2007\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff])"
)
SPACES = {" ": "space", "\t": "tab", **dict.fromkeys("\u00a0\u202f\u2007", "nobreak")}


class PageRun(Run, frozen=True):
    """A run of words as the article page shows it.

    Captions, credits, and fields in the block of another field have an ``id``. ``tree`` is the text with its spans, or
    ``None`` if the run is only a part of a text.
    """

    id: str | None = None
    tree: Tree | None = None


class Block(Struct, frozen=True):
    """A reading as the article page shows it. Its ``id`` is the target, or ``None`` if an earlier block has it."""

    reading: Reading
    id: str | None
    runs: tuple[PageRun, ...]


def blocks(article: Article, trees: Mapping[str, Tree]) -> Iterator[Block]:
    """Yield the article page's blocks in the order of the capture; ``trees`` is from ``trees_of``.

    Furniture and repetitions are left out.
    """
    ids: set[str | None] = set()  # so far
    # Each line of the standfirst is a span of its tree, and a run of its own.
    lines = (node.children for node in trees.get("standfirst", ()) if isinstance(node, Span))
    for reading in article.readings:
        target = reading.target
        if target is None:
            continue
        id = None if target in ids else target
        ids.add(target)
        names = {role: role for role in MASTHEAD} | dict.fromkeys(("paragraph", "subheading"), target)
        names |= {role: f"{target}-{role}" for role in ("caption", "credit")}
        runs: list[PageRun] = []
        for run in reading.runs:
            name = names.get(run.role)
            key = target if run.role == "caption" else name or ""
            tree = next(lines, ()) if run.role == "standfirst" else trees.get(key, ())
            whole = plain(tree) == run.text
            runs.append(PageRun(run.text, run.role, None if name in ids else name, tree if whole else None))
            ids.add(name)
        yield Block(reading, id, tuple(runs))


def trees_of(article: Article, mentions: Iterable[Mention], notes: Mapping[str, Note]) -> dict[str, Tree]:
    """Return each text of the article by its name, as a tree of its quotations, mentions and dates.

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
            if mention.note:
                here.append(Span(begin, stop, "mention", notes[mention.note], mention.id if begin == start else None))
            if mention.date:
                here.append(Span(begin, stop, "date", mention.date))
    return {name: weave(text, spans[name]) for name, text in known.items()}


def mentions_of(notes: Iterable[Note], mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Return the mentions of each note by its slug, in the order of the article page; unmentioned notes come last."""
    found = grouped(sorted(mentions, key=lambda mention: mention.in_caption), lambda mention: mention.note)
    return {slug: found.get(slug, []) for slug in (*filter(None, found), *(note.slug for note in notes))}


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
