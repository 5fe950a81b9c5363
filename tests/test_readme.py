"""README.md is true: its commands run as written in a fresh clone and print what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command, edit

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.M | re.S)
CONSOLE = "".join(text for kind, text in BLOCKS if kind == "console")
PAGE = "<!doctype html><title>Ferry</title><h1>The ferry stops in fog</h1><p>By Ida Brandt</p><p>3 May 2018</p>"
PARAGRAPH = "<p>The ferry between the two towns is to stop in fog, since its lamp {} was sold to a museum in June.</p>"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone that uses the packages installed here, with two files to start from."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("content", "templates", "src", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules"))
    for name in ("build.py", "Makefile"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / name).symlink_to(Path(sys.prefix, name))
    for path in sorted((folder / "requirements").glob("*.txt")):
        (folder / ".venv" / path.stem).touch()
    shutil.copy(ROOT / "content" / "article.txt", folder / "captured.txt")
    (folder / "saved.html").write_text(PAGE + "".join(map(PARAGRAPH.format, range(4))), "utf-8")
    return folder


def in_shell(line: str, folder: Path) -> str:
    """Run a line of README.md in a shell with the environment activated; return what it prints."""
    command = ["bash", "-c", f"source .venv/bin/activate && {line}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), line
    return done.stdout


def test_every_command_runs(clone: Path) -> None:
    """Each command after a $ succeeds, in order, and prints what is below it."""
    commands = re.findall(r"^\$ (.*)\n((?:[^$\n].*\n)*)", CONSOLE, re.M)
    assert len(commands) == CONSOLE.count("$ ") > 7
    for line, printed in commands:
        assert printed in in_shell(line, clone)


def test_what_else_is_named_exists(clone: Path) -> None:
    """Every make target, every option of build.py and every linked file that README.md names exists."""
    for line in sorted(set(re.findall(r"(?:^|`)(make(?: [a-z][a-z-]*)?)\b", README, re.M))):
        in_shell(f"{line} --dry-run", clone)
    usage = in_shell("python build.py --help", clone)
    assert [option for option in re.findall("`(--[a-z-]+)", README) if option not in usage] == []
    assert [path for path in re.findall(r"\]\(([^)]+)\)", README) if not (ROOT / path).exists()] == []


def test_the_examples_are_read(content: Path, tmp_path: Path, command: Command) -> None:
    """The example note and pins make a site, and the example mistake is reported in the words that README.md gives."""
    note, pins, message = ("".join(text for of, text in BLOCKS if of == kind) for kind in ("yaml", "toml", "text"))
    edits, arguments = content / "article.toml", ("--content", content, "--output", tmp_path / "out")
    (content / "notes" / "ollanta-humala.md").write_text(note, "utf-8")
    edits.write_text(edits.read_text("utf-8") + pins, "utf-8")
    assert command(*arguments).err == ""
    edit(edits, "publisher =", "publsher =")
    reported = command(*arguments).err.partition("article.toml:")[2]
    assert reported.split() == message.partition("article.toml:")[2].split()
