"""The quotation checker in a real browser, opened from the disk."""

import re
from pathlib import Path
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import address
from tests.browser.test_pages import ON_LOOKS, RULES, RUN_ON_LOOKS, violations

CHANGED = "three kilos of “cocaine” & 100% + #1"
DIFFERENT = "These words are not in the article in this form. The nearest passage is in paragraph 5."


def paste(page: Page, site: Path, words: str) -> None:
    """Open the page with ``words`` in its address, as a link to a check has them."""
    page.goto(address(site, "check.html") + "#q=" + quote(words, safe=""))


def test_a_check_is_kept_in_the_address(site: Path, page: Page) -> None:
    """What is typed is checked, announced in a live region, and kept in the address; the address brings it back."""
    page.goto(address(site, "check.html"))
    page.get_by_label("The words to check").fill(CHANGED)
    expect(page.get_by_role("status")).to_have_text(DIFFERENT)
    expect(page).to_have_url(address(site, "check.html") + "#q=" + quote(CHANGED, safe=""))
    page.reload()
    expect(page.get_by_label("The words to check")).to_have_value(CHANGED)
    expect(page.get_by_role("status")).to_have_text(DIFFERENT)


def test_an_answer_is_shown(site: Path, page: Page) -> None:
    """An answer has the verdict, the sentence with the differences marked, and links to the passage and its speaker."""
    paste(page, site, "we do want")
    passage = page.locator("#answer blockquote")
    expect(page.get_by_role("status")).to_have_text(DIFFERENT.replace("5.", "10."))
    expect(passage).to_contain_text("is that we [only in the article: don’t] [only in yours: do] want to accept")
    expect(passage).to_have_text(re.compile("^Retired Armed Forces .* drug trafficking.”"))
    assert not page.get_by_text("attributed to").count() and not page.get_by_label("citation").count()

    paste(page, site, "the number one world exporter of cocaine")
    expect(page.locator("#verdict")).to_contain_text("These words are in paragraph 10, attributed to Roberto Chiabra.")
    assert {link.inner_text(): link.get_attribute("href") for link in page.locator("#answer a").all()} == {
        "Go to paragraph 10": "index.html#p10:~:text=the%20number%20one%20world%20exporter%20of%20cocaine",
        "How the speaker is known": "quotations.html#q3",
        "Note: Roberto Chiabra": "notes.html#note-roberto-chiabra",
        "Note: Number one exporter of cocaine (unconfirmed)": "notes.html#note-number-one-exporter",
        "In other styles (change the number there)": "cite.html#pinpoint",
    }
    paste(page, site, "Shining Path")  # which is in several paragraphs
    expect(passage).to_have_text(re.compile("Major media outlets [^.]* Shining Path "))


def test_words_are_copied_with_their_citation(site: Path, page: Page) -> None:
    """One click or key selects the words, speaker and citation; pieces make one citation, and one link."""
    citation = page.get_by_label("The words with their citation")
    for pasted, cited, link in (
        ("““we don't want to accept", "“we don’t want to accept” (Roberto Chiabra), in “Many", "Note: Roberto Chiabra"),
        ("what is correct is … accept the fact", "“what is correct is … accept the fact” (", "Go to paragraph 10"),
        ("in the 2009, “Plan of Action on", "“in the 2009, Plan of Action on”, in", "Go to paragraph 3"),
    ):
        paste(page, site, pasted)
        citation.focus()
        expect(citation).to_have_value(re.compile("^" + re.escape(cited)))
        assert page.evaluate("getSelection().toString()") == citation.input_value()
        assert page.locator("#answer a").all_inner_texts().count(link) == 1


def test_a_hostile_address_is_answered(site: Path, page: Page) -> None:
    """With an address of 60 kB of quotation marks, or one cut within a character, the page goes on working.

    The same is true of pastes of 100,000 marks and of 5 MB, which are reported as too long and not kept in the address.
    """
    for words, verdict in (("%22" * 20_000, "There is nothing to check yet."), ("three kilos of%E2%80", DIFFERENT)):
        page.goto(address(site, "check.html") + "#q=" + words)
        expect(page.get_by_role("status")).to_have_text(verdict)
    for pasted in ('"' * 100_000, "a " * 2_500_000):
        page.evaluate("words => { pasted.select(); document.execCommand('insertText', false, words); }", pasted)
        expect(page.locator("#verdict")).to_contain_text("Not checked: this is too long. Up to 50,000 characters")
        expect(page).to_have_url(address(site, "check.html"))
        page.get_by_label("The words to check").fill("three kilos of")
        expect(page.locator("#verdict")).to_contain_text("These words are in paragraph 5")


def test_axe_finds_nothing_in_answers(site: Path, page: Page) -> None:
    """Answers conform to WCAG 2.2 AA and axe's best practices, in light and dark colours, and fit into 320 px."""
    page.set_viewport_size({"width": 320, "height": 900})
    for pasted in ("we do want to accept", "what is correct is … accept the fact of being", "we don't want to accept"):
        paste(page, site, pasted)
        assert violations(Axe().run(page, options=RULES).response) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.emulate_media(color_scheme="dark")
        assert violations(page.evaluate(RUN_ON_LOOKS, ON_LOOKS)) == []
        page.emulate_media(color_scheme="light")
