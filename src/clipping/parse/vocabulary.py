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
from typing import Any

from msgspec import Struct, convert

FILE = Path(__file__).with_name("vocabulary.json")


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The lists of vocabulary.json by their names there, each word in the form that ``key`` gives."""

    months: dict[str, int]
    weekdays: frozenset[str]
    published: frozenset[str]
    updated: frozenset[str]
    around_dates: frozenset[str]
    by: frozenset[str]
    joins: frozenset[str]
    particles: frozenset[str]
    before_places: frozenset[str]
    posts: frozenset[str]
    beats: frozenset[str]
    agencies: frozenset[str]
    outlets: frozenset[str]
    outlet_words: frozenset[str]
    picture_agencies: frozenset[str]
    credit_labels: frozenset[str]
    media: frozenset[str]
    credit_starts: tuple[str, ...]
    caption_starts: tuple[str, ...]
    sections: frozenset[str]
    section_starts: tuple[str, ...]
    furniture: frozenset[str]
    furniture_starts: tuple[str, ...]
    furniture_holds: frozenset[str]
    tails: frozenset[str]


def key(text: str) -> str:
    """Return ``text`` in the form in which words are looked up: composed, case folded, straight apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return text.casefold()


def _read(lists: dict[str, Any]) -> Vocabulary:
    years = lists.pop("months").values()
    months = {key(name): number for year in years for number, names in enumerate(year, 1) for name in names}
    flat = {name: chain(*words.values()) if isinstance(words, dict) else words for name, words in lists.items()}
    return convert({"months": months, **{name: tuple(map(key, words)) for name, words in flat.items()}}, Vocabulary)


KNOWN = _read(json.loads(FILE.read_bytes()))
