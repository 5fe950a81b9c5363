"""Dates are read in the forms that newspapers print, and never guessed."""

import pytest

from clipping.parse.dates import find_dates


@pytest.mark.parametrize(
    ("text", "printed", "values"),
    [
        ("Tue 19 Apr 2016 10.15 BST", "19 Apr 2016", ["2016-04-19"]),
        ("November 20th, 2019 - 07:50 GMT", "November 20th, 2019", ["2019-11-20"]),
        ("2016-04-19T10:00:00Z", "2016-04-19T10:00:00Z", ["2016-04-19"]),
        ("30 aou\u0302t 2023", "30 aou\u0302t 2023", ["2023-08-30"]),
        ("19 de abril de 2016", "19 de abril de 2016", ["2016-04-19"]),
        ("2016年4月19日", "2016年4月19日", ["2016-04-19"]),
        ("19 أبريل 2016", "19 أبريل 2016", ["2016-04-19"]),
        ("27/12/2015", "27/12/2015", ["2015-12-27"]),
        ("03/04/16", "03/04/16", ["2016-04-03", "2016-03-04"]),
        ("03.04.2016", "03.04.2016", ["2016-04-03"]),
        ("19.04.2016-14:05", "19.04.2016", ["2016-04-19"]),
        ("31 April 2016", "31 April 2016", []),
    ],
)
def test_a_printed_date_is_read(text: str, printed: str, values: list[str]) -> None:
    """The date is found with exactly its own words, and its values are the days that it can mean."""
    (found,) = find_dates(text)
    assert text[found.start : found.end] == printed
    assert [value.isoformat() for value in found.values] == values


def test_an_incomplete_date_is_not_read() -> None:
    """A date has a day, a month and a year."""
    incomplete = ("April 19", "May", "10:00", "since 2012", "3 hours ago", "4/3", "123456789", "1.2.3.4")
    assert [text for text in incomplete if find_dates(text)] == []
