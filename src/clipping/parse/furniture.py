"""Furniture by its words: what newsrooms print around every article.

Navigation, share links, "Read more: …", newsletter boxes, cookie notices, comment counters, tags, sign-offs.
Which lines are furniture because of where they are is decided in ``decision``.
"""

from __future__ import annotations

import re

from clipping.parse.vocabulary import KNOWN

LONGEST_PHRASE, LONGEST_NOTICE = 60, 400
COUNTS = re.compile(r"^(?:\d[\d.,]*k?\b|[\s.,()\[\]+])+|[\s\d.,()\[\]:»>›…|+]+$")
#: How long the text takes to read, how long ago it appeared, a photograph of a gallery or a link of a list by number.
NUMBER = re.compile(
    r"^\d+$|^\d+[ -]?min(?:s|ute[ns]?|utos|uti)?\.?(?: (?:read|lesezeit|de lecture|de lectura|di lettura|de leitura))?$"
    r"|^(?:temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|lesezeit|reading time) ?:? \d+ ?\w+\.?$"
    r"|^(?:list )?\d+ ?(?:of|de|von|di|sur|/) ?\d+$|^list of \d+ items$|^end of list$|^(?:about )?\d+ ?\w+ ago$"
)
# "jm/rt (AFP, Reuters)": the editors' initials and the agencies whose copy they used.
INITIALS = re.compile(r"^[a-z]{1,4}(?:/[a-z]{1,4}){1,3}(?: ?\([^()]{2,40}\))?$")
# "(FIN) CVC/CCR", "(END)", "-ends-", "###": the end of wire copy.
SIGN_OFF = re.compile(r"^[(\[-]*(?:fin|end|ends|ende|fim|more)[)\]-]+(?:\s|$)|^#{2,}$")
COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright).{0,12}\d{4}|^(?:©|copyright ©)")
NOTICE = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, sorted(KNOWN.furniture_holds)))})")
QUOTED = re.compile('["“”„«»]')


def furniture_reason(plain: str, whole: str) -> str | None:
    """Return why ``plain`` is furniture, in a few words; ``None`` if its words, ``whole`` as key, do not say so."""
    if len(plain) > LONGEST_NOTICE:
        return None
    if not any(map(str.isalnum, plain)):
        return "has no words"
    whole = re.sub(r"^\[\d+\]", "", whole)
    if len(whole) < LONGEST_PHRASE:
        if not KNOWN.furniture.isdisjoint((whole, COUNTS.sub("", whole))):
            return "a word of navigation"
        if NUMBER.match(whole):
            return "a number of the page"
        if SIGN_OFF.match(whole) or INITIALS.match(plain):
            return "a sign-off"
        if _only_addresses(whole):
            return "only an address"
    if COPYRIGHT.match(whole):
        return "a copyright notice"
    if whole.startswith(KNOWN.furniture_starts) and any(
        whole.startswith(phrase) and not whole[len(phrase) :][:1].isalpha() for phrase in KNOWN.furniture_starts
    ):
        return "words that lead away"
    # Between quotation marks it is what somebody says of a newsletter.
    notice = NOTICE.search(whole) and not QUOTED.search(whole)
    return "a notice of the page" if notice else None


def _only_addresses(whole: str) -> bool:
    """Whether a line is nothing but addresses, perhaps after the name of a network ("Twitter: @name")."""
    label, colon, rest = whole.partition(": ")
    parts = (rest if colon and label in KNOWN.furniture else whole).replace("|", " ").split()
    return all(
        part.startswith(("http://", "https://", "www.", "@", "#")) or ("@" in part and "." in part) for part in parts
    )
