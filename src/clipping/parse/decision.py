"""Find the probability of each role of each block with a linear-chain conditional random field (CRF).

A page is a sequence of furniture, the head of an article, its text, and furniture again. Each piece of evidence has a
weight for each label. A state is a label in a part of the page; each arc, a pair of states that may be adjacent, also
has a weight, so that every probability depends on the whole page. The weights are integers. bench/train.py learns them
from labelled captures and writes them to weights.json.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise
from math import exp
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
ROLE_OF: dict[str, Role] = {label: "furniture" if label in FURNITURE else label for label in LABELS}  # type: ignore
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
#: A state with a share of less than ``NEGLIGIBLE``, given the blocks so far, is left out to save time.
LOWEST, RULED_OUT, NEGLIGIBLE = -35.0, -1000.0, 1e-12
#: The probability of each role of a block, and of the text starting ("first") or ending ("last") with it.
Probabilities = dict[str, float]


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
        # The index of each state's label, and the states that may follow each state, with the odds of that step.
        self.label_of = [LABELS.index(label) for label, _ in STATES]
        self.following = [
            [(to, exp(arcs.get(arc_name(one, two), 0) / UNIT)) for to, two in enumerate(STATES) if may_follow(one, two)]
            for one in STATES
        ]

    def scores(self, row: Sequence[str], denied: Collection[Role] = ()) -> list[float]:
        """Return the score of each label from the evidence in ``row`` alone, with the ``denied`` roles ruled out."""
        score = map(sum, zip(*filter(None, map(self.weights.get, row)), strict=True))
        return [RULED_OUT if ROLE_OF[label] in denied else value for label, value in zip(LABELS, score, strict=True)]

    def probabilities(self, scores: Sequence[Sequence[float]]) -> list[Probabilities]:
        """Return the probability of each role of each block, given all their scores (forward–backward algorithm)."""
        steps = []
        passed = {state: 1.0 for state, one in enumerate(STATES) if may_start(one)}
        for score in scores:
            most = max(score)
            odds = [exp(max(value - most, LOWEST)) for value in score]
            shares = {state: share * odds[self.label_of[state]] for state, share in passed.items()}
            total = sum(shares.values())
            shares = {state: share / total for state, share in shares.items() if share > total * NEGLIGIBLE}
            steps.append((shares, odds, total))
            passed = defaultdict(float)
            for state, share in shares.items():
                for to, arc in self.following[state]:
                    passed[to] += share * arc
        found: list[Probabilities] = []
        parts: list[list[float]] = []
        ahead: dict[int, float] = {}
        for shares, odds, total in reversed(steps):
            back = {at: sum([arc * ahead[to] for to, arc in self.following[at] if to in ahead]) for at in shares}
            back = back if ahead else dict.fromkeys(shares, 1.0)
            by_role: Probabilities = dict.fromkeys(ROLES, 0.0)
            by_part = [0.0] * len(PARTS)
            for state, share in shares.items():
                label, part = STATES[state]
                probability = share * back[state]
                by_role[ROLE_OF[label]] += probability
                by_part[part] += probability
            found.append(by_role)
            parts.append(by_part)
            ahead = {state: odds[self.label_of[state]] / total * value for state, value in back.items()}
        found.reverse()
        # The probabilities that the text has started by each block, and that it has ended before each block.
        started = [0.0, *(text + below for _, _, text, below in reversed(parts))]
        ended = [*(below for *_, below in reversed(parts)), started[-1]]
        for one, (before, at), (until, after) in zip(found, pairwise(started), pairwise(ended), strict=True):
            one |= {"first": at - before, "last": after - until}
        return found

    def reasons(self, row: Sequence[str], score: Sequence[float], role: Role, found: Probabilities) -> str:
        """Return the two strongest pieces of evidence in ``row`` for ``role``, or fewer if there are not two.

        The strongest evidence favours ``role`` most over the likeliest other role. ``score`` has the scores of the
        labels, and ``found`` the probabilities of the roles.
        """
        rival = max((other for other in ROLES if other != role), key=found.__getitem__)
        best = {ROLE_OF[LABELS[nth]]: nth for nth in sorted(range(len(LABELS)), key=score.__getitem__)}
        ours, theirs = best[role], best[rival]
        known = [(of, name) for name in row if (of := self.explaining.get(name))]
        ranked = sorted([(of[theirs] - of[ours], name) for of, name in known if of[ours] > of[theirs]])
        names = [*(name.partition(",")[0] for _, name in ranked), "the lines around it"]
        others = [name for name in names if name not in names[0] and names[0] not in name]
        return "; ".join([names[0], *others[:1]])


def arc_name(one: tuple[str, int], two: tuple[str, int]) -> str:
    """Return the name in weights.json of the arc from state ``one`` to state ``two``."""
    return f"{one[0]} {one[1]} > {two[0]} {two[1]}"


MODEL = Model(*json.loads(FILE.read_bytes()).values())
