"""Strips and bars lie where their dates and values say."""

from __future__ import annotations

from clipping.site.drawing import bars, strip
from clipping.site.escapes import date_in_words


def test_marks_lie_where_their_days_are() -> None:
    """A day halfway through the stretch is halfway across, with the number of its line in the list."""
    drawn = strip(
        [("2000-01-01", "2000-01-01"), ("2005-01-01", "2005-12-31"), ("2011-01-01", "2011-01-01")],
        "2000-01-01",
        "2010-01-01",
    )

    assert [(mark.number, mark.x) for mark in drawn.marks] == [(1, 0.0), (2, 50.01)]
    assert drawn.marks[0].width == 0
    assert 9 < drawn.marks[1].width < 11
    assert [tick.words for tick in drawn.ticks] == [str(year) for year in range(2000, 2011)]


def test_neighbours_stand_on_levels_of_their_own() -> None:
    """Three days in a row are drawn one above the other, so that their numbers can be read."""
    days = [(f"2016-04-0{day}", f"2016-04-0{day}") for day in (1, 2, 3)]

    assert [mark.level for mark in strip(days, "2016-03-01", "2016-04-30").marks] == [0, 1, 2]


def test_what_a_close_up_draws_is_left_out() -> None:
    """What begins after the start of the close-up is not on the long strip."""
    drawn = strip(
        [("1992-09-12", "1992-09-12"), ("2016-04-09", "2016-04-09")], "1990-01-01", "2016-04-19", "2016-03-05"
    )

    assert [mark.number for mark in drawn.marks] == [1]


def test_bars_have_one_scale_from_zero() -> None:
    """The longest bar is the widest place and the others are in proportion; what is not known has no bar."""
    rows = bars(("Peru", "Colombia"), [(50, 100), (None, 25)])

    assert [[(bar.series, bar.width, bar.words) for bar in row] for row in rows] == [
        [(0, 50.0, "50"), (1, 100.0, "100")],
        [(1, 25.0, "25")],
    ]


def test_dates_in_words() -> None:
    """What the ends of a stretch share is said once; a decade stays as it is."""
    written = ["2016-04-09", "2016-04", "1992", "1980s", "2016-04-19/2016-04-21", "2016-03-30/2016-04-02", "2009/2011"]

    assert [date_in_words(date) for date in written] == [
        "9 April 2016",
        "April 2016",
        "1992",
        "1980s",
        "19–21 April 2016",
        "30 March–2 April 2016",
        "2009–2011",
    ]
