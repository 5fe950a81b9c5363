"""Whether there is anything to build: a site stays proved while all that it was made from and all of it is the same.

After a build, a mark is kept where Python keeps its compiled modules: the hash of everything that went in (content,
templates, this program, what it depends on, the command line) and that of the SHA256SUMS that came out. Where the
next build finds the same, and each file of the site has the sum listed there, building again would write the same.

Only what a look of some milliseconds needs is imported here.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

SUMS = "SHA256SUMS"
MARKS = Path(__file__).parent / "__pycache__" / "proved"
#: So many sites are remembered.
MOST_MARKS = 20
#: Whose release may change what comes out: the names of their folders of metadata begin with these.
PACKAGES = ("beautifulsoup4-", "jinja2-", "markdown-", "markupsafe-", "pyyaml-")


def fingerprint(inputs: tuple[Path, ...], said: str) -> str:
    """Return a hash of every file below ``inputs``, of Python, the packages, and what the command line ``said``.

    What can't be read is left to whoever reads it to tell.
    """
    total = hashlib.sha256(f"{said}\n{sys.version}\n{_packages()}\n".encode())
    for place in inputs:
        total.update(f"{place}\n".encode(errors="surrogateescape"))
        for path in _files(place):
            data = b""
            with suppress(OSError):
                data = path.read_bytes() if path.is_file() else b""
            total.update(f"{path}\n{len(data)}\n".encode(errors="surrogateescape") + data)
    return total.hexdigest()


def proved(output: Path, mark: str) -> int:
    """Return how many files the site in ``output`` has, if it is the one that ``mark`` was kept for, whole; else 0."""
    with suppress(OSError, ValueError):
        sums = (output / SUMS).read_bytes()
        if _place(output).read_text(encoding="ascii") != _kept(mark, sums):
            return 0
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in sums.decode().splitlines())}
        found = {path.relative_to(output).as_posix(): path for path in _files(output) if not path.is_symlink()}
        if found.keys() != listed.keys() | {SUMS}:
            return 0
        if all(hashlib.sha256(found[name].read_bytes()).hexdigest() == digest for name, digest in listed.items()):
            return len(found)
    return 0


def remember(output: Path, mark: str) -> None:
    """Keep ``mark`` for the site that now lies in ``output``; where nothing may be written, nothing is kept."""
    with suppress(OSError):
        MARKS.mkdir(parents=True, exist_ok=True)
        _place(output).write_text(_kept(mark, (output / SUMS).read_bytes()), encoding="ascii")
        for old in sorted(MARKS.iterdir(), key=lambda path: path.stat().st_mtime)[:-MOST_MARKS]:
            old.unlink()


def _kept(mark: str, sums: bytes) -> str:
    return f"{mark} {hashlib.sha256(sums).hexdigest()}\n"


def _place(output: Path) -> Path:
    """Return where the mark of the site in ``output`` is kept."""
    return MARKS / hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:32]


def _files(place: Path) -> list[Path]:
    """Return everything below ``place`` but folders, in order, or ``place`` itself; without compiled modules."""
    if not place.is_dir():
        return [place]
    found, entries = [], []
    with suppress(OSError):
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            found += _files(place / entry.name) if entry.name != "__pycache__" else []
        else:
            found.append(place / entry.name)
    return found


def _packages() -> list[str]:
    """Return the names and releases of the packages, as the folders of their metadata are called."""
    names = (name for place in sys.path if os.path.isdir(place) for name in os.listdir(place))  # noqa: PTH208, PTH112
    return sorted(name for name in names if name.lower().startswith(PACKAGES))
