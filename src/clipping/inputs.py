"""The folders that a build reads, checked before anything in them is read.

A content or template folder may come from somebody else. A link that leads out of it could publish any file on the
machine that runs the build, and a pipe would block the build forever. So only files, folders and links within the
folder are allowed. This does not protect against changes during the build.
"""

import os
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from clipping.errors import ClippingError

#: Paths that a build ignores: hidden files, the lock and backup files of text editors, and compiled modules.
IGNORED = re.compile(r"(?:^|/)(?:[.#]|__pycache__(?:/|$))|~(?:/|$)")
#: The files that a content folder may contain; no build reads those in ``evidence``.
IN_CONTENT = re.compile(r"article\.(txt|toml)|regions\.json|evidence/.*|(notes|pages)/[^/]+\.md")


def check_inputs(folder: Path) -> None:
    """Raise ``ClippingError`` at the first pipe or device in ``folder``, or link that leads out of it.

    ``folder`` itself may be a link, since the user chose it. If it is missing or a file, reading it reports that.
    A broken link is allowed if its target would be in ``folder``, since text editors use such links as locks.
    """
    target = os.path.realpath(folder)
    for path in [folder, *(paths_below(folder) if folder.is_dir() else ())]:
        leads_out = path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(target)
        if leads_out or (path.exists() and not (path.is_file() or path.is_dir())):
            found = "a pipe, a device or a link that leads out of it"
            raise ClippingError(f"expected files and folders within {folder}, found {found}; remove it", str(path))


def paths_below(folder: Path) -> Iterator[Path]:
    """Yield each file, folder and link below ``folder``, sorted by name; follow no links, and skip compiled code.

    Raises ``OSError`` if a folder can't be read.
    """
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink() and path.name != "__pycache__":
            yield from paths_below(path)


def files_below(folder: Path) -> dict[str, Path]:
    """Return all files below ``folder`` by relative path, except ``IGNORED`` files; none if there is no folder.

    Raises ``OSError`` if ``folder`` is a file, or a folder can't be read.
    """
    paths = paths_below(folder) if folder.exists() else ()
    files = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file()}
    return {name: path for name, path in files.items() if not IGNORED.search(name)}


def markdown_files(folder: Path) -> list[Path]:
    """Return the Markdown files in ``folder``, sorted by name; none if there is no folder.

    Raises ``ClippingError`` if a name has anything but letters, digits, and single hyphens between them. The letters
    must be lower-case, since some file systems ignore case.
    """
    paths = [path for path in files_below(folder).values() if path.parent == folder and path.suffix == ".md"]
    for path in paths:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
            expected = "a file name of lower-case letters a-z and digits, with single hyphens between them"
            raise ClippingError(f"expected {expected}, found {path.name}; rename it", str(path))
    return sorted(paths, key=lambda path: path.stem)


def unread_files(content: Path) -> Iterator[str]:
    """Yield a one-line warning for each file in the folder ``content`` that no build uses."""
    for name, path in files_below(content).items():
        if not IN_CONTENT.fullmatch(name):
            message = "warning: this is not used; rename it (notes and pages end in .md), or move it away"
            yield str(ClippingError(message, str(path)))


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return what ``sha256sum`` prints for ``files``: lines with a sum, two spaces and a name, sorted by name."""
    return os.fsencode("".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)))


def checksum_of(*paths: Path) -> str:
    """Return one SHA-256 for the files in ``paths`` (files or folders), computed from the ``checksums`` of these files.

    Files that are ``IGNORED`` or in ``evidence`` are left out, since no page is made from them.
    """
    files: dict[str, Path] = {}
    for path in paths:
        files |= {path.name: path} if path.is_file() else files_below(path)
    used = {name: path.read_bytes() for name, path in files.items() if not name.startswith("evidence/")}
    return sha256(checksums(used)).hexdigest()
