"""The same content makes the same bytes on every machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: What a build is given of this machine and no more, so that each test says what it changes.
BARE = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent"}


def sums(output: Path, *, env: Mapping[str, str] = BARE, program: Path = ROOT, python: str = sys.executable) -> str:
    """Build the real content with this Python, program and environment, beside ``output``; return the sums."""
    command = [python, str(program / "build.py"), "--output", str(output)]
    done = subprocess.run(command, cwd=output.parent, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return sums_of(output)


def sums_of(site: Path) -> str:
    """Return the sums of a site that was built."""
    return (site / "SHA256SUMS").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "PYTHONOPTIMIZE": "2"},
        {"SOURCE_DATE_EPOCH": "0", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONDONTWRITEBYTECODE": "1"},
    ],
)
def test_the_machine_does_not_matter(tmp_path: Path, site: Path, environment: dict[str, str]) -> None:
    """Neither time zone, locale, encoding, hash seed nor the settings of Python change a byte."""
    assert sums(tmp_path / "out", env=BARE | environment) == sums_of(site)


def test_the_folder_does_not_matter(tmp_path: Path, site: Path) -> None:
    """A read-only copy elsewhere, run from another folder, makes the same."""
    copy = tmp_path / "somewhere else" / "clipping"
    for name in ("src", "templates", "content"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", copy)
    (copy / "src" / "clipping" / "__pycache__").write_text("a file, so that no folder can be made here")
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert sums(tmp_path / "out", program=copy) == sums_of(site)
    finally:
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755)


@pytest.mark.outside
@pytest.mark.parametrize("release", ["3.12", "3.13", "3.14"])
def test_the_python_does_not_matter(tmp_path: Path, site: Path, release: str) -> None:
    """Other releases of Python make the same bytes, each with the locked packages as it installs them."""
    candidates = (*Path.home().glob(f".pyenv/versions/{release}.*/bin/python"), shutil.which(f"python{release}"))
    found = [path for path in candidates if path and subprocess.run([path, "-c", ""], check=False).returncode == 0]
    if not found:
        pytest.skip(f"Python {release} is not installed")
    own = tmp_path / "venv" / "bin" / "python"
    subprocess.run([found[0], "-m", "venv", tmp_path / "venv"], check=True)
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--requirement")
    subprocess.run([own, *install, ROOT / "requirements" / "build.txt"], check=True)

    assert sums(tmp_path / "out", python=str(own)) == sums_of(site)
