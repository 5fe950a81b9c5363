"""One page of HTML: the text of its article, and what the page says of itself.

Resiliparse parses the page and writes the text, the same for the same page and version. What is not printed, such as
the alternative texts of pictures, is left out. What the page says of itself is evidence beside the text, and never gets
into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import unescape
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin

from msgspec import Struct
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from clipping.capture import UNPRINTABLE, fold

EXTRACTOR = f"Resiliparse {version('resiliparse')}"
#: Where a page says what of itself, the most trusted first: keys of JSON-LD, names of ``meta``, and elements.
FIELDS = {
    "headline": "JSON-LD/headline JSON-LD/name og:title dc.title dcterms.title",
    "byline": "JSON-LD/author JSON-LD/creator article:author author dc.creator dcterms.creator",
    "published": "JSON-LD/datePublished article:published_time datepublished dc.date.issued dcterms.issued time",
    "section": "JSON-LD/articleSection article:section",
    "captions": "figcaption",
    "publisher": "JSON-LD/publisher og:site_name dc.publisher dcterms.publisher",
    "url": "canonical JSON-LD/url JSON-LD/mainEntityOfPage og:url",
    "language": "JSON-LD/inLanguage og:locale dc.language dcterms.language lang",
    "access": "JSON-LD/isAccessibleForFree",
}
MARKUP = {"canonical": ("link[rel~=canonical]", "href"), "time": ("time", "datetime"), "lang": ("html", "lang")}
ARTICLE = re.compile(r"(Article|Posting|^Report)$")
#: What pages leave in JSON: comments of three languages, and a comma or semicolon too many.
LOOSE = re.compile(r"<!--|-->|//\s*(?:<!\[CDATA\[|\]\]>)|/\*.*?\*/|^\s*//[^\n]*|;\s*$|,(?=\s*[}\]])", re.M | re.S)
#: Elements that are not the article, by what they are, and by what they are called if there is no paragraph in them.
SIGNED = ":has(address, time, [rel~=author], [itemprop=author], [class*=byline], [class*=author])"
CALLED = ("share", "sharing", "newsletter", "related", "advert", "cookie", "consent", "promo", "subscribe")
NOISE = ", ".join(f"[class*={word}], [id*={word}]" for word in CALLED) + ", .ad, .ads, [class^=ad-], [class*=' ad-']"
SKIPPED = [
    "img, nav, footer, dialog, audio, video, svg, object, #comments, .comments, #wm-ipp-base, [hidden]",
    "[style*='display:none'], [style*='display: none'], [role=navigation], [role=complementary], [role=dialog]",
    f"form:not(:has(h1, p)), aside:has(h2, h3, h4, ul, ol), aside:not({SIGNED}), :is({NOISE}):not(p, :has(p, h1))",
]
TRAIL = "[class*=breadcrumb], [aria-label*=breadcrumb i], [itemtype*=BreadcrumbList]"
#: A trail of sections has fewer characters; longer is what such a class names otherwise.
LONGEST_TRAIL = 400
#: An archive's address of a copy: the archive, fourteen digits of time, the address that was copied.
COPY = re.compile(r"https?://[^/]+/(?:[^/]+/)*?(\d{4})(\d\d)(\d\d)\d{6}(?:[a-z]{2}_)?/(https?:/.+)")


class Said(Struct, frozen=True):
    """What is said of a page in one field, and the name of what says so."""

    values: tuple[str, ...]
    origin: str


def described(page: HTMLTree, address: str) -> dict[str, list[Said]]:
    """Return what the page says of itself, by field, the most trusted first. Addresses are seen from ``address``."""
    notes: dict[str, list[str]] = {"figcaption": [line for one in elements(page, "figcaption") for line in _plain(one)]}
    for meta in elements(page, "meta[content]"):
        for key in ("property", "name", "itemprop"):
            notes.setdefault((meta.getattr(key) or "").lower(), []).append(meta["content"])
    for origin, (selector, attribute) in MARKUP.items():
        notes[origin] = [one[attribute] for one in elements(page, f"{selector}[{attribute}]")[:1]]
    notes |= _json_ld(page)
    said: dict[str, list[Said]] = {}
    for field, origins in FIELDS.items():
        for origin in origins.split():
            values = tuple(
                dict.fromkeys(filter(None, (_clean(field, note, address) for note in notes.get(origin, ()))))
            )
            if values and values not in [entry.values for entry in said.get(field, ())]:
                said.setdefault(field, []).append(Said(values, origin.partition("/")[0]))
    return said


def _clean(field: str, words: str, base: str) -> str:
    """Return one value of ``field`` as it can be written down; "" if it is none. Addresses are seen from ``base``."""
    words = fold(UNPRINTABLE.sub("", unescape(words)).encode("utf-8", "ignore").decode())[:1000]
    if field == "byline":
        return re.sub(r"^by\s+|^https?:.*", "", words, flags=re.I)
    if field == "url":
        return COPY.sub(r"\4", urljoin(base, words)) if words else ""
    if field == "access":
        return words if words.lower() == "false" else ""
    return words.replace("_", "-") if field == "language" else words


def _json_ld(page: HTMLTree) -> dict[str, list[str]]:
    """Return the words by key of what JSON-LD says of an article: of several, of that with a headline of the page."""
    rest = [_json(script.text or "") for script in elements(page, "script[type*='ld+json']")]
    objects: list[dict[str, Any]] = []
    for value in rest:  # which grows
        objects += [value] if isinstance(value, dict) else []
        rest += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    names = {str(entry["@id"]): entry["name"] for entry in objects if "@id" in entry and "name" in entry}
    said = [{f"JSON-LD/{key}": [*_words(value, names)] for key, value in entry.items()} for entry in objects]
    articles = [entry for entry in said if any(map(ARTICLE.search, entry.get("JSON-LD/@type", ())))]
    titles = {fold(title.text or "") for title in elements(page, "h1")}
    fitting = (one for one in articles if titles & {fold(unescape(words)) for words in one.get("JSON-LD/headline", ())})
    return next(fitting, next(iter(articles), {}))


def _json(text: str) -> Any:
    """Return what ``text`` says in JSON, if need be without what pages leave in it; ``None`` if it is none."""
    for attempt in (text, LOOSE.sub("", text)):
        with suppress(ValueError, RecursionError):
            return json.loads(attempt, strict=False)
    return None


def _words(value: Any, names: Mapping[str, Any], depth: int = 4) -> Iterator[str]:
    """Yield the words of a value of JSON-LD: itself, its name, that of its id in ``names``, or its address."""
    if isinstance(value, str | bool):
        yield str(value)
    elif isinstance(value, dict) and depth:
        own = value.get("@id")
        yield from _words(value.get("name") or names.get(str(own)) or value.get("url") or own, names, depth - 1)
    elif isinstance(value, list) and depth:
        for entry in value:
            yield from _words(entry, names, depth - 1)


def article_text(page: HTMLTree, headlines: set[str]) -> str:
    """Return the text of the article, in lines as Resiliparse writes them, under the page's trail of sections.

    It is what has the headline, one of ``headlines`` if the page prints that, and at least half of the page's text.
    """
    steps: list[str] = []
    for trail in elements(page, TRAIL):
        if len(trail.text or "") < LONGEST_TRAIL and not steps:
            steps = [fold(step.text or "").strip("/|>›» ") for step in elements(trail, "li, a")]
            trail.remove()
    printed = [head for head in elements(page, "h1, h2, [itemprop=headline]") if fold(head.text or "") in headlines]
    for otherwise in ("article h1", "main h1", "h1", "html"):
        printed += elements(page, otherwise)
    root, half = printed[0], length_of(page) / 2
    while root.parent_element and length_of(root) < half:
        root = root.parent_element
    text = "\n".join([" > ".join(dict.fromkeys(filter(None, steps))), "", *_plain(root.closest("article") or root)])
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def length_of(part: HTMLTree | ElementNode) -> int:
    """Return how many characters the text in ``part`` has: its paragraphs, and what is used as one."""
    return sum(len(one.text or "") for one in elements(part, "p, div:not(:has(p, div))"))


def _plain(element: ElementNode) -> list[str]:
    """Return the lines of ``element`` as Resiliparse writes them, without what no page can show."""
    text = extract_plain_text(element.html, preserve_formatting=True, skip_elements=SKIPPED)
    return [line.strip() for line in UNPRINTABLE.sub("", text).splitlines()]


def elements(part: HTMLTree | ElementNode, selectors: str) -> list[ElementNode]:
    """Return the elements in ``part``, all at once: going through Resiliparse's own list takes quadratic time."""
    node = part.document if isinstance(part, HTMLTree) else part
    return node.query_selector_all(selectors).values() if node else []
