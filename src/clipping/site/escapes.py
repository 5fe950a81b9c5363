"""The escapes of the formats that are not HTML."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: What means something to Markdown anywhere in a line, and what only at its start (CommonMark 0.31, sections 2 to 6).
INLINE = re.compile(r"[\\`*_\[\]~|]")
AT_START = re.compile(r"^(#{1,6}|[-+=]+|\d{1,9}(?=[.)]))")
#: What browsers take in an address and Markdown takes for markup.
NOT_IN_PATHS = re.compile(r"[\[\]\\`|^{}]")


def as_json_text(value: Any) -> str:
    """Return ``value`` as indented JSON (RFC 8259), non-ASCII as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_short_json(value: Any) -> str:
    """Return ``value`` as JSON (RFC 8259) in one line: what only programs read, and made in a tenth of the time."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_script_text(value: Any) -> str:
    """Return ``value`` as JSON that may stand in a script element whatever words are in it.

    No ``<`` is left to end the element or to open a comment (HTML, section 4.12.1.3), and no character that
    older JavaScript takes for a line end.
    """
    return re.sub(r"[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", as_short_json(value))


def in_markdown(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, in one paragraph, with no markup of its own."""
    safe = (
        INLINE.sub(r"\\\g<0>", " ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    return AT_START.sub(lambda mark: mark[0] + "\\" if mark[0][0].isdigit() else "\\" + mark[0], safe)


def address_in_markdown(address: str) -> str:
    """Return a web address so that Markdown shows it as it is between ``<`` and ``>``.

    Some readers of Markdown look for links and code before they look for addresses. What could begin or end one is
    percent-encoded, and none of it may stand in a path or a query anyway (RFC 3986, section 3.3).
    """
    return NOT_IN_PATHS.sub(lambda found: f"%{ord(found[0]):02X}", address)


def note_in_markdown(text: str) -> str:
    """Return the Markdown of a note to stand under a heading of level 3 in the article's Markdown.

    As on the pages, HTML in it is the text it is and no fence opens a block of code; its headings go three levels
    down, and its links to places on the page lead to the page of the notes.
    """
    text = text.strip()
    if "<" in text:
        text = re.sub(r"<(?!(?:https?://|mailto:)[^\s<>]*>)", "&lt;", text)
    if "```" in text or "~~~" in text:
        text = re.sub(r"(?m)^( *)(`{3,}|~{3,})", r"\1\\\2", text)
    if "# " in text:
        text = re.sub(r"(?m)^( {0,3})(#{1,6})(?=\s)", lambda found: f"{found[1]}{(found[2] + '###')[:6]}", text)
    return text.replace("](#", "](notes.html#")


def date_in_words(date: str) -> str:
    """Return a date of a note (see notes.py) as people write it: ``9 April 2016``, ``19–21 April 2016``, ``1980s``."""
    first, _, last = date.partition("/")
    start, end = _in_words(first), _in_words(last)
    shared = 0  # what both ends share is said once: “19–21 April 2016”
    while shared < min(len(start), len(end)) and start[-1 - shared] == end[-1 - shared]:
        shared += 1
    return "–".join(" ".join(words) for words in (start[: len(start) - shared], end) if words)


def _in_words(date: str) -> list[str]:
    """Return the day, month and year of an ISO 8601 date as words; anything else as it is."""
    parts = date.split("-")
    if len(parts) == 1:
        return [date] if date else []
    return [*(str(int(day)) for day in parts[2:]), MONTHS[int(parts[1]) - 1], parts[0]]


def place_in_words(target: str) -> str:
    """Return what people call a text of the article: ``paragraph 9``, ``the caption of photograph 1``."""
    name, _, credit = target.partition("-")
    if name[0] == "p" and name[1:].isdigit():
        return f"paragraph {name[1:]}"
    if name[0] == "c" and name[1:].isdigit():
        return f"the {credit or 'caption'} of photograph {name[1:]}"
    return f"the {target}"


def with_headings_raised(html: str, levels: int) -> str:
    """Return HTML that ``prose.render`` made with its headings, of level 4 and below, that much higher."""
    return re.sub(r"(?<=<)(/?h)([4-6])(?=>)", lambda tag: f"{tag[1]}{int(tag[2]) - levels}", html)


def as_xhtml(html: str) -> str:
    """Return HTML that ``prose.render`` made as XML: its two void elements closed, its words as they are."""
    return html.replace("<br>", "<br/>").replace("<hr>", "<hr/>")


def sha256_source(text: str) -> str:
    """Return the hash by which a policy allows ``text`` as a style or script (CSP 3, section 2.3.1: base64)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
