"""What the head of each page tells machines: meta tags for reference managers, JSON-LD for search engines.

The meta tags are the set that Zotero's Embedded Metadata translator reads as a newspaper article with every
field right; tags that spoil it (``og:type`` article, ``citation_journal_title``, ``DC.coverage``) are left out.
``DC.identifier`` and ``DC.relation.isPartOf`` name the capture and the page, not an address, so that
annotations made on copies of one page meet. Types and properties of the JSON-LD: https://schema.org/docs/full.html.

What needs an absolute address is there only if the address of the site is known; none is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clipping.content.notes import Note
from clipping.record import COUNTED, Article, Quotation

NOTE_TYPES = {
    "person": "Person",
    "place": "Place",
    "organisation": "Organization",
    "event": "Event",
    "document": "CreativeWork",
    "claim": "Claim",
}
SPEAKER_TYPES = {"person": "Person", "organisation": "Organization", "group": "Organization"}


def meta_tags(
    article: Article, item: Mapping[str, Any], page: str, description: str, base_url: str | None
) -> Iterator[tuple[str, str, str]]:
    """Yield the meta tags of ``page`` as attribute, name and content; what is not known has no tag.

    ``item`` is the citation data, which has the authors' names in their parts.
    """
    source = article.source
    published = article.published or article.updated
    tags: list[tuple[str, str, str | None]] = [
        ("name", "z:itemType", "newspaperArticle"),
        ("name", "DC.title", article.headline),
        *(("name", "DC.creator", _creator(name)) for name in item.get("author", ())),
        ("name", "DC.source", source.publisher),
        ("name", "dcterms.issued", published.date if published else None),
        ("name", "DC.language", source.language),
        ("property", "article:section", " > ".join(article.section)),
        ("name", "z:place", source.place),
        ("name", "z:archive", source.archived_url and source.archived_url.split("/")[2]),
        ("name", "z:archiveLocation", source.archived_url),
        ("name", "z:rights", source.rights),
        ("name", "z:extra", source.url and f"Original URL: {source.url}"),
        ("name", "citation_public_url", base_url and base_url + _address(page)),
        ("name", "DC.identifier", page),
        ("name", "DC.relation.isPartOf", f"sha256:{article.capture.sha256}"),
        ("property", "og:title", article.headline),
        ("property", "og:type", "website"),
        ("property", "og:description", description),
        ("property", "og:url", base_url and base_url + _address(page)),
    ]
    return ((attribute, name, content) for attribute, name, content in tags if content)


def _creator(name: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (name.get("literal") or name.get("family"), name.get("given"))))


def linked_data(
    article: Article, notes: tuple[Note, ...], page: str, base_url: str | None, revised: str | None = None
) -> dict[str, Any]:
    """Return the JSON-LD of ``page``: a page of the reference site, about or holding the news article.

    The article page holds all that is known of it; the other pages name it. ``revised`` is the day (ISO 8601) of the
    site's last revision.
    """
    whole = page == "index.html"
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "inLanguage": "en",
            "dateModified": revised,
            "url": base_url and base_url + _address(page),
            ("mainEntity" if whole else "about"): _article(article, notes) if whole else _named(article),
            "isBasedOn": _capture(article, base_url) if whole else None,
        }
    )


def _named(article: Article) -> dict[str, Any]:
    source = article.source
    return _known(
        {
            "@type": "NewsArticle",
            "headline": article.headline,
            "datePublished": article.published and article.published.date,
            "publisher": source.publisher and {"@type": "NewsMediaOrganization", "name": source.publisher},
        }
    )


def _article(article: Article, notes: tuple[Note, ...]) -> dict[str, Any]:
    source = article.source
    words = sum(len(paragraph.text.split()) for paragraph in article.paragraphs)
    return _known(
        {
            **_named(article),
            "author": [{"@type": "Person", "name": name} for name in article.byline],
            "dateModified": article.updated and article.updated.date,
            "description": article.standfirst,
            "articleSection": list(article.section),
            "inLanguage": source.language,
            "wordCount": words,
            "url": source.url,
            "archivedAt": source.archived_url,
            "copyrightNotice": source.rights,
            "mentions": [{"@type": NOTE_TYPES[note.kind], "name": note.title} for note in notes],
            "hasPart": [_quotation(quotation) for quotation in article.quotations if quotation.kind in COUNTED],
        }
    )


def _quotation(quotation: Quotation) -> dict[str, Any]:
    speaker = quotation.speaker and {"@type": SPEAKER_TYPES.get(quotation.speaker_type or "", "Person")}
    if quotation.speaker_type == "document":  # a document is no character: its words are a part of it
        return {"@type": "Quotation", "text": quotation.text, "isPartOf": _work(quotation.speaker)}
    return _known(
        {
            "@type": "Quotation",
            "text": quotation.text,
            "spokenByCharacter": speaker and {**speaker, "name": quotation.speaker},
        }
    )


def _work(name: str | None) -> dict[str, Any]:
    return _known({"@type": "CreativeWork", "name": name})


def _capture(article: Article, base_url: str | None) -> dict[str, Any]:
    facts = article.capture
    return _known(
        {
            "@type": "MediaObject",
            "name": facts.file,
            "encodingFormat": "text/plain",
            "contentSize": f"{facts.bytes} B",
            "sha256": facts.sha256,
            "contentUrl": base_url and base_url + facts.file,
        }
    )


def _address(page: str) -> str:
    return "" if page == "index.html" else page


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
