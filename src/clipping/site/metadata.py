"""Machine-readable metadata of each page: JSON-LD for search engines, and the hashes in its Content-Security-Policy.

Types and properties: https://schema.org/docs/full.html. Addresses are absolute, so they are left out unless the site's
address is known. ``templates/base.html`` has the other tags of the head.
"""

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
    """Return the JSON-LD of ``page``: a graph of the page and the news article.

    The article page describes the article and its capture in full. The other pages only name the article; the
    quotations page also lists the quotations.
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
        mentions=[_thing(NOTE_TYPES[note.kind], name=note.title) for note in notes if note.kind != "claim"],
    )
    return {"@context": "https://schema.org", "@graph": [page_data, {"@id": "#article"} | _named(article) | known]}


def _named(article: Article) -> dict[str, Any]:
    publisher = article.source.publisher and _thing("NewsMediaOrganization", name=article.source.publisher)
    published = article.published and article.published.date
    return _thing("NewsArticle", headline=article.headline, datePublished=published, publisher=publisher)


def _quotation(quotation: Quotation) -> dict[str, Any]:
    kind = SPEAKER_TYPES.get(quotation.speaker_type or "", "Person")
    speaker = quotation.speaker and _thing(kind, name=quotation.speaker)
    # Words quoted from a document are part of it; a document is not a character who speaks them.
    relation = "isPartOf" if quotation.speaker_type == "document" else "spokenByCharacter"
    return _thing("Quotation", text=quotation.text, **{relation: speaker})


def _thing(kind: str, **properties: Any) -> dict[str, Any]:
    """Return an object of the schema.org type ``kind`` with those of ``properties`` that are known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def sha256_source(text: str) -> str:
    """Return the base64 hash by which a policy allows ``text`` as an inline style or script (CSP 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
