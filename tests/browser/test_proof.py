"""Readers see what is proved: the article page in Chromium, and tricks that change what it shows."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from clipping.capture import fold
from clipping.verify import verify_site
from clipping.verify.markup import read
from tests.browser.conftest import address
from tests.verify import test_verify
from tests.verify.test_verify import CAPTURE, broken, insertion

POLICY = re.compile('<meta http-equiv="Content-Security-Policy".*?>')
#: More markup to insert, which is hard to write in cases/markup.txt; a browser shows the same words as before.
HARD = ("<span>" * 600 + "Lorries go" + "</span>" * 600, "Lor\0ries go", "Lorries\rgo")
#: Each trick: what is inserted, where, and whether a browser then shows the same words or others.
TRICKS = [*(("words", put, "", "same") for put in HARD), *(case for case in test_verify.MARKUP if len(case) == 4)]
#: Returns the elements as the browser parses them, each with its attributes and parent, and the words of the page.
PARSED = """page => {
  const parsed = new DOMParser().parseFromString(page, 'text/html');
  const read = e => [e.localName, Object.fromEntries([...e.attributes].map(a => [a.name, a.value])),
    e.parentElement?.localName ?? 'nothing'];
  const elements = [...parsed.querySelectorAll('*')].map(read);
  parsed.querySelectorAll('script, style').forEach(e => e.remove());
  return [elements, parsed.documentElement.textContent];
}"""
#: Counts the blocks with data-lines that are hidden or too small to see.
UNSEEN = """[...document.querySelectorAll('[data-lines]')].filter(e => e.getBoundingClientRect().height < 10
  || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length"""
made = test_verify.made


def seen(page: Page, site: Path) -> list[str]:
    """Return the visible lines of the article."""
    page.goto(address(site, "index.html"))
    text = page.evaluate("document.querySelector('article')?.innerText ?? ''")
    return [fold(line) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(("width", "media"), [(1440, "screen"), (360, "screen"), (794, "print")])
def test_what_is_proved_is_seen(
    site: Path, made: Path, page: Page, width: int, media: Literal["print", "screen"]
) -> None:
    """The record's headline and date are visible, then its paragraphs, then its captions, all in order."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media=media)
    for folder in (site, made):
        record = json.loads((folder / "article.json").read_text(encoding="utf-8"))
        paragraphs, lines = [entry["text"] for entry in record["paragraphs"]], seen(page, folder)
        first = lines.index(paragraphs[0])
        end = first + len(paragraphs)
        captions = [words for entry in record["captions"] for words in (entry["text"], entry["credit"]) if words]
        assert (lines[first:end], page.evaluate(UNSEEN)) == (paragraphs, 0)
        assert in_order(" ".join(lines[:first]), record["headline"], record["published"]["as_printed"])
        assert in_order(" ".join(lines[end:]), *captions)


def in_order(text: str, *words: str) -> bool:
    """Return whether ``text`` contains these words in this order."""
    return re.search(".*".join(map(re.escape, words)), text) is not None


@pytest.mark.parametrize("case", TRICKS, ids=[case[1][:40] for case in TRICKS])
def test_the_proof_finds_what_a_browser_shows(made: Path, tmp_path: Path, page: Page, case: tuple[str, ...]) -> None:
    """Each trick leads to a finding, whether or not it changes the words that a reader sees."""
    folder = broken(made, tmp_path, [insertion(*case[:2])])
    assert ("other" if seen(page, folder) != seen(page, made) else "same") == case[3]
    assert [finding.file for finding in verify_site(folder, CAPTURE)][:1] == ["index.html"]


@pytest.mark.parametrize("where", ['{}<meta name="viewport"', "{}<main", "<template>{}</template></head>"])
def test_a_policy_is_where_browsers_apply_it(made: Path, tmp_path: Path, page: Page, where: str) -> None:
    """A browser ignores a policy in the body or in a template, and runs a script; there, the proof rejects it."""
    policy = POLICY.findall((made / "404.html").read_text(encoding="utf-8"))[0]
    moved = [("404.html", policy, ""), ("404.html", re.sub(".*}|.*(?=</h)", "", where), where.format(policy))]
    proved = verify_site(broken(made, tmp_path, moved), CAPTURE) == ()
    script = ("404.html", "</main>", "<script>document.title = 'ran'</script></main>")
    page.goto(address(broken(made, tmp_path, [*moved, script]), "404.html"))
    assert proved == (page.title() != "ran") == ("viewport" in where)


def test_all_parsers_read_a_page_alike(site: Path, made: Path, page: Page) -> None:
    """The proof, Beautiful Soup and Chromium parse each page into the same elements, attributes and words."""
    for path in (*site.glob("*.html"), *made.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        parsed, words = page.evaluate(PARSED, text)
        soup, elements = BeautifulSoup(text, "html.parser", multi_valued_attributes=None), [*read(path.name, text)]
        lowered = [[each.name, {key.lower(): value for key, value in each.attributes.items()}] for each in elements]
        assert parsed == [[each.name, each.attributes, each.parent] for each in elements]
        assert [[tag.name, tag.attrs] for tag in soup.find_all(True)] == lowered
        assert fold(soup.get_text()) == fold(words)
