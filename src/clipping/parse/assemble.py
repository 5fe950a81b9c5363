"""Assemble the article from the claims about its blocks.

Ids follow page order: p1, p2, … for paragraphs and sub-headings, c1, c2, … for photographs. The alternative text,
caption and credit of a photograph are adjacent; a second one of any of these starts the next photograph.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath

from msgspec.structs import replace

from clipping.capture import Capture
from clipping.parse.layout import INVISIBLE, Block, Claim, Page
from clipping.record import (
    Article,
    Caption,
    CaptureFacts,
    Doubt,
    Field,
    FromCapture,
    FromEditor,
    Furniture,
    Lines,
    Paragraph,
    Pins,
    PrintedDate,
    Reading,
    Role,
    Run,
)
from clipping.text import guess_language

FIELDS: tuple[Field, ...] = ("headline", "section", "byline", "published", "updated", "standfirst")
DATES: tuple[Role, Role] = ("published", "updated")
MOST_DOUBTS = 3
#: The field of ``Caption`` for each role that a line of a photograph can have.
CAPTION_FIELDS = {"caption": "text", "alternative": "alt", "credit": "credit"}
#: The roles of blocks that are not part of the article.
OUTSIDE = frozenset(("furniture", "repetition"))


def article_of(capture: Capture, page: Page, claims: Sequence[Claim], pins: Pins, doubts: list[Doubt]) -> Article:
    """Return the article made from ``claims``, one for each block; doubts about dates come before ``doubts``."""
    paragraphs: list[Paragraph] = []
    captions: list[Caption] = []
    readings: list[Reading] = []
    words: dict[str, list[str]] = {name: [] for name in FIELDS}
    lines: dict[str, Lines] = {}
    values: dict[Role, tuple[date, ...]] = {}
    for block, claim in zip(page, claims, strict=True):
        span, runs = (block.first, block.last), _runs_of(block, claim)
        target: str | None = None if claim.role in OUTSIDE else claim.role
        if claim.role in ("paragraph", "subheading"):
            paragraphs.append(Paragraph(f"p{len(paragraphs) + 1}", claim.role, block.text, span))
            target = paragraphs[-1].id
        elif claim.role in CAPTION_FIELDS:
            parts = {CAPTION_FIELDS[run.role]: run.text for run in runs if run.role in CAPTION_FIELDS}
            adjacent = readings[-1].role in CAPTION_FIELDS if readings else False
            if adjacent and not any(getattr(captions[-1], name) for name in parts):
                captions[-1] = replace(captions[-1], lines=(captions[-1].lines[0], block.last), **parts)
            else:
                text, alt, credit = map(parts.get, CAPTION_FIELDS.values())
                captions.append(Caption(f"c{len(captions) + 1}", text, alt, credit, span))
            target = captions[-1].id
        values = {**claim.dates, **values} if target else values
        for run in runs if target else ():
            known = words.get(run.role)
            if known is None or (known and run.role in DATES) or run.text.casefold() in map(str.casefold, known):
                continue  # it is in no field, is a second date, or is printed again
            known.append(run.text)
            lines[run.role] = (lines.get(run.role, span)[0], block.last)
        readings.append(Reading(span, claim.role, target, runs, claim.reason, claim.pinned))
    dates, undated = _dates(values, words, lines, page, pins)
    article = Article(
        CaptureFacts(PurePath(capture.file).name, capture.sha256, len(capture.data), len(capture.lines)),
        headline=" ".join(words["headline"]) or None,
        section=tuple(words["section"]) if pins.section is None else pins.section,
        byline=tuple(words["byline"]) if pins.byline is None else pins.byline,
        published=dates.get("published"),
        updated=dates.get("updated"),
        standfirst="\n".join(words["standfirst"]) or None,
        captions=tuple(captions),
        paragraphs=tuple(paragraphs),
        furniture=tuple(Furniture(reading.text, reading.lines) for reading in readings if reading.role in OUTSIDE),
        readings=tuple(readings),
        doubts=(*undated, *doubts)[:MOST_DOUBTS],
    )
    return replace(article, provenance=_provenance(article, words, lines, pins))


def _runs_of(block: Block, claim: Claim) -> tuple[Run, ...]:
    """Split ``block`` into runs by the spans of ``claim``; joined, the runs are the text of the block."""
    whole = claim.role in ("paragraph", "furniture", "repetition", "subheading") and not claim.spans
    if whole or not block.plain:  # ``plain`` is empty if all characters are invisible
        return (Run(block.text, claim.role),)
    # Spans count the characters of ``plain``, which lacks the bullet and invisible characters.
    printed = [at for at, character in enumerate(block.text) if ord(character) not in INVISIBLE]
    offset = len(block.text.translate(INVISIBLE).rstrip()) - len(block.plain)
    runs: list[Run] = []
    done = 0
    for first, after, role in claim.spans or ((0, len(block.plain), claim.role),):
        start, end = printed[first + offset], printed[after - 1 + offset] + 1
        runs += [Run(block.text[done:start], "label"), Run(block.text[start:end], role)]  # type: ignore[arg-type]
        done = end
    runs.append(Run(block.text[done:], "label"))
    return tuple(run for run in runs if run.text)


def _dates(
    values: Mapping[Role, tuple[date, ...]],
    words: Mapping[str, list[str]],
    lines: Mapping[str, Lines],
    page: Page,
    pins: Pins,
) -> tuple[dict[str, PrintedDate], list[Doubt]]:
    """Return the dates of the article by field, and a doubt for each date that is ambiguous or does not exist."""
    dates: dict[str, PrintedDate] = {}
    doubts: list[Doubt] = []
    for name in DATES:
        pinned, days = getattr(pins, name), values.get(name, ())
        if len(days) > 1:
            # Prefer a day that is also in the other field. The second day is read month first, as only English does.
            english = guess_language([block.plain for block in page]) in (None, "en")
            days = tuple(day for day in days if (day,) in values.values()) or days[: 2 if english else 1]
        if len(days) == 1 and name not in pins.none and pinned in (None, str(days[0])):
            dates[name] = PrintedDate(str(days[0]), words[name][0])
        elif pinned:
            dates[name] = PrintedDate(pinned, None)
        elif name in values and name not in pins.none:
            expected = "one meaning" if days else "a day that exists"
            pin = " or ".join(f"{name} = {day}" for day in days or ["YYYY-MM-DD"])
            message = f"expected a date with {expected}, found “{words[name][0]}”; set [pins] {pin} in article.toml"
            doubts.append(Doubt(message, lines[name][0]))
    return dates, doubts


def _provenance(
    article: Article, words: Mapping[str, list[str]], lines: Mapping[str, Lines], pins: Pins
) -> dict[Field, FromCapture | FromEditor]:
    """Return the origin of each known field; a pinned name or day is the capture's if it is printed in that field."""
    origins: dict[Field, FromCapture | FromEditor] = {}
    for name in FIELDS:
        value = getattr(article, name)
        printed = name in lines and (value == tuple(words[name]) or getattr(value, "as_printed", None))
        if not printed and (getattr(pins, name, None) is not None or name in pins.none):
            origins[name] = FromEditor(pins.why.get(name))
        elif name in lines and value:
            origins[name] = FromCapture(lines[name])
    return origins
