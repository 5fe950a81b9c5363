"""How long a build takes beside importing its packages, beside other generators, and as the article grows.

Run: python -m bench.generators [ROUNDS]; make bench does, and installs the others into bench/.env. All figures are of
whole processes, taken in turn in one run; the median is shown, and its ratio to the floor, which is importing the three
packages that every build here needs. The other generators build the same words as one article and two pages, without a
proof; ours makes all its files and holds them against the capture. One that is not installed is named and left out.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "bench" / ".env"
FLOOR = "import jinja2, markdown, bs4"
#: Sizes of article in kilobytes for the table of growth.
SIZES = (10, 100, 1000, 10_000)


@dataclass(frozen=True)
class Contender:
    """A command to time in a folder; ``before`` puts back what a run before it left."""

    name: str
    command: tuple[str | Path, ...]
    folder: Path
    before: Callable[[], object] = lambda: None

    def run(self) -> float:
        """Run the command once and return the seconds that it took."""
        self.before()
        start = time.perf_counter()
        subprocess.run(self.command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - start


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write ``files`` into ``folder`` and return it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ours(scratch: Path, content: Path, name: str) -> tuple[str | Path, ...]:
    """Return the command that builds ``content`` with this project."""
    return (sys.executable, ROOT / "build.py", "--content", content, "--output", scratch / name / "_site")


def clear(folder: Path) -> None:
    """Take a folder away, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def others(scratch: Path, words: str) -> list[Contender]:
    """Return the other generators with a small project each."""
    pages = {"quotations": "Who said what.", "about": "About this edition."}
    python = ENVIRONMENT / "bin"
    pelican = {"content/article.md": f"Title: Article\nDate: 2016-04-19\n\n{words}"}
    pelican |= {f"content/pages/{name}.md": f"Title: {name}\n\n{text}" for name, text in pages.items()}
    mkdocs = {"docs/index.md": words, "mkdocs.yml": "site_name: Article\n"}
    mkdocs |= {f"docs/{name}.md": text for name, text in pages.items()}
    hugo = {"hugo.toml": 'title = "Article"\ndisableKinds = ["taxonomy", "term", "RSS"]\n', "content/_index.md": words}
    hugo |= {
        f"layouts/{name}.html": "<!DOCTYPE html><title>{{ .Title }}</title>{{ .Content }}" for name in ("home", "page")
    }
    hugo |= {f"content/{name}.md": f"---\ntitle: {name}\n---\n{text}" for name, text in pages.items()}
    eleventy = {"index.md": words} | {f"{name}.md": text for name, text in pages.items()}
    return [
        Contender("hugo", (python / "hugo",), write(scratch / "hugo", hugo)),
        Contender("pelican", (python / "pelican", "content"), write(scratch / "pelican", pelican)),
        Contender("mkdocs", (python / "mkdocs", "build", "-q"), write(scratch / "mkdocs", mkdocs)),
        Contender(
            "eleventy", (ENVIRONMENT / "node_modules" / ".bin" / "eleventy",), write(scratch / "eleventy", eleventy)
        ),
    ]


def grown(size: int) -> str:
    """Return a capture of about ``size`` bytes: paragraphs as long as in the news, every one with a quotation."""
    head = "A Road That Is Closed Keeps Growing\n\n19 April 2016\n\n"
    paragraph = (
        "The road in valley {0} is closed, and nobody knows when the houses beyond it will be reached again. Work goes "
        "on at night. The county counted {0} lorries before winter. “We have waited for {0} years,” Maria Lopez said."
    )
    return head + "\n\n".join(paragraph.format(n) for n in range(size // len(paragraph) + 1))


def speed(scratch: Path, rounds: int) -> None:
    """Print the table of builds beside the floor."""
    content = ROOT / "content"
    words = (content / "article.txt").read_text(encoding="utf-8")
    edition = write(scratch / "edition", {"article.txt": words})
    shutil.copytree(content / "pages", edition / "pages")
    shutil.copy(content / "article.toml", edition)
    contenders = [Contender("floor", (sys.executable, "-c", FLOOR), scratch)]
    for name, folder in (("clipping, whole", content), ("clipping, without notes", edition)):
        contenders.append(Contender(name, ours(scratch, folder, name), scratch, partial(clear, scratch / name)))
    same = ours(scratch, content, "same")
    subprocess.run(same, check=True, stdout=subprocess.DEVNULL)
    contenders.append(Contender("clipping, no change", same, scratch))
    for other in others(scratch, words):
        if Path(other.command[0]).exists():
            contenders.append(other)
        else:
            print(f"{other.name} is left out: it is not in {ENVIRONMENT.relative_to(ROOT)}; run: make bench")
    turns = [[contender.run() for contender in contenders] for _ in range(rounds + 1)][1:]  # the first fills caches
    floor = statistics.median(turn[0] for turn in turns)
    print(f"{'':26}{'median ms':>10}{'least':>8}{'most':>8}{'floors':>8}")
    for contender, *taken in zip(contenders, *turns, strict=True):
        median = statistics.median(taken)
        figures = f"{1000 * median:10.0f}{1000 * min(taken):8.0f}{1000 * max(taken):8.0f}{median / floor:8.2f}"
        print(f"{contender.name:26}{figures}")


def growth(scratch: Path) -> None:
    """Print time and peak memory as the article grows."""
    print(f"\n{'article':>10}{'seconds':>10}{'MB/s':>8}{'peak MB':>10}")
    for size in SIZES:
        content = write(scratch / f"grown{size}", {"article.txt": grown(1000 * size)})
        start = time.perf_counter()
        command = [str(word) for word in ours(scratch, content, f"out{size}")]
        silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        process = os.posix_spawn(sys.executable, command, os.environ, file_actions=silent)
        _, status, usage = os.wait4(process, 0)
        taken = time.perf_counter() - start
        if status:
            sys.exit(f"expected to build an article of {size} kB, found exit status {status}")
        peak = usage.ru_maxrss / (1000 if sys.platform != "darwin" else 1_000_000)
        print(f"{size:7} kB{taken:10.2f}{size / 1000 / taken:8.2f}{peak:10.0f}")


def pages(scratch: Path) -> None:
    """Print the bytes of each page, as written and as a server compresses them; each is one request."""
    print(f"\n{'page':18}{'bytes':>9}{'gzipped':>9}")
    for path in sorted((scratch / "same" / "_site").glob("*.html")):
        data = path.read_bytes()
        print(f"{path.name:18}{len(data):9}{len(gzip.compress(data, 9)):9}")


def main(rounds: int) -> None:
    """Print all tables."""
    # Installed packages have their bytecode beside them; where none may be written, ours would be compiled each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        speed(Path(folder), rounds)
        growth(Path(folder))
        pages(Path(folder))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
