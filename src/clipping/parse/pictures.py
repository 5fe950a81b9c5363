"""Recognise captions and photo credits within one line, in the forms that newsrooms use.

With X for a caption and C for a credit, the forms are "X | Photo: C", "X (Photo: C)", "X. Image: C", "X - C" with a
picture agency, "X [File: C]", "X. (C)", a credit on its own line, "Image caption X", "[Photo] X", and, where an
extractor lost the space, "CupCredit: C". A label at the end of a line introduces the next line.
"""

import re

from clipping.parse.layout import Span
from clipping.parse.vocabulary import KNOWN, key
from clipping.text import UPPER

LONGEST_CAPTION, LONGEST_TAIL, MOST_WORDS, LONGEST_CREDIT, LONGEST_LABEL = 450, 120, 80, 12, 24
#: Words that introduce a credit, the longest first.
CREDIT_LABELS = tuple(sorted(KNOWN.credit_labels, key=len, reverse=True))
#: A label at the end of a line.
DANGLING = re.compile(rf"(?:^|[|(\[.!?”–—-] ?)(?:{'|'.join(map(re.escape, CREDIT_LABELS))}) ?:$", re.I)
#: Agencies that supply photographs.
SUPPLIERS = KNOWN.agencies | KNOWN.picture_agencies
#: ``AFTER_LABEL`` matches the mark after a label, and ``UNMARKED`` a label without such a mark.
AFTER_LABEL = re.compile(r"(?::|：|…|\.\.\.)\s*")
UNMARKED = re.compile(rf"(?:{'|'.join(map(re.escape, CREDIT_LABELS))}) (?:\| )?(?=\S)", re.I)
CAPTION = re.compile(rf"(?:{'|'.join(map(re.escape, KNOWN.caption_starts))})(?:[ ,:]+|(?=[A-Z]))", re.I)
CREDIT = re.compile(rf"(?:{'|'.join(map(re.escape, KNOWN.credit_starts))})\b[ ,:]*", re.I)
#: What may precede a credit: a bar, a dash, a bracket, ©, or the end of a sentence.
BEFORE_CREDIT = re.compile(r" (?:[|/–—-] |[(\[]|© ?|(?<=[.!?”\"'] ))|\(|\[|© ?")
#: ``JOINTS`` separate the names in a credit. A ``MAKER`` is a photographer or an agency, and a ``PAIR`` is one of each.
#: ``PHOTOGRAPHER`` matches the name of a photographer alone.
JOINTS = re.compile(r"[/|(](?:\s*for\s)?|,\s| via | for ")
MAKER = rf"[{UPPER}]\.?(?:[^/.!?]|\b[{UPPER}]\.){{1,40}}"
PAIR = re.compile(rf"{MAKER}/ ?{MAKER}[.)\]]*")
PHOTOGRAPHER = re.compile(rf"[{UPPER}][\w.'’-]*(?: [{UPPER}][\w'’-]+){{1,3}}[.)\]]*")
#: Signs that are not part of the name of a supplier (``AROUND``), and signs to remove after a caption (``TRIM``).
AROUND = " .©)]"
TRIM = " |([–—-/\u00a0"
#: The agencies whose name alone on a line is a credit.
ALONE = KNOWN.picture_agencies - {"file", "twitter", "facebook", "instagram", "youtube", "supplied"}


def awaits_credit(plain: str) -> bool:
    """Return whether the line ``plain`` ends with a label whose credit is on the next line."""
    ended = plain.endswith(":") and DANGLING.search(plain, max(0, len(plain) - LONGEST_LABEL))
    return bool(ended) or (len(plain) <= LONGEST_LABEL and key(plain) in KNOWN.credit_starts)


def read_picture(plain: str, expected: bool = False) -> tuple[Span, ...] | None:
    """Return the spans of the caption and the credit in the line ``plain``; ``None`` if it is not about a photograph.

    A line that is only a label, such as "Image caption", has no spans. A credit is ``expected`` if the line above ends
    with its label.
    """
    if expected and (is_supplier(plain) or PHOTOGRAPHER.fullmatch(plain)):
        return _credit(plain, 0)
    if len(plain) > LONGEST_CAPTION or plain.count(" ") > MOST_WORDS:
        return None
    if match := CREDIT.match(plain):
        return _credit(plain, match.end()) or None
    if match := CAPTION.match(plain):
        return _credited(plain, match.end()) or _caption(plain, match.end())
    return _labelled(plain) or _credited(plain, 0) or _alone(plain)


def _labelled(plain: str) -> tuple[Span, ...] | None:
    """Parse "X. Photo: C"; a label at the start of the line introduces a credit or a caption."""
    for match in AFTER_LABEL.finditer(plain):
        lead = plain[: match.start()].rstrip()
        label = next(filter(lead[-LONGEST_LABEL:].lower().endswith, CREDIT_LABELS), None)
        if label is None:
            continue
        start = len(lead) - len(label)
        before = plain[start - 1 : start]
        glued = before.islower() and plain[start].isupper()  # "CupCredit: PA"
        if before.strip(' ([|-–—."”') and not glued:
            continue
        if start == 0 and (spans := _credited(plain, match.end())):
            return spans
        if credit := _credit(plain, match.end()):
            return _caption(plain, 0, start) + credit
        if start == 0 or awaits_credit(plain):
            return _caption(plain, 0, start) or _caption(plain, match.end())
    return None


def _credited(plain: str, start: int) -> tuple[Span, ...]:
    """Parse "X - Agency", "X. Photo by C", "X. A. Name/Agency", "X (A. Name/Paper)"."""
    for match in BEFORE_CREDIT.finditer(plain, max(start, len(plain) - LONGEST_TAIL)):
        tail, sign = plain[match.end() :], match[0].strip()
        if not tail or tail.count(" ") > LONGEST_CREDIT or plain.count(" ", start, match.start()) < 1:
            continue
        before = plain[: match.start()].rstrip()[-1:]
        label = UNMARKED.match(tail) if sign in ("", "(", "[", "|") else None
        closed = sign == "|" or (sign in ("(", "[", "/") and before in (".", "!", "?", "”"))
        named = ("/" in tail and PAIR.fullmatch(tail)) or (closed and PHOTOGRAPHER.fullmatch(tail))
        if label or (not any(map(str.isdigit, tail)) and (named or is_supplier(tail))):
            credit = _credit(plain, match.end() + (label.end() if label else 0))
            return _caption(plain, start, match.start()) + credit
    return ()


def _alone(plain: str) -> tuple[Span, ...] | None:
    """Parse a line that consists of a credit only."""
    start = int(plain[0] in "([")
    words = plain[start:]
    several = "/" in words and (is_supplier(words) or (start and PAIR.fullmatch(words)))
    return _credit(plain, start) if several or plain[0] == "©" or key(words.strip(AROUND)) in ALONE else None


def is_supplier(words: str) -> bool:
    """Return whether ``words`` name a supplier of photographs: "Reuters", "A. Name/AFP", "AP Photo"."""
    return not SUPPLIERS.isdisjoint([part.strip(AROUND) for part in JOINTS.split(key(words))])


def _credit(plain: str, start: int) -> tuple[Span, ...]:
    """Return the span of the credit in ``plain[start:]`` without enclosing brackets; nothing if it is too long.

    If an extractor doubled the credit, the span of its second half has the role "repeat".
    """
    end = len(plain)
    while start < end and plain[start] in " ©:":
        start += 1
    # Keep a closing bracket that was opened within the credit: "A. Name (EFE)".
    while start < end and (
        plain[end - 1] in " ]"
        or plain[end - 2 : end] in (").", "].")
        or (plain[end - 1] == ")" and "(" not in plain[start:end])
    ):
        end -= 1
    if start >= end or plain.count(" ", start, end) >= LONGEST_CREDIT:
        return ()
    half = (end - start) // 2
    if half > 2 and plain[start : start + half] == plain[end - half : end]:
        return (start, start + half, "credit"), (end - half, end, "repeat")
    return ((start, end, "credit"),)


def _caption(plain: str, start: int, end: int | None = None) -> tuple[Span, ...]:
    end = start + len(plain[start:end].rstrip(TRIM))
    return ((start, end, "caption"),) if end > start else ()
