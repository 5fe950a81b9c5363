"""What the templates see: the record laid out as pages show it. Values in, values out; no HTML is made here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.mentions import Mention
from clipping.content.notes import Note, TimelineEntry, date_range
from clipping.record import Article, Reading, Run, texts
from clipping.site import drawing
from clipping.site.drawing import Drawing
from clipping.site.passages import Node, Span, in_sentence, plain, weave

Item = TypeVar("Item")
Tree = tuple[Node | str, ...]

#: What is above the text on the article page, wherever the capture prints it.
MASTHEAD = ("section", "headline", "byline", "published", "updated", "standfirst")
#: What is the text on it, before the captions.
BODY = ("paragraph", "subheading")
#: White space and invisible characters that a reader of the source page should see.
TELLING = re.compile(r"(^ +| +$|(?<= ) +|[\t\u00a0\u202f\u2007\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+)")
SPACES = {" ": "space", "\t": "tab", **dict.fromkeys("\u00a0\u202f\u2007", "nobreak")}


class SetRun(Run, frozen=True):
    """A run of words as it is set.

    A repeat is not set again but kept as ``again`` of the run that it repeats. ``id`` is that of a field printed
    within the block of another. ``tree`` is the text with its spans, ``None`` where the run is not a whole text.
    """

    id: str | None = None
    tree: Tree | None = None
    again: str = ""


class Block(Struct, frozen=True):
    """One reading as it is set on the article page.

    ``id`` is that of the element it belongs to, where this is its first block.
    """

    reading: Reading
    id: str | None
    runs: tuple[SetRun, ...]


def grouped(items: Iterable[Item], key: Callable[[Item], Any]) -> dict[Any, list[Item]]:
    """Return ``items`` by their keys, in the order given."""
    found: dict[Any, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def blocks(article: Article, trees: Mapping[str, Tree]) -> Iterator[Block]:
    """Yield the article page's blocks, with trees from ``woven``, in the order of the capture; furniture has none."""
    seen: set[str] = set()
    lines = 0  # of the standfirst so far
    for reading in article.readings:
        if reading.target is None:
            continue
        id = None if reading.target in seen else reading.target
        seen.add(reading.target)
        runs: list[SetRun] = []
        for run in reading.runs:
            if run.role == "repeat" and runs and _repeats(run.text, runs[-1].text):
                runs[-1] = replace(runs[-1], again=runs[-1].again + run.text)
                continue
            name = f"{reading.target}-{run.role}" if run.role in ("caption", "credit") else run.role
            field = name if name not in seen and run.role in (*MASTHEAD, "caption", "credit") else None
            seen.add(name)
            names = dict.fromkeys(("paragraph", "subheading", "caption"), reading.target)
            tree = trees.get(names.get(run.role, f"standfirst:{lines}" if name == "standfirst" else name), ())
            runs.append(SetRun(run.text, run.role, field, tree if plain(tree) == run.text else None))
            lines += run.role == "standfirst"
        yield Block(reading, id, tuple(runs))


def _repeats(again: str, text: str) -> bool:
    once, more = "".join(text.split()), "".join(again.split())
    return bool(once) and more == once * (len(more) // len(once))


def counted(number: int, noun: str) -> str:
    """Return that many of what ``noun`` names, as a sentence begins: ``Three photographs``, ``12 quotations``."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return f"{words[number] if number < len(words) else number} {noun}{'s' if number != 1 else ''}"


def woven(article: Article, mentions: Iterable[Mention], notes: Mapping[str, Note]) -> dict[str, Tree]:
    """Return each text of the article, and each line of its standfirst (``standfirst:0``, …), as a tree of spans."""
    spans: dict[str, list[Span]] = {}
    for quotation in article.quotations:
        for number, part in enumerate(quotation.parts, 1):
            spans.setdefault(part.paragraph, []).append(Span(part.start, part.end, "quotation", quotation, part=number))
    starts = {name: sorted({span.start for span in here}) for name, here in spans.items()}
    for mention in mentions:
        here = spans.setdefault(mention.target, [])
        # A quotation is never split, so that its element holds all of it: a mention that runs into one is.
        quoted = starts.get(mention.target, [])
        cuts = quoted[bisect_right(quoted, mention.start) : bisect_left(quoted, mention.end)]
        for start, end in zip([mention.start, *cuts], [*cuts, mention.end], strict=True):
            if mention.note:
                here.append(
                    Span(start, end, "mention", notes[mention.note], mention.id if start == mention.start else None)
                )
            if mention.date:
                here.append(Span(start, end, "date", mention.date))
    trees = {name: weave(text, spans.get(name, ())) for name, text in texts(article).items()}
    standfirst = article.standfirst or ""
    for number, line in enumerate(re.finditer("[^\n]+", standfirst)):
        within = [span for span in spans.get("standfirst", ()) if line.start() <= span.start < line.end()]
        trees[f"standfirst:{number}"] = weave(standfirst, within, *line.span())
    return trees


def mentions_of(notes: Iterable[Note], mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Return the mentions of each note by its slug, in the order of the article page; notes without any come last."""
    found = grouped(sorted(mentions, key=lambda mention: mention.in_caption), lambda mention: mention.note)
    return {slug: found.get(slug, []) for slug in (*filter(None, found), *(note.slug for note in notes))}


def occurrences(article: Article, mentions: Iterable[Mention]) -> list[tuple[str, list[tuple[str, Mention]], str]]:
    """Return each sentence with some of ``mentions``, which are in reading order, once, with the text that it is in.

    In it, each mention is after the words between it and the one before it; the words after the last come at the end.
    """
    found, named = list[tuple[str, list[tuple[str, Mention]], str]](), texts(article)
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


def timeline(article: Article, notes: tuple[Note, ...]) -> tuple[list[dict[str, Any]], Drawing | None]:
    """Return what the notes date, by first day, and the drawing of what began by the day of publication, if anything.

    A note whose own date is not among its entries adds one with its title. A decade is sorted by its middle, since what
    is dated so loosely seldom fell on its first day. Without a date of publication nothing counts as later.
    """
    pairs = [(entry, note) for note in notes for entry in note.timeline]
    for note in notes:
        if note.date and note.date not in [entry.date for entry in note.timeline]:
            pairs.append((TimelineEntry(note.date, note.title), note))
    pairs.sort(key=lambda pair: (date_range(pair[0].date.replace("0s", "5")) or (), pair[1].slug))
    published = article.published.date if article.published else None
    moments, drawn = [], []
    for number, (entry, note) in enumerate(pairs, 1):
        begins, ends = date_range(entry.date) or ("", "")
        later = bool(published and begins > published)
        moments.append({"number": number, "entry": entry, "note": note, "begins": begins, "ends": ends, "later": later})
        if not later:
            words = entry.text if entry.source else f"The article says: {entry.text}"
            drawn.append((number, begins, ends, not {*"s~"}.isdisjoint(entry.date), words))
    last = published or max((ends for _, _, ends, *_ in drawn), default="")
    if published and drawn:
        drawn.append((0, published, published, False, "The article is published"))
    return moments, drawing.timeline(drawn, last) if drawn else None


def telling(line: str) -> Iterator[tuple[str, str | None, str]]:
    """Yield the pieces of ``line``: plain characters, or one that is special, with the reason and its code point."""
    for number, piece in enumerate(TELLING.split(line)):
        if number % 2:
            yield from ((one, SPACES.get(one, "hidden"), f"U+{ord(one):04X}") for one in piece)
        else:
            yield piece, None, ""


def speakers(article: Article, notes: Iterable[Note]) -> dict[str, str]:
    """Return the id of each speaker in TEI: that of the note whose title is the speaker's name, or else a new one."""
    noted = {note.title: note.id for note in notes if note.kind != "claim"}
    names = dict.fromkeys(quotation.speaker for quotation in article.quotations if quotation.speaker)
    return {name: noted.get(name, f"speaker-{number}") for number, name in enumerate(names, 1)}
