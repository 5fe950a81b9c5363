"""The calls for exchanging and locking folders are those of each system."""

import fcntl
import os
from pathlib import Path

import pytest

from clipping.disk import exchange, locked


def test_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without renameat2 does not exchange folders."""
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    assert exchange(Path("/one"), Path("/other")) is False


def test_a_lock_is_exclusive(tmp_path: Path) -> None:
    """While a folder is locked, nobody can get even a shared lock on it; afterwards anybody can."""
    other = os.open(tmp_path, os.O_RDONLY)
    with locked(tmp_path) as alone:
        assert alone is True
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)
