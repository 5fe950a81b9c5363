"""What the rules read in every capture is kept, down to the signs, until somebody has looked at it.

The other tests say what must be so; this one says what is so: each block with its runs and the reason that is told for
it. Where a change of the rules changes more than it was meant to, it is seen here. After a change that a person has
looked at: make golden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from clipping.capture import take
from clipping.parse import parse
from clipping.record import Article
from tests.conftest import ROOT

TESTS = ROOT / "tests"
GOLDEN = TESTS / "golden"
CASES = TESTS / "cases" / "readings.md"
ORDINALS = ("last", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
CAPTURES = [*sorted((TESTS / "captures").glob("*/article.txt")), ROOT / "content" / "article.txt"]


def read(article: Article) -> list[str]:
    """Return a line for each reading: its lines, role and target, its runs if it has several, and why; then doubts."""
    told = []
    for reading in article.readings:
        first, last = reading.lines
        lines = f"{first}" if first == last else f"{first}-{last}"
        target = f" {reading.target}" if reading.target not in {None, reading.role} else ""
        runs = "".join(f"[{run.role}:{run.text}]" for run in reading.runs) if len(reading.runs) > 1 else ""
        told.append(f"{lines} {reading.role}{target}: {runs and runs + ' '}{reading.reason}")
    told += [f"doubt {doubt.line or '-'}: {doubt.message}" for doubt in article.doubts]
    days = [("published", article.published), ("updated", article.updated)]
    told += [f"{field} {day.date}, printed as {day.as_printed}" for field, day in days if day]
    return told


def readings() -> Iterator[str]:
    """Tell what is read in each capture."""
    for path in CAPTURES:
        yield f"# {path.parent.name}"
        yield from read(parse(take(path.read_bytes(), "article.txt")))


KEPT: dict[str, Callable[[], Iterator[str]]] = {"readings.txt": readings}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept(name: str) -> None:
    """What the rules make of the captures is what was last looked at."""
    assert (GOLDEN / name).read_text(encoding="utf-8").splitlines() == list(KEPT[name]())


def spelt(text: str) -> str:
    """Return the capture of a case: each ``TEXT 1`` a paragraph of its own, each character by its number itself."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    sentence = "The bridge over the Aster will be shut to lorries from June, the county said for the {} time."
    return re.sub(r"^TEXT (\d+)$", lambda match: sentence.format(ORDINALS[int(match[1])]), text, flags=re.M)


def small_captures() -> list[tuple[str, str, list[str]]]:
    """Read the cases: the title, the capture, and a line for each reading."""
    entries = re.split(r"^## ", CASES.read_text(encoding="utf-8"), flags=re.M)[1:]
    parted = [entry.partition("\n") for entry in entries]
    whole = [(title, *rest.partition("\n....\n")) for title, _, rest in parted]
    return [(title, text.strip("\n"), [line for line in told.splitlines() if line]) for title, text, _, told in whole]


@pytest.mark.parametrize(
    ("text", "told"), [case[1:] for case in small_captures()], ids=[c[0] for c in small_captures()]
)
def test_a_small_capture(text: str, told: list[str]) -> None:
    """What stands in the case file is read, for the reason given there."""
    assert told == read(parse(take(spelt(text).encode(), "article.txt")))


@pytest.mark.parametrize("name", ["readings.md"])
def test_titles_of_cases_are_ascii(name: str) -> None:
    """By its id, mutmut finds a test again, and pytest would escape any other letter a second time."""
    titles = re.findall(r"^## (.+)$", CASES.with_name(name).read_text(encoding="utf-8"), flags=re.M)

    assert titles
    assert [title for title in titles if not title.isascii()] == []


if __name__ == "__main__":
    for name, tell in KEPT.items():
        (GOLDEN / name).write_text("".join(f"{line}\n" for line in tell()), encoding="utf-8")
