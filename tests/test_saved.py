"""A saved page in any format, however it is packed, becomes a proved site; a file without an article is refused."""

import base64
import codecs
import gzip
import hashlib
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import brotli
import pytest
from resiliparse.parse.html import HTMLTree

from clipping import saved
from clipping.errors import ClippingError
from clipping.webpage import article_text
from tests.conftest import ROOT, Command, run

PAGE = (ROOT / "tests" / "cases" / "saved" / "bridge.html").read_bytes()
HEADLINE = "Harbour bridge to close for a year of repairs"
TEXT = article_text(HTMLTree.parse(PAGE.decode()), [HEADLINE])
ADDRESS = "https://courier.example/news/local/bridge"
COPY = f"https://archive.example/web/20230507081500mp_/{ADDRESS}"


def warc(body: bytes, headers: str = "", status: str = "200 OK", uri: str = ADDRESS, kind: str = "text/html") -> bytes:
    """Return a WARC with one response, and the name of the program that saved it."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    head = f"WARC-Target-URI: {uri}\r\nWARC-Payload-Digest: sha1:{digest}\r\nContent-Type: application/http\r\n"
    start = "WARC/1.0\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2023-05-06T10:00:00Z\r\nWARC-Type: "
    blocks = {f"{start}warcinfo\r\n": b"software: Heron 2.1\r\nformat: WARC", f"{start}response\r\n{head}": http}
    return b"".join(f"{h}Content-Length: {len(b)}\r\n\r\n".encode() + b + b"\r\n\r\n" for h, b in blocks.items())


def wacz(name: str, data: bytes) -> bytes:
    """Return a ZIP file with ``data`` in it."""
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr(name, data)
    return packed.getvalue()


SINGLEFILE = f"<!--\n Page saved with SingleFile\n url: {ADDRESS} \n saved date: Sat May 06 2023 12:00:00 GMT+0200\n-->"
MHTML = f"""From: <Saved by Blink>\nDate: Sat, 6 May 2023 10:00:00 -0000\nSnapshot-Content-Location: {ADDRESS}
Content-Type: multipart/related; boundary="--x"\n\n----x\nContent-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64\n\n{base64.b64encode(PAGE).decode()}\n----x--\n""".encode()
MEMENTO = f'Memento-Datetime: Mon, 08 May 2023 08:00:00 GMT\r\nLink: <{ADDRESS}>; rel="original"\r\n'
#: Saved pages; the day, the address in an archive and the program that each records.
FORMATS = {
    "html": (PAGE, None, None, "an unknown program"),
    "html from a browser": (f"<!-- saved from url=(0041){ADDRESS} -->".encode() + PAGE, None, None, "an unknown"),
    "singlefile": (SINGLEFILE.encode() + PAGE, "2023-05-06", None, "SingleFile"),
    "mhtml": (MHTML, "2023-05-06", None, "Blink"),
    "warc": (warc(PAGE), "2023-05-06", None, "Heron 2.1"),
    "warc of a copy": (warc(PAGE, uri=COPY), "2023-05-07", COPY, "Heron 2.1"),
    "warc of a memento": (warc(PAGE, MEMENTO, uri="https://a.example/1"), "2023-05-08", "https://a.example/1", "Heron"),
    "warc.gz": (gzip.compress(warc(PAGE)), "2023-05-06", None, "Heron 2.1"),
    "wacz": (wacz("archive/data.warc.gz", gzip.compress(warc(PAGE))), "2023-05-06", None, "Heron 2.1"),
}
GZIPPED, CHUNKED = "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n"
CHUNKS = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (gzip.compress(PAGE), b""))
PACKED = {
    "gzip in gzip": gzip.compress(gzip.compress(warc(PAGE))),
    "gzipped twice": warc(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip\r\n"),
    "gzipped, in chunks": warc(CHUNKS, GZIPPED + CHUNKED),
    "Brotli": warc(brotli.compress(PAGE), "Content-Encoding: br\r\n"),
    "not what its headers say": warc(PAGE, GZIPPED + CHUNKED),
    "not in a coding that nobody knows": warc(PAGE, "Content-Encoding: utf-8\r\n"),
    "in Apple’s letters, by its header": warc(PAGE.decode().encode("macintosh"), kind="text/html; charset=macintosh"),
    "windows-1252, called Latin 1": warc(PAGE.replace(b"utf-8", b"iso-8859-1").decode().encode("cp1252")),
    "windows-1252, called UTF-8": warc(PAGE.decode().encode("cp1252"), kind="text/html; charset=utf-8"),
    "UTF-8, as nothing says": warc(PAGE.replace(b'charset="utf-8"', b"")),
    "UTF-8 by its mark": warc(codecs.BOM_UTF8 + PAGE.replace(b"utf-8", b"cp1251"), kind="text/html; charset=cp1251"),
    "UTF-16 by its mark": warc(PAGE.decode().encode("utf-16")),
    "after an error and a redirect": warc(PAGE, "", "404 Not Found") + warc(b"", "", "301 Moved") + warc(PAGE),
}
REFUSED = {
    "a redirect to https://b.example/ (HTTP 301)": warc(b"", "Location: https://b.example/\r\n", "301 Moved"),
    "a redirect to /�[2J (HTTP 302)": warc(b"", "Location: /\x1b[2J\r\n", "302 Found"),
    "an error page (HTTP 404)": warc(PAGE, "", "404 Not Found"),
    "a page without text": b"<!DOCTYPE html><html><body><script>text()</script></body></html>",
    "no HTML page; save": wacz("page.html", PAGE),
    "cannot be decoded from compress;": warc(gzip.compress(PAGE), "Content-Encoding: compress\r\n"),
    "cannot be decoded from gzip;": warc(brotli.compress(PAGE), GZIPPED),
    "a record is cut short;": warc(PAGE)[:-40],
    "Compressed file ended before": gzip.compress(warc(PAGE))[:-40],
    "compressed plain text, which": gzip.compress(b"A text of one line, which is neither HTML nor anything else."),
    "a page of more than 1 MB; save": warc(gzip.compress(PAGE + b" " * (1 << 20)), GZIPPED),
    "a page of more than 1 MB": gzip.compress(b"<html>" + b" " * (1 << 20)),
}


def read(folder: Path, data: bytes, url: str | None = None) -> tuple[str, dict[str, tuple[list[str], str]]]:
    """Write ``data`` to a file, and read it as a saved page."""
    (folder / "page").write_bytes(data)
    return saved.read_saved(folder / "page", url)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_makes_a_proved_site_with_the_facts_of_the_page(tmp_path: Path, name: str) -> None:
    """Two commands get every fact right with nothing set by hand, including what captured the page and when."""
    data, day, copy, program = FORMATS[name]
    (tmp_path / name).write_bytes(data)
    assert run("--new", tmp_path / "new", tmp_path / name) == 0
    assert run("--content", tmp_path / "new", "--output", tmp_path / "site") == 0
    article = json.loads((tmp_path / "site" / "article.json").read_text("utf-8"))
    facts = {"headline": HEADLINE, "byline": ["Mara Lindqvist"], "section": ["News", "Local"]}
    known = {"publisher": "The Weir Courier", "url": ADDRESS, "archived_url": copy, "captured": day}
    assert facts.items() <= article.items() and known.items() <= article["source"].items()
    assert (article["published"]["date"], len(article["paragraphs"])) == ("2023-05-04", 4)
    assert article["captions"][0]["text"] == "The bridge, which opened in 1931, is the last of its kind."
    assert article["provenance"]["headline"]["why"] == "given in the page’s own metadata (JSON-LD)"
    assert (article["source"]["language"], article["source"]["captured_with"][: len(program)]) == ("en-GB", program)
    assert hashlib.sha256(data).hexdigest() in (tmp_path / "site" / "source.html").read_text("utf-8")


@pytest.mark.parametrize("name", PACKED)
def test_a_page_is_found_however_it_is_packed(tmp_path: Path, name: str) -> None:
    """However a page is compressed, chunked and encoded, and whatever its headers say, its text is the same."""
    text, metadata = read(tmp_path, PACKED[name])
    assert (text, metadata["url"][0]) == (TEXT, [ADDRESS])


@pytest.mark.parametrize("found", REFUSED)
def test_a_file_without_an_article_is_refused(tmp_path: Path, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect, an error page, a page without text or a damaged file is refused in one line that says so."""
    monkeypatch.setattr(saved, "LARGEST", 1 << 20)
    with pytest.raises(ClippingError, match=rf"\A.*{re.escape(found)}.*\Z"):
        read(tmp_path, REFUSED[found])


def test_one_of_several_pages_is_used(tmp_path: Path) -> None:
    """Of several pages, the one requested or the one with the most text is used; the others' addresses are listed."""
    short, address = b"<html><h1>Short</h1><p>One line.</p></html>", "https://courier.example/short"
    both = warc(short, uri=address) + warc(PAGE) + warc(short, uri=address)
    for url, text, others in ((None, TEXT, address), (address, "Short\n\nOne line.\n", ADDRESS)):
        found, metadata = read(tmp_path, both, url)
        assert (found, metadata["other pages"][0]) == (text, [others])
    with pytest.raises(ClippingError, match=rf"no page with that address; .* --url \(others: {address}, {ADDRESS}\)"):
        read(tmp_path, both, "https://courier.example/other")


def test_a_payload_digest_is_verified(tmp_path: Path) -> None:
    """Whether a page is the one that was archived is known from the digest of its WARC record."""
    archived, changed = (str(read(tmp_path, warc(PAGE).replace(b"1931", year))) for year in (b"1931", b"1932"))
    assert (" matches" in archived, " does not match" in changed) == (True, True)


def test_a_missing_package_is_named(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages for saved pages, one line says what to install, and a plain-text capture still works."""
    (tmp_path / "page").write_bytes(PAGE)
    monkeypatch.delitem(sys.modules, "clipping.saved")
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    assert "make saved" in command("--new", tmp_path / "new", tmp_path / "page").err
    assert command("--new", tmp_path / "new", ROOT / "content" / "article.txt").status == 0


def test_how_the_publisher_and_the_address_are_known(tmp_path: Path) -> None:
    """They are said to come from the saved page only if it states one of them."""
    assert ["why" in read(tmp_path, data)[1] for data in (PAGE, b"<h1>Short</h1><p>One line.</p>")] == [True, False]
