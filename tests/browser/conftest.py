"""A real browser, the system's Chromium, started once for each worker.

With CLIPPING_BROWSER=required a machine without a browser fails these tests; else they are skipped, with the reason.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.conftest import ROOT

PAGES = sorted(path.name for path in (ROOT / "templates" / "site").glob("*.html"))
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STEP = 10_000  # milliseconds; no step may take longer
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    """Return where the system's Chromium is, if it is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium without a window."""
    # Chromium refuses to run its sandbox as root, as which containers often run tests.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*QUIET, *sandbox], timeout=60_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium, without a window."""
    if chromium_path() is None:
        if os.environ.get("CLIPPING_BROWSER") == "required":
            pytest.fail(f"expected one of {', '.join(NAMES)} on the path, found none; install Chromium")
        pytest.skip(f"none of {', '.join(NAMES)} is installed")
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    """Return a context that tests share, since a new one costs as much as a test."""
    context = browser.new_context()
    context.set_default_timeout(STEP)
    return context


@pytest.fixture(scope="session")
def tab(context: BrowserContext) -> Page:
    """Return a page that tests share, since a new one costs a process of the browser."""
    return context.new_page()


@pytest.fixture
def page(tab: Page) -> Page:
    """Return an empty page in an ordinary window: what the last test set is undone."""
    tab.goto("about:blank")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
    return tab


@dataclass(frozen=True)
class Opened:
    """A page of the site, opened once for all tests of it: each sets how it is shown."""

    page: Page
    address: str
    requests: list[str]
    messages: list[str]


@pytest.fixture(scope="session", params=PAGES)
def opened(request: pytest.FixtureRequest, context: BrowserContext, site: Path) -> Iterator[Opened]:
    """Return each page of the site, opened from the disk in a wide light window."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    opened = Opened(page, address(site, request.param), [], [])
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("console", lambda message: opened.messages.append(message.text))
    page.goto(opened.address)
    yield opened
    page.close()


def show(page: Page, width: int, scheme: Literal["light", "dark"], text: int = 100) -> None:
    """Show a page in a window that is so wide, in this scheme of colours, with text at so many per cent of its size."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("size => { document.documentElement.style.fontSize = size + '%'; }", text)


def address(site: Path, name: str) -> str:
    """Return the address of a page of the site on this disk."""
    return (site / name).resolve().as_uri()
