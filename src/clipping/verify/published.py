"""Compare a published site, byte for byte, with what its content makes now: the first step of ``--check``.

Nothing in the folder is trusted: only regular files are opened, and none is read much further than expected.
"""

import html
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from clipping.verify.written import Fault, equal_until

#: A checksum or the base address in source.html, after its name.
STATED = re.compile(rb'<code id="made-from-([a-z-]+)">([^<]*)</code>')


def statement(page: bytes | None) -> dict[str, str]:
    """Return what a source.html says the site was made from: checksums by name, and the base address, if any."""
    return {name.decode(): html.unescape(value.decode(errors="replace")) for name, value in STATED.findall(page or b"")}


def bytes_of(path: Path, most: int = 1 << 26) -> bytes | None:
    """Return the first ``most`` bytes of a regular file; ``None`` if there is none, or if it can't be read."""
    with suppress(OSError):
        if stat.S_ISREG(path.lstat().st_mode):
            with path.open("rb") as file:
                return file.read(most)
    return None


def differs(folder: Path, files: Mapping[str, bytes]) -> Iterator[Fault]:
    """``folder`` has ``files`` and nothing else; of a file that differs, the first byte that does is reported.

    If the site was made from something else (its content has changed since, say), only that is reported.
    """
    now, before = statement(files.get("source.html")), statement(bytes_of(folder / "source.html"))
    if changed := [name for name in now if before.get(name, now[name]) != now[name]]:
        advice = "build again, or choose another site with --output"
        for name in changed:
            yield "source.html", f"{name.replace('-', ' ')} changed since this site was built; {advice}", None
        return
    for name, data in sorted(files.items()):
        found = bytes_of(folder / name, len(data) + 1)
        if found is None:
            yield name, "expected this file, found none that can be read; build again", None
        elif found != data:
            at = equal_until(data, found)
            yield name, f"expected this file as built, found another from byte {at + 1:,} on; build again", None
    known = {path for name in files for path in (folder / name, *(folder / name).parents)}
    for inner, folders, names in os.walk(folder):
        for path in sorted({Path(inner, name) for name in (*folders, *names)} - known):
            name = ascii(path.relative_to(folder).as_posix())[1:-1]  # it may have control characters
            yield name, "expected only the files of the site, found this; move it away", None
        folders[:] = [name for name in folders if Path(inner, name) in known]  # where to go on
