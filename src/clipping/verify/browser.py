"""Checks of the pages as a browser meets them: links, notes, scripts and the policy that forbids the rest."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from clipping.verify.written import Fault, Site, compare


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
    for page, element in site.having("data-note"):
        note, other = element.attributes["data-note"], "notes.html" if page == "index.html" else "index.html"
        if element.attributes.get("id") != note or note not in site.ids[other]:
            expected = f"expected {note} under this id on index.html and notes.html"
            yield page, f"{expected}, found it on one; fix the template", element.line


def policy(site: Site) -> Iterator[Fault]:
    """Each page begins by forbidding all but its own style, named by its hash, and on check.html its one script.

    A browser heeds a policy from where it is read (CSP 3, section 3.3), so it comes first, after the charset.
    """
    for page, elements in site.pages.items():
        own = {name: [each for each in elements if each.name == name] for name in ("style", "script")}
        own["script"] = [each for each in own["script"] if "type" not in each.attributes]
        expected = "default-src 'none'; "
        for name, found in own.items():
            digests = [b64encode(sha256(each.text.encode()).digest()).decode() for each in found]  # CSP 3, 2.3.1
            expected += " ".join([f"{name}-src", *(f"'sha256-{digest}'" for digest in digests)]) + "; " if found else ""
        expected += "img-src data:; base-uri 'none'; form-action 'none'"
        policies = [element for element in elements if "http-equiv" in element.attributes]
        yield from compare(page, "policy", expected, " and ".join(each.attributes["content"] for each in policies))
        if policies != elements[3:4] or "charset" not in elements[2].attributes:
            yield page, "expected charset and policy first in <head>, found another order; fix the template", None
        for element in own["script"][page == "check.html" :]:
            yield page, "expected no script, found one; take it out", element.line
