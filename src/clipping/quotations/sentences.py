"""Where sentences end: the one grammar of sentences and abbreviations for all that reads quotations."""

from __future__ import annotations

import re

#: Titles that newspapers abbreviate with a stop and that are part of a name.
ABBREVIATED_TITLES = "Mr|Mrs|Ms|Dr|Sen|Gen|Rep|Gov|Col|Lt|Capt|Sgt|Prof|Rev|St|Jr"
#: Other words that newspapers abbreviate: states, months.
ABBREVIATED = (
    "No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ga|Ill|Kan|Ky|Mass|Md|Mich|Minn|Mo|Neb|Nev"
    "|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wis|Wyo|Inc|Corp"
)
#: What may precede a stop that ends no sentence: an initial or an abbreviation.
ABBREVIATION = re.compile(rf"\b(?:[A-Z]|{ABBREVIATED_TITLES}|{ABBREVIATED})$")
#: A stop with the marks that close after it, before a capital, a mark or the end of the text.
STOP = re.compile(r"[.!?…][”’\"')\]»]*(?:\s+(?=[^a-z\s])|\s*$)")
#: How many characters before a stop an abbreviation can have.
LONGEST = 6


def sentence_end(text: str, at: int = 0) -> int:
    """Return where the sentence that runs on at ``at`` ends: behind its stop, or with the text."""
    stops = (stop.start() for stop in STOP.finditer(text, at))
    return next((n + 1 for n in stops if not ABBREVIATION.search(text, max(0, n - LONGEST), n)), len(text))
