"""Citation data: one CSL-JSON item, and what reference managers read made from it (RIS, BibTeX).

``citation_item`` is the only place that decides what the article is called, who wrote it and where it is to be
found; ``as_ris``, ``as_bibtex`` and ``styles.py`` take its item and add nothing. An item that is imported and
cited must give the same citation as this site prints, so it holds no variable that styles print in the wrong
place: no ``section`` and no ``original-date``, and no ``archive_location`` either, which APA, MLA, Chicago and
Vancouver print beside the ``URL`` as if it were a second place. These are kept under ``custom``, which no style
prints, and RIS has fields of their own for them.

Variables and types: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from clipping.capture import fold
from clipping.citation.names import split_name
from clipping.record import Article

Item = Mapping[str, Any]

# Tags that readers of CSL-JSON take for formatting. In a headline they are letters like any other: a word joiner,
# which is not seen, keeps them so, and RIS and BibTeX, which know no tags, are given the headline without it.
MARKUP = re.compile(r"<(?=/?(?:[ibu]|su[bp]|sc)>|/?span\b)")
JOINER = "\u2060"

ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?!\d)")
BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# LaTeX's ten special characters. Braces are named, since BibTeX counts them even after a backslash. All else stays
# UTF-8: LaTeX has read it by default since 2018, biber and reference managers do, and commands for letters and
# dashes are read wrongly by some of them.
LATEX = str.maketrans(
    {char: f"\\{char}" for char in "#$%&_"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\\": r"{\textbackslash}"}
    | {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
)
# Not allowed in a web address, and of meaning to BibTeX, which takes addresses as they are.
NOT_IN_ADDRESS = re.compile(r'[\s{}\\"<>^`|]')


def citation_item(article: Article, base_url: str | None = None) -> dict[str, Any]:
    """Return the CSL-JSON item of ``article``; what the record does not say is not in it.

    ``URL`` is the address at which a reader finds what is cited: the archive's copy, which stays; else
    ``base_url``, the address of this edition, which is there and has the paragraphs that pinpoints name; else the
    article's own address, which says what was cited though it may be gone. The own address, where ``URL`` is
    another one, is in ``note``. ``accessed`` is the day of the capture, and left out where ``URL`` is this edition,
    which the capture was not taken from.
    """
    source = article.source
    url = source.archived_url or base_url or source.url
    issued = article.published or article.updated
    notes = {"Original address": source.url, "Reading edition": base_url}
    custom = {
        "original_url": source.url,
        "archived_url": source.archived_url,
        "edition_url": base_url,
        "section": " > ".join(article.section),
    }
    item = {
        "id": _key(article),
        "type": "article-newspaper",
        "title": _text(article.headline),
        "author": [split_name(fold(name)) for name in article.byline if fold(name)],
        "container-title": _text(source.publisher),
        "publisher-place": _text(source.place),
        "issued": _date(issued.date if issued else None),
        "accessed": _date(source.captured if url and url != base_url else None),
        "URL": url,
        "language": source.language,
        "abstract": _text(article.standfirst),
        "note": "; ".join(f"{label}: {address}" for label, address in notes.items() if address and address != url),
        "custom": {key: value for key, value in custom.items() if value},
    }
    return {variable: value for variable, value in item.items() if value}


def as_csl_json(item: Item) -> str:
    """Return the text of a CSL-JSON file with ``item`` alone."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def as_ris(item: Item) -> str:
    """Return ``item`` as one RIS record: on each line two letters and a value, which therefore holds no line end.

    Lines end in CR LF, as the specification wants it (Thomson ResearchSoft, "RIS Format Specifications"). The tags
    are those that Zotero imports a newspaper article from.
    """
    custom = item.get("custom", {})
    archived = custom.get("archived_url", "")
    fields = [
        ("TI", item.get("title")),
        *(("AU", _ris_name(name)) for name in item.get("author", ())),
        ("T2", item.get("container-title")),
        ("DA", "/".join(_digits(item, "issued"))),
        ("PY", "".join(_digits(item, "issued")[:1])),
        ("CY", item.get("publisher-place")),
        ("SE", custom.get("section")),
        ("LA", item.get("language")),
        ("AB", item.get("abstract")),
        ("UR", item.get("URL")),
        ("Y2", "/".join(_digits(item, "accessed"))),
        ("DB", re.sub(r"^\w+://|[/?#].*$", "", archived)),
        ("AN", archived),
        ("N1", item.get("note")),
    ]
    lines = [f"{tag}  - {_plain(value)}" for tag, value in fields if value]
    return "\r\n".join(["TY  - NEWS", *lines, "ER  - ", ""])


def as_bibtex(item: Item) -> str:
    """Return ``item`` as one BibTeX entry that BibTeX, biber and reference managers read alike.

    The headline is in braces of its own, so that no style changes its capitals; the address is as it is, since
    LaTeX reads it verbatim. The article's own address is in ``note``.
    """
    year, month, day = (*_digits(item, "issued"), "", "", "")[:3]
    headline = _latex(item.get("title", ""))
    fields = {
        "author": " and ".join(map(_bibtex_name, item.get("author", ()))),
        "title": headline and f"{{{headline}}}",
        "journal": _latex(item.get("container-title", "")),
        "address": _latex(item.get("publisher-place", "")),
        "year": year,
        "month": BIBTEX_MONTHS[int(month) - 1] if month else "",
        "day": day.removeprefix("0"),
        "language": _latex(item.get("language", "")),
        "abstract": _latex(item.get("abstract", "")),
        "url": _address(item.get("URL", "")),
        "urldate": "-".join(_digits(item, "accessed")),
        "note": _latex(item.get("note", "")),
    }
    # The months are macros of BibTeX's own, which each style prints in its language; braces would hide them.
    lines = (f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n" for key, value in fields.items() if value)
    return f"@article{{{item['id']},\n{''.join(lines)}}}\n"


def _key(article: Article) -> str:
    """A citation key in the manner of Google Scholar's: who, when and the first word, in plain letters."""
    who = split_name(fold(article.byline[0])) if article.byline else {}
    issued = article.published or article.updated
    first = re.findall(r"\w+", article.headline or "")[:1]
    words = (who.get("family") or who.get("literal") or article.source.publisher or "", *first)
    year = issued.date[:4] if issued else ""
    name, *title = (re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", word).lower()) for word in words)
    return "".join((name, year, *title)) or "article"


def _text(text: str | None) -> str:
    """``text`` on one line, and literally."""
    return MARKUP.sub("<" + JOINER, fold(text or ""))


def _plain(text: str) -> str:
    """``text`` on one line, as the article has it."""
    return fold(text).replace("<" + JOINER, "<")


def _date(date: str | None) -> dict[str, list[list[int]]] | None:
    """The calendar date that an ISO 8601 date or time begins with."""
    found = ISO_DATE.match(date or "")
    return {"date-parts": [[int(part) for part in found.groups() if part]]} if found else None


def _digits(item: Item, variable: str) -> tuple[str, ...]:
    """Year, month and day in their digits, as far as the item has them."""
    parts = item[variable]["date-parts"][0] if variable in item else ()
    return tuple(f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False))


def _ris_name(name: Mapping[str, str]) -> str:
    """``Family, Given, Suffix``; a whole name has a comma after it, or EndNote would look for a family name in it."""
    if "literal" in name:
        return f"{name['literal']},"
    return ", ".join(name[part] for part in ("family", "given", "suffix") if part in name)


def _bibtex_name(name: Mapping[str, str]) -> str:
    """``Family, Jr, Given``; a whole name in braces, so that BibTeX finds no "and" or comma in it."""
    if "literal" in name:
        return f"{{{_latex(name['literal'])}}}"
    return ", ".join(_latex(name[part]) for part in ("family", "suffix", "given") if part in name)


def _latex(text: str) -> str:
    """``text`` on one line, with LaTeX's special characters as commands that print them."""
    return _plain(text).translate(LATEX)


def _address(url: str) -> str:
    """``url`` as LaTeX's commands for addresses take it, without what an address cannot hold."""
    return NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), _plain(url))
