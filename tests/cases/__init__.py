"""Cases in plain text, one a line, and words to make texts of."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
#: Fragments of generated texts, by purpose: "pieces" and "nasty" for content, "prose" for Markdown, and so on.
WORDS: dict[str, Any] = json.loads((FOLDER / "words.json").read_text("utf-8"))


def read_text(name: str) -> str:
    """Return the text of the file ``name`` in this folder."""
    return (FOLDER / name).read_text("utf-8")


def read_lines(name: str) -> list[tuple[str, ...]]:
    """Return the columns of each line of the file ``name``, between " | "; ``¶`` is a line feed, # begins a comment."""
    lines = read_text(name).split("\n")
    return [tuple(line.replace("¶", "\n").split(" | ")) for line in lines if line and not line.startswith("#")]


def read_titled(name: str) -> list[Any]:
    """Return each line of the file ``name`` as the parameters of a test, whose id is the first column."""
    return [pytest.param(*columns, id=title) for title, *columns in read_lines(name)]
