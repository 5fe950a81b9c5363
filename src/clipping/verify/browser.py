"""Checks of links, notes, scripts and the Content-Security-Policy of each page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from clipping.verify.written import Fault, Site, compare

#: What declares the charset and the policy.
HEEDED = {"charset", "http-equiv"}


def link_broken(site: Site) -> Iterator[Fault]:
    """Each link within the site leads to a file and, with a fragment, to an id in it."""
    files = set(site.files)
    for page, href, line in site.links:
        address = urlsplit(href)
        fragment = unquote(address.fragment.partition(":~:")[0])
        target = normpath(join(dirname(page), unquote(address.path))) if address.path else page
        if not address.scheme and target not in files:
            yield page, f"expected a link to a file of the site, found one to {href}; fix the link", line
        elif not address.scheme and fragment and fragment not in site.ids.get(target, (fragment,)):
            yield page, f"expected a link to an id on {target}, found one to #{fragment}; fix the link", line


def note_unreachable(site: Site) -> Iterator[Fault]:
    """Every note is both in the register and beside the article, under one id."""
    beside, register = (" ".join(site.notes[page]) for page in ("index.html", "notes.html"))
    yield from compare("notes.html", "list of notes", beside, register)


def policy(site: Site) -> Iterator[Fault]:
    """Each page begins by forbidding all but its own style, named by its hash, and on check.html its one script.

    A browser heeds a policy from where it is read (CSP 3, section 3.3), so it comes first, after the charset.
    """
    for page, elements in site.pages.items():
        own: dict[str, list[str]] = {"style": [], "script": []}
        for each in elements:
            if each.name in own and "type" not in each.attributes:  # data for programs have one
                digest = b64encode(sha256(each.text.encode()).digest()).decode()  # CSP 3, section 2.3.1
                own[each.name].append(f"'sha256-{digest}'")
        sources = [" ".join([f"{name}-src", *digests]) for name, digests in own.items() if digests]
        expected = "; ".join(["default-src 'none'", *sources, "img-src data:", "base-uri 'none'", "form-action 'none'"])
        heeded = [[2, "utf-8"], [3, "Content-Security-Policy", expected]]  # after html and head
        found = [[each.number, *each.attributes.values()] for each in elements if HEEDED & each.attributes.keys()]
        yield from compare(page, "policy", str(heeded), str(found))
        if own["script"][page == "check.html" :]:
            yield page, "expected no script, found one; remove it", None
