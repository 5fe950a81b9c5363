"""The words that notes list are found where a reader would look for them, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from clipping.content.mentions import Mention, find_mentions
from clipping.content.notes import MentionWords, Note, NoteKind
from clipping.errors import ClippingError
from clipping.record import Article, Caption, CaptureFacts, Furniture, Paragraph

FACTS = CaptureFacts("article.txt", "", 0, 0)


def article(*paragraphs: str) -> Article:
    """Return an article with these paragraphs."""
    return Article(
        FACTS, paragraphs=tuple(Paragraph(f"p{n}", "paragraph", t, (n, n)) for n, t in enumerate(paragraphs, 1))
    )


def note(slug: str, *mentions: str, kind: NoteKind = "person", date: str | None = None) -> Note:
    """Return a note that lists these words, from line 4 on."""
    words = tuple(MentionWords(text, line) for line, text in enumerate(mentions, 4))
    return Note(slug, slug.title(), kind, words, date, None, None, (), (), (), "Text.", f"{slug}.md", 9)


def found(read: Article, *notes: Note) -> list[tuple[str | None, str, int, str, str | None]]:
    """Return the mentions in short: note, target, start, words, date."""
    return [(m.note, m.target, m.start, m.text, m.date) for m in find_mentions(read, notes)]


def test_every_text() -> None:
    """Headline, standfirst, captions, credits and paragraphs are searched, in reading order, for every occurrence."""
    read = Article(
        FACTS,
        headline="Peru",
        standfirst="In Peru",
        captions=(
            Caption("c1", "A valley, Peru.", "Peru, too", "Peru Press", (1, 1)),
            Caption("c2", None, None, None, (2, 2)),
        ),
        paragraphs=(Paragraph("p1", "paragraph", "Peru and Peru", (3, 3)),),
    )

    assert found(read, note("a", "Peru")) == [
        ("a", "headline", 0, "Peru", None),
        ("a", "standfirst", 3, "Peru", None),
        ("a", "c1", 10, "Peru", None),
        ("a", "c1-credit", 0, "Peru", None),
        ("a", "p1", 0, "Peru", None),
        ("a", "p1", 9, "Peru", None),
    ]


@pytest.mark.parametrize("text", ["Perus", "XPeru", "Peru_", "Perué", "Peru\u0301", "éPeru", "Peru1", "1Peru"])
def test_inside_a_word(text: str) -> None:
    """Words that go on before or behind are other words, in any script."""
    assert [("a", "p1", len(text) + 1, "Peru", None)] == found(article(f"{text} Peru"), note("a", "Peru"))


@pytest.mark.parametrize("text", ["Peru’s", "“Peru”", "(Peru)", "Peru-based", "Peru."])
def test_at_a_mark(text: str) -> None:
    """Marks bound a word."""
    assert len(found(article(text), note("a", "Peru"))) == 1


def test_longest_first() -> None:
    """A longer mention keeps its words to itself; the shorter one has the places that are left."""
    read = article("President Humala met Humala.")

    assert found(read, note("a", "Humala"), note("b", "President Humala")) == [
        ("b", "p1", 0, "President Humala", None),
        ("a", "p1", 21, "Humala", None),
    ]


def test_longest_first_across() -> None:
    """The longest takes its place even where a shorter one starts before it."""
    read = article("one two, one two three four")

    assert [mention[3] for mention in found(read, note("a", "one two"), note("b", "two three four"))] == [
        "one two",
        "two three four",
    ]


def test_not_across_texts() -> None:
    """Words do not run from one paragraph into the next."""
    with pytest.raises(ClippingError):
        find_mentions(article("one", "two"), (note("a", "one two"),))


def test_quotation_marks_and_spaces_are_folded() -> None:
    """An editor may type straight quotation marks and plain spaces; the article's own characters are kept."""
    assert found(article("Fujimori’s “party”"), note("a", 'Fujimori\'s "party"')) == [
        ("a", "p1", 0, "Fujimori’s “party”", None)
    ]


def test_case_counts() -> None:
    """Words in other letters are other words."""
    with pytest.raises(ClippingError, match="nearest: “Peru”"):
        find_mentions(article("In Peru."), (note("a", "PERU"),))


def test_words_that_do_not_occur() -> None:
    """The error stands at the line of the words and names those most like them."""
    with pytest.raises(ClippingError) as error:
        find_mentions(article("President Ollanta Humala spoke."), (note("a", "spoke", "Olanta Humala"),))

    assert (
        str(error.value)
        == "a.md:5: expected words of the article, found none like “Olanta Humala”; nearest: “Ollanta Humala”"
    )


def test_words_that_are_furniture() -> None:
    """Words that only furniture has are told with their line, since the mistake may be there and not in the note."""
    read = replace(article("President Humala spoke."), furniture=(Furniture("In Peru: “more”", (7, 7)),))

    with pytest.raises(ClippingError, match='found “"more"” only on line 7 of the capture, which is furniture'):
        find_mentions(read, (note("a", '"more"'),))
    with pytest.raises(ClippingError, match="none like “mor”"):
        find_mentions(read, (note("a", "mor"),))


@pytest.mark.parametrize("other", ["Peru", "Peru’s"])
def test_words_listed_twice(other: str) -> None:
    """Words belong to one note; which shape their marks have makes no difference."""
    with pytest.raises(ClippingError) as error:
        find_mentions(article("Peru’s Peru"), (note("a", "Peru's", "Peru"), note("b", other)))

    assert (error.value.file, error.value.line) == ("b.md", 4)
    assert "at a.md:" in error.value.message


def test_words_only_inside_another_notes_mention() -> None:
    """Words that never stand free of other notes' mentions are an error, for no reader would get to their note."""
    with pytest.raises(ClippingError) as error:
        find_mentions(article("President Humala"), (note("a", "Humala"), note("b", "President Humala")))

    assert (error.value.file, error.value.line) == ("a.md", 4)
    assert "the longer “President Humala” at b.md:4" in error.value.message


def test_words_only_inside_its_own_notes_mention() -> None:
    """Within one note the longer words are as good."""
    assert [mention[3] for mention in found(article("President Humala"), note("a", "Humala", "President Humala"))] == [
        "President Humala"
    ]


def test_dates_with_a_year() -> None:
    """A day printed with its year is a date, in either order; one without is none, and no day is made up."""
    read = article(
        "On 30 March 2016, April 9th, 2016 and 1st of May; April 31, 2016; March 30; May 1-2, 2016; 2 May 20160."
    )

    assert found(read) == [
        (None, "p1", 3, "30 March 2016", "2016-03-30"),
        (None, "p1", 18, "April 9th, 2016", "2016-04-09"),
    ]


@pytest.mark.parametrize(
    ("words", "date", "expected"),
    [
        ("March 30", "2016-03-30", "2016-03-30"),
        ("on 30 March", "2016-03-30", "2016-03-30"),
        ("March 30", "2016-03-29", None),
        ("March 30", "2016-03", None),
        ("March 30", None, None),
        ("April 19-21", "2016-04-19/2016-04-21", None),
        ("April 19", "2016-04-19/2016-04-21", None),
        ("the attack", "2016-03-30", None),
        ("March 30, 2015", "2016-03-30", "2015-03-30"),
    ],
)
def test_dates_without_a_year(words: str, date: str | None, expected: str | None) -> None:
    """Words that give a day have a date if the note is of that very day; words that give none have none."""
    assert [("a", "p1", 0, words, expected)] == found(article(words), note("a", words, kind="event", date=date))


def test_dates_stay_out_of_mentions() -> None:
    """A date inside the words of a note is no mention of its own."""
    assert [m[3] for m in found(article("held on 1 May 2016"), note("a", "held on 1 May 2016"))] == [
        "held on 1 May 2016"
    ]


@given(
    st.lists(st.text("ab ’'é\u0301", min_size=1, max_size=30), max_size=4),
    st.lists(st.text("ab '", min_size=1, max_size=5).filter(str.strip), max_size=4),
)
def test_mentions_hold(paragraphs: list[str], listed: list[str]) -> None:
    """Mentions are the words at their place, in order, and never overlap."""
    read = article(*(" ".join(text.split()) for text in paragraphs))
    try:
        mentions = find_mentions(read, tuple(note(f"n{n}", " ".join(w.split())) for n, w in enumerate(listed)))
    except ClippingError:
        return
    texts = {paragraph.id: paragraph.text for paragraph in read.paragraphs}

    assert [m.text for m in mentions] == [texts[m.target][m.start : m.end] for m in mentions]
    assert all(_before(one, two) for one, two in pairwise(mentions))


def _before(one: Mention, two: Mention) -> bool:
    return int(one.target[1:]) < int(two.target[1:]) or (one.target == two.target and one.end <= two.start)
