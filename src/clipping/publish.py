"""Publish rendered files to a folder atomically and durably. No other module writes a site.

A site is written to a staging folder beside the published one, flushed to disk, checked there, and then swapped with
the published one, in a single system call where the system has one; the parent folder is flushed after that. A failure
before the swap (a finding, a full disk, a kill, a power cut) leaves the old site; a failure after it, the new one.
Builds to the same parent folder take turns: each waits for a lock on that folder, which the system releases even if a
build is killed. The only files ever removed are those that a build wrote, and ``LITTER``.
"""

import contextlib
import hashlib
import os
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path

from clipping.disk import exchange, flush, locked
from clipping.errors import ClippingError, Findings
from clipping.inputs import check_inputs, entries_below

SUMS = "SHA256SUMS"
#: Files that together identify a site that a build wrote, even if its checksums are lost.
TELLTALES = frozenset((SUMS, "article.json", "article.tei.xml", "annotations.jsonld"))
#: Files that Finder and Explorer write into every folder that is opened.
LITTER = (".DS_Store", "Thumbs.db")


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``files`` with SHA256SUMS added: lines of 64 digits, two spaces and a name, for ``sha256sum --check``."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {**files, SUMS: "".join(lines).encode()}


def publish_site(
    files: Mapping[str, bytes], output: Path, inputs: tuple[Path, ...], prove: Callable[[Path], Sequence[object]]
) -> list[str]:
    """Write ``files`` to a staging folder and swap it with ``output`` unless ``prove`` finds something wrong.

    ``files`` maps relative addresses to bytes. Returns warnings. Raises ``Findings`` with the results of ``prove``,
    ``ClippingError`` if ``output`` must not be replaced or writing fails, and ``KeyboardInterrupt`` on Ctrl-C. If
    writing fails or is interrupted, the message states which site is published.
    """
    names, stage, inode, warnings = files.keys(), _sibling(output, os.urandom(4).hex()), -1, []
    try:
        check_output(output, inputs, names)  # before any folder is made
        stage.parent.mkdir(parents=True, exist_ok=True)
        with locked(stage.parent) as has_lock:
            check_output(output, inputs, names)  # under the lock, as another build may be replacing the site
            if has_lock:
                if earlier := _displaced(output):
                    earlier.rename(output)
                _clear(_leftovers(output), names)
            else:  # remove nothing, since folders beside the output may belong to a build that is running
                expected = "expected a file system with locks, found one without"
                warnings.append(f"{stage.parent}: {expected}; run one build at a time")
            try:
                stage.mkdir()
                inode = stage.stat().st_ino
                _write(files, stage)
                if findings := prove(stage):
                    raise Findings(findings)
                check_output(output, inputs, names)  # again, in case something changed meanwhile
                _swap(stage, output)
                flush(stage.parent)
            finally:
                warnings += _clear((folder for folder in _leftovers(output) if has_lock or folder == stage), names)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_outcome(output, inode)) from None
    except OSError as error:
        message = f"expected to write the site beside this folder, found: {error.strerror or type(error).__name__}"
        advice = f"{_outcome(output, inode)}; free some space or fix the permissions"
        raise ClippingError(f"{message}; {advice}", str(output)) from error
    return warnings


def check_output(output: Path, inputs: tuple[Path, ...], names: Set[str]) -> None:
    """Raise ``ClippingError`` unless ``output`` may be replaced: it does not exist, is empty, or is an earlier site.

    The swap would destroy anything else, including any ``inputs`` (the folders that the build reads) in or around
    ``output``. ``names`` are the addresses of the files to be published.
    """
    real, elsewhere, problem = Path(os.path.realpath(output)), "choose another --output", ""
    overlapping = [f for f in inputs if real.is_relative_to(f.resolve()) or f.resolve().is_relative_to(real)]
    if output.is_symlink():
        problem = f"a folder, found a symbolic link; remove the link or {elsewhere}"
    elif output.exists() and not output.is_dir():
        problem = f"a folder, found a file; move it or {elsewhere}"
    elif overlapping:
        problem = f"a folder of its own, found one that overlaps {overlapping[0]}; {elsewhere}"
    elif output.exists():
        check_inputs(output)
        if foreign := sorted(_all_files(output) - _built(output, names)):
            advice = f"move that file away or {elsewhere}"
            problem = f"only files that a build wrote, found {foreign[0]}; {advice}"
    if problem:
        raise ClippingError(f"expected {problem}", str(output))


def _all_files(folder: Path) -> set[str]:
    """Return the relative addresses of all files below ``folder``; a link counts as a file, whatever its target."""
    return {name for name, entry in entries_below(folder, ignored=True) if not entry.is_dir(follow_symlinks=False)}


def _built(folder: Path, names: Set[str]) -> set[str]:
    """Return the addresses of what a build may replace in ``folder``: SHA256SUMS, the files it lists, and ``LITTER``.

    If a power cut left SHA256SUMS empty or truncated, but all ``TELLTALES`` are there, return instead the files in
    ``folder`` that are among ``names`` (the files that this build writes).
    """
    sums = folder / SUMS
    if sums.is_symlink() or not sums.is_file():
        return set()
    text = sums.read_text(encoding="utf-8", errors="replace")
    if not text.endswith("\n") and (found := _all_files(folder)) >= TELLTALES:
        return found & names
    return {SUMS, *LITTER} | {line[66:] for line in text.splitlines() if line[64:66] == "  "}


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write ``files`` below ``folder`` and flush them, then flush the folders, innermost first."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        flush(path)
    for inner, *_ in os.walk(folder, topdown=False):
        flush(Path(inner))


def _swap(stage: Path, output: Path) -> None:
    """Move ``stage`` to ``output``, and the earlier site, if any, to a leftover folder that is then cleared."""
    if not os.path.lexists(output):
        stage.rename(output)
    elif not exchange(stage, output):
        # Between two renames there is no site; if the build is killed then, the next one restores the earlier site.
        try:
            output.rename(_sibling(output, "earlier"))
            stage.rename(output)
        except BaseException:
            if earlier := _displaced(output):
                earlier.rename(output)
            raise


def _displaced(output: Path) -> Path | None:
    """Return the path of the earlier site if a build stopped between two renames and ``output`` is missing."""
    earlier = _sibling(output, "earlier")
    return earlier if earlier.is_dir() and not os.path.lexists(output) else None


def _outcome(output: Path, inode: int) -> str:
    """Describe the state of the published site; ``inode`` is that of the staging folder."""
    if earlier := _displaced(output):
        return f"the site is now at {earlier}, and the next build puts it back"
    return "the new site is published" if output.is_dir() and output.stat().st_ino == inode else "the site is unchanged"


def _clear(folders: Iterable[Path], names: Set[str]) -> list[str]:
    """Remove what builds wrote in ``folders``, and these once empty; return a warning for each folder that remains."""
    warnings = []
    for folder in folders:
        try:
            for name in _all_files(folder) & (_built(folder, names) | names):
                (folder / name).unlink()
            for inner, *_ in os.walk(folder, topdown=False):
                Path(inner).rmdir()
        except OSError as error:
            owner = f"user {folder.stat().st_uid}"
            with contextlib.suppress(KeyError, NotImplementedError):  # a user without a name, or Windows
                owner = folder.owner()
            expected = f"expected to remove what a build run by {owner} left behind, found: {error.strerror}"
            warnings.append(f"{folder}: {expected}; check its contents, then run: rm -r {shlex.quote(str(folder))}")
    return warnings


def _leftovers(output: Path) -> list[Path]:
    """Return the folders that builds left beside ``output``, except an earlier site that is yet to be restored."""
    start, kept = _sibling(output, ""), _displaced(output)
    found = (path for path in start.parent.iterdir() if path.name.startswith(start.name) and path != kept)
    return [path for path in found if path.is_dir() and not path.is_symlink()]


def _sibling(output: Path, end: str) -> Path:
    """Return the path of a temporary folder beside ``output`` with a name that ends with ``end``."""
    return output.absolute().with_name(f".{output.name}.clipping-{end}")
