"""By which language's rules an article is read."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from clipping.capture import take
from clipping.language import language_of
from clipping.parse import parse
from clipping.record import Source

TEXTS = [
    ("en", "The county shuts the old bridge to lorries from June, and nobody knows when it will be open again."),
    ("es", "El condado cierra el puente viejo a los camiones desde junio, y nadie sabe cuándo se abrirá, dijo."),
    ("fr", "Le comté ferme le vieux pont aux camions dès juin, et personne ne sait quand il ouvrira, selon la mairie."),
    ("pt", "O condado fecha a ponte velha aos caminhões em junho, e não se sabe quando será aberta, disse o prefeito."),
    ("de", "Der Kreis sperrt die alte Brücke ab Juni für Laster, und niemand weiß, wann sie aufgeht, sagt die Stadt."),
    ("it", "Il comune chiude il vecchio ponte ai camion da giugno, e non si sa quando sarà aperto, dice il sindaco."),
    ("en", "Ida Brandt, Tom Vell."),
    ("en", "Мост закрыт для грузовиков с июня, и никто не знает, когда он откроется."),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_the_commonest_words_show_the_language(language: str, text: str) -> None:
    """A paragraph of each language that has rules is read by its own, any other by those of English, or an editor's."""
    article = parse(take(text.encode(), "article.txt"))

    assert language_of(article) == language
    assert language_of(replace(article, source=Source(language="pt-BR"))) == "pt-BR"
