"""Cases in plain text: a title, the input and what is expected of it, a line each or with lines of ``.`` between."""

from __future__ import annotations

import re
from pathlib import Path

CASE = re.compile(r"^(?P<title>.+)\n\.\n(?P<given>(?:.*\n)*?)\.\n(?P<expected>(?:.*\n)*?)\.\n", re.MULTILINE)
FOLDER = Path(__file__).parent


def read_cases(name: str) -> dict[str, tuple[str, str]]:
    """Return what is given and what is expected in the cases of the file ``name``, by title, without line ends."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    cases = {case["title"]: (case["given"].rstrip("\n"), case["expected"].rstrip("\n")) for case in CASE.finditer(text)}
    if len(cases) != len(re.findall(r"^\.$", text, re.MULTILINE)) / 3:
        raise ValueError(f"{name}: a case is broken, or two have one title")
    return cases


def read_lines(name: str) -> list[tuple[str, ...]]:
    """Return the columns of each line of the file ``name``, which " | " parts; ``¶`` is a line feed, # a comment."""
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    return [tuple(line.replace("¶", "\n").split(" | ")) for line in lines if line and not line.startswith("#")]
