"""The small grammars that several packages read a text by: months, abbreviations, ends of sentences, its language.

The language of an article is guessed where its editor has not named it. The guess chooses the words that introduce
quotations and the order of day and month, and nothing else: pages and citations name a language only where the editor
does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from clipping.record import Article

#: The capital letters of Latin, Greek and Cyrillic, for a set of a pattern.
UPPER = "".join(filter(str.isupper, map(chr, range(0x530))))
#: The months as pages and citations name them, and as newspapers shorten them.
MONTHS = str.split("January February March April May June July August September October November December")
SHORT_MONTHS = str.split("Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.")
#: What newspapers abbreviate with a stop: titles of people, other parts of names, states and the like.
TITLES = str.split("Adm Capt Col Cpl Dr Fr Gen Gov Hon Lt Maj Mr Mrs Ms Prof Rep Rev Sen Sgt")
IN_NAMES = [*TITLES, "Jr", "Sr", "St"]
OTHERS = str.split(
    "No vs Inc Corp Ala Ariz Ark Calif Colo Conn Fla Ga Ill Kan Ky Mass Md Mich Minn Mo Neb Nev Okla Ore Pa Tenn Tex "
    "Va Vt Wis Wyo"
)
ABBREVIATED = [*IN_NAMES, *OTHERS, *(month[:-1] for month in SHORT_MONTHS if month[-1] == ".")]
#: What ends a sentence, and the marks that may close after it.
STOPS, CLOSERS = ".!?…。！？؟।۔", "\"'”’“‘»«›‹)]）」』\u200f"
#: A stop with the marks behind it, and the letter that follows. “Why?” Bell asked and “So.” (Bell) are one sentence.
STOP = re.compile(
    r"(?:[.!?…][)\]]*(?=\s+[^\s,;:)–—-])|[.…][\"'”’“»)\]]+(?=\s+[^\s,;:()–—-])|[.!?…][\"'”’“»)\]]*(?=\s*$))(?=\s*(\S?))"
)
#: What may precede a stop that ends no sentence: an initial or an abbreviation (Hart's Rules, 10.2).
SHORT_FORM = re.compile(rf"\b(?:[{UPPER}]|{'|'.join(ABBREVIATED)})$")

WORD = re.compile(r"[^\W\d_]+")
#: The commonest words of each language that has rules. Two languages may share some, but no text has only those.
COMMON = {
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus ha fue",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch an es",
    "it": "di e il la che in a per un è del non sono le si con i da della una gli dei nel alla ha",
}
#: A text with fewer of them may be a list of names, or in a language without rules.
LEAST = 5


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Yield where each sentence of ``text[start:end]`` ends, behind the marks that close after its stop.

    No sentence ends where a small letter follows, or at the stop of an initial or an abbreviation, unless a mark closes
    after it (“No.”). What follows the last stop is not counted.
    """
    for stop in STOP.finditer(text, start, len(text) if end is None else end):
        at, end_of_stop = stop.span()
        short = end_of_stop == at + 1 and SHORT_FORM.search(text, max(start, at - 6), at)
        if not short and not stop[1].islower():
            yield end_of_stop


def ends_sentence(text: str) -> bool:
    """Return whether ``text`` ends as a sentence does, in any script, closing marks aside."""
    return text.rstrip(CLOSERS)[-1:] in {*STOPS}


def is_caseless(word: str) -> bool:
    """Return whether ``word`` is of a script without capital letters."""
    return word[0].isalpha() and word[0].lower() == word[0].upper()


def language_of(article: Article) -> str:
    """Return the language by whose rules to read ``article``: the editor's, or else the one its words suggest.

    A text whose words suggest none is read by the rules of English.
    """
    return article.source.language or guessed(paragraph.text for paragraph in article.paragraphs) or "en"


def guessed(texts: Iterable[str]) -> str | None:
    """Return the language whose commonest words occur most often in ``texts``; ``None`` if few of any language's do."""
    words = Counter(word for text in texts for word in WORD.findall(text.lower()))
    counts = {name: sum(words[word] for word in common.split()) for name, common in COMMON.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= LEAST else None
