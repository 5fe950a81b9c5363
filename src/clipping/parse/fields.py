"""Choose the role of each block, and find the names, dates, captions and credits within it."""

from collections.abc import Sequence
from datetime import date

from clipping.parse.decision import PICTURE, ROLES, SIGNED, TEXT, Probabilities
from clipping.parse.layout import WORD, Block, Claim, Page, Span
from clipping.parse.lines import Line
from clipping.parse.signature import SIGNED_BY, read_signature
from clipping.parse.vocabulary import key
from clipping.record import Role

#: The lowest probabilities at which the page is taken to have a headline, and a text. The first is low, since the
#: editor is asked about an unlikely headline, but not about a missing one.
LEAST_HEADED, LEAST_THERE = 0.3, 0.5
#: A line is taken to belong to a photograph above this probability, which finds most captions and few other lines.
LEAST_PICTURE = 0.25
#: The lowest probability at which the likeliest of the lines with a date is read as the date of publication.
LEAST_DATE = 0.02
#: The lowest probability at which a line with a name after "by" is read as the byline, if no other line is.
LEAST_BYLINE = 0.15
#: The roles that a block outside the text may have, except the headline, which ``choose`` finds separately.
OTHERS: tuple[Role, ...] = tuple(role for role in ROLES if role not in ("headline", *TEXT))
#: The kind of a line with nothing but names.
NAMES_ALONE = "a line of names"


def signing_probability(found: Probabilities) -> float:
    """Return the probability that a block has the byline or the date of publication."""
    return sum(found[role] for role in SIGNED)


def choose(lines: Sequence[Line], found: Sequence[Probabilities]) -> list[Role]:
    """Return the role of each block, with at most one headline, one text, and one line that is only a date."""
    top = max(range(len(found)), key=lambda at: found[at]["headline"])
    first, last = ends(found)
    roles: list[Role] = []
    for at, of in enumerate(found):
        allowed = TEXT if at in (first, last) else (*OTHERS, *TEXT) if first < at < last else OTHERS
        role = max(allowed, key=of.__getitem__)
        # The roles of a photograph are easily confused with each other, so their probabilities are added up.
        pictured = role not in TEXT and sum(of[role] for role in PICTURE) > LEAST_PICTURE
        roles.append(max(PICTURE, key=of.__getitem__) if pictured else role)
    if sum(of["headline"] for of in found) >= LEAST_HEADED:
        roles[top] = "headline"
    by = [at for at, line in enumerate(lines) if line.kind == SIGNED_BY and roles[at] == "furniture"]
    by = [at for at in by if found[at]["byline"] >= LEAST_BYLINE]
    if by and "byline" not in roles:
        roles[max(by, key=lambda at: found[at]["byline"])] = "byline"
    dated = [at for at in printed_days(lines) if roles[at] != "headline"]
    best = max(dated, key=lambda at: (roles[at] in SIGNED, signing_probability(found[at])), default=None)
    for at in dated:
        if at == best and roles[at] not in SIGNED and signing_probability(found[at]) >= LEAST_DATE:
            roles[at] = "published"
        elif at != best and roles[at] in SIGNED and not lines[at].kind.endswith("and a name"):
            roles[at] = "furniture"  # the date of the page or of another article
    return roles


def ends(found: Sequence[Probabilities]) -> tuple[int, int]:
    """Return the likeliest first and last block of the text; (0, -1) if there is probably no text."""
    if sum(of["first"] for of in found) < LEAST_THERE:
        return 0, -1
    first = max(range(len(found)), key=lambda at: found[at]["first"])
    return first, max(range(first, len(found)), key=lambda at: found[at]["last"])


def printed_days(lines: Sequence[Line]) -> dict[int, tuple[date, ...]]:
    """Return the dates that may be the date of publication, as in ``FoundDate``, by the index of the block."""
    signatures = {at: line.signature for at, line in enumerate(lines) if line.signature}
    return {at: one.dates["published"] for at, one in signatures.items() if "published" in one.dates}


def claims_of(page: Page, lines: Sequence[Line], roles: Sequence[Role], reasons: Sequence[str]) -> list[Claim]:
    """Return the claim about each block of ``page``, given its role and the reason for it."""
    claims: list[Claim] = []
    # The line numbers of the paragraphs so far, and of all blocks that are shown, by their texts, to find repetitions.
    texts: dict[str, int] = {}
    read = list(zip(page, lines, roles, reasons, strict=True))
    shown = {line.low: block.first for block, line, role, _ in reversed(read) if role != "furniture"}
    alone = any(line.kind == NAMES_ALONE and role in SIGNED for _, line, role, _ in read)
    prose = [block.plain for block, _, role, _ in read if role in ("headline", "paragraph")]
    mentioned = {key(word) for plain in prose for word in WORD.findall(plain) if word[0].isupper()} if alone else set()
    for block, line, role, reason in read:
        claim = _claim(block, line, role, reason)
        name = _words(block, claim.spans[0]) if claim.role == "byline" and line.kind == NAMES_ALONE else ""
        if name.rpartition(" ")[2] in mentioned:
            claim = Claim("furniture", "a name alone, of somebody who appears in the article")
        before = (texts if claim.role == "paragraph" else shown).setdefault(line.low, block.first)
        if claim.role in ("furniture", "paragraph") and before != block.first and block.words > 2:
            claim = Claim("repetition", f"repeats line {before}")
        claims.append(claim)
    return claims


def _claim(block: Block, line: Line, role: Role, reason: str) -> Claim:
    if role == "section":
        name = block.plain.lstrip("#")  # "#Local News"
        return Claim("section", reason, line.trail or ((len(block.plain) - len(name), len(block.plain), "section"),))
    if role in SIGNED:
        signed = line.signature or read_signature(block, sure=True)
        unread = Claim("furniture", "like a byline or date, but with no name or day that can be read")
        return signed._replace(reason=reason) if signed else unread
    if role in ("caption", "credit") and line.picture is not None:
        if not line.picture:  # only a label
            return Claim("furniture", reason)
        return Claim("caption" if line.picture[0][2] == "caption" else "credit", reason, line.picture)
    return Claim(role, reason)


def _words(block: Block, span: Span) -> str:
    return key(block.plain[span[0] : span[1]])
