"""Every page, in a real browser, opened from a disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Page

from tests.browser.conftest import Opened, address

#: Named, since axe leaves the rules of WCAG 2.2 out of those it runs by itself.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
#: The rules of axe whose answer depends on how a page looks, and not only on what is in it: the slow ones.
ON_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
ON_STRUCTURE = {**RULES, "rules": {rule: {"enabled": False} for rule in ON_LOOKS}}
#: Runs axe on the first of all elements with words, and of all that can be used, that look alike, as the names and
#: classes of an element and of those around it say: notes and paragraphs repeat each other.
RUN_ON_LOOKS = """
async rules => {
  const look = e => e ? `${look(e.parentElement)} ${e.localName}.${e.getAttribute('class')}` : '';
  const counts = e => e.matches('a, button, input, summary, textarea, figure')
    || [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const all = [...document.body.querySelectorAll('*')].filter(counts).reverse();
  const first = new Map(all.map(e => [look(e), e])).values();
  return axe.run({ include: [...first] }, { runOnly: rules, resultTypes: ['violations'] });
}
"""


def violations(response: dict[str, Any]) -> list[tuple[str, list[object]]]:
    """Return the rules that axe found broken, each with the first elements that break it."""
    return [(found["id"], [node["target"] for node in found["nodes"]][:3]) for found in response["violations"]]


def test_a_page_asks_for_nothing_but_itself(opened: Opened) -> None:
    """Opened from a disk, a page makes one request, and the console stays empty."""
    assert [url for url in opened.requests if not url.startswith("data:")] == [opened.address]
    assert opened.messages == []


def test_axe_finds_nothing(opened: Opened) -> None:
    """The WCAG 2.2 AA and best-practice rules of axe find nothing in a narrow window, light or dark.

    In it, with text at its own size and at twice that, nothing scrolls sideways either.
    """
    broken = violations(Axe().run(opened.page, options=ON_STRUCTURE).response)
    opened.page.emulate_media(color_scheme="light")
    broken += violations(opened.page.evaluate(RUN_ON_LOOKS, ON_LOOKS))
    opened.page.emulate_media(color_scheme="dark")
    broken += violations(opened.page.evaluate(RUN_ON_LOOKS, ON_LOOKS))
    sized = "size => { document.documentElement.style.fontSize = size; return document.documentElement.scrollWidth; }"
    widths = [opened.page.evaluate(sized, size) for size in ("200%", "100%")]

    assert broken == []
    assert widths == [320, 320]


def test_a_page_is_whole_without_scripts(site: Path, browser: Browser) -> None:
    """With scripts off, the heading and the way to the other pages are visible, even on the page that has a script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "check.html"))
    heading = page.get_by_role("heading", level=1).is_visible()
    navigation = page.get_by_role("navigation", name="Site").is_visible()
    context.close()

    assert (heading, navigation) == (True, True)


def test_numbers_are_not_part_of_the_text(site: Path, page: Page) -> None:
    """What is copied from the article, or spoken, are its paragraphs: no numbers, no line marks, no hidden words."""
    page.goto(address(site, "index.html"))
    selected = page.evaluate(
        "getSelection().setBaseAndExtent(p1, 0, p10, p10.childNodes.length), getSelection().toString()"
    )
    paragraphs = page.locator("#p1, #p2, #p3, #p4, #p5, #p6, #p7, #p8, #p9, #p10").all_inner_texts()

    assert selected.split() == " ".join(paragraphs).split()
    assert page.get_by_role("paragraph").filter(has_text="Peru has been the number one").inner_text().startswith("Peru")
    assert page.get_by_role("link", name="Paragraph 1: link to it", exact=True).count() == 1


def box(page: Page, selector: str) -> FloatRect:
    """Return where the first element of a selector is drawn."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return found


def test_the_margin(site: Path, page: Page) -> None:
    """Paragraph numbers are beside the text in every window; notes are to its right in a wide one, else below it."""
    page.goto(address(site, "index.html"))
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        selectors = (".para .number", "#p1", "#p8", ".para:has(#p8) + aside")
        number, first, text, notes = (box(page, selector) for selector in selectors)
        drawn = page.evaluate("getComputedStyle(document.querySelector('.para .number'), '::before').content")

        assert drawn.startswith('"1"')
        assert 0 <= number["x"] <= first["x"] - number["width"]
        if width == 1280:
            assert notes["x"] >= text["x"] + text["width"]
            assert notes["y"] < text["y"] + text["height"]
        else:
            assert notes["y"] >= text["y"] + text["height"]


def test_links_lead_where_they_say(site: Path, page: Page) -> None:
    """From a paragraph one comes to its line of the capture and back; a mention shows its note, without a script."""
    page.goto(address(site, "index.html"))
    page.get_by_role("link", name="Paragraph 9: line 40 of the capture").click()
    assert page.url == address(site, "source.html") + "#L40"
    page.locator("#L40").get_by_role("link", name="paragraph").click()
    assert page.url == address(site, "index.html") + "#p9"

    note = page.locator("#note-keiko-fujimori")
    assert not note.is_visible()
    page.get_by_role("link", name="Keiko Fujimori").first.click()
    assert note.is_visible()


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


def test_axe_finds_nothing_in_other_media(site: Path, page: Page) -> None:
    """In a wide light window, in colours that the system forces, and on paper, axe finds nothing on the article."""
    page.goto(address(site, "index.html"))
    broken = violations(Axe().run(page, options=RULES).response)
    page.emulate_media(forced_colors="active")
    broken += violations(page.evaluate(RUN_ON_LOOKS, ON_LOOKS[:1]))
    page.emulate_media(forced_colors="none", media="print")
    broken += violations(page.evaluate(RUN_ON_LOOKS, ON_LOOKS[:1]))

    assert broken == []


def test_printed_it_is_a_clean_document(site: Path, page: Page) -> None:
    """On paper there is no navigation; the provenance and the original address are there, and the notes.

    These follow the text, unfolded, each with the addresses of its sources.
    """
    page.goto(address(site, "index.html"))
    page.emulate_media(media="print")

    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_text("Address of the original:").is_visible()
    assert page.get_by_text("This is a reading edition of a plain-text capture").is_visible()
    assert box(page, "#note-keiko-fujimori")["y"] > box(page, "#p10")["y"] + box(page, "#p10")["height"]
    assert "http" in page.evaluate("getComputedStyle(document.querySelector('.sources a'), '::after').content")
