"""An answer in words, for the command line; ``check.html`` takes the words from the same place."""

from __future__ import annotations

from clipping.check.answer import Answer
from clipping.check.nearest import How
from clipping.check.places import Place
from clipping.check.shared import MOST_TOLD, VERDICTS, WORDS
from clipping.record import Article
from clipping.site.passages import address_of, cited, target_name

#: What stands around a run of the passage; of the first two, as GNU wdiff has them.
_SIGNS = {"same": "{}", "article": "{{+{}+}}", "pasted": "[-{}-]", "moved": "[={}=]", "rest": "[?{}?]"}


def in_lines(answer: Answer, article: Article, base_url: str | None = None) -> list[str]:
    """Return ``answer`` as lines for people: the verdict, where, who, the passage, what differs, a citation.

    Each place has its citation. A passage has signs around what only one of both has, and a line says which.
    """
    lines = [verdict(answer)]
    if answer.turning:
        lines.append(f"{WORDS['turning']}: {', '.join(answer.turning)}")
    lines += [WORDS["stitched"]] * answer.stitched + [WORDS["quoted"]] * answer.quoted
    for number, place in enumerate(answer.places):
        lead = WORDS["elsewhere"] if number and answer.kind == "different" else ""
        lines.append(f"{lead}{place_name(place)}; {said(place)}: {in_one_line(place.text)}")
    if len(answer.marked) > 1:
        lines.append(_shown(answer.marked))
        names = {"pasted": "only pasted", "moved": "moved", "rest": "rest"}
        names["article"] = "left out" if answer.kind == "shortened" else "only article"
        signs = [_SIGNS[how].format(WORDS[names[how]]) for how in _SIGNS if how in names and how in dict(answer.marked)]
        lines.append("Signs: " + " ".join(signs))
    told = [difference for difference in answer.differences if difference.article]
    for difference in told[:MOST_TOLD]:
        words = f"{WORDS['has']} {difference.article}, {WORDS['you have']} {difference.pasted}"
        lines.append(f"{difference.category}: {in_one_line(words)}")
    if len(told) > MOST_TOLD:
        lines.append(WORDS["more"].format(len(told) - MOST_TOLD))
    if answer.verified:
        lines += [f"{WORDS['cite']}: {citation(place, article, base_url)}" for place in answer.places[:MOST_TOLD]]
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
