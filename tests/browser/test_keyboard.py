"""The whole site by keyboard alone: every page is walked, from the skip link to the last stop."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Opened, address

#: Finds all that can be reached, in the order of the source; ``faults`` says what is wrong with what has the focus.
WATCH = """
() => {
  const all = 'a[href], button, input, select, textarea, summary, iframe, audio, video, [tabindex], [contenteditable]';
  const channels = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const luminance = colour => channels(colour).slice(0, 3).map(value => value / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const opaque = colour => (channels(colour)[3] ?? 1) > .99;
  const behind = element => {
    for (let e = element.parentElement; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (opaque(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  // A field that holds what is read beside it shows the focus on the whole of both.
  const outlined = focused => [focused, focused.parentElement].map(e => [e, getComputedStyle(e)])
    .find(([, style]) => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2) || [focused, null];
  window.faults = () => {
    const focused = document.activeElement;
    const [element, style] = outlined(focused);
    if (!style) return ['no outline'];
    const [one, other] = [style.outlineColor, behind(element)].map(luminance).sort((a, b) => b - a);
    const box = element.getClientRects()[0];
    const [x, y] = [box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1)];
    const shown = Math.min(box.bottom, innerHeight) - Math.max(box.y, 0) + 1;
    const seen = document.elementFromPoint(x, y);
    return [
      focused.tabIndex > 0 && 'an order of its own',
      (one + .05) / (other + .05) < 3 && 'an outline that hardly differs from what is behind it',
      (box.width < 8 || box.height < 8) && 'hardly any size',
      (box.x < 0 || box.right > innerWidth || shown < Math.min(box.height, innerHeight / 2)) && 'out of sight',
      !(seen && (element.contains(seen) || seen.contains(focused))) && 'covered by something else',
    ].filter(Boolean);
  };
  window.stops = [...document.querySelectorAll(all)].filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());
  return stops.length;
}
"""
#: Gives the focus to each stop, as the tab key would, and returns those with faults.
WALK = """
() => stops.map(stop => (stop.focus(), [stop.outerHTML.slice(0, 120), faults(), document.activeElement === stop]))
  .filter(([, found, focused]) => found.length || !focused)
"""


def test_every_stop_shows_the_focus(opened: Opened) -> None:
    """The first stop is the skip link; each stop takes the focus, outlined and in sight, with all unfolded."""
    unfold = "open => { document.querySelectorAll('details').forEach(details => { details.open = open; }); }"
    opened.page.evaluate(unfold, True)
    opened.page.evaluate("document.activeElement.blur()")
    opened.page.keyboard.press("Tab")  # from here on the browser shows where the focus is
    first = opened.page.evaluate("document.activeElement.innerText")
    stops = opened.page.evaluate(WATCH)
    faults = opened.page.evaluate(WALK)
    opened.page.evaluate(unfold, False)

    assert first == "Skip to the text"
    assert stops > 10
    assert faults == []


def test_tab_comes_to_each_stop_and_leaves(site: Path, page: Page) -> None:
    """Tab comes to each stop of the page with a script once, in order, and leaves; shift-tab goes back."""
    page.goto(address(site, "check.html"))
    count = page.evaluate(WATCH)
    walked = []
    for key in ["Tab"] * (count + 1) + ["Shift+Tab"] * 2:
        page.keyboard.press(key)
        walked.append(page.evaluate("stops.indexOf(document.activeElement)"))

    assert walked == [*range(count), -1, count - 1, count - 2]


def test_the_skip_link_and_the_notes_work_by_keyboard(site: Path, page: Page) -> None:
    """The skip link leads into the text, past the navigation; from a mention Enter and Tab lead to the whole note."""
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
