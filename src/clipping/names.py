"""Names of people and organisations: one grammar for recognising, splitting and printing them.

A name is a run of capitalised words and initials, possibly with particles (de, van) between them and "Jr." at the end;
names.json lists the known words. The packages that parse bylines and sentences decide where to look for names.

In most languages the family name is the last word with the particles before it (``van der Velden``); in Spanish,
Galician and Portuguese it is the last two such words (``García de la Torre``). Some names are not split, but stay
whole, as a ``literal``: organisations, single words, names that begin with the family name, and names in any script
other than Latin, Greek and Cyrillic.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from clipping.text import IN_NAMES, UPPER

#: The lists in names.json: particles, given names, and words that occur only in names of organisations (``bodies``).
WORDS = {name: frozenset(words) for name, words in json.loads(Path(__file__).with_suffix(".json").read_bytes()).items()}
PARTICLES, GIVEN = WORDS["particles"], WORDS["given_male"] | WORDS["given_female"]
#: The most words in a full name.
LONGEST_NAME = 5
#: The start of a word in a name, with a particle that is joined to it (al-Assad, d’Angeli).
CAPITAL = re.compile(rf"(?:[a-z]{{1,3}}[-’'])?[{UPPER}]")
#: One word of a name: an abbreviation (a title, Jr., St.), initials, or a plain word; a possessive ’s is left out.
NAME_WORD = (
    rf"(?:[a-z]{{1,3}}[-’']|(?:al|el) )?(?:(?:{'|'.join(IN_NAMES)})\.|[{UPPER}](?:\.(?:[{UPPER}]\.)*"
    r"|(?:\w|-(?=\w)|['’](?![sS]\b)(?=\w))*))"
)
FULL_NAME = re.compile(rf"(?<![\w’'-]){NAME_WORD}(?: (?:(?:{'|'.join(PARTICLES)}) ){{0,2}}{NAME_WORD})+")
SUFFIX = re.compile(r"[JS]r\.?|[js]r\.|II|III|IV")
# A word in a name that can be split: Latin, Greek or Cyrillic letters, full stops, hyphens and apostrophes. Only the
# Dutch ’t and ’s may begin with an apostrophe.
SPLITTABLE = re.compile("(?:['‘’](?=[st]$)|(?!['‘’.-]))[A-Za-z\u00c0-\u052f\u1e00-\u1fff'‘’.-]+")
TWO_FAMILY_NAMES = str.split("es gl pt")
FAMILY_NAME_FIRST = str.split("hu ja ko vi zh")
# BARE_INITIAL finds a given name that is one letter without a full stop. GIVEN_IN_FULL finds a given name written in
# full (Jean-Paul has two).
BARE_INITIAL = re.compile(r"(?<!\S)([^\W\d_a-z])(?!\S)")
GIVEN_IN_FULL = re.compile(r"(?<![^\s-])([^\W\d_a-z])[^\s.-]+(?![^\s-])")
# Particles at the start of a family name, before its first capital (van der Velden, d’Artagnan, el-Sisi).
BEFORE_CAPITAL = re.compile(r"^[a-zß-ÿ ’-]*[ ’-](?=[^\Wa-z])")


def is_organisation(name: str) -> bool:
    """Return whether ``name`` contains a word that marks an organisation (Ministry, Press)."""
    return not WORDS["bodies"].isdisjoint(name.lower().split())


def is_particle(word: str) -> bool:
    """Return whether ``word`` is a particle (van, 't, De), or begins with a lower-case particle (al-Hakimi)."""
    return word.lstrip("'‘’")[:1].islower() or (len(word) > 1 and word.lower() in PARTICLES)


def split_name(text: str, language: str = "") -> dict[str, str]:
    """Return ``text``, a name with its white space folded, as a CSL name.

    ``language`` is the code of the byline's language, if known. The keys are ``family``, ``given`` and, for "Jr.",
    ``suffix``; or ``literal`` alone, for a name that is not split, such as one that starts with a particle (van Dyck).
    """
    words = text.split(" ")
    suffix = words.pop() if len(words) > 1 and SUFFIX.fullmatch(words[-1]) else ""
    words[-1] = words[-1].removesuffix("," if suffix else "")
    splittable = len(words) > 1 and all(map(SPLITTABLE.fullmatch, words)) and not is_organisation(text)
    if not splittable or language in FAMILY_NAME_FIRST or (words[0].islower() and not words[-1].islower()):
        return {"literal": text}
    # The index at which each later name starts, with its particles; the first word is always a given name.
    *inner, first = (at for at in range(1, len(words)) if at == 1 or not is_particle(words[at - 1]))
    if language in TWO_FAMILY_NAMES:
        # The name before the last is a family name, too, unless it is an initial or a known given name.
        before = words[first - 1].capitalize()
        if inner and before[-1] != "." and before not in GIVEN:
            first = inner[-1]
    else:
        first = next((at for at in inner if is_particle(words[at])), first)
    name = {"family": " ".join(words[first:]), "given": " ".join(words[:first])}
    return {**name, "suffix": suffix} if suffix else name


def in_form(name: Mapping[str, str], form: str) -> str:
    """Return the CSL ``name`` in ``form``, which has a letter for each part to print, and the commas between parts.

    G: given names; I: their initials; J: initials without spaces; F: the family name, or a name that is not split;
    V: the particles at the start of F; B: F without these; S: a suffix such as "Jr.". ``GFS`` gives Ludwig van
    Beethoven, ``F,I,S`` van Beethoven, L., and ``B,GV,S`` Beethoven, Ludwig van.
    """
    words = {key: text.replace("'", "’") for key, text in name.items()}
    given = BARE_INITIAL.sub(r"\1.", re.sub(r"\.(?=[^\s-])", ". ", words.get("given", "")))
    initials = GIVEN_IN_FULL.sub(r"\1.", given)
    family = words.get("family") or words["literal"]
    base = BEFORE_CAPITAL.sub("", family) if "family" in words else family
    joined, particles = re.sub(r"\. (?=\w\.)", ".", initials), family.removesuffix(base).strip()
    parts = {"G": given, "I": initials, "J": joined, "F": family, "V": particles, "B": base, "S": words.get("suffix")}
    groups = (" ".join(filter(None, map(parts.get, group))) for group in form.split(","))
    return ", ".join(filter(None, groups))
