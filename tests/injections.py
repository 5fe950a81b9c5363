"""Hostile words in every field of the content, for the tests that build a site of them and for the browser."""

from __future__ import annotations

import re
from pathlib import Path

from clipping.capture import fold

CASES = Path(__file__).parent / "cases" / "injections.txt"
#: What no address may hold; what is left of hostile words then is an address like any other.
NOT_IN_ADDRESSES = re.compile(r"[\s<>\"\\\x00-\x20\x7f]")


def read_injections() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words that a site may hold, and those that are refused, by their titles."""
    shown: dict[str, str] = {}
    refused: dict[str, str] = {}
    kind = shown
    for line in CASES.read_text(encoding="utf-8").partition("\n\n")[2].splitlines():
        if line.startswith("# "):
            kind = refused if line == "# Refused" else shown
        elif line:
            title, _, words = line.partition(": ")
            if title in {**shown, **refused} or not words:
                raise ValueError(f"{CASES.name}: a case is broken, or two have one title: {line}")
            kind[title] = re.sub(r"<U\+([0-9A-F]{4,6})>", lambda code: chr(int(code[1], 16)), words)
    return shown, refused


def literal(words: str) -> str:
    """Return ``words`` as a string that TOML and YAML read alike."""
    safe = (letter if letter.isalnum() and letter.isascii() else f"\\U{ord(letter):08x}" for letter in words)
    return f'"{"".join(safe)}"'


def address(words: str) -> str:
    """Return an address with as much of ``words`` in it as an address can hold."""
    return "https://example.org/?" + NOT_IN_ADDRESSES.sub("", words)


def capture_of(words: str) -> str:
    """Return a capture with ``words`` in each of its fields, and the pins that say which is which."""
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
    """Return an article.toml for that capture, with ``words`` in every key that holds some."""
    text, link = literal(words), literal(address(words))
    return f"""
language = "en"
rights = {text}
rights_why = {text}
[source]
publisher = {text}
place = {text}
url = {link}
archived_url = {link}
why = {text}
captured_with = {text}
captured_why = {text}
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
speaker = {text}
speaker_as_written = {text}
role = {text}
cue = {text}
[[quotation]]
starts = "a kind of"
kind = "writing"
speaker = {text}
speaker_type = "document"
"""


def notes_of(words: str, body: str = "Text [1].") -> dict[str, str]:
    """Return three notes on that capture, with ``words`` in every key that holds some."""
    text, link = literal(words), literal(address(words))
    source = f"sources: [{{title: {text}, publisher: {text}, url: {link}, note: {text}}}]"
    about = literal(f"is about {words} again")
    rows = f"rows: [{{year: 1999, values: [1], note: {text}}}]"
    figures = f"{{title: {text}, unit: {text}, series: [{text}], note: {text}, {rows}}}"
    day = literal("Day of " + words)
    return {
        "one.md": f"---\ntitle: {text}\nkind: person\nmentions: [{about}]\n{source}\n---\n{body}\n",
        "two.md": f"---\ntitle: Two\nkind: claim\nverdict: disputed\nclaim: {text}\nmentions: [A part on]\n{source}\n"
        f"figures: [{figures}]\ntimeline: [{{date: 1999-02-03, text: {text}, source: 1}}]\n---\n{body}\n",
        "three.md": f"---\ntitle: {day}\nkind: event\ndate: 1980s\nmentions: [Mary Miller]\n"
        f"{source}\n---\n{body}\n",
    }  # fmt: skip


def write_content(folder: Path, words: str, body: str = "Text [1].", page: str = "Text.") -> None:
    """Write a content folder with ``words`` everywhere."""
    for name in ("notes", "pages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    files = {
        "article.txt": capture_of(words),
        "article.toml": edits_of(words),
        "pages/about.md": f"---\ntitle: {literal(words)}\n---\n{page}\n",
        **{f"notes/{name}": text for name, text in notes_of(words, body).items()},
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
