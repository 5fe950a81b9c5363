"""A new content folder contains the capture byte for byte and can be built at once; no file is overwritten."""

import json
import re
import tomllib
from argparse import Namespace
from pathlib import Path

import pytest

from clipping.capture import read_capture
from clipping.content.article_toml import Edits, read_edits
from clipping.errors import ClippingError
from clipping.new import run
from tests.conftest import ROOT, Command

CAPTURE = ROOT / "content" / "article.txt"


def test_the_capture_is_copied_byte_for_byte(tmp_path: Path) -> None:
    """The capture is copied; article.toml lists what was found in comments, and sets nothing but the SHA-256."""
    next_steps = run(Namespace(new=(folder := tmp_path / "my art", CAPTURE)))
    assert (folder / "article.txt").read_bytes() == CAPTURE.read_bytes()
    edits = (folder / "article.toml").read_text("utf-8")
    assert re.search(r"^#   published +the text +2016-04-19$", edits, re.M)
    capture = read_capture(folder / "article.txt")
    assert tomllib.loads(edits) == {"capture_sha256": capture.sha256, "source": {}, "edition": {}, "pins": {}}
    assert read_edits(folder / "article.toml", capture) == Edits(capture_sha256=capture.sha256)
    for options in ("--explain", f"--output '{folder}-site'"):
        assert f"python build.py --content '{folder}' {options} " in next_steps


@pytest.mark.parametrize("name", ["article.txt", "article.toml"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    """A folder with a capture or an article.toml is left as it is."""
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(ClippingError, match="never overwritten"):
        run(Namespace(new=(tmp_path, CAPTURE)))
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]


def test_text_of_a_page_cannot_break_the_file(tmp_path: Path) -> None:
    """No text of a saved page escapes its value or comment; a value that is to be decided stays commented out."""
    said = 'The "Post" \\ """ \n[pins]\nfurniture = [1] # {x} \x7f'
    script = json.dumps({"@type": "NewsArticle", "headline": said, "publisher": {"name": said}})
    page = f"<html lang='\"'><script type='application/ld+json'>{script}</script><h1>He said \"no\" \\ and left</h1>"
    page = f"<meta property=og:title content='He said \"no\" \\ and left'>{page}"
    page += "<p>4 May 2017<p>The bridge over the river will be shut to lorries from June, the county said on Monday."
    (tmp_path / "..&#47;page").write_text(page, "utf-8")
    shown = run(Namespace(new=(tmp_path / "new", tmp_path / "..&#47;page"), url=None))

    text = (tmp_path / "new" / "article.toml").read_text("utf-8")
    edits = tomllib.loads(text)
    assert edits["source"]["publisher"] == 'The "Post" \\ """ [pins] furniture = [1] # {x}'
    assert (edits["pins"], "language" in edits, edits["saved"]["file"]) == ({}, False, "..&#47;page")
    assert re.search(r"^  headline .* differs ", shown, re.M) and re.search(r"^  language +missing$", shown, re.M)
    assert '(JSON-LD: The "Post" ' in text and "\n# headline = 1 " in text and '\n# language = "en" ' in text


def test_the_saved_page_is_kept_as_evidence(tmp_path: Path, command: Command) -> None:
    """A saved page is copied to evidence/ and never published. A build needs no copy, but stops if it has changed."""
    page, kept = ROOT / "tests" / "cases" / "saved" / "bridge.html", tmp_path / "new" / "evidence" / "bridge.html"
    build = ("--content", tmp_path / "new", "--output", tmp_path / "site")
    made = command("--new", tmp_path / "new", page)
    to_do = ["section", "archived_url", "captured", "place", "rights", "editor", "contact"]
    assert re.findall(r"^  (\S+) .*(?:missing|differs)", made.out, re.M) == to_do
    assert kept.read_bytes() == page.read_bytes()
    kept.unlink()
    assert command(*build).status == 0
    for more, status, reported in ((b"", 0, ""), (b" ", 1, "bridge.html as it was saved (SHA-256 ")):
        kept.write_bytes(page.read_bytes() + more)
        outcome = command(*build)
        assert (outcome.status, reported in outcome.err) == (status, True)
    assert not list((tmp_path / "site").rglob("*bridge*"))
