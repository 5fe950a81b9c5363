"""Faults in rebuilds of a published site: kills, rival builds and power cuts.

Run by ``make faults``, and a few of each by test_publish.py::

    python -m tests.faults COUNT

Each build is a fork of this process, which has imported all that a build needs. A kill comes just before a change to
the file system, as an audit hook (PEP 578) reports it: a file opened for writing, a folder made, a name changed or
removed, or the call that swaps two folders. Errors of the system are injected by test_publish.py.
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
#: From this count on, a kill comes before every change.
MANY = 100


class Rebuilds:
    """A folder with the content of two versions, and with the published site of one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.output = folder, folder / "out" / "_site"
        self.output.parent.mkdir(parents=True)
        for version in VERSIONS:
            write_content(folder / version, version)

    def start(self, version: str, before: Callable[[], object] = lambda: None, *options: str) -> int:
        """Build ``version`` in a fork, after ``before``, and return its process id; what it prints goes to a file."""
        process = os.fork()
        if process:
            return process
        with contextlib.suppress(BaseException):
            with (self.folder / "printed").open("w", encoding="utf-8") as printed:
                sys.stdout = sys.stderr = printed
                before()
                status = build.main(["--content", str(self.folder / version), "--output", str(self.output), *options])
            os._exit(status)
        os._exit(99)  # a traceback, which no build may end in

    def published(self) -> str:
        """Return the version that is published; fail unless it is whole and of that version alone."""
        files = {path.name: path.read_bytes() for path in self.output.iterdir()}
        sums = files.pop("SHA256SUMS").decode()
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        found = {version for version in VERSIONS if any(version.encode() in data for data in files.values())}
        assert len(found) == 1, f"expected one version, found {found}"
        return found.pop()

    def publish(self, version: str) -> None:
        """Build ``version``; fail unless it is then published, with nothing left beside it."""
        self.end(self.start(version))
        assert (self.published(), self.beside()) == (version, [])

    def end(self, process: int, expected: int = 0) -> None:
        """Wait for a fork; fail unless it ends with the ``expected`` exit code, which is below zero if it is killed."""
        found = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        assert found == expected, (self.folder / "printed").read_text("utf-8")

    def beside(self) -> list[str]:
        """Return the names of what is beside the site."""
        return [path.name for path in self.output.parent.iterdir() if path != self.output]


def before_changes(act: Callable[[int, str], object]) -> Callable[[], None]:
    """Return what makes a process call ``act`` before each change to the file system, with its number and name."""
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
    """A kill before any change to the file system leaves one version whole, and the next build clears up the rest.

    Kills come before ``count`` changes, evenly spread, and before and after the swap; or before every change. If the
    power goes ``off`` with the kill and comes back ``on``, either version may be there after the swap.
    """
    site.publish(VERSIONS[0])
    with (site.folder / "changes").open("wb", buffering=0) as log:
        site.end(site.start(VERSIONS[1], before_changes(lambda _, name: log.write(f"{name}\n".encode()))))
    changes = (site.folder / "changes").read_text("utf-8").splitlines()
    swap, last = changes.index("swap") + 1, len(changes)
    kills = range(1, last + 1) if count >= MANY else sorted({swap, swap + 1, *range(1, last + 1, last // count)})
    new = VERSIONS[1]
    for number in kills:
        old, new = new, VERSIONS[VERSIONS[0] == new]

        def kill(at: int, _: str, number: int = number) -> None:
            if at == number:
                off()
                os.kill(os.getpid(), signal.SIGKILL)

        if on:
            subprocess.run(["sync", "--file-system", site.folder], check=True)
        site.end(site.start(new, before_changes(kill)), -signal.SIGKILL)
        if on:
            on()
        assert site.published() in ((old,) if number <= swap else (new, old) if on else (new,))
        site.publish(new)
    return f"{len(kills)} of {last} changes, the swap being number {swap}"


def power_cuts(site: Rebuilds, count: int) -> str:
    """A power cut during a rebuild, or 1, 4, 8 or 20 s after it, leaves one version whole, and the next build succeeds.

    This takes root, a loop device, and ext4 that writes its journal every second. The cut is the one of xfstests, after
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
    """Two builds at once both succeed, one after the other, even if their sites have different files."""
    for number in range(count):
        options = ((VERSIONS[0],), (VERSIONS[1], lambda: None, "--base-url", "https://example.org/"))
        first, second = [site.start(*each) for each in (options if number % 2 else options[::-1])]
        site.end(first)
        site.end(second)
        assert (site.published() in VERSIONS, site.beside()) == (True, [])
    return f"{count} pairs"


def main(count: int) -> None:
    """Cause each kind of fault in ``count`` builds and print what came of it; stop at the first that does harm."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):  # so that no fork has to import what a build needs
            write_content(Path(folder) / "content", VERSIONS[0])
            build.main(["--content", f"{folder}/content", "--output", f"{folder}/_site"])
        for fault in (stopped_before_changes, two_at_once, power_cuts):
            start = time.monotonic()
            result = fault(Rebuilds(Path(folder) / fault.__name__), count)
            print(f"{fault.__name__}: {result}, {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
