"""By which language's rules an article is read."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from clipping.capture import take
from clipping.language import language_of
from clipping.parse import parse
from clipping.record import Article, Source

TEXTS = {
    "en": "The county shuts the old bridge to lorries from June, and nobody knows when it will be open again.",
    "es": "El condado cierra el puente viejo a los camiones desde junio, y nadie sabe cuándo se abrirá, dijo.",
    "fr": "Le comté ferme le vieux pont aux camions dès juin, et personne ne sait quand il ouvrira, selon la mairie.",
    "pt": "O condado fecha a ponte velha aos caminhões em junho, e não se sabe quando será aberta, disse o prefeito.",
    "de": "Der Kreis sperrt die alte Brücke ab Juni für Lastwagen, und niemand weiß, wann sie aufgeht, sagt die Stadt.",
    "it": "Il comune chiude il vecchio ponte ai camion da giugno, e non si sa quando sarà aperto, dice il sindaco.",
}


def article_of(text: str) -> Article:
    """Return the article in a capture of one paragraph."""
    return parse(take(text.encode(), "article.txt"))


@pytest.mark.parametrize("language", TEXTS)
def test_the_commonest_words_show_the_language(language: str) -> None:
    """A paragraph of each language that has rules is read by its own."""
    assert language_of(article_of(TEXTS[language])) == language


def test_an_editor_knows_better() -> None:
    """What article.toml says is taken as it is."""
    article = replace(article_of(TEXTS["es"]), source=Source(language="pt-BR"))

    assert language_of(article) == "pt-BR"


@pytest.mark.parametrize(
    "text", ["Ida Brandt, Tom Vell.", "Мост закрыт для грузовиков с июня, и никто не знает, когда он откроется."]
)
def test_few_such_words_show_nothing(text: str) -> None:
    """A list of names, or a text in a language without rules, is read by the rules of English."""
    assert language_of(article_of(text)) == "en"
