"""A quotation is verified only where the article has these very words; typography is folded, and said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from clipping.check.answer import check
from clipping.check.places import Evidence, evidence
from clipping.check.shared import turning_words
from clipping.check.words import in_lines
from tests.conftest import ROOT, Command

CASES = ROOT / "tests" / "cases" / "check.md"
ARTICLE = build.read(ROOT / "tests" / "cases" / "check")[2]
KNOWN = evidence(ARTICLE)
TURNING = turning_words("en")
#: The words of each text; a number such as 10 000 is one.
WORDS: list[list[str]] = [re.findall(r"\d+(?: \d{3})+|\S+", text) for _, text in KNOWN.texts]
#: Every word, bare: what a change of a word must not give by chance.
BARE = re.findall(r"[\w’]+", KNOWN.stream.lower())


def plain(text: str) -> str:
    """Return a line of the file with the characters that its escapes stand for."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text).replace("\\n", "\n")


def cases() -> list[tuple[str, str, list[str]]]:
    """Return the title of each case, what is pasted, and the lines of the answer."""
    found = []
    for block in re.split(r"^## ", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = block.partition("\n\n")
        pasted, _, expected = rest.partition("\n....\n")
        found.append((title, plain(pasted), [plain(line) for line in expected.strip().split("\n")]))
    return found


@pytest.mark.parametrize(("title", "pasted", "expected"), cases(), ids=[title for title, _, _ in cases()])
def test_cases(title: str, pasted: str, expected: list[str]) -> None:
    """Each case of the file is answered as it says, word for word."""
    answer = check(KNOWN, pasted, TURNING)

    assert expected == in_lines(answer, ARTICLE), title


def test_the_cases_have_each_kind_of_answer() -> None:
    """No kind of answer is without a case."""
    kinds = {check(KNOWN, pasted, TURNING).kind for _, pasted, _ in cases()}

    assert kinds == {"exact", "typography", "shortened", "punctuation", "different", "absent", "empty"}


def whole_words() -> list[list[str]]:
    """Return each article, what is pasted and the kind of answer."""
    lines = (ROOT / "tests" / "cases" / "whole_words.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split(" | ") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("article", "pasted", "kind"), whole_words(), ids=map(ascii, whole_words()))
def test_whole_words(article: str, pasted: str, kind: str) -> None:
    """No word or number is found cut, and what is whole is found."""
    known = Evidence(tuple((f"p{number}", text) for number, text in enumerate(article.split(" // "), 1)), ())

    assert check(known, pasted).kind == kind


@st.composite
def passages(draw: st.DrawFn) -> list[str]:
    """Return some words of one text, in order."""
    words = draw(st.sampled_from([text for text in WORDS if len(text) >= 4]))
    start = draw(st.integers(0, len(words) - 4))
    return words[start : draw(st.integers(start + 4, len(words)))]


@settings(max_examples=100, deadline=None)
@given(passages())
def test_whatever_is_copied_is_found_exactly(words: list[str]) -> None:
    """Any run of words of a text is exact, and the words shown are those."""
    answer = check(KNOWN, " ".join(words), TURNING)

    assert answer.kind == "exact"
    assert answer.places[0].text.strip("“”‘’") in " ".join(words)


@settings(max_examples=100, deadline=None)
@given(passages(), st.data())
def test_a_changed_word_is_never_verified(words: list[str], data: st.DataObject) -> None:
    """With one word changed, added or left out, the answer is no, unless the article has that, too."""
    place = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(["not", "zebra", "7", "2013", "no", "Chile", "US", "us"]))
    changed = data.draw(
        st.sampled_from(
            [
                [*words[:place], other, *words[place + 1 :]],
                [*words[:place], other, *words[place:]],
                [*words[:place], *words[place + 1 :]],
            ]
        )
    )
    before, after = (re.findall(r"[\w’]+", " ".join(each).lower()) for each in (words, changed))
    if before == after or after in [BARE[i : i + len(after)] for i in range(len(BARE))]:
        return

    assert not check(KNOWN, " ".join(changed), TURNING).verified


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_several_texts_have_is_no_passage(data: st.DataObject) -> None:
    """The end of a text and the beginning of another are verified only for paragraphs that follow each other."""
    first, then = data.draw(st.lists(st.integers(0, len(WORDS) - 1), min_size=2, max_size=2, unique=True))
    pasted = [*WORDS[first][-data.draw(st.integers(2, 8)) :], *WORDS[then][: data.draw(st.integers(2, 8))]]
    follows = then == first + 1 and all(KNOWN.texts[place][0].startswith("p") for place in (first, then))

    assert check(KNOWN, " ".join(pasted), TURNING).verified == follows


@settings(max_examples=300, deadline=None)
@given(
    before=st.sampled_from(
        ["", "-", "−", "–", "+", ".", "-.", "<", "<=", "≠", "~", "$", "US$", "€", "#", "-$", "$ ", "− "]
    ),
    number=st.sampled_from(
        ["5", "10 000", "1\u00a0000\u202f000", "1,200", "3.5", "1/2", "5:30", "10²", "½", "٣٫٥", "2011–2016"]
    ),
    after=st.sampled_from(["", "%", "‰", "°", "′", "½", "s", "th", "+", "€", "℃", " %", " €", "-year-old"]),
    data=st.data(),
)
def test_a_number_is_never_cut(before: str, number: str, after: str, data: st.DataObject) -> None:
    """A number that lost its sign, unit, point or some of its digits at an end is never verified; all of it is."""
    whole = before + number + after
    known = Evidence((("p1", f"It came to {whole} in all."),), ())
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    part = whole[start:end]
    left, right = "came to " * (start == 0), " in all" * (end == len(whole))

    verified = check(known, left + part + right).verified

    assert verified == (part.strip() == whole)


@settings(max_examples=100, deadline=None)
@given(passages(), st.data())
def test_typography_alone_is_verified_and_named(words: list[str], data: st.DataObject) -> None:
    """Other marks, dashes and spaces are found, and called what they are."""
    pasted = " ".join(words).translate({ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("—"): "--"})
    pasted = pasted.replace(" ", data.draw(st.sampled_from([" ", "\u00a0", "\n", "  "])))

    answer = check(KNOWN, pasted, TURNING)

    assert answer.verified
    assert {one.category for one in answer.differences} <= {"quotation marks", "dashes", "white space"}


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("aéTh US’'\"“”…. -—–[]()3,\u00ad\u0301\n\u00a0ñ𝐀"), max_size=60))
def test_no_paste_breaks_it(pasted: str) -> None:
    """Whatever is pasted has an answer, and what is verified stands in the article."""
    answer = check(KNOWN, pasted, TURNING)

    assert all(place.text in KNOWN.stream for place in answer.places)
    assert in_lines(answer, ARTICLE)


def test_each_language_has_its_turning_words() -> None:
    """A pattern is known for the languages listed and takes whole words alone; another language has none."""
    assert re.search(turning_words("es-PE"), "nunca")
    assert re.search(TURNING, 'don"t')
    assert not re.search(TURNING, "note")
    assert turning_words("xx") == ""


def test_the_command_line(command: Command, tmp_path: Path) -> None:
    """It exits 0 for the article's words and 1 for others, says where and who, and writes nothing."""
    good, bad = (
        command("--output", tmp_path / "out", "--quote", words)
        for words in ("we don't want to accept the fact", "we do want to accept the fact")
    )

    assert (good.status, bad.status) == (0, 1)
    assert "paragraph 10; said by Roberto Chiabra: we don’t want to accept the fact" in good.out
    assert "we {+don’t+} [-do-] want to accept the fact" in bad.out
    assert [*tmp_path.iterdir()] == []


def test_a_terminal_without_the_letters_is_told_all_the_same() -> None:
    """Where the terminal knows ASCII alone the answer comes with codes for the letters, and no traceback."""
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    asked = [sys.executable, str(ROOT / "build.py"), "--quote", "-"]

    told = subprocess.run(asked, input=b"we don't want to accept", env=environment, capture_output=True, check=False)

    assert (told.returncode, told.stderr) == (0, b"")
    assert rb"said by Roberto Chiabra: we don\u2019t want" in told.stdout
