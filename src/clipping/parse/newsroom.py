"""The words of newsrooms: what newsroom.json holds, made ready for looking up.

The lists are data, so that an editor can add a word in any language without reading code. Languages are
merged: a capture does not say its language, and a word of one that means something else in another (such
as "mars") is always looked up in a place that only allows one of the two.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "newsroom.json"


class Newsroom(NamedTuple):
    """Words in the form that ``key`` gives; ``furniture_starts`` are grouped by their first letters."""

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
    attributions: frozenset[str]
    agencies: frozenset[str]
    desks: frozenset[str]
    outlets: frozenset[str]
    outlet_words: frozenset[str]
    picture_agencies: frozenset[str]
    credit_labels: frozenset[str]
    media: frozenset[str]
    credit_starts: tuple[str, ...]
    caption_starts: tuple[str, ...]
    sections: frozenset[str]
    section_starts: tuple[str, ...]
    points: frozenset[str]
    furniture: frozenset[str]
    furniture_starts: dict[str, tuple[str, ...]]
    read_on: frozenset[str]
    furniture_holds: tuple[str, ...]
    appeals: tuple[str, ...]
    readers: frozenset[str]
    self_subjects: tuple[str, ...]
    self_verbs: tuple[str, ...]
    from_places: tuple[str, ...]
    tools: frozenset[str]
    tool_joins: frozenset[str]
    tails: frozenset[str]
    closings: frozenset[str]


def key(text: str) -> str:
    """Return ``text`` in the form in which words are looked up: composed, case folded, straight apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return text.casefold()


@lru_cache(maxsize=1)
def newsroom() -> Newsroom:
    """Return the words of newsrooms, read once."""
    data: dict[str, Any] = json.loads(FILE.read_bytes())

    def words(name: str) -> frozenset[str]:
        entry = data[name]
        return frozenset(map(key, chain.from_iterable(entry.values()) if isinstance(entry, dict) else entry))

    starts: dict[str, tuple[str, ...]] = {}
    for phrase in map(key, data["furniture_starts"]):
        starts[phrase[:3]] = (*starts.get(phrase[:3], ()), phrase)
    months = {
        key(name): number for names in data["months"].values() for number, same in enumerate(names, 1) for name in same
    }
    return Newsroom(
        months=months,
        weekdays=words("weekdays"),
        published=words("published"),
        updated=words("updated"),
        around_dates=words("around_dates"),
        by=words("by"),
        joins=words("and"),
        particles=words("particles"),
        before_places=words("places_after_names"),
        posts=words("posts"),
        beats=words("beats"),
        attributions=words("attributions"),
        agencies=words("agencies"),
        desks=words("desks"),
        outlets=words("outlets"),
        outlet_words=words("outlet_words"),
        picture_agencies=words("picture_agencies"),
        credit_labels=words("credit_labels"),
        media=words("media"),
        credit_starts=tuple(map(key, data["credit_starts"])),
        caption_starts=tuple(map(key, data["caption_starts"])),
        sections=words("sections"),
        section_starts=tuple(map(key, data["section_starts"])),
        points=words("points"),
        furniture=words("furniture"),
        furniture_starts=starts,
        read_on=words("read_on"),
        furniture_holds=tuple(map(key, data["furniture_holds"])),
        appeals=tuple(map(key, data["appeals"])),
        readers=words("readers"),
        self_subjects=tuple(map(key, data["self_subjects"])),
        self_verbs=tuple(map(key, data["self_verbs"])),
        from_places=tuple(map(key, data["from_places"])),
        tools=words("tools"),
        tool_joins=words("tool_joins"),
        tails=words("tails"),
        closings=words("closings"),
    )
