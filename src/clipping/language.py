"""The language whose rules an article is read by, where its editor has not named it.

The guess chooses the words that introduce quotations and the order of day and month, and nothing else: pages and
citations name a language only where the editor does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from clipping.record import Article

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
