"""A saved page, taken from what an archive gives: HTML of a browser or of SingleFile, MHTML, WARC, WACZ.

A file is known by its content, and may be compressed. Of several pages the one with the most text is taken, or the one
that is asked for. Nothing is fetched.
"""

from __future__ import annotations

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
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from msgspec import Struct
from msgspec.structs import replace
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import HTMLTree

from clipping.errors import ClippingError
from clipping.record import MONTHS
from clipping.webpage import COPY, Said, article_text, bare_address, described, elements

#: A page has at most so many bytes; one that unfolds to more is no article.
LARGEST = 64 << 20
HTML_TYPES = ("text/html", "application/xhtml+xml")
SINGLEFILE = re.compile(r"<!--\s*Page saved with (SingleFile)\s+url:\s*(\S+)\s+saved date:\s*\w+ (\w{3}) (\d+) (\d{4})")
BROWSER = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
DECODERS: dict[str, Any] = {"chunked": ChunkedReader, "gzip": GzipReader, "br": BrotliReader, "zstd": ZstdReader}
DECODERS["deflate"] = partial(GzipReader, zlib=True)


class Page(Struct, frozen=True):
    """One page of a file: its HTML, and the address, day (ISO 8601) and program of its capture, "" if not known.

    ``archived`` is the address of an archive's copy, ``origin`` what says all this, and ``why`` what else is known.
    ``fault`` is set instead of the HTML where the record is of a redirect or an error.
    """

    html: str
    address: str = ""
    archived: str = ""
    day: str = ""
    program: str = ""
    origin: str = ""
    why: str = ""
    fault: str = ""


class Saved(Struct, frozen=True):
    """The page that was taken from a file: the text of its article, and what it says of itself.

    ``said`` has for each field what says something of it, the most trusted first; ``others`` are the addresses of the
    pages that were left; ``sha256`` is the file's; ``extractor`` wrote the text.
    """

    page: Page
    text: str
    said: dict[str, tuple[Said, ...]]
    others: tuple[str, ...]
    sha256: str
    extractor: str


def read_saved(path: Path, url: str | None) -> Saved:
    """Return the page with the address ``url`` in the file at ``path``; without ``url``, the one with the most text.

    Raises ``ClippingError`` if the file is damaged or of another kind, has no page of that address, or only a redirect,
    an error page or a page without text.
    """
    chosen, most, addresses = None, -1, []
    try:
        with path.open("rb") as file:
            for page in _pages(file):
                addresses += [page.address] if page.html and page.address.startswith("http") else []
                wanted = url is None or bare_address(url) in (bare_address(page.address), bare_address(page.archived))
                if wanted and (size := _size(page)) > most:
                    chosen, most = page, size
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, RecursionError, RuntimeError) as error:
        message = (
            f"expected a saved page, found a file that is damaged, cut off or of another kind ({error}); save it again"
        )
        raise ClippingError(message, str(path)) from error
    others = tuple(dict.fromkeys(addresses))
    if chosen is None:
        found = f"none of that address, but {', '.join(others[:5]) or 'none with an address'}" if url else "none"
        raise ClippingError(f"expected a page, found {found}; choose another file or --url", str(path))
    tree = HTMLTree.parse(chosen.html)
    said = described(tree.document, chosen.address) if tree.document else {}
    text = article_text(tree.body, {entry.values[0] for entry in said.get("headline", ())}) if tree.body else ""
    if chosen.fault or not text.strip():
        found = chosen.fault or "a page without text"
        raise ClippingError(f"expected an article, found {found}; save the page as you read it", str(path))
    rest = tuple(address for address in others if address != chosen.address)
    return Saved(chosen, text, said, rest, sha256, f"Resiliparse {version('resiliparse')}")


def _size(page: Page) -> int:
    """Return how many characters the paragraphs of ``page`` have: none of a redirect or an error."""
    body = HTMLTree.parse(page.html).body
    return sum(len(p.text or "") for p in elements(body, "p")) if body else 0


def _pages(source: Any, depth: int = 0) -> Iterator[Page]:
    """Yield the pages in the open file ``source``, which may be compressed more than once."""
    stream: Any = io.BufferedReader(source)
    head = stream.peek(4096)[:4096]
    if depth > 4:
        raise OSError("compressed over and over")
    if head.startswith(b"\x1f\x8b"):
        yield from _pages(gzip.GzipFile(fileobj=stream, mode="rb"), depth + 1)
    elif head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(stream) as archive:
            names = [name for name in archive.namelist() if name.endswith((".warc", ".warc.gz"))]
            if not names:
                raise OSError("a ZIP file without a WARC")
            for name in names:
                with archive.open(name) as inner:
                    yield from _pages(inner, depth + 1)
    elif head.startswith(b"WARC/"):
        yield from _records(stream)
    elif message_from_bytes(head).get_content_maintype() == "multipart":
        yield from _parts(_all_of(stream))
    elif depth and b"<" not in head:
        raise OSError("a plain text; unpack it first")
    else:
        yield _page(_all_of(stream), "")


def _all_of(stream: Any) -> bytes:
    data: bytes = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"a page of more than {LARGEST >> 20} MB")
    return data


def _page(data: bytes, charset: str, **known: str) -> Page:
    """Return the page of the bytes ``data``, for which the header names ``charset``; comments and addresses add facts.

    SingleFile and browsers write address and day into a comment; an archive writes both into the address of a copy.
    """
    html = _decoded(data, charset)
    if saver := SINGLEFILE.search(html, 0, 4096):
        known["program"], known["address"], month, day, year = saver.groups()
        months = [name[:3] for name in MONTHS]
        known |= {"day": f"{year}-{months.index(month) + 1:02}-{int(day):02}", "origin": "SingleFile’s comment"}
    elif not known.get("address") and (browser := BROWSER.search(html, 0, 4096)):
        known |= {"address": browser[1], "origin": "the browser’s comment"}
    if copy := COPY.match(known.get("address", "")):
        known |= {"archived": copy[0], "address": copy[4], "day": "-".join(copy.groups()[:3])}
        known["origin"] = "the archive’s address"
    return Page(html, **known)


def _decoded(data: bytes, charset: str) -> str:
    """Return the text of ``data`` as its byte order mark says, the header, the page itself, or as it can be read."""
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    names = [name for mark, name in marks.items() if data.startswith(mark)]
    said = [
        map_encoding_to_html5(name, False) for name in (charset, detect_encoding(data, from_html_meta=True)) if name
    ]
    names += [name for name in said if name and not name.startswith("utf-16")]  # which is read by its mark alone
    for name in (*names, "utf-8"):
        with suppress(UnicodeError, LookupError):
            return data.decode(name)
    return data.decode("windows-1252", "replace")


def _parts(data: bytes) -> Iterator[Page]:
    """Yield the pages of an MHTML file: the page itself and its frames."""
    message = message_from_bytes(data)
    known = {"origin": "the MHTML header", "program": re.sub(r"[<>]|Saved by", "", str(message["From"] or "")).strip()}
    with suppress(ValueError, TypeError):
        known["day"] = parsedate_to_datetime(str(message["Date"])).date().isoformat()
    for part in message.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() in HTML_TYPES else None
        if isinstance(payload, bytes):
            address = str(part["Content-Location"] or message["Snapshot-Content-Location"] or "")
            yield _page(payload, part.get_content_charset() or "", **known, address=address)


def _records(stream: Any) -> Iterator[Page]:
    """Yield the pages of a WARC: responses and resources that are HTML, and as faults redirects and errors."""
    types, program = WarcRecordType.warcinfo | WarcRecordType.response | WarcRecordType.resource, ""
    for record in ArchiveIterator(stream, record_types=types, strict_mode=False):
        if record.record_type == WarcRecordType.warcinfo:
            fields = record.reader.read(1 << 16).decode("utf-8", "replace")
            program = next(iter(re.findall(r"^software:\s*(.+?)\s*$", fields, re.M | re.I)), program)
            continue
        http = {name.lower(): value for name, value in record.http_headers} if record.is_http else {}
        status = record.http_headers.status_code or 200 if record.is_http else 200
        kind = http.get("content-type") or record.headers.get("Content-Type") or ""
        address, when = (record.headers.get("WARC-Target-URI") or "").strip("<>"), record.headers.get("WARC-Date") or ""
        if 300 <= status < 400:
            yield Page("", address, fault=f"a redirect to {http.get('location', 'another page')} (HTTP {status})")
        elif kind.partition(";")[0].strip().lower() not in HTML_TYPES:
            continue
        elif status != 200:
            yield Page("", address, fault=f"an error page (HTTP {status})")
        else:
            why, length = f"Its WARC record is of {when}.", record.content_length  # less after a digest that fails
            if digest := record.headers.get("WARC-Payload-Digest"):
                matches = "matches" if record.verify_payload_digest() else "does not match"
                why += f" The page {matches} the digest there, {digest}."
            why += " The record says that it was cut short." if record.headers.get("WARC-Truncated") else ""
            known = {"address": address, "day": when[:10], "origin": "the WARC record", "why": why}
            page = _page(_body(record, length, http), record.http_charset or "", **known)
            original = re.search(r"<([^>]+)>\s*;[^,]*rel=\"?original", http.get("link", ""))
            with suppress(KeyError, TypeError, ValueError):
                day = parsedate_to_datetime(http["memento-datetime"]).date().isoformat()
                if original:
                    page = replace(page, archived=address, address=original[1], day=day, origin="Memento-Datetime")
            yield replace(page, program=page.program or program)


def _body(record: WarcRecord, length: int, http: dict[str, str]) -> bytes:
    """Return the body of a response, ``length`` bytes, without the codings that its headers name.

    Some archives took them off before, and kept the headers.
    """
    data = _all_of(record.reader)
    if len(data) < length:
        raise OSError("a record ends early")
    codings = http.get("content-encoding", "").split(",") + http.get("transfer-encoding", "").split(",")
    for coding in reversed(codings):
        if decoder := DECODERS.get(coding.strip().lower()):
            with suppress(OSError):
                data = _all_of(decoder(io.BytesIO(data)))
    return data
