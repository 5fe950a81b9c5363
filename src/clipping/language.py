"""The language whose rules an article is read by, where its editor has not said which it is.

A guess chooses the words that attribute quotations and the order of day and month, and nothing else: pages and
citations name a language only where the editor does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from clipping.record import Article

WORD = re.compile(r"[^\W\d_]+")
#: The commonest words of each language that has rules, but for those that two of them share.
COMMON = {
    "en": "the of and to that was for with is has by from who were said have it his they",
    "es": "el los las y del una con por para según pero más su fue lo dijo esta han",
    "fr": "le les des et du dans est pour au selon qui pas ont sur une par avec ce été aux ne elle",
    "pt": "o os do da dos das em uma com não ao na no pelo mais foi são disse à",
    "de": "der die das und den von mit ist nicht ein eine im auf auch dem sich des zu für",
    "it": "il gli che di della dei un per non è sono nel alla ha anche dal dello si",
}
#: A text of fewer such words may be a list of names, or in a language without rules.
LEAST = 5


def language_of(article: Article) -> str:
    """Return the language of ``article`` for rules: what the editor says, or else what its words say.

    A text of which they say nothing is read by the rules of English.
    """
    return article.source.language or guessed(paragraph.text for paragraph in article.paragraphs) or "en"


def guessed(texts: Iterable[str]) -> str | None:
    """Return the language whose commonest words ``texts`` have most of; ``None`` where they have few of any."""
    words = Counter(word for text in texts for word in WORD.findall(text.lower()))
    counts = {name: sum(words[word] for word in common.split()) for name, common in COMMON.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= LEAST else None
