"""Text escaped for Markdown is unchanged when the Markdown is parsed."""

import html
import re

import markdown

from clipping.capture import fold
from clipping.site.escapes import in_markdown
from tests.injections import SHOWN

STARTS = ("# not a heading", "1. not a list", "- nor this", "+ x", "==", "    code?", "a | b")


def test_markdown_shows_any_text() -> None:
    """In Markdown, text that looks like markup is one paragraph with the same words."""
    for text in (*STARTS, *SHOWN.values()):
        made = markdown.markdown(in_markdown(fold(text)), extensions=["tables"])
        assert re.fullmatch(r"<p>[^<]*</p>", made), text
        assert re.sub(r"\\([|~=])", r"\1", html.unescape(made[3:-4])) == re.sub(r"\\([|~=])", r"\1", fold(text))
