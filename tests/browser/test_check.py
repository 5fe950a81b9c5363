"""The quotation checker in a real browser, opened from a disk."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import build
from clipping.check.answer import check
from tests.browser.conftest import STEP, address
from tests.browser.test_pages import RULES
from tests.conftest import ROOT
from tests.test_check import KNOWN, TURNING, cases


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the article that the cases are about."""
    output = tmp_path_factory.mktemp("check") / "_site"
    assert build.main(["--content", str(ROOT / "tests" / "cases" / "check"), "--output", str(output)]) == 0
    return output


def test_the_page_answers_as_the_command_line_does(checked: Path, page: Page) -> None:
    """For each case, and each of its halves, the script's answer is that of the command line in every field."""
    page.goto(address(checked, "check.html"))
    pasted = [
        part for _, text, _ in cases() for part in (text, text.upper(), text[: len(text) // 2], text[len(text) // 3 :])
    ]

    answers = page.evaluate("pasted => pasted.map(check)", pasted)

    expected = [json.loads(json.dumps(asdict(check(KNOWN, text, TURNING)))) for text in pasted]
    assert dict(zip(pasted, answers, strict=True)) == dict(zip(pasted, expected, strict=True))


def test_what_is_shown_is_what_the_command_line_says(checked: Path, page: Page) -> None:
    """Verdict, differences and citation are shown in the command line's words, for each case."""
    page.goto(address(checked, "check.html"))
    for title, pasted, lines in cases():
        page.evaluate("text => { document.getElementById('pasted').value = text; show(); }", pasted)
        shown = page.locator("#answer").inner_text()
        cite = [line.removeprefix("Cite: ") for line in lines if line.startswith("Cite: ")]

        assert page.locator("#verdict").inner_text() == lines[0], title
        assert page.locator("#answer .selectable").all_inner_texts() == cite, title
        assert all(line in shown for line in lines if " the article has " in line), title


def test_a_check_is_kept_in_the_address(site: Path, page: Page) -> None:
    """What is typed is checked, announced in a live region, and kept in the address; the address brings it back."""
    page.goto(address(site, "check.html"))
    page.get_by_label("The words to check").fill("dedicated amounts of “resources” & 100% + #1")
    expect(page.get_by_role("status")).to_have_text("Not in the article in these words. The nearest passage differs.")
    expect(page).to_have_url(
        address(site, "check.html") + "#q=" + quote("dedicated amounts of “resources” & 100% + #1", safe="")
    )
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)

    assert page.get_by_label("The words to check").input_value() == "dedicated amounts of “resources” & 100% + #1"
    assert page.get_by_role("status").inner_text() == "Not in the article in these words. The nearest passage differs."


def test_pasted_markup_stays_text(site: Path, page: Page) -> None:
    """Markup that is pasted or linked is shown as the words it is."""
    words = "<img src=x onerror=alert(1)><b>The U.N. Session</b> is taking place from April 19-21"
    page.goto(address(site, "check.html") + "#q=" + quote(words))

    assert page.locator("#answer :is(img, blockquote b)").count() == 0
    assert "<img src=x onerror=alert(1)><b>" in page.locator("#answer del").first.inner_text()


def test_a_found_passage_leads_to_its_place_and_speaker(site: Path, page: Page) -> None:
    """The place links to the paragraph and marks the words; the speaker links to the quotation."""
    page.goto(address(site, "check.html") + "#q=" + quote("we don't want to accept the fact"))
    links = {link.inner_text(): link.get_attribute("href") for link in page.locator("#answer li a").all()}

    assert links == {
        "paragraph 10": "index.html#p10:~:text=we%20don%E2%80%99t%20want%20to%20accept%20the%20fact",
        "said by Roberto Chiabra": "quotations.html#q3",
    }


def test_words_are_copied_with_their_citation(site: Path, browser: Browser) -> None:
    """One button puts the words with speaker and citation on the clipboard, and says so."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(STEP)
    page.goto(address(site, "check.html") + "#q=" + quote("The U.N. Session is taking place from the April 19-21"))
    page.get_by_role("button").click()
    expect(page.locator("#answer [role=status]")).to_contain_text("opied")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()

    assert copied.startswith("“The U.N. Session is taking place from the April 19-21”, in “Many Peruvians in Denial")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "pasted",
    [
        "The U.N. Session is taking place from April 19-21",
        "what is correct is … accept the fact of being",
        "we don't want to accept",
    ],
)
def test_axe_finds_nothing_in_answers(site: Path, browser: Browser, scheme: str, pasted: str) -> None:
    """Each kind of answer keeps to WCAG 2.2 AA and the best practices, in light and dark, at 320 px."""
    context = browser.new_context(
        viewport={"width": 320, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.set_default_timeout(STEP)
    page.goto(address(site, "check.html") + "#q=" + quote(pasted))
    violations = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations] == []
    assert wide == 320
