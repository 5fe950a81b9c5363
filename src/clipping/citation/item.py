"""Make the CSL item of an article, from which every citation is made.

A reference manager that imports the item must produce the citation that this site shows, so the item has no variable
that styles print in the wrong place: no ``section``, no ``original-date``, and no ``archive_location``, which APA,
MLA and Chicago print beside the ``URL`` as a second address. The article's own address is also under ``custom``, which
no style prints.

Variables and types: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from clipping.capture import fold
from clipping.names import split_name
from clipping.record import Article
from clipping.text import language_of

Item = Mapping[str, Any]


def citation_item(article: Article, base_url: str | None = None) -> dict[str, Any]:
    """Return the CSL item of ``article``, with each text on one line and no variable that would be empty.

    ``URL`` is where readers find the article: the archived copy, which is permanent; or else ``base_url``, the address
    of this edition, which numbers the paragraphs; or else the article's own address, which may no longer work. ``note``
    has the other addresses. ``issued`` is the date of publication, or else the date of the last update. ``accessed`` is
    the date of the capture; it is left out if ``URL`` is the address of this edition, which did not exist then.
    """
    source, printed = article.source, article.published or article.updated
    issued = printed.date if printed else ""
    url = source.archived_url or base_url or source.url
    authors = [split_name(fold(name), language_of(article)) for name in article.byline if fold(name)]
    dates = {"issued": issued, "accessed": source.captured if url != base_url else None}
    notes = {"Original address": source.url, "Reference edition": base_url}
    item = {
        "id": _key(article, authors, issued[:4]),
        "type": "article-newspaper",
        "title": article.headline,
        "author": authors,
        "container-title": source.publisher,
        "publisher-place": source.place,
        **{name: {"date-parts": [[int(part) for part in day.split("-")]]} for name, day in dates.items() if day},
        "URL": url,
        "language": source.language,
        "abstract": article.standfirst,
        "note": "; ".join(f"{label}: {address}" for label, address in notes.items() if address and address != url),
        "custom": source.url and {"original_url": source.url},
    }
    return {name: line for name, value in item.items() if (line := fold(value) if isinstance(value, str) else value)}


def iso_date(item: Item, variable: str) -> str:
    """Return the date ``variable`` of ``item`` (ISO 8601), or "" if it has none."""
    return "{:04}-{:02}-{:02}".format(*item[variable]["date-parts"][0]) if variable in item else ""


def _key(article: Article, authors: list[dict[str, str]], year: str) -> str:
    """Return a citation key in a–z and 0–9: family name or publisher, year, first word of the title; or "article"."""
    who = [name.get("family") or name["literal"] for name in authors[:1]] or [article.source.publisher or ""]
    words = [*who, year, *re.findall(r"\w+", article.headline or "")[:1]]
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", "".join(words)).lower()) or "article"
