"""The spans of a text become a tree whose words are the text, and passages are shown in their sentences."""

from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.content.mentions import find_mentions
from clipping.content.notes import Note
from clipping.record import Article
from clipping.site.views import Span, Tree, in_sentence, plain, trees_of, weave
from tests.conftest import article_of, steps

TEXT = "He said “we will go” and went."


def shape(nodes: Tree) -> str:
    """Return a tree as text, with each span in brackets; those of the later part of a split span begin with a plus."""
    return "".join(
        node if isinstance(node, str) else f"[{'' if node.id else '+'}{shape(node.children)}]" for node in nodes
    )


def test_spans_nest_and_are_split_where_they_cross() -> None:
    """A span inside another becomes its child; one that crosses the end of another is split there."""
    nested = [Span(9, 19, "", id="a"), Span(9, 11, "", id="b"), Span(0, 2, "", id="c")]
    crossing = [Span(0, 19, "", id="a"), Span(12, 24, "", id="b")]
    assert shape(weave(TEXT, nested)) == "[He] said “[[we] will go]” and went."
    assert shape(weave(TEXT, crossing)) == "[He said “we [will go]][+” and] went."


@settings(max_examples=50)
@given(st.text("ab “”", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_words_are_never_changed(text: str, ends: list[tuple[int, int]]) -> None:
    """Whatever the spans, the words of the tree are the text."""
    spans = [Span(min(a, b), max(a, b), "x") for a, b in ends if min(a, b) < max(a, b) <= len(text)]
    assert plain(weave(text, spans)) == text


def test_a_sentence_without_an_end() -> None:
    """Of a sentence without an end, a hundred words on each side are shown, with an ellipsis for the rest."""
    text = "word " * 10_000
    assert in_sentence(text, 5000, 5004) == ("[…] " + "word " * 100, "word", " word" * 100 + " […]")
    assert in_sentence(text, 0, 4)[0] == in_sentence(text, 49_995, 49_999)[2].strip() == ""


def test_work_is_linear_in_the_number_of_mentions() -> None:
    """Twice as many mentions take at most three times the steps to find and to weave into the text."""
    note = Note("N", "place", ("Peru",), slug="n", mention_lines=(1,))
    fewer, more = (article_of("Peru on 30 March 2016. " * count) for count in (200, 400))

    def link(article: Article) -> object:
        return trees_of(article, find_mentions(article, (note,)), {"n": note})

    assert steps(lambda: link(more)) < 3 * steps(lambda: link(fewer))
