"""The typography of a styled citation: quotation marks, title case, and the punctuation where two elements meet.

A citation is built as one string of *marked* text, in which four control characters, ``CONTROLS``, open and close
quotations and start and end italics. Quotation marks are double or single by depth, so ``typeset`` chooses them last.

The rules are those of the CSL specification 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html)
as pandoc's citeproc applies them in American English; tests/citation/test_styles.py compares the two. Known
mistakes of citeproc are not repeated: it loses the stop at the start of a headline ("...And justice") or the space
before it, takes the apostrophe of '90s or rock 'n' roll for a quotation mark, and gives a last word no capital if a
mark follows (What Is It “for”). Nor does this module narrow French spaces, as citeproc does.
"""

import re
from collections.abc import Sequence

OPEN, CLOSE, ITALIC_ON, ITALIC_OFF = CONTROLS = "\x02\x03\x0e\x0f"
QUOTED, ITALIC = f"{OPEN}{{}}{CLOSE}", f"{ITALIC_ON}{{}}{ITALIC_OFF}"
CLOSER = {'"': '"', "'": "'", "“": "”", "‘": "’"}
# A word with its apostrophes (between letters, before a digit as in ’90s, around n as in ’n’), or any one character.
TOKEN = re.compile(r"['’][Nn](?:['’]|(?=\s))|(?:['’](?=\d))?[^\W_]+(?:['’][^\W_]+)?|.", re.DOTALL)
PUNCTUATION = frozenset(".,;:!?")
# Stops after a quotation: group 1 is its last character and all closing marks, group 2 the first stop.
STOPS_AFTER_QUOTATION = re.compile(rf"([^{CLOSE}]{CLOSE}+)([.,])[.,]*")
# Characters between two words that have no effect on the capitalisation of the second.
NEUTRAL = re.compile(r"[^\w\s.?!:/–—-]|_")
# The start of a text up to and including its first letter, unless a capital or digit is later in that word (iPhone).
FIRST_LOWER = re.compile(rf"\A(?:{NEUTRAL.pattern})*[^\W\d_](?![^\W_]*[A-Z\d])")
SMALL_WORDS = str.split(
    "about an and as at but by de down for from in into nor of on onto or over so the till to up van via von with yet"
)


def marked(text: str) -> str:
    """Return ``text`` as marked text: control characters replace the quotation marks in it.

    A mark opens a quotation if no space follows and its closing mark comes later. Apostrophes become typographic; a
    full stop or comma after a quotation moves inside it, as in ``_followed``; other control characters are removed.
    """
    # Software may have turned an apostrophe into an opening mark.
    tokens = TOKEN.findall(re.sub("‘(?=[Nn]’)", "’", re.sub("[\x00-\x1f]", "", text)))
    last = {token: at for at, token in enumerate(tokens)}
    opened: dict[str, list[int]] = {closer: [] for closer in CLOSER.values()}  # the opening marks not yet closed
    for at, token in enumerate(tokens):
        closer = CLOSER.get(token, "")
        if opened.get(token):
            start = opened[token].pop()
            tokens[start], tokens[at] = OPEN, CLOSE
            for starts in opened.values():
                while starts and starts[-1] > start:  # opened within this quotation, and never closed
                    starts.pop()
        elif last.get(closer, 0) > at + 1 and tokens[at + 1] != closer and not tokens[at + 1].isspace():
            opened[closer].append(at)
    return STOPS_AFTER_QUOTATION.sub(lambda end: _followed(end[1], end[2]), "".join(tokens).replace("'", "’"))


def title_case(text: str, last_too: bool) -> str:
    """Return marked ``text`` in English title case: all words are capitalised except small ones within a sentence.

    Words that already have capitals are unchanged, and single letters count as small words. With ``last_too``, a small
    word of two or more letters is also capitalised at the end, if it follows a space.
    """
    # The pieces are a separator, a word, a separator, and so on. The stop makes the first word the start of a sentence.
    pieces = re.split(r"([^\W_]+)", f". {text}")
    for at in range(1, len(pieces), 2):
        word, between = pieces[at], NEUTRAL.sub("", pieces[at - 1])
        small = len(word) == 1 or word in SMALL_WORDS
        capital = bool(re.search(r"[.?!:]\s$" if small else r"[\s/–—-]$", between))
        if last_too and at == len(pieces) - 2 and between[-1:].isspace():
            capital = len(word) > 1
        if capital and not any(map(str.isupper, word)):
            pieces[at] = word[0].upper() + word[1:]
    return "".join(pieces)[2:]


def filled(form: str, text: str) -> str:
    """Return ``form`` with marked ``text`` in place of its braces; "" if ``text`` is empty."""
    return text and form.format(text)


def join(separator: str, *parts: str, end: str = "") -> str:
    """Return the marked ``parts`` that are not empty, joined by ``separator`` and followed by ``end``."""
    text = ""
    for part in filter(None, parts):
        text = _followed(text, separator) + part if text else part
    return text and _followed(text, end)


def listed(names: Sequence[str], last_separator: str, et_al: str, *, most: int, shown: int = 1) -> str:
    """Return ``names`` as a list; if there are more than ``most``, only the first ``shown``, followed by ``et_al``."""
    if len(names) > most:
        return ", ".join(names[:shown]) + et_al
    return last_separator.join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _followed(text: str, following: str) -> str:
    """Return ``text`` followed by ``following``, punctuated as in American English.

    A full stop or comma moves inside the closing mark of a quotation. It is omitted after a quotation that ends in
    punctuation; elsewhere a full stop is omitted after any punctuation, and a comma after a comma.
    """
    stop, quoted, last = following[:1] in {".", ","}, text[-1] == CLOSE, text.rstrip(CONTROLS)[-1:]
    if stop and last in PUNCTUATION and (quoted or following[0] == "." or last == ","):
        return text + following[1:]
    return text[:-1] + following[0] + CLOSE + following[1:] if stop and quoted else text + following


def typeset(text: str) -> tuple[str, ...]:
    """Return marked ``text`` as printed, in pieces that are alternately roman and italic, starting with roman.

    Outer quotation marks are double, and they alternate with single ones by depth.
    """
    pieces, depth = re.split(f"([{OPEN}{CLOSE}])", text), 0
    for at in range(1, len(pieces), 2):
        depth += 1 if pieces[at] == OPEN else -1
        pieces[at] = ("‘“" if pieces[at] == OPEN else "”’")[depth % 2]
    return tuple(re.split(f"[{ITALIC_ON}{ITALIC_OFF}]", "".join(pieces))) if text else ()
