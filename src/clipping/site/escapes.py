"""Escapes for JSON and Markdown; templates escape HTML and XML themselves."""

import html
import re
from typing import Any

import msgspec

#: Characters that are markup in Markdown: anywhere in a line, or only at its start (CommonMark 0.31, sections 2 to 6).
INLINE = re.compile(r"[\\`*_\[\]~|]")
AT_START = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=#]))")


def as_json_text(value: Any) -> str:
    """Return ``value`` as JSON (RFC 8259), indented to two levels; no characters are escaped needlessly.

    Anything nested more deeply, such as the fields of a paragraph, is on one line.
    """
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()  # no string in it contains a line end
    for deep, joined in ((r",\n {6,}", ", "), (r"\n {6,}", ""), (r"\n {4}(?=[]}])", "")):
        text = re.sub(deep, joined, text)
    return text


def as_short_json(value: Any) -> str:
    """Return ``value`` as JSON (RFC 8259) on one line without spaces, for data that only programs read."""
    return msgspec.json.encode(value).decode()


def in_markdown(text: str) -> str:
    """Return ``text`` escaped so that Markdown shows it unchanged, as one paragraph without markup."""
    return AT_START.sub(r"\1\\", html.escape(INLINE.sub(r"\\\g<0>", " ".join(text.split())), quote=False))


def note_in_markdown(text: str) -> str:
    """Return the Markdown of a note for use below a heading of level 3 in the article's Markdown.

    As on the pages, HTML is shown as plain text and fences do not start code blocks. Headings move down three levels,
    and links within the page lead to the notes page.
    """
    text = re.sub(r"<(?!(?:https?://|mailto:)[^\s<>]*>)", "&lt;", text.strip())
    text = re.sub(r"(?m)^( *)(`{3,}|~{3,})", r"\1\\\2", text)
    text = re.sub(r"(?m)^( {0,3})(#{1,6})(?=\s)", lambda found: f"{found[1]}{(found[2] + '###')[:6]}", text)
    return text.replace("](#", "](notes.html#")
