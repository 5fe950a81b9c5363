"""Faults put into rebuilds of a published site: kills, full disks, rivals, power cuts.

Run by ``make faults``, and a few of each by test_faults.py::

    python -m tests.faults COUNT

Each build is a fork of this process, which has imported all that a build needs. A kill comes just before a change to
the file system, found by an audit hook (PEP 578), which is just after the change before it: each file opened for
writing, folder made, name changed or removed, and the call that swaps two folders.
"""

import contextlib
import fcntl
import hashlib
import io
import itertools
import os
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import build
from tests.injections import write_content

VERSIONS = ("alpha", "omega")
CHANGES = frozenset(("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"))
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
#: From so many on, a kill comes before each change.
MANY = 100


class Rebuilds:
    """A folder with the content of two versions, and the place where their sites go."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.output = folder, folder / "out" / "_site"
        self.output.parent.mkdir(parents=True)
        for version in VERSIONS:
            write_content(folder / version, version)

    def start(self, version: str, before: Callable[[], object] = lambda: None, *options: str) -> int:
        """Build ``version`` in a fork, after ``before``; return its process id. What it prints goes to a file."""
        process = os.fork()
        if process:
            return process
        with contextlib.suppress(BaseException):
            handle = os.open(self.folder / "printed", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
            before()
            status = build.main(["--content", str(self.folder / version), "--output", str(self.output), *options])
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        os._exit(99)  # a traceback, which no build may end in

    def published(self) -> str:
        """Return the version that is published; raises ``AssertionError`` unless it is whole and wholly that one."""
        files = {path.name: path.read_bytes() for path in self.output.iterdir()}
        sums = files.pop("SHA256SUMS").decode()
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        found = {version for version in VERSIONS if any(version.encode() in data for data in files.values())}
        assert len(found) == 1, f"expected one version, found {found}"
        return found.pop()

    def publish(self, version: str) -> None:
        """Build ``version``, which has to succeed, to be whole and to leave nothing beside it."""
        assert ended(self.start(version)) == 0, self.printed()
        assert (self.published(), self.beside()) == (version, [])

    def beside(self) -> list[str]:
        """Return the names of what lies beside the site."""
        return [path.name for path in self.output.parent.iterdir() if path != self.output]

    def printed(self) -> str:
        """Return what the last build printed."""
        return (self.folder / "printed").read_text(encoding="utf-8")


def ended(process: int) -> int:
    """Wait for a fork; return its exit code, below zero if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def before_changes(act: Callable[[int, str], object]) -> Callable[[], None]:
    """Return what makes a process call ``act`` before each change to the file system, with its number and its event."""
    numbers = itertools.count(1)

    def hook(event: str, details: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(details[2], int) and details[2] & WRITING
        swaps = event == "ctypes.dlsym" and details[1] == "renameat2"  # looked up just before it is called
        if writes or swaps or event in CHANGES:
            act(next(numbers), "swap" if swaps else event)

    return lambda: sys.addaudithook(hook)


def stopped_before_changes(
    site: Rebuilds, count: int, off: Callable[[], None] = lambda: None, on: Callable[[], None] | None = None
) -> str:
    """A kill just before a change to the file system leaves one version, whole; the next build clears up the rest.

    Kills come before ``count`` changes that are spread evenly, and before and after the swap; or before each change.
    If the power goes ``off`` with the kill and comes ``on`` after it, either version may be there after the swap.
    """
    site.publish(VERSIONS[0])
    with (site.folder / "changes").open("wb", buffering=0) as log:
        assert ended(site.start(VERSIONS[1], before_changes(lambda _, name: log.write(f"{name}\n".encode())))) == 0
    changes = (site.folder / "changes").read_text(encoding="utf-8").splitlines()
    swap, last = changes.index("swap") + 1, len(changes)
    kills = range(1, last + 1) if count >= MANY else sorted({swap, swap + 1, *range(1, last + 1, last // count)})
    new = VERSIONS[1]
    for number in kills:
        old, new = new, VERSIONS[VERSIONS[0] == new]

        def kill(at: int, _: str, number: int = number) -> None:
            if at == number:
                off()
                os.kill(os.getpid(), signal.SIGKILL)

        os.sync()
        assert ended(site.start(new, before_changes(kill))) == -signal.SIGKILL, site.printed()
        if on:
            on()
        assert site.published() in ((old,) if number <= swap else (new, old) if on else (new,))
        site.publish(new)
    return f"{len(kills)} of {last} changes, the swap being number {swap}"


def power_cuts(site: Rebuilds, count: int) -> str:
    """A power cut during a rebuild, or 1, 4, 8 and 20 s after it, leaves one version, whole; the next build succeeds.

    It takes root, a loop device, and ext4, whose journal is written each second. The cut is that of xfstests, after
    which nothing more reaches the device: EXT4_IOC_SHUTDOWN without flushing the journal.
    """
    image, folder = site.folder / "image", site.folder / "disk"
    mount: list[str | Path] = ["mount", "-o", "loop,commit=1", image, folder]

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, capture_output=True)

    def off() -> None:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.ioctl(handle, 0x8004587D, struct.pack("I", 2))
        os.close(handle)

    def on() -> None:
        run("umount", folder)
        run(*mount)

    folder.mkdir()
    image.touch()
    os.truncate(image, 32 << 20)
    try:
        run("mkfs.ext4", "-q", image)
        run(*mount)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"skipped, since this machine can't mount a disk of its own: {error}"
    site = Rebuilds(folder)
    try:
        results = [stopped_before_changes(site, count, off, on)]
        for seconds in (1, 4, 8, 20) if count >= MANY else ():
            site.publish(VERSIONS[0])
            os.sync()
            site.publish(VERSIONS[1])
            time.sleep(seconds)
            off()
            on()
            results.append(f"{seconds} s after a rebuild: {site.published()} of {' and '.join(VERSIONS)}")
            site.publish(VERSIONS[0])
    finally:
        run("umount", folder)
    return "; ".join(results)


def on_a_full_disk(site: Rebuilds, count: int) -> str:
    """A file that can't be written whole ends the build in one line, and the site is as it was."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing more fails
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    site.publish(VERSIONS[0])
    largest = max(path.stat().st_size for path in site.output.iterdir())
    for number in range(count):
        size = 1000 + (largest - 1000) * number // count  # what the build prints needs some room
        assert ended(site.start(VERSIONS[1], limit)) == 1, site.printed()
        expected = f"{site.output}: expected to write the site beside this folder, found: .*\n"
        assert re.fullmatch(expected, site.printed())
        assert (site.published(), site.beside()) == (VERSIONS[0], [])
    return f"{count} limits below {largest} bytes"


def two_at_once(site: Rebuilds, count: int) -> str:
    """Two builds at once both succeed, one after the other, though their sites have different files."""
    for number in range(count):
        options = ((VERSIONS[0],), (VERSIONS[1], lambda: None, "--base-url", "https://example.org/"))
        processes = [site.start(*each) for each in (options if number % 2 else options[::-1])]
        assert [ended(process) for process in processes] == [0, 0], site.printed()
        assert (site.published() in VERSIONS, site.beside()) == (True, [])
    return f"{count} pairs"


def main(count: int) -> None:
    """Put each kind of fault into ``count`` builds and print what came of it; stop at the first that does harm."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):  # so that no fork has to import what a build needs
            write_content(Path(folder) / "content", VERSIONS[0])
            build.main(["--content", f"{folder}/content", "--output", f"{folder}/_site"])
        for fault in (stopped_before_changes, on_a_full_disk, two_at_once, power_cuts):
            start = time.monotonic()
            result = fault(Rebuilds(Path(folder) / fault.__name__), count)
            print(f"{fault.__name__}: {result}, {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
