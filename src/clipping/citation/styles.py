"""Six citation styles: what each prints for one newspaper article.

Each function takes the citation data that ``citation_item`` makes and gives the entry for a list of works cited,
the footnote where the style works with notes, and the reference in the running text where it works with those.
Nothing here decides what is good style: each equals what pandoc prints with that style's file of the CSL project
(named in ``STYLES``) in American English, and tests/test_styles.py holds it to that character for character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from clipping.citation.names import Person, family, given, initials, inverted, list_names, natural
from clipping.citation.text import (
    Styled,
    capitalised,
    italic,
    join,
    marked,
    quoted,
    stop,
    styled,
    title_case,
)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# MLA shortens every month of five letters or more, September to four.
MLA_MONTHS = tuple(m if len(m) < 5 else "Sept." if m == "September" else m[:3] + "." for m in MONTHS)

Item = Mapping[str, Any]
ET_AL = f" {italic('et al.')}"


class Locator(NamedTuple):
    """The paragraphs that are cited, from ``first`` to ``last``, as the edition numbers them from 1."""

    first: int
    last: int


class Citation(NamedTuple):
    """One article in one style; ``note`` and ``in_text`` are ``None`` where the style has no such thing.

    ``entry`` goes into the list of works cited, ``note`` is a whole first footnote and ``in_text`` a reference in
    brackets. Only the latter two name the paragraphs.
    """

    entry: Styled
    note: Styled | None = None
    in_text: Styled | None = None


def apa(item: Item, locator: Locator | None) -> Citation:
    """APA, 7th edition."""
    parts = _parts(item)
    names = [inverted(name, initials(name, ". ")) for name in parts.authors]
    # Of more than twenty authors the first nineteen and the last are named.
    authors = list_names(names, ", & ", most=20, shown=19, et_al=f", … {names[-1]}" if names else "")
    title = parts.title if parts.container else italic(parts.title)
    newspaper = italic(parts.cased(parts.container, last_too=True))
    date = f"({join(', ', parts.year, _month_day(parts.issued)) or 'n.d.'})"
    elements = join(". ", authors or title, date, title if authors else "", newspaper)
    retrieved = f"Retrieved {_mdy(parts.accessed)}, from" if parts.accessed else "Retrieved"
    address = parts.url if parts.issued or not parts.url else f"{retrieved} {parts.url}"
    who = list_names(_families(parts), " & ", most=2) or parts.work
    in_text = _bracketed(", ", who, parts.year or "n.d.", _paragraphs(locator))
    return Citation(styled(join(" ", stop(elements), address)), in_text=in_text)


def mla(item: Item, locator: Locator | None) -> Citation:
    """MLA, 9th edition."""
    parts = _parts(item)
    published = join(", ", _journal(parts, "[{}]"), _dmy(parts.issued), parts.url)
    accessed = f"Accessed {_dmy(parts.accessed)}" if parts.accessed and not parts.issued else ""
    entry = join(". ", _first_inverted(parts, most=2), parts.work, published, accessed)
    who = list_names(_families(parts), " and ", most=2) or parts.work
    return Citation(styled(stop(entry)), in_text=_bracketed(", ", who, _paragraphs(locator, "par.")))


def chicago_notes(item: Item, locator: Locator | None) -> Citation:
    """Chicago, 18th edition, notes and bibliography."""
    parts = _parts(item)
    journal, date, accessed = _journal(parts, "({})"), _mdy(parts.issued) or "n.d.", _accessed_when_undated(parts)
    authors = _first_inverted(parts, most=6, shown=3, particles_last=True)
    published = join(", ", journal, date) if authors else date
    entry = join(". ", authors or journal, parts.work, published, capitalised(accessed), parts.url)
    names = list_names([natural(name) for name in parts.authors], " and ", most=2)
    note = join(", ", names, parts.work, journal, date, _paragraphs(locator), accessed, parts.url)
    return Citation(styled(stop(entry)), note=styled(stop(note if names else capitalised(note))))


def chicago_author_date(item: Item, locator: Locator | None) -> Citation:
    """Chicago, 18th edition, author-date."""
    parts = _parts(item)
    journal, day, accessed = _journal(parts, "({})"), _month_day(parts.issued), _accessed_when_undated(parts)
    authors = _first_inverted(parts, most=6, shown=3, particles_last=True)
    first = authors or journal or parts.work
    work = "" if first == parts.work else parts.work
    published = join(", ", journal, day) if authors else day
    entry = join(". ", first, parts.year or "n.d.", work, published, capitalised(accessed), parts.url)
    who = list_names(_families(parts), " and ", most=2) or parts.newspaper or parts.work
    dated = join(" ", who, parts.year) if parts.year else join(", ", who, "n.d.")
    return Citation(styled(stop(entry)), in_text=_bracketed(", ", dated, _paragraphs(locator)))


def harvard(item: Item, locator: Locator | None) -> Citation:
    """Harvard as Cite Them Right, 12th edition, has it."""
    parts = _parts(item)
    names = [inverted(name, initials(name, ".")) for name in parts.authors]
    authors = list_names(names, " and ", most=3, et_al=ET_AL)
    year = parts.year or "no date"
    published = join(", ", quoted(parts.title), italic(parts.container) if authors else "")
    work = join(" ", authors or parts.newspaper, f"({year})", published)
    accessed = f"(Accessed: {_mdy(parts.accessed)})" if parts.accessed else ""
    address = parts.url and join(" ", f"Available at: {parts.url}", accessed)
    entry = join(". ", join(", ", work, _day_month(parts.issued)), address)
    who = list_names(_families(parts), " and ", most=3, et_al=ET_AL) or parts.newspaper
    return Citation(styled(stop(entry)), in_text=_bracketed(", ", who, year, _paragraphs(locator)))


def vancouver(item: Item, _locator: Locator | None) -> Citation:
    """Vancouver as Citing Medicine, 2nd edition, has it; the text refers to entries by the reader's own numbers."""
    parts = _parts(item)
    names = [join(" ", family(name), initials(name, ""), name.get("suffix", "")) for name in parts.authors]
    authors = list_names(names, ", ", most=6, shown=6, et_al=", et al.")
    medium = "[Internet]" if parts.url else ""
    title = join(" ", parts.title, "" if parts.container else medium)
    container = parts.container and join(" ", parts.container, medium)
    cited = f"[cited {_ymd(parts.accessed)}]" if parts.accessed else ""
    elements = join(". ", authors, title, container, join(" ", _ymd(parts.issued), cited))
    address = parts.url and f"Available from: {parts.url}"
    return Citation(styled(join(" ", stop(elements), address)))


class Style(NamedTuple):
    """A citation style: its id, its name and edition for readers, the file of the CSL project, its function."""

    id: str
    name: str
    csl: str
    cite: Callable[[Item, Locator | None], Citation]


STYLES = (
    Style("apa", "APA, 7th edition", "apa", apa),
    Style("mla", "MLA, 9th edition", "modern-language-association", mla),
    Style("chicago-notes", "Chicago, 18th edition (notes)", "chicago-notes-bibliography", chicago_notes),
    Style("chicago-author-date", "Chicago, 18th edition (author-date)", "chicago-author-date", chicago_author_date),
    Style("harvard", "Harvard (Cite Them Right, 12th edition)", "harvard-cite-them-right", harvard),
    Style("vancouver", "Vancouver (Citing Medicine, 2nd edition)", "nlm-citation-sequence", vancouver),
)


def cite(item: Item, style: str, locator: Locator | None = None) -> Citation:
    """Return the citation of ``item`` in the style whose id is ``style``, of the paragraphs at ``locator`` if given.

    Raises ``KeyError`` if there is no such style.
    """
    return {known.id: known.cite for known in STYLES}[style](item, locator)


class _Parts(NamedTuple):
    """The elements of an item as marked text; empty where it has none."""

    authors: tuple[Person, ...]
    title: str
    container: str
    place: str
    url: str
    issued: tuple[int, ...]
    accessed: tuple[int, ...]
    english: bool

    @property
    def year(self) -> str:
        return "".join(map(str, self.issued[:1]))

    @property
    def work(self) -> str:
        """The headline: the title of a part stands between quotation marks, that of a whole in italics."""
        return quoted(self.cased(self.title, last_too=True)) if self.container else italic(self.cased(self.title))

    @property
    def newspaper(self) -> str:
        return italic(self.cased(self.container))

    def cased(self, text: str, last_too: bool = False) -> str:
        """``text`` in title case if the item is English. A small last word stays small within italics."""
        return title_case(text, last_too) if self.english else text


def _parts(item: Item) -> _Parts:
    title, container, place = (marked(item.get(key, "")) for key in ("title", "container-title", "publisher-place"))
    url = item.get("URL", "")
    return _Parts(
        authors=tuple(item.get("author", ())),
        title=title,
        container=container,
        place=place,
        url=url,
        issued=_date(item, "issued"),
        accessed=_date(item, "accessed") if url else (),
        english=_english(item.get("language")),
    )


def _english(language: str | None) -> bool:
    """Title case is an English custom; an item that names no language counts as in the style's, English."""
    return language is None or re.split("[-_]", language)[0].lower() == "en"


def _date(item: Item, key: str) -> tuple[int, ...]:
    """Year, month and day, as far as the item has them."""
    return tuple(item[key]["date-parts"][0]) if key in item else ()


def _mdy(date: tuple[int, ...]) -> str:
    """April 19, 2016."""
    return join(", " if len(date) > 2 else " ", _month_day(date), *map(str, date[:1]))


def _month_day(date: tuple[int, ...]) -> str:
    """April 19."""
    return " ".join((*(MONTHS[month - 1] for month in date[1:2]), *map(str, date[2:])))


def _day_month(date: tuple[int, ...]) -> str:
    """19 April."""
    return " ".join((*map(str, date[2:]), *(MONTHS[month - 1] for month in date[1:2])))


def _dmy(date: tuple[int, ...]) -> str:
    """19 Apr. 2016."""
    months = (MLA_MONTHS[month - 1] for month in date[1:2])
    return " ".join((*map(str, date[2:]), *months, *map(str, date[:1])))


def _ymd(date: tuple[int, ...]) -> str:
    """2016 Apr 19."""
    return " ".join((*map(str, date[:1]), *(MONTHS[month - 1][:3] for month in date[1:2]), *map(str, date[2:])))


def _accessed_when_undated(parts: _Parts) -> str:
    """Chicago wants the day of access only where there is no date of publication."""
    return f"accessed {_mdy(parts.accessed)}" if parts.accessed and not parts.issued else ""


def _paragraphs(locator: Locator | None, label: str = "para.") -> str:
    if locator is None:
        return ""
    if locator.first == locator.last:
        return f"{label} {locator.first}"
    return f"{label[:-1]}s. {locator.first}–{locator.last}"


def _bracketed(separator: str, *parts: str) -> Styled | None:
    text = join(separator, *parts)
    return styled(f"({text})") if text else None


def _journal(parts: _Parts, form: str) -> str:
    """The newspaper and, in brackets, where it is published."""
    return join(" ", parts.newspaper, form.format(parts.place) if parts.place else "")


def _families(parts: _Parts) -> list[str]:
    return [family(name) for name in parts.authors]


def _first_inverted(parts: _Parts, *, most: int, shown: int = 1, particles_last: bool = False) -> str:
    """The first author with the family name first, by which the list is sorted; the others as spoken."""
    names = [natural(name) for name in parts.authors]
    if names:
        names[0] = inverted(parts.authors[0], given(parts.authors[0]), particles_last)
    return list_names(names, ", and ", most=most, shown=shown, et_al=", et al.")
