"""The corrections of an editor, laid over the quotations that the rules found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from clipping.capture import fold
from clipping.errors import ClippingError
from clipping.quotations.marks import PAIRS
from clipping.quotations.context import Text
from clipping.quotations.sentences import sentences
from clipping.record import Correction, Part, Quotation


def numbered(found: list[Quotation]) -> list[Quotation]:
    """Give the quotations their ids in reading order, and what points at them the same ids."""
    ids = {quotation.id: f"q{number}" for number, quotation in enumerate(found, 1)}
    return [
        replace(
            quotation,
            id=ids[quotation.id],
            group=ids.get(quotation.group or ""),
            nested_in=ids.get(quotation.nested_in or ""),
        )
        for quotation in found
    ]


def corrected(
    found: list[Quotation], corrections: tuple[Correction, ...], places: Sequence[Text], file: str
) -> tuple[Quotation, ...]:
    """Lay the corrections of an editor over the quotations that were found."""
    for correction in corrections:
        starts = fold(correction.starts)
        hits = [(n, q) for n, q in enumerate(found) if starts and starts in fold(q.text)]
        starting = [(n, q) for n, q in hits if fold(q.text).startswith(starts)]
        times = sum(fold(q.text).count(starts) for _, q in hits if q.nested_in is None) if starts else 0
        if len(starting) == 1 and times <= 1:
            number, quotation = starting[0]
            found[number] = _edited(quotation, correction)
            continue
        if times == 1 and len(hits) == 1:
            found[hits[0][0]] = _edited(hits[0][1], correction)
            continue
        unmarked = [(place, at) for place in places if starts and (at := place.text.find(starts)) >= 0]
        within = sum(place.text.count(starts) for place in places) if starts else 0
        if not times and within == 1:
            place, at = unmarked[0]
            found.append(_edited(_unfound(place, at, at + len(starts), correction, found), correction))
            order = {text.id: number for number, text in enumerate(places)}
            found.sort(key=lambda q: (order[q.parts[0].paragraph], q.parts[0].start, -q.parts[0].end))
            found = numbered([replace(q, id=q.id or "added") for q in found])
            continue
        raise ClippingError(
            f"expected words that start one quotation, found {starts!r} {times or within} times; "
            "copy more of its words, as the article prints them",
            file,
            correction.line,
        )
    return tuple(found)


def _unfound(place: Text, at: int, end: int, correction: Correction, found: Sequence[Quotation]) -> Quotation:
    """Return the quotation that begins with words outside every quotation the rules found.

    After an opening mark it runs to the mark that closes it; a fragment, a title or a term is exactly the words
    given; anything else runs to the end of its sentence. It never runs into a quotation that was found.
    """
    text = place.text
    opener = text[at - 1 : at]
    opened = opener in PAIRS
    closer = next((n for n in range(end, len(text)) if opened and text[n] in PAIRS[opener]), None)
    if closer is not None:
        end = closer
    elif correction.kind not in {"fragment", "title", "term"} and text[end - 1] not in ".!?…":
        end = at + len(sentences(text[at:])[0][1].rstrip())
    starts = [part.start for q in found for part in q.parts if part.paragraph == place.id and part.start > at]
    if starts and min(starts) <= end:
        end, closer = at + len(text[at : min(starts) - 1].rstrip()), None
    words = text[at:end].rstrip()
    part = Part(place.id, at, at + len(words))
    return Quotation("", correction.kind or "speech", words, (part,), balanced=opened and closer is not None)


def _edited(quotation: Quotation, correction: Correction) -> Quotation:
    """Return a quotation as an editor corrects it."""
    fields = ("kind", "speaker_as_written", "speaker_type", "role", "cue")
    values: dict[str, Any] = {
        name: value or None for name in fields if (value := getattr(correction, name)) is not None
    }
    changed = replace(quotation, **values)
    if correction.speaker is not None:
        speaker = correction.speaker or None
        changed = replace(
            changed,
            speaker=speaker,
            speaker_basis="editor",
            speaker_type=correction.speaker_type or ("person" if speaker else None),
            speaker_as_written=changed.speaker_as_written if speaker else None,
            role=changed.role if speaker else None,
        )
    return changed
