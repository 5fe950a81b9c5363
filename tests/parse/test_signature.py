"""The names of a byline are read whole, without titles, posts, places and agencies around them."""

import pytest

from clipping.parse.signature import bare_names, labelled_names

BYLINES = {
    "By Ahmad al-Hakimi, Luca d’Angeli and Gerard 't Hoofd": ["Ahmad al-Hakimi", "Luca d’Angeli", "Gerard 't Hoofd"],
    "By Ida Brandt, Senior Political Correspondent, and Tom Vell in Weirford": ["Ida Brandt", "Tom Vell"],
    "By Ida Brandt, Tom Vell, and Rob Roe, Jr.": ["Ida Brandt", "Tom Vell", "Rob Roe, Jr."],
    "By Ida Brandt and AP": ["Ida Brandt"],
    "By the Rev. Anna Bell for the Post": ["Anna Bell"],
    "Por José Ortega y Gasset y Ana Pérez": ["José Ortega y Gasset", "Ana Pérez"],
    "By Brannock and Hale News Service": ["Brannock and Hale News Service"],
    "By then Ida had left": [],
}


@pytest.mark.parametrize("line", BYLINES)
def test_the_names_of_a_byline(line: str) -> None:
    """Particles, "Jr." and "y" are part of a name; conjunctions, titles, posts and places around it are not."""
    assert [line[start:end] for start, end, _ in labelled_names(line)] == BYLINES[line]


def test_a_headline_that_starts_with_a_name() -> None:
    """A name alone may have a place after it, but not what somebody or something is to do."""
    assert bare_names("Ida Brandt in Weirford") == [(0, 10, "byline")]
    assert bare_names("Old Bridge to Close for Repairs") == []
