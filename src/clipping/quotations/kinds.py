"""What separates a title or a term from something said, and a sentence from a few words of one.

Reporters put marks around four things that nobody says: names of works, nicknames, words that are explained,
and words they keep at a distance. None has a cue beside it, and each has a habit of its own.
"""

from __future__ import annotations

import re

from clipping.quotations.attribution import Attribution, disowned
from clipping.quotations.context import QuoteContext
from clipping.quotations.marks import sentence_end
from clipping.quotations.people import LanguageWords
from clipping.record import QuotationKind

WORD = re.compile(r"[^\W\d_][\w’'-]*")


def kind_of(context: QuoteContext, attribution: Attribution | None, known: LanguageWords) -> QuotationKind:
    """Return whether a quotation is speech, writing, a fragment, a title or a term, by its words and what precedes.

    A title has its words in capitals, or follows the word for a work (the film, the report); a term follows
    "so-called" or "known as", or is a few words in a sentence that nobody is said to speak.
    """
    if named := _named(context, attribution, known):
        return named
    text, count, begins = context.text, len(context.text.split()), not context.ahead.strip()
    # A sentence rather than some words of one ends as such, or with the comma that replaces its stop, and begins with a
    # capital or the sentence or is six words and more; is ten and more; or has its capital where a sentence begins.
    ended = text.endswith((".", ",", "?", "!", "…", "—", "–")) and (text[0].isupper() or count >= 6 or begins)
    begun = count >= 3 and text[0].isupper() and (begins or context.ahead.rstrip().endswith((":", ",")))
    if ended or begun or count >= 10:
        # He tweeted; in a statement.
        sentence = f"{context.ahead} {context.tail[: sentence_end(context.tail)]}".lower()
        cued = attribution and (attribution.cue or "").lower() in known["writing_cues"]
        written = cued or (attribution and any(phrase in sentence for phrase in known["written_in"]))
        return "writing" if written else "speech"
    reported = (count > 3 or "C" in context.tags[: context.at]) and not disowned(context, known)
    return "fragment" if attribution or count > 6 or reported or (context.headed and count >= 3) else "term"


def _named(context: QuoteContext, attribution: Attribution | None, known: LanguageWords) -> QuotationKind | None:
    """Return "title" or "term" if the marks name something: so-called, a nickname, words in capitals, a work."""
    text, ahead, count = context.text, context.ahead.rstrip(), len(context.text.split())
    low, capitals = ahead.lower().rstrip(" ,:("), _in_capitals(text, known)
    cued = attribution and low.endswith((attribution.cue or " ").lower())
    agent = attribution and context.tail.lstrip().startswith("by ")  # called “…” by nurses is said by nurses
    what = cued and attribution and context.tags[max(0, attribution.at - 1)] in "ws"
    cues = [cue for cue in known["term_cues"] if low.endswith(cue) and not low[: -len(cue)][-1:].isalpha()]
    if (cues and count <= 8 and not agent and not what) or context.phrases[context.at].tag == "S":
        return "term"
    after = text.endswith((",", "?", "!")) and attribution and attribution.position == "after"
    if (after and not (ahead and capitals)) or ahead.endswith(":"):
        return None
    if not context.headed and capitals and not cued:
        return "title" if sum(token.lower() not in known["small_words"] for token in WORD.findall(text)) > 2 else "term"
    work = next(reversed(WORD.findall(low[-80:])), "") in known["works"] and (count <= 6 or low.endswith("titled"))
    return ("title" if text[0].isupper() else "term") if work else None


def _in_capitals(text: str, known: LanguageWords) -> bool:
    """Return whether words are printed as titles are: three in four of those that matter have a capital."""
    significant = [token for token in WORD.findall(text) if token.lower() not in known["small_words"]]
    capitals = sum(token[0].isupper() for token in significant)
    return text[0].isupper() and len(significant) > 1 and capitals >= 0.75 * len(significant)
