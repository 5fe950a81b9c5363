"""The e-book: texts of its files → the bytes of one EPUB 3.3 container (W3C, EPUB 3.3, section 4, OCF).

The same texts make the same bytes on every machine: no file is compressed, since the output of zlib differs
from one version of it to the next; the files stand in the order of their names, behind the media type that has
to be first; and their time is the earliest that a ZIP file can hold.

The format asks for the time of the last change, ``dcterms:modified``. An edition knows no such time, since no
clock goes into it, and the day of the build would say nothing of the words. So it is midnight, UTC, of the latest
day that is known of the words: when they were captured, else updated, else published. Where none is known it is
the first day that computers count from. The chapter on the source says which it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

from clipping.record import Article

MEDIA_TYPE = "application/epub+zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)
#: What stands before it is read as attributes, since the words of one may end in `` href=``.
HREF = re.compile(r'(<[a-z][^\s<>]*(?:\s[^\s="<>]+="[^"]*")*?) href="([^"]*)"')
ID = re.compile(r' id="([^"]*)"')


def identifier(sha256: str) -> str:
    """Return the name of the book for good, made of the SHA-256 of its capture (RFC 9562, UUID version 8)."""
    variant = "89ab"[int(sha256[16], 16) % 4]
    return f"urn:uuid:{sha256[:8]}-{sha256[8:12]}-8{sha256[13:16]}-{variant}{sha256[17:20]}-{sha256[20:32]}"


def modified(article: Article) -> tuple[str, str]:
    """Return what stands for the time of the last change, and what day that is in words; see above."""
    days = (
        (article.source.captured, "the day of the capture"),
        (article.updated and article.updated.date, "the day on which the article was updated"),
        (article.published and article.published.date, "the day on which the article was published"),
        ("1970-01-01", "no real day, since none is known"),
    )
    day, words = next((day, words) for day, words in days if day)
    return f"{day[:10]}T00:00:00Z", words


def pack(files: Mapping[str, str], base_url: str | None = None) -> bytes:
    """Return the e-book that holds ``files``, the text of each by its path in the container.

    Chapters are XHTML, in one folder. Their links may name pages of the site (``index.html#p1``), and places that
    are in another chapter; a link that leads nowhere in the book leads to the site if its address is known, and
    else is none.
    """
    from zipfile import ZIP_STORED, ZipFile, ZipInfo  # noqa: PLC0415 - only an edition with an e-book needs it

    container = BytesIO()
    with ZipFile(container, "w", ZIP_STORED) as archive:
        for name, text in [("mimetype", MEDIA_TYPE), *sorted(linked(files, base_url).items())]:
            entry = ZipInfo(name, EARLIEST)
            entry.create_system = 3  # what it was made on is no property of the book
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return container.getvalue()


def linked(files: Mapping[str, str], base_url: str | None) -> dict[str, str]:
    """Return ``files`` with the links of the chapters made to hold within the book."""
    places = {
        name.rpartition("/")[2]: frozenset(ID.findall(text)) for name, text in files.items() if not name.endswith("opf")
    }

    def link(own: str, address: str) -> str | None:
        page, mark, place = address.partition("#")
        if re.match("[A-Za-z][A-Za-z0-9+.-]*:", address):
            return address
        chapter = {"": own, "index.html": "article.xhtml"}.get(page, re.sub(r"\.html$", ".xhtml", page))
        if not page and place not in places[own]:  # on the site a note stands beside the text; here it has a chapter
            chapter = next((name for name, ids in places.items() if place in ids), own)
        if chapter in places:
            return f"{chapter}#{place}" if place in places[chapter] else chapter
        return f"{base_url}{page}{mark}{place}" if base_url else None

    def held(own: str, text: str) -> str:
        found: dict[str, str] = {}  # most addresses stand more than once

        def new(match: re.Match[str]) -> str:
            before, given = match.groups()
            if given not in found:
                address = link(own, given)
                found[given] = f' href="{address}"' if address else ""
            return f"{before}{found[given]}"

        return HREF.sub(new, text)

    return {
        name: held(name.rpartition("/")[2], text) if name.endswith(".xhtml") else text for name, text in files.items()
    }
