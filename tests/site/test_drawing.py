"""The timeline is in order, and marks and bars are drawn where their dates and values say."""

from __future__ import annotations

from clipping.content.notes import FigureRow, Figures, Note, TimelineEntry
from clipping.record import Article, CaptureFacts
from clipping.site.drawing import bars, strip
from clipping.site.views import timeline


def test_a_mark_is_where_its_day_is() -> None:
    """Half of the years are half of the width; a mark has the number of its line, and later days have none."""
    ranges = [("2000-01-01", "2000-01-01"), ("2005-01-01", "2005-12-31"), ("2011-01-01", "2011-01-01")]
    drawn = strip(ranges, "2000-01-01", "2010-01-01")

    assert [(mark.number, mark.x, mark.width) for mark in drawn.marks] == [(1, 0.0, 0.0), (2, 50.01, 9.97)]
    assert [words for _, words in drawn.ticks] == [str(year) for year in range(2000, 2011)]


def test_neighbours_are_on_levels_of_their_own() -> None:
    """Three days in a row are drawn one above the other, so that their numbers can be read."""
    days = [(f"2016-04-0{day}", f"2016-04-0{day}") for day in (1, 2, 3)]

    assert [mark.level for mark in strip(days, "2016-03-01", "2016-04-30").marks] == [0, 1, 2]


def test_a_close_up_has_its_days_to_itself() -> None:
    """What begins after the start of the close-up is not on the long strip."""
    days = [("1992-09-12", "1992-09-12"), ("2016-04-09", "2016-04-09")]

    assert [mark.number for mark in strip(days, "1990-01-01", "2016-04-19", before="2016-03-05").marks] == [1]


def test_bars_have_one_scale_from_zero() -> None:
    """The largest value has the whole width and the others are in proportion; an unknown value has no bar."""
    rows = (FigureRow(2011, (50, 100), (), None), FigureRow(2012, (None, 25), (), None))
    drawn = bars(Figures("Coca", "hectares", ("Peru", "Colombia"), rows, None))

    assert drawn == [
        [(0, 50.0, "50"), (1, 100.0, "100")],
        [(1, 25.0, "25")],
    ]


def test_timeline() -> None:
    """Entries come by first day, decades by their middle; an event whose day has no entry is one by its title."""
    attack = (TimelineEntry("2016-04-09", "Attack."), TimelineEntry("1990s", "Defeat."))
    session = (TimelineEntry("1980s", "Start."), TimelineEntry("2016-04-19/2016-04-21", "Session."))
    notes = (
        Note("A", "event", (), "1992-09-12", slug="a"),
        Note("B", "event", (), "2016-04-09", timeline=attack, slug="b"),
        Note("C", "event", (), timeline=session, slug="c"),
    )
    moments, _ = timeline(Article(CaptureFacts("article.txt", "0" * 64, 1, 1)), notes)

    assert [moment.entry.text for moment in moments] == ["Start.", "A", "Defeat.", "Attack.", "Session."]
