"""The words of a site are the capture’s: each claim of a line, each mark and each piece of furniture is held."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from clipping.capture import Capture, read_capture
from clipping.verify import verify_site
from tests.conftest import Command
from tests.verify.planted import in_record, replaced, reseal, said


@pytest.mark.parametrize(
    ("line", "stops"),
    [
        ("We use cookies to make this site better for you.", True),
        ("Sign up for our newsletter", False),
        ("Post with no comments.", False),
    ],
)
def test_a_whole_sentence_is_furniture_only_by_a_pin(
    content: Path, tmp_path: Path, command: Command, line: str, stops: bool
) -> None:
    """An editor has to say that a line with a whole sentence is not the article's; then the build goes on."""
    path = content / "article.txt"
    path.write_bytes(path.read_bytes() + b"\n" + line.encode())
    settings = (content / "article.toml").read_text(encoding="utf-8")
    (content / "article.toml").write_text(settings + "\n[pins]\nfurniture = [45]\n", encoding="utf-8")
    output = tmp_path / "out"
    assert command("--content", content, "--output", output).status == 0

    findings = verify_site(output, read_capture(path), frozenset())

    assert [finding.code for finding in findings] == (["furniture-sentence"] if stops else [])


def test_a_swallowed_paragraph_is_found(site: Path, capture: Capture, tmp_path: Path) -> None:
    """A parser that called a paragraph furniture could not hide it: its sentence needs an editor's pin."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    page = (broken / "index.html").read_text(encoding="utf-8")
    (broken / "index.html").write_text(
        re.sub(r'<div class="para"><p id="p5".*?</div>', "", page, flags=re.DOTALL), encoding="utf-8"
    )

    def swallow(record: dict[str, Any]) -> None:
        paragraph = record["paragraphs"].pop(4)
        record["furniture"].append({"text": paragraph["text"], "lines": paragraph["lines"]})

    in_record(swallow)(broken)

    assert "furniture-sentence" in {finding.code for finding in verify_site(broken, capture)}


@pytest.mark.parametrize("name", ["line", "words", "hidden", "page"])
def test_lines_that_a_page_claims(site: Path, capture: Capture, tmp_path: Path, name: str) -> None:
    """Lines that are none, words of nobody, and what hides the words of a block are each told where they stand."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    planted = {
        "line": [
            (
                "</article>",
                '<p data-lines="x">x</p><p data-lines="3-">x</p><p data-lines="">x</p>'
                '<b data-lines="99">x</b></article>',
            )
        ],
        "words": [("</article>", "More.<!-- no words --><p data-editor>An editor's.</p><p>And more.</p></article>")],
        "hidden": [('<p id="p5"', '<p aria-hidden="true" id="p5"'), ('<p id="p6"', '<p popover id="p6"')],
        "page": [('<div class="text">', '<details><div class="text">')],
    }[name]
    for old, new in planted:
        replaced("index.html", old, new)(broken)
    reseal(broken)
    found = [line.partition(":… ")[2] or line for line in said(verify_site(broken, capture))]

    no_lines = "expected lines of the capture in data-lines, found none; mend the template"
    unmarked = "expected words of the capture or an editor's, found “{}” unmarked; mend the template"
    hidden = "expected words that everyone sees, found them hidden by <{}>; mend the template"
    assert (
        found[:10]
        == {
            "line": [
                no_lines,
                no_lines,
                no_lines,
                "expected lines of the capture, found 99, which it does not have; mend the template",
                "expected “its end” at character 1, found “x”; mend what changed the text",
            ],
            "words": [unmarked.format("More."), unmarked.format("And more.")],
            "hidden": [hidden.format("p")] * 2,
            "page": [hidden.format("details")] * 10,
        }[name]
    )


def test_furniture_that_is_a_sentence_is_told_with_its_pin(site: Path, capture: Capture, tmp_path: Path) -> None:
    """The line to pin is named, also behind one that is pinned; words that the page shows elsewhere need no pin."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("index.html", "</article>", '<p data-lines="none">x</p></article>')(broken)
    again = json.loads((site / "article.json").read_text(encoding="utf-8"))["paragraphs"][0]["text"]

    def change(record: dict[str, Any]) -> None:
        record["furniture"] += [
            {"text": "• " + again, "lines": [45, 45]},
            {"text": "Coca field in VRAEM valley, Peru.", "lines": [47, 47]},
            {"text": "We use cookies here today.”", "lines": [46, 46]},
            {"text": "We use them!", "lines": [27, 27]},
        ]

    in_record(change)(broken)
    reseal(broken)
    found = verify_site(broken, capture, frozenset({1}))
    findings = [(entry.code, entry.file, entry.message, entry.line) for entry in found]

    pin = "expected furniture, found a whole sentence (“{}”); add line {} to furniture or paragraphs under [pins] in {}"
    assert [entry for entry in findings if entry[0] == "furniture-sentence"] == [
        ("furniture-sentence", "article.txt", pin.format("We use cookies here today.”", 46, "article.toml"), 46),
        ("furniture-sentence", "article.txt", pin.format("We use them!", 27, "article.toml"), 27),
    ]
    missing = [entry[2] for entry in findings if entry[:2] == ("line-missing", "index.html")]
    assert "expected lines of the capture in data-lines, found none; mend the template" in missing


def test_words_in_the_main_part_are_marked_wherever_they_stand(site: Path, capture: Capture, tmp_path: Path) -> None:
    """A link or a list within the main part frames nothing: unmarked words in it are told, where they stand."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("index.html", "</article>", '<a href="#main">A link.</a><nav>\n<b>A list.</b></nav></article>')(broken)
    reseal(broken)
    found = verify_site(broken, capture)
    last = (broken / "index.html").read_text(encoding="utf-8").partition("A list.")[0].count("\n") + 1

    assert [finding.message.partition("“")[2][:7] for finding in found] == ["A link.", "A list."]
    assert [finding.line for finding in found] == [last - 1, last]


def test_an_element_without_lines_lets_nothing_below_it_pass(site: Path, capture: Capture, tmp_path: Path) -> None:
    """What claims no line is told, and so are the lines out of order that stand below it."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("index.html", '<div class="text">', '<div class="text"><p data-lines="none"></p>')(broken)
    replaced("index.html", '<p id="p5" data-lines="32"', '<p id="p5" data-lines="26"')(broken)
    reseal(broken)

    assert {"line-missing", "line-order"} <= {finding.code for finding in verify_site(broken, capture)}


def test_words_are_hidden_by_what_they_hold(site: Path, capture: Capture, tmp_path: Path) -> None:
    """An element within a block that a browser does not show hides the words in it."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("index.html", '<q id="q2">', '<q id="q2" hidden>')(broken)
    reseal(broken)

    assert [finding.code for finding in verify_site(broken, capture)] == ["words-hidden"]


def test_a_page_may_claim_the_first_and_the_last_line(tmp_path: Path, command: Command) -> None:
    """Blank lines at either end are lines of the capture, and one beyond them is not."""
    (tmp_path / "content").mkdir()
    text = "\nThe River Rises Again\n\n3 May 2016\n\nThe river has risen by two metres in a day, she said.\n\n\n"
    (tmp_path / "content" / "article.txt").write_text(text, encoding="utf-8")
    assert command("--content", tmp_path / "content", "--output", tmp_path / "out").status == 0
    capture = read_capture(tmp_path / "content" / "article.txt")
    last = len(capture.lines)

    for line, found in ((1, set()), (last, set()), (0, {"line-missing"}), (last + 1, {"line-missing"})):
        broken = Path(shutil.copytree(tmp_path / "out", tmp_path / f"claims-{line}"))
        replaced("index.html", "</article>", f'<p data-lines="{line}"></p></article>')(broken)
        reseal(broken)
        assert {finding.code for finding in verify_site(broken, capture)} - {"line-order"} == found, line


def test_furniture_alone_is_held(tmp_path: Path, command: Command) -> None:
    """Where an article has no paragraph, no line stands between two; a short line before the first needs no pin."""
    (tmp_path / "content").mkdir()
    text = "Watch now!\n\nThe River Rises Again\n\n3 May 2016\n\n"
    for number, body in enumerate(("", "The river has risen by two metres in a day, she said on Monday.\n")):
        (tmp_path / "content" / "article.txt").write_text(text + body, encoding="utf-8")
        (tmp_path / "content" / "article.toml").write_text("[pins]\nheadline = 3\nfurniture = [1]\n", encoding="utf-8")
        output = tmp_path / str(number)
        assert command("--content", tmp_path / "content", "--output", output).status == 0
        assert verify_site(output, read_capture(tmp_path / "content" / "article.txt")) == ()
