"""What the answers on the command line and in ``check.html`` have in common: patterns, words, and the article's texts.

The patterns are written in what Python's ``re`` and a script's ``RegExp`` have in common, and the page is given these
very strings. Nothing is compiled here, since a build only hands them on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from clipping.language import language_of
from clipping.record import Article, Quotation, texts
from clipping.site.passages import address_of, cited_facts, target_name

Said = Literal["quotation", "title", "term", "article", "partly"]

SPACE = r"[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
#: Soft hyphens, joiners, marks of direction: they belong to the character before them.
HIDDEN = r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
SINGLE = r"['\u2018-\u201b\u2039\u203a`\u00b4]"
DOUBLE = r'["\u201c-\u201f\u00ab\u00bb]'
ACCENT = r"[\u0300-\u036f]"
WHITE = SPACE[:-1] + HIDDEN[1:]
_SPACES = f"{WHITE}*"
_DOTS = rf"(?:\u2026|\.\.\.|\.{SPACE}\.{SPACE}\.)"
_BEFORE, _AFTER = rf"(?:^|{SPACE}{_SPACES})", rf"(?:{SPACE}{_SPACES}|(?![\s\S]))"
#: A short stroke, which may be a dash or a hyphen, and the sign of minus, which is always a number's.
_STROKE, _MINUS = r"[-\u2010-\u2013]", r"\u2212"
#: One unit. Its group says what it is: 1 ellipsis, 2 dash, 3 hyphen, 4 white space, 5, 6 quotation mark, 7 any other.
#: An ellipsis and a dash take in the white space around them. A short stroke is a dash where white space or an end of
#: the text stands on both sides; else it is a hyphen, whose key is another ("re-sign" is not "re - sign").
UNIT = (
    rf"{HIDDEN}+|(?:"
    rf"({_SPACES}(?:\[{_SPACES}{_DOTS}{_SPACES}\]|\({_SPACES}{_DOTS}{_SPACES}\)|{_DOTS}){_SPACES})"
    rf"|({_SPACES}(?:[\u2014\u2015]|-{{2,}}){_SPACES}|{_BEFORE}{_STROKE}{_AFTER})|({_STROKE}|{_MINUS})"
    rf"|({SPACE}{_SPACES})|({SINGLE})|({DOUBLE})|([\s\S]{ACCENT}*)"
    rf"){HIDDEN}*"
)
#: How a difference between two units of the same key is called; of letters, it is their case.
CATEGORIES = {
    **{"…": "ellipsis", "—": "dashes", "-": "dashes", " ": "white space"},
    **{'"': "quotation marks", "'": "quotation marks", "\n": "paragraph break"},
}
#: A letter, a digit or an accent is of a word, and so are the sign of a currency and those that stand beside a word or
#: number and belong to it ("5%", "#1", "5 \u338f"). In a script, \p{...} says the first part of it.
WORD_SIGNS = r"%+#@\u00a7\u00b0\u2030\u2031\u2032\u2033\u2100-\u214f\u3371-\u33df"
#: Signs that stand inside a word ("can't", "anti-drug", "3.5", "[T]hey"), and those that do so between digits only.
JOINING = r"[-'\u2010-\u2013\u2212\u2018\u2019./_&*()\[\]\u00b7\u2027\u05be\u05f3\u05f4]"
JOINING_DIGITS = r"[,:^\u00d7\u066b\u066c\uff0c\uff0e]"
#: Signs that belong to a number right after them ("-5", ".5", "<5"); those that do so over a space, too ("< 5"); and
#: those that belong to a number before a space ("5 %"). To both of the last belong signs of currencies.
NUMBER_SIGNS = r"[-.<>=~\u00b1\u207b\u2010-\u2013\u2212\u221a\u2248\u2260\u2264\u2265\ufe63\uff0d]"
SPACED_SIGNS = r"[<>=~\u00b1\u2212\u221a\u2248\u2260\u2264\u2265]"
SPACED_UNITS = r"[%\u00b0\u2030\u2031\u2032\u2033\u2100-\u214f\u3371-\u33df]"
#: A hyphen before one of these still joins what follows it ("non-“violent”").
OPENERS = "\"'(["
#: Stands between texts that are not consecutive paragraphs; nothing that is pasted can have it.
BREAK = "\x1e"
#: What an answer says first, by its kind.
VERDICTS = {
    "exact": "Found, word for word.",
    "typography": "Found, but for typography",
    "shortened": "Not verified: found with words left out.",
    "punctuation": "Not verbatim: the words are the same, the punctuation differs.",
    "different": "Not in the article in these words. The nearest passage differs.",
    "absent": "Not in the article, and nothing in it comes near enough to be compared.",
    "empty": "There is nothing to check yet.",
}
#: The other words of an answer.
WORDS = {
    "article": "not in a quotation: the article’s own words",
    "title": "the name of a work, which nobody says",
    "term": "a term or words held at a distance, which nobody is quoted as saying",
    "partly": "partly in a quotation, partly not",
    "unknown": "in a quotation whose speaker is not stated",
    "by": "said by",
    "turning": "What is left out may turn the sense",
    "quoted": "What stands between your quotation marks is in the article, word for word or but for typography.",
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
#: From this many words with letters on, a text all in capitals is taken for one that was set so, as headlines are.
WORDS_IN_CAPITALS = 3
#: So many places at most are looked at where words stand, and where what is cut at ellipses may begin.
MOST_PLACES = 100
#: How many differences of typography are told, and places cited, one by one; and how much of a word is, to each side.
MOST_TOLD, AROUND = 5, 40

# Of alignments (see alignment.py):
#: What a word and a sign that both have are worth; one that only one of them has costs half of it. No alignment is
#: worth enough to go on over the end of a text.
WORD, SIGN, END = 4, 2, 2**24
#: From how many words on a run is aligned as one, and is looked for elsewhere.
LONG, MOVED = 8, 3
#: Runs that stand elsewhere are one passage where no more than so many words and signs stand between them.
GAP = 8
#: The largest comparison: so many steps of the second text, and so many pairs of steps.
MOST_STEPS, MOST_PAIRS = 600, 200_000
#: In pieces of so many steps the first text is searched for where to compare; of the places where a run may begin so
#: many are tried.
PIECE, TRIED = 200, 20


def turning_words(language: str) -> str:
    """Return a pattern for the keys of words that turn the sense, such as negations; "" if none are known."""
    lists = json.loads((Path(__file__).parent / "turning.json").read_text(encoding="utf-8"))
    known = lists.get(language.lower().partition("-")[0])
    return f"^(?:.*-)?(?:{'|'.join(known)})(?:-.*)?$" if known else ""


def said_in(quotation: Quotation) -> Said:
    """Return what words within ``quotation`` are: a quotation, or the name of a work or a term, which nobody says."""
    return quotation.kind if quotation.kind in ("title", "term") else "quotation"


def page_data(article: Article, base_url: str | None) -> dict[str, Any]:
    """Return all that the script of ``check.html`` needs, as JSON values; offsets are in code points."""
    return {
        "texts": [[name, target_name(name), text] for name, text in texts(article).items()],
        "quotations": [
            {
                "id": quotation.id,
                "said": said_in(quotation),
                "speaker": quotation.speaker,
                "parts": [[part.paragraph, part.start, part.end] for part in quotation.parts],
            }
            for quotation in article.quotations
        ],
        "turning": turning_words(language_of(article)),
        "verdicts": VERDICTS,
        "words": WORDS,
        "openers": OPENERS,
        "limits": {
            **{"WORDS_IN_CAPITALS": WORDS_IN_CAPITALS, "AROUND": AROUND, "MOST_PLACES": MOST_PLACES, "GAP": GAP},
            **{"MOST_TOLD": MOST_TOLD, "WORD": WORD, "SIGN": SIGN, "END": END, "LONG": LONG, "MOVED": MOVED},
            **{"MOST_STEPS": MOST_STEPS, "MOST_PAIRS": MOST_PAIRS, "PIECE": PIECE, "TRIED": TRIED},
        },
        "categories": CATEGORIES,
        "facts": cited_facts(article),
        "address": address_of(article, "", base_url),
        "patterns": {
            **{"unit": UNIT, "space": SPACE, "hidden": HIDDEN, "white": WHITE, "single": SINGLE, "double": DOUBLE},
            **{"wordSigns": WORD_SIGNS, "joining": JOINING, "joiningDigits": JOINING_DIGITS, "break": BREAK},
            **{"numberSigns": NUMBER_SIGNS, "spacedSigns": SPACED_SIGNS, "spacedUnits": SPACED_UNITS},
        },
    }
