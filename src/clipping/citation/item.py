"""Make the CSL item of an article, from which every citation is made.

An item that is imported and cited must give the same citation as this site prints, so it has no variable that styles
print in the wrong place: no ``section``, no ``original-date``, and no ``archive_location``, which APA, MLA and Chicago
print beside the ``URL`` as if it were a second place. These are kept under ``custom``, which no style prints.

Variables and types: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from clipping.capture import fold
from clipping.names import split_name
from clipping.record import Article, PrintedDate

Item = Mapping[str, Any]


def citation_item(article: Article, base_url: str | None = None) -> dict[str, Any]:
    """Return the CSL item of ``article``, each text in it on one line; what the record does not say is not in it.

    ``URL`` is where a reader finds what is cited: the archive's copy, which stays; else ``base_url``, the address of
    this edition, which has the paragraphs that pinpoints name; else the article's own address, though it may be gone.
    If ``URL`` is not the article's own address, that is in ``note``. ``accessed`` is the day of the capture; it is left
    out if ``URL`` is this edition, since the capture was not taken from it.
    """
    source, issued = article.source, article.published or article.updated
    url = source.archived_url or base_url or source.url
    authors = [split_name(fold(name), source.language) for name in article.byline if fold(name)]
    dates = {"issued": issued and issued.date, "accessed": source.captured if url != base_url else None}
    notes = {"Original address": source.url, "Reading edition": base_url}
    addresses = {"original_url": source.url, "archived_url": source.archived_url, "edition_url": base_url}
    item = {
        "id": _key(article, authors, issued),
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
        "custom": _known({**addresses, "section": " > ".join(article.section)}),
    }
    return _known(item)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``values`` that are not empty, texts on one line."""
    return {name: line for name, value in values.items() if (line := fold(value) if isinstance(value, str) else value)}


def _key(article: Article, authors: list[dict[str, str]], issued: PrintedDate | None) -> str:
    """A citation key like Google Scholar's: who, the year and the first word, in plain letters and digits."""
    who = [name.get("family") or name["literal"] for name in authors[:1]] or [article.source.publisher or ""]
    words = [*who, issued.date[:4] if issued else "", *re.findall(r"\w+", article.headline or "")[:1]]
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", "".join(words)).lower()) or "article"
