"""Whatever words are in the content, none of them becomes markup in any file.

The hostile words are tried in three groups and, if CLIPPING_FUZZ is set, as ``make test-all`` does, one by one as well.
"""

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
from clipping.site.render import render_site
from tests.conftest import ROOT, Command, build_site
from tests.injections import REFUSED, SHOWN, address, write_content
from tests.site.test_downloads import BASE, book_of, edition

GROUPS = {f"group {number}": " ".join(list(SHOWN.values())[number::3]) for number in range(3)}
EVERY = GROUPS | SHOWN if "CLIPPING_FUZZ" in os.environ else GROUPS

Elements = Counter[tuple[str, tuple[str, ...]]]


def in_html(html: bytes | str) -> Elements:
    """Return how often a page has each element with each set of attributes."""
    return Counter((tag.name, tuple(sorted(tag.attrs))) for tag in BeautifulSoup(html, "html.parser").find_all(True))


def in_xml(data: bytes) -> Elements:
    """Return the same for an XML document; fail if it has comments, CDATA sections or the like."""
    assert not re.search(rb"<!(?!DOCTYPE html>)|<\?(?!xml )", data)
    root = ElementTree.fromstring(data)  # noqa: S314 - our own
    return Counter((element.tag, tuple(sorted(element.attrib))) for element in root.iter())


def elements(words: str) -> dict[str, Elements]:
    """Return the elements in each file of an edition with ``words`` in every field, without checking any of them."""
    words = fold(words)
    made = edition(words, BASE)
    source = replace(made.article.source, url=address(words), archived_url=address(words))
    notes = tuple(
        replace(note, body="Text.", sources=tuple(replace(cited, url=address(words)) for cited in note.sources))
        for note in made.notes
    )
    files = render_site(replace(made, article=replace(made.article, source=source), notes=notes), ROOT / "templates")
    files |= book_of(files["article.epub"])
    found = {name: in_xml(data) for name, data in files.items() if name.endswith((".xml", ".xhtml", ".opf"))}
    found |= {name: in_html(data) for name, data in files.items() if name.endswith(".html")}
    return found | {"article.md": in_html(markdown.markdown(files["article.md"].decode(), extensions=["tables"]))}


@pytest.mark.parametrize("words", EVERY.values(), ids=EVERY)
def test_no_words_make_markup(words: str) -> None:
    """Every page and download has the same elements and attributes with these words as with plain ones."""
    assert elements(words) == elements(re.sub(r"[\t-~]+", "x", words))


@pytest.mark.parametrize("words", EVERY.values(), ids=EVERY)
def test_words_are_unchanged_in_json(words: str, tmp_path: Path) -> None:
    """A site with hostile words in every field passes the proof, and its JSON files and scripts have them unchanged."""
    write_content(tmp_path / "content", words)
    site = build_site(tmp_path / "content", tmp_path / "site", "--base-url", BASE)
    files = {path.name: path.read_bytes() for path in site.iterdir()}
    headline = f"A headline about {fold(words)} here"

    def strings(text: bytes | str) -> str:
        return json.dumps(json.loads(text), ensure_ascii=False).replace("<\u2060", "<")

    data = [strings(files[name]) for name in ("article.json", "annotations.jsonld", "citation.csl.json")]
    for page in ("index.html", "notes.html", "check.html"):
        scripts = [tag.get_text() for tag in BeautifulSoup(files[page], "html.parser").select("script[type$=json]")]
        assert not re.search("[<>&\u2028\u2029]", "".join(scripts))
        data.append("".join(map(strings, scripts)))
    assert [json.dumps(headline, ensure_ascii=False)[1:-1] in text for text in data] == [True] * 6


def test_prose_becomes_only_the_elements_of_prose(tmp_path: Path) -> None:
    """In the Markdown of a note or page, hostile words are refused with their line or become only elements of prose."""
    good: list[str] = []
    note = tmp_path / "note.md"
    for words in SHOWN.values():
        note.write_text(f"---\ntitle: x\n---\n{words}", "utf-8")
        try:
            _, body, line = read_document(note)
            made = in_html(render(body, str(note), line, sources=(("#source", words),)))
            assert {name for name, _ in made} <= ELEMENTS | {"a", "h2"}
            good.append(words)
        except ClippingError as error:
            assert re.match(r"\S+/note\.md:[4-6]: expected ", str(error))
    text = "\n\nAnd then:\n\n".join(good)
    write_content(tmp_path / "content", "word", body=text, page=text)
    shown = (build_site(tmp_path / "content", tmp_path / "site") / "article.md").read_text("utf-8")
    assert len(good) > 100
    made = in_html(markdown.markdown(shown, extensions=["tables"]))
    assert {name for name, _ in made} <= ELEMENTS | {"a", "h1", "h2", "h3", "h4", "h5"}


def test_what_no_page_can_carry_is_refused(tmp_path: Path, command: Command) -> None:
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
