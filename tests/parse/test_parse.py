"""The parser: exact readings of each field, doubts and pins, and properties of every capture."""

import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from clipping.capture import Capture, capture_of, fold
from clipping.parse import parse
from clipping.record import Article, Caption, FromCapture, FromEditor, Pins, PrintedDate
from tests.conftest import ENCODABLE, ROOT, steps

CAPTURES = [*sorted((ROOT / "tests" / "captures").glob("*/article.txt")), ROOT / "content" / "article.txt"]
HEADLINE = "County shuts the old bridge to lorries"
FIRST = "The bridge over the Aster will be shut to lorries from June, the county said after its engineers had spoken."
LAST = "It was built for carts, and the heaviest lorry that crossed it in March weighed as much as nine of them."
BODY = f"{FIRST}\n\n{LAST}"
DECKS = "THE BRANDT CASE.\n\nOdd Words of a Ferryman.\n\nHE SAW A LANTERN,\n\nAnd Heard a Dog Bark Twice."
BOAT = Caption("c1", "A boat", "A boat", "EPA", (3, 5))
AT_THE_WEIR = Caption("c1", "A boat at the weir.", None, "Agencia Andina", (3, 5))
BY_ALAMY = Caption("c1", "A boat at the weir", None, "Alamy", (5, 7))
BY_BO = replace(AT_THE_WEIR, credit="Courier photo/R. Bo", lines=(3, 3))


def read(text: str, pins: Pins = Pins()) -> Article:
    """Return what the parser makes of ``text``."""
    return parse(capture_of(text.encode(), "article.txt"), pins)


def assert_whole(article: Article, capture: Capture) -> None:
    """Check that the readings add up to the capture: each line with words once, in order, unchanged."""
    lines = [line for reading in article.readings for line in range(reading.lines[0], reading.lines[1] + 1)]
    assert [number for number, line in enumerate(capture.lines, 1) if fold(line)] == [
        number for number in lines if fold(capture.lines[number - 1])
    ]
    for reading in article.readings:
        assert capture.folded(*reading.lines) == reading.text
        assert reading.reason and all(run.text for run in reading.runs)


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ("{}", "headline", HEADLINE),
        ("Home > News > Peru / {}", "section", ("News", "Peru")),
        ("World / {}", "section", ("World",)),
        ("News > Sport > Arts > Weather > Letters / News > Peru / {}", "section", ("News", "Peru")),
        ("{} / By Ida Brandt in Lima and Tom Vell, Reuters", "byline", ("Ida Brandt", "Tom Vell")),
        ("{} / Ida Brandt / 4 May 2017", "byline", ("Ida Brandt",)),
        ("{} / By our Court Reporter Ida Brandt / 4 May 2017", "byline", ("Ida Brandt",)),
        ("Ida Brandt shuts the old bridge / Ida Brandt / 4 May 2017", "byline", ()),
        ("{} / By IDA BO, TOM VELL and EDA LOWMAY 4, 2017", "byline", ("IDA BO", "TOM VELL", "EDA LOW")),
        ("{} / First published: 4 May 2017\nLast modified: 5 May 2017", "published", ("2017-05-04", "4 May 2017")),
        ("{} / 03/04/12\nLast modified: 2012-04-03", "published", ("2012-04-03", "03/04/12")),
        ("{} / Updated on 4 May 2017", "updated", ("2017-05-04", "4 May 2017")),
        ("{} / Carts may still use it / By Ida Brandt", "standfirst", "Carts may still use it"),
        ("{} / • A boat / A boat (Photo: EPA)", "captions", (BOAT,)),
        ("{} / A boat at the weir. | Photo: / Agencia Andina", "byline", ()),
        ("{} / Photo: / Tom Vell / 4 May 2017", "byline", ()),
        ("{} / A boat at the weir. | Photo: / Agencia Andina", "captions", (AT_THE_WEIR,)),
        ("{} / [Photo] A boat at the weir. (Courier photo/R. Bo)", "captions", (BY_BO,)),
        ("{} / PHOTO | A boat at the weir. (Courier photo/R. Bo)", "captions", (BY_BO,)),
        ("{} / By Ida Brandt / A boat at the weir / Alamy", "captions", (BY_ALAMY,)),
    ],
)
def test_a_field_is_read(head: str, field: str, expected: object) -> None:
    """Each field of the record, in the plainest capture that has it; slashes separate the blocks."""
    article = read(f"{head.format(HEADLINE)} / {BODY}".replace(" / ", "\n\n"))
    found = getattr(article, field)
    assert (astuple(found) if isinstance(found, PrintedDate) else found) == expected
    assert [entry.text for entry in article.paragraphs] == [FIRST, LAST]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.parent.name)
def test_every_line_of_a_capture_is_accounted_for(path: Path) -> None:
    """Each line with words is in one reading, in order and unchanged, and has a reason."""
    capture = capture_of(path.read_bytes(), "article.txt")
    assert_whole(parse(capture), capture)


NAMELESS = [
    "BY A STAFF REPORTER / 4 May 2017",
    "From Our Own Correspondent in Rome / 4 May 2017",
    "Our Own Correspondent, 4 May 2017",
    "Von Unserem Korrespondenten / 4. Mai 2017",
    "DE NOTRE CORRESPONDANT | 4 mai 2017",
    "Por Nuestro Corresponsal / 4 May 2017",
]


@pytest.mark.parametrize("line", NAMELESS)
def test_a_byline_may_name_nobody(line: str) -> None:
    """A reporter who is not named is no author, and the editor is not asked about one."""
    article = read(f"{HEADLINE} / {line} / {BODY}".replace(" / ", "\n\n"))
    assert (article.headline, article.byline, article.doubts) == (HEADLINE, (), ())
    assert article.published and article.published.date == "2017-05-04"


def test_an_uncertain_headline_is_a_doubt() -> None:
    """The question gives the likeliest headline and the pin that settles it; with that pin, nothing is asked.

    However far above the text a pinned headline is, no other line becomes one as well. If there is nothing above the
    text, no headline, date or author is asked for.
    """
    text, menu = f"{DECKS}\n\n{BODY}", "\n\n".join(["Menu"] * 60)
    doubts = read(text).doubts
    assert "” on line 1" in doubts[0].message and "[pins] headline = " in doubts[0].message
    assert len(doubts) <= 3
    for below in (text, f"{menu}\n\n{HEADLINE}\n\n{BODY}"):
        assert read(f"Bridges:\n\n{below}", Pins(headline=1)).headline == "Bridges:"
    for pins in (Pins(headline=1), Pins(none=frozenset({"headline"}))):
        assert not any("headline" in doubt.message for doubt in read(text, pins).doubts)
    assert read(text, Pins(none=frozenset({"headline"}))).headline is None
    bare = read(BODY)
    assert (bare.headline, bare.published, bare.byline, bare.doubts) == (None, None, (), ())


def test_an_uncertain_end_of_the_text_is_a_doubt() -> None:
    """A line below the text may be about its author; pinned either way, it is no doubt."""
    text = f"{HEADLINE}\n\n{BODY}\n\nIda Brandt, Weirford."
    assert "[pins] paragraphs = [7] in article.toml if it is" in read(text).doubts[0].message
    for name in ("paragraphs", "furniture"):
        assert read(text, replace(Pins(), **{name: frozenset({7})})).doubts == ()


def test_a_question_gives_what_was_read_as_the_pin() -> None:
    """An editor who agrees can copy the pin from the question; a long line is cut short with an ellipsis."""
    line = "Posted on Friday, June 8, 2018 by The Weirford Writ and the friends of the bridge"
    for lines, asked in {
        f"{line}\n\n{BODY}": f"byline, found “{line[:59]}…” on line 3; set [pins] "
        'byline = ["Weirford Writ"] in article.toml, or byline = false if nobody is named',
        f"{BODY}\n\n9 June 2018\n\n12 June 2018": "day of publication, found “9 June 2018” on line 7 or “12 June 2018” "
        "on line 9; set [pins] published = 2018-06-09 or 2018-06-12 in article.toml, or published = false",
    }.items():
        doubts = read(f"{HEADLINE}\n\n{lines}").doubts
        assert [doubt.message for doubt in doubts] == [f"expected a clear {asked}"]


@pytest.mark.parametrize(
    ("printed", "pin"),
    [
        ("31 April 2016", "published = YYYY-MM-DD in"),
        ("03/04/16", "published = 2016-04-03 or published = 2016-03-04 in"),
    ],
)
def test_an_ambiguous_or_impossible_date_is_a_doubt_until_it_is_pinned(printed: str, pin: str) -> None:
    """There is no 31 April, and 03/04 is in March or April: the record has no date, and the editor is asked."""
    text = f"{HEADLINE}\n\nPublished {printed}\n\n{BODY}"
    article = read(text)
    ((line, message),) = [(doubt.line, doubt.message) for doubt in article.doubts]
    assert (article.published, line, printed in message, pin in message) == (None, 3, True, True)
    assert read(text, Pins(published="2016-04-03")).doubts == ()
    assert read(text, Pins(none=frozenset({"published"}))).doubts == ()


def test_pins_override_what_is_printed() -> None:
    """What an editor pinned is in the record, marked as pinned, with the editor as its origin."""
    pins = Pins(headline=3, published="2016-04-19", byline=("A. Name",), furniture=frozenset({5}), section=())
    article = read(f"News > Bridges\n\nBridges\n\n{BODY}", pins)
    assert (article.headline, article.published) == ("Bridges", PrintedDate("2016-04-19", None))
    assert (article.byline, article.section) == (("A. Name",), ())
    assert [reading.lines for reading in article.readings if reading.pinned] == [(3, 3), (5, 5)]
    assert set(article.provenance.values()) == {FromEditor(None)}


def test_a_pinned_value_that_is_printed_is_the_captures() -> None:
    """An editor who pins the author and the day as the capture prints them is not given as the source of either."""
    text = f"{HEADLINE}\n\nBy Ida Brandt | 3 May 2016\n\n{BODY}"
    printed, other = Pins(byline=("Ida Brandt",), published="2016-05-03"), Pins(byline=("X",), published="2016-05-04")
    for pins, origin in ((printed, FromCapture((3, 3))), (other, FromEditor(None))):
        provenance = read(text, pins).provenance
        assert [provenance[name] for name in ("byline", "published")] == [origin] * 2


def test_a_pinned_caption_has_its_credit() -> None:
    """Only its role is pinned: label and credit are found in the line as in any other caption."""
    text = f"{HEADLINE}\n\n{BODY}\n\n[Photo] A boat at the weir. (Courier photo / R. Bo)"
    expected = replace(BY_BO, credit="Courier photo / R. Bo", lines=(7, 7))
    assert read(text, Pins(captions=frozenset({7}))).captions == (expected,)


@pytest.mark.parametrize("box", ["Get our best stories each Friday", "Download the app to read this.", "Most viewed"])
def test_pinned_furniture_does_not_end_the_text(box: str) -> None:
    """A box in the middle reads like a notice below the text; once it is pinned, the line below it is text."""
    text = f"{HEADLINE}\n\nBy Ida Brandt\n\n4 May 2017\n\n{BODY}\n\n{box}\n\nIt took nine years."
    article = read(text, Pins(furniture=frozenset({11})))
    assert [entry.text for entry in article.paragraphs] == [FIRST, LAST, "It took nine years."]


def test_a_pin_splits_wrapped_lines() -> None:
    """A line pinned as furniture, a paragraph or a sub-heading is a block of its own."""
    wrapped = textwrap.fill(f"{FIRST} {LAST}", 60).splitlines()
    for role, field in (("furniture", "furniture"), ("paragraph", "paragraphs"), ("subheading", "subheadings")):
        pins = replace(Pins(headline=1), **{field: frozenset({4})})
        article = read("\n".join([HEADLINE, "", *wrapped]), pins)
        assert [reading.lines for reading in article.readings] == [(1, 1), (3, 3), (4, 4), (5, 2 + len(wrapped))]
        assert [reading.role for reading in article.readings if reading.pinned] == ["headline", role]


words = st.sampled_from(sorted(set(re.findall(r"[a-z]{4,}", BODY))))
sentences = st.lists(words, min_size=13, max_size=40).map(lambda parts: f"The {' '.join(parts)}.")
articles = st.fixed_dictionaries(
    {
        "headline": st.lists(words, min_size=4, max_size=9).map(lambda parts: f"Council {' '.join(parts)}"),
        "section": st.sampled_from([["News", "World"], ["Politics"], []]),
        "byline": st.sampled_from([[], ["Ida Brandt"], ["Ida Brandt", "Tom Vell"]]),
        "date": st.dates(min_value=date(1990, 1, 1)),
        "form": st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%a %d %b %Y", "Published: %d. %B %Y"]),
        "paragraphs": st.lists(sentences, min_size=2, max_size=8, unique_by=lambda text: text[:60]),
    }
)
WHOLE = 9999  # a width at which nothing is wrapped


@pytest.mark.parametrize("width", [WHOLE, 72], ids=["whole", "wrapped"])
@pytest.mark.parametrize("indent", ["", "   "], ids=["flush", "indented"])
@given(made=articles)
@settings(max_examples=10)
def test_an_article_survives_every_layout(width: int, indent: str, made: dict[str, Any]) -> None:
    """An article written in any layout is read back as the same record."""
    blocks = [" > ".join(made["section"])] if made["section"] else []
    blocks += [made["headline"], *(["By " + " and ".join(made["byline"])] if made["byline"] else [])]
    blocks += [made["date"].strftime(made["form"]), *made["paragraphs"], "Share on Facebook", "Comments"]
    text = "\n\n".join(textwrap.fill(b, width, initial_indent=indent, subsequent_indent=indent) for b in blocks)
    for layout in {text, text.replace("\n\n", "\n") if width == WHOLE else text}:
        capture = capture_of(layout.encode(), "article.txt")
        article = parse(capture)
        assert article.headline == made["headline"]
        assert (list(article.section), list(article.byline)) == (made["section"], made["byline"])
        assert article.published is not None and article.published.date == made["date"].isoformat()
        assert [entry.text for entry in article.paragraphs] == made["paragraphs"]
        assert_whole(article, capture)


TRICKY = ("By Ida Brandt", "31 April 2016", "a > b", "• one", "X (Photo: Y)", "((((", "Comments", "“\u200b", "\u00ad—")
pieces = st.one_of(st.text(ENCODABLE, max_size=40), st.sampled_from([*TRICKY, FIRST, LAST, textwrap.fill(BODY, 60)]))


@given(
    lines=st.lists(pieces, min_size=1, max_size=14),
    separator=st.sampled_from(["\n", "\n\n", "\r\n", "\n\n   "]),
    pinned=st.sets(st.integers(1, 6), max_size=3),
    headline=st.none() | st.integers(1, 6),
)
@settings(max_examples=60)
def test_no_capture_loses_a_line(lines: list[str], separator: str, pinned: set[int], headline: int | None) -> None:
    """Whatever the text and the pins, parsing raises no error and the readings add up to the capture."""
    text = "".join(sign for sign in separator.join(lines) if sign in "\t\n\r" or sign >= " ")
    text = text.replace("\x7f", "").replace("\ufffe", "").replace("\uffff", "") + "\nx"
    capture = capture_of(text.encode("utf-8", "replace"), "article.txt")
    assert_whole(parse(capture, Pins(headline=headline, furniture=frozenset(pinned - {headline}))), capture)


REPEATED = ("•", "Photo: x", "a > b", "By A. Name", "4 May 2017", f"{{}} {FIRST}", "Boats", "{}", "Q: Why {}?")


@pytest.mark.parametrize("line", REPEATED)
def test_work_grows_with_the_capture(line: str) -> None:
    """Twice as many lines take about twice as many steps: no recogniser scans the whole page for each line."""
    fewer, more = ("\n".join(map(line.format, range(count))) for count in (200, 400))
    assert steps(lambda: read(more)) < 2.2 * steps(lambda: read(fewer))
