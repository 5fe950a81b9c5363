"""Measure a build (beside other generators, by stage, and for larger captures) and the delay of the preview.

Run: python -m bench [ROUNDS], or make bench, which first installs the other generators into bench/.env.
Generators take turns, and each starts without earlier output; times are medians over whole processes. The floor is the
import of the three packages that no build can do without, in an environment that contains no others. The other
generators make three pages of the same text and prove nothing. A generator that is not installed is left out.
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
#: Python with nothing but what a build needs, since Beautiful Soup would also import lxml and chardet if installed.
PYTHON = str(next(filter(Path.exists, (INSTALLED / "clipping" / "bin" / "python", Path(sys.executable)))))
BUILD = [PYTHON, str(ROOT / "build.py"), "--output", "_site"]
#: A paragraph of the usual length in news, with a quotation.
PARAGRAPH = (
    "The road in valley {0} is closed, and nobody knows when the houses beyond it will be reached again. Work goes on "
    "at night. The county counted {0} lorries before winter. “We have waited for {0} years,” Maria Lopez said."
)
#: Runs a build, and prints the time at which each of its stages began, by a clock that all processes share.
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


def measure(command: list[str], files: dict[str, str], folder: Path) -> tuple[float, float]:
    """Write ``files`` into ``folder``, delete its ``_site``, run ``command``; return its time in ms and peak in MB.

    The peak includes the memory of this process when it forks, so this module imports little.
    """
    for path, text in ((folder / name, text) for name, text in files.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "_site", ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"expected {command[0]} to succeed, found status {status}")
    return 1000 * (time.perf_counter() - start), used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def compare_generators(scratch: Path, rounds: int) -> None:
    """Print the time of each generator, the ratio of that to the floor, and its peak memory."""
    text = (ROOT / "content" / "article.txt").read_text(encoding="utf-8")
    files = {"mkdocs.yml": "site_name: Article\n"}  # pages for the other generators
    for name in ("index", "quotations", "about"):
        files |= {f"docs/{name}.md": text, f"content/{name}.md": f"Title: The {name}\nDate: 2016-04-19\n\n{text}"}
    floor, others = str(INSTALLED / "floor" / "bin" / "python"), str(INSTALLED / "others" / "bin")
    commands = {
        "floor": [floor, "-c", "import jinja2, markdown, bs4"],
        "clipping": BUILD,
        "pelican": [f"{others}/pelican", "content", "-o", "_site"],
        "mkdocs": [f"{others}/mkdocs", "build", "-q", "-d", "_site"],
    }
    print(f"{'cold build':24}{'ms':>8}{'ratio':>8}{'peak MB':>9}")
    for name in [name for name, command in commands.items() if not Path(command[0]).exists()]:
        print(f"{name}: expected {commands.pop(name)[0]}, found none, so it is left out; run: make bench")
    turns = [[measure(command, files, scratch / name) for name, command in commands.items()] for _ in range(rounds + 1)]
    medians = [[median(figure) for figure in zip(*runs, strict=True)] for runs in zip(*turns[1:], strict=True)]
    for name, (ms, peak) in zip(commands, medians, strict=True):
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
    """Print the size of the article page, and the time, memory and relative size of the site for larger captures."""
    page = (scratch / "clipping" / "_site" / "index.html").read_bytes()
    print(f"\nthe article page: {len(page)} bytes, gzipped {len(gzip.compress(page, mtime=0))}")
    print(f"\n{'capture':24}{'ms':>8}{'peak MB':>9}{'site / capture':>16}")
    for size in (10_000, 100_000, 1_000_000):
        paragraphs = "\n\n".join(map(PARAGRAPH.format, range(size // len(PARAGRAPH) + 1)))
        files = {"content/article.txt": f"A Road That Is Closed Keeps Growing\n\n19 April 2016\n\n{paragraphs}"}
        ms, peak = measure([*BUILD, "--content", "content"], files, folder := scratch / str(size))
        weight = sum(path.stat().st_size for path in (folder / "_site").iterdir()) / size
        print(f"{size // 1000:>5} kB{ms:24.0f}{peak:9.1f}{weight:16.1f}")


def preview(scratch: Path, rounds: int) -> None:
    """Print the time from saving a note until the preview serves its new words."""
    tests, taken = import_module("tests.test_preview"), []  # imported here: see measure
    with tests.serving(scratch / "preview") as served:
        text = (note := served.folder / tests.NOTE).read_text(encoding="utf-8")
        for number in range(rounds):
            time.sleep(0.5)  # as an editor would, and until the preview is idle
            words, start = f"changed{number:04}", time.perf_counter()
            note.write_text(text.replace(tests.PRINTED, f"{tests.PRINTED}, {words}"), encoding="utf-8")
            while words not in served.get("/")[1]:
                time.sleep(0.002)
            taken.append(1000 * (time.perf_counter() - start))
    print(f"\nfrom saving to served: {median(taken):.0f} ms, from {min(taken):.0f} to {max(taken):.0f}")


if __name__ == "__main__":
    # Installed packages have their bytecode. If Python could not write ours, each build would compile it again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.path.insert(0, str(ROOT / "src"))  # for the tests of the preview
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        compare_generators(Path(folder), count)
        by_stage(Path(folder), count)
        growth(Path(folder))
        preview(Path(folder), count)
