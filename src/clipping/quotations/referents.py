"""Resolve "he" and "the spokesman", and speakers that are left out, from the preceding text.

A pronoun refers to the nearest preceding source (somebody whose words are reported) of a suitable type and gender. A
nearer person who is not a source is chosen only as the subject of the nearest sentence, or if no source
precedes and the person's gender is known. If the pronoun is ambiguous, there is no speaker.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter

from msgspec.structs import replace

from clipping.quotations.attribution import BETWEEN, FIRST, WHO, Attribution
from clipping.quotations.context import REACH, QuoteContext
from clipping.quotations.people import LanguageWords, Speaker
from clipping.quotations.phrases import Phrase
from clipping.record import SpeakerBasis

#: A source: the subject of a verb of saying or thinking, or the speaker after "according to" or "said".
SOURCE = re.compile(rf"{WHO}{BETWEEN}a*[Cv]|[KC](?P<o>S)")
#: The most paragraphs to go back, and the most sentences per paragraph, and people, to consider.
BACK, MOST_CONSIDERED = 3, 12
NOBODY: tuple[Speaker, SpeakerBasis] = (Speaker("", "", None), "none")
#: The types of speaker for the genders o (thing) and p (plural); for any other gender, a person or somebody unnamed.
TYPES = {"o": {"organisation", "document"}, "p": {"group", "organisation"}}
#: The latest speakers with a name, each with the context of their quotation.
Speakers = Sequence[tuple[Speaker, QuoteContext]]


def resolved(found: Attribution, context: QuoteContext, speakers: Speakers) -> tuple[Speaker, SpeakerBasis]:
    """Return the speaker that an attribution refers to, without a name if that is unknown, and the basis."""
    speaker = found.speaker
    definite = speaker.type == "unnamed" and speaker.written.lower().startswith("the ")
    if speaker.type is None or (definite and speaker.written.endswith("-year-old")):
        unresolvable = context.nested_in or speaker.gender == "s"
        where = context.first.text_index, context.first.before
        referent = None if unresolvable else antecedent(context, *where, speaker.gender)
        named = replace(referent or speaker, written=speaker.written, name=referent.name if referent else "")
        return named, "pronoun" if referent else "none"
    if definite and (earlier := _previous_in_role(speaker, speakers, context.reader.names.words)):
        return replace(earlier, written=speaker.written), "role"
    by_role = speaker.type == "unnamed" or (speaker.role and speaker.written.endswith(speaker.role))
    return speaker, "role" if by_role else "named"


def _previous_in_role(speaker: Speaker, speakers: Speakers, known: LanguageWords) -> Speaker | None:
    """Return the most recent speaker with the role of ``speaker`` ("the spokesman"), or ``None``."""
    head = re.split(r" (?:of|for|from|at) ", speaker.written)[0].split()[-1].lower()
    # "The police spokesman" is not the one who spoke for the ministry.
    whose = {*speaker.written.lower().split()} - {head, "the", "of", "for", "from", "at"}
    roles = [(who, {*(who.role or "").lower().split()}) for who, _ in reversed(speakers)]
    return next((who for who, words in roles if head in words and (not whose or whose & words)), None)


def antecedent(context: QuoteContext, here: int, start: int, gender: str | None) -> Speaker | None:
    """Return the antecedent of a pronoun at offset ``start`` of text ``here``; ``None`` if ambiguous."""
    mentions = list(islice(_mentions(context, here, start), MOST_CONSIDERED))
    first = next((who for who, _ in mentions if _fits(who, gender)), None)
    source = next((who for who, is_source in mentions if is_source), None)
    if first is None or (source and source.name == first.name):
        return first
    if source is None and first.gender:
        return first
    rival = source and source.gender and first.gender and _fits(source, gender)
    return first if first is mentions[0][0] and first.type != "unnamed" and not rival else None


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Return whether a pronoun of this gender can refer to ``candidate``, as far as is known."""
    of_type = candidate.type in TYPES.get(gender or "", {"person", "unnamed"})
    return of_type and {gender, candidate.gender} != {"m", "f"}


def _mentions(context: QuoteContext, here: int, start: int) -> Iterator[tuple[Speaker, bool]]:
    """Yield the sources and the subjects of sentences before ``start``, latest first, and whether each is a source."""
    for number in range(here, max(-1, here - BACK - 1), -1):
        sentences = context.reader.sentences(number)
        end = start if number == here else len(context.reader.texts[number])
        past = bisect_left(sentences, end, key=lambda sentence: sentence[0].start)
        for sentence in reversed(sentences[max(0, past - MOST_CONSIDERED) : past]):
            named = _mentioned(sentence, bisect_left(sentence, end, key=attrgetter("start")))
            yield from ((one.speaker, source) for one, source in named if one.speaker and one.speaker.type)


def _mentioned(sentence: Sequence[Phrase], size: int) -> list[tuple[Phrase, bool]]:
    """Return the sources (True) in the first ``size`` phrases of a sentence, latest first, and its subject (False)."""
    first = max(0, size - REACH)
    latest, start = ("".join(phrase.tag for phrase in some) for some in (sentence[first:size], sentence[:size][:REACH]))
    sources = [first + max(match.start("s"), match.start("o")) for match in SOURCE.finditer(latest)]
    subject = re.match(FIRST, start)
    found = [(at, True) for at in reversed(sources)] + ([(subject.start("s"), False)] if subject else [])
    return [(sentence[at], is_source) for at, is_source in found]


def carried_over(context: QuoteContext, speakers: Speakers) -> tuple[Speaker, SpeakerBasis]:
    """Return the speaker of a quotation whose sentence names nobody, and the basis."""
    here, opens = context.first.text_index, not context.sentence
    last, previous = speakers[-1] if speakers else (NOBODY[0], None)
    gap = here - previous.last.text_index if previous else BACK
    if not gap:
        return last, "carried-over"
    if context.first.family == "dash" or context.at or (opens and (not here or context.tail)):
        return NOBODY
    if previous and gap == 1 and opens:
        # Question and answer: another speaker may follow.
        asked = "?" in previous.text[-1] + context.text[-1]
        return NOBODY if asked else (last, "carried-over")
    here -= opens
    # The subject of the sentence before: Smith defended the plan. “…”
    sentences = context.reader.sentences(here)
    named = _mentioned(sentences[context.sentence - 1], REACH) if sentences else []
    speaker = named[0][0].speaker if named else None
    if speaker and speaker.type is None:
        speaker = antecedent(context, here, named[0][0].start, speaker.gender)
    return (speaker, "elided") if speaker else NOBODY
