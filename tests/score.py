"""How accurately captures and quotations are read: the scores on labelled sets, for ``make score``.

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
from pathlib import Path
from typing import Any, NamedTuple

from clipping.capture import capture_of, fold
from clipping.parse import parse
from clipping.quotations import find_quotations
from clipping.record import COUNTED, Article, Quotation
from tests.conftest import ROOT
from tests.quotations.test_quotations import read_cases

CAPTURES = sorted(path.parent for path in (ROOT / "tests" / "captures").glob("*/expected.json"))
SMALL_CAPTURES, PASSAGES = (ROOT / "tests" / "cases" / name for name in ("captures.md", "quotations.md"))
#: The labels of small captures by the role of a line in the record, where the two differ.
LABELS = {"published": "date", "updated": "date", "repetition": "furniture"}
#: The least token F1 of two texts that are the same quotation.
ALIKE = 0.8
#: By set and measure, such as ``captures: fields``: a share, and the number of things of which it is a share.
Figures = dict[str, tuple[float, int]]


def fields_of(article: Article) -> dict[str, Any]:
    """Return what expected.json says of a capture, as it is in ``article``."""
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


def score_captures(misses: list[str]) -> Figures:
    """Score the whole captures: all their fields, the first and last paragraphs, and the words of their bodies."""
    right, bodies, number = Counter[str](), 0.0, len(CAPTURES)
    for folder in CAPTURES:
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        article = parse(capture := capture_of((folder / "article.txt").read_bytes(), "article.txt"))
        for name, found in fields_of(article).items():
            right[name] += expected[name] == found
            if expected[name] != found:
                misses.append(f"captures/{folder.name}: {name}: expected {expected[name]!r}, found {found!r}")
        spans = (expected["body"], [entry.lines for entry in article.paragraphs])
        bodies += token_f1(*(" ".join(capture.folded(*lines) for lines in each) for each in spans))
    total = number * len(right)
    return {
        "captures: fields": (right.total() / total, total),
        "captures: body F1": (bodies / number, number),
        "captures: first paragraph": (right["first"] / number, number),
        "captures: last paragraph": (right["last"] / number, number),
    }


def small_captures() -> Iterator[tuple[str, list[str], str]]:
    """Yield the title of each small capture, the labels of its lines, and its text."""
    for entry in re.split(r"^## ", SMALL_CAPTURES.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = entry.partition("\n")
        parts = [line.partition(" | ") for line in rest.strip("\n").splitlines()]
        yield title, [label.strip() for label, _, _ in parts], "\n".join(text for _, _, text in parts)


def score_small_captures(misses: list[str]) -> Figures:
    """Score the small captures: how many of their labelled lines are read in that role."""
    total, before = 0, len(misses)
    for title, labels, text in small_captures():
        article = parse(capture_of(text.encode(), "article.txt"))
        roles = {line: r.role for r in article.readings for line in range(r.lines[0], r.lines[1] + 1)}
        for number, label in enumerate(labels, 1):
            total += label != ""
            if label and (found := LABELS.get(roles[number], roles[number])) != label:
                misses.append(f"{title}: line {number}: expected {label}, found {found}")
    return {"small captures: lines": (1 - (len(misses) - before) / total, total)}


class Gold(NamedTuple):
    """A labelled quotation: its kind and words, and the names of its speaker, or ``-`` for nobody."""

    kind: str
    words: str
    speakers: list[str]


def labelled(article: Article, labels: Iterable[str]) -> Iterator[Gold]:
    """Yield the labelled quotations of a passage; ``labels`` are in reading order, with ``…`` for words left out."""
    head = [article.headline, article.standfirst, *[caption.text for caption in article.captions]]
    body = [paragraph.text for paragraph in article.paragraphs if paragraph.kind == "paragraph"]
    whole, at = "\n\n".join([text for text in head if text] + body), 0
    for label in labels:
        kind, words, speakers = [field.strip() for field in label.split(" | ")]
        found = re.compile(".*?".join(map(re.escape, words.split(" … "))), re.DOTALL).search(whole, at)
        assert found, f"expected words that follow those of the previous label, found {words!r}"
        at = found.start() + 1
        yield Gold(kind, found[0], speakers.split(" or "))


def score_quotations(misses: list[str]) -> Figures:
    """Score the passages: quotations found, joined across paragraphs, attributed; titles rejected.

    A quotation (of a ``COUNTED`` kind) is found if one of ours has a token F1 of at least ``ALIKE`` with it. Our
    speaker is right if the label has that name, ignoring articles and capitals, and wrong if it is somebody else.
    """
    sums: Counter[str] = Counter()
    for passage in read_cases(PASSAGES):
        golds = tuple(labelled(passage.article, passage.expected))
        found = find_quotations(passage.article, language=passage.language)
        sums["ours"] += len([quotation for quotation in found if quotation.kind in COUNTED])
        for gold, match in zip(golds, matches(golds, found), strict=True):
            counted = match if match and match.kind in COUNTED else None
            if gold.kind not in COUNTED:
                verdict = "title taken" if counted else "title rejected"
            elif counted:
                right = plain(counted.speaker) in map(plain, gold.speakers)
                verdict = "right" if right else "wrong" if counted.speaker else "none"
            else:
                verdict = "missed"
            sums[verdict] += 1
            if gold.kind in COUNTED and "\n\n" in gold.words:
                sums["long"] += 1
                sums["joined"] += match is not None and len(match.parts) == gold.words.count("\n\n") + 1
            if verdict not in ("right", "title rejected"):
                ours = match and (match.speaker, match.speaker_basis)
                misses.append(f"{passage.title}: {gold.words[:50]!r} is by {gold.speakers}: {verdict}, {ours}")
    known = sum(sums[verdict] for verdict in ("right", "wrong", "none"))
    quotations, titles = known + sums["missed"], sums["title taken"] + sums["title rejected"]
    shares = {
        "found": (known, quotations),
        "precision": (known, sums["ours"]),
        "joined": (sums["joined"], sums["long"]),
        **{f"speaker {verdict}": (sums[verdict], quotations) for verdict in ("right", "wrong", "none")},
        "titles rejected": (sums["title rejected"], titles),
    }
    return {f"quotations: {name}": (part / whole, whole) for name, (part, whole) in shares.items()}


def token_f1(one: str, other: str) -> float:
    """Return the harmonic mean of precision and recall of the words of two texts; 1 if both have none."""
    words, others = (Counter(re.findall(r"\w+", text.casefold())) for text in (one, other))
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0


def plain(name: str | None) -> str:
    """Return a speaker's name without its article and in lower case, or ``-`` for nobody."""
    return re.sub(r"^(the|an?) ", "", fold((name or "-").casefold().replace("’", "'")))


def matches(golds: tuple[Gold, ...], found: tuple[Quotation, ...]) -> list[Quotation | None]:
    """Return for each labelled quotation the one found that is most like it, each at most once."""
    pairs: dict[int, Quotation] = {}
    every = [(token_f1(gold.words, ours.text), n, ours) for n, gold in enumerate(golds) for ours in found]
    for likeness, number, ours in sorted(every, key=lambda pair: -pair[0]):
        if likeness >= ALIKE and number not in pairs and ours not in pairs.values():
            pairs[number] = ours
    return [pairs.get(number) for number in range(len(golds))]


def score_repository(misses: list[str]) -> Figures:
    """Return the figures of the sets in the repository, and add a line to ``misses`` for each miss."""
    return score_captures(misses) | score_small_captures(misses) | score_quotations(misses)


def main(arguments: list[str]) -> None:
    """Print the table of figures, then those of a sample of the corpora in DATA; with ``-v``, first list the misses."""
    misses: list[str] = []
    table = [f"{name:32}{share:7.3f}  of {total}" for name, (share, total) in score_repository(misses).items()]
    print(*(misses if "-v" in arguments else ()), *table, sep="\n", flush=True)
    for data in (Path(argument).resolve() for argument in arguments if argument != "-v"):
        for name, *options in (("fields.py", "--every", "4"), ("polnear.py", "--data", str(data / "polnear"))):
            command = [sys.executable, str(data / "score" / name), "--project", str(ROOT), "--python", sys.executable]
            subprocess.run([*command, *options], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
