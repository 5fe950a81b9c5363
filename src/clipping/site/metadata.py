"""What the head of each page says to search engines, as JSON-LD, and the hashes by which its policy names its parts.

Types and properties: https://schema.org/docs/full.html. Addresses are absolute, so there are none unless that of the
site is known. The other tags of the head are in ``templates/base.html``.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Quotation

NOTE_TYPES = {
    **{"person": "Person", "place": "Place", "organisation": "Organization"},
    **{"event": "Event", "document": "CreativeWork", "claim": "Claim"},
}
SPEAKER_TYPES = {"organisation": "Organization", "group": "Organization", "document": "CreativeWork"}


def linked_data(article: Article, notes: tuple[Note, ...], page: str, base_url: str | None) -> dict[str, Any]:
    """Return the JSON-LD of ``page``: a page of the reference site and the news article, as one graph.

    The article page has all that is known of the article, and its capture; the other pages name it, and the page of
    quotations lists them.
    """
    facts, address = article.capture, base_url and base_url + page.removesuffix("index.html")
    page_data = _thing("WebPage", inLanguage="en", dateModified=article.edition.revised, url=address)
    if page == "quotations.html":
        page_data["hasPart"] = [_quotation(one) for one in article.quotations if one.kind in COUNTED]
    if page != "index.html":
        return {"@context": "https://schema.org", "@graph": [page_data | {"about": _named(article)}]}
    capture = _thing(
        "MediaObject",
        name=facts.file,
        encodingFormat="text/plain",
        contentSize=f"{facts.bytes} B",
        sha256=facts.sha256,
        contentUrl=base_url and base_url + facts.file,
    )
    page_data |= {"mainEntity": {"@id": "#article"}, "isBasedOn": capture}
    known = _thing(
        "NewsArticle",
        author=[_thing("Person", name=name) for name in article.byline],
        dateModified=article.updated and article.updated.date,
        description=article.standfirst,
        articleSection=list(article.section),
        inLanguage=article.source.language,
        wordCount=sum(len(paragraph.text.split()) for paragraph in article.paragraphs),
        url=article.source.url,
        archivedAt=article.source.archived_url,
        copyrightNotice=article.source.rights,
        mentions=[_thing(NOTE_TYPES[note.kind], name=note.title) for note in notes],
    )
    return {"@context": "https://schema.org", "@graph": [page_data, {"@id": "#article"} | _named(article) | known]}


def _named(article: Article) -> dict[str, Any]:
    publisher = article.source.publisher and _thing("NewsMediaOrganization", name=article.source.publisher)
    published = article.published and article.published.date
    return _thing("NewsArticle", headline=article.headline, datePublished=published, publisher=publisher)


def _quotation(quotation: Quotation) -> dict[str, Any]:
    kind = SPEAKER_TYPES.get(quotation.speaker_type or "", "Person")
    speaker = quotation.speaker and _thing(kind, name=quotation.speaker)
    # The words of a document are part of it; it is no character.
    relation = "isPartOf" if quotation.speaker_type == "document" else "spokenByCharacter"
    return _thing("Quotation", text=quotation.text, **{relation: speaker})


def _thing(kind: str, **properties: Any) -> dict[str, Any]:
    """Return a thing of this type of schema.org with those of its properties that are known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def sha256_source(text: str) -> str:
    """Return the hash by which a policy allows ``text`` as a style or script (CSP 3, section 2.3.1: base64)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
