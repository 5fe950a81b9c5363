"""Telling a title or a term from something said, and a sentence from a few words of one.

Reporters put marks around four things that nobody says: names of works, nicknames, words that are explained,
and words they keep at a distance. None has a cue beside it, and each has a habit of its own.
"""

from __future__ import annotations

import re

from clipping.quotations.attribution import Attribution
from clipping.quotations.context import QuoteContext
from clipping.quotations.people import Words
from clipping.quotations.sentences import sentences
from clipping.record import QuotationKind

SENTENCE_WITHIN = re.compile(r"[.!?…][”’\"')]*\s+[A-ZÀ-Þ¿¡]")
TITLED = re.compile(r"\b(?:titled|entitled|headlined)$")
NAME_BEFORE = re.compile(r"[A-ZÀ-Þ]\w+ $")
NAME_AFTER = re.compile(r"\s[A-ZÀ-Þ]\w")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
SMALL_WORDS = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "but", "with", "by", "from", "towards"}
    | {"toward", "against", "as", "into", "over", "up", "is", "it", "i", "de", "la", "el", "le", "les", "du", "des"}
    | {"del", "los", "las", "y", "et", "e", "da", "do", "der", "die", "das", "und", "il", "di"}
)
#: How many words the longest title has that is looked for.
LONGEST_TITLE = 40


def is_whole(text: str, sentence: str = "x") -> bool:
    """Say whether words are a sentence rather than some words of one; ``sentence`` is what leads up to them.

    They are if they hold the end of a sentence; end as one does, or with the comma that stands for its stop,
    and begin with a capital or are six words and more; are ten words and more; or begin with a
    capital where a sentence begins: first, or after a colon or comma.
    """
    count = len(text.split())
    if SENTENCE_WITHIN.search(text):
        return True
    if text.endswith((".", ",", "?", "!", "…", "—", "–")) and (text[0].isupper() or count >= 6 or not sentence.strip()):
        return True
    begins = not sentence.strip() or sentence.rstrip().endswith((":", ","))
    return count >= 10 or (count >= 3 and begins and text[0].isupper())


def kind_of(context: QuoteContext, attribution: Attribution | None, known: Words) -> QuotationKind:
    """Tell speech, writing, fragment, title and term apart by the words and what stands before them.

    A title has its words in capitals, or follows the word for a work (the film, the report); a term follows
    "so-called" or "known as", or is a few words in a sentence that nobody is said to speak.
    """
    named = _named(context, attribution, known) or _entitled(context, attribution, known)
    if named:
        return named
    if is_whole(context.text, context.ahead):
        return "writing" if attribution and _is_written(context, attribution, known) else "speech"
    count = len(context.text.split())
    if attribution is not None or count > 6:
        return "fragment"
    return "fragment" if context.headed and count >= 3 else "term"


def _is_written(context: QuoteContext, attribution: Attribution, known: Words) -> bool:
    """Return whether the sentence says that the words were written: he tweeted, in a statement."""
    beside = context.ahead if attribution.position == "before" else sentences(context.tail)[0][1]
    written = any(phrase in beside.lower() for phrase in known["written_in"])
    return written or (attribution.cue or "").lower() in known["writing_cues"]


def _named(context: QuoteContext, attribution: Attribution | None, known: Words) -> QuotationKind | None:
    """Say whether the words before or around the marks name what is in them: so-called, titled, a nickname."""
    sentence = context.ahead
    if not sentence:
        return None
    low = sentence.lower().rstrip(" ,:(")
    agent = attribution is not None and attribution.position == "before" and context.tail.lstrip().startswith("by ")
    count = len(context.text.split())
    if count <= 8 and not agent:  # called “…” by nurses is said by nurses
        cues = [cue for cue in known["term_cues"] if low.endswith(cue)]
        if any(not low[: -len(cue)][-1:].isalpha() for cue in cues):
            return "term"
    if TITLED.search(low):
        return "title"
    if count <= 3 and NAME_BEFORE.search(sentence) and NAME_AFTER.match(context.tail):
        return "term"  # a nickname within a name
    return None


def _entitled(context: QuoteContext, attribution: Attribution | None, known: Words) -> QuotationKind | None:
    """Say whether the words themselves look like a title, or stand after the word for a work."""
    text, sentence = context.text, context.ahead
    if text.endswith((",", "?", "!")) and attribution is not None and attribution.position == "after":
        return None
    low = sentence.lower().rstrip(" ,:(")
    recent = [token.lower() for token in WORD.findall(low[-80:])[-4:]]
    if not context.headed and _in_capitals(text) and not _cue_at_marks(low, attribution):
        significant = sum(token.lower() not in SMALL_WORDS for token in WORD.findall(text))
        return "title" if significant > 2 or any(token in known["works"] for token in recent) else "term"
    if not recent or recent[-1] not in known["works"] or recent[-1] in known["cues"]:
        return None
    first = WORD.search(text)
    capital = first is not None and first[0][0].isupper()
    if (capital or attribution is None) and (not is_whole(text, sentence) or len(text.split()) <= 6):
        return "title" if capital else "term"
    return None


def _in_capitals(text: str) -> bool:
    """Say whether words are printed as titles are: three in four of those that matter have a capital."""
    first = WORD.search(text)
    if not first or not first[0][0].isupper() or text.count(" ") > LONGEST_TITLE:
        return False
    significant = [token for token in WORD.findall(text) if token.lower() not in SMALL_WORDS]
    return len(significant) > 1 and sum(token[0].isupper() for token in significant) >= 0.75 * len(significant)


def _cue_at_marks(low: str, attribution: Attribution | None) -> bool:
    """Say whether a cue stands right at the opening mark: said “…”."""
    if attribution is None or attribution.cue is None or not attribution.near:
        return False
    return attribution.position == "before" and low.endswith(attribution.cue.lower())
