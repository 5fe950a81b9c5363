"""The examples in deploy/ serve the built site as they say."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
import yaml

from tests.conftest import ROOT, program

#: Takes a path of the site and request headers, and returns the status, the headers and the body of the answer.
Ask = Callable[..., tuple[int, dict[str, str], bytes]]


def start(example: str, folder: Path, port: int, site: Path) -> list[str]:
    """Return the command that serves ``site`` as the file ``example`` says; the server writes only to ``folder``."""
    config = (ROOT / "deploy" / example).read_text("utf-8")
    assert re.findall("^[^#]*(/srv/clipping/_site)", config, re.MULTILINE) == ["/srv/clipping/_site"]
    config = config.replace("/srv/clipping/_site", str(site.resolve()))
    if example == "Caddyfile":
        config = "{\nadmin off\n}\n" + config.replace("example.org {", f"http://127.0.0.1:{port} {{")
        command = [program("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", f"{folder}/config"]
    else:
        command = [program("nginx", "nginx-light"), "-c", f"{folder}/config", "-e", "stderr", "-p", str(folder)]
        shutil.copy("/etc/nginx/mime.types", folder)
        kinds = "client_body", "proxy", "fastcgi", "uwsgi", "scgi"
        config = config if "server {" in config else f"server {{ listen 80; server_tokens off; {config} }}"
        config = config.replace("listen 80;", f"listen 127.0.0.1:{port};")
        config = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds) + f"access_log off; {config}"
        user = "user root;" if os.geteuid() == 0 else ""
        config = f"{user} pid {folder}/pid; daemon off; events {{}} http {{ {config} }}"
    (folder / "config").write_text(config, "utf-8")
    return command


def headers_for_other_hosts(site: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers of every file in _headers, and the types of some."""
    text = (site / "_headers").read_text("utf-8")
    common = dict(re.findall(r"^  ([\w-]+): (.*)", text.partition("/article")[0], re.MULTILINE))
    return common, dict(re.findall(r"^/(\S+)\n  Content-Type: (.*)", text, re.MULTILINE))


@pytest.fixture(scope="module", params=["nginx.conf", "nginx-subfolder.conf", "Caddyfile"])
def ask(site: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Ask]:
    """Serve the built site with one of our examples, and return a function that requests a path of it."""
    folder, base = tmp_path_factory.mktemp("server"), "/peru" if "subfolder" in request.param else ""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])

    def answer(path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", base + path or "/", headers=headers or {})
        response = connection.getresponse()
        return response.status, {name.title(): value for name, value in response.headers.items()}, response.read()

    command, log = start(request.param, folder, port, site), folder / "error.log"
    env = {**os.environ, "HOME": str(folder)}
    with log.open("wb") as errors, subprocess.Popen(command, stderr=errors, env=env) as server:
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield answer
        server.terminate()
    assert not re.search(r'\[(?:warn|error|crit|alert|emerg)\]|"level":"error"', log.read_text(encoding="utf-8"))


@pytest.mark.outside
def test_every_file_is_served(site: Path, ask: Ask) -> None:
    """Each file is served byte for byte, with the security headers and the types that _headers gives other hosts."""
    secure, types = headers_for_other_hosts(site)
    types |= dict.fromkeys(("article.txt", "robots.txt", "SHA256SUMS"), "text/plain; charset=utf-8")
    for path in {*site.iterdir()} - {site / "404.html", site / "_headers"}:
        status, headers, body = ask(f"/{path.name}")
        kind = "text/html; charset=utf-8" if path.suffix == ".html" else headers["Content-Type"]
        assert (status, body) == (200, path.read_bytes()), path.name
        assert headers.items() >= {**secure, "Content-Type": types.get(path.name, kind)}.items(), path.name


@pytest.mark.outside
def test_pages_are_compressed_asked_for_again_and_missed(site: Path, ask: Ask, request: pytest.FixtureRequest) -> None:
    """A page is compressed, and not sent again while its ETag matches; a missing one is answered by our 404 page."""
    _, headers, body = ask("/", {"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == (site / "index.html").read_bytes()
    assert 3 * len(body) < len(gzip.decompress(body))
    assert ask("/", {"If-None-Match": headers["Etag"]})[::2] == (304, b"")
    assert ask("/../../pyproject.toml")[0] in {400, 404}
    assert ask("")[0] == (301 if "subfolder" in request.node.callspec.id else 200)
    for path in ("/none.html", "/_headers"):  # the latter is for other hosts
        status, headers, body = ask(path)
        assert (status, body) == (404, (site / "404.html").read_bytes())
        assert headers.items() >= headers_for_other_hosts(site)[0].items()
        assert "/" not in headers.get("Server", "")


def test_files_for_hosts_and_crawlers(site: Path, settled: Path) -> None:
    """_headers has the same policies for other hosts, noindex unless indexing is allowed, and types of real files.

    No robots.txt forbids anything: a file that can't be fetched is never archived, and its noindex never read.
    """
    (common, types), (indexed, _) = map(headers_for_other_hosts, (site, settled))
    assert {*indexed} == {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"}
    assert common == {**indexed, "X-Robots-Tag": "noindex"} and common["Referrer-Policy"] == "no-referrer"
    assert len(types) > 7 and all((site / name).exists() for name in types)
    for folder in (site, settled):
        robots = RobotFileParser()
        robots.parse((folder / "robots.txt").read_text("utf-8").splitlines())
        assert [path.name for path in folder.iterdir() if not robots.can_fetch("archive", f"/{path.name}")] == []
    assert robots.site_maps() == ["https://example.org/peru/sitemap.xml"]


def test_workflow_builds_before_it_publishes() -> None:
    """The workflow for GitHub Pages runs make, uploads the site and then deploys it, with actions pinned by commit."""
    text = (ROOT / "deploy" / "github-pages.yml").read_text("utf-8")
    used, jobs = re.findall("uses: (.*)", text), yaml.safe_load(text)["jobs"]
    *_, build, upload = jobs["build"]["steps"]
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", action)] == []
    assert (build["run"], upload["uses"].partition("@")[0]) == ("make", "actions/upload-pages-artifact")
    assert (upload["with"]["path"], jobs["publish"]["needs"]) == ("_site", "build")
