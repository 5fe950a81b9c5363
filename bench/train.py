"""Learn the weights of the parser's model, src/clipping/parse/weights.json, from labelled captures.

Run: PYTHONPATH=src python -m bench.train FOLDER; it needs NumPy and SciPy. FOLDER contains the texts of the captures
listed in captures.tsv, which we may not redistribute; the files may have any name, as texts are identified by their
SHA-256. captures.tsv records the source of each capture (the page in its repository, the extractor) and the labels of
its lines; lines without a label are furniture. Our own captures, in tests/captures and tests/cases/captures.md, are
given more weight.

The model is a linear-chain conditional random field. Its weights maximise the likelihood of the labels, less an
elastic-net penalty, under which superfluous weights become 0.
"""

import json
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from clipping.capture import capture_of
from clipping.parse.clues import evidence, longest_text
from clipping.parse.decision import FILE, FURNITURE, LABELS, STATES, TEXT, UNIT, arc_name, may_follow, may_start
from clipping.parse.layout import blocks_of
from clipping.parse.lines import read_lines
from clipping.record import Pins
from tests.conftest import ROOT
from tests.score import small_captures

MANIFEST = Path(__file__).with_name("captures.tsv")
#: The penalty of a weight: ``LASSO`` times its absolute value (L1; not for arcs) and ``RIDGE`` times half its square.
LASSO, RIDGE = 9.0, 0.1
#: Each of our own captures counts ``OUR_WEIGHT`` times. Evidence from fewer than ``LEAST_OUTLETS`` outlets is dropped.
OUR_WEIGHT, LEAST_OUTLETS = 45.0, 2
#: The number of blocks above and below the longest text that are learned from; those further away are nearly alike.
ABOVE, BELOW = 40, 25
#: The relative decrease of the cost in one iteration at which L-BFGS-B stops.
TOLERANCE = 1e-5
LABEL_OF = np.array([[float(label == own) for own in LABELS] for label, _ in STATES])
ALLOWED = np.array([[may_follow(one, two) for two in STATES] for one in STATES])
STARTS = np.array([may_start(state) for state in STATES])
Array = Any  # NumPy's types are available only where it is installed


class Example(NamedTuple):
    """A labelled capture: its outlet, the evidence (``rows``) and the state of each of its blocks, and its weight."""

    outlet: str
    rows: list[list[str]]
    states: list[int]
    weight: float


def example(outlet: str, text: bytes, labels: dict[int, str], weight: float) -> Example:
    """Return the capture ``text`` as an example; ``labels`` maps line numbers to labels other than furniture.

    The headline and the text delimit the four parts of the page: above the article, its head, its text, and below it.
    """
    page = blocks_of(capture_of(text, "article.txt"), Pins())
    lines = read_lines(page)
    start, end = longest_text(page, lines)
    near = slice(max(0, start - ABOVE), end + 1 + BELOW)
    page, rows = page[near], evidence(page, lines)[near]
    roles = [labels.get(block.first, "furniture") for block in page]
    heads = [index for index, label in enumerate(roles) if label == "headline"][:1]
    texts = [index for index, label in enumerate(roles) if label in TEXT]
    first, last = (texts[0], texts[-1]) if texts else (len(roles), len(roles))
    bounds = [min([*heads, first]), first, last + 1]
    states = []
    for index, label in enumerate(roles):
        part = bisect_right(bounds, index)
        allowed = (label, part) in STATES and (label != "headline" or index == bounds[0])
        states.append(STATES.index((label if allowed else FURNITURE[(part + 1) // 2], part)))
    return Example(outlet, rows, states, weight)


def examples(folder: Path) -> Iterator[Example]:
    """Yield the captures of the manifest, whose texts are our own or in ``folder``, and our small captures."""
    paths = [*folder.glob("*.txt"), *ROOT.glob("tests/captures/*/*.txt"), ROOT / "content" / "article.txt"]
    texts = {sha256(data).hexdigest(): data for data in (path.read_bytes() for path in paths)}
    for line in MANIFEST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        digest, outlet, _, source, written = line.split("\t")
        words = written.split()  # headline 3 paragraph 9,11
        groups = zip(words[::2], words[1::2], strict=True)
        labels = {int(number): label for label, numbers in groups for number in numbers.split(",")}
        outlet, weight = (source, OUR_WEIGHT) if outlet == "ours" else (outlet, 1.0)
        yield example(outlet, texts[digest], labels, weight)
    for title, roles, text in small_captures():
        labels = {number: label.replace("date", "published") for number, label in enumerate(roles, 1) if label}
        yield example(title, text.encode(), labels, OUR_WEIGHT)


class Problem:
    """The examples as arrays, and the function to minimise: the cost of given weights.

    The weights form one array: first the weight of each piece of evidence for each label, then the weights of the arcs.
    """

    def __init__(self, given: list[Example]) -> None:
        given = sorted(given, key=lambda one: -len(one.rows))
        seen = {(name, one.outlet) for one in given for row in one.rows for name in row}
        outlets = Counter(name for name, _ in seen)
        self.names = sorted(name for name, count in outlets.items() if count >= LEAST_OUTLETS)
        number = {name: index for index, name in enumerate(self.names)}
        rows = [sorted({number[name] for name in row if name in number}) for one in given for row in one.rows]
        ends = np.cumsum([0, *map(len, rows)])
        self.evidence = csr_array((np.ones(ends[-1]), np.concatenate(rows), ends), (len(rows), len(self.names)))
        sizes = np.array([len(one.rows) for one in given])
        self.at = np.repeat(np.arange(len(given)), sizes), np.concatenate([np.arange(size) for size in sizes])
        self.reach = [int((sizes > nth).sum()) for nth in range(sizes[0])]  # how many pages have an nth block
        self.times = np.array([one.weight for one in given])
        self.of_block = self.times[self.at[0]]
        states = np.concatenate([one.states for one in given])
        arcs = np.zeros(ALLOWED.shape)
        after = self.at[1][1:] > 0  # whether a block and the next are on the same page
        np.add.at(arcs, (states[:-1][after], states[1:][after]), self.of_block[1:][after])
        self.labelled = self.counts(np.eye(len(STATES))[states], arcs)

    def counts(self, shares: Array, arcs: Array) -> Array:
        """Return how often each weight is expected to apply, given the probabilities of states and counts of arcs."""
        labels = (shares * self.of_block[:, None]) @ LABEL_OF
        return np.concatenate([(self.evidence.T @ labels).ravel(), (arcs * ALLOWED).ravel()])

    def cost(self, point: Array) -> tuple[float, Array]:
        """Return the negative log-likelihood with the L2 penalty at ``point``, and its gradient (forward-backward)."""
        weights, arcs = np.split(point, [len(self.names) * len(LABELS)])
        scores = self.evidence @ weights.reshape(-1, len(LABELS)) @ LABEL_OF.T
        odds = np.exp(arcs.reshape(ALLOWED.shape)) * ALLOWED
        top = scores.max(1, keepdims=True)
        own = np.ones((len(self.times), len(self.reach), len(STATES)))
        own[self.at] = np.exp(np.maximum(scores - top, -35))
        forward, back, scale = np.ones_like(own), np.ones_like(own), np.ones(own.shape[:2])
        for nth, pages in enumerate(self.reach):
            passed = own[:pages, nth] * (forward[:pages, nth - 1] @ odds if nth else STARTS)
            scale[:pages, nth] = passed.sum(1)
            forward[:pages, nth] = passed / passed.sum(1, keepdims=True)
        moved = np.zeros(ALLOWED.shape)
        for nth, pages in reversed([*enumerate(self.reach)][1:]):
            ahead = own[:pages, nth] * back[:pages, nth] / scale[:pages, nth, None]
            back[:pages, nth - 1] = ahead @ odds.T
            moved += ((forward[:pages, nth - 1] * self.times[:pages, None]).T @ ahead) * odds
        total = self.times @ np.log(scale).sum(1) + self.of_block @ top[:, 0]
        gradient = self.counts((forward * back)[self.at], moved) - self.labelled + RIDGE * point
        return float(total - point @ self.labelled + RIDGE / 2 * (point @ point)), gradient


def learn(given: list[Example]) -> dict[str, dict[str, Any]]:
    """Return the weights of the evidence and of the arcs between states, in the form of weights.json."""
    problem = Problem(given)
    split = len(problem.names) * len(LABELS)
    price = np.concatenate([np.full(split, LASSO), np.zeros(ALLOWED.size)])

    def cost(halves: Array) -> tuple[float, Array]:
        """Return the cost with the L1 penalty, and its gradient; each weight is the difference of two numbers ≥ 0."""
        plus, minus = np.split(halves, 2)
        value, gradient = problem.cost(plus - minus)
        return value + price @ (plus + minus), np.concatenate([price + gradient, price - gradient])

    bounds, start = [(0, None)] * 2 * len(price), np.zeros(2 * len(price))
    found = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": TOLERANCE})
    plus, minus = np.split(found.x, 2)
    weights, arcs = np.split(np.rint((plus - minus) * UNIT).astype(int), [split])
    rows = zip(problem.names, weights.reshape(-1, len(LABELS)).tolist(), strict=True)
    kept = {name: {label: w for label, w in zip(LABELS, row, strict=True) if w} for name, row in rows if any(row)}
    pairs = zip(np.argwhere(ALLOWED), arcs.reshape(ALLOWED.shape)[ALLOWED].tolist(), strict=True)
    order = sorted((arc_name(STATES[one], STATES[two]), weight) for (one, two), weight in pairs if weight)
    return {"evidence": kept, "order": dict(order)}


if __name__ == "__main__":
    model = learn([*examples(Path(sys.argv[1]))])
    FILE.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
