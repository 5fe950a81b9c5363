"""Publishing is all or nothing, and never costs anybody a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clipping import publish
from clipping.errors import ClippingError
from clipping.publish import check_output, staged, swap_in, with_sums

OLD = with_sums({"index.html": b"old", "parts/one.txt": b"1"})
NEW = with_sums({"index.html": b"new"})


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def put(files: dict[str, bytes], output: Path) -> None:
    """Publish ``files`` at ``output``."""
    with staged(files, output) as stage:
        swap_in(stage, output)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return the folder of a site that is already published."""
    put(OLD, tmp_path / "_site")
    return tmp_path / "_site"


def test_a_site_replaces_another_whole(output: Path) -> None:
    """After a swap the folder holds the new files and no others, and nothing is left beside it."""
    put(NEW, output)

    assert contents(output) == NEW
    assert [path.name for path in output.parent.iterdir()] == ["_site"]


def test_without_an_exchange_in_one_step(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system can't exchange folders, the swap is made by two renames to the same end."""
    monkeypatch.setattr(publish, "_exchange", lambda one, other: False)

    put(NEW, output)

    assert contents(output) == NEW
    assert [path.name for path in output.parent.iterdir()] == ["_site"]


def test_a_kill_between_two_renames_is_mended(output: Path) -> None:
    """If a build was killed between the renames, the next one finds the earlier site and puts it back."""
    output.rename(output.with_name("._site.clipping-earlier"))

    with staged(NEW, output):
        assert contents(output) == OLD


def test_what_a_killed_build_left_is_removed(output: Path) -> None:
    """A staging folder that nobody uses any more goes with the next build; a folder of another name stays."""
    leftover, other = output.with_name("._site.clipping-0000"), output.with_name("._site.mine")
    leftover.mkdir()
    other.mkdir()

    put(NEW, output)

    assert not leftover.exists()
    assert other.exists()


@pytest.mark.parametrize("reason", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_whatever_stops_a_build_leaves_the_site(output: Path, reason: type[BaseException]) -> None:
    """An error, Ctrl-C or an exit between writing and swapping leaves the site as it was, and nothing beside it."""
    with pytest.raises(reason), staged(NEW, output):
        raise reason

    assert contents(output) == OLD
    assert [path.name for path in output.parent.iterdir()] == ["_site"]


def test_a_write_that_fails_leaves_the_site(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills while writing is told in one line, and the site is as it was."""

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(ClippingError, match="No space left on device; the site is as it was"), staged(NEW, output):
        pass
    assert contents(output) == OLD


def test_the_folder_has_ordinary_rights(output: Path) -> None:
    """A web server may read the folder: it has the rights of any folder its maker makes."""
    plain = output.with_name("plain")
    plain.mkdir()

    assert output.stat().st_mode == plain.stat().st_mode


def test_an_earlier_site_an_empty_folder_or_nothing_may_be_replaced(output: Path, tmp_path: Path) -> None:
    """The output may be a site that a build made, empty, or not there."""
    (tmp_path / "empty").mkdir()

    for place in (output, tmp_path / "empty", tmp_path / "none", tmp_path / "deep" / "down"):
        check_output(place, (tmp_path / "content",))


def test_a_folder_of_somebody_else_is_refused(output: Path) -> None:
    """A file that no build wrote stops the build, which names it."""
    (output / "thesis.doc").write_bytes(b"three years")

    with pytest.raises(ClippingError, match=r"found thesis\.doc, which it did not write"):
        check_output(output, ())


def test_a_folder_without_sums_is_refused(tmp_path: Path) -> None:
    """A folder with files and no SHA256SUMS was not made by a build."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_bytes(b"dear")

    with pytest.raises(ClippingError, match=r"found letter\.txt"):
        check_output(tmp_path / "home", ())


@pytest.mark.parametrize("kind", ["file", "link", "same", "above", "below"])
def test_places_that_can_not_be_an_output(tmp_path: Path, kind: str) -> None:
    """A file, a link, and any folder that overlaps the inputs are refused."""
    content = tmp_path / "work" / "content"
    content.mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(content)
    place = {
        "file": tmp_path / "file",
        "link": tmp_path / "link",
        "same": content,
        "above": tmp_path / "work",
        "below": content / "_site",
    }[kind]

    with pytest.raises(ClippingError, match="expected a folder"):
        check_output(place, (content,))


def test_no_file_is_written_outside(tmp_path: Path) -> None:
    """An address that leads out of the site is refused."""
    with (
        pytest.raises(ClippingError, match="expected an address within the site"),
        staged({"../x": b""}, tmp_path / "s"),
    ):
        pass
    assert not (tmp_path / "x").exists()
