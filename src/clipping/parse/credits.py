"""Photographs in one line: captions and credits, by the habits with which newsrooms sign a picture.

"X | Photo: C", "X (Photo: C)", "X. Image: C", "X - C" with a picture agency, "X [File: C]", "CupCredit: C",
a credit on its own line, "Image caption X". The credit is what makes a line a caption.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from clipping.parse.vocabulary import KNOWN, key

LONGEST_CAPTION = 700
MOST_WORDS = 80
LONGEST_CREDIT = 12
LONGEST_TAIL = 120
LABEL = re.compile(r"([^\W\d_]+)\s*(?::|：|\.\.\.|…)\s*")
BRACKET = re.compile(r"[(\[]([^()\[\]]{2,90})[)\]]\.?$")
TAIL = re.compile(r"\s+[|/–—-]\s+|(?<=[.!?”\"'])\s+|\s+©\s*|(?<=[.!?])(?=[A-Z])")
BARE_LABEL = re.compile(r"(\w+)(?: \| | )")
TRIM = " |([–—-/\u00a0"


class Picture(NamedTuple):
    """A caption's words and its credit as spans of the line; ``None`` for one that it does not have."""

    text: tuple[int, int] | None
    credit: tuple[int, int] | None
    reason: str


def read_picture(plain: str) -> Picture | None:
    """Return what the line ``plain`` says of a photograph, ``None`` if it has no credit and no label."""
    if len(plain) > LONGEST_CAPTION or plain.count(" ") > MOST_WORDS:
        return None
    readers = (
        _labelled if ":" in plain or "..." in plain or "：" in plain or "…" in plain else None,
        _opened,
        _trailing,
        _alone if plain.count(" ") < 8 else None,
        _bracketed if plain[-1:] in ")]" or plain[-2:] in (").", "].") else None,
    )
    return next((found for reader in readers if reader and (found := reader(plain))), None)


def is_agency(words: str) -> bool:
    """Return whether ``words`` name who supplies photographs: "Reuters", "A. Name/AFP", "AP Photo"."""
    known = KNOWN.agencies | KNOWN.picture_agencies
    plain = key(words.strip(" .©"))
    if plain in known:
        return True
    parts = [part.strip() for part in re.split(r"[/|](?:\s*for\s)?|,\s| via | for ", plain)]
    return len(parts) > 1 and any(part in known for part in parts) and all(len(part) < 50 for part in parts)


def _credit(plain: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the credit in ``plain[start:end]``, without the brackets and spaces around it."""
    while start < end and plain[start] in " ©:":
        start += 1
    # A bracket that closes within the credit is its own: "A. Name (EFE)".
    while start < end and (plain[end - 1] in " ]" or (plain[end - 1] == ")" and "(" not in plain[start:end])):
        end -= 1
    if start >= end or plain.count(" ", start, end) >= LONGEST_CREDIT:
        return None
    return start, end


def _text(plain: str, end: int) -> tuple[int, int] | None:
    while end and plain[end - 1] in TRIM:
        end -= 1
    return (0, end) if end else None


def _label_start(plain: str, match: re.Match[str]) -> int | None:
    """Return where the credit label that ends in ``match`` starts: "Photo", "Image credit", "CupCredit"."""
    labels = KNOWN.credit_labels
    word = match[1]
    before = plain[: match.start()].split(" ")[-3:-1] if plain[match.start() - 1 : match.start()] == " " else []
    for count in (2, 1):
        phrase = " ".join([*before[-count:], word]) if len(before) >= count else ""
        if phrase and key(phrase.lstrip("([|")) in labels:
            return match.start() - len(phrase) + len(word)
    if key(word) in labels:
        return match.start()
    # Words run together where the page had a line break: "CupCredit: PA".
    capital = max((at for at, character in enumerate(word) if character.isupper()), default=0)
    if capital and word[capital - 1].islower() and key(word[capital:]) in labels:
        return match.start() + capital
    return None


def _labelled(plain: str) -> Picture | None:
    for match in LABEL.finditer(plain):
        start = _label_start(plain, match)
        if start is None:
            continue
        credit = _credit(plain, match.end(), len(plain))
        if start == 0 and key(match[1]) in KNOWN.media:
            return None  # "Video: Ash covers the town" is a title
        if credit and not (plain[-1:] in ".!?" and plain.count(" ", *credit) > LONGEST_CREDIT // 2):
            return Picture(_text(plain, start), credit, "ends with a photo credit")
        if start == 0 and match.end() == len(plain):
            return Picture(None, None, "a word that introduces a photograph, with nothing after it")
        if start == 0 and match.end() < len(plain):
            return _introduced(plain, match.end(), "opens with a word that introduces a photograph")
    return None


def _bracketed(plain: str) -> Picture | None:
    match = BRACKET.search(plain)
    if not match:
        return None
    inside = match[1]
    opening = key(inside.split(" ")[0].split("/")[0].rstrip(":"))
    # "X. (A. Name, Paper)", "X. (Paper: A. Name)": the sentence is over before the bracket opens.
    apart = plain[: match.start()].rstrip()[-1:] in (".", "!", "?") and plain[-1] != "."
    parts = re.split(r"[,:] ", inside)
    named = (
        apart and len(parts) > 1 and any(" " in part for part in parts) and all(part[:1].isupper() for part in parts)
    )
    named |= is_agency(inside) or opening in KNOWN.picture_agencies or _names_with_slash(inside)
    if not named or (match.start() == 0 and not plain.startswith("[")):
        return None
    text = _text(plain, match.start())
    return Picture(text, _credit(plain, match.start(1), match.end(1)), "ends with a photo credit in brackets")


def _names_with_slash(words: str) -> bool:
    parts = words.split("/")
    return len(parts) > 1 and all(part.strip()[:1].isupper() and part.count(" ") < 4 for part in parts)


def _opened(plain: str) -> Picture | None:
    """Read "Image caption X" and "Image copyright C", labels that some pages set without a colon."""
    start = key(plain[:20])
    opens = start.startswith(KNOWN.caption_starts) or start.startswith(KNOWN.credit_starts)
    for phrase in KNOWN.caption_starts if opens else ():
        after = plain[len(phrase) :]
        if start.startswith(phrase) and (after[:1] in ("", " ", ",", ":") or after[0].isupper()):
            begin = len(plain) - len(after.lstrip(" ,:"))
            if begin < len(plain):
                return _introduced(plain, begin, "opens with words that introduce a caption")
    for phrase in KNOWN.credit_starts if opens else ():
        if start.startswith(phrase):
            begin = len(phrase) + (plain[len(phrase) : len(phrase) + 1] in ",:")
            if credit := _credit(plain, begin, len(plain)):
                return Picture(None, credit, "names who took the photograph")
    return None


def _introduced(plain: str, start: int, reason: str) -> Picture:
    """Return the caption that begins at ``start``, with the agency that may follow it."""
    signed = _trailing(plain)
    if signed and signed.text and signed.text[1] > start:
        return Picture((start, signed.text[1]), signed.credit, reason)
    return Picture((start, len(plain)), None, reason)


def _alone(plain: str) -> Picture | None:
    whole = key(plain)
    if whole in KNOWN.picture_agencies - {"file", "twitter", "facebook", "instagram", "youtube", "supplied"}:
        return Picture(None, (0, len(plain)), "names a picture agency")
    if whole not in KNOWN.agencies and "/" in plain and is_agency(plain):
        return Picture(None, (0, len(plain)), "names a photographer and an agency")
    if plain[0] == "(" and plain[-1] == ")" and " / " in plain and _names_with_slash(plain[1:-1]):
        return Picture(None, (1, len(plain) - 1), "names a photographer and a newspaper, in brackets")
    return None


def _trailing(plain: str) -> Picture | None:
    breaks = list(TAIL.finditer(plain, max(0, len(plain) - LONGEST_TAIL)))
    for match in breaks:
        if plain.count(" ", 0, match.start()) >= 2 and (start := _after_label(plain, match.end())):
            credit = _credit(plain, start, len(plain))
            return Picture(_text(plain, match.start()), credit, "ends with a photo credit")
    for match in reversed(breaks[-2:]):
        tail = plain[match.end() :]
        capitals = tail.isupper() and re.search(r"[/(]", tail)
        agency = is_agency(tail) or (capitals and is_agency(re.sub(r"\s*\(", "/", tail).rstrip(")")))
        named = agency or _is_signature(plain[: match.start()], match[0], tail)
        if named and plain.count(" ", 0, match.start()) >= 2:
            reason = "ends with an agency" if agency else "ends with a name that signs the photograph"
            return Picture(_text(plain, match.start()), _credit(plain, match.end(), len(plain)), reason)
    return None


def _after_label(plain: str, start: int) -> int:
    """Return where the names start after a label without a colon ("Photo by", "Credit", "PHOTO |"), 0 if none does."""
    label = BARE_LABEL.match(plain, start)
    # A credit comes after a sentence; after a dash in a title there may be "Video Shows Otters".
    if not label or key(label[1]) not in KNOWN.credit_labels or plain[:start].rstrip()[-1:] not in ".!?”\"'":
        return 0
    return label.end()


def _is_signature(text: str, sign: str, tail: str) -> bool:
    """Whether a name alone signs the sentence before it: in capitals, or after a bar."""
    named = text[-1:] in ".!?”\"'" and 2 <= len(tail.split()) <= 4 and tail.replace(" ", "").isalpha()
    return named and (tail.isupper() or "|" in sign)


def signs_picture(plain: str, signed: bool) -> tuple[int, int] | None:
    """Return the names in a line that is nothing but who took a photograph: "A. NAME/THE PAPER", "(A. Name / Paper)".

    A name alone counts in capitals, and only where the article is ``signed`` otherwise.
    """
    bracketed = plain[0] in "([" and plain[-1] in ")]"
    start, end = (1, len(plain) - 1) if bracketed else (0, len(plain))
    words = plain[start:end]
    parts = [part.strip() for part in re.split(r"[/|]|,\s", words)]
    several = len(parts) > 1 and any(" " in part for part in parts) and words[-1:] not in ".!?"
    alone = len(parts) == 1 and signed and words.isupper() and 2 <= len(words.split()) <= 4
    return (start, end) if several or alone else None
