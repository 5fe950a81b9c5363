"""Parse signature lines: bylines and dates of publication or change, alone or together.

Bylines are "By A. Name", "By A. Name and B. Name", "Por A. Name", "A. Name, Reuters", "A. Name in Lima", and any of
these printed twice. Only the names are kept, without agency, place, post or title. An agency is a byline only if no
person is named.

Dates may have times and the usual words around them ("Published", "Last updated on", "Uhr"). The rest of the line must
be names, a section or a few words. A line with more is running text, and a date in running text is not a date of
publication.
"""

import re
from datetime import date

from clipping.names import CAPITAL, LONGEST_NAME, PARTICLES, SUFFIX, is_organisation
from clipping.parse.dates import FoundDate, find_dates
from clipping.parse.layout import WORD, Block, Claim, Span, is_caseless
from clipping.parse.vocabulary import KNOWN, key
from clipping.record import Role
from clipping.text import TITLES

LONGEST_LINE = 160
MOST_UNKNOWN = 3  # other words beside a date; a sentence may have none, unless it has a word such as "Published"
EARLIEST = 1990  # from this year on, a date beside a name needs no word such as "Published"
AROUND_DATES = {part for phrase in KNOWN.published | KNOWN.updated for part in phrase.split()}
AROUND_DATES |= KNOWN.around_dates | KNOWN.weekdays | KNOWN.months.keys()
#: A line with a date is split into parts: ``SEPARATOR`` matches what is between them, and ``PART`` one of them.
SEPARATOR = re.compile(r"(?<=\s)[-–—/](?=\s)|[|·•;()]|(?<=\d),|,(?=\s*\d)")
PART = re.compile(r"[^|\s,](?:[^|]*[^|\s,])?")
MOST_WORDS, MOST_AFTER = 12, 4  # words in a line of names, and words of a post or place after its last name
PRINTED = re.compile(r"[,;|·•/()\[\]]+|[^\s,;|·•/()\[\]]+")
BY = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(KNOWN.by, key=len, reverse=True)))}):? (?=.)", re.I)
HONORIFICS = KNOWN.titles.union(map(str.lower, TITLES))
#: Matches the tags (see ``_tag``) of a name that starts an item of a byline, after any titles and posts. "And" or "of"
#: after a single word belongs to an organisation's name; a beat before a post ("Political editor") belongs to no name.
NAME = re.compile(
    r"(?:^|(?<=.)(?P<sign>[,|-])[&ay]?|(?<=[^,|&-]{2})[&ay])[TP]*(?P<name>(?:[NHB]a|Ho)[^,|-]{1,8}"
    rf"|[NHBp]{{1,{LONGEST_NAME - 1}}}?[NHB](?=B*P)|[NHBTp]{{0,{LONGEST_NAME - 1}}}[NHBT](?:y[NH])?(?![NHBTp])(?:,?J)?)"
)
POST = re.compile("B*P")
SIGNED_BY = "a name after “by”"
#: The start of a byline that names nobody ("From Our Own Correspondent"). The group "alone" matches if nothing follows,
#: or only a place; otherwise a name may follow ("By our reporter A. Name").
UNNAMED = re.compile(
    rf"(?:{'|'.join(KNOWN.nobody)})(?: [^\W\d_][\w'’-]*){{0,3}}?(?: (?:{'|'.join(KNOWN.posts)})(?:e?n|in|s)?\b)"
    rf"(?: (?:{'|'.join(KNOWN.posts | KNOWN.beats)})\b)*"
    rf"(?P<alone>(?: (?:{'|'.join(KNOWN.before_places)}) \w+(?: \w+)?|, \w+)?\.?$)?",
    re.I,
)


def has_phrase(text: str, phrases: frozenset[str]) -> bool:
    """Return whether ``text`` contains one of ``phrases``."""
    words = " ".join(WORD.findall(key(text)))
    return any(f" {phrase} " in f" {words} " for phrase in phrases)


def read_signature(block: Block, sure: bool = False) -> Claim | None:
    """Return a claim with the dates and authors in ``block``; ``None`` if it is not a signature line.

    If the line is ``sure`` to be a signature, any words may surround its dates and names. The claim's reason is the
    kind of line.
    """
    plain = block.plain
    if len(plain) > LONGEST_LINE:
        return None
    printed = find_dates(plain)
    if not printed:
        names = labelled_names(plain) or (bare_names(plain) if sure else [])
        return Claim("byline", SIGNED_BY, tuple(names)) if names else None
    names, unknown = _names_around(plain, printed)
    dates: dict[Role, tuple[date, ...]] = {}
    spans, done, labelled = [*names], 0, False
    for found in printed:
        lead, done = plain[done : found.start], found.end
        updated = has_phrase(lead, KNOWN.updated)
        labelled |= updated or has_phrase(lead, KNOWN.published)
        field: Role = "updated" if updated else "published"
        if field not in dates:
            spans.append((found.start, found.end, field))
            dates[field] = found.values
    crowded = unknown > (0 if block.ended and not labelled else MOST_UNKNOWN)
    # A name and an old date give the source of a motto or a picture.
    motto = names and not labelled and any(value.year < EARLIEST for found in printed for value in found.values)
    if not sure and (crowded or motto):
        return None
    reason = ("a labelled date" if labelled else "a date") + (" and a name" if names else "" if labelled else " alone")
    return Claim("byline" if names else next(iter(dates)), reason, tuple(sorted(spans)), dates)


def _names_around(plain: str, dates: list[FoundDate]) -> tuple[list[Span], int]:
    """Return the names in ``plain`` beside ``dates``, and the number of words that are not recognised."""
    names: list[Span] = []
    unknown = 0
    rest = plain
    for found in dates:
        rest = rest[: found.start] + "|" * (found.end - found.start) + rest[found.end :]
    for part in PART.finditer(SEPARATOR.sub("|", rest)):
        words = [word for word in WORD.findall(part[0]) if key(word) not in AROUND_DATES]
        if words:  # not only a time
            here = labelled_names(plain, *part.span()) or ([] if names else bare_names(plain, *part.span()))
            names += here
            unknown += 0 if here else len(words)
    return names, unknown


def is_outlet(name: str) -> bool:
    """Return whether ``name`` is an agency or newspaper: a known one, or one with a word typical of organisations."""
    return key(name) in KNOWN.agencies | KNOWN.outlets or (" " in name and is_organisation(name))


def _tag(word: str) -> str:
    """Return the one-letter tag of a word or sign in a byline.

    Signs: ``,`` comma, ``-`` dash, ``|`` other. Conjunctions: ``a`` "and", ``y`` a particle (Ortega y Gasset), ``&``
    other. ``o`` "of", ``T`` title, ``P`` post, ``J`` "Jr.", ``p`` particle. Capitalised: ``B`` beat or section
    ("Politics"), ``H`` word of an organisation, ``N`` other. ``x`` anything else.
    """
    low = key(word)
    bare = low.strip(".:")
    proper = CAPITAL.match(word.lstrip("“\"'‘")) or is_caseless(word)
    known = (
        ("a", low in ("and", "&")),
        ("y", low in KNOWN.joins and low in PARTICLES),
        ("&", low in KNOWN.joins),
        (",", "," in word),
        ("-", word in "-–—"),
        ("|", not any(map(str.isalnum, word))),
        ("J", SUFFIX.fullmatch(word)),
        ("T", bare in HONORIFICS),
        ("P", bare.rpartition("-")[2] in KNOWN.posts),
        ("p", word in PARTICLES),
        ("o", low in ("of", "for", "für")),
        ("N", low in KNOWN.agencies or low in KNOWN.outlets),
        ("x", not proper or any(map(str.isdigit, word))),
        ("B", low in KNOWN.beats or low in KNOWN.sections),
        ("H", is_organisation(word)),
    )
    return next((tag for tag, found in known if found), "N")


def names_in(plain: str, start: int, end: int) -> list[Span]:
    """Return the names in ``plain[start:end]`` as byline spans; empty if it does not start with a name.

    A comma, another sign or "and" starts a new item. After a name and a comma, words before a post ("Political editor")
    are a beat and a single word ("Lima") is a place; words after a dash are a place, too, unless they are an agency.
    Agencies are returned only if no person is named.
    """
    words = list(PRINTED.finditer(plain, start, end))
    tags = "".join(_tag(word[0]) for word in words)
    people: list[Span] = []
    agencies: list[Span] = []
    for match in NAME.finditer(tags) if NAME.match(tags) else ():
        first, last = match.span("name")
        span = (words[first].start(), words[last - 1].end(), "byline")
        name, sign = plain[span[0] : span[1]], match["sign"]
        beside = sign == "-" or (
            sign == "," and ((" " not in name and not is_caseless(name)) or POST.match(tags, last))
        )
        if not tags[first:last].strip("T"):
            continue  # only words tagged as titles, such as "the" in "and the readers"
        if is_outlet(name):
            agencies.append(span)
        elif not (people and beside):
            people.append(span)
    return people or agencies


def labelled_names(plain: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the names after "By" or the like at the start of ``plain[start:end]``; empty if it is not a byline."""
    end = len(plain) if end is None else end
    if match := UNNAMED.match(plain, start, end):
        return [] if match["alone"] is not None else names_in(plain, match.end() + 1, end)
    match = BY.match(plain, start, end)
    if not match:
        return []
    half = (end - start) // 2
    twice = half > 4 and plain[start : start + half].rstrip() == plain[end - half : end].lstrip()
    names = names_in(plain, match.end(), start + half if twice else end)
    return [*names, (end - half, end, "repeat")] if twice and names else names


def bare_names(plain: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the names in ``plain[start:end]``; empty if it has more than names and an agency, post or place."""
    text = plain[start:end]
    words = text.split()
    if not 1 <= len(words) <= MOST_WORDS or len(text) > LONGEST_LINE or text[-1] in ".?!…" or ":" in text:
        return []
    if UNNAMED.match(text):
        return []
    start += len(words[0]) + 1 if key(words[0]) in KNOWN.joins and len(words) > 2 else 0  # "and B. Name"
    names = names_in(plain, start, len(plain) if end is None else end)
    if not names or names[0][0] != start:
        return []
    rest = plain[names[-1][1] : end].split()  # "A. Name in Lima", but not "A. Name speaks in Lima"
    verb = rest and rest[0][0].islower() and key(rest[0]) not in KNOWN.before_places | KNOWN.posts | KNOWN.beats
    full = all(" " in plain[first:last] or is_outlet(plain[first:last]) for first, last, _ in names)
    return names if full and not verb and len(rest) <= MOST_AFTER else []
