"""The folders that a build reads, checked before anything in them is read.

A content or template folder may come from somebody else. A link that leads out of it could publish any file on the
machine that runs the build, and a pipe would block the build forever. So only files, folders and links within the
folder are allowed. The check runs before anything is read; it does not protect against changes during the build.
"""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from clipping.errors import ClippingError

#: Names that a build ignores: hidden files, the lock and backup files of text editors, and compiled modules.
IGNORED = re.compile(r"^[.#]|~$|^__pycache__$")
#: Relative paths in a content folder that no build reads. Files of any kind may be in ``evidence``.
UNREAD = re.compile(
    r"(?!(?:article\.(?:txt|toml)|regions\.json|evidence|notes|pages)$)[^/]+|(?:notes|pages)/(?!.*\.md$)[^/]+"
)


def check_inputs(folder: Path) -> None:
    """Raise ``ClippingError`` at the first path below ``folder`` that leads out of it, can't be read, or is no file.

    ``folder`` itself may be a link, since the user chose it. If it is a file or missing, its reader reports that.
    A broken link is allowed if its target would be in ``folder``, since text editors use such links as locks.
    """
    whole, paths = folder.resolve(), list[Path | os.DirEntry[str]]([folder])
    try:
        paths += [entry for _, entry in entries_below(folder, ignored=True)] if folder.is_dir() else []
        for path in paths:
            problem = ""
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(whole):
                problem = f"no link that leads out of {folder}, found one; replace it with a copy"
            elif not (path.is_file() or path.is_dir()) and Path(path).exists():
                problem = "a file or a folder, found something else, such as a pipe; remove it"
            elif not os.access(path, os.R_OK) and Path(path).exists():
                problem = "a file that can be read, found one that can’t; change its permissions"
            if problem:
                raise ClippingError(f"expected {problem}", os.fspath(path))
    except OSError as error:
        expected, advice = "a file or folder that can be read", "change its permissions, or remove it"
        raise ClippingError(f"expected {expected}, found: {error.strerror}; {advice}", error.filename) from error


def entries_below(folder: os.PathLike[str], *, ignored: bool = False) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the relative path and the entry of each file, folder and link below ``folder``, sorted by name.

    Follows no links, and skips ``IGNORED`` names unless ``ignored``. Raises ``OSError`` if a folder can't be read.
    """
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in (entry for entry in entries if ignored or not IGNORED.search(entry.name)):
        yield entry.name, entry
        if entry.is_dir(follow_symlinks=False):
            yield from ((f"{entry.name}/{name}", inner) for name, inner in entries_below(entry, ignored=ignored))


def files_below(folder: Path) -> dict[str, Path]:
    """Return all files below ``folder`` by relative path, except ``IGNORED`` ones; none if there is no folder."""
    found = entries_below(folder) if folder.is_dir() else ()
    return {name: path for name, entry in found if (path := Path(entry)).is_file()}


def markdown_files(folder: Path) -> list[Path]:
    """Return the Markdown files in ``folder``, sorted by name; none if there is no folder.

    Raises ``ClippingError`` if ``folder`` is a file, or a name is not of letters and digits with single hyphens between
    them. The letters must be lower-case, since some file systems ignore case.
    """
    if folder.exists() and not folder.is_dir():
        raise ClippingError("expected a folder, found a file; move it away", str(folder))
    paths = [path for name, path in files_below(folder).items() if "/" not in name and path.suffix == ".md"]
    for path in paths:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
            expected = "a file name of lower-case letters a-z and digits, with single hyphens between them"
            raise ClippingError(f"expected {expected}, found {path.name}; rename it", str(path), 1)
    return sorted(paths, key=lambda path: path.stem)


def unread(content: Path) -> Iterator[str]:
    """Yield a one-line warning for each file or folder in the folder ``content`` that no build reads."""
    for name, entry in entries_below(content):
        if UNREAD.fullmatch(name):
            message = "warning: this is not used; rename it (notes and pages end in .md), or move it away"
            yield str(ClippingError(message, entry.path))


def checksum_of(*paths: Path) -> str:
    """Return the SHA-256 of what ``sha256sum`` prints for ``paths``; a folder means all files in it.

    Files are sorted by name. ``IGNORED`` ones and those in ``evidence`` are left out: no page is made from them.
    """
    files = {path.name: path for path in paths if path.is_file()}
    for path in paths:
        files |= {name: file for name, file in files_below(path).items() if not name.startswith("evidence/")}
    lines = [f"{sha256(files[name].read_bytes()).hexdigest()}  {name}\n" for name in sorted(files)]
    return sha256(os.fsencode("".join(lines))).hexdigest()
