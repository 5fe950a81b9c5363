"""From rendered files to a folder on disk, all or nothing. The only module that writes a site.

A site is written to a folder beside the published one, checked there, and then swapped with it in one step of the
file system. Whatever happens before that step (a finding, a full disk, a kill) leaves the published site as it was;
whatever happens after it leaves the new one. One build at a time writes beside a given folder: the others wait for
a lock on the parent directory, which the system releases even if the build is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from clipping.errors import ClippingError
from clipping.inputs import check_inputs

try:
    import fcntl
except ImportError:  # Windows has none, so builds there don't wait for each other
    fcntl = None  # type: ignore[assignment]

SUMS = "SHA256SUMS"


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``files`` with SHA256SUMS added, in the form that ``sha256sum --check`` reads."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {**files, SUMS: "".join(lines).encode()}


def check_output(output: Path, inputs: tuple[Path, ...]) -> None:
    """Raise ``ClippingError`` unless ``output`` may be replaced: it does not exist, is empty, or is an earlier site.

    An earlier site is known by its SHA256SUMS, which lists each file in the folder. Anything else would be lost
    with the swap, and so would the inputs if the output contained them or lay within them.
    """
    real, elsewhere, problem = Path(os.path.realpath(output)), "choose another --output", ""
    overlapping = [f for f in inputs if real.is_relative_to(f.resolve()) or f.resolve().is_relative_to(real)]
    if output.is_symlink():
        problem = f"a folder, found a symbolic link; remove the link or {elsewhere}"
    elif output.exists() and not output.is_dir():
        problem = f"a folder, found a file; move it or {elsewhere}"
    elif overlapping:
        problem = f"a folder of its own, found it overlaps {overlapping[0]}; {elsewhere}"
    elif output.exists():
        check_inputs(output)
        if foreign := sorted(_files(output) - _listed(output)):
            advice = f"move that file away or {elsewhere}"
            problem = f"a site made by this build, found {foreign[0]}, which it did not write; {advice}"
    if problem:
        raise ClippingError(f"expected {problem}", str(output))


def _files(folder: Path) -> set[str]:
    """Return the files of ``folder`` as relative addresses; a link is a file, whatever it leads to."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {path.relative_to(folder).as_posix() for path in found}


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
            earlier = output.with_name(f"{_beside(output)}earlier")
            if earlier.is_dir() and not output.exists():  # see swap_in
                earlier.rename(output)
            for path in parent.iterdir():  # what killed builds left; nobody else uses it while we have the lock
                if path.name.startswith(_beside(output)) and path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
            stage = parent / f"{_beside(output)}{os.urandom(4).hex()}"
            try:
                _write(files, stage)
                yield stage
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        found = error.strerror or type(error).__name__
        message = f"expected to write the site beside this folder, found: {found}; the site is as it was"
        raise ClippingError(f"{message}, make room or fix the rights", str(output)) from error


def swap_in(stage: Path, output: Path) -> None:
    """Put ``stage`` where ``output`` is, and the earlier site, if any, where ``stage`` was."""
    if not output.exists():
        stage.rename(output)
    elif not _exchange(stage, output):
        # Two renames leave a moment without a site; if the build is killed then, the next one puts
        # the earlier site back.
        earlier = output.with_name(f"{_beside(output)}earlier")
        output.rename(earlier)
        stage.rename(output)
        shutil.rmtree(earlier)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ClippingError("expected an address within the site; fix the name of the template", name)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _beside(output: Path) -> str:
    """Return the prefix of the names of the folders that builds make beside ``output``."""
    return f".{output.name}.clipping-"


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; return whether this system could.

    Linux has renameat2(2) with RENAME_EXCHANGE, macOS renamex_np(2) with RENAME_SWAP; Python has neither.
    """
    paths = os.fsencode(one), os.fsencode(other)
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            at_cwd, exchange = -100, 2
            return bool(library.renameat2(at_cwd, paths[0], at_cwd, paths[1], exchange) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(paths[0], paths[1], 2) == 0)
    return False
