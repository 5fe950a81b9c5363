"""Read a saved page: HTML from a browser or SingleFile, MHTML, WARC or WACZ.

The format is detected from the content, and the file may be compressed. If it contains several pages, the page
with the requested address is read or, if no address was requested, the page with the most text. Nothing is fetched.
"""

import codecs
import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecordType
from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import HTMLTree

from clipping.capture import excerpt
from clipping.errors import ClippingError
from clipping.webpage import COPY, EXTRACTOR, article_text, length_of, metadata_of

#: The comment that SingleFile and browsers write at the top of a page.
COMMENT = re.compile(
    r"<!--\s*(?:Page saved with (?P<captured_with>SingleFile)|saved from)\s+url(?::|=\(\d+\))\s*(?P<url>\S+?)\s*"
    r"(?:saved date:\s*(?P<captured>[^\n]+)|-->)"
)
HTML_TYPES = ("text/html", "application/xhtml+xml")
#: The maximum size of a decompressed page, in bytes.
LARGEST = 64 << 20
RECORDS = WarcRecordType.warcinfo | WarcRecordType.response | WarcRecordType.resource
#: A page's HTML, and the facts known about it by key of ``[source]``. A redirect or an error page has no HTML, but
#: a ``problem``: what was found instead of a page.
Page = tuple[str, dict[str, str]]
DECODERS: dict[str, Any] = {"chunked": ChunkedReader, "gzip": GzipReader, "br": BrotliReader, "zstd": ZstdReader}


def read_saved(path: Path, url: str | None) -> tuple[str, dict[str, tuple[list[str], str]]]:
    """Read the page with the address ``url`` from the file at ``path``; without ``url``, the page with the most text.

    Returns the text of its article, and its metadata as ``metadata_of`` does. Raises ``ClippingError`` if the file is
    damaged or of another kind, or if the page is missing, has no text, or is a redirect or an error page.
    """
    html, known, longest = "", {"url": "", "problem": "no page with that address" if url else "no HTML page"}, -1
    addresses: dict[str, None] = {}
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            for page, facts in _pages(file):
                if page:
                    addresses[facts["url"]] = None
                length = length_of(HTMLTree.parse(page))
                if length > longest and (not url or url in (facts["url"], facts.get("archived_url"))):
                    html, known, longest = page, facts, length
    except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        message = f"expected a complete saved page, found: {error}; save it again, or choose another file"
        raise ClippingError(message, str(path)) from error
    name = excerpt(path.name.encode("utf-8", "replace").decode(), 255)
    why = f"The text was extracted from the saved page {name} (SHA-256 {sha256}). {known.get('captured_why', '')}"
    program = f"{known.get('captured_with') or 'an unknown program'}; text extracted by {EXTRACTOR}"
    others = ", ".join([address for address in addresses if address not in ("", known["url"])][:5])
    problem = known.pop("problem", "a page without text")
    known |= {"why": "Taken from the saved page.", "captured_with": program, "captured_why": why}
    known |= {"saved.file": name, "saved.sha256": sha256, "other pages": others}
    tree = HTMLTree.parse(html)
    metadata = metadata_of(tree, known)
    if metadata.keys().isdisjoint(("publisher", "url", "archived_url")):  # nothing is known that "why" could explain
        del metadata["why"]
    text = article_text(tree, metadata.get("headline", ([], ""))[0])
    if not text.strip():
        advice = f"save it again, with its text in view, or choose another page with --url (others: {others or 'none'})"
        raise ClippingError(excerpt(f"expected an article, found {problem}; {advice}", 1000), str(path))
    return text, metadata


def _pages(source: Any) -> Iterator[Page]:
    """Yield the pages of the open file ``source``, which may be compressed, even more than once."""
    stream = io.BufferedReader(source)
    head = stream.peek(4096)[:4096]
    if head.startswith(b"\x1f\x8b"):
        yield from _pages(gzip.GzipFile(fileobj=stream, mode="rb"))
    elif head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(stream) as archive:
            for name in archive.namelist():
                if name.endswith((".warc", ".warc.gz")):
                    with archive.open(name) as inner:
                        yield from _pages(inner)
    elif head.startswith(b"WARC/"):
        yield from _warc_pages(stream)
    elif message_from_bytes(head).get_content_maintype() == "multipart":
        message = message_from_bytes(_read_all(stream))
        program = str(message["From"] or "").strip("<>").removeprefix("Saved by ")
        for part in message.walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and part.get_content_type() in HTML_TYPES:
                address = str(part["Content-Location"] or message["Snapshot-Content-Location"] or "")
                known = {"url": address, "captured": str(message["Date"]), "captured_with": program}
                yield _page(payload, part.get_content_charset(), known)
    elif b"<" not in head:
        raise OSError("compressed plain text, which must be unpacked first")
    else:
        yield _page(_read_all(stream), None, {"url": ""})


def _warc_pages(stream: Any) -> Iterator[Page]:
    """Yield the pages of a WARC file: HTML responses and resources, and redirects and errors without their HTML."""
    program = ""
    for record in ArchiveIterator(stream, record_types=RECORDS):
        if record.record_type == WarcRecordType.warcinfo:  # its fields have the form of mail headers
            program = str(message_from_bytes(record.reader.read(1 << 16))["software"] or program)
            continue
        headers: Any = record.headers
        http: Any = record.http_headers if record.is_http else headers
        url, when = headers.get("WARC-Target-URI", "").strip("<>"), headers.get("WARC-Date", "")
        known = {"url": url, "captured": when, "captured_with": program}
        if (status := http.status_code or 200) != 200:
            found = f"a redirect to {http['Location']}" if "Location" in http else "an error page"
            yield "", known | {"problem": f"{found} (HTTP {status})"}
        elif http.get("Content-Type", "").partition(";")[0].strip().lower() in HTML_TYPES:
            length = record.content_length  # read before verify_payload_digest changes it
            known["captured_why"] = f"WARC record of {when}."
            if digest := headers.get("WARC-Payload-Digest"):
                matches = "matches" if record.verify_payload_digest() else "does not match"
                known["captured_why"] = f"WARC record of {when}, whose payload digest {digest} {matches}."
            original = re.search(r"<([^>]+)>\s*;[^,]*rel=\"?original", http.get("Link", ""))
            if original and "Memento-Datetime" in http:
                known |= {"archived_url": url, "url": original[1], "captured": http["Memento-Datetime"]}
            data = _read_all(record.reader)
            if len(data) < length:
                raise OSError("a record is cut short")
            codings = f"{http.get('Content-Encoding', '')} {http.get('Transfer-Encoding', '')}".lower()
            for coding in reversed(re.findall(r"[\w-]+", codings)):
                with suppress(KeyError, OSError):  # some archives decode the body but keep the header field
                    data = _read_all(DECODERS[coding](io.BytesIO(data)))
            if codings.strip() and not re.search(rb"</\w+>", data.replace(b"\0", b"")):
                raise OSError(f"a page that cannot be decoded from {codings.strip()}")
            yield _page(data, record.http_charset, known)


def _read_all(stream: Any) -> bytes:
    """Return what is left in ``stream``; raises ``ValueError`` if that is larger than any page should be."""
    data: bytes = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"a page of more than {LARGEST >> 20} MB")
    return data


def _page(data: bytes, charset: str | None, known: dict[str, str]) -> Page:
    """Decode ``data`` by its byte order mark, ``charset`` or its own declaration, and return the page.

    The page's own address and the day of its capture may come from a comment by SingleFile or a browser, or from
    the address of an archived copy.
    """
    has_mark = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    detected = detect_encoding(data, from_html_meta=not has_mark) or "utf-8"
    encoding = map_encoding_to_html5(charset) if charset and not has_mark else detected
    html = bytes_to_str(data, encoding or detected, "replace", (detected, "utf-8", "windows-1252"))
    if comment := COMMENT.search(html, 0, 4096):
        known = known | {key: value for key, value in comment.groupdict().items() if value}
    if copy := COPY.match(known["url"]):
        known = known | {"archived_url": copy[0], "url": copy[4], "captured": "-".join(copy.group(1, 2, 3))}
    return html, known
