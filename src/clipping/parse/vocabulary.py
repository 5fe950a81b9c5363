"""The words of newsrooms, from vocabulary.json.

The lists are data, so that an editor can add a word in any language without reading code. Languages are merged: a
capture does not say its language, and a word of one that means something else in another (such as "mars") is only
looked up where one of the two can be.
"""

from __future__ import annotations

import json
import unicodedata
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FILE = Path(__file__).with_name("vocabulary.json")


def key(text: str) -> str:
    """Return ``text`` in the form in which words are looked up: composed, case folded, straight apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return text.casefold()


def _read(lists: dict[str, Any]) -> SimpleNamespace:
    """Return each list by its name, as a set of keys; a tuple if it has openings, and the months by their numbers."""
    years = lists.pop("months").values()
    months = {key(name): number for year in years for number, names in enumerate(year, 1) for name in names}
    flat = {name: chain(*words.values()) if isinstance(words, dict) else words for name, words in lists.items()}
    return SimpleNamespace(
        months=months,
        **{name: (tuple if name.endswith("starts") else frozenset)(map(key, words)) for name, words in flat.items()},
    )


KNOWN = _read(json.loads(FILE.read_bytes()))
