"""README.md is true: its commands run as they are in a fresh clone, and print what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import by_stage
from tests.conftest import ROOT, Command

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.M | re.S)
CONSOLE = "".join(text for kind, text in BLOCKS if kind == "console")
PAGE = "<!doctype html><title>Ferry</title><h1>The ferry stops in fog</h1><p>By Ida Brandt</p><p>3 May 2018</p>"
PARAGRAPH = "<p>The ferry between the two towns is to stop in fog, since its lamp {} was sold to a museum in June.</p>"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository with the packages that are installed here, and two files to start from."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("content", "templates", "src", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules"))
    for name in ("build.py", "Makefile"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").mkdir()
    for name in ("bin", "lib"):
        (folder / ".venv" / name).symlink_to(Path(sys.prefix, name))
    shutil.copy(Path(sys.prefix, "pyvenv.cfg"), folder / ".venv")
    for path in sorted((folder / "requirements").glob("*.txt")):
        (folder / ".venv" / path.stem).touch()
    shutil.copy(ROOT / "content" / "article.txt", folder / "captured.txt")
    (folder / "saved.html").write_text(PAGE + "".join(map(PARAGRAPH.format, range(4))), encoding="utf-8")
    return folder


def run(line: str, folder: Path) -> str:
    """Run a line of README.md as a shell does in which the environment was entered; return what it prints."""
    command = ["bash", "-c", f"source .venv/bin/activate && {line}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), line
    return done.stdout


def test_every_command_runs(clone: Path) -> None:
    """Each command after a $ succeeds, one after another, and prints what is below it."""
    commands = re.findall(r"^\$ (.*)\n((?:[^$\n].*\n)*)", CONSOLE, re.M)

    assert len(commands) == CONSOLE.count("$ ") > 7
    for line, printed in commands:
        assert printed in run(line, clone)


def test_what_else_is_named_exists(clone: Path) -> None:
    """The Makefile can do each make that README.md names, build.py has each option, and each link leads to a file."""
    for line in sorted(set(re.findall(r"(?:^|`)(make(?: [a-z][a-z-]*)?)\b", README, re.M))):
        run(f"{line} --dry-run", clone)
    usage = run("python build.py --help", clone)

    assert [option for option in re.findall("`(--[a-z-]+)", README) if option not in usage] == []
    assert [path for path in re.findall(r"\]\(([^)]+)\)", README) if not (ROOT / path).exists()] == []


def test_the_examples_are_read(content: Path, tmp_path: Path, command: Command) -> None:
    """The note and the pins that README.md shows make a site; the mistake that it shows is reported in these words."""
    note, pins, message = (
        "".join(text for kind, text in BLOCKS if kind == kind_) for kind_ in ("yaml", "toml", "text")
    )
    edits, arguments = content / "article.toml", ("--content", content, "--output", tmp_path / "out")
    (content / "notes" / "ollanta-humala.md").write_text(note, encoding="utf-8")
    settings = edits.read_text(encoding="utf-8")
    edits.write_text(settings + pins, encoding="utf-8")
    assert command(*arguments).err == ""

    edits.write_text(settings.replace("publisher =", "publsher ="), encoding="utf-8")
    reported = command(*arguments).err.partition("article.toml:")[2]
    assert reported.split() == message.partition("article.toml:")[2].split()


def test_the_stages_of_a_build_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What make bench prints of the stages has every step of build.py, and adds up to the whole."""
    by_stage(tmp_path, 1)
    *stages, whole = [float(line.split()[-1]) for line in capsys.readouterr().out.splitlines()[2:]]

    assert len(stages) == 12
    assert sum(stages) == pytest.approx(whole, abs=1)
