"""Find the speaker and the cue of a quotation in its sentence, and classify the quotation.

Each form of attribution is a pattern of the tags of a sentence (see ``phrases``), in which Q is the quotation. The
patterns are tried in the order of the table, and the first match wins.

Four things in quotation marks are not quotations: titles of works, nicknames, words being explained, and scare quotes.
Usually no verb of saying introduces them; ``kind_of`` recognises each by its own signs.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from clipping.quotations.context import QuoteContext
from clipping.quotations.people import LanguageWords, Names, Speaker, role_in, with_small_article
from clipping.record import CuePosition, QuotationKind
from clipping.text import ABBREVIATED, UPPER, sentence_ends

#: Tags of the words that may separate a speaker from the verb: "of the council", ", 45, a baker,", "– who was there –".
ASIDE = r"(?:,[^;:.Q]+?,|-[^-.Q]+-)"
BETWEEN = rf"{ASIDE}?(?:i[Snaxv]+)*"
#: A subject, which never follows a preposition: a speaker or a pronoun; in ANY, any noun phrase.
WHO = r"(?<![ibK])(?P<s>[Sp])"
ANY = r"(?<![ibK])(?P<s>[Spn])"
VERB = r"a*(?P<c>C)"
#: Words that may precede the subject of a sentence: "On Friday", "In a statement,", "Asked about it,".
OPENING = r"(?:[a&x]*,?)(?:[isGKCxvb][^,:Q]*,)?"
#: The subject that begins a sentence.
FIRST = rf"^{OPENING}{WHO}"
WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: A description after a name: Bell, a baker in St. Ives.
APPOSITION = re.compile(rf", ((?:\b(?:{'|'.join(ABBREVIATED)}|[{UPPER}])\.|[^,.;:]){{3,90}})(?=[,.;:]|$)")


#: The forms of attribution: an example, and the pattern of tags, with groups for the speaker (s) and the cue (c).
PATTERNS = (
    ("Calling it “…,” Bell left.", r"^a*(?P<c>G)[^,:]*Q,?(?P<s>[Sp])"),
    ("It was called “…” by Bell.", r"a(?P<c>C)[xis]*Qb(?P<s>[Spn])"),
    ("“…,” said Bell.", r"Q[,-]?a*(?P<c>C)a*(?:i[xn]+)?(?P<s>[Spn])"),
    ("“…,” Bell, the mayor, said.", rf"Q[,-]?a*(?P<s>[Spn]){BETWEEN}{VERB}"),
    ("“… .” Bell said.", rf"Q\|(?P<s>[Sp]){VERB}[ain]*\.?$"),
    ("“…,” according to Bell.", r"Q[^.;:qC|]*(?P<c>K)(?P<s>[Sn])"),
    ("According to Bell, “…”", r"(?P<c>K)(?P<s>[Sn])[^;:.CG]*Q"),
    ("There, said Bell, “…”", r"(?:,|^)a*(?P<c>C)(?P<s>[Sp])[,:]Q"),
    ("Bell said: “…”", rf"^.*{ANY}{BETWEEN}{VERB}[^;C]*?Q"),
    ("Bell left and called the town “…”", rf"{FIRST}[^;]*(?P<c>[GC])[^;C]*?Q"),
    ("Bell began by saying “…”", rf"^.*{WHO}{BETWEEN}[axvC][^;,Sp]*(?P<c>[GC])[^;]*?Q"),
    ("Bell hopes to “…”", rf"^.*{ANY}{BETWEEN}a*(?P<c>v)[^;C]*?Q"),
    ("Bell hat „…“ gesagt.", r"(?P<s>[Sn])a[^CQ]*Q[^CQ]{0,4}(?P<c>C)"),
    ("“…” for years, Bell said.", rf"Q[^.;:QqC|]*,(?P<s>[Sp]){BETWEEN}{VERB}"),
    ("“…” for years, said Bell.", r"Q[^.;:QqC|]*,(?P<c>C)(?P<s>[Spn])"),
    ("“…” – Bell", r"Q\|?[-:](?P<s>S)(?:[,i].*)?\.?$"),
    ("Bell was blunt: “…”", rf"{FIRST}[^:]*:Q"),
)


class Attribution(Struct, frozen=True):
    """A speaker, the cue, the speaker's position relative to the quotation, and the index of the speaker's phrase."""

    speaker: Speaker
    cue: str | None
    position: CuePosition
    at: int


def attribution_of(context: QuoteContext, names: Names) -> Attribution | None:
    """Return the attribution of a quotation by the first pattern that matches its sentence, or ``None``."""
    if disowned(context, names.words):
        return None
    for _, pattern in PATTERNS:
        match = re.search(pattern, context.tags)
        if match and (found := _attribution(context, match, names)):
            return found
    return None


def disowned(context: QuoteContext, known: LanguageWords) -> bool:
    """Return whether the clause denies what it quotes (Bell rejected claims that it was “…”), unless with "as"."""
    words = context.ahead.rpartition(",")[2].lower().split()
    return "as" not in words and not known["disowning_cues"].isdisjoint(words)


def _attribution(context: QuoteContext, match: re.Match[str], names: Names) -> Attribution | None:
    """Return the attribution from the match of a pattern; ``None`` if the matched words are not a verb of saying."""
    at = match.start("s")
    phrase, text = context.phrases[at], context.text_of(at)
    verb = match.start("c") if "c" in match.groupdict() else None
    cue = None if verb is None else context.text_of(verb)[context.phrases[verb].start : context.phrases[verb].end]
    speaker = phrase.speaker
    if speaker is None:
        if cue not in (names.words["unambiguous_cues"] or names.words["cues"]) and not (cue or "").endswith("ed"):
            return None  # probably a noun, as in "her latest claims"
        words = text[phrase.start : phrase.end]
        plain = with_small_article(words, names.words)
        speaker = Speaker(words, plain, "organisation" if plain[0].isupper() else "unnamed")
    if speaker.type == "person" and (aside := APPOSITION.match(text, phrase.end)):
        speaker = replace(speaker, role=speaker.role or role_in(aside[1], names.words))
    return Attribution(speaker, cue, "before" if at < context.at else "after", at)


def kind_of(context: QuoteContext, attribution: Attribution | None, known: LanguageWords) -> QuotationKind:
    """Return the kind of a quotation: speech, writing, fragment, title or term.

    A title is in title case or follows a word for a work (the film, the report). A term follows a cue such as
    "so-called" or "known as", or is a few words without a speaker. A fragment is less than a sentence: with a
    speaker, after a dash, outside the body text, or reported. Writing is from a document, or what somebody wrote.
    """
    dialogue = context.first.family == "dash"
    if not dialogue and (kind := _unspoken(context, attribution, known)):
        return kind
    text, count, ahead = context.text.lstrip("¿¡"), len(context.text.split()), context.ahead.rstrip()
    # Three words after a colon or comma, or at the start of the printed sentence, may lack a stop at their end.
    begun = count >= 3 and (not ahead or ahead.endswith((":", ",")))
    if count >= 10 or (text[0].isupper() and (begun or text[-1] in ".,?!…—–")):
        sentence = f"{context.ahead} {context.tail[: next(sentence_ends(context.tail), None)]}".lower()
        cued = attribution and (attribution.cue or "").lower() in known["writing_cues"]
        written = cued or (attribution and any(phrase in sentence for phrase in known["written_in"]))
        return "writing" if written else "speech"
    reported = (count > 3 or "C" in context.tags[: context.at]) and not text[0].isupper()
    quoted = attribution or dialogue or (reported and not disowned(context, known))
    return "fragment" if quoted or (not context.in_body and count >= 3) else "term"


def _unspoken(context: QuoteContext, attribution: Attribution | None, known: LanguageWords) -> QuotationKind | None:
    """Return "title" for a work, "term" for a nickname or something so called, and otherwise ``None``."""
    ahead = context.ahead.rstrip()
    low = ahead.lower().rstrip(" ,:(")
    significant = [word[0].isupper() for word in WORD.findall(context.text) if word.lower() not in known["small_words"]]
    titled = len(significant) > 1 and sum(significant) >= 0.75 * len(significant)
    # Called “…” by nurses, or nurses who called it “…”: the nurses are the speakers.
    spoken = attribution and (context.tail.startswith(" by ") or context.tags[max(0, attribution.at - 1)] == "s")
    nickname = context.phrases[context.at].tag == "S"  # it is part of a name: Ida “Red” Cole
    if nickname or (not spoken and any(f" {low}".endswith(f" {cue}") for cue in known["term_cues"])):
        return "term"
    after = attribution and attribution.position == "after"
    if (after and not (ahead and titled)) or ahead.endswith(":"):
        return None
    cued = attribution and low.endswith((attribution.cue or " ").lower())
    work = next(reversed(WORD.findall(low)), "") in known["works"]
    named = work and (len(context.text.split()) <= 6 or low.endswith("titled"))
    return "title" if (titled and not cued and context.in_body) or named else None
