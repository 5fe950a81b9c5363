"""Choose the role of each block, and find the names, dates, captions and credits within it."""

from collections.abc import Mapping, Sequence

from clipping.parse.claims import Claim, Page
from clipping.parse.decision import PICTURE, ROLES, SIGNED, TEXT, Probabilities
from clipping.parse.layout import WORD, Block, Span
from clipping.parse.lines import MOST_PARTS, Line
from clipping.parse.signature import read_signature
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Role

#: How probable it must be that the page has a headline, or a text; and that the likeliest line is the headline.
LEAST_THERE, LEAST_TITLE = 0.5, 0.01
#: The lowest probability that a line belongs to a photograph: finds most captions, and few other lines.
LEAST_PICTURE = 0.3
#: How probable the likeliest line with a date must be, if no such line was given a role.
LEAST_DATE = 0.02
#: The roles that a block may have outside the text; ``choose`` finds the one headline.
OTHERS: tuple[Role, ...] = tuple(role for role in ROLES if role not in ("headline", *TEXT))
#: The reason given for the role of blocks that are out of reach.
FAR = "far from the text, among the lines of the page itself"
#: The kinds of lines with a date and no name.
DATE_KINDS = ("a date alone", "a labelled date")


def signing_probability(found: Probabilities) -> float:
    """Return the probability that a block has the byline or the date of publication."""
    return sum(found[role] for role in SIGNED)


def is_cut_off(line: Line) -> bool:
    """Return whether a line ends in the middle of a sentence, which a headline does not."""
    return line.low.endswith((",", ";", ":"))


def choose(lines: Sequence[Line], found: Sequence[Probabilities]) -> list[Role]:
    """Return the role of each block, with at most one headline, one text, and one line that is only a date."""
    likely = [0.0 if is_cut_off(line) else of["headline"] for line, of in zip(lines, found, strict=True)]
    top = max(range(len(found)), key=likely.__getitem__)
    first, last = ends(found)
    roles: list[Role] = []
    for at, of in enumerate(found):
        known = TEXT if at in (first, last) else (*OTHERS, *TEXT) if first < at < last else OTHERS
        role = max(known, key=of.__getitem__)
        # The roles of a photograph are easily confused with each other, so their probabilities are added up.
        pictured = role not in TEXT and sum(of[role] for role in PICTURE) > LEAST_PICTURE
        roles.append(max(PICTURE, key=of.__getitem__) if pictured else role)
    if likely[top] >= LEAST_TITLE and sum(of["headline"] for of in found) >= LEAST_THERE:
        roles[top] = "headline"
    dated = [at for at, line in enumerate(lines) if is_dated(line) and roles[at] != "headline"]
    best = max(dated, key=lambda at: (roles[at] in SIGNED, signing_probability(found[at])), default=None)
    for at in dated:
        if at == best and roles[at] not in SIGNED and signing_probability(found[at]) >= LEAST_DATE:
            roles[at] = "published"
        elif at != best and roles[at] in SIGNED and lines[at].kind.startswith(DATE_KINDS):
            roles[at] = "furniture"  # the date of the page or of another article
    return roles


def ends(found: Sequence[Probabilities]) -> tuple[int, int]:
    """Return the likeliest first and last block of the text; (0, -1) if there is probably no text."""
    if sum(of["first"] for of in found) < LEAST_THERE:
        return 0, -1
    first = max(range(len(found)), key=lambda at: found[at]["first"])
    return first, max(range(first, len(found)), key=lambda at: found[at]["last"])


def is_dated(line: Line) -> bool:
    """Return whether a line has a date that may be that of publication."""
    return line.signature is not None and "published" in line.signature.dates


def claims_of(page: Page, lines: Sequence[Line], roles: Sequence[Role], reasons: Mapping[int, str]) -> list[Claim]:
    """Return the claim about each block of ``page``, given its role and, within reach, the reason for that role."""
    claims: list[Claim] = []
    seen: set[str] = set()
    texts: dict[str, int] = {}
    read = list(zip(page, lines, roles, strict=True))
    shown = {line.low: block.first for block, line, role in reversed(read) if role != "furniture"}
    alone = any(line.kind == "a line of names" and role in SIGNED for _, line, role in read)
    text = [block.plain for block, _, role in read if role in ("headline", "paragraph")]
    mentioned = {key(word) for plain in text for word in WORD.findall(plain) if word[0].isupper()} if alone else set()
    for index, (block, line, role) in enumerate(read):
        claim = _claim(block, line, role, reasons.get(index, FAR))
        surname = key(block.plain[slice(*line.names[0][:2])]).split()[-1] if line.kind == "a line of names" else ""
        if claim.role == "byline" and surname in mentioned:
            claim = Claim("furniture", "a name alone, of somebody who appears in the article")
        if claim.role in (*SIGNED, "updated"):
            claim = _without_repeats(block, claim, seen)
        above = texts if claim.role == "paragraph" else shown
        before = above.setdefault(line.low, block.first)
        if claim.role in ("furniture", "paragraph") and before != block.first and block.words > 2:
            claim = Claim("repetition", f"repeats line {before}")
        claims.append(claim)
    for at in _menu(page, lines, claims):
        claims[at] = Claim("furniture", "a menu of sections")
    return claims


def _menu(page: Page, lines: Sequence[Line], claims: Sequence[Claim]) -> list[int]:
    """Return the indices of the section lines that are part of a menu: all but one if their names are many or repeat.

    A name below that of a section that is furniture ends a menu; it is furniture, too, unless also printed further up.
    """
    named = [at for at, claim in enumerate(claims) if claim.role == "section"]
    names = [_words(page[at], span) for at in named for span in claims[at].spans]
    ending = [
        at
        for at in named
        if at and lines[at - 1].kind == "a section's name" and claims[at - 1].role not in ("section", "headline")
    ]
    if len(names) <= MOST_PARTS and len({*names}) == len(names) and not ending:
        return []
    best = max(named, key=lambda at: (len(claims[at].spans) > 1, at))
    again = best not in ending or lines[best].low in [line.low for line in lines[:best]]
    return [at for at in named if at != best or not again]


def _claim(block: Block, line: Line, role: Role, reason: str) -> Claim:
    if role == "section":
        if line.trail:
            return Claim("section", reason, line.trail)
        name = block.plain.lstrip("#")  # "#Local News"
        span = (len(block.plain) - len(name), len(block.plain), "section")
        return Claim("furniture", reason) if key(name) in KNOWN.homes or not name else Claim("section", reason, (span,))
    if role in SIGNED:
        signed = line.signature or read_signature(block, sure=True)
        unread = Claim("furniture", "like a byline or date, but with no name or day that can be read")
        return signed._replace(reason=reason) if signed else unread
    if role in ("caption", "credit") and line.picture is not None:
        if not line.picture:  # only a label
            return Claim("furniture", reason)
        return Claim("caption" if line.picture[0][2] == "caption" else "credit", reason, line.picture)
    return Claim(role, reason)


def _without_repeats(block: Block, claim: Claim, seen: set[str]) -> Claim:
    """Return ``claim`` without the names and kinds of dates already in ``seen``, to which its own are added."""
    spans = tuple(span for span in claim.spans if _words(block, span) not in seen)
    dates = {field: values for field, values in claim.dates.items() if field not in seen}
    seen.update(_words(block, span) for span in spans)
    if not spans:
        return Claim("repetition", "repeats the byline or the date")
    role: Role = claim.role if len(dates) == len(claim.dates) else next(iter(dates), "byline")
    return claim._replace(role=role, spans=spans, dates=dates)


def _words(block: Block, span: Span) -> str:
    start, end, role = span
    return key(block.plain[start:end]) if role in ("byline", "section") else role
