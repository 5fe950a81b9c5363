"""Features of a single block: what the recognisers find in it, and its look, as evidence of its role.

This module recognises furniture only by its words: navigation, share links, "Read more: …", newsletter boxes, cookie
notices, comment counts, tags. Furniture is recognised by its position in ``decision``. A section is found in a
breadcrumb trail ("News > Peru") or after a phrase that introduces it ("From the section Peru"). Only the turns of a
conversation are found by comparing the blocks of the whole page.
"""

import re
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

from clipping.parse.decision import ROLES
from clipping.parse.layout import WORD, Block, Claim, Page, Span
from clipping.parse.pictures import SUPPLIERS, awaits_credit, read_picture
from clipping.parse.signature import SIGNED_BY, bare_names, names_nobody, read_signature
from clipping.parse.vocabulary import KNOWN, key, starts
from clipping.record import Role
from clipping.text import CLOSERS, STOPS

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
#: A phrase of navigation has fewer than ``LONGEST_PHRASE`` characters; other furniture has at most ``LONGEST_NOTICE``.
LONGEST_PHRASE, LONGEST_NOTICE = 60, 400
#: Counts around a word of navigation, as in "Comments (12)".
COUNTS = re.compile(r"^(?:\d[\d.,]*k?\b|[\s.,()\[\]+])+|[\s\d.,()\[\]:»>›…|+]+$")
#: Reading times, relative dates ("2 hours ago"), and positions in a gallery or list ("3 of 12").
NUMBERED = re.compile(
    r"^\d+$|^\d+[ -]?min(?:s|ute[ns]?|utos|uti)?\.?(?: (?:read|lesezeit|de lecture|de lectura|di lettura|de leitura))?$"
    r"|^(?:temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|lesezeit|reading time) ?:? \d+ ?\w+\.?$"
    r"|^(?:list )?\d+ ?(?:of|de|von|di|sur|/) ?\d+$|^list of \d+ items$|^end of list$|^(?:about )?\d+ ?\w+ ago$"
)
COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright).{0,12}\d{4}|^(?:©|copyright ©)")
QUOTES = frozenset('"“”„«»‘「」『』')
QUESTION_MARKS = ("?", "？", "؟")
#: The opening of a turn of a conversation: a dash, or a speaker ("Mayor", "I. B.", "Q") and a colon.
TURN = re.compile(r"[-–—] ?(?=[^\W\d_]|[¿¡«“\"…])|[^\W\d_][\w.'’ -]{0,28} ?:(?= )")
#: All roles but the byline's. A byline that names nobody cannot have any of them, as it shows where the head is.
NAMELESS = tuple(role for role in ROLES if role != "byline")
#: The kinds of the lines of a conversation.
SPOKEN, ASKED = "a turn of a conversation", "a question of several"
#: A conversation has at least ``LEAST_TURNS`` turns or ``LEAST_ASKED`` questions, which are at most ``MOST_APART``
#: blocks apart. There are at most ``MOST_PER_QUESTION`` turns for each question.
LEAST_TURNS, LEAST_ASKED, MOST_APART, MOST_PER_QUESTION = 4, 3, 12, 6


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
    turns = read_turns(page)
    return [_read_line(block, awaited[at], turns.get(at, "")) for at, block in enumerate(page)]


def read_turns(page: Page) -> dict[int, str]:
    """Return the kinds of the blocks of a conversation, by index: its turns, and questions that are set off.

    A turn opens with its speaker ("Q:", "MAYOR:") or with a dash, and some turns are questions. Questions that were set
    off by bold type, which captures lack, are recognised if there are several, each followed by a sentence.
    """
    opened = {at: match[0].strip() for at, block in enumerate(page) if (match := TURN.match(block.text))}
    spoken = Counter(opened.values())
    turns = _longest_run([at for at, speaker in opened.items() if spoken[speaker] > 1], LEAST_TURNS)
    questions = {at for at, block in enumerate(page) if block.plain.rstrip(CLOSERS).endswith(QUESTION_MARKS)}
    sentences = {at for at, block in enumerate(page) if block.ended} - questions
    asked = sorted(at for at in questions if at + 1 in sentences)
    if len({*asked}.intersection(turns)) * MOST_PER_QUESTION < len(turns):
        turns = []
    return dict.fromkeys(_longest_run(asked, LEAST_ASKED), ASKED) | dict.fromkeys(turns, SPOKEN)


def _longest_run(blocks: list[int], least: int) -> list[int]:
    """Return the longest run of ``blocks`` at most ``MOST_APART`` apart; empty if it has fewer than ``least``."""
    runs: list[list[int]] = [[]]
    for at in blocks:
        if runs[-1] and at - runs[-1][-1] > MOST_APART:
            runs.append([])
        runs[-1].append(at)
    longest = max(runs, key=len)
    return longest if len(longest) >= least else []


def _read_line(block: Block, expected: bool, turn: str) -> Line:
    """Return what is found in ``block``.

    A credit is ``expected`` if the line above ends with its label. ``turn`` is the kind of a block of a conversation,
    and empty for other blocks.
    """
    plain, low = block.plain, key(block.plain)
    bare = low.strip(" .:!?…>»|()[]-–—•")
    nobody = names_nobody(plain)
    furniture = furniture_reason(plain, low)
    picture, trail = (None, ()) if furniture else (read_picture(plain, expected), read_sections(plain, low))
    credited = expected and picture
    signature, names = (None, []) if credited else (read_signature(block), bare_names(plain))
    known = (  # the surest first
        (furniture, furniture or ""),
        (turn, turn),
        (nobody, SIGNED_BY),
        (signature and signature.spans, signature.reason if signature else ""),
        (picture is not None, _picture_kind(picture or ())),
        (trail, "a labelled section" if low.startswith(KNOWN.section_starts) else "a trail of sections"),
        (bare in KNOWN.sections, "a section's name"),
        (bare in KNOWN.agencies or bare in KNOWN.outlets, "an agency"),
        (names, "a line of names"),
    )
    kinds = [name for found, name in known if found]
    facts = [*kinds, *(_usual_words(low) if len(plain) < SHORT else ())]
    kind = (kinds[0] if kinds else _shape(block)) + (", a bullet" if block.marked and not turn else "")
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


def _picture_kind(picture: tuple[Span, ...]) -> str:
    roles = [role for _, _, role in picture]
    if "caption" in roles:
        return "a caption and its credit" if "credit" in roles else "a labelled caption"
    return "a photo credit" if roles else "a photo label"


def _shape(block: Block) -> str:
    if not block.running and QUOTES.issuperset((block.plain[0], block.plain[-1])):
        return "words in quotation marks"
    if block.running:
        return "running text" if block.ended else "a long line"
    if block.ended:
        return "a sentence" if block.words > 3 else "words and a stop"
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


def _usual_words(low: str) -> list[str]:
    """Return features for the words typical of newspapers in ``low``, a short line in lower case."""
    words = WORD.findall(low)
    if not words:
        return []
    opening, labels = {words[0], " ".join(words[:2])}, KNOWN.credit_labels
    known = (
        ("“by” or the like at its start", not opening.isdisjoint(KNOWN.by)),
        ("“published” or the like at its start", not opening.isdisjoint(KNOWN.published)),
        ("the name of an agency", not SUPPLIERS.isdisjoint(words[-6:])),
        ("a word for photographs", not labels.isdisjoint(words[-12:])),
    )
    return [fact for fact, found in known if found]


def furniture_reason(plain: str, low: str) -> str | None:
    """Return why the words of ``plain`` are furniture, or ``None``; ``low`` is ``key(plain)``."""
    if len(plain) > LONGEST_NOTICE:
        return None
    if not any(map(str.isalnum, plain)):
        return "a line without words"
    if len(low) < LONGEST_PHRASE:
        if not KNOWN.furniture.isdisjoint((low, COUNTS.sub("", low))):
            return "a word of navigation"
        if NUMBERED.match(low):
            return "a number of the page"
    if COPYRIGHT.match(low):
        return "a copyright notice"
    if low.startswith(KNOWN.furniture_starts):
        return "a link to something else"
    # A line with quotation marks may be somebody talking about a newsletter.
    notice = any(map(low.__contains__, KNOWN.furniture_phrases)) and QUOTES.isdisjoint(low)
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
