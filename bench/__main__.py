"""Measure a build against other generators, by stage and for larger captures, and the delay of a preview.

Run: PYTHONPATH=src python -m bench [ROUNDS], or make bench, which first installs the other generators into bench/.env.
The processes take turns, each starts without output, and times are medians of whole processes. The floor is the import
of the three packages that no build can do without, in an environment that contains no others. The other generators make
three pages of the same text and prove nothing. A generator that is not installed is reported and left out.
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
FLOOR, OTHERS = ROOT / "bench" / ".env" / "floor" / "bin" / "python", ROOT / "bench" / ".env" / "others" / "bin"
BUILD = [sys.executable, str(ROOT / "build.py"), "--output", "_site"]
#: Runs a build, and prints the time at which each of its stages began, by a clock that all processes share.
STAGES = """
import json, sys, time
began = [("Python starts", float(sys.argv.pop(1))), ("imports of packages", time.perf_counter())]
import bs4, jinja2, markdown, msgspec, yaml
began.append(("imports of our modules", time.perf_counter()))
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
    """Return a capture of about ``size`` bytes: paragraphs of the usual length in news, each with a quotation."""
    paragraph = (
        "The road in valley {0} is closed, and nobody knows when the houses beyond it will be reached again. Work goes "
        "on at night. The county counted {0} lorries before winter. “We have waited for {0} years,” Maria Lopez said."
    )
    count = size // len(paragraph) + 1
    return "\n\n".join(["A Road That Is Closed Keeps Growing", "19 April 2016", *map(paragraph.format, range(count))])


def timed(command: list[str], files: dict[str, str], folder: Path) -> tuple[float, float]:
    """Write ``files`` into ``folder``, delete its ``_site``, run ``command``; return its time in ms and peak in MB.

    Until ``command`` starts, the system counts the memory of this process, too, so little is imported here.
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
        sys.exit(f"expected {command[0]} to succeed, found status {status}")
    return 1000 * (time.perf_counter() - start), used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def compare_generators(scratch: Path, rounds: int) -> None:
    """Print the time of each generator, the ratio of that to the floor, and its peak memory."""
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
        print(f"{name} is left out: {commands.pop(name)[0][0]} does not exist; run: make bench")
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
    """Print the time, memory and size of site that larger captures need, and the size of the article page."""
    print(f"\n{'capture':24}{'ms':>8}{'peak MB':>9}{'site / capture':>16}")
    for size in (10_000, 100_000, 1_000_000):
        folder = scratch / str(size)
        ms, peak = timed([*BUILD, "--content", "content"], {"content/article.txt": grown(size)}, folder)
        weight = sum(path.stat().st_size for path in (folder / "_site").iterdir()) / size
        print(f"{size // 1000:>5} kB{ms:24.0f}{peak:9.1f}{weight:16.1f}")
    page = (scratch / "clipping" / "_site" / "index.html").read_bytes()
    print(f"\nthe article page: {len(page)} bytes, gzipped {len(gzip.compress(page, mtime=0))}")


def preview(scratch: Path, rounds: int) -> None:
    """Print the time from saving a note until the preview serves its new words."""
    tests, taken = import_module("tests.test_preview"), []  # at the top, their memory would be counted as the builds’
    with tests.serving(scratch / "preview") as served:
        note, text = served.folder / tests.NOTE, (served.folder / tests.NOTE).read_text(encoding="utf-8")
        for number in range(rounds):
            time.sleep(0.5)  # as an editor would, and until the preview is idle
            words, start = f"changed{number:04}", time.perf_counter()
            note.write_text(text.replace(tests.PRINTED, f"{tests.PRINTED}, {words}"), encoding="utf-8")
            while words not in served.get("/")[1]:
                time.sleep(0.002)
            taken.append(1000 * (time.perf_counter() - start))
    print(f"\nfrom saving to served: {median(taken):.0f} ms, from {min(taken):.0f} to {max(taken):.0f}")


if __name__ == "__main__":
    # Installed packages come with their bytecode. If Python may not write ours, each build would compile it again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        compare_generators(Path(folder), count)
        by_stage(Path(folder), count)
        growth(Path(folder))
        preview(Path(folder), count)
