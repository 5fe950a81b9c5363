"""Whom "he", "the spokesman" or nothing at all stands for, from what precedes the quotation.

Only habits are read: the subject that the sentence before opens with, the speaker of the quotation before, the
turns of a dialogue. Nothing further back than a few paragraphs is looked at. Where no habit answers, nobody is named.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from clipping.quotations.attribution import followed, opening_subject
from clipping.quotations.context import WINDOW, QuoteContext
from clipping.quotations.people import FULL_NAME, Names, Speaker, is_role, speaker_of
from clipping.quotations.sentences import split_sentences
from clipping.record import SpeakerBasis

WORDS = re.compile(r"[^\W\d_]+")
#: What is said of somebody beside the name: ", a retired officer,".
BETWEEN_COMMAS = re.compile(r", [^,.;:]*(?=,)")
#: How many paragraphs back a pronoun is read from.
BACK = 3
NOBODY: tuple[Speaker, SpeakerBasis] = (Speaker("", "", None), "none")


class PriorSpeaker(Struct, frozen=True):
    """The speaker of an earlier quotation: who, the index of its text, and where the quotation ends there."""

    speaker: Speaker
    text_index: int
    end: int


class History(Struct, frozen=True):
    """What was quoted before: the last speakers, and the context of the previous quotation, if any."""

    speakers: tuple[PriorSpeaker, ...] = ()
    previous: QuoteContext | None = None


def resolved(speaker: Speaker, context: QuoteContext, history: History, names: Names) -> tuple[Speaker, SpeakerBasis]:
    """Return who a speaker as written is, and on what basis."""
    if speaker.pronoun:
        silent = context.nested or speaker.gender == "s"
        referent = None if silent else _recent(context, history, names, speaker.gender)
        if referent is None:
            return replace(speaker, name=""), "none"
        return replace(referent, written=speaker.written), "pronoun"
    definite = speaker.type == "unnamed" and speaker.written.lower().startswith("the ")
    if definite and (earlier := _in_role(speaker, context, history, names)):
        return replace(earlier, written=speaker.written), "role"
    by_name = speaker.type == "person" and any(word in speaker.written for word in speaker.name.split())
    return speaker, "role" if speaker.type in {"person", "unnamed"} and not by_name else "named"


def _in_role(speaker: Speaker, context: QuoteContext, history: History, names: Names) -> Speaker | None:
    """Return who "the spokesman", "the 56-year-old" is: one who spoke before in that role, or the one person near."""
    head = re.split(r" (?:of|for|from|at) ", speaker.written)[0].split()[-1].lower()
    # "The police spokesman", "the spokesman of the police" is not whoever spoke for the ministry.
    whose = set(WORDS.findall(speaker.written.lower())) - {head, "the", "of", "for", "from", "at", "s"}
    for earlier in reversed(history.speakers):
        role = earlier.speaker.name if earlier.speaker.type == "unnamed" else earlier.speaker.role or ""
        words = set(WORDS.findall(role.lower()))
        if head in words and (not whose or whose & words):
            return earlier.speaker
    return _only_person(context, names, None) if head.endswith("-year-old") else None


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Return whether a pronoun of this gender can stand for a candidate, as far as is known."""
    if gender == "o":
        return candidate.type in {"organisation", "document"}
    if gender == "p":
        return candidate.type in {"group", "organisation"}
    return candidate.type in {"person", "unnamed"} and (gender is None or candidate.gender in {None, gender})


def _recent(context: QuoteContext, history: History, names: Names, gender: str | None) -> Speaker | None:
    """Return the most recent subject or speaker before a quotation for whom a pronoun can stand.

    The subject that a sentence opens with is whom the next sentence's "he" means; so is a speaker just quoted.
    """
    here = context.first.text_index
    for number in range(here, max(-1, here - BACK - 1), -1):
        text = context.group[number].text
        end = context.first.before if number == here else len(text)
        base = max(0, end - 2 * WINDOW)
        subject, at = _last_subject(text[base:end], names, gender)
        for earlier in reversed(history.speakers):
            if earlier.text_index == number and earlier.end >= base + at and _fits(earlier.speaker, gender):
                return earlier.speaker
        if subject:
            return subject
    return _only_person(context, names, gender) if gender in {"m", "f"} else None


def _only_person(context: QuoteContext, names: Names, gender: str | None) -> Speaker | None:
    """Return the one person named in the paragraph and the one before, if no other role is mentioned there."""
    here = context.first.text_index
    lead = context.group[here - 1].text if here else ""
    text = f"{lead} {context.group[here].text[: context.first.before]}"[-2 * WINDOW :]
    found = (speaker_of(match[0], "", names) for match in FULL_NAME.finditer(text))
    people = {one.name: one for one in found if one and one.type == "person"}
    if len(people) != 1 or any(is_role(word, names.words) for word in WORDS.findall(BETWEEN_COMMAS.sub("", text))):
        return None
    (one,) = people.values()
    return one if _fits(one, gender) else None


def _last_subject(text: str, names: Names, gender: str | None) -> tuple[Speaker | None, int]:
    """Return the subject of the last sentence in ``text`` for which a pronoun can stand, and where it begins.

    The source of a sentence ("According to Smith, the bridge is old") is as good as its subject.
    """
    for start, sentence in reversed(split_sentences(text)):
        for found in (opening_subject(sentence, names), *(source for _, source in followed(sentence, names))):
            if found and not found.pronoun and _fits(found, gender):
                return found, start
    return None, 0


def carried(context: QuoteContext, history: History, names: Names) -> tuple[Speaker, SpeakerBasis]:
    """Return who says a quotation whose own sentence names nobody, and on what basis."""
    if context.nested:
        return NOBODY
    here = context.first.text_index
    last = history.speakers[-1] if history.speakers else None
    if last and last.text_index == here:
        return last.speaker, "carried-over"
    lead = context.group[here].text[: context.first.before].rstrip()
    if not lead:
        if here == 0 or context.tail.strip(' .”"’'):
            return NOBODY
        if last and history.previous and last.text_index == history.previous.last.text_index == here - 1:
            # Question and answer: two speakers alternate.
            turn = next((prior for prior in history.speakers[-2:-1] if prior.text_index >= here - 2), last)
            return turn.speaker, "carried-over"
        lead = context.group[here - 1].text
    # Smith defended the plan. “…”
    opening = next((s for _, s in reversed(split_sentences(lead[-2 * WINDOW :])) if s.strip()), "")
    subject = opening_subject(opening, names)
    speaker, basis = resolved(subject, context, history, names) if subject else NOBODY
    return (speaker, "elided") if basis != "none" else NOBODY
