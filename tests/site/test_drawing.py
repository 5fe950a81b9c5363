"""The timeline is in order, and marks, bars and regions are drawn where their dates, values and places say."""

from __future__ import annotations

from clipping.content.notes import FigureRow, Figures, Note, TimelineEntry
from clipping.record import Article, CaptureFacts, PrintedDate
from clipping.site.drawing import bars, locator
from clipping.site.drawing import timeline as drawing
from clipping.site.views import timeline


def test_a_mark_is_where_its_day_is() -> None:
    """Half of the years are half of the width; words are in lines that fit a telephone, one entry below the other."""
    entries = [
        (1, "2000-01-01", "2000-01-01", False, "A start."),
        (2, "2005-01-01", "2005-12-31", True, "Something that goes on all through the year."),
        (0, "2010-01-01", "2010-01-01", False, "The end."),
    ]
    drawn = drawing(entries, "2010-01-01")

    rows = [(row.number, row.x, row.width, row.vague, row.words) for row in drawn.rows]
    assert rows[:2] == [
        (1, 0.0, 0.0, False, ("A start.",)),
        (2, 50.01, 9.97, True, ("Something that goes on all", "through the year.")),
    ]
    assert rows[2][1] == 100 and [row.y for row in drawn.rows] == sorted({row.y for row in drawn.rows})
    assert [words for _, words in drawn.ticks] == [str(year) for year in range(2000, 2010)] and drawn.breaks is None


def test_the_last_weeks_have_a_scale_of_their_own() -> None:
    """After decades of years come weeks: each has its part of the width, with its own divisions and a gap between."""
    days = ["1992-09-12", "2016-03-30", "2016-04-09", "2016-04-19"]
    drawn = drawing([(number, day, day, False, "") for number, day in enumerate(days)], "2016-04-19")
    assert drawn.breaks is not None
    left, right = drawn.breaks

    assert drawn.rows[0].x < left < right < drawn.rows[1].x < drawn.rows[2].x < drawn.rows[3].x == 100
    assert [words for x, words in drawn.ticks if x < left] == ["2000", "2010"]
    assert [words for x, words in drawn.ticks if x > right] == ["15 Mar", "1 Apr", "15 Apr"]


def test_a_map_has_north_at_the_top() -> None:
    """Regions keep their places and shapes; the marked ones are drawn last, each named at the side nearer to it."""
    square = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0))
    corners = {"A": (1, 1), "B": (0, 0), "C": (0, 1)}
    regions = {name: tuple((x + east, y + north) for x, y in square) for name, (east, north) in corners.items()}
    drawn = locator(regions, ["A", "B"])
    points = [[tuple(map(float, point.split(","))) for point in shape.split()] for shape, _ in drawn.shapes]

    assert [marked for _, marked in drawn.shapes] == [False, True, True]
    assert points[0][0] == (84, 160) and points[1][2] == (drawn.width - 84, 0) and points[2][0] == (84, drawn.height)
    assert [(name, at) for name, at, *_ in drawn.names] == [("B", 0), ("A", drawn.width)]


def test_bars_have_one_scale_from_zero() -> None:
    """The largest value has the whole width and the others are in proportion; an unknown value has no bar."""
    rows = (FigureRow(2011, (50, 100), (), None), FigureRow(2012, (None, 25), (), None))
    drawn = bars(Figures("Coca", "hectares", ("Peru", "Colombia"), rows, None))

    assert drawn == [
        [(0, 50.0, "50"), (1, 100.0, "100")],
        [(1, 25.0, "25")],
    ]


def test_timeline() -> None:
    """Entries come by first day, decades by their middle; an event whose day has no entry is one by its title.

    What is only roughly dated is drawn so, and what is later than the publication is not drawn.
    """
    attack = (TimelineEntry("2016-04-09", "Attack."), TimelineEntry("1994~/1996~", "Defeat."))
    session = (TimelineEntry("1980s", "Start."), TimelineEntry("2016-04-20/2016-04-21", "Session."))
    notes = (
        Note("A", "event", (), "1992-09-12", slug="a"),
        Note("B", "event", (), "2016-04-09", timeline=attack, slug="b"),
        Note("C", "event", (), timeline=session, slug="c"),
    )
    article = Article(CaptureFacts("article.txt", "0" * 64, 1, 1), published=PrintedDate("2016-04-19", None))
    moments, drawn = timeline(article, notes)

    assert [moment.entry.text for moment in moments] == ["Start.", "A", "Defeat.", "Attack.", "Session."]
    assert drawn is not None
    assert [(row.number, row.vague) for row in drawn.rows] == [(1, True), (2, False), (3, True), (4, False), (0, False)]
