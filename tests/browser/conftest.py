"""A real browser, the system's Chromium, started once; each test gets a fresh context.

With CLIPPING_BROWSER=required a machine without a browser fails these tests; without it they are skipped,
with the reason.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a context with an ordinary window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(STEP)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page."""
    return context.new_page()


def address(site: Path, name: str) -> str:
    """Return the address of a page of the site on this disk."""
    return (site / name).resolve().as_uri()
