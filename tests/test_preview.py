"""The preview shows every change, or a mistake in place of the pages, and publishes nothing of its own."""

import asyncio
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import Mock

import pytest

from clipping import preview
from clipping.capture import fold
from tests.conftest import ROOT, Command, edit

PATIENCE = 30  # seconds; nothing here takes a tenth of it


@dataclass(frozen=True)
class Served:
    """A running preview: the folder with its content, templates, code and site; its port; its process."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str = "/", host: str = "localhost") -> tuple[int, str]:
        """Return the status and the text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": host, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", errors="replace")

    def until(self, words: str, path: str = "/", published: Callable[[], bool] = lambda: True) -> str:
        """Return the page at ``path`` once ``words`` are in it and the site is ``published``."""
        end = time.monotonic() + PATIENCE
        while words not in (page := self.get(path)[1]) or not published():
            assert time.monotonic() < end, f"expected {words!r} at {path}, found {fold(page)[:300]}"
            time.sleep(0.02)
        return page

    @contextlib.contextmanager
    def edited(self, name: str, old: str, new: str) -> Iterator[None]:
        """Change a file, and after the block change it back; wait until that is noticed and the site is what it was."""
        path, text, site = self.folder / name, (self.folder / name).read_text("utf-8"), self.published()
        edit(path, re.escape(old), new)
        try:
            yield
        finally:
            before = self.version()
            path.write_text(text, "utf-8")
            self.until("<title>Many", published=lambda: self.published() == site and self.version() != before)

    def published(self) -> str:
        """Return the article page of the site on disk."""
        return (self.folder / "_site" / "index.html").read_text("utf-8")

    def version(self) -> str:
        """Return the version that the reloader of a page names."""
        return str(re.findall(r"/-/outdated\?(\w+)", self.get()[1])[0])


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Start a preview of copies of the real content, templates and code, on a free port."""
    for name in ("content", "templates", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "build.py", folder)
    command = [sys.executable, str(folder / "build.py"), "--serve", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = re.match(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline() if process.stdout else "")
            assert address is not None
            served = Served(folder, int(address[1]), process)
            served.until("<title>", published=(folder / "_site").exists)
            yield served
        finally:
            process.kill()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a preview that each test leaves as it found it."""
    with serving(tmp_path_factory.mktemp("preview")) as running:
        yield running


NOTE = "content/notes/ollanta-humala.md"
PRINTED = " ".join((ROOT / NOTE).read_text("utf-8").rpartition("---\n")[2].split()[:4])  # whatever the editor wrote
CHANGED = f"Once upon a time, {PRINTED}"


def test_a_page_is_a_draft_that_is_rendered_when_it_is_asked_for(tmp_path: Path, content: Path) -> None:
    """A page is what the files say now, though nothing was built; what the system can't read is named in its place."""
    options = {"content": content, "templates": ROOT / "templates", "output": tmp_path / "_site", "base_url": None}
    site = preview.Preview(Namespace(**options))
    edit(content.parent / NOTE, PRINTED, CHANGED)
    page, status = site.draft("index.html")
    assert (CHANGED in page, status) == (True, 200)
    (content / "notes").rename(content / "moved")
    (content / "notes").touch()
    page, status = site.draft("index.html")
    assert status == 500
    assert f"<pre>{content}/notes: expected to read or write it, found: Not a directory; " in page
    assert not site.options.output.exists()


def test_a_mistake_replaces_the_pages_until_it_is_fixed(served: Served) -> None:
    """A site that fails its proof is never published; its mistake is shown, with a link to the last proved site."""
    before = served.published()
    with served.edited("templates/parts/article.html", "<h1", "<p>Made up.</p><h1"):
        page = served.until("[lines-differ]", "/notes.html")
        assert 'href="/-/last/"' in page
        assert served.published() == before
        assert served.get("/-/last/") == (200, before)


CODE = "src/clipping/site/views.py"


def test_changed_code_is_run(served: Served) -> None:
    """The next build runs the code as it is now; an exception in it is reported in one line that names its line."""
    with served.edited(CODE, 'f"paragraph {number}"', 'f"the paragraph {number}"'):
        served.until("The paragraph 9", "/quotations.html")
    with served.edited(CODE, "\ndef weave(", "\n1 / 0\ndef weave("):
        page = served.until("<pre>")
    assert re.search(rf"<pre>\S*{CODE}:\d+: expected no exception, found ZeroDivisionError: division by zero;", page)


@pytest.mark.parametrize("gap", [True, False])
def test_a_folder_that_is_replaced_is_followed(served: Served, gap: bool) -> None:
    """A change is served and published even after the content folder was moved away and back, or replaced."""
    folder, away = served.folder / "content", served.folder / "away"
    folder.rename(away)
    if gap:
        assert any("No such file" in line for line in served.process.stderr or ())  # as a build reports
        away.rename(folder)
    else:
        shutil.copytree(away, folder)
        shutil.rmtree(away)
    served.until("<title>Many Peruvians")
    with served.edited(NOTE, PRINTED, CHANGED):
        served.until(CHANGED, published=lambda: CHANGED in served.published())


def test_only_requests_to_the_loopback_are_answered(served: Served) -> None:
    """The preview listens on 127.0.0.1 alone, refuses other host names, and serves no file outside the site.

    Downloads are as published, a missing page gets our 404 page, and only served pages have a reloader.
    """
    if (sockets := Path(f"/proc/{served.process.pid}/fd")).exists():  # Linux; proc(5), proc_pid_net(5)
        own = {os.path.realpath(path).rpartition("/")[2] for path in sockets.iterdir()}  # some may be closed meanwhile
        tables = (sockets.parent / "net" / name for name in ("tcp", "tcp6", "udp", "udp6"))
        rows = [line.split() for table in tables for line in table.read_text(encoding="ascii").splitlines()[1:]]
        listening = [row[1] for row in rows if row[3] in ("0A", "07") and f"socket:[{row[9]}]" in own]
        assert listening == [f"0100007F:{served.port:04X}"]
    assert served.get(host="example.org")[0] == 400
    for outside in ("/../content/article.toml", "/%2e%2e/content/article.toml", "/-/last/%2e%2e/content/article.toml"):
        status, text = served.get(outside)
        assert (status, "[source]" in text) == (404, False)
    assert served.get("/article.txt") == (200, (ROOT / "content" / "article.txt").read_text(encoding="utf-8"))
    status, page = served.get("/none.html")
    assert (status, "<h1>" in page, "/-/outdated" in page) == (404, True, True)
    assert all(b"/-/" not in path.read_bytes() for path in (served.folder / "_site").glob("*.html"))


def test_ctrl_c_ends_it_in_one_line(tmp_path: Path) -> None:
    """Ctrl-C stops the preview with one line, even while a browser waits for changes."""
    with serving(tmp_path) as served:
        version = served.version()
        with socket.create_connection(("127.0.0.1", served.port)) as browser:
            browser.sendall(f"GET /-/outdated?{version} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            served.get()  # after which the request above has been read
            served.process.send_signal(signal.SIGINT)
            out, err = served.process.communicate(timeout=PATIENCE)
    assert (served.process.returncode, err) == (0, "")
    assert re.fullmatch(r"\S*_site: 22 files, checked .*\nthe preview has stopped\n", out)


def test_a_port_that_can_not_be_used(command: Command) -> None:
    """A port that is in use or does not exist is reported in one line that says what to run instead."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port in (taken.getsockname()[1], 70000):
            outcome = command("--serve", port)
            assert outcome.status == 1
            assert re.fullmatch(rf"expected to listen on port {port}, found: .*; run: .*--serve 0, .*\n", outcome.err)


def test_a_watch_that_fails_is_reported_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While changes can't be followed, as where the system has no watches left, the reason is reported, once."""
    monkeypatch.setattr(preview, "awatch", Mock(side_effect=[*[OSError("no watches are left")] * 3, KeyboardInterrupt]))
    shown = preview.Preview(Namespace(content=tmp_path, templates=tmp_path, output=tmp_path))
    # In this thread the driver of the browser may have left its loop.
    with ThreadPoolExecutor(1) as thread, pytest.raises(KeyboardInterrupt):
        thread.submit(asyncio.run, shown.follow()).result()
    assert capsys.readouterr().err == (
        "expected to watch for changes, found: no watches are left; fix that, or start the preview again\n"
    )
