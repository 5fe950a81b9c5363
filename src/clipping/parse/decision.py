"""One decision over the whole page: what each block is, by the evidence for it and by what its neighbours are.

The model is a linear chain: a page is furniture, then an article, then furniture again, and what follows what has
weights of its own. So the probability of each label of each block takes the whole page into account. The weights are
whole numbers, learned from labelled captures (bench/train.py) and kept, sorted, in weights.json.
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
#: What a block can be; furniture is above the article, within it or below it.
LABELS = (
    *("above", "within", "below", "section", "headline", "standfirst", "byline", "published"),
    *("caption", "alternative", "credit", "paragraph", "subheading"),
)
FURNITURE = LABELS[:3]
ROLES: tuple[Role, ...] = ("furniture", *LABELS[3:])  # type: ignore[assignment]
#: An article starts with its headline or its text.
OPENS = ("headline", "paragraph", "subheading")
ANYWHERE = ("section", "byline", "published", "caption", "alternative", "credit")
#: The states of the chain by the part of the page: a label in a part.
PARTS = (
    ("above", "standfirst", *ANYWHERE),
    ("within", "headline", "standfirst", "paragraph", "subheading", *ANYWHERE),
    ("below", *ANYWHERE),
)
STATES = tuple((label, part) for part, labels in enumerate(PARTS) for label in labels)
#: Weights are so many parts of a natural logarithm.
UNIT = 10
#: Evidence that explains little to a person.
UNSAID = re.compile(
    r"any line|capital|letter|(?:opens|ends) with .(?:,|$)|has .|digit|words? of|texts (?:around|above|below)"
)
#: How evidence is said without the line beside it.
PLAINLY = (
    (re.compile(r"^(?:over )?[\d-]+ words?$"), r"\g<0> long"),
    (re.compile(r"like it$"), "like the text"),
    (re.compile(r"before it$"), "before the likeliest title"),
)
#: A label this far behind the best by its own evidence is as good as ruled out.
LEAST, RULED_OUT = -35.0, -1000.0
TINY = exp(LEAST)
Probabilities = dict[Role, float]


def may_follow(before: tuple[str, int], after: tuple[str, int]) -> bool:
    """Return whether the second state may come directly after the first: there is one headline, and one article."""
    (_, part), (label, to) = before, after
    return (part == to and label != "headline") or (part == 0 and to == 1 and label in OPENS) or (part == 1 and to == 2)


class Model:
    """The weights: of each piece of evidence for each label, and of each state after each."""

    def __init__(self, weights: dict[str, dict[str, int]], arcs: dict[str, int]) -> None:
        index = {label: number for number, label in enumerate(LABELS)}
        self.weights = {
            name: {index[label]: weight / UNIT for label, weight in of.items()} for name, of in weights.items()
        }
        self.sayable = {name: of for name, of in self.weights.items() if not UNSAID.search(name)}
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
        """Return the score of each label by the evidence in ``row`` alone, but for the roles that are ``denied``."""
        score = [0.0] * len(LABELS)
        for name in row:
            if of := self.weights.get(name):
                for label, weight in of.items():
                    score[label] += weight
        for name in (name for role in denied for name in _labels(role)):
            score[LABELS.index(name)] = RULED_OUT
        return score

    def probabilities(self, scores: Sequence[Sequence[float]]) -> list[Probabilities]:
        """Return the probability of each role of each block, given the scores of all (forwards and backwards)."""
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
        """Return the two pieces of evidence in ``row``, which has this ``score``, that speak most for ``role``.

        They speak against the likeliest other role, by the probabilities that were ``found``.
        """
        rival = max((other for other in ROLES if other != role), key=found.__getitem__)
        ours, other = (max(map(LABELS.index, _labels(one)), key=score.__getitem__) for one in (role, rival))
        gains = sorted(
            [(of.get(other, 0.0) - of.get(ours, 0.0), name) for name in row if (of := self.sayable.get(name))]
        )
        said = list(dict.fromkeys([name.partition(",")[0] for gain, name in gains if gain < 0]))[:2]
        for pattern, words in PLAINLY:
            said = [pattern.sub(words, name) for name in said]
        return "; ".join(said) or "what is above and below it"


def _labels(role: Role) -> tuple[str, ...]:
    return FURNITURE if role == "furniture" else (role,)


def arc_name(one: tuple[str, int], two: tuple[str, int]) -> str:
    """Return what the weight of a state after another is called in weights.json."""
    return f"{one[0]} {one[1]} > {two[0]} {two[1]}"


def _arcs(odds: Sequence[float]) -> tuple[slice, tuple[float, ...]]:
    """Return the states that ``odds`` give a chance, which stand together, and their odds."""
    used = [state for state, value in enumerate(odds) if value]
    states = slice(used[0], used[-1] + 1)
    return states, tuple(odds[states])


def _shares(values: Iterable[float]) -> list[float]:
    values = list(values)
    scale = 1 / sum(values)
    return [value * scale for value in values]


MODEL = Model(*json.loads(FILE.read_bytes()).values())
