"""Furniture: words of the page that are not the article, told by what newsrooms put around every article.

Navigation, share links, "Read more: …", newsletter boxes, cookie notices, comment counters, tags, agency
sign-offs. A line is furniture only if its words say so; where a line merely stands in a suspicious place, the
recognisers of parse.py decide.
"""

from __future__ import annotations

import re

from clipping.parse.layout import Block
from clipping.parse.newsroom import key, newsroom

LONGEST_PHRASE = 60
LONGEST_NOTICE = 400
COUNTS = re.compile(r"^(?:[\s\d.,()\[\]+]|(?<=\d)k)+|[\s\d.,()\[\]:»>›…|+]+$")
LINK_NUMBER = re.compile(r"^\[\d+\]")
RELATIVE = re.compile(
    r"^(?:about |vor |hace |il y a )?\d+ ?[\w]+ (?:ago|read|lesezeit|de lecture|de lectura)$"
    r"|^(?:temps de lecture|tiempo de lectura|lesezeit|reading time):? \d+ ?\w+\.?$"
)
# "3 min read", "2 Min.", "Lesezeit: 4 Minuten": how long the text takes, which pages say above it.
READING = re.compile(
    r"^\d+[ -]?min(?:s|ute[ns]?|utos|uti)?\.?(?: (?:read|lesezeit|de lecture|de lectura|di lettura|de leitura))?$"
    r"|^(?:temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|lesezeit|reading time) ?:? \d+ ?\w+\.?$"
)
# "1 of 3": which photograph of a gallery stood here.
GALLERY = re.compile(r"^\d+ ?(?:of|de|von|di|sur|/) ?\d+$")
# "jm/rt (AFP, Reuters)": the editors' initials and the agencies whose copy they used.
INITIALS = re.compile(r"^[a-z]{1,4}(?:/[a-z]{1,4}){1,3}(?: ?\([^()]{2,40}\))?$")
# "(FIN) CVC/CCR", "(END)", "-ends-", "###": how wire copy says that it is over.
SIGN_OFF = re.compile(r"^[(\[-]*(?:fin|end|ends|ende|fim|more)[)\]-]+(?:\s|$)|^#{2,}$")
COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright).{0,12}\d{4}|^(?:©|copyright ©)")


def read_furniture(block: Block) -> str | None:
    """Return why ``block`` is furniture, ``None`` if its words do not say so."""
    plain = block.plain
    if len(plain) > LONGEST_NOTICE:
        return None
    if not any(map(str.isalnum, plain[:40])) and not any(map(str.isalnum, plain)):
        return "has no words"
    words = newsroom()
    whole = key(plain)
    if whole[:1] == "[":
        whole = LINK_NUMBER.sub("", whole)
    if len(whole) < LONGEST_PHRASE:
        if whole in words.furniture or COUNTS.sub("", whole) in words.furniture:
            return "a word of the page's navigation, sharing or comments"
        if whole.isdigit() or is_reading_time(block) or RELATIVE.match(whole) or GALLERY.match(whole):
            return "a number of the page, not of the article"
        if SIGN_OFF.match(whole) or INITIALS.match(plain):
            return "a sign-off of the agency or the editors"
        if _only_addresses(whole):
            return "only an address or a name on a social network"
    if COPYRIGHT.match(whole):
        return "a copyright notice"
    for phrase in words.furniture_starts.get(whole[:3], ()):
        if whole.startswith(phrase) and not whole[len(phrase) : len(phrase) + 1].isalpha():
            return "opens with words that lead away from the article or close it"
    if any(phrase in whole for phrase in words.furniture_holds):
        return "a notice of the page: a newsletter, cookies or rights"
    return None


def is_reading_time(block: Block) -> bool:
    """Return whether ``block`` says how long the text takes to read."""
    return len(block.plain) < LONGEST_PHRASE and READING.match(key(block.plain)) is not None


def _only_addresses(whole: str) -> bool:
    return all(
        part.startswith(("http://", "https://", "www.", "@", "#")) or ("@" in part and "." in part)
        for part in whole.replace("|", " ").split()
    )
