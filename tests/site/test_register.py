"""What the pages say about sources, verdicts, and the makers of the edition."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import build


def page(site: Path, name: str) -> BeautifulSoup:
    """Return a page of the site."""
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def words(element: object) -> str:
    """Return the text of an element, white space folded."""
    return " ".join(element.get_text().split()) if hasattr(element, "get_text") else ""


def test_the_register_shows_how_a_source_was_read(site: Path) -> None:
    """A source is shown with its language, its words in that language, a translation, and when it was read."""
    source = page(site, "notes.html").select_one("#note-stolen-weapons-source-2")

    assert source is not None
    assert words(source) == (
        "Report on three dead in the attack, Diario Correo, April 2016, in Spanish: “se habrían llevado las municiones "
        "de la tropa” – “reportedly took the ammunition of the troops” (translated for this edition). "
        "Read 28 November 2026."
    )
    assert [span.get_text() for span in source.select("[lang=es]")] == ["se habrían llevado las municiones de la tropa"]
    assert "se habrían llevado las municiones de la tropa" in (site / "article.tei.xml").read_text(encoding="utf-8")
    assert "(translated for this edition). Read 28 November 2026." in (site / "article.md").read_text(encoding="utf-8")


def test_a_sentence_is_quoted_once(site: Path) -> None:
    """A note quotes no sentence twice, and links back to each of its mentions on the article page, in order."""
    article, register = page(site, "index.html"), page(site, "notes.html")
    noted = list(dict.fromkeys(str(link["href"]) for link in article.select("a.mention")))
    for note in noted:
        own = [f"index.html#{link['id']}" for link in article.select(f'a.mention[href="{note}"][id]')]
        quoted = [words(item) for item in register.select(f"{note} .mentions li")]

        assert [link["href"] for link in register.select(f"{note} .mentions a")] == own
        assert len(quoted) == len(set(quoted))
    [one] = register.select("#note-no-signs-of-shining-path .mentions li:last-child")
    assert [words(link) for link in one.select("a")] == [
        "no signs that Shining Path continues to exist", "no political motives"
    ]  # fmt: skip


def test_a_place_has_a_map(site: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The caption of a map names the regions that are marked; a region that is not on the map is an error."""
    note = content / "notes" / "vraem.md"
    note.write_text(note.read_text(encoding="utf-8").replace("Cusco,", "Cuzco,"), encoding="utf-8")
    assert build.main(["--content", str(content), "--output", str(content / "site")]) == 1
    error = "vraem.md:7: expected the name of a region in regions.json, found “Cuzco”; did you mean Cusco?\n"
    assert capsys.readouterr().err.endswith(error)
    [drawn] = page(site, "notes.html").select(".map")

    assert drawn.parent is not None and drawn.parent.get("id") == "note-vraem"
    assert len(drawn.select("polygon.marked")) == 5 < len(drawn.select("polygon")) == 25
    assert "are marked: Ayacucho, Apurímac, Cusco, Huancavelica and Junín." in words(drawn)


def test_an_event_with_a_source_has_no_verdict(site: Path) -> None:
    """A verdict judges the article, so only an event that rests on the article alone has one, and says so."""
    moments = page(site, "timeline.html").select(".moments li:not(.publication)")
    alone = [moment for moment in moments if moment.select_one(".says")]

    assert 0 < len(alone) < len(moments)
    for moment in moments:
        assert ("Date from the article" in words(moment)) == (moment in alone)


def test_verdicts_are_defined_where_pages_link_to(site: Path) -> None:
    """Each of the four verdicts is defined under one anchor, to which the notes page links."""
    defined = page(site, "about.html").select_one("#verdicts ~ dl")

    assert defined is not None
    assert [words(term).split()[-1] for term in defined.select("dt")] == (
        ["Agrees", "Differs", "Disputed", "Unconfirmed"]
    )
    assert page(site, "notes.html").select('a[href="about.html#verdicts"]')


def test_who_made_the_edition(site: Path, settled: Path) -> None:
    """The pages give the editor, the contact and the day of revision, or else state that no editor is named."""
    for name in ("index.html", "source.html"):
        assert "Editor not named; revised 28 November 2026." in words(page(site, name))
        made = page(settled, name)
        assert "Edited by An <Editor> (contact); revised 28 November 2026." in words(made)
        assert made.select('a[href="mailto:editor@example.org"]')


def test_bars_have_one_scale_from_zero(site: Path) -> None:
    """The largest value has the longest bar, and the others are in proportion; an unknown value has no bar."""
    for chart in page(site, "notes.html").select(".figures > svg"):
        bars = [float(str(bar["width"]).rstrip("%")) for bar in chart.select("rect")]
        values = [int(words(label).replace(",", "")) for label in chart.select("g > svg text")]

        assert len(bars) == len(values) > 5
        assert bars == pytest.approx([62 * value / max(values) for value in values], abs=0.01)
