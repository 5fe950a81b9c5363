"""Recognise captions and photo credits within one line, in the forms that newsrooms use.

With X for a caption and C for a credit, the forms are "X | Photo: C", "X (Photo: C)", "X. Image: C", "X - C" with a
picture agency, "X [File: C]", "X. (C)", a credit on its own line, "Image caption X", "[Photo] X", and, where an
extractor lost the space, "CupCredit: C". A label at the end of a line introduces the next line.
"""

import re

from clipping.names import FULL_NAME
from clipping.parse.layout import Span
from clipping.parse.vocabulary import KNOWN, key, starts

LONGEST_CAPTION, LONGEST_TAIL, LONGEST_CREDIT, LONGEST_LABEL = 450, 120, 12, 24
#: Words that introduce a credit; ``UNMARKED`` if no colon follows, ``DANGLING`` if the credit is on the next line.
LABELS = tuple(KNOWN.credit_labels)
UNMARKED, DANGLING = tuple(f"{label} " for label in LABELS), tuple(f" {label}:" for label in LABELS)
#: Agencies that supply photographs, and those whose name alone on a line is a credit.
SUPPLIERS = KNOWN.agencies | KNOWN.picture_agencies
ALONE = KNOWN.picture_agencies - {"file", "twitter", "facebook", "instagram", "youtube", "supplied"}
AFTER_LABEL = re.compile(r"(?::|：|…|\.\.\.)\s*")
#: What may precede a credit: a bar, a dash, a bracket, ©, or the end of a sentence.
BEFORE_CREDIT = re.compile(r" (?:[|/–—-] |[(\[]|© ?|(?<=[.!?”\"'] ))|\(|\[|© ?")
#: A bracket that encloses a credit.
CLOSED = re.compile(r" ?[\])]\.?$")
#: Signs that are not part of a name.
AROUND = " .©()[]"
#: ``JOINTS`` separate the names in a credit.
JOINTS = re.compile(r"[/|(](?:\s*for\s)?|,\s| via | for ")


def awaits_credit(plain: str) -> bool:
    """Return whether the line ``plain`` ends with a label whose credit is on the next line."""
    low = plain.lower().replace(" :", ":")
    return low in KNOWN.credit_starts or f" {low}".endswith(DANGLING)


def read_picture(plain: str, expected: bool = False) -> tuple[Span, ...] | None:
    """Return the spans of the caption and the credit in the line ``plain``; ``None`` if it is not about a photograph.

    A line that is only a label, such as "Image caption", has no spans. A credit is ``expected`` if the line above ends
    with its label.
    """
    if len(plain) > LONGEST_CAPTION:
        return None
    if expected and _is_credit(plain, True):
        return _credit(plain, 0)
    if start := _label_at_start(plain, KNOWN.credit_starts):
        return _credit(plain, start) or None
    if start := _label_at_start(plain, KNOWN.caption_starts):
        return _credited(plain, start) or _caption(plain, start)
    for mark in AFTER_LABEL.finditer(plain):
        lead = plain[: mark.start()].rstrip()
        label = max(filter(lead[-LONGEST_LABEL:].lower().endswith, LABELS), key=len, default="")
        start, end = len(lead) - len(label), mark.end()
        before = plain[start - 1 : start]
        if not label or (before.isalnum() and not (before.islower() and plain[start].isupper())):  # "CupCredit: PA"
            continue
        if not start and (spans := _credited(plain, end)):
            return spans
        credit = _credit(plain, end)
        if credit or not start or end == len(plain):
            return _caption(plain, 0, start) + credit or _caption(plain, end)
    if spans := _credited(plain, 0):
        return spans
    alone = plain[0] == "©" or key(plain.strip(AROUND)) in ALONE or ("/" in plain and _is_credit(plain, False))
    return _credit(plain, 0) if alone else None


def _label_at_start(plain: str, labels: tuple[str, ...]) -> int:
    """Return the length of the label with which ``plain`` starts; 0 if it starts with none of ``labels``."""
    length = len(starts(plain[:LONGEST_LABEL].lower(), labels))
    return 0 if plain[length : length + 1].islower() else length


def _credited(plain: str, start: int) -> tuple[Span, ...]:
    """Parse "X - Agency", "X. Photo by C", "X. A. Name/Agency", "X (A. Name/Paper)"."""
    for match in BEFORE_CREDIT.finditer(plain, max(start, len(plain) - LONGEST_TAIL)):
        if plain.count(" ", match.end()) > LONGEST_CREDIT:
            continue
        before, sign, tail = plain[start : match.start()].rstrip(), match[0].strip(), plain[match.end() :]
        if " " not in before:
            continue
        label = starts(tail[: LONGEST_LABEL + 1].lower(), UNMARKED) if sign in ("", "(", "[", "|") else ""
        closed = sign == "|" or (sign in ("(", "[", "/") and before.endswith((".", "!", "?", "”")))
        known = label or (not re.search(r"\d", tail) and _is_credit(tail, closed or "/" in tail))
        if known and (credit := _credit(plain, match.end() + len(label))):
            return _caption(plain, start, match.start()) + credit
    return ()


def _is_credit(words: str, named: bool) -> bool:
    """Return whether ``words`` name a supplier ("Reuters", "A. Name/AFP") or, if ``named``, a person or an acronym."""
    if not SUPPLIERS.isdisjoint([maker.strip(AROUND) for maker in JOINTS.split(key(words))]):
        return True
    makers = re.split(" ?/ ?", words.strip(AROUND))
    return named and words[:1].isupper() and any(maker.isupper() or FULL_NAME.fullmatch(maker) for maker in makers)


def _credit(plain: str, start: int) -> tuple[Span, ...]:
    """Return the span of the credit in ``plain[start:]`` without enclosing brackets; nothing if it is too long.

    If an extractor doubled the credit, the span of its second half has the role "repeat".
    """
    words = plain[start:].lstrip(" ©:|,([")
    start = len(plain) - len(words)
    closed = None if "(" in words else CLOSED.search(plain)
    end = closed.start() if closed else len(plain)
    if start >= end or words.count(" ") >= LONGEST_CREDIT:
        return ()
    half = (end - start) // 2
    if half > 2 and plain[start : start + half] == plain[end - half : end]:
        return (start, start + half, "credit"), (end - half, end, "repeat")
    return ((start, end, "credit"),)


def _caption(plain: str, start: int, end: int | None = None) -> tuple[Span, ...]:
    words = plain[start:end].lstrip(" ,:")
    start += len(plain[start:end]) - len(words)
    end = start + len(words.rstrip(" |([–—-/\u00a0"))
    return ((start, end, "caption"),) if end > start else ()
