"""No change may lower the scores on the labelled sets: a rule may be removed only if they do not need it."""

from tests.score import score_repository

#: The limits of each figure, which may only be tightened.
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


def test_no_score_gets_worse() -> None:
    """Every figure of the table has limits and is within them; to see the misses, run: make score ARGS=-v."""
    figures = score_repository([])
    assert figures.keys() == LIMITS.keys()
    assert [(name, figures[name]) for name, (low, high) in LIMITS.items() if not low <= figures[name][0] <= high] == []
