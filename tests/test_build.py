"""A build makes the site that README.md describes, and reports mistakes in content and templates in one line."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import ROOT, Command

BODY = "\n\n".join(f"This is paragraph {number} of an article, and it has a few sentences." for number in range(5))
CAPTURE_ONLY = f"News > Somewhere\n\nA headline of the usual length is here\n\nPublished 3 May 2018\n\n{BODY}"
TITLES = "Minister resigns over budget row in parliament", "Opposition welcomes the departure of minister"
TWO_HEADLINES = f"{TITLES[0]}\n\n{TITLES[1]}\n\nPublished 3 April 2018\n\n{BODY}".encode()
NO_SUCH_DAY = f"{TITLES[0]}\n\nPublished 31 April 2018\n\n{BODY}".encode()


def test_the_record_of_our_article(command: Command) -> None:
    """The record has what the capture prints, exactly."""
    record = json.loads(command("--record").out)

    assert record["headline"] == "Many Peruvians in Denial About Country's Drug Trafficking Role"
    assert record["section"] == ["News", "Peru"]
    assert record["byline"] == []
    assert record["published"] == {"date": "2016-04-19", "as_printed": "19 April 2016"}
    assert record["updated"] is None
    assert record["standfirst"] is None
    assert [(c["id"], c["text"], c["lines"]) for c in record["captions"]] == [
        ("c1", "Military base in the VRAEM valley to fight drug trafficking.", [10, 12]),
        ("c2", "Coca field in VRAEM valley, Peru.", [14, 16]),
        ("c3", "Anti-drug trafficking military operation in VRAEM valley.", [18, 20]),
    ]
    assert all(c["alt"] == c["text"] and c["credit"] == "Agencia Andina" for c in record["captions"])
    assert [p["id"] for p in record["paragraphs"]] == [f"p{number}" for number in range(1, 11)]
    assert [p["lines"] for p in record["paragraphs"]] == [[line, line] for line in range(24, 43, 2)]
    assert {p["kind"] for p in record["paragraphs"]} == {"paragraph"}
    assert record["paragraphs"][0]["text"].startswith("Peru has been the number one exporter")
    assert record["paragraphs"][-1]["text"].endswith("drug trafficking.”")
    assert [f["lines"][0] for f in record["furniture"]] == [1, 2, 3, 4, 5, 44]
    assert record["furniture"][-1]["text"] == "Post with no comments."
    assert record["provenance"] == {
        "headline": {"from": "capture", "lines": [8, 8]},
        "section": {"from": "capture", "lines": [6, 6]},
        "published": {"from": "capture", "lines": [22, 22]},
    }
    assert record["capture"] == {
        "file": "article.txt",
        "sha256": "656b22ce1c5867c54dce52c137f0fd6566f745eb0bff1aa669909da4eaf18a10",
        "bytes": 3913,
        "lines": 44,
    }
    assert record["source"]["publisher"] == "teleSUR English"


def test_the_record_follows_its_schema(site: Path) -> None:
    """The published record is valid by the published schema, and the schema by its own."""
    schema = json.loads((site / "article.schema.json").read_text(encoding="utf-8"))
    record = json.loads((site / "article.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(record)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**record, "mood": "sombre"})


def test_a_capture_alone_builds(tmp_path: Path, command: Command) -> None:
    """A content folder with nothing but article.txt in it makes a site that proves itself."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "article.txt").write_text(CAPTURE_ONLY, encoding="utf-8")
    arguments = ("--content", tmp_path / "content", "--output", tmp_path / "out")

    assert command(*arguments).status == 0
    assert command(*arguments, "--check").status == 0
    assert "The publisher is not known" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_capture_may_be_sealed_by_its_sum(content: Path, tmp_path: Path, command: Command, site: Path) -> None:
    """The source page says whether a sum was noted; a capture with another sum than the noted one makes no site."""
    assert command("--content", content, "--output", tmp_path / "open").status == 0
    assert "No sum was noted" in (tmp_path / "open" / "source.html").read_text(encoding="utf-8")
    assert "noted this sum" in (site / "source.html").read_text(encoding="utf-8")

    (content / "article.toml").write_text(f'capture_sha256 = "{"0" * 64}"', encoding="utf-8")
    outcome = command("--content", content, "--output", tmp_path / "none")
    assert outcome.status == 1
    assert "article.toml:1: expected" in outcome.err
    assert not (tmp_path / "none").exists()


def test_a_date_that_an_editor_sets_is_the_editors(content: Path, tmp_path: Path, command: Command) -> None:
    """The article page keeps the printed date as printed, says whose the other one is, and does not mix the two."""
    with (content / "article.toml").open("a", encoding="utf-8") as settings:
        settings.write("[pins]\npublished = 2016-04-21\n")
    assert command("--content", content, "--output", tmp_path / "out").status == 0

    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert '<span class="published">19 April 2016</span>' in page
    assert 'dated <time datetime="2016-04-21">21 April 2016</time> by the editor' in page


@pytest.mark.outside
@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_sums_are_as_the_usual_tool_reads_them(site: Path) -> None:
    """sha256sum finds every file of the site as listed."""
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=site, check=True)


def test_search_engines_are_kept_out_until_the_editor_lets_them_in(
    content: Path, tmp_path: Path, command: Command, site: Path
) -> None:
    """Pages say noindex unless article.toml says index = true."""
    settings = (content / "article.toml").read_text(encoding="utf-8").replace("index = false", "index = true")
    (content / "article.toml").write_text(settings, encoding="utf-8")
    assert command("--content", content, "--output", tmp_path / "open").status == 0

    for page in site.glob("*.html"):
        assert '<meta name="robots" content="noindex">' in page.read_text(encoding="utf-8")
        assert "noindex" not in (tmp_path / "open" / page.name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("article.txt", None, "article.txt: expected the capture of an article, found nothing to read"),
        ("article.txt", b"", "article.txt: expected the text of an article, found an empty file"),
        ("article.txt", b"Live\n\n\xff\n", "article.txt:3: expected UTF-8 text, found the byte 0xFF at byte 7"),
        ("article.txt", b"Live\n\nAudio Only\n", "[pins]"),
        ("article.txt", TWO_HEADLINES, "article.txt:1: expected one headline, found two lines that could each be it"),
        ("article.txt", NO_SUCH_DAY, "article.txt:3: expected a date that exists, found “31 April 2018”"),
        ("article.toml", b"languag = 'en'", "article.toml:1: expected one of capture_sha256, language"),
        ("article.toml", b"[pins]\nheadline = 99", "article.toml:2: expected a line from 1 to 44, found “headline"),
        ("article.toml", b"[pins\n", "article.toml:1: expected valid TOML"),
    ],
)
def test_bad_content_is_one_line(
    content: Path, site: Path, tmp_path: Path, command: Command, name: str, data: bytes | None, expected: str
) -> None:
    """Each mistake in the content is one line on stderr, exit code 1, and the published site is untouched."""
    output = Path(shutil.copytree(site, tmp_path / "out"))
    before = output.stat().st_ino  # of the folder, which a swap replaces
    if data is None:
        (content / name).unlink()
    else:
        (content / name).write_bytes(data)

    outcome = command("--content", content, "--output", output)

    assert outcome.status == 1
    assert expected in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""
    assert output.stat().st_ino == before


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("site/about.html", "{% if %}", "about.html:1: expected a valid template"),
        ("site/about.html", "one\n{{ nothing.at.all }}\n", "about.html:2: expected to render this template, found: "),
        (
            "parts/article.html",
            "{% macro heading_line(block) %}\n{{ block.no.way }}\n{% endmacro %}",
            "article.html:2: ",
        ),
        ("site/about.html", '{% extends "bsae.html" %}', "about.html:1: expected to render this template"),
        ("site/about.html", '{% include "site/about.html" %}', "about.html:1: expected to render this template"),
        ("site.css", "p{}</style>", "site.css: expected styles only"),
    ],
)
def test_a_mistake_in_a_template_is_one_line(
    tmp_path: Path, command: Command, name: str, text: str, expected: str
) -> None:
    """A mistake in a template is reported with the template and its line."""
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    (templates / name).write_text(text, encoding="utf-8")

    outcome = command("--templates", templates, "--output", tmp_path / "out")

    assert outcome.status == 1
    assert expected in outcome.err
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_adding_a_page_is_adding_a_template(tmp_path: Path, command: Command) -> None:
    """A file in templates/site/ becomes a file of the site, folders included, and its sum is listed."""
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    (templates / "site" / "more").mkdir()
    (templates / "site" / "more" / "words.txt").write_text("{{ article.headline }}\n", encoding="utf-8")

    assert command("--templates", templates, "--output", tmp_path / "out").status == 0
    assert (tmp_path / "out" / "more" / "words.txt").read_text(encoding="utf-8").startswith("Many Peruvians")
    assert "  more/words.txt\n" in (tmp_path / "out" / "SHA256SUMS").read_text(encoding="utf-8")
