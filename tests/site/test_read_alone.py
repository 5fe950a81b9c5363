"""Headings and links make sense in a list by themselves, as screen readers present them."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from clipping.site.render import render_site
from tests.conftest import ROOT, build_site
from tests.site.test_downloads import HOSTILE, book_of, edition

HEADING = re.compile("h[1-6]")
#: Link texts that mean nothing without their context.
EMPTY_WORDS = {"here", "click here", "more", "read more", "this", "this page", "link", "page", "see", "details"}


@pytest.fixture(scope="module")
def pages(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """Return each page of two sites; in the article of the second, some people are quoted more than once."""
    second = build_site(ROOT / "tests" / "cases" / "check", tmp_path_factory.mktemp("repeated") / "_site")
    paths = [*site.glob("*.html"), *second.glob("*.html")]
    return {str(path): BeautifulSoup(path.read_bytes(), "html.parser") for path in paths}


def name(element: Tag) -> str:
    """Return the accessible name of an element, from its label or else its content."""
    if label := element.get("aria-label"):
        return str(label)
    texts = [text for text in element.find_all(string=True) if not text.find_parent(attrs={"aria-hidden": "true"})]
    return " ".join("".join(texts).split())


def skipped(page: BeautifulSoup) -> list[str]:
    """Return the headings that are more than one level below the one before them."""
    levels = [0, *(int(heading.name[1]) for heading in page.find_all(HEADING))]
    headings = zip(page.find_all(HEADING), levels, levels[1:], strict=False)
    return [f"{heading} below level {above}" for heading, above, level in headings if level > above + 1]


def test_headings_of_notes_are_in_the_outline() -> None:
    """The headings in a note fit the outline of each page and each chapter that shows it."""
    files = render_site(edition(" ".join(HOSTILE.values())), ROOT / "templates")
    files |= book_of(files["article.epub"])
    shown = {where: BeautifulSoup(data, "html.parser") for where, data in files.items() if where.endswith("html")}
    with_notes = {where for where, page in shown.items() if page.find(HEADING, string=re.compile("^and another"))}

    assert {where: skipped(page) for where, page in shown.items() if skipped(page)} == {}
    assert with_notes == {"notes.html", "EPUB/notes.xhtml"}


def test_links_say_where_they_lead(pages: dict[str, BeautifulSoup]) -> None:
    """The name of a link is meaningful, includes the visible words, and has only one address on its page."""
    for where, page in pages.items():
        addresses: dict[str, set[str]] = defaultdict(set)
        for link in page.find_all("a", href=True):
            addresses[name(link).casefold()].add(str(link["href"]))
            # Users of speech input must be able to reach a link by its visible words.
            assert " ".join(link.get_text().split()).casefold() in name(link).casefold(), (where, link)

        assert {words: found for words, found in addresses.items() if len(found) > 1} == {}, where
        assert [w for w in addresses if w in EMPTY_WORDS or not re.search(r"[^\W\d_]{2}", w)] == [], where
