"""What the rules find in every passage is kept, down to the signs, until somebody has looked at it.

The other tests say what must be so; this one says what is so: each quotation with its places and all that is known of
its speaker. Where a change of the rules changes more than it was meant to, it is seen here. After a change that a person
has looked at: make golden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from clipping.quotations import find_quotations
from clipping.record import Quotation
from tests.conftest import ROOT
from tests.quotations.test_quotations import cases
from tests.quotations.test_quotations_scored import passages

TESTS = ROOT / "tests"
GOLDEN = TESTS / "golden"
CASES = TESTS / "cases"


def found(quotation: Quotation) -> str:
    """Return a line with all that is known of a quotation, its text by its first words only."""
    q = quotation
    parts = ", ".join(f"{part.paragraph} {part.start}-{part.end}" for part in q.parts)
    speaker = [q.speaker, q.speaker_as_written, q.speaker_type, q.speaker_basis, q.role, q.cue, q.position]
    also = [q.group and f"group {q.group}", q.nested_in and f"in {q.nested_in}", None if q.balanced else "unbalanced"]
    fields = [q.kind, " ".join(q.text.split()[:4]), parts, *(value or "-" for value in speaker), *filter(None, also)]
    return f"{q.id} {' | '.join(fields)}"


def quotations() -> Iterator[str]:
    """Tell what is found in each case and each passage."""
    for case in cases():
        yield f"# {case.title}"
        yield from map(found, find_quotations(case.article, language=case.language))
    for title, article, _ in passages():
        yield f"# {title}"
        yield from map(found, find_quotations(article))


KEPT: dict[str, Callable[[], Iterator[str]]] = {"quotations.txt": quotations}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept(name: str) -> None:
    """What the rules make of the captures and the passages is what was last looked at."""
    assert (GOLDEN / name).read_text(encoding="utf-8").splitlines() == list(KEPT[name]())


@pytest.mark.parametrize("name", ["quotations.md"])
def test_titles_of_cases_are_ascii(name: str) -> None:
    """By its id, mutmut finds a test again, and pytest would escape any other letter a second time."""
    titles = re.findall(r"^## (.+)$", (CASES / name).read_text(encoding="utf-8"), flags=re.M)

    assert titles
    assert [title for title in titles if not title.isascii()] == []


if __name__ == "__main__":
    for name, tell in KEPT.items():
        (GOLDEN / name).write_text("".join(f"{line}\n" for line in tell()), encoding="utf-8")
