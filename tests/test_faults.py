"""No fault costs the published site anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_faults_do_no_harm() -> None:
    """A few builds that are killed, cut off or in each other's way: all end well."""
    command = [sys.executable, "-m", "tests.faults", "2"]  # hundreds are in make test-all
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert len(outcome.stdout.splitlines()) == 3


@pytest.mark.parametrize("name", ["file/_site", "/proc/clipping/_site", "shut/deep/_site"])
def test_places_that_can_not_be_written(name: str, tmp_path: Path, command: Command) -> None:
    """Where no folder can be made, the build ends in one line that names it: below a file, in /proc, without rights."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "shut").mkdir(mode=0o500)
    if name.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    if name.startswith("shut") and os.access(tmp_path / "shut", os.W_OK):
        pytest.skip("rights mean nothing to who runs this, as to root")

    outcome = command("--output", tmp_path / name)

    assert outcome.status == 1
    assert outcome.err.startswith(f"{tmp_path / name}: expected to write the site beside this folder, found: ")
    assert outcome.err.count("\n") == 1
