"""Shared rules for text: months, abbreviations, sentence ends, and the language of an article.

The language decides which words attribute quotations, and how citations print names and titles. If the editor has not
set the language, it is guessed, and the guess is never published.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from clipping.record import Article

#: The capital letters of Latin, Greek and Cyrillic, for use inside a character class.
UPPER = "".join(filter(str.isupper, map(chr, range(0x530))))
#: Month names for pages and citations, and their usual abbreviations in newspapers.
MONTHS = str.split("January February March April May June July August September October November December")
SHORT_MONTHS = str.split("Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.")
#: Titles that newspapers abbreviate with a full stop. IN_NAMES adds the other abbreviations that occur in names, and
#: ABBREVIATED adds all the rest.
TITLES = str.split("Adm Capt Cmdr Col Cpl Det Dr Fr Gen Gov Hon Insp Lt Maj Mr Mrs Ms Msgr Prof Rep Rev Sen Sgt Supt")
IN_NAMES = [*TITLES, "Jr", "Sr", "St"]
ABBREVIATED = [*IN_NAMES, "No", "vs", "Inc", "Corp", *(month[:-1] for month in SHORT_MONTHS if month[-1] == ".")]
ABBREVIATED += str.split(
    "Ala Ariz Ark Calif Colo Conn Fla Ga Ill Kan Ky Mass Md Mich Minn Mo Neb Nev Okla Ore Pa Tenn Tex Va Vt Wis Wyo"
)
#: STOPS are the characters that end a sentence; CLOSERS are the closing marks that may follow a stop.
STOPS, CLOSERS = ".!?…。！？؟।۔", "\"'”’“‘»«›‹)]）」』\u200f"
#: A stop with its closing marks; group 1 is the next character that is not white space. Before a closing quotation
#: mark, “!” and “?” end a sentence only if nothing follows: `“Why?” Bell asked.` is one sentence.
STOP = re.compile(
    r"(?:[.!?…][)\]]*(?=\s+[^\s,;:)–—-])|[.…][\"'”’“»)\]]+(?=\s+[^\s,;:()–—-])|[.!?…][\"'”’“»)\]]*(?=\s*$))(?=\s*(\S?))"
)
#: An initial or an abbreviation, whose stop does not end a sentence (Hart's Rules, 10.2).
SHORT_FORM = re.compile(rf"\b(?:[{UPPER}]|{'|'.join(ABBREVIATED)})$")

#: The commonest words of each supported language. No two languages share enough of them to be confused.
COMMON_WORDS = {
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus ha fue",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch an es",
    "it": "di e il la che in a per un è del non sono le si con i da della una gli dei nel alla ha",
}


def sentence_ends(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[int]:
    """Yield the offset in ``text`` at which each sentence of ``text[start:end]`` ends, after any closing marks.

    A stop does not end a sentence if a lower-case letter follows. Nor does the stop of an initial or an abbreviation,
    unless a closing mark follows the stop (as in “No.”). Words after the last stop yield nothing.
    """
    for stop in STOP.finditer(text, start, end):
        at, end_of_stop = stop.span()
        # No abbreviation is longer than the six characters searched; a search from ``start`` could be slow.
        short = end_of_stop == at + 1 and SHORT_FORM.search(text, max(start, at - 6), at)
        if not short and not stop[1].islower():
            yield end_of_stop


def ends_sentence(text: str) -> bool:
    """Return whether ``text`` ends with a sentence stop of any script, ignoring closing marks."""
    return text.rstrip(CLOSERS)[-1:] in {*STOPS}


def language_of(article: Article) -> str:
    """Return the code, without subtags, of the language whose rules apply to ``article``.

    That is the language set by the editor; if none is set, the language guessed; and if none can be guessed, ``en``.
    """
    language = article.source.language or guess_language(paragraph.text for paragraph in article.paragraphs) or "en"
    return language.lower().split("-")[0]


def guess_language(texts: Iterable[str]) -> str | None:
    """Return the code of the language whose common words are most frequent in ``texts``; ``None`` if too few occur."""
    words = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower()))
    counts = {code: sum(words[word] for word in common.split()) for code, common in COMMON_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    # A text with fewer than five matches may be a list of names, or in an unsupported language.
    return best if counts[best] >= 5 else None
