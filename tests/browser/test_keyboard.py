"""The whole site by keyboard alone: every page is walked with the tab key, from the skip link to the last stop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import address
from tests.browser.test_pages import EVERY_PAGE

#: What can be reached is counted in the page, in the order of its source; what each stop looks like is noted when
#: the key is let go, once the browser has scrolled to it.
WATCH = """
() => {
  const all = 'a[href], button, input, select, textarea, summary, iframe, audio, video, [tabindex], [contenteditable]';
  const stops = [...document.querySelectorAll(all)].filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());
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
  const faults = focused => {
    const [element, style] = outlined(focused);
    if (!style) return ['no outline'];
    const [one, other] = [style.outlineColor, behind(element)].map(luminance).sort((a, b) => b - a);
    const box = element.getClientRects()[0];
    const [x, y] = [box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1)];
    const shown = Math.min(box.bottom, innerHeight) - Math.max(box.y, 0) + 1;
    const seen = document.elementFromPoint(x, y);
    return [
      (one + .05) / (other + .05) < 3 && 'an outline that hardly differs from what is behind it',
      (box.width < 8 || box.height < 8) && 'hardly any size',
      (box.x < 0 || box.right > innerWidth || shown < Math.min(box.height, innerHeight / 2)) && 'out of sight',
      !(seen && (element.contains(seen) || seen.contains(focused))) && 'covered by something else',
    ].filter(Boolean);
  };
  window.walked = [];
  window.stops = stops;
  addEventListener('keyup', event => {
    if (event.key !== 'Tab') return;
    const focused = document.activeElement;
    walked.push(focused === document.body ? 'out' : stops.indexOf(focused));
    for (const fault of focused === document.body ? [] : faults(focused)) problems.push([name(focused), fault]);
  });
  const name = element => element.outerHTML.slice(0, 120);
  window.problems = stops.filter(e => e.tabIndex > 0).map(e => [name(e), 'an order of its own']);
  return stops.length;
}
"""


@EVERY_PAGE
@pytest.mark.parametrize(
    ("width", "scheme", "unfolded"), [(1280, "light", True), (320, "dark", False)], ids=["unfolded", "narrow, dark"]
)
def test_every_stop_is_reached_in_order(
    site: Path, page: Page, name: str, width: int, scheme: Any, unfolded: bool
) -> None:
    """Tab comes to each stop once, in the order of the text, outlined and in sight, and leaves; shift-tab goes back."""
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(color_scheme=scheme)
    page.goto(address(site, name))
    page.evaluate("open => document.querySelectorAll('details').forEach(details => details.open = open)", unfolded)
    count = page.evaluate(WATCH)
    for _ in range(count + 1):
        page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Shift+Tab")

    assert page.evaluate("problems") == []
    assert page.evaluate("walked") == [*range(count), "out", count - 1, count - 2, count - 3]


@EVERY_PAGE
def test_the_skip_link_comes_first_and_works(site: Path, page: Page, name: str) -> None:
    """The first stop is the skip link, which is then to be seen; it leads into the text, past the navigation."""
    page.goto(address(site, name))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")

    assert skip.inner_text() == "Skip to the text"
    assert (skip.bounding_box() or {"height": 0})["height"] > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('header.site, .skip')") is None


@pytest.mark.parametrize("name", ["index.html", "cite.html"])
def test_what_is_folded_opens_by_keyboard(site: Path, page: Page, name: str) -> None:
    """Each note and citation that is folded away opens with Enter and closes with the space bar."""
    page.goto(address(site, name))
    summaries = page.locator("summary")
    states = []
    for number in range(summaries.count()):
        summaries.nth(number).focus()
        for key in ("Enter", "Space"):
            page.keyboard.press(key)
            states.append(page.evaluate("document.activeElement.parentElement.open"))

    assert states == [True, False] * summaries.count() != []
