"""The command line: bad usage is refused, and whatever stops a command is reported in one line."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command, edit

PROGRAM = [sys.executable, str(ROOT / "build.py")]
MISSING = r"expected the package \w+ to be installed, found that it is not; run make, .* then source .venv/bin/activate"
#: Makes a program receive Ctrl-C when an audit event (PEP 578) first mentions a word.
STOP_AT = """
import os, signal, sys
def hook(event, details, pending=[signal.SIGINT]):
    if event == {event!r} and {word!r} in str(details[0]) and pending:
        os.kill(os.getpid(), pending.pop())
sys.addaudithook(hook)
"""
ADDRESSES = ("example.org", "https://e.org:0", "https://[example.org/", "https://e.org/\udcff", "https://e.org/?page")
#: What is wrong with each command line.
WRONG = {
    **dict.fromkeys(("--nonsense", "--url https://example.org/", "--record --explain", "--serve http"), ": error: "),
    **{f"--base-url={address}": ": error: argument --base-url: " for address in ADDRESSES},
    "--content=none": "none/article.txt: expected the capture of an article, found none that can be read",
    "--templates=none": "none/site: expected a folder of templates, found none",
    "--check": "out: expected a built site, found none; build it first",
}


@pytest.mark.parametrize("arguments", WRONG)
def test_a_wrong_command_line_does_nothing(tmp_path: Path, command: Command, arguments: str) -> None:
    """Bad usage gives exit code 2, a missing folder 1; the error is reported, and nothing is printed or written."""
    outcome = command(*arguments.split(), "--output", tmp_path / "out")
    assert (outcome.status, outcome.out) == (2 if "error" in WRONG[arguments] else 1, "")
    assert WRONG[arguments] in outcome.err
    assert not (tmp_path / "out").exists()


def test_check_reports_what_has_changed_since(
    content: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site is checked at the base address that it states, and any change in what it was made from is reported."""
    templates, site = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates")), tmp_path / "_site"
    options = ("--content", content, "--templates", templates, "--output", site)
    assert command(*options, "--base-url", "https://example.org/peru").status == 0
    (content / "__pycache__").mkdir()
    for name in (".hidden", "notes/x.md~", "__pycache__/x"):  # files that a build ignores
        (content / name).touch()
    proved = command("--check", *options)
    assert (proved.status, proved.out.count("\n")) == (0, 1)
    assert "each byte for byte what a build would make now; every line" in proved.out
    assert proved.out.endswith("; templates and program are not checked (see SECURITY.md)\n")

    def reported(*more: str) -> str:
        outcome = command("--check", *options, *more)
        assert outcome.status == 1
        return outcome.err.replace("source.html: [differs] ", "").replace(" changed since this site was built;", "")

    end = " build again, or choose another site with --output\n1 finding\n"
    assert reported("--base-url", "https://example.org/") == f"base address{end}"
    with monkeypatch.context() as patch:
        patch.setattr("build.ROOT", tmp_path)
        assert reported() == f"program{end}"
    for name, more in (("templates", templates / "more"), ("content", content / "notes" / "more.txt")):
        more.touch()
        assert reported() == f"{name}{end}"
        more.unlink()
    edit(site / "source.html", 'address">https://', 'address">https://[')
    assert reported().startswith("expected an address such as ")


SHELL = [
    ("{program} --record >/dev/full", 1, "the working folder or standard output: .*No space left on device; .*"),
    ("mkfifo pipe; : <pipe & exec 3>pipe; wait; {program} --record >&3", 141, ""),  # the reader has left
    ("{program} --content none >&-", 1, "none/article.txt: expected the capture of an article, .*"),
    ("{program} --record <&- >record.json", 0, ""),
    ("mkdir gone && cd gone && rmdir ../gone && {program} --record", 1, "the working folder or standard output: .*"),
    ("mkfifo pipe && {program} --new new pipe", 1, "pipe: expected a capture or a saved page, found no file; .*"),
    ("{program} --new new /dev/zero", 1, "/dev/zero: expected a capture or a saved page, found no file; .*"),
    ("ln -s loop loop && {program} --content loop", 1, "loop/article.txt: expected the capture of an article, .*"),
    ("{program} --output /", 1, "/: expected a folder of its own, found one that overlaps .*"),
    ("mkfifo pipe && {program} --content pipe", 1, "pipe: expected files and folders within pipe, found .*"),
    ("{bare} --serve", 1, MISSING),
]


@pytest.mark.parametrize(("line", "status", "reported"), SHELL)
def test_what_a_shell_may_do_to_a_command(tmp_path: Path, site: Path, line: str, status: int, reported: str) -> None:
    """A full disk, a closed stream, a deleted folder, a device, a loop, no package: at most one line reports it."""
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    line = line.format(program=shlex.join(PROGRAM), bare=shlex.join([sys.executable, "-S", PROGRAM[1]]))
    outcome = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert outcome.returncode == status, outcome.stderr
    assert re.fullmatch(rf"{reported}\n" if reported else "", outcome.stderr)
    if not status:
        assert (tmp_path / "record.json").read_bytes() == (site / "article.json").read_bytes()


@pytest.mark.parametrize("event", ["import", "os.rename", "os.remove"])
def test_ctrl_c_prints_one_line(tmp_path: Path, site: Path, event: str) -> None:
    """Ctrl-C during imports, writing or the swap prints one line that says what is published."""
    word, new = "jinja2" if event == "import" else ".clipping-", event == "os.remove"  # of the earlier site
    (tmp_path / "sitecustomize.py").write_text(STOP_AT.format(event=event, word=word), "utf-8")
    (output := tmp_path / "out" / "_site").parent.mkdir()
    if new:
        shutil.copytree(site, output)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [*PROGRAM, "--output", str(output)]
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    state = "the new site is published" if new else "the site is unchanged"
    assert (outcome.returncode, outcome.stderr) == (130, f"stopped; {state}\n")
    assert output.exists() if new else not list(output.parent.iterdir())
