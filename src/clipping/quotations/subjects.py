"""The subject of a verb of saying: the phrase that ends, or begins, the words beside it.

"Smith said" and "said Smith" name the same speaker, and newspapers hang on to the name what a reader should
know: an age, a post, a town, between commas. These are passed over to reach the name, and what of them is a
role is kept.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from clipping.quotations.people import (
    LINKS,
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
    is_role,
    split_titles,
    role_before,
    speaker_of,
    without_article,
)
from clipping.quotations.sentences import ends_abbreviation
from clipping.record import SpeakerType

#: Marks that part clauses, and words that begin what is said of a speaker rather than name one.
CLAUSE = re.compile(
    r"[,;:(\[—–“\"]|\.(?=\s|$)| (?:who|whose|after|when|as|while|adding|during|before|told|via|through"
    r"|to(?! [A-Z])|last|this|outside"
    r"|in (?:a|an|his|her|its|the|response|reference|comments|remarks|an)|at (?:a|the)|on|about"
    r"|that|and|was|is|has|had|were|did|said)\b"
)
#: What joins a French pronoun to the verb before it: dit-il, a-t-elle.
INVERTED = re.compile(r"^(?:\w*-t)?-(?=(?:ils?|elles?|on)\b)|^-t-(?=(?:ils?|elles?|on)\b)")
#: What stands beside a name after it: an age, and what he or she is.
APPOSITIVE = re.compile(r",? ?(?:\(?\d{1,3}\)?, ?)?([^,.;:]{3,90})(?=[,.;:]|$)")
SAYING = re.compile(r" (?:who|said|told)\b")
NAME_WITHIN = re.compile(rf"(?<![\w’'-]){NAME}")
PARENTHESIS = re.compile(r"\s*\([^()]{0,40}\)")
QUOTED_AS = re.compile(r"\b(?:(?:has|have|had) been|was|were|is) quoted as$")
POSSESSIVE = re.compile(r"(?<=s)[’']|[’']s\b")
PARTS = re.compile(r", | [–—] ?")
#: Words that are a whole phrase without a noun.
STANDING_ALONE = frozenset(("one", "another"))
#: The articles of the one that is known already.
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
    text = PARENTHESIS.sub("", text).rstrip() if "(" in text else text.rstrip()
    for _ in range(6):  # adverbs and auxiliaries
        rest, _, word = text.rpartition(" ")
        if (word in known["adverbs"] or (word.endswith("ly") and word.islower())) and rest:
            text = rest.rstrip()
        else:
            break
    text = QUOTED_AS.sub("", text).rstrip()
    parenthesis = text.endswith((",", "–", "—"))
    segments = PARTS.split(text.rstrip(",–— "))[-6:]
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
    body = DETERMINER.match(segment) and segment.rsplit(maxsplit=1)[-1].lower() in known["organisations"]
    return bool(body or _as_role(segment, known))


def _is_whole_name(segment: str, names: Names) -> bool:
    """Say whether a segment between commas is one person's name and nothing else."""
    known = names.words
    match = NAME_LAST.search(segment)
    if not match or match.start():
        return False
    name = split_titles(match[0], known)[1]
    return (" " in name and not is_organisation(name, known)) or canonical(name, names) != name


def _as_role(segment: str, known: Words) -> str | None:
    """Return the role that a segment beside a name states, its article left out; ``None`` if it states none."""
    segment = re.sub(r"^\d{1,2}, ?", "", segment.strip())
    segment = re.split(r", | [–—-] |\b(?:who|which|whose) ", segment)[0]
    segment = without_article(segment)
    tokens = segment.split()
    if not tokens or len(tokens) > 16:
        return None
    return segment if any(is_role(token.strip(",’s"), known) for token in tokens) else None


def _phrase_last(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase ends ``text``."""
    known = names.words
    if not text:
        return None
    word = text.rpartition(" ")[2]
    word = INVERTED.sub("", word)
    pronoun = known.pronouns.get(word) or known.pronouns.get(word.lower())
    if pronoun:
        return Speaker(word, word, None, pronoun=True, gender=pronoun)
    match = NAME_LAST.search(text)
    if match:
        before = text[: match.start()]
        link = [word for word in before.split()[-2:] if not DETERMINER.fullmatch(word)][-1:]
        office, name = split_titles(match[0], known)
        if before.endswith(("’s ", "'s ")) and is_organisation(match[0], known):
            return _headed(text, names)  # the Ombudsman's Office
        if link and link[0].lower() in LINKS and not (office and " " in name):
            headed = _headed(text, names)
            if headed:
                return headed
            earlier = NAME_LAST.search(before.rpartition(link[0])[0].rstrip())
            if earlier:
                return speaker_of(earlier[0], before[: earlier.start()], names)
            return None
        if link and office and link[0].lower() in LINKS:
            return _of_office(match[0], before, names)
        return speaker_of(match[0], before, names) or _headed(text, names)
    return _headed(text, names)


def _of_office(run: str, before: str, names: Names) -> Speaker | None:
    """Return the person of "Minister of Labor Jane Doe": the run of capitals begins with what the post is for."""
    found = speaker_of(run, "", names)
    post = NAME_LAST.search(before.rstrip().rpartition(" ")[0])
    if not found or not post or split_titles(post[0], names.words)[1]:
        return found
    lead = before[post.start() :]
    return replace(found, role=f"{lead}{found.role}" if found.role else found.role, written=f"{lead}{found.written}")


def _headed(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase, headed by a role, group, body or document, ends ``text``."""
    known = names.words
    tokens = text.split()
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 10), -1):
        kind = _head_of(tokens[at], known)
        if kind is None:
            if tokens[at][-1] in ";:":
                return None
            continue
        linked = at + 1 < len(tokens)
        if linked and (tokens[at + 1].lower() not in LINKS or _phrase_end(tokens[at:]) < len(tokens) - at):
            return None
        start = _phrase_start(tokens, at, known)
        phrase = " ".join(tokens[start:])
        if start > 1 and tokens[start - 1].lower() in LINKS:
            # "a spokesman for the ministry": the spokesman speaks, not the ministry.
            outer = _headed(" ".join(tokens[: start - 1]), names)
            if outer and outer.type != "document":
                link = f" {tokens[start - 1]} {phrase}"
                name = outer.name if outer.type == "person" else outer.name + link
                return replace(outer, written=outer.written + link, name=name)
        definite = DETERMINER.match(phrase) or "’s" in phrase or "'s" in phrase or tokens[start][:1].isupper()
        return _settled(phrase, tokens[at], kind, names) if definite or kind != "unnamed" else None
    if tokens and tokens[0].lower() in STANDING_ALONE and len(tokens) <= 3:
        return Speaker(text, text, "unnamed")
    return None


def _head_of(token: str, known: Words) -> SpeakerType | None:
    """Return what kind of speaker a noun heads, marks beside it aside; ``None`` if it is none that speaks."""
    word = token.strip("”’\"'")
    if word.endswith("-year-old"):
        return "unnamed"
    low = word.lower()
    if is_role(word, known):
        return "unnamed"
    return next((kind for name, kind in HEADS if word in known[name] or low in known[name]), None)


def _phrase_start(tokens: list[str], at: int, known: Words) -> int:
    """Return where the phrase that the noun at ``at`` heads begins: at its article, its possessor, or a boundary."""
    start = at
    while start and at - start < 7:
        token = tokens[start - 1]
        if token.lower() in known["boundaries"]:
            break
        if token[-1] in ",;:.—" and token.lower() not in {"u.s.", "u.n.", "u.k."}:
            break
        start -= 1
        if token.endswith(("’s", "'s", "s’")):
            while start and tokens[start - 1][:1].isupper() and tokens[start - 1] not in known["not_names"]:
                start -= 1
            return start - 1 if start and DETERMINER.fullmatch(tokens[start - 1]) else start
        if DETERMINER.fullmatch(token):
            break
    return start


def _phrase_end(tokens: list[str]) -> int:
    """Return how many words the phrase that begins a clause can have: "an aide to Smith", not "… declined".

    A name after the head's preposition ends the phrase: what follows in small letters is the verb.
    """
    linked = next((n for n, token in enumerate(tokens) if n and token.lower() in LINKS), len(tokens))
    named = False
    for at in range(linked + 1, len(tokens)):
        if tokens[at][0].isupper() or tokens[at] == "&":
            named = True
        elif named and tokens[at].lower() not in LINKS | {"the", "and"}:
            return at
    return len(tokens)


def _settled(phrase: str, head: str, kind: SpeakerType, names: Names) -> Speaker:
    """Return the speaker of a headed phrase: the one holder of the role, if the article names one."""
    known = names.words
    definite = phrase.lower().startswith(ARTICLES)
    bare = without_article(phrase) if definite else phrase
    name = phrase[:1].lower() + phrase[1:] if DETERMINER.match(phrase) else phrase
    if kind == "unnamed":
        owned = POSSESSIVE.sub("", bare.lower())
        # "The ministry's spokesman" is the ministry's, and not whoever else is called a spokesman.
        short = len(bare.split()) <= 2 and owned == bare.lower()
        holders = names.by_role.get(owned) or (names.by_role.get(head.lower(), ()) if short else ())
        if definite and len(holders) == 1:
            return Speaker(phrase, holders[0], "person", bare)
        return Speaker(phrase, name, kind, gender=gender_of(head, known))
    if kind in {"organisation", "document"} and bare[:1].isupper() and phrase is not bare:
        return Speaker(phrase, bare, kind)
    return Speaker(phrase, name, kind, gender="p" if kind == "group" else None)


def subject_first(text: str, names: Names) -> Speaker | None:
    """Return the speaker whose phrase begins ``text``, which follows a verb of saying or begins a sentence."""
    known = names.words
    text = INVERTED.sub("", text.lstrip())
    clip = _clause(text)
    rest = text[len(clip) :]
    tokens = clip.split()
    if not tokens or tokens[0].lower() in known["recipients"]:
        return None  # "declaró a Radio Onda Azul": who was told
    pronoun = known.pronouns.get(tokens[0]) or known.pronouns.get(tokens[0].lower())
    if pronoun:
        return Speaker(tokens[0], tokens[0], None, pronoun=True, gender=pronoun)
    appositive = APPOSITIVE.match(rest) if rest[:1] in ",(" else None
    match = NAME_FIRST.match(clip)
    if match and not clip[match.end() :].startswith(("’", "'")):
        follows = clip[match.end() :].split(maxsplit=1)[:1]
        found = None if follows and is_role(follows[0], known) else speaker_of(match[0], "", names)
        if found:
            beside = _as_role(appositive[1], known) if appositive else None
            return replace(found, role=found.role or beside) if found.type == "person" else found
    return (
        _set_beside(clip, rest, appositive, names)
        or _role_then_name(clip, names)
        or _headed_first(tokens, names)
        or _article_then_name(clip, names)
    )


def _clause(text: str) -> str:
    """Return the clause that ``text`` begins with; the stop of an abbreviation (Mr., J.) does not end it."""
    cut = CLAUSE.search(text)
    while cut and cut[0] == "." and ends_abbreviation(text, cut.start()):
        cut = CLAUSE.search(text, cut.end())
    return text[: cut.start()] if cut else text


def _set_beside(clip: str, rest: str, appositive: re.Match[str] | None, names: Names) -> Speaker | None:
    """Return the person whose name stands between commas after what he or she is: "Her partner, Jane Doe,"."""
    if appositive is None or not rest.startswith(", "):
        return None
    role = _as_role(clip, names.words)
    named = SAYING.split(appositive[1], maxsplit=1)[0].strip()
    if _is_whole_name(named, names) or (role and re.fullmatch(WORD, named)):
        found = speaker_of(named, "", names)
        if found and found.type == "person":
            return replace(found, role=found.role or role)
    if role and _as_role(named, names.words):  # "Her partner, the engineer Jane Doe,"
        found = _phrase_last(named, names)
        return found if found and found.type == "person" else None
    return None


def _role_then_name(clip: str, names: Names) -> Speaker | None:
    """Return the person whose role in small letters comes first: "former minister Jane Doe"."""
    for name in NAME_WITHIN.finditer(clip):
        if name.start() and role_before(clip[: name.start()], names.words):
            found = speaker_of(name[0], clip[: name.start()], names)
            if found and found.type == "person":
                return found
    return None


def _article_then_name(clip: str, names: Names) -> Speaker | None:
    """Return the organisation whose name follows an article: "the BBC"."""
    article = DETERMINER.match(clip)
    name = NAME_FIRST.match(clip[article.end() :].lstrip()) if article else None
    if not article or not name or not is_organisation(name[0], names.words):
        return None
    return speaker_of(name[0], clip[: article.end()], names)


def _headed_first(tokens: list[str], names: Names) -> Speaker | None:
    """Return the speaker whose phrase, headed by a role or the like, begins a clause: the longest such phrase."""
    longest = min(len(tokens), 12, _phrase_end(tokens))
    if tokens[0].lower() not in STANDING_ALONE and not any(_head_of(token, names.words) for token in tokens[:longest]):
        return None  # as of most clauses; no phrase of it need be tried
    for size in range(longest, 0, -1):
        if size > 1 and (DETERMINER.fullmatch(tokens[size - 1]) or tokens[size - 1].lower() in LINKS):
            continue  # "a letter from the" is not all of a phrase
        headed = _headed(" ".join(tokens[:size]), names)
        if headed and len(headed.written.split()) == size:
            return headed
    return None
