"""Furniture by its words: what newsrooms print around every article.

Navigation, share links, "Read more: …", newsletter boxes, cookie notices, comment counters, tags, sign-offs.
Lines that are furniture because of where they are on the page are read in ``opening`` and ``body``.
"""

from __future__ import annotations

import re

from clipping.parse.claims import Claim, Claims, Page
from clipping.parse.layout import Block
from clipping.parse.vocabulary import KNOWN, key

LONGEST_PHRASE = 60
LONGEST_NOTICE = 400
COUNTS = re.compile(r"^(?:\d[\d.,]*k?\b|[\s.,()\[\]+])+|[\s\d.,()\[\]:»>›…|+]+$")
LINK_NUMBER = re.compile(r"^\[\d+\]")
RELATIVE = re.compile(r"^(?:about |vor |hace |il y a )?\d+ ?\w+ ago$")
# "3 min read", "2 Min.", "Lesezeit: 4 Minuten": how long the text takes to read.
READING = re.compile(
    r"^\d+[ -]?min(?:s|ute[ns]?|utos|uti)?\.?(?: (?:read|lesezeit|de lecture|de lectura|di lettura|de leitura))?$"
    r"|^(?:temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|lesezeit|reading time) ?:? \d+ ?\w+\.?$"
)
# "1 of 3": a photograph of a gallery; "list 1 of 3": a link of a list.
GALLERY = re.compile(r"^(?:list )?\d+ ?(?:of|de|von|di|sur|/) ?\d+$|^list of \d+ items$|^end of list$")
# "jm/rt (AFP, Reuters)", "jm/AFP/Reuters": the editors' initials and the agencies whose copy they used.
INITIALS = re.compile(r"^[a-z]{1,4}(?:/[a-z]{1,4}){1,3}(?: ?\([^()]{2,40}\))?$")
# "(FIN) CVC/CCR", "(END)", "-ends-", "###": the end of wire copy.
SIGN_OFF = re.compile(r"^[(\[-]*(?:fin|end|ends|ende|fim|more)[)\]-]+(?:\s|$)|^#{2,}$")
COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright).{0,12}\d{4}|^(?:©|copyright ©)")
QUOTED = re.compile('["“”„«»]')


def known_furniture(page: Page, claims: Claims) -> Claims:
    """Recognise the lines whose words say that they are furniture."""
    return {
        index: Claim("furniture", reason)
        for index, block in enumerate(page)
        if index not in claims and (reason := _why(block))
    }


def _why(block: Block) -> str | None:
    """Return why ``block`` is furniture, ``None`` if its words do not say so."""
    plain = block.plain
    if len(plain) > LONGEST_NOTICE:
        return None
    if not any(map(str.isalnum, plain[:40])) and not any(map(str.isalnum, plain)):
        return "has no words"
    whole = key(plain)
    if whole[:1] == "[":
        whole = LINK_NUMBER.sub("", whole)
    return (_read_phrase(plain, whole) if len(whole) < LONGEST_PHRASE else None) or _read_notice(whole)


def _read_phrase(plain: str, whole: str) -> str | None:
    """Return why a short line is furniture as a whole."""
    named = (whole, COUNTS.sub("", whole))
    if not KNOWN.furniture.isdisjoint(named):
        return "a word of the page's navigation, sharing or comments"
    if whole.isdigit() or READING.match(whole) or RELATIVE.match(whole) or GALLERY.match(whole):
        return "a number of the page, not of the article"
    if SIGN_OFF.match(whole) or INITIALS.match(plain):
        return "a sign-off of the agency or the editors"
    return "only an address or a name on a social network" if _only_addresses(whole) else None


def _read_notice(whole: str) -> str | None:
    """Return why a line of any length is furniture: how it opens, or a phrase in it."""
    if COPYRIGHT.match(whole):
        return "a copyright notice"
    if any(whole.startswith(phrase) and not whole[len(phrase) :][:1].isalpha() for phrase in KNOWN.furniture_starts):
        return "opens with words that lead away from the article or close it"
    if QUOTED.search(whole):  # what somebody says of a newsletter
        return None
    if any(f" {phrase}" in f" {whole}" for phrase in KNOWN.furniture_holds):
        return "a notice of the page: a newsletter, cookies or rights"
    return None


def is_reading_time(block: Block) -> bool:
    """Return whether ``block`` gives the time that the text takes to read."""
    return len(block.plain) < LONGEST_PHRASE and READING.match(key(block.plain)) is not None


def _only_addresses(whole: str) -> bool:
    """Whether a line is nothing but addresses, perhaps after the name of a network ("Twitter: @name")."""
    label, colon, rest = whole.partition(": ")
    parts = (rest if colon and label in KNOWN.furniture else whole).replace("|", " ").split()
    return all(
        part.startswith(("http://", "https://", "www.", "@", "#")) or ("@" in part and "." in part) for part in parts
    )
