"""The pages and downloads that people read are the ones that somebody last looked at, word for word.

``make golden`` (``python -m tests.site.test_golden``) shows what has changed and then writes it.
"""

import difflib
import re
import sys
import tempfile
from pathlib import Path

import pytest

import build
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"
#: Those that are kept there; to add one, put an empty file of its name beside them.
NAMES = sorted(path.name for path in GOLDEN.iterdir())


def reviewable(path: Path) -> str:
    """Return the text of a file of the site without its style sheet, and with each sum in it as ``…``."""
    text = re.sub(r"(?s)<style>.*?</style>", "<style>…</style>", path.read_text(encoding="utf-8"))
    return re.sub(r"""('sha256-|id="made-from-\w+">)[0-9a-zA-Z+/=]{44,64}""", r"\1…", text)


def changes(name: str, site: Path) -> list[str]:
    """Return the lines of a unified diff from the golden of this name to the file of ``site``."""
    kept = (GOLDEN / name).read_text(encoding="utf-8")
    now = reviewable(site / name)
    names = (f"tests/golden/{name}", f"_site/{name}")
    return list(difflib.unified_diff(kept.splitlines(keepends=True), now.splitlines(keepends=True), *names))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_the_one_last_reviewed(name: str, site: Path) -> None:
    """A file of the site is its golden; where the change is meant, look at the diff and run: make golden."""
    assert "".join(changes(name, site)) == ""


def main() -> None:
    """Build the site, print how it differs from the goldens, and write them anew."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "_site"
        if status := build.main(["--output", str(site)]):
            sys.exit(status)
        for name in NAMES:
            print(*changes(name, site), sep="", end="")
            (GOLDEN / name).write_text(reviewable(site / name), encoding="utf-8")


if __name__ == "__main__":
    main()
