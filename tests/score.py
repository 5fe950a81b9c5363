"""How much is read right: the scores on the labelled sets, for ``make score``.

    python -m tests.score [-v] [DATA]

The repository has three sets: ``tests/captures`` (whole captures with the fields of their records),
``tests/cases/captures.md`` (small captures, each line labelled) and ``tests/cases/quotations.md`` (passages, each
quotation labelled with its speaker). DATA is a folder of further corpora, ``corpus/`` and ``polnear/``, with their own
scorers in ``score/``, which run this project's command line and print their own tables.

Each figure is a share between 0 and 1. Higher is better, except for speakers that are wrong or missing.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from clipping.capture import fold, take
from clipping.parse import parse
from clipping.quotations import find_quotations
from clipping.record import COUNTED, Article, Quotation
from tests.conftest import ROOT
from tests.quotations.test_quotations import read_cases

CAPTURES = sorted(path.parent for path in (ROOT / "tests" / "captures").glob("*/expected.json"))
SMALL_CAPTURES, PASSAGES = (ROOT / "tests" / "cases" / name for name in ("captures.md", "quotations.md"))
#: The labels of small captures, where they differ from the role that the record gives a line.
LABELS = {"published": "date", "updated": "date", "repetition": "furniture"}
#: Two texts are the same quotation from this token F1 on.
ALIKE = 0.8


class Figure(NamedTuple):
    """One row of the table: the set, what was counted, the share of it, and out of how many."""

    of: str
    name: str
    value: float
    total: int

    def __str__(self) -> str:
        return f"{self.of:18} {self.name:20} {self.value:6.3f}  of {self.total}"


def own_fields(article: Article) -> dict[str, Any]:
    """Return the fields of ``article`` that expected.json has, as JSON values."""
    texts = [entry.text for entry in article.paragraphs if entry.kind == "paragraph"]
    return {
        "headline": article.headline,
        "section": list(article.section),
        "byline": list(article.byline),
        "published": article.published.date if article.published else None,
        "updated": article.updated.date if article.updated else None,
        "standfirst": article.standfirst,
        "first": texts[0] if texts else None,
        "last": texts[-1] if texts else None,
        "captions": [[entry.text, entry.alt, entry.credit] for entry in article.captions],
        "subheadings": [entry.text for entry in article.paragraphs if entry.kind == "subheading"],
    }


def score_captures(misses: list[str]) -> Iterator[Figure]:
    """Score the whole captures: their fields, all, first and last, and the words of their bodies."""
    right: Counter[str] = Counter()
    total = 0
    bodies = []
    for folder in CAPTURES:
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        body = expected.pop("body")
        capture = take((folder / "article.txt").read_bytes(), "article.txt")
        article = parse(capture)
        for name, found in own_fields(article).items():
            total += 1
            right[name] += expected[name] == found
            if expected[name] != found:
                misses.append(f"captures/{folder.name}: {name}: expected {expected[name]!r}, found {found!r}")
        read = [entry.lines for entry in article.paragraphs]
        bodies.append(token_f1(*(" ".join(capture.folded(*lines) for lines in spans) for spans in (body, read))))
    number = len(CAPTURES)
    yield Figure("captures", "fields", right.total() / total, total)
    yield Figure("captures", "body F1", sum(bodies) / number, number)
    yield Figure("captures", "first paragraph", right["first"] / number, number)
    yield Figure("captures", "last paragraph", right["last"] / number, number)


def small_captures() -> Iterator[tuple[str, list[str], str]]:
    """Yield the title of each small capture, the labels of its lines, and its text."""
    for entry in re.split(r"^## ", SMALL_CAPTURES.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = entry.partition("\n")
        parts = [line.partition(" | ") for line in rest.strip("\n").splitlines()]
        yield title, [label.strip() for label, _, _ in parts], "\n".join(text for _, _, text in parts)


def score_small_captures(misses: list[str]) -> Iterator[Figure]:
    """Score the small captures: how many of their labelled lines are read in that role."""
    total, before = 0, len(misses)
    for title, labels, text in small_captures():
        article = parse(take(text.encode(), "article.txt"))
        roles = {line: r.role for r in article.readings for line in range(r.lines[0], r.lines[1] + 1)}
        labelled_lines = [(number, label) for number, label in enumerate(labels, 1) if label]
        total += len(labelled_lines)
        for number, label in labelled_lines:
            found = LABELS.get(roles[number], roles[number])
            if found != label:
                misses.append(f"{title}: line {number}: expected {label}, found {found}")
    yield Figure("small captures", "lines", 1 - (len(misses) - before) / total, total)


class Gold(NamedTuple):
    """A labelled quotation: its kind, words and number of parts, and its speaker's names; ``-`` if nobody is named."""

    kind: str
    words: str
    parts: int
    speakers: list[str]


def labelled(title: str, article: Article, labels: Iterable[str]) -> Iterator[Gold]:
    """Yield the labelled quotations of a passage, whose labels are in its order.

    Raises ``ValueError`` for a label whose words the passage does not have after those of the label before.
    """
    head = [article.headline, article.standfirst, *[caption.text for caption in article.captions]]
    body = [paragraph.text for paragraph in article.paragraphs if paragraph.kind == "paragraph"]
    whole, at = "\n\n".join([text for text in head if text] + body), 0
    for label in labels:
        kind, words, speakers = [field.strip() for field in label.split(" | ")]
        first, _, last = words.partition(" … ")
        start = whole.find(first, at)
        end = whole.find(last, start + len(first)) + len(last)
        if start < 0 or end < start + len(first):
            raise ValueError(f"{title}: expected words of the passage after the label before, found {words!r}")
        at = start + 1
        yield Gold(kind, whole[start:end], whole[start:end].count("\n\n") + 1, speakers.split(" or "))


def score_quotations(misses: list[str]) -> Iterator[Figure]:
    """Score the passages: quotations found, joined over paragraphs and given to their speaker; titles rejected.

    A quotation that counts is found if one that counts has a token F1 of at least ``ALIKE`` with it. Its speaker is
    right if the label names it, articles and capitals apart, and wrong if it is somebody else.
    """
    sums: Counter[str] = Counter()
    for passage in read_cases(PASSAGES):
        golds = tuple(labelled(passage.title, passage.article, passage.expected))
        found = find_quotations(passage.article, language=passage.language)
        sums["ours"] += len([quotation for quotation in found if quotation.kind in COUNTED])
        for gold, match in zip(golds, matches(golds, found), strict=True):
            counts = match is not None and match.kind in COUNTED
            if gold.kind not in COUNTED:
                sums.update(("titles", "taken" if counts else "rejected"))
                if counts:
                    misses.append(f"{passage.title}: a {gold.kind} was taken for a quotation: {gold.words}")
                continue
            verdict = "missed"
            if match and counts:
                right = plain(match.speaker) in map(plain, gold.speakers)
                verdict = "right" if right else "wrong" if match.speaker else "none"
            sums.update(("quotations", verdict))
            if gold.parts > 1:
                sums["long"] += 1
                sums["joined"] += match is not None and len(match.parts) == gold.parts
            if verdict != "right":
                ours = match and (match.speaker, match.speaker_basis)
                misses.append(f"{passage.title}: {gold.words[:50]!r} is by {gold.speakers}: {verdict}, {ours}")
    quotations, found_right = sums["quotations"], sums["quotations"] - sums["missed"]
    yield Figure("quotations", "found", found_right / quotations, quotations)
    yield Figure("quotations", "precision", found_right / sums["ours"], sums["ours"])
    yield Figure("quotations", "joined", sums["joined"] / sums["long"], sums["long"])
    for verdict in ("right", "wrong", "none"):
        yield Figure("quotations", f"speaker {verdict}", sums[verdict] / quotations, quotations)
    yield Figure("quotations", "titles rejected", sums["rejected"] / sums["titles"], sums["titles"])


def token_f1(one: str, other: str) -> float:
    """Return the harmonic mean of precision and recall of the words of two texts; 1 if both have none."""
    words, others = (Counter(re.findall(r"\w+", text.casefold())) for text in (one, other))
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0


def plain(name: str | None) -> str:
    """Return a speaker without article and capitals, or ``-`` for nobody."""
    return re.sub(r"^(the|an?) ", "", fold((name or "-").casefold().replace("’", "'")))


def matches(golds: tuple[Gold, ...], found: tuple[Quotation, ...]) -> list[Quotation | None]:
    """Return for each labelled quotation the one found that is most like it, each at most once."""
    pairs: dict[int, int] = {}
    every = product(range(len(golds)), range(len(found)))
    likeness = {(gold, ours): token_f1(golds[gold].words, found[ours].text) for gold, ours in every}
    for gold, ours in sorted(likeness, key=lambda pair: -likeness[pair]):
        if likeness[gold, ours] >= ALIKE and gold not in pairs and ours not in pairs.values():
            pairs[gold] = ours
    return [found[pairs[number]] if number in pairs else None for number in range(len(golds))]


def score_repository(misses: list[str]) -> list[Figure]:
    """Return the figures of the sets in the repository, and add a line to ``misses`` for each miss."""
    return [*score_captures(misses), *score_small_captures(misses), *score_quotations(misses)]


def main(arguments: list[str]) -> None:
    """Print the table, with ``-v`` after a line for each miss, and those of the corpora in the folders given.

    Every fourth capture of a corpus is scored, and the development part of PolNeAR.
    """
    misses: list[str] = []
    figures = score_repository(misses)
    print(*(misses if "-v" in arguments else ()), *figures, sep="\n", flush=True)
    for data in (Path(argument).resolve() for argument in arguments if argument != "-v"):
        for name, *options in (("fields.py", "--every", "4"), ("polnear.py", "--data", str(data / "polnear"))):
            command = [sys.executable, str(data / "score" / name), "--project", str(ROOT), "--python", sys.executable]
            subprocess.run([*command, *options], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
