"""Telling a title or a term from something said, and a sentence from a few words of one.

Reporters put marks around four things that nobody says: names of works, nicknames, words that are explained,
and words they keep at a distance. None has a cue beside it, and each has a habit of its own.
"""

from __future__ import annotations

import re

from clipping.quotations.attribution import Attribution
from clipping.quotations.people import Words
from clipping.record import QuotationKind

SENTENCE_WITHIN = re.compile(r"[.!?…][”’\"')]*\s+[A-ZÀ-Þ¿¡]")
TITLED = re.compile(r"\b(?:titled|entitled|headlined)$")
NAME_BEFORE = re.compile(r"[A-ZÀ-Þ]\w+ $")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
SMALL_WORDS = frozenset(
    "a an the of to in on at for and or but with by from towards toward against as into over up is it de la el le les "
    "du des del los las y e et da do der die das und i il di".split()
)


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


def cued_by_agent(attribution: Attribution | None, tail: str) -> bool:
    """Say whether the words are given to an agent after them: called “…” by nurses."""
    return attribution is not None and attribution.position == "before" and tail.lstrip().startswith("by ")


def kind_of(
    text: str, sentence: str, tail: str, attribution: Attribution | None, headed: bool, known: Words
) -> QuotationKind:
    """Tell speech, writing, fragment, title and term apart by the words and what stands before them.

    A title has its words in capitals, or follows the word for a work (the film, the report); a term follows
    "so-called" or "known as", or is a few words in a sentence that nobody is said to speak.
    """
    tokens = WORD.findall(text)
    count = len(text.split())
    cued = attribution is not None and attribution.near and attribution.cue is not None
    low = sentence.lower().rstrip(" ,:(")
    if not cued_by_agent(attribution, tail) and (
        any(low.endswith(phrase) and not low[: -len(phrase)][-1:].isalpha() for phrase in known["term_cues"])
        and count <= 8
    ):
        return "term"
    if sentence and TITLED.search(low):
        return "title"
    if count <= 3 and NAME_BEFORE.search(sentence) and re.match(r"\s[A-ZÀ-Þ]\w", tail):
        return "term"  # a nickname within a name
    significant = [token for token in tokens if token.lower() not in SMALL_WORDS]
    capitals = sum(token[0].isupper() for token in significant)
    titled = len(significant) > 1 and capitals >= 0.75 * len(significant) and tokens[0][0].isupper()
    recent = [token.lower() for token in WORD.findall(low)[-4:]]
    work = any(token in known["works"] for token in recent)
    ends_said = text.endswith((",", "?", "!")) and attribution is not None and attribution.position == "after"
    if (
        titled
        and not headed
        and not ends_said
        and not (
            cued and attribution and attribution.position == "before" and low.endswith(str(attribution.cue).lower())
        )
    ):
        return "title" if len(significant) > 2 or work else "term"
    if (
        not ends_said
        and recent
        and (tokens[0][0].isupper() or attribution is None)
        and recent[-1] in known["works"] - known["cues"]
        and (not is_whole(text, sentence) or count <= 6)
    ):
        return "title" if tokens and tokens[0][0].isupper() else "term"
    if is_whole(text, sentence):
        return "writing" if attribution and attribution.written else "speech"
    if attribution is not None:
        return "fragment"
    if headed:
        return "fragment" if count >= 3 else "term"
    return "term" if count <= 6 else "fragment"
