"""A capture is taken in as it is, or refused at the line of what no page can show."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.capture import capture_of, fold
from clipping.errors import ClippingError
from tests.conftest import ENCODABLE

LIMITS = "article.txt: expected at most 1,048,576 bytes and 20,000 lines"
LINES = [
    (b"one\ntwo", ("one", "two")),
    (b"one\n\ntwo\n\n", ("one", "", "two", "")),
    (b"one\r\ntwo\rthree\r\n", ("one", "two", "three")),
    (b"\xef\xbb\xbfone\n", ("one",)),
    ("one\u2028still one\x0bstill one\n".encode(), ("one\u2028still one\x0bstill one",)),
]


@pytest.mark.parametrize(("data", "lines"), LINES)
def test_lines(data: bytes, lines: tuple[str, ...]) -> None:
    """LF, CRLF and CR alone end a line, and a byte order mark is part of none."""
    assert capture_of(data, "article.txt").lines == lines


REFUSED = [
    (b"", "article.txt: expected the text of an article, found no words"),
    (b"\xef\xbb\xbf \n\t\n", "article.txt: expected the text of an article, found no words"),
    (b"one\r\n\r\nthr\xe9e", "article.txt:3: expected UTF-8 text, found the byte 0xE9;"),
    (b"one\n\x00two", "article.txt:2: expected text, found the character U+0000, which no page can show"),
    (b"a" * 1_048_577, f"{LIMITS}, found 1,048,577 and 1; keep"),
    (b"a\r" * 20_001, f"{LIMITS}, found 40,002 and 20,001; keep"),
    (b"one\n\ntwo\x1b[0m", "article.txt:3: expected text, found the character U+001B"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_refused(data: bytes, message: str) -> None:
    """A capture that has no words, is too long, or has what no page can show is refused, if possible with its line."""
    with pytest.raises(ClippingError, match=f"^{re.escape(message)}"):
        capture_of(data, "article.txt")


@given(st.text(ENCODABLE))
def test_folding_changes_white_space_only(text: str) -> None:
    """Folding changes white space alone, and folding again changes nothing."""
    assert fold(text).replace(" ", "") == "".join(text.split())
    assert fold(fold(text)) == fold(text)
