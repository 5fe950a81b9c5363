"""Escapes for JSON and Markdown; templates escape HTML and XML themselves."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import msgspec

#: What means something to Markdown anywhere in a line, and what only at its start (CommonMark 0.31, sections 2 to 6).
INLINE = re.compile(r"[\\`*_\[\]~|]")
AT_START = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=#]))")
#: What browsers accept in an address and Markdown reads as markup.
NOT_IN_PATHS = re.compile(r"[\[\]\\`|^{}]")


def as_json_text(value: Any, depth: int = 0) -> str:
    """Return ``value`` as JSON (RFC 8259) in UTF-8: its members on lines of their own, and so are those of each.

    What is at a greater ``depth``, such as the fields of one paragraph of many, shares a line.
    """
    if depth == 2 or not value or not isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    names = [f"{json.dumps(name)}: " for name in value] if isinstance(value, dict) else [""] * len(value)
    members = value.values() if isinstance(value, dict) else value
    margin = "\n" + "  " * depth
    lines = (f"{margin}  {name}{as_json_text(member, depth + 1)}" for name, member in zip(names, members, strict=True))
    return f"{opening}{','.join(lines)}{margin}{closing}"


def as_short_json(value: Any) -> str:
    """Return ``value`` as JSON (RFC 8259) on one line, for what only programs read."""
    return msgspec.json.encode(value).decode()


def in_markdown(text: str) -> str:
    """Return ``text`` such that Markdown shows it unchanged, in one paragraph, with no markup of its own."""
    return AT_START.sub(r"\1\\", html.escape(INLINE.sub(r"\\\g<0>", " ".join(text.split())), quote=False))


def address_in_markdown(address: str) -> str:
    """Return a web address such that Markdown shows it unchanged between ``<`` and ``>``.

    Some readers of Markdown look for links and code before they look for addresses. What could begin or end one is
    percent-encoded; none of it is valid in a path or a query anyway (RFC 3986, section 3.3).
    """
    return NOT_IN_PATHS.sub(lambda found: f"%{ord(found[0]):02X}", address)


def note_in_markdown(text: str) -> str:
    """Return the Markdown of a note for use below a heading of level 3 in the article's Markdown.

    As on the pages, HTML in it is plain text and no fence opens a block of code. Its headings move down three levels,
    and its links to parts of the page lead to the page of the notes.
    """
    text = re.sub(r"<(?!(?:https?://|mailto:)[^\s<>]*>)", "&lt;", text.strip())
    text = re.sub(r"(?m)^( *)(`{3,}|~{3,})", r"\1\\\2", text)
    text = re.sub(r"(?m)^( {0,3})(#{1,6})(?=\s)", lambda found: f"{found[1]}{(found[2] + '###')[:6]}", text)
    return text.replace("](#", "](notes.html#")
