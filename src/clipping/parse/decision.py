"""Find the probability of each role of each block with a linear-chain conditional random field (CRF).

A page is a sequence of furniture, the head of an article, its text, and furniture again. Each piece of evidence has a
weight for each label. A state is a label in a part of the page; each pair of states that may be adjacent has a weight,
too, so that every probability depends on the whole page. The weights are integers. bench/train.py learns them from
labelled captures and writes them to weights.json.
"""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import exp
from operator import itemgetter, mul
from pathlib import Path

from clipping.record import Role

FILE = Path(__file__).with_name("weights.json")
#: The labels of a block. Furniture has three labels: above the article, within it, and below it.
LABELS = (
    *("above", "within", "below", "section", "headline", "standfirst", "byline", "published"),
    *("caption", "alternative", "credit", "paragraph", "subheading"),
)
FURNITURE = LABELS[:3]
ROLES: tuple[Role, ...] = ("furniture", *LABELS[3:])  # type: ignore[assignment]
TEXT: tuple[Role, ...] = ("paragraph", "subheading")
SIGNED: tuple[Role, ...] = ("byline", "published")
#: The roles of the lines of a photograph.
PICTURE: tuple[Role, ...] = ("caption", "alternative", "credit")
#: The labels in each of the four parts of a page: above the article, its head, its text, and below it.
PARTS: tuple[tuple[str, ...], ...] = (
    ("above", "section", *SIGNED, *PICTURE),
    ("headline", "within", "standfirst", "section", *SIGNED, *PICTURE),
    (*TEXT, "within", *PICTURE),
    ("below", "caption", *SIGNED),
)
#: ``STEPS`` has the pairs of parts that may be adjacent, and ``OPENS`` the labels with which each part may start.
STEPS = ((0, 1), (0, 2), (1, 2), (2, 3))
OPENS = ((), ("headline",), TEXT, PARTS[3])
#: The states: pairs of a label and a part.
STATES = tuple((label, part) for part, labels in enumerate(PARTS) for label in labels)
#: Weights are natural logarithms multiplied by this number and rounded.
UNIT = 10
#: Evidence left out of reasons because it would explain little to a reader: sizes, letters, signs.
UNEXPLAINED = re.compile(
    r"any line|likeliest title|capital|letter|digit|(?:opens|ends) with (?:.|a quotation mark)$"
    r"|\d words?|over 60|longest"
)
#: A score that is lower than ``LOWEST``, relative to the best, is raised to it. ``RULED_OUT`` is for impossible labels.
LOWEST, RULED_OUT = -35.0, -1000.0
NEGLIGIBLE = exp(LOWEST)
#: The probability of each role of a block, and of the text starting ("first") or ending ("last") with it.
Probabilities = dict[str, float]
#: The odds of the arcs of each state. Successive states whose arcs span the same slice of the states are grouped.
Arcs = list[tuple[slice, list[Sequence[float]]]]


def may_follow(before: tuple[str, int], after: tuple[str, int]) -> bool:
    """Return whether state ``after`` may directly follow state ``before``; a page has at most one headline."""
    (_, part), (label, to) = before, after
    return (part == to and label != "headline") or ((part, to) in STEPS and label in OPENS[to])


def may_start(state: tuple[str, int]) -> bool:
    """Return whether a page may start with ``state``."""
    return state[1] == 0 or may_follow(("above", 0), state)


class Model:
    """A trained model.

    ``weights`` maps each piece of evidence to its weight for each label; ``arcs`` maps each arc's name to its weight.
    """

    def __init__(self, weights: dict[str, dict[str, int]], arcs: dict[str, int]) -> None:
        self.weights = {name: tuple(of.get(label, 0) / UNIT for label in LABELS) for name, of in weights.items()}
        self.explaining = {name: of for name, of in self.weights.items() if not UNEXPLAINED.search(name)}
        # ``by_state`` selects the value of each state from those of the labels; ``roles`` has the role of each state.
        self.by_state = itemgetter(*(LABELS.index(label) for label, _ in STATES))
        self.roles = [next(role for role in ROLES if label in _labels(role)) for label, _ in STATES]
        self.starts = [float(may_start(state)) for state in STATES]
        # The indices of the first state of the text, and of the first state below it.
        self.text, self.below = (STATES.index((PARTS[part][0], part)) for part in (2, 3))
        odds = [
            [exp(arcs.get(arc_name(one, two), 0) / UNIT) if may_follow(one, two) else 0.0 for two in STATES]
            for one in STATES
        ]
        self.into, self.out_of = _grouped(zip(*odds, strict=True)), _grouped(odds)

    def scores(self, row: Sequence[str], denied: Iterable[Role] = ()) -> list[float]:
        """Return the score of each label from the evidence in ``row`` alone, with the ``denied`` roles ruled out."""
        score: list[float] = [*map(sum, zip(*filter(None, map(self.weights.get, row)), strict=True))]
        for role in denied:
            for label in _labels(role):
                score[LABELS.index(label)] = RULED_OUT
        return score

    def probabilities(self, scores: Sequence[Sequence[float]]) -> list[Probabilities]:
        """Return the probability of each role of each block, given all their scores (forward–backward algorithm)."""
        passed: Sequence[float] = self.starts
        steps = []
        for score in scores:
            most = max(score)
            potential = self.by_state([exp(value - most) if value - most > LOWEST else NEGLIGIBLE for value in score])
            scale = 1 / sum(map(mul, potential, passed))
            potential = [value * scale for value in potential]
            shares = list(map(mul, potential, passed))
            steps.append((potential, shares))
            passed = _along(self.into, shares)
        found: list[Probabilities] = []
        ahead: list[float] = []
        over_after = 0.0
        for potential, shares in reversed(steps):
            back = _along(self.out_of, ahead) if ahead else [1.0] * len(STATES)
            final = [*map(mul, shares, back)]
            of: Probabilities = dict.fromkeys(ROLES, 0.0)
            for role, share in zip(self.roles, final, strict=True):
                of[role] += share
            # The probabilities that the text starts at this block or above, and that the text ends above this block.
            begun, over = sum(final[self.text :]), sum(final[self.below :])
            found.append({**of, "first": begun, "last": (over_after if ahead else begun) - over})
            over_after = over
            ahead = list(map(mul, potential, back))
        found.reverse()
        for one, two in pairwise(reversed(found)):
            one["first"] -= two["first"]
        return found

    def reasons(self, row: Sequence[str], score: Sequence[float], role: Role, found: Probabilities) -> str:
        """Return the two strongest pieces of evidence in ``row`` for ``role``, or fewer if there are not two.

        The strongest evidence favours ``role`` most over the likeliest other role. ``score`` has the scores of the
        labels, and ``found`` the probabilities of the roles.
        """
        rival = max((other for other in ROLES if other != role), key=found.__getitem__)
        ours, other = (max(map(LABELS.index, _labels(one)), key=score.__getitem__) for one in (role, rival))
        known = [(of, name) for name in row if (of := self.explaining.get(name))]
        gains = sorted([(of[other] - of[ours], name) for of, name in known if of[ours] > of[other]])
        names = [*(name.partition(",")[0] for _, name in gains), "the lines around it"]
        others = [name for name in names if name not in names[0] and names[0] not in name]
        return "; ".join([names[0], *others[:1]])


def _labels(role: Role) -> tuple[str, ...]:
    return FURNITURE if role == "furniture" else (role,)


def arc_name(one: tuple[str, int], two: tuple[str, int]) -> str:
    """Return the name in weights.json of the arc from state ``one`` to state ``two``."""
    return f"{one[0]} {one[1]} > {two[0]} {two[1]}"


def _grouped(odds: Iterable[Sequence[float]]) -> Arcs:
    """Return the rows of ``odds``, one for each state, by the smallest slice with all odds that are not zero."""

    def used(row: Sequence[float]) -> slice:
        states = [state for state, value in enumerate(row) if value]
        return slice(states[0], states[-1] + 1)

    return [(states, [row[states] for row in rows]) for states, rows in groupby(odds, used)]


def _along(arcs: Arcs, values: Sequence[float]) -> list[float]:
    """Return for each state the sum, over its ``arcs``, of the odds times the value of the state at the other end."""
    parts = [(values[states], rows) for states, rows in arcs]  # most states share their slice with others
    return [sum(map(mul, part, row)) for part, rows in parts for row in rows]


MODEL = Model(*json.loads(FILE.read_bytes()).values())
