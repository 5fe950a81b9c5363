"""Checks of the files of a site: which there are, and that they are what was taken in and written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from clipping.verify.site import ARTICLE, CHECK, COPY, NOTES, QUOTATIONS, RECORD, SOURCE, SUMS, Finding, Site

PROMISED = (
    ARTICLE,
    QUOTATIONS,
    NOTES,
    "timeline.html",
    CHECK,
    "cite.html",
    SOURCE,
    "about.html",
    "404.html",
    "robots.txt",
    COPY,
    "article.md",
    RECORD,
    "article.schema.json",
    "article.epub",
    "article.tei.xml",
    "annotations.jsonld",
    "citation.bib",
    "citation.csl.json",
    "citation.ris",
)


def check_files(site: Site) -> Iterator[Finding]:
    """file-missing: every file that a site promises is there, and is UTF-8 text where it is text."""
    for name in (*PROMISED, SUMS):
        if name not in site.files:
            yield Finding("file-missing", name, "expected this file in the site, found none; build again")
    for name, data in site.files.items():
        if name.endswith((".html", ".json", ".md", ".txt")) and name != COPY:
            try:
                data.decode()
            except UnicodeDecodeError as error:
                yield Finding(
                    "file-missing", name, f"expected UTF-8 text, found byte 0x{data[error.start]:02X}; build again"
                )


def check_copy(site: Site) -> Iterator[Finding]:
    """copy-differs: article.txt is the capture, byte for byte."""
    if site.files[COPY] != site.capture.data:
        yield Finding("copy-differs", COPY, "expected the bytes of the capture, found others; build again")


def check_sums(site: Site) -> Iterator[Finding]:
    """sums-differ: SHA256SUMS lists every other file of the site once, with its SHA-256."""
    expected = {name: hashlib.sha256(data).hexdigest() for name, data in site.files.items() if name != SUMS}
    listed: set[str] = set()
    for number, line in enumerate(site.files[SUMS].decode(errors="replace").splitlines(), 1):
        digest, _, name = line.partition("  ")
        if name in listed or expected.get(name) != digest:
            found = "this line twice" if name in listed else "another sum"
            yield Finding("sums-differ", SUMS, f"expected the SHA-256 of {name}, found {found}; build again", number)
        listed.add(name)
    for name in expected.keys() - listed:
        yield Finding("sums-differ", SUMS, f"expected a line for {name}, found none; build again")
