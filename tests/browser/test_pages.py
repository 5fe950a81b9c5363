"""Every page, in a real browser, opened from a disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import STEP, address
from tests.conftest import ROOT

PAGES = sorted(path.name for path in (ROOT / "templates" / "site").glob("*.html"))
#: Named, since axe leaves the rules of WCAG 2.2 out of those it runs by itself.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}}
EVERY_PAGE = pytest.mark.parametrize("name", PAGES)


@EVERY_PAGE
def test_a_page_asks_for_nothing_but_itself(site: Path, page: Page, name: str) -> None:
    """Opened from a disk, a page makes one request, and the console stays empty."""
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.goto(address(site, name), wait_until="networkidle")

    assert [url for url in requests if not url.startswith("data:")] == [address(site, name)]
    assert messages == []


@EVERY_PAGE
@pytest.mark.parametrize(
    ("width", "media", "text"),
    [
        (1280, {"color_scheme": "light"}, 100),
        (1280, {"color_scheme": "dark"}, 100),
        (320, {"color_scheme": "light"}, 100),
        (320, {"color_scheme": "dark"}, 200),
        (1280, {"forced_colors": "active", "reduced_motion": "reduce"}, 100),
        (800, {"media": "print"}, 100),
    ],
    ids=["wide", "wide, dark", "narrow", "narrow, dark, large", "forced colours, no motion", "print"],
)
def test_axe_finds_nothing(site: Path, page: Page, name: str, width: int, media: dict[str, Any], text: int) -> None:
    """The WCAG 2.2 AA and best-practice rules of axe find nothing, however the page is shown."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**media)
    page.goto(address(site, name))
    page.evaluate("size => document.documentElement.style.fontSize = size + '%'", text)

    violations = Axe().run(page, options=RULES).response["violations"]

    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations] == []


@EVERY_PAGE
@pytest.mark.parametrize("size", [100, 200])
def test_nothing_scrolls_sideways(site: Path, page: Page, name: str, size: int) -> None:
    """At 320 px, and with text at twice its size, no page is wider than its window."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address(site, name))
    page.evaluate("size => document.documentElement.style.fontSize = size + '%'", size)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@EVERY_PAGE
def test_a_page_is_whole_without_scripts(site: Path, browser: Browser, name: str) -> None:
    """With scripts off, the heading and the way to the other pages are there to be seen."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(STEP)
    page.goto(address(site, name))

    visible = (
        page.get_by_role("heading", level=1).is_visible(),
        page.get_by_role("navigation", name="Site").is_visible(),
    )
    context.close()

    assert visible == (True, True)


def test_a_selection_holds_the_text_alone(site: Path, page: Page) -> None:
    """What is copied from the article are its paragraphs: no numbers, no line marks, no hidden words."""
    page.goto(address(site, "index.html"))
    selected = page.evaluate(
        """() => {
            const range = document.createRange();
            range.setStartBefore(document.getElementById('p1'));
            range.setEndAfter(document.getElementById('p10'));
            const selection = getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
            return selection.toString();
        }"""
    )
    paragraphs = page.locator("#p1, #p2, #p3, #p4, #p5, #p6, #p7, #p8, #p9, #p10").all_inner_texts()

    assert selected.split() == " ".join(paragraphs).split()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_paragraph_numbers_survive_zoom(site: Path, page: Page, width: int) -> None:
    """Paragraph numbers are drawn beside the text, at 200 % zoom of a wide window and at 320 px too."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(site, "index.html"))
    number = page.locator(".para .number").first.bounding_box()
    text = page.locator("#p1").bounding_box()

    assert number is not None
    assert text is not None
    assert number["x"] >= 0
    assert number["x"] + number["width"] <= text["x"]
    assert page.evaluate("getComputedStyle(document.querySelector('.para .number'), '::before').content").startswith(
        '"1"'
    )


def test_numbers_are_not_part_of_the_text_that_is_spoken(site: Path, page: Page) -> None:
    """To a screen reader a paragraph is its words; its number is a link of its own, with a name that says so."""
    page.goto(address(site, "index.html"))

    assert page.get_by_role("paragraph").filter(has_text="Peru has been the number one").inner_text().startswith("Peru")
    assert page.get_by_role("link", name="Paragraph 1: link to it", exact=True).count() == 1


def test_lines_and_places_lead_to_each_other(site: Path, page: Page) -> None:
    """From a paragraph one comes to its line of the capture, and from the line back to the paragraph."""
    page.goto(address(site, "index.html"))
    page.get_by_role("link", name="Paragraph 9: line 40 of the capture").click()

    assert page.url == address(site, "source.html") + "#L40"
    page.locator("#L40").get_by_role("link", name="paragraph").click()
    assert page.url == address(site, "index.html") + "#p9"


def test_printed_it_is_a_clean_document(site: Path, page: Page) -> None:
    """On paper there is no navigation, and the provenance and the original address are there."""
    page.goto(address(site, "index.html"))
    page.emulate_media(media="print")

    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_text("Address of the original:").is_visible()
    assert page.get_by_text("This is a reading edition of a plain-text capture").is_visible()


def test_a_mention_opens_its_note(site: Path, page: Page) -> None:
    """Following a mention shows the note, unfolded, without any script on the page."""
    page.goto(address(site, "index.html"))
    note = page.locator("#note-keiko-fujimori")
    assert not note.is_visible()

    page.get_by_role("link", name="Keiko Fujimori").first.click()

    assert note.is_visible()


def test_notes_open_by_keyboard(site: Path, page: Page) -> None:
    """A note beside the text is reached and unfolded with the keyboard alone."""
    page.goto(address(site, "index.html"))
    summary = page.locator("summary", has_text="Keiko Fujimori")
    summary.focus()
    page.keyboard.press("Enter")

    assert page.locator("#note-keiko-fujimori").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_notes_stand_beside_or_below(site: Path, page: Page, width: int) -> None:
    """On a wide screen the notes stand to the right of their paragraph, on a narrow one below it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address(site, "index.html"))
    text = page.locator("#p8").bounding_box()
    notes = page.locator("#p8").locator("xpath=../following-sibling::aside[1]").bounding_box()

    assert text is not None
    assert notes is not None
    if width == 1280:
        assert notes["x"] >= text["x"] + text["width"]
        assert notes["y"] < text["y"] + text["height"]
    else:
        assert notes["y"] >= text["y"] + text["height"]


def test_a_citation_is_selected_with_one_click_or_key(site: Path, page: Page) -> None:
    """One click on a citation selects all of it, and so does coming to it with the tab key."""
    page.goto(address(site, "cite.html"))
    citation = page.locator(".selectable").first
    whole = citation.inner_text()
    citation.click()
    assert page.evaluate("getSelection().toString()") == whole

    page.locator("#main").focus()
    page.keyboard.press("Tab")

    assert page.evaluate("getSelection().toString()") == whole


def test_on_paper_notes_become_endnotes(site: Path, page: Page) -> None:
    """Printed, the notes follow the last paragraph, unfolded, each with the addresses of its sources."""
    page.goto(address(site, "index.html"))
    page.emulate_media(media="print")
    last = page.locator("#p10").bounding_box()
    note = page.locator("#note-keiko-fujimori")
    box = note.bounding_box()

    assert note.is_visible()
    assert last is not None
    assert box is not None
    assert box["y"] > last["y"] + last["height"]
    assert "http" in page.evaluate("getComputedStyle(document.querySelector('.sources a'), '::after').content")
