"""Publish rendered files to a folder atomically and durably. No other module writes a site.

A site is written to a staging folder beside the published one, flushed to disk, checked there, and then swapped with
the published one, in a single system call if the system has one. Then the parent folder is flushed. A failure
before the swap (a finding, a full disk, a kill, a power cut) leaves the old site; a later failure leaves the new one.
Builds to the same parent folder take turns: each waits for a lock on that folder, which the system releases even if a
build is killed. The only files ever removed are those that a build wrote, and ``LITTER``.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from clipping.errors import ClippingError, Findings
from clipping.inputs import checksums, paths_below

SUMS = "SHA256SUMS"
#: Files that every site has, and that identify a site even if a power cut emptied them or some were removed.
TELLTALES = (SUMS, "article.json", "article.tei.xml", "annotations.jsonld")
#: Files that Finder and Explorer write into every folder that is opened.
LITTER = (".DS_Store", "Thumbs.db")


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``files`` with SHA256SUMS added, which ``sha256sum --check`` reads."""
    return {**files, SUMS: checksums(files)}


def publish_site(
    files: Mapping[str, bytes], output: Path, inputs: tuple[Path, ...], prove: Callable[[Path], Sequence[object]]
) -> list[str]:
    """Write ``files`` to a staging folder and swap it with ``output`` unless ``prove`` finds something wrong.

    ``files`` maps relative addresses to bytes. Returns warnings. Raises ``Findings`` with the results of ``prove``,
    ``ClippingError`` if ``output`` must not be replaced or writing fails, and ``KeyboardInterrupt`` on Ctrl-C. If
    writing fails or is interrupted, the message states which site is published.
    """
    stage, names, warnings = _sibling(output, os.urandom(4).hex()), files.keys(), list[str]()
    try:
        if not stage.parent.exists():
            _check_output(output, inputs, names)  # before any folder is made
            stage.parent.mkdir(parents=True, exist_ok=True)
        with _locked(stage.parent) as has_lock:
            _check_output(output, inputs, names)  # under the lock, so that no other build replaces the site now
            _clear(output, stage, has_lock, names)
            if not has_lock:
                expected = "expected a file system with locks, found one without"
                warnings.append(f"{stage.parent}: {expected}; run one build at a time")
            try:
                _write(files, stage)
                if findings := prove(stage):
                    raise Findings(findings)
                _check_output(output, inputs, names)  # again, in case something changed meanwhile
                if not os.path.lexists(output):
                    stage.rename(output)
                elif not _exchange(stage, output):
                    output.rename(_sibling(output, "earlier"))
                    stage.rename(output)
                _flush(stage.parent)
            finally:
                warnings += _clear(output, stage, has_lock, names)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_outcome(output, files)) from None
    except OSError as error:
        problem = f"expected to write here and in {stage.parent}, found: {error.strerror}; {_outcome(output, files)}"
        raise ClippingError(f"{problem}; free some space or fix the permissions", str(output)) from error
    return warnings


def _check_output(output: Path, inputs: tuple[Path, ...], names: Set[str]) -> None:
    """Raise ``ClippingError`` unless ``output`` may be replaced: it does not exist, is empty, or is an earlier site.

    The swap would destroy anything else, including any ``inputs`` (the folders that the build reads) in or around
    ``output``. ``names`` are the addresses of the files to be published.
    """
    real = Path(os.path.realpath(output))
    overlapping = [f for f in inputs if real.is_relative_to(f.resolve()) or f.resolve().is_relative_to(real)]
    if output.is_symlink() or output.is_file():
        problem = "a folder, found a file or a link"
    elif overlapping:
        problem = f"a folder of its own, found one that overlaps {overlapping[0]}"
    elif output.exists() and (foreign := _all_files(output) - _replaceable(output, names)):
        problem = f"only files that a build wrote, found {min(foreign)}"
    else:
        return
    raise ClippingError(f"expected {problem}; move that away, or choose another --output", str(output))


def _all_files(folder: Path) -> set[str]:
    """Return the relative addresses of all files below ``folder``; a link counts as a file, whatever its target."""
    paths = paths_below(folder)
    return {path.relative_to(folder).as_posix() for path in paths if path.is_symlink() or not path.is_dir()}


def _replaceable(folder: Path, names: Set[str]) -> set[str]:
    """Return the addresses of the files that a build may replace in ``folder``: none unless ``TELLTALES`` show a site.

    They do so if each exists or is listed in SHA256SUMS, where only a build would list it. The result is ``LITTER``,
    the files listed in SHA256SUMS, and ``names``, the files that this build writes. It includes ``names`` because a
    power cut may have left SHA256SUMS empty or truncated.
    """
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.is_file() else ()
    listed = {line[66:] for line in lines if line[64:66] == "  "}
    is_site = all(name in listed or (folder / name).is_file() for name in TELLTALES)
    return {*LITTER, *names, *listed} if is_site else set()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock ``folder`` for the block, waiting if need be; yield whether that worked, as some file systems lack locks."""
    handle, has_lock = os.open(folder, os.O_RDONLY), False
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
            has_lock = True
        yield has_lock
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    """Flush a file's data, or a folder's entries, to the disk; raises ``OSError`` if that fails."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        if sys.platform == "darwin":  # where fsync(2) does not flush the drive's own cache
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    except OSError as error:  # some network drives can't flush a folder
        if not path.is_dir() or error.errno not in (errno.EACCES, errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically; return whether that succeeded, as not all systems and file systems can."""
    library, source, target = ctypes.CDLL(None), os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):  # Linux, where -100 is AT_FDCWD, and 2 is RENAME_EXCHANGE
        return bool(library.renameat2(-100, source, -100, target, 2) == 0)
    # macOS, where 2 is RENAME_SWAP
    return hasattr(library, "renamex_np") and bool(library.renamex_np(source, target, 2) == 0)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` below ``folder`` and flush them, then flush the folders, innermost first."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        _flush(path)
    for written, *_ in os.walk(folder, topdown=False):
        _flush(Path(written))


def _outcome(output: Path, files: Mapping[str, bytes]) -> str:
    """Describe the state of the published site after a failure to publish ``files``."""
    sums, earlier = output / SUMS, _sibling(output, "earlier")
    if earlier.is_dir() and not os.path.lexists(output):
        return f"the site is now at {earlier}, and the next build puts it back"
    is_new = sums.is_file() and sums.read_bytes() == files[SUMS]
    return "the new site is published" if is_new else "the site is unchanged"


def _clear(output: Path, stage: Path, has_lock: bool, names: Set[str]) -> list[str]:
    """Put back the earlier site if a build stopped between its two renames; remove whatever else builds left beside it.

    Returns a warning for each folder that can't be removed; a file that no build wrote is kept. Without a lock, other
    builds may be running, so only ``stage`` and the earlier site are removed.
    """
    earlier, start, warnings = _sibling(output, "earlier"), _sibling(output, "").name, []
    if earlier.is_dir() and not os.path.lexists(output):
        earlier.rename(output)
    left = [path for path in stage.parent.iterdir() if path.name.startswith(start) and not path.is_symlink()]
    for folder in [path for path in left if path.is_dir() and (has_lock or path in (stage, earlier))]:
        try:
            written = _all_files(folder) & (_replaceable(folder, names) | names)
            for name in sorted(written, key=TELLTALES.__contains__):  # TELLTALES last, as they show a site
                (folder / name).unlink()
            for emptied, *_ in os.walk(folder, topdown=False):
                Path(emptied).rmdir()
        except OSError as error:
            problem = f"expected to remove this folder of user {folder.stat().st_uid}, found: {error.strerror}"
            advice = f"check its contents, then run: rm -r {shlex.quote(str(folder))}"
            warnings.append(f"{folder}: {problem}; {advice}")
    return warnings


def _sibling(output: Path, end: str) -> Path:
    """Return the path of the temporary folder beside ``output`` whose name ends in ``end``."""
    return output.absolute().parent / f".{output.name}.clipping-{end}"
