"""Checks of the pages as a browser meets them: ids, links, requests, scripts, policy."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from clipping.verify.written import Fault, Site, compare

#: How a style asks for something. Each way has one of two characters by which it is found fast.
ASKING = re.compile(r"@import|\((?:(?<=url\()(?!\s*['\"]?(?:data:|#))|(?<=image-set\()|(?<=\bsrc\())", re.IGNORECASE)


def id_repeated(site: Site) -> Iterator[Fault]:
    """An id occurs once on its page."""
    for page, element in site.having("id"):
        if site.ids[page][element.attributes["id"]] is not element:
            found = f"expected the id {element.attributes['id']} once, found it again; fix the template"
            yield page, found, element.line


def link_broken(site: Site) -> Iterator[Fault]:
    """Each link within the site leads to a file and, with a fragment, to an id in it."""
    for page, element in site.having("href"):
        href = element.attributes["href"]
        address = urlsplit(href)
        if address.scheme:
            continue
        fragment = unquote(address.fragment.partition(":~:")[0])
        target = normpath(join(dirname(page), unquote(address.path))) if address.path else page
        if target not in site.files:
            yield page, f"expected a file of the site, found a link to {href}; fix the link", element.line
        elif fragment and target in site.ids and fragment not in site.ids[target]:
            yield page, f"expected an id on {target}, found a link to #{fragment}; fix the link", element.line


def note_unreachable(site: Site) -> Iterator[Fault]:
    """Every note is both in the register and beside the article, with its name for an id."""
    notes = {(page, each.attributes["data-note"]): each for page, each in site.having("data-note")}
    for (page, note), element in notes.items():
        other = {"index.html": "notes.html", "notes.html": "index.html"}.get(page)
        if (other, note) not in notes or element.attributes.get("id") != note:
            expected = f"expected {note} under this id on index.html and notes.html"
            yield page, f"{expected}, found it on one; fix the template", element.line


def request(site: Site) -> Iterator[Fault]:
    """No style and no icon makes a browser ask for anything; nothing else in the language can."""
    for page, elements in site.pages.items():
        for element in elements:
            icon = element.attributes.get("rel") == "icon" and element.attributes.get("href", "")[:5] != "data:"
            if icon or (element.name == "style" and ASKING.search(element.text)):
                found = f"expected a page that asks for nothing, found an address in <{element.name}>; take it out"
                yield page, found, element.line


def policy(site: Site) -> Iterator[Fault]:
    """Each page begins by forbidding everything but its own style and, on check.html, one script, named by hash.

    A browser heeds a policy from where it is read (CSP 3, section 3.3), so it comes first, after the charset.
    """
    for page, elements in site.pages.items():
        scripts = [each for each in elements if each.name == "script" and "type" not in each.attributes]
        for element in scripts[page == "check.html" :]:
            yield page, "expected no script, found one; take it out", element.line
        expected = "default-src 'none'; "
        styles = [element for element in elements if element.name == "style"]
        for name, own in (("style-src", styles), ("script-src", scripts[: page == "check.html"])):
            digests = [b64encode(sha256(each.text.encode()).digest()).decode() for each in own]  # CSP 3, 2.3.1
            expected += " ".join([name, *(f"'sha256-{digest}'" for digest in digests)]) + "; " if own else ""
        expected += "img-src data:; base-uri 'none'; form-action 'none'"
        policies = [element for element in elements if "http-equiv" in element.attributes]
        yield from compare(page, "policy", expected, " and ".join(each.attributes["content"] for each in policies))
        if policies != elements[3:4] or "charset" not in elements[2].attributes:
            yield page, "expected charset and policy first in <head>, found another order; fix the template", None
