"""What a saved page says of itself, beside what its text prints.

Where a field is printed as the page has it, it is pinned. Where the two differ, or the page has what is not printed,
the text keeps the field, and the editor is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import convert

from clipping.capture import Capture, fold
from clipping.parse import parse
from clipping.parse.dates import find_dates
from clipping.record import Article, Pins

if TYPE_CHECKING:
    from clipping.webpage import Said

#: Lines of these roles print something else than who wrote the article, and when.
OTHER = frozenset(("headline", "standfirst", "caption", "credit", "alternative", "subheading"))
#: Lines that were read as one of these may be captions.
BODY = frozenset(("paragraph", "subheading", "standfirst", "furniture"))
#: How a field that was pinned from a saved page is known.
OWN = "the page’s own {} says so"
#: A line of fewer words may be one that signs the article, whatever it was read as.
SHORT = 15


class Field(NamedTuple):
    """One key of article.toml: its value for people, what says so, and how that and the print compare.

    ``settled`` is the value to write there, ``None`` if it is left open; ``ask`` is what an editor has to decide.
    """

    name: str
    value: str = ""
    origin: str = ""
    state: str = ""
    settled: Any = None
    ask: str = ""


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _headline(article: Article, values: Sequence[str]) -> int | None:
    """Return the line that prints the headline, without the site's name after it if it is not printed there."""
    wanted = {_words(values[0]), _words(re.sub(r"\s[|–—-]\s[^|–—]*$", "", values[0]))} - {""}
    lines = sorted(article.readings, key=lambda reading: reading.role != "headline")
    return next((reading.lines[0] for reading in lines if _words(reading.text) in wanted), None)


def _signing(article: Article) -> list[str]:
    """Return the lines that may say who wrote the article and when."""
    few = (reading for reading in article.readings if reading.role != "paragraph" or len(reading.text.split()) < SHORT)
    return [reading.text for reading in few if reading.role not in OTHER]


def _byline(article: Article, values: Sequence[str]) -> tuple[str, ...] | None:
    """Return the names as they are printed, if all of them are."""
    patterns = [r"\W+".join(re.findall(r"\w+", name)) for name in values]
    lines = "\n".join(_signing(article))
    found = [re.search(rf"(?<!\w){pattern}(?!\w)", lines, re.I) if pattern else None for pattern in patterns]
    return tuple(fold(match[0]) for match in found if match) if all(found) else None


def _section(article: Article, values: Sequence[str]) -> tuple[str, ...] | None:
    """Return the trail of sections that has one of them in it, or else those that are lines above the text."""
    wanted = set(map(_words, values))
    if wanted & set(map(_words, article.section)):
        return article.section
    above = [reading.text for reading in takewhile(lambda reading: reading.role != "paragraph", article.readings)]
    return tuple(text for text in above if _words(text) in wanted) or None


def _published(article: Article, values: Sequence[str]) -> date | None:
    printed = [article.published.date] if article.published else []
    return _day(article, values, printed)


def _updated(article: Article, values: Sequence[str]) -> date | None:
    """Return the day of the last change if it is printed, and is not the day of publication."""
    day = _day(article, values, [article.updated.date] if article.updated else [])
    return None if article.published and day and day.isoformat() == article.published.date else day


def _day(article: Article, values: Sequence[str], printed: Sequence[str]) -> date | None:
    """Return the day of an ISO 8601 time if it is printed. Of a time in UTC, it is the day of any zone of the world."""
    try:
        time = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d)", "", values[0]))
        zones = range(-12, 15) if time.utcoffset() == timedelta() else (0,)
        days = {(time + timedelta(hours=hours)).date() for hours in zones}
    except (ValueError, OverflowError):
        return None
    lines = [*printed, *_signing(article)]
    found = (day for line in lines for entry in find_dates(line) for day in entry.values)
    return next((day for day in found if day in days), None)


def _captions(article: Article, values: Sequence[str]) -> tuple[int, ...] | None:
    """Return the lines that are captions by the page's own markup, and were read as text of the article."""
    lines = (reading.lines[0] for reading in article.readings if reading.text in values and reading.role in BODY)
    return tuple(lines) or None


#: How each field that can be pinned is found in print; all take the article and what the page says.
FINDERS: dict[str, Callable[[Article, Sequence[str]], Any]] = {
    "headline": _headline,
    "section": _section,
    "byline": _byline,
    "published": _published,
    "updated": _updated,
    "captions": _captions,
}


def compared(capture: Capture, said: Mapping[str, Sequence[Said]]) -> tuple[Article, tuple[Field, ...]]:
    """Return the article in ``capture`` and its fields, each pinned where what the page says of itself is printed."""
    article = parse(capture)
    pins: dict[str, Any] = {}
    sources: dict[str, Said] = {}
    for name, find in FINDERS.items():
        for entry in said.get(name, ()):
            if name not in pins and (value := find(article, entry.values)) is not None:
                pins[name], sources[name] = value, entry
    if "captions" in pins:  # one may have the words of the headline
        pins["captions"] = tuple(line for line in pins["captions"] if line != pins.get("headline"))
    plain = {name: str(value) if isinstance(value, date) else value for name, value in pins.items()}
    why = {name: OWN.format(source.origin) for name, source in sources.items()}
    article = parse(capture, convert({**plain, "why": why}, Pins))
    printed = found_in(article)
    fields = []
    for name in FINDERS:
        pin, source = pins.get(name), sources.get(name)
        first = said[name][0] if name in said else None
        says = f"{first.origin} says “{', '.join(first.values)}”" if first else ""
        origin = source.origin if source else "the text" if printed[name] else ""
        if name == "captions" or first is None:
            fields.append(Field(name, printed[name], origin, "", pin))
        elif source is first:
            fields.append(Field(name, printed[name], origin, "agrees", pin))
        elif printed[name]:
            ask = f"{name}: {says}, the page prints “{printed[name]}”"
            fields.append(Field(name, printed[name], origin, f"differs: {says}", pin, ask))
        else:
            ask = f"{name}: {says}, and the page does not print it" if name != "updated" else ""
            fields.append(Field(name, ", ".join(first.values), first.origin, "not printed", None, ask))
    return article, tuple(fields)


def found_in(article: Article) -> dict[str, str]:
    """Return the fields that can be pinned as they were read, for people; "" for one that was not found."""
    dates = (
        f"{day.as_printed} ({day.date})" if day and day.as_printed else day.date if day else ""
        for day in (article.published, article.updated)
    )
    return {
        "headline": article.headline or "",
        "section": " > ".join(article.section),
        "byline": ", ".join(article.byline),
        **dict(zip(("published", "updated"), dates, strict=True)),
        "captions": str(len(article.captions)),
    }
