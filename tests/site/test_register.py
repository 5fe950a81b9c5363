"""What the pages say about sources, verdicts, and the makers of the edition, and what their links say."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import build
from clipping.capture import fold


def test_the_register_shows_how_a_source_was_read(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    """A source is shown with its language, its words in that language, a translation, and when it was read."""
    [source] = pages["notes"].select("#note-stolen-weapons-source-2")
    assert fold(source.get_text()) == (
        "Report on three dead in the attack, Diario Correo, April 2016, in Spanish: “se habrían llevado las municiones "
        "de la tropa” – “reportedly took the ammunition of the troops” (translated for this edition). "
        "Read 28 November 2026."
    )
    assert [span.get_text() for span in source.select("[lang=es]")] == ["se habrían llevado las municiones de la tropa"]
    assert "se habrían llevado las municiones de la tropa" in (site / "article.tei.xml").read_text("utf-8")


def test_a_sentence_is_quoted_once(pages: dict[str, BeautifulSoup]) -> None:
    """A note quotes no sentence twice, and links back to each of its mentions on the article page, in order."""
    for note in {str(link["href"]) for link in pages["index"].select("a.mention")}:
        own = [f"index.html#{link['id']}" for link in pages["index"].select(f'a.mention[href="{note}"][id]')]
        quoted = [fold(item.get_text()) for item in pages["notes"].select(f"{note} .mentions li")]
        assert [link["href"] for link in pages["notes"].select(f"{note} .mentions a")] == own
        assert len(quoted) == len(set(quoted)) > 0


def test_a_place_has_a_map(pages: dict[str, BeautifulSoup], content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The caption of a map names the regions that are marked; a region that is not on the map is an error."""
    note = content / "notes" / "vraem.md"
    note.write_text(note.read_text("utf-8").replace("Cusco,", "Cuzco,"), "utf-8")
    assert build.main(["--content", str(content), "--output", str(content / "site")]) == 1
    error = "vraem.md:7: expected the name of a region in regions.json, found “Cuzco”; did you mean Cusco?\n"
    assert capsys.readouterr().err.endswith(error)
    [drawn] = pages["notes"].select("#note-vraem > .map")
    assert len(drawn.select("polygon.marked")) == 5 < len(drawn.select("polygon")) == 25
    assert "are marked: Ayacucho, Apurímac, Cusco, Huancavelica and Junín." in fold(drawn.get_text())


def test_links_make_sense_by_themselves(pages: dict[str, BeautifulSoup]) -> None:
    """In a list of its page's links, as screen readers present it, each has words, and no two lead to different places.

    What is visible is part of the name, so that speech input can find the link.
    """
    for page in pages.values():
        addresses: dict[str, str] = {}
        for link in page.find_all("a", href=True):
            shown = fold(link.get_text()).casefold()
            spoken = str(link.get("aria-label", shown)).casefold()
            assert shown in spoken and re.search(r"[^\W\d_]{2}", spoken)
            assert addresses.setdefault(spoken, str(link["href"])) == link["href"]


def test_who_made_the_edition(pages: dict[str, BeautifulSoup], settled: Path) -> None:
    """The pages give the editor, the contact and the day of revision, or else state that no editor is named."""
    for name in ("index", "source"):
        assert "Editor not named; revised 28 November 2026." in fold(pages[name].get_text())
        made = BeautifulSoup((settled / f"{name}.html").read_bytes(), "html.parser")
        assert "Edited by An <Editor> (contact); revised 28 November 2026." in fold(made.get_text())
        assert made.select('a[href="mailto:editor@example.org"]')


def test_bars_have_one_scale_from_zero(pages: dict[str, BeautifulSoup]) -> None:
    """The largest value has the longest bar, and the others are in proportion; an unknown value has no bar."""
    for chart in pages["notes"].select(".figures > svg"):
        bars = [float(str(bar["width"]).rstrip("%")) for bar in chart.select("rect")]
        values = [int(fold(label.get_text()).replace(",", "")) for label in chart.select("g > svg text")]
        assert bars == pytest.approx([62 * value / max(values) for value in values], abs=0.01)
        assert len(bars) > 5
