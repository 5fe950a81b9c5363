"""Extract the text and the metadata of the article in an HTML page.

Resiliparse parses the page and extracts its text; the same version always gives the same result. Text that is not
visible, such as alternative text, is left out. Metadata is compared with the text, but never becomes part of it.
"""

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from html import unescape
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from clipping.capture import UNPRINTABLE, fold
from clipping.content.schema import LANGUAGE, WEB_ADDRESS
from clipping.parse.dates import find_dates

EXTRACTOR = f"Resiliparse {version('resiliparse')}"
#: The sources of each field, the most trusted first: keys of JSON-LD, names of ``meta`` elements, and other elements.
FIELDS = {
    "headline": "JSON-LD/headline JSON-LD/name og:title dc.title dcterms.title",
    "section": "JSON-LD/articleSection article:section",
    "byline": "JSON-LD/author JSON-LD/creator article:author author dc.creator dcterms.creator",
    "published": "JSON-LD/datePublished article:published_time datepublished dc.date.issued dcterms.issued time",
    "updated": "JSON-LD/dateModified article:modified_time datemodified dcterms.modified",
    "captions": "figcaption",
    "publisher": "JSON-LD/publisher og:site_name dc.publisher dcterms.publisher",
    "url": "canonical JSON-LD/url JSON-LD/mainEntityOfPage og:url",
    "language": "JSON-LD/inLanguage og:locale dc.language dcterms.language lang",
    "free to read": "JSON-LD/isAccessibleForFree",
}
#: Patterns that the values of fields must match; values that do not match are ignored.
VALID = {"byline": r"(?!https?:).*\w.*", "url": WEB_ADDRESS, "archived_url": WEB_ADDRESS, "language": LANGUAGE}
VALID["free to read"] = "(?i:false)"
ARTICLE = re.compile(r"(Article|Posting|^Report)$")  # types of articles in schema.org
#: Common errors in JSON-LD: HTML and JavaScript comments, CDATA markers, and stray commas and semicolons.
JSON_NOISE = re.compile(r"<!--|-->|//\s*(?:<!\[CDATA\[|\]\]>)|/\*.*?\*/|^\s*//[^\n]*|;\s*$|,(?=\s*[}\]])", re.M | re.S)
#: Elements that are not part of the article. The last selector chooses elements by their class, but spares paragraphs
#: and elements that contain a paragraph or an h1.
SKIPPED = [
    "img, nav, footer, dialog, #comments, .comments, #wm-ipp-base, form:not(:has(h1, p))",
    "[hidden], [style*='display:none'], [style*='display: none']",
    "[role=navigation], [role=complementary], [role=dialog], aside:has(h2, h3, h4, ul, ol)",
    "aside:not(:has(address, time, [rel~=author], [itemprop=author], [class*=byline], [class*=author]))",
    ":is([class*=share], [class*=sharing], [class*=related], [class*=newsletter], [class*=subscribe], [class*=promo], "
    "[class*=advert], [class*=cookie], [class*=consent], .ad, .ads, [class^=ad-], [class*=' ad-']):not(p, :has(p, h1))",
]
#: The breadcrumb trail, which leads to the section.
TRAIL = ":is([class*=breadcrumb], [aria-label*=breadcrumb i], [itemtype*=BreadcrumbList]):not(html, body, :has(h1, p))"
#: The address of an archived copy: the archive, a timestamp (its year, month and day are groups), the original address.
COPY = re.compile(r"https?://[^/]+/(?:[^/]+/)*?(\d{4})(\d\d)(\d\d)\d{6}(?:[a-z]{2}_)?/(https?:/.+)")


def metadata_of(page: HTMLTree, known: Mapping[str, str]) -> dict[str, tuple[list[str], str]]:
    """Return the most trusted values of each field in the metadata of ``page``, with their origin.

    The facts ``known`` from the file of the page are trusted least.
    """
    given = _json_ld(page) | {"figcaption": [line for one in elements(page, "figcaption") for line in _plain(one)]}
    for meta in elements(page, "meta[content]"):
        for key in ("property", "name", "itemprop"):
            given.setdefault((meta.getattr(key) or "").lower(), []).append(meta["content"])
    others = (("canonical", "link[rel~=canonical]", "href"), ("time", "time", "datetime"), ("lang", "html", "lang"))
    for name, selector, attribute in others:
        given[name] = [one[attribute] for one in elements(page, f"{selector}[{attribute}]")[:1]]
    found = [(field, source, given.get(source, [])) for field, sources in FIELDS.items() for source in sources.split()]
    found += [(field, "the file", [value]) for field, value in known.items()]
    metadata: dict[str, tuple[list[str], str]] = {}
    for field, source, values in found:
        valid = filter(None, (_clean(field, words, known.get("url", "")) for words in values))
        if unique := [*dict.fromkeys(valid)][:200]:  # searching for more would take minutes
            metadata.setdefault(field, (unique, source.partition("/")[0]))
    return metadata


def _clean(field: str, words: str, base: str) -> str:
    """Return ``words`` as a clean value of ``field``; "" if invalid. Addresses are resolved against ``base``."""
    words = fold(UNPRINTABLE.sub("", words).encode("utf-8", "ignore").decode())[:1000]
    if field == "byline":
        words = re.sub(r"^by\s+", "", words, flags=re.I)
    elif field == "language":
        words = words.replace("_", "-")
    elif field == "captured":
        words = next((str(found.values[0]) for found in find_dates(words) if len(found.values) == 1), "")
    elif field == "url" and words:
        with suppress(ValueError):  # raised for a malformed IPv6 address
            words = COPY.sub(r"\4", urljoin(base, words))
    return words if re.fullmatch(VALID.get(field, r".*\w.*"), words) else ""


def _json_ld(page: HTMLTree) -> dict[str, list[str]]:
    """Return the article's JSON-LD values by key; of several articles, prefer one whose headline is an ``h1``."""
    objects = []

    def collect(entry: dict[str, Any]) -> Any:
        """Append ``entry`` to ``objects``; return its name, which replaces a nested object, such as an author."""
        objects.append(entry)
        return entry.get("name") or entry.get("url") or entry.get("@id")

    for script in elements(page, "script[type*='ld+json']"):
        for text in (script.text or "", JSON_NOISE.sub("", script.text or "")):
            with suppress(ValueError, RecursionError):
                json.loads(text, strict=False, object_hook=collect)
                break
    names = {str(entry["@id"]): entry["name"] for entry in objects if "@id" in entry and "name" in entry}
    titles = {fold(title.text or "") for title in elements(page, "h1")}
    article = max(
        (entry for entry in objects if any(map(ARTICLE.search, _strings(entry.get("@type"))))),
        key=lambda entry: (any(fold(one) in titles for one in _strings(entry.get("headline"))), len(entry)),
        default={},
    )
    return {f"JSON-LD/{key}": [str(names.get(one, one)) for one in _strings(value)] for key, value in article.items()}


def _strings(value: Any) -> list[str]:
    """Return the strings and booleans in a JSON-LD value, which may be a list, as text."""
    values = value if isinstance(value, list) else [value]
    return [unescape(str(one)) for one in values if isinstance(one, str | bool)]


def article_text(page: HTMLTree, headlines: Collection[str]) -> str:
    """Return the text of the article as Resiliparse formats it, preceded by the page's breadcrumb trail.

    The article is the smallest element that contains its headline and at least half of the page's text, or the
    ``article`` element around it. If the page prints none of ``headlines``, the main ``h1`` is taken as the headline.
    """
    steps = {}
    for trail in elements(page, TRAIL)[:1]:
        steps = dict.fromkeys(fold(step.text or "").strip("/|>›» ") for step in elements(trail, "li, a"))
        trail.remove()
    printed = [one for one in elements(page, "h1, h2, [itemprop=headline]") if fold(one.text or "") in headlines]
    for otherwise in ("article h1", "main h1", "h1", "html"):
        printed += elements(page, otherwise)
    root, half = printed[0], length_of(page) / 2
    while root.parent_element and length_of(root) < half:
        root = root.parent_element
    text = "\n".join([" > ".join(filter(None, steps)), "", *_plain(root.closest("article") or root)])
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def length_of(part: HTMLTree | ElementNode) -> int:
    """Return the number of characters in the paragraphs of ``part``, including ``div`` elements used as such."""
    return sum(len(one.text or "") for one in elements(part, "p, div:not(:has(p, div))"))


def _plain(element: ElementNode) -> list[str]:
    """Return the lines of ``element`` as Resiliparse formats them, without unprintable characters."""
    text = extract_plain_text(element.html, preserve_formatting=True, skip_elements=SKIPPED)
    return [line.strip() for line in UNPRINTABLE.sub("", text).splitlines()]


def elements(part: HTMLTree | ElementNode, selectors: str) -> list[ElementNode]:
    """Return the elements of ``part`` that match ``selectors``, as a list: Resiliparse iterates in quadratic time."""
    node = part.document if isinstance(part, HTMLTree) else part
    return node.query_selector_all(selectors).values() if node else []
