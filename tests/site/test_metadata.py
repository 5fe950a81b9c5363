"""The heads of the pages give reference managers and search engines what the record says, and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from clipping.citation.item import citation_item
from clipping.record import Article, CaptureFacts, PrintedDate, Source
from clipping.site.metadata import linked_data, meta_tags

ARTICLE = Article(
    CaptureFacts("article.txt", "ab" * 32, 10, 3),
    headline="A <b>bold</b> “headline” & more",
    section=("News", "Peru"),
    byline=("Jane Doe", "Ludwig van Beethoven"),
    published=PrintedDate("2016-04-19", "19 April 2016"),
    source=Source(
        "en", "The Paper", "Lima", "https://example.org/a", "https://archive.example.org/x", rights="Nobody’s"
    ),
)
#: What makes Zotero import something else, or into the wrong field.
SPOILING = {"citation_journal_title", "DC.coverage", "DC.description", "og:site_name", "citation_title"}
#: Terms of schema.org (release 28) that the pages use; look up a new one before you add it.
TYPES = re.compile(
    "WebPage|NewsArticle|NewsMediaOrganization|Person|Place|Organization|Event|CreativeWork|Claim|Quotation|MediaObject"
)
PROPERTIES = re.compile(
    "inLanguage|url|mainEntity|about|isBasedOn|headline|datePublished|dateModified|publisher|name|author|description|"
    "articleSection|wordCount|archivedAt|copyrightNotice|mentions|hasPart|text|spokenByCharacter|isPartOf|"
    "encodingFormat|contentSize|sha256|contentUrl"
)


def tags(base_url: str | None = None) -> dict[str, list[str]]:
    """Return the contents of the meta tags by their names."""
    found: dict[str, list[str]] = {}
    for _, name, content in meta_tags(ARTICLE, citation_item(ARTICLE), "notes.html", "Words.", base_url):
        found.setdefault(name, []).append(content)
    return found


def test_what_zotero_reads() -> None:
    """The tags that import as a newspaper article are there, with each author's name in its parts."""
    assert tags() == {
        "z:itemType": ["newspaperArticle"],
        "DC.title": ["A <b>bold</b> “headline” & more"],
        "DC.creator": ["Doe, Jane", "van Beethoven, Ludwig"],
        "DC.source": ["The Paper"],
        "dcterms.issued": ["2016-04-19"],
        "DC.language": ["en"],
        "article:section": ["News > Peru"],
        "z:place": ["Lima"],
        "z:archive": ["archive.example.org"],
        "z:archiveLocation": ["https://archive.example.org/x"],
        "z:rights": ["Nobody’s"],
        "z:extra": ["Original URL: https://example.org/a"],
        "DC.identifier": ["notes.html"],
        "DC.relation.isPartOf": ["sha256:" + "ab" * 32],
        "og:title": ["A <b>bold</b> “headline” & more"],
        "og:type": ["website"],
        "og:description": ["Words."],
    }


def test_addresses_are_absolute_or_left_out() -> None:
    """With --base-url the page's own address is there; without it there is none."""
    own = {name: ["https://site.example/notes.html"] for name in ("citation_public_url", "og:url")}

    assert tags("https://site.example/") == tags() | own
    data = linked_data(ARTICLE, (), "index.html", "https://site.example/")
    assert data["isBasedOn"]["contentUrl"] == "https://site.example/article.txt"


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within ``value``."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from things(inner)


def test_every_page_has_its_metadata(site: Path) -> None:
    """Each page has the tags, none that spoils an import, and JSON-LD in the terms of schema.org."""
    for path in site.glob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8").partition("<body>")[0], "html.parser")
        names = {str(tag.get("name") or tag.get("property")) for tag in page.find_all("meta")}
        script = page.find("script", type="application/ld+json")
        assert script is not None
        data = json.loads(script.get_text())

        assert names >= {"z:itemType", "DC.title", "DC.source", "dcterms.issued", "article:section"}
        assert not names & SPOILING
        assert page.find("link", rel="canonical") is None
        assert data.pop("@context") == "https://schema.org"
        for thing in things(data):
            assert TYPES.fullmatch(thing.pop("@type"))
            assert all(map(PROPERTIES.fullmatch, thing))
