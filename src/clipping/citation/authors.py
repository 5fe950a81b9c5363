"""Names of authors: the parts that ``name_parts.py`` finds, put together again as styles print them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Among given names: a letter that stands alone, and a name (two in Jean-Paul) that is no initial or abbreviation.
LONE = re.compile(r"(?<!\S)([^\W\d_a-z])(?!\S)")
FULL = re.compile(r"(?<![^\s-])([^\W\d_a-z])[^\s.-]+(?![^\s-])")
# The small words that begin a family name before one with a capital (van der Velden, d’Artagnan, el-Sisi).
SMALL_WORDS = re.compile(r"^[a-zß-ÿ ’-]*[ ’-](?=[^\Wa-z])")


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
    parts |= {"G": given, "I": initials, "J": re.sub(r"\. (?=\w\.)", ".", initials), "B": rest}
    parts |= {"F": family or rest, "V": family.removesuffix(rest).strip()}
    groups = (" ".join(parts[part] for part in group if parts.get(part)) for group in form.split(","))
    return ", ".join(filter(None, groups))


def listed(names: Sequence[str], last: str, et_al: str, *, most: int, shown: int = 1) -> str:
    """Join ``names`` with commas and ``last``; of more than ``most`` only the first ``shown``, and ``et_al``."""
    if len(names) > most:
        return ", ".join(names[:shown]) + et_al
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
