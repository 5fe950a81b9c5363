"""From rendered texts to a folder on disk, all or nothing. The only module that writes.

A site is written to a folder beside the published one, checked there, and then changes places with it in
one step of the file system. Whatever happens before that step (a finding, a full disk, a kill) leaves the
published site as it was; whatever happens after it leaves the new one. One build at a time writes beside a
given folder: a lock on the parent directory, which the system lets go even of a killed process, holds the
others back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from clipping.errors import ClippingError
from clipping.inputs import check_inputs

SUMS = "SHA256SUMS"


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``files`` with SHA256SUMS added, in the form that ``sha256sum --check`` reads."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {**files, SUMS: "".join(lines).encode()}


def check_output(output: Path, inputs: tuple[Path, ...]) -> None:
    """Raise ``ClippingError`` unless ``output`` may be replaced: it is not there, empty, or an earlier site.

    An earlier site is known by its SHA256SUMS: each file in the folder is listed there. Anything else would
    be lost with the swap, and so would the inputs if the output held them or lay within them.
    """
    name = str(output)
    if output.is_symlink():
        raise ClippingError(
            "expected a folder, found a symbolic link; remove the link or choose another --output", name
        )
    if output.exists() and not output.is_dir():
        raise ClippingError("expected a folder, found a file; move it or choose another --output", name)
    real = output.resolve()
    for place in inputs:
        other = place.resolve()
        if real == other or real in other.parents or other in real.parents:
            raise ClippingError(
                f"expected a folder of its own, found it overlaps {place}; choose another --output", name
            )
    if not output.exists():
        return
    check_inputs(output)
    present = _files(output)
    listed = _listed(output)
    if strange := sorted(present - listed):
        raise ClippingError(
            f"expected a site made by this build, found {strange[0]}, which it did not write; "
            "move that file away or choose another --output",
            name,
        )


def _files(folder: Path) -> set[str]:
    """Return the files of ``folder`` as relative addresses; a link is a file, whatever it leads to."""
    found = set()
    for where, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        found |= {(Path(where) / name).relative_to(folder).as_posix() for name in [*files, *links]}
    return found


def _listed(folder: Path) -> set[str]:
    sums = folder / SUMS
    if sums.is_symlink() or not sums.is_file():
        return set()
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return {SUMS} | {line[66:] for line in lines if line[64:66] == "  "}


@contextlib.contextmanager
def staged(files: Mapping[str, bytes], output: Path) -> Iterator[Path]:
    """Write ``files`` to a folder beside ``output`` and yield it; remove it on leaving unless it was swapped in.

    ``files`` maps relative addresses to bytes. Raises ``ClippingError`` if they can't be written.
    """
    parent = output.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(parent):
            _recover(output)
            for leftover in _leftovers(output):
                shutil.rmtree(leftover)
            stage = parent / f"{_beside(output)}{os.urandom(4).hex()}"
            try:
                _write(files, stage)
                yield stage
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise ClippingError(
            f"expected to write the site beside this folder, found: {what}; the site is as it was, "
            "make room or mend the rights",
            str(output),
        ) from error


def swap_in(stage: Path, output: Path) -> None:
    """Put ``stage`` in the place of ``output``; the earlier site is then where ``stage`` was."""
    if not output.exists():
        stage.rename(output)
    elif not _exchange(stage, output):
        # Without an exchange in one step there is a moment with no site; a build that finds it
        # so puts the earlier site back (see _recover).
        earlier = output.with_name(f"{_beside(output)}earlier")
        output.rename(earlier)
        stage.rename(output)
        shutil.rmtree(earlier)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ClippingError("expected an address within the site; mend the name of the template", name)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _beside(output: Path) -> str:
    """Return how the names of the folders start that builds make beside ``output``."""
    return f".{output.name}.clipping-"


def _leftovers(output: Path) -> list[Path]:
    """Return the staging folders that killed builds left behind; the lock says that nobody uses them."""
    found = (path for path in output.absolute().parent.iterdir() if path.name.startswith(_beside(output)))
    return [path for path in found if path.is_dir() and not path.is_symlink()]


def _recover(output: Path) -> None:
    earlier = output.with_name(f"{_beside(output)}earlier")
    if earlier.is_dir() and not output.exists():
        earlier.rename(output)


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    try:
        import fcntl  # noqa: PLC0415 - POSIX has it, Windows does not
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; return whether this system could.

    Linux has renameat2(2) with RENAME_EXCHANGE, macOS renamex_np(2) with RENAME_SWAP; Python has neither.
    """
    import ctypes  # noqa: PLC0415 - only a second build needs it

    paths = os.fsencode(one), os.fsencode(other)
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            at_cwd, exchange = -100, 2
            return bool(library.renameat2(at_cwd, paths[0], at_cwd, paths[1], exchange) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(paths[0], paths[1], 2) == 0)
    return False
