"""Hostile words in every field of the content, for tests of the site that is built from it."""

import re
from pathlib import Path
from string import Template

from clipping.capture import fold

CASES = Path(__file__).parent / "cases" / "injections.txt"
HOSTILE = CASES.with_name("hostile")


def read_cases(text: str) -> dict[str, str]:
    """Return the words of each case by its title; ``<U+XXXX>`` becomes that character."""
    lines = [line.split(": ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return {title: re.sub(r"<U\+(\w+)>", lambda code: chr(int(code[1], 16)), words) for title, words in lines}


#: The words that are published as they are, and those that are refused for a character that no page can have.
SHOWN, REFUSED = map(read_cases, CASES.read_text(encoding="utf-8").partition("\n\n")[2].split("\n# Refused\n"))


def literal(words: str) -> str:
    """Return ``words`` as a string that TOML and YAML read alike."""
    escaped = re.sub("[^a-zA-Z0-9]", lambda letter: f"\\U{ord(letter[0]):08x}", words)
    return f'"{escaped}"'


def address(words: str) -> str:
    """Return an address that contains ``words`` without the characters that no address may have."""
    return "https://example.org/?" + re.sub(r"[\s<>\"\\\x00-\x20\x7f]", "", words)


def write_content(folder: Path, words: str, body: str = "Text [1].", page: str = "Text.") -> None:
    """Write cases/hostile to ``folder`` with ``words`` in every field, ``body`` in notes, ``page`` on the page."""
    values = {"text": words, "link": address(words), "few": " ".join(words.split()[:25]), "name": f"Jane {words}"}
    values |= {"about": f"is about {words} again", "day": f"Day of {words}"}
    texts = {name: literal(value) for name, value in values.items()} | {"line": fold(words), "body": body, "page": page}
    for path in HOSTILE.rglob("*.*"):
        made = folder / path.relative_to(HOSTILE)
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(Template(path.read_text(encoding="utf-8")).substitute(texts).encode())
