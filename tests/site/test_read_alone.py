"""Headings, landmarks and links, as lists of them are read to people who see no page around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

import build
from clipping.site.render import render_site
from clipping.site.trusted_html import with_headings_raised
from tests.conftest import ROOT
from tests.site.test_downloads import HOSTILE, book_of, edition

HEADING = re.compile("h[1-6]")
#: What says nothing without the words around it.
EMPTY_WORDS = {"here", "click here", "more", "read more", "this", "this page", "link", "page", "see", "details"}


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of an article in which some people are quoted more than once."""
    output = tmp_path_factory.mktemp("repeated") / "_site"
    assert build.main(["--content", str(ROOT / "tests" / "cases" / "check"), "--output", str(output)]) == 0
    return output


@pytest.fixture(scope="module")
def pages(site: Path, repeated: Path) -> dict[str, BeautifulSoup]:
    """Return each page of two sites, by where it stands."""
    paths = [*sorted(site.glob("*.html")), *sorted(repeated.glob("*.html"))]
    return {str(path.relative_to(path.parent.parent.parent)): read(path.read_bytes()) for path in paths}


def read(page: bytes) -> BeautifulSoup:
    """Return a page as it was written."""
    return BeautifulSoup(page, "html.parser")


def name(element: Tag) -> str:
    """Return the accessible name of an element that has its own or is named by what it holds."""
    if label := element.get("aria-label"):
        return str(label)
    words = [text for text in element.find_all(string=True) if not text.find_parent(attrs={"aria-hidden": "true"})]
    return " ".join("".join(words).split())


def skipped(page: BeautifulSoup) -> Iterator[str]:
    """Yield each heading that stands more than one level below the one before it."""
    level = 0
    for heading in page.find_all(HEADING):
        if int(heading.name[1]) > level + 1:
            yield f"<{heading.name}> {name(heading)} below level {level}"
        level = int(heading.name[1])


def test_headings_are_an_outline(pages: dict[str, BeautifulSoup]) -> None:
    """Each page has one heading of the first level, no level is skipped, and each heading has words."""
    for where, page in pages.items():
        assert len(page.find_all("h1")) == 1, where
        assert list(skipped(page)) == [], where
        assert all(map(name, page.find_all(HEADING))), where


def test_headings_of_notes_are_in_the_outline() -> None:
    """The headings that an editor writes in a note fit in, on each page and in each chapter that shows it."""
    files = render_site(edition(" ".join(HOSTILE.values())), ROOT / "templates")
    files |= book_of(files["article.epub"])
    shown = {where: read(data) for where, data in files.items() if where.endswith("html")}

    assert [(where, list(skipped(page))) for where, page in shown.items() if list(skipped(page))] == []
    assert {where for where, page in shown.items() if page.find(HEADING, string=re.compile("^and another"))} == {
        "index.html",
        "notes.html",
        "EPUB/notes.xhtml",
    }
    assert with_headings_raised(Markup("<h4>a</h4>\n<h6>&lt;h4></h6>"), 2) == "<h2>a</h2>\n<h4>&lt;h4></h4>"


def test_landmarks_are_told_apart(pages: dict[str, BeautifulSoup]) -> None:
    """Each page has one main part, header and footer; every other landmark has a name that no other has."""
    for where, page in pages.items():
        named = [
            (element.name, element.get("aria-label") or element.get("aria-labelledby"))
            for element in page.find_all(["nav", "aside", "section"])
        ]

        assert [len(page.find_all(tag)) for tag in ("main", "nav")] >= [1, 1], where
        assert [len(page.select(f"body > {tag}")) for tag in ("header", "main", "footer")] == [1, 1, 1], where
        assert all(label for _, label in named), (where, named)
        assert len(set(named)) == len(named), (where, named)


def test_links_say_where_they_lead(pages: dict[str, BeautifulSoup]) -> None:
    """The name of a link has words of its own, and no two links of a page with one name lead to different places."""
    for where, page in pages.items():
        places: dict[str, set[str]] = defaultdict(set)
        for link in page.find_all("a", href=True):
            places[name(link).casefold()].add(str(link["href"]))

        assert {words: found for words, found in places.items() if len(found) > 1} == {}, where
        assert [words for words in places if words in EMPTY_WORDS or not re.search(r"[^\W\d_]{2}", words)] == [], where


def test_names_hold_the_words_that_are_seen(pages: dict[str, BeautifulSoup]) -> None:
    """Who says a link's visible words to a machine that listens reaches that link: its name holds them."""
    for where, page in pages.items():
        for link in page.find_all("a", attrs={"aria-label": True}):
            seen = " ".join(link.get_text().split())

            assert seen.casefold() in str(link["aria-label"]).casefold(), (where, seen)
