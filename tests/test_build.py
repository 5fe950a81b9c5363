"""A build makes the site that README.md describes, and reports mistakes in content and templates in one line."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

BODY = "\n\n".join(f"This is paragraph {number} of an article, and it has a few sentences." for number in range(5))
CAPTURE_ONLY = f"News > Somewhere\n\nA headline of the usual length is here\n\nPublished 3 May 2018\n\n{BODY}"


def test_a_capture_alone_builds(tmp_path: Path, command: Command) -> None:
    """A content folder with nothing but article.txt in it makes a site that proves itself."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "article.txt").write_text(CAPTURE_ONLY, encoding="utf-8")
    arguments = ("--content", tmp_path / "content", "--output", tmp_path / "out")

    assert command(*arguments).status == 0
    assert command(*arguments, "--check").status == 0
    assert "The publisher is not known" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_what_an_editor_settles_is_on_the_pages(site: Path, settled: Path) -> None:
    """Pages say noindex until it is allowed, the capture is sealed by a sum, a set date is not the printed one."""
    for page in site.glob("*.html"):
        assert '<meta name="robots" content="noindex">' in page.read_text(encoding="utf-8")
        assert "noindex" not in (settled / page.name).read_text(encoding="utf-8")
    assert "recorded this sum" in (site / "source.html").read_text(encoding="utf-8")
    assert "No sum was recorded" in (settled / "source.html").read_text(encoding="utf-8")
    article = (settled / "index.html").read_text(encoding="utf-8")
    assert '<span class="published">19 April 2016</span>' in article
    assert 'dated <time datetime="2016-04-21">21 April 2016</time> by the editor' in article


def test_a_quotation_in_the_second_line_of_a_standfirst(tmp_path: Path, command: Command) -> None:
    """It is annotated by its own line, since no element of the page has both."""
    folder = tmp_path / "content"
    folder.mkdir()
    deck = "Drivers face a detour of nine miles,\nand “we are not there yet,” says Mayor Ana Bell"
    text = f"News > Local\n\nHarbour bridge closed for a year\n\n{deck}\n\nBy Ida Brandt\n\n3 May 2016\n\n{BODY}"
    (folder / "article.txt").write_text(text, encoding="utf-8")

    assert command("--content", folder, "--output", tmp_path / "out").err == ""
    assert "\\nand “we are" in (tmp_path / "out" / "article.json").read_text(encoding="utf-8")
    assert '"exact":"we are not there yet,"' in (tmp_path / "out" / "annotations.jsonld").read_text(encoding="utf-8")


def test_a_doubt_stops_a_build_until_a_pin_settles_it(tmp_path: Path, command: Command) -> None:
    """Each doubt is a line with the pin that settles it, and the record lists it."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "article.txt").write_text(BODY, encoding="utf-8")
    options = ("--content", folder, "--output", tmp_path / "out")

    outcome = command(*options)
    record = command("--content", folder, "--record")

    assert (outcome.status, outcome.out, (tmp_path / "out").exists()) == (1, "", False)
    assert re.findall(r"article.txt: \[doubt\] expected a clear headline.* headline = false", outcome.err)
    assert record.status == 0
    assert [doubt["line"] for doubt in json.loads(record.out)["doubts"]] == [None]
    for answer, title in (("1", "This is paragraph 0"), ("false", "An article without a headline")):
        (folder / "article.toml").write_text(f"[pins]\nheadline = {answer}\n", encoding="utf-8")
        assert command(*options).err == ""
        assert f"<title>Notes · {title}" in (tmp_path / "out" / "notes.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "content/article.txt",
            "Live\n\n\udcff\n",
            "article.txt:3: expected UTF-8 text, found the byte 0xFF at byte 7",
        ),
        ("content/article.txt", None, "article.txt: expected the capture of an article, found nothing to read"),
        ("content/article.toml", "[pins]\nheadline = 99", "article.toml:2: expected a line from 1 to 44, found “head"),
        ("templates/site/about.html", "{% if %}", "about.html:1: expected a valid template"),
        ("templates/site/about.html", "one\n{{ nothing.at.all }}\n", "about.html:2: expected to render this template"),
        (
            "templates/parts/article.html",
            "{% macro heading_line(block) %}\n{{ block.no.way }}{% endmacro %}",
            "html:2: ",
        ),
        ("templates/site/about.html", '{% extends "bsae.html" %}', "about.html:1: expected to render this template"),
        ("templates/site/about.html", '{% include "site/about.html" %}', "about.html:1: expected to render this temp"),
        ("templates/site.css", "p{}</style>", "site.css: expected styles only"),
    ],
)
def test_a_mistake_is_one_line(
    content: Path, site: Path, tmp_path: Path, command: Command, name: str, text: str | None, expected: str
) -> None:
    """A mistake in content or templates is one line with file and line, and the published site is untouched."""
    templates = shutil.copytree(ROOT / "templates", tmp_path / "templates")
    output = Path(shutil.copytree(site, tmp_path / "out"))
    before = output.stat().st_ino  # of the folder, which a swap replaces
    (tmp_path / name).unlink()
    if text:
        (tmp_path / name).write_bytes(text.encode(errors="surrogateescape"))

    outcome = command("--content", content, "--templates", templates, "--output", output)
    assert (outcome.status, outcome.out, outcome.err.count("\n"), output.stat().st_ino) == (1, "", 1, before)
    assert expected in outcome.err


def test_adding_a_page_is_adding_a_template(tmp_path: Path, command: Command) -> None:
    """A file in templates/site/ becomes a file of the site, folders included, and its sum is listed."""
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    (templates / "site" / "more").mkdir()
    (templates / "site" / "more" / "words.txt").write_text("{{ article.headline }}\n", encoding="utf-8")

    assert command("--templates", templates, "--output", tmp_path / "out").status == 0
    assert (tmp_path / "out" / "more" / "words.txt").read_text(encoding="utf-8").startswith("Many Peruvians")
    assert "  more/words.txt\n" in (tmp_path / "out" / "SHA256SUMS").read_text(encoding="utf-8")


def test_each_page_of_an_editor_is_a_page_of_the_site(content: Path, tmp_path: Path, command: Command) -> None:
    """It is linked from About and in the sitemap; one with the name of another page of the site is refused."""
    page, address = content / "pages" / "how-it-was-made.md", "https://example.org/"
    page.write_text("---\ntitle: How & why\n---\n## A part\n\nA [link](about.html).\n", encoding="utf-8")
    arguments = ("--content", content, "--output", tmp_path / "out", "--base-url", address)

    assert command(*arguments).status == 0
    for name, words in {
        "about.html": '<a href="how-it-was-made.html">How &amp; why</a>',
        "sitemap.xml": f"<loc>{address}how-it-was-made.html</loc>",
        "how-it-was-made.html": '<h1>How &amp; why</h1>\n<div class="prose">\n<h2>A part</h2>',
    }.items():
        assert words in (tmp_path / "out" / name).read_text(encoding="utf-8")
    page = page.rename(content / "pages" / "cite.md")
    expected = f"{page}: expected a name that no page of the site has, found cite.html; rename this file\n"
    assert command(*arguments).err == expected
