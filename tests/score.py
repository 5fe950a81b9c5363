"""How much is read right: one table of scores on the labelled sets, for ``make score``.

    python -m tests.score [DATA]

The sets of the repository are ``tests/captures`` (whole captures with the fields of their records),
``tests/cases/captures.md`` (small captures, each line labelled) and ``tests/cases/quotations.md`` (passages, each
quotation labelled with its speaker). DATA is a folder of corpora beside it: ``corpus/`` and ``polnear/`` with their own
scorers in ``score/``, which run this project's command line.

Every figure is a share between 0 and 1. Higher is better, but for the speakers that are wrong or missing.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from clipping.capture import Capture, fold, take
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
    """One row of the table: the set, what was counted, how much of it, and out of how much."""

    of: str
    name: str
    value: float
    total: int

    def __str__(self) -> str:
        return f"{self.of:18} {self.name:20} {self.value:6.3f}  of {self.total}"


def own_fields(article: Article) -> dict[str, Any]:
    """Return the fields of ``article`` that the expected.json of a capture holds, as JSON values."""
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
        body = [tuple(lines) for lines in expected.pop("body")]
        capture = take((folder / "article.txt").read_bytes(), "article.txt")
        article = parse(capture)
        for name, found in own_fields(article).items():
            total += 1
            right[name] += expected[name] == found
            if expected[name] != found:
                misses.append(f"captures/{folder.name}: {name}: expected {expected[name]!r}, found {found!r}")
        read = [entry.lines for entry in article.paragraphs]
        bodies.append(token_f1(*(Counter(words_of(capture, spans)) for spans in (body, read))))
    number = len(CAPTURES)
    yield Figure("captures", "fields", right.total() / total, total)
    yield Figure("captures", "body F1", sum(bodies) / number, number)
    yield Figure("captures", "first paragraph", right["first"] / number, number)
    yield Figure("captures", "last paragraph", right["last"] / number, number)


def words_of(capture: Capture, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the words of these lines."""
    return (word for first, last in spans for word in tokens(capture.folded(first, last)))


def small_captures() -> Iterator[tuple[str, list[str], str]]:
    """Read the small captures: the title of each, the label of each of its lines, and its text."""
    for entry in re.split(r"^## ", SMALL_CAPTURES.read_text(encoding="utf-8"), flags=re.M)[1:]:
        title, _, rest = entry.partition("\n")
        parts = [line.partition(" | ") for line in rest.strip("\n").splitlines()]
        yield title, [label.strip() for label, _, _ in parts], "\n".join(text for _, _, text in parts)


def score_small_captures(misses: list[str]) -> Iterator[Figure]:
    """Score the small captures: how many of their lines are read in the role that they are labelled with."""
    right = total = 0
    for title, labels, text in small_captures():
        article = parse(take(text.encode(), "article.txt"))
        roles = {line: r.role for r in article.readings for line in range(r.lines[0], r.lines[1] + 1)}
        for number, label in enumerate(labels, 1):
            if label:
                total += 1
                found = LABELS.get(roles[number], roles[number])
                right += found == label
                if found != label:
                    misses.append(f"{title}: line {number}: expected {label}, found {found}")
    yield Figure("small captures", "lines", right / total, total)


class Gold(NamedTuple):
    """A labelled quotation: its kind, its words, the number of texts it runs through, and the names of its speaker.

    The speaker ``-`` means that the passage names nobody.
    """

    kind: str
    words: str
    parts: int
    speakers: list[str]


def labelled(title: str, article: Article, labels: Iterable[str]) -> Iterator[Gold]:
    """Yield the quotations that the labels of a passage name; words that occur twice are those after the label before.

    Raises ``ValueError`` for a label whose words the passage doesn't have.
    """
    head = [article.headline, article.standfirst, *[caption.text for caption in article.captions]]
    body = [paragraph.text for paragraph in article.paragraphs if paragraph.kind == "paragraph"]
    whole, at = "\n\n".join([text for text in head if text] + body), 0  # in the order of the labels
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

    A quotation that counts is found when one that counts has words with a token F1 of ``ALIKE`` or more. Its speaker is
    right if it is one that the set gives, articles and capitals apart, and wrong if it is somebody else.
    """
    sums: Counter[str] = Counter()
    for passage in read_cases(PASSAGES):
        golds = tuple(labelled(passage.title, passage.article, passage.expected))
        found = find_quotations(passage.article, language=passage.language)
        counting = [quotation for quotation in found if quotation.kind in COUNTED]
        sums["ours"] += len(counting)
        pairs = matches(golds, found)
        for number, gold in enumerate(golds):
            match = pairs.get(number)
            finds = match is not None and match.kind in COUNTED
            if gold.kind not in COUNTED:
                sums["titles"] += 1
                sums["rejected"] += not finds
                if finds:
                    misses.append(f"{passage.title}: a {gold.kind} was taken for a quotation: {gold.words}")
                continue
            verdict = "missed"
            if match and finds:
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


def tokens(text: str) -> list[str]:
    """Return the words of ``text`` without case and punctuation."""
    return re.findall(r"\w+", text.casefold())


def token_f1(one: Counter[str], other: Counter[str]) -> float:
    """Return the harmonic mean of precision and recall of two bags of words; 1 if both are empty."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def plain(name: str | None) -> str:
    """Return a speaker without article and capitals; nobody is ``-``."""
    return re.sub(r"^(the|an?) ", "", fold((name or "-").casefold().replace("’", "'")))


def matches(golds: Iterable[Gold], found: tuple[Quotation, ...]) -> dict[int, Quotation]:
    """Pair each labelled quotation, by its number, with the one found that is most like it, each at most once."""
    ours = [Counter(tokens(quotation.text)) for quotation in found]
    likeness = [
        (token_f1(Counter(tokens(gold.words)), words), -number, -place)
        for number, gold in enumerate(golds)
        for place, words in enumerate(ours)
    ]
    pairs: dict[int, int] = {}
    for value, number, place in sorted(likeness, reverse=True):
        if value >= ALIKE and -number not in pairs and -place not in pairs.values():
            pairs[-number] = -place
    return {number: found[place] for number, place in pairs.items()}


def score_repository(misses: list[str]) -> list[Figure]:
    """Return the figures of the labelled sets in the repository; ``misses`` gets a line for each miss."""
    return [*score_captures(misses), *score_small_captures(misses), *score_quotations(misses)]


def score_corpora(data: Path) -> Iterator[Figure]:
    """Yield the figures of the corpora in ``data``, as their own scorers print them.

    Every fourth capture of the corpus is scored, and the development part of PolNeAR. Exits if a scorer fails.
    """
    printed = _scorer(data, "fields.py", "--every", "4")
    header, row = (next(line.split() for line in printed if line.startswith(start)) for start in (" ", "all "))
    for name, value in zip(header, row[1:], strict=True):
        if name != "captures":
            yield Figure("corpus", name, float(value), int(row[-1]))
    summary = _scorer(data, "polnear.py", "--data", str(data / "polnear"))[-1]
    facts = dict(re.findall(r"(\w+)=([\d.]+)", summary))
    articles = int(facts.pop("articles"))
    for name, value in facts.items():
        if name != "failed":
            yield Figure("PolNeAR dev", name.replace("_", " "), float(value), articles)


def _scorer(data: Path, name: str, *options: str) -> list[str]:
    command = [sys.executable, str(data / "score" / name), "--project", str(ROOT), "--python", sys.executable, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{data / 'score' / name}: expected figures, found: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout.splitlines()


def main(arguments: list[str]) -> None:
    """Print the table; with ``-v`` a line for each miss before it."""
    misses: list[str] = []
    figures = score_repository(misses)
    folders = [Path(argument).resolve() for argument in arguments if argument != "-v"]
    for folder in folders:
        figures += score_corpora(folder)
    print(*(misses if "-v" in arguments else ()), *figures, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
