"""The names, roles and groups of an article: how a newspaper calls the one who speaks.

A newspaper names a person in full once and by surname afterwards (AP and Reuters style), so a surname means
the one full name of the article that ends with it. Where two full names do, it is left as printed: nothing
here guesses. A run of capitals is told apart by its words, which are data: titles (President, Sen.) make a
role, words such as Ministry make an organisation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from clipping.record import SpeakerType

UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĘĚĞĢİĶĹĽŁŃŇŐŒŘŚŞŠŢŤŮŰŹŻŽΑ-ΩА-Я"
#: One word of a name; al-Assad and O’Brien are one, and the ’s of a possessive is none of it.
WORD = rf"(?:(?:al|el|Al|El)-)?[{UPPER}](?:\.(?:[{UPPER}]\.)+|\.|(?:\w|-(?=\w)|['’](?![sS]\b)(?=\w))*(?:(?<=\bMr)\.|(?<=\bMrs)\.|(?<=\bMs)\.|(?<=\bDr)\.|(?<=\bSen)\.|(?<=\bGen)\.|(?<=\bRep)\.|(?<=\bGov)\.|(?<=\bCol)\.|(?<=\bLt)\.|(?<=\bCapt)\.|(?<=\bSgt)\.|(?<=\bProf)\.|(?<=\bRev)\.|(?<=\bSt)\.|(?<=\bJr)\.)?)"
PARTICLE = "(?:van|von|der|den|de|da|do|dos|das|del|di|du|la|le|bin|ibn|abu|ter|ten)"
NAME = rf"(?:{PARTICLE} ){{0,2}}{WORD}(?: (?:{PARTICLE} ){{0,2}}{WORD})*"
FULL_NAME = re.compile(rf"(?<![\w’'-]){WORD}(?: (?:{PARTICLE} ){{0,2}}{WORD})+")
NAME_LAST = re.compile(rf"(?<![\w’'-]){NAME}$")
NAME_FIRST = re.compile(NAME)
#: Marks that part clauses, and words that begin what is said of a speaker rather than name one.
CLAUSE = re.compile(
    r"[,;:(\[—–“\"]|\.(?=\s|$)| (?:who|whose|after|when|as|while|adding|during|before|to|told|via|through|last|this|outside"
    r"|in (?:a|an|his|her|its|the|response|reference|comments|remarks|an)|at (?:a|the)|on|about|that|and|was|is|has|had|were|did|said)\b"
)
DETERMINER = re.compile(
    r"(?:the|a|an|one|another|some|several|two|three|many|his|her|their|its|our|el|la|los|las|un|una|le|les|une|o|os|um|uma|der|die|das|ein|eine|il|lo|gli|i)\b ?",
    re.I,
)
AFTER_HEAD = frozenset(
    (
        "of",
        "for",
        "from",
        "at",
        "in",
        "with",
        "on",
        "near",
        "outside",
        "de",
        "del",
        "du",
        "da",
        "do",
        "der",
        "des",
        "di",
    )
)
FORMER = re.compile(r"(?:then|former|ex|acting|deputy|outgoing|retired)[ -]", re.I)


@dataclass(frozen=True)
class Words:
    """The words of one language that tell a speaker or a cue; see data/cues.json."""

    lists: dict[str, frozenset[str]]
    pronouns: dict[str, str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists.get(name, frozenset())


@dataclass(frozen=True)
class Speaker:
    """A speaker as a sentence has it; ``name`` is canonical, ``gender`` is m, f, p (plural) or ``None``."""

    written: str
    name: str
    type: SpeakerType | None
    role: str | None = None
    pronoun: bool = False
    gender: str | None = None


@dataclass(frozen=True)
class Names:
    """What an article calls its people: full names by surname and by any word, holders of roles, genders."""

    by_last: dict[str, tuple[str, ...]]
    by_word: dict[str, tuple[str, ...]]
    by_role: dict[str, tuple[str, ...]]
    genders: dict[str, str]


@cache
def words(language: str) -> Words:
    """Return the words of ``language`` (``en``, ``es``, …; English where it is none of ours)."""
    data: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "cues.json").read_text(encoding="utf-8"))
    chosen = data.get(language.lower()[:2]) or data["en"]
    merged = {name: frozenset(value) for name, value in chosen.items() if isinstance(value, list)}
    for shared in ("not_names", "titles", "organisations"):
        merged[shared] = merged.get(shared, frozenset()) | frozenset(data["en"][shared])
    return Words(merged, chosen["pronouns"])


def parted(run: str, known: Words) -> tuple[str, str]:
    """Return the titles that a run of capitals begins with, and the name after them; either may be empty."""
    titles = known["titles"]
    tokens = run.split()
    at = 0
    while at < len(tokens) and (tokens[at].strip(".") in titles or tokens[at].lower() in known["roles"]):
        at += 1
    # In "Foreign Ministry Spokesman Geng Shuang" the last word of the role tells where it ends.
    for place in range(len(tokens) - 1, at, -1):
        if tokens[place - 1].lower() in known["roles"] and place < len(tokens):
            at = place
            break
    return " ".join(tokens[:at]), " ".join(tokens[at:])


def names_in(texts: Iterable[str], known: Words) -> Names:
    """Read the full names of an article, in one pass."""
    runs: dict[str, None] = {}
    for text in texts:
        runs.update(dict.fromkeys(FULL_NAME.findall(text)))
    full: dict[str, None] = {}
    roles: dict[str, dict[str, None]] = {}
    gendered: list[tuple[str, str]] = []
    for run in runs:
        tokens = run.split()
        while tokens and tokens[0] in known["not_names"]:
            tokens.pop(0)
        role, name = parted(" ".join(tokens), known)
        if name and role:
            titles = role.replace(".", "").split()
            gendered += [(name, "m") for title in titles if title in known["male"]]
            gendered += [(name, "f") for title in titles if title in known["female"]]
            roles.setdefault(role.lower(), {}).setdefault(name)
        if " " in name and not is_organisation(name, known):
            full[name] = None
    by_last: dict[str, list[str]] = {}
    by_word: dict[str, list[str]] = {}
    for name in full:
        tokens = name.split()
        last = tokens[-2] if tokens[-1] in {"Jr.", "Jr", "Sr.", "III", "II"} and len(tokens) > 2 else tokens[-1]
        by_last.setdefault(last, []).append(name)
        for token in tokens[:-1]:
            by_word.setdefault(token, []).append(name)
    found = Names({k: _longest(v) for k, v in by_last.items()}, {k: _longest(v) for k, v in by_word.items()}, {}, {})
    holders = {role: tuple(dict.fromkeys(canonical(name, found) for name in named)) for role, named in roles.items()}
    genders = {canonical(name, found): gender for name, gender in gendered}
    return replace(found, by_role=holders, genders=genders)


def _longest(forms: list[str]) -> tuple[str, ...]:
    """Drop a form that a longer one spells out: Keiko Fujimori beside Keiko Sofía Fujimori."""
    if len(forms) > 20:
        return tuple(forms[:20])
    return tuple(
        form
        for form in forms
        if not any(other != form and len(other) > len(form) and _within(form.split(), other.split()) for other in forms)
    )


def _within(short: list[str], long: list[str]) -> bool:
    """Say whether the words of ``short`` occur in ``long`` in this order, ending alike."""
    rest = iter(long)
    return short[-1] == long[-1] and all(word in rest for word in short)


def canonical(name: str, names: Names) -> str:
    """Return the longest full form of ``name``, or ``name`` where none or more than one fits."""
    tokens = name.split()
    if not tokens:
        return name
    forms = names.by_last.get(tokens[-1], ())
    if len(tokens) > 1:
        fitting = [form for form in forms if _within(tokens, form.split())]
        return fitting[0] if len(fitting) == 1 else name
    if not forms:
        forms = names.by_word.get(tokens[0], ())
    return forms[0] if len(forms) == 1 else name


def is_organisation(name: str, known: Words) -> bool:
    """Say whether a run of capitals names an organisation: one of its words does, or it is an acronym."""
    tokens = name.split()
    acronym = len(tokens) == 1 and len(name) > 1 and name.isupper()
    return acronym or any(t in known["organisations"] or t.lower() in known["organisations"] for t in tokens)


def _person(run: str, before: str, names: Names, known: Words) -> Speaker | None:
    """Return the speaker that a run of capitals names; ``before`` is what stands before it in its phrase."""
    tokens = run.split()
    dropped = 0
    while tokens and tokens[0] in known["not_names"] and len(tokens) > 0:
        tokens.pop(0)
        dropped += 1
    if not tokens:
        return None
    if dropped:
        before = ""
    role, name = parted(" ".join(tokens), known)
    if not name or name.lower() in known["people_nouns"]:
        return None
    written = " ".join(tokens)
    gender = _gender(role, known)
    prefix = _role_before(before, known)
    if prefix:
        role = f"{prefix} {role}".strip()
        written = f"{prefix} {written}"
    full = canonical(name, names)
    known_person = full in names.by_last.get(full.split()[-1], ()) or " " in full
    if is_organisation(full, known) and not (role and " " in name):
        return Speaker(written, " ".join(tokens), "organisation")
    if not role and not known_person and re.search(r"\b[Tt]he $", before):
        return Speaker(written, name, "organisation")
    role = role if role.rstrip(".") not in {"Mr", "Mrs", "Ms", "Miss", ""} else ""
    return Speaker(written, full, "person", role or None, gender=gender or names.genders.get(full))


def _gender(role: str, known: Words) -> str | None:
    for token in role.replace(".", "").split():
        if token in known["male"]:
            return "m"
        if token in known["female"]:
            return "f"
    return None


def _role_before(before: str, known: Words) -> str:
    """Return the role in small letters right before a name: "former foreign minister" Jane Doe."""
    tokens = before.split()
    if not before.endswith(" ") or not tokens or tokens[-1].lower() not in known["roles"]:
        return ""
    at = len(tokens) - 1
    while (
        at
        and len(tokens) - at < 8
        and tokens[at - 1].lower()
        not in known["boundaries"] | known["indefinite"] | {"the", "his", "her", "their", "of"}
    ):
        if tokens[at - 1][-1] in ',.;:”"' or tokens[at - 1].lower() in known["cues"]:
            break
        at -= 1
    return " ".join(tokens[at:])


def subject_last(text: str, names: Names, known: Words) -> Speaker | None:
    """Return the speaker that ``text``, which runs up to a verb, names as the subject of it.

    Habits read: "Smith"; "Smith, 45, a baker,"; "former minister, Jane Doe,"; "a spokesman for the ministry";
    "she"; with adverbs, auxiliaries and "who" between subject and verb passed over.
    """
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
        return _phrase_last(last, names, known)
    for place in range(len(segments) - 1, max(-1, len(segments) - 5), -1):
        segment = segments[place]
        beside = place > 0 and _as_role(segments[place - 1], known) and re.fullmatch(WORD, segment)
        if place < len(segments) - 1 or beside or _is_whole_name(segment, names, known):
            found = _phrase_last(segment, names, known)
            if found is None or (found.type != "person" and place == len(segments) - 1):
                continue
            around = segments[place - 1] if place and place == len(segments) - 1 else ""
            behind = ", ".join(segments[place + 1 :])
            role = found.role or _as_role(around, known) or _as_role(behind, known)
            return replace(found, role=role) if found.type == "person" else found
    return _phrase_last(last, names, known) if len(segments) == 1 else None


def _is_whole_name(segment: str, names: Names, known: Words) -> bool:
    """Say whether a segment between commas is one person's name and nothing else."""
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


def _phrase_last(text: str, names: Names, known: Words) -> Speaker | None:
    """Return the speaker whose phrase ends ``text``."""
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
        if link and link[0].lower() in AFTER_HEAD:
            headed = _headed(text, names, known)
            if headed:
                return headed
            earlier = NAME_LAST.search(before.rpartition(link[0])[0].rstrip())
            if earlier:
                return _person(earlier[0], before[: earlier.start()], names, known)
            return None
        return _person(match[0], before, names, known) or _headed(text, names, known)
    return _headed(text, names, known)


def _headed(text: str, names: Names, known: Words) -> Speaker | None:
    """Return the speaker whose phrase, headed by a role, group, body or document, ends ``text``."""
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
        if at + 1 < len(tokens) and tokens[at + 1].lower() not in AFTER_HEAD:
            return None
        start = at
        while start and at - start < 7:
            token = tokens[start - 1]
            if (
                token.lower() in known["boundaries"]
                or token[-1] in ",;:.—"
                and token.lower() not in {"u.s.", "u.n.", "u.k."}
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
            outer = _headed(" ".join(tokens[: start - 1]), names, known)
            if outer and outer.type != "document":
                link = f" {tokens[start - 1]} {phrase}"
                name = outer.name if outer.type == "person" else outer.name + link
                return replace(outer, written=outer.written + link, name=name)
        if kind == "unnamed" and not (
            DETERMINER.match(phrase) or "’s" in phrase or "'s" in phrase or tokens[start][:1].isupper()
        ):
            return None
        return _settled(phrase, tokens[at], kind, names, known)
    if tokens and tokens[0].lower() in {"one", "another"} and len(tokens) <= 3:
        return Speaker(text, text, "unnamed")
    return None


def _settled(phrase: str, head: str, kind: SpeakerType, names: Names, known: Words) -> Speaker:
    """Return the speaker of a headed phrase: the one holder of the role, if the article names one."""
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
            gender=_gender(head, known),
        )
    if kind in {"organisation", "document"} and bare[:1].isupper() and phrase is not bare:
        return Speaker(phrase, bare, kind)
    return Speaker(
        phrase,
        phrase[:1].lower() + phrase[1:] if DETERMINER.match(phrase) else phrase,
        kind,
        gender="p" if kind == "group" else None,
    )


def subject_first(text: str, names: Names, known: Words) -> Speaker | None:
    """Return the speaker whose phrase begins ``text``, which follows a verb of saying or begins a sentence."""
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
        found = _person(match[0], "", names, known) if not (rest_words and rest_words[0] in known["roles"]) else None
        if found:
            return replace(found, role=found.role or beside) if found.type == "person" else found
    named = re.split(r" (?:who|said|told)\b", appositive[1])[0].strip() if appositive else ""
    if rest.startswith(", ") and (
        _is_whole_name(named, names, known) or (re.fullmatch(WORD, named) and _as_role(clip, known))
    ):
        found = _person(named, "", names, known)
        if found and found.type == "person":
            return replace(found, role=found.role or _as_role(clip, known))
    for name in re.finditer(rf"(?<![\w’'-]){NAME}", clip):
        role = _role_before(clip[: name.start()], known)
        if role and name.start():
            found = _person(name[0], clip[: name.start()], names, known)
            if found and found.type == "person":
                return found
    for size in range(min(len(tokens), 12), 0, -1):
        headed = _headed(" ".join(tokens[:size]), names, known)
        if headed and len(headed.written.split()) == size:
            return headed
    return None
