"""The timeline is in order, and marks and regions are drawn where their dates and coordinates require."""

from clipping.content.notes import Note, TimelineEntry
from clipping.record import PrintedDate
from clipping.site.drawing import locator
from clipping.site.drawing import timeline as drawing
from clipping.site.views import timeline
from tests.conftest import article_of


def test_a_mark_is_where_its_day_is() -> None:
    """Half the years take up half the width; text is in lines that fit a phone, one entry below the other."""
    entries = [(1, "2000-01-01", "2000-01-01", False, "A start."), (0, "2010-01-01", "2010-01-01", False, "The end.")]
    entries.insert(1, (2, "2005-01-01", "2005-12-31", True, "Something that goes on all through the year."))
    rows, ticks, height, breaks = drawing(entries).values()
    assert [(row["number"], row["x"], row["width"], row["vague"]) for row in rows] == (
        [(1, 0, 0, False), (2, 50.01, 9.97, True), (0, 100, 0, False)]
    )
    assert rows[1]["words"] == ["Something that goes on all", "through the year."]
    assert rows[0]["y"] < rows[1]["y"] < rows[2]["y"] - 15 < height
    assert ([words for _, words in ticks], breaks) == ([str(year) for year in range(2000, 2010)], None)


def test_the_last_weeks_have_a_scale_of_their_own() -> None:
    """After decades, the last weeks have a scale of their own, with its own part of the width and its own ticks."""
    days = ["1992-09-12", "2016-03-05", "2016-04-09", "2016-04-19"]
    rows, ticks, _, (left, right) = drawing([(n, day, day, False, "") for n, day in enumerate(days)]).values()
    first, second, third, last = (row["x"] for row in rows)
    assert first < left < right == second < third < last == 100
    assert [words for x, words in ticks if x < left] == ["2000", "2010"]
    assert [words for x, words in ticks if x > right] == ["15 Mar", "1 Apr", "15 Apr"]


def test_a_map_has_north_at_the_top() -> None:
    """Regions keep their positions and shapes; the marked ones are drawn last, and named in the nearer margin."""
    corners = {"A": (1.0, 1.0), "B": (0.0, 0.0), "C": (0.0, 1.0)}
    regions = {name: ((x, y), (x, y + 1), (x + 1, y + 1), (x, y)) for name, (x, y) in corners.items()}
    width, height, shapes, names = locator(regions, ["A", "B"])
    expected = [("84,160", False), (f"{width / 2:g},160", True), (f"84,{height}", True)]
    assert [(shape.split()[0], marked) for shape, marked in shapes] == expected
    assert [name[:2] for name in names] == [("B", 0), ("A", width)]


def test_timeline() -> None:
    """Entries are sorted by first day; an event without an entry for its day gets one.

    Rough dates are drawn as such, and nothing after the publication is drawn.
    """
    attack = (TimelineEntry("2016-04-09", "Attack."), TimelineEntry("1994~/1996~", "Defeat."))
    session = (TimelineEntry("1980s", "Start."), TimelineEntry("2016-04-20/2016-04-21", "Session."))
    notes = (
        Note("A", "event", (), "1992-09-12", slug="a"),
        Note("B", "event", (), "2016-04-09", timeline=attack, slug="b"),
        Note("C", "event", (), timeline=session, slug="c"),
    )
    moments, drawn = timeline(article_of(published=PrintedDate("2016-04-19", None)), notes)
    assert [moment["entry"].text for moment in moments] == ["Start.", "A", "Defeat.", "Attack.", "Session."]
    assert [(row["number"], row["vague"]) for row in (drawn or {})["rows"]] == (
        [(1, True), (2, False), (3, True), (4, False), (0, False)]
    )
