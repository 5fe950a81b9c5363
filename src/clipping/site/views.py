"""What the templates see: the record laid out as pages show it. Values in, values out; no HTML is made here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from clipping.content.mentions import Mention
from clipping.content.notes import Note, TimelineEntry, date_range
from clipping.content.notes import timeline as in_order
from clipping.record import COUNTED, Article, Quotation, Reading, texts
from clipping.site.drawing import DAYS_OF_A_CLOSE_UP, Strip, strip
from clipping.site.passages import Node, Span, sentence_around, text_fragment, weave

#: What stands above the text on the article page, wherever the capture prints it.
MASTHEAD = ("section", "headline", "byline", "published", "updated", "standfirst")
#: White space and invisible characters that a reader of the source page should see.
TELLING = re.compile(
    r"(?P<space>^[ ]+|[ ]+$|(?<= )[ ]+)|(?P<tab>\t)|(?P<nobreak>[\u00a0\u202f\u2007])"
    r"|(?P<hidden>[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff])"
)


class SetRun(Struct, frozen=True):
    """Some words of a block, and what they are.

    A repeat is not set again but kept as ``again`` of the run that it repeats. ``id`` is that of a field that
    stands within a block of another; ``name`` is that of the text that offsets point into, if it is one.
    """

    text: str
    role: str
    again: str = ""
    id: str | None = None
    name: str = ""


class Block(Struct, frozen=True):
    """One reading as it is set on the article page.

    ``id`` is that of the element it belongs to, where this is its first block.
    """

    reading: Reading
    id: str | None
    runs: tuple[SetRun, ...]

    @property
    def lines(self) -> str:
        """The lines of the capture, as the proof reads them: ``12`` or ``24-26``."""
        first, last = self.reading.lines
        return str(first) if first == last else f"{first}-{last}"


class Context(Struct, frozen=True):
    """Some words in their sentence, and the id of the text that holds them."""

    target: str
    before: str
    words: str
    after: str


class Excerpt(Struct, frozen=True):
    """A quotation as its page shows it: each part in its sentence, and the fragment that finds it."""

    quotation: Quotation
    contexts: tuple[Context, ...]
    fragment: str


class NoteView(Struct, frozen=True):
    """A note, every place where the article mentions it, and the text beside which the article page sets it."""

    note: Note
    mentions: tuple[Context, ...]
    home: str | None
    number: int = 0


class Moment(Struct, frozen=True):
    """A line of the timeline: its number, what happened, from when to when, and whether the article could tell it."""

    number: int
    entry: TimelineEntry
    note: Note
    begins: str
    ends: str
    later: bool


class Timeline(Struct, frozen=True):
    """Everything the notes date, in order, and the strips that draw it: all the years, and the last weeks closer."""

    moments: tuple[Moment, ...]
    years: Strip | None = None
    weeks: Strip | None = None


class Piece(Struct, frozen=True):
    """Some characters of a line of the capture and what is telling about them, if anything."""

    text: str
    kind: str | None
    name: str = ""


def blocks(article: Article) -> Iterator[Block]:
    """Yield the blocks of the article page in the order of the capture; furniture has none."""
    seen: set[str] = set()
    points = 0
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
            field = run.role if run.role in MASTHEAD and run.role not in seen else None
            seen |= {field} if field else set()
            runs.append(SetRun(run.text, run.role, id=field, name=_name(reading, run.role, points)))
            points += run.role == "standfirst"
        yield Block(reading, id, tuple(runs))


def _name(reading: Reading, role: str, points: int) -> str:
    """Return the name of the text that a run of this role is, as ``texts`` and ``woven`` have it."""
    if role == "standfirst":
        return f"standfirst:{points}"
    if role == "credit":
        return f"{reading.target}-credit"
    return str(reading.target) if role in ("paragraph", "subheading", "caption") else role


def _repeats(again: str, text: str) -> bool:
    once, more = "".join(text.split()), "".join(again.split())
    return bool(once) and more == once * (len(more) // len(once))


def body(article_blocks: tuple[Block, ...]) -> list[tuple[str, list[list[Block]]]]:
    """Return the blocks below the masthead in order: photographs that stand together, and text.

    Within either, blocks of one element that follow each other are one list.
    """
    below = [block for block in article_blocks if block.reading.role not in MASTHEAD]
    return [
        (kind, [list(blocks) for _, blocks in groupby(group, key=lambda block: block.reading.target)])
        for kind, group in groupby(below, key=_setting)
    ]


def _setting(block: Block) -> str:
    return "text" if block.reading.role in ("paragraph", "subheading") else "photographs"


def woven(
    article: Article, mentions: tuple[Mention, ...], notes: Mapping[str, Note]
) -> dict[str, tuple[Node | str, ...]]:
    """Return each text of the article with its quotations, mentions and dates woven in."""
    spans: dict[str, list[Span]] = {}
    for quotation in article.quotations:
        for number, part in enumerate(quotation.parts):
            kind = "continued" if number else "quotation"
            spans.setdefault(part.paragraph, []).append(Span(part.start, part.end, kind, quotation))
    for mention in mentions:
        here = spans.setdefault(mention.target, [])
        note = notes[mention.note] if mention.note else None
        # A quotation is never split, so that its element holds all of it: a mention that runs into one is.
        cuts = [span.start for span in here if span.kind != "mention" and mention.start < span.start < mention.end]
        for start, end in zip([mention.start, *cuts], [*cuts, mention.end], strict=True):
            if note:
                here.append(Span(start, end, "mention", note))
            if mention.date:
                here.append(Span(start, end, "date", mention.date))
    whole = {name: weave(text, spans.get(name, ())) for name, text in texts(article).items()}
    return whole | {
        name: weave(text, spans_of) for name, text, spans_of in _points(article, spans.get("standfirst", []))
    }


def _points(article: Article, spans: list[Span]) -> Iterator[tuple[str, str, list[Span]]]:
    """Yield each line of a standfirst of several lines under a name of its own, with the spans that begin in it."""
    place = 0
    for number, line in enumerate((article.standfirst or "").split("\n")):
        end = place + len(line)
        within = [span for span in spans if place <= span.start < end]
        yield (
            f"standfirst:{number}",
            line,
            [replace(span, start=span.start - place, end=min(span.end, end) - place) for span in within],
        )
        place = end + 1


def in_context(target: str, text: str, start: int, end: int) -> Context:
    """Return the words from ``start`` to ``end`` with the rest of their sentence."""
    first, last = sentence_around(text, start, end)
    return Context(target, text[first:start], text[start:end], text[end:last])


def excerpts(article: Article) -> tuple[Excerpt, ...]:
    """Return every quotation, title and term in its sentence, in reading order."""
    named = texts(article)

    def excerpt(quotation: Quotation) -> Excerpt:
        contexts = tuple(in_context(p.paragraph, named[p.paragraph], p.start, p.end) for p in quotation.parts)
        return Excerpt(quotation, contexts, text_fragment(contexts[0].words))

    return tuple(excerpt(quotation) for quotation in article.quotations)


def quoted_in(article: Article) -> dict[str, list[Quotation]]:
    """Return the quotations that count by the text in which they begin."""
    found: dict[str, list[Quotation]] = {}
    for quotation in article.quotations:
        if quotation.kind in COUNTED:
            found.setdefault(quotation.parts[0].paragraph, []).append(quotation)
    return found


def note_views(article: Article, notes: tuple[Note, ...], mentions: tuple[Mention, ...]) -> tuple[NoteView, ...]:
    """Return the notes in the order of the article, numbered, each with its mentions and its home.

    Its home is the first paragraph that mentions it. A headline or a caption has no room beside it, so a note
    that only they mention stands beside the first paragraph.
    """
    named = texts(article)
    paragraphs = [paragraph.id for paragraph in article.paragraphs]
    order: dict[str | None, int] = {name: number for number, name in enumerate(paragraphs)}
    views = []
    for note in notes:
        mine = [mention for mention in mentions if mention.note == note.slug]
        contexts = tuple(in_context(m.target, named[m.target], m.start, m.end) for m in mine)
        in_text = [mention.target for mention in mine if mention.target in paragraphs]
        home = next(iter(in_text or paragraphs), None)
        place = next((mention.start for mention in mine if mention.target == home), -1)
        views.append((order.get(home, 0), place, NoteView(note, contexts, home)))
    ordered = sorted(views, key=lambda entry: entry[:2])
    return tuple(replace(view, number=number) for number, (_, _, view) in enumerate(ordered, 1))


def timeline(article: Article, notes: tuple[Note, ...]) -> Timeline:
    """Return what the article tells, and what came after it, in the order it happened, with its drawings.

    The first strip shows all the years up to the publication, the second the weeks around it. Without a date
    of publication nothing can be called later.
    """
    pairs = in_order(notes)
    published = article.published.date if article.published else None
    ranges = [date_range(entry.date) or ("", "") for entry, _ in pairs]
    moments = tuple(
        Moment(number, entry, note, begins, ends, bool(published and begins > published))
        for number, ((entry, note), (begins, ends)) in enumerate(zip(pairs, ranges, strict=True), 1)
    )
    if not moments:
        return Timeline(())
    last = published or max(ends for _, ends in ranges)
    start = _days_before(last, DAYS_OF_A_CLOSE_UP)
    years = strip(ranges, f"{ranges[0][0][:4]}-01-01", last, before=start)
    weeks = strip(ranges, start, last)
    return Timeline(moments, years, weeks)


def _days_before(day: str, days: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - days).isoformat()


def telling(line: str) -> Iterator[Piece]:
    """Split ``line`` where its white space matters: at its ends, doubled, no-break, tabs, invisible characters."""
    place = 0
    for found in TELLING.finditer(line):
        if found.start() > place:
            yield Piece(line[place : found.start()], None)
        for character in found[0]:
            yield Piece(character, found.lastgroup, f"U+{ord(character):04X}")
        place = found.end()
    if place < len(line):
        yield Piece(line[place:], None)


def description(article: Article) -> str:
    """Return the first words of the article, at most about 160 characters, for search engines and previews."""
    text = next((paragraph.text for paragraph in article.paragraphs if paragraph.kind == "paragraph"), "")
    return text if len(text) <= 160 else text[:160].rpartition(" ")[0] + "…"
