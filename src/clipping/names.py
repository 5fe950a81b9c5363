"""Names of people and bodies: one grammar for whatever reads, splits or prints them.

A name is a run of words with capitals, with small words (particles) between some of them, initials, and "Jr." at its
end; names.json has the words that are known. A byline and a sentence differ in where they expect one, which the
packages that read them decide.

Only names whose order is settled are split: those of English-language bylines, where the family name is the last word
with the particles before it (``van der Velden``), and those of Spanish and Portuguese ones, where it is two such
(``García de la Torre``). All others (bodies, one word, scripts and languages with another order) stay whole, as a
``literal``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from clipping.text import IN_NAMES, UPPER

#: The known words: particles, words that the names of bodies have and those of people do not, and given names.
WORDS = {name: frozenset(words) for name, words in json.loads(Path(__file__).with_suffix(".json").read_bytes()).items()}
PARTICLES, GIVEN = WORDS["particles"], WORDS["given_male"] | WORDS["given_female"]
#: How many words a full name has at most.
LONGEST_NAME = 5
#: How a word of a name begins; al-Assad and d’Angeli are one word.
CAPITAL = re.compile(rf"(?:[a-z]{{1,3}}[-’'])?[{UPPER}]")
#: One word of a name: an initial, a title or another. The ’s of a possessive is no part of it.
NAME_WORD = (
    rf"(?:[a-z]{{1,3}}[-’']|(?:al|el) )?(?:(?:{'|'.join(IN_NAMES)})\.|[{UPPER}](?:\.(?:[{UPPER}]\.)*"
    r"|(?:\w|-(?=\w)|['’](?![sS]\b)(?=\w))*))"
)
FULL_NAME = re.compile(rf"(?<![\w’'-]){NAME_WORD}(?: (?:(?:{'|'.join(PARTICLES)}) ){{0,2}}{NAME_WORD})+")
SUFFIX = re.compile(r"[JS]r\.?|[js]r\.|II|III|IV")
# A word of a name that can be split: Latin, Greek or Cyrillic letters, with full stops, hyphens and apostrophes, of
# which only the ’t and ’s of Dutch begin with one.
SPLITTABLE = re.compile("(?:['‘’](?=[st]$)|(?!['‘’.-]))[A-Za-z\u00c0-\u052f\u1e00-\u1fff'‘’.-]+")
TWO_FAMILY_NAMES = str.split("es gl pt")
FAMILY_NAME_FIRST = str.split("hu ja ko vi zh")
# Among given names: a letter that stands alone, and a name (two in Jean-Paul) that is no initial or abbreviation.
LONE = re.compile(r"(?<!\S)([^\W\d_a-z])(?!\S)")
FULL = re.compile(r"(?<![^\s-])([^\W\d_a-z])[^\s.-]+(?![^\s-])")
# The particles that begin a family name before a word with a capital (van der Velden, d’Artagnan, el-Sisi).
BEFORE_CAPITAL = re.compile(r"^[a-zß-ÿ ’-]*[ ’-](?=[^\Wa-z])")


def is_body(name: str) -> bool:
    """Return whether ``name`` has a word that the names of bodies have (Ministry, Press) and those of people do not."""
    return not WORDS["bodies"].isdisjoint(name.lower().split())


def is_particle(word: str) -> bool:
    """Return whether ``word`` begins a family name: a small letter (van, al-Hakimi, 't), or a known one (De La)."""
    return word.lstrip("'‘’")[:1].islower() or (len(word) > 1 and word.lower() in PARTICLES)


def split_name(text: str, language: str | None = None) -> dict[str, str]:
    """Return the name ``text``, its white space folded, as a CSL name; ``language`` (BCP 47) is that of its byline."""
    language = re.split("[-_]", (language or "").lower())[0]
    words = text.split(" ")
    suffix = words.pop() if len(words) > 1 and SUFFIX.fullmatch(words[-1]) else ""
    words[-1] = words[-1].removesuffix("," if suffix else "")
    of_person = len(words) > 1 and all(map(SPLITTABLE.fullmatch, words)) and not is_body(text)
    if not of_person or language in FAMILY_NAME_FIRST or (words[0].islower() and not words[-1].islower()):
        return {"literal": text}
    # Where a word begins with the particles before it, if any; the first of all is a given name.
    begins = [at for at in range(1, len(words)) if at == 1 or not is_particle(words[at - 1])]
    if language in TWO_FAMILY_NAMES:
        # Besides initials, only another given name comes before the family names.
        heads = [words[end - 1].capitalize() for end in (*begins[1:], len(words))]
        family = (at for at, head in enumerate(heads) if head[-1] != "." and head not in GIVEN)
        given = next(family, len(heads))
        first = begins[max(len(begins) - 2, min(given, len(begins) - 1))]
    else:
        first = next((at for at in begins[:-1] if is_particle(words[at])), begins[-1])
    name = {"family": " ".join(words[first:]), "given": " ".join(words[:first])}
    return {**name, "suffix": suffix} if suffix else name


def in_form(name: Mapping[str, str], form: str) -> str:
    """Return the CSL ``name`` in ``form``: a letter for each part, with a comma between some.

    G are the given names, I their initials, J the same set close; F is the family name or a name that is not split,
    V the particles at its beginning and B the rest; S is "Jr." and the like. So ``GFS`` is Ludwig van Beethoven,
    ``F,I,S`` van Beethoven, L. and ``B,GV,S`` Beethoven, Ludwig van.
    """
    parts = {part[0].upper(): words.replace("'", "’") for part, words in name.items()}
    given = LONE.sub(r"\1.", re.sub(r"\.(?=[^\s-])", ". ", parts.get("G", "")))
    initials, family = FULL.sub(r"\1.", given), parts.get("F", "")
    rest = BEFORE_CAPITAL.sub("", family) or parts["L"]
    parts |= {"G": given, "I": initials, "J": re.sub(r"\. (?=\w\.)", ".", initials), "B": rest}
    parts |= {"F": family or rest, "V": family.removesuffix(rest).strip()}
    groups = (" ".join(parts[part] for part in group if parts.get(part)) for group in form.split(","))
    return ", ".join(filter(None, groups))
