"""The names of sections in a line: a trail ("News > Peru"), a bare name, names run together with a headline."""

from __future__ import annotations

import re

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
