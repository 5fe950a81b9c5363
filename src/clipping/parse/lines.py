"""Features of a single block: what the recognisers find in it, and its look, as evidence of its role.

This module recognises furniture only by its words: navigation, share links, "Read more: …", newsletter boxes, cookie
notices, tags. Recognising it by its position is left to ``decision``. A section is found in a breadcrumb trail
("News > Peru") or after a phrase that introduces it ("From the section Peru").
"""

import re
import string
from bisect import bisect_right
from typing import NamedTuple

from clipping.parse.decision import ROLES
from clipping.parse.layout import WORD, Block, Claim, Page, Span
from clipping.parse.pictures import SUPPLIERS, awaits_credit, read_picture
from clipping.parse.signature import SIGNED_BY, bare_names, names_nobody, read_signature
from clipping.parse.vocabulary import KNOWN, key, starts
from clipping.record import Role
from clipping.text import STOPS

SHORT = 160
SIZES = (2, 3, 4, 6, 9, 13, 19, 31, 61)
SIZE_NAMES = (
    *("1 word", "2 words", "3 words", "4–5 words", "6–8 words", "9–12 words"),
    *("13–18 words", "19–30 words", "31–60 words", "over 60 words"),
)
AMOUNTS = ("few", "some", "many", "most", "all")
#: A trail has up to ``MOST_PARTS`` names of sections, each with up to ``MOST_SPACES`` spaces; a menu has more.
MOST_PARTS, MOST_SPACES = 4, 3
#: What separates the parts of a trail.
JOINT = re.compile(r"\s*[>»›→]+\s*|\s+/\s+|\s*::\s*|\s*\|\s*|\s+[•·]\s+")
NOT_IN_SECTION = re.compile(rf"{JOINT.pattern}|\d")
#: Lines of furniture have at most ``LONGEST_NOTICE`` characters.
LONGEST_NOTICE = 400
#: Characters around a word of navigation, as in "Comments (12)".
COUNTS = string.digits + " .,:()[]+»>›…|"
COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright).{0,12}\d{4}|^(?:©|copyright ©)")
QUOTES = frozenset('"“”„«»‘「」『』')
#: The opening of a turn of a conversation: a dash, or a speaker ("Mayor", "I. B.", "Q") and a colon; and the kind of
#: a sentence with such an opening.
TURN = re.compile(r"[-–—] ?(?=[^\W\d_]|[¿¡«“\"…])|[^\W\d_][\w.'’ -]{0,28} ?:(?= )")
SPOKEN = "a dash or a speaker before a sentence"
#: All roles but "byline". A byline that names nobody can have no other role, as it shows where the head is.
NAMELESS = tuple(role for role in ROLES if role != "byline")


class Line(NamedTuple):
    """What the recognisers found in one block.

    ``furniture`` is the reason why its words are furniture, or ``None``. ``trail`` has the spans of its sections.
    ``kind`` is its main feature, ``size`` describes its number of words, and ``low`` is its normalised text; ``looks``
    and ``facts`` are its other features. ``excluded`` has the roles that it cannot have. For instance, a name below
    "Photo:" is not a byline, and only a short name or a line with a trail can be a section.
    """

    furniture: str | None
    signature: Claim | None
    picture: tuple[Span, ...] | None
    trail: tuple[Span, ...]
    kind: str
    size: str
    low: str
    looks: list[str]
    facts: list[str]
    excluded: tuple[Role, ...]


def read_lines(page: Page) -> list[Line]:
    """Return what the recognisers find in each block of ``page``."""
    awaited = [False, *(awaits_credit(block.plain) for block in page)]
    return [_read_line(block, awaited[at]) for at, block in enumerate(page)]


def _read_line(block: Block, expected: bool) -> Line:
    """Return what is found in ``block``; a credit is ``expected`` if the line above ends with its label."""
    plain, low = block.plain, key(block.plain)
    bare = low.strip(" .:!?…>»|()[]-–—•")
    nobody = names_nobody(plain)
    furniture = furniture_reason(plain, low)
    picture, trail = (None, ()) if furniture else (read_picture(plain, expected), read_sections(plain, low))
    credited = expected and picture
    signature, names = (None, []) if credited else (read_signature(block), bare_names(plain))
    if signature and signature.role == "byline" and signature.spans[0][::2] == (0, "published"):
        picture = None  # "12 May 2015 | A. Name" is no caption
    roles = [role for _, _, role in picture or ()]
    known = (  # the surest first
        (furniture, furniture or ""),
        (nobody, SIGNED_BY),
        (signature and signature.spans, signature.reason if signature else ""),
        (picture is not None, "a caption and its label" if "caption" in roles else "a photo credit"),
        (trail, "a labelled section" if low.startswith(KNOWN.section_starts) else "a trail of sections"),
        (bare in KNOWN.sections, "a section's name"),
        (bare in KNOWN.agencies or bare in KNOWN.outlets, "an agency"),
        (names, "a line of names"),
        (block.ended and TURN.match(block.text), SPOKEN),
    )
    kinds = [name for found, name in known if found]
    kind = (kinds[0] if kinds else _shape(block)) + (", a bullet" if block.marked else "")
    facts = [kind, *kinds]
    if len(plain) < SHORT:
        words = WORD.findall(low)
        facts += ["the name of an agency"] * (not SUPPLIERS.isdisjoint(words[-6:]))
        facts += ["a word for photographs"] * (not KNOWN.credit_labels.isdisjoint(words[-12:]))
    size = SIZE_NAMES[bisect_right(SIZES, block.words)]
    excluded: tuple[Role, ...] = NAMELESS if nobody else ("byline", "published") if credited else ()
    # A quoted sentence is part of the text.
    if picture is None and not block.running and plain[-1:] in QUOTES and plain[-2:-1] in STOPS:
        excluded += ("caption", "alternative", "credit", "subheading")
    if not (trail or nobody) and (block.words >= SIZES[3] or NOT_IN_SECTION.search(plain)):
        excluded += ("section",)
    if plain.endswith((",", ";", ":")):  # the middle of a sentence
        excluded += ("headline",)
    low = low.strip(" .•\"“”'")
    return Line(furniture, signature, picture, trail, kind, size, low, _looks(plain), facts, excluded)


def _shape(block: Block) -> str:
    if block.running:
        return "running text" if block.ended else "a long line"
    if QUOTES.issuperset((block.plain[0], block.plain[-1])):
        return "words in quotation marks"
    if block.ended:
        return "a sentence"
    return "a title" if block.words > 3 else "a few words"


def _looks(plain: str) -> list[str]:
    """Return features of the characters of a line."""
    facts = []
    initials = [word[0] for word in plain[:SHORT].split() if word[0].isalpha()]
    if initials:
        share = sum(map(str.isupper, initials)) / len(initials)
        facts.append(f"{AMOUNTS[bisect_right((0.15, 0.35, 0.6, 0.99), share)]} words with capitals")
        if plain.isupper():
            facts.append("all in capitals")
    for name, sign in (("opens with", plain[:1]), ("ends with", plain[-1:])):
        letter = "a small letter" if sign.islower() else "a letter"
        mark = "a quotation mark" if sign in QUOTES else sign
        facts.append(f"{name} {'a digit' if sign.isdigit() else letter if sign.isalpha() else mark}")
    return facts


def furniture_reason(plain: str, low: str) -> str | None:
    """Return why the words of ``plain`` are furniture, or ``None``; ``low`` is ``key(plain)``."""
    if len(plain) > LONGEST_NOTICE:
        return None
    if not any(map(str.isalnum, plain)):
        return "a line without words"
    if not KNOWN.furniture.isdisjoint((low, low.strip(COUNTS))):
        return "a word of navigation"
    if COPYRIGHT.match(low):
        return "a copyright notice"
    if low.startswith(KNOWN.furniture_starts):
        return "a link to something else"
    # A line with quotation marks may be somebody talking about a newsletter.
    notice = QUOTES.isdisjoint(low) and any(map(low.__contains__, KNOWN.furniture_phrases))
    return "a notice of the page" if notice else None


def read_sections(plain: str, low: str) -> tuple[Span, ...]:
    """Return the spans of the sections in the line ``plain``, without "Home"; ``low`` is ``key(plain)``."""
    if len(plain) > SHORT:
        return ()
    if introduced := starts(low, KNOWN.section_starts):
        return ((len(plain) - len(plain[len(introduced) :].lstrip()), len(plain), "section"),)
    bounds = [0, *(bound for joint in JOINT.finditer(plain) for bound in joint.span()), len(plain)]
    parts = [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end]
    names = [key(plain[start:end]) for start, end in parts]
    if len(bounds) == 2 or not names or not names[0][0].isalpha():
        return ()
    if any(name.count(" ") > MOST_SPACES or name[-1] in ".!?" for name in names):
        return ()
    spans = [(*part, "section") for part, name in zip(parts, names, strict=True) if name not in KNOWN.homes]
    return tuple(spans) if len(spans) in range(1, MOST_PARTS + 1) else ()
