"""Whatever words are in the content, none of them becomes markup in any file.

The hostile words are tried in three groups and, if CLIPPING_FUZZ is set, as ``make test-all`` does, one by one as well.
"""

import html
import json
import os
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import markdown
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from clipping.capture import fold
from clipping.content.prose import ELEMENTS, render
from clipping.content.schema import read_document
from clipping.errors import ClippingError
from clipping.site.escapes import in_markdown
from clipping.site.render import render_site
from tests.conftest import ROOT, Command, build_site
from tests.injections import REFUSED, SHOWN, address, write_content
from tests.site.test_downloads import BASE, book_of, edition

GROUPS = {f"group {number}": " ".join(list(SHOWN.values())[number::3]) for number in range(3)}
EVERY = GROUPS | SHOWN if "CLIPPING_FUZZ" in os.environ else GROUPS

#: Beginnings of lines that Markdown does not take for text.
STARTS = ("# not a heading", "1. not a list", "- nor this", "+ x", "==", "    code?", "a | b")
Elements = Counter[tuple[str, tuple[str, ...]]]


def elements(file: str, data: bytes) -> Elements:
    """Return how often a file has each element with each set of attributes; XML may have no comments or the like."""
    if file.endswith((".xml", ".xhtml", ".opf")):
        assert not re.search(rb"<!(?!DOCTYPE html>)|<\?(?!xml )", data)
        tags = ElementTree.fromstring(data).iter()  # noqa: S314 - our own
        return Counter((tag.tag, tuple(sorted(tag.attrib))) for tag in tags)
    page = markdown.markdown(data.decode(), extensions=["tables"]) if file.endswith(".md") else data
    return Counter((tag.name, tuple(sorted(tag.attrs))) for tag in BeautifulSoup(page, "html.parser").find_all(True))


def elements_with(words: str) -> dict[str, Elements]:
    """Return the elements in each file of an edition with ``words`` in every field, made without any check of them."""
    made, url = edition(fold(words), BASE), address(fold(words))
    sources = [tuple(replace(source, url=url) for source in note.sources) for note in made.notes]
    notes = [replace(note, body="Text.", sources=of) for note, of in zip(made.notes, sources, strict=True)]
    article = replace(made.article, source=replace(made.article.source, url=url, archived_url=url))
    files = render_site(replace(made, article=article, notes=tuple(notes)), ROOT / "templates")
    files |= book_of(files["article.epub"])
    return {name: elements(name, files[name]) for name in files if re.search(r"\.(html|md|xml|xhtml|opf)$", name)}


@pytest.mark.parametrize("words", EVERY.values(), ids=EVERY)
def test_no_words_make_markup(words: str) -> None:
    """Every page and download has the same elements and attributes with these words as with plain ones."""
    assert elements_with(words) == elements_with(re.sub(r"[\t-~]+", "x", words))


@pytest.mark.parametrize("words", EVERY.values(), ids=EVERY)
def test_words_are_unchanged_in_json(words: str, tmp_path: Path) -> None:
    """A site with hostile words in every field passes the proof, and its JSON files and scripts have them unchanged."""
    write_content(tmp_path / "content", words)
    site = build_site(tmp_path / "content", tmp_path / "site", "--base-url", BASE)
    for name in ("article.json", "annotations.jsonld", "citation.csl.json", "index.html", "notes.html", "check.html"):
        texts = [(site / name).read_text("utf-8")]
        if name.endswith(".html"):
            texts = [tag.get_text() for tag in BeautifulSoup(texts[0], "html.parser").select("script[type$=json]")]
            assert not re.search("[<>&\u2028\u2029]", "".join(texts))
        plain = [json.dumps(json.loads(text), ensure_ascii=False) for text in texts]
        assert json.dumps(f"A headline about {fold(words)} here", ensure_ascii=False)[1:-1] in "".join(plain), name


def test_markdown_shows_any_text() -> None:
    """In Markdown, text that looks like markup is one paragraph with the same words."""
    for words in map(fold, (*STARTS, *SHOWN.values())):
        made = re.fullmatch("<p>([^<]*)</p>", markdown.markdown(in_markdown(words), extensions=["tables"]))
        assert made, words
        assert re.sub(r"\\([|~=])", r"\1", html.unescape(made[1])) == re.sub(r"\\([|~=])", r"\1", words)


def test_prose_becomes_only_the_elements_of_prose(tmp_path: Path) -> None:
    """In the Markdown of a note or page, hostile words are refused with their line or become only elements of prose."""
    good: list[str] = []
    note = tmp_path / "note.md"
    for words in SHOWN.values():
        note.write_text(f"---\ntitle: x\n---\n{words}", "utf-8")
        try:
            _, body, line = read_document(note)
            made = render(body, str(note), line, sources=(("#source", words),))
            assert {name for name, _ in elements("note.html", made.encode())} <= ELEMENTS | {"a", "h2"}
            good.append(words)
        except ClippingError as error:
            assert re.match(r"\S+/note\.md:[4-6]: expected ", str(error))
    text = "\n\nAnd then:\n\n".join(good)
    write_content(tmp_path / "content", "word", body=text, page=text)
    site = build_site(tmp_path / "content", tmp_path / "site")
    assert len(good) > 100
    found = elements("article.md", (site / "article.md").read_bytes())
    assert {name for name, _ in found} <= ELEMENTS | {"a", "h1", "h2", "h3", "h4", "h5"}


def test_characters_that_no_page_can_have_are_refused(tmp_path: Path, command: Command) -> None:
    """A character that is not allowed in HTML or XML, not even escaped, is refused in one line, with file and line."""
    folder = tmp_path / "content"
    names = ("article.txt", "article.toml", "notes/two.md", "pages/about.md")
    for number, (title, words) in enumerate(REFUSED.items()):
        for name in names if "CLIPPING_FUZZ" in os.environ else names[number % 4 :: 4]:
            write_content(folder, words)
            hostile = (folder / name).read_bytes()
            write_content(folder, "word")
            (folder / name).write_bytes(hostile)
            outcome = command("--content", folder, "--output", tmp_path / "site")
            assert outcome.status == 1, title
            assert re.fullmatch(rf"\S+/{re.escape(name)}:\d+: expected .*\n", outcome.err), title
