"""The examples in deploy/ serve the built site as they say."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
import yaml

from tests.conftest import ROOT, program

SECURE = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Robots-Tag", "Cache-Control")


def nginx(folder: Path, port: int, example: str) -> list[str]:
    """Return how to start nginx with ``example``, which is a server or a part of one."""
    path, types = program("nginx", "nginx-light"), ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types")
    shutil.copy(next(filter(os.path.exists, types)), folder)
    temporary = (f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    server = example if "server {" in example else f"server {{ listen 80; server_tokens off; {example} }}"
    start = f"{'user root;' * (os.geteuid() == 0)} pid {folder}/pid; daemon off; events {{}} http {{ access_log off; "
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};")
    (folder / "nginx.conf").write_text(f"{start} {''.join(temporary)} {server} }}", "utf-8")
    return [path, "-c", f"{folder}/nginx.conf", "-e", "stderr", "-p", str(folder)]


def caddy(folder: Path, port: int, example: str) -> list[str]:
    """Return how to start Caddy with ``example``."""
    server = example.replace("example.org {", f"http://127.0.0.1:{port} {{")
    (folder / "Caddyfile").write_text(f"{{\nadmin off\n}}\n{server}", "utf-8")
    return [program("caddy", "caddy"), "run", "--config", f"{folder}/Caddyfile"]


def of_other_hosts(site: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers of every file in _headers, and the types of some."""
    said = (site / "_headers").read_text("utf-8")
    common = dict(re.findall(r"^  ([\w-]+): (.*)", said.partition("/article")[0], re.MULTILINE))
    return common, dict(re.findall(r"^/(\S+)\n  Content-Type: (.*)", said, re.MULTILINE))


@pytest.fixture(scope="module", params=["nginx.conf", "nginx-subfolder.conf", "Caddyfile"])
def base(site: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """Start a server with one of our examples and the built site, and return its address."""
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    example = (ROOT / "deploy" / request.param).read_text("utf-8")
    assert re.findall("^[^#]*(/srv/clipping/_site)", example, re.MULTILINE) == ["/srv/clipping/_site"]
    start = caddy if request.param == "Caddyfile" else nginx
    command = start(folder, port, example.replace("/srv/clipping/_site", str(site.resolve())))
    said, home = folder / "error.log", {**os.environ, "HOME": str(folder)}
    with said.open("wb") as errors, subprocess.Popen(command, stderr=errors, env=home) as server:
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"{port}{'/peru' * ('subfolder' in request.param)}"
        server.terminate()
    assert not re.search(r'\[(?:warn|error|crit|alert|emerg)\]|"level":"error"', said.read_text(encoding="utf-8"))


def ask(base: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the body of the answer to a request for ``path`` of the site."""
    port, _, folder = base.partition("/")
    connection = HTTPConnection("127.0.0.1", int(port), timeout=10)
    connection.request("GET", f"/{folder}{path}" if folder else path or "/", headers=headers or {})
    answer = connection.getresponse()
    return answer.status, {name.title(): value for name, value in answer.headers.items()}, answer.read()


@pytest.mark.outside
def test_every_file_is_served(site: Path, base: str) -> None:
    """Each file is served byte for byte, with the security headers and the types that _headers gives other hosts."""
    secure, types = of_other_hosts(site)
    types |= dict.fromkeys(("article.txt", "robots.txt", "SHA256SUMS"), "text/plain; charset=utf-8")
    for path in {*site.iterdir()} - {site / "404.html", site / "_headers"}:
        status, headers, body = ask(base, f"/{path.name}")
        kind = "text/html; charset=utf-8" if path.suffix == ".html" else headers["Content-Type"]
        assert (status, body) == (200, path.read_bytes()), path.name
        assert headers.items() >= {**secure, "Content-Type": types.get(path.name, kind)}.items(), path.name


@pytest.mark.outside
def test_pages_are_compressed_asked_for_again_and_missed(site: Path, base: str) -> None:
    """A page is compressed, and not sent again while its ETag matches; a missing one is answered by our 404 page."""
    _, headers, body = ask(base, "/", {"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == (site / "index.html").read_bytes()
    assert 3 * len(body) < len(gzip.decompress(body))
    assert ask(base, "/", {"If-None-Match": headers["Etag"]})[::2] == (304, b"")
    assert ask(base, "/../../pyproject.toml")[0] in {400, 404}
    assert ask(base, "")[0] == (301 if "/" in base else 200)
    for path in ("/none.html", "/_headers"):  # the latter is for other hosts
        status, headers, body = ask(base, path)
        assert (status, body) == (404, (site / "404.html").read_bytes())
        assert headers.items() >= of_other_hosts(site)[0].items()
        assert "/" not in headers.get("Server", "")


def test_files_for_hosts_and_crawlers(site: Path, settled: Path) -> None:
    """_headers has the same policies for other hosts, noindex unless indexing is allowed, and types of real files.

    No robots.txt forbids anything: a file that can't be fetched is never archived, and its noindex never read.
    """
    (common, types), (indexed, _) = map(of_other_hosts, (site, settled))
    assert {*common} == {*SECURE} == {*indexed, "X-Robots-Tag"} != {*indexed}
    assert (common["X-Robots-Tag"], common["Referrer-Policy"]) == ("noindex", "no-referrer")
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
    steps = [step.get("run") or step["uses"].partition("@")[0] for step in jobs["build"]["steps"]]
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", action)] == []
    assert steps[-2:] == ["make", "actions/upload-pages-artifact"]
    assert jobs["build"]["steps"][-1]["with"]["path"] == "_site"
    assert jobs["publish"]["needs"] == "build"
