"""Learn the weights of the parser's decision: src/clipping/parse/weights.json, from labelled captures.

Run: PYTHONPATH=src python -m bench.train FOLDER [--leave-out K/N] [--output FILE]; it needs numpy. FOLDER has the
texts of the captures in captures.tsv, which are not ours to pass on, as files of any name: each is known by its
SHA-256. captures.tsv says where each came from (the page in its repository, the extractor) and which lines are what;
lines without a label are furniture. Our own captures, those in tests/captures and tests/cases/captures.md, are learned
from, too, and count more.

The weights maximise the likelihood of the labels, less ``LASSO`` for each unit of weight, which leaves those that are
needed. --leave-out trains without the outlets of one part of N, on which they can then be scored honestly.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from clipping.capture import take
from clipping.parse.clues import evidence
from clipping.parse.decision import FILE, LABELS, STATES, UNIT, arc_name, may_follow
from clipping.parse.layout import blocks_of
from clipping.parse.lines import read_line
from clipping.record import Pins
from tests.conftest import ROOT
from tests.score import small_captures

MANIFEST = Path(__file__).with_name("captures.tsv")
LASSO, RIDGE = 9.0, 0.1
#: How many captures each of ours counts for, and in how many outlets a piece of evidence must occur.
OURS, LEAST = 12.0, 2
MOST_STEPS, MEMORY = 70, 8
ENOUGH = 1e-4
INDEX = {label: number for number, label in enumerate(LABELS)}
EMITS = np.array([INDEX[label] for label, _ in STATES])
ALLOWED = np.array([[may_follow(one, two) for two in STATES] for one in STATES])
STARTS = np.array([part == 0 or label in ("headline", "paragraph", "subheading") for label, part in STATES])
Array = Any  # numpy brings types, but only where it is installed


class Example(NamedTuple):
    """One labelled capture: its outlet, the evidence for each of its blocks, and the state of each."""

    outlet: str
    rows: list[list[str]]
    states: list[int]
    weight: float = 1.0


def example(outlet: str, text: bytes, labels: dict[int, str], weight: float = 1.0) -> Example:
    """Return the example that a capture is, given the labels of its lines that are not furniture."""
    page = blocks_of(take(text, "article.txt"), Pins())
    start, rows = evidence(page, [read_line(block) for block in page])
    of = [labels.get(block.first, "furniture") for block in page[start : start + len(rows)]]
    return Example(outlet, rows, states_of(of), weight)


def states_of(labels: list[str]) -> list[int]:
    """Return the state of each block: its label and the part of the page, which the headline and the text divide."""
    heads = [index for index, label in enumerate(labels) if label == "headline"]
    texts = [index for index, label in enumerate(labels) if label in ("paragraph", "subheading")]
    top = min([*heads[:1], *texts[:1]], default=len(labels))
    last = max([*texts[-1:], *heads[:1]], default=len(labels))
    states = []
    for index, label in enumerate(labels):
        part = 0 if index < top else 1 if index <= last else 2
        state = (label, part)
        if state not in STATES or (label == "headline" and index != top):
            state = (LABELS[part], part)
        states.append(STATES.index(state))
    return states


def examples(folder: Path, leave_out: tuple[int, int] | None) -> Iterator[Example]:
    """Yield the captures of the manifest whose texts are in ``folder``, and ours."""
    paths = [
        *sorted(folder.glob("*.txt")),
        *sorted(ROOT.glob("tests/captures/*/*.txt")),
        ROOT / "content" / "article.txt",
    ]
    texts = {sha256(data).hexdigest(): data for data in (path.read_bytes() for path in paths)}
    for line in MANIFEST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        digest, outlet, _, source, written = line.split("\t")
        if digest not in texts:
            sys.exit(f"{MANIFEST}: expected the text with the SHA-256 {digest} in {folder}, found none; add it")
        if leave_out is None or part_of(outlet, leave_out[1]) != leave_out[0]:
            ours = outlet == "ours"
            yield example(source if ours else outlet, texts[digest], dict(labels_of(written)), OURS if ours else 1.0)
    for title, labels, text in small_captures():
        lines = {number: label.replace("date", "published") for number, label in enumerate(labels, 1) if label}
        yield example(title, text.encode(), lines, OURS)


def part_of(outlet: str, parts: int) -> int:
    """Return which of ``parts`` parts of the captures an outlet is in."""
    return crc32(outlet.encode()) % parts


def labels_of(written: str) -> Iterator[tuple[int, str]]:
    """Yield each line and its label of "headline 3 paragraph 9,11-13"."""
    words = written.split()
    for label, numbers in zip(words[::2], words[1::2], strict=True):
        for span in numbers.split(","):
            first, _, last = span.partition("-")
            for number in range(int(first), int(last or first) + 1):
                yield number, label


class Problem:
    """The examples as arrays: the likelihood of their labels under some weights, and its slope."""

    def __init__(self, given: list[Example]) -> None:
        given = sorted(given, key=lambda one: -len(one.rows))
        outlets: dict[str, set[str]] = defaultdict(set)
        for one in given:
            for name in {name for row in one.rows for name in row}:
                outlets[name].add(one.outlet)
        self.names = sorted(name for name, of in outlets.items() if len(of) >= LEAST)
        number = {name: index for index, name in enumerate(self.names)}
        rows = [sorted({number[name] for name in row if name in number}) for one in given for row in one.rows]
        counts = np.array([len(row) for row in rows])
        self.flat = np.concatenate([np.array(row, np.int32) for row in rows])
        self.bounds = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self.counts = counts
        sizes = [len(one.rows) for one in given]
        self.which = np.repeat(np.arange(len(given)), sizes)
        self.place = np.concatenate([np.arange(size) for size in sizes])
        self.sizes = np.array(sizes)
        self.pages = [int((self.sizes > place).sum()) for place in range(sizes[0])]  # that reach so far
        self.weights = np.array([one.weight for one in given])
        self.gold = np.concatenate([np.array(one.states) for one in given])
        self.block_weights = self.weights[self.which]
        self.after = self.place[1:] > 0  # whether a block and the next one are of one page
        target = np.zeros((len(rows), len(LABELS)))
        target[np.arange(len(rows)), EMITS[self.gold]] = self.block_weights
        self.wanted = self.spread(target)
        self.wanted_arcs = np.zeros(ALLOWED.shape)
        pairs = (self.gold[:-1][self.after], self.gold[1:][self.after])
        np.add.at(self.wanted_arcs, pairs, self.block_weights[1:][self.after])

    def gather(self, weights: Array) -> Array:
        """Return the score of each label of each block."""
        return np.stack([np.add.reduceat(column[self.flat], self.bounds) for column in weights.T], axis=1)

    def spread(self, shares: Array) -> Array:
        """Return, for each piece of evidence, the sum of what its blocks have of each label."""
        columns = (np.repeat(column, self.counts) for column in shares.T)
        size = len(self.names)
        return np.stack([np.bincount(self.flat, weights=column, minlength=size) for column in columns], axis=1)

    def cost(self, point: Array) -> tuple[float, Array]:
        """Return the negative logarithm of the likelihood, and its slope, at the weights ``point``."""
        split = len(self.names) * len(LABELS)
        weights, arcs = point[:split].reshape(-1, len(LABELS)), point[split:].reshape(ALLOWED.shape)
        scores = self.gather(weights)
        total, marginal, moved = self.sums(scores, arcs)
        right = (scores[np.arange(len(scores)), EMITS[self.gold]] * self.block_weights).sum()
        steps = arcs[self.gold[:-1], self.gold[1:]] * self.block_weights[1:]
        right += steps[self.after].sum()
        shares = np.zeros_like(scores)
        for state, label in enumerate(EMITS):
            shares[:, label] += marginal[:, state]
        slope = self.spread(shares * self.block_weights[:, None]) - self.wanted
        slopes = [slope.ravel(), ((moved - self.wanted_arcs) * ALLOWED).ravel()]
        return total - right + RIDGE / 2 * (point @ point), np.concatenate(slopes) + RIDGE * point

    def sums(self, scores: Array, arcs: Array) -> tuple[float, Array, Array]:
        """Return the logarithm of the sum over all labellings, the share of each state, and of each arc."""
        given = scores[:, EMITS]
        top = given.max(1, keepdims=True)
        potential = np.ones((len(self.sizes), int(self.sizes[0]), len(STATES)))
        potential[self.which, self.place] = np.exp(np.maximum(given - top, -35))
        odds = np.exp(arcs) * ALLOWED
        forward, scale = np.ones_like(potential), np.ones(potential.shape[:2])
        for place, pages in enumerate(self.pages):
            passed = potential[:pages, place] * (forward[:pages, place - 1] @ odds if place else STARTS)
            scale[:pages, place] = passed.sum(1)
            forward[:pages, place] = passed / passed.sum(1, keepdims=True)
        back, moved = np.ones_like(potential), np.zeros(ALLOWED.shape)
        for place, pages in reversed(list(enumerate(self.pages))[1:]):
            ahead = potential[:pages, place] * back[:pages, place] / scale[:pages, place, None]
            back[:pages, place - 1] = ahead @ odds.T
            moved += ((forward[:pages, place - 1] * self.weights[:pages, None]).T @ ahead) * odds
        total = (np.log(scale).sum(1) * self.weights).sum() + (top[:, 0] * self.block_weights).sum()
        return float(total), (forward * back)[self.which, self.place], moved


def minimum(cost: Callable[[Array], tuple[float, Array]], point: Array, price: Array) -> Array:
    """Return where ``cost`` plus ``price`` for each unit of weight is least (OWL-QN: Andrew and Gao, ICML 2007)."""
    value, slope = cost(point)
    total = value + (price * np.abs(point)).sum()
    steps: list[tuple[Array, Array]] = []
    for _ in range(MOST_STEPS):
        up, down = slope + price, slope - price
        at_zero = np.where(up < 0, up, np.where(down > 0, down, 0.0))
        steepest = np.where(point > 0, up, np.where(point < 0, down, at_zero))
        way = -steepest
        used = []
        for step, change in reversed(steps):
            used.append((step @ way) / (step @ change))
            way = way - used[-1] * change
        if steps:
            step, change = steps[-1]
            way = way * (step @ change) / (change @ change)
        for (step, change), share in zip(steps, reversed(used), strict=True):
            way = way + step * (share - (change @ way) / (step @ change))
        way = np.where(way * steepest < 0, way, 0.0)
        sign = np.where(point != 0, np.sign(point), -np.sign(steepest))
        length = 1.0 if steps else 1 / np.sqrt(way @ way)
        while True:
            new = point + length * way
            new = np.where((price > 0) & (new * sign < 0), 0.0, new)
            new_value, new_slope = cost(new)
            new_total = new_value + (price * np.abs(new)).sum()
            if new_total <= total + 1e-4 * (steepest @ (new - point)) or length < 1e-8:
                break
            length /= 2
        if (new - point) @ (new_slope - slope) > 0:
            steps = [*steps, (new - point, new_slope - slope)][-MEMORY:]
        done = total - new_total < ENOUGH * total
        point, slope, total = new, new_slope, new_total
        if done:
            break
    return point


def learn(given: Iterable[Example]) -> dict[str, dict[str, Any]]:
    """Return what weights.json has: the weights of each piece of evidence and of each state after another."""
    problem = Problem(list(given))
    split = len(problem.names) * len(LABELS)
    price = np.concatenate([np.full(split, LASSO), np.zeros(ALLOWED.size)])
    point = np.rint(minimum(problem.cost, np.zeros(len(price)), price) * UNIT).astype(int)
    weights, arcs = point[:split].reshape(-1, len(LABELS)), point[split:].reshape(ALLOWED.shape)
    evidence_weights = {
        name: {label: int(weight) for label, weight in zip(LABELS, row, strict=True) if weight}
        for name, row in zip(problem.names, weights, strict=True)
        if row.any()
    }
    order = {
        arc_name(one, two): int(arcs[before, after])
        for before, one in enumerate(STATES)
        for after, two in enumerate(STATES)
        if may_follow(one, two) and arcs[before, after]
    }
    return {"evidence": evidence_weights, "order": dict(sorted(order.items()))}


def written(model: dict[str, dict[str, Any]]) -> str:
    """Return ``model`` as JSON with one piece of evidence on each line."""
    tables = []
    for table, entries in model.items():
        lines = (f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value)}" for name, value in entries.items())
        tables.append(f'"{table}": {{\n' + ",\n".join(lines) + "\n}")
    return "{" + ",\n".join(tables) + "}\n"


def main() -> None:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(description="Learn src/clipping/parse/weights.json from labelled captures.")
    parser.add_argument("folder", type=Path, help="texts of the captures that captures.tsv lists")
    parser.add_argument("--leave-out", metavar="K/N", help="train without the outlets of part K (from 0) of N")
    parser.add_argument("--output", type=Path, default=FILE, metavar="FILE", help="where to write (%(default)s)")
    options = parser.parse_args()
    part = options.leave_out and tuple(map(int, options.leave_out.split("/")))
    options.output.write_text(written(learn(examples(options.folder, part))), encoding="utf-8")


if __name__ == "__main__":
    main()
