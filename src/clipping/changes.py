"""What changes in a few folders, for as long as anybody asks, whatever becomes of the folders themselves.

The system watches a folder and not its name: a folder that was taken away takes its watch with it, and one that is
put in its place has none. So each folder is known by what the system calls it, and looked at after each report.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

#: Milliseconds without a change after which that is said; and between looks for more changes of one saving.
REST, STEP = 150, 2


async def changed_paths(folders: Sequence[Path]) -> AsyncGenerator[set[Path], None]:
    """Yield the paths below ``folders`` that have changed, each time that some have; and none, at each rest.

    A folder that has gone, has come, or is another one under the old name, counts as changed, and once more when it
    is watched anew, so that nothing that changed in between is missed.
    """
    from watchfiles import awatch  # noqa: PLC0415 - of the extra ``preview``

    options = {"step": STEP, "debounce": 10 * STEP, "rust_timeout": REST, "yield_on_timeout": True}
    missed: set[Path] = set()
    while True:
        known = {folder: _identity(folder) for folder in folders}
        there = [folder.resolve() for folder in folders if known[folder]]
        replaced: set[Path] = set()
        try:
            async with contextlib.aclosing(awatch(*there, **options)) as reports:  # type: ignore[arg-type]
                async for report in reports:
                    paths = {Path(path) for _, path in report}
                    replaced |= {
                        # A new folder may be called what the old one was, but then the old one's end was reported.
                        folder.resolve()
                        for folder in folders
                        if folder.resolve() in paths or _identity(folder) != known[folder]
                    }
                    yield paths | missed
                    missed = set()
                    if replaced and not paths:  # at rest, so that no report is lost with this watch
                        break
        except FileNotFoundError:  # something went while its watch began
            await asyncio.sleep(REST / 1000)
        missed |= replaced


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what the system calls ``folder``; ``None`` where there is none."""
    with contextlib.suppress(OSError):
        status = folder.stat()
        return status.st_dev, status.st_ino
    return None
