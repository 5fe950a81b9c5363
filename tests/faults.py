"""Faults put into rebuilds of a published site: kills, full disks, rivals, content that changes under the build.

Run by ``make faults``, and a few of each by test_faults.py::

    python -m tests.faults COUNT

Each build is a fork of this process, which has imported all that a build needs, so that hundreds take a minute. A
kill comes either at a moment of the clock or, by an audit hook (PEP 578), just before the n-th event that changes
the file system, which is just after the event before it: each file opened for writing, folder made, name changed or
removed, and the call that lets two folders change places. What is cut off in the middle of writing a file is left to
the clock and to the limit on the size of files.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import build
from tests.injections import write_content

VERSIONS = ("alpha", "omega")
CHANGES = frozenset(("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"))
#: Looked up just before it is called; the call itself raises no event.
EXCHANGE = ("ctypes.dlsym", "renameat2")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Place:
    """A folder with the content of two versions and the place where their sites go."""

    folder: Path

    @property
    def output(self) -> Path:
        """Where the site goes."""
        return self.folder / "out" / "_site"

    def content(self, version: str) -> Path:
        """Where the content of a version is, made when it is first asked for."""
        path = self.folder / version
        if not path.exists():
            write_content(path, version)
        return path


def arguments(place: Place, version: str, *more: str) -> list[str]:
    """Return the command line that builds ``version``."""
    return ["--content", str(place.content(version)), "--output", str(place.output), *more]


def forked(line: list[str], before: Callable[[], object] = lambda: None) -> int:
    """Run a command line in a fork, after ``before``; return its process id. What it prints is beside the site."""
    process = os.fork()
    if process:
        return process
    with contextlib.suppress(BaseException):
        handle = os.open(Path(line[3]).parent.parent / "told", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        before()
        status = build.main(line)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    os._exit(99)  # a traceback, which no build may end in


def outcome(process: int) -> int:
    """Wait for a fork; return its exit code, below zero if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def kill_at(number: int) -> Callable[[], None]:
    """Return what makes this process kill itself just before its ``number``-th change to the file system."""

    def install() -> None:
        left = number

        def hook(event: str, details: tuple[object, ...]) -> None:
            nonlocal left
            changes = (
                event in CHANGES
                or (event == "open" and isinstance(details[2], int) and details[2] & WRITING)
                or (event == EXCHANGE[0] and details[1] == EXCHANGE[1])
            )
            if changes:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)

    return install


def limit(size: int) -> Callable[[], None]:
    """Return what lets this process write no file longer than ``size`` bytes: as on a full disk, the rest fails."""

    def install() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return install


def version_of(place: Place) -> str:
    """Return the version that is published; raises ``AssertionError`` unless it is whole and wholly that version."""
    files = {path.name: path.read_bytes() for path in place.output.iterdir()}
    sums = files.pop("SHA256SUMS").decode()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    for name in ("article.txt", "article.json", "index.html", "article.tei.xml", "citation.ris"):
        held = [version for version in VERSIONS if version.encode() in files[name]]
        assert len(held) == 1, f"{name} holds {held}"
    (version,) = {version for version in VERSIONS if version.encode() in files["index.html"] + files["article.txt"]}
    return version


def publish(place: Place, version: str) -> None:
    """Build ``version``, which has to succeed, to be whole and to leave nothing beside it."""
    status = outcome(forked(arguments(place, version)))
    assert status == 0, (place.folder / "told").read_text(encoding="utf-8")
    assert version_of(place) == version
    assert [path.name for path in place.output.parent.iterdir()] == [place.output.name]


def told(place: Place) -> str:
    """Return what the last build said."""
    return (place.folder / "told").read_text(encoding="utf-8")


def killed_by_the_clock(place: Place, count: int) -> str:
    """A kill at any moment leaves one of the two versions, whole, and the next build mends the rest."""
    start = time.monotonic()
    publish(place, VERSIONS[0])
    whole = time.monotonic() - start
    killed = 0
    for number in range(count):
        new = VERSIONS[1 - number % 2]
        process = forked(arguments(place, new))
        time.sleep(whole * 1.1 * number / count)
        os.kill(process, signal.SIGKILL)
        killed += outcome(process) == -signal.SIGKILL
        version_of(place)
        publish(place, new)
    return f"{killed} of {count} builds killed"


def killed_at_every_change(place: Place, count: int) -> str:
    """A kill just before a change to the file system leaves one version, whole, and the next build mends the rest.

    Before each of them, if ``count`` is a hundred or more; before each seventh one otherwise.
    """
    step = 1 if count >= 100 else 7
    new = VERSIONS[0]
    publish(place, new)
    swapped = 0
    for number in itertools.count(1, step):
        new = VERSIONS[VERSIONS[0] == new]
        status = outcome(forked(arguments(place, new), kill_at(number)))
        if status == 0:
            break
        assert status == -signal.SIGKILL, told(place)
        swapped += version_of(place) == new
        publish(place, new)
    assert 0 < swapped < number - 1, "expected kills before and after the swap"
    each = "each" if step == 1 else f"every {step}th"
    return f"{each} of {number - 1} changes, {swapped} of them after the swap"


def on_a_full_disk(place: Place, count: int) -> str:
    """A file that can't be written whole ends the build in one line, and the site is as it was."""
    publish(place, VERSIONS[0])
    largest = max(path.stat().st_size for path in place.output.iterdir())
    for number in range(count):
        size = 1000 + (largest - 1000) * number // count  # what the build says needs some room
        status = outcome(forked(arguments(place, VERSIONS[1]), limit(size)))
        assert status == 1, told(place)
        assert told(place).startswith(f"{place.output}: expected to write the site beside this folder, found: ")
        assert told(place).count("\n") == 1
        assert version_of(place) == VERSIONS[0]
        assert len(list(place.output.parent.iterdir())) == 1
    publish(place, VERSIONS[1])
    return f"{count} limits below {largest} bytes"


def two_at_once(place: Place, count: int) -> str:
    """Two builds at once both succeed, one after the other, though their sites have different files."""
    publish(place, VERSIONS[0])
    for number in range(count):
        lines = (arguments(place, VERSIONS[0]), arguments(place, VERSIONS[1], "--base-url", "https://example.org/"))
        processes = [forked(line) for line in (lines if number % 2 else lines[::-1])]
        assert [outcome(process) for process in processes] == [0, 0], told(place)
        assert len(list(place.output.parent.iterdir())) == 1
        version_of(place)
    return f"{count} pairs"


def with_content_that_changes(place: Place, count: int) -> str:
    """A capture replaced again and again during builds is published as it once was, never as a mix."""
    content = place.content("mixed")
    captures = [(place.content(version) / "article.txt").read_bytes() for version in VERSIONS]
    for name in ("article.toml", "notes/one.md", "notes/two.md", "notes/three.md", "pages/about.md"):
        (content / name).unlink()
    settings = 'language = "en"\n[pins]\nheadline = 1\nparagraphs = [5, 7, 11]\nfurniture = [13]\n'
    (content / "article.toml").write_text(settings, encoding="utf-8")
    (content / "article.txt").write_bytes(captures[0])  # before any build, however late the fork comes to run
    process = os.fork()
    if not process:  # changes the capture until it is killed
        for capture in itertools.cycle(captures):
            (content / "next").write_bytes(capture)
            (content / "next").replace(content / "article.txt")
    try:
        seen = []
        for _ in range(count):
            assert outcome(forked(arguments(place, "mixed"))) == 0, told(place)
            seen.append(version_of(place))
    finally:
        os.kill(process, signal.SIGKILL)
        outcome(process)
    return f"{[seen.count(version) for version in VERSIONS]} of each"


FAULTS = (killed_by_the_clock, killed_at_every_change, on_a_full_disk, two_at_once, with_content_that_changes)


def main(count: int) -> None:
    """Put each kind of fault into ``count`` builds and tell what came of it; stop at the first that does harm."""
    with tempfile.TemporaryDirectory() as folder:
        first = Place(Path(folder) / "first")
        with contextlib.redirect_stdout(io.StringIO()):  # so that no fork has to import what a build needs
            build.main(arguments(first, VERSIONS[0]))
        for fault in FAULTS:
            place = Place(Path(folder) / fault.__name__)
            place.output.parent.mkdir(parents=True)
            start = time.monotonic()
            told = fault(place, count)
            print(f"{fault.__name__}: {told}, {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
