"""No fault harms a published site."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_faults_do_no_harm() -> None:
    """Builds that are killed, cut off from power or run at once leave a whole site."""
    command = [sys.executable, "-m", "tests.faults", "1"]  # hundreds are in make test-all
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (outcome.returncode, outcome.stderr, outcome.stdout.count("\n")) == (0, "", 3)
    if "power_cuts: skipped, " in outcome.stdout:
        pytest.skip(outcome.stdout.splitlines()[-1])
