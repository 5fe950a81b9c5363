"""Hostile words in every field, in a real browser: nothing runs, nothing is requested, and the words are shown."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.conftest import PAGES, address, script
from tests.conftest import build_site
from tests.injections import SHOWN, write_content

WORDS = list(SHOWN.values())
#: The cases that mean something to a browser, since cases are in the order of the formats; or a sample of these.
TO_BROWSERS = WORDS[: list(SHOWN).index("expression") : 1 if "CLIPPING_FUZZ" in os.environ else 2]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with all of these words in every field; those that open a comment come last."""
    folder = tmp_path_factory.mktemp("hostile")
    write_content(folder / "content", " ".join(sorted(TO_BROWSERS, key=lambda words: "<!--" in words)))
    return build_site(folder / "content", folder / "site")


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Return a page and a list of what happens in it: each call of ``canary()``, dialog, window and message."""
    context, called = browser.new_context(), list[str]()

    def dismissed(dialog: Dialog) -> None:
        called.append(dialog.message)
        dialog.dismiss()

    page = context.new_page()
    context.expose_function("canary", lambda *_: called.append("canary"))
    context.on("console", lambda message: called.append(message.text))
    context.on("weberror", lambda error: called.append(str(error.error)))
    context.on("dialog", dismissed)
    context.on("page", lambda page: called.append("a window"))
    yield page, called
    context.close()


def test_nothing_runs_and_nothing_is_fetched(hostile: Path, watched: tuple[Page, list[str]]) -> None:
    """On no page does a script run, a request leave, a window open or a message appear, even if all is unfolded."""
    (page, canaries), requests = watched, list[str]()
    page.on("request", lambda request: requests.append(request.url))
    for name in PAGES:
        page.goto(address(hostile, name))
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        page.keyboard.press("Tab")
        page.locator("h1").first.hover()
        # After two frames, everything unfolded is drawn, and any request for it has been made.
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        counted = page.evaluate("[document.scripts.length, document.styleSheets.length, frames.length]")

        assert counted == [3 if name == "check.html" else 1, 1, 0]
    assert [url for url in requests if not url.startswith("data:")] == [address(hostile, name) for name in PAGES]
    assert canaries == []


def test_what_is_pasted_to_be_checked_stays_words(hostile: Path, watched: tuple[Page, list[str]]) -> None:
    """The one page with a script shows hostile words from its address as plain text."""
    page, canaries = watched
    page.goto(address(hostile, "check.html"))
    made = page.evaluate(script("paste.js"), WORDS)

    inline = {"a", "b", "button", "del", "i", "ins", "mark", "span"}
    assert {"blockquote", "ins"} < set(made) <= inline | {"blockquote", "div", "h2", "li", "p", "ul"}
    assert canaries == []
