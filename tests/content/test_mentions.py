"""The words that notes list are found wherever a reader would look for them, and nowhere else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipping.content.mentions import find_mentions
from clipping.content.notes import Note
from clipping.errors import ClippingError
from clipping.record import Caption
from tests.cases import read_lines
from tests.conftest import article_of


def note(slug: str, *mentions: str) -> Note:
    """Return a note that lists these mentions from line 4 on."""
    lines = tuple(range(4, 4 + len(mentions)))
    return Note(slug.title(), "event", mentions, slug=slug, mention_lines=lines, file=f"{slug}.md")


def test_every_text() -> None:
    """Every occurrence in headline, standfirst, captions, credits and paragraphs is found, in the order of the page."""
    caption = Caption("c1", "A valley, Peru.", "Peru, too", "Peru Press", (1, 1))
    read = article_of("Peru and Peru", headline="Peru", standfirst="In Peru", captions=(caption,))
    targets = [("headline", 0), ("standfirst", 3), ("p1", 0), ("p1", 9), ("c1", 10), ("c1-credit", 0)]
    mentions = find_mentions(read, (note("a", "Peru"),))
    assert [(mention.target, mention.start) for mention in mentions] == targets
    assert [mention.id for mention in mentions] == ["m-a", *(f"m-a-{nth}" for nth in range(2, 7))]


def listing(listed: str) -> tuple[Note, ...]:
    """Return notes that list these mentions: a semicolon separates notes, and two slashes the mentions of a note."""
    return tuple(note(slug, *words.split(" // ")) for slug, words in zip("ab", listed.split("; "), strict=False))


@pytest.mark.parametrize(("text", "listed", "expected"), read_lines("mentions.txt"))
def test_found(text: str, listed: str, expected: str) -> None:
    """Only whole words are found, in any script; of overlapping mentions, only the longest."""
    assert " // ".join(mention.text for mention in find_mentions(article_of(text), listing(listed))) == expected


@pytest.mark.parametrize(("listed", "start", "end"), read_lines("mentions-refused.txt"))
def test_refused(listed: str, start: str, end: str) -> None:
    """Listed words that could not be linked to their note are reported at their line."""
    read = article_of("President Ollanta Humala spoke of Humala’s Peru.", "Later.")
    with pytest.raises(ClippingError) as refused:
        find_mentions(read, listing(listed))
    assert str(refused.value).startswith(start)
    assert str(refused.value).endswith(end)


@given(
    st.lists(st.text("ab ’'é\u0301", min_size=1, max_size=30), max_size=4),
    st.lists(st.text("ab '", min_size=1, max_size=5).filter(str.strip), max_size=4),
)
def test_mentions_are_exact(paragraphs: list[str], listed: list[str]) -> None:
    """A mention quotes the words at its offsets; mentions are in reading order and never overlap."""
    read = article_of(*(" ".join(text.split()) for text in paragraphs))
    try:
        mentions = find_mentions(read, tuple(note(f"n{n}", " ".join(words.split())) for n, words in enumerate(listed)))
    except ClippingError:
        return
    texts = {paragraph.id: paragraph.text for paragraph in read.paragraphs}
    assert all(texts[m.target][m.start : m.end] == m.text for m in mentions)
    spans = [(int(m.target[1:]), m.start, m.end) for m in mentions]
    assert all(one[0] < two[0] or one[2] <= two[1] for one, two in pairwise(spans))
