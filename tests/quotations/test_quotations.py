"""Quotations are found whole and attributed to their speakers, and an editor's corrections are applied to them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from clipping.errors import ClippingError
from clipping.quotations import find_quotations
from clipping.record import Article, Caption, CaptureFacts, Correction, Paragraph, Quotation, QuotationKind
from tests.conftest import ENCODABLE, ROOT, steps

EXACT = ROOT / "tests" / "cases" / "quotations-exact.md"


class Case(NamedTuple):
    """One case: its title, article and language, and the lines expected."""

    title: str
    article: Article
    language: str
    expected: tuple[str, ...]


def article_of(*lines: str) -> Article:
    """Return an article of these texts: paragraphs, unless labelled Headline:, Standfirst:, Caption: or Subheading:."""
    labelled = "^(?:(Headline|Standfirst|Caption|Subheading): )?(.*)$"
    parts = [(n, *re.findall(labelled, line, re.S)[0]) for n, line in enumerate(lines, 1)]
    first = {what: text for _, what, text in reversed(parts)}
    captions = [(n, text) for n, what, text in parts if what == "Caption"]
    body = [part for part in parts if part[1] in {"", "Subheading"}]
    return Article(
        CaptureFacts("article.txt", "", 0, 0),
        headline=first.get("Headline"),
        standfirst=first.get("Standfirst"),
        captions=tuple(Caption(f"c{n}", text, None, None, (at, at)) for n, (at, text) in enumerate(captions, 1)),
        paragraphs=tuple(
            Paragraph(f"p{n}", "subheading" if what else "paragraph", text, (at, at))
            for n, (at, what, text) in enumerate(body, 1)
        ),
    )


def read_cases(file: Path) -> Iterator[Case]:
    """Yield the cases of a file: "## title", the lines of an article, four dots, and the expected lines."""
    for entry in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, *lines = filter(None, entry.splitlines())
        dots = lines.index("....")
        language = next((line[10:] for line in lines[:dots] if line.startswith("Language: ")), "en")
        article = article_of(*[line for line in lines[:dots] if not line.startswith("Language: ")])
        yield Case(title, article, language, tuple(lines[dots + 1 :]))


def as_line(quotation: Quotation, expected: str) -> str:
    """Return a quotation as a line of the case file; its text is shortened as in the line ``expected``."""
    q, words = quotation, quotation.text.split()
    halves = [len(half.split()) for half in expected.split(" | ")[1].split(" … ")]
    shown = " ".join(words) if len(halves) < 2 else " ".join([*words[: halves[0]], "…", *words[-halves[1] :]])
    columns = [q.kind, shown, q.speaker, q.speaker_type, q.speaker_basis, q.role, q.cue, q.position]
    stated = {
        "as": f"as {q.speaker_as_written}",
        "parts": f"parts {len(q.parts)}" if len(q.parts) > 1 else None,
        "group": q.group and f"group {q.group}",
        "in": q.nested_in and f"in {q.nested_in}",
        "unbalanced": None if q.balanced else "unbalanced",
    }
    facts = [fact for name, fact in stated.items() if fact and (name != "as" or " | as " in expected)]
    return " | ".join([*(column or "-" for column in columns), *facts])


@pytest.mark.parametrize("case", list(read_cases(EXACT)), ids=lambda case: case.title)
def test_every_field_of_a_quotation_is_as_expected(case: Case) -> None:
    """Exactly the quotations of the case are found, in order, with the expected fields."""
    found = find_quotations(case.article, language=case.language)
    assert tuple(as_line(q, line) for q, line in zip(found, case.expected, strict=True)) == case.expected


def test_a_quotation_ends_with_its_line_of_a_standfirst() -> None:
    """No quotation runs on from one point of a standfirst to the next, whichever mark is missing."""
    points = "Three “cranes fall\nShips are sent to Kalmberg\nCouncil to decide ‘soon’\nIt will pay” for all"
    article = replace(article_of("A storm came."), standfirst=points)
    assert [quotation.text for quotation in find_quotations(article)] == ["cranes fall", "soon", "It will pay"]


UNITS = ["“It is {},” said Al.\n", "“It is {},” he said. ", "“it is number {}” and then "]
UNITS += ["“So ‘it is number {}’ is,” he said. ", "“It is {0},” said Mayor A{0} Bell.\n“It is,” the mayor said.\n"]


@pytest.mark.parametrize("unit", UNITS)
def test_work_is_linear_in_the_number_of_quotations(unit: str) -> None:
    """Twice as many quotations take at most a little more than twice as many steps, and all of them are found."""
    fewer, more = (article_of(*"".join(map(unit.format, range(count))).splitlines()) for count in (200, 400))
    assert len(find_quotations(more)) >= 400
    assert steps(lambda: find_quotations(more)) < 2.2 * steps(lambda: find_quotations(fewer))


def test_too_many_quotations_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many quotations as the limit are accepted; one more is an error that states the limit."""
    monkeypatch.setattr("clipping.quotations.MOST_QUOTATIONS", 40)
    assert len(find_quotations(article_of("“It is so.” So it is. " * 40))) == 40
    expected = "article.txt: expected at most 40 quotations, found 41; the capture must contain a single article"
    with pytest.raises(ClippingError, match=f"^{expected}$"):
        find_quotations(article_of("“It is so.” So it is. " * 41))


TEXT = st.text(alphabet="“”‘’\"'«»„.,!? \nabAB—:said", max_size=60)
NEWS = st.lists(st.sampled_from(["“", "”", "‘", "’", '"', "'", " ", ". ", ", ", "said ", "Tom Reed ", "he ", "no"]))


@given(st.lists(st.one_of(TEXT, st.text(ENCODABLE, max_size=40), NEWS.map("".join)), max_size=5))
def test_offsets_fit_any_text(texts: list[str]) -> None:
    """The words of a quotation are at the offsets of its parts, and no two overlap unless one contains the other."""
    article = article_of(*[" ".join(text.split()) for text in texts])
    by_id = {paragraph.id: paragraph.text for paragraph in article.paragraphs}
    found = find_quotations(article)
    assert [f"q{n}" for n in range(1, len(found) + 1)] == [q.id for q in found]
    for quotation in found:
        words = "\n\n".join(by_id[part.paragraph][part.start : part.end] for part in quotation.parts)
        assert words == quotation.text and words.strip()
    spans = [(p.paragraph, p.start, p.end) for q in found for p in q.parts]
    assert [(a, b) for a in spans for b in spans if a[0] == b[0] and a[1] < b[1] < a[2] < b[2]] == []


SO = "“So be it,” said Anna Bell. “He said so be it, and so be it is,” said Tom. Tom came."
ROSE = "“It rose,” he said.\nThat was Roberto Sanchez’s view."
START = "words that start one quotation, found “{}” {} times; copy more of its words, as the article prints them"
KEY = "a key that changes “So be”, found {}; "
SPELT = "a speaker as the article spells it, found “{}”; did you mean {}?"
NOBODY = "a speaker for role to describe, found none; add speaker, or remove role"
#: Corrections of a text, the last of which is an error, and what was expected of that.
REFUSED: list[tuple[str, list[dict[str, Any]], str]] = [
    (SO, [{"starts": "o be it", "speaker": "X"}], START.format("o be it", 2)),
    (SO, [{"starts": "Tom", "speaker": "X"}], START.format("Tom", 2)),
    (SO, [{"starts": "always", "speaker": "X"}], START.format("always", 0)),
    (SO, [{"starts": "“So be"}], KEY.format("none")),
    (SO, [{"starts": "“So be", "speaker": name} for name in "XY"], KEY.format("one that another correction has")),
    (ROSE, [{"starts": "It rose", "role": "baker"}], NOBODY),
    (ROSE, [{"starts": "It rose", "role": "baker", "speaker": ""}], NOBODY),
    (ROSE, [{"starts": "It rose", "speaker": "Robert Sanchez"}], SPELT.format("Robert Sanchez", "Roberto Sanchez")),
    (ROSE, [{"starts": "It rose", "speaker": "Roberto Sanche"}], SPELT.format("Roberto Sanche", "Roberto Sanchez")),
    (ROSE, [{"starts": "It rose", "speaker": "Sanches"}], SPELT.format("Sanches", "Sanchez")),
]


@pytest.mark.parametrize(("text", "corrections", "expected"), REFUSED)
def test_a_correction_that_makes_no_sense_is_an_error(
    text: str, corrections: list[dict[str, Any]], expected: str
) -> None:
    """The words of a correction start one quotation, of which it changes what no other does, and a name is well spelt.

    A key that describes the speaker is not ignored if there is none. The error gives the line of the correction.
    """
    made = tuple(Correction(line=line, **keys) for line, keys in enumerate(corrections, 7))
    with pytest.raises(ClippingError) as error:
        find_quotations(article_of(*text.splitlines()), made)
    assert str(error.value).startswith(f"article.toml:{made[-1].line}: expected {expected}")


#: Texts, the words of a correction and its kind, and the quotation that it adds.
ADDED: list[tuple[str, str, QuotationKind | None, str]] = [
    ("At the gate. Coca grows here. So it does.", "Coca", None, "Coca grows here."),
    ("At the gate. Coca grows here. So it does.", "Coca grows", "fragment", "Coca grows"),
    ("Coca grows by the gate, “as ever. So what?” he said.", "Coca grows", None, "Coca grows by the gate,"),
]


def test_a_correction_can_add_a_quotation_without_marks() -> None:
    """It runs to the end of its sentence, unless it is a fragment, and never into another quotation."""
    for text, starts, kind, words in ADDED:
        found = find_quotations(article_of(text), (Correction(starts, 3, kind=kind, speaker="a sign"),))
        added = next(q for q in found if q.speaker_basis == "editor")
        assert (added.text, added.balanced) == (words, False)
        assert added.text == text[added.parts[0].start : added.parts[0].end]


def test_each_correction_changes_only_its_own_quotation() -> None:
    """It changes the fields that it gives, with the editor as the basis of a speaker; "" removes a value."""
    text = "“We were never asked,” said baker Anna Bell. “Nobody was,” said mayor Tom Reed. At the gate it says no."
    corrections = (
        Correction("Nobody  was", 3, speaker="Ida Cole", speaker_type="group"),
        Correction("it says no.", 4, kind="writing"),
        Correction("never asked", 5, role="", cue="asked", speaker_as_written="Bell"),
        Correction("Nobody was", 6, kind="fragment"),
    )
    first, second, third = find_quotations(article_of(text), corrections)
    nobody = find_quotations(article_of(text), (Correction("We were", 3, speaker=""),))[0]
    assert (first.speaker, first.speaker_as_written, first.role, first.cue) == ("Anna Bell", "Bell", None, "asked")
    assert (second.speaker, second.speaker_type, second.speaker_basis) == ("Ida Cole", "group", "editor")
    assert (second.kind, second.speaker_as_written, second.role) == ("fragment", "Tom Reed", None)
    assert (third.id, third.text, third.kind, third.speaker_basis) == ("q3", "it says no.", "writing", "none")
    assert (nobody.speaker, nobody.speaker_as_written, nobody.speaker_basis) == (None, None, "editor")


def test_references_are_updated_when_a_quotation_is_added() -> None:
    """Groups and nested quotations refer to the new ids; the first words of a nested quotation select it alone."""
    text = "At the gate it says no. “The river,” Anna Bell said, “will ‘rise again’ before Friday.”"
    corrections = (Correction(" it  says no. ", 4), Correction("rise again", 5, speaker="Tom Reed"))
    added, first, second, nested = find_quotations(article_of(text), corrections)
    assert [added.text, first.group, second.group, nested.nested_in] == ["it says no.", "q2", "q2", "q3"]
    assert (second.speaker, nested.speaker) == ("Anna Bell", "Tom Reed")


def test_a_term_that_is_corrected_is_a_quotation() -> None:
    """It is a fragment, unless the correction gives its kind."""
    article = article_of("The so-called “night shift” is over.")
    assert [q.kind for q in find_quotations(article)] == ["term"]
    corrections = Correction("night shift", 3, role="baker", speaker="X"), Correction("night shift", 3, speaker="")
    for correction in (*corrections, Correction("night shift", 3, kind="writing", speaker="X")):
        (found,) = find_quotations(article, (correction,))
        assert (found.kind, found.speaker) == (correction.kind or "fragment", correction.speaker or None)


CARRIED = {"Ida Cole": ["pronoun", "carried-over"], "Tom Reed": ["pronoun", "carried-over"], "": ["none", "none"]}


@pytest.mark.parametrize(("speaker", "bases"), CARRIED.items())
def test_a_corrected_speaker_carries_over(speaker: str, bases: list[str]) -> None:
    """The other half of a split quotation and those after it get it too, until the article names a speaker."""
    lines = "“The river,” said mayor Tom Reed, “rose.” “It fell,” he said.", "“It is low.”", "“No,” said Tom Reed."
    *found, named = find_quotations(article_of(*lines), (Correction("rose", 3, speaker=speaker),))
    assert [quotation.speaker for quotation in found] == [speaker or None] * 4
    assert [quotation.speaker_basis for quotation in found] == ["editor", "editor", *bases]
    assert (named.speaker, named.speaker_basis) == ("Tom Reed", "named")
