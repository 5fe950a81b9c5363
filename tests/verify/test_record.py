"""The record and the downloads say what the capture says, whatever kind of text it has."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest

import build
from clipping.capture import Capture, read_capture
from clipping.verify import verify_site
from tests.conftest import ROOT
from tests.verify.planted import in_book, in_record, replaced, reseal, said, start_of


def test_what_a_record_may_not_say(site: Path, capture: Capture, tmp_path: Path) -> None:
    """A record that is none, or of another article, is told in every part that does not hold, and only once."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    for text, told in (
        ("[]", "expected a JSON object, found none"),
        ("no record", "expected a JSON object, found none"),
        ('{"headline": "Peru"}', "expected the record of this capture, found another's"),
    ):
        (broken / "article.json").write_text(text, encoding="utf-8")
        reseal(broken)
        findings = verify_site(broken, capture)
        assert f"article.json {told}; build again" in said(findings)
        assert {"line-missing", "record-differs"} <= {finding.code for finding in findings}

    shutil.copy(site / "article.json", broken)

    def change(record: dict[str, Any]) -> None:
        record["capture"]["sha256"] = "0" * 64
        record["furniture"][0]["text"] = "Dead"
        record["paragraphs"][1]["lines"] = [27, 27]
        record["captions"][1].update(text="Coca field in VRAEM valley", alt="A field")
        record["headline"] = "Peruvians in Denial"
        record["updated"] = {"date": "2016-04-19", "as_printed": "never"}

    in_record(change)(broken)
    reseal(broken)
    parted = "mend what changed the text"
    coca = "• Coca field in VRAEM valley, Peru. Coc…"
    assert [line for line in said(verify_site(broken, capture)) if line.startswith("article.json")] == [
        "article.json expected the record of this capture, found another's; build again",
        f"article.json furniture: expected “• Live” at character 1, found “Dead”; {parted}",
        f"article.json p2: expected “its end” at character 1, found “{start_of(site, 1)}”; {parted}",
        f"article.json c2: expected “{coca}” at character 1, found “A field”; {parted}",
    ]


def test_downloads_are_held_to_the_headline_too(site: Path, capture: Capture, tmp_path: Path) -> None:
    """The headline, what an element lacks altogether, and broken XML beside the chapter are told in each download."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("article.md", "# Many Peruvians", "# Few Peruvians")(broken)
    replaced("article.tei.xml", 'line=7,8">Many Peruvians', 'line=7,8">Few Peruvians')(broken)
    replaced("article.tei.xml", 'xml:id="p2"', 'xml:id="two"')(broken)
    in_book("META-INF/container.xml", "</container>", "")(broken)
    reseal(broken)

    parted = "mend what changed the text"
    words = start_of(site, 1)
    whole = [line for line in said(verify_site(broken, capture)) if not line.endswith("build again") or "order" in line]
    assert [line for line in whole if line.startswith("article.tei.xml")][1:] == [
        f"article.tei.xml p2: expected “{words}” at character 1, found “its end”; {parted}",
        "article.tei.xml expected the paragraphs of the record in order, found p1 p3 p4 p5 p6 p7 p8 p9 p10; "
        "build again",
    ]
    assert any(line.startswith("article.tei.xml headline: expected “Many") for line in whole)
    assert any(line.startswith("article.epub META-INF/container.xml: expected well-formed XML") for line in whole)
    assert any(line.startswith("article.md expected headline (“Many Peruvians in Denial") for line in whole)


def made(folder: Path, name: str) -> tuple[Path, Capture]:
    """Return the site made in ``folder`` from a content folder of the cases, and its capture."""
    content = ROOT / "tests" / "cases" / name
    assert build.main(["--content", str(content), "--output", str(folder / "_site")]) == 0
    return folder / "_site", read_capture(content / "article.txt")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Capture]:
    """Return the site, and the capture, of an article with a standfirst, a list and a quotation of two paragraphs."""
    return made(tmp_path_factory.mktemp("rich"), "verify")


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Capture]:
    """Return the site, and the capture, of an article with points, a date of change and a quoted headline."""
    return made(tmp_path_factory.mktemp("points"), "points")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("article.tei.xml", "has no money for", "has money for", "standfirst: expected “no money for another.”"),
        ("article.md", "has no money for", "has money for", "expected standfirst (“Nobody knows how long"),
        ("quotations.html", "Now it is too late", "Now it is late", "q1: expected “too late, and we can only wait"),
        ("article.json", r"to us.\n\n", "to us. Oh. ", "q1: expected “Oh. Now it is too late, and we can only…” at"),
        ("index.html", '<p id="p6"', '<p id="p66"', "expected the article page to show p6 as “Lorries go by the"),
    ],
    ids=map(str, itertools.count()),
)  # fmt: skip
def test_what_only_some_articles_have(
    rich: tuple[Path, Capture], tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    """A standfirst, the second paragraph of a quotation and the items of a list are held as all else is."""
    site, capture = rich
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced(name, old, new)(broken)
    reseal(broken)

    assert verify_site(site, capture) == ()
    assert any(finding.message.startswith(message) for finding in verify_site(broken, capture))


SECOND, THIRD = "The “old bridge” stays shut", "The ferry runs again at night"


@pytest.mark.parametrize(
    ("name", "old", "new", "messages"),
    [
        ("article.json", 'runs again at night"', 'runs again by night"', ["standfirst: expected “• The"]),
        ("article.json", 'runs again at night"', 'runs at night"', ["standfirst: expected “• The"]),
        ("article.json", SECOND + r"\n" + THIRD, THIRD + r"\n" + SECOND, ["standfirst: expected “•", "q2: expected “"]),
        ("article.json", '"as_printed": "4 May 2016"', '"as_printed": "5 May 2016"', ["updated: expected “"]),
        ("article.json", '    "Ida Brandt"', '    "Anna Brandt"', ["byline: expected “By Ida Brandt and Tom Vell” at"]),
        ("article.json", " told the council on Monday.", "", ["p1: expected “told the council on Mo"]),
        ("article.md", THIRD, "The ferry runs", ["expected standfirst (“The ferry runs again"]),
        (
            "annotations.jsonld",
            '"prefix":"The “"',
            '"prefix":"An “"',
            ["#q2: expected “old bridge” at character 1, found “its end”"],
        ),
        (
            "annotations.jsonld",
            '"exact":"old bridge"',
            '"exact":"old bridges"',
            ["#q2: expected “old bridges” at character 1", "#q2: expected the words of the quotation, found others"],
        ),
    ],
    ids=map(str, itertools.count()),
)  # fmt: skip
def test_what_an_article_in_points_has(
    points: tuple[Path, Capture], tmp_path: Path, name: str, old: str, new: str, messages: list[str]
) -> None:
    """Points are held whole and in order, as are the date of change, writers in two lines and words told by others."""
    site, capture = points
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced(name, old, new)(broken)
    reseal(broken)
    found = [finding.message for finding in verify_site(broken, capture) if finding.file == name]

    assert verify_site(site, capture) == ()
    assert [line[: len(message)] for line, message in zip(found, messages, strict=True)] == messages


def test_a_page_that_does_not_show_a_text_of_the_record(site: Path, capture: Capture, tmp_path: Path) -> None:
    """It is told at the element; words that an editor's mark sets apart do not show it."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("index.html", '<span class="credit"', '<span data-editor class="credit"')(broken)
    replaced("index.html", 'id="p3"', 'id="p33"')(broken)
    reseal(broken)
    found = [finding for finding in verify_site(broken, capture) if finding.code == "record-differs"]

    assert [(finding.file, finding.message.partition(" as “")[0], finding.line is None) for finding in found] == [
        ("index.html", "expected the article page to show p3", True),
        ("index.html", "expected the article page to show c1", False),
    ]


def test_markdown_is_held_above_the_notes_and_in_order(site: Path, capture: Capture, tmp_path: Path) -> None:
    """A paragraph is not in its place below the line that ends the article, or before the one that it follows."""
    for place in ("below the line", "between two lines", "before another"):
        broken = Path(shutil.copytree(site, tmp_path / place))
        text = (broken / "article.md").read_text(encoding="utf-8")
        blocks = text.split("\n\n")
        first = next(number for number, block in enumerate(blocks) if block.startswith("Peru has been the number"))
        if place != "before another":
            blocks += [blocks.pop(first), "---\n" if place == "between two lines" else ""]
        else:
            blocks[first], blocks[first + 1] = blocks[first + 1], blocks[first]
        (broken / "article.md").write_text("\n\n".join(blocks), encoding="utf-8")
        reseal(broken)

        assert [finding.code for finding in verify_site(broken, capture)] == ["download-differs"]


def test_every_part_of_the_book_is_well_formed(site: Path, capture: Capture, tmp_path: Path) -> None:
    """The package of the book is XML as its chapters are."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    in_book("EPUB/package.opf", "</package>", "")(broken)
    reseal(broken)

    assert [line.partition(", found")[0] for line in said(verify_site(broken, capture))] == [
        "article.epub EPUB/package.opf: expected well-formed XML"
    ]


def test_a_broken_record_is_told_once(site: Path, capture: Capture, tmp_path: Path) -> None:
    """Where a quotation of the record does not hold, what was made from it is not told, too."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    in_record(lambda record: record["quotations"][1].update(text="Other words."))(broken)
    reseal(broken)

    assert {finding.code for finding in verify_site(broken, capture)} == {"quotation-differs"}
