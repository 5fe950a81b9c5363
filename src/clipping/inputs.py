"""The folders that a build reads, held to what they may be before anything in them is read.

A folder of content or of templates may come from somebody else. A link in it that leads out of it would publish a
file of the machine that builds, and a pipe would keep the build waiting for good. So what is read are files and
folders, and links to those within the same folder. This is a look before reading, and no guard against somebody who
changes the folder while it is read.
"""

from __future__ import annotations

import os
from pathlib import Path

from clipping.errors import ClippingError


def check_inputs(folder: Path) -> None:
    """Raise ``ClippingError`` at anything below ``folder`` that is a link out of it, or no file and no folder.

    ``folder`` itself may be a link, as whoever gives it on the command line knows where it leads; one that is not
    there is left to its reader. A link that leads nowhere is an editing program's lock.
    """
    if folder.is_dir():
        _check(folder, folder.resolve())


def _check(folder: Path, whole: Path) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        message = f"expected to read this folder, found {error.strerror}; mend its rights"
        raise ClippingError(message, str(folder)) from error
    for entry in entries:
        path = folder / entry.name
        if entry.is_symlink():
            if not Path(os.path.realpath(path)).is_relative_to(whole):
                message = "expected a file of this folder’s own, found a link that leads out of it; put a copy there"
                raise ClippingError(message, str(path))
        elif entry.is_dir():
            _check(path, whole)
        elif not entry.is_file():
            message = "expected a file or a folder, found something else, such as a pipe; take it away"
            raise ClippingError(message, str(path))
