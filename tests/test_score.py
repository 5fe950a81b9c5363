"""What the labelled sets score now is the least that a change may leave: rules may go, what they read may not."""

from __future__ import annotations

import pytest

from tests.score import Figure, score_repository

#: The least (for speakers wrong or none: the most) that each figure may be. They only move to the better.
FLOORS = {
    "captures: fields": 0.995,
    "captures: body F1": 0.995,
    "captures: first paragraph": 0.995,
    "captures: last paragraph": 0.995,
    "small captures: lines": 0.985,
    "quotations: found": 0.978,
    "quotations: precision": 0.991,
    "quotations: joined": 0.995,
    "quotations: speaker right": 0.942,
    "quotations: titles rejected": 0.975,
}
CEILINGS = {"quotations: speaker wrong": 0.01, "quotations: speaker none": 0.026}


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    """Return the figures of the sets in the repository by their names."""
    return {f"{figure.of}: {figure.name}": figure for figure in score_repository([])}


def test_every_figure_has_a_limit(figures: dict[str, Figure]) -> None:
    """No figure of the table can fall unnoticed."""
    assert figures.keys() == FLOORS.keys() | CEILINGS.keys()


@pytest.mark.parametrize("name", FLOORS | CEILINGS)
def test_no_score_gets_worse(name: str, figures: dict[str, Figure]) -> None:
    """A share is at least its floor, or at most its ceiling; see what is wrong with: make score ARGS=-v."""
    assert FLOORS.get(name, 0.0) <= figures[name].value <= CEILINGS.get(name, 1.0)
