"""Whom "he", "the spokesman" or nothing at all stands for, from what precedes the quotation.

A pronoun stands for the nearest source before it, if kind and gender allow. Somebody who is nearer without being a
source is taken only as the subject of the sentence just before. Whoever else might be meant, nobody is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter

from msgspec.structs import replace

from clipping.quotations.attribution import BETWEEN, OPENING, SUBJECT, WHO, Attribution
from clipping.quotations.context import REACH, QuoteContext
from clipping.quotations.marks import QuoteSpan
from clipping.quotations.people import Speaker
from clipping.quotations.phrases import Phrase, Sentence
from clipping.record import SpeakerBasis

#: The sources of a sentence: subjects of verbs of saying or thinking, and those behind "according to" or "said".
SOURCE = re.compile(rf"{WHO}{BETWEEN}a*[CGv]|(?:K|[CG]a*,?|Cb)(?P<o>S)")
FIRST = re.compile(rf"^{OPENING}{SUBJECT}")
#: How many paragraphs back a pronoun is read from, and how many sentences and people back.
BACK, FARTHEST = 3, 12
#: Within how many phrases of the end of a sentence its source goes on to speak.
ENDING = 5
NOBODY: tuple[Speaker, SpeakerBasis] = (Speaker("", "", None), "none")
#: What can stand for a body or a document, and for several people; anything else stands for one person.
KINDS = {"o": {"organisation", "document"}, "p": {"group", "organisation"}}


#: The speakers of the earlier quotations, each with the last span of the quotation.
Speakers = Sequence[tuple[Speaker, QuoteSpan]]


def resolved(found: Attribution, context: QuoteContext, speakers: Speakers) -> tuple[Speaker, SpeakerBasis]:
    """Return who a speaker as written is, and on what basis."""
    speaker = found.speaker
    definite = speaker.type == "unnamed" and speaker.written.lower().startswith("the ")
    if speaker.pronoun or (definite and speaker.written.endswith("-year-old")):
        silent = context.holder or speaker.gender == "s"
        start = context.phrases[found.at].start if found.position == "before" else context.first.before
        referent = None if silent else antecedent(context, context.first.text_index, start, speakers, speaker.gender)
        named = replace(referent or speaker, written=speaker.written, name=referent.name if referent else "")
        return named, "pronoun" if referent else "none"
    if definite and (earlier := _in_role(speaker, speakers)):
        return replace(earlier, written=speaker.written), "role"
    by_name = speaker.type == "person" and any(word in speaker.written for word in speaker.name.split())
    return speaker, "role" if speaker.type in {"person", "unnamed"} and not by_name else "named"


def _in_role(speaker: Speaker, speakers: Speakers) -> Speaker | None:
    """Return who "the spokesman" is: one who spoke before in that role."""
    head = re.split(r" (?:of|for|from|at) ", speaker.written)[0].split()[-1].lower()
    # "The police spokesman", "the spokesman of the police" is not whoever spoke for the ministry.
    whose = {*speaker.written.lower().split()} - {head, "the", "of", "for", "from", "at"}
    roles = [(who, {*(who.role or "").lower().split()}) for who, _ in reversed(speakers) if who.type == "person"]
    return next((who for who, words in roles if head in words and (not whose or whose & words)), None)


def antecedent(context: QuoteContext, here: int, start: int, speakers: Speakers, gender: str | None) -> Speaker | None:
    """Return whom a pronoun at ``start`` of the text ``here`` stands for; ``None`` if two come into question."""
    mentions = list(islice(_mentions(context, here, start, speakers), FARTHEST))
    at, first = next(((n, who) for n, (who, _) in enumerate(mentions) if _fits(who, gender)), (0, NOBODY[0]))
    source = next((who for who, is_source in mentions if is_source), None)
    rival = source is not None and source.gender is not None and _fits(source, gender) and mentions[0][0].gender
    near = mentions and not rival and at == 0 and first.type != "unnamed"
    sole = source is None and first.gender is not None
    return first if first.name and (near or sole or (source and source.name == first.name)) else None


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Return whether a pronoun of this gender can stand for a candidate, as far as is known."""
    sexed = gender not in {None, *KINDS} and candidate.gender is not None
    kind = candidate.type in KINDS.get(gender or "", {"person", "unnamed"})
    return kind and not (sexed and candidate.gender != gender) and not candidate.name.endswith("-year-old")


def _mentions(context: QuoteContext, here: int, start: int, speakers: Speakers) -> Iterator[tuple[Speaker, bool]]:
    """Yield those named before ``start`` of the text ``here``, the nearest first, each with whether it is a source."""
    for number in range(here, max(-1, here - BACK - 1), -1):
        sentences = context.reader.sentences(number)
        end = start if number == here else len(context.reader.texts[number])
        last_one = bisect_left(sentences, end, key=lambda sentence: sentence.phrases[0].start) - 1
        for sentence in reversed(sentences[max(0, last_one + 1 - FARTHEST) : last_one + 1]):
            size = bisect_left(sentence.phrases, end, key=attrgetter("start"))
            sources = [(one.start, one.speaker) for one in _sources(sentence, size - REACH, size)]
            first, last = sentence.phrases[0].start, min(end, sentence.phrases[-1].end)
            sources += [(q.end, who) for who, q in speakers if q.text_index == number and first < q.end <= last]
            named = [(speaker, True) for _, speaker in sorted(sources, key=lambda source: -source[0])]
            named += [(one.speaker, False) for one in _subject(sentence, size)]
            yield from ((who, source) for who, source in named if who and not who.pronoun)


def _sources(sentence: Sentence, first: int, size: int) -> list[Phrase]:
    """Return the sources of a sentence, from the phrase of the number ``first`` to that of the number ``size``."""
    matches = SOURCE.finditer(sentence.tags, max(0, first), size)
    return [sentence.phrases[max(match.start("s"), match.start("o"))] for match in matches]


def _subject(sentence: Sentence, size: int) -> list[Phrase]:
    """Return the subject of a sentence within its first ``size`` phrases, if there is one."""
    match = FIRST.match(sentence.tags, 0, min(size, REACH))
    return [sentence.phrases[match.start("s")]] if match else []


def carried(context: QuoteContext, speakers: Speakers, previous: QuoteContext | None) -> tuple[Speaker, SpeakerBasis]:
    """Return who says a quotation whose own sentence names nobody, and on what basis."""
    here = context.first.text_index
    last, span = speakers[-1] if speakers else (None, None)
    if last and span and span.text_index == here and not context.holder:
        return last, "carried-over"
    followed = not context.sentence and (not here or context.tail.strip(' .”"’'))
    if context.holder or context.first.family == "dash" or context.at or followed:
        return NOBODY
    if not context.sentence:
        if last and span and previous and span.text_index == previous.last.text_index == here - 1:
            # Question and answer: two speakers alternate.
            turn = next((who for who, prior in speakers[-2:-1] if prior.text_index >= here - 2), last)
            asked = turn.name == last.name and previous.text.endswith("?")
            return NOBODY if asked else (turn, "carried-over")
        here -= 1
    # Smith defended the plan. “…”
    sentences = context.reader.sentences(here)
    if not sentences:
        return NOBODY
    sentence = sentences[context.sentence - 1]
    size = len(sentence.tags)
    near = size - (REACH if sentence.tags.endswith(":") else ENDING)
    named = _sources(sentence, near, size) or _subject(sentence, size)
    speaker = named[-1].speaker if named else None
    if speaker and speaker.pronoun:
        speaker = antecedent(context, here, named[-1].start, speakers, speaker.gender)
    return (speaker, "elided") if speaker and speaker.type in {"person", "unnamed", "organisation"} else NOBODY
