"""Faults put into rebuilds of a published site: kills, errors of the system, full disks, rivals, power cuts.

Run by ``make faults``, and a few of each by test_faults.py::

    python -m tests.faults COUNT

Each build is a fork of this process, which has imported all that a build needs. A kill comes just before a change to
the file system, found by an audit hook (PEP 578), which is just after the change before it: each file opened for
writing, folder made, name changed or removed, and the call that swaps two folders.
"""

from __future__ import annotations

import contextlib
import errno
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
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import build
from clipping import publish
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

    def published(self, folder: Path | None = None) -> str:
        """Return the version that is published; raises ``AssertionError`` unless it is whole and wholly that one."""
        files = {path.name: path.read_bytes() for path in (folder or self.output).iterdir()}
        sums = files.pop("SHA256SUMS").decode()
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
        assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        found = {version for version in VERSIONS if any(version.encode() in data for data in files.values())}
        assert len(found) == 1, f"expected one version, found {found}"
        return found.pop()

    def publish(self, version: str) -> None:
        """Build ``version``, which has to succeed, to be whole and to leave nothing beside it."""
        assert ended(self.start(version)) == 0, self.printed()
        assert self.published() == version
        self.assert_nothing_beside()

    def assert_nothing_beside(self) -> None:
        """Raise ``AssertionError`` if anything lies beside the site."""
        assert [path.name for path in self.output.parent.iterdir()] == [self.output.name]

    def printed(self) -> str:
        """Return what the last build printed."""
        return (self.folder / "printed").read_text(encoding="utf-8")


def ended(process: int) -> int:
    """Wait for a fork; return its exit code, below zero if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def before_changes(act: Callable[[str], object]) -> Callable[[], None]:
    """Return what makes a process call ``act`` before each change to the file system, with the event's name."""

    def hook(event: str, details: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(details[2], int) and details[2] & WRITING
        swaps = event == "ctypes.dlsym" and details[1] == "renameat2"  # looked up just before it is called
        if writes or swaps or event in CHANGES:
            act("swap" if swaps else event)

    return lambda: sys.addaudithook(hook)


def kill_at(number: int, first: Callable[[], None] = lambda: None) -> Callable[[], None]:
    """Return what makes a process, just before its ``number``-th change to the file system, do that and kill itself."""
    changes = itertools.count(1)

    def act(_: str) -> None:
        if next(changes) == number:
            first()
            os.kill(os.getpid(), signal.SIGKILL)

    return before_changes(act)


def fail(call: str, code: int, number: int) -> Callable[[], None]:
    """Return what makes a process's ``number``-th call of this name, and all after it, end with the error ``code``.

    A failing write writes a half. For failing renames, the exchange in one step fails, too.
    """
    calls = itertools.count(1)
    genuine = getattr(os if call == "fsync" else Path, call)

    def failing(*arguments: Any) -> Any:
        if next(calls) < number:
            return genuine(*arguments)
        if call == "write_bytes":
            genuine(arguments[0], arguments[1][: len(arguments[1]) // 2])
        raise OSError(code, os.strerror(code))

    def install() -> None:
        setattr(os if call == "fsync" else Path, call, failing)
        if call == "rename":
            vars(publish)["exchange"] = lambda one, other: False

    return install


def limit(size: int) -> Callable[[], None]:
    """Return what lets a process write no file longer than ``size`` bytes: as on a full disk, the rest fails."""

    def install() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return install


class Disk:
    """A small ext4 file system on a loop device, mounted at ``folder``, whose power can be cut; it takes root.

    Its journal is written each second. A cut is what the tests of ext4 use: nothing more reaches the device.
    """

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder
        folder.mkdir()
        with image.open("wb") as file:
            file.truncate(32 << 20)
        run("mkfs.ext4", "-q", image)
        self.mount()

    def mount(self) -> None:
        """Mount it, which replays the journal."""
        run("mount", "-o", "loop,commit=1", self.image, self.folder)

    def cut(self) -> None:
        """Cut the power, and mount what was on the disk then."""
        self.shut_down()
        run("umount", self.folder)
        self.mount()

    def shut_down(self) -> None:
        """Let nothing more reach the device (EXT4_IOC_SHUTDOWN without flushing the journal, as xfstests does)."""
        handle = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(handle, 0x8004587D, struct.pack("I", 2))
        os.close(handle)


def run(*command: object) -> None:
    """Run a command of the system; raises ``RuntimeError`` with the reason if it fails or is missing."""
    try:
        subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(f"{command[0]}: {getattr(error, 'stderr', error)}".strip()) from error


def changes_to(site: Rebuilds, count: int) -> tuple[list[int], int, int]:
    """Return the numbers of ``count`` changes of a rebuild, spread evenly, and of those around the swap; it; the last.

    From ``MANY`` on, they are all the changes.
    """
    site.publish(VERSIONS[0])
    with (site.folder / "changes").open("wb", buffering=0) as log:
        assert ended(site.start(VERSIONS[1], before_changes(lambda name: log.write(f"{name}\n".encode())))) == 0
    changes = (site.folder / "changes").read_text(encoding="utf-8").splitlines()
    swap, last = changes.index("swap") + 1, len(changes)
    every = range(1, last + 1) if count >= MANY else {swap, swap + 1, *range(1, last + 1, last // count)}
    return sorted(every), swap, last


def killed_before_changes(site: Rebuilds, count: int) -> str:
    """A kill just before a change to the file system leaves one version, whole; the next build clears up the rest."""
    kills, swap, last = changes_to(site, count)
    new = VERSIONS[1]
    for number in kills:
        old, new = new, VERSIONS[VERSIONS[0] == new]
        assert ended(site.start(new, kill_at(number))) == -signal.SIGKILL, site.printed()
        assert site.published() == (new if number > swap else old)
        site.publish(new)
    return f"{len(kills)} of {last} changes, the swap being number {swap}"


def failing_calls(site: Rebuilds, count: int) -> str:
    """An error of any call ends the build in one line, which says what is published; the next build succeeds."""
    site.publish(VERSIONS[0])
    codes, largest = sorted(errno.errorcode), max(path.stat().st_size for path in site.output.iterdir())
    done: Counter[str] = Counter()
    for number in range(max(count, 8)):
        call, nth = ("rename", "fsync", "write_bytes", "limit")[number % 4], 1 + number // 4
        code = codes[number % len(codes)]
        size = 1000 + (largest - 1000) * number // max(count, 8)  # what the build prints needs some room
        fault = limit(size) if call == "limit" else fail(call, code, 1 + nth % (2 if call == "rename" else 22))
        status, printed = ended(site.start(VERSIONS[1], fault)), site.printed()
        assert (status, printed.count("\n")) in ((0, 1), (1, 1)), printed
        away = re.search(r"the site is not there but at (\S+), and the next build puts it back", printed)
        version = VERSIONS["the site is as it was" not in printed]
        assert site.published(Path(away[1]) if away else site.output) == (VERSIONS[0] if away else version), printed
        done[call] += 1
        site.publish(VERSIONS[0])
    return ", ".join(f"{times} of {call}" for call, times in done.items())


def power_cuts(site: Rebuilds, count: int) -> str:
    """A power cut during a rebuild or after it leaves one version, whole; the next build succeeds."""
    try:
        disk = Disk(site.folder / "image", site.folder / "disk")
    except RuntimeError as error:
        return f"skipped, since this machine can't mount a disk to cut ({error})"
    try:
        return _power_cuts(Rebuilds(disk.folder), disk, count)
    finally:
        run("umount", disk.folder)


def _power_cuts(site: Rebuilds, disk: Disk, count: int) -> str:
    cuts, swap, last = changes_to(site, count)
    left: list[str] = []
    new = VERSIONS[1]
    for number in cuts:
        os.sync()
        old, new = new, VERSIONS[VERSIONS[0] == new]
        assert ended(site.start(new, kill_at(number, disk.shut_down))) == -signal.SIGKILL
        disk.cut()
        assert site.published() in (VERSIONS if number > swap else (old,))
        site.publish(new)
    for seconds in (1, 4, 8, 20) if count >= MANY else ():
        os.sync()
        site.publish(VERSIONS[VERSIONS[0] == new])
        time.sleep(seconds)
        disk.cut()
        old, new = new, site.published()
        left.append(f"{seconds} s after it the {'old' if old == new else 'new'} site")
        site.publish(new)
    return "; ".join((f"before {len(cuts)} of {last} changes", *left))


def two_at_once(site: Rebuilds, count: int) -> str:
    """Two builds at once both succeed, one after the other, though their sites have different files."""
    for number in range(count):
        options = ((VERSIONS[0],), (VERSIONS[1], lambda: None, "--base-url", "https://example.org/"))
        processes = [site.start(*each) for each in (options if number % 2 else options[::-1])]
        assert [ended(process) for process in processes] == [0, 0], site.printed()
        site.assert_nothing_beside()
        site.published()
    return f"{count} pairs"


def main(count: int) -> None:
    """Put each kind of fault into ``count`` builds and print what came of it; stop at the first that does harm."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(io.StringIO()):  # so that no fork has to import what a build needs
            write_content(Path(folder) / "content", VERSIONS[0])
            build.main(["--content", f"{folder}/content", "--output", f"{folder}/_site"])
        for fault in (killed_before_changes, failing_calls, two_at_once, power_cuts):
            start = time.monotonic()
            result = fault(Rebuilds(Path(folder) / fault.__name__), count)
            print(f"{fault.__name__}: {result}, {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
