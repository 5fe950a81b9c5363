"""Compare a published site, byte for byte, with what its content makes now: the first step of ``--check``.

Nothing in the folder is trusted: only regular files are opened, and none is read much further than expected.
"""

import html
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
    """``folder`` has ``files`` and no others; the fault of a file that differs names its first byte that does.

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
            line = None if b"\0" in data else data.count(b"\n", 0, at) + 1
            yield name, f"expected this file as built, found another from byte {at + 1:,} on; build again", line
    # Anything else in a folder of the site is not in SHA256SUMS, which the proof reports.
    known = {name.partition("/")[0] for name in files}
    for name in sorted({path.name for path in folder.iterdir()} - known):
        yield ascii(name)[1:-1], "expected only the files of the site, found this; move it away", None
