"""Hostile words in every field, in a real browser: nothing runs, nothing is requested, and the words are shown."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PAGES, address, script
from tests.conftest import build_site
from tests.injections import SHOWN, write_content

WORDS = list(SHOWN.values())
#: The words that could do harm in a browser, or every other one: in the case file, HTML, CSS and scripts come first.
FOR_BROWSERS = WORDS[: list(SHOWN).index("expression") : 1 if "CLIPPING_FUZZ" in os.environ else 2]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with all of ``FOR_BROWSERS`` in every field; last those that could comment out the others."""
    folder = tmp_path_factory.mktemp("hostile")
    write_content(folder / "content", " ".join(sorted(FOR_BROWSERS, key=lambda words: "<!--" in words)))
    return build_site(folder / "content", folder / "site")


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Return a page and a list of what happens there: calls of ``canary()``, dialogs, windows and console messages."""
    context, called = browser.new_context(), list[str]()
    page = context.new_page()
    context.expose_function("canary", lambda *_: called.append("canary"))
    context.on("console", lambda message: called.append(message.text))
    context.on("weberror", lambda error: called.append(str(error.error)))
    context.on("dialog", lambda dialog: called.append(dialog.message))
    context.on("dialog", lambda dialog: dialog.dismiss())
    context.on("page", lambda page: called.append("a window"))
    yield page, called
    context.close()


def test_nothing_runs_and_nothing_is_fetched(hostile: Path, watched: tuple[Page, list[str]]) -> None:
    """No page runs a hostile script, sends a request, opens a window or logs a message."""
    (page, called), requests = watched, list[str]()
    page.on("request", lambda request: requests.append(request.url))
    for name in PAGES:
        page.goto(address(hostile, name))
        page.keyboard.press("Tab")
        page.locator("h1").first.hover()
        # After two frames, the page is drawn, and any request that it makes has been sent.
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        counted = page.evaluate("[document.scripts.length, document.styleSheets.length, frames.length]")
        assert counted == [3 if name == "check.html" else 1, 1, 0]
    assert [url for url in requests if not url.startswith("data:")] == [address(hostile, name) for name in PAGES]
    assert called == []


def test_words_to_check_stay_words(hostile: Path, watched: tuple[Page, list[str]]) -> None:
    """The one page with a script shows hostile words in its address as plain text."""
    page, called = watched
    page.goto(address(hostile, "check.html"))
    made = page.evaluate(script("paste.js"), WORDS)
    inline = {"a", "b", "del", "i", "ins", "mark", "span", "textarea"}
    assert {"blockquote", "ins"} < set(made) <= inline | {"blockquote", "div", "h2", "li", "p", "ul"}
    assert called == []
