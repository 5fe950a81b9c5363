"""The pages and downloads that people read are, word for word, as they were last reviewed.

``make golden`` (``python -m tests.site.test_golden``) shows what has changed and updates them.
"""

import difflib
import re
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, build_site

GOLDEN = ROOT / "tests" / "golden"
#: To add a golden, put an empty file of its name beside the others.
NAMES = sorted(path.name for path in GOLDEN.iterdir())


def reviewable(path: Path) -> str:
    """Return the text of a file of the site, with ``…`` in place of its style sheet and each sum."""
    text = re.sub(r"(?s)<style>.*?</style>", "<style>…</style>", path.read_text("utf-8"))
    return re.sub(r"""('sha256-|id="made-from-\w+">)[0-9a-zA-Z+/=]{44,64}""", r"\1…", text)


def changes(name: str, site: Path) -> list[str]:
    """Return the lines of a unified diff from the golden of this name to the file of ``site``."""
    kept = (GOLDEN / name).read_text("utf-8").splitlines(keepends=True)
    now = reviewable(site / name).splitlines(keepends=True)
    return list(difflib.unified_diff(kept, now, f"tests/golden/{name}", f"_site/{name}"))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_the_one_last_reviewed(name: str, site: Path) -> None:
    """A file of the site equals its golden; if a change is intended, review the diff and run: make golden."""
    assert "".join(changes(name, site)) == ""


def main() -> None:
    """Build the site, print how it differs from the goldens, and update them."""
    with tempfile.TemporaryDirectory() as folder:
        site = build_site(ROOT / "content", Path(folder) / "_site")
        for name in NAMES:
            print(*changes(name, site), sep="", end="")
            (GOLDEN / name).write_text(reviewable(site / name), "utf-8")


if __name__ == "__main__":
    main()
