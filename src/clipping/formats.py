"""The escapes of the formats that are not HTML, and the making small of the stylesheet."""

from __future__ import annotations

import json
import re
from typing import Any

#: What means something to Markdown anywhere in a line, and what only at its start (CommonMark 0.31, sections 2 to 6).
INLINE = re.compile(r"[\\`*_\[\]~|]")
AT_START = re.compile(r"^(#{1,6}|[-+=]+|\d{1,9}(?=[.)]))")


def as_json_text(value: Any) -> str:
    """Return ``value`` as indented JSON (RFC 8259), non-ASCII as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def in_markdown(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, in one paragraph, with no markup of its own."""
    safe = INLINE.sub(r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return AT_START.sub(lambda mark: mark[0] + "\\" if mark[0][0].isdigit() else "\\" + mark[0], safe)


def small_css(style: str) -> str:
    """Return the stylesheet without comments, indentation and line feeds; nothing else of it changes.

    Our stylesheet has no strings with comment marks or runs of spaces in them, which keeps this so short.
    """
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    return re.sub(r" ?([{};,>]) ?", r"\1", style).replace(";}", "}").strip()
