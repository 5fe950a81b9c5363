"""Every page, in a real browser, opened from the disk."""

from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PAGES, address, script

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
#: The rules of axe whose results depend on the rendered page, not only on its elements; these are slow.
ON_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
ON_STRUCTURE = {**RULES, "rules": {rule: {"enabled": False} for rule in ON_LOOKS}}
#: Runs axe on one of each group of similar elements with text or controls: those with the same names and classes, and
#: ancestors with the same ones. Notes and paragraphs are much alike.
RUN_ON_LOOKS = script("looks.js")
#: Returns the overlaps of notes with each other, the text, and what is above and below it; and where paragraphs are.
LAID_OUT = script("layout.js")


def violations(response: dict[str, Any]) -> list[tuple[str, list[object]]]:
    """Return the rules that axe found violated, each with the first elements that violate it."""
    return [(found["id"], [node["target"] for node in found["nodes"]][:3]) for found in response["violations"]]


def test_axe_finds_nothing(opened: Page) -> None:
    """The WCAG 2.2 AA and best-practice rules of axe find nothing in a narrow window, in light or dark colours.

    Nor does anything scroll sideways there, with text at normal and at double size.
    """
    broken = violations(Axe().run(opened, options=ON_STRUCTURE).response)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        opened.emulate_media(color_scheme=scheme)
        broken += violations(opened.evaluate(RUN_ON_LOOKS, ON_LOOKS))
    sized = "size => { document.documentElement.style.fontSize = size; return document.documentElement.scrollWidth; }"
    assert (broken, [opened.evaluate(sized, size) for size in ("200%", "100%")]) == ([], [320, 320])


def test_numbers_are_not_part_of_the_text(site: Path, page: Page) -> None:
    """The article is copied and read aloud as its paragraphs, without numbers, line marks or hidden words."""
    page.goto(address(site, "index.html"))
    page.evaluate("getSelection().setBaseAndExtent(p1, 0, p10, p10.childNodes.length)")
    selected = page.evaluate("getSelection().toString()")
    paragraphs = page.locator(",".join(f"#p{number}" for number in range(1, 11))).all_inner_texts()
    assert selected.split() == " ".join(paragraphs).split()
    assert page.get_by_role("paragraph").filter(has_text="Peru has been the number one").inner_text().startswith("Peru")
    assert page.get_by_role("link", name="Paragraph 1", exact=True).count() == 1


def test_notes_never_move_the_text(site: Path, page: Page) -> None:
    """With notes shown, hidden, or one of them chosen, each text stays where it was, and no note overlaps anything.

    In a wide window each note is beside the text. A tap on its number shows it without scrolling, and closing it does
    not scroll either.
    """
    note = page.locator(".remarks li :target")
    for width in (1440, 1024, 768, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address(site, "index.html"))
        shown = page.evaluate(LAID_OUT)
        hidden = page.evaluate(f"document.querySelector('.remarks').style.display = 'none', ({LAID_OUT})()")
        page.evaluate("document.querySelector('.remarks').style.display = ''")
        mention = page.locator(".mention").nth(-8)
        scrolled = [mention.evaluate("mention => (mention.scrollIntoView({ block: 'center' }), scrollY)")]
        mention.click()
        chosen = page.evaluate(LAID_OUT)
        assert note.is_visible()
        scrolled.append(page.evaluate("scrollY"))
        page.get_by_role("link", name="Close the note").click()
        assert (note.count(), {*scrolled, page.evaluate("scrollY")}) == (0, {scrolled[0]})
        assert (shown["overlaps"], shown["page"], shown["beside"]) == ([], width, width > 1000)
        assert shown["places"] == hidden["places"] == chosen["places"]


def test_wide_pages_have_two_columns(site: Path, page: Page) -> None:
    """In a wide window every page but 404 has something beside its text; in a narrow one all of it is below the text.

    No page is wider than the window, even with text at 200%.
    """
    beside = "[...document.querySelectorAll('.beside, .remarks li')].map(e => e.getBoundingClientRect().left)"
    for name in set(PAGES) - {"404.html"}:
        page.goto(address(site, name))
        for width, columns in ((1024, 2), (768, 1)):
            page.set_viewport_size({"width": width, "height": 900})
            second, *edges = page.evaluate(f"[main.getBoundingClientRect().left + 36 * 16, ...{beside}]")
            assert {1 + (edge >= second) for edge in edges} == {columns}, (name, width)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") == width, name
            page.evaluate("document.documentElement.style.fontSize = ''")


def test_the_text_begins_on_the_first_screen(site: Path, page: Page) -> None:
    """On a desktop and on a phone, the first paragraph starts without scrolling; there are at most 60 tab stops."""
    page.goto(address(site, "index.html"))
    for width, height in ((1440, 900), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("p1.getBoundingClientRect().top") + 30 < height
    assert 10 < page.evaluate(script("keyboard.js")) <= 60


def test_printed_it_is_a_clean_document(site: Path, page: Page) -> None:
    """On paper there is no navigation, but a description of the edition, the original address, and the notes.

    It takes at most five pages; a note follows the text and has the number that is printed at its mention. In a wide
    window with light colours, in forced colours, and on paper, axe finds nothing.
    """
    page.goto(address(site, "index.html"))
    assert violations(Axe().run(page, options=RULES).response) == []
    page.emulate_media(forced_colors="active")
    assert violations(page.evaluate(RUN_ON_LOOKS, ON_LOOKS[:1])) == []
    page.emulate_media(forced_colors="none", media="print")
    assert violations(page.evaluate(RUN_ON_LOOKS, ON_LOOKS[:1])) == []
    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_text("Address of the original:").is_visible()
    assert page.get_by_text("Reference edition of an archived news article").is_visible()
    edge = "([id, side]) => document.getElementById(id).getBoundingClientRect()[side]"
    numbered = "[...document.querySelectorAll('.remarks li div')].findIndex(e => e.id == 'note-keiko-fujimori')"
    assert page.evaluate(edge, ["note-keiko-fujimori", "top"]) > page.evaluate(edge, ["c3", "bottom"])
    assert [page.locator("#m-keiko-fujimori").get_attribute("data-n"), page.evaluate(numbered)] == ["21", 20]
    assert 2 <= page.pdf(format="A4").count(b"/Type /Page\n") <= 5
