"""article.toml is read as an editor means it, or refused at the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from clipping.capture import Capture, take
from clipping.content.article import Edits, read_edits
from clipping.errors import ClippingError
from clipping.record import Correction, Pins

CAPTURE = take(b"Live\n\nA headline\n\nA paragraph of text.\n", "article.txt")


def read(tmp_path: Path, text: str, capture: Capture = CAPTURE) -> Edits:
    """Write ``text`` as article.toml and read it."""
    path = tmp_path / "article.toml"
    path.write_text(text, encoding="utf-8")
    return read_edits(path, capture)


def test_everything(tmp_path: Path) -> None:
    """Each table arrives in its place, dates as ISO 8601 and lists as tuples."""
    edits = read(
        tmp_path,
        """
language = "pt-BR"
rights = "Nobody's"
index = true
[source]
publisher = "The  Paper"
url = "https://example.org/a"
captured = 2020-01-31
[pins]
headline = 3
published = 2016-04-19
byline = ["A. Name", "B. Name"]
furniture = [1]
[[quotation]]
starts = "they talk"
speaker = "Roberto Chiabra"
""",
    )

    assert (edits.source.language, edits.source.publisher, edits.source.captured) == (
        "pt-BR",
        "The Paper",
        "2020-01-31",
    )
    assert edits.index is True
    assert edits.pins == Pins(
        headline=3, published="2016-04-19", byline=("A. Name", "B. Name"), furniture=frozenset({1})
    )
    assert edits.corrections == (Correction(starts="they talk", line=15, speaker="Roberto Chiabra"),)


def test_a_changed_capture_is_refused(tmp_path: Path) -> None:
    """The sum that was noted seals the capture; another capture is told, with the sum to note if that is meant."""
    sealed = f'index = false\ncapture_sha256 = "{CAPTURE.sha256.upper()}"'
    changed = take(CAPTURE.data.replace(b"text", b"test"), "article.txt")

    assert read(tmp_path, sealed).sealed
    assert not read(tmp_path, "index = false").sealed
    with pytest.raises(ClippingError, match=r"expected article\.txt as it was taken in") as error:
        read(tmp_path, sealed, changed)
    assert error.value.line == 2
    assert f'write: capture_sha256 = "{changed.sha256}"' in str(error.value)
    read(tmp_path, f'capture_sha256 = "{changed.sha256}"', changed)


def test_no_file_is_no_edits(tmp_path: Path) -> None:
    """A content folder with nothing but a capture in it is whole."""
    assert read_edits(tmp_path / "article.toml", CAPTURE) == Edits()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('index = true\nlanguag = "en"', 2, "found languag; did you mean language?"),
        ('[source]\n\npublsher = "x"', 3, "did you mean publisher?"),
        ("[pinz]\nheadline = 3", 1, "did you mean pins?"),
        ('zzzzzz = "x"', 1, "use one of the known keys"),
        ('index = "yes"', 1, "expected true or false for index, found 'yes'"),
        ("[pins]\n\npublished = '2016-04-19'", 3, "a date without quotation marks"),
        ("[pins]\npublished = 2016-04-19T10:00:00Z", 2, "a date without quotation marks"),
        ("[pins]\npublished = 2016-02-31", 2, "a day that exists"),
        ('[pins]\nheadline = "three"', 2, "the number of a line"),
        ("[pins]\nheadline = true", 2, "the number of a line"),
        ("[pins]\nheadline = 80", 2, "expected a line from 1 to 5, found 80"),
        ("[pins]\nheadline = 0", 2, "expected a line from 1 to 5, found 0"),
        ("[pins]\nheadline = 2", 2, "which is blank"),
        ("[pins]\nheadline = 3\nfurniture = [1, 3]", 3, "found line 3 under headline too"),
        ("[pins]\nfurniture = 1", 2, "a list of line numbers"),
        ('[source]\nurl = "javascript:alert(1)"', 2, "an address that starts with"),
        ('[source]\nurl = "https://"', 2, "an address that starts with"),
        ('[source]\nurl = "https://example.org/\\u0007"', 2, "an address that starts with"),
        ('rights = "a\\u0000b"', 1, r"found 'a\x00b'"),
        ('[pins]\nbyline = ["A. Name", "a\\u007Fb"]', 2, "a list of words"),
        ('[[quotation]]\nstarts = "a"\nrole = "a\\uFFFEb"', 3, "words in quotation marks"),
        ('language = "English please"', 1, "a language tag"),
        ('index = true\ncapture_sha256 = "abc"', 2, "expected the SHA-256 of article.txt"),
        ('rights = "  "', 1, "words in quotation marks"),
        ("source = 3", 1, "a table that starts with [source]"),
        ("quotation = 3", 1, "tables that start with [[quotation]]"),
        ('[[quotation]]\nstarts = "a"\n[[quotation]]\nspeaker = "b"', 3, "told by the words it starts with"),
        ('[[quotation]]\nstarts = "a"\n[[quotation]]\nstarts = "b"\nkind = "song"', 5, "one of speech, writing"),
        ("language = \n", 1, "expected valid TOML"),
        ('language "en"', 1, 'the name of a key and “=” before its value; found “language "en"”'),
        ("[source]\npublisher = The Paper", 2, 'a value such as "words" in straight quotation marks'),
        ("language = “en”", 1, "found “language = “en””"),
        ('language = "en"\nlanguage = "es"', 2, 'each key once in its table; found “language = "es"”'),
        ("[source]\n[pins]\n[source]", 3, "each table once"),
        ('rights = "all\nindex = true', 1, "the mark that closes the words, on the line"),
        ("rights = 'all", 1, "the mark that closes the words"),
        ('rights = """all', 1, "the mark that closes the words"),
        ("[pins]\nfurniture = [1, 2\nheadline = 3", 3, "the bracket that closes a list"),
        ('rights = "C:\\docs"', 1, "two strokes"),
        ("= 3", 1, "the name of a key"),
        ('a = 1\nb = "unclosed', 2, "expected valid TOML"),
        ("a = 1\n[source\n", 2, "expected valid TOML"),
    ],
)
def test_mistakes_are_told_at_their_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    """Each mistake is one line that says where it is, what was expected and what was found."""
    with pytest.raises(ClippingError) as refused:
        read(tmp_path, text)

    assert line == refused.value.line
    assert words in refused.value.message
    assert "\n" not in str(refused.value)


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is refused at its first such line."""
    path = tmp_path / "article.toml"
    path.write_bytes(b'index = true\nrights = "\xe9"\n')

    with pytest.raises(ClippingError, match=r"article\.toml:2: expected UTF-8 text"):
        read_edits(path, CAPTURE)


@pytest.mark.parametrize(
    "value",
    ["9" * 5000, "0x" + "f" * 5000, "[" * 3000, "[" * 3000 + "]" * 3000],
    ids=["digits", "hex", "open", "closed"],
)
def test_what_is_too_long_to_read(tmp_path: Path, value: str) -> None:
    """A number of thousands of digits and lists thousands deep, which Python does not read, are told in a line."""
    with pytest.raises(ClippingError, match=r"article\.toml: expected short numbers, and lists a few levels deep"):
        read(tmp_path, f"[pins]\nheadline = {value}")
