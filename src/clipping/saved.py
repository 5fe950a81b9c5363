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
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from email import message_from_bytes
from email.utils import parsedate
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import HTMLTree

from clipping.capture import UNPRINTABLE, fold
from clipping.errors import ClippingError
from clipping.webpage import COPY, EXTRACTOR, Said, article_text, described, length_of

SINGLEFILE = re.compile(r"<!--\s*Page saved with (SingleFile)\s+url:\s*(\S+)\s+saved date:\s*([^\n]+)")
BROWSER = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
HTML_TYPES = ("text/html", "application/xhtml+xml")
#: A page has at most so many bytes; one that unfolds to more is no article.
LARGEST = 64 << 20
DECODERS: dict[str, Any] = {"chunked": ChunkedReader, "gzip": GzipReader, "br": BrotliReader, "zstd": ZstdReader}
DECODERS["deflate"] = partial(GzipReader, zlib=True)


class Page(NamedTuple):
    """One page of a file: its HTML, what the file says of it by keys of ``[source]``, and what of the file says so.

    A redirect or an error has no HTML, and ``origin`` says that it is one.
    """

    html: str
    known: dict[str, str]
    origin: str


class Saved(NamedTuple):
    """The text of a page's article; what is said of the page, by field, the most trusted first.

    ``others`` are the addresses of the pages that were left; ``file`` has the file's name and SHA-256.
    """

    text: str
    said: dict[str, list[Said]]
    others: list[str]
    file: dict[str, str]


def read_saved(path: Path, url: str | None) -> Saved:
    """Return the page with the address ``url`` in the file at ``path``; without ``url``, the one with the most text.

    Raises ``ClippingError`` if the file is damaged or of another kind, has no page of that address, or only a redirect,
    an error page or a page without text.
    """
    best, most, addresses = Page("", {}, "none of that address" if url else "none"), -1, dict[str, None]()
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            for page in _pages(file):
                own = [page.known.get(key, "") for key in ("url", "archived_url")]
                addresses |= {own[0]: None} if page.html and own[0] else {}
                wanted = url is None or _bare(url) in map(_bare, own)
                if wanted and (size := length_of(HTMLTree.parse(page.html))) > most:
                    best, most = page, size
    except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, RecursionError, RuntimeError) as error:
        found = f"a file that is damaged, cut off or of another kind ({error})"
        raise ClippingError(f"expected a saved page, found {found}; save it again", str(path)) from error
    others = [address for address in addresses if address != best.known.get("url")]
    tree = HTMLTree.parse(best.html)
    said = described(tree, best.known.get("url", ""))
    text = article_text(tree, {entry.values[0] for entry in said.get("headline", ())})
    if not text.strip():
        found = "a page without text" if best.html else best.origin
        advice = f"choose another with --url: {', '.join(others[:5])}" if others else "save the page as you read it"
        raise ClippingError(f"expected an article, found {found}; {advice}", str(path))
    name = UNPRINTABLE.sub("?", fold(path.name.encode("utf-8", "replace").decode()))
    why = (
        f"{EXTRACTOR} took the text from the saved page {name} (SHA-256 {sha256}). {best.known.get('captured_why', '')}"
    )
    known = {"captured_with": EXTRACTOR} | {key: value for key, value in best.known.items() if value}
    known["captured_why"] = why.strip()
    for field, value in known.items():
        said.setdefault(field, []).append(Said((value,), best.origin))
    return Saved(text, said, others, {"file": name, "sha256": sha256})


def _bare(address: str) -> str:
    """Return ``address`` without what the same page may be called with or without."""
    return re.sub(r"^https?://(?:www\.)?|/?(?:#.*)?$", "", address)


def _pages(source: Any, depth: int = 0) -> Iterator[Page]:
    """Yield the pages in the open file ``source``, which may be compressed more than once."""
    stream: Any = io.BufferedReader(source)
    head = stream.peek(4096)[:4096]
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
        message = message_from_bytes(_all_of(stream))
        program = re.sub(r"[<>]|Saved by", "", str(message["From"] or "")).strip()
        for part in message.walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and part.get_content_type() in HTML_TYPES:
                address = str(part["Content-Location"] or message["Snapshot-Content-Location"] or "")
                known = {"url": address, "captured": _day(str(message["Date"])), "captured_with": program}
                yield _page(payload, part.get_content_charset(), known, "the MHTML header")
    elif depth and b"<" not in head:
        raise OSError("a plain text; unpack it first")
    else:
        yield _page(_all_of(stream), None, {}, "")


def _records(stream: Any) -> Iterator[Page]:
    """Yield the pages of a WARC: responses and resources that are HTML, and redirects and errors without theirs."""
    types, program = WarcRecordType.warcinfo | WarcRecordType.response | WarcRecordType.resource, ""
    for record in ArchiveIterator(stream, record_types=types):
        if record.record_type == WarcRecordType.warcinfo:
            software = re.search(rb"^software:\s*(.+?)\s*$", record.reader.read(1 << 16), re.M | re.I)
            program = software[1].decode("utf-8", "replace") if software else program
            continue
        warc = {name.lower(): value for name, value in record.headers}
        http = {name.lower(): value for name, value in record.http_headers} if record.is_http else {}
        status, when = record.http_headers.status_code if record.is_http else 200, warc.get("warc-date", "")
        known = {"url": warc.get("warc-target-uri", "").strip("<>"), "captured": _day(when), "captured_with": program}
        kind = http.get("content-type") or warc.get("content-type", "")
        if status and status != 200:
            found = f"a redirect to {http['location']}" if "location" in http else "an error page"
            yield Page("", known, f"{found} (HTTP {status})")
        elif kind.partition(";")[0].strip().lower() in HTML_TYPES:
            length, digest = record.content_length, warc.get("warc-payload-digest")  # checking changes the length
            matches = f", payload digest {digest} {'matches' if record.verify_payload_digest() else 'does not match'}"
            known["captured_why"] = f"WARC record of {when}{matches if digest else ''}."
            original, origin = re.search(r"<([^>]+)>\s*;[^,]*rel=\"?original", http.get("link", "")), "the WARC record"
            if original and (day := _day(http.get("memento-datetime", ""))):
                known |= {"archived_url": known["url"], "url": original[1], "captured": day}
                origin = "Memento-Datetime"
            yield _page(_body(record, length, http), record.http_charset, known, origin)


def _body(record: WarcRecord, length: int, http: Mapping[str, str]) -> bytes:
    """Return the body of a response, ``length`` bytes, without the codings that its headers name.

    Some archives took them off before, and kept the headers.
    """
    data = _all_of(record.reader)
    if len(data) < length:
        raise OSError("a record ends early")
    codings = f"{http.get('content-encoding', '')},{http.get('transfer-encoding', '')}".lower().split(",")
    for decoder in filter(None, map(DECODERS.get, map(str.strip, reversed(codings)))):
        with suppress(OSError):
            data = _all_of(decoder(io.BytesIO(data)))
    return data


def _all_of(stream: Any) -> bytes:
    data: bytes = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"a page of more than {LARGEST >> 20} MB")
    return data


def _page(data: bytes, charset: str | None, known: dict[str, str], origin: str) -> Page:
    """Return the page of the bytes ``data``, in the encoding of its byte order mark, the header, or the page itself.

    SingleFile and browsers write address and day into a comment; an archive writes both into the address of a copy.
    """
    mark = next((name for mark, name in MARKS.items() if data.startswith(mark)), "")
    meta = detect_encoding(data, from_html_meta=True) or "utf-8"
    encoding = mark or map_encoding_to_html5(charset or meta) or meta
    html = bytes_to_str(data, encoding, "replace", (meta, "utf-8", "windows-1252"))
    if comment := SINGLEFILE.search(html, 0, 4096):
        known = {"captured_with": comment[1], "url": comment[2], "captured": _day(comment[3])}
        origin = "SingleFile’s comment"
    elif not known.get("url") and (comment := BROWSER.search(html, 0, 4096)):
        known, origin = known | {"url": comment[1]}, "the browser’s comment"
    if copy := COPY.match(known.get("url", "")):
        known = known | {"archived_url": copy[0], "url": copy[4], "captured": _day("-".join(copy.groups()[:3]))}
        origin = "the archive’s address"
    return Page(html, known, origin)


def _day(words: str) -> str:
    """Return the day that begins ``words``, an ISO 8601 time or one of a header, in ISO 8601; "" if there is none."""
    with suppress(ValueError, TypeError):
        return date.fromisoformat(words[:10]).isoformat()
    with suppress(ValueError, TypeError, IndexError):
        return date(*(parsedate(words) or ())[:3]).isoformat()
    return ""
