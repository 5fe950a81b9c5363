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
from clipping.record import QuotationKind
from clipping.text import ABBREVIATED, UPPER

#: Tags of the words that may separate a speaker from the verb: ", 45, a baker,", "– who was there –", "of the council".
BETWEEN = r"(?:,[^;:.Q]+?,|-[^-.Q]+-)?(?:i[Snaxv]+)*"
#: WHO is a subject, which never follows a preposition: a speaker or a pronoun. ANY also allows any other noun phrase.
WHO = r"(?<![ibK])(?P<s>[Sp])"
ANY = r"(?<![ibK])(?P<s>[Spn])"
VERB = r"a*(?P<c>C)"
#: The subject of a sentence, which may follow a phrase with a comma: "In a statement,", "Asked about it,".
FIRST = rf"^[a&x]*,?(?:[isGKCxvb][^,:Q]*,)?{WHO}"
#: A description after a name, and an age between them: Bell, 45, a baker in St. Ives.
APPOSITION = re.compile(
    rf"(?:, \d+| \(\d+\))?, ((?:\b(?:{'|'.join(ABBREVIATED)}|[{UPPER}])\.|[^,.;:]){{3,90}})(?=[,.;:]|$)"
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
    """A speaker, the cue (empty if there is none), and the index of the speaker's phrase in the sentence."""

    speaker: Speaker
    cue: str
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
    """Return whether the clause denies what it quotes: “Bell rejected claims that …”, but not “rejected it as …”."""
    words = context.ahead.rpartition(",")[2].lower().split()
    return "as" not in words and not known["disowning_cues"].isdisjoint(words)


def _attribution(context: QuoteContext, match: re.Match[str], names: Names) -> Attribution | None:
    """Return the attribution from the match of a pattern; ``None`` if the matched words are not a verb of saying."""
    at = match.start("s")
    phrase = context.phrases[at]
    cue = context.phrases[match.start("c")].text if "c" in match.groupdict() else ""
    speaker = phrase.speaker
    if speaker is None:
        if cue not in (names.words["unambiguous_cues"] or names.words["cues"]) and not cue.endswith("ed"):
            return None  # probably a noun, as in "her latest claims"
        plain = with_small_article(phrase.text, names.words)
        speaker = Speaker(phrase.text, plain, "organisation" if plain[0].isupper() else "unnamed")
    if speaker.type == "person" and not context.in_body and names.by_word.keys().isdisjoint(speaker.name.split()):
        return None  # in a headline, any words may be capitalised, so a person's name must also occur in a sentence
    text = context.group.texts[(context.last if at > context.at else context.first).text_index].text
    if speaker.type == "person" and (aside := APPOSITION.match(text, phrase.end)):
        speaker = replace(speaker, role=speaker.role or role_in(aside[1], names.words))
    return Attribution(speaker, cue, at)


def kind_of(context: QuoteContext, found: Attribution | None, known: LanguageWords) -> QuotationKind:
    """Return the kind of a quotation: speech, writing, fragment, title or term.

    A title is in title case or follows a word for a work (the film, the report). A term follows a cue such as
    "so-called" or "known as", or is a few words that nothing attributes. A fragment is less than a sentence, and one of
    these is true of it: it has a speaker, follows a dash or a verb of saying, has more than three words, or has three
    and is outside the body text. Writing is from a document, or is what somebody wrote.
    """
    if kind := _title_or_term(context, found, known):
        return kind
    text, count, ahead = context.text, len(context.text.split()), context.ahead.rstrip()
    # Three words after a colon or comma, or at the start of the sentence, may lack a stop at their end.
    begun = count >= 3 and (not ahead or ahead.endswith((":", ",")))
    if count >= 10 or (not text[0].islower() and (begun or text[-1] in ".,?!…—–")):
        sentence = f"{context.ahead} {context.tail}".lower()
        in_writing = any(phrase in sentence for phrase in known["written_in"])
        return "writing" if found and (in_writing or found.cue.lower() in known["writing_cues"]) else "speech"
    reported = count > 3 or "C" in context.tags[: context.at]
    quoted = found or context.first.family == "dash" or (reported and not disowned(context, known))
    return "fragment" if quoted or (not context.in_body and count >= 3) else "term"


def _title_or_term(context: QuoteContext, found: Attribution | None, known: LanguageWords) -> QuotationKind | None:
    """Return "title" for a work, "term" for a nickname or something so called, and otherwise ``None``."""
    ahead = context.ahead.rstrip()
    low = ahead.lower().rstrip(" ,:(")
    words = re.findall(r"[^\W\d_][\w’'-]*", context.text)
    significant = [word[0].isupper() for word in words if word.lower() not in known["small_words"]]
    titled = sum(significant) >= max(2, 0.75 * len(significant))
    # Called “…” by nurses, or nurses who called it “…”: the nurses are the speakers.
    spoken = found and (context.tail.startswith(" by ") or context.tags[: found.at].endswith("s"))
    nickname = context.phrases[context.at].tag == "S"  # it is part of a name: Ida “Red” Cole
    if nickname or (not spoken and any(f" {low}".endswith(f" {cue}") for cue in known["term_cues"])):
        return "term"
    after = found and found.at > context.at
    if (after and not (ahead and titled)) or ahead.endswith(":"):
        return None
    if low.rpartition(" ")[2] in known["works"] and (len(context.text.split()) <= 6 or low.endswith("titled")):
        return "title"
    cued = found and found.cue and low.endswith(found.cue.lower())
    return "title" if titled and not cued and context.in_body else None
