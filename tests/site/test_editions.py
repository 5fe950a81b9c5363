"""Whatever the parser made of a capture, the site holds against it, or an editor is told what to settle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import build
from tests.conftest import ROOT, Command

CAPTURES = sorted(path.parent for path in (ROOT / "tests" / "captures").glob("*/article.txt"))
#: Lines that mean something to one of the formats, or that extractors leave behind.
ODD = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% if %}",
    '"><img src=x onerror=alert(1)>',
    "]]> --> </article>",
    "\\input{x} } $ % # _",
    "\u202eabc\u202c \u200b\u00ad",
    "“unclosed, he said",
    "\t\ttabs \u00a0 and spaces  ",
    "😀 𝔘𝔫𝔦 e\u0301",
    "a" * 300,
    "",
)
#: What may stop an edition: a whole sentence called furniture, or something only an editor can settle.
FOR_THE_EDITOR = re.compile(r"\[furniture-sentence\]|set \[pins\]|\d+ found; the published site")


def made(folder: Path, output: Path, command: Command) -> tuple[int, list[str]]:
    """Build ``folder`` and return the exit code and the lines that are not for the editor to settle."""
    outcome = command("--content", folder, "--output", output)
    return outcome.status, [line for line in outcome.err.splitlines() if not FOR_THE_EDITOR.search(line)]


@pytest.mark.parametrize("folder", CAPTURES, ids=lambda path: path.name)
def test_every_development_capture_makes_an_edition(folder: Path, tmp_path: Path, command: Command) -> None:
    """Each habit of newsrooms that the parser reads, the pages show, and the proof holds."""
    status, faults = made(folder, tmp_path / "site", command)

    assert faults == []
    assert status in (0, 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(CAPTURES),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ODD), st.booleans()), max_size=4),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_a_damaged_capture_makes_an_edition_or_a_message(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    changes: list[tuple[int, str, bool]],
    random: object,
    shuffled: bool,
) -> None:
    """With odd lines put in, or all its lines shuffled, a capture never ends in a traceback or an unproved site."""
    lines = (folder / "article.txt").read_text(encoding="utf-8").split("\n")
    for place, odd, joined in changes:
        at = place % len(lines)
        lines[at] = lines[at] + odd if joined else odd
    if shuffled:
        random.shuffle(lines)  # type: ignore[attr-defined]
    content = tmp_path / "content"
    content.mkdir(exist_ok=True)
    (content / "article.txt").write_text("\n".join(lines) + "\nA last line.", encoding="utf-8")

    status = build.main(["--content", str(content), "--output", str(tmp_path / "site")])

    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if not FOR_THE_EDITOR.search(line)] == []
    assert status == (1 if told else 0)
