"""A build with nothing to do says so; whatever is changed, going in or come out, is built again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clipping import unchanged
from tests.conftest import ROOT, Command

Change = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with copies of the real content and templates, and a place of its own for the marks."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(unchanged, "MARKS", tmp_path / "marks")
    return tmp_path


def arguments(folder: Path, *more: str) -> list[object]:
    """Return the command line that builds what is in ``folder``."""
    return ["--content", folder / "content", "--templates", folder / "templates", "--output", folder / "_site", *more]


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return each file of the site with its bytes and when it was written."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (folder / "_site").iterdir()}


def test_nothing_changed(folder: Path, command: Command) -> None:
    """The second of two builds leaves each file alone, and says how many were proved."""
    first = command(*arguments(folder))
    before = state(folder)
    second = command(*arguments(folder))

    assert (first.status, second.status) == (0, 0)
    assert "checked against all 44 lines" in first.out
    assert f"nothing has changed since its {len(before)} files were proved" in second.out
    assert state(folder) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "content" / "article.toml").write_text("", encoding="utf-8"),
        lambda folder: (folder / "content" / "notes" / "shining-path.md").unlink(),
        lambda folder: (folder / "content" / "notes" / "new.md").write_text(
            "---\ntitle: New\nkind: claim\n---\nText.\n"
        ),
        lambda folder: (folder / "templates" / "site.css").write_text("p { margin: 0 }", encoding="utf-8"),
        lambda folder: (folder / "_site" / "index.html").write_text("changed", encoding="utf-8"),
        lambda folder: (folder / "_site" / "about.html").unlink(),
        lambda folder: (folder / "_site" / "SHA256SUMS").write_text("", encoding="utf-8"),
        lambda folder: shutil.rmtree(folder / "_site"),
        lambda folder: shutil.rmtree(folder / "marks"),
    ],
)
def test_any_change_is_built(folder: Path, command: Command, change: Change) -> None:
    """Whatever is changed, added or taken away, in the content, the templates or the site, is built again."""
    command(*arguments(folder))
    change(folder)

    assert "nothing has changed" not in command(*arguments(folder)).out


def test_another_command_line_is_built(folder: Path, command: Command) -> None:
    """Another address makes another site."""
    command(*arguments(folder))

    assert "nothing has changed" not in command(*arguments(folder, "--base-url", "https://example.org/")).out


def test_the_program_and_its_packages_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed code, another Python and another release of a package each make another fingerprint."""
    site_packages = folder / "packages"
    (site_packages / "jinja2-3.1.6.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(site_packages))
    (folder / "src").mkdir()
    seen = [unchanged.fingerprint((folder / "src",), "")]
    (folder / "src" / "parse.py").write_text("1", encoding="utf-8")
    seen.append(unchanged.fingerprint((folder / "src",), ""))
    (site_packages / "jinja2-3.1.6.dist-info").rename(site_packages / "jinja2-3.2.0.dist-info")
    seen.append(unchanged.fingerprint((folder / "src",), ""))
    monkeypatch.setattr("sys.version", "4.0")
    seen.append(unchanged.fingerprint((folder / "src",), ""))

    assert len(set(seen)) == 4


def test_what_was_saved_during_a_build_is_built_next(
    folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build whose content was changed after it was read is not taken for one of the changed content."""
    prints = iter(["before", "after", "before", "before"])
    monkeypatch.setattr("build.fingerprint", lambda *_: next(prints))
    command(*arguments(folder))

    assert "nothing has changed" not in command(*arguments(folder)).out


def test_a_file_that_does_not_belong_is_told(folder: Path, command: Command) -> None:
    """A stray file in the site is not passed over in silence because nothing else has changed."""
    command(*arguments(folder))
    (folder / "_site" / "mine.txt").write_text("x", encoding="utf-8")
    outcome = command(*arguments(folder))

    assert outcome.status == 1
    assert "mine.txt" in outcome.err


def test_only_some_sites_are_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The marks of old sites go."""
    monkeypatch.setattr(unchanged, "MOST_MARKS", 3)
    for number in range(6):
        site = folder / f"site{number}"
        site.mkdir()
        (site / "SHA256SUMS").write_bytes(b"")
        unchanged.remember(site, "mark")

    assert len([*(folder / "marks").iterdir()]) == 3
