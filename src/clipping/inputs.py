"""The folders that a build reads, checked before anything in them is read.

A folder of content or of templates may come from somebody else. A link in it that leads out of it would publish a
file of the machine that builds, and a pipe would keep the build waiting for good. So what is read are files and
folders, and links to those within the same folder. This is a look before reading, and no guard against somebody who
changes the folder while it is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from clipping.errors import ClippingError

UNREAD = re.compile(r"^\.|^__pycache__$|^evidence$|~$")
SPECIAL = "expected a file or a folder, found something else, such as a pipe; take it away"
#: What is read of a content folder: these, and the Markdown in two folders. What ``evidence`` keeps is of any kind.
CONTENT, MARKDOWN = ("article.txt", "article.toml", "regions.json", "evidence"), ("notes", "pages")


def check_inputs(folder: Path) -> None:
    """Raise ``ClippingError`` at anything below ``folder`` that is a link out of it, or no file and no folder.

    ``folder`` itself may be a link, as whoever gives it on the command line knows where it leads, or a file; one that
    is not there is left to its reader. A link that leads nowhere is an editing program's lock.
    """
    whole = folder.resolve()
    if whole.exists() and not (whole.is_file() or whole.is_dir()):
        raise ClippingError(SPECIAL, str(folder))
    for here, folders, files in os.walk(folder, onerror=_refuse) if folder.is_dir() else ():
        for path in (Path(here, name) for name in sorted(folders + files)):
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(whole):
                message = "expected a file of this folder’s own, found a link that leads out of it; put a copy there"
                raise ClippingError(message, str(path))
            if not (path.is_symlink() or path.is_file() or path.is_dir()):
                raise ClippingError(SPECIAL, str(path))


def markdown_files(folder: Path) -> list[Path]:
    """Return the Markdown files in ``folder`` by name; no folder means none.

    Raises ``ClippingError`` if ``folder`` is something else, or at a name that is not of lower-case letters, digits and
    hyphens: so no two files have one name, whatever the file system thinks of case.
    """
    if folder.exists() and not folder.is_dir():
        raise ClippingError("expected a folder, found a file; move it away", str(folder))
    paths = sorted((path for path in folder.glob("*.md") if not _leftover(path)), key=lambda path: path.stem)
    for path in paths:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
            expected = "a file name of lower-case letters a-z, digits and hyphens"
            raise ClippingError(f"expected {expected}, found {path.name}; rename it", str(path), 1)
    return paths


def unread(content: Path) -> Iterator[str]:
    """Yield a warning in one line for each file and folder in the folder ``content`` that no build reads."""
    folders = [content, *(content / name for name in MARKDOWN if (content / name).is_dir())]
    for path in sorted(path for folder in folders for path in folder.iterdir() if not _leftover(path)):
        if path.name not in CONTENT + MARKDOWN if path.parent == content else path.suffix != ".md":
            message = "warning: no build reads this; rename it (notes and pages end in .md), or move it away"
            yield str(ClippingError(message, str(path)))


def _leftover(path: Path) -> bool:
    """Whether a file is hidden, or is a lock or a backup of an editing program."""
    return path.name.startswith((".", "#")) or path.name.endswith("~")


def _refuse(error: OSError) -> NoReturn:
    message = f"expected to read this folder, found {error.strerror}; change its rights"
    raise ClippingError(message, error.filename) from error


def sum_of(*paths: Path) -> str:
    """Return the SHA-256 of what ``sha256sum`` prints of those files and of the files in those folders, by their names.

    Left out is what no page is made from: hidden files, copies that text editors make, compiled modules, evidence.
    """
    files = {path.name: path for path in paths if path.is_file()}
    for path in paths:
        for here, folders, names in os.walk(path):
            folders[:] = [name for name in folders if not UNREAD.search(name)]
            found = (Path(here, name) for name in names if not UNREAD.search(name))
            files |= {file.relative_to(path).as_posix(): file for file in found if file.is_file()}
    lines = [f"{sha256(files[name].read_bytes()).hexdigest()}  {name}\n" for name in sorted(files)]
    return sha256(os.fsencode("".join(lines))).hexdigest()
