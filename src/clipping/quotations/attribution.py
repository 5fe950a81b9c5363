"""The cue that gives a quotation to its speaker, and the speaker as the sentence has it.

The patterns, in the order in which they are tried. Q is the quotation, S its speaker, C a cue (said, wrote).

    S C: Q        Smith said: “…”              S: Q         Smith was blunt: “…”
    "Q," S C      “…,” Smith said              "Q," C S     “…,” said Smith, a baker
    … Q, P S      “…”, according to Smith      Q – S        ‘…’ – Smith
    S C … Q …     Smith called it a “…” today

Words next to the marks take precedence over words further off, and nothing is read beyond the end of the
sentence. The words are those of cues.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from clipping.quotations.context import QuoteContext
from clipping.quotations.people import LanguageWords, Names, Speaker, is_role
from clipping.quotations.sentences import split_sentences
from clipping.quotations.subjects import subject_first, subject_last
from clipping.record import CuePosition

#: A word; the pronoun that French joins to its verb (dit-il, a-t-elle dit) is a word of its own.
TOKEN = re.compile(r"[^\W\d_]+(?:[-’'](?!(?:t-)?(?:ils?|elles?|on)\b)[^\W\d_]+)*")
#: What may stand between a cue and the mark that it introduces.
NEXT_TO_MARK = re.compile(r"^(?:\s+(?:that|how|it|him|her|them|as|the|a|an|reporters|me|us))?\s*[,:—–]?\s*(?:that )?$")
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(\w+)(?: as)?(?: an?| the)?\s*$")
BY = re.compile(r"\s+by\s+")
#: "Bako, Tamba region –", "SORVA, March 14 (Reuters) -": the place of the news, before the first sentence. Where
#: another dash follows, the two enclose words.
DATELINE = re.compile(
    r"^(?=[^–—-]*[,(]|[^a-z]* [–—-])[^\W\d_a-z][^.!?:“”\"«»–—]{1,60}(?: \([^()]+\))? (?:[–—-]|--) (?!.* [–—-] )"
)


class Attribution(Struct, frozen=True):
    """A speaker, the cue that attributes the quotation, on which side it is, and whether it is next to the marks."""

    speaker: Speaker
    cue: str | None
    position: CuePosition
    near: bool = True


def attribution_of(context: QuoteContext, names: Names) -> Attribution | None:
    """Return the attribution of a quotation from the rest of its sentence, the nearer one first."""
    ahead = _passive(context.ahead, context.tail, names) or _before(context.ahead, names)
    behind = _after(context.tail, context.ended, names)
    return behind if behind and (behind.near or not ahead) else ahead


def _before(sentence: str, names: Names) -> Attribution | None:
    """Return the attribution that ``sentence``, which runs up to the opening mark, makes."""
    known = names.words
    if source := next(followed(sentence, names), None):
        return Attribution(source[1], source[0], "before")
    for match in reversed(_cues(sentence, known)[-5:]):
        rest = sentence[match.end() :]
        hearsay = match[0].lower() in known["disowning_cues"] and known["hearsay"] & set(rest.lower().split()[:4])
        if hearsay and not rest.rstrip().endswith(" as"):
            return None  # "Smith rejected claims that it was “…”": the words are not Smith's
        near = bool(NEXT_TO_MARK.match(rest)) or rest.rstrip().endswith((":", ","))
        if speaker := _subject(sentence[: match.start()], near, names):
            return Attribution(speaker, match[0], "before", near)
    if sentence.rstrip().endswith(":") and (speaker := opening_subject(sentence, names)):
        return Attribution(speaker, None, "before")
    return None


def _cues(text: str, known: LanguageWords) -> list[re.Match[str]]:
    """Return the cues in a text."""
    return [match for match in TOKEN.finditer(text) if match[0].lower() in known["cues"]]


def _passive(sentence: str, tail: str, names: Names) -> Attribution | None:
    """Return the attribution of "has been called “…” by S": the verb before the marks, its agent after them."""
    agent, verb = BY.match(tail), PASSIVE.search(sentence)
    if not agent or not verb or verb[1].lower() not in names.words["cues"]:
        return None
    speaker = subject_first(tail[agent.end() :], names)
    return Attribution(speaker, verb[1], "before") if speaker else None


def _subject(head: str, near: bool, names: Names) -> Speaker | None:
    """Return the subject of a cue, given the words of the sentence before the cue."""
    if speaker := subject_last(head, names):
        return speaker
    # A second verb of the same subject: "Smith stood up and said", "Smith apologised, saying".
    follows = near or head.rstrip().endswith((" and", " but", " to", ","))
    return opening_subject(head, names) if follows else None


def opening_subject(sentence: str, names: Names) -> Speaker | None:
    """Return the subject that a sentence begins with, after a phrase such as "In a statement," or "But"."""
    text = DATELINE.sub("", sentence.strip())
    for _ in range(3):
        word = text.split(" ", 1)[0].strip(",")
        if not _leads_in(word, names):
            break
        comma = re.search(r",[”’\"']? ", text)
        text = text[comma.end() :] if comma and word not in {"But", "And"} else text.partition(" ")[2]
    found = subject_first(text, names)
    if found and found.type == "person" and " " not in found.written and found.written not in names.within:
        return None  # a word that opens a sentence may have its capital for that alone: "Twice a week …"
    return found


def _leads_in(word: str, names: Names) -> bool:
    """Return whether a word opens a sentence without being part of its subject: In, Asked, Addressing, Known."""
    known = names.words
    if word in known["not_names"]:
        return word.lower() not in known["subject_openers"]
    return word.endswith(("ing", "ed")) and word not in names.by_last


def _after(text: str, ended: bool, names: Names) -> Attribution | None:
    """Return the attribution that ``text``, which follows the closing mark, makes.

    ``ended`` means that the quotation ends its sentence (a full stop inside the marks): what follows is then
    another sentence, and only a name behind a dash still belongs to the quotation.
    """
    known = names.words
    clause = split_sentences(text)[0][1]
    if dash := re.match(r"\s*[-–—(]\s*", clause):
        phrase = clause[dash.end() :].strip(" .")
        bare = is_role(phrase.rpartition(" ")[2], known)  # as headlines print it: ‘…’ – minister
        if speaker := subject_first(phrase, names) or (Speaker(phrase, phrase, "unnamed") if bare else None):
            return Attribution(speaker, None, "after")
    if ended:
        return None
    clause = clause.lstrip(" ,;:–—-")
    if source := next(followed(clause, names), None):
        return Attribution(source[1], source[0], "after", clause.lower().startswith(source[0]))
    opening = TOKEN.match(clause)
    if opening and opening[0].lower() in known["turns"]:
        return None  # "…” but residents vow to stay": another clause, with a subject and a verb of its own
    for match in _cues(clause, known)[:4]:
        head = clause[: match.start()].strip()
        if head and head not in known["adverbs"] and not (head.endswith("ly") and " " not in head):
            speaker = subject_last(head, names)
            near = speaker is not None and (head.endswith(speaker.written) or head.startswith(speaker.written))
        else:
            speaker, near = subject_first(clause[match.end() :], names), True
        if speaker:
            return Attribution(speaker, match[0], "after", near)
    return None


def followed(text: str, names: Names) -> Iterator[tuple[str, Speaker]]:
    """Yield the sources that ``text`` names behind a phrase such as "according to": the phrase and the speaker."""
    for match in names.words.phrases.finditer(text):
        if speaker := subject_first(text[match.end() :], names):
            yield match[0].lower(), speaker
