"""Checks of the pages as a browser meets them: ids, links, requests, scripts, policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from clipping.verify.site import ARTICLE, CHECK, NOTES, Finding, Site

#: Attributes by which an element makes a browser ask for something.
FETCHING = frozenset(
    ("src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest", "archive")
)
#: Elements that are there to bring something in, or to send something out.
BRINGING = frozenset(("iframe", "frame", "object", "embed", "form", "base", "video", "audio", "portal"))
#: Attributes that hold words and no address, so that a headline may begin with “JavaScript:”.
SAYING = frozenset(("content", "value", "title", "alt", "aria-label", "data-again"))
#: Relations of a link element that only point somewhere; any other makes a browser ask for it.
POINTING = {"alternate", "license", "canonical", "author", "help", "next", "prev", "search", "cite-as", "describedby"}


def check_ids(site: Site) -> Iterator[Finding]:
    """id-repeated: an id stands once on its page."""
    for name in site.pages:
        seen: set[str] = set()
        for tag in site.having(name, "id"):
            if tag["id"] in seen:
                message = f"expected the id {tag['id']} once, found it again; mend the template"
                yield Finding("id-repeated", name, message, tag.sourceline)
            seen.add(str(tag["id"]))


def check_links(site: Site) -> Iterator[Finding]:
    """link-broken: each link within the site leads to a file and, with a fragment, to an id in it."""
    for name in site.pages:
        for tag in site.having(name, "href"):
            address = urlsplit(str(tag["href"]))
            if address.scheme or address.netloc:
                continue
            fragment = unquote(address.fragment.partition(":~:")[0])
            where = normpath(join(dirname(name), unquote(address.path))) if address.path else name
            if where not in site.files:
                message = f"expected a file of the site, found a link to {tag['href']}; mend the link"
                yield Finding("link-broken", name, message, tag.sourceline)
            elif fragment and where in site.ids and fragment not in site.ids[where]:
                message = f"expected an id on {where}, found a link to #{fragment}; mend the link"
                yield Finding("link-broken", name, message, tag.sourceline)


def check_notes(site: Site) -> Iterator[Finding]:
    """note-unreachable: every note of the register stands beside the article, too, and the other way round."""
    notes = {name: {str(tag["data-note"]): tag for tag in site.having(name, "data-note")} for name in (ARTICLE, NOTES)}
    for name, other in ((ARTICLE, NOTES), (NOTES, ARTICLE)):
        for note, tag in notes[name].items():
            if note not in notes[other] or tag.get("id") != note:
                message = f"expected {note} under this id on {ARTICLE} and {NOTES}, found it on one; mend the template"
                yield Finding("note-unreachable", name, message, tag.sourceline)


def check_requests(site: Site) -> Iterator[Finding]:
    """request: a page makes a browser ask for nothing but itself."""
    for name, tags in site.tags.items():
        for tag in tags:
            for why in _requests(tag):
                message = f"expected a page that asks for nothing, found {why}; take it out"
                yield Finding("request", name, message, tag.sourceline)


def _requests(tag: Tag) -> Iterator[str]:
    for attribute in sorted(FETCHING & tag.attrs.keys()):
        if not str(tag[attribute]).startswith("data:"):
            yield f"{attribute} on <{tag.name}>"
    if tag.name in BRINGING:
        yield f"<{tag.name}>"
    if tag.name == "link" and not str(tag.get("href", "")).startswith("data:"):
        relations = set(str(tag.get("rel", "")).split())
        if not relations or not relations <= POINTING:
            yield f'<link rel="{tag.get("rel", "")}">'
    if tag.name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh":
        yield "a refresh"
    if tag.name in ("image", "use", "feimage") and not str(tag.get("href", tag.get("xlink:href", "#"))).startswith("#"):
        yield f"<{tag.name}>"
    if tag.name == "style" or "style" in tag.attrs:
        styles = str(tag.get("style", "")) + (tag.get_text() if tag.name == "style" else "")
        if re.search(r"@import|url\((?!\s*['\"]?(?:data:|#))|image-set\(|\bsrc\(", styles, re.IGNORECASE):
            yield "an address in a style"


def check_scripts(site: Site) -> Iterator[Finding]:
    """script: no page carries a script (but check.html its own), an event handler or a javascript: address."""
    for name, tags in site.tags.items():
        for tag in site.scripts[name][name == CHECK :]:
            yield Finding("script", name, "expected no script, found one; take it out", tag.sourceline)
        for tag in tags:
            for attribute, value in tag.attrs.items():
                if attribute.lower().startswith("on") or (attribute not in SAYING and _is_script(str(value))):
                    message = f"expected no script, found {attribute} on <{tag.name}>; take it out"
                    yield Finding("script", name, message, tag.sourceline)


def _is_script(address: str) -> bool:
    """Return whether a browser would run ``address``: it passes over control characters in a scheme."""
    scheme, colon, _ = address.partition(":")
    return bool(colon) and re.sub(r"[\x00-\x20]", "", scheme).lower() in ("javascript", "vbscript")


def check_policy(site: Site) -> Iterator[Finding]:
    """policy: each page forbids everything but its own style and script, told by hash, before anything else loads."""
    for name in site.pages:
        own = site.scripts[name][: name == CHECK]
        scripts = f"script-src{_hashes(own)}; " if own else ""
        expected = (
            f"default-src 'none'; style-src{_hashes(site.named(name, 'style'))}; {scripts}"
            "img-src data:; base-uri 'none'; form-action 'none'"
        )
        tags = [tag for tag in site.named(name, "meta") if tag.get("http-equiv") == "Content-Security-Policy"]
        if [tag.get("content") for tag in tags] != [expected]:
            yield Finding(
                "policy", name, f"expected the Content-Security-Policy “{expected}”, found another; build again"
            )
        for tag in site.having(name, "style"):
            message = "expected styles in the stylesheet, found a style attribute; mend the template"
            yield Finding("policy", name, message, tag.sourceline)


def _hashes(tags: Iterable[Tag]) -> str:
    """Return how a policy names the text of each of ``tags`` (CSP 3, section 2.3.1)."""
    digests = (base64.b64encode(hashlib.sha256(tag.get_text().encode()).digest()).decode() for tag in tags)
    return "".join(f" 'sha256-{digest}'" for digest in digests)
