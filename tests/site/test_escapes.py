"""Any text that is escaped for a format is the same when that is read again."""

import html
import json
import re

import markdown
from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.capture import fold
from clipping.site.escapes import address_in_markdown, as_json_text, in_markdown
from clipping.site.trusted_html import script_text
from tests.injections import SHOWN

STARTS = ("# not a heading", "1. not a list", "- nor this", "+ x", "==", "    code?", "a | b")


def test_markdown_shows_any_text() -> None:
    """In Markdown, text that looks like markup is one paragraph with the same words."""
    for text in (*STARTS, *SHOWN.values()):
        made = markdown.markdown(in_markdown(fold(text)), extensions=["tables"])
        assert re.fullmatch(r"<p>[^<]*</p>", made), text
        assert re.sub(r"\\([|~=])", r"\1", html.unescape(made[3:-4])) == re.sub(r"\\([|~=])", r"\1", fold(text))


@settings(max_examples=15)
@given(st.recursive(st.text() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_reads_back(value: object) -> None:
    """Any value is read back from JSON; in a script, nothing in it means anything to HTML."""
    text = script_text(value)
    assert json.loads(text) == json.loads(as_json_text(value)) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_an_address_is_no_markup_in_markdown() -> None:
    """An address in Markdown is a link alone, even if an image is written in it; an ordinary address is unchanged."""
    address = address_in_markdown("https://example.org/?![x](https://example.org/x.png)`a`")
    assert re.fullmatch(r'<p><a href="[^"]*">[^<]*</a></p>', markdown.markdown(f"<{address}>"))
    assert address_in_markdown("https://example.org/a_(b)*~?c=d&e#f") == "https://example.org/a_(b)*~?c=d&e#f"
