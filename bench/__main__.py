"""Compare a build with other generators, time its stages and larger captures, and time the preview.

Run: python -m bench [ROUNDS], or make bench, which first installs the other generators into bench/.env.
Generators take turns, and each starts without earlier output. Times are medians over whole processes, after a first
round that fills caches. The floor is the time to import the three packages that no build can do without, in an
environment with no others. The other generators make three pages of the same text and prove nothing.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = ROOT / "bench" / ".env"
#: A Python with only what a build needs, if installed, since Beautiful Soup imports lxml and chardet if they are there.
PYTHON = str(next(filter(Path.exists, (INSTALLED / "clipping" / "bin" / "python", Path(sys.executable)))))
BUILD = [PYTHON, str(ROOT / "build.py"), "--output", "_site"]
COMMANDS = {
    "floor": [str(INSTALLED / "floor" / "bin" / "python"), "-c", "import jinja2, markdown, bs4"],
    "clipping": BUILD,
    "pelican": [str(INSTALLED / "others" / "bin" / "pelican"), "content", "-o", "_site"],
    "mkdocs": [str(INSTALLED / "others" / "bin" / "mkdocs"), "build", "-q", "-d", "_site"],
}
#: A paragraph of the usual length in news, with a quotation.
PARAGRAPH = (
    "The road in valley {0} is closed, and nobody knows when the houses beyond it will be reached again. Work goes on "
    "at night. The county counted {0} lorries before winter. “We have waited for {0} years,” Maria Lopez said."
)
#: Code that runs a build, and prints the time at which each of its stages began, by a clock that all processes share.
STAGES = """
import json, sys, time
began = [("Python starts", float(sys.argv.pop(1))), ("imports of packages", time.perf_counter())]
import bs4, jinja2, markdown, msgspec, yaml
began.append(("imports of our modules", time.perf_counter()))
import build
def timed(name, function):
    return lambda *given, **named: (began.append((name, time.perf_counter())), function(*given, **named))[1]
for name in ("read", "parse", "find_quotations", "read_notes", "render_site", "publish_site", "verify_site"):
    setattr(build, name, timed(name, getattr(build, name)))
build.main(sys.argv[1:])
print(json.dumps([*began, ("Python ends", time.perf_counter())]))
"""


def measure(command: list[str], folder: Path) -> tuple[float, float]:
    """Delete ``_site`` in ``folder`` and run ``command`` there; return its time in ms and its peak memory in MB.

    The peak includes the memory of this process when it forks, so this module imports little.
    """
    shutil.rmtree(folder / "_site", ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"expected {command[0]} to succeed, found status {status}")
    return 1000 * (time.perf_counter() - start), used.ru_maxrss / 1e3  # which Linux gives in kB


def compare_generators(scratch: Path, rounds: int) -> None:
    """Print the time of each generator that is installed, the ratio of its time to the floor, and its peak memory."""
    text = (ROOT / "content" / "article.txt").read_text(encoding="utf-8")
    (scratch / "mkdocs.yml").write_text("site_name: Article\ndocs_dir: content\n")
    (scratch / "content").mkdir()
    for name in ("index", "quotations", "about"):
        page = f"Title: The {name}\nDate: 2016-04-19\n\n{text}"
        (scratch / "content" / f"{name}.md").write_text(page, encoding="utf-8")
    installed = {name: command for name, command in COMMANDS.items() if Path(command[0]).exists()}
    rows = [[measure(command, scratch) for command in installed.values()] for _ in range(rounds + 1)][1:]
    medians = [[median(figures) for figures in zip(*column, strict=True)] for column in zip(*rows, strict=True)]
    print(f"{'cold build':24}{'ms':>8}{'ratio':>8}{'peak MB':>9}")
    for name, (ms, peak) in zip(installed, medians, strict=True):
        print(f"{name:24}{ms:8.0f}{ms / medians[0][0]:8.2f}{peak:9.1f}")


def by_stage(scratch: Path, rounds: int) -> None:
    """Print the time of each stage in the build of median duration; a stage is named after its first function."""
    runs = []
    for _ in range(rounds):
        shutil.rmtree(scratch / "_site", ignore_errors=True)
        command = [PYTHON, "-c", STAGES, repr(time.perf_counter()), "--output", str(scratch / "_site")]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        runs.append([*json.loads(done.stdout.splitlines()[-1]), ("", time.perf_counter())])
    run = sorted(runs, key=lambda run: run[-1][1] - run[0][1])[rounds // 2]
    print(f"\n{'stage of a cold build':24}{'ms':>8}")
    for (stage, start), (_, end) in [*pairwise(run), (("all of it", run[0][1]), run[-1])]:
        print(f"{stage:24}{1000 * (end - start):8.1f}")


def growth(scratch: Path) -> None:
    """Print the size of the article page in ``scratch``, and measure builds of larger captures."""
    page = (scratch / "_site" / "index.html").read_bytes()
    print(f"\nthe article page: {len(page)} bytes, gzipped {len(gzip.compress(page, mtime=0))}")
    (scratch / "larger").mkdir()
    print(f"\n{'capture':24}{'ms':>8}{'peak MB':>9}{'site / capture':>16}")
    for size in (10_000, 100_000, 1_000_000):
        paragraphs = "\n\n".join(map(PARAGRAPH.format, range(size // len(PARAGRAPH) + 1)))
        text = f"A Road That Is Closed Keeps Growing\n\n19 April 2016\n\n{paragraphs}"
        (scratch / "larger" / "article.txt").write_text(text, encoding="utf-8")
        ms, peak = measure([*BUILD, "--content", "larger"], scratch)
        weight = sum(path.stat().st_size for path in (scratch / "_site").iterdir()) / size
        print(f"{size // 1000:>5} kB{ms:24.0f}{peak:9.1f}{weight:16.1f}")


def preview(scratch: Path, rounds: int) -> None:
    """Print the time from saving a note until the preview serves its new words."""
    test_preview, taken = import_module("tests.test_preview"), []  # late, since it imports much (see ``measure``)
    with test_preview.serving(scratch / "preview") as served:
        text = (note := served.folder / test_preview.NOTE).read_text(encoding="utf-8")
        for number in range(rounds):
            time.sleep(0.5)  # wait as an editor would, and until the preview is idle
            words, start = f"changed{number:04}", time.perf_counter()
            note.write_text(text.replace(test_preview.PRINTED, f"{test_preview.PRINTED}, {words}"), encoding="utf-8")
            while words not in served.get("/")[1]:
                time.sleep(0.002)
            taken.append(1000 * (time.perf_counter() - start))
    print(f"\nfrom saving to served: {median(taken):.0f} ms, from {min(taken):.0f} to {max(taken):.0f}")


if __name__ == "__main__":
    # Installed packages have their bytecode. If Python could not write ours, each build would compile our code again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.path.insert(0, str(ROOT / "src"))  # for the tests of the preview
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        compare_generators(Path(folder), count)
        by_stage(Path(folder), count)
        growth(Path(folder))
        preview(Path(folder), count)
