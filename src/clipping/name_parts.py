"""Names of people and bodies: one grammar for whatever reads or prints them.

A byline prints a name as it is spoken: given names, small words, family name, "Jr.". Only names whose order is settled
are split: those of English-language bylines, where the family name is the last word with the small words before it
(``van der Velden``), and those of Spanish and Portuguese ones, where it is two such (``García de la Torre``). All
others (bodies, one word, scripts and languages with another order) stay whole, as a ``literal``.
"""

from __future__ import annotations

import re

SUFFIX = re.compile(r"[JS]r\.?|[js]r\.|II|III|IV")
# Words that the names of bodies contain and the names of people do not.
BODY_WORDS = str.split(
    "agence agencia agência agencies agency and associated association board broadcasting bureau centre center "
    "committee correspondent correspondents council department desk editor editorial editors for group institute "
    "ministry network news newspaper newsroom of office prensa press redação redacción rédaction redaktion redazione "
    "reporter reporters service services society staff team the times tv union university writer writers"
)
# A word of a name that can be split: Latin, Greek or Cyrillic letters, with full stops, hyphens and apostrophes, of
# which only the ’t and ’s of Dutch begin with one.
SPLITTABLE = re.compile("(?:['‘’](?=[st]$)|(?!['‘’.-]))[A-Za-z\u00c0-\u052f\u1e00-\u1fff'‘’.-]+")
# What begins a family name: a small letter (van, al-Hakimi, d'Angeli, 't), or a particle with a capital.
PARTICLE = re.compile(
    "['‘’]?[a-zß-öø-ÿ].*|Abu|Al|Bin|Da|De|Del|Della|Den|Der|Di|Dos|Du|El|Ibn|La|Las|Le|Los|Ter|Van|Von"
)
TWO_FAMILY_NAMES = str.split("es gl pt")
FAMILY_NAME_FIRST = str.split("hu ja ko vi zh")
# What follows another given name in those languages, besides initials: any other word begins the family names.
SECOND_GIVEN = str.split(
    "alberto alejandra alejandro alfonso alfredo andrea andrés ángel ángeles antonia antonio antónio antônio augusto "
    "beatriz carlos carmen carolina cecilia clara cristina daniel david diego eduardo elena enrique ernesto eugenia "
    "felipe fernanda fernando francisca francisco gabriel gabriela guadalupe guillermo gustavo helena henrique hugo "
    "ignacio inácio inés isabel javier jesús joaquín jorge josé juan julia julio laura lourdes lucía luis luís luisa "
    "luiz luz manuel marcelo maría maria mario marta mercedes miguel óscar pablo patricia paula paulo pedro pilar "
    "rafael ramón raúl ricardo roberto rodrigo rosa rosario santiago sebastián sofía teresa tomás valentina vicente "
    "víctor victoria"
)


def split_name(text: str, language: str | None = None) -> dict[str, str]:
    """Return the name ``text``, its white space folded, as a CSL name; ``language`` (BCP 47) is that of its byline."""
    language = re.split("[-_]", (language or "").lower())[0]
    words = text.split(" ")
    suffix = words.pop() if len(words) > 1 and SUFFIX.fullmatch(words[-1]) else ""
    words[-1] = words[-1].removesuffix("," if suffix else "")
    of_person = len(words) > 1 and all(map(SPLITTABLE.fullmatch, words)) and not {*BODY_WORDS} & {*text.lower().split()}
    if not of_person or language in FAMILY_NAME_FIRST or (words[0].islower() and not words[-1].islower()):
        return {"literal": text}
    # Where a word begins with the particles before it, if any; the first of all is a given name.
    begins = [at for at in range(1, len(words)) if at == 1 or not PARTICLE.fullmatch(words[at - 1])]
    if language in TWO_FAMILY_NAMES:
        heads = [words[end - 1].lower() for end in (*begins[1:], len(words))]
        given = next((at for at, head in enumerate(heads) if head not in SECOND_GIVEN and head[-1] != "."), len(heads))
        first = begins[max(len(begins) - 2, min(given, len(begins) - 1))]
    else:
        first = next((at for at in begins[:-1] if PARTICLE.fullmatch(words[at])), begins[-1])
    name = {"family": " ".join(words[first:]), "given": " ".join(words[:first])}
    return {**name, "suffix": suffix} if suffix else name
