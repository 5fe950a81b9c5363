"""The typography of a styled citation: quotation marks, title case, and the stops where two elements meet.

A citation is built as one string in which four control characters stand for what depends on its surroundings: a
quotation opens or closes (with double marks or single ones, by depth), and italics begin or end. ``settled`` turns
them into what is printed. Such a string is called *marked* text below.

The rules are those of the CSL specification 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html)
as pandoc's citeproc applies them in American English; tests/citation/test_styles.py compares the two. In two things
they differ: citeproc loses the stop at the start of a headline ("...And justice") or the space before it, and takes the
apostrophe of '90s or rock 'n' roll for a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

OPEN, CLOSE, BEGIN, END = MARKS = "\x02\x03\x0e\x0f"
QUOTED, ITALIC = f"{OPEN}{{}}{CLOSE}", f"{BEGIN}{{}}{END}"
CLOSER = {'"': '"', "'": "'", "“": "”", "‘": "’"}
# A word with its apostrophe, which opens and closes no quotation: between letters, before a digit (’90s), around n
# (’n’). Or any other character.
TOKEN = re.compile(r"['’][Nn](?:['’]|(?=\s))|(?:['’](?=\d))?[^\W_]+(?:['’][^\W_]+)?|.", re.DOTALL)
# An apostrophe that a program took for an opening mark.
MISTAKEN = re.compile("‘(?=[Nn]’)")
# Where French sets a space before a mark, the line must not break there.
NARROW = re.compile(r" (?=[;?!»])|(?<=«) ")
STOPS = frozenset(".,;:!?")
# Stops behind a quotation, with what it ends in.
BEHIND = re.compile(rf"([^{CLOSE}]{CLOSE}*){CLOSE}([.,])[.,]*")
# Characters between two words that do not affect whether the second is capitalised.
SILENT = re.compile(r"[^\w\s.?!:/–—-]|_")
FIRST_SMALL = re.compile(rf"\A(?:{SILENT.pattern})*[^\W\d_](?![^\W_]*[A-Z\d])")
SMALL_WORDS = str.split(
    "about an and as at but by de down for from in into nor of on onto or over so the till to up van via von with yet"
)


def marked(text: str) -> str:
    """Return ``text`` with the quotations in it marked, so that their marks can follow their depth.

    A mark opens a quotation where more than a space follows it and the mark that closes it comes later; the rest
    stays as it is, except that a straight apostrophe becomes a typographic one.
    """
    tokens = TOKEN.findall(MISTAKEN.sub("’", NARROW.sub("\u202f", re.sub("[\x00-\x1f]", "", text))))
    # Read backwards, so that a quotation within another is known first. ``nearest`` says for each place where each
    # closing mark comes next outside of quotations: a text full of marks takes no longer than another.
    ends: dict[int, int] = {}
    nearest: list[dict[str, int]] = [{} for _ in range(len(tokens) + 1)]
    for at in reversed(range(len(tokens))):
        closer, after = CLOSER.get(tokens[at], ""), nearest[at + 1]
        if closer in after and tokens[at + 1] != closer and not tokens[at + 1].isspace():
            ends[at] = after[closer]
            after = nearest[ends[at] + 1]
        nearest[at] = {**after, tokens[at]: at} if tokens[at] in CLOSER.values() else after
    for at in sorted(ends):
        if tokens[at] != CLOSE:
            tokens[at], tokens[ends[at]] = OPEN, CLOSE
    return BEHIND.sub(lambda end: end[1] + end[2] * (end[1][0] not in STOPS) + CLOSE, "".join(tokens).replace("'", "’"))


def title_case(text: str, last_too: bool) -> str:
    """Return marked ``text`` in English title case: each word capitalised but the small ones amid a sentence.

    Words that have capitals already are left as they are; ``last_too`` capitalises a last word that is small.
    """
    pieces = re.split(r"([^\W_]+)", f". {text}")  # by turns what is between words, and a word
    for at in range(1, len(pieces), 2):
        word, between = pieces[at], SILENT.sub("", pieces[at - 1])
        last = last_too and at == len(pieces) - 2 and not re.search(rf"[\s{CLOSE}/–—-]", pieces[-1])
        start = r"[.?!:]\s$" if len(word) == 1 or word in SMALL_WORDS else r"[\s/–—-]$"
        capital = len(word) > 1 if last and between[-1:].isspace() else re.search(start, between)
        if capital and not any(map(str.isupper, word)):
            pieces[at] = word[0].upper() + word[1:]
    return "".join(pieces)[2:]


def filled(form: str, text: str) -> str:
    """Return marked ``text`` in ``form``, which has braces where it goes; nothing stays nothing."""
    return text and form.format(text)


def join(separator: str, *parts: str, end: str = "") -> str:
    """Join those of the marked ``parts`` that are not empty, and set ``end`` after them."""
    text = ""
    for part in filter(None, parts):
        text = _followed(text, separator) + part if text else part
    return text and _followed(text, end)


def listed(names: Sequence[str], last: str, et_al: str, *, most: int, shown: int = 1) -> str:
    """Join ``names`` with commas and ``last``; of more than ``most`` only the first ``shown``, and ``et_al``."""
    if len(names) > most:
        return ", ".join(names[:shown]) + et_al
    return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _followed(text: str, by: str) -> str:
    """Set ``by`` after ``text`` as American English does with stops.

    A full stop or comma moves inside a quotation that it follows, and is left out where there is a stop already.
    """
    stop, quoted, last = by[:1] in {".", ","}, text[-1] == CLOSE, text.rstrip(MARKS)[-1:]
    if stop and last in STOPS and (quoted or by[0] == "." or last == ","):
        return text + by[1:]
    return text[:-1] + by[0] + CLOSE + by[1:] if stop and quoted else text + by


def settled(text: str) -> tuple[str, ...]:
    """Return marked ``text`` as it is printed, by turns upright and in italics; the first piece is upright.

    Quotation marks are double on the outside and alternate by depth.
    """
    pieces, depth = re.split(f"([{OPEN}{CLOSE}])", text), 0
    for at in range(1, len(pieces), 2):
        depth += 1 if pieces[at] == OPEN else -1
        pieces[at] = ("‘“" if pieces[at] == OPEN else "”’")[depth % 2]
    return tuple(re.split(f"[{BEGIN}{END}]", "".join(pieces))) if text else ()
