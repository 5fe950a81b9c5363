"""Parse signature lines: bylines and dates of publication or change, alone or together.

Bylines are "By A. Name", "By A. Name and B. Name", "Por A. Name", "A. Name, Reuters", "A. Name in Lima", and any of
these printed twice. Only the names are kept, without agency, place, post or title. An agency is a byline only if no
person is named.

Dates may have times and the usual words around them ("Published", "Last updated on", "Uhr"). A date in a longer
line or sentence is not a date of publication, unless such a word precedes it.
"""

import re
from datetime import date

from clipping.names import CAPITAL, LONGEST_NAME, PARTICLES, SUFFIX, is_organisation
from clipping.parse.dates import FoundDate, find_dates
from clipping.parse.layout import WORD, Block, Claim, Span, is_caseless
from clipping.parse.vocabulary import KNOWN, key, starts
from clipping.record import Role
from clipping.text import TITLES

LONGEST_LINE = 160
EARLIEST = 1990  # from this year on, a date beside a name needs no word such as "Published"
AROUND_DATES = {part for phrase in KNOWN.published | KNOWN.updated for part in phrase.split()}
AROUND_DATES |= KNOWN.around_dates | KNOWN.weekdays | KNOWN.months.keys()
#: A line with a date is split into parts: ``SEPARATOR`` matches what is between them, and ``PART`` one of them.
SEPARATOR = re.compile(r"(?<=\s)[-–—/](?=\s)|[|·•;()]|(?<=\d),|,(?=\s*\d)")
PART = re.compile(r"[^|\s,](?:[^|]*[^|\s,])?")
#: The most words in a line with names or a date, in a sentence with a date, and after the last name (a post or place).
MOST_WORDS, MOST_IN_SENTENCE, MOST_AFTER = 12, 5, 4
PRINTED = re.compile(r"[,;|·•/()\[\]]+|[^\s,;|·•/()\[\]]+")
#: The start of a byline that may name nobody ("From Our Own Correspondent"), and of any labelled byline.
NOBODY = tuple(f"{phrase} " for phrase in KNOWN.nobody)
BY = tuple(f"{phrase}{end}" for phrase in KNOWN.by | KNOWN.nobody for end in (" ", ": "))
HONORIFICS = KNOWN.titles.union(map(str.lower, TITLES))
#: Matches the tags (see ``_tag``) of a name that starts an item of a byline, after any titles and posts. "And" or "of"
#: after a single word belongs to an organisation's name; a beat before a post ("Political editor") belongs to no name.
NAME = re.compile(
    r"(?:^|(?<=.)(?P<sign>[,|-])[&ay]?|(?<=[^,|&-]{2})[&ay])(?:T|B*P)*(?P<name>(?:[NHB]a|Ho)[^,|-]{1,8}"
    rf"|[NHBp]{{1,{LONGEST_NAME - 1}}}?[NHB](?=B*P)|[NHBTp]{{0,{LONGEST_NAME - 1}}}[NHBT](?:y[NH])?(?![NHBTp])(?:,?J)?)"
)
POST = re.compile("B*P")
SIGNED_BY = "a name after “by”"
#: The tags after ``NOBODY`` if nobody is named: up to three words, a post, and possibly a place.
NAMELESS = re.compile("[^P,|-]{0,3}P[PB]*(?:[x,].{1,3})?$")


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
    names = _names_around(plain, printed)
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
    # A name and an old date give the source of a motto or a picture.
    motto = names and not labelled and any(value.year < EARLIEST for found in printed for value in found.values)
    crowded = not labelled and block.words > (MOST_IN_SENTENCE if block.ended else MOST_WORDS)
    if not sure and (crowded or motto):
        return None
    reason = ("a labelled date" if labelled else "a date") + (" and a name" if names else "" if labelled else " alone")
    return Claim("byline" if names else next(iter(dates)), reason, tuple(sorted(spans)), dates)


def _names_around(plain: str, dates: list[FoundDate]) -> list[Span]:
    """Return the names in ``plain`` beside ``dates``."""
    names: list[Span] = []
    rest = plain
    for found in dates:
        rest = rest[: found.start] + "|" * (found.end - found.start) + rest[found.end :]
    for part in PART.finditer(SEPARATOR.sub("|", rest)):
        if not AROUND_DATES.issuperset(map(key, WORD.findall(part[0]))):  # not only a time
            before, start = plain[: part.end()], part.start()
            names += labelled_names(before, start) or ([] if names else bare_names(before, start))
    return names


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


def names_nobody(plain: str) -> bool:
    """Return whether ``plain`` is a byline that names nobody ("From Our Own Correspondent in Rome")."""
    label = starts(plain.lower(), NOBODY)
    return label != "" and NAMELESS.match("".join(map(_tag, PRINTED.findall(plain, len(label))))) is not None


def names_in(plain: str, start: int) -> list[Span]:
    """Return the names in ``plain[start:]`` as byline spans; empty if it does not start with a name.

    A comma, another sign or "and" starts a new item. After a name and a sign, words before a post ("Political editor")
    are a beat, and a single word ("Lima") is a place. Agencies are returned only if no person is named.
    """
    words = list(PRINTED.finditer(plain, start))
    tags = "".join(_tag(word[0]) for word in words)
    people: list[Span] = []
    agencies: list[Span] = []
    for match in NAME.finditer(tags) if NAME.match(tags) else ():
        first, last = match.span("name")
        span = (words[first].start(), words[last - 1].end(), "byline")
        name = plain[span[0] : span[1]]
        beside = match["sign"] and ((" " not in name and not is_caseless(name)) or POST.match(tags, last))
        if is_outlet(name):
            agencies.append(span)
        elif tags[first:last].strip("T") and not (people and beside):  # not "the" in "and the readers"
            people.append(span)
    return people or agencies


def labelled_names(plain: str, start: int = 0) -> list[Span]:
    """Return the names after "By" or the like at the start of ``plain[start:]``; empty if it is not a byline."""
    text = plain[start:]
    label = starts(text.lower(), BY)
    if not label or names_nobody(text):
        return []
    half = len(text) // 2
    if half > 4 and text[:half].rstrip() == text[-half:].lstrip():  # printed twice
        names = names_in(plain[: start + half], start + len(label))
        return [*names, (len(plain) - half, len(plain), "repeat")] if names else []
    return names_in(plain, start + len(label))


def bare_names(plain: str, start: int = 0) -> list[Span]:
    """Return the names in ``plain[start:]``; empty if it has more than names and an agency, post or place."""
    text = plain[start:]
    words = text.split()
    if not 1 <= len(words) <= MOST_WORDS or text[-1] in ".?!…" or ":" in text or names_nobody(text):
        return []
    start += len(words[0]) + 1 if key(words[0]) in KNOWN.joins and len(words) > 2 else 0  # "and B. Name"
    names = names_in(plain, start)
    if not names or names[0][0] != start:
        return []
    rest = plain[names[-1][1] :].split()  # "A. Name in Lima", but not "A. Name speaks in Lima"
    verb = rest and rest[0][0].islower() and key(rest[0]) not in KNOWN.before_places | KNOWN.posts | KNOWN.beats
    full = all(" " in plain[first:last] or is_outlet(plain[first:last]) for first, last, _ in names)
    return names if full and not verb and len(rest) <= MOST_AFTER else []
