"""What publishing asks of the file system: to flush, to exchange two folders in one step, and to lock one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none
    fcntl = None  # type: ignore[assignment]


def flush(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk. Raises ``OSError``."""
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
            if sys.platform == "darwin":  # where fsync(2) stops at the cache of the drive
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        finally:
            os.close(handle)
    except OSError as error:  # Windows and some network drives can't flush a folder
        if not path.is_dir() or error.errno not in (errno.EACCES, errno.EINVAL, errno.ENOTSUP):
            raise


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; return whether this system could.

    Linux has renameat2(2) with RENAME_EXCHANGE, macOS renamex_np(2) with RENAME_SWAP; Python has neither.
    """
    paths, at_cwd, swap = (os.fsencode(one), os.fsencode(other)), -100, 2
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            return bool(library.renameat2(at_cwd, paths[0], at_cwd, paths[1], swap) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, swap) == 0)
    return False


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Wait until nobody else has the lock on ``folder``; yield whether there are locks, which NFS may lack."""
    with contextlib.ExitStack() as stack:
        has_locks = False
        with contextlib.suppress(OSError, AttributeError):
            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
            has_locks = True
        yield has_locks
