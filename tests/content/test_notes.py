"""Notes are read as an editor means them, or refused at the line that is wrong; and the real ones hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clipping.capture import read_capture
from clipping.content.frontmatter import split_document
from clipping.content.mentions import find_mentions
from clipping.content.notes import (
    FigureRow,
    Figures,
    MentionWords,
    Note,
    NoteSource,
    TimelineEntry,
    date_range,
    read_note,
    read_notes,
    timeline,
)
from clipping.content.prose import Sources, read_pages, render
from clipping.errors import ClippingError
from clipping.record import Article, Caption, CaptureFacts, Paragraph
from tests.cases import read_cases

REFUSED = read_cases("notes-refused.txt")
CONTENT = Path(__file__).parent.parent.parent / "content"


def note_of(text: str, slug: str = "a") -> Note:
    """Return the note with this text."""
    return read_note(split_document(text, f"{slug}.md"), slug)


def event(slug: str, head: str) -> Note:
    """Return an event note with these lines of front matter."""
    return note_of(f"---\ntitle: {slug.title()}\nkind: event\nmentions: [x]\n{head}\n---\nText.\n", slug)


def test_everything() -> None:
    """Each key arrives in its place, with every value as it was written."""
    note = note_of(
        """---
title: A claim
kind: claim
mentions:
  - some  words
  - no
verdict: not-found
claim: It is so.
sources:
  - title: "T: 1"
    publisher: P
    date: 2016-04
    url: https://example.org/?a=1#b
    copy: true
    note: N
timeline:
  - date: 1980s
    text: Then.
    source: 1
  - {date: 1992, text: Later.}
figures:
  - title: F
    unit: hectares
    series: [Peru, Colombia]
    rows:
      - {year: 2011, values: [62500, 0.5], sources: [1], note: R}
      - {year: 2012, values: [null, ~]}
    note: M
---
Text [1].
"""
    )

    assert (
        Note(
            slug="a",
            title="A claim",
            kind="claim",
            mentions=(MentionWords("some words", 5), MentionWords("no", 6)),
            date=None,
            verdict="not-found",
            claim="It is so.",
            sources=(NoteSource("T: 1", "https://example.org/?a=1#b", "P", "2016-04", True, "N"),),
            timeline=(TimelineEntry("1980s", "Then.", 1), TimelineEntry("1992", "Later.", None)),
            figures=(
                Figures(
                    "F",
                    "hectares",
                    ("Peru", "Colombia"),
                    (FigureRow(2011, (62500, 0.5), (1,), "R"), FigureRow(2012, (None, None), (), None)),
                    "M",
                ),
            ),
            body="Text [1].\n",
            file="a.md",
            body_line=30,
        )
        == note
    )
    assert (note.id, note.source_addresses) == ("note-a", ("#note-a-source-1",))


@pytest.mark.parametrize("title", REFUSED)
def test_refused(title: str) -> None:
    """A mistake is an error at its line that says what was expected."""
    text, expected = REFUSED[title]
    line, _, words = expected.partition(": ")

    with pytest.raises(ClippingError) as error:
        note_of(text + "\n")

    assert ("a.md", int(line)) == (error.value.file, error.value.line)
    assert words in error.value.message


def test_folder(tmp_path: Path) -> None:
    """Notes come by slug; no folder means none, and an editing program's own files are none."""
    for name in ("b", "a-1", "a", ".#a"):
        (tmp_path / f"{name}.md").write_bytes(
            b"\xef\xbb\xbf---\r\ntitle: T\r\nkind: place\r\nmentions: [m]\r\n---\r\nText.\r\n"
        )

    assert [note.slug for note in read_notes(tmp_path)] == ["a", "a-1", "b"]
    assert read_notes(tmp_path / "none") == ()


@pytest.mark.parametrize("name", ["A", "é", "a_b", "a b", "-a", "a--b", "a.b"])
def test_slugs(tmp_path: Path, name: str) -> None:
    """A name that another file system could take for another note's is refused."""
    (tmp_path / f"{name}.md").write_text("---\ntitle: T\nkind: place\nmentions: [m]\n---\nText.\n", encoding="utf-8")

    with pytest.raises(ClippingError, match="expected a file name of lower-case letters"):
        read_notes(tmp_path)


@pytest.mark.parametrize(
    ("data", "line"), [(b"---\na: b\n\xff\n---\n", 3), (b"---\na: b\n---\n\x07\n", 4), (b"---\na: b\n---\n\nx\x0by", 5)]
)
def test_what_no_page_can_show(tmp_path: Path, data: bytes, line: int) -> None:
    """Bytes that are no UTF-8 and characters that no page can show are errors at their line."""
    (tmp_path / "a.md").write_bytes(data)

    with pytest.raises(ClippingError) as error:
        read_notes(tmp_path)

    assert line == error.value.line


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2016-04-09", ("2016-04-09", "2016-04-09")),
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
        ("1992", ("1992-01-01", "1992-12-31")),
        ("1980s", ("1980-01-01", "1989-12-31")),
        ("2016-04-19/2016-04-21", ("2016-04-19", "2016-04-21")),
        ("2015/2016-04", ("2015-01-01", "2016-04-30")),
        ("2016-13", None),
        ("2015-02-29", None),
        ("1985s", None),
        ("1980s/1990s", None),
        ("2016/2017/2018", None),
        ("2016-04-19/2016-04-19", None),
        ("19 April 2016", None),
        ("2016-4-9", None),
        ("٢٠١٦", None),
        ("", None),
    ],
)
def test_date_range(words: str, expected: tuple[str, str] | None) -> None:
    """A date is the days from its first to its last; anything else is none."""
    assert expected == date_range(words)


def test_timeline() -> None:
    """Entries come by first day, decades by their middle; an event whose day has no entry is one by its title."""
    notes = (
        event("a", "date: 1992-09-12"),
        event("b", "date: 2016-04-09\ntimeline: [{date: 2016-04-09, text: Attack.}, {date: 1990s, text: Defeat.}]"),
        event("c", "timeline: [{date: 1980s, text: Start.}, {date: 2016-04-19/2016-04-21, text: Session.}]"),
    )

    assert [entry.text for entry, _ in timeline(notes)] == ["Start.", "A", "Defeat.", "Attack.", "Session."]


@pytest.fixture(scope="module")
def article() -> Article:
    """Return our article, from the lines on which the capture has it."""
    capture = read_capture(CONTENT / "article.txt")
    captions = tuple(
        Caption(f"c{nth}", capture.folded(line, line).partition(" | ")[0], None, "Agencia Andina", (line, line))
        for nth, line in enumerate((12, 16, 20), 1)
    )
    paragraphs = tuple(
        Paragraph(f"p{nth}", "paragraph", capture.folded(line, line), (line, line))
        for nth, line in enumerate(range(24, 43, 2), 1)
    )
    facts = CaptureFacts(capture.file, capture.sha256, len(capture.data), len(capture.lines))
    return Article(facts, capture.folded(8, 8), captions=captions, paragraphs=paragraphs)


@pytest.fixture(scope="module")
def real() -> tuple[Note, ...]:
    """Return the notes of this site."""
    return read_notes(CONTENT / "notes")


def test_real_notes_are_reachable(article: Article, real: tuple[Note, ...]) -> None:
    """Every real note is mentioned, in words that are the article's own at that place."""
    mentions = find_mentions(article, real)
    texts = {
        **{caption.id: caption.text for caption in article.captions},
        **{f"{caption.id}-credit": caption.credit for caption in article.captions},
        **{paragraph.id: paragraph.text for paragraph in article.paragraphs},
    }

    assert {note.slug for note in real} == {mention.note for mention in mentions}
    assert [mention.text for mention in mentions] == [
        (texts[mention.target] or "")[mention.start : mention.end] for mention in mentions
    ]
    assert {mention.text: mention.date for mention in mentions if mention.date} == {
        "March 30": "2016-03-30",
        "April 9": "2016-04-09",
    }


def test_real_notes_are_safe_and_sourced(real: tuple[Note, ...]) -> None:
    """Every real note renders, cites each of its sources, and says so where it has none."""
    for note in real:
        html = render(note.body, note.file, note.body_line, sources=Sources(note.source_addresses, note.title))
        cited = {int(number) for number in re.findall(r'class="cite" href="[^"]*"[^>]*>\[([0-9]+)\]', html)}
        cited |= {entry.source for entry in note.timeline if entry.source}
        cited |= {number for table in note.figures for row in table.rows for number in row.sources}

        assert set(range(1, len(note.sources) + 1)) == cited, note.slug
        assert note.sources or note.slug in ("victor-crespo", "capture-of-30-march-2016")


def test_victor_crespo(real: tuple[Note, ...]) -> None:
    """Of a living person on whom no source was seen, the note says that and no more."""
    assert next(n.body.strip() for n in real if n.slug == "victor-crespo") == "No independent report of him was found."


def test_about() -> None:
    """The page about this edition renders."""
    for page in read_pages(CONTENT / "pages"):
        assert "<h2>" in render(page.body, page.file, page.line)
