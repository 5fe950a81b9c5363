"""The same content makes the same bytes on every machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: The environment of each build, which has nothing else of this machine's.
OTHER = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX"}
OTHER |= {"PYTHONUTF8": "0", "PYTHONHASHSEED": "1", "PYTHONOPTIMIZE": "2", "SOURCE_DATE_EPOCH": "0"}


def sums(program: Path, output: Path, python: str = sys.executable) -> str:
    """Return the checksums of the files that ``program`` makes, run by this Python in the environment above."""
    command = [python, str(program / "build.py"), "--output", str(output)]
    done = subprocess.run(command, cwd=output.parent, env=OTHER, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return (output / "SHA256SUMS").read_text("utf-8")


def test_the_machine_does_not_matter(tmp_path: Path, site: Path) -> None:
    """A read-only copy in another folder makes the same bytes, whatever time zone, locale, hash seed and options."""
    copy = tmp_path / "somewhere else" / "clipping"
    for name in ("src", "templates", "content"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", copy)
    (copy / "src" / "clipping" / "__pycache__").write_text("a file, so that no folder can be made here")
    paths = [copy, *copy.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert sums(copy, tmp_path / "out") == (site / "SHA256SUMS").read_text("utf-8")
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
    assert sums(ROOT, tmp_path / "out", str(own)) == (site / "SHA256SUMS").read_text("utf-8")
