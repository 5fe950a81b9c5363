"""Captures are taken in as they are, or refused with the line that can't be."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.capture import fold, read_capture, take
from clipping.errors import ClippingError
from tests.conftest import ROOT


def test_our_capture_is_the_one_that_was_taken_in() -> None:
    """The capture in content/ has the bytes that were taken in, no-break spaces and missing last line feed included."""
    capture = read_capture(ROOT / "content" / "article.txt")

    assert capture.sha256 == "656b22ce1c5867c54dce52c137f0fd6566f745eb0bff1aa669909da4eaf18a10"
    assert len(capture.lines) == 44
    assert "\u00a0" in capture.lines[25]
    assert not capture.data.endswith(b"\n")


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one\ntwo", ("one", "two")),
        (b"one\ntwo\n", ("one", "two")),
        (b"one\n\ntwo\n\n", ("one", "", "two", "")),
        (b"one\r\ntwo\r\n", ("one", "two")),
        (b"one\rtwo", ("one", "two")),
        (b"\xef\xbb\xbfone\n", ("one",)),
        ("one\u2028still one\x0bstill one\n".encode(), ("one\u2028still one\x0bstill one",)),
    ],
)
def test_lines(data: bytes, lines: tuple[str, ...]) -> None:
    """LF, CRLF and CR end a line and nothing else does; a byte order mark belongs to no line."""
    capture = take(data, "article.txt")

    assert lines == capture.lines
    assert data == capture.data


@pytest.mark.parametrize(
    ("data", "line", "found"),
    [
        (b"", None, "an empty file"),
        (b" \n\t\n", None, "white space only"),
        (b"\xef\xbb\xbf", None, "white space only"),
        (b"one\ntwo\xff", 2, "0xFF at byte 8"),
        (b"one\r\n\r\nthr\xe9e", 3, "0xE9"),
        (b"one\n\x00two", 2, "U+0000"),
        (b"one\n\ntwo\x1b[0m", 3, "U+001B"),
    ],
)
def test_refused(data: bytes, line: int | None, found: str) -> None:
    """What no page could show whole is refused, with its line and what was found there."""
    with pytest.raises(ClippingError) as refused:
        take(data, "article.txt")

    assert line == refused.value.line
    assert found in refused.value.message


def test_a_capture_that_is_not_there(tmp_path: Path) -> None:
    """A missing capture is told in one line that names the file."""
    with pytest.raises(ClippingError, match=r"article\.txt: expected the capture of an article, found nothing to read"):
        read_capture(tmp_path / "article.txt")


@given(st.text())
def test_folding_changes_white_space_only(text: str) -> None:
    """Folding loses no character that is not white space, and folding again changes nothing."""
    folded = fold(text)

    assert "".join(text.split()) == folded.replace(" ", "")
    assert folded == fold(folded)


@given(st.binary())
def test_any_bytes_are_kept_or_refused(data: bytes) -> None:
    """Whatever the bytes, they are kept as they are with their sum, or refused as a person can read it."""
    try:
        capture = take(data, "article.txt")
    except ClippingError as refused:
        assert str(refused).startswith("article.txt:")
    else:
        assert data == capture.data
        assert hashlib.sha256(data).hexdigest() == capture.sha256
