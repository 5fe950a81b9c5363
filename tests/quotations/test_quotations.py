"""Quotations are found whole and given to their speakers; corrections of an editor are laid over them."""

from __future__ import annotations

import cProfile
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.errors import ClippingError
from clipping.quotations import find_quotations
from clipping.record import Article, Caption, CaptureFacts, Correction, Paragraph, Quotation, QuotationKind
from tests.conftest import ROOT

EXACT = ROOT / "tests" / "cases" / "quotations-exact.md"


class Case(NamedTuple):
    """One entry of a case file: its title, the article, its language, and the lines after the dots."""

    title: str
    article: Article
    language: str
    expected: tuple[str, ...]


def article_of(*lines: str) -> Article:
    """Return an article of these texts; "Headline: …", "Standfirst: …", "Caption: …" and "Subheading: …" are such."""
    labelled = [re.match(r"(Headline|Standfirst|Caption|Subheading): (.*)", line) for line in lines]
    parts = [(m[1], m[2]) if m else ("Paragraph", line) for m, line in zip(labelled, lines, strict=True)]
    first = dict(reversed(parts))
    captions = [(n, text) for n, (what, text) in enumerate(parts, 1) if what == "Caption"]
    body = [(n, what, text) for n, (what, text) in enumerate(parts, 1) if what in {"Paragraph", "Subheading"}]
    return Article(
        CaptureFacts("article.txt", "", 0, 0),
        headline=first.get("Headline"),
        standfirst=first.get("Standfirst"),
        captions=tuple(Caption(f"c{n}", text, None, None, (at, at)) for n, (at, text) in enumerate(captions, 1)),
        paragraphs=tuple(
            Paragraph(f"p{n}", "paragraph" if what == "Paragraph" else "subheading", text, (at, at))
            for n, (at, what, text) in enumerate(body, 1)
        ),
    )


def read_cases(file: Path) -> Iterator[Case]:
    """Yield the cases of a file: "## title", an article line by line, four dots, and what is expected of it."""
    for entry in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, *lines = filter(None, entry.splitlines())
        dots = lines.index("....")
        language = next((line[10:] for line in lines[:dots] if line.startswith("Language: ")), "en")
        article = article_of(*[line for line in lines[:dots] if not line.startswith("Language: ")])
        yield Case(title, article, language, tuple(lines[dots + 1 :]))


def as_line(quotation: Quotation, expected: str) -> str:
    """Return a quotation in the columns of the case file; of the further facts those that ``expected`` states."""
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
def test_each_field_of_a_quotation(case: Case) -> None:
    """Exactly the quotations of the case are found, in order, with every field as the case states it."""
    found = find_quotations(case.article, language=case.language)
    assert len(found) == len(case.expected)
    assert [as_line(q, line) for q, line in zip(found, case.expected, strict=True)] == list(case.expected)


@pytest.mark.parametrize("unit", ["“", "“a” ", '" ', "'", "‘a’ "])
def test_nothing_but_marks(unit: str) -> None:
    """A text that is mostly marks is a picture or a table: nothing in it is a quotation."""
    assert find_quotations(article_of(unit * 1000)) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "“It is {},” said Al.\n",
        "“It is {},” he said. ",
        "“it is number {}” and then ",
        "“So ‘it is number {}’ is,” he said. ",
    ],
)
def test_work_grows_with_the_quotations_and_no_faster(unit: str) -> None:
    """Twice as many quotations take at most a little more than twice as many calls, and all of them are found."""

    def calls(number: int) -> int:
        article = article_of(*"".join(unit.format(n) for n in range(number)).splitlines())
        profile = cProfile.Profile()
        assert len(profile.runcall(find_quotations, article)) >= number
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(400) < 2.2 * calls(200)


def test_more_quotations_than_an_article_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many quotations as the limit allows are read, and one more is refused in one line."""
    monkeypatch.setattr("clipping.quotations.MOST_QUOTATIONS", 40)
    assert len(find_quotations(article_of("“It is so.” So it is. " * 40))) == 40
    with pytest.raises(ClippingError) as error:
        find_quotations(article_of("“It is so.” So it is. " * 41))

    assert str(error.value) == "article.txt: expected at most 40 quotations, found 41; put one article there"


TEXT = st.text(alphabet="“”‘’\"'«»„.,!? \nabAB—:said", max_size=60)
NEWS = st.lists(st.sampled_from(["“", "”", "‘", "’", '"', "'", " ", ". ", ", ", "said ", "Tom Reed ", "he ", "no"]))


@given(st.lists(st.one_of(TEXT, st.text(max_size=40), NEWS.map("".join)), max_size=5))
def test_any_text_is_read(texts: list[str]) -> None:
    """Whatever the text, the words of each part are at its offsets, and parts overlap only where one holds another."""
    article = article_of(*[" ".join(text.split()) for text in texts])
    by_id = {paragraph.id: paragraph.text for paragraph in article.paragraphs}
    found = find_quotations(article)

    assert [f"q{n}" for n in range(1, len(found) + 1)] == [q.id for q in found]
    for quotation in found:
        words = "\n\n".join(by_id[part.paragraph][part.start : part.end] for part in quotation.parts)
        assert words == quotation.text and words.strip()
    spans = [(p.paragraph, p.start, p.end) for q in found for p in q.parts]
    assert [(a, b) for a in spans for b in spans if a[0] == b[0] and a[1] < b[1] < a[2] < b[2]] == []


@pytest.mark.parametrize(("starts", "times"), [("o be it", 3), ("so be it", 2), ("Tom", 2), ("never", 0), ("", 0)])
def test_words_that_do_not_occur_once(starts: str, times: int) -> None:
    """A correction whose words occur never or more than once is an error that names its line."""
    text = "“So be it,” said Anna Bell. “He said so be it, and so be it is,” said Tom. Tom came."
    with pytest.raises(ClippingError) as error:
        find_quotations(article_of(text), (Correction(starts, 7, speaker="X"),))

    assert str(error.value) == (
        f"article.toml:7: expected words that start one quotation, found “{starts}” "
        f"{f'{times} times' if times else 'nowhere'}; copy more of its words, as the article prints them"
    )


@pytest.mark.parametrize(
    ("text", "starts", "kind", "words", "balanced"),
    [
        ("At the gate. Coca grows here. So it does.", "Coca", None, "Coca grows here.", False),
        ("At the gate. Coca grows here. So it does.", "Coca grows", "term", "Coca grows", False),
        ("At the gate, ’Coca grows here’ was painted.", "Coca", None, "Coca grows here", True),
        ("Coca grows by the gate, “as ever. So what?” he said.", "Coca grows", None, "Coca grows by the gate,", False),
    ],
)
def test_words_without_marks_that_an_editor_points_at(
    text: str, starts: str, kind: QuotationKind | None, words: str, balanced: bool
) -> None:
    """They run to their closing mark, else to the end of the sentence, and never into another quotation."""
    found = find_quotations(article_of(text), (Correction(starts, 3, kind=kind, speaker="a sign"),))
    quotation = next(q for q in found if q.speaker_basis == "editor")
    part = quotation.parts[0]

    assert (quotation.text, quotation.balanced) == (words, balanced)
    assert quotation.text == text[part.start : part.end]


def test_corrections_are_laid_one_after_another() -> None:
    """Each finds its own words, whatever precedes it, and says that an editor did so; "" takes a value away."""
    text = "“We were never asked,” said baker Anna Bell. “Nobody was,” said Tom Reed. At the gate it says no."
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
    assert (second.kind, second.speaker_as_written) == ("fragment", "Tom Reed")
    assert (third.id, third.text, third.kind, third.speaker_basis) == ("q3", "it says no.", "writing", "none")
    assert (nobody.speaker, nobody.speaker_as_written, nobody.speaker_basis) == (None, None, "editor")


def test_an_added_quotation_renumbers_the_others() -> None:
    """A group and a nested quotation keep pointing at the right one; words that start the nested one are its own."""
    text = "At the gate it says no. “The river,” Anna Bell said, “will ‘rise again’ before Friday.”"
    corrections = (Correction(" it  says no. ", 4), Correction("rise again", 5, speaker="Tom Reed"))

    added, first, second, nested = find_quotations(article_of(text), corrections)

    assert [added.text, first.group, second.group, nested.nested_in] == ["it says no.", "q2", "q2", "q3"]
    assert (second.speaker, nested.speaker) == ("Anna Bell", "Tom Reed")
