"""Hostile words in every field, in a real browser: nothing runs, nothing is asked for, nothing takes their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog

import build
from tests.browser.conftest import address
from tests.browser.test_pages import PAGES
from tests.injections import read_injections, write_content

WORDS = list(read_injections()[0].values())
#: So many at once that each site has words of every kind, and none is hidden behind one that opens a comment.
SITES = 4


@pytest.fixture(scope="module", params=range(SITES))
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site in whose every field stand the words of a quarter of the cases."""
    folder = tmp_path_factory.mktemp("hostile")
    write_content(folder / "content", " ".join(WORDS[request.param :: SITES]))
    arguments = ["--content", folder / "content", "--output", folder / "site"]
    assert build.main([str(argument) for argument in arguments]) == 0
    return folder / "site"


@pytest.fixture
def canaries(context: BrowserContext) -> Iterator[list[str]]:
    """Return what ran in the pages of the context: each call of ``canary()``, each dialog and message."""
    called: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        called.append(dialog.message)
        dialog.dismiss()

    context.expose_function("canary", lambda *_: called.append("canary"))
    context.on("console", lambda message: called.append(message.text))
    context.on("weberror", lambda error: called.append(str(error.error)))
    context.on("dialog", dismissed)
    context.on("page", lambda page: called.append("a window"))
    yield called


def test_nothing_runs_and_nothing_is_fetched(hostile: Path, context: BrowserContext, canaries: list[str]) -> None:
    """On no page does a script run, a request leave, a window open or a message appear, even when all is unfolded."""
    requests: list[str] = []
    page = context.new_page()
    canaries.clear()
    page.on("request", lambda request: requests.append(request.url))
    for name in PAGES:
        page.goto(address(hostile, name))
        page.evaluate("document.querySelectorAll('details').forEach(element => { element.open = true })")
        page.keyboard.press("Tab")
        page.locator("h1").first.hover()

        assert page.evaluate("[document.scripts.length, document.styleSheets.length, frames.length]") == [
            3 if name == "check.html" else 1,
            1,
            0,
        ]
    page.wait_for_timeout(500)  # for what asks only after it is shown
    assert [url for url in requests if not url.startswith("data:")] == [address(hostile, name) for name in PAGES]
    assert canaries == []


def test_what_is_pasted_to_be_checked_stays_words(hostile: Path, context: BrowserContext, canaries: list[str]) -> None:
    """The one page with a script shows hostile words, which a link brings, as the words they are."""
    page = context.new_page()
    canaries.clear()
    page.goto(address(hostile, "check.html"))
    made = page.evaluate(
        """async (all) => {
          const made = new Set();
          for (const words of all) {
            const shown = new Promise((done) => addEventListener("hashchange", done, { once: true }));
            location.hash = "#q=" + encodeURIComponent(words);
            await shown;
            for (const { localName } of document.querySelectorAll("#answer *")) made.add(localName);
          }
          return [...made];
        }""",
        WORDS,
    )

    inline = {"a", "b", "button", "del", "i", "ins", "mark", "span"}
    assert {"blockquote", "ins"} < set(made) <= inline | {"blockquote", "div", "h2", "li", "p", "ul"}
    assert canaries == []
