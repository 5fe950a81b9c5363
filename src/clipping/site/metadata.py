"""What the head of each page tells machines: meta tags for reference managers, JSON-LD for search engines, hashes.

The meta tags are the set that Zotero's Embedded Metadata translator reads as a newspaper article with every
field right; tags that spoil it (``og:type`` article, ``citation_journal_title``, ``DC.coverage``) are left out.
``DC.identifier`` and ``DC.relation.isPartOf`` name the capture and the page, not an address, so that
annotations made on copies of one page meet. Types and properties of the JSON-LD: https://schema.org/docs/full.html.

Tags that need an absolute address are there only if the address of the site is known.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Quotation

NOTE_TYPES = {
    **{"person": "Person", "place": "Place", "organisation": "Organization"},
    **{"event": "Event", "document": "CreativeWork", "claim": "Claim"},
}
SPEAKER_TYPES = {"organisation": "Organization", "group": "Organization", "document": "CreativeWork"}


class Head(Struct, frozen=True):
    """What a page says of itself: its file, its title, its description."""

    page: str
    title: str
    description: str


def meta_tags(
    article: Article, item: Mapping[str, Any], head: Head, base_url: str | None
) -> Iterator[tuple[str, str, str]]:
    """Yield the meta tags of a page as attribute, name and content; what is not known has no tag.

    ``item`` is the citation data, which has the authors' names in their parts. For reference managers the article page
    alone is the article; the other pages only give its address.
    """
    page, whole = head.page, head.page == "index.html"
    title = (whole and article.headline) or head.title
    tags: list[tuple[str, str, str | None]] = [
        *(_item_tags(article, item) if whole else ()),
        ("name", "citation_public_url", None if page == "404.html" else base_url),
        ("name", "DC.title", title),
        ("name", "DC.identifier", page),
        ("name", "DC.relation.isPartOf", f"sha256:{article.capture.sha256}"),
        ("property", "og:title", title),
        ("property", "og:type", "website"),
        ("property", "og:description", head.description),
        ("property", "og:url", _address(page, base_url)),
    ]
    return ((attribute, name, content) for attribute, name, content in tags if content)


def _item_tags(article: Article, item: Mapping[str, Any]) -> list[tuple[str, str, str | None]]:
    source = article.source
    published = article.published or article.updated
    creators = [
        ", ".join(filter(None, map(name.get, ("literal", "family", "given")))) for name in item.get("author", ())
    ]
    return [
        ("name", "z:itemType", "newspaperArticle"),
        *(("name", "DC.creator", creator) for creator in creators),
        ("name", "DC.source", source.publisher),
        ("name", "dcterms.issued", published.date if published else None),
        ("name", "DC.language", source.language),
        ("property", "article:section", " > ".join(article.section)),
        ("name", "z:place", source.place),
        ("name", "z:archive", source.archived_url and source.archived_url.split("/")[2]),
        ("name", "z:archiveLocation", source.archived_url),
        ("name", "z:rights", source.rights),
        ("name", "z:extra", source.url and f"Original URL: {source.url}"),
    ]


def _address(page: str, base_url: str | None) -> str | None:
    return base_url and base_url + page.removesuffix("index.html")


def linked_data(
    article: Article, notes: tuple[Note, ...], page: str, base_url: str | None, revised: str | None = None
) -> dict[str, Any]:
    """Return the JSON-LD of ``page``: a page of the reference site and the news article, as one graph.

    The article page has all that is known of the article, and its capture; the other pages name it. ``revised`` is the
    day (ISO 8601) of the site's last revision.
    """
    facts, whole = article.capture, page == "index.html"
    page_data = _thing("WebPage", inLanguage="en", dateModified=revised, url=_address(page, base_url))
    if not whole:
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
    return {"@context": "https://schema.org", "@graph": [page_data, {"@id": "#article"} | _article(article, notes)]}


def _named(article: Article) -> dict[str, Any]:
    publisher = article.source.publisher and _thing("NewsMediaOrganization", name=article.source.publisher)
    published = article.published and article.published.date
    return _thing("NewsArticle", headline=article.headline, datePublished=published, publisher=publisher)


def _article(article: Article, notes: tuple[Note, ...]) -> dict[str, Any]:
    source = article.source
    return _named(article) | _thing(
        "NewsArticle",
        author=[_thing("Person", name=name) for name in article.byline],
        dateModified=article.updated and article.updated.date,
        description=article.standfirst,
        articleSection=list(article.section),
        inLanguage=source.language,
        wordCount=sum(len(paragraph.text.split()) for paragraph in article.paragraphs),
        url=source.url,
        archivedAt=source.archived_url,
        copyrightNotice=source.rights,
        mentions=[_thing(NOTE_TYPES[note.kind], name=note.title) for note in notes],
        hasPart=[_quotation(quotation) for quotation in article.quotations if quotation.kind in COUNTED],
    )


def _quotation(quotation: Quotation) -> dict[str, Any]:
    kind = SPEAKER_TYPES.get(quotation.speaker_type or "", "Person")
    speaker = quotation.speaker and _thing(kind, name=quotation.speaker)
    # A document is no character; its words are a part of it.
    relation = "isPartOf" if quotation.speaker_type == "document" else "spokenByCharacter"
    return _thing("Quotation", text=quotation.text, **{relation: speaker})


def _thing(kind: str, **properties: Any) -> dict[str, Any]:
    """Return a thing of this type of schema.org with those of its properties that are known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def sha256_source(text: str) -> str:
    """Return the hash by which a policy allows ``text`` as a style or script (CSP 3, section 2.3.1: base64)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
