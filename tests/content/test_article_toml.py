"""article.toml is read as its editor means it, or a mistake in it is reported at its line."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest

from clipping.capture import capture_of
from clipping.content.article_toml import EditionTable, Edits, read_edits
from clipping.errors import ClippingError
from clipping.record import Correction, Pins, Source
from tests.cases import read_lines
from tests.conftest import ROOT

CAPTURE = capture_of(b"Live\n\nA headline\n\nA paragraph of text.\n", "article.txt")


def read(folder: Path, text: str) -> Edits:
    """Write ``text`` as article.toml and read it."""
    (folder / "article.toml").write_text(text, "utf-8")
    return read_edits(folder / "article.toml", CAPTURE)


def test_everything(tmp_path: Path) -> None:
    """Every key is read: days as ISO 8601, false as "none", white space folded; a missing file means no edits."""
    edits = read(tmp_path, (ROOT / "tests/cases/article.toml").read_text("utf-8"))
    corrections = (Correction("they talk", 22, speaker="Roberto Chiabra"), Correction("nobody", 26, speaker=""))
    assert edits.source == Source(
        "pt-BR", "The Paper", url="https://example.org/a", captured="2020-01-31", rights="Nobody's"
    )
    none = frozenset({"section", "updated", "captions"})
    assert edits.pins == Pins(3, (), ("A. Name", "B. Name"), "2016-04-19", furniture=frozenset({1}), none=none)
    assert (edits.index, edits.capture_sha256, edits.corrections) == (True, CAPTURE.sha256.upper(), corrections)
    assert edits.edition == EditionTable("An Editor", "mailto:editor@example.org", "2026-11-28")
    assert read_edits(tmp_path / "none.toml", CAPTURE) == Edits()
    assert read(tmp_path, "\nquotation = [{ starts = 'a' }]").corrections == (Correction("a", 2),)
    (tmp_path / "evidence/folder").mkdir(parents=True)
    assert read(tmp_path, f'saved = {{ file = "folder", sha256 = "{CAPTURE.sha256}" }}').saved


def test_a_saved_page_is_not_read_into_memory(tmp_path: Path) -> None:
    """The checksum of a saved page, which can be a large archive, takes far less memory than the page."""
    page = bytes(4_000_000)
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/page.warc").write_bytes(page)
    tracemalloc.start()
    assert read(tmp_path, f'saved = {{ file = "page.warc", sha256 = "{hashlib.sha256(page).hexdigest()}" }}').saved
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(page) / 4


#: Cases that are too long for the case file.
LIMITS = [
    ("[pins]\nheadline = " + "9" * 5000, f"2: expected valid TOML, found “headline = {'9' * 49}”; write each"),
    ("[pins]\nheadline = 0x" + "f" * 5000, "2: expected the number of a line"),
    ("[pins]\nheadline = " + "[" * 3000, f"2: expected valid TOML, found “headline = {'[' * 49}”; write each"),
    ("index = true\n" + "a." * 5000 + "b = 1", "2: expected values at most 8 levels deep, found more"),
    (
        "[pins]\nbyline = ['a', '" + "b" * 4001 + "']",
        "2: expected at most 4000 characters, and no",
    ),
    (" " * 40_000 + "\nindex = 5", "2: expected true or false"),
]


@pytest.mark.parametrize(("text", "expected"), [*read_lines("article-toml-refused.txt"), *LIMITS])
def test_mistakes_are_reported_at_their_line(tmp_path: Path, text: str, expected: str) -> None:
    """A mistake is reported in one line of text: where it is, and what was expected there."""
    with pytest.raises(ClippingError) as refused:
        read(tmp_path, text)
    line, _, words = expected.partition(": ")
    assert str(refused.value.line) == line
    assert words in refused.value.message
    assert "\n" not in str(refused.value)
