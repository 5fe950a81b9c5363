"""The vocabulary of newsrooms, from vocabulary.json.

The lists are data, so that a word can be added in any language without changing code. Languages are merged, because the
language of a capture is not known yet; an ambiguous word (such as "mars") is looked up only where it has one sense.
"""

import json
import unicodedata
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FILE = Path(__file__).with_name("vocabulary.json")


def key(text: str) -> str:
    """Return ``text`` normalised for look-up: NFKC, straight apostrophes, case-folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return text.casefold()


def starts(text: str, phrases: tuple[str, ...]) -> str:
    """Return the longest of ``phrases`` with which ``text`` starts, or an empty string."""
    return max(filter(text.startswith, phrases), key=len) if text.startswith(phrases) else ""


def _read(lists: dict[str, Any]) -> SimpleNamespace:
    """Return each list by name as a set of keys (``…starts``: a tuple), and ``months`` as a map from key to number."""
    calendars = lists.pop("months").values()
    months = {key(name): number for calendar in calendars for number, names in enumerate(calendar, 1) for name in names}
    flat = {name: chain(*words.values()) if isinstance(words, dict) else words for name, words in lists.items()}
    return SimpleNamespace(
        months=months,
        **{name: (tuple if name.endswith("starts") else frozenset)(map(key, words)) for name, words in flat.items()},
    )


KNOWN = _read(json.loads(FILE.read_bytes()))
