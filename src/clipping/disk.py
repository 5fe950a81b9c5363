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
    """Swap two folders atomically; return whether that succeeded, as only Linux can, and not on all file systems.

    Its renameat2(2) is called with RENAME_EXCHANGE, which Python lacks.
    """
    at_cwd, swap = -100, 2
    with contextlib.suppress(AttributeError):
        return bool(ctypes.CDLL(None).renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), swap) == 0)
    return False


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Lock ``folder`` for the block, once nobody else does; yield whether it is, as some file systems have no locks."""
    handle, has_lock = os.open(folder, os.O_RDONLY), False
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
            has_lock = True
        yield has_lock
    finally:
        os.close(handle)
