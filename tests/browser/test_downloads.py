"""Third-party scripts check and show the downloads in a real browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from clipping.capture import fold
from clipping.site.render import render_site
from tests.conftest import ROOT, missing
from tests.site.test_downloads import HOSTILE, book_of, edition

#: Shows a TEI document and returns its visible text.
SHOW_TEI = """xml => new Promise(done =>
  new CETEI().makeHTML5(xml, shown => { document.body.replaceChildren(shown); done(document.body.innerText) }))"""


def npm(path: str) -> str:
    """Return a third-party script from an npm package."""
    script = ROOT / "requirements" / "node_modules" / path
    return script.read_text(encoding="utf-8") if script.exists() else missing(path, "run: npm ci --prefix requirements")


@pytest.mark.outside
def test_ace_finds_nothing(site: Path, tmp_path: Path, page: Page) -> None:
    """The book passes the rules of Ace, DAISY's e-book checker, except ``region``, which Ace itself skips for books."""
    hostile = render_site(edition(" ".join(HOSTILE.values())), ROOT / "templates")["article.epub"]
    for book in map(book_of, ((site / "article.epub").read_bytes(), hostile)):
        for name in filter(lambda name: name.endswith(".xhtml"), book):
            (tmp_path / "chapter.xhtml").write_bytes(book[name])
            page.goto((tmp_path / "chapter.xhtml").as_uri())
            page.evaluate(npm("@daisy/axe-core-for-ace/axe.min.js"))
            broken = page.evaluate("axe.run({ rules: { region: { enabled: false } } })")["violations"]
            assert [(found["id"], found["nodes"][0]["html"]) for found in broken] == [], name


@pytest.mark.outside
def test_ceteicean_shows_the_article_first(site: Path, page: Page) -> None:
    """CETEIcean, which shows TEI in a browser, shows the article, whole and in order, before the editor's notes."""
    page.add_script_tag(content=npm("CETEIcean/dist/CETEI.js"))
    text = page.evaluate(SHOW_TEI, (site / "article.tei.xml").read_text(encoding="utf-8"))
    record = json.loads((site / "article.json").read_text(encoding="utf-8"))
    expected = [record["headline"], *(paragraph["text"] for paragraph in record["paragraphs"]), "the news agency of"]
    assert re.match(".*?".join(map(re.escape, expected)), fold(text))
