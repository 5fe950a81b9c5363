"""What the answers on the command line and in ``check.html`` have in common: patterns, words, and the article's texts.

The patterns are written in what Python's ``re`` and a script's ``RegExp`` have in common, and the page is given these
very strings. Nothing is compiled here, since a build only hands them on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clipping.passages import address_of, cited_facts, target_name, texts
from clipping.record import COUNTED, Article

SPACE = r"[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
#: Soft hyphens, joiners, marks of direction: they belong to the character before them.
HIDDEN = r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
SINGLE = r"['\u2018-\u201b\u2039\u203a`\u00b4]"
DOUBLE = r'["\u201c-\u201f\u00ab\u00bb]'
DASH = r"[-\u2010-\u2015\u2212]"
ACCENT = r"[\u0300-\u036f]"
_SPACES = f"(?:{SPACE}{HIDDEN}*)*"
_DOTS = rf"(?:\u2026|\.(?:{SPACE}?\.){{2,}})"
_BEFORE, _AFTER = rf"(?:^|{SPACE}{_SPACES})", rf"(?:{SPACE}{_SPACES}|(?![\s\S]))"
#: One unit. Its group says what it is: 1 ellipsis, 2 dash, 3 hyphen, 4 white space, 5, 6 quotation mark, 7 any other.
#: An ellipsis and a dash take in the white space around them. A short stroke is a dash where white space or an end of
#: the text stands on both sides; else it is a hyphen, whose key is another ("re-sign" is not "re - sign").
UNIT = (
    rf"{HIDDEN}+|(?:"
    rf"({_SPACES}(?:\[{_SPACES}{_DOTS}{_SPACES}\]|\({_SPACES}{_DOTS}{_SPACES}\)|{_DOTS}){_SPACES})"
    rf"|({_SPACES}(?:[\u2014\u2015]|-{{2,}}){_SPACES}|{_BEFORE}{DASH}{_AFTER})|({DASH})"
    rf"|({SPACE}{_SPACES})|({SINGLE})|({DOUBLE})|([\s\S]{ACCENT}*)"
    rf"){HIDDEN}*"
)
BEGINNING, END = rf"^(?:{SPACE}|{HIDDEN})+", rf"(?:{SPACE}|{HIDDEN})+(?![\s\S])"
#: How a difference between two units of the same key is called; of letters, it is their case.
CATEGORIES = {
    **{"…": "ellipsis", "—": "dashes", "-": "dashes", " ": "white space"},
    **{'"': "quotation marks", "'": "quotation marks", "\n": "paragraph break"},
}
#: Signs that stand inside a word ("can't", "anti-drug", "3.5", "[T]hey"), and those that do so between digits only.
JOINING = r"[-'\u2010\u2011\u2018\u2019./_&()\[\]]"
JOINING_DIGITS = r"[,:\u2012\u2013\u2212]"
#: Signs that belong to the word or number beside them, as those of currencies do ("5%", "#1"), and those that belong
#: to a number after them that has none before ("-5", ".5", "<5").
WORD_SIGNS = r"[%+#@\u00a7\u00b0\u00b1\u2030\u2031\u2032\u2033\u2116]"
NUMBER_SIGNS = r"[-.<>~\u2010-\u2013\u2212\u2248\u2264\u2265]"
#: Stands between texts that are not consecutive paragraphs; nothing that is pasted can have it.
BREAK = "\x1e"
#: What an answer says first, by its kind.
VERDICTS = {
    "exact": "Found, word for word.",
    "typography": "Found, but for typography",
    "shortened": "Not verified: found with words left out.",
    "punctuation": "Not verbatim: the words are the same, the punctuation differs.",
    "different": "Not found. The nearest passage differs.",
    "absent": "Not found, and nothing comes near enough to be compared.",
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
    "moved": "elsewhere in the article",
    "rest": "not compared",
    "elsewhere": "elsewhere: ",
    "more": "and {} more of these",
    "cite": "Cite",
}
#: How many differences of typography are told, and places cited, one by one.
MOST_TOLD = 5


def turning_words(language: str) -> str:
    """Return a pattern for the keys of words that turn the sense, such as negations; "" if none are known."""
    lists = json.loads((Path(__file__).parent / "turning.json").read_text(encoding="utf-8"))
    known = lists.get(language.lower().partition("-")[0])
    return f"^(?:.*-)?(?:{'|'.join(known)})(?:-.*)?$" if known else ""


def page_data(article: Article, base_url: str | None) -> dict[str, Any]:
    """Return all that the script of ``check.html`` needs, as JSON values; offsets are in code points."""
    return {
        "texts": [[name, target_name(name), text] for name, text in texts(article).items()],
        "quotations": [
            {
                "id": quotation.id,
                "speaker": quotation.speaker,
                "parts": [[part.paragraph, part.start, part.end] for part in quotation.parts],
            }
            for quotation in article.quotations
            if quotation.kind in COUNTED
        ],
        "turning": turning_words(article.source.language or "en"),
        "verdicts": VERDICTS,
        "words": WORDS,
        "mostTold": MOST_TOLD,
        "categories": CATEGORIES,
        "facts": cited_facts(article),
        "address": address_of(article, "", base_url),
        "patterns": {
            **{"unit": UNIT, "space": SPACE, "hidden": HIDDEN, "beginning": BEGINNING, "end": END},
            **{"single": SINGLE, "double": DOUBLE, "joining": JOINING, "joiningDigits": JOINING_DIGITS},
            **{"wordSigns": WORD_SIGNS, "numberSigns": NUMBER_SIGNS, "break": BREAK},
        },
    }
