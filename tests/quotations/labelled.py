"""The labelled passages of cases/quotations.md: short articles with their quotations as a person read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from clipping.record import Article
from tests.quotations.test_quotations import read_cases

LABELLED = Path(__file__).resolve().parent.parent / "cases" / "quotations.md"


class Gold(NamedTuple):
    """One quotation: its kind, its words, the number of texts it runs through, and the names its speaker may have.

    The speaker ``-`` means that the passage names nobody.
    """

    kind: str
    words: str
    parts: int
    speakers: tuple[str, ...]


class Passage(NamedTuple):
    """One entry of the file; its quotations are in reading order."""

    title: str
    article: Article
    language: str
    golds: tuple[Gold, ...]


def passages() -> Iterator[Passage]:
    """Yield the passages of the file; raises ``ValueError`` for a label whose words the passage doesn't have."""
    for title, article, language, labels in read_cases(LABELLED):
        head = [article.headline, article.standfirst, *[caption.text for caption in article.captions]]
        body = [paragraph.text for paragraph in article.paragraphs if paragraph.kind == "paragraph"]
        words = "\n\n".join([text for text in head if text] + body)  # in the order of the labels
        yield Passage(title, article, language, tuple(_golds(title, words, labels)))


def _golds(title: str, whole: str, labels: tuple[str, ...]) -> Iterator[Gold]:
    """Yield what the labels of one passage say; words that occur twice are those after the label before."""
    at = 0
    for label in labels:
        kind, words, speakers = [field.strip() for field in label.split(" | ")]
        first, _, last = words.partition(" … ")
        start = whole.find(first, at)
        end = whole.find(last, start + len(first)) + len(last)
        if start < 0 or end < start + len(first):
            raise ValueError(f"{title}: expected words of the passage after the label before, found {words!r}")
        at = start + 1
        yield Gold(kind, whole[start:end], whole[start:end].count("\n\n") + 1, tuple(speakers.split(" or ")))
