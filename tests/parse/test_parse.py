"""The parser: what each habit of newsrooms is read as, and what holds for every capture."""

from __future__ import annotations

import json
import textwrap
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.capture import Capture, fold, take
from clipping.parse import parse
from clipping.record import Article, FromCapture, FromEditor, Pins, PrintedDate, Run

HERE = Path(__file__).parent.parent
CAPTURES = sorted(path.parent for path in (HERE / "captures").glob("*/expected.json"))
ARTICLE = HERE.parent / "content" / "article.txt"


def read(text: str, pins: Pins = Pins()) -> Article:
    """Return what the parser makes of ``text``."""
    return parse(take(text.encode(), "article.txt"), pins)


def facts(article: Article) -> dict[str, Any]:
    """Return the fields of ``article`` that expected.json of a development capture holds."""
    body = [entry.text for entry in article.paragraphs if entry.kind == "paragraph"]
    return {
        "headline": article.headline,
        "section": list(article.section),
        "byline": list(article.byline),
        "published": article.published.date if article.published else None,
        "updated": article.updated.date if article.updated else None,
        "standfirst": article.standfirst,
        "first": body[0] if body else None,
        "last": body[-1] if body else None,
        "captions": [[entry.text, entry.alt, entry.credit] for entry in article.captions],
        "subheadings": [entry.text for entry in article.paragraphs if entry.kind == "subheading"],
    }


def assert_whole(article: Article, capture: Capture) -> None:
    """Hold that the readings are the capture: each line with words once, in order, unchanged."""
    held = [line for reading in article.readings for line in range(reading.lines[0], reading.lines[1] + 1)]

    assert [number for number, line in enumerate(capture.lines, 1) if fold(line)] == [
        number for number in held if fold(capture.lines[number - 1])
    ]
    for reading in article.readings:
        assert capture.folded(*reading.lines) == reading.text
        assert all(run.text for run in reading.runs)


@pytest.mark.parametrize("folder", CAPTURES, ids=lambda folder: folder.name)
def test_a_habit_of_newsrooms_is_read(folder: Path) -> None:
    """Each development capture is read as its expected.json says, and no line of it is lost."""
    capture = take((folder / "article.txt").read_bytes(), "article.txt")

    article = parse(capture)

    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    del expected["body"]  # counted by tests/score.py
    assert expected == facts(article)
    assert_whole(article, capture)


def test_the_article_is_read_exactly() -> None:
    """The record of our article: ten paragraphs, three captions, six lines of furniture."""
    capture = take(ARTICLE.read_bytes(), "article.txt")

    article = parse(capture)

    assert article.headline == "Many Peruvians in Denial About Country's Drug Trafficking Role"
    assert article.section == ("News", "Peru")
    assert article.published is not None
    assert (article.published.date, article.published.as_printed) == ("2016-04-19", "19 April 2016")
    assert [entry.lines for entry in article.captions] == [(10, 12), (14, 16), (18, 20)]
    assert {entry.credit for entry in article.captions} == {"Agencia Andina"}
    assert all(entry.alt == entry.text for entry in article.captions)
    assert [entry.lines[0] for entry in article.paragraphs] == list(range(24, 43, 2))
    assert [entry.lines[0] for entry in article.furniture] == [1, 2, 3, 4, 5, 44]
    assert article.byline == () and article.standfirst is None and article.doubts == ()
    assert_whole(article, capture)


def test_a_credit_printed_twice_over_is_one_credit() -> None:
    """The credit that the capture doubles is a credit and a repeat."""
    article = parse(take(ARTICLE.read_bytes(), "article.txt"))

    reading = next(entry for entry in article.readings if entry.lines == (12, 12))

    assert reading.runs[1:] == (
        Run(" | Photo: ", "label"),
        Run("Agencia Andina", "credit"),
        Run("Agencia Andina", "repeat"),
    )


BODY = (
    "The bridge over the Aster will be shut to lorries from June, the county said after its engineers had spoken.\n\n"
    "It was built for carts, and the heaviest lorry that crossed it in March weighed as much as nine of them."
)
HEADLINE = "County shuts the old bridge to lorries"


def test_no_headline_is_a_doubt_that_says_how_to_pin_one() -> None:
    """Without a headline the record has none, and the editor is told how to set one."""
    article = read(BODY)

    assert article.headline is None
    assert "[pins] headline = LINE in article.toml" in article.doubts[0].message


def test_two_equal_headlines_are_a_doubt() -> None:
    """Two lines with the same evidence are not chosen between."""
    article = read(f"County shuts the old bridge to lorries\n\nEngineers find cracks in the bridge\n\n{BODY}")

    assert article.headline is None
    assert article.doubts[0].line == 1
    assert "line 3" in article.doubts[0].message


def test_a_date_that_does_not_exist_is_a_doubt() -> None:
    """31 April is printed, but there is no such day: the record has no date, and the editor is asked."""
    article = read(f"{HEADLINE}\n\nPublished 31 April 2016\n\n{BODY}")

    assert article.published is None
    assert [(doubt.line, "31 April 2016" in doubt.message) for doubt in article.doubts] == [(3, True)]


def test_what_an_editor_holds_against_the_capture_is_told() -> None:
    """A date, byline or section that is set otherwise than printed is told where it is printed; the same one is not."""
    text = f"News > Bridges\n\nBridges are shut\n\nBy A. Name\n\nPublished 19 April 2016\n\n{BODY}"
    other = Pins(published="2016-04-20", byline=("B. Name",), section=())
    same = Pins(published="2016-04-19", byline=("A. Name",), section=("News", "Bridges"))

    told = [reading.reason.partition("; ")[2] for reading in read(text, other).readings]
    assert [words for words in told if words] == [
        "the editor has set the section to none instead",
        "the editor has set the byline to B. Name instead",
        "the editor has set the date of publication to 2016-04-20 instead",
    ]
    assert not any("editor" in reading.reason for reading in read(text, same).readings)
    assert read(text, other).published == PrintedDate("2016-04-20", None)
    assert read(text, same).published == PrintedDate("2016-04-19", "19 April 2016")


def test_pins_come_first() -> None:
    """What an editor pinned is read so, marked as pinned, and has the editor as its origin."""
    pins = Pins(headline=3, published="2016-04-19", byline=("A. Name",), furniture=frozenset({5}), section=())

    article = read(f"News > Bridges\n\nBridges\n\n{BODY}", pins)

    assert article.headline == "Bridges"
    assert article.published is not None and article.published.as_printed is None
    assert article.byline == ("A. Name",) and article.section == ()
    assert [reading.lines for reading in article.readings if reading.pinned] == [(3, 3), (5, 5)]
    assert article.provenance == dict.fromkeys(
        ("headline", "section", "byline", "published"), FromEditor("set in article.toml")
    )


def test_a_pin_parts_lines_that_a_width_broke() -> None:
    """A line that an editor called furniture, a paragraph or a sub-heading is a block of its own, and says so."""
    wrapped = textwrap.fill(BODY.replace("\n\n", " "), 60).splitlines()
    text = "\n".join([HEADLINE, "", *wrapped])

    four = frozenset({4})
    for pins, role in (
        (Pins(headline=1, furniture=four), "furniture"),
        (Pins(headline=1, paragraphs=four), "paragraph"),
        (Pins(headline=1, subheadings=four), "subheading"),
    ):
        article = read(text, pins)
        assert [reading.lines for reading in article.readings] == [(1, 1), (3, 3), (4, 4), (5, 2 + len(wrapped))]
        assert [reading.role for reading in article.readings if reading.pinned] == ["headline", role]
        assert {reading.reason for reading in article.readings if reading.pinned} == {
            "set by the editor in article.toml"
        }
        assert [entry.text for entry in article.furniture] == [wrapped[1]] * (role == "furniture")
        assert article.provenance["headline"] == FromEditor("set in article.toml")


def test_a_pinned_paragraph_is_where_the_text_ends() -> None:
    """A date between two paragraphs is none of the article's, although the lower one is a paragraph by a pin only."""
    text = f"{HEADLINE}\n\n{BODY}\n\n{BODY.partition(chr(10))[0]}\n\n4 May 2017\n\n{BODY.rpartition(chr(10))[2]}"

    assert read(text).published is None
    assert read(text, Pins(paragraphs=frozenset({11}))).published is None


def test_a_pinned_date_settles_one_that_does_not_exist() -> None:
    """The doubt about 31 April goes when the editor says which day it was."""
    article = read(f"{HEADLINE}\n\nPublished 31 April 2016\n\n{BODY}", Pins(published="2016-04-30"))

    assert article.doubts == ()


def test_provenance_names_the_lines() -> None:
    """Each field that was found says on which line."""
    article = read(f"News > Peru\n\n{HEADLINE}\n\nBy Ida Brandt | 4 May 2017\n\n{BODY}")

    assert article.provenance == {
        "section": FromCapture((1, 1)),
        "headline": FromCapture((3, 3)),
        "byline": FromCapture((5, 5)),
        "published": FromCapture((5, 5)),
    }


WORDS = "river bridge council engineer stone winter lorry mayor repair village money letter morning office plan"
words = st.sampled_from(WORDS.split(" "))


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Make up a paragraph of one or two sentences."""
    parts = []
    for _ in range(draw(st.integers(1, 2))):
        part = draw(st.lists(words, min_size=13, max_size=30))
        parts.append("The " + " ".join(part) + ".")
    return " ".join(parts)


@st.composite
def made_up(draw: st.DrawFn) -> dict[str, Any]:
    """Make up the fields of an article."""
    return {
        "headline": "Council " + " ".join(draw(st.lists(words, min_size=4, max_size=9))),
        "section": draw(st.sampled_from([["News", "World"], ["Politics"], []])),
        "byline": draw(st.sampled_from([[], ["Ida Brandt"], ["Ida Brandt", "Tom Vell"]])),
        "date": draw(st.dates(min_value=date(1990, 1, 1))),
        "form": draw(st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%a %d %b %Y", "Published: %d. %B %Y"])),
        # One that another begins with is a teaser of it, printed again.
        "paragraphs": draw(
            st.lists(sentences(), min_size=2, max_size=8, unique=True).filter(
                lambda made: not any(one != other and other.startswith(one) for one in made for other in made)
            )
        ),
    }


def written(made: dict[str, Any], layout: str) -> str:
    """Write the article ``made`` down as an extractor with ``layout`` does."""
    blocks = [" > ".join(made["section"])] if made["section"] else []
    blocks.append(made["headline"])
    blocks += ["By " + " and ".join(made["byline"])] if made["byline"] else []
    blocks += [made["date"].strftime(made["form"]), *made["paragraphs"], "Share on Facebook", "Comments"]
    if layout == "lines":
        return "\n".join(blocks)
    if layout == "indented":
        return "\n\n".join("   " + block for block in blocks)
    if layout == "wrapped":
        return "\n\n".join(textwrap.fill(block, 72) for block in blocks)
    if layout == "wrapped and indented":
        return "\n\n".join(textwrap.indent(textwrap.fill(block, 69), "   ") for block in blocks)
    return "\n\n".join(blocks)


@pytest.mark.parametrize("layout", ["blank lines", "lines", "indented", "wrapped", "wrapped and indented"])
@given(made=made_up())
@settings(max_examples=25, deadline=None)
def test_an_article_survives_every_layout(layout: str, made: dict[str, Any]) -> None:
    """An article written out in any layout is read back with the same record."""
    capture = take(written(made, layout).encode(), "article.txt")

    article = parse(capture)

    assert article.headline == made["headline"]
    assert list(article.section) == made["section"]
    assert list(article.byline) == made["byline"]
    assert article.published is not None and article.published.date == made["date"].isoformat()
    assert [entry.text for entry in article.paragraphs] == made["paragraphs"]
    assert_whole(article, capture)


pieces = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "By Ida Brandt",
            "4 May 2017",
            "31 April 2016",
            "News > Peru",
            "• one",
            "Photo: Reuters",
            "X | Photo: Y",
            "(" * 9,
        ]
        + [
            "Read more",
            "Comments",
            "“",
            "\u200b",
            "\u00ad—",
            "1",
            "A. Name, Reuters",
            "Image caption X",
            "© 2016",
            "# ",
        ]
        + ["The river rose by a metre over the night and nobody in the village slept until it fell again."] * 3
    ),
)


@given(lines=st.lists(pieces, min_size=1, max_size=14), separator=st.sampled_from(["\n", "\n\n", "\r\n", "\n\n   "]))
@settings(max_examples=300, deadline=None)
def test_no_capture_loses_a_line(lines: list[str], separator: str) -> None:
    """Whatever the text, parsing does not raise, and the readings are the capture."""
    text = "".join(sign for sign in separator.join(lines) if sign in "\t\n\r" or sign >= " ")
    text = text.replace("\x7f", "").replace("\ufffe", "").replace("\uffff", "") + "\nx"
    capture = take(text.encode("utf-8", "replace"), "article.txt")

    article = parse(capture)

    assert_whole(article, capture)


@given(pinned=st.sets(st.integers(1, 6), max_size=3), headline=st.integers(1, 6))
def test_any_pin_keeps_every_line(pinned: set[int], headline: int) -> None:
    """Pins anywhere, in the middle of wrapped lines too, part blocks but lose nothing."""
    text = textwrap.fill(BODY.replace("\n\n", " "), 60) + "\nLast line of all, which is short."
    capture = take(text.encode(), "article.txt")

    article = parse(capture, Pins(headline=headline, furniture=frozenset(pinned - {headline})))

    assert_whole(article, capture)


@pytest.mark.parametrize(
    "text", ["word ", "\n", "•", "•\n", "1", "(", "Photo: ", "a > b ", "By A. Name\n", "4 May 2017\n"]
)
def test_no_input_is_slow(text: str) -> None:
    """A hundred kilobytes of one thing take a moment, not minutes: nothing backtracks."""
    capture = take((text * (100_000 // len(text)) + "\nx").encode(), "article.txt")
    start = time.perf_counter()

    parse(capture)

    assert time.perf_counter() - start < 5
