"""The names of sections in a line: a trail ("News > Peru"), a bare name, names run together with a headline."""

from __future__ import annotations

import re

from clipping.parse.names import is_outlet
from clipping.parse.vocabulary import KNOWN, key

LONGEST_LINE = 300
TRAIL = re.compile(r"\s*[>»›→]+\s*|\s+/\s+|\s*::\s*|\s*\|\s*|\s+[•·]\s+")


def trail_parts(plain: str) -> list[tuple[int, int]]:
    """Return the parts of a section trail ("News > Peru") as spans, nothing if the line is none."""
    if len(plain) > LONGEST_LINE:
        return []
    parts: list[tuple[int, int]] = []
    place, signs = 0, ""
    for match in TRAIL.finditer(plain):
        if match.start() > place:
            parts.append((place, match.start()))
        place = match.end()
        signs += match[0].strip()
    if place < len(plain):
        parts.append((place, len(plain)))
    if not signs or not 1 <= len(parts) <= 6:
        return []
    texts = [plain[start:end] for start, end in parts]
    if set(signs) & set("|•·") and not any(key(text) in KNOWN.sections for text in texts):
        return []
    if any(text.count(" ") > 3 or text[-1] in ".!?" for text in texts[:-1]) or not texts[0][0].isalpha():
        return []
    return parts


def bare_section(plain: str) -> list[tuple[int, int]]:
    """Return the section in a line that is nothing but its name ("Latin America", "NewsPolitics")."""
    if plain.count(" ") > 3 or plain[-1:] in ".?!:…" or not plain[:1].isalpha() or any(map(str.isdigit, plain)):
        return []
    if key(plain) not in KNOWN.sections and (is_outlet(plain) or key(plain) in KNOWN.furniture):
        return []
    for place in range(2, len(plain) - 1):
        if plain[place].isupper() and plain[place - 1].islower():
            parts = [(0, place), (place, len(plain))]
            return parts if all(key(plain[a:b]) in KNOWN.sections for a, b in parts) else []
    return [(0, len(plain))] if plain[0].isupper() or plain[0].lower() == plain[0].upper() else []
