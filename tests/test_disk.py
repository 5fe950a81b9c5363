"""The calls for exchanging and locking folders are those of each system."""

import fcntl
import os
import sys
from pathlib import Path
from unittest.mock import Mock, call

import pytest

from clipping.disk import exchange, locked


@pytest.mark.parametrize("answer", [0, -1])
def test_the_exchange_of_macos(monkeypatch: pytest.MonkeyPatch, answer: int) -> None:
    """On macOS folders are exchanged by renamex_np with RENAME_SWAP, whose answer counts."""
    library = Mock(**{"renamex_np.return_value": answer})
    monkeypatch.setattr("ctypes.CDLL", lambda name: library)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert exchange(Path("/one"), Path("/other")) is (answer == 0)
    assert library.mock_calls == [call.renamex_np(b"/one", b"/other", 2)]


def test_a_lock_is_exclusive(tmp_path: Path) -> None:
    """While a folder is locked, nobody can get even a shared lock on it; afterwards anybody can."""
    other = os.open(tmp_path, os.O_RDONLY)
    with locked(tmp_path) as alone:
        assert alone is True
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)
