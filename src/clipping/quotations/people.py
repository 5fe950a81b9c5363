"""The names and roles of an article: how a newspaper calls the people who speak.

A newspaper names a person in full once and by surname afterwards (AP and Reuters style), so a surname means
the one full name of the article that ends with it. Where two full names do, it is left as printed: nothing
here guesses. What a run of capitals names depends on its words, which are data: titles (President, Sen.) make a
role, words such as Ministry an organisation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Set
from functools import cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

from msgspec import Struct

from clipping.names import FULL_NAME, LONGEST_NAME, WORDS
from clipping.record import SpeakerType
from clipping.text import TITLES, ends_sentence

#: A nickname in marks within a name.
NICKNAME = re.compile(r" [“\"‘'(][\w .-]{1,20}[”\"’')] (?=[A-Z])")
#: Where what is said of a person beside the name ends.
ROLE_END = re.compile(r", | [–—-] |\b(?:who|which|whose) ")
#: The lists whose words head a phrase that can speak, and what kind of speaker each makes.
HEADS: dict[str, SpeakerType] = {"people_nouns": "group", "organisations": "organisation", "documents": "document"}
#: The lists of words that no noun phrase has in it.
CLOSED = str.split("with that relatives by subordinators conjunctions prepositions determiners")
#: How many full names that could be meant are compared.
MOST = 20


class LanguageWords(dict[str, frozenset[str]]):
    """The words of one language by the names of their lists, see cues.json; a list that it lacks is empty.

    ``pronouns`` have the gender that each stands for, ``phrases`` finds those that attribute (according to), and
    ``trades`` are endings of words for what a person does: limnologist, beekeeper.
    """

    def __init__(self, lists: dict[str, frozenset[str]], chosen: dict[str, Any]) -> None:
        """Take the lists, and those words of cues.json that are ``chosen`` for the language."""
        super().__init__(lists)
        phrases = "|".join(sorted(chosen["phrases"], key=len, reverse=True))
        self.phrases = re.compile(rf"\b(?:{phrases})\b", re.I)
        self.pronouns: dict[str, str] = chosen["pronouns"]
        self.trades = tuple(chosen["role_endings"])

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()


class Speaker(Struct, frozen=True):
    """A speaker as a sentence has it; ``name`` is canonical, ``gender`` m, f, o (thing), p (plural), s (I) or none."""

    written: str
    name: str
    type: SpeakerType | None
    role: str | None = None
    pronoun: bool = False
    gender: str | None = None


class Names(Struct, frozen=True):
    """How an article calls its people: full names, also by each of their words, and holders of roles."""

    words: LanguageWords
    by_word: dict[str, list[str]]
    full: frozenset[str]
    by_role: dict[str, set[str]]


@cache
def words(language: str) -> LanguageWords:
    """Return the words of ``language`` (``en``, ``es``, …); those of English where it has none."""
    data: dict[str, Any] = json.loads((Path(__file__).parent / "cues.json").read_text(encoding="utf-8"))
    chosen = data.get(language.lower()[:2]) or data["en"]
    given = {"titles": [], "small_words": data["en"]["small_words"]}
    lists = {name: frozenset(value) for name, value in {**given, **chosen}.items() if isinstance(value, list)}
    lists |= {**WORDS, "titles": lists["titles"].union(TITLES)}
    # What can't be in a noun phrase, and what can only be there behind an article: looked up for nearly every word.
    lists["closed"] = frozenset(chosen["pronouns"]).union(*(lists.get(name, ()) for name in CLOSED))
    lists["other"] = frozenset().union(*(lists.get(name, ()) for name in ("cues", "verbs", "adverbs")))
    return LanguageWords(lists, chosen)


def split_titles(run: str, known: LanguageWords) -> tuple[str, str]:
    """Return the titles that a run of capitals begins with, and the name after them; what opens a sentence is left out.

    In "Foreign Ministry Spokesman Geng Shuang" the last such word tells where the name begins.
    """
    openers = known["not_names"] | known["determiners"]
    tokens = list(dropwhile(lambda word: word in openers or word.lower() in openers, run.split()))
    titled = [word.strip(".") in known["titles"] or is_role(word, known) for word in tokens]
    # Dean, Earl: given names that are titles, too
    at = max((n for n, word in enumerate(tokens, 1) if titled[n - 1] and word not in known["given"]), default=0)
    return " ".join(tokens[:at]), " ".join(tokens[at:])


def without_article(phrase: str, known: LanguageWords) -> str:
    """Return ``phrase`` without the article or number that it begins with."""
    first, _, rest = phrase.partition(" ")
    return rest if first.lower() in known["determiners"] else phrase


def is_role(word: str, known: LanguageWords) -> bool:
    """Return whether a word says what a person is or does, its capital apart (German nouns keep theirs)."""
    low, roles = word.lower(), known["roles"]
    return low in roles or word in roles or low.endswith(known.trades)


def names_of(texts: Iterable[str], known: LanguageWords) -> Names:
    """Return the names and titles of the people that ``texts`` mention in full."""
    # Unlike that of a sentence, the words of a headline may all have capitals.
    whole = [NICKNAME.sub(" ", text) for text in texts if ends_sentence(text)]
    runs = {run for text in whole for run in FULL_NAME.findall(text)}
    pairs = [split_titles(run, known) for run in sorted(runs)]
    names = {name for _, name in pairs if " " in name}
    titled = [(role, _part_of(name, names)) for role, name in pairs]
    full = dict.fromkeys(name for _, name in titled if 0 < name.count(" ") < LONGEST_NAME)
    found = Names(known, {}, frozenset(full), {})
    for name in full:
        for word in dict.fromkeys(name.split()):
            found.by_word.setdefault(word, []).append(name)
    for role, name in titled:
        if name and role:
            found.by_role.setdefault(role.lower(), set()).add(canonical(name, found))
    return found


def _part_of(name: str, full: Set[str]) -> str:
    """Return the one of the ``full`` names that a longer run of capitals ends or begins with, else ``name``."""
    tokens = name.split()
    parts = ((tokens[-size:], tokens[:size]) for size in range(2, min(len(tokens), LONGEST_NAME)))
    return next((" ".join(part) for both in parts for part in both if " ".join(part) in full), name)


def _within(short: str, long: str) -> bool:
    """Return whether the words of ``short`` occur in ``long`` in this order."""
    rest = iter(long.split())
    return all(word in rest for word in short.split())


def canonical(name: str, names: Names) -> str:
    """Return the full name for which ``name`` stands, or ``name`` where none or more than one fits."""
    last = name.rpartition(" ")[2]
    forms = names.by_word.get(last, [])
    ending = [form for form in forms if form.endswith(f" {last}") and _within(name, form)]
    fitting = ending or ([] if " " in name else forms)
    if 1 < len(fitting) <= MOST:  # Keiko Fujimori is Keiko Sofía Fujimori, where that is spelled out.
        fitting = [form for form in fitting if not any(form != other and _within(form, other) for other in fitting)]
    return fitting[0] if len(fitting) == 1 else name


def speaker_of(run: str, before: str, names: Names) -> Speaker | None:
    """Return the speaker that a run of capitals names; ``before`` is what precedes it in its phrase."""
    known = names.words
    role, name = split_titles(run, known)
    written = f"{role} {name}".strip()
    name = _part_of(name, names.full)
    last = name.rpartition(" ")[2]
    if not name or name.lower() in known["people_nouns"] or last in known["places"]:
        return None
    prefix = without_article(before.rstrip(), known)
    if prefix and is_role(prefix.split()[-1], known):
        role = f"{prefix} {role}".strip()
    full = canonical(name, names)
    body = (full.isupper() and full.count(" ") < 2) or any(
        {w, w.lower()} & known["organisations"] for w in full.split()
    )
    if body or (not role and before.lower() == "the "):  # a person's name alone has no article
        return Speaker(written, written, "organisation")
    gender = gender_of(role, full, known)
    role = "" if role.rstrip(".") in known["forms_of_address"] else without_article(role, known)
    return Speaker(written, full, "person", role or None, gender=gender)


def gender_of(role: str, name: str, known: LanguageWords) -> str | None:
    """Return m or f where a role (Mrs, spokesman) or else the given name implies it, ``None`` where neither does."""
    first = [(name.partition(" ")[0], "given_")] * (" " in name)
    words = [(token, "") for token in role.replace(".", "").split()] + first
    return next((sex[0] for word, given in words for sex in ("male", "female") if word in known[given + sex]), None)


def head_of(word: str, known: LanguageWords) -> SpeakerType | None:
    """Return what kind of speaker a noun heads; ``None`` if it is none that speaks."""
    if is_role(word, known):
        return "unnamed"
    if word.endswith("s") and is_role(word[:-1], known):
        return "group"
    return next((kind for name, kind in HEADS.items() if word in known[name] or word.lower() in known[name]), None)


def described(phrase: str, head: str, names: Names) -> Speaker | None:
    """Return the speaker of a phrase headed by a noun: the one holder of the role, if the article names one."""
    known, kind = names.words, head_of(head, names.words)
    role = without_article(phrase, known)
    name = phrase if role == phrase else phrase[:1].lower() + phrase[1:]
    holders = [*names.by_role.get(role.lower(), ())] if phrase.partition(" ")[0].lower() in known["definite"] else []
    if kind == "unnamed" and len(holders) == 1:
        return Speaker(phrase, holders[0], "person", role, gender=gender_of("", holders[0], known))
    gender = gender_of(phrase, "", known) if kind == "unnamed" else "p" if kind == "group" else None
    return Speaker(phrase, name, kind, gender=gender) if kind else None


def role_in(aside: str, known: LanguageWords) -> str | None:
    """Return the role that words beside a name state, their article left out; ``None`` if they state none."""
    segment = without_article(ROLE_END.split(aside)[0], known)
    return segment if any(is_role(token, known) for token in segment.split()) else None
