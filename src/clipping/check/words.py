"""The answers in words, for the command line and for ``check.html``: both take them from here."""

from __future__ import annotations

from typing import Any

from clipping.check import Answer, Evidence, Place, turning_words
from clipping.check.nearest import How
from clipping.check.typography import (
    ACCENT,
    CATEGORIES,
    DOUBLE,
    ENDS,
    HIDDEN,
    JOINING,
    JOINING_DIGITS,
    SINGLE,
    SPACE,
    UNIT,
)
from clipping.passages import address_of, cited, cited_facts, target_name
from clipping.record import Article

#: What an answer says first, by its kind.
VERDICTS = {
    "exact": "Found, word for word.",
    "typography": "Found, but for typography",
    "shortened": "Not verified: found with words left out.",
    "different": "Not found. The nearest passage differs.",
    "absent": "Not found, nor anything like it.",
    "empty": "There is nothing to check yet.",
}
#: The other words of an answer.
WORDS = {
    "article": "not in a quotation: the article’s own words",
    "partly": "partly in a quotation, partly not",
    "unknown": "in a quotation whose speaker is not stated",
    "by": "said by",
    "turning": "What is left out may turn the sense",
    "stitched": "The pieces are not all said by the same.",
    "has": "the article has",
    "you have": "you have",
    "left out": "left out",
    "only article": "only in the article",
    "only pasted": "only in yours",
    "more": "and {} more of these",
    "cite": "Cite",
}
#: How many differences of typography are told one by one.
MOST_TOLD = 5
_SIGNS = {"same": "{}", "article": "{{{}}}", "pasted": "[{}]"}


def in_lines(answer: Answer, article: Article, base_url: str | None = None) -> list[str]:
    """Return ``answer`` as lines for people: the verdict, where, who, the passage, what differs, a citation.

    In a passage ``{these}`` are words that only the article has, and ``[these]`` those that only the pasted text has.
    """
    lines = [verdict(answer)]
    if answer.turning:
        lines.append(f"{WORDS['turning']}: {', '.join(answer.turning)}")
    lines += [WORDS["stitched"]] * answer.stitched
    lines += [f"{place_name(place)}; {said(place)}: {in_one_line(place.text)}" for place in answer.places]
    if len(answer.marked) > 1:
        lines.append(_shown(answer.marked))
        only = {"article": "left out" if answer.kind == "shortened" else "only article", "pasted": "only pasted"}
        signs = [_SIGNS[how].format(WORDS[name]) for how, name in only.items() if how in dict(answer.marked)]
        lines.append("Signs: " + " ".join(signs))
    told = [difference for difference in answer.differences if difference.article]
    for difference in told[:MOST_TOLD]:
        words = f"{WORDS['has']} {difference.article}, {WORDS['you have']} {difference.pasted}"
        lines.append(f"{difference.category}: {in_one_line(words)}")
    if len(told) > MOST_TOLD:
        lines.append(WORDS["more"].format(len(told) - MOST_TOLD))
    if answer.verified:
        lines.append(f"{WORDS['cite']}: {citation(answer.places[0], article, base_url)}")
    return lines


def _shown(marked: tuple[tuple[How, str], ...]) -> str:
    """Return a passage with signs around what only one of both has, spaced as it is in them."""
    shown, before = "", ""
    for how, text in marked:
        space = " " if before.endswith(" ") or (before and text.startswith(" ")) else ""
        shown, before = shown + space + _SIGNS[how].format(text.strip()), text
    return shown


def verdict(answer: Answer) -> str:
    """Return the first line of ``answer``; of typography it says which."""
    categories = dict.fromkeys(difference.category for difference in answer.differences)
    return VERDICTS[answer.kind] + (f": {', '.join(categories)}." if answer.kind == "typography" else "")


def said(place: Place) -> str:
    """Return who says the words at ``place``."""
    if place.said != "quotation":
        return WORDS[place.said]
    return f"{WORDS['by']} {place.speaker}" if place.speaker else WORDS["unknown"]


def place_name(place: Place) -> str:
    """Return how the texts of ``place`` are called: ``paragraph 9, paragraph 10``."""
    return ", ".join(map(target_name, place.targets))


def citation(place: Place, article: Article, base_url: str | None) -> str:
    """Return a citation of the words at ``place``, in the form that ``quotations.html`` has."""
    speaker = (place.speaker or "speaker not stated") if place.said == "quotation" else None
    address = address_of(article, place.targets[0].partition("-")[0], base_url)
    return cited(article, in_one_line(place.text), speaker, place.targets, address)


def in_one_line(text: str) -> str:
    """Return ``text`` with each run of white space made one space."""
    return " ".join(text.split())


def page_data(known: Evidence, article: Article, base_url: str | None) -> dict[str, Any]:
    """Return all that the script of ``check.html`` needs, as JSON values; offsets are in code points."""
    return {
        "texts": [[name, target_name(name), text] for name, text in known.texts],
        "quotations": [
            {
                "id": quotation.id,
                "speaker": quotation.speaker,
                "parts": [[part.paragraph, part.start, part.end] for part in quotation.parts],
            }
            for quotation in known.quotations
        ],
        "turning": turning_words(article.source.language or "en"),
        "verdicts": VERDICTS,
        "words": WORDS,
        "mostTold": MOST_TOLD,
        "categories": CATEGORIES,
        "facts": cited_facts(article),
        "address": address_of(article, "", base_url),
        "patterns": {
            **{"unit": UNIT, "space": SPACE, "hidden": HIDDEN, "ends": ENDS, "accent": ACCENT},
            **{"single": SINGLE, "double": DOUBLE, "joining": JOINING, "joiningDigits": JOINING_DIGITS},
        },
    }
