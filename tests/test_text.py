"""One grammar says where sentences end, and which language an article is in."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from clipping.capture import capture_of
from clipping.parse import parse
from clipping.record import Source
from clipping.text import ends_sentence, language_of, sentence_ends

#: Texts with a bar at the end of each sentence.
TEXTS = [
    "It rained.| She left.|",
    "“No.”| He left!| Why?|",
    "“Why?” Bell asked.| (Nobody knew.)|",
    "He said “no.”| Then he left",
    "The U.N. Session, St. Mary and J. K. Roe Jr. House, in Lorne, Pa. Road, met on Sept. 3.| It ended.|",
    "Wait… for it.| It came…| Late.|",
    "It cost 3.50 at 3 p.m. and no more.|",
    "„Es regnet.“| Sie ging.|",
    "Capt. Bell met Rev. Roe vs. St. Mary.| K. Roe Jr. Bell of Lorne, Pa. Bell, left.|",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_where_sentences_end(marked: str) -> None:
    """A sentence ends after its stop and closing marks, but not at an initial or before a lower-case letter."""
    text = marked.replace("|", "")
    bounds = [0, *sentence_ends(text), len(text)]
    assert "|".join(text[start:end] for start, end in pairwise(bounds)) == marked


def test_a_text_that_ends_as_a_sentence() -> None:
    """A text is a sentence if it ends with a stop of any script, closing marks aside; a headline does not."""
    assert [*map(ends_sentence, ("It fell.”", "倒れた。", "لماذا؟", "Bell leaves"))] == [True, True, True, False]


LANGUAGES = [
    ("en", "The county shuts the old bridge to lorries from June, and nobody knows when it will be open again."),
    ("es", "El condado cierra el puente viejo a los camiones desde junio, y nadie sabe cuándo se abrirá, dijo."),
    ("fr", "Le comté ferme le vieux pont aux camions dès juin, et personne ne sait quand il ouvrira, selon la mairie."),
    ("pt", "O condado fecha a ponte velha aos caminhões em junho, e não se sabe quando será aberta, disse o prefeito."),
    ("de", "Der Kreis sperrt die alte Brücke ab Juni für Laster, und niemand weiß, wann sie aufgeht, sagt die Stadt."),
    ("it", "Il comune chiude il vecchio ponte ai camion da giugno, e non si sa quando sarà aperto, dice il sindaco."),
    ("en", "Ida Brandt, Tom Vell."),
    ("en", "Мост закрыт для грузовиков с июня, и никто не знает, когда он откроется."),
]


@pytest.mark.parametrize(("language", "text"), LANGUAGES)
def test_the_commonest_words_show_the_language(language: str, text: str) -> None:
    """The language is guessed from the commonest words, and is English if there are few; the editor's setting wins."""
    article = parse(capture_of(text.encode(), "article.txt"))
    assert language_of(article) == language
    assert language_of(replace(article, source=Source(language="pt-BR"))) == "pt"
