"""article.toml is read as an editor means it, or refused at the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from clipping.capture import Capture, take
from clipping.content.article_toml import Edits, read_edits
from clipping.errors import ClippingError
from clipping.record import Colophon, Correction, Pins, Source

CAPTURE = take(b"Live\n\nA headline\n\nA paragraph of text.\n", "article.txt")


def read(tmp_path: Path, text: str, capture: Capture = CAPTURE) -> Edits:
    """Write ``text`` as article.toml and read it."""
    path = tmp_path / "article.toml"
    path.write_text(text, encoding="utf-8")
    return read_edits(path, capture)


def test_everything(tmp_path: Path) -> None:
    """Each table arrives where it belongs, days as ISO 8601, false as none, white space folded; no file, no edits."""
    text = """
language = "pt-BR"
rights = "Nobody's"
index = true
[source]
publisher = "The  Paper"
url = "https://example.org/a"
captured = 2020-01-31
[edition]
editor = "An  Editor"
contact = "mailto:editor@example.org"
revised = 2026-11-28
[pins]
headline = 3
published = 2016-04-19
byline = ["A. Name", "B. Name"]
furniture = [1]
section = false
updated = false
[[quotation]]
starts = "they talk"
speaker = "Roberto Chiabra"
[[quotation]]
speaker = ""
starts = "nobody"
"""

    edits = read(tmp_path, text)
    corrections = (Correction("they talk", 21, speaker="Roberto Chiabra"), Correction("nobody", 25, speaker=""))
    assert edits.source == Source(
        "pt-BR", "The Paper", url="https://example.org/a", captured="2020-01-31", rights="Nobody's"
    )
    none = frozenset({"section", "updated"})
    assert edits.pins == Pins(3, (), ("A. Name", "B. Name"), "2016-04-19", furniture=frozenset({1}), none=none)
    assert (edits.index, edits.capture_sha256, edits.corrections) == (True, None, corrections)
    assert edits.colophon == Colophon("An Editor", "mailto:editor@example.org", "2026-11-28")
    assert read_edits(tmp_path / "none.toml", CAPTURE) == Edits()


def test_a_changed_capture_is_refused(tmp_path: Path) -> None:
    """The sum that was noted seals the capture; another capture is reported, with the sum to note if it is meant."""
    sealed = f'index = false\ncapture_sha256 = "{CAPTURE.sha256.upper()}"'
    changed = take(CAPTURE.data.replace(b"text", b"test"), "article.txt")

    assert read(tmp_path, sealed).capture_sha256 == CAPTURE.sha256.upper()
    assert read(tmp_path, "index = false").capture_sha256 is None
    with pytest.raises(ClippingError, match=r"toml:2: expected article\.txt as it was taken in") as error:
        read(tmp_path, sealed, changed)
    assert f'write: capture_sha256 = "{changed.sha256}"' in str(error.value)
    assert read(tmp_path, f'capture_sha256 = "{changed.sha256}"', changed).capture_sha256 == changed.sha256


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('index = true\nlanguag = "en"', 2, "pins, quotation, found “languag = \"en\"”; did you mean language?"),
        ('[[quotation]]\nstarts = "a"\nline = 3', 3, "expected one of starts, kind, speaker"),
        ("[pinz]\nheadline = 3", 1, "found “[pinz]”; did you mean pins?"),
        ('"x - at `$.y`" = 1', 1, "expected a key of letters"),
        ('index = "yes"', 1, "expected true or false for index, found “index = \"yes\"”; correct it"),
        ("[pins]\n\npublished = '2016-04-19'", 3, "a date without quotation marks"),
        ("[source]\ncaptured = 0001-01-01", 2, "a date without quotation marks"),
        ('[pins]\nheadline = "3"', 2, "a whole number for headline"),
        ("[pins]\nheadline = 6", 2, "expected a line from 1 to 5, found “headline = 6”"),
        ("[pins]\nheadline = 2", 2, "expected a line with words, found line 2, which is blank"),
        ("[pins]\nheadline = 3\nfurniture = [1, 3]", 3, "found line 3 under headline too"),
        ("[pins]\nfurniture = 1", 2, "a list of numbers for furniture"),
        ('[source]\nurl = "javascript:alert(1)"', 2, "an address that starts with https:// or http:// for url"),
        ('[source]\narchived_url = "https://a℀b/"', 2, "an address that starts with"),
        ('[edition]\ncontact = "http://example.org/"', 2, "starts with mailto: or https:// for contact"),
        ('rights = "a\\u0000b"', 1, "expected text, found a character that no page can show"),
        ('language = "English please"', 1, "a language tag"),
        ('saved = { file = "../page", sha256 = "" }', 1, "expected the name of a file in evidence/"),
        ("[pins]\nheadline = 3\ncaptions = [3]", 3, "found line 3 under headline too"),
        ('capture_sha256 = "abc"', 1, "expected the SHA-256 of the file"),
        ('rights = "  "', 1, "expected words for rights"),
        ('[[quotation]]\nstarts = "a"\n[[quotation]]\nspeaker = "b"', 3, "expected the key starts for quotation"),
        ('[[quotation]]\nstarts = "a"\n[[quotation]]\nstarts = "b"\nkind = "terms"', 5, "did you mean term?"),
        ("[source]\npublisher = The Paper", 2, 'straight "quotation marks", found “publisher = The Paper”'),
        ('a = 1\nb = "unclosed', 2, "valid TOML: a quotation mark at the end of the words, found “b = \"unclosed”"),
        ('language = "en"\nlanguage = "es"', 2, "each key and each table once, found “language = \"es\"”"),
        ("[pins]\nfurniture = [1, 2\nheadline = 3", 3, "a ] at the end of the list"),
        ('rights = "C:\\docs"', 1, "two strokes"),
        ("[pins]\npublished = 2016-02-31", 2, "a day that exists"),
        ("[pins]\nheadline = " + "9" * 5000, None, "expected short numbers"),
        ("[pins]\nheadline = 0x" + "f" * 5000, 2, "expected a line from"),
        ("[pins]\nheadline = " + "[" * 3000, None, "expected short numbers, and lists a few levels deep"),
        ("index = true\n" + "a." * 5000 + "b = 1", 2, "expected values at most 8 levels deep, found more"),
        ("[pins]\nbyline = ['a', '" + "b" * 2001 + "']", 2, "expected at most 2000 characters, found 2001; write less"),
        ("a." * 60_000 + "b", None, "expected at most 120000 characters, found 120001; write less"),
        ("\n" * 120_001, None, "expected at most 120000 characters"),
        (" " * 40_000 + "\nindex = 1", 2, "expected true or false for index"),
    ],
)  # fmt: skip
def test_mistakes_are_reported_at_their_line(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    """Each mistake is one line: where it is, what was expected, what was found, and what to do."""
    with pytest.raises(ClippingError) as refused:
        read(tmp_path, text)

    assert line == refused.value.line
    assert words in refused.value.message
    assert "\n" not in str(refused.value)
