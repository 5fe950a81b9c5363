"""No content, template or site can lead a build out of its folders."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command

LINKS = [
    ("content/article.txt", "secret"),
    ("content/article.toml", "secret"),
    ("content/notes/secret.md", "secret"),
    ("content/notes", "folder"),
    ("content/pages", "folder"),
    ("content/pages/about.md", "../../../secret"),
    ("templates/site/secret.txt", "secret"),
    ("templates/parts", "folder"),
    ("templates/site.css", "secret"),
    ("templates/site/more", "/"),
    ("_site/index.html", "secret"),
    ("_site/SHA256SUMS", "secret"),
    ("_site/more", "folder"),
]


@pytest.fixture
def work(tmp_path: Path, content: Path, site: Path) -> Path:
    """Return a folder with content, templates and a site of their own, and a secret beside them."""
    shutil.copytree(ROOT / "templates", tmp_path / "work" / "templates")
    shutil.copytree(site, tmp_path / "work" / "_site")
    content.rename(tmp_path / "work" / "content")
    (tmp_path / "secret").write_text("---\ntitle: secret\n---\nsecret\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "about.md").write_text("---\ntitle: secret\n---\nsecret\n", encoding="utf-8")
    return tmp_path / "work"


def options(work: Path) -> list[str]:
    """Return the command line that builds in the folder ``work``."""
    places = (("content", "content"), ("templates", "templates"), ("output", "_site"))
    return [word for option, name in places for word in (f"--{option}", f"{work / name}")]


@pytest.mark.parametrize(("link", "target"), LINKS)
def test_links_that_lead_out_are_refused(work: Path, command: Command, link: str, target: str) -> None:
    """A link out of content, templates or the site stops a build in one line that names it, and nothing is written."""
    path = work / link
    if path.exists():
        path.rename(work / "moved")
    path.symlink_to(target if target.startswith(("/", "..")) else work.parent / target)
    before = sorted(work.rglob("*"))

    outcome = command(*options(work))

    assert outcome.status == 1
    assert outcome.err.startswith(f"{path}: expected a file of this folder’s own, found a link that leads out of it")
    assert outcome.err.count("\n") == 1
    assert before == sorted(work.rglob("*"))


def test_links_within_are_no_matter(work: Path, tmp_path: Path, command: Command) -> None:
    """A link to another file of the same folder is read, the lock of an editing program passed over."""
    (work / "content" / "capture.txt").write_bytes((work / "content" / "article.txt").read_bytes())
    (work / "content" / "article.txt").unlink()
    (work / "content" / "article.txt").symlink_to("capture.txt")
    (work / "content" / ".#article.txt").symlink_to("editor@host.1234:5678")
    (tmp_path / "alias").symlink_to(work)

    assert command(*options(tmp_path / "alias")).status == 0
    assert command(*options(work), "--check").status == 0


def test_a_pipe_is_not_waited_for(work: Path, command: Command) -> None:
    """A named pipe in the content is refused, where reading it would wait for good."""
    os.mkfifo(work / "content" / "notes" / "pipe.md")

    assert "pipe.md: expected a file or a folder" in command(*options(work)).err
