"""How long from saving the article to new bytes served: our preview and another generator's, in turn, in one run.

Run: python -m bench.preview. The other is MkDocs' server, if it is installed. Each shows the same article; words are
added to a text on its page, and the page is asked for every 2 ms until they are there.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMES = 21
POLL = 0.002


def free_port() -> int:
    """Return a port of the loopback that nothing uses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def fetch(port: int) -> bytes:
    """Return the article page that is served on ``port``, or nothing where no answer comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read()
    except OSError:
        return b""
    finally:
        connection.close()


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until the end of the block, from when it answers on."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + 30
            while not fetch(port) and time.monotonic() < end:
                time.sleep(0.1)
            yield
        finally:
            server.terminate()


def save_and_wait(path: Path, text: str, port: int, number: int) -> float:
    """Save ``text`` with new words at its end, and return the milliseconds until a page with them is served."""
    words = f"changed{number:04}"
    start = time.perf_counter()
    path.write_text(f"{text}\n\n{words}\n", encoding="utf-8")
    while words.encode() not in fetch(port):
        if time.perf_counter() - start > 20:
            raise TimeoutError(f"expected {words} to be served, found nothing of it in 20 s")
        time.sleep(POLL)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Measure each server in turn, and print the median and the range of each."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        content = Path(shutil.copytree(ROOT / "content", folder / "content"))
        (folder / "docs").mkdir()
        (folder / "docs" / "index.md").write_text(
            (content / "article.txt").read_text(encoding="utf-8"), encoding="utf-8"
        )
        (folder / "mkdocs.yml").write_text("site_name: Article\n", encoding="utf-8")
        ports = free_port(), free_port()
        build = [sys.executable, str(ROOT / "build.py"), "--content", str(content), "--output", str(folder / "_site")]
        servers = {
            "clipping": ([*build, "--serve", str(ports[0])], ports[0], sorted((content / "notes").glob("*.md"))[0]),
            "mkdocs": (
                [str(ROOT / "bench" / ".env" / "bin" / "mkdocs"), "serve", "-q", "-a", f"127.0.0.1:{ports[1]}"],
                ports[1],
                folder / "docs" / "index.md",
            ),
        }
        if not Path(servers["mkdocs"][0][0]).exists():
            print("mkdocs: not installed; run: make bench")
            del servers["mkdocs"]
        with ExitStack() as stack:
            for command, port, _ in servers.values():
                stack.enter_context(running(command, port, folder))
            texts = {name: path.read_text(encoding="utf-8") for name, (_, _, path) in servers.items()}
            taken: dict[str, list[float]] = {name: [] for name in servers}
            for number in range(TIMES):
                for name, (_, port, path) in servers.items():
                    taken[name].append(save_and_wait(path, texts[name], port, number))
                    time.sleep(0.5)  # as a person would, and so that each has come to rest
        for name, times in taken.items():
            print(f"{name:10} median {statistics.median(times):6.1f} ms, {min(times):.1f} to {max(times):.1f}")


if __name__ == "__main__":
    main()
