"""The CSL item says what the record says, and leaves out what styles would print in the wrong place."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from clipping.citation.item import citation_item
from clipping.record import Article, CaptureFacts, PrintedDate, Source
from tests.conftest import ROOT

OWN = "https://www.telesurtv.net/english/news/a-b_c.html?x=1&y=%20#top"
ARCHIVED = f"https://web.archive.org/web/20160420/{OWN}"
EDITION = "https://example.org/clipping/"

ARTICLE = Article(
    CaptureFacts("content/article.txt", "0" * 64, 1, 1),
    headline="Many Peruvians in Denial About Country's Drug Trafficking Role",
    section=("News", "Peru"),
    byline=("Jane Doe", "Bob van Dyk Jr.", "Agence France-Presse"),
    published=PrintedDate("2016-04-09", "9 April 2016"),
    standfirst="Peru has been the number one exporter of cocaine since 2012.",
    source=Source("en", "teleSUR English", "Caracas", OWN, archived_url=ARCHIVED, captured="2016-05-20"),
)
#: Its item, as citation.csl.json has it.
ITEM = json.loads((ROOT / "tests" / "cases" / "citation.csl.json").read_text(encoding="utf-8"))[0]


def test_item() -> None:
    """The item has all that the record and the source say, in this order, and nothing that they do not."""
    assert list(ITEM.items()) == list(citation_item(ARTICLE).items())
    assert citation_item(Article(ARTICLE.capture)) == {"id": "article", "type": "article-newspaper"}
    updated = replace(ARTICLE, published=None, updated=PrintedDate("2016-04-12", None))
    assert citation_item(updated)["issued"] == {"date-parts": [[2016, 4, 12]]}


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ((OWN, ARCHIVED, EDITION), (ARCHIVED, f"Original address: {OWN}; Reading edition: {EDITION}", True)),
        ((OWN, None, EDITION), (EDITION, f"Original address: {OWN}", False)),
        ((OWN, None, None), (OWN, None, True)),
        ((None, None, EDITION), (EDITION, None, False)),
        ((None, None, None), (None, None, False)),
    ],
)
def test_addresses(addresses: tuple[str | None, ...], expected: tuple[str | bool | None, ...]) -> None:
    """URL is where the article can be read; another address of its own is in the note; no day of access is made up."""
    own, archived, edition = addresses
    known = replace(ARTICLE, source=replace(ARTICLE.source, url=own, archived_url=archived))
    item = citation_item(known, edition)

    assert expected == (item.get("URL"), item.get("note"), "accessed" in item)
