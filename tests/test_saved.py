"""A saved page of any kind, however it is packed, is found, and refused where it is none."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import sys
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import reduce
from pathlib import Path

import brotli
import pytest

from clipping import saved
from clipping.errors import ClippingError
from clipping.saved import read_saved
from tests.conftest import ROOT, Command, run

PAGE = (ROOT / "tests" / "cases" / "saved" / "bridge.html").read_bytes()
ADDRESS = "https://courier.example/news/local/bridge"
TEXT = "a bridge that the county has not repaired since the war is to be closed, it said. "


def record(body: bytes, headers: str = "", status: str = "200 OK", uri: str = ADDRESS, charset: str = "") -> bytes:
    """Return a WARC with its program and one response of HTML."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html{charset}\r\n{headers}\r\n".encode() + body
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    head = f"WARC-Target-URI: {uri}\r\nWARC-Payload-Digest: sha1:{digest}\r\nContent-Type: application/http\r\n"
    parts = (("warcinfo", "", b"software: Heron 2.1\r\nformat: WARC\r\n"), ("response", head, http))
    return b"".join(
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2023-05-06T10:00:00Z\r\n{head}"
        f"Content-Length: {len(block)}\r\n\r\n".encode()
        + block
        + b"\r\n\r\n"
        for kind, head, block in parts
    )


def mhtml(page: bytes) -> bytes:
    """Return ``page`` as browsers save it with its pictures."""
    message = MIMEMultipart("related", None, [MIMEText(page.decode(), "html", "utf-8")])
    message["From"], message["Date"] = "<Saved by Blink>", "Sat, 6 May 2023 10:00:00 -0000"
    message["Snapshot-Content-Location"] = ADDRESS
    return message.as_bytes()


def zipped(name: str, data: bytes) -> bytes:
    """Return a ZIP file with ``data`` in it; a WACZ is one with a WARC."""
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def chunked(body: bytes) -> bytes:
    """Return ``body`` in two chunks."""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:700], body[700:], b""))


def comment(text: str) -> bytes:
    """Return the page with a comment at its head."""
    return PAGE.replace(b"<html", f"<!--{text}-->\n<html".encode(), 1)


SINGLEFILE = (
    f"\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Sat May 06 2023 12:00:00 GMT+0200 (CEST)\n"
)
FORMATS = {
    "html": (PAGE, None, "Resiliparse"),
    "singlefile": (comment(SINGLEFILE), "2023-05-06", "SingleFile"),
    "mhtml": (mhtml(PAGE), "2023-05-06", "Blink"),
    "warc": (record(PAGE), "2023-05-06", "Heron 2.1"),
    "warc.gz": (gzip.compress(record(PAGE)), "2023-05-06", "Heron 2.1"),
    "wacz": (zipped("archive/data.warc.gz", gzip.compress(record(PAGE))), "2023-05-06", "Heron 2.1"),
}
GZIPPED, CHUNKED = "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n"
PACKED = {
    "gzip in gzip": gzip.compress(gzip.compress(record(PAGE))),
    "gzipped": record(gzip.compress(PAGE), GZIPPED),
    "gzipped twice": record(chunked(gzip.compress(gzip.compress(PAGE))), CHUNKED + GZIPPED.replace(":", ": gzip,")),
    "Brotli": record(brotli.compress(PAGE), "Content-Encoding: br\r\n"),
    "not what its headers say": record(PAGE, GZIPPED + CHUNKED),
    "resource": record(PAGE).replace(b"WARC-Type: response", b"WARC-Type: resource"),
    "after an error and a redirect": record(b"", "", "404 Not Found") + record(b"", "", "301 Moved") + record(PAGE),
}  # fmt: skip
REFUSED = {
    "a redirect to https://b.example/ (HTTP 301)": record(b"", "Location: https://b.example/\r\n", "301 Moved"),
    "an error page (HTTP 404)": record(PAGE, "", "404 Not Found"),
    "a page without text": b"<!DOCTYPE html><html><body><script>text()</script></body></html>",
    "a ZIP file without a WARC": zipped("page.html", PAGE),
    "(a record ends early)": record(PAGE)[:-40],
    "cut off": gzip.compress(record(PAGE))[:-40],
    "compressed over and over": reduce(lambda data, _: gzip.compress(data), range(9), PAGE),
    "a page of more than 1 MB": gzip.compress(b"<html>" + b" " * (1 << 20)),
}


def taken(tmp_path: Path, data: bytes, url: str | None = None) -> saved.Saved:
    """Return what is read in a file with the bytes ``data``."""
    (tmp_path / "page").write_bytes(data)
    return read_saved(tmp_path / "page", url)


@pytest.mark.parametrize("name", FORMATS)
def test_each_kind_makes_a_proved_site_with_the_facts_of_the_page(tmp_path: Path, name: str) -> None:
    """Two commands, and nothing set by hand: every fact is right, and it is said what made the capture, and when."""
    data, day, program = FORMATS[name]
    (tmp_path / name).write_bytes(data)

    assert run("--new", tmp_path / "new", tmp_path / name) == 0
    assert run("--content", tmp_path / "new", "--output", tmp_path / "site") == 0

    article = json.loads((tmp_path / "site" / "article.json").read_text(encoding="utf-8"))
    source = article["source"]
    assert article["headline"] == "Harbour bridge to close for a year of repairs"
    assert (article["published"]["date"], article["byline"]) == ("2023-05-04", ["Mara Lindqvist"])
    assert (article["section"], source["publisher"], source["url"]) == (["News", "Local"], "The Weir Courier", ADDRESS)
    assert (source["language"], source["captured"], len(article["paragraphs"])) == ("en-GB", day, 4)
    assert article["captions"][0]["text"] == "The bridge, which opened in 1931, is the last of its kind."
    assert article["provenance"]["headline"] == {"from": "editor", "why": "the page’s own JSON-LD says so"}
    assert program in source["captured_with"]
    assert hashlib.sha256(data).hexdigest() in (tmp_path / "site" / "source.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PACKED)
def test_a_page_is_found_however_it_is_packed(tmp_path: Path, name: str) -> None:
    """Compressed or not, in chunks or not, with headers that are true or not, the text is the same, byte for byte."""
    page = taken(tmp_path, PACKED[name])

    assert page.text == taken(tmp_path, PAGE).text
    assert page.page.address == ADDRESS


@pytest.mark.parametrize("found", REFUSED)
def test_what_is_no_article_is_refused(tmp_path: Path, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect, an error, a page without text and a damaged file are each one line that says so."""
    monkeypatch.setattr(saved, "LARGEST", 1 << 20)
    with pytest.raises(ClippingError) as refused:
        taken(tmp_path, REFUSED[found])

    assert found in str(refused.value)
    assert "\n" not in str(refused.value)


def test_of_several_pages_one_is_taken(tmp_path: Path) -> None:
    """It is the one with the most text, or the one that is asked for; the others are named."""
    short = f"<html><body><h1>A short one</h1><p>{TEXT}</p></body></html>".encode()
    both = record(short, uri="https://courier.example/short") + record(PAGE)

    assert (taken(tmp_path, both).page.address, taken(tmp_path, both).others) == (
        ADDRESS,
        ("https://courier.example/short",),
    )
    asked = taken(tmp_path, both, "http://www.courier.example/short/#top")
    assert (asked.text.splitlines()[0], asked.others) == ("A short one", (ADDRESS,))
    with pytest.raises(ClippingError, match=rf"none of that address, but https://courier.example/short, {ADDRESS};"):
        taken(tmp_path, both, "https://courier.example/other")


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (comment(f" saved from url=(0041){ADDRESS} "), ("", "", "the browser’s comment")),
        (comment(f" saved from url=(0078)https://web.archive.org/web/20230507081500/{ADDRESS} "),
         (f"https://web.archive.org/web/20230507081500/{ADDRESS}", "2023-05-07", "the archive’s address")),
        (record(PAGE, uri=f"https://arc.example/all/20230507081500mp_/{ADDRESS}"),
         (f"https://arc.example/all/20230507081500mp_/{ADDRESS}", "2023-05-07", "the archive’s address")),
        (record(PAGE, f'Memento-Datetime: Mon, 08 May 2023 08:00:00 GMT\r\nLink: <{ADDRESS}>; rel="original"\r\n',
                uri="https://perma.example/AB12"), ("https://perma.example/AB12", "2023-05-08", "Memento-Datetime")),
        (record(PAGE), ("", "2023-05-06", "the WARC record")),
    ],
)  # fmt: skip
def test_what_archives_and_browsers_note_is_read(tmp_path: Path, data: bytes, known: tuple[str, str, str]) -> None:
    """The page's own address, and the archive's, the day, and what says so."""
    page = taken(tmp_path, data).page

    assert (page.archived, page.day, page.origin) == known
    assert page.address == ADDRESS


def test_a_digest_is_compared(tmp_path: Path) -> None:
    """It is said whether the page is the one whose digest the record has."""
    assert "The page matches the digest there, sha1:" in taken(tmp_path, record(PAGE)).page.why
    assert "The page does not match the digest" in taken(tmp_path, record(PAGE).replace(b"1931", b"1932")).page.why


@pytest.mark.parametrize(
    ("charset", "header", "meta", "mark"),
    [
        ("windows-1252", "", "iso-8859-1", b""),
        ("windows-1252", "windows-1252", "utf-8", b""),
        ("utf-8", "", "", b""),
        ("utf-8", "windows-1251", "windows-1251", b"\xef\xbb\xbf"),
        ("utf-16-le", "", "utf-16", b"\xff\xfe"),
        ("koi8-r", "koi8-r", "", b""),
        ("windows-1252", "utf-8", "utf-8", b""),
    ],
)
def test_letters_are_read_as_they_were_written(
    tmp_path: Path, charset: str, header: str, meta: str, mark: bytes
) -> None:
    """A byte order mark comes before the header, the header before the page, and what cannot be true is passed over."""
    words = "Мост закрыт" if charset == "koi8-r" else "“Größe” – sagte café"
    page = f'<html><meta charset="{meta}"><body><h1>{words}</h1><p>{TEXT}</p></body></html>'
    data = record(mark + page.encode(charset), charset=f"; charset={header}" if header else "")

    assert taken(tmp_path, data).text.splitlines()[0] == words


def test_a_pipe_is_refused_at_once(tmp_path: Path, command: Command) -> None:
    """A file that can't be read to its end is no saved page, and nobody waits for it."""
    os.mkfifo(tmp_path / "pipe")

    outcome = command("--new", tmp_path / "new", tmp_path / "pipe")

    assert (outcome.status, outcome.out) == (1, "")
    assert "pipe: expected a file, found something else" in outcome.err


def test_what_reads_a_saved_page_may_be_missing(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a plain text is taken in all the same, and a page says what to install."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("resiliparse", "fastwarc")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "clipping.saved")
    monkeypatch.delitem(sys.modules, "clipping.webpage")
    (tmp_path / "page").write_bytes(PAGE)

    assert command("--new", tmp_path / "text", ROOT / "content" / "article.txt").status == 0
    assert "for a saved page: make saved" in command("--new", tmp_path / "new", tmp_path / "page").err
