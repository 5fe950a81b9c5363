"""The text of a page's article, word for word, and what the page says of itself."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree

from clipping.capture import take
from clipping.parse import parse
from clipping.webpage import article_text, described
from tests.conftest import ROOT

CASES = (ROOT / "tests" / "cases" / "saved" / "pages.txt").read_text(encoding="utf-8").split("\n== ")[1:]
TEXT = "The ferry between the two towns is to stop in fog, since its one lamp was sold to a museum."
WORDS = st.lists(st.text("abcdeéüñ&<’“”-", min_size=1, max_size=9), min_size=12, max_size=40)
BREAKS = st.sampled_from([" ", "\n  ", "&nbsp;", " <b>", "</b> ", " <a href='/x'>", "</a> ", " <!-- c --> ", "<wbr> "])


@pytest.mark.parametrize("case", CASES, ids=[case.partition("\n")[0] for case in CASES])
def test_pages(case: str) -> None:
    """Each field that a page states is known, with what states it first; the text has the article and no more."""
    page = "\n".join(re.findall(r"^(?!-- |> )(.*)$", case, re.M)[1:]).replace("{text}", f"<p>{TEXT}</p>")
    tree = HTMLTree.parse(f"<html><body>{page}</body></html>")
    assert tree.document
    assert tree.body

    said = described(tree.document, "https://example.org/ferry")
    text = article_text(tree.body, {entry.values[0] for entry in said.get("headline", ())})

    first = {f"{name}: {entries[0].origin}: {'+'.join(entries[0].values)}" for name, entries in said.items()}
    assert first - {"url: the saved file: https://example.org/ferry"} == set(re.findall(r"^-- (.*)$", case, re.M))
    if lines := re.findall(r"^> (.*)$", case, re.M):
        assert [line for line in text.splitlines() if line] == [line.replace("{text}", TEXT) for line in lines]


@settings(max_examples=40)
@given(st.lists(st.tuples(WORDS, BREAKS), min_size=1, max_size=6))
def test_the_words_of_the_paragraphs_are_those_of_the_record(drawn: list[tuple[list[str], str]]) -> None:
    """Whatever markup is between and around the words, no word is lost, changed or added."""
    paragraphs = [
        f"Paragraph {number} reports that {' '.join(words)}.".split() for number, (words, _) in enumerate(drawn)
    ]
    body = "".join(f"<p>{brk.join(map(html.escape, p))}</p>" for p, (_, brk) in zip(paragraphs, drawn, strict=True))
    page = f"<nav>Menu</nav><article><h1>A ferry</h1><p>By A. One</p>{body}</article><footer>Foot</footer>"
    tree = HTMLTree.parse(f"<html><body>{page}</body></html>")
    assert tree.body

    article = parse(take(article_text(tree.body, set()).encode(), "article.txt"))

    assert [paragraph.text.split() for paragraph in article.paragraphs] == paragraphs


@pytest.mark.parametrize(
    "page", ["<div>" * 50_000, "[" * 100_000, '{"a":' * 100_000], ids=["elements", "lists", "tables"]
)
def test_what_is_nested_without_end(page: str) -> None:
    """A page nested tens of thousands deep is read like any other."""
    tree = HTMLTree.parse(
        f"<html><body><script type='application/ld+json'>{page}</script>{page}<p>{TEXT}</p></body></html>"
    )
    assert tree.document
    assert tree.body

    assert described(tree.document, "") == {}
    assert TEXT in article_text(tree.body, set())
