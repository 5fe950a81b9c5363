"""What the script of ``check.html`` checks quotations against: the article's texts, and who says what in them.

How words are compared, and what an answer says, is in ``templates/parts/check.js`` alone.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from itertools import accumulate
from pathlib import Path
from typing import Any

from clipping.language import language_of
from clipping.record import COUNTED, Article, texts
from clipping.site.passages import address_of, cited_facts, target_name

#: Words that turn the sense of what they stand in (negations, exceptions, conditions), by language, as patterns. They
#: are matched in small letters, with each apostrophe as a straight double mark.
TURNING = Path(__file__).with_name("turning.json")
#: A character of two UTF-16 code units.
ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def page_data(article: Article, base_url: str | None) -> dict[str, Any]:
    """Return all that the script knows of ``article``, as JSON values.

    The script joins the ``texts`` in their order to one string, with one character between two of them. The ``parts``
    of a quotation are offsets into that string, in the UTF-16 code units that a script counts; what is ``said`` in it
    is a quotation, or a title or term, which nobody says.
    """
    known = texts(article)
    astral = {name: [found.start() for found in ASTRAL.finditer(text)] for name, text in known.items()}
    units = (len(text) + len(astral[name]) for name, text in known.items())
    starts = dict(zip(known, accumulate((length + 1 for length in units), initial=0), strict=False))

    def offset(name: str, point: int) -> int:
        return starts[name] + point + bisect_left(astral[name], point)

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
