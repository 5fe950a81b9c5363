"""The whole site works by keyboard alone, from the skip link to the last tab stop of each page."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import address, script

#: Finds all tab stops, in the order of the source; ``faults`` lists what is wrong with the one that has the focus.
WATCH = script("keyboard.js")
#: Focuses each tab stop, as the tab key would, and returns those that have faults or do not take the focus.
WALK = """stops.map(stop => (stop.focus(), [stop.outerHTML.slice(0, 120), faults(), document.activeElement === stop]))
  .filter(([, found, focused]) => found.length || !focused)"""


def test_every_stop_shows_the_focus(opened: Page) -> None:
    """The first tab stop is the skip link; each takes the focus, outlined and in view."""
    opened.evaluate("document.activeElement.blur()")
    opened.keyboard.press("Tab")  # from here on the browser shows where the focus is
    first = opened.evaluate("document.activeElement.innerText")
    stops, faulty = opened.evaluate(WATCH), opened.evaluate(WALK)
    assert (first, faulty) == ("Skip to content", []) and stops > 10


def test_tab_comes_to_each_stop_and_leaves(site: Path, page: Page) -> None:
    """On the page with a script, Tab reaches each stop once, in order, and then leaves it; Shift-Tab goes back."""
    page.goto(address(site, "check.html"))
    count = page.evaluate(WATCH)
    walked = []
    for key in ["Tab"] * (count + 1) + ["Shift+Tab"] * 2:
        page.keyboard.press(key)
        walked.append(page.evaluate("stops.indexOf(document.activeElement)"))
    assert walked == [*range(count), -1, count - 1, count - 2]


def test_the_skip_link_and_the_notes_work_by_keyboard(site: Path, page: Page) -> None:
    """The skip link leads past the navigation to the text; from a mention, Enter and Tab lead to the full note."""
    page.goto(address(site, "index.html"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('header.site, .skip')") is None
    page.locator("#m-vraem").focus()
    for key in ("Enter", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('href')") == "notes.html#note-vraem"
