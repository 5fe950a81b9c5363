"""Faults while a published site is rebuilt: kills, concurrent builds and power cuts.

``make faults`` runs this, and test_publish.py causes a few faults of each kind::

    python -m tests.faults COUNT

Each build is a fork of this process, which has imported all that a build needs. A kill comes just before a change to
the file system, as an audit hook (PEP 578) reports it: a file opened for writing, a folder made, a name changed or
removed, or the call that swaps two folders. test_publish.py also injects errors of the operating system.
"""

import contextlib
import fcntl
import hashlib
import io
import itertools
import os
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
#: The least ``count`` for which some build is killed before each change, and not only around the swap.
MANY = 100


class Rebuilds:
    """A folder with the content of two versions of a site, one of which is published."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.output = folder, folder / "out" / "_site"
        self.output.parent.mkdir(parents=True)
        for version in VERSIONS:
            write_content(folder / version, version)

    def start(self, version: str, before: Callable[[], object] = lambda: None, *options: str) -> int:
        """Build ``version`` in a fork, after ``before``, and return its process id."""
        if process := os.fork():
            return process
        status = 99  # after a traceback, in which no build may end
        with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
            before()
            status = build.main(["--content", str(self.folder / version), "--output", str(self.output), *options])
        os._exit(status)

    def published(self) -> str:
        """Return the version that is published; fail unless it is complete and has nothing of the other."""
        files = {path.name: path.read_bytes() for path in self.output.iterdir()}
        sums = files.pop("SHA256SUMS").decode()
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        (found,) = (version for version in VERSIONS if any(version.encode() in data for data in files.values()))
        return found

    def publish(self, version: str) -> None:
        """Build ``version``; fail unless it is then published and alone in its folder."""
        end(self.start(version))
        assert (self.published(), [*self.output.parent.iterdir()]) == (version, [self.output])


def end(process: int, expected: int = 0) -> None:
    """Wait for a fork to end; fail unless its exit code is ``expected`` (negative for a signal that killed it)."""
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == expected


def before_changes(act: Callable[[int, str], object]) -> Callable[[], None]:
    """Return a function that makes its process call ``act`` before each change to the file system.

    ``act`` is given the number of the change, from 1, and the name of its audit event, or ``swap``.
    """
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
    """Check that a kill before any change to the file system leaves one version complete, and the next build succeeds.

    Builds are killed just before and after the swap or, from ``MANY`` on, before each change. If the power goes
    ``off`` with the kill and comes back ``on``, a kill after the swap may leave either version. Return a summary.
    """
    site.publish(VERSIONS[0])
    with (site.folder / "changes").open("wb", buffering=0) as log:
        end(site.start(VERSIONS[1], before_changes(lambda _, name: log.write(f"{name}\n".encode()))))
    changes = (site.folder / "changes").read_text("utf-8").splitlines()
    swap, last = changes.index("swap") + 1, len(changes)
    kills = range(1, last + 1) if count >= MANY else (swap, swap + 1)
    new = VERSIONS[1]
    for number in kills:
        old, new = new, VERSIONS[VERSIONS[0] == new]

        def kill(at: int, _: str, number: int = number) -> None:
            if at == number:
                off()
                os.kill(os.getpid(), signal.SIGKILL)

        if on:
            subprocess.run(["sync", "--file-system", site.folder], check=True)
        end(site.start(new, before_changes(kill)), -signal.SIGKILL)
        if on:
            on()
        assert site.published() in ((old,) if number <= swap else (new, old) if on else (new,))
        site.publish(new)
    return f"killed before {len(kills)} of {last} changes; the swap is number {swap}"


def power_cuts(site: Rebuilds, count: int) -> str:
    """Check the same with power cuts, in a rebuild and, from ``MANY`` on, 1, 4, 8 and 20 s after one.

    This needs root, a loop device, and ext4, whose journal is set to be written every second. Power is cut as in
    xfstests: after EXT4_IOC_SHUTDOWN without flushing the journal, nothing more reaches the device. Return a summary.
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
            run("sync", "--file-system", folder)
            site.publish(VERSIONS[1])
            time.sleep(seconds)
            off()
            on()
            results.append(f"{seconds} s after a rebuild: {site.published()} of {' and '.join(VERSIONS)}")
            site.publish(VERSIONS[0])
    finally:
        run("umount", folder)
    return "; ".join(results)


def two_at_once(site: Rebuilds, count: int) -> str:
    """Check that two builds at once both succeed, one after the other, even if their sites have different files."""
    for number in range(count):
        options = ((VERSIONS[0],), (VERSIONS[1], lambda: None, "--base-url", "https://example.org/"))
        for process in [site.start(*each) for each in (options if number % 2 else options[::-1])]:
            end(process)
        assert (site.published() in VERSIONS, [*site.output.parent.iterdir()]) == (True, [site.output])
    return f"{count} pairs"


def main(count: int) -> None:
    """Cause faults of each kind, the more the larger ``count``, and print summaries; raise where one does harm."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):  # imports all that a build needs, before any fork
            write_content(Path(folder) / "content", VERSIONS[0])
            build.main(["--content", f"{folder}/content", "--output", f"{folder}/_site"])
        for fault in (stopped_before_changes, two_at_once, power_cuts):
            print(f"{fault.__name__}: {fault(Rebuilds(Path(folder) / fault.__name__), count)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
