"""Notes are read as their editor means them, or a mistake in them is reported at its line; the real ones are sound."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from msgspec.structs import astuple, replace

from clipping.capture import read_capture
from clipping.content.mentions import find_mentions
from clipping.content.notes import Note, check_links, date_in_words, date_range, read_notes
from clipping.content.prose import Page
from clipping.errors import ClippingError
from clipping.parse import parse
from clipping.site.trusted_html import note_html
from clipping.site.views import first_sentence
from tests.cases import read_titled
from tests.conftest import ROOT

#: What the cases of notes-refused.txt abbreviate.
HEADS = {"person": "title: A\nkind: person\nmentions: [a]"}
HEADS["claim"] = "title: A\nkind: claim\nverdict: agrees\nmentions: [a]"


def test_everything(tmp_path: Path) -> None:
    """Every key is read, with its value as written, and the line of each mention is recorded."""
    shutil.copy(ROOT / "tests/cases/note.md", tmp_path / "a.md")
    (note,) = read_notes(tmp_path)
    assert (note.title, note.kind, note.verdict, note.claim) == ("A claim", "claim", "unconfirmed", "1992")
    assert (note.mentions, note.mention_lines, note.date) == (("some words", "no"), (5, 6), None)
    assert [astuple(source) for source in note.sources] == [
        ("T: 1", "https://example.org/?a=1#b", "P", "2016-04", True, "N", *[None] * 5),
        ("T", "https://example.org/", None, None, False, None, "https://example.org/b", "2026-11-28", "es", "Q", "R"),
    ]
    assert [astuple(entry) for entry in note.timeline] == [("1980s", "Then.", 1), ("1992", "Later.", None)]
    rows = [astuple(row) for row in note.figures[0].rows]
    assert rows == [(2011, (62500, 0.5), (1,), "R"), (2012, (None, None), (), None)]
    assert (note.id, note.body, note.body_line, note.file) == ("note-a", "Text [1].\n", 21, str(tmp_path / "a.md"))


@pytest.mark.parametrize(("text", "expected"), read_titled("notes-refused.txt"))
def test_refused(tmp_path: Path, text: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake is reported at its line, with or without libyaml: what was expected, what was found and what to do."""
    head, feed, rest = text.partition("\n")
    if not text.startswith(("Text.", "---")):
        text = f"---\n{HEADS.get(head, head)}{feed}{rest}\n---\nText."
    (tmp_path / "a.md").write_text(text + "\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ClippingError) as error:
            read_notes(tmp_path)
        assert f"{error.value.line}: {error.value.message}" == expected
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def test_folder(tmp_path: Path) -> None:
    """Notes are sorted by slug; a name that is not a slug is an error; lock files are ignored."""
    text = "\ufeff---\r\ntitle: {}\r\nkind: place\r\nmentions: [m]\r\n---\r\nText.\r\n"
    for name in ("b", "a-1", "a", ".#a"):
        (tmp_path / f"{name}.md").write_text(text.format(name), "utf-8")
    assert [note.slug for note in read_notes(tmp_path)] == ["a", "a-1", "b"]
    assert read_notes(tmp_path / "none") == ()
    for name in ("A", "é", "a_b", "-a", "a--b", "a.b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").touch()
        with pytest.raises(ClippingError, match="expected a file name of lower-case letters"):
            read_notes(tmp_path / name)


def test_dates() -> None:
    """A date gives its first and last day; in words, it does not repeat what both ends share."""
    dates = {
        "2016-04-09": ("2016-04-09", "2016-04-09", "9 April 2016"),
        "2016-02": ("2016-02-01", "2016-02-29", "February 2016"),
        "1992": ("1992-01-01", "1992-12-31", "1992"),
        "1980s": ("1980-01-01", "1989-12-31", "1980s"),
        "2016-04-19/2016-04-21": ("2016-04-19", "2016-04-21", "19–21 April 2016"),
        "2016-03-30/2016-04-02": ("2016-03-30", "2016-04-02", "30 March–2 April 2016"),
        "1992/2016-02": ("1992-01-01", "2016-02-29", "1992–February 2016"),
        "1994~/1996~": ("1994-01-01", "1996-12-31", "about 1994–1996"),
    }
    wrong = "2016-02-30 2016-13 0000s 0001-01-01 1985s 20160409 2016-4-9 ٢٠١٦ 1980s/1990s 2016/2015 2014/2015/2016"
    wrong += " 2016/2016 2015/2016-00 ~ 1994~~ 1980s~ ~1994 1994/~1996 " + "2016/" * 9000
    assert {date: (*(date_range(date) or ()), date_in_words(date)) for date in dates} == dates
    assert [words for words in ("", *wrong.split()) if date_range(words)] == []


def test_real_notes() -> None:
    """The article mentions every note; each cites all its sources, and its first sentence fits beside the article."""
    real = read_notes(ROOT / "content" / "notes")
    mentions = find_mentions(parse(read_capture(ROOT / "content" / "article.txt")), real)
    assert {note.slug for note in real} == {mention.note for mention in mentions}
    for note in real:
        html = note_html(note)
        cited = {int(number) for number in re.findall(r'class="cite"[^>]*>\[([0-9]+)\]', html)}
        cited |= {entry.source for entry in note.timeline if entry.source}
        cited |= {number for table in note.figures for row in table.rows for number in row.sources}
        assert set(range(1, len(note.sources) + 1)) == cited, note.slug
        assert 0 < len(first_sentence(html)) <= 160, note.slug


SITE = {"notes.html": "note-cusco", "index.html": "p1", "cite.html": "ris", "about.html": "verdicts", "article.txt": ""}
LINKS = ["(notes.html#note-cuzco)", "(#verdict)", "(<#note-cusco>)", ": cites.html", "(www.example.org)"]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_to_a_file_of_the_site_or_an_id_in_one(link: str) -> None:
    """A link to a file or an id that does not exist is reported at its line."""
    good = "[a](cite.html#ris) [b](https://example.org/a.html) [c](index.html#p1:~:text=a) `[d](#nowhere)`"
    note = Note("A", "place", ("a",), slug="a", body=f"{good} [e](#note-cusco)", file="a.md")
    page = Page("about", "About", f"{good} [e](#verdicts)\n\n[c]{link}", "about.md", 4)
    shown = "".join(f'<a href="{part}">' for part in re.findall(r"[^\s()<>\]]+", re.sub("`.*?`", "", page.body)))
    files = {name: f'<p id="{id}">'.encode() for name, id in SITE.items()}
    check_links([note, page], files)
    found = f"found “{link.strip('(<>): ')}”; correct it, or put https:// before a web address"
    with pytest.raises(
        ClippingError,
        match=re.escape(f"about.md:6: expected a link to a file of the site, or to an id in one, {found}"),
    ):
        check_links([note, page], files | {"about.html": f'<p id="verdicts">{shown}'.encode()})
    with pytest.raises(ClippingError, match=r"a\.md:1: expected a link .*, found “#verdicts”"):
        check_links([replace(note, body="[f](#verdicts)")], files | {"notes.html": b'<a href="#verdicts">'})
