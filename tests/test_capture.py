"""Captures are taken in as they are, or refused with the line that can't be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.capture import fold, take
from clipping.errors import ClippingError


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one\ntwo", ("one", "two")),
        (b"one\n\ntwo\n\n", ("one", "", "two", "")),
        (b"one\r\ntwo\rthree\r\n", ("one", "two", "three")),
        (b"\xef\xbb\xbfone\n", ("one",)),
        ("one\u2028still one\x0bstill one\n".encode(), ("one\u2028still one\x0bstill one",)),
    ],
)
def test_lines(data: bytes, lines: tuple[str, ...]) -> None:
    """LF, CRLF and CR end a line and nothing else does; a byte order mark belongs to no line."""
    assert take(data, "article.txt").lines == lines


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "article.txt: expected the text of an article, found an empty file"),
        (b"\xef\xbb\xbf \n\t\n", "article.txt: expected the text of an article, found white space only"),
        (b"one\r\n\r\nthr\xe9e", "article.txt:3: expected UTF-8 text, found the byte 0xE9 at byte 11 of the file"),
        (b"one\n\x00two", "article.txt:2: expected text, found the character U+0000, which no page can show"),
        (
            b"a" * 1_048_577,
            "article.txt: expected at most 1,048,576 bytes and 40,000 lines, found 1,048,577 and 1; put",
        ),
        (
            b"a\r" * 40_001,
            "article.txt: expected at most 1,048,576 bytes and 40,000 lines, found 80,002 and 40,001; put",
        ),
        (b"one\n\ntwo\x1b[0m", "article.txt:3: expected text, found the character U+001B"),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    """What no page could show whole or soon is refused, with its line and what was found there."""
    with pytest.raises(ClippingError) as refused:
        take(data, "article.txt")

    assert str(refused.value).startswith(message)


@given(st.text())
def test_folding_changes_white_space_only(text: str) -> None:
    """Folding loses no character that is not white space, and folding again changes nothing."""
    assert fold(text).replace(" ", "") == "".join(text.split())
    assert fold(fold(text)) == fold(text)
