"""Hostile words in every field of the content, for the tests that build a site of them and for the browser."""

from __future__ import annotations

import re
from pathlib import Path

from clipping.capture import fold

CASES = Path(__file__).parent / "cases" / "injections.txt"


def cases_in(text: str) -> dict[str, str]:
    """Return the words of each case by its title; ``<U+XXXX>`` becomes that character."""
    lines = [line.split(": ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len({title for title, _ in lines}), "two cases have one title"
    return {title: re.sub(r"<U\+(\w+)>", lambda code: chr(int(code[1], 16)), words) for title, words in lines}


_shown, _, _refused = CASES.read_text(encoding="utf-8").partition("\n\n")[2].partition("\n# Refused\n")
#: The words that a site may hold, and those with a character that no page can carry.
SHOWN, REFUSED = cases_in(_shown), cases_in(_refused)


def literal(words: str) -> str:
    """Return ``words`` as a string that TOML and YAML read alike."""
    safe = (letter if letter.isalnum() and letter.isascii() else f"\\U{ord(letter):08x}" for letter in words)
    return f'"{"".join(safe)}"'


def address(words: str) -> str:
    """Return an address with as much of ``words`` in it as an address may have."""
    return "https://example.org/?" + re.sub(r"[\s<>\"\\\x00-\x20\x7f]", "", words)


def capture_of(words: str) -> str:
    """Return a capture with ``words`` in each of its fields."""
    line = fold(words)
    return "\n\n".join((
        f"A headline about {line} here",
        f"A photograph of {line} outdoors | Photo: Agency {line}",
        f"One paragraph is about {line} again.",
        f"“They wrote of {line} before,” Mary Miller said on the day.",
        f"A part on {line} follows",
        f"He called it “a kind of {line} there” then.",
        f"Share {line}",
    ))  # fmt: skip


def edits_of(words: str) -> str:
    """Return an article.toml that pins the fields of that capture, with ``words`` in every key that takes some."""
    text, link = literal(words), literal(address(words))

    def keys(*names: str) -> str:
        return "\n".join(f"{name} = {text}" for name in names)

    return f"""
language = "en"
{keys("rights", "rights_why")}
[source]
{keys("publisher", "place", "why", "captured_with", "captured_why")}
url = {link}
archived_url = {link}
[edition]
{keys("editor")}
contact = {link}
[pins]
headline = 1
section = [{text}, "x"]
byline = [{text}, {literal("Jane " + words)}]
published = 2016-04-19
paragraphs = [5, 7, 11]
subheadings = [9]
furniture = [13]
[[quotation]]
starts = "They wrote of"
kind = "speech"
{keys("speaker", "speaker_as_written", "role", "cue")}
[[quotation]]
starts = "a kind of"
kind = "writing"
speaker = {text}
speaker_type = "document"
"""


def write_content(folder: Path, words: str, body: str = "Text [1].", page: str = "Text.") -> None:
    """Write a content folder with ``words`` in every key and field, ``body`` in its notes and ``page`` on a page."""
    text, link = literal(words), literal(address(words))
    said = f"quote: {literal(' '.join(words.split()[:25]))}, translation: {text}, archived: {link}"
    source = f"sources: [{{title: {text}, publisher: {text}, url: {link}, note: {text}, {said}}}]"
    rows = f"rows: [{{year: 1999, values: [1], note: {text}}}]"
    figures = f"figures: [{{title: {text}, unit: {text}, series: [{text}], note: {text}, {rows}}}]"
    timeline = f"timeline: [{{date: 1999-02-03, text: {text}, source: 1}}]"
    person = f"title: {text}\nkind: person\nmentions: [{literal(f'is about {words} again')}]"
    claim = f"title: Two\nkind: claim\nverdict: disputed\nclaim: {text}\nmentions: [A part on]\n{figures}\n{timeline}"
    event = f"title: {literal('Day of ' + words)}\nkind: event\ndate: 1980s\nmentions: [Mary Miller]"
    files = {
        "article.txt": capture_of(words),
        "article.toml": edits_of(words),
        "pages/about.md": f"---\ntitle: {text}\n---\n{page}\n",
        "notes/one.md": f"---\n{person}\n{source}\n---\n{body}\n",
        "notes/two.md": f"---\n{claim}\n{source}\n---\n{body}\n",
        "notes/three.md": f"---\n{event}\n{source}\n---\n{body}\n",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode())
