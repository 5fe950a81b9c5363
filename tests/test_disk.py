"""What the file system is asked for is what it is asked for on each system, and what it can't do is borne."""

import errno
import os
import sys
from pathlib import Path
from unittest.mock import Mock, call

import pytest

from clipping.disk import exchange, flush, locked

fcntl = pytest.importorskip("fcntl", reason="this system has no locks on folders")


@pytest.mark.parametrize(("platform", "answer"), [("darwin", 0), ("darwin", -1), ("win32", 0)])
def test_other_systems(monkeypatch: pytest.MonkeyPatch, platform: str, answer: int) -> None:
    """On macOS the call is renamex_np with RENAME_SWAP, and its answer counts; elsewhere there is none."""
    library = Mock(**{"renamex_np.return_value": answer})
    monkeypatch.setattr("ctypes.CDLL", lambda name: library)
    monkeypatch.setattr(sys, "platform", platform)

    assert exchange(Path("/one"), Path("/other")) is (platform == "darwin" and answer == 0)
    assert library.mock_calls == [call.renamex_np(b"/one", b"/other", 2)] * (platform == "darwin")


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EIO])
def test_only_a_folder_may_be_left_unflushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A file that can't be flushed is an error, and so is a folder whose disk fails; but some systems can't."""
    (tmp_path / "file").touch()

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    for path in [tmp_path / "file", *[tmp_path] * (number == errno.EIO)]:
        with pytest.raises(OSError, match=os.strerror(number)):
            flush(path)
    if number == errno.EINVAL:
        flush(tmp_path)


def test_a_lock_shuts_everybody_else_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is had, not even a shared lock is to be had; where there are no locks, the work is done without."""
    other = os.open(tmp_path, os.O_RDONLY)
    with locked(tmp_path) as alone:
        assert alone is True
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with locked(tmp_path) as alone:
        assert alone is False
