"""The same content makes the same bytes: everywhere, and until somebody has looked at what changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: The sums of the site of the real content. After a change that a person has looked at: make golden.
GOLDEN = ROOT / "tests" / "golden" / "SHA256SUMS"
SUMS = GOLDEN.read_text(encoding="utf-8")
#: What a build is given of this machine and no more, so that each test says what it changes.
BARE = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent"}


def sums(
    output: Path,
    environment: Mapping[str, str] | None = None,
    python: str = sys.executable,
    program: Path = ROOT,
    folder: Path = ROOT,
) -> str:
    """Build the real content with this Python, program, working folder and environment; return the sums."""
    command = [python, str(program / "build.py"), "--output", str(output)]
    done = subprocess.run(
        command, cwd=folder, env={**BARE, **(environment or {})}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return (output / "SHA256SUMS").read_text(encoding="utf-8")


def pythons() -> dict[str, str]:
    """Return other Pythons of this machine that a build may run on, by release: from the path and from pyenv."""
    places = [shutil.which(f"python3.{minor}") for minor in range(11, 20)]
    places += map(str, sorted(Path.home().glob(".pyenv/versions/3.*/bin/python")))
    found = {}
    for place in filter(None, places):
        told = subprocess.run([place, "-V"], capture_output=True, text=True, check=False).stdout
        release = re.fullmatch(r"Python (3\.(\d+))\.\S+\s*", told)
        if release and int(release[2]) >= 11 and int(release[2]) != sys.version_info.minor:
            found[release[1]] = place
    return found


def test_golden(site: Path) -> None:
    """The site is, byte for byte, the one that was last looked at; if it should not be: make golden."""
    assert (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines() == SUMS.splitlines()


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Lima", "LC_ALL": "C", "PYTHONHASHSEED": "2", "LANG": "es_PE.UTF-8"},
        {"SOURCE_DATE_EPOCH": "0", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONHASHSEED": "random"},
        {"PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "20"},
    ],
)
def test_the_machine_does_not_matter(tmp_path: Path, environment: dict[str, str]) -> None:
    """Neither time zone, locale, encoding, hash seed nor the settings of Python change a byte."""
    assert sums(tmp_path / "out", environment) == SUMS


def test_the_place_does_not_matter(tmp_path: Path) -> None:
    """A copy elsewhere, worked from another folder, with nothing to be written beside the program, makes the same."""
    copy = tmp_path / "somewhere else" / "clipping"
    for name in ("src", "templates", "content"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", copy)
    (copy / "src" / "clipping" / "__pycache__").write_text("a file, so that no folder can be made here")
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert sums(tmp_path / "out", program=copy, folder=tmp_path) == SUMS
    finally:
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755)


@pytest.mark.parametrize("release", ["3.11", "3.12", "3.13", "3.14"])
def test_the_python_does_not_matter(tmp_path: Path, release: str) -> None:
    """Other releases of Python make the same bytes, with the packages of this one, compiled parts left out."""
    python = sys.executable if release == f"3.{sys.version_info.minor}" else pythons().get(release)
    if python is None:
        pytest.skip(f"Python {release} is not installed")

    assert sums(tmp_path / "out", {"PYTHONPATH": sysconfig.get_path("purelib")}, python) == SUMS


def test_again_makes_the_same(tmp_path: Path) -> None:
    """Building over another site, twice, leaves what a first build leaves."""
    output = tmp_path / "out"
    command = [sys.executable, str(ROOT / "build.py"), "--output", str(output), "--base-url", "https://x.org/"]
    subprocess.run(command, check=True)

    assert [sums(output), sums(output)] == [SUMS, SUMS]
