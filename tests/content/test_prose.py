"""An editor's Markdown becomes safe HTML, or a mistake in it is reported at its line."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.content.prose import ADDRESS, ELEMENTS, Page, read_pages, render
from clipping.errors import ClippingError
from tests.cases import WORDS, read_titled

SOURCES = (("#s1", "Source [1] of a “<test>”"), ("#s2", "Source [2] of a “<test>”"))


@pytest.mark.parametrize(("text", "html"), read_titled("prose.txt"))
def test_rendered(text: str, html: str) -> None:
    """Markdown becomes the HTML of the case."""
    assert render(text, "note.md", 10, heading=3, sources=SOURCES) == html


BLOCK = 'expected at most 200 lines, 10000 characters and 400 [ or " between blank lines, found more'
DEEP = "10: expected lists, quotations and emphasis a few levels deep, found too many levels; reduce the nesting"
#: What takes Python-Markdown long, or nests too deeply.
LIMITS = [
    ("One.\n\n" + "[" * 10_000, f"12: {BLOCK}; insert blank lines"),
    ("a\n===\n" * 10_000, f"210: {BLOCK}; insert blank lines"),
    ("[a]: " + '"' * 400, f"10: {BLOCK}"),
    ("*a*" * 10_000, f"10: {BLOCK}"),
    ("> " * 42 + "a", DEEP),
    ("> " * 3000, DEEP),
    ("\n\n".join("    " * n + "- a" for n in range(200)), DEEP),
    ("*a _b " * 300 + "x" + " c_ d*" * 300, DEEP),
]


@pytest.mark.parametrize(("text", "expected"), [*read_titled("prose-refused.txt"), *LIMITS])
def test_refused(text: str, expected: str) -> None:
    """Markdown that must not reach a page, or exceeds a limit, is reported at its line and quoted."""
    line, _, words = expected.partition(": ")
    with pytest.raises(ClippingError, match=rf"^note\.md:{line}: .*{re.escape(words)}"):
        render(text, "note.md", 10, sources=SOURCES)


def test_without_sources_and_below_a_heading() -> None:
    """Without sources, [1] cites nothing; headings start at the level requested, and none is below h6."""
    made = render("## B [1]\n\n### C\n\n#### D", "note.md", 1, heading=5)
    assert made == "<h5>B [1]</h5>\n<h6>C</h6>\n<h6>D</h6>"


def test_within_the_limits() -> None:
    """Markdown that just reaches a limit is rendered."""
    texts = {"<a": "[a](b) " * 400, "<bl": "> " * 39 + "a", "<ul": "+ " * 20, "<hr": "- " * 600, "*": "a" + "*" * 9_998}
    assert [render(text, "", 1).count(mark) for mark, text in texts.items()] == [400, 39, 20, 1, 9_998]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS["prose"]), max_size=25).map("".join))
def test_nothing_else_comes_out(text: str) -> None:
    """Whatever is pasted into a note, only allowed elements, attributes and addresses come out."""
    try:
        html = render(text, "note.md", 1, sources=SOURCES)
    except ClippingError:
        return
    found = BeautifulSoup(html, "html.parser").find_all(True)
    assert {tag.name for tag in found} <= ELEMENTS
    assert {name for tag in found for name in tag.attrs} <= {"href", "title", "class", "start", "aria-label"}
    assert all(ADDRESS.fullmatch(str(tag["href"])) for tag in found if tag.name == "a")
    assert not re.search("[\x02\x03]", html)


def test_pages(tmp_path: Path) -> None:
    """A page has a title, a text and the line of that text; any other key is an error."""
    (page := tmp_path / "about.md").write_text("---\ntitle: About\n---\nText.\n", "utf-8")
    assert read_pages(tmp_path) == (Page("about", "About", "Text.\n", str(page), 4),)
    page.write_text("---\ntitle: About\nkind: person\n---\nText.\n", "utf-8")
    with pytest.raises(ClippingError, match=r"about\.md:3: .* found “kind: person”; choose from: title$"):
        read_pages(tmp_path)
