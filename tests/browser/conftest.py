"""Fixtures for tests in a real browser: the system's Chromium, started once for each worker.

With CLIPPING_BROWSER=required a machine without a browser fails these tests; else they are skipped, with the reason.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, missing

PAGES = sorted(path.name for path in (ROOT / "templates" / "site").glob("*.html"))
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Options that keep the browser from requests of its own.
QUIET = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")


def address(site: Path, name: str) -> str:
    """Return the file: address of a page of the site."""
    return (site / name).resolve().as_uri()


def script(name: str) -> str:
    """Return the source of a JavaScript function to run in a page."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium, in headless mode."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing("Chromium", f"install one of {', '.join(NAMES)}", "CLIPPING_BROWSER")
    # Chromium refuses to run its sandbox as root, the user under which containers often run tests.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        options = [*QUIET, "--disable-gpu", "--disable-quic", *sandbox]
        with playwright.chromium.launch(executable_path=path, args=options, timeout=60_000) as chromium:
            yield chromium


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> tuple[Page, Page]:
    """Return two pages that tests share, since a new one costs a process of the browser."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    return context.new_page(), context.new_page()


@pytest.fixture
def page(tabs: tuple[Page, Page]) -> Page:
    """Return an empty page in an ordinary window, with the settings of the last test reset."""
    tabs[0].bring_to_front()  # else it draws one frame a second
    tabs[0].goto("about:blank")
    tabs[0].set_viewport_size({"width": 1280, "height": 900})
    tabs[0].emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
    return tabs[0]


@pytest.fixture(scope="session", params=PAGES)
def opened(request: pytest.FixtureRequest, tabs: tuple[Page, Page], site: Path) -> Page:
    """Return each page of the site, opened from the disk in a narrow window with dark colours."""
    tabs[1].set_viewport_size({"width": 320, "height": 800})
    tabs[1].emulate_media(color_scheme="dark")
    tabs[1].goto(address(site, request.param))
    return tabs[1]
