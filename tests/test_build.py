"""The command line does what README.md says, and mistakes are told as an editor can read them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import ROOT, Command

CAPTURE_ONLY = (
    "News > Somewhere\n\nA headline of the usual length stands here\n\nPublished 3 May 2018\n\n"
    + "\n\n".join(
        f"This is paragraph {number} of an article, and it has a few sentences. They say nothing much."
        for number in range(5)
    )
)


BODY = CAPTURE_ONLY.partition("2018\n\n")[2]
TWO_HEADLINES = (
    "Minister resigns over budget row in parliament\n\nOpposition welcomes the departure of minister\n\n"
    f"Published 3 April 2018\n\n{BODY}"
).encode()
NO_SUCH_DAY = f"Minister resigns over budget row in parliament\n\nPublished 31 April 2018\n\n{BODY}".encode()


def test_the_record_of_our_article(command: Command) -> None:
    """The record holds what the capture prints, exactly."""
    record = json.loads(command("--record").out)

    assert record["headline"] == "Many Peruvians in Denial About Country's Drug Trafficking Role"
    assert record["section"] == ["News", "Peru"]
    assert record["byline"] == []
    assert record["published"] == {"date": "2016-04-19", "as_printed": "19 April 2016"}
    assert record["updated"] is None
    assert record["standfirst"] is None
    assert [(c["id"], c["text"], c["alt"], c["credit"], c["lines"]) for c in record["captions"]] == [
        (
            "c1",
            "Military base in the VRAEM valley to fight drug trafficking.",
            "Military base in the VRAEM valley to fight drug trafficking.",
            "Agencia Andina",
            [10, 12],
        ),
        ("c2", "Coca field in VRAEM valley, Peru.", "Coca field in VRAEM valley, Peru.", "Agencia Andina", [14, 16]),
        (
            "c3",
            "Anti-drug trafficking military operation in VRAEM valley.",
            "Anti-drug trafficking military operation in VRAEM valley.",
            "Agencia Andina",
            [18, 20],
        ),
    ]
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


def test_the_record_keeps_to_its_schema(site: Path) -> None:
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


def test_the_source_page_says_what_seals_the_capture(
    content: Path, tmp_path: Path, command: Command, site: Path
) -> None:
    """It says that the sum was noted and found, or that no sum was noted; a capture that differs makes no site."""
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


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Hash seed, time zone, locale and working folder leave no trace in the site."""
    sums = []
    for seed, zone, locale, folder in (("0", "UTC", "C", ROOT), ("77", "Asia/Tokyo", "de_DE.UTF-8", tmp_path)):
        output = tmp_path / f"site-{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        subprocess.run([sys.executable, ROOT / "build.py", "--output", output], cwd=folder, env=environment, check=True)
        sums.append((output / "SHA256SUMS").read_bytes())

    assert sums[0] == sums[1]


def test_sums_are_as_the_usual_tool_reads_them(site: Path) -> None:
    """Where sha256sum is installed, it finds every file of the site as listed."""
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not installed")

    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=site, check=True)


def test_no_path_of_this_machine_is_in_the_site(site: Path) -> None:
    """No file names the folder in which it was built."""
    for path in site.iterdir():
        assert str(ROOT).encode() not in path.read_bytes()


def test_pages_say_noindex_unless_told(content: Path, tmp_path: Path, command: Command, site: Path) -> None:
    """Search engines are kept out unless article.toml says index = true."""
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
    content: Path, tmp_path: Path, command: Command, name: str, data: bytes | None, expected: str
) -> None:
    """Each mistake in the content is one line on stderr, exit code 1, and the published site is untouched."""
    output = tmp_path / "out"
    assert command("--content", content, "--output", output).status == 0
    before = (output / "SHA256SUMS").read_bytes()
    if data is None:
        (content / name).unlink()
    else:
        (content / name).write_bytes(data)

    outcome = command("--content", content, "--output", output)

    assert outcome.status == 1
    assert expected in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""
    assert (output / "SHA256SUMS").read_bytes() == before


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
    """A mistake in a template is told with the template and its line."""
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


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--content", "nowhere"], "nowhere: expected a content folder, found none"),
        (["--templates", "nowhere"], "expected a folder of templates, found none"),
        (["--output", "nowhere", "--check"], "nowhere: expected a built site, found none"),
    ],
)
def test_folders_that_are_missing(tmp_path: Path, command: Command, arguments: list[str], expected: str) -> None:
    """A missing folder is told with the option that names another."""
    places = [str(tmp_path / word) if word == "nowhere" else word for word in arguments]

    outcome = command(*places, *([] if "--output" in arguments else ["--output", tmp_path / "out"]))

    assert outcome.status == 1
    assert expected in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--record", "--explain"],
        ["--base-url", "example.org"],
        ["--base-url", "https://example.org/\x01"],
    ],
)
def test_bad_usage(command: Command, arguments: list[str]) -> None:
    """A command line that can't be meant ends with exit code 2."""
    assert command(*arguments).status == 2


def test_check_finds_a_site_that_was_changed(site: Path, tmp_path: Path, command: Command) -> None:
    """--check holds the site that is there against the capture and says what is wrong with exit code 1."""
    copy = Path(shutil.copytree(site, tmp_path / "copy"))
    page = (copy / "index.html").read_text(encoding="utf-8")
    (copy / "index.html").write_text(page.replace("number one exporter", "number two exporter"), encoding="utf-8")

    outcome = command("--check", "--output", copy)

    assert outcome.status == 1
    assert "index.html:" in outcome.err
    assert "[text-differs]" in outcome.err


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    """Output piped to a program that stops reading ends the command without a traceback."""
    piped = f'"{sys.executable}" "{ROOT / "build.py"}" --record | head -1'
    outcome = subprocess.run(piped, shell=True, capture_output=True, text=True, check=True)

    assert outcome.stdout == "{\n"
    assert outcome.stderr == ""


def test_a_reader_that_has_left_is_no_fault() -> None:
    """The code is the one by which shells tell it, neither that of an answer nor that of a fault."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, str(ROOT / "build.py"), "--record"]
    outcome = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (outcome.returncode, outcome.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["--record"], ["--explain"], ["--quote", "Peru"]])
def test_a_full_disk_under_the_output_is_said(arguments: list[str]) -> None:
    """An answer that cannot be written down ends with one line that says so."""
    asked = [sys.executable, str(ROOT / "build.py"), *arguments]
    with Path("/dev/full").open("w") as full:
        outcome = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert outcome.returncode == 1
    assert outcome.stderr.startswith("standard output: expected to use it, found: No space left on device;")
    assert outcome.stderr.count("\n") == 1


def test_a_folder_that_can_not_be_written(tmp_path: Path, command: Command) -> None:
    """An output below a file can't be made, and that is told in one line."""
    (tmp_path / "file").write_bytes(b"")

    outcome = command("--output", tmp_path / "file" / "site")

    assert outcome.status == 1
    assert "expected to write the site beside this folder" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("seconds", [0.1, 0.15])
def test_ctrl_c_is_one_line(tmp_path: Path, seconds: float) -> None:
    """Ctrl-C, while the modules are imported or while the site is made, ends in one line and leaves nothing."""
    for number in range(20):  # on a busy machine the signal may come when all is done
        folder = tmp_path / str(number)
        folder.mkdir()
        command: list[str | Path] = [sys.executable, ROOT / "build.py", "--output", folder / "site"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=10)
        if process.returncode != 0:
            break

    assert told == "stopped; the site is as it was\n"
    assert list(folder.iterdir()) == []


def test_with_an_address_of_its_own(tmp_path: Path, command: Command) -> None:
    """With --base-url the site proves itself, too, and its 404 page leads home from any depth."""
    outcome = command("--base-url", "https://example.org/peru", "--output", tmp_path / "site")

    assert outcome.status == 0
    assert 'href="https://example.org/peru/index.html"' in (tmp_path / "site" / "404.html").read_text(encoding="utf-8")


def test_a_missing_package_is_told_in_one_line(tmp_path: Path) -> None:
    """Run by a Python that lacks what a build needs, it names the package and what to do."""
    command = [sys.executable, "-S", str(ROOT / "build.py"), "--output", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"expected the package \w+, found it is not installed; run: make\n", done.stderr)
