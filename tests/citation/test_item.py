"""The CSL item has what the record says, and nothing that a style would print in the wrong place."""

import json

import pytest
from msgspec.structs import replace

from clipping.citation.item import citation_item
from clipping.record import PrintedDate, Source
from tests.cases import read_text
from tests.conftest import article_of

OWN = "https://www.telesurtv.net/english/news/a-b_c.html?x=1&y=%20#top"
ARCHIVED = f"https://web.archive.org/web/20160420/{OWN}"
EDITION = "https://example.org/clipping/"

ARTICLE = article_of(
    headline="Many Peruvians in Denial About Country's Drug Trafficking Role",
    section=("News", "Peru"),
    byline=("Jane Doe", "Bob van Dyk Jr.", "Agence France-Presse"),
    published=PrintedDate("2016-04-09", "9 April 2016"),
    standfirst="Peru has been the number one exporter of cocaine since 2012.",
    source=Source("en", "teleSUR English", "Caracas", OWN, archived_url=ARCHIVED, captured="2016-05-20"),
)
#: Its item, as citation.csl.json has it.
ITEM = json.loads(read_text("citation.csl.json"))[0]


def test_item() -> None:
    """The item has what the record and the source say, in this order, and nothing that they do not."""
    assert list(ITEM.items()) == list(citation_item(ARTICLE).items())
    assert citation_item(article_of()) == {"id": "article", "type": "article-newspaper"}
    updated = replace(ARTICLE, published=None, updated=PrintedDate("2016-04-12", None))
    assert citation_item(updated)["issued"] == {"date-parts": [[2016, 4, 12]]}


#: The original, the archived and the edition's address, and the URL and note of the item, and if it was accessed.
ADDRESSES = [
    ((OWN, ARCHIVED, EDITION), (ARCHIVED, f"Original address: {OWN}; Reference edition: {EDITION}", True)),
    ((OWN, None, EDITION), (EDITION, f"Original address: {OWN}", False)),
    ((OWN, None, None), (OWN, None, True)),
    ((None, None, EDITION), (EDITION, None, False)),
    ((None, None, None), (None, None, False)),
]


@pytest.mark.parametrize(("addresses", "expected"), ADDRESSES)
def test_addresses(addresses: tuple[str | None, ...], expected: tuple[str | bool | None, ...]) -> None:
    """The URL is where the article can be read, other addresses are in the note, and no day of access is made up."""
    own, archived, edition = addresses
    known = replace(ARTICLE, source=replace(ARTICLE.source, url=own, archived_url=archived))
    item = citation_item(known, edition)
    assert expected == (item.get("URL"), item.get("note"), "accessed" in item)
