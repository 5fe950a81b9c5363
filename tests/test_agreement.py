"""What a page says of itself is pinned where it is printed, and asked where it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clipping.agreement import compared
from clipping.capture import take
from clipping.webpage import Said

TEXT = """Home > News

Ferry to stop in fog

By Mara Lindqvist and José Peel
{day}

The ferry between the two towns is to stop in fog, since its one lamp was sold to a museum.

A lamp as it was

“Nobody asked us,” said Ines Okafor, who has sold tickets on the quay for longer than anybody remembers.
"""


@pytest.mark.parametrize(
    ("name", "said", "day", "pin", "state"),
    [
        ("headline", ("FERRY to stop in fog!",), "", 3, "agrees"),
        ("headline", ("Ferry to stop in fog | The Post",), "", 3, "agrees"),
        ("headline", ("No lamp, no ferry",), "", None, "differs: JSON-LD says “No lamp, no ferry”"),
        ("byline", ("Mara  Lindqvist", "JOSÉ PEEL"), "", ("Mara Lindqvist", "José Peel"), "agrees"),
        ("byline", ("Ines Okafor",), "", None, "differs: JSON-LD says “Ines Okafor”"),
        ("section", ("news",), "", ("News",), "agrees"),
        ("section", ("Transport",), "", None, "differs: JSON-LD says “Transport”"),
        ("published", ("2024-05-04T23:30:00Z",), "5 May 2024", date(2024, 5, 5), "agrees"),
        ("published", ("2024-05-04T22:00+01",), "5 May 2024", None, "differs: JSON-LD says “2024-05-04T22:00+01”"),
        ("published", ("2024-05-04",), "04/05/2024", date(2024, 5, 4), "agrees"),
        ("published", ("2024-05-04",), "", None, "not printed"),
        ("published", ("last Monday",), "5 May 2024", None, "differs: JSON-LD says “last Monday”"),
        ("updated", ("2024-05-06 07:00:00 +0100",), "4 May 2024. Updated 6 May 2024", date(2024, 5, 6), "agrees"),
        ("updated", ("2024-05-04",), "4 May 2024", None, "not printed"),
        ("captions", ("A lamp as it was",), "", (10,), ""),
    ],
)  # fmt: skip
def test_what_is_printed_is_pinned(name: str, said: tuple[str, ...], day: str, pin: Any, state: str) -> None:
    """The pin is what is printed, whatever its case and zone; what differs is asked, and left as it was read."""
    article, fields = compared(take(TEXT.format(day=day).encode(), "x"), {name: (Said(said, "JSON-LD"),)})

    field = next(field for field in fields if field.name == name)
    assert (field.settled, field.state) == (pin, state)
    assert bool(field.ask) == (pin is None and name != "updated")
    assert (name in article.provenance and "says so" in repr(article.provenance[name])) == (
        pin is not None and name != "captions"
    )
    assert [article.headline, article.byline] == ["Ferry to stop in fog", ("Mara Lindqvist", "José Peel")]


def test_the_most_trusted_is_shown_even_if_another_is_pinned() -> None:
    """A headline for search engines is not the printed one: both are shown, and the printed one is pinned."""
    said = {"headline": (Said(("Ferry, fog: what we know",), "JSON-LD"), Said(("Ferry to stop in fog",), "og:title"))}

    _, (headline, *_) = compared(take(TEXT.encode(), "x"), said)

    assert (headline.settled, headline.origin) == (3, "og:title")
    assert headline.ask == "headline: JSON-LD says “Ferry, fog: what we know”, the page prints “Ferry to stop in fog”"
