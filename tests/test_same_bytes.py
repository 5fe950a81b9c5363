"""The same content makes the same bytes on every machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: What a build is given of this machine, so that each test states what it changes.
BARE = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent"}


def assert_same(
    site: Path, output: Path, env: Mapping[str, str] = BARE, program: Path = ROOT, python: str = sys.executable
) -> None:
    """Fail unless a build with this environment, program and Python makes the bytes of ``site``."""
    command = [python, str(program / "build.py"), "--output", str(output)]
    done = subprocess.run(command, cwd=output.parent, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (output / "SHA256SUMS").read_text("utf-8") == (site / "SHA256SUMS").read_text("utf-8")


def test_the_machine_does_not_matter(tmp_path: Path, site: Path) -> None:
    """Time zone, locale, encoding, hash seed and optimisation change no byte."""
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "PYTHONOPTIMIZE": "2"}
    assert_same(site, tmp_path / "out", env=BARE | other)


def test_the_folder_does_not_matter(tmp_path: Path, site: Path) -> None:
    """A read-only copy in another folder, run in the POSIX locale, makes the same bytes."""
    other = {"SOURCE_DATE_EPOCH": "0", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONDONTWRITEBYTECODE": "1"}
    copy = tmp_path / "somewhere else" / "clipping"
    for name in ("src", "templates", "content"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", copy)
    (copy / "src" / "clipping" / "__pycache__").write_text("a file, so that no folder can be made here")
    paths = [copy, *copy.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert_same(site, tmp_path / "out", env=BARE | other, program=copy)
    finally:
        for path in paths:
            path.chmod(0o755)


@pytest.mark.outside
@pytest.mark.parametrize("release", ["3.12", "3.13", "3.14"])
def test_the_python_does_not_matter(tmp_path: Path, site: Path, release: str) -> None:
    """Other releases of Python, each with the locked packages, make the same bytes."""
    candidates = (*Path.home().glob(f".pyenv/versions/{release}.*/bin/python"), shutil.which(f"python{release}"))
    found = [path for path in candidates if path and subprocess.run([path, "-c", ""], check=False).returncode == 0]
    if not found:
        pytest.skip(f"Python {release} is not installed")
    own = tmp_path / "venv" / "bin" / "python"
    subprocess.run([found[0], "-m", "venv", tmp_path / "venv"], check=True)
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--requirement")
    subprocess.run([own, *install, ROOT / "requirements" / "build.txt"], check=True)
    assert_same(site, tmp_path / "out", python=str(own))
