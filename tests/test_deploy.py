"""The examples in deploy/ do what they say, held against the built site."""

from __future__ import annotations

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

import pytest
import yaml

from tests.conftest import ROOT, build_site, missing

SECURE = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "public, max-age=600",
}
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def port(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Start nginx with our example around the built site, and return its port."""
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    if nginx is None:
        missing("nginx", "install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    example = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{number};"), ("/srv/clipping/_site", str(site.resolve()))):
        assert example.count(old) == 1
        example = example.replace(old, new)
    types = map(Path, ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types"))
    shutil.copy(next(filter(Path.exists, types)), folder)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} pid {folder}/pid; error_log {folder}/error.log warn; "
        f"daemon off; events {{}} http {{ access_log off; {kept} {example} }}",
        encoding="utf-8",
    )
    with subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-e", folder / "error.log", "-p", folder]) as server:
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", number)) == 0:
                    break
            time.sleep(0.02)
        yield number
        server.terminate()
    assert not (folder / "error.log").read_text(encoding="utf-8")


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Return the answer to a request for ``path``: its status, headers and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    return answer.status, dict(answer.headers), answer.read()


@pytest.mark.outside
def test_nginx_serves_every_file(site: Path, port: int) -> None:
    """Each file is served with its bytes and the security headers; text says that it is UTF-8."""
    for path in {*site.iterdir()} - {site / "404.html", site / "_headers"}:
        status, headers, body = ask(port, f"/{path.name}")
        kind = headers["Content-Type"]

        assert (status, body) == (200, path.read_bytes()), path.name
        assert headers.items() >= SECURE.items(), path.name
        assert kind.endswith("charset=utf-8") or kind in ("application/json", "application/epub+zip"), (path.name, kind)


@pytest.mark.outside
def test_nginx_compresses_asks_again_and_has_a_404_page(site: Path, port: int) -> None:
    """A page comes compressed, and not again while its ETag holds; what is not there is answered with our page."""
    _, headers, body = ask(port, "/", {"Accept-Encoding": "gzip"})

    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == (site / "index.html").read_bytes()
    assert len(body) < 25_000
    assert ask(port, "/", {"If-None-Match": headers["ETag"].removeprefix("W/")})[::2] == (304, b"")
    assert ask(port, "/../pyproject.toml")[0] == 400
    for path in ("/none.html", "/_headers"):  # the latter is for other hosts
        status, headers, body = ask(port, path)
        assert (status, body) == (404, (site / "404.html").read_bytes())
        assert "nginx/" not in headers["Server"]


def test_headers_file(site: Path, content: Path, tmp_path: Path) -> None:
    """_headers says for other hosts what the example for nginx says, and noindex only where it is wanted."""
    headers = (site / "_headers").read_text(encoding="utf-8")
    values = dict(re.findall(r"^  ([\w-]+): (.*)", headers, re.MULTILINE))
    (content / "article.toml").write_text("index = true\n", encoding="utf-8")
    indexed = build_site(content, tmp_path / "open") / "_headers"

    assert {name: value for name, value in values.items() if name != "Content-Type"} == SECURE
    assert "X-Robots-Tag" not in indexed.read_text(encoding="utf-8")
    assert [name for name in re.findall(r"^/([\w.]+)$", headers, re.MULTILINE) if not (site / name).exists()] == []


def test_workflow_builds_before_it_publishes() -> None:
    """The example for GitHub Pages is valid YAML; it runs make, uploads the site that it makes, and then deploys."""
    jobs = yaml.safe_load((ROOT / "deploy" / "github-pages.yml").read_text(encoding="utf-8"))["jobs"]
    steps = [step.get("run") or step["uses"].partition("@")[0] for step in jobs["build"]["steps"]]

    assert steps[-2:] == ["make", "actions/upload-pages-artifact"]
    assert jobs["build"]["steps"][-1]["with"]["path"] == "_site"
    assert jobs["publish"]["needs"] == "build"
