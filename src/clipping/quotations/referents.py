"""Whom "he", "the spokesman" or nothing at all stands for: what was written just before.

Only habits are read: the subject that the sentence before opens with, the speaker of the quotation before, the
turns of question and answer. The running state is the last few speakers; nothing is looked for further back
than a few paragraphs. Where no habit answers, nobody is named.
"""

from __future__ import annotations

import re
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from clipping.quotations.attribution import WINDOW, first_sentence, followed, last_sentence, opening_subject
from clipping.quotations.kinds import is_whole
from clipping.quotations.marks import Between
from clipping.quotations.people import FULL_NAME, Names, Speaker, canonical, speaker_of
from clipping.quotations.places import Setting, before_mark
from clipping.record import SpeakerBasis

WORDS = re.compile(r"[^\W\d_]+")
#: What is said of somebody beside the name: ", a retired officer,".
BETWEEN_COMMAS = re.compile(r", [^,.;:]*(?=,)")
#: How many paragraphs back a pronoun or a quotation without attribution is read from.
BACK = 3


class Told(Struct, frozen=True):
    """The speaker of a quotation that stands earlier: who, in which text, and where the quotation ends."""

    speaker: Speaker
    text: int
    end: int


class History(Struct, frozen=True):
    """What was quoted before: the last speakers, and the span and words of the quotation right before, if any."""

    told: tuple[Told, ...]
    span: Between | None = None
    text: str = ""


def resolved(speaker: Speaker, setting: Setting, told: tuple[Told, ...], names: Names) -> tuple[Speaker, SpeakerBasis]:
    """Return who a speaker as written is, and on what basis."""
    if not speaker.pronoun:
        if speaker.type == "unnamed" and speaker.written.lower().startswith("the "):
            earlier = _in_role(speaker, setting, told, names)
            if earlier:
                return replace(earlier, written=speaker.written), "role"
        by_role = speaker.type == "unnamed" or _only_by_role(speaker, names)
        return speaker, "role" if by_role else "named"
    referent = None if setting.nested or speaker.gender == "s" else _recent(setting, told, names, speaker.gender)
    if referent is None:
        return replace(speaker, name=""), "none"
    known = referent.gender or (speaker.gender if speaker.gender in {"m", "f"} else None)
    return replace(referent, written=speaker.written, pronoun=True, gender=known), "pronoun"


def _in_role(speaker: Speaker, setting: Setting, told: tuple[Told, ...], names: Names) -> Speaker | None:
    """Return who "the spokesman", "the 56-year-old" is: one who spoke before in that role, or was just written of."""
    head = re.split(r" (?:of|for|from|at) ", speaker.written)[0].split()[-1].lower()
    # "The police spokesman", "the spokesman of the police" is not whoever spoke for the ministry.
    whose = set(WORDS.findall(speaker.written.lower())) - {head, "the", "of", "for", "from", "at", "s"}
    for earlier in reversed(told):
        role = earlier.speaker.name if earlier.speaker.type == "unnamed" else earlier.speaker.role or ""
        words = set(WORDS.findall(role.lower()))
        if head in words and (not whose or whose & words):
            return earlier.speaker
    if head.endswith("-year-old"):
        return _recent(setting, told, names, None) or _only_person(setting, names, None)
    return None


def _only_by_role(speaker: Speaker, names: Names) -> bool:
    """Say whether a person is written of by a role alone, the name standing elsewhere in the article."""
    if speaker.type != "person" or not speaker.role:
        return False
    forms = (canonical(speaker.name, names), speaker.name, speaker.name.split()[-1])
    return not any(form in speaker.written for form in forms)


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Say whether a pronoun of this gender can stand for a candidate, as far as is known."""
    if gender == "o":
        return candidate.type in {"organisation", "document"}
    if gender == "p":
        return candidate.type in {"group", "organisation"} or candidate.gender == "p"
    if candidate.type not in {"person", "unnamed"} or candidate.pronoun:
        return False
    return gender is None or candidate.gender is None or candidate.gender == gender


def _recent(setting: Setting, told: tuple[Told, ...], names: Names, gender: str | None) -> Speaker | None:
    """Return the most recent subject or speaker before a quotation whom a pronoun can stand for.

    The subject that a sentence opens with is whom the next sentence's "he" means; a speaker just quoted is, too.
    """
    here = setting.first.text
    for number in range(here, max(-1, here - BACK - 1), -1):
        place = setting.group[number]
        if place.headed:
            continue
        end = before_mark(place.text, setting.first) if number == here else len(place.text)
        base = max(0, end - 2 * WINDOW)
        text = place.text[base:end]
        sentences = _sentences(text)
        if number == here and last_sentence(text).strip():
            sentences.pop()  # the quotation's own sentence
        quoted = next((t for t in reversed(told) if t.text == number and _fits(t.speaker, gender)), None)
        subject, at = _last_subject(sentences, names, gender)
        if subject and any(t.speaker.name == subject.name and not _fits(t.speaker, gender) for t in told):
            subject = None  # "he" stood for the same one before, and this is "she"
        if quoted and (subject is None or quoted.end >= base + at):
            return quoted.speaker
        if subject:
            return subject
    return _only_person(setting, names, gender) if gender in {"m", "f"} else None


def _only_person(setting: Setting, names: Names, gender: str | None) -> Speaker | None:
    """Return the one person of whom the paragraph and the one before tell, with no other role beside the name."""
    here = setting.first.text
    lead = setting.group[here - 1].text if here and not setting.group[here - 1].headed else ""
    text = f"{lead} {setting.group[here].text[: before_mark(setting.group[here].text, setting.first)]}"[-2 * WINDOW :]
    found = (speaker_of(match[0], "", names) for match in FULL_NAME.finditer(text))
    people = {one.name: one for one in found if one and one.type == "person"}
    others = any(word in names.words["roles"] for word in WORDS.findall(BETWEEN_COMMAS.sub("", text)))
    if len(people) != 1 or others:
        return None
    (one,) = people.values()
    return one if _fits(one, gender) else None


def _last_subject(sentences: list[tuple[int, str]], names: Names, gender: str | None) -> tuple[Speaker | None, int]:
    """Return the subject of the last of some sentences that a pronoun can stand for, and where it opens.

    Whom a sentence follows ("According to Smith, the bridge is old") is as good as its subject.
    """
    for start, sentence in reversed(sentences):
        if sentence and sentence[0] not in "“\"‘'«":
            named = (speaker for _, _, speaker in followed(sentence, names))
            for found in chain((opening_subject(sentence[:200], names),), named):
                if found and not found.pronoun and _fits(found, gender):
                    return found, start
    return None, 0


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


def carried(setting: Setting, history: History, names: Names) -> tuple[Speaker | None, SpeakerBasis]:
    """Return who says a quotation whose own sentence names nobody, and on what basis."""
    if not is_whole(setting.text, setting.ahead):
        return None, "none"
    span, last = setting.first, history.told[-1] if history.told else None
    if history.span and history.span.text == span.text and last and last.text == span.text:
        between = span.start - history.span.end
        if between < WINDOW:
            return last.speaker, "carried-over"
    text = setting.group[span.text].text
    ahead = text[max(0, span.start - WINDOW) : before_mark(text, span)].rstrip()
    if ahead:  # Smith defended the plan. “…”
        subject = opening_subject(_sentences(ahead)[-1][1][:200], names)
        return _elided(subject, setting, history, names) if subject else (None, "none")
    if span.text == 0 or setting.tail.strip(' .”"’'):
        return None, "none"
    if history.span and last and last.text == history.span.text == span.text - 1:
        return _turn(setting, history), "carried-over"
    lead = setting.group[span.text - 1]
    final = [] if lead.headed else _sentences(lead.text[-2 * WINDOW :])
    subject = opening_subject(final[-1][1][:200], names) if final else None
    if subject and subject.type == "unnamed":
        return None, "none"
    return _elided(subject, setting, history, names) if subject else (None, "none")


def _elided(subject: Speaker, setting: Setting, history: History, names: Names) -> tuple[Speaker | None, SpeakerBasis]:
    """Return the subject of the sentence before as the one who speaks, if it is one who can."""
    if subject.pronoun:
        found, basis = resolved(subject, setting, history.told, names)
        return (found, "elided") if basis != "none" else (None, "none")
    return (subject, "elided") if subject.type in {"person", "unnamed"} else (None, "none")


def _turn(setting: Setting, history: History) -> Speaker:
    """Return whose turn it is in a paragraph that is all quotation: question and answer alternate."""
    last = history.told[-1]
    asked = history.text.endswith("?") or setting.text.endswith("?")
    if asked and len(history.told) > 1:
        other = history.told[-2]
        if other.text >= setting.first.text - 2 and other.speaker.name != last.speaker.name:
            return other.speaker
    return last.speaker
