"""The subject of a verb of saying: the phrase that ends, or begins, the words beside it.

"Smith said" and "said Smith" name the same speaker, and newspapers add to the name what a reader should
know: an age, a post, a town, between commas. These are passed over to reach the name, and a role among them is kept.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from clipping.quotations.people import (
    DETERMINER,
    LINKS,
    NAME,
    NAME_FIRST,
    NAME_LAST,
    LanguageWords,
    Names,
    Speaker,
    canonical,
    gender_of,
    is_organisation,
    is_role,
    role_before,
    speaker_of,
    split_titles,
    without_article,
)
from clipping.quotations.sentences import ends_abbreviation
from clipping.record import SpeakerType

#: Marks that separate clauses, and words that begin what is said of a speaker rather than name one.
CLAUSE = re.compile(
    r"[,;:(\[—–“\"]|\.(?=\s|$)| (?:who|whose|after|when|as|while|adding|during|before|told|via|through"
    r"|to(?! [A-Z])|last|this|outside"
    r"|in (?:a|an|his|her|its|the|response|reference|comments|remarks|an)|at (?:a|the)|on|about"
    r"|that|and|was|is|has|had|were|did|said)\b"
)
#: What joins a French pronoun to the verb before it: dit-il, a-t-elle.
INVERTED = re.compile(r"^(?:\w*-t)?-(?=(?:ils?|elles?|on)\b)|^-t-(?=(?:ils?|elles?|on)\b)")
#: What follows a name between commas: an age, and what he or she is.
APPOSITIVE = re.compile(r"(?:, \d{1,3}|\(\d{1,3}\))?, ([^,.;:]{3,90})(?=[,.;:]|$)")
NAME_WITHIN = re.compile(rf"(?<![\w’'-]){NAME}")
PARENTHESIS = re.compile(r"\s*\([^()]{0,40}\)")
PARTS = re.compile(r", | [–—] ?")
#: Where what a segment says of a person ends.
ROLE_END = re.compile(r", | [–—-] |\b(?:who|which|whose) ")
#: The articles of somebody who is known already.
ARTICLES = ("the ", "el ", "la ", "le ")
#: The lists whose words head a phrase that can speak, and what kind of speaker each makes.
HEADS: tuple[tuple[str, SpeakerType], ...] = (
    ("people_nouns", "group"),
    ("organisations", "organisation"),
    ("documents", "document"),
)


def subject_last(text: str, names: Names) -> Speaker | None:
    """Return the speaker that ``text``, which runs up to a verb, names as the subject of it.

    Habits read: "Smith"; "Smith, 45, a baker,"; "former minister, Jane Doe,"; "a spokesman for the ministry";
    "she"; with adverbs, auxiliaries and "who" between subject and verb passed over.
    """
    known = names.words
    text = PARENTHESIS.sub("", text).rstrip()
    while (word := text.rpartition(" ")[2]) in known["adverbs"] or (word.endswith("ly") and word.islower()):
        text = text[: -len(word)].rstrip()
    segments = PARTS.split(text.rstrip(",–— "))[-5:]
    if len(segments) == 1 or not text.endswith((",", "–", "—")):
        return _phrase_last(segments[-1], names)
    numbers = range(len(segments) - 1, -1, -1)
    whole = [n for n in numbers if _is_whole_name(segments[n], names) or (n and _states(segments[n - 1], known))]
    for number in (*whole, *numbers[1:]):
        found = _phrase_last(segments[number], names)
        if found and found.type == "person":
            beside = segments[number + 1 :] or segments[number - 1 : number]
            return replace(found, role=found.role or _as_role(", ".join(beside), known))
    return None


def _states(segment: str, known: LanguageWords) -> bool:
    """Return whether a segment states what the next one names: a role, a body ("The operator, CalSound,")."""
    return segment.rpartition(" ")[2] in known["organisations"] or _as_role(segment, known) is not None


def _is_whole_name(segment: str, names: Names) -> bool:
    """Return whether a segment between commas is one person's name and nothing else."""
    name = split_titles(segment, names.words)[1] if NAME_FIRST.fullmatch(segment) else ""
    return " " in name or canonical(name, names) != name


def _as_role(segment: str, known: LanguageWords) -> str | None:
    """Return the role that a segment beside a name states, its article left out; ``None`` if it states none."""
    segment = without_article(ROLE_END.split(re.sub(r"^\d{1,3}, ", "", segment))[0])
    return segment if any(is_role(token, known) for token in segment.split()) else None


def _pronoun(word: str, known: LanguageWords) -> Speaker | None:
    """Return the speaker that a pronoun is, to be resolved; ``None`` for any other word."""
    gender = known.pronouns.get(word.lower())
    return Speaker(word, word, None, pronoun=True, gender=gender) if gender else None


def _phrase_last(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase ends ``text``."""
    known = names.words
    if pronoun := _pronoun(INVERTED.sub("", text.rpartition(" ")[2]), known):
        return pronoun
    match = NAME_LAST.search(text)
    if not match:
        return _headed(text, names)
    before = text[: match.start()]
    if before.endswith(("’s ", "'s ")) and is_organisation(match[0], known):
        return _headed(text, names)  # the Ombudsman's Office
    link = next((word for word in reversed(before.split()[-2:]) if not DETERMINER.fullmatch(word)), "")
    office, name = split_titles(match[0], known)
    if link.lower() in LINKS and not (office and " " in name):
        # "an aide to Smith", "Smith of Ardmore"
        lead = before.rpartition(link)[0].rstrip()
        earlier = NAME_LAST.search(lead)
        return _headed(text, names) or (speaker_of(earlier[0], lead[: earlier.start()], names) if earlier else None)
    return speaker_of(match[0], before, names) or _headed(text, names)


def _headed(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase, headed by a role, group, body or document, ends ``text``."""
    known = names.words
    tokens = text.split()
    at = next((n for n in reversed(range(len(tokens))) if _head_of(tokens[n], known)), None)
    if at is None:
        alone = tokens and tokens[0].lower() in {"one", "another"} and len(tokens) <= 3
        return Speaker(text, text, "unnamed") if alone else None
    if at + 1 < len(tokens) and (tokens[at + 1].lower() not in LINKS or _phrase_end(tokens[at:]) < len(tokens) - at):
        return None
    start = _phrase_start(tokens, at, known)
    phrase = " ".join(tokens[start:])
    linked = start > 1 and tokens[start - 1].lower() in LINKS
    if linked and (outer := _headed(" ".join(tokens[: start - 1]), names)):
        # "a spokesman for the ministry": the spokesman speaks, not the ministry.
        link = f" {tokens[start - 1]} {phrase}"
        name = outer.name if outer.type == "person" else outer.name + link
        return replace(outer, written=outer.written + link, name=name)
    kind = _head_of(tokens[at], known)
    definite = DETERMINER.match(phrase) or phrase[0].isupper()
    return _settled(phrase, tokens[at], kind, names) if definite or kind != "unnamed" else None


def _head_of(word: str, known: LanguageWords) -> SpeakerType | None:
    """Return what kind of speaker a noun heads; ``None`` if it is none that speaks."""
    if is_role(word, known):
        return "unnamed"
    return next((kind for name, kind in HEADS if word in known[name] or word.lower() in known[name]), None)


def _phrase_start(tokens: list[str], at: int, known: LanguageWords) -> int:
    """Return where the phrase that the noun at ``at`` heads begins: at its article or after a boundary."""
    first = max(0, at - 7)
    while at > first and tokens[at - 1].lower() not in known["boundaries"]:
        at -= 1
        if DETERMINER.fullmatch(tokens[at]):
            break
    return at


def _phrase_end(tokens: list[str]) -> int:
    """Return how many words the phrase that begins a clause can have: "an aide to Smith", not "… declined".

    A name after the head's preposition ends the phrase: what follows in small letters is the verb.
    """
    numbers = iter(range(len(tokens)))
    linked = any(tokens[n].lower() in LINKS for n in numbers)
    named = linked and any(tokens[n][0].isupper() or tokens[n] == "&" for n in numbers)
    verbs = (n for n in numbers if named and not tokens[n][0].isupper() and tokens[n] not in {"&", "the", "and"})
    return next(verbs, len(tokens))


def _settled(phrase: str, head: str, kind: SpeakerType | None, names: Names) -> Speaker:
    """Return the speaker of a headed phrase: the one holder of the role, if the article names one."""
    name = phrase[:1].lower() + phrase[1:] if DETERMINER.match(phrase) else phrase
    if kind != "unnamed":
        return Speaker(phrase, name, kind, gender="p" if kind == "group" else None)
    role = without_article(phrase)
    holders = names.by_role.get(role.lower(), ()) if phrase.lower().startswith(ARTICLES) else ()
    if len(holders) == 1:
        return Speaker(phrase, holders[0], "person", role)
    return Speaker(phrase, name, kind, gender=gender_of(head, names.words))


def subject_first(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase begins ``text``, which follows a verb of saying or begins a sentence."""
    known = names.words
    text = INVERTED.sub("", text.lstrip())
    clip = _clause(text)
    tokens = clip.split()
    if not tokens or tokens[0].lower() in known["recipients"]:
        return None  # "dijo a la AFP": who was told
    if pronoun := _pronoun(tokens[0], known):
        return pronoun
    beside = APPOSITIVE.match(text, len(clip))
    stated = beside[1] if beside else ""
    name = NAME_FIRST.match(clip)
    if name and not clip[name.end() :].startswith(("’", "'")):
        follows = clip[name.end() :].split()[:1]
        found = None if follows and is_role(follows[0], known) else speaker_of(name[0], "", names)
        if found:
            return replace(found, role=found.role or _as_role(stated, known)) if found.type == "person" else found
    return (
        _set_beside(clip, stated, names)
        or _role_then_name(clip, names)
        or _headed_first(tokens, names)
        or _article_then_name(clip, names)
    )


def _clause(text: str) -> str:
    """Return the clause that ``text`` begins with; the stop of an abbreviation (Mr., J.) does not end it."""
    ends = (cut.start() for cut in CLAUSE.finditer(text) if cut[0] != "." or not ends_abbreviation(text, cut.start()))
    return text[: next(ends, len(text))]


def _set_beside(clip: str, stated: str, names: Names) -> Speaker | None:
    """Return the person whose name stands between commas after what he or she is: "Her partner, Jane Doe,"."""
    role = _as_role(clip, names.words)
    if not _is_whole_name(stated, names) and not (role and _as_role(stated, names.words)):
        return None
    found = _phrase_last(stated, names)
    return replace(found, role=found.role or role) if found and found.type == "person" else None


def _role_then_name(clip: str, names: Names) -> Speaker | None:
    """Return the person whose role in small letters comes first: "former minister Jane Doe"."""
    for name in NAME_WITHIN.finditer(clip):
        if role_before(clip[: name.start()], names.words):
            return speaker_of(name[0], clip[: name.start()], names)
    return None


def _headed_first(tokens: list[str], names: Names) -> Speaker | None:
    """Return the speaker whose phrase, headed by a role or the like, begins a clause: the longest such phrase."""
    for size in range(min(len(tokens), 12, _phrase_end(tokens)), 0, -1):
        headed = _headed(" ".join(tokens[:size]), names)
        if headed and len(headed.written.split()) == size:
            return headed
    return None


def _article_then_name(clip: str, names: Names) -> Speaker | None:
    """Return the body whose name follows an article: "the BBC"."""
    article = DETERMINER.match(clip)
    name = NAME_FIRST.match(clip, article.end()) if article else None
    return speaker_of(name[0], clip[: name.start()], names) if name else None
