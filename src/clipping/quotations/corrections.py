"""The corrections of an editor, put over the quotations that the rules found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from clipping.capture import fold
from clipping.errors import ClippingError
from clipping.quotations.context import Text
from clipping.quotations.marks import PAIRS
from clipping.record import Correction, Part, Quotation
from clipping.text import CLOSERS, sentence_ends

#: The fields of a quotation that a correction changes as they are; "" takes a value away.
PLAIN = ("kind", "speaker_as_written", "speaker_type", "role", "cue")


def numbered(found: Sequence[Quotation], texts: Sequence[Text]) -> list[Quotation]:
    """Return the quotations in reading order, with ids in this order, and the same ids in what refers to them."""
    order = {text.id: number for number, text in enumerate(texts)}
    in_order = sorted(found, key=lambda q: (order[q.parts[0].paragraph], q.parts[0].start, -q.parts[0].end))
    ids = {quotation.id: f"q{number}" for number, quotation in enumerate(in_order, 1)}
    return [
        replace(q, id=ids[q.id], group=ids.get(q.group or ""), nested_in=ids.get(q.nested_in or "")) for q in in_order
    ]


def corrected(
    found: list[Quotation], corrections: tuple[Correction, ...], texts: Sequence[Text], file: str
) -> tuple[Quotation, ...]:
    """Return the quotations with the corrections of an editor; raises ``ClippingError`` for words found not once.

    The words of a correction start a quotation, or occur in one, or else in the article outside all quotations.
    """
    for correction in corrections:
        starts = fold(correction.starts)
        hits = [q for q in found if starts and starts in fold(q.text)]
        chosen = [q for q in hits if fold(q.text).startswith(starts)] or hits
        times = sum(fold(q.text).count(starts) for q in hits if q.nested_in is None)
        unmarked = sum(text.text.count(starts) for text in texts) if starts and not times else 0
        if times <= 1 and len(chosen) == 1:
            found = [_edited(q, correction) if q is chosen[0] else q for q in found]
        elif unmarked == 1:
            text = next(text for text in texts if starts in text.text)
            found = numbered([*found, _edited(_unfound(text, starts, correction, found), correction)], texts)
        else:
            raise ClippingError(
                f"expected words that start one quotation, found {starts!r} {times or unmarked} times; "
                "copy more of its words, as the article prints them",
                file,
                correction.line,
            )
    return tuple(found)


def _unfound(where: Text, starts: str, correction: Correction, found: Sequence[Quotation]) -> Quotation:
    """Return the quotation that begins with words outside every quotation the rules found.

    After an opening mark it runs to the mark that closes it; a fragment, a title or a term is exactly the words
    given; anything else runs to the end of its sentence. It never runs into a quotation that was found.
    """
    text, at = where.text, where.text.index(starts)
    end = at + len(starts)
    closers = PAIRS.get(text[at - 1 : at], "")
    closer = next((n for n in range(end, len(text)) if text[n] in closers), None)
    if closer is not None:
        end = closer
    elif correction.kind not in {"fragment", "title", "term"} and text[end - 1] not in ".!?…":
        end = at + len(text[at : next(sentence_ends(text, at), len(text))].rstrip(CLOSERS))
    later = [part.start for q in found for part in q.parts if part.paragraph == where.id and at < part.start <= end]
    if later:
        end, closer = min(later) - 1, None
    words = text[at:end].rstrip()
    part = Part(where.id, at, at + len(words))
    return Quotation("added", correction.kind or "speech", words, (part,), balanced=closer is not None)


def _edited(quotation: Quotation, correction: Correction) -> Quotation:
    """Return a quotation as an editor corrects it."""
    given = {name: getattr(correction, name) for name in PLAIN}
    values: dict[str, Any] = {name: value or None for name, value in given.items() if value is not None}
    if correction.speaker is not None:
        values |= {"speaker": correction.speaker or None, "speaker_basis": "editor"}
        values |= {"speaker_type": correction.speaker_type or ("person" if correction.speaker else None)}
        values |= {} if correction.speaker else {"speaker_as_written": None, "role": None}
    return replace(quotation, **values)
