"""Find the speaker and the cue of a quotation in its sentence, and classify the quotation.

A sentence is a string of tags (see ``phrases``) with Q for the quotation. Each form of attribution is a pattern; the
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
ASIDE = r"(?:,[^;:.Q]{1,30}?,|-[^-.Q]{1,40}-)"
BETWEEN = rf"{ASIDE}?(?:i[Snaxv]+)*"
#: A subject, which never follows a preposition: a speaker or a pronoun; in ANY, any noun phrase.
WHO = r"(?<![ibK])(?P<s>[Sp])"
ANY = r"(?<![ibK])(?P<s>[Spn])"
VERB = r"a*(?P<c>C)"
#: Words that may precede the subject of a sentence: "On Friday", "In a statement,", "Asked about it,".
OPENING = r"(?:[a&x]*,?)(?:[isGKCxvb][^,:Q]*,)?"
#: The subject that begins a sentence, unless another may follow it: "A baker, Bell said".
FIRST = rf"^{OPENING}{WHO}(?!,[Sn][axvC])"
WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: An apposition after a name: an optional age and a description.
APPOSITION = re.compile(
    rf"(?:, \d{{1,3}}| \(\d{{1,3}}\))?, ((?:\b(?:{'|'.join(ABBREVIATED)}|[{UPPER}])\.|[^,.;:]){{3,90}})(?=[,.;:]|$)"
)


#: The forms of attribution: an example, and the pattern of tags, with groups for the speaker (s) and the cue (c).
PATTERNS = (
    ("Calling it “…,” Bell left.", r"^a*(?P<c>G)[^,:]*Q,?(?P<s>[Sp])"),
    ("It was called “…” by Bell.", r"a(?P<c>C)[xis]*Qb(?P<s>[Spn])"),
    ("“…,” said Bell.", r"Q[,-]?a*(?P<c>C)a*(?:i[xn]+)?(?P<s>[Spn])"),
    ("“…,” Bell, the mayor, said.", rf"Q[,-]?a*(?P<s>[Spn]){BETWEEN}{VERB}"),
    ("“… .” Bell said.", rf"Q\|(?P<s>[Sp]){VERB}[ain]*\.?$"),
    ("“…,” according to Bell.", r"Q[^.;:qC|]*(?P<c>K)(?P<s>[Sn])"),
    ("According to Bell, “…”", r"(?P<c>K)(?P<s>[Sn])[^;:.CG]*Q"),
    ("There, said Bell, “…”", r"(?:,|^)a*(?P<c>C)(?P<s>[Sp])(?:,[^C]*)?[,:]Q"),
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
    """Return whether the clause distances itself from what others said: "Smith rejected claims that it was “…”"."""
    words = context.ahead.rpartition(",")[2].lower().split()
    return "as" not in words and not known["disowning_cues"].isdisjoint(words)


def _attribution(context: QuoteContext, match: re.Match[str], names: Names) -> Attribution | None:
    """Return the attribution from the match of a pattern; ``None`` if the matched words are not a verb of saying."""
    at, phrase = match.start("s"), context.phrases[match.start("s")]
    verb = context.phrases[match.start("c")] if "c" in match.groupdict() else None
    position: CuePosition = "before" if at < context.at else "after"
    texts = [context.reader.texts[span.text_index] for span in (context.first, context.last)]
    text = texts[at > context.at]
    cue = texts[match.start("c") > context.at][verb.start : verb.end] if verb else None
    speaker = phrase.speaker
    if speaker is None:
        if cue not in (names.words["sayings"] or names.words["cues"]) and not (cue or "").endswith("ed"):
            return None  # "her latest claims": a noun
        words = text[phrase.start : phrase.end]
        plain = with_small_article(words, names.words)
        speaker = Speaker(words, plain, "organisation" if plain[0].isupper() else "unnamed")
    if speaker.type == "person" and (aside := APPOSITION.match(text, phrase.end)):
        speaker = replace(speaker, role=speaker.role or role_in(aside[1], names.words))
    return Attribution(speaker, cue, position, at)


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
    # A whole sentence has at least ten words; or it starts with a capital, and either ends with a stop (or a comma in
    # its place), or has at least three words and starts the printed sentence or follows a colon or comma.
    begun = count >= 3 and (not ahead or ahead.endswith((":", ",")))
    if count >= 10 or (text[0].isupper() and (begun or text[-1] in ".,?!…—–")):
        # Writing: "he tweeted", "in a statement".
        sentence = f"{context.ahead} {context.tail[: next(sentence_ends(context.tail), None)]}".lower()
        cued = attribution and (attribution.cue or "").lower() in known["writing_cues"]
        written = cued or (attribution and any(phrase in sentence for phrase in known["written_in"]))
        return "writing" if written else "speech"
    reported = (count > 3 or "C" in context.tags[: context.at]) and not text[0].isupper()
    quoted = attribution or dialogue or (reported and not disowned(context, known))
    return "fragment" if quoted or (not context.in_body and count >= 3) else "term"


def _unspoken(context: QuoteContext, attribution: Attribution | None, known: LanguageWords) -> QuotationKind | None:
    """Return "title" for a work, "term" for a nickname or something so called, and otherwise ``None``."""
    text, ahead, count = context.text, context.ahead.rstrip(), len(context.text.split())
    low, titled = ahead.lower().rstrip(" ,:("), _in_title_case(text, known)
    cued = attribution and low.endswith((attribution.cue or " ").lower())
    # Called “…” by nurses: the nurses are the speakers.
    agent = attribution and context.tail.lstrip().startswith("by ")
    follows_relative = attribution and context.tags[max(0, attribution.at - 1)] in "ws"
    cues = [cue for cue in known["term_cues"] if low.endswith(cue) and not low[: -len(cue)][-1:].isalpha()]
    if (cues and not agent and not follows_relative) or context.phrases[context.at].tag == "S":
        return "term"
    after = attribution and attribution.position == "after"
    if (after and not (ahead and titled)) or ahead.endswith(":"):
        return None
    if titled and context.in_body and not cued:
        return "title"
    work = next(reversed(WORD.findall(low)), "") in known["works"]
    return "title" if work and (count <= 6 or low.endswith("titled")) else None


def _in_title_case(text: str, known: LanguageWords) -> bool:
    """Return whether a text is in title case: of two or more significant words, three in four are capitalised."""
    significant = [token[0].isupper() for token in WORD.findall(text) if token.lower() not in known["small_words"]]
    return len(significant) > 1 and sum(significant) >= 0.75 * len(significant)
