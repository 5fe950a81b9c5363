"""No change may lower what the labelled sets score now: rules may go, what they read may not."""

import pytest

from tests.score import Figure, score_repository

#: The limits of each figure, which may only move to the better.
LIMITS = {
    "captures: fields": (0.995, 1),
    "captures: body F1": (0.995, 1),
    "captures: first paragraph": (0.995, 1),
    "captures: last paragraph": (0.995, 1),
    "small captures: lines": (0.985, 1),
    "quotations: found": (0.978, 1),
    "quotations: precision": (0.991, 1),
    "quotations: joined": (0.995, 1),
    "quotations: speaker right": (0.946, 1),
    "quotations: speaker wrong": (0, 0.01),
    "quotations: speaker none": (0, 0.022),
    "quotations: titles rejected": (0.975, 1),
}


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    """Return the figures of the sets in the repository by their names."""
    return {f"{figure.of}: {figure.name}": figure for figure in score_repository([])}


def test_every_figure_has_limits(figures: dict[str, Figure]) -> None:
    """No figure of the table can get worse unnoticed."""
    assert figures.keys() == LIMITS.keys()


@pytest.mark.parametrize("name", LIMITS)
def test_no_score_gets_worse(name: str, figures: dict[str, Figure]) -> None:
    """A figure is within its limits; to see the misses, run: make score ARGS=-v."""
    least, most = LIMITS[name]
    assert least <= figures[name].value <= most
