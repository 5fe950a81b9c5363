"""No file of content or templates can lead a build out of its folders."""

from pathlib import Path

import pytest

from clipping.inputs import check_inputs
from tests.conftest import ROOT, Command

#: Links in a folder, each with its target.
LINKS = [("notes", "../folder"), ("notes/a.md", "../../secret"), ("a.md", "../inputs-more/secret"), ("more", "/")]


@pytest.mark.parametrize("option", ["content", "templates"])
@pytest.mark.parametrize(("name", "target"), LINKS)
def test_links_that_lead_out_are_refused(tmp_path: Path, command: Command, option: str, name: str, target: str) -> None:
    """A link out of content or templates is reported in one line that names it, and nothing is written."""
    link, output = (folder := tmp_path / "inputs") / name, tmp_path / "out"
    link.parent.mkdir(parents=True)
    link.symlink_to(target)
    outcome = command(f"--{option}={folder}", f"--output={output}")
    assert (outcome.status, outcome.err.count("\n"), output.exists()) == (1, 1, False)
    assert outcome.err.startswith(
        f"{link}: expected files and folders within {folder}, found a pipe, a device or a link that leads out of it"
    )


def test_links_within_a_folder_are_allowed(tmp_path: Path) -> None:
    """A link to a file of the same folder is allowed, and so is the broken link that a text editor uses as a lock."""
    (folder := tmp_path / "folder").mkdir()
    (folder / "capture.txt").touch()
    (folder / "article.txt").symlink_to("capture.txt")
    (folder / ".#article.txt").symlink_to("editor@host.1234:5678")
    (tmp_path / "alias").symlink_to("folder")
    check_inputs(tmp_path / "alias")


def test_a_change_during_the_build_is_reported(
    tmp_path: Path, content: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the content is moved away while a build reads it, that is reported, and nothing is published."""
    monkeypatch.setattr("build.read_pages", lambda folder: folder.rename(folder.with_name("gone")) and ())
    outcome = command("--content", content, "--output", tmp_path / "_site")
    assert outcome.err == f"{content}: expected no change during the build, found one; build again\n"
    assert not (tmp_path / "_site").exists()


def test_what_is_not_read_is_reported(tmp_path: Path, content: Path, command: Command) -> None:
    """Each file that no build reads is a warning, but not hidden files, backups and evidence."""
    unread = ["README.md", "note/b.md", "notes/x.MD", "pages/more/a.md"]
    for name in (*unread, "evidence/a.html", ".hidden", "notes/.#a.md", "notes/a.md~", "#article.txt#"):
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).touch()
    outcome = command("--content", content, "--templates", ROOT / "templates", "--output", tmp_path / "site")
    assert outcome.status == 0
    assert [line.split(": ")[:2] for line in outcome.err.splitlines()] == [
        [f"{content / n}", "warning"] for n in sorted(unread)
    ]
