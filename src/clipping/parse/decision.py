"""Find the probability of each role of each block with a linear-chain conditional random field (CRF).

A page is a sequence of furniture, an article and furniture again. There are weights for the evidence for each label,
and for each pair of adjacent states, so that every probability depends on the whole page. They are integers, learned
from labelled captures (bench/train.py), and sorted in weights.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from math import exp
from operator import mul
from pathlib import Path

from clipping.record import Role

FILE = Path(__file__).with_name("weights.json")
#: The labels of a block; furniture is above the article, within it or below it.
LABELS = (
    *("above", "within", "below", "section", "headline", "standfirst", "byline", "published"),
    *("caption", "alternative", "credit", "paragraph", "subheading"),
)
FURNITURE = LABELS[:3]
ROLES: tuple[Role, ...] = ("furniture", *LABELS[3:])  # type: ignore[assignment]
#: The labels with which an article starts.
OPENS = ("headline", "paragraph", "subheading")
ANYWHERE = ("section", "byline", "published", "caption", "alternative", "credit")
#: The labels in each of the three parts of a page, and the states: pairs of a label and a part.
PARTS = (
    ("above", "standfirst", *ANYWHERE),
    ("within", "headline", "standfirst", "paragraph", "subheading", *ANYWHERE),
    ("below", *ANYWHERE),
)
STATES = tuple((label, part) for part, labels in enumerate(PARTS) for label in labels)
#: A weight is a natural logarithm multiplied by this number, and rounded.
UNIT = 10
#: Evidence that would explain little to a person, and is left out of reasons.
UNEXPLAINED = re.compile(
    r"any line|capital|letter|(?:opens|ends) with .(?:,|$)|has .|digit|words? of|texts (?:around|above|below)"
)
#: Rewordings of evidence for reasons, which must make sense alone.
REWORDED = (
    (re.compile(r"^(?:over )?[\d-]+ words?$"), r"\g<0> long"),
    (re.compile(r"like it$"), "like the text"),
    (re.compile(r"before it$"), "before the likeliest title"),
)
#: Scores are clipped at the best one plus LEAST; RULED_OUT is the score of an impossible label.
LEAST, RULED_OUT = -35.0, -1000.0
TINY = exp(LEAST)
Probabilities = dict[Role, float]


def may_follow(before: tuple[str, int], after: tuple[str, int]) -> bool:
    """Return whether state ``after`` may directly follow state ``before``; a page has one article and headline."""
    (_, part), (label, to) = before, after
    return (part == to and label != "headline") or (part == 0 and to == 1 and label in OPENS) or (part == 1 and to == 2)


class Model:
    """A trained model.

    ``weights`` maps evidence and labels to weights; ``arcs`` maps the names of arcs (see ``arc_name``) to weights.
    """

    def __init__(self, weights: dict[str, dict[str, int]], arcs: dict[str, int]) -> None:
        index = {label: number for number, label in enumerate(LABELS)}
        self.weights = {
            name: {index[label]: weight / UNIT for label, weight in of.items()} for name, of in weights.items()
        }
        self.explaining = {name: of for name, of in self.weights.items() if not UNEXPLAINED.search(name)}
        self.emits = [index[label] for label, _ in STATES]
        self.roles = [
            (role, [number for number, (label, _) in enumerate(STATES) if label in _labels(role)]) for role in ROLES
        ]
        self.starts = [float(part == 0 or label in OPENS) for label, part in STATES]
        odds = [
            [exp(arcs.get(arc_name(one, two), 0) / UNIT) if may_follow(one, two) else 0.0 for two in STATES]
            for one in STATES
        ]
        self.into = [_arcs([row[state] for row in odds]) for state in range(len(STATES))]
        self.out_of = [_arcs(row) for row in odds]

    def scores(self, row: Sequence[str], denied: Iterable[Role] = ()) -> list[float]:
        """Return the score of each label by the evidence in ``row`` alone; labels of ``denied`` roles are ruled out."""
        score = [0.0] * len(LABELS)
        for name in row:
            if of := self.weights.get(name):
                for label, weight in of.items():
                    score[label] += weight
        for name in (name for role in denied for name in _labels(role)):
            score[LABELS.index(name)] = RULED_OUT
        return score

    def probabilities(self, scores: Sequence[Sequence[float]]) -> list[Probabilities]:
        """Return the probability of each role of each block, given all their scores (forward–backward algorithm)."""
        potentials, forward = [], []
        passed = self.starts
        for number, score in enumerate(scores):
            most = max(score)
            odds = [exp(value - most) if value - most > LEAST else TINY for value in score]
            potential = [odds[label] for label in self.emits]
            if number:
                passed = [sum(map(mul, passed[states], arcs)) for states, arcs in self.into]
            passed = _shares(map(mul, potential, passed))
            potentials.append(potential)
            forward.append(passed)
        found: list[Probabilities] = []
        back = [1.0] * len(STATES)
        for potential, passed in zip(reversed(potentials), reversed(forward), strict=True):
            shares = _shares(map(mul, passed, back))
            found.append({role: sum([shares[state] for state in states]) for role, states in self.roles})
            ahead = _shares(map(mul, potential, back))
            back = [sum(map(mul, ahead[states], arcs)) for states, arcs in self.out_of]
        return found[::-1]

    def reasons(self, row: Sequence[str], score: Sequence[float], role: Role, found: Probabilities) -> str:
        """Return the two strongest pieces of evidence in ``row`` for ``role``, joined by a semicolon.

        They are those that favour it most over the likeliest other role. ``score`` are the scores of the labels, and
        ``found`` the probabilities of the roles.
        """
        rival = max((other for other in ROLES if other != role), key=found.__getitem__)
        ours, other = (max(map(LABELS.index, _labels(one)), key=score.__getitem__) for one in (role, rival))
        gains = sorted(
            [(of.get(other, 0.0) - of.get(ours, 0.0), name) for name in row if (of := self.explaining.get(name))]
        )
        chosen = list(dict.fromkeys([name.partition(",")[0] for gain, name in gains if gain < 0]))[:2]
        for pattern, words in REWORDED:
            chosen = [pattern.sub(words, name) for name in chosen]
        return "; ".join(chosen) or "what is above and below it"


def _labels(role: Role) -> tuple[str, ...]:
    return FURNITURE if role == "furniture" else (role,)


def arc_name(one: tuple[str, int], two: tuple[str, int]) -> str:
    """Return the name in weights.json of the arc from state ``one`` to state ``two``."""
    return f"{one[0]} {one[1]} > {two[0]} {two[1]}"


def _arcs(odds: Sequence[float]) -> tuple[slice, tuple[float, ...]]:
    """Return the states whose odds are not zero, as a slice because they are adjacent, and their odds."""
    used = [state for state, value in enumerate(odds) if value]
    states = slice(used[0], used[-1] + 1)
    return states, tuple(odds[states])


def _shares(values: Iterable[float]) -> list[float]:
    """Return ``values`` scaled so that their sum is 1."""
    values = list(values)
    scale = 1 / sum(values)
    return [value * scale for value in values]


MODEL = Model(*json.loads(FILE.read_bytes()).values())
