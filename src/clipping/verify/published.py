"""Compare a published site, byte for byte, with what its content makes now: the first step of ``--check``.

Nothing in the folder is trusted: no pipe is opened, no unexpected folder is searched, and at most one byte more is read
of each file than it should have (at most 64 MiB of source.html, for its checksums).
"""

import html
import re
import stat
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from clipping.verify.written import Fault, excerpt

#: A checksum or the base address in source.html, after its name.
STATED = re.compile(rb'<code id="made-from-([a-z-]+)">([^<]*)</code>')


def statement(page: bytes | str) -> dict[str, str]:
    """Return what a source.html says the site was made from: checksums by name, and the base address, if any."""
    found = STATED.findall(page) if isinstance(page, bytes) else ()
    return {name.decode(): html.unescape(value.decode(errors="replace")) for name, value in found}


def bytes_of(path: Path, most: int = 1 << 26) -> bytes | str:
    """Return the first ``most`` bytes of a file, or a description of what is there instead; links are not followed."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return file.read(most)
        return "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
    except OSError as error:
        return "none" if isinstance(error, FileNotFoundError) else f"one that can't be read ({error.strerror})"


def differs(folder: Path, files: Mapping[str, bytes]) -> Iterator[Fault]:
    """``folder`` has ``files`` and no others; the fault of a file that differs names its first byte that does.

    If the site was made from something else (its content has changed since, say), only that is reported.
    """
    now, before = statement(files.get("source.html", b"")), statement(bytes_of(folder / "source.html"))
    if changed := [name for name in now if before.get(name, now[name]) != now[name]]:
        advice = "build again, or choose another site with --output"
        for name in changed:
            yield "source.html", f"{name.replace('-', ' ')} changed since this site was built; {advice}", None
        return
    for name, data in sorted(files.items()):
        found = bytes_of(folder / name, len(data) + 1)
        if isinstance(found, str):
            yield name, f"expected this file, found {found}; build again", None
        elif found != data:
            both = range(min(len(data), len(found)))
            at = bisect_left(both, True, key=lambda end: data[: end + 1] != found[: end + 1])
            line = None if b"\0" in data else data.count(b"\n", 0, at) + 1
            piece = f"“{excerpt(found[at : at + 40].decode(errors='replace')) or ' '}”" if found[at:] else "its end"
            yield name, f"expected this file as built, found {piece} at byte {at + 1:,}; build again", line
    folders = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    entered = [name for name in folders if name == "." or not (folder / name).is_symlink()]
    paths = (path for name in entered if (folder / name).is_dir() for path in (folder / name).iterdir())
    for name in sorted({path.relative_to(folder).as_posix() for path in paths}.difference(files, entered)):
        yield ascii(name)[1:-1], "expected only the files of the site, found this; move it away", None
