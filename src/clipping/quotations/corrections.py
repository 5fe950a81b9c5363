"""Number the quotations, and apply the editor's corrections to them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from clipping.capture import fold
from clipping.errors import ClippingError
from clipping.quotations.context import Text
from clipping.quotations.marks import FAMILY
from clipping.quotations.people import Names
from clipping.record import COUNTED, Correction, Part, Quotation
from clipping.text import CLOSERS, sentence_ends

#: The lowest similarity (see ``difflib``) at which two spellings are taken for the same name.
ALIKE = 0.8
#: The fields that are copied from a correction; "" removes a value.
COPIED = ("kind", "speaker", "speaker_as_written", "speaker_type", "role", "cue")


def numbered(found: Iterable[Quotation], texts: Sequence[Text]) -> list[Quotation]:
    """Return the quotations in reading order, with new ids q1, q2, … and the references to them updated."""
    order = {text.id: number for number, text in enumerate(texts)}
    in_order = sorted(found, key=lambda q: (order[q.parts[0].paragraph], q.parts[0].start, -q.parts[0].end))
    ids = {quotation.id: f"q{number}" for number, quotation in enumerate(in_order, 1)}
    return [
        replace(q, id=ids[q.id], group=ids.get(q.group or ""), nested_in=ids.get(q.nested_in or "")) for q in in_order
    ]


def corrected(
    found: list[Quotation], corrections: tuple[Correction, ...], texts: Sequence[Text], names: Names, file: str
) -> list[Quotation]:
    """Return the quotations with the editor's corrections applied, in order.

    The words of a correction start a quotation or occur in one. If no quotation has them, a new one that starts with
    them is added. Raises ``ClippingError`` with the line in ``file`` if the words do not identify one quotation, if the
    correction changes nothing, or changes what another has changed, if a speaker's name is misspelt, or if a key
    describes a speaker and there is none.
    """
    changed = set[object]()  # a pair for each change: the parts of the quotation, and the key
    for correction in corrections:
        starts = fold(correction.starts)
        chosen = [q for q in found if fold(q.text).startswith(starts)]
        starts = starts if chosen else starts.lstrip("".join(FAMILY))  # an editor may copy the opening mark as well
        chosen = chosen or [q for q in found if fold(q.text).startswith(starts)]
        chosen = chosen or [q for q in found if starts in fold(q.text) and not q.nested_in]
        times = len(chosen) or sum(text.text.count(starts) for text in texts)
        speaker = chosen[0].speaker if chosen and correction.speaker is None else correction.speaker
        about = [key for key in ("speaker_as_written", "speaker_type", "role") if getattr(correction, key)]
        if times != 1:
            message = f"expected words that start one quotation, found “{starts}” {times} times"
            advice = "copy more of its words, as the article prints them"
            raise ClippingError(f"{message}; {advice}", file, correction.line)
        keys = [(chosen[0].parts, key) for key in COPIED if chosen and getattr(correction, key) is not None]
        if chosen and (not keys or not changed.isdisjoint(keys)):
            problem = "one that another correction has" if keys else "none"
            message = f"expected a key that changes “{starts}”, found {problem}; change a key, or remove this table"
            raise ClippingError(message, file, correction.line)
        changed.update(keys)
        if name := _intended_name(correction.speaker or "", texts, names):
            message = f"expected a speaker as the article spells it, found “{correction.speaker}”; did you mean {name}?"
            raise ClippingError(message, file, correction.line)
        if about and not speaker:
            message = f"expected a speaker for {about[0]} to describe, found none; add speaker, or remove {about[0]}"
            raise ClippingError(message, file, correction.line)
        if not chosen:
            chosen = [_added(starts, correction, texts, found)]
            found = [*found, *chosen]
        found = numbered(_applied(found, chosen[0], correction), texts)
    return found


def _intended_name(speaker: str, texts: Sequence[Text], names: Names) -> str | None:
    """Return the name in the article that ``speaker`` misspells, or ``None``.

    A name unlike any in the article is accepted: the editor may know it from elsewhere.
    """
    near = get_close_matches(speaker, sorted({*names.by_word}.union(*names.by_word.values())), 1, ALIKE)
    printed = any(re.search(rf"(?<!\w){re.escape(speaker)}(?!\w)", text.text) for text in texts)
    return near[0] if near and not printed else None


def _added(starts: str, correction: Correction, texts: Sequence[Text], found: Sequence[Quotation]) -> Quotation:
    """Return a new quotation that starts with the words ``starts``, which occur once in ``texts``.

    A fragment, title or term is exactly these words; any other kind ends with its sentence, or before the next
    quotation in ``found``.
    """
    where = next(text for text in texts if starts in text.text)
    text, at = where.text, where.text.index(starts)
    end = at + len(starts)
    if correction.kind not in {"fragment", "title", "term"}:
        later = [part.start - 1 for q in found for part in q.parts if part.paragraph == where.id and part.start > at]
        end = min([next((stop for stop in sentence_ends(text, at) if stop >= end), len(text)), *later])
    words = text[at:end].rstrip(f"{CLOSERS} ")
    part = Part(where.id, at, at + len(words))
    return Quotation("added", correction.kind or "speech", words, (part,), balanced=False)


def _applied(found: Sequence[Quotation], chosen: Quotation, correction: Correction) -> Iterator[Quotation]:
    """Yield ``found`` with ``correction`` applied to ``chosen``, or to both halves if it is split.

    A new speaker also replaces the old one in the quotations that follow, if it was carried over to them or a pronoun
    refers to it, up to the first quotation with a speaker of its own.
    """
    fixed, follows = _with_correction(chosen, correction), False
    inherited = {name: getattr(fixed, name) for name in ("speaker", "speaker_type", "role")}
    if not fixed.speaker:
        inherited["speaker_basis"] = "none"
    for quotation in found:
        if quotation is chosen or (quotation.group and quotation.group == chosen.group):
            follows = correction.speaker is not None
            yield _with_correction(quotation, correction)
        elif follows and quotation.speaker == chosen.speaker and quotation.speaker_basis in {"carried-over", "pronoun"}:
            yield replace(quotation, **inherited)
        else:
            follows = follows and not quotation.speaker
            yield quotation


def _with_correction(quotation: Quotation, correction: Correction) -> Quotation:
    """Return ``quotation`` with ``correction`` applied; a new speaker is a person without a role by default.

    A title or term that is corrected becomes a fragment by default.
    """
    values = {f: value or None for f in COPIED if (value := getattr(correction, f)) is not None}
    if values and quotation.kind not in COUNTED:
        values = {"kind": "fragment", **values}
    if correction.speaker:
        values = {"speaker_type": "person", "role": None, **values, "speaker_basis": "editor"}
    elif correction.speaker is not None:
        values |= {"speaker_type": None, "speaker_as_written": None, "role": None, "speaker_basis": "editor"}
    return replace(quotation, **values)
