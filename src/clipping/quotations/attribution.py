"""Who a quotation is said by, as the words around it tell: a cue and its subject.

The grammar, in the order in which it is tried. Q is the quotation, S its speaker, C a cue (said, wrote).

    S C: Q        Smith said: “…”              S: Q         Smith was blunt: “…”
    "Q," S C      “…,” Smith said              "Q," C S     “…,” said Smith, a baker
    … Q, P S      “…”, according to Smith      Q – S        ‘…’ – Smith
    S C … Q …     Smith called it a “…” today

What stands right at the marks goes before what stands further off; nothing is read across the end of a
sentence. The words are those of cues.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from clipping.quotations.people import Names, Speaker, Words
from clipping.quotations.subjects import subject_first, subject_last
from clipping.record import CuePosition

#: How many code points around a quotation are read for its attribution.
WINDOW = 320
STOP = re.compile(r"[.!?…][”’\"')\]»]*\s+(?=[^a-z\s])")
SENTENCE_OVER = re.compile(r"[.!?…][”’\"')\]»]*\s*$")
SHORT_FORM = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Sen|Rep|Gov|St|Lt|Sgt|Capt|Rev|Jr|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec))\.$"
)
#: A word; the pronoun that French hangs on to its verb (dit-il, a-t-elle dit) is a word of its own.
TOKEN = re.compile(r"[^\W\d_]+(?:[-’'](?!(?:t-)?(?:ils?|elles?|on)\b)[^\W\d_]+)*")
QUOTED = re.compile(r"[“”„«»\"‘]")
#: What may stand between a cue and the mark that it introduces.
NEXT_TO_MARK = re.compile(r"^(?:\s+(?:that|how|it|him|her|them|as|the|a|an|reporters|me|us))?\s*[,:—–]?\s*(?:that )?$")


PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(\w+)(?: as)?(?: an?| the)?\s*$")
BY = re.compile(r"\s+by\s+")
#: "Bako, Tamba region –", "SORVA, March 14 (Reuters) -": where the news is from, before the first sentence.
DATELINE = re.compile(
    r"(?=[^–—-]*[,(]|[^a-z]* [–—-])[^\W\d_a-z][^.!?:“”\"«»–—]{1,60}(?: \([^()]+\))? (?:[–—-]|--) (?=\S)"
)


class Attribution(Struct, frozen=True):
    """A speaker, the cue that gives the quotation to him or her, where they stand, and how directly."""

    speaker: Speaker
    cue: str | None
    position: CuePosition
    near: bool = True
    end: int = 0
    written: bool = False


def last_sentence(text: str) -> str:
    """Return the sentence that ``text`` breaks off in."""
    start = 0
    for stop in STOP.finditer(text):
        if not SHORT_FORM.search(text[max(0, stop.start() - 6) : stop.start() + 1]):
            start = stop.end()
    ended = SENTENCE_OVER.search(text)
    return "" if ended and not SHORT_FORM.search(text[: ended.start() + 1][-7:]) else text[start:]


def first_sentence(text: str) -> str:
    """Return ``text`` up to the end of the sentence that it begins in."""
    for stop in STOP.finditer(text):
        if not SHORT_FORM.search(text[max(0, stop.start() - 6) : stop.start() + 1]):
            return text[: stop.start() + 1]
    return text


def before(sentence: str, names: Names) -> Attribution | None:
    """Return the attribution that ``sentence``, which runs up to the opening mark, makes."""
    known = names.words
    if source := next(followed(sentence, names), None):
        phrase, _, named = source
        return Attribution(named, phrase, "before", written=_in_writing(sentence, known))
    cues = known["cues"]
    found = [m for m in TOKEN.finditer(sentence) if m[0].lower() in cues][-5:]
    for match in reversed(found):
        rest = sentence[match.end() :]
        if STOP.search(rest):
            break
        if match[0].lower() in known["disowning_cues"] and _hearsay(rest, known):
            return None  # "Smith rejected claims that it was “…”": the words are not Smith's
        near = bool(NEXT_TO_MARK.match(rest)) or rest.rstrip().endswith((":", ","))
        head = sentence[: match.start()]
        speaker = _subject(head, match[0], near, names)
        if speaker is None:
            speaker = _inverted(rest, near, names)
        if speaker:
            written = match[0].lower() in known["writing_cues"] or _in_writing(sentence, known)
            return Attribution(speaker, match[0], "before", near, written=written)
    if sentence.rstrip().endswith(":"):
        speaker = opening_subject(sentence, names)
        if speaker:
            return Attribution(speaker, None, "before", written=_in_writing(sentence, known))
    return None


def _hearsay(rest: str, known: Words) -> bool:
    """Say whether what follows a verb is a report of others ("claims that"), not judged in the marks ("as “…”")."""
    return bool(known["hearsay"] & set(rest.lower().split()[:4])) and not rest.rstrip().endswith(" as")


def passive(sentence: str, tail: str, names: Names) -> Attribution | None:
    """Return the attribution of "has been called “…” by S": the verb before the marks, its agent after them."""
    agent = BY.match(tail)
    verb = PASSIVE.search(sentence) if agent else None
    if not agent or not verb or verb[1].lower() not in names.words["cues"]:
        return None
    speaker = subject_first(tail[agent.end() :], names)
    return Attribution(speaker, verb[1], "before") if speaker else None


def _subject(head: str, cue: str, near: bool, names: Names) -> Speaker | None:
    """Return the subject of a cue, given the words of the sentence before the cue."""
    speaker = subject_last(head, names) if head.strip() else None
    if speaker:
        return speaker
    trimmed = head.rstrip()
    participle = cue.endswith("ing")
    follows = trimmed.endswith(("and", "but", "then", "to", ",", "before", "by", "while", "after"))
    if (near and (follows or participle)) or trimmed.endswith((" and", " but", " to") + (",",) * participle):
        # A second verb of the same subject: "Smith stood up and said", "Smith apologised, saying".
        return opening_subject(head, names)
    return None


def _inverted(rest: str, near: bool, names: Names) -> Speaker | None:
    """Return the subject that follows its cue: "Said Smith: “…”"."""
    if not rest.rstrip().endswith((":", ",")):
        return None
    speaker = subject_first(rest, names)
    return speaker if speaker and rest.strip(" ,:").endswith(speaker.written) else None


def opening_subject(sentence: str, names: Names) -> Speaker | None:
    """Return the subject that a sentence begins with, after a phrase such as "In a statement," or "But"."""
    text = sentence.strip()
    text = text[_dateline_end(text) :]
    for _ in range(3):
        word = text.split(" ", 1)[0].strip(",")
        if not _leads_in(word, names):
            break
        comma = re.search(r",[”’\"']? ", text)
        head, tail = (text[: comma.start()], text[comma.end() :]) if comma else (text, "")
        whole = comma and len(head) < 120 and word not in {"But", "And"}
        text = tail if whole else text.partition(" ")[2]
    found = subject_first(text, names)
    word = found.written if found and found.type == "person" and " " not in found.written else ""
    # A word that opens a sentence may have its capital for that alone: "Twice a week …".
    return found if not word or names.knows(word) or text.startswith(f"{word},") else None


def _dateline_end(text: str) -> int:
    """Return where the first sentence starts behind a dateline; 0 without one. A second dash encloses words."""
    match = DATELINE.match(text)
    return match.end() if match and not re.search(r" [–—-] ", text[match.end() :]) else 0


def _leads_in(word: str, names: Names) -> bool:
    """Say whether a word opens a sentence without being part of its subject: In, Asked, Addressing, Known."""
    known = names.words
    if word in known["not_names"]:
        return word.lower() not in known["subject_openers"]
    participle = len(word) > 4 and word.endswith(("ing", "ed")) and word[0].isupper()
    return participle and word not in names.by_last and word not in names.by_word


def after(text: str, ended: bool, names: Names) -> Attribution | None:
    """Return the attribution that ``text``, which follows the closing mark, makes.

    ``ended`` says that the quotation ends its sentence (a full stop inside the marks): what follows is then
    another sentence, and only a dash or a bare name still belongs to the quotation.
    """
    known = names.words
    dash = re.match(r"\s*(?:[-–—]|\()\s*", text)
    sentence = first_sentence(text)
    if dash:
        speaker = subject_first(sentence[dash.end() :], names) or _bare_role(sentence[dash.end() :], known)
        rest = sentence[dash.end() + len(speaker.written) :] if speaker else ""
        if speaker and len(rest) < 60 and not any(t.lower() in known["cues"] for t in TOKEN.findall(rest)):
            return Attribution(speaker, None, "after", end=len(sentence))
    if ended:
        return None
    lead = re.match(r"[\s,;:–—-]*", sentence)
    start = lead.end() if lead else 0
    quoted = QUOTED.search(sentence, start)
    clause = sentence[: quoted.start()] if quoted else sentence
    if source := next(followed(clause, names), None):
        phrase, at, named = source
        return Attribution(named, phrase, "after", at <= start + 2, _end(clause, named, at))
    cues = known["cues"]
    opening = TOKEN.match(clause, start)
    if opening and opening[0].lower() in known["turns"]:
        return None  # "…” but residents vow to stay": another clause, with a subject and a verb of its own
    for match in [m for m in TOKEN.finditer(clause, start) if m[0].lower() in cues][:4]:
        head = clause[start : match.start()].strip()
        adverb = head in known["adverbs"] or (head.endswith("ly") and " " not in head)
        speaker = None
        if not head or adverb:
            speaker = subject_first(clause[match.end() :], names)
            if speaker is None and match[0].lower() == "told":
                continue
        else:
            speaker = subject_last(head, names)
        if speaker:
            written = match[0].lower() in known["writing_cues"] or _in_writing(clause, known)
            near = not head or adverb or head.endswith(speaker.written) or head.startswith(speaker.written)
            return Attribution(speaker, match[0], "after", near, _end(clause, speaker, match.end()), written)
    return None


def _bare_role(text: str, known: Words) -> Speaker | None:
    """Return a role or group without its article, as headlines print it: ‘…’ – minister."""
    tokens = text.strip().rstrip(".").split()
    if not tokens or len(tokens) > 4:
        return None
    last = tokens[-1].lower()
    phrase = " ".join(tokens)
    if last in known["roles"]:
        return Speaker(phrase, phrase, "unnamed")
    return Speaker(phrase, phrase, "organisation") if last in known["organisations"] else None


def _end(clause: str, speaker: Speaker, at: int) -> int:
    """Return where an attribution ends in a clause: after the cue and the subject, whichever is later."""
    return max(at, clause.find(speaker.written) + len(speaker.written))


def followed(text: str, names: Names) -> Iterator[tuple[str, int, Speaker]]:
    """Yield whom ``text`` follows, behind the phrase that attributes ("according to Smith") and its place."""
    for phrase, at in _phrases(text, names.words):
        if speaker := subject_first(text[at + len(phrase) :], names):
            yield phrase, at, speaker


def _phrases(text: str, known: Words) -> list[tuple[str, int]]:
    """Return the phrases that attribute and stand in a text as whole words, the longest first, with their places."""
    low = text.lower()
    found = []
    for phrase in known["phrases"]:
        at = low.rfind(phrase)
        if at < 0 or (at and low[at - 1].isalnum()) or low[at + len(phrase) : at + len(phrase) + 1].isalnum():
            continue
        found.append((phrase, at))
    return sorted(found, key=lambda entry: (-len(entry[0]), entry[0]))


def _in_writing(text: str, known: Words) -> bool:
    """Say whether a text says that the words were written: "in a statement", "in a tweet"."""
    low = text.lower()
    return any(phrase in low for phrase in known["written_in"])
