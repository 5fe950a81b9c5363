"""What an editor wrote becomes HTML that is safe, or is refused at its line."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.content.prose import ADDRESS, ELEMENTS, HEADINGS, Page, Sources, read_pages, render
from clipping.errors import ClippingError
from tests.cases import read_cases

SOURCES = Sources(("#s1", "#s2"), "a “<test>”")
RENDERED = read_cases("prose.txt")
REFUSED = read_cases("prose-refused.txt")


@pytest.mark.parametrize("title", RENDERED)
def test_rendered(title: str) -> None:
    """Markdown becomes the HTML that the case gives."""
    given_text, expected = RENDERED[title]

    assert expected == render(given_text, "note.md", 10, heading=3, sources=SOURCES)


@pytest.mark.parametrize("title", REFUSED)
def test_refused(title: str) -> None:
    """What must not reach a page is an error at its line that shows what was found."""
    text, expected = REFUSED[title]
    line, _, words = expected.partition(": ")

    with pytest.raises(ClippingError) as error:
        render(text, "note.md", 10, sources=SOURCES)

    assert ("note.md", int(line)) == (error.value.file, error.value.line)
    assert words in error.value.message


def test_numbers_without_sources() -> None:
    """Where a text has no sources of its own, numbers in brackets are only that."""
    assert render("One [1].", "about.md", 1) == "<p>One [1].</p>"


def test_headings_keep_their_distance() -> None:
    """The highest heading of a text, whichever it is, gets the level asked for; none goes below the sixth."""
    assert render("## B\n\n### C\n\n#### D", "note.md", 1, heading=5) == "<h5>B</h5>\n<h6>C</h6>\n<h6>D</h6>"


def test_nested_too_deep() -> None:
    """A text nested without end is refused or rendered, and never a traceback."""
    try:
        render("> " * 3000, "note.md", 7)
    except ClippingError as error:
        assert error.line == 7


class Elements(HTMLParser):
    """What a browser would make of HTML: its elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.found.append((tag, dict(attrs)))


PIECES = st.sampled_from((
    "<", ">", "</", "[", "](", ")", '"', "'", "`", "*", "_", "&", "&#58;", "&lt;", "\\", "\n", "\n\n", "    ", "# ",
    "> ", "!", "[a](", "<script>", "<img src=x onerror=y>", " onclick=", "javascript:", "data:", "//", "http://a", "|",
    "-", "[b]: ", "[b]", "[1]", "\x02", "\x03", "klzzwxh:0", "amp", "\t", "a", "b", ":", "&Tab;", "\x00", "style=",
))  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_else_comes_out(text: str) -> None:
    """Whatever is pasted into a note, a browser finds only allowed elements, attributes and addresses."""
    try:
        html = render(text, "note.md", 1, sources=SOURCES)
    except ClippingError:
        return
    reader = Elements()
    reader.feed(html)
    reader.close()

    assert {tag for tag, _ in reader.found} <= ELEMENTS | set(HEADINGS) | {"a"}
    assert {name for _, attributes in reader.found for name in attributes} <= {
        "href",
        "title",
        "class",
        "start",
        "aria-label",
    }
    assert all(ADDRESS.fullmatch(attributes["href"] or "") for tag, attributes in reader.found if tag == "a")
    assert not re.search("[\x02\x03]", html)


def test_pages(tmp_path: Path) -> None:
    """A page is a title and a text that knows its line; an editing program's own files are none."""
    (tmp_path / "about.md").write_text("---\ntitle: About\n---\nText.\n", encoding="utf-8")
    (tmp_path / ".#about.md").write_text("", encoding="utf-8")

    assert (Page("about", "About", "Text.\n", str(tmp_path / "about.md"), 4),) == read_pages(tmp_path)
    assert read_pages(tmp_path / "none") == ()


def test_a_page_has_a_title_only(tmp_path: Path) -> None:
    """Another key is an error at its line."""
    (tmp_path / "about.md").write_text("---\ntitle: About\nkind: person\n---\nText.\n", encoding="utf-8")

    with pytest.raises(ClippingError, match=r"about\.md:3: expected one of title, found the key kind"):
        read_pages(tmp_path)
