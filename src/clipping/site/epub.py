"""The e-book: texts of its files → the bytes of one EPUB 3.3 container (W3C, EPUB 3.3, section 4, OCF).

The same texts make the same bytes on every machine: no file is compressed, since the output of zlib differs from one
version of it to the next; the files are in the order of their names, after the media type, which has to be first; and
their time is the earliest that a ZIP file can have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

MEDIA_TYPE = "application/epub+zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)
#: The attributes before it are read, too, since the words of one may end in `` href=``.
HREF = re.compile(r'(<[a-z][^\s<>]*(?:\s[^\s="<>]+="[^"]*")*?) href="([^"]*)"')
ID = re.compile(r' id="([^"]*)"')


def identifier(sha256: str, revised: str | None = None) -> str:
    """Return the name of the book (RFC 9562, UUID version 8): the SHA-256 of its capture, and the day of its revision.

    The day is its last digits, so that a reader's library keeps a revision as a book of its own.
    """
    variant, day = "89ab"[int(sha256[16], 16) % 4], (revised or sha256[24:32]).replace("-", "")
    return f"urn:uuid:{sha256[:8]}-{sha256[8:12]}-8{sha256[13:16]}-{variant}{sha256[17:20]}-{sha256[20:24]}{day}"


def pack(files: Mapping[str, str], base_url: str | None = None) -> bytes:
    """Return the e-book that contains ``files``, the text of each by its path in the container.

    Chapters are XHTML, in one folder. Their links may name pages of the site (``index.html#p1``) and ids that are in
    another chapter. What is not in the book is linked on the site, if its address is known.
    """
    container = BytesIO()
    with ZipFile(container, "w", ZIP_STORED) as archive:
        for name, text in [("mimetype", MEDIA_TYPE), *sorted(linked(files, base_url).items())]:
            entry = ZipInfo(name, EARLIEST)
            entry.create_system = 3  # what it was made on is no property of the book
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return container.getvalue()


def linked(files: Mapping[str, str], base_url: str | None) -> dict[str, str]:
    """Return ``files`` with links of the chapters that work within the book."""
    ids = {name.rpartition("/")[2]: {*ID.findall(text)} for name, text in files.items() if not name.endswith("opf")}
    homes = {id: name for name in reversed(ids) for id in ids[name]}

    def link(own: str, address: str) -> str | None:
        page, mark, id = address.partition("#")
        if re.match("[A-Za-z][A-Za-z0-9+.-]*:", address):
            return address
        chapter = {"": own, "index.html": "article.xhtml"}.get(page, re.sub(r"\.html$", ".xhtml", page))
        if not page and id not in ids[own]:  # on the site a note is on the page of the text; here it has a chapter
            chapter = homes.get(id, own)
        if chapter in ids:
            return f"{chapter}#{id}" if id in ids[chapter] else chapter
        return f"{base_url}{page}{mark}{id}" if base_url else None

    def relinked(own: str, text: str) -> str:
        links = {address: link(own, address) for _, address in HREF.findall(text)}
        return HREF.sub(lambda found: found[1] + (f' href="{links[found[2]]}"' if links[found[2]] else ""), text)

    return {
        name: relinked(name.rpartition("/")[2], text) if name.endswith(".xhtml") else text
        for name, text in files.items()
    }
