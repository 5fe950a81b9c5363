"""Publishing is all or nothing, and never costs anybody a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
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
    """Files are listed by name, each with its sum and two spaces before its name; nothing else is added."""
    assert with_sums({"b.txt": b"two", "a.txt": b"one"}) == {
        "b.txt": b"two",
        "a.txt": b"one",
        "SHA256SUMS": b"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a.txt\n"
        b"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  b.txt\n",
    }


@pytest.mark.parametrize("exchange", [publish._exchange, lambda one, other: False], ids=["one step", "two renames"])
def test_a_site_replaces_another_whole(
    output: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path, Path], bool]
) -> None:
    """The new files and no others are in the folder, and nothing is beside it, whatever the system can do."""
    monkeypatch.setattr(publish, "_exchange", exchange)

    put(NEW, output)

    assert contents(output) == NEW
    assert [path.name for path in output.parent.iterdir()] == ["_site"]


def test_a_site_is_made_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    """The folders above the output are made with it, and so are those within the site, with ordinary rights."""
    put({"a/b/c.txt": b"1", "a/b/d.txt": b"2"}, tmp_path / "deep" / "_site")

    assert contents(tmp_path) == {"deep/_site/a/b/c.txt": b"1", "deep/_site/a/b/d.txt": b"2"}
    assert (tmp_path / "deep" / "_site").stat().st_mode == (tmp_path / "deep").stat().st_mode


def test_a_kill_between_two_renames_is_repaired(output: Path) -> None:
    """The next build puts the earlier site back where there is none, and removes it where there is one."""
    earlier = output.with_name("._site.clipping-earlier")
    output.rename(earlier)
    with staged(NEW, output):
        assert contents(output) == OLD

    put(NEW, earlier)
    with staged(NEW, output):
        assert contents(output) == OLD
    assert [path.name for path in output.parent.iterdir()] == ["_site"]


def test_what_a_killed_build_left_is_removed(output: Path, tmp_path: Path) -> None:
    """Only a staging folder goes with the next build: a folder of another name, a file or a link is somebody's own."""
    (tmp_path / "._site.clipping-0000").mkdir()
    (tmp_path / "._site.mine").mkdir()
    (tmp_path / "._site.clipping-link").symlink_to(tmp_path / "._site.mine")
    (tmp_path / "._site.clipping-file").write_bytes(b"1")

    put(NEW, output)

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"_site", "._site.mine", "._site.clipping-link", "._site.clipping-file"}


@pytest.mark.parametrize("reason", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_whatever_stops_a_build_leaves_the_site(output: Path, reason: type[BaseException]) -> None:
    """An error, Ctrl-C or an exit between writing and swapping leaves the site as it was, and nothing beside it."""
    with pytest.raises(reason), staged(NEW, output):
        raise reason

    assert contents(output) == OLD
    assert [path.name for path in output.parent.iterdir()] == ["_site"]


def test_where_no_folder_can_be_made(tmp_path: Path) -> None:
    """An output below a file can't be made, which is reported in one line that names it and says what to do."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ClippingError) as error, staged(NEW, tmp_path / "file" / "_site"):
        pass
    assert str(error.value).startswith(f"{tmp_path}/file/_site: expected to write the site beside this folder, found: ")
    assert str(error.value).endswith("; the site is as it was, make room or fix the rights")


def test_no_file_is_written_outside(tmp_path: Path) -> None:
    """An address that leads out of the site is refused."""
    for address in ("../x", "a/../../x", str(tmp_path / "x")):
        with pytest.raises(ClippingError) as error, staged({address: b""}, tmp_path / "s"):
            pass
        assert str(error.value) == f"{address}: expected an address within the site; fix the name of the template"
    assert not (tmp_path / "x").exists()


def test_an_earlier_site_an_empty_folder_or_nothing_may_be_replaced(output: Path, tmp_path: Path) -> None:
    """The output may be a site that a build made, empty, or missing, and its name may begin with that of an input."""
    (tmp_path / "empty").mkdir()

    for folder in ("_site", "empty", "none", "deep/down", "content-site"):
        check_output(tmp_path / folder, (tmp_path / "content",))


UNUSUAL_SUMS = b"\xff\n" + OLD["SHA256SUMS"].replace(b"  parts", b" *parts")
#: What makes a folder no site of ours, by the file that is then reported.
FOREIGN: dict[str, Callable[[Path], object]] = {
    "thesis.doc": lambda site: (site / "thesis.doc").write_bytes(b"three years"),
    "parts/more": lambda site: (site / "parts" / "more").symlink_to(site / "parts"),
    "index.html": lambda site: (site / "SHA256SUMS").unlink(),
    "parts/one.txt": lambda site: (site / "SHA256SUMS").write_bytes(UNUSUAL_SUMS),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_no_build_wrote_is_not_replaced(output: Path, name: str) -> None:
    """A file or a link that SHA256SUMS, a file of the form that builds write, does not list stops the build."""
    FOREIGN[name](output)

    with pytest.raises(ClippingError) as error:
        check_output(output, ())
    assert str(error.value) == (
        f"{output}: expected a site made by this build, found {name}, which it did not write; "
        "move that file away or choose another --output"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("file", ", found a file; move it or"),
        *((name, ", found a symbolic link; remove the link or") for name in ("link", "loop")),
        *((name, " of its own, found it overlaps {content};") for name in ("work", "work/content", "work/content/a")),
    ],
)
def test_places_that_can_not_be_an_output(tmp_path: Path, name: str, found: str) -> None:
    """A file, a link, and any folder that overlaps the inputs are refused."""
    content = tmp_path / "work" / "content"
    content.mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(content)
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(ClippingError) as error:
        check_output(tmp_path / name, (tmp_path / "templates", content))
    assert (
        str(error.value)
        == f"{tmp_path / name}: expected a folder{found.format(content=content)} choose another --output"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2(2) is of Linux")
def test_two_folders_are_swapped_in_one_step(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Linux the system exchanges two folders, by relative or absolute names; where one is missing it refuses."""
    put(NEW, output.with_name("other"))
    monkeypatch.chdir(output.parent)

    assert publish._exchange(Path("other"), Path("_site")) is True
    assert (contents(output), contents(output.with_name("other"))) == (NEW, OLD)
    assert publish._exchange(output.with_name("none"), output) is False


@pytest.mark.parametrize(
    ("platform", "answer", "done"), [("darwin", 0, True), ("darwin", -1, False), ("win32", 0, False)]
)
def test_other_systems(monkeypatch: pytest.MonkeyPatch, platform: str, answer: int, done: bool) -> None:
    """On macOS the call is renamex_np with RENAME_SWAP, and its answer counts; elsewhere there is none."""
    calls: list[tuple[object, ...]] = []

    class Library:
        def renamex_np(self, *arguments: object) -> int:
            calls.append(arguments)
            return answer

    monkeypatch.setattr("ctypes.CDLL", lambda name: Library())
    monkeypatch.setattr(sys, "platform", platform)

    assert publish._exchange(Path("/one"), Path("/other")) is done
    assert calls == ([(b"/one", b"/other", 2)] if platform == "darwin" else [])
