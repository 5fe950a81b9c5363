"""The cost of a build beside other generators, by stage and for larger captures; and how fast a preview is.

Run: PYTHONPATH=src python -m bench [ROUNDS]; make bench does, and installs the others into bench/.env. Times are
medians of whole processes in turn, with the output deleted. The floor imports the three packages that a build here
can't do without, in an environment with those alone. The other generators make three pages of the same words and prove
nothing. What is not installed is named and left out.
"""

from __future__ import annotations

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
FLOOR, OTHERS = ROOT / "bench" / ".env" / "floor" / "bin" / "python", ROOT / "bench" / ".env" / "others" / "bin"
BUILD = [sys.executable, str(ROOT / "build.py"), "--output", "_site"]
#: Runs a build and prints when each of its stages began, by a clock that all processes share.
STAGES = """
import json, sys, time
began = [("Python starts", float(sys.argv.pop(1))), ("imports of others", time.perf_counter())]
import bs4, jinja2, markdown, msgspec, yaml
began.append(("our own imports", time.perf_counter()))
import build
def timed(function, stage, after=None):
    def run(*given, **named):
        began.append((stage, time.perf_counter()))
        result = function(*given, **named)
        began.extend([(after, time.perf_counter())] if after else [])
        return result
    return run
for name, *stages in (
    ("read", "capture and settings"), ("parse", "parser"), ("find_quotations", "quotations"),
    ("read_notes", "notes and pages"), ("render_site", "rendering"), ("publish_site", "writing"),
    ("verify_site", "proof", "swap"),
):
    setattr(build, name, timed(getattr(build, name), *stages))
build.main(sys.argv[1:])
print(json.dumps([*began, ("Python ends", time.perf_counter())]))
"""


def grown(size: int) -> str:
    """Return a capture of about ``size`` bytes: paragraphs as long as in the news, each with a quotation."""
    paragraph = (
        "The road in valley {0} is closed, and nobody knows when the houses beyond it will be reached again. Work goes "
        "on at night. The county counted {0} lorries before winter. “We have waited for {0} years,” Maria Lopez said."
    )
    count = size // len(paragraph) + 1
    return "\n\n".join(["A Road That Is Closed Keeps Growing", "19 April 2016", *map(paragraph.format, range(count))])


def timed(command: list[str], files: dict[str, str], folder: Path) -> tuple[float, float]:
    """Write ``files`` into ``folder`` and run ``command`` there without an earlier site; return its ms and peak in MB.

    The system counts the memory of this process, too, until ``command`` has replaced it, so little is imported here.
    """
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "_site", ignore_errors=True)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"expected {command[0]} to succeed, found the status {status}")
    return 1000 * (time.perf_counter() - start), used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def beside_others(scratch: Path, rounds: int) -> None:
    """Print how long each generator takes, its ratio to the floor, and its memory."""
    text, three = (ROOT / "content" / "article.txt").read_text(encoding="utf-8"), ("index", "quotations", "about")
    pelican = {f"content/{name}.md": f"Title: The {name}\nDate: 2016-04-19\n\n{text}" for name in three}
    mkdocs = {"mkdocs.yml": "site_name: Article\n", **{f"docs/{name}.md": text for name in three}}
    commands: dict[str, tuple[list[str], dict[str, str]]] = {
        "floor": ([str(FLOOR), "-c", "import jinja2, markdown, bs4"], {}),
        "clipping": (BUILD, {}),
        "pelican": ([str(OTHERS / "pelican"), "content", "-o", "_site"], pelican),
        "mkdocs": ([str(OTHERS / "mkdocs"), "build", "-q", "-d", "_site"], mkdocs),
    }
    for name in [name for name, (command, _) in commands.items() if not Path(command[0]).exists()]:
        print(f"{name} is left out: {commands.pop(name)[0][0]} is not there; run: make bench")
    turns = [{name: timed(*run, scratch / name) for name, run in commands.items()} for _ in range(rounds + 1)][1:]
    medians = {name: [*map(median, zip(*(turn[name] for turn in turns), strict=True))] for name in commands}
    print(f"{'cold build':24}{'ms':>8}{'ratio':>8}{'peak MB':>9}")
    for name, (ms, peak) in medians.items():
        print(f"{name:24}{ms:8.0f}{ms / next(iter(medians.values()))[0]:8.2f}{peak:9.1f}")


def by_stage(scratch: Path, rounds: int) -> None:
    """Print the stages of the build that took the median time."""
    runs = []
    for _ in range(rounds):
        shutil.rmtree(scratch / "_site", ignore_errors=True)
        command = [sys.executable, "-c", STAGES, repr(time.perf_counter()), "--output", str(scratch / "_site")]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        runs.append([*json.loads(done.stdout.splitlines()[-1]), ("", time.perf_counter())])
    run = sorted(runs, key=lambda run: run[-1][1] - run[0][1])[rounds // 2]
    print(f"\n{'stage of a cold build':24}{'ms':>8}")
    for (stage, start), (_, end) in [*pairwise(run), (("all of it", run[0][1]), run[-1])]:
        print(f"{stage:24}{1000 * (end - start):8.1f}")


def growth(scratch: Path) -> None:
    """Print what larger captures cost: time, memory, and how large their sites are; and what a reader downloads."""
    print(f"\n{'capture':24}{'ms':>8}{'peak MB':>9}{'site / capture':>16}")
    for size in (10_000, 100_000, 1_000_000):
        folder = scratch / str(size)
        ms, peak = timed([*BUILD, "--content", "content"], {"content/article.txt": grown(size)}, folder)
        weight = sum(path.stat().st_size for path in (folder / "_site").iterdir()) / size
        print(f"{size // 1000:>5} kB{ms:24.0f}{peak:9.1f}{weight:16.1f}")
    page = (scratch / "clipping" / "_site" / "index.html").read_bytes()
    print(f"\nthe article page: {len(page)} bytes, gzipped {len(gzip.compress(page, mtime=0))}")


def preview(scratch: Path, rounds: int) -> None:
    """Print how long a preview takes from saving a note until its new words are served."""
    tests, taken = import_module("tests.test_preview"), []  # not at the top: their memory would count as the builds’
    with tests.serving(scratch / "preview") as served:
        note, text = served.folder / tests.NOTE, (served.folder / tests.NOTE).read_text(encoding="utf-8")
        for number in range(rounds):
            time.sleep(0.5)  # as an editor would, and so that it is at rest
            words, start = f"changed{number:04}", time.perf_counter()
            note.write_text(text.replace(tests.PRINTED, f"{tests.PRINTED}, {words}"), encoding="utf-8")
            while words not in served.get("/")[1]:
                time.sleep(0.002)
            taken.append(1000 * (time.perf_counter() - start))
    print(f"\nfrom saving to served: {median(taken):.0f} ms, from {min(taken):.0f} to {max(taken):.0f}")


if __name__ == "__main__":
    # Installed packages have their bytecode beside them; where none may be written, ours would be compiled each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        beside_others(Path(folder), count)
        by_stage(Path(folder), count)
        growth(Path(folder))
        preview(Path(folder), count)
