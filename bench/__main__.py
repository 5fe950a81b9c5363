"""How long a build takes beside other generators, and a preview from saving to new bytes served.

Run: python -m bench [ROUNDS]; make bench does, and installs the others into bench/.env. Times are of whole processes in
turn; the table shows medians and their ratios to the floor, which imports the three packages that a build here can't do
without, in an environment with those alone. The other generators build the same words as one article and two pages,
without a proof; ours makes all its files and proves them. What is not installed is named and left out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "bench" / ".env"
FLOOR = ENVIRONMENT / "floor" / "bin" / "python"
OTHERS = ENVIRONMENT / "others" / "bin"
WORDS = (ROOT / "content" / "article.txt").read_text(encoding="utf-8")
PAGES = {"quotations": "Who said what.", "about": "About this edition."}
Command = list[str | Path]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write ``files`` into ``folder`` and return it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ours(content: Path, output: Path) -> Command:
    """Return the command that builds ``content`` with this program."""
    return [sys.executable, ROOT / "build.py", "--content", content, "--output", output]


def grown(size: int) -> str:
    """Return a capture of about ``size`` bytes: paragraphs as long as in the news, each with a quotation."""
    paragraph = (
        "The road in valley {0} is closed, and nobody knows when the houses beyond it will be reached again. Work goes "
        "on at night. The county counted {0} lorries before winter. “We have waited for {0} years,” Maria Lopez said."
    )
    count = size // len(paragraph) + 1
    return "\n\n".join(["A Road That Is Closed Keeps Growing", "19 April 2016", *map(paragraph.format, range(count))])


def builds(scratch: Path) -> dict[str, tuple[Command, Path]]:
    """Return the commands to time, by name, each with the folder to run it in."""
    pelican = {"content/article.md": f"Title: Article\nDate: 2016-04-19\n\n{WORDS}"}
    pelican |= {f"content/pages/{name}.md": f"Title: {name}\n\n{text}" for name, text in PAGES.items()}
    mkdocs = {"docs/index.md": WORDS, "mkdocs.yml": "site_name: Article\n"}
    mkdocs |= {f"docs/{name}.md": text for name, text in PAGES.items()}
    long_one = write(scratch / "long", {"article.txt": grown(100_000)})
    found: dict[str, tuple[Command, Path]] = {
        "floor": ([FLOOR, "-c", "import jinja2, markdown, bs4"], scratch),
        "clipping": (ours(ROOT / "content", scratch / "clipping" / "_site"), scratch),
        "clipping, 100 kB": (ours(long_one, scratch / "clipping, 100 kB" / "_site"), scratch),
        "pelican": ([OTHERS / "pelican", "content", "-o", "_site"], write(scratch / "pelican", pelican)),
        "mkdocs": ([OTHERS / "mkdocs", "build", "-q", "-d", "_site"], write(scratch / "mkdocs", mkdocs)),
    }
    for name in [name for name, (command, _) in found.items() if not Path(command[0]).exists()]:
        print(f"{name} is left out: {found.pop(name)[0][0]} is not there; run: make bench")
    return found


def timed(command: Command, folder: Path, output: Path) -> float:
    """Run ``command`` in ``folder`` once, with ``output`` deleted; return the seconds that it took."""
    shutil.rmtree(output, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def show(taken: dict[str, list[float]]) -> None:
    """Print the median and the range of each, and the ratio of its median to the first one's."""
    first = statistics.median(next(iter(taken.values())))
    print(f"{'':20}{'median ms':>10}{'least':>8}{'most':>8}{'ratio':>8}")
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        figures = f"{1000 * median:10.0f}{1000 * min(seconds):8.0f}{1000 * max(seconds):8.0f}{median / first:8.2f}"
        print(f"{name:20}{figures}")


def wait_for(words: str, port: int) -> None:
    """Ask for the first page served on ``port`` every 2 ms until it has ``words``; half a minute at most."""
    end = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            if words.encode() in answer.read():
                return
        if time.monotonic() > end:
            raise TimeoutError(f"expected {words} to be served on port {port}, found nothing of it in 30 s")
        time.sleep(0.002)


@contextlib.contextmanager
def running(command: Command, folder: Path, port: int) -> Iterator[None]:
    """Run a server until the end of the block, from when it answers on."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet) as server:
        try:
            wait_for("<html", port)
            yield
        finally:
            server.terminate()


def previews(scratch: Path, rounds: int) -> dict[str, list[float]]:
    """Return the seconds from saving words to their being served, of our preview and of MkDocs's, in turn."""
    content = Path(shutil.copytree(ROOT / "content", scratch / "content"))
    docs = write(scratch / "docs", {"docs/index.md": WORDS, "mkdocs.yml": "site_name: Article\n"})
    ports = [free_port(), free_port()]
    servers: dict[str, tuple[Command, Path]] = {
        "clipping": ([*ours(content, scratch / "_site"), "--serve", str(ports[0])], sorted(content.glob("notes/*"))[0]),
        "mkdocs": ([OTHERS / "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{ports[1]}"], docs / "docs" / "index.md"),
    }
    taken: dict[str, list[float]] = {name: [] for name, (command, _) in servers.items() if Path(command[0]).exists()}
    with contextlib.ExitStack() as stack:
        for name, port in zip(taken, ports, strict=False):
            stack.enter_context(running(servers[name][0], docs, port))
        for number in range(rounds):
            for name, port in zip(taken, ports, strict=False):
                file, words = servers[name][1], f"changed{number:04}"
                start = time.perf_counter()
                file.write_text(f"{file.read_text(encoding='utf-8')}\n\n{words}\n", encoding="utf-8")
                wait_for(words, port)
                taken[name].append(time.perf_counter() - start)
                time.sleep(0.5)  # as an editor would, and so that each is at rest
    return taken


def free_port() -> int:
    """Return a port of the loopback that nothing uses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def main(rounds: int) -> None:
    """Print both tables."""
    # Installed packages have their bytecode beside them; where none may be written, ours would be compiled each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        commands = builds(scratch)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, (command, where) in commands.items():
                seconds = timed(command, where, scratch / name / "_site")
                taken[name] += [seconds] if turn else []  # the first turn fills caches and writes bytecode
        show(taken)
        print("\nFrom saving to served:")
        show(previews(scratch / "previews", rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
