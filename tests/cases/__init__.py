"""Cases in plain text: a title, the input and what is expected of it, with a line of ``.`` between them."""

from __future__ import annotations

import re
from pathlib import Path

CASE = re.compile(r"^(?P<title>.+)\n\.\n(?P<given>(?:.*\n)*?)\.\n(?P<expected>(?:.*\n)*?)\.\n", re.MULTILINE)


def read_cases(name: str) -> dict[str, tuple[str, str]]:
    """Return what is given and what is expected in the cases of the file ``name``, by title, without line ends."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    cases = {case["title"]: (case["given"].rstrip("\n"), case["expected"].rstrip("\n")) for case in CASE.finditer(text)}
    if len(cases) != len(re.findall(r"^\.$", text, re.MULTILINE)) / 3:
        raise ValueError(f"{name}: a case is broken, or two have one title")
    return cases
