"""Checks of the pages as a browser meets them: ids, links, requests, scripts, policy."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from clipping.verify.written import Fault, Site, compare

#: Attributes by which an element makes a browser ask for something.
FETCHING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest", "archive"}
#: Elements that are there to bring something in or to send something out, and those that do so for some addresses.
BRINGING = {"iframe", "frame", "object", "embed", "form", "base", "video", "audio", "portal"}
REFERRING = {"image", "use", "feimage"}
#: Relations of a link element that only point somewhere; any other makes a browser ask for it.
POINTING = {"alternate", "license", "canonical", "author", "help", "next", "prev", "search", "cite-as", "describedby"}
#: How a style asks for something. Each way has one of two characters by which it is found fast.
ASKING = re.compile(r"@import|\((?:(?<=url\()(?!\s*['\"]?(?:data:|#))|(?<=image-set\()|(?<=\bsrc\())", re.IGNORECASE)
#: Attributes that contain words and no address, so that a headline may begin with “JavaScript:”.
SAYING = {"content", "value", "title", "alt", "aria-label", "data-again"}


def id_repeated(site: Site) -> Iterator[Fault]:
    """An id occurs once on its page."""
    for page, tag in site.having("id"):
        if site.ids[page][str(tag["id"])] is not tag:
            yield page, f"expected the id {tag['id']} once, found it again; fix the template", tag.sourceline


def link_broken(site: Site) -> Iterator[Fault]:
    """Each link within the site leads to a file and, with a fragment, to an id in it."""
    for page, tag in site.having("href"):
        address = urlsplit(str(tag["href"]))
        if address.scheme or address.netloc:
            continue
        fragment = unquote(address.fragment.partition(":~:")[0])
        target = normpath(join(dirname(page), unquote(address.path))) if address.path else page
        if target not in site.files:
            yield page, f"expected a file of the site, found a link to {tag['href']}; fix the link", tag.sourceline
        elif fragment and target in site.ids and fragment not in site.ids[target]:
            yield page, f"expected an id on {target}, found a link to #{fragment}; fix the link", tag.sourceline


def note_unreachable(site: Site) -> Iterator[Fault]:
    """Every note is both in the register and beside the article, with its name for an id."""
    notes = {(page, tag["data-note"]): tag for page, tag in site.having("data-note", "index.html", "notes.html")}
    for (page, note), tag in notes.items():
        if ("notes.html" if page == "index.html" else "index.html", note) not in notes or tag.get("id") != note:
            expected = f"expected {note} under this id on index.html and notes.html"
            yield page, f"{expected}, found it on one; fix the template", tag.sourceline


def request(site: Site) -> Iterator[Fault]:
    """A page makes a browser ask for nothing but itself."""
    for page, tags in site.tags.items():
        for tag in tags:
            for found in _requests(tag, tag.attrs):
                yield page, f"expected a page that asks for nothing, found {found}; take it out", tag.sourceline


def _requests(tag: Tag, attributes: dict[str, Any]) -> Iterator[str]:
    for name in sorted(FETCHING.intersection(attributes)):
        if attributes[name][:5] != "data:":
            yield f"{name} on <{tag.name}>"
    target, relations = attributes.get("href", attributes.get("xlink:href", "#")), attributes.get("rel", "")
    if tag.name in BRINGING or (tag.name in REFERRING and target[:1] != "#"):
        yield f"<{tag.name}>"
    if tag.name == "link" and target[:5] != "data:" and not POINTING.issuperset(relations.split() or [""]):
        yield f'<link rel="{relations}">'
    if tag.name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        yield "a refresh"
    style = attributes.get("style", "") + (tag.get_text() if tag.name == "style" else "")
    if style and ASKING.search(style):
        yield "an address in a style"


def script(site: Site) -> Iterator[Fault]:
    """No page carries a script (but check.html its own), an event handler or a javascript: address."""
    for page, tags in site.tags.items():
        for tag in site.named("script", page)[page == "check.html" :]:
            yield page, "expected no script, found one; take it out", tag.sourceline
        for tag in tags:
            for name, value in tag.attrs.items():
                # A browser ignores control characters in a scheme.
                address = re.sub(r"[\x00-\x20]", "", str(value)).lower() if ":" in value and name not in SAYING else ""
                if name.lower().startswith("on") or address.startswith(("javascript:", "vbscript:")):
                    yield page, f"expected no script, found {name} on <{tag.name}>; take it out", tag.sourceline


def policy(site: Site) -> Iterator[Fault]:
    """Each page forbids everything but its own style and script, named by hash, before anything else loads."""
    for page in site.tags:
        expected = "default-src 'none'; "
        own = {"style-src": site.named("style", page), "script-src": site.named("script", page)[: page == "check.html"]}
        for name, tags in own.items():
            digests = [b64encode(sha256(tag.get_text().encode()).digest()).decode() for tag in tags]  # CSP 3, 2.3.1
            expected += " ".join([name, *(f"'sha256-{digest}'" for digest in digests)]) + "; " if tags else ""
        expected += "img-src data:; base-uri 'none'; form-action 'none'"
        metas = [tag for tag in site.named("meta", page) if tag.get("http-equiv") == "Content-Security-Policy"]
        yield from compare(page, "policy", expected, " and ".join(str(meta.get("content")) for meta in metas))
    for page, tag in site.having("style"):
        yield page, "expected styles in the stylesheet, found a style attribute; fix the template", tag.sourceline
