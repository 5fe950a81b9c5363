"""The preview shows each change, shows a mistake in place of the pages, and leaves the published site clean."""

from __future__ import annotations

import asyncio
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clipping.preview import Draft, Pipeline, Preview, application, with_reloader
from tests.conftest import ROOT, Command, to_its_end

PATIENCE = 20  # seconds; nothing here takes a tenth of it


@dataclass(frozen=True)
class Served:
    """A running preview: the folder with its content, templates, code and site, its port and its process."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str = "/", host: str | None = None) -> tuple[int, str]:
        """Return the status and the text of an answer; ask again while the process is renewed and none comes."""
        end = time.monotonic() + PATIENCE
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.port}"})
                answer = connection.getresponse()
                return answer.status, answer.read().decode("utf-8", errors="replace")
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            finally:
                connection.close()

    def until_looked_at(self, change: Callable[[], object]) -> tuple[int, str]:
        """Make a change, and return what is served when it has been looked at, whatever came of it."""
        before = self.get()[1].rpartition("reload.js?")[2]
        change()
        until(lambda: self.get()[1].rpartition("reload.js?")[2] != before, "the change to be looked at")
        return self.get()

    def published(self) -> Path:
        """Return the article page on disk, once the first site is proved and published."""
        page = self.folder / "_site" / "index.html"
        until(page.exists, "the first site to be published")
        return page

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file in the folder."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is ``true``; fail if it takes too long."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"expected {what}"
        time.sleep(0.02)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Start a preview of copies of the real content, templates and code, on a free port."""
    for name in ("content", "templates", "src"):
        # What is kept beside the code other tests write at this moment.
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "build.py", tmp_path)
    command = [sys.executable, str(tmp_path / "build.py"), "--serve", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.match(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert address is not None
        yield Served(tmp_path, int(address[1]), process)
        process.kill()


def test_a_change_is_served_then_proved_and_published(served: Served) -> None:
    """Saved words are served at once; the site on disk follows, proved, and without a trace of the reloader."""
    page = served.published()
    served.edit("content/notes/ollanta-humala.md", "President of Peru", "Once President of Peru")
    until(lambda: "Once President of Peru" in served.get()[1], "the new words to be served")
    until(lambda: "Once President of Peru" in page.read_text(encoding="utf-8"), "the new words to be published")

    assert "/-/reload.js" in served.get()[1]
    assert all(b"/-/" not in path.read_bytes() for path in (served.folder / "_site").glob("*.html"))


def test_a_mistake_stands_in_place_of_the_pages_until_it_is_mended(served: Served) -> None:
    """A mistake is shown as the command line tells it, with the last proved site beside it, and then goes away."""
    served.published()
    served.edit("content/article.toml", "publisher =", "publsher =")
    until(lambda: served.get()[0] == 500, "the mistake to be shown")
    _, page = served.get("/notes.html")
    last = served.get("/-/last/index.html")
    served.edit("content/article.toml", "publsher =", "publisher =")
    until(lambda: served.get()[0] == 200, "the pages to be back")

    assert re.search(r"article\.toml:\d+: expected one of publisher, .* did you mean publisher\?", page)
    assert "/-/last/index.html" in page
    assert last[0] == 200
    assert "reload.js" not in last[1]


def test_what_only_the_proof_finds_is_shown_and_never_published(served: Served) -> None:
    """A template that adds words to the article is served as a finding, and the published site stays as it was."""
    page = served.published()
    before = page.read_bytes()
    served.edit("templates/parts/article.html", "<h1", "<p>Made up.</p><h1")
    until(lambda: "[text-differs]" in served.get()[1], "the finding to be shown")

    assert page.read_bytes() == before


def test_a_wrong_template_is_a_mistake_with_its_line(served: Served) -> None:
    """A template that can't be rendered is told with its file and line."""
    served.edit("templates/site/about.html", "{% block main %}", "{% block main %}{{ nothing.here }}")
    until(lambda: "about.html:" in served.get("/about.html")[1], "the template's mistake to be shown")


def test_a_template_that_includes_itself_is_a_mistake_until_it_is_mended(served: Served) -> None:
    """It is told with a template and its line, and does not end the watch."""
    include = '{% include "site/about.html" %}'
    served.edit("templates/site/about.html", "</h1>", f"</h1>{include}")
    until(lambda: "recursion" in served.get("/about.html")[1], "the mistake to be shown")
    told = re.findall("<pre>(.*?)</pre>", served.get("/about.html")[1], re.DOTALL)
    served.edit("templates/site/about.html", include, "")
    until(lambda: served.get("/about.html")[0] == 200, "the page to be back")

    assert len(told) == 1
    assert re.fullmatch(r"\S*templates/\S+\.html:\d+: expected to render .*: maximum recursion depth .*", told[0])


def test_a_fault_that_nobody_foresaw_is_told_by_its_name_and_place(tmp_path: Path) -> None:
    """Whatever a draft raises becomes one line with the last of our code that it passed, and the next look goes on."""
    code = Path(__file__).resolve()

    def draft() -> Draft:
        raise ZeroDivisionError("no such thing")

    preview = Preview(Pipeline(draft, tuple, (), code, tmp_path, ()), 0)
    to_its_end(preview.look(set()))
    line = draft.__code__.co_firstlineno + 1

    assert preview.mistake == (
        f"{code}:{line}: expected no fault, found ZeroDivisionError: no such thing; mend this or what led to it"
    )


CODE = "src/clipping/site/render.py"
SAID, SAID_ANEW = "named in the sentence", "named in that sentence"


def test_code_that_changes_while_content_is_broken_is_run_when_it_is_mended(served: Served) -> None:
    """No old code goes on: what can't be renewed at once is renewed at the next change, and published by the new."""
    page = served.published().with_name("quotations.html")
    served.until_looked_at(lambda: served.edit("content/article.toml", "publisher =", "publsher ="))
    status, mistake = served.until_looked_at(lambda: served.edit(CODE, SAID, SAID_ANEW))
    served.edit("content/article.toml", "publsher =", "publisher =")
    until(lambda: SAID_ANEW in served.get("/quotations.html")[1], "what the new code says to be served")

    assert status == 500
    assert "did you mean publisher?" in mistake
    assert SAID_ANEW in page.read_text(encoding="utf-8")


def test_broken_code_is_shown_until_it_is_mended(served: Served) -> None:
    """A syntax error in the code stays in place of the pages when content is saved, and goes when it is mended."""
    served.published()
    served.until_looked_at(lambda: served.edit(CODE, "class Edition(Struct, frozen=True):", "class Edition("))
    status, mistake = served.until_looked_at(
        lambda: served.edit("content/notes/ollanta-humala.md", "President of Peru", "Once President of Peru")
    )
    served.edit(CODE, "class Edition(", "class Edition(Struct, frozen=True):")
    until(lambda: "Once President of Peru" in served.get()[1], "the pages to be back, with what was saved")

    assert status == 500
    assert "SyntaxError" in mistake


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize(
    ("name", "old", "new", "page"),
    [
        ("content/notes/ollanta-humala.md", "President of Peru", "Once President of Peru", "index.html"),
        ("templates/site/about.html", "</h1>", ": anew</h1>", "about.html"),
        (CODE, SAID, SAID_ANEW, "quotations.html"),
    ],
)
def test_a_folder_that_is_taken_away_and_put_back_is_followed(
    served: Served, name: str, old: str, new: str, page: str, gap: bool
) -> None:
    """Another folder in the place of content, templates or code is followed like the first, after a gap or without."""
    published = served.published().with_name(page)
    folder, away = served.folder / name.split("/", maxsplit=1)[0], served.folder / "away"

    def replace() -> None:
        folder.rename(away)
        if gap:
            until(lambda: served.get()[0] == 500, "the folder to be missed")
        shutil.copytree(away, folder)

    served.until_looked_at(replace)
    until(lambda: served.get()[0] == 200, "the pages to be back")
    served.edit(name, old, new)
    until(lambda: new in published.read_text(encoding="utf-8"), "what was saved there to be published")
    served.edit(name, new, old)  # the first may have been seen with the folder's coming, this one only for itself
    until(lambda: new not in published.read_text(encoding="utf-8"), "what was saved after that to be published")


async def until_shown(preview: Preview, words: str) -> None:
    """Wait until ``words`` are in the page that is shown."""
    while words not in (preview.page("index.html") or ("",))[0]:
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("stage", ["read", "render", "prove"])
def test_a_fault_in_any_stage_is_shown_and_the_watch_goes_on(stage: str, tmp_path: Path) -> None:
    """An exception that isn't ours, in reading, rendering or proving, is told by its type and message until mended."""
    source = tmp_path / "content"
    source.write_text(stage, encoding="utf-8")

    def fail_in(name: str) -> None:
        if source.read_text(encoding="utf-8") == name:
            raise KeyError(f"a fault to {name}")

    def draft() -> Draft:
        fail_in("read")

        def page(_: str) -> str:
            fail_in("render")
            return "<p>As it should be</p>"

        return page

    def publish() -> tuple[object, ...]:
        fail_in("prove")
        return ()

    async def mend() -> None:
        preview = Preview(Pipeline(draft, publish, (source,), tmp_path / "src", tmp_path / "_site", ()), 0)
        app = application(preview)
        async with app.router.lifespan_context(app):
            await until_shown(preview, f"KeyError: &#x27;a fault to {stage}&#x27;")
            source.write_text("nothing", encoding="utf-8")
            await until_shown(preview, "As it should be")

    to_its_end(asyncio.wait_for(mend(), PATIENCE))


def test_the_end_of_the_watch_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If changes can't be followed any longer, the terminal and the browser say so, in one line, with the reason."""

    def no_watch(*_: object, **__: object) -> None:
        raise OSError("no watches are left")

    async def start() -> None:
        preview = Preview(Pipeline(lambda: str, tuple, (tmp_path,), tmp_path, tmp_path / "_site", ()), 0)
        app = application(preview)
        async with app.router.lifespan_context(app):
            await until_shown(preview, "OSError: no watches are left")

    monkeypatch.setattr("watchfiles.awatch", no_watch)
    to_its_end(asyncio.wait_for(start(), PATIENCE))

    assert re.fullmatch(r".*OSError: no watches are left; .*\n", capsys.readouterr().err)


def test_only_the_loopback_by_its_name_is_answered(served: Served) -> None:
    """A request under another name, or for a file outside the site, gets nothing; what is missing gets our 404 page."""
    served.published()

    assert served.get(host="example.org")[0] == 400
    assert served.get("/../content/article.toml")[0] == 404
    assert served.get("/%2e%2e/content/article.toml")[0] == 404
    for missing in ("/none.html", "/sitemap.xml"):  # the second has a template, which makes no file without an address
        status, page = served.get(missing)
        assert (status, "<h1>" in page) == (404, True)
    assert served.get("/article.txt")[1] == (ROOT / "content" / "article.txt").read_text(encoding="utf-8")


def test_ctrl_c_ends_it_in_one_line(served: Served) -> None:
    """Ctrl-C ends it with a word and no traceback, while a browser is listening, too."""
    with socket.create_connection(("127.0.0.1", served.port)) as browser:
        browser.sendall(f"GET /-/changes HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
        assert b"200 OK" in browser.recv(100)
        served.process.send_signal(signal.SIGINT)
        out, err = served.process.communicate(timeout=PATIENCE)

    assert (served.process.returncode, out, err) == (0, "the preview has ended\n", "")


def test_a_port_in_use_names_the_next_free_one(command: Command) -> None:
    """A port that something listens on is refused in one line, with one that is free."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = command("--serve", port)

    assert outcome.status == 1
    assert re.fullmatch(
        rf"expected port {port} to be free, found it in use; run: make serve PORT=(\d+), .*--serve \1\n", outcome.err
    )
    assert command("--serve", 70000).status == 1


@pytest.mark.parametrize(
    "policy", ["default-src 'none'; img-src data:", "default-src 'none'; script-src 'sha256-x'; img-src data:"]
)
def test_the_policy_of_a_served_page_lets_only_the_reloader_in(policy: str) -> None:
    """The page's own rules stay; scripts and requests of this server alone come on top, named once."""
    page = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><body>script-src</body>'
    served = with_reloader(page, "7")
    told = re.findall(r'content="([^"]*)"', served)[0].split("; ")

    assert {"default-src 'none'", "img-src data:", "connect-src 'self'"} <= set(told)
    assert [rule.replace(" 'sha256-x'", "") for rule in told if rule.startswith("script-src")] == ["script-src 'self'"]
    assert ("'sha256-x'" in served) == ("'sha256-x'" in policy)
    assert served.endswith('<script src="/-/reload.js?7"></script>\n</body>')
