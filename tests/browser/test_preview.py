"""The preview in a real browser: it reloads by itself, and shows a problem until it is fixed."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_pages import RULES, violations
from tests.test_preview import CHANGED, NOTE, PRINTED, Served, served

__all__ = ["served"]  # the fixture


def test_the_browser_follows_the_editor(served: Served, page: Page) -> None:
    """A change appears by itself; a problem replaces the page until it is fixed; both keep the scroll position.

    The page that shows the problem is accessible, too.
    """
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(f"http://127.0.0.1:{served.port}/")
    note, heading = page.locator("#note-ollanta-humala"), page.get_by_role("heading", level=1)
    page.evaluate("scrollTo(0, 600)")
    with served.edited(NOTE, PRINTED, CHANGED):
        expect(note).to_contain_text(CHANGED)
        page.wait_for_function("scrollY == 600")
        served.until(CHANGED, published=lambda: CHANGED in served.published())
        with served.edited("content/article.toml", "\npublisher =", "\npublsher ="):
            expect(heading).to_have_text("A problem to fix")
            expect(heading).to_be_in_viewport()
            expect(page.locator("pre")).to_contain_text("article.toml:")
            assert violations(Axe().run(page, options=RULES).response) == []
        expect(note).to_contain_text(CHANGED)
        expect(heading).not_to_be_in_viewport()
        assert page.evaluate("scrollY") == 600
    expect(note).not_to_contain_text(CHANGED)
    page.goto(f"http://127.0.0.1:{served.port}/check.html")  # which has a script of its own
    page.get_by_role("textbox").fill("number one exporter of cocaine")
    expect(page.locator("body")).to_contain_text("paragraph 1")

    assert [text for text in problems if "500" not in text] == []
