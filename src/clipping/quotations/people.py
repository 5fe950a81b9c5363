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
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from clipping.record import SpeakerType

UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĘĚĞĢİĶĹĽŁŃŇŐŒŘŚŞŠŢŤŮŰŹŻŽΑ-ΩА-Я"
#: One word of a name; al-Assad and O’Brien are one, and the ’s of a possessive is none of it.
ABBREVIATED = "Mr|Mrs|Ms|Dr|Sen|Gen|Rep|Gov|Col|Lt|Capt|Sgt|Prof|Rev|St|Jr"
ABBREVIATED_REST = "|".join(f"(?<={title[0]}){title[1:]}" for title in ABBREVIATED.split("|"))
WORD = (
    rf"(?:(?:al|el|Al|El)-)?(?:(?:{ABBREVIATED})\.|[{UPPER}]\.(?:[{UPPER}]\.)*"
    rf"|[{UPPER}](?:\w|-(?=\w)|['’](?![sS]\b)(?=\w))*)"
)
#: A word of a name whose first capital was read.
REST_OF_WORD = (
    rf"(?:(?<=A)l-|(?<=E)l-)[{UPPER}](?:\w|-(?=\w))*"
    rf"|(?:{ABBREVIATED_REST})\.|\.(?:[{UPPER}]\.)*|(?:\w|-(?=\w)|['’](?![sS]\b)(?=\w))*"
)
PARTICLE = "(?:van|von|der|den|de|da|do|dos|das|del|di|du|la|le|bin|ibn|abu|ter|ten)"
NAME = rf"(?:{PARTICLE} ){{0,2}}{WORD}(?: (?:{PARTICLE} ){{0,2}}{WORD})*"
#: Begins with the set of capitals, for which alone the engine then looks; what stands before is tested after it.
FULL_NAME = re.compile(rf"[{UPPER}](?<![\w’'-].)(?:{REST_OF_WORD})(?: (?:{PARTICLE} ){{0,2}}{WORD})+")
NAME_LAST = re.compile(rf"(?<![\w’'-]){NAME}$")
NAME_FIRST = re.compile(NAME)
DETERMINER = re.compile(
    r"(?:the|a|an|one|another|some|several|two|three|many|his|her|their|its|our|el|la|los|las|un|una|le|les|une"
    r"|o|os|um|uma|der|die|das|ein|eine|il|lo|gli|i)\b ?",
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
        "familiar",
        "close",
        "to",
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
#: What ends a sentence, and a word with a capital where none begins: after a word, a comma, a quotation that goes on.
STOPS, CLOSERS = (".", "!", "?", "…"), " ”’\"'»"
WITHIN = re.compile(rf"[{UPPER}](?:(?<=[\w,;:–—] .)|(?<=,[”’\"'»] .)|(?<=[”’\"'»], .))[\w’'-]+")
#: The article of French before a vowel: l’hydrologue.
ELIDED = re.compile(r"^[ld][’']", re.I)
#: What is put before a name out of courtesy, and is no role.
FORMS_OF_ADDRESS = frozenset(("Mr", "Mrs", "Ms", "Miss"))


NO_WORDS: frozenset[str] = frozenset()


class Words(Struct, frozen=True):
    """The words of one language; see cues.json.

    ``pronouns`` have the gender that each stands for, ``phrases`` finds those that attribute (according to), and
    ``trades`` are endings of words for what a person does: limnologist, beekeeper.
    """

    lists: dict[str, frozenset[str]]
    pronouns: dict[str, str]
    phrases: re.Pattern[str]
    trades: tuple[str, ...]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists.get(name, NO_WORDS)


class Speaker(Struct, frozen=True):
    """A speaker as a sentence has it; ``name`` is canonical, ``gender`` is m, f, p (plural) or ``None``."""

    written: str
    name: str
    type: SpeakerType | None
    role: str | None = None
    pronoun: bool = False
    gender: str | None = None


class Names(Struct, frozen=True):
    """What an article calls its people: full names by surname and by any word, holders of roles, genders.

    ``companies`` are the names of companies, and what they are called for short; ``within`` are the words that have
    a capital within a sentence.
    """

    by_last: dict[str, tuple[str, ...]]
    by_word: dict[str, tuple[str, ...]]
    by_role: dict[str, tuple[str, ...]]
    genders: dict[str, str]
    words: Words
    companies: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()

    def knows(self, word: str) -> bool:
        """Say whether a word that opens a sentence is a name: it is one elsewhere, or keeps its capital within one."""
        return word in self.by_last or word in self.by_word or word in self.companies or word in self.within


@cache
def words(language: str) -> Words:
    """Return the words of ``language`` (``en``, ``es``, …; English where it is none of ours)."""
    data: dict[str, Any] = json.loads((Path(__file__).parent / "cues.json").read_text(encoding="utf-8"))
    chosen = data.get(language.lower()[:2]) or data["en"]
    merged = {name: frozenset(value) for name, value in chosen.items() if isinstance(value, list)}
    for shared in ("not_names", "titles", "organisations", "company_forms"):
        merged[shared] = merged.get(shared, frozenset()) | frozenset(data["en"][shared])
    phrases = "|".join(sorted(chosen["phrases"], key=len, reverse=True))
    return Words(merged, chosen["pronouns"], re.compile(rf"\b(?:{phrases})\b", re.I), tuple(chosen["role_endings"]))


def split_titles(run: str, known: Words) -> tuple[str, str]:
    """Return the titles that a run of capitals begins with, and the name after them; either may be empty."""
    tokens = run.split()
    at = int(_are_roles(tokens, known))
    while at < len(tokens) and (tokens[at].strip(".") in known["titles"] or is_role(tokens[at], known)):
        if tokens[at] in known["given"] and at + 2 == len(tokens):
            break  # Dean Whitlock: a name that is a title, too, with a surname only after it
        at += 1
    # In "Foreign Ministry Spokesman Geng Shuang" the last word of the role tells where it ends.
    for place in range(len(tokens) - 1, at, -1):
        if is_role(tokens[place - 1], known) and tokens[place - 1] not in known["given"]:
            at = place
            break
    return " ".join(tokens[:at]), " ".join(tokens[at:])


def without_article(phrase: str) -> str:
    """Return ``phrase`` without the article or number that it begins with."""
    article = DETERMINER.match(phrase)
    return phrase[article.end() :] if article else phrase


def is_role(word: str, known: Words) -> bool:
    """Return whether a word says what a person is or does, its capital apart (German nouns keep theirs)."""
    low = word.lower()
    return low in known["roles"] or word in known["roles"] or low.endswith(known.trades)


def _are_roles(tokens: list[str], known: Words) -> bool:
    """Say whether a run begins with the role of several people: "Supervisors Ron Beck" (and Carol Ames).

    A body that is called after its people has another kind of word behind it: Doctors Without Borders.
    """
    if not 3 <= len(tokens) <= 4 or not tokens[0].endswith("s") or is_organisation(" ".join(tokens), known):
        return False
    plain = tokens[1] not in known["not_names"] and tokens[1].lower() not in known["boundaries"]
    return plain and is_role(tokens[0][:-1], known)


def names_of(texts: Iterable[str], known: Words) -> Names:
    """Read the full names of an article, in one pass."""
    runs: dict[str, None] = {}
    within: set[str] = set()
    for text in texts:
        runs.update(dict.fromkeys(FULL_NAME.findall(text)))
        if text.rstrip(CLOSERS).endswith(STOPS):  # not a headline, whose words may all have capitals
            within.update(WITHIN.findall(text))
    full: dict[str, None] = {}
    companies: set[str] = set()
    roles: dict[str, dict[str, None]] = {}
    gendered: list[tuple[str, str | None]] = []
    for run in runs:
        tokens = run.split()
        while tokens and tokens[0] in known["not_names"]:
            tokens.pop(0)
        form = next((at for at, token in enumerate(tokens) if at and token.rstrip(".") in known["company_forms"]), None)
        if form:
            companies.update(" ".join(tokens[:size]) for size in range(1, form + 2))
            continue
        role, name = split_titles(" ".join(tokens), known)
        if name and role:
            gendered.append((name, gender_of(role, known)))
            # A sentence may begin with the article: "El Alcalde Tomás Ríos".
            roles.setdefault(without_article(role).lower(), {}).setdefault(name)
        if " " in name and not is_organisation(name, known):
            full[name] = None
    full = dict.fromkeys(name for name in full if name not in companies)
    by_last: dict[str, list[str]] = {}
    by_word: dict[str, list[str]] = {}
    for name in full:
        tokens = name.split()
        last = tokens[-2] if tokens[-1] in {"Jr.", "Jr", "Sr.", "III", "II"} and len(tokens) > 2 else tokens[-1]
        by_last.setdefault(last, []).append(name)
        for token in tokens[:-1]:
            by_word.setdefault(token, []).append(name)
    found = Names(
        {k: _longest(v) for k, v in by_last.items()}, {k: _longest(v) for k, v in by_word.items()}, {}, {}, known
    )
    holders = {role: tuple(dict.fromkeys(canonical(name, found) for name in named)) for role, named in roles.items()}
    genders = {canonical(name, found): gender for name, gender in gendered if gender}
    return replace(found, by_role=holders, genders=genders, companies=frozenset(companies), within=frozenset(within))


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


def speaker_of(run: str, before: str, names: Names) -> Speaker | None:
    """Return the speaker that a run of capitals names; ``before`` is what stands before it in its phrase."""
    known = names.words
    tokens = run.split()
    while tokens and tokens[0] in known["not_names"]:
        tokens.pop(0)
        before = ""
    role, name = split_titles(" ".join(tokens), known)
    if not name or name.lower() in known["people_nouns"]:
        return None
    written = " ".join(tokens)
    gender = gender_of(role, known)
    prefix = role_before(before, known)
    if prefix:
        role = f"{ELIDED.sub('', prefix)} {role}".strip()
        written = f"{prefix} {written}"
    if name in names.companies and not role and name.split()[-1] not in names.by_last:
        return Speaker(written, name, "organisation")
    full = canonical(name, names)
    if is_organisation(full, known) and not (role and " " in name):
        return Speaker(written, " ".join(tokens), "organisation")
    if not role and re.search(r"\b[Tt]he $", before):  # a person's name alone has no article
        return Speaker(written, name, "document" if tokens[-1].lower() in known["documents"] else "organisation")
    role = role if role.rstrip(".") not in FORMS_OF_ADDRESS else ""
    return Speaker(written, full, "person", role or None, gender=gender or names.genders.get(full))


def gender_of(role: str, known: Words) -> str | None:
    """Return m or f where a role says so (Mrs, spokesman), ``None`` where it does not."""
    for token in role.replace(".", "").split():
        if token in known["male"]:
            return "m"
        if token in known["female"]:
            return "f"
    return None


def role_before(before: str, known: Words) -> str:
    """Return the role in small letters right before a name: "former foreign minister" Jane Doe."""
    tokens = before.split()
    if not before.endswith(" ") or not tokens or not is_role(tokens[-1], known):
        return ""
    at = len(tokens) - 1
    while at and len(tokens) - at < 8:
        word = tokens[at - 1].lower()
        if word == "of" or word in known["boundaries"] or DETERMINER.fullmatch(word):
            break
        if tokens[at - 1][-1] in ',.;:”"' or tokens[at - 1].lower() in known["cues"]:
            break
        at -= 1
    return " ".join(tokens[at:])
