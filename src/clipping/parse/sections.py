"""The names of sections in one line: a trail ("News > Peru") or words that introduce one ("From the section Peru")."""

from __future__ import annotations

import re

from clipping.parse.layout import Span
from clipping.parse.vocabulary import KNOWN, key

LONGEST_LINE, MOST_PARTS, MOST_SPACES = 160, 6, 3
MOST_INTRODUCED = 40
JOINT = re.compile(r"\s*[>»›→]+\s*|\s+/\s+|\s*::\s*|\s*\|\s*|\s+[•·]\s+")
HOME = frozenset(("home", "homepage", "front page", "inicio", "portada", "accueil", "startseite", "início"))


def read_sections(plain: str) -> tuple[Span, ...]:
    """Return the sections that the line ``plain`` names; "Home" in front of them is navigation."""
    if len(plain) > LONGEST_LINE:
        return ()
    if key(plain[:MOST_INTRODUCED]).startswith(KNOWN.section_starts):
        introduced = next(phrase for phrase in KNOWN.section_starts if key(plain).startswith(phrase))
        return ((len(plain) - len(plain[len(introduced) :].lstrip()), len(plain), "section"),)
    joints = list(JOINT.finditer(plain))
    bounds = [0, *(bound for joint in joints for bound in joint.span()), len(plain)]
    parts = [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end]
    texts = [plain[start:end] for start, end in parts]
    if not joints or not 1 <= len(parts) <= MOST_PARTS or not texts[0][0].isalpha():
        return ()
    loose = any(joint[0].strip() in "|•·" for joint in joints)  # between all kinds of words
    if (loose and not any(key(text) in KNOWN.sections for text in texts)) or any(
        text.count(" ") > MOST_SPACES or text[-1] in ".!?" for text in texts[:-1]
    ):
        return ()
    spans = [
        (start, end, "repeat" if text.count(" ") > MOST_SPACES else "section")
        for (start, end), text in zip(parts, texts, strict=True)
        if key(text) not in HOME
    ]
    return tuple(spans) if any(role == "section" for _, _, role in spans) else ()
