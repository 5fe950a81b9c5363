"""Every link within the site as linkinator follows it: to a file, and to an id in it. make links installs and runs it.

The build’s own proof finds the same (``link-broken``), before a site is published. This is somebody else’s reading of
the same site, served as it will be. Links to elsewhere are left out, since nothing here asks the network. Exit 1 on a
link that leads nowhere. Where linkinator is not installed, that is said, and is no fault unless CLIPPING_CHECKERS is
``required``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.lighthouse import BINARIES, AsPublished, built, serving


def broken(site: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each page, how many places of the site it leads to, and those of them that are not there.

    One page at a time: of all at once, linkinator would miss the ids that are asked for once their page was read.
    """
    with serving(site, AsPublished) as address:
        options = ["--check-fragments", "--format", "json", "--skip", f"^(?!{re.escape(address)})"]
        for page in sorted(path.name for path in site.glob("*.html")):
            command: list[str | Path] = [BINARIES / "linkinator", address + page, *options]
            done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
            links = [link for link in json.loads(done.stdout)["links"] if link["url"].startswith(address)]
            lost = sorted({link["url"].replace(address, "") for link in links if link["state"] != "OK"})
            yield page, len(links), lost


def main() -> int:
    """Follow every link; return 1 where one leads nowhere."""
    if not (BINARIES / "linkinator").exists():
        print("skipped: linkinator not installed; it needs npm and the npm registry")
        return int(os.environ.get("CLIPPING_CHECKERS") == "required")
    with tempfile.TemporaryDirectory() as folder:
        # As it is published, since linkinator looks for no ids on a page that asks not to be found.
        found = list(broken(built(Path(folder), index=True)))
    for page, count, lost in found:
        print(f"{page:16} {count:3} places", *(f"; nothing at {place}" for place in lost), sep="")
    return int(any(lost or not count for _, count, lost in found))


if __name__ == "__main__":
    sys.exit(main())
