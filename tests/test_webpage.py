"""The text of a page's article is extracted word for word, and the page's metadata is compared with it."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree

from clipping.capture import capture_of
from clipping.new import FACTS, read_fields
from clipping.parse import parse
from clipping.webpage import article_text, metadata_of
from tests.cases import read_text

CASES = read_text("saved/pages.txt").split("\n== ")[1:]
TEXT = "The ferry between the two towns is to stop in fog, since its one lamp was sold to a museum."
TEXT2 = "“Nobody asked us,” said Ines Okafor, who has sold tickets on the quay for longer than anybody remembers."
WORDS = st.lists(st.text("abcdeéüñ&<’“”-", min_size=1, max_size=9), min_size=12, max_size=40)
BREAKS = st.sampled_from([" ", "\n  ", "&nbsp;", " <b>", "</b> ", " <a href='/x'>", "</a> ", " <!-- c --> ", "<wbr> "])


def read(page: str) -> tuple[dict[str, tuple[list[str], str]], str]:
    """Return the metadata of ``page``, and the text of its article."""
    tree = HTMLTree.parse(f"<html><body>{page}</body></html>")
    metadata = metadata_of(tree, {"url": "https://example.org/ferry"})
    return metadata, article_text(tree, metadata.get("headline", ([], ""))[0])


@pytest.mark.parametrize("case", CASES, ids=[case.partition("\n")[0] for case in CASES])
def test_pages(case: str) -> None:
    """Each field has its most trusted metadata, which is pinned if the text prints it, or else left to the editor."""
    page = "\n".join(re.findall(r"^(?!-- |[>=] )(.*)$", case, re.M)[1:])
    metadata, text = read(page.replace("{text}", f"<p>{TEXT}</p>").replace("{text2}", f"<p>{TEXT2}</p>"))
    rows = {mark: " | ".join(re.findall(rf"^{mark} (.*)$", case, re.M)) for mark in ("--", ">", "=")}
    lines = {mark: row.split(" | ") if row else [] for mark, row in rows.items()}
    stated = ((name, values, origin) for name, (values, origin) in metadata.items() if origin != "the file")
    first = {f"{name}: {origin}: {'+'.join(values)}" for name, values, origin in stated}
    assert first == set(lines["--"]) or not lines["--"]
    assert [*filter(None, text.splitlines())] == [line.replace("{text}", TEXT) for line in lines[">"]] or not lines[">"]
    if lines["="]:
        _, values, table = read_fields(capture_of(text.encode(), "article.txt"), metadata)
        known = [row for row in table if row[0] in metadata and row[0] not in FACTS]
        assert {f"{name}: {state}: {values.get(name, shown)}" for name, _, state, shown in known} == set(lines["="])


@settings(max_examples=20)
@given(st.lists(st.tuples(WORDS, BREAKS), min_size=1, max_size=6))
def test_the_words_of_the_paragraphs_are_those_of_the_record(drawn: list[tuple[list[str], str]]) -> None:
    """A paragraph is read word for word, whatever markup surrounds its words."""
    paragraphs = [f"Paragraph {nth} reports that {' '.join(words)}.".split() for nth, (words, _) in enumerate(drawn)]
    body = "".join(f"<p>{brk.join(map(html.escape, p))}</p>" for p, (_, brk) in zip(paragraphs, drawn, strict=True))
    _, text = read(f"<nav>Menu</nav><article><h1>A ferry</h1><p>By A. One</p>{body}</article><footer>Foot</footer>")
    article = parse(capture_of(text.encode(), "article.txt"))
    assert [paragraph.text.split() for paragraph in article.paragraphs] == paragraphs


def test_long_lists() -> None:
    """Of thousands of authors, so many are looked for in the text as take a moment."""
    authors = "".join(f"<meta name=author content='Ida {nth}'>" for nth in range(9_000))
    assert len(read(f"{authors}<p>{TEXT}</p>")[0]["byline"][0]) == 200


def test_deep_nesting() -> None:
    """A page with elements or JSON-LD nested thousands of levels deep is read like any other."""
    for deep in ("<div>" * 9_000, "[" * 100_000, "[" * 900 + "]" * 900, '{"a":' * 100_000):
        metadata, text = read(f"<script type='application/ld+json'>{deep}</script>{deep}<p>{TEXT}</p>")
        assert ([*metadata], TEXT in text) == (["url"], True), deep[:4]
