"""One page of HTML: the text of its article, and what the page says of itself.

Resiliparse parses the page and writes the text, the same for the same page and version: the element that has both the
headline and most of the text, without navigation, forms and asides. What is not printed, such as the alternative texts
of pictures, is left out. What the page says of itself is in JSON-LD, OpenGraph, Dublin Core and a few elements; it is
evidence beside the text, and never gets into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DocumentNode, ElementNode

from clipping.capture import UNPRINTABLE, fold

#: A paragraph has at least so many characters where it counts as text.
RUNNING = 60
#: A trail of sections has fewer; longer is what such a class names otherwise.
LONGEST_TRAIL = 400
#: Elements that are not the article, by what they are and by a word of their class or id.
APART = (
    "nav, aside, footer, form, button, select, dialog, iframe, audio, video, svg, object, noscript, [hidden], "
    "[role=navigation], [role=complementary], [role=contentinfo], [role=search], [role=dialog], [role=alert], "
    "[style*='display:none'], [style*='display: none'], #wm-ipp-base, #donato"
)
NOISE = re.compile(
    r"(?:^|[\s_-])(share|sharing|newsletter|related\w*|ads?|adverts?|advertisement|cookies?|consent|recommended|promo|"
    r"comments|subscribe|most-read)(?:$|[\s_-])",
    re.I,
)
NOISY = "".join(f", [class*={word}], [id*={word}]" for word in ("shar", "news", "relat", "ad", "cookie", "consent"))
NOISY += "".join(f", [class*={word}], [id*={word}]" for word in ("recommend", "promo", "comments", "subscribe", "most"))
SIGNED = "address, time, [rel~=author], [itemprop=author], [class*=byline], [class*=author]"
TRAIL = "[class*=breadcrumb], [aria-label*=breadcrumb i], [itemtype*=BreadcrumbList]"
#: An archive's address of a copy: the archive, fourteen digits of time, the address that was copied.
COPY = re.compile(r"https?://[^/]+/(?:[^/]+/)*?(\d{4})(\d\d)(\d\d)\d{6}(?:[a-z]{2}_)?/(https?:/.+)")
ARTICLE = re.compile(r"(Article|Posting|^Report)$")
BROKEN = re.compile(r"<!--|-->|//\s*(?:<!\[CDATA\[|\]\]>)|/\*.*?\*/|^\s*//[^\n]*|;\s*$|,(?=\s*[}\]])", re.M | re.S)
#: Where a page says what, the most trusted first: keys of JSON-LD, of ``meta``, and attributes of other elements.
JSON_LD = {
    "headline": ("headline", "name"),
    "byline": ("author", "creator"),
    "published": ("datePublished", "dateCreated"),
    "updated": ("dateModified",),
    "section": ("articleSection",),
    "publisher": ("publisher",),
    "url": ("url", "mainEntityOfPage"),
    "language": ("inLanguage",),
}
META = {
    "headline": ("og:title", "dc.title", "dcterms.title"),
    "byline": ("article:author", "author", "dc.creator", "dcterms.creator"),
    "published": ("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date"),
    "updated": ("article:modified_time", "datemodified", "dcterms.modified"),
    "section": ("article:section",),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher"),
    "url": ("og:url",),
    "language": ("og:locale", "dc.language", "dcterms.language"),
}
MARKUP = (("published", "time[datetime]", "datetime"), ("language", "html[lang]", "lang"))


class Said(Struct, frozen=True):
    """What the page says of itself in one field, and the name of what says so."""

    values: tuple[str, ...]
    origin: str


def described(root: DocumentNode, address: str) -> dict[str, tuple[Said, ...]]:
    """Return what the page says of itself, by field, the most trusted first."""
    said: dict[str, list[Said]] = {}

    def add(field: str, values: Any, origin: str) -> None:
        words = tuple(dict.fromkeys(word for value in _named(values) if (word := _clean(field, value, address))))
        if words and words not in [entry.values for entry in said.get(field, ())]:
            said.setdefault(field, []).append(Said(words, origin))

    canonical = root.query_selector("link[rel~=canonical][href]")
    add("url", canonical and canonical["href"], "canonical")
    article = _article(root, address)
    for field, keys in JSON_LD.items():
        add(field, next((article[key] for key in keys if article.get(key)), None), "JSON-LD")
    add("access", "not free" if str(article.get("isAccessibleForFree")).lower() == "false" else None, "JSON-LD")
    content: dict[str, list[str]] = {}
    for meta in elements(root, "meta[content]"):
        for key in ("property", "name", "itemprop"):
            content.setdefault((meta.getattr(key) or "").lower(), []).append(meta["content"])
    for field, keys in META.items():
        for key in keys:
            add(field, content.get(key), key)
    for caption in elements(root, "figcaption"):
        content.setdefault("figcaption", []).extend(_plain(caption))
    add("captions", content.get("figcaption"), "figcaption")
    for field, selector, attribute in MARKUP:
        element = root.query_selector(selector)
        add(field, element and element[attribute], selector)
    add("url", address, "the saved file")
    return {field: tuple(entries) for field, entries in said.items()}


def elements(node: DocumentNode | ElementNode, selectors: str) -> list[ElementNode]:
    """Return the elements below ``node``, all at once: going through Resiliparse's own list takes quadratic time."""
    return node.query_selector_all(selectors).values()


def bare_address(address: str) -> str:
    """Return ``address`` without what the same page may be called with or without."""
    return re.sub(r"^https?://(?:www\.)?|/?(?:#.*)?$", "", address)


def _named(value: Any, depth: int = 4) -> Iterator[str]:
    """Yield the words of a value of JSON-LD: itself, its name or its address, or those of its entries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and depth:
        yield from _named(value.get("name") or value.get("url") or value.get("@id"), depth - 1)
    elif isinstance(value, list) and depth:
        for entry in value:
            yield from _named(entry, depth - 1)


def _clean(field: str, words: str, base: str) -> str:
    """Return one value of ``field`` as it can be written down; "" if it is none. Addresses are seen from ``base``."""
    words = fold(UNPRINTABLE.sub("", unescape(words)).encode("utf-8", "ignore").decode())[:1000]
    if field == "byline":
        return "" if words.startswith("http") else re.sub(r"^by\s+", "", words, flags=re.I)
    if field == "url" and words:
        address = urljoin(base, words)
        copy = COPY.match(address)
        front = urlsplit(address).path.strip("/") == "" != urlsplit(base).path.strip("/")  # not this page's
        return "" if front else copy[4] if copy else address
    return words.replace("_", "-") if field == "language" else words


def _article(root: DocumentNode, address: str) -> dict[str, Any]:
    """Return what the page's JSON-LD says of its article, of several the one with its headline or address; or {}."""
    rest = [_json(script.text or "") for script in elements(root, "script[type*='ld+json']")][::-1]
    objects: list[dict[str, Any]] = []
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            objects.append(value)
            value = list(value.values())
        rest += reversed(value) if isinstance(value, list) else ()
    titles = {fold(title.text or "") for title in elements(root, "h1")}

    def fits(entry: dict[str, Any]) -> tuple[bool, bool]:
        addresses = map(bare_address, (*_named(entry.get("url")), *_named(entry.get("mainEntityOfPage"))))
        title = fold(unescape(next(_named(entry.get("headline")), "")))
        return title in titles, bare_address(address) in addresses

    articles = [entry for entry in objects if any(map(ARTICLE.search, _named(entry.get("@type"))))]
    chosen: dict[str, Any] = max(articles, key=fits, default={}).copy()
    known = {str(entry["@id"]): entry for entry in objects if "@id" in entry and "name" in entry}
    for key in ("author", "creator", "publisher"):
        value = chosen.get(key)
        entries = value if isinstance(value, list) else [value]
        chosen[key] = [
            known.get(str(entry.get("@id")), entry) if isinstance(entry, dict) else entry for entry in entries
        ]
    return chosen


def _json(text: str) -> Any:
    """Return what ``text`` says in JSON, if need be without the comments and commas that pages leave in it."""
    for attempt in (text, BROKEN.sub("", text)):
        with suppress(ValueError, RecursionError):
            return json.loads(attempt, strict=False)
    return None


def article_text(body: ElementNode, headlines: set[str]) -> str:
    """Return the text of the article in ``body``, where one of ``headlines`` may be printed.

    It is the element that has both the headline and most of the text, in lines as Resiliparse writes them, under the
    page's trail of sections.
    """
    trail = next((one for one in elements(body, TRAIL) if len(one.text or "") < LONGEST_TRAIL), None)
    steps = [fold(step.text or "").strip("/|>›» ") for step in elements(trail, "li, a")] if trail else []
    if trail and steps:
        trail.remove()
    heads = [head for head in elements(body, "h1, h2, [itemprop=headline]") if fold(head.text or "")]
    printed = (head for head in heads if fold(head.text or "") in headlines)
    firsts = (body.query_selector(selector) for selector in ("article h1", "main h1", "h1"))
    title = next(printed, None) or next(filter(None, firsts), None)
    dense = _dense(body)
    _strip(body, title, dense)
    root = dense or body
    while title and not root.contains(title) and root.parent_element:
        root = root.parent_element
    root = root.closest("article") or root
    text = "\n".join([" > ".join(dict.fromkeys(filter(None, steps))), "", *_plain(root)])
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _plain(element: ElementNode) -> list[str]:
    """Return the lines of ``element`` as Resiliparse writes them, without what no page can show."""
    text = extract_plain_text(element.html, preserve_formatting=True, skip_elements=["img"])
    return [line.strip() for line in UNPRINTABLE.sub("", text).splitlines()]


def _dense(body: ElementNode) -> ElementNode | None:
    """Return the element whose paragraphs have the most characters; for elements further out each counts by half."""
    weights: dict[ElementNode, float] = {}
    for p in elements(body, "p"):
        size = len(fold(p.text or ""))
        around = p.parent_element if size >= RUNNING and not p.closest("nav, aside, footer") else None
        for weight in (size, size / 2, size / 4):
            if around:
                weights[around] = weights.get(around, 0) + weight
                around = around.parent_element
    return max(weights, key=lambda element: weights[element], default=None)


def _strip(body: ElementNode, title: ElementNode | None, dense: ElementNode | None) -> None:
    """Take out of ``body`` what is not the article.

    Between headline and text, what signs the article is kept; within the text, what has a paragraph in it and is only
    called something else.
    """
    apart = set(elements(body, APART))
    begun, text = title is None, False
    for element in elements(body, f"h1, h2, [itemprop=headline], p, {APART}{NOISY}"):
        inside = dense is not None and dense.contains(element)
        begun = begun or element == title
        text = text or (begun and inside and len(element.text or "") >= RUNNING)
        named = NOISE.search(f"{element.class_name} {element.id}") and not (inside and _has_text(element))
        around = any(one and element.contains(one) for one in (title, dense))
        signing = begun and not text and bool(element.matches(SIGNED) or element.query_selector(SIGNED))
        if (element in apart or named) and not around and not signing:
            element.remove()


def _has_text(element: ElementNode) -> bool:
    return any(len(p.text or "") >= RUNNING for p in (element, *elements(element, "p")) if p.tag == "p")
