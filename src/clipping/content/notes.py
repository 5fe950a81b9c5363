"""The editor's notes on people, places, organisations, events, documents and claims.

The name of a note's Markdown file is its slug. In the text, [1] cites the first source. The front matter::

    title: Attack of 9 April 2016
    kind: event                  # or person, place, organisation, document, claim
    mentions: [April 9]          # the article's own words; see mentions.py
    date: 2016-04-09             # of an event
    regions: [Ayacucho, Cusco]   # of a place, for the map: names in regions.json
    verdict: disputed            # required of a claim: agrees, differs, disputed or unconfirmed
    claim: What the article says, in one line.
    sources:
      - {title: Report on the attack, publisher: AFP, date: 2016-04-12, url: https://…, copy: true, note: …,
         archived: https://…, accessed: 2026-11-28, language: es, quote: palabras, translation: words}
    timeline:
      - {date: 2016-04-09, text: What happened in one line., source: 1}
    figures:
      - title: Coca area
        unit: hectares
        series: [Peru, Colombia]
        rows: [{year: 2011, values: [62500, null], sources: [1]}]

A date is a day, a month, a year, a decade (``1980s``), or a range between days, months or years (``2009/2016-04``).
A ``~`` after a day, a month or a year means that it is approximate (``1994~/1996~``). The forms are those of the
Extended Date/Time Format (ISO 8601-2), except for decades.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, reduce
from html import unescape
from operator import getitem
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote

from msgspec import Meta, MsgspecError, Struct, json
from msgspec.structs import asdict

from clipping.content.prose import Page
from clipping.content.schema import Document, Language, WebAddress, nearest, read_document
from clipping.errors import ClippingError
from clipping.inputs import markdown_files
from clipping.record import Day, Words
from clipping.text import MONTHS

#: The two types of numbers in tables. The description of WholeNumber appears in messages about either type.
WholeNumber = Annotated[int, Meta(ge=-(10**15), le=10**15, description="a number, such as 62500 or 0.5")]
RealNumber = Annotated[float, Meta(ge=-1e15, le=1e15)]
#: A reference to one of the note's sources, by number.
Citation = Annotated[int, Meta(ge=1, description="the number of a source, counted from 1")]
#: Words quoted from a source, at most 25.
Quote = Annotated[str, Meta(pattern=r"\A(\S+ ){0,24}\S+\Z", description="1 to 25 words")]
ListOfWords = Annotated[tuple[Words, ...], Meta(min_length=1, description="a list of lines such as “- two words”")]
#: The closed outline of a region: points as longitude and latitude in degrees.
Outline = Annotated[tuple[tuple[float, float], ...], Meta(min_length=4)]
#: A day, a month or a year, perhaps approximate.
DATE = "(?!000)[0-9]{4}(?:-(?!00)[0-9]{2}(?:-(?!00)[0-9]{2})?)?~?"
#: Keys of a source that need another key, each with the key that it needs.
NEEDS = {"translation": "quote", "copy": "url"}


class NoteSource(Struct, frozen=True, forbid_unknown_fields=True):
    """A source of a note. ``copy`` is true if ``url`` leads to a copy rather than to the publisher's own page.

    A source that is not online, such as a box of papers in an archive, has no ``url``.
    ``date`` is when the source was published, ``note`` is a remark, ``archived`` is an address in a web archive,
    ``accessed`` is the day (ISO 8601) on which the editor read the source, ``quote`` has words of the source exactly
    as they are, and ``translation`` is the editor's translation of them.
    """

    title: Words
    url: WebAddress | None = None
    publisher: Words | None = None
    date: Words | None = None
    copy: bool = False
    note: Words | None = None
    archived: WebAddress | None = None
    accessed: Day | None = None
    language: Language | None = None
    quote: Quote | None = None
    translation: Words | None = None


class TimelineEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the timeline; if it has no ``source``, its source is the article."""

    date: Words
    text: Words
    source: Citation | None = None


class FigureRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a table: a year, the value of each series (``None`` if none was published), and the sources."""

    year: Annotated[int, Meta(ge=1, le=9999)]
    values: tuple[WholeNumber | RealNumber | None, ...]
    sources: tuple[Citation, ...] = ()
    note: Words | None = None


class Figures(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of figures by year, in ``unit``."""

    title: Words
    unit: Words
    series: ListOfWords
    rows: Annotated[tuple[FigureRow, ...], Meta(min_length=1)]
    note: Words | None = None


class FrontMatter(Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a note."""

    title: Words
    kind: Literal["person", "place", "organisation", "event", "document", "claim"]
    mentions: ListOfWords
    date: Words | None = None
    verdict: Literal["agrees", "differs", "disputed", "unconfirmed"] | None = None
    claim: Words | None = None
    sources: Annotated[tuple[NoteSource, ...], Meta(min_length=1)] = ()
    timeline: Annotated[tuple[TimelineEntry, ...], Meta(min_length=1)] = ()
    figures: Annotated[tuple[Figures, ...], Meta(min_length=1)] = ()
    regions: ListOfWords = ()


class Note(FrontMatter, frozen=True, kw_only=True):
    """A note: its front matter, and its text, which starts at ``body_line``.

    ``mention_lines`` are the numbers of the lines of its mentions; ``outlines`` has all regions of regions.json,
    which the note's map shows if the note names ``regions``.
    """

    slug: str
    mention_lines: tuple[int, ...] = ()
    body: str = ""
    file: str = ""
    body_line: int = 1
    outlines: dict[str, Outline] = {}

    @property
    def id(self) -> str:
        """The id that the note has on every page."""
        return f"note-{self.slug}"


def read_notes(folder: Path) -> tuple[Note, ...]:
    """Return the notes in ``folder``, sorted by slug; none if there is no folder.

    The outlines of regions, made with bench/regions.py, are read from ``regions.json`` beside ``folder``. Raises
    ``ClippingError`` at the first mistake in a note, if a file name is not a slug (see ``markdown_files``), or if the
    outlines are invalid.
    """
    regions = folder.parent / "regions.json"
    try:
        outlines = json.decode(regions.read_bytes() if regions.exists() else b"{}", type=dict[str, Outline])
    except MsgspecError as error:
        message = f"expected outlines of regions by name, found: {error}; recreate this file with bench/regions.py"
        raise ClippingError(message, str(regions)) from error
    notes = []
    for path in markdown_files(folder):
        document, body, body_line = read_document(path)
        matter = document.read_as(FrontMatter)
        _check(matter, document, outlines)
        if not body.strip():
            raise document.error("the text of the note below the front matter", found="none", advice="write it")
        lines = tuple(document.line("mentions", nth) for nth in range(len(matter.mentions)))
        fields = {**asdict(matter), "body": body, "file": str(path), "body_line": body_line}
        notes.append(Note(**fields, outlines=outlines, slug=path.stem, mention_lines=lines))
    return tuple(notes)


def _check(matter: FrontMatter, document: Document, outlines: dict[str, Outline]) -> None:
    """Raise an error at the first value that has the right type but does not fit the other values."""
    if matter.kind == "claim" and not matter.verdict:
        raise document.error("the key verdict, which a claim needs", "kind", found="none", advice="add it")
    if matter.verdict and matter.kind != "claim":
        raise document.error("a verdict only where kind is claim", "verdict", advice="remove it")
    count = len(matter.sources)
    for steps in document.line_numbers:  # which has the steps of every value
        value = reduce(getitem, steps, document.data)
        match steps:
            case _ if value is None:
                continue
            case (*_, "date") if not date_range(value):
                raise document.error("a date, such as 2016-04-09, 2016-04, 1992, 1980s or 2016-04/2016-05", *steps)
            case ("regions", _) if value not in outlines:
                advice = nearest(value, outlines)
                raise document.error("the name of a region in regions.json", *steps, found=f"“{value}”", advice=advice)
            case ("sources", int(nth), "translation" | "copy" as key) if not getattr(matter.sources[nth], NEEDS[key]):
                expected = f"the key {NEEDS[key]}, which {key} needs"
                raise document.error(expected, *steps, found="none", advice="add it, or remove this line")
            case ("timeline", _, "source") | ("figures", _, "rows", _, "sources", _) if int(value) > count:
                raise document.error(f"the number of a source of this note, which has {count}", *steps)
            case ("figures", int(nth), "rows", _, "values") if len(value) != (size := len(matter.figures[nth].series)):
                raise document.error(f"{size} numbers, one for each series", *steps)


def check_links(texts: Sequence[Note | Page], files: Mapping[str, bytes]) -> None:
    """Raise ``ClippingError`` at a link in a note or a page that leads to no file or id on the site.

    ``files`` has the files of the site by address. A link that names no file leads to an id on the text's own page.
    """
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".html")}
    ids = (f"{name}#{id}" for name, page in pages.items() for id in re.findall(' id="(.+?)"', page))
    addresses = {*files, *ids}
    for name, page in pages.items():
        for link in map(unescape, re.findall(r' href="((?!\w+:).+?)"', page)):
            file = name if link[0] == "#" else ""
            if unquote((file + link).partition(":~:")[0]).rstrip("#") in addresses:  # without a text fragment
                continue
            for text in texts:
                found = re.search(rf"[(<\s]{re.escape(link)}(?![^)>\s])", text.body)
                if found and name == ("notes.html" if isinstance(text, Note) else f"{text.slug}.html"):
                    expected = "a link to a file of the site, or to an id in one"
                    message = f"expected {expected}, found “{link}”; correct it, or put https:// before a web address"
                    raise ClippingError(message, text.file, text.body_line + text.body.count("\n", 0, found.end()))


def date_range(words: str) -> tuple[str, str] | None:
    """Return the first and the last day (ISO 8601) of the date ``words``, or ``None`` if it is invalid.

    Years start at 10, as in ``record.Day``.
    ``1980s`` is ``("1980-01-01", "1989-12-31")``; ``2016-04-19/2016-04-21`` gives those two days.
    """
    words = re.sub("^([0-9]{3})0s$", r"\g<1>0/\g<1>9", words)
    if not re.fullmatch(f"{DATE}(?:/{DATE})?", words):
        return None
    ends = words.replace("~", "").split("/")
    year, month, day = (int(part) for part in f"{ends[-1]}-0-0".split("-")[:3])
    try:
        first = date.fromisoformat(f"{ends[0]}-01-01"[:10])
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:  # a month or a day that does not exist
        return None
    return (first.isoformat(), last.isoformat()) if len(ends) == 1 or ends[0] < ends[1] else None


@cache
def date_in_words(date: str) -> str:
    """Return a date of a note in words: ``9 April 2016``, ``19–21 April 2016``, ``about 1994–1996``."""
    month_first = re.sub("([0-9]{4})-([0-9]{2})", lambda end: f"{MONTHS[int(end[2]) - 1]} {end[1]}", date)
    both_ends = re.sub(r"(\w+ [0-9]{4})-0?([0-9]+)", r"\2 \1", month_first.replace("~", ""))
    # What both ends share is written only after the second: “19–21 April 2016”.
    words = re.sub(r"^(.+?)((?: .+)?)/(.+)\2$", r"\1–\3\2", both_ends)
    return f"about {words}" if "~" in date else words
