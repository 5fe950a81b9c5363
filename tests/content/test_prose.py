"""An editor's Markdown becomes safe HTML, or a mistake in it is reported at its line."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.content.prose import ADDRESS, ELEMENTS, HEADINGS, Page, read_pages, render
from clipping.errors import ClippingError
from tests.cases import WORDS, read_titled

SOURCES = (("#s1", "Source [1] of a “<test>”"), ("#s2", "Source [2] of a “<test>”"))


@pytest.mark.parametrize(("text", "html"), read_titled("prose.txt"))
def test_rendered(text: str, html: str) -> None:
    """Markdown becomes the HTML of the case."""
    assert render(text, "note.md", 10, heading=3, sources=SOURCES) == html


@pytest.mark.parametrize(("text", "expected"), read_titled("prose-refused.txt"))
def test_refused(text: str, expected: str) -> None:
    """Markdown that must not reach a page is reported at its line and quoted."""
    line, _, words = expected.partition(": ")
    with pytest.raises(ClippingError, match=rf"^note\.md:{line}: .*{re.escape(words)}"):
        render(text, "note.md", 10, sources=SOURCES)


def test_without_sources_and_below_a_heading() -> None:
    """Without sources, [1] cites nothing; the highest headings get the level requested, and none is below h6."""
    made = render("## B [1]\n\n### C\n\n#### D", "note.md", 1, heading=5)
    assert made == "<h5>B [1]</h5>\n<h6>C</h6>\n<h6>D</h6>"


BLOCK = 'at most 200 lines and 400 of [ and " between blank lines, found '
DEEP = "lists, quotations and emphasis a few levels deep, found too many levels; reduce the nesting"
LIMITS = [
    ("One.\n\n" + "[" * 20_000, 9, f"{BLOCK}1 and 20000; insert blank lines"),
    ("a\n===\n" * 10_000, 207, f"{BLOCK}201 and 0; insert blank lines"),
    ("[a]: " + '"' * 400, 7, f"{BLOCK}1 and 401"),
    ("> " * 42 + "a", 7, DEEP),
    ("> " * 3000, 7, DEEP),
    ("\n\n".join("    " * n + "- a" for n in range(200)), 7, DEEP),
    ("*a _b " * 300 + "x" + " c_ d*" * 300, 7, DEEP),
]


@pytest.mark.parametrize(("text", "line", "words"), LIMITS)
def test_limits(text: str, line: int, words: str) -> None:
    """Markdown that would take long to parse is reported at its line, with the limit."""
    with pytest.raises(ClippingError) as refused:
        render(text, "note.md", 7)
    assert f"{refused.value.line}: {refused.value.message}".startswith(f"{line}: expected {words}")


def test_within_the_limits() -> None:
    """Markdown that just reaches a limit is rendered."""
    texts = ("[a](b) " * 400, "> " * 39 + "a", "+ " * 20, "- " * 600, "a" + "*" * 9_999)
    marks = ("<a", "<bl", "<ul", "<hr", "*")
    counts = [render(text, "note.md", 1).count(mark) for text, mark in zip(texts, marks, strict=True)]
    assert counts == [400, 39, 20, 1, 9_999]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS["prose"]), max_size=25).map("".join))
def test_nothing_else_comes_out(text: str) -> None:
    """Whatever is pasted into a note, only allowed elements, attributes and addresses come out."""
    try:
        html = render(text, "note.md", 1, sources=SOURCES)
    except ClippingError:
        return
    found = BeautifulSoup(html, "html.parser").find_all(True)

    assert {tag.name for tag in found} <= ELEMENTS | {*HEADINGS, "a"}
    assert {name for tag in found for name in tag.attrs} <= {"href", "title", "class", "start", "aria-label"}
    assert all(ADDRESS.fullmatch(str(tag["href"])) for tag in found if tag.name == "a")
    assert not re.search("[\x02\x03]", html)


def test_pages(tmp_path: Path) -> None:
    """A page has a title, a text and the line of that text; any other key is an error, and no folder means no pages."""
    (page := tmp_path / "about.md").write_text("---\ntitle: About\n---\nText.\n", "utf-8")
    assert read_pages(tmp_path) == (Page("about", "About", "Text.\n", str(page), 4),)
    assert read_pages(tmp_path / "none") == ()
    page.write_text("---\ntitle: About\nkind: person\n---\nText.\n", "utf-8")
    with pytest.raises(ClippingError, match=r"about\.md:3: .* found “kind: person”; choose from: title$"):
        read_pages(tmp_path)
