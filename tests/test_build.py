"""A build makes the site that README.md describes, and reports mistakes in content and templates in one line."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

SPOKEN = '[[quotation]]\nstarts = "The bridge"\nspeaker'
BODY = "\n\n".join(f"This is paragraph {number} of an article, and it has a few sentences." for number in range(5))
CAPTURE_ONLY = (
    f"News > Somewhere\n\nA headline of the usual length is here\n\nPublished 3 May 2018\n\nPhoto: Reuters\n\n{BODY}"
)
CAPTURE_ONLY += "\n\n“The bridge is shut,” said Tom Reed on Monday."


def new_content(folder: Path, text: str) -> tuple[str, str]:
    """Write a content folder with nothing but ``text`` as its article.txt; return the options that build it."""
    (folder / "content").mkdir()
    (folder / "content" / "article.txt").write_text(text, "utf-8")
    return f"--content={folder / 'content'}", f"--output={folder / 'out'}"


def test_a_capture_alone_builds(tmp_path: Path, command: Command) -> None:
    """A capture alone, with a photograph that has a credit and no caption, makes a site that passes --check."""
    arguments = new_content(tmp_path, CAPTURE_ONLY)
    assert command(*arguments).status == command(*arguments, "--check").status == 0
    (caption,) = json.loads((tmp_path / "out" / "article.json").read_text("utf-8"))["captions"]
    assert (caption["text"], caption["credit"]) == (None, "Reuters")
    assert "The publisher of the article is not known" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_what_an_editor_settles_is_on_the_pages(site: Path, settled: Path) -> None:
    """Pages show whether indexing is allowed, whether a sum was recorded, and what is the editor's."""
    for page in site.glob("*.html"):
        assert '<meta name="robots" content="noindex">' in page.read_text("utf-8")
        assert "noindex" not in (settled / page.name).read_text("utf-8")
    assert "recorded this sum" in (site / "source.html").read_text("utf-8")
    assert "No sum was recorded" in (settled / "source.html").read_text("utf-8")
    article = (settled / "index.html").read_text("utf-8")
    assert '<span class="published">19 April 2016</span>' in article
    assert 'dated <time datetime="2016-04-21">21 April 2016</time> by the editor; by A. Name, according to' in article
    assert "<dd>A. Name. In print.</dd>" in (settled / "source.html").read_text("utf-8")


def test_a_quotation_in_the_second_line_of_a_standfirst(tmp_path: Path, command: Command) -> None:
    """A quotation in the second line of a standfirst is annotated within that line, which is an element of its own."""
    deck = "Drivers face a detour of nine miles,\nand “we are not there yet,” says Mayor Ana Bell"
    text = f"News > Local\n\nHarbour bridge closed for a year\n\n{deck}\n\nBy Ida Brandt\n\n3 May 2016\n\n{BODY}"
    assert command(*new_content(tmp_path, text)).err == ""
    assert "\\nand “we are" in (tmp_path / "out" / "article.json").read_text("utf-8")
    assert '"exact": "we are not there yet,"' in (tmp_path / "out" / "annotations.jsonld").read_text("utf-8")


def test_the_source_page_says_what_was_printed_twice(tmp_path: Path, command: Command) -> None:
    """The source page names the words that are printed twice and shown once, and lines that repeat the headline."""
    title, again = "Harbour bridge closed for a year", "    Divers by the pier | Photo: EFEEFE"
    options = new_content(tmp_path, "\n\n".join((title, title, "3 May 2018", BODY, again)))
    (tmp_path / "content" / "article.toml").write_text("[pins]\nheadline = 1\n", "utf-8")
    assert command(*options).err == ""
    page = (tmp_path / "out" / "source.html").read_text("utf-8")
    assert "page furniture or as printed again. The article page has the heading first" in page
    assert re.findall("“([^”]*)” is printed twice and shown once", page) == ["EFE"]


#: What an editor sets, what the pages then say, and what they do not say.
SETTINGS = [
    ("", "When and with what software the page was captured.</b></li>", "<dt>Captured"),
    ('captured_why = "No file says."', "software the page was captured.</b> No file says.</li>", "<dt>Captured"),
    ("captured = 2018-05-04", '<dt>Captured</dt><dd><time datetime="2018-05-04">2018-05-04</time></dd>', "When"),
    ('captured_with = "X 2"\ncaptured_why = "By X."', "Captured with</dt><dd>X 2. By X.</dd>", "captured.</b> By X."),
    ('captured = 2018-05-04\ncaptured_with = "X 2"', "2018-05-04</time> with X 2</dd>", "the page was captured"),
    ("", "Whether the capture is the whole page", "Whether the address still works"),
    ('url = "https://example.org/a"\nwhy = "Known."', "Whether the address still works", "Address</dt><dd>Not known"),
    ('[pins]\nbyline = ["A. Name"]', "A. Name, set by the editor, who gives no reason</dd>", "according to the editor"),
    ("[pins]\nheadline = 3", "set by the editor:</b> no reason given", "set in article.toml"),
    (f"{SPOKEN} = false", "; the editor decided that the article does not say who is speaking.", "editor identified"),
    (f"{SPOKEN} = 'Ida Bell'", "; the editor identified the speaker.", "the editor decided"),
]


@pytest.mark.parametrize(("setting", "said", "unsaid"), SETTINGS)
def test_pages_say_what_is_known(tmp_path: Path, command: Command, setting: str, said: str, unsaid: str) -> None:
    """Pages give the editor's reason for each fact, or state that there is none, and say who decided on a speaker."""
    options = new_content(tmp_path, CAPTURE_ONLY)
    (tmp_path / "content" / "article.toml").write_text(f"[source]\n{setting}\n", "utf-8")
    assert command(*options).err == ""
    pages = "".join((tmp_path / "out" / f"{name}.html").read_text("utf-8") for name in ("source", "quotations"))
    assert said in pages
    assert unsaid not in pages


def test_a_doubt_stops_a_build_until_a_pin_settles_it(tmp_path: Path, command: Command) -> None:
    """A doubt is in the record, and stops a build in one line that names the pin; a value or ``false`` settles it."""
    options = new_content(tmp_path, f"THE BRANDT CASE\n\nThe Ferryman's Odd Words\n\nA Dog Barked Twice\n\n{BODY}")
    outcome, record = command(*options), command(*options, "--record")
    assert (outcome.status, outcome.out, (tmp_path / "out").exists()) == (1, "", False)
    assert re.findall(r"article.txt:3: \[doubt\] expected a clear headline.* headline = false", outcome.err)
    assert record.status == 0
    assert [doubt["line"] for doubt in json.loads(record.out)["doubts"]] == [3]
    for answer, title in (("3", "The Ferryman&#39;s Odd Words"), ("false", "An article without a headline")):
        (tmp_path / "content" / "article.toml").write_text(
            f"[pins]\nheadline = {answer}\nbyline = false\n", encoding="utf-8"
        )
        assert command(*options).err == ""
        assert f"<title>Notes · {title}" in (tmp_path / "out" / "notes.html").read_text("utf-8")


#: A file, its new text, and what is reported.
MISTAKES = [
    ("content/article.txt", "Live\n\udcff\n", "article.txt:2: expected UTF-8 text, found the byte 0xFF;"),
    ("content/article.toml", "[pins]\nheadline = 99", "article.toml:2: expected lines from 1 to 44"),
    ("templates/site/about.html", "{% if %}", "about.html:1: expected to render this template"),
    ("templates/site/about.html", "one\n{{ nothing.at.all }}\n", "about.html:2: expected to render this template"),
    ("templates/parts/article.html", "\n{% macro heading_line(x) %}{{ x.no.x }}{% endmacro %}", "article.html:2:"),
    ("templates/site/about.html", '{% extends "bsae.html" %}', "about.html:1: expected to render this template"),
    ("templates/site/about.html", '{% include "site/about.html" %}', "about.html:1: expected to render this temp"),
    ("templates/site.css", "p{}</style>", "site.css: expected styles only"),
]


@pytest.mark.parametrize(("name", "text", "expected"), MISTAKES)
def test_a_mistake_is_one_line(
    content: Path, site: Path, tmp_path: Path, command: Command, name: str, text: str, expected: str
) -> None:
    """A mistake in content or templates is reported in one line with its file and line, and the site is untouched."""
    templates = shutil.copytree(ROOT / "templates", tmp_path / "templates")
    output = Path(shutil.copytree(site, tmp_path / "out"))
    before = output.stat().st_ino  # of the folder, which a swap replaces
    (tmp_path / name).write_bytes(text.encode(errors="surrogateescape"))
    outcome = command("--content", content, "--templates", templates, "--output", output)
    assert (outcome.status, outcome.out, outcome.err.count("\n"), output.stat().st_ino) == (1, "", 1, before)
    assert expected in outcome.err


def test_adding_a_page_is_adding_a_file(content: Path, tmp_path: Path, command: Command) -> None:
    """A new template adds a file; a new Markdown page, if its name is not taken, adds a page that About links to."""
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    (templates / "site" / "more").mkdir()
    (templates / "site" / "more" / "words.txt").write_text("{{ article.headline }}\n", "utf-8")
    page, address = content / "pages" / "how-it-was-made.md", "https://example.org/"
    page.write_text("---\ntitle: How & why\n---\n## A part\n\nA [link](about.html).\n", "utf-8")
    options = ("--content", content, "--templates", templates, "--output", tmp_path / "out", "--base-url", address)

    assert command(*options).status == 0
    for name, words in {
        "more/words.txt": "Many Peruvians",
        "SHA256SUMS": "  more/words.txt\n",
        "about.html": '<a href="how-it-was-made.html">How &amp; why</a>',
        "sitemap.xml": f"<loc>{address}how-it-was-made.html</loc>",
        "how-it-was-made.html": '<h1>How &amp; why</h1>\n<div class="prose">\n<h2>A part</h2>',
    }.items():
        assert words in (tmp_path / "out" / name).read_text("utf-8")
    page = page.rename(content / "pages" / "cite.md")
    expected = f"{page}: expected a name that no other page has, found cite.html; rename this file\n"
    assert command(*options).err == expected
