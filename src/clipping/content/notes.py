"""The editor's notes on people, places, organisations, events, documents and claims.

One Markdown file a note, named by its slug, in the form::

    ---
    title: Attack of 9 April 2016
    kind: event                  # or person, place, organisation, document, claim
    mentions: [April 9]          # the article's own words; see mentions.py
    date: 2016-04-09             # events only
    verdict: disputed            # claims only, and every claim: agrees, differs, disputed, not-found
    claim: What the article says, in a line.              # claims only
    sources:
      - {title: Report on the attack, publisher: AFP, date: 2016-04-12, url: https://…, copy: true, note: …}
    timeline:
      - {date: 2016-04-09, text: What happened, in a line., source: 1}
    figures:                     # claims only
      - title: Coca area
        unit: hectares
        series: [Peru, Colombia]
        rows: [{year: 2011, values: [62500, null], sources: [1]}]
    ---
    Markdown, in which [1] cites the first of the sources.

``copy: true`` says that the address is a copy of what the publisher published. A timeline entry without a source
rests on the article alone. A value of ``null`` was not published. Dates are a day, a month, a year, a decade
(``1980s``) or two of the first three with ``/`` between them, after the Extended Date/Time Format (ISO 8601-2).
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from msgspec import Struct

from clipping.content.frontmatter import Document, Value, read_document
from clipping.errors import ClippingError

NoteKind = Literal["person", "place", "organisation", "event", "document", "claim"]
Verdict = Literal["agrees", "differs", "disputed", "not-found"]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class MentionWords(Struct, frozen=True):
    """Words of the article that a note is about, white space folded, and the line that lists them."""

    text: str
    line: int


class NoteSource(Struct, frozen=True):
    """Where something can be checked. ``copy``: the address leads to a copy of what the publisher published."""

    title: str
    url: str
    publisher: str | None
    date: str | None
    copy: bool
    note: str | None


class TimelineEntry(Struct, frozen=True):
    """One line of the timeline; ``source`` counts the note's sources from 1, ``None`` is the article alone."""

    date: str
    text: str
    source: int | None


class FigureRow(Struct, frozen=True):
    """One year of a table: a value (or ``None``) for each series, and the numbers of the note's sources."""

    year: int
    values: tuple[int | float | None, ...]
    sources: tuple[int, ...]
    note: str | None


class Figures(Struct, frozen=True):
    """A table of figures by year, in ``unit``."""

    title: str
    unit: str
    series: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    note: str | None


class Note(Struct, frozen=True):
    """One note. ``body`` is Markdown that starts at ``body_line`` of ``file``."""

    slug: str
    title: str
    kind: NoteKind
    mentions: tuple[MentionWords, ...]
    date: str | None
    verdict: Verdict | None
    claim: str | None
    sources: tuple[NoteSource, ...]
    timeline: tuple[TimelineEntry, ...]
    figures: tuple[Figures, ...]
    body: str
    file: str
    body_line: int

    @property
    def id(self) -> str:
        """The id that the note has on every page."""
        return f"note-{self.slug}"

    @property
    def source_addresses(self) -> tuple[str, ...]:
        """Where on its page each source stands, in order: what ``prose.render`` links ``[1]`` to."""
        return tuple(f"#{self.id}-source-{number}" for number, _ in enumerate(self.sources, 1))


def read_notes(folder: Path) -> tuple[Note, ...]:
    """Read the notes in ``folder``, sorted by slug; no folder means no notes.

    Raises ``ClippingError`` at the line that is wrong: front matter that is invalid, a key that is unknown,
    missing or not for this kind, a value that is not what its key holds, a slug that is not lower-case
    letters, digits and hyphens. So no two notes can have one slug, whatever the file system thinks of case.
    """
    if not folder.is_dir():
        return ()
    # What starts with a full stop is an editing program's own: its lock or its backup.
    paths = [path for path in folder.glob("*.md") if not path.name.startswith(".")]
    return tuple(read_note(read_document(path), path.stem) for path in sorted(paths, key=lambda path: path.stem))


def read_note(document: Document, slug: str) -> Note:
    """Return the note that ``document`` holds; raises what ``read_notes`` does."""
    if not SLUG.fullmatch(slug):
        raise ClippingError(
            f"expected a file name of lower-case letters a-z, digits and hyphens, found {slug}.md; rename the file",
            document.file,
            1,
        )
    optional = ("date", "verdict", "claim", "sources", "timeline", "figures")
    table = document.matter.table(("title", "kind", "mentions"), optional)
    kind = table["kind"].one_of(get_args(NoteKind))
    _hold_to_kind(table, kind, document)
    sources = tuple(_source(item) for item in table["sources"].items()) if "sources" in table else ()
    timeline = table["timeline"].items() if "timeline" in table else ()
    figures = table["figures"].items() if "figures" in table else ()
    if not document.body.strip():
        message = "expected the text of the note after the front matter, found none; write it"
        raise ClippingError(message, document.file, document.line - 1)
    return Note(
        slug=slug,
        title=table["title"].words(),
        kind=cast("NoteKind", kind),
        mentions=tuple(MentionWords(item.words(), item.line) for item in table["mentions"].items()),
        date=_date(table["date"]) if "date" in table else None,
        verdict=cast("Verdict", table["verdict"].one_of(get_args(Verdict))) if "verdict" in table else None,
        claim=_words(table, "claim"),
        sources=sources,
        timeline=tuple(_entry(item, len(sources)) for item in timeline),
        figures=tuple(_figures(item, len(sources)) for item in figures),
        body=document.body,
        file=document.file,
        body_line=document.line,
    )


def date_range(words: str) -> tuple[str, str] | None:
    """Return the first and the last day (ISO 8601) of a date, or ``None`` if ``words`` are none.

    ``1980s`` is ``("1980-01-01", "1989-12-31")``; ``2016-04-19/2016-04-21`` is those two days.
    """
    first, slash, last = words.partition("/")
    if slash:
        start, end = date_range(first), date_range(last)
        if "s" in words or "/" in last or not start or not end or start[0] >= end[0]:
            return None
        return start[0], end[1]
    found = re.fullmatch(r"([0-9]{3}0)s|([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", words)
    if not found:
        return None
    decade, year, month, day = found.groups()
    if decade:
        return f"{decade}-01-01", f"{decade[:3]}9-12-31"
    first_day = f"{year}-{month or '01'}-{day or '01'}"
    last_days = [first_day] if day else [f"{year}-{month or '12'}-{number}" for number in (31, 30, 29, 28)]
    real = [day for day in (first_day, *last_days) if _is_day(day)]
    return (real[0], real[1]) if real else None


def timeline(notes: tuple[Note, ...]) -> tuple[tuple[TimelineEntry, Note], ...]:
    """Return the timeline of all ``notes``, each entry with its note, by first day.

    An event that lists no entry for its own date is one by its title. A decade stands in its middle, since what is
    dated so loosely seldom fell on its first day.
    """
    entries = [(entry, note) for note in notes for entry in note.timeline]
    entries += [
        (TimelineEntry(note.date, note.title, None), note)
        for note in notes
        if note.date and note.date not in {entry.date for entry in note.timeline}
    ]
    return tuple(sorted(entries, key=lambda pair: (_place(pair[0].date), pair[1].slug)))


def _place(words: str) -> tuple[str, str]:
    if words.endswith("s"):
        return f"{words[:3]}5-01-01", ""
    return date_range(words) or ("", "")


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _hold_to_kind(table: dict[str, Value], kind: str, document: Document) -> None:
    """Raise unless the note has what its kind needs, and nothing that only another kind has."""
    for key, only in (("date", "event"), ("verdict", "claim"), ("claim", "claim"), ("figures", "claim")):
        if key in table and kind != only:
            message = f"expected {key} only where kind is {only}, found it on kind {kind}; take it out"
            raise ClippingError(message, document.file, table[key].line)
    if kind == "claim" and "verdict" not in table:
        message = "expected a verdict on a claim, found none; add verdict: agrees, differs, disputed or not-found"
        raise ClippingError(message, document.file, table["kind"].line)


def _words(table: dict[str, Value], key: str) -> str | None:
    return table[key].words() if key in table else None


def _date(value: Value) -> str:
    if not isinstance(value.data, str) or not date_range(value.data):
        raise value.wrong("a date, such as 2016-04-09, 2016-04, 1992, 1980s or 2016-04-19/2016-04-21,")
    return value.data


def _source(value: Value) -> NoteSource:
    table = value.table(("title", "url"), ("publisher", "date", "copy", "note"))
    return NoteSource(
        title=table["title"].words(),
        url=table["url"].address(),
        publisher=_words(table, "publisher"),
        date=_date(table["date"]) if "date" in table else None,
        copy="copy" in table and table["copy"].flag(),
        note=_words(table, "note"),
    )


def _entry(value: Value, sources: int) -> TimelineEntry:
    table = value.table(("date", "text"), ("source",))
    source = table["source"].count(sources, "sources of the note") if "source" in table else None
    return TimelineEntry(_date(table["date"]), table["text"].words(), source)


def _figures(value: Value, sources: int) -> Figures:
    table = value.table(("title", "unit", "series", "rows"), ("note",))
    series = tuple(item.words() for item in table["series"].items())
    return Figures(
        title=table["title"].words(),
        unit=table["unit"].words(),
        series=series,
        rows=tuple(_row(item, len(series), sources) for item in table["rows"].items()),
        note=_words(table, "note"),
    )


def _row(value: Value, series: int, sources: int) -> FigureRow:
    table = value.table(("year", "values"), ("sources", "note"))
    values = table["values"].items()
    if len(values) != series:
        raise table["values"].wrong(f"{series} numbers, one for each series,", f"{len(values)}")
    cited = table["sources"].items() if "sources" in table else ()
    return FigureRow(
        year=table["year"].count(9999, "years"),
        values=tuple(None if item.data is None else item.number() for item in values),
        sources=tuple(item.count(sources, "sources of the note") for item in cited),
        note=_words(table, "note"),
    )
