"""Resolve "he" and "the spokesman", and find speakers whom a sentence leaves out, in the preceding text.

A pronoun refers to the nearest preceding source (somebody whose words are reported) of a suitable type and gender. A
nearer person who is not a source is chosen only as the subject of the nearest sentence, or if no source
precedes and the person's gender is known. If the pronoun is ambiguous, there is no speaker.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from clipping.quotations.attribution import BETWEEN, FIRST, WHO, Attribution
from clipping.quotations.context import REACH, QuoteContext
from clipping.quotations.people import Speaker
from clipping.quotations.phrases import Phrase
from clipping.record import COUNTED, Quotation, SpeakerBasis

#: A source: the subject of a verb of saying or thinking, or the speaker after "according to" or "said".
SOURCE = re.compile(rf"{WHO}{BETWEEN}a*[Cv]|[KC](?P<o>S)")
#: How far to look back for an antecedent: the number of paragraphs, and of sentences in each.
PARAGRAPHS_BACK, SENTENCES_BACK = 3, 12
#: Two quotations with the same words but fewer letters than this may be different utterances.
FEWEST_LETTERS = 20
#: The bases of speakers whom the sentence does not name.
WEAK = ("elided", "carried-over", "none")
NOBODY: tuple[Speaker, SpeakerBasis] = (Speaker("", "", None), "none")
#: The types of speaker for the genders o (thing) and p (plural); for any other gender, a person or somebody unnamed.
TYPES = {"o": {"organisation", "document"}, "p": {"group", "organisation"}}
#: The latest speakers with a name, each with the context of their quotation.
Speakers = deque[tuple[Speaker, QuoteContext]]


def resolved(found: Attribution, context: QuoteContext, speakers: Speakers) -> tuple[Speaker, SpeakerBasis]:
    """Return the speaker that an attribution refers to, without a name if that is unknown, and the basis."""
    speaker = found.speaker
    definite = speaker.type == "unnamed" and speaker.written.lower().startswith("the ")
    if speaker.type is None or (definite and speaker.written.endswith("-year-old")):
        resolvable = not context.nested_in and speaker.gender != "s"
        if resolvable and (referent := antecedent(context, speaker.gender, speakers)):
            return replace(referent, written=speaker.written, gender=referent.gender or speaker.gender), "pronoun"
        return replace(speaker, name=""), "none"
    if definite and (earlier := _previous_in_role(speaker, speakers)):
        return replace(earlier, written=speaker.written), "role"
    by_role = speaker.type == "unnamed" or (speaker.role and speaker.written.endswith(speaker.role))
    return speaker, "role" if by_role else "named"


def _previous_in_role(speaker: Speaker, speakers: Speakers) -> Speaker | None:
    """Return the latest speaker in the same role; “the police spokesman” is one whose known role mentions police."""
    *whose, head = speaker.written.lower().split()[1:]
    roles = [(who, {*(who.role or "").lower().split()}) for who, _ in reversed(speakers)]
    return next((who for who, words in roles if head in words and (not whose or words & {*whose})), None)


def antecedent(context: QuoteContext, gender: str | None, speakers: Speakers) -> Speaker | None:
    """Return the antecedent of a pronoun beside a quotation; ``None`` if there is none or it is ambiguous.

    An earlier pronoun may have shown the gender of one of the ``speakers``.
    """
    genders = {who.name: who.gender for who, _ in speakers}
    mentions = [(replace(who, gender=who.gender or genders.get(who.name)), said) for who, said in _mentions(context)]
    first = next((who for who, _ in mentions if _fits(who, gender)), None)
    source = next((who for who, is_source in mentions if is_source), None)
    if first is None or (source.name == first.name if source else first.gender):
        return first
    ambiguous = source and source.gender == first.gender == gender
    return first if first is mentions[0][0] and first.type != "unnamed" and not ambiguous else None


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Return whether a pronoun of this gender can refer to ``candidate``, as far as is known."""
    of_type = candidate.type in TYPES.get(gender or "", {"person", "unnamed"})
    return of_type and {gender, candidate.gender} != {"m", "f"}


def _mentions(context: QuoteContext) -> list[tuple[Speaker, bool]]:
    """Return the sources and subjects of sentences before a quotation, latest first, and whether each is a source."""
    here, sentences_of = context.first.text_index, context.group.sentences
    own = [*sentences_of(here)[: context.sentence], context.phrases[: context.at]]
    paragraphs = [own, *map(sentences_of, range(here - 1, max(-1, here - PARAGRAPHS_BACK - 1), -1))]
    latest = [sentence for sentences in paragraphs for sentence in reversed(sentences[-SENTENCES_BACK:])]
    return [(who, source) for sentence in latest for who, source in _mentioned(sentence) if who.type]


def _mentioned(sentence: Sequence[Phrase]) -> list[tuple[Speaker, bool]]:
    """Return the sources (True) in a sentence, latest first, followed by its subject (False)."""
    tags = "".join(phrase.tag for phrase in sentence[:REACH])
    sources = [max(match.start("s"), match.start("o")) for match in SOURCE.finditer(tags)]
    subject = re.match(FIRST, tags)
    found = [(at, True) for at in reversed(sources)] + ([(subject.start("s"), False)] if subject else [])
    return [(who, is_source) for at, is_source in found if (who := sentence[at].speaker)]


def carried_over(context: QuoteContext, speakers: Speakers) -> tuple[Speaker, SpeakerBasis]:
    """Return the speaker of a quotation whose sentence names nobody, and the basis.

    It is the speaker of the previous quotation in the same paragraph. For a quotation that is a paragraph by itself, it
    is the speaker of the last quotation in the paragraph before. Failing that, for a quotation that begins its
    sentence, it is the subject of the sentence before: Bell defended the plan. “…”
    """
    here, opens = context.first.text_index, context.sentence == 0
    latest, previous = speakers[-1] if speakers else (NOBODY[0], None)
    if previous and previous.last.text_index == here:
        return latest, "carried-over"
    # It must begin its sentence; if it also begins its paragraph, it must be the whole paragraph.
    if context.first.family == "dash" or context.at or (opens and (not here or context.tags != "Q")):
        return NOBODY
    if previous and opens and previous.last.text_index == here - 1:
        # Question and answer: another speaker may follow.
        asked = "?" in previous.text[-1] + context.text[-1]
        return NOBODY if asked else (latest, "carried-over")
    sentences = context.group.sentences(here - opens)
    speaker = next((who for who, _ in _mentioned(sentences[context.sentence - 1])), None) if sentences else None
    if speaker and speaker.type is None:
        speaker = antecedent(context, speaker.gender, speakers)
    return (speaker, "elided") if speaker else NOBODY


def repeated(found: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield ``found``; words printed twice, as in a pull quotation, get the one speaker whom their sentences name."""
    by_letters = [("".join(filter(str.isalnum, quotation.text.casefold())), quotation) for quotation in found]
    said: dict[str, dict[str, Quotation]] = {}
    for letters, quotation in by_letters:
        if quotation.speaker and quotation.speaker_basis not in WEAK and len(letters) >= FEWEST_LETTERS:
            said.setdefault(letters, {})[quotation.speaker] = quotation
    for letters, quotation in by_letters:
        source = [*said.get(letters, {}).values()]
        if len(source) == 1 and quotation.speaker_basis in WEAK and quotation.kind in COUNTED:
            about = {name: getattr(source[0], name) for name in ("speaker", "speaker_type", "role")}
            yield replace(quotation, **about, speaker_basis="carried-over")
        else:
            yield quotation
