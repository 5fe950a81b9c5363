"""Publishing is all or nothing, is durable, and never deletes anybody's file."""

import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from clipping import publish
from clipping.errors import ClippingError, Findings
from clipping.publish import SUMS, TELLTALES, with_sums
from tests.conftest import ROOT

OLD = with_sums({"index.html": b"old", "parts/one.txt": b"1", **dict.fromkeys(TELLTALES[1:], b"{}")})
NEW = with_sums(dict.fromkeys(OLD.keys() - {SUMS}, b"new"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def entries(folder: Path) -> set[str]:
    """Return the names in ``folder``."""
    return {path.name for path in folder.iterdir()}


def put(files: dict[str, bytes], output: Path, prove: Callable[[Path], Sequence[object]] = lambda _: ()) -> list[str]:
    """Publish ``files`` at ``output``; return the warnings."""
    return publish.publish_site(files, output, (), prove)


@pytest.fixture(params=["one step", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Swap folders in one step, as some systems can, or by two renames, as all can."""
    if request.param == "two renames":
        monkeypatch.setattr("ctypes.CDLL", lambda name: object())  # without renameat2
    return str(request.param)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return the folder of a site that is already published."""
    put(OLD, tmp_path / "_site")
    return tmp_path / "_site"


@pytest.mark.usefixtures("way")
def test_a_site_is_flushed_and_then_replaces_another_whole(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is flushed whole, then the folders, and after the swap the parent folder; nothing else is left."""
    flushed: list[tuple[str, bool]] = []
    top, mode = output.parent, output.stat().st_mode

    def fsync(handle: int) -> None:
        inode = os.fstat(handle).st_ino
        path = next(path for path in (top, *top.rglob("*")) if path.stat().st_ino == inode)
        inner = path.relative_to(top).as_posix().partition("clipping-")[2][9:]
        assert not path.is_file() or path.read_bytes() == NEW[inner]
        flushed.append((inner or path.name, contents(output) == NEW))

    monkeypatch.setattr(os, "fsync", fsync)
    assert put(NEW, output) == []
    stage = flushed[-2][0]
    assert flushed == [*((each, False) for each in (*NEW, "parts", stage)), (top.name, True)]
    assert (".clipping-" in stage, contents(output), output.stat().st_mode) == (True, NEW, mode)
    assert entries(top) == {"_site"}


#: What makes a call fail, and whether later calls fail, too: Ctrl-C and errors (all that there are, in make faults).
STOPS: list[tuple[BaseException, bool]] = [(KeyboardInterrupt(), False), (OSError(5, os.strerror(5)), True)]
CODES = sorted(errno.errorcode) if "CLIPPING_FUZZ" in os.environ else [errno.EIO, errno.EINVAL]
STOPS += [(OSError(code, os.strerror(code)), False) for code in CODES]
#: The errors of systems that can't flush a folder.
UNABLE = (errno.EACCES, errno.EINVAL, errno.ENOTSUP)


def failing(genuine: Any, number: int, error: BaseException, lasting: bool, stopped: list[int]) -> Any:
    """Return ``genuine``, but with call ``number`` and, if ``lasting``, later ones ``stopped`` by ``error``."""
    calls = count(1)

    def call(*of: Any, **named: Any) -> Any:
        nth = next(calls)
        if nth < number or (nth > number and not lasting):
            return genuine(*of, **named)
        stopped.append(nth)
        if isinstance(error, KeyboardInterrupt):  # Ctrl-C comes when the call is done
            genuine(*of, **named)
        elif genuine is WRITE:  # half of the file
            genuine(of[0], of[1][: len(of[1]) // 2])
        raise error

    return call


WRITE = Path.write_bytes


def differs(output: Path, files: dict[str, bytes], _: Path) -> list[str]:
    """Return a finding unless ``files`` are published at ``output``."""
    return [] if contents(output) == files else ["another site is there"]


@pytest.mark.parametrize("call", ["mkdir", "write_bytes", "fsync", "_exchange", "rename", "unlink", "rmdir"])
def test_a_failure_leaves_one_site_whole_and_a_true_message(
    output: Path, monkeypatch: pytest.MonkeyPatch, way: str, call: str
) -> None:
    """Whichever call fails or is followed by Ctrl-C, a whole site is left, and the message says which, and where.

    The next build puts back an old site that was moved aside, and succeeds.
    """
    owner: Any = {"fsync": os, "_exchange": publish}.get(call, Path)
    genuine, earlier = getattr(owner, call), output.with_name("._site.clipping-earlier")
    for error, lasting in STOPS if call in ("fsync", "rename", "write_bytes") else STOPS[:3]:
        for number in count(1):
            stopped: list[int] = []
            with monkeypatch.context() as patch:
                patch.setattr(owner, call, failing(genuine, number, error, lasting, stopped))
                try:
                    reported = " ".join(put(NEW, output))
                except (ClippingError, KeyboardInterrupt) as said:
                    reported = str(said)
            tolerated = call == "fsync" and number > len(NEW) and getattr(error, "errno", 0) in UNABLE
            assert (stopped != [] and not tolerated) == (getattr(error, "strerror", "the ") in reported)
            aside = f"the site is now at {earlier}, and the next build puts it back" in reported
            whole = OLD if aside or "the site is unchanged" in reported else NEW
            assert contents(earlier if aside else output) == whole, reported
            assert lasting or not aside  # else the old site is back at once
            assert put(OLD, output, partial(differs, output, whole)) == []
            assert (contents(output), entries(output.parent)) == (OLD, {"_site"})
            if not stopped:
                break
    assert number > 1 or (call, way) == ("rename", "one step")


def test_what_builds_left_is_removed_but_no_file_of_anybody_else(output: Path, tmp_path: Path) -> None:
    """The next build removes a staging folder; what has to stay is reported with its owner and how to remove it."""
    for name, file in (("._site.clipping-0", "index.html"), ("._site.clipping-1", "thesis.doc"), ("._site.mine", "x")):
        (tmp_path / name / "parts").mkdir(parents=True)
        (tmp_path / name / "parts" / file.replace("index.html", "one.txt")).write_bytes(b"1")
        (tmp_path / name / "index.html").write_bytes(b"")
    (tmp_path / "._site.clipping-link").symlink_to(tmp_path / "._site.mine")
    (tmp_path / "._site.clipping-file").write_bytes(b"1")
    left = tmp_path / "._site.clipping-1"

    expected = f"expected to remove this folder of user {os.geteuid()}, found: Directory not empty"
    for _ in range(2):
        assert put(NEW, output) == [f"{left}: {expected}; check its contents, then run: rm -r {left}"]
    assert entries(tmp_path) == {"_site", "._site.mine", left.name, "._site.clipping-link", "._site.clipping-file"}
    assert contents(left) == {"parts/thesis.doc": b"1"}


@pytest.mark.usefixtures("way")
def test_without_locks_only_what_is_its_own_is_removed(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without locks each build succeeds with a warning, and leaves alone what may be another's."""
    output.with_name("._site.clipping-0").mkdir()
    monkeypatch.setattr(fcntl, "flock", Mock(side_effect=OSError(errno.ENOLCK, "No locks")))
    warning = f"{output.parent}: expected a file system with locks, found one without; run one build at a time"
    for files in (NEW, OLD):
        assert put(files, output) == [warning]
        assert (contents(output), entries(output.parent)) == (files, {"_site", "._site.clipping-0"})
    earlier = output.rename(output.with_name("._site.clipping-earlier"))  # by a build that stopped between its renames
    assert (publish._clear(output, earlier, False, OLD.keys()), contents(output)) == ([], OLD)


def test_a_file_that_appears_meanwhile_is_never_deleted(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file put into the site while a build waits or writes stops the build; at the swap, it is set aside."""
    thesis = output / "thesis.doc"
    write = Mock(side_effect=lambda *_: thesis.write_bytes(b"three years") and ())
    for lock, prove in ((write, lambda _: ()), (fcntl.flock, write)):
        with monkeypatch.context() as patch, pytest.raises(ClippingError, match=r"thesis\.doc; move that away"):
            patch.setattr("fcntl.flock", lock)
            put(NEW, output, prove)
        assert contents(output) == {**OLD, "thesis.doc": b"three years"}
        thesis.unlink()
    exchange = publish._exchange
    monkeypatch.setattr(publish, "_exchange", lambda *folders: write() or exchange(*folders))
    (warning,) = put(NEW, output)
    assert contents(output) == NEW
    assert contents(Path(warning.partition(": ")[0])) == {"thesis.doc": b"three years"}


def test_what_is_not_proved_is_not_published(output: Path) -> None:
    """Findings in the written files are reported and counted, and the published site is unchanged."""
    with pytest.raises(Findings) as error:
        put(NEW, output, lambda stage: [f"{name}: wrong" for name in contents(stage)][:2])
    assert str(error.value).endswith("\nannotations.jsonld: wrong\n2 findings; nothing was published")
    assert (contents(output), entries(output.parent)) == (OLD, {"_site"})


#: A site to which file managers have added files, and sites that lack a file or that a power cut has emptied or torn.
REPLACED: list[dict[str, Any]] = [
    {**OLD, **dict.fromkeys(publish.LITTER, b"\0")},
    *({name: None} for name in TELLTALES[1:]),
    *({**dict.fromkeys(OLD, b""), SUMS: torn} for torn in (b"", b"\0" * 99, OLD[SUMS][:-1], OLD[SUMS][:70])),
]


@pytest.mark.parametrize("files", REPLACED)
def test_what_is_left_of_a_site_is_replaced(output: Path, files: dict[str, Any]) -> None:
    """The next build replaces a site that is torn, lacks a file, or to which Finder and Explorer have added files."""
    for name, data in files.items():
        (output / name).unlink() if data is None else (output / name).write_bytes(data)
    assert (put(NEW, output), contents(output), entries(output.parent)) == ([], NEW, {"_site"})


@pytest.mark.parametrize("name", ["empty", "none", "deep/down", "content-site"])
def test_an_empty_folder_or_nothing_may_be_replaced(tmp_path: Path, name: str) -> None:
    """A site may replace nothing or an empty folder, even if its name begins with that of an input."""
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    publish.publish_site(NEW, tmp_path / name, (tmp_path / "content",), lambda _: ())
    assert contents(tmp_path / name) == NEW


NOT_OURS = "only files that a build wrote, found {}"
NO_FOLDER, OVERLAP = "a folder, found a file or a link", "a folder of its own, found one that overlaps {content}"
#: Downloads of somebody, with the usual file of checksums.
OTHERS = with_sums({"debian.iso": b"1"})
#: What makes an output one that no build may replace, its name, and what is reported.
REFUSED: list[tuple[Callable[[Path], object], str, str]] = [
    (lambda site: (site / "thesis.doc").write_bytes(b"three years"), "_site", NOT_OURS.format("thesis.doc")),
    (lambda site: [(site / n).write_bytes(b"") for n in ("thesis.tex", SUMS)], "_site", NOT_OURS.format("thesis.tex")),
    (lambda site: (site / "parts" / "more").symlink_to(site / "parts"), "_site", NOT_OURS.format("parts/more")),
    (lambda site: (site / SUMS).unlink(), "_site", NOT_OURS.format("annotations.jsonld")),
    (lambda site: put(OTHERS, site.parent / "others"), "others", NOT_OURS.format(SUMS)),
    (lambda site: (site.parent / "file").write_bytes(b""), "file", NO_FOLDER),
    (lambda site: (site.parent / "link").symlink_to(site), "link", NO_FOLDER),
    (lambda site: (site.parent / "loop").symlink_to("loop"), "loop", NO_FOLDER),
    *((lambda site: None, name, OVERLAP) for name in ("work", "work/content", "work/content/a/b/c")),
]


@pytest.mark.parametrize(("prepare", "name", "problem"), REFUSED)
def test_what_no_build_wrote_is_not_replaced(
    output: Path, prepare: Callable[[Path], object], name: str, problem: str
) -> None:
    """An output with a file or link that no build wrote, a file, a link, or a folder of the inputs is refused."""
    content = output.parent / "work" / "content"
    content.mkdir(parents=True)
    prepare(output)
    before = sorted(output.parent.rglob("*"))
    with pytest.raises(ClippingError) as error:
        publish.publish_site(NEW, output.parent / name, (output.parent / "templates", content), lambda _: ())
    reported = f"expected {problem.format(content=content)}; move that away, or choose another --output"
    assert (str(error.value), sorted(output.parent.rglob("*"))) == (f"{output.parent / name}: {reported}", before)


def test_a_lock_is_exclusive(tmp_path: Path) -> None:
    """While a folder is locked, nobody else can get even a shared lock on it; afterwards anybody can."""
    other = os.open(tmp_path, os.O_RDONLY)
    with publish._locked(tmp_path), pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_SH | fcntl.LOCK_NB)
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)


def test_faults_do_no_harm() -> None:
    """Builds that are killed, lose power or run at the same time leave a whole site."""
    command = [sys.executable, "-m", "tests.faults", "1"]  # hundreds are in make test-all
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stderr, outcome.stdout.count("\n")) == (0, "", 3)
    if "power_cuts: skipped, " in outcome.stdout:
        pytest.skip(outcome.stdout.splitlines()[-1])
