"""The small grammars that several packages read a text by: capitals, months, abbreviations, and where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: The capital letters of Latin, Greek and Cyrillic, for a set of a pattern.
UPPER = "".join(filter(str.isupper, map(chr, range(0x530))))
#: The months as pages and citations name them, and as newspapers shorten them.
MONTHS = str.split("January February March April May June July August September October November December")
SHORT_MONTHS = str.split("Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.")
#: What newspapers abbreviate with a stop: titles of people, other parts of names, states and the like.
TITLES = str.split("Adm Capt Col Cpl Dr Fr Gen Gov Hon Lt Maj Mr Mrs Ms Prof Rep Rev Sen Sgt")
IN_NAMES = [*TITLES, "Jr", "Sr", "St"]
OTHERS = str.split(
    "No vs Inc Corp Ala Ariz Ark Calif Colo Conn Fla Ga Ill Kan Ky Mass Md Mich Minn Mo Neb Nev Okla Ore Pa Tenn Tex "
    "Va Vt Wis Wyo"
)
ABBREVIATED = [*IN_NAMES, *OTHERS, *(month[:-1] for month in SHORT_MONTHS if month[-1] == ".")]
#: What ends a sentence, and the marks that may close after it.
STOPS, CLOSERS = ".!?…。！？؟।۔", "\"'”’“‘»«›‹)]）」』\u200f"
#: A stop with the marks behind it, and the letter that follows. “Why?” Bell asked and “So.” (Bell) are one sentence.
STOP = re.compile(
    r"(?:[.!?…][)\]]*(?=\s+[^\s,;:)–—-])|[.…][\"'”’“»)\]]+(?=\s+[^\s,;:()–—-])|[.!?…][\"'”’“»)\]]*(?=\s*$))(?=\s*(\S?))"
)
#: What may precede a stop that ends no sentence: an initial or an abbreviation (Hart's Rules, 10.2).
SHORT_FORM = re.compile(rf"\b(?:[{UPPER}]|{'|'.join(ABBREVIATED)})$")


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Yield where each sentence of ``text[start:end]`` ends, behind the marks that close after its stop.

    No sentence ends where a small letter follows, or at the stop of an initial or an abbreviation. What follows the
    last stop is not counted.
    """
    for stop in STOP.finditer(text, start, len(text) if end is None else end):
        at = stop.start()
        if not stop[1].islower() and not SHORT_FORM.search(text, max(start, at - 6), at):
            yield stop.end()


def ends_sentence(text: str) -> bool:
    """Return whether ``text`` ends as a sentence does, in any script, closing marks aside."""
    return text.rstrip(CLOSERS)[-1:] in {*STOPS}
