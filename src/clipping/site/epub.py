"""Pack the files of the e-book into an EPUB 3.3 container (W3C, EPUB 3.3, section 4, OCF).

The same files give the same bytes on every machine: nothing is compressed, since zlib's output varies between versions;
the files are sorted by name, after the media type, which must come first; and their modification time is the earliest
that ZIP allows.
"""

import re
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from zipfile import ZipFile, ZipInfo

#: A link up to its address, and the address. Earlier attributes are matched whole: a title may contain " href=".
LINK = re.compile(r'(<a\b(?:[^>"]|"[^"]*")*?) href="([^"]*)"')


def pack(files: Mapping[str, str], base_url: str | None) -> bytes:
    """Return the e-book that contains ``files``, which maps paths in the container to texts.

    The chapters are XHTML files in one folder. Their links may point to pages of the site (``index.html#p1``) and to
    ids in other chapters. A link to a file of the site that is not in the book leads to the site; without ``base_url``,
    it is removed. Links to other sites are kept.
    """
    container = BytesIO()
    with ZipFile(container, "w") as archive:
        for name, text in [("mimetype", "application/epub+zip"), *sorted(with_links(files, base_url).items())]:
            entry = ZipInfo(name)  # by default not compressed, and with the earliest time
            entry.create_system = 3  # Unix, on whatever system the book is made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)  # as UTF-8
    return container.getvalue()


def with_links(files: Mapping[str, str], base_url: str | None) -> dict[str, str]:
    """Return ``files`` with their links rewritten to work within the book."""
    ids = {name.rpartition("/")[2]: {*re.findall(' id="([^"]*)"', text)} for name, text in files.items()}

    def rewritten(own: str, found: re.Match[str]) -> str:
        start, address = found.groups()
        page, _, id = address.partition("#")
        file = {"": own, "index.html": "article.xhtml"}.get(page, re.sub(r"\.html$", ".xhtml", page))
        if file in ids:
            return f'{start} href="{file}#{id}"' if id in ids[file] else f'{start} href="{file}"'
        if re.match("[A-Za-z][A-Za-z0-9+.-]*:", address):
            return found[0]
        return f'{start} href="{base_url}{address}"' if base_url else start

    return {name: LINK.sub(partial(rewritten, name.rpartition("/")[2]), text) for name, text in files.items()}
