"""Names of authors: split into the parts that citation data asks for, and put together again as styles print them.

A byline prints a name as it is spoken: given names, small words, family name, "Jr.". Only names whose order is settled
in English-language bylines are split; all others (organisations, one word, scripts whose order varies) stay whole, as
a ``literal``. The last word is taken for the family name, with the small words before it (``van der Velden``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

SUFFIXES = str.split("Jr. Jr Sr. Sr II III IV")
# Words that the names of organisations contain and the names of people do not.
ORGANISATION_WORDS = str.split(
    "agence agencies agency and associated association board broadcasting bureau centre center committee correspondent "
    "correspondents council desk editor editorial editors for group institute ministry network news newspaper newsroom "
    "of office press reporter reporters service services society staff team the times tv union university writer "
    "writers"
)
# A word of a name that can be split: Latin, Greek or Cyrillic letters, with full stops, hyphens and apostrophes.
SPLITTABLE = re.compile("(?!['’.-])[A-Za-z\u00c0-\u052f\u1e00-\u1fff'’.-]+")
# Among given names: a letter that stands alone, and a name (two in Jean-Paul) that is no initial or abbreviation.
LONE = re.compile(r"(?<!\S)([^\W\d_a-z])(?!\S)")
FULL = re.compile(r"(?<![^\s-])([^\W\d_a-z])[^\s.-]+(?![^\s-])")
# The small words that begin a family name before one with a capital (van der Velden, d’Artagnan, el-Sisi).
SMALL_WORDS = re.compile(r"^[a-zß-ÿ ’-]*[ ’-](?=[^\Wa-z])")


def split_name(text: str) -> dict[str, str]:
    """Return the name ``text``, its white space folded, as a CSL name."""
    words = text.split(" ")
    suffix = words.pop() if len(words) > 2 and words[-1] in SUFFIXES else ""
    words[-1] = words[-1].removesuffix("," if suffix else "")
    if len(words) < 2 or not all(map(SPLITTABLE.fullmatch, words)) or {*ORGANISATION_WORDS} & {*map(str.lower, words)}:
        return {"literal": text}
    small = next((at for at, word in enumerate(words) if at and word[0].islower()), len(words) - 1)
    name = {"family": " ".join(words[small:]), "given": " ".join(words[:small])}
    return {**name, "suffix": suffix} if suffix else name


def in_form(name: Mapping[str, str], form: str) -> str:
    """Return ``name`` in ``form``: a letter for each part, with a comma between some.

    G are the given names, I their initials, J the same set close; F is the family name or a name that is not split,
    V the small words at its beginning and B the rest; S is "Jr." and the like. So ``GFS`` is Ludwig van Beethoven,
    ``F,I,S`` van Beethoven, L. and ``B,GV,S`` Beethoven, Ludwig van.
    """
    parts = {part[0].upper(): words.replace("'", "’") for part, words in name.items()}
    given = LONE.sub(r"\1.", re.sub(r"\.(?=[^\s-])", ". ", parts.get("G", "")))
    initials, family = FULL.sub(r"\1.", given), parts.get("F", "")
    rest = SMALL_WORDS.sub("", family) or parts["L"]
    parts |= {"G": given, "I": initials, "J": initials.replace(". ", "."), "B": rest}
    parts |= {"F": family or rest, "V": family.removesuffix(rest).strip()}
    groups = (" ".join(parts[part] for part in group if parts.get(part)) for group in form.split(","))
    return ", ".join(filter(None, groups))


def listed(names: Sequence[str], last: str, et_al: str, *, most: int, shown: int = 1) -> str:
    """Join ``names`` with commas and ``last``; of more than ``most`` only the first ``shown``, and ``et_al``."""
    if len(names) > most:
        return ", ".join(names[:shown]) + et_al
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
