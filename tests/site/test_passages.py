"""Spans become a tree whose words are the text, and passages can be told and linked to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clipping.site.passages import Node, Span, sentence_around, text_fragment, weave

TEXT = "He said “we will go” and went."


def words(nodes: tuple[Node | str, ...]) -> str:
    """Return the words of a tree in order."""
    return "".join(node if isinstance(node, str) else words(node.children) for node in nodes)


def shape(nodes: tuple[Node | str, ...]) -> str:
    """Return a tree as text, each span in brackets, a continued half with a plus sign."""
    return "".join(
        node if isinstance(node, str) else f"[{'' if node.opens else '+'}{shape(node.children)}]" for node in nodes
    )


def test_spans_hold_each_other() -> None:
    """A span within another becomes its child, and neighbours stay neighbours."""
    spans = [Span(9, 19, "quotation"), Span(9, 11, "mention"), Span(0, 2, "mention")]

    assert shape(weave(TEXT, spans)) == "[He] said “[[we] will go]” and went."


def test_a_crossing_span_is_carried_on() -> None:
    """A span that crosses the end of another is split there, so that elements never overlap."""
    spans = [Span(0, 19, "quotation"), Span(12, 24, "mention")]

    assert shape(weave(TEXT, spans)) == "[He said “we [will go]][+” and] went."


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_words_are_never_changed(text: str, ends: list[tuple[int, int]]) -> None:
    """Whatever the spans, the words of the tree are the text."""
    spans = [Span(min(a, b), max(a, b), "x") for a, b in ends if min(a, b) < max(a, b) <= len(text)]

    assert words(weave(text, spans)) == text


def test_the_sentence_around() -> None:
    """A sentence ends where its quotation does, and short forms do not end it."""
    text = "First one. The U.N. Session said “no.” Then Mr. Smith left."

    def around(part: str) -> str:
        start = text.index(part)
        first, last = sentence_around(text, start, start + len(part))
        return text[first:last]

    assert around("no.") == "The U.N. Session said “no.”"
    assert around("First") == "First one."
    assert around("left") == "Then Mr. Smith left."


def test_text_fragments() -> None:
    """A short text is given whole, a long one by its ends, with the directive's own characters encoded."""
    assert text_fragment("anti-drug, yes & no") == ":~:text=anti%2Ddrug%2C%20yes%20%26%20no"
    assert text_fragment("one two three four five six seven eight nine ten eleven") == (
        ":~:text=one%20two%20three%20four%20five,eight%20nine%20ten%20eleven"
    )
