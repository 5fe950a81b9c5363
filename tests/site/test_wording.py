"""Dates and locations read as people write them."""

from __future__ import annotations

from clipping.site.wording import date_in_words, location_in_words


def test_dates_in_words() -> None:
    """What both ends of a period share is written once; a decade stays as it is."""
    words = {
        "2016-04-09": "9 April 2016",
        "2016-04": "April 2016",
        "1992": "1992",
        "1980s": "1980s",
        "2016-04-19/2016-04-21": "19–21 April 2016",
        "2016-03-30/2016-04-02": "30 March–2 April 2016",
        "2009/2011": "2009–2011",
    }

    assert {date: date_in_words(date) for date in words} == words


def test_locations_in_words() -> None:
    """Each text of an article has a name that a reader understands."""
    words = {
        "p9": "paragraph 9",
        "c1": "the caption of photograph 1",
        "c1-credit": "the credit of photograph 1",
        "headline": "the headline",
    }

    assert {target: location_in_words(target) for target in words} == words
