"""Whom "he", "the spokesman" or nothing at all stands for: what was written just before.

Only habits are read: the subject that the sentence before opens with, the speaker of the quotation before, the
turns of question and answer. The running state is the last few speakers; nothing is looked for further back
than a few paragraphs. Where no habit answers, nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clipping.quotations.attribution import WINDOW, first_sentence, opening_subject
from clipping.quotations.kinds import is_whole
from clipping.quotations.marks import Between
from clipping.quotations.people import Names, Speaker, canonical
from clipping.record import Quotation, SpeakerBasis

#: How many paragraphs back a pronoun or a quotation without attribution is read from.
BACK = 3


@dataclass(frozen=True)
class Text:
    """One text of the article that quotations stand in, and what it is."""

    id: str
    text: str
    headed: bool = False  # a headline or caption, which names its speaker in its own way


@dataclass(frozen=True)
class Told:
    """The speaker of a quotation that stands earlier: who, in which text, and where the quotation ends."""

    speaker: Speaker
    text: int
    end: int


def resolved(
    speaker: Speaker, group: Sequence[Text], span: Between, told: list[Told], names: Names
) -> tuple[Speaker, SpeakerBasis]:
    """Return who a speaker as written is, and on what basis."""
    if span.outer is not None and speaker.pronoun:
        return replace(speaker, name=""), "none"
    if speaker.type == "unnamed" and speaker.written.lower().startswith("the "):
        # "the spokesman", "the 56-year-old": one who spoke before in that role, or was just written of.
        head = re.split(r" (?:of|for|from|at) ", speaker.written)[0].split()[-1].lower()
        for earlier in reversed(told):
            if head in (earlier.speaker.role or "").lower().split() or (
                earlier.speaker.type == "unnamed" and head in earlier.speaker.name.lower().split()
            ):
                return replace(earlier.speaker, written=speaker.written), "role"
        if head.endswith("-year-old") and (recent := _recent(group, span, told, names, None)):
            return replace(recent, written=speaker.written), "role"
    if not speaker.pronoun:
        if (
            speaker.type == "person"
            and speaker.role
            and canonical(speaker.name, names) not in speaker.written
            and speaker.name not in speaker.written
        ):
            surname = speaker.name.split()[-1]
            if surname not in speaker.written:
                return speaker, "role"
        return speaker, "role" if speaker.type == "unnamed" else "named"
    if speaker.gender == "s":
        return replace(speaker, name=""), "none"
    referent = _recent(group, span, told, names, speaker.gender)
    if referent is None:
        return replace(speaker, name=""), "none"
    return replace(referent, written=speaker.written, pronoun=True), "pronoun"


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Say whether a pronoun of this gender can stand for a candidate, as far as is known."""
    if gender == "o":
        return candidate.type in {"organisation", "document"}
    if gender == "p":
        return candidate.type in {"group", "organisation"} or candidate.gender == "p"
    if candidate.type not in {"person", "unnamed"} or candidate.pronoun:
        return False
    return gender is None or candidate.gender is None or candidate.gender == gender


def _recent(group: Sequence[Text], span: Between, told: list[Told], names: Names, gender: str | None) -> Speaker | None:
    """Return the most recent subject or speaker before a span whom a pronoun can stand for.

    The subject that a sentence opens with is whom the next sentence's "he" means; a speaker just quoted is, too.
    """
    for number in range(span.text, max(-1, span.text - BACK - 1), -1):
        if group[number].headed:
            continue
        text = group[number].text
        if number == span.text:
            text = text[max(0, span.start - 2 * WINDOW) : span.start]
            base = max(0, span.start - 2 * WINDOW)
        else:
            base = max(0, len(text) - 2 * WINDOW)
            text = text[base:]
        quoted = next((t for t in reversed(told) if t.text == number and _fits(t.speaker, gender)), None)
        subject = None
        at = 0
        sentences = _sentences(text)
        if number == span.text:
            sentences = sentences[:-1]
        for start, sentence in reversed(sentences):
            if not sentence or sentence[0] in "“\"‘'«":
                continue
            found = opening_subject(sentence[:200], names)
            if found and not found.pronoun and _fits(found, gender):
                subject, at = found, base + start
                break
        if quoted and (subject is None or quoted.end >= at):
            return quoted.speaker
        if subject:
            return subject
    return None


def _sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a short text with their places."""
    found = []
    start = 0
    while start < len(text):
        sentence = first_sentence(text[start:])
        found.append((start, sentence.strip()))
        start += len(sentence)
        while start < len(text) and (text[start].isspace() or text[start] in "”\"’'»)"):
            start += 1
    return found


def carried(
    group: Sequence[Text],
    span: Between,
    sentence: str,
    tail: str,
    text: str,
    previous: tuple[Between, Quotation, object] | None,
    told: list[Told],
    names: Names,
) -> tuple[Speaker | None, SpeakerBasis]:
    """Return who says a quotation whose own sentence names nobody, and on what basis."""
    ahead = group[span.text].text[: span.start - span.opened].rstrip()
    whole = is_whole(text, sentence)
    if not whole:
        return None, "none"
    last = told[-1] if told else None
    if previous and previous[0].text == span.text and last and last.text == span.text:
        between = group[span.text].text[previous[0].end : span.start]
        if len(between) < WINDOW:
            return last.speaker, "carried-over"
    if ahead:
        # The sentence before leads in: Smith defended the plan. “…”
        for _, earlier in reversed(_sentences(ahead[-WINDOW:])):
            subject = opening_subject(earlier[:200], names)
            if subject and subject.pronoun:
                found, basis = resolved(subject, group, span, told, names)
                return (found, "elided") if basis != "none" else (None, "none")
            if subject and subject.type in {"person", "unnamed"}:
                return subject, "elided"
            break
        return None, "none"
    if span.text == 0 or tail.strip(' .”"’'):
        return None, "none"
    if previous and last and last.text == span.text - 1 and previous[0].text == span.text - 1:
        # Question and answer take turns.
        asked = previous[1].text.endswith("?") or text.endswith("?")
        if asked and len(told) > 1 and told[-2].text >= span.text - 2 and told[-2].speaker.name != last.speaker.name:
            return told[-2].speaker, "carried-over"
        return last.speaker, "carried-over"
    lead = group[span.text - 1]
    if lead.headed or tail.strip():
        return None, "none"
    final = _sentences(lead.text[-2 * WINDOW :])
    subject = opening_subject(final[-1][1][:200], names) if final else None
    if subject and subject.pronoun:
        found, basis = resolved(subject, group, span, told, names)
        return (found, "elided") if basis != "none" else (None, "none")
    if subject and subject.type == "person":
        return subject, "elided"
    return None, "none"
