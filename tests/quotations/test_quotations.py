"""Quotations are found whole, and given to whom the article gives them; the cases are in plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.capture import read_capture
from clipping.errors import ClippingError
from clipping.quotations import find_quotations
from clipping.record import (
    Article,
    Caption,
    CaptureFacts,
    Correction,
    Paragraph,
    Part,
    Quotation,
    QuotationKind,
)

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases" / "quotations.md"
COLUMNS = ("kind", "words", "speaker", "type", "basis", "role", "cue", "position")


@dataclass(frozen=True)
class Case:
    """One case of the file: its title, the article, its language, and a line for each quotation."""

    title: str
    article: Article
    language: str
    expected: tuple[str, ...]


def article_of(*lines: str) -> Article:
    """Return an article of these texts; "Headline: …" and the like say what a text is."""
    labelled = [re.match(r"(Headline|Standfirst|Caption|Subheading): (.*)", line) for line in lines]
    parts = [(m[1], m[2]) if m else ("Paragraph", line) for m, line in zip(labelled, lines, strict=True)]
    captions: list[Caption] = []
    paragraphs: list[Paragraph] = []
    for number, (what, text) in enumerate(parts, 1):
        if what == "Caption":
            captions.append(Caption(f"c{len(captions) + 1}", text, None, None, (number, number)))
        elif what in {"Paragraph", "Subheading"}:
            kind = "subheading" if what == "Subheading" else "paragraph"
            paragraphs.append(Paragraph(f"p{len(paragraphs) + 1}", kind, text, (number, number)))  # type: ignore[arg-type]
    first = dict(reversed(parts))
    return Article(
        CaptureFacts("article.txt", "", 0, 0),
        headline=first.get("Headline"),
        standfirst=first.get("Standfirst"),
        captions=tuple(captions),
        paragraphs=tuple(paragraphs),
    )


def cases() -> list[Case]:
    """Read the cases of the file."""
    found = []
    for entry in re.split(r"^## ", CASES.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = entry.partition("\n")
        given_text, _, wanted = rest.partition("....\n")
        lines = [line for line in given_text.splitlines() if line]
        language = next((line[10:] for line in lines if line.startswith("Language: ")), "en")
        article = article_of(*[line for line in lines if not line.startswith("Language: ")])
        found.append(Case(title, article, language, tuple(line for line in wanted.splitlines() if line)))
    return found


def told(quotation: Quotation, wanted: str) -> str:
    """Return what a quotation is, in as many columns as ``wanted`` has."""
    fields = [part.strip() for part in wanted.split("|")]
    words = quotation.text.split()
    width = [len(part.split()) for part in fields[1].split("…")] if len(fields) > 1 else [len(words)]
    shown = " ".join(words) if len(width) == 1 else f"{' '.join(words[: width[0]])} … {' '.join(words[-width[1] :])}"
    q = quotation
    values = [q.kind, shown, q.speaker, q.speaker_type, q.speaker_basis, q.role, q.cue, q.position]
    columns = [value or "-" for value in values][: min(len(fields), len(COLUMNS))]
    extra = []
    for field in fields:
        if field.startswith("parts "):
            extra.append(f"parts {len(q.parts)}")
        elif field.startswith("group "):
            extra.append(f"group {q.group}")
        elif field.startswith("in "):
            extra.append(f"in {q.nested_in}")
    if not q.balanced:
        extra.append("unbalanced")
    return " | ".join([*columns[: len(fields) - len(list(fields[8:]))], *extra])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_a_case(case: Case) -> None:
    """What stands in the case file is found, in order, and nothing else."""
    found = find_quotations(case.article, language=case.language)
    lines = [told(q, case.expected[n] if n < len(case.expected) else "|".join("x" * 8)) for n, q in enumerate(found)]

    assert [re.sub(r"\s*\|\s*", " | ", line) for line in case.expected] == lines


def our_article() -> Article:
    """Return the paragraphs of the real article, one for each line after its date."""
    capture = read_capture(ROOT / "content" / "article.txt")
    start = next(n for n, line in enumerate(capture.lines, 1) if line.startswith("Published"))
    texts = [capture.folded(n, n) for n in range(start + 1, len(capture.lines) + 1)]
    return article_of(*[text for text in texts if text][:10])


def test_the_quotations_of_the_article() -> None:
    """The real article holds exactly three, and every field of them is right."""
    plan, humala, chiabra = find_quotations(our_article())

    assert plan == Quotation(
        "q1",
        "title",
        "Plan of Action on International Cooperation towards an Integrated and Balanced Strategy to Counter the World "
        "Drug Problem.",
        (Part("p3", 123, 245),),
    )
    assert humala.text.startswith("irresponsible acts to") and humala.text.endswith("completely the opposite.")
    assert humala == Quotation(
        "q2",
        "speech",
        humala.text,
        (Part("p9", 76, 306),),
        speaker="Ollanta Humala",
        speaker_as_written="President Ollanta Humala",
        speaker_type="person",
        speaker_basis="named",
        role="President",
        cue="qualified",
        position="before",
    )
    assert chiabra.text.startswith("they talk about terrorists") and chiabra.text.endswith("is drug trafficking.")
    assert chiabra == Quotation(
        "q3",
        "speech",
        chiabra.text,
        (Part("p10", 89, 403),),
        speaker="Roberto Chiabra",
        speaker_as_written="Roberto Chiabra",
        speaker_type="person",
        speaker_basis="named",
        role="Retired Armed Forces Commandant and former Minister of Defense",
        cue="added",
        position="before",
    )


def test_an_editor_sets_the_speaker() -> None:
    """A correction changes what it names, says that an editor did so, and leaves the rest."""
    correction = Correction("they talk  about", 4, speaker="Somebody Else")
    quotation = find_quotations(our_article(), (correction,))[2]

    assert (quotation.speaker, quotation.speaker_basis, quotation.cue) == ("Somebody Else", "editor", "added")


def test_an_editor_says_that_nobody_is_named() -> None:
    """An empty speaker takes the speaker away."""
    quotation = find_quotations(our_article(), (Correction("they talk about", 4, speaker=""),))[2]

    assert (quotation.speaker, quotation.speaker_as_written) == (None, None)


@pytest.mark.parametrize("starts", ["never printed", "the", ""])
def test_words_that_do_not_occur_once(starts: str) -> None:
    """A correction whose words occur never or more than once is an error that names its line."""
    with pytest.raises(ClippingError) as error:
        find_quotations(our_article(), (Correction(starts, 7, speaker="X"),), file="article.toml")

    assert str(error.value).startswith("article.toml:7: expected words that")


def test_an_editor_points_at_words_the_rules_did_not_find() -> None:
    """Words of the article without marks become a quotation when an editor says so."""
    correction = Correction("Coca grows here.", 3, kind="writing", speaker="a sign", speaker_type="document")
    (quotation,) = find_quotations(article_of("At the gate. Coca grows here. So it does."), (correction,))

    assert (
        (quotation.parts[0].paragraph, quotation.parts[0].start, quotation.parts[0].end),
        quotation.text,
        quotation.speaker_basis,
    ) == (("p1", 13, 29), "Coca grows here.", "editor")


@pytest.mark.parametrize(
    ("text", "starts", "kind", "words", "balanced"),
    [
        ("At the gate. Coca grows here. So it does.", "Coca", None, "Coca grows here.", False),
        ("At the gate. Coca grows here. So it does.", "Coca grows", "fragment", "Coca grows", False),
        ("At the gate. Coca grows here. So it does.", "Coca grows", "title", "Coca grows", False),
        ("At the gate. Coca grows here. So it does.", "Coca grows", "term", "Coca grows", False),
        ("At the gate, ’Coca grows here’ was painted.", "Coca", None, "Coca grows here", True),
        ("Coca grows by the gate, “as ever. So what?” he said.", "Coca grows", None, "Coca grows by the gate,", False),
    ],
)
def test_how_far_words_that_an_editor_points_at_run(
    text: str, starts: str, kind: QuotationKind | None, words: str, balanced: bool
) -> None:
    """They run to their closing mark, else to the end of the sentence, and never into another quotation."""
    found = find_quotations(article_of(text), (Correction(starts, 3, kind=kind, speaker="a sign"),))
    quotation = next(q for q in found if q.speaker_basis == "editor")
    part = quotation.parts[0]

    assert (words, balanced) == (quotation.text, quotation.balanced)
    assert words == text[part.start : part.end]


@pytest.mark.parametrize(
    ("text", "balanced"),
    [
        ("“We were never asked,” said Anna Bell.", True),
        ('“We were never asked," said Anna Bell.', False),
        ('"We were never asked,” said Anna Bell.', False),
        ("„We were never asked“, said Anna Bell.", True),
        ("»We were never asked«, said Anna Bell.", True),
        ("We were never asked,” said Anna Bell.", False),
        ("“We were never asked, and so be it.", False),
    ],
)
def test_marks_that_are_no_pair(text: str, balanced: bool) -> None:
    """A quotation is balanced only where both of its marks are there and of one kind."""
    (quotation,) = find_quotations(article_of(text))

    assert balanced == quotation.balanced


@pytest.mark.parametrize("unit", ["“", "“a” ", '" ', "'", "‘a’ "])
def test_nothing_but_marks(unit: str) -> None:
    """A text that is mostly marks is a picture or a table: nothing in it is a quotation."""
    assert find_quotations(article_of(unit * 1000)) == ()


def test_many_quotations_in_one_text() -> None:
    """Prose with many quotations in one paragraph is not taken for a picture, and each is found."""
    text = " ".join(f"“It is number {n},” said Anna Bell." for n in range(200))

    assert len(find_quotations(article_of(text))) == 200


TEXT = st.text(alphabet="“”‘’\"'«»„.,!? \nabAB—:said", max_size=60)
NEWS = st.lists(st.sampled_from(["“", "”", "‘", "’", '"', "'", " ", ". ", ", ", "said ", "Tom Reed ", "he ", "no"]))


@given(st.lists(st.one_of(TEXT, st.text(max_size=40), NEWS.map("".join)), max_size=5))
def test_any_text_is_read(texts: list[str]) -> None:
    """Whatever the text, each part stands at its offsets, and parts overlap only where one holds the other."""
    article = article_of(*[" ".join(text.split()) for text in texts])
    by_id = {p.id: p.text for p in article.paragraphs} | {"headline": article.headline or ""}
    by_id |= {c.id: c.text or "" for c in article.captions} | {"standfirst": article.standfirst or ""}
    found = find_quotations(article)

    assert [f"q{n}" for n in range(1, len(found) + 1)] == [q.id for q in found]
    for quotation in found:
        words = "\n\n".join(by_id[part.paragraph][part.start : part.end] for part in quotation.parts)
        assert words == quotation.text
        assert words.strip()
    spans = [(p.paragraph, p.start, p.end) for q in found for p in q.parts]
    crossing = [(a, b) for a in spans for b in spans if a[0] == b[0] and a[1] < b[1] < a[2] < b[2]]
    assert crossing == []


def test_corrections_are_laid_one_after_another() -> None:
    """Each correction finds its own words, whatever stands before it, and an empty field takes a value away."""
    text = "“We were never asked,” said baker Anna Bell. “Nobody was,” said Tom Reed. At the gate it says no."
    corrections = (
        Correction("Nobody was", 3, speaker="Ida Cole", speaker_type="group"),
        Correction("it says no.", 4, kind="writing"),
        Correction("never asked", 5, role="", cue="asked", speaker_as_written="Bell"),
        Correction("Nobody was", 6, kind="fragment"),
    )

    first, second, third = find_quotations(article_of(text), corrections)

    assert (first.speaker, first.speaker_as_written, first.role, first.cue) == ("Anna Bell", "Bell", None, "asked")
    assert (first.speaker_basis, first.kind) == ("named", "speech")
    assert (second.speaker, second.speaker_type, second.speaker_basis) == ("Ida Cole", "group", "editor")
    assert (second.kind, second.speaker_as_written) == ("fragment", "Tom Reed")
    assert (third.id, third.text, third.kind, third.speaker_basis) == ("q3", "it says no.", "writing", "none")
    assert not third.balanced


def test_words_in_more_than_one_quotation() -> None:
    """Words that start one quotation and stand within another, or twice in one, do not say which is meant."""
    text = "“So be it,” said Anna Bell. “He said so be it, and so be it is,” said Tom."

    for starts, times in (("o be it", 3), ("so be it", 2), ("Tom", 2), ("never", 0)):
        with pytest.raises(ClippingError) as error:
            find_quotations(article_of(text + " Tom came."), (Correction(starts, 7, speaker="X"),))
        assert str(error.value) == (
            f"article.toml:7: expected words that start one quotation, found {starts!r} {times} times; "
            "copy more of its words, as the article prints them"
        )


def test_a_correction_names_words_as_they_are_folded() -> None:
    """White space in a correction does not matter; a group and what holds a quotation keep pointing at it."""
    text = "At the gate it says no. “The river,” Anna Bell said, “will ‘rise again’ before Friday.”"

    added, first, second, nested = find_quotations(article_of(text), (Correction(" it  says no. ", 4),))

    assert [added.text, first.group, second.group, nested.nested_in] == ["it says no.", "q2", "q2", "q3"]


def test_words_within_a_quotation_that_another_holds() -> None:
    """Words that start a nested quotation are its own, though the outer one has them, too."""
    text = "“He told me ‘never again’ and left,” Anna Bell said."

    outer, nested = find_quotations(article_of(text), (Correction("never again", 3, speaker="Tom Reed"),))

    assert (outer.speaker, nested.speaker, nested.nested_in) == ("Anna Bell", "Tom Reed", "q1")


def test_an_ellipsis_ends_the_sentence_of_a_quotation() -> None:
    """What follows an ellipsis in the marks is another sentence, unless a comma leads on."""
    text = (
        "Anna Bell said: “The roof leaks…” Tom Reed said so. “The wall leans…”, Tom Reed said. “So it does,” he said."
    )

    found = find_quotations(article_of(text))

    assert [quotation.speaker for quotation in found] == ["Anna Bell", "Tom Reed", "Tom Reed"]
