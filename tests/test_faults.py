"""No fault costs the published site anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

#: The harness itself puts hundreds of them in where every test is run.
FEW = 10


def test_faults_do_no_harm() -> None:
    """A few builds that are killed, cut off, in each other's way or read while content changes: all end well."""
    if not hasattr(os, "fork"):
        pytest.skip("this system can't fork")
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.faults", str(FEW)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert len(outcome.stdout.splitlines()) == 5


@pytest.mark.parametrize("place", ["file/_site", "/proc/clipping/_site", "shut/_site", "shut/deep/_site"])
def test_places_that_can_not_be_written(place: str, tmp_path: Path, command: Command) -> None:
    """Where no folder can be made, the build ends in one line that names it: below a file, in /proc, without rights."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "shut").mkdir(mode=0o500)
    if place.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    if place.startswith("shut") and os.access(tmp_path / "shut", os.W_OK):
        pytest.skip("rights mean nothing to who runs this, as to root")

    outcome = command("--output", tmp_path / place)

    assert outcome.status == 1
    assert outcome.err.startswith(f"{tmp_path / place}: expected to write the site beside this folder, found: ")
    assert outcome.err.count("\n") == 1
