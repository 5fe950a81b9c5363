"""What the script of ``check.html`` checks quotations against: the article's texts, and who says what in them.

How words are compared, and what an answer says, is in ``templates/parts/check.js`` alone.
"""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

from clipping.language import language_of
from clipping.record import COUNTED, Article, texts
from clipping.site.passages import address_of, cited_facts, target_name

#: Words that turn the sense of what they stand in (negations, exceptions, conditions), by language, as patterns. They
#: are matched in small letters, with each apostrophe as a straight double mark.
TURNING = Path(__file__).with_name("turning.json")


def page_data(article: Article, base_url: str | None) -> dict[str, Any]:
    """Return all that the script knows of ``article``, as JSON values.

    The script joins the ``texts`` in their order to one string, with one character between two of them. The ``parts``
    of a quotation are offsets into that string, in the UTF-16 code units that a script counts; what is ``said`` in it
    is a quotation, or a title or term, which nobody says.
    """
    known = texts(article)
    starts = dict(zip(known, accumulate((_units(text) + 1 for text in known.values()), initial=0), strict=False))

    def offset(name: str, point: int) -> int:
        return starts[name] + _units(known[name][:point])

    return {
        "texts": [[name, target_name(name), text] for name, text in known.items()],
        "quotations": [
            {
                "id": quotation.id,
                "said": quotation.kind if quotation.kind not in COUNTED else "quotation",
                "speaker": quotation.speaker,
                "parts": [[offset(p.paragraph, p.start), offset(p.paragraph, p.end)] for p in quotation.parts],
            }
            for quotation in article.quotations
        ],
        "turning": turning_words(language_of(article)),
        "facts": cited_facts(article),
        "address": address_of(article, "", base_url),
    }


def turning_words(language: str) -> str:
    """Return a pattern for whole words that turn the sense in a language (RFC 5646); "" if none are known."""
    words = json.loads(TURNING.read_text(encoding="utf-8")).get(language.lower().partition("-")[0])
    return f"^(?:.*-)?(?:{'|'.join(words)})(?:-.*)?$" if words else ""


def _units(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
