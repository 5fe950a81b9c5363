"""Cases in plain text, one a line."""

from __future__ import annotations

from pathlib import Path


def read_lines(name: str) -> list[tuple[str, ...]]:
    """Return the columns of each line of the file ``name``, which " | " parts; ``¶`` is a line feed, # a comment."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n")
    return [tuple(line.replace("¶", "\n").split(" | ")) for line in lines if line and not line.startswith("#")]
