"""File system operations for publishing: flush to disk, swap two folders atomically, lock a folder."""

import contextlib
import ctypes
import errno
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path


def flush(path: Path) -> None:
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


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically; return whether that succeeded, as not all systems support it.

    Linux has renameat2(2) with RENAME_EXCHANGE, macOS renamex_np(2) with RENAME_SWAP; Python has neither.
    """
    paths, at_cwd, swap = (os.fsencode(one), os.fsencode(other)), -100, 2
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, swap) == 0)
        return bool(library.renameat2(at_cwd, paths[0], at_cwd, paths[1], swap) == 0)
    return False


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Wait for a lock on ``folder`` and keep it for the block; yield whether there is one, as on most file systems."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            has_lock = True
        except OSError:
            has_lock = False
        yield has_lock
    finally:
        os.close(handle)
