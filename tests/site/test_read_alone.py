"""Links make sense in a list by themselves, as screen readers present them."""

import re
from collections import defaultdict
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT, build_site

#: Link texts that mean nothing without their context.
EMPTY_WORDS = {"here", "click here", "more", "read more", "this", "this page", "link", "page", "see", "details"}


def name(element: Tag) -> str:
    """Return the accessible name of an element, from its label or else its content, in lower case."""
    texts = [text for text in element.find_all(string=True) if not text.find_parent(attrs={"aria-hidden": "true"})]
    return " ".join(str(element.get("aria-label") or "".join(texts)).split()).casefold()


def test_links_say_where_they_lead(site: Path, tmp_path: Path) -> None:
    """The name of a link is meaningful, includes the visible words, and has only one address on its page.

    This is also true of an article in which some people are quoted more than once.
    """
    repeated = build_site(ROOT / "tests" / "cases" / "check", tmp_path / "_site")
    for path in (*site.glob("*.html"), *repeated.glob("*.html")):
        addresses: dict[str, set[str]] = defaultdict(set)
        for link in BeautifulSoup(path.read_bytes(), "html.parser").find_all("a", href=True):
            addresses[name(link)].add(str(link["href"]))
            # Users of speech input must be able to reach a link by its visible words.
            assert " ".join(link.get_text().split()).casefold() in name(link), (path, link)

        assert {words: found for words, found in addresses.items() if len(found) > 1} == {}, path
        assert [w for w in addresses if w in EMPTY_WORDS or not re.search(r"[^\W\d_]{2}", w)] == [], path
