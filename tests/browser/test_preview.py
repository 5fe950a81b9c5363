"""The preview in a real browser: it reloads by itself, and a mistake comes and goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages import RULES
from tests.test_preview import Served, served

__all__ = ["served"]  # the fixture


@pytest.fixture
def shown(served: Served, page: Page) -> Iterator[Page]:
    """Open the article page of a preview in a browser."""
    page.goto(f"http://127.0.0.1:{served.port}/")
    yield page
    page.goto("about:blank")


def test_the_browser_follows_the_editor(served: Served, shown: Page) -> None:
    """A change is in the page without a touch; a mistake takes its place and goes away when it is mended."""
    problems: list[str] = []
    shown.on("console", lambda message: problems.append(message.text))
    served.edit("content/notes/ollanta-humala.md", "President of Peru", "Once President of Peru")
    expect(shown.locator("#note-ollanta-humala")).to_contain_text("Once President of Peru")
    served.edit("content/article.toml", "publisher =", "publsher =")
    expect(shown.get_by_role("heading")).to_have_text("A mistake to mend")
    expect(shown.locator("pre")).to_contain_text("article.toml:")
    served.edit("content/article.toml", "publsher =", "publisher =")
    expect(shown.locator("#note-ollanta-humala")).to_contain_text("Once President of Peru")

    assert [text for text in problems if "500" not in text] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_error_page_is_open_to_everyone(served: Served, browser: Browser, scheme: str, width: int) -> None:
    """Nothing is found by axe on the page that shows a mistake, which does not scroll sideways."""
    (served.folder / "content" / "article.toml").write_text("a" * 200 + " = 1\n", encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/about.html")
    expect(page.get_by_role("heading")).to_have_text("A mistake to mend")
    violations = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations] == []
    assert wide == width
