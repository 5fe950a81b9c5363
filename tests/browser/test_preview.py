"""The preview in a real browser: it reloads by itself, and shows a problem until it is fixed."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_pages import RULES, SCHEMES, violations
from tests.test_preview import CHANGED, NOTE, PRINTED, Served, served

__all__ = ["served"]  # the fixture


def test_the_browser_follows_the_editor(served: Served, page: Page) -> None:
    """A change appears by itself, at the same scroll position; a problem replaces the page until it is fixed."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(f"http://127.0.0.1:{served.port}/")
    note = page.locator("#note-ollanta-humala")
    page.evaluate("scrollTo(0, 600)")
    with served.edited(NOTE, PRINTED, CHANGED):
        expect(note).to_contain_text(CHANGED)
        page.wait_for_function("scrollY == 600")
        served.until(CHANGED, published=lambda: CHANGED in served.published())
        with served.edited("content/article.toml", "\npublisher =", "\npublsher ="):
            expect(page.get_by_role("heading", level=1)).to_have_text("A problem to fix")
            expect(page.locator("pre")).to_contain_text("article.toml:")
        expect(note).to_contain_text(CHANGED)
    expect(note).not_to_contain_text(CHANGED)
    page.goto(f"http://127.0.0.1:{served.port}/check.html")  # which has a script of its own
    page.get_by_role("textbox").fill("number one exporter of cocaine")
    expect(page.locator("body")).to_contain_text("paragraph 1")

    assert [text for text in problems if "500" not in text] == []


def test_the_error_page_is_open_to_everyone(served: Served, page: Page) -> None:
    """On the page that shows a problem, axe finds nothing, in light or dark colours, and it never scrolls sideways."""
    with served.edited("content/article.toml", "\npublisher =", f"\n{'a' * 200} ="):
        served.until("A problem to fix")
        for width, scheme in ((320, SCHEMES[0]), (1280, SCHEMES[1])):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.goto(f"http://127.0.0.1:{served.port}/about.html")

            assert page.get_by_role("heading").inner_text() == "A problem to fix"
            assert violations(Axe().run(page, options=RULES).response) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
