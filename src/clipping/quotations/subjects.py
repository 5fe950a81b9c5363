"""The subject of a verb of saying: the phrase that ends, or begins, the words beside it.

"Smith said" and "said Smith" name the same speaker, and newspapers hang on to the name what a reader should
know: an age, a post, a town, between commas. These are passed over to reach the name, and what of them is a
role is kept.
"""

from __future__ import annotations

import re
from dataclasses import replace

from clipping.quotations.people import (
    AFTER_HEAD,
    DETERMINER,
    NAME,
    NAME_FIRST,
    NAME_LAST,
    WORD,
    Names,
    Speaker,
    Words,
    canonical,
    gender_of,
    is_organisation,
    parted,
    role_before,
    speaker_of,
)
from clipping.record import SpeakerType

#: Marks that part clauses, and words that begin what is said of a speaker rather than name one.
CLAUSE = re.compile(
    r"[,;:(\[—–“\"]|\.(?=\s|$)| (?:who|whose|after|when|as|while|adding|during|before|to|told|via|through|last|this"
    r"|outside"
    r"|in (?:a|an|his|her|its|the|response|reference|comments|remarks|an)|at (?:a|the)|on|about"
    r"|that|and|was|is|has|had|were|did|said)\b"
)


def subject_last(text: str, names: Names) -> Speaker | None:
    """Return the speaker that ``text``, which runs up to a verb, names as the subject of it.

    Habits read: "Smith"; "Smith, 45, a baker,"; "former minister, Jane Doe,"; "a spokesman for the ministry";
    "she"; with adverbs, auxiliaries and "who" between subject and verb passed over.
    """
    known = names.words
    text = re.sub(r"\s*\([^()]{0,40}\)", "", text).rstrip()
    for _ in range(6):  # adverbs and auxiliaries
        rest, _, word = text.rpartition(" ")
        if (word in known["adverbs"] or (word.endswith("ly") and word.islower())) and rest:
            text = rest.rstrip()
        else:
            break
    text = re.sub(r"\b(?:was|were|is|has been|been) quoted as$", "", text).rstrip()
    parenthesis = text.endswith((",", "–", "—"))
    segments = re.split(r", | [–—] ?", text.rstrip(",–— "))[-6:]
    last = segments[-1]
    if not parenthesis:
        return _phrase_last(last, names)
    order = range(len(segments) - 1, max(-1, len(segments) - 5), -1)
    for place in sorted(order, key=lambda n: not _is_whole_name(segments[n], names)):
        segment = segments[place]
        beside = place > 0 and re.fullmatch(WORD, segment) and _states(segments[place - 1], known)
        if place < len(segments) - 1 or beside or _is_whole_name(segment, names):
            found = _phrase_last(segment, names)
            if found is None or (found.type != "person" and place == len(segments) - 1):
                continue
            if beside and not _as_role(segments[place - 1], known):
                return Speaker(segment, segment, "organisation")
            around = segments[place - 1] if place and place == len(segments) - 1 else ""
            behind = ", ".join(segments[place + 1 :])
            role = found.role or _as_role(around, known) or _as_role(behind, known)
            return replace(found, role=role) if found.type == "person" else found
    return _phrase_last(last, names) if len(segments) == 1 else None


def _states(segment: str, known: Words) -> bool:
    """Say whether a segment states what the name after it is: a role, or a body ("The operator, CalSound,")."""
    body = DETERMINER.match(segment) and segment.split()[-1].lower() in known["organisations"]
    return bool(body or _as_role(segment, known))


def _is_whole_name(segment: str, names: Names) -> bool:
    """Say whether a segment between commas is one person's name and nothing else."""
    known = names.words
    match = NAME_LAST.search(segment)
    if not match or match.start():
        return False
    name = parted(match[0], known)[1]
    return (" " in name and not is_organisation(name, known)) or canonical(name, names) != name


def _as_role(segment: str, known: Words) -> str | None:
    """Return the role that a segment beside a name states, its article left out; ``None`` if it states none."""
    segment = re.sub(r"^\d{1,2}, ?", "", segment.strip())
    segment = re.split(r", |\b(?:who|which|whose) ", segment)[0]
    segment = DETERMINER.sub("", segment, count=1) if DETERMINER.match(segment) else segment
    tokens = segment.split()
    if not tokens or len(tokens) > 16:
        return None
    has_role = any(token.strip(",’s").lower() in known["roles"] for token in tokens)
    return segment if has_role or tokens[-1].lower() in known["roles"] else None


def _phrase_last(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase ends ``text``."""
    known = names.words
    if not text:
        return None
    word = text.rpartition(" ")[2]
    pronoun = known.pronouns.get(word) or known.pronouns.get(word.lower())
    if pronoun:
        return Speaker(word, word, None, pronoun=True, gender=pronoun)
    match = NAME_LAST.search(text)
    if match:
        before = text[: match.start()]
        link = [word for word in before.split()[-2:] if not DETERMINER.fullmatch(word)][-1:]
        office, name = parted(match[0], known)
        if before.endswith(("’s ", "'s ")) and is_organisation(match[0], known):
            return _headed(text, names)  # the Ombudsman's Office
        if link and link[0].lower() in AFTER_HEAD and not (office and " " in name):
            headed = _headed(text, names)
            if headed:
                return headed
            earlier = NAME_LAST.search(before.rpartition(link[0])[0].rstrip())
            if earlier:
                return speaker_of(earlier[0], before[: earlier.start()], names)
            return None
        return speaker_of(match[0], before, names) or _headed(text, names)
    return _headed(text, names)


def _headed(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase, headed by a role, group, body or document, ends ``text``."""
    known = names.words
    tokens = text.split()
    kinds: tuple[tuple[str, SpeakerType], ...] = (
        ("roles", "unnamed"),
        ("people_nouns", "group"),
        ("organisations", "organisation"),
        ("documents", "document"),
    )
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 10), -1):
        bare = tokens[at].strip("”’\"'")
        kind = next((kind for name, kind in kinds if bare in known[name] or bare.lower() in known[name]), None)
        kind = "unnamed" if bare.endswith("-year-old") else kind
        if kind is None:
            if tokens[at][-1] in ";:":
                return None
            continue
        if at + 1 < len(tokens) and (
            tokens[at + 1].lower() not in AFTER_HEAD or _phrase_end(tokens[at:]) < len(tokens) - at
        ):
            return None
        start = at
        while start and at - start < 7:
            token = tokens[start - 1]
            if token.lower() in known["boundaries"] or (
                token[-1] in ",;:.—" and token.lower() not in {"u.s.", "u.n.", "u.k."}
            ):
                break
            start -= 1
            if DETERMINER.fullmatch(token) or token.endswith(("’s", "'s", "s’")):
                if token.endswith(("’s", "'s", "s’")):
                    while start and tokens[start - 1][:1].isupper() and tokens[start - 1] not in known["not_names"]:
                        start -= 1
                    if start and DETERMINER.fullmatch(tokens[start - 1]):
                        start -= 1
                break
        phrase = " ".join(tokens[start:])
        if start > 1 and tokens[start - 1].lower() in AFTER_HEAD:
            # "a spokesman for the ministry": the spokesman speaks, not the ministry.
            outer = _headed(" ".join(tokens[: start - 1]), names)
            if outer and outer.type != "document":
                link = f" {tokens[start - 1]} {phrase}"
                name = outer.name if outer.type == "person" else outer.name + link
                return replace(outer, written=outer.written + link, name=name)
        if kind == "unnamed" and not (
            DETERMINER.match(phrase) or "’s" in phrase or "'s" in phrase or tokens[start][:1].isupper()
        ):
            return None
        return _settled(phrase, tokens[at], kind, names)
    if tokens and tokens[0].lower() in {"one", "another"} and len(tokens) <= 3:
        return Speaker(text, text, "unnamed")
    return None


def _phrase_end(tokens: list[str]) -> int:
    """Return how many words the phrase that begins a clause can have: "an aide to Smith", not "… declined".

    A name after the head's preposition ends the phrase: what follows in small letters is the verb.
    """
    linked = next((n for n, token in enumerate(tokens) if n and token.lower() in AFTER_HEAD), len(tokens))
    named = False
    for at in range(linked + 1, len(tokens)):
        if tokens[at][0].isupper() or tokens[at] == "&":
            named = True
        elif named and tokens[at].lower() not in AFTER_HEAD | {"the", "and"}:
            return at
    return len(tokens)


def _settled(phrase: str, head: str, kind: SpeakerType, names: Names) -> Speaker:
    """Return the speaker of a headed phrase: the one holder of the role, if the article names one."""
    known = names.words
    bare = DETERMINER.sub("", phrase, count=1) if phrase.lower().startswith("the ") else phrase
    if kind == "unnamed":
        definite = phrase.lower().startswith(("the ", "el ", "la ", "le "))
        short = len(bare.split()) <= 2
        holders = names.by_role.get(bare.lower()) or (names.by_role.get(head.lower(), ()) if short else ())
        if definite and len(holders) == 1:
            return Speaker(phrase, holders[0], "person", bare)
        return Speaker(
            phrase,
            phrase[:1].lower() + phrase[1:] if DETERMINER.match(phrase) else phrase,
            "unnamed",
            gender=gender_of(head, known),
        )
    if kind in {"organisation", "document"} and bare[:1].isupper() and phrase is not bare:
        return Speaker(phrase, bare, kind)
    return Speaker(
        phrase,
        phrase[:1].lower() + phrase[1:] if DETERMINER.match(phrase) else phrase,
        kind,
        gender="p" if kind == "group" else None,
    )


def subject_first(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase begins ``text``, which follows a verb of saying or begins a sentence."""
    known = names.words
    text = text.lstrip()
    cut = CLAUSE.search(text)
    while (
        cut
        and cut[0] == "."
        and re.search(
            r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sen|Gen|Rep|Gov|Col|Lt|Capt|Sgt|Prof|Rev|St))$", text[: cut.start()]
        )
    ):
        cut = CLAUSE.search(text, cut.end())
    clip = text[: cut.start()] if cut else text
    rest = text[cut.start() :] if cut else ""
    tokens = clip.split()
    if not tokens:
        return None
    pronoun = known.pronouns.get(tokens[0]) or known.pronouns.get(tokens[0].lower())
    if pronoun:
        return Speaker(tokens[0], tokens[0], None, pronoun=True, gender=pronoun)
    appositive = re.match(r",? ?(?:\(?\d{1,3}\)?, ?)?([^,.;:]{3,90})(?=[,.;:]|$)", rest) if rest[:1] in ",(" else None
    beside = _as_role(appositive[1], known) if appositive else None
    match = NAME_FIRST.match(clip)
    if match and not clip[match.end() :].startswith(("’", "'")):
        rest_words = clip[match.end() :].split()
        found = speaker_of(match[0], "", names) if not (rest_words and rest_words[0] in known["roles"]) else None
        if found:
            return replace(found, role=found.role or beside) if found.type == "person" else found
    named = re.split(r" (?:who|said|told)\b", appositive[1])[0].strip() if appositive else ""
    if rest.startswith(", ") and (
        _is_whole_name(named, names) or (re.fullmatch(WORD, named) and _as_role(clip, known))
    ):
        found = speaker_of(named, "", names)
        if found and found.type == "person":
            return replace(found, role=found.role or _as_role(clip, known))
    if rest.startswith(", ") and _as_role(clip, known) and _as_role(named, known):
        found = _phrase_last(named, names)
        if found and found.type == "person":
            return found
    for name in re.finditer(rf"(?<![\w’'-]){NAME}", clip):
        role = role_before(clip[: name.start()], known)
        if role and name.start():
            found = speaker_of(name[0], clip[: name.start()], names)
            if found and found.type == "person":
                return found
    for size in range(min(len(tokens), 12, _phrase_end(tokens)), 0, -1):
        headed = _headed(" ".join(tokens[:size]), names)
        if headed and len(headed.written.split()) == size:
            return headed
    return None
