"""The heads of the pages give reference managers and search engines the facts of the record, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from clipping.capture import capture_of
from clipping.content.article_toml import Edits
from clipping.record import PrintedDate, Source
from clipping.site.render import Edition, render_site
from tests.cases import read_lines
from tests.conftest import ADDRESS, ROOT, article_of

CAPTURE = capture_of(b"x", "article.txt")
ARTICLE = article_of(
    headline="A <b>bold</b> “headline” & more",
    section=("News", "Peru"),
    byline=("Jane Doe", "Ludwig van Beethoven"),
    published=PrintedDate("2016-04-19", "19 April 2016"),
    source=Source("en", "The Paper", "Lima", "https://example.org/a", "https://archive.example.org/x", rights="No’s"),
)
#: Tags that each page has for itself, or that are not metadata.
COMMON = {"viewport", "color-scheme", "description", "og:description"}
TERMS = {term for line in read_lines("schema-terms.txt") for term in line[0].split()}


def tags_of(page: bytes) -> dict[str, list[str]]:
    """Return the contents of the meta tags of ``page`` by their names."""
    found = dict[str, list[str]]()
    for tag in BeautifulSoup(page, "html.parser").select("meta[name], meta[property]"):
        found.setdefault(str(tag.get("name") or tag.get("property")), []).append(str(tag["content"]))
    return {name: found[name] for name in found if name not in COMMON}


def test_what_zotero_reads() -> None:
    """Only the article page is imported, as a newspaper article, with each author's name split into its parts.

    No other tag makes Zotero import the wrong type, or into the wrong field.
    """
    common = {"DC.relation.isPartOf": [f"sha256:{CAPTURE.sha256}"], "og:type": ["website"]}
    headline = ["A <b>bold</b> “headline” & more"]
    files = render_site(Edition(ARTICLE, CAPTURE, Edits(index=True)), ROOT / "templates")
    assert tags_of(files["index.html"]) == common | {
        "z:itemType": ["newspaperArticle"], "DC.title": headline, "DC.creator": ["Doe, Jane", "van Beethoven, Ludwig"],
        "DC.source": ["The Paper"], "dcterms.issued": ["2016-04-19"], "DC.language": ["en"], "og:title": headline,
        "article:section": ["News > Peru"], "z:place": ["Lima"], "z:archive": ["archive.example.org"],
        "z:archiveLocation": ["https://archive.example.org/x"], "z:rights": ["No’s"],
        "z:extra": ["Original URL: https://example.org/a"], "DC.identifier": ["index.html"],
    }  # fmt: skip
    own = [f"Notes · {headline[0]}"]
    assert tags_of(files["notes.html"]) == common | {"DC.title": own, "og:title": own, "DC.identifier": ["notes.html"]}


def test_addresses_are_absolute_or_left_out(site: Path, settled: Path) -> None:
    """With a base address, each page has its own, and all but 404.html have the article's; without it, none has any.

    Annotations then have absolute IRIs, a sitemap lists the pages, and 404.html links home.
    """
    for path in {*site.glob("*.html")} - {site / "404.html"}:
        own, page = {"og:url": [ADDRESS + path.name.replace("index.html", "")]}, settled / path.name
        assert tags_of(path.read_bytes()).keys() & {"og:url", "citation_public_url"} == set()
        assert tags_of(page.read_bytes()).items() >= (own | {"citation_public_url": [ADDRESS]}).items()
    missing = (settled / "404.html").read_bytes()
    assert "citation_public_url" not in tags_of(missing)
    assert f'href="{ADDRESS}index.html"' in missing.decode()
    assert f'"contentUrl":"{ADDRESS}article.txt"' in (settled / "index.html").read_text("utf-8")
    absolute, relative = ((folder / "annotations.jsonld").read_text("utf-8") for folder in (settled, site))
    assert re.findall(r'"(?:id|source|partOf)": "(?!https?://)', absolute) == []
    absolute, relative = (re.sub(r'"(?:start|end)": \d+', "", text) for text in (absolute, relative))
    assert absolute.replace(ADDRESS, "") == relative
    pages = re.findall(f"<loc>{ADDRESS}(.*?)</loc>", (settled / "sitemap.xml").read_text("utf-8"))
    assert {page or "index.html" for page in pages} == {path.name for path in site.glob("*.html")} - {"404.html"}
    assert not (site / "sitemap.xml").exists()


def test_every_page_has_its_metadata(pages: dict[str, BeautifulSoup]) -> None:
    """Each page has its own title and description, and JSON-LD of types and properties of schema.org."""
    for name, page in pages.items():
        content = {str(tag.get("name") or tag.get("property")): tag["content"] for tag in page.select("meta[content]")}
        things: list[dict[str, Any]] = []  # the objects of the JSON-LD, each without those in it, the outermost last
        json.loads(page.select("script[type='application/ld+json']")[0].get_text(), object_hook=things.append)
        assert ("z:itemType" in content) == ("dcterms.issued" in content) == (name == "index")
        assert content["og:description"] == content["description"]
        assert page.find("link", rel="canonical") is None
        assert things.pop()["@context"] == "https://schema.org"
        for thing in things:
            assert thing.pop("@id", None) or "@type" in thing
            assert {thing.pop("@type", "Claim"), *thing} <= TERMS
    for key in ("og:title", "og:description", "DC.title"):
        values = [str(page.select_one(f"meta[name='{key}'], meta[property='{key}']")) for page in pages.values()]
        assert len(set(values)) == len(pages), key


def test_annotations_of_two_pages_are_never_mixed_up(pages: dict[str, BeautifulSoup]) -> None:
    """No two pages share an address that would make Hypothesis treat them as one document (h, models/document).

    These are alternate, canonical, bookmark and short links, and the pair of ``DC.identifier`` and
    ``DC.relation.isPartOf``; of the ``citation_`` tags it reads ``doi`` and ``pdf_url`` alone.
    """
    same = ("alternate", "canonical", "bookmark", "shortlink")
    known: list[str] = []
    for page in pages.values():
        known += {str(link["href"]) for link in page.find_all("link", href=True) if {*link["rel"]} & {*same}}
        pair = page.select("[name='DC.identifier'], [name='DC.relation.isPartOf']")
        assert len(pair) == 2 and not page.select("meta[name='citation_doi'], meta[name='citation_pdf_url']")
        known.append(" ".join(str(meta["content"]) for meta in pair))
    assert len(known) == len(set(known)) > len(pages)
