"""Mutants: small changes put into the code one at a time, each of which some test should notice (mutation testing).

Run by ``make mutation``; with a number, for a sample of so many mutants of each package; with names, for these
packages only::

    python -m tests.mutation [COUNT] [PACKAGE ...]

mutmut makes the mutants and runs for each the tests that come through the changed function, in a copy of the project
under .mutation/. Each package has the tests that are meant for it and no others; without Hypothesis, so that a mutant
that is noticed once is noticed always. They pass first with nothing changed. What mutmut leaves alone: constants of
modules, and functions with a decorator. It finds a test again by its id, so ids are in ASCII (pytest escapes another
one a second time). Survivors are named at the end; to see one::

    cd .mutation/parse && ../../.venv/bin/mutmut show NAME
"""

from __future__ import annotations

import collections
import itertools
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".mutation"
#: Percent of the mutants of each package that tests must notice.
FLOOR = 85
#: What tests and a build need of the project.
NEEDED = ("build.py", "content", "pyproject.toml", "src", "templates", "tests")
#: The files of each package, and the tests that are meant for it.
SUITES: dict[str, tuple[str, tuple[str, ...]]] = {
    "parse": ("parse/*.py", ("tests/test_parse.py", "tests/test_dates.py", "tests/test_kept.py")),
    "quotations": (
        "quotations/*.py",
        ("tests/test_quotations.py", "tests/test_quotations_scored.py", "tests/test_kept.py"),
    ),
    "publish": ("publish.py", ("tests/test_publish.py",)),
    "verify": ("verify/*.py", tuple(f"tests/{path.name}" for path in sorted((ROOT / "tests").glob("test_verify*.py")))),
}
#: No input of Hypothesis's making, and none of a hundred kilobytes.
FEWER = ("-m", "not hypothesis", "-k", "not slow")


def laid_out(name: str) -> Path:
    """Return a copy of the project that tells mutmut which files it changes and which tests it runs."""
    files, tests = SUITES[name]
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for entry in NEEDED:
        if (ROOT / entry).is_dir():
            shutil.copytree(ROOT / entry, folder / entry, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / entry, folder / entry)
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/clipping/{files}"],
        "also_copy": [entry for entry in NEEDED if entry != "src"],
        "pytest_add_cli_args": list(FEWER),
        "pytest_add_cli_args_test_selection": list(tests),
    }
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "".join(f"{key} = {value!r}\n" for key, value in settings.items()))
    return folder


def mutants(folder: Path, files: str) -> list[str]:
    """Return the names of all mutants of ``files``, module by module."""
    return [
        get_mutant_name(path.relative_to(folder), name)
        for path in sorted((folder / "src" / "clipping").glob(files))
        for name in mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
    ]


def sampled(names: list[str], count: int) -> list[str]:
    """Return ``count`` of ``names``, one from each of as many equal stretches; the same ones for the same code."""
    if count >= len(names):
        return names
    chance = random.Random(count)  # noqa: S311 - no secret
    edges = [len(names) * step // count for step in range(count + 1)]
    return [names[chance.randrange(start, end)] for start, end in itertools.pairwise(edges)]


def tried(name: str, count: int | None) -> tuple[float, list[str]]:
    """Try the mutants of a package and print what came of them; return the percent noticed, and the survivors."""
    files, tests = SUITES[name]
    folder = laid_out(name)
    print(f"{name}: baseline", flush=True)
    baseline = [sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", *FEWER, *tests]
    if subprocess.run(baseline, cwd=folder, check=False).returncode:
        sys.exit(f"{name}: expected its tests to pass with nothing changed")

    every = mutants(folder, files)
    chosen = every if count is None else sampled(every, count)
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    log = folder / "mutmut.log"
    with log.open("wb") as file:
        command = [mutmut, "run", *(chosen if len(chosen) < len(every) else [])]
        if subprocess.run(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, check=False).returncode:
            sys.exit(f"{name}: mutmut stopped; it says why in {log.relative_to(ROOT)}")
    told = subprocess.run([mutmut, "results", "--all", "true"], cwd=folder, check=True, capture_output=True, text=True)
    outcomes = dict(line.strip().split(": ") for line in told.stdout.splitlines() if ": " in line)

    seen = collections.Counter(outcomes[mutant] for mutant in chosen)
    noticed = 100 * (seen["killed"] + seen["timeout"]) / len(chosen)
    counts = ", ".join(f"{number} {outcome}" for outcome, number in seen.most_common())
    print(f"{name}: {len(chosen)} of {len(every)} mutants: {counts}; {noticed:.1f} % noticed", flush=True)
    return noticed, [
        f"{mutant}: {outcomes[mutant]}" for mutant in chosen if outcomes[mutant] not in {"killed", "timeout"}
    ]


def main(*arguments: str) -> None:
    """Try the mutants of every package (or those named); exit 1 unless each has ``FLOOR`` percent noticed."""
    os.environ["PYTHONHASHSEED"] = "0"
    count = next((int(word) for word in arguments if word.isdigit()), None)
    packages = [word for word in arguments if not word.isdigit()]
    results = {name: tried(name, count) for name in (packages or SUITES)}
    for _, survivors in results.values():
        print(*survivors, sep="\n")
    if low := [f"{name} {noticed:.1f} %" for name, (noticed, _) in results.items() if noticed < FLOOR]:
        sys.exit(f"expected tests to notice {FLOOR} % of the mutants, found {', '.join(low)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
