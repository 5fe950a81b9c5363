"""Spans become a tree whose words are the text, and passages are cut out and linked to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from clipping.site.passages import Node, Span, in_sentence, location_in_words, plain, weave

TEXT = "He said “we will go” and went."


def shape(nodes: tuple[Node | str, ...]) -> str:
    """Return a tree as text, each span in brackets, a second half with a plus sign."""
    return "".join(
        node if isinstance(node, str) else f"[{'' if node.opens else '+'}{shape(node.children)}]" for node in nodes
    )


def test_spans_nest_and_are_split_where_they_cross() -> None:
    """A span within another becomes its child; one that crosses the end of another is split, so that none overlap."""
    nested = [Span(9, 19, "quotation"), Span(9, 11, "mention"), Span(0, 2, "mention")]
    crossing = [Span(0, 19, "quotation"), Span(12, 24, "mention")]

    assert shape(weave(TEXT, nested)) == "[He] said “[[we] will go]” and went."
    assert shape(weave(TEXT, crossing)) == "[He said “we [will go]][+” and] went."


@settings(max_examples=50)
@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_words_are_never_changed(text: str, ends: list[tuple[int, int]]) -> None:
    """Whatever the spans, the words of the tree are the text."""
    spans = [Span(min(a, b), max(a, b), "x") for a, b in ends if min(a, b) < max(a, b) <= len(text)]

    assert plain(weave(text, spans)) == text


def test_the_sentence_around() -> None:
    """What is around some words is the sentence that they are in."""
    text = "First one. The U.N. Session said “no.” Then Mr. Smith left."
    sentences = {"no.": "The U.N. Session said “no.”", "First": "First one.", "left": "Then Mr. Smith left."}
    for part, sentence in sentences.items():
        assert "".join(in_sentence(text, text.index(part), text.index(part) + len(part))) == sentence


def test_a_sentence_without_an_end() -> None:
    """However long a text goes on without a full stop, what is around its words is short, and says that it was cut."""
    text = "word " * 10_000

    assert in_sentence(text, 5000, 5004) == ("[…] " + "word " * 100, "word", " word" * 100 + " […]")
    assert in_sentence(text, 0, 4)[0] == in_sentence(text, 49_995, 49_999)[2].strip() == ""


def test_locations_in_words() -> None:
    """Each text of an article has a name that a reader understands."""
    words = {"p9": "paragraph 9", "c1": "the caption of photograph 1", "c1-credit": "the credit of photograph 1"}
    assert {target: location_in_words(target) for target in words} == words
