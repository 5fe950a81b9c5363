"""Number the quotations, and apply the editor's corrections to them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from msgspec.structs import replace

from clipping.capture import fold
from clipping.errors import ClippingError
from clipping.quotations.context import Text
from clipping.quotations.marks import FAMILIES, FAMILY
from clipping.quotations.people import Names
from clipping.record import COUNTED, Correction, Part, Quotation
from clipping.text import CLOSERS, ends_sentence, likeness, sentence_ends

#: The least ``likeness`` of a misspelt name to the name intended.
ALIKE = 0.7
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
) -> tuple[Quotation, ...]:
    """Return the quotations with the editor's corrections applied.

    The words of a correction start a quotation or occur in one; if in none, a new quotation that starts with
    them is added. Raises ``ClippingError`` with the line in ``file`` if the words do not occur exactly once, if
    a speaker's name is misspelt, or if a key would have no effect.
    """
    decided: dict[tuple[Part, str], int] = {}  # by a quotation's first part and a field: the line that sets it
    for correction in corrections:
        starts = fold(correction.starts)
        hits = [q for q in found if starts and starts in fold(q.text)]
        chosen = [q for q in hits if fold(q.text).startswith(starts)] or hits
        times = sum(fold(q.text).count(starts) for q in hits if q.nested_in is None)
        unmarked = sum(text.text.count(starts) for text in texts) if starts and not times else 0
        if name := _intended_name(correction.speaker or "", texts, names):
            message = f"a speaker as the article spells it, found “{correction.speaker}”; did you mean {name}?"
        elif times + unmarked == 1 and len(chosen) <= 1:
            if not chosen:
                text = next(text for text in texts if starts in text.text)
                chosen = [_added(text, starts, correction, found)]
                found = [*found, *chosen]
            whole = next(q for q in found if q is chosen[0] or (q.group and q.group == chosen[0].group))
            keys = {name: getattr(correction, name) for name in COPIED if getattr(correction, name) is not None}
            twice = [name for name in keys if (whole.parts[0], name) in decided]
            if twice:
                line = decided[whole.parts[0], twice[0]]
                message = f"one {twice[0]} for “{starts}”, found another on line {line}; remove one of them"
            elif not (message := _without_effect(chosen[0], keys)):
                decided |= dict.fromkeys(((whole.parts[0], name) for name in keys), correction.line)
                found = numbered(_applied(found, chosen[0], correction), texts)
                continue
        else:
            number = times or unmarked
            often = {0: "nowhere", 1: "once, within a nested quotation"}.get(number, f"{number} times")
            advice = "copy more of its words, as the article prints them"
            message = f"words that start one quotation, found “{starts}” {often}; {advice}"
        raise ClippingError(f"expected {message}", file, correction.line)
    return tuple(found)


def _intended_name(speaker: str, texts: Sequence[Text], names: Names) -> str | None:
    """Return the name in the article that ``speaker`` misspells, or ``None``.

    A name unlike any in the article is accepted: the editor may know it from elsewhere.
    """
    whole = re.compile(rf"(?<!\w){re.escape(speaker)}(?!\w)")
    if any(whole.search(text.text) for text in texts):
        return None
    near = max(chain(names.by_word, *names.by_word.values()), key=partial(likeness, speaker), default="")
    return near if likeness(speaker, near) >= ALIKE else None


def _without_effect(quotation: Quotation, keys: dict[str, str]) -> str:
    """Return what is wrong with a correction one of whose ``keys`` would have no effect on ``quotation``, or ""."""
    speaker, kind = keys.get("speaker", quotation.speaker), keys.get("kind", "")
    values = [key for key in keys if keys[key] and key != "kind"]
    if kind and kind not in COUNTED and values:
        return f"only quotations to have a speaker, found {values[0]} for a {kind}; remove it, or change kind"
    if not speaker and (about := [key for key in values if key in {"speaker_as_written", "speaker_type", "role"}]):
        return f"a speaker for {about[0]} to describe, found none; add speaker, or remove {about[0]}"
    if not keys and quotation.id != "added":
        return f"what to correct, found only starts; add one of {', '.join(COPIED)}"
    return ""


def _added(where: Text, starts: str, correction: Correction, found: Sequence[Quotation]) -> Quotation:
    """Return a new quotation that starts with the words ``starts`` in the text ``where``.

    After an opening mark it ends at the closing mark; otherwise a fragment, title or term is exactly ``starts``, and
    any other kind ends with its sentence; all end before the next one in ``found``. ``balanced``: a closing mark ends
    it.
    """
    text, at = where.text, where.text.index(starts)
    end = at + len(starts)
    closers = FAMILIES.get(FAMILY.get(text[at - 1 : at], ""), "")
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


def _applied(found: Sequence[Quotation], chosen: Quotation, correction: Correction) -> Iterator[Quotation]:
    """Yield ``found`` with ``correction`` applied to ``chosen``, or to both halves if it is split.

    A new speaker also replaces the old one in later quotations, while their speaker is carried over or a pronoun.
    """
    follows = False
    for quotation in found:
        if quotation is chosen or (quotation.group and quotation.group == chosen.group):
            fixed, follows = _with_correction(quotation, correction), correction.speaker is not None
            yield fixed
        elif follows and quotation.speaker == chosen.speaker and quotation.speaker_basis in {"carried-over", "pronoun"}:
            inherited = {name: getattr(fixed, name) for name in ("speaker", "speaker_type", "role")}
            yield replace(quotation, **inherited, speaker_basis=quotation.speaker_basis if fixed.speaker else "none")
        else:
            follows = follows and not quotation.speaker
            yield quotation


def _with_correction(quotation: Quotation, correction: Correction) -> Quotation:
    """Return ``quotation`` with ``correction`` applied; a new speaker is a person without a role by default.

    Words with a speaker are a quotation, so a title or term becomes speech, or a fragment if it is not a sentence.
    """
    values: dict[str, Any] = {f: value or None for f in COPIED if (value := getattr(correction, f)) is not None}
    if values and quotation.kind not in COUNTED:
        whole = ends_sentence(quotation.text) and not quotation.text[0].islower()
        values = {"kind": "speech" if whole else "fragment", **values}
    if correction.speaker:
        values = {"speaker_type": "person", "role": None, **values, "speaker_basis": "editor"}
    elif correction.speaker is not None:
        values |= {"speaker_type": None, "speaker_as_written": None, "role": None, "speaker_basis": "editor"}
    return replace(quotation, **values)
