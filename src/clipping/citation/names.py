"""Names of authors: split into what citation data asks for, and put together again as styles print them.

A byline prints a name as it is spoken: given names, small words, family name, "Jr.". Citation data (CSL-JSON)
wants the family name apart, but cannot be told it: only names whose order is settled in English-language
bylines are split, and all others (organisations, one word, scripts whose order varies) are kept whole as a
``literal``. The last word is taken for the family name, with the small words before it (``van der Velden``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Person = Mapping[str, str]

SUFFIXES = frozenset(str.split("Jr. Jr Sr. Sr II III IV"))
# Words that the names of organisations hold and the names of people do not.
ORGANISATION_WORDS = frozenset(
    str.split(
        "agence agencies agency and associated association board broadcasting bureau centre center committee "
        "correspondent correspondents council desk editor editorial editors for group institute ministry network news "
        "newspaper newsroom of office press reporter reporters service services society staff team the times tv union "
        "university writer writers"
    )
)
# A name that can be split: Latin, Greek or Cyrillic letters, in words, with initials, hyphens and apostrophes.
LETTER = "A-Za-z\u00c0-\u052f\u1e00-\u1fff"
SPLITTABLE = re.compile(rf"[{LETTER}'’. -]+")
# One given name: a word or an initial, with what hangs on it by a hyphen.
GIVEN = re.compile(r"[^\s.]+\.?(?:-[^\s.]+\.?)*")


def split_name(text: str) -> dict[str, str]:
    """Return the name ``text``, its white space folded, as a CSL-JSON name."""
    *words, last = text.split(" ")
    suffix = last if len(words) > 1 and last in SUFFIXES else ""
    if suffix:
        *words, last = words
    words = [*words, last.rstrip(",") if suffix else last]
    plain = all(SPLITTABLE.fullmatch(word) and word[0].isalpha() for word in words)
    if len(words) < 2 or not plain or not ORGANISATION_WORDS.isdisjoint(word.lower() for word in words):
        return {"literal": text}
    small = next((at for at, word in enumerate(words) if at and word[0].islower()), len(words) - 1)
    name = {"family": " ".join(words[small:]), "given": " ".join(words[:small])}
    return {**name, "suffix": suffix} if suffix else name


def family(name: Person) -> str:
    """The family name, or the whole of a name that is not split."""
    return name.get("literal", name.get("family", "")).replace("'", "’")


def natural(name: Person) -> str:
    """The name as it is spoken: Ludwig van Beethoven Jr."""
    return " ".join(filter(None, (given(name), family(name), name.get("suffix"))))


def inverted(name: Person, given_names: str, particles_last: bool = False) -> str:
    """The family name first: van Beethoven, Ludwig; with ``particles_last``: Beethoven, Ludwig van."""
    particle, rest = _particle(family(name)) if particles_last and given_names else ("", family(name))
    return ", ".join(filter(None, (rest, f"{given_names} {particle}".strip(), name.get("suffix"))))


def given(name: Person) -> str:
    """The given names in full; a letter that stands alone is an initial and has a full stop."""
    words = GIVEN.findall(name.get("given", "").replace("'", "’"))
    return " ".join(f"{word}." if len(word) == 1 and word.isupper() else word for word in words)


def initials(name: Person, after: str) -> str:
    """The given names as initials, each followed by ``after``; small words and abbreviations (Wm.) are kept."""
    text = ""
    for word in GIVEN.findall(name.get("given", "").replace("'", "’")):
        if not word[0].isupper():
            text = f"{text.rstrip()} {word} "
        elif len(word) > 2 and word.endswith(".") and "-" not in word:
            text += word[:-1] + after
        else:
            hyphen = "-" if after or "." in word else ""
            capitals = [part[0] for part in word.split("-") if part[:1].isupper()]
            text += hyphen.join(capital + after.rstrip() for capital in capitals) + after[len(after.rstrip()) :]
    return text.strip()


def _particle(family_name: str) -> tuple[str, str]:
    """Part a family name before the name proper, ``van der Velden`` or ``d’Artagnan`` where it has small words."""
    for found in re.finditer(r"[ ’-](?=[^\W\d_])", family_name):
        head, tail = family_name[: found.end()], family_name[found.end() :]
        if head == head.lower() and tail[0].isupper():
            return head.strip(), tail
    return "", family_name


def list_names(names: Sequence[str], last: str, *, most: int, shown: int = 1, et_al: str = " et al.") -> str:
    """Join ``names`` with commas and ``last``; of more than ``most`` only the first ``shown``, and ``et_al``."""
    if len(names) > most:
        return ", ".join(names[:shown]) + et_al
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
