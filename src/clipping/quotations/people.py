"""The names and roles of the people in an article.

A newspaper gives a full name once and the surname afterwards (AP and Reuters style), so a surname means the only full
name in the article that contains it. If there are two, the surname is kept. Titles (President, Sen.) give a role, and
words such as Ministry mark an organisation; both are listed in ``cues.json``, abbreviated titles in ``text.TITLES``.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Set
from functools import cache
from itertools import dropwhile
from pathlib import Path
from typing import Any

from msgspec import Struct

from clipping.names import FULL_NAME, LONGEST_NAME, WORDS
from clipping.record import SpeakerType
from clipping.text import ABBREVIATED, TITLES, UPPER, ends_sentence

#: Lists of nouns that can be the head of a speaker's phrase, and the type of speaker; later lists take precedence.
HEADS: dict[str, SpeakerType] = {
    "documents": "document",
    "organisations": "organisation",
    "people_nouns": "group",
    "roles": "unnamed",
}
#: The letter (see ``phrases``) of the words in each list of cues.json; later lists take precedence.
LETTERS = {"thinking_cues": "v", "times": "d", "epithets": "e", "adverbs": "a", **dict.fromkeys(HEADS, "H")}
LETTERS |= {"prepositions": "i", "conjunctions": "&", "subordinators": "s", "by": "b"}
LETTERS |= {"determiners": "D", "determiners_alone": "A"}
#: The tokens that get each letter, whatever the language.
SIGNS = {",": ",", ";": ";", ":": ":", "-": "– — ― - --", ".": "… ! ?", "(": "( [", ")": ") ]", " ": ". -t-"}
SIGNS |= {"P": "’ ' ’s 's", "f": "of", "D": "l’ l'"}
#: A token: initials, or an abbreviation with its full stop; what an apostrophe or a hyphen separates (’s, d’, -t-); a
#: word; a punctuation mark.
TOKEN = (
    rf"(?:[{UPPER}]\.){{2,}}|(?:{'|'.join(ABBREVIATED)}|[{UPPER}])\.(?=\s)"
    r"|[’'](?:s|re|ve|ll|d|m)\b|(?<=s)[’'](?=\s)|(?:[Qq]u|[DLdlnjmcs]|[Dd]ell|nell|all|sull)[’'](?=\w)|-t-(?=\w)"
    r"|[^\W_]+(?:[-’'](?!(?:s|re|ve|ll|d|m|t-|ils?|elles?|on)\b)[^\W_]+)*|[–—―]|--|-|[.!?…;:,()\[\]/&]"
)
#: A word that is part of more full names than this is not taken as a short form of any.
MOST_COMPARED = 20


class LanguageWords(defaultdict[str, frozenset[str]]):
    """The word lists of one language by name, from cues.json, names.json and ``text.TITLES``; a missing list is empty.

    ``heads`` maps each noun that can denote a speaker to the type of speaker; ``pronouns`` and ``genders`` give the
    gender of pronouns, and of titles, roles and given names; ``openers`` are capitalised at the start of a sentence
    without being part of a name; ``letters`` gives the letters of words (see ``phrases``); ``token`` matches a word, a
    punctuation mark or an attributing phrase (according to), and ``dialogue_tag`` the comma before "said Anna Bell".
    """

    def __init__(self, entry: dict[str, Any]) -> None:
        """Take the language's ``entry`` in cues.json."""
        super().__init__(frozenset, {name: frozenset(value) for name, value in entry.items()} | WORDS)
        self["titles"] |= {*TITLES}
        self.pronouns = entry["pronouns"]
        self.dialogue_tag = re.compile(rf",(?= (?:\S+ ){{0,4}}(?:{'|'.join(self['cues'])})\b)")
        self.token = re.compile(rf"\b(?i:{'|'.join(entry['phrases'])})\b|{TOKEN}")
        self.heads = {word: kind for name, kind in HEADS.items() for word in self[name]}
        genders = {"female": "f", "given_female": "f", "male": "m", "given_male": "m"}
        self.genders = {word: gender for name, gender in genders.items() for word in self[name]}
        self.openers = self["not_names"] | self["determiners"]
        self.letters = {
            **{word: letter for name, letter in LETTERS.items() for word in self[name]},
            **{word: "G" if word.endswith("ing") else "C" for word in self["cues"]},
            **dict.fromkeys(self.pronouns, "p"),
            **dict.fromkeys(entry["phrases"], "K"),
            **{sign: letter for letter, signs in SIGNS.items() for sign in signs.split()},
        }


class Speaker(Struct, frozen=True):
    """A speaker as ``written`` in a sentence, and the ``name`` in full; ``type`` is ``None`` for a pronoun or nobody.

    ``gender`` is m, f, o (thing), p (plural), s (first person) or ``None``.
    """

    written: str
    name: str
    type: SpeakerType | None
    role: str | None = None
    gender: str | None = None


class Names(Struct, frozen=True):
    """The full names in an article, by each of their words, by label, and by the role that the article gives them.

    A label, as in an interview, is a name or surname in capitals, or initials (ANNA BELL, BELL, AB).
    """

    words: LanguageWords
    by_word: dict[str, set[str]]
    by_label: dict[str, set[str]]
    by_role: dict[str, set[str]]


@cache
def words_of(language: str) -> LanguageWords:
    """Return the vocabulary of ``language`` (``en``, ``es``, …), or of English if there is none."""
    data = json.loads((Path(__file__).parent / "cues.json").read_text(encoding="utf-8"))
    entry = data.get(language.lower()[:2]) or data["en"]
    return LanguageWords({**entry, "small_words": data["en"]["small_words"]})


def split_titles(run: str, known: LanguageWords) -> tuple[str, str]:
    """Split a run of capitalised words into leading titles and a name, dropping words that open a sentence.

    The name starts after the last title: "Foreign Ministry Spokesman", "Geng Shuang".
    """
    tokens = list(dropwhile(lambda word: not known.openers.isdisjoint((word, word.lower())), run.split()))
    titles = {word for word in tokens if word.strip(".") in known["titles"] or head_of(word, known) == "unnamed"}
    # Dean and Earl are both given names and titles.
    at = max((n for n, word in enumerate(tokens, 1) if word in titles - known["names_like_titles"]), default=0)
    return " ".join(tokens[:at]), " ".join(tokens[at:])


def without_article(phrase: str, known: LanguageWords) -> str:
    """Return ``phrase`` without a leading article or other determiner."""
    first, _, rest = phrase.partition(" ")
    return rest if first.lower() in known["determiners"] else phrase


def with_small_article(phrase: str, known: LanguageWords) -> str:
    """Return ``phrase`` with a leading article or other determiner in lower case."""
    rest = without_article(phrase, known)
    return phrase.removesuffix(rest).lower() + rest


def names_of(texts: Iterable[str], known: LanguageWords) -> Names:
    """Return the full names and the roles of people in ``texts``."""
    # Only sentences: every word of a headline may be capitalised.
    runs = {run for text in texts if ends_sentence(text) for run in FULL_NAME.findall(text)}
    pairs = [split_titles(run, known) for run in runs]
    names = {name for _, name in pairs}
    titled = [(role, _part_of(name, names)) for role, name in pairs]
    found = Names(known, defaultdict(set), defaultdict(set), defaultdict(set))
    for _, name in titled:
        tokens = name.split()
        if not 1 < len(tokens) <= LONGEST_NAME:
            continue
        for word in tokens:
            found.by_word[word].add(name)
        if not name.isupper():
            for label in (name.upper(), tokens[-1].upper(), "".join(token[0] for token in tokens)):
                found.by_label[label].add(name)
    for role, name in titled:
        if name and role:
            found.by_role[role.lower()].add(canonical(name, found))
    return found


def _part_of(name: str, full: Set[str]) -> str:
    """Return the name in ``full`` with which ``name`` starts or ends, or else ``name`` itself."""
    tokens = name.split()
    parts = ((tokens[-size:], tokens[:size]) for size in range(2, LONGEST_NAME))
    return next((" ".join(part) for both in parts for part in both if " ".join(part) in full), name)


def canonical(name: str, names: Names) -> str:
    """Return the only full name that ``name`` can be short for; ``name`` itself if there is none or more than one."""
    forms = min((names.by_word.get(word, set()) for word in name.split()), key=len, default=set())
    if len(forms) > MOST_COMPARED:
        return name
    fitting = [form for form in forms if _within(name, form)]
    # Prefer the longest: Keiko Sofía Fujimori.
    longest = [form for form in fitting if not any(form != other and _within(form, other) for other in fitting)]
    return longest[0] if len(longest) == 1 else name


def _within(short: str, long: str) -> bool:
    """Return whether the words of ``short`` occur in ``long`` in the same order."""
    rest = iter(long.split())
    return all(word in rest for word in short.split())  # each search continues after the word found last


def speaker_of(run: str, before: str, names: Names) -> Speaker | None:
    """Return the speaker named in ``run``, a run of capitalised words after the words ``before``; or ``None``."""
    known = names.words
    role, name = split_titles(run, known)
    written = f"{role} {name}".strip()
    if not name or head_of(name, known) == "group" or name.rpartition(" ")[2] in known["places"]:
        return None
    if before and head_of(before.rsplit(maxsplit=1)[-1], known) == "unnamed":
        role = f"{before}{role}".strip()
    full = canonical(name, names)
    organisation = full.isupper() or any(head_of(word, known) == "organisation" for word in full.split())
    if organisation or (not role and before.lower() == "the "):  # a person's bare name takes no article
        return Speaker(written, written, "organisation")
    return Speaker(written, full, "person", role_of(role, known), gender=gender_of(role, full, known))


def gender_of(role: str, name: str, known: LanguageWords) -> str | None:
    """Return m or f if the role (Mrs, spokesman), or else the given name, implies it; otherwise ``None``."""
    tokens = [*role.replace(".", "").split(), name.partition(" ")[0]]
    genders = (known.genders.get(token) or known.genders.get(token.lower()) for token in tokens)
    return next(filter(None, genders), None)


def head_of(word: str, known: LanguageWords) -> SpeakerType | None:
    """Return the type of speaker that ``word``, capitalised or not, denotes as the head of a phrase, or ``None``."""
    return known.heads.get(word) or known.heads.get(word.lower())


def described(phrase: str, head: str, names: Names) -> Speaker | None:
    """Return the only holder of the role in ``phrase`` (its noun is ``head``), or else a speaker without a name."""
    known, kind = names.words, head_of(head, names.words)
    article, role = phrase.partition(" ")[0].lower(), without_article(phrase, known)
    holders = names.by_role.get(role.lower(), ()) if article in known["definite_articles"] else ()
    if kind == "unnamed" and len(holders) == 1:
        (holder,) = holders
        return Speaker(phrase, holder, "person", role, gender=gender_of(role, holder, known))
    gender = gender_of(phrase, "", known)
    return Speaker(phrase, with_small_article(phrase, known), kind, gender=gender) if kind else None


def role_in(aside: str, known: LanguageWords) -> str | None:
    """Return the role in the description beside a name, or ``None``."""
    segment = re.split(r", | [–—-] | (?:who|which|whose) ", aside)[0]
    return role_of(segment, known) if any(head_of(token, known) == "unnamed" for token in segment.split()) else None


def role_of(phrase: str, known: LanguageWords) -> str | None:
    """Return the role that ``phrase`` gives, without its article unless a possessor follows (the company’s lawyer).

    A form of address (Mr) is not a role.
    """
    possessed = re.match(r"(?:\S+ ){0,3}\S+(?:['’]s|s['’]) ", phrase)
    role = with_small_article(phrase, known) if possessed else without_article(phrase, known)
    return None if role.rstrip(".") in known["forms_of_address"] else role or None
