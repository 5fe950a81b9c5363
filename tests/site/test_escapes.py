"""Each format's escape keeps any text as it is when the format is read again."""

from __future__ import annotations

import html
import json
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.capture import fold
from clipping.site.escapes import address_in_markdown, as_script_text, in_markdown

HOSTILE = [
    "# not a heading",
    "1. not a list",
    "- nor this",
    "*a* _b_ `c` [d](e) <b>f</b> &amp; g\\",
    "==",
    "+ x",
    "    code?",
    "a | b",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_text(text: str) -> None:
    """Text that looks like markup comes out of Markdown as one paragraph with the same words."""
    made = markdown.markdown(in_markdown(fold(text)), extensions=["tables"])

    assert re.fullmatch(r"<p>[^<]*</p>", made)
    assert html.unescape(made[3:-4]).replace("\\|", "|").replace("\\~", "~").replace("\\=", "=") == fold(text)


@given(st.recursive(st.text() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_script_text_is_json_that_can_not_end_its_element(value: object) -> None:
    """Whatever the words, the JSON reads back the same and holds nothing that HTML would see."""
    text = as_script_text(value)

    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_an_address_is_no_markup_in_markdown() -> None:
    """A reader that looks for images before addresses finds none in an address."""
    address = address_in_markdown("https://example.org/?![x](https://example.org/x.png)`a`")
    made = markdown.markdown(f"<{address}>")

    assert re.fullmatch(r'<p><a href="[^"]*">[^<]*</a></p>', made)
    assert address_in_markdown("https://example.org/a_(b)*~?c=d&e#f") == "https://example.org/a_(b)*~?c=d&e#f"
