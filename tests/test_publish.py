"""Publishing is all or nothing, and never costs anybody a file."""

from __future__ import annotations

import os
import sys
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


def test_the_sums_are_those_that_sha256sum_reads() -> None:
    """Each file stands in the order of names with its sum, two spaces before the name, and nothing else is added."""
    sums = with_sums({"b.txt": b"two", "a.txt": b"one"})

    assert sums == {
        "b.txt": b"two",
        "a.txt": b"one",
        "SHA256SUMS": b"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a.txt\n"
        b"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  b.txt\n",
    }


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
    """A disk that fills while writing is told in one line, which names the folder, and the site is as it was."""

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(ClippingError) as error, staged(NEW, output):
        pass
    assert str(error.value) == (
        f"{output}: expected to write the site beside this folder, found: No space left on device; "
        "the site is as it was, make room or mend the rights"
    )
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

    with pytest.raises(ClippingError) as error:
        check_output(output, ())
    assert str(error.value) == (
        f"{output}: expected a site made by this build, found thesis.doc, which it did not write; "
        "move that file away or choose another --output"
    )


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

    with pytest.raises(ClippingError) as error:
        check_output(place, (tmp_path / "templates", content))
    said = {
        "file": "expected a folder, found a file; move it or choose another --output",
        "link": "expected a folder, found a symbolic link; remove the link or choose another --output",
    }.get(kind, f"expected a folder of its own, found it overlaps {content}; choose another --output")
    assert str(error.value) == f"{place}: {said}"


def test_no_file_is_written_outside(tmp_path: Path) -> None:
    """An address that leads out of the site is refused."""
    for address in ("../x", "a/../../x", str(tmp_path / "x")):
        with pytest.raises(ClippingError) as error, staged({address: b""}, tmp_path / "s"):
            pass
        assert str(error.value) == (f"{address}: expected an address within the site; mend the name of the template")
    assert not (tmp_path / "x").exists()


def test_a_folder_beside_the_inputs_may_be_replaced(tmp_path: Path) -> None:
    """Two folders in one do not overlap, whatever their names begin with."""
    (tmp_path / "content").mkdir()

    check_output(tmp_path / "content-site", (tmp_path / "content",))


def test_a_link_in_a_site_is_a_file_nobody_wrote(output: Path) -> None:
    """A link to a folder, or to a file, is named like a file; a link in the place of the sums lists nothing."""
    (output / "parts" / "more").symlink_to(output / "parts")
    with pytest.raises(ClippingError, match=r"found parts/more, which it did not write"):
        check_output(output, ())
    (output / "parts" / "more").unlink()
    (output / "SHA256SUMS").rename(output / "index.txt")
    (output / "SHA256SUMS").symlink_to("index.txt")

    with pytest.raises(ClippingError, match=r"found SHA256SUMS, which it did not write"):
        check_output(output, ())


def test_sums_in_another_form_list_nothing(output: Path) -> None:
    """A line of SHA256SUMS that sha256sum did not write vouches for no file, nor do bytes that are no text."""
    sums = output / "SHA256SUMS"
    sums.write_bytes(b"\xff\n" + sums.read_bytes().replace(b"  index.html", b" *index.html"))

    with pytest.raises(ClippingError, match=r"found index\.html, which it did not write"):
        check_output(output, ())


def test_a_site_is_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The folders above the output are made with it, and so are those within the site."""
    put({"a/b/c.txt": b"1", "a/b/d.txt": b"2"}, tmp_path / "deep" / "down" / "_site")

    assert contents(tmp_path) == {"deep/down/_site/a/b/c.txt": b"1", "deep/down/_site/a/b/d.txt": b"2"}


def test_a_link_named_like_a_leftover_stays(output: Path, tmp_path: Path) -> None:
    """Only folders are cleared away: a file or a link with the name of a staging folder is somebody's own."""
    (tmp_path / "mine").mkdir()
    output.with_name("._site.clipping-link").symlink_to(tmp_path / "mine")
    output.with_name("._site.clipping-file").write_bytes(b"1")

    put(NEW, output)

    assert output.with_name("._site.clipping-link").is_symlink()
    assert output.with_name("._site.clipping-file").read_bytes() == b"1"


def test_an_earlier_site_does_not_replace_a_later_one(output: Path) -> None:
    """What a kill left between two renames is put back only where there is no site; else it is cleared away."""
    put(NEW, output.with_name("other"))
    output.with_name("other").rename(output.with_name("._site.clipping-earlier"))

    with staged(NEW, output):
        assert contents(output) == OLD
    assert sorted(path.name for path in output.parent.iterdir()) == ["_site"]


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2(2) is of Linux")
def test_two_folders_change_places_in_one_step(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Linux the system exchanges two folders, named from here or whole; where one is missing it says so."""
    put(NEW, output.with_name("other"))
    monkeypatch.chdir(output.parent)

    assert publish._exchange(Path("other"), Path("_site")) is True
    assert (contents(output), contents(output.with_name("other"))) == (NEW, OLD)
    assert publish._exchange(output.with_name("none"), output) is False


@pytest.mark.parametrize(("platform", "answers", "expected"), [("darwin", 0, True), ("darwin", -1, False)])
def test_a_system_that_exchanges_by_another_call(
    output: Path, monkeypatch: pytest.MonkeyPatch, platform: str, answers: int, expected: bool
) -> None:
    """On macOS the call is renamex_np with RENAME_SWAP, and its answer is the answer."""
    calls: list[tuple[object, ...]] = []

    class Library:
        def renamex_np(self, *arguments: object) -> int:
            calls.append(arguments)
            return answers

    monkeypatch.setattr("ctypes.CDLL", lambda name: Library())
    monkeypatch.setattr(sys, "platform", platform)

    assert publish._exchange(Path("/one"), Path("/other")) is expected
    assert calls == [(b"/one", b"/other", 2)]


def test_a_system_that_has_neither_call(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system lacks the call or a library, or is another, no folders change places and nothing is raised."""

    def none(name: None) -> object:
        raise OSError("no library")

    for library in (none, lambda name: object()):
        monkeypatch.setattr("ctypes.CDLL", library)
        assert publish._exchange(output, output) is False
    monkeypatch.setattr(sys, "platform", "win32")
    assert publish._exchange(output, output) is False
