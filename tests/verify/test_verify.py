"""A proved site has no findings; a site with one fault has exactly that finding."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest

from clipping.capture import Capture
from clipping.publish import SUMS
from clipping.verify import CHECKS, Finding, files, verify_site
from clipping.verify.site import start
from tests.conftest import ROOT, Command
from tests.verify.planted import Fault, in_book, in_main, in_record, replaced, reseal, said


def swapped_paragraphs(site: Path) -> None:
    """Let the first two paragraphs change places on the article page."""
    path = site / "index.html"
    text = path.read_text(encoding="utf-8")
    first, second = re.findall(r'<div class="para">.*?</div>', text, re.DOTALL)[:2]
    path.write_text(text.replace(first, "\0").replace(second, first).replace("\0", second), encoding="utf-8")


def again(opening: str) -> Fault:
    """Return the fault that shows a paragraph of the article page, told by its opening tag, a second time."""

    def plant(site: Path) -> None:
        path = site / "index.html"
        text = path.read_text(encoding="utf-8")
        found = re.search(re.escape(opening) + r".*?</p>", text, re.DOTALL)
        assert found
        path.write_text(text.replace(found[0], found[0] * 2), encoding="utf-8")

    return plant


def no_article(site: Path) -> None:
    """Make the article element something else."""
    path = site / "index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("<article", "<section"), encoding="utf-8")


FAULTS: list[tuple[str, Fault]] = [
    ("file-missing", lambda site: (site / "about.html").unlink()),
    ("file-missing", lambda site: (site / "about.html").write_bytes(b"<p>\xff</p>")),
    ("copy-differs", replaced("article.txt", "Live", "live")),
    (
        "copy-differs",
        lambda site: (site / "article.txt").write_bytes((site / "article.txt").read_bytes() + b"\n") and None,
    ),
    ("id-repeated", in_main('<p id="main">again</p>')),
    ("link-broken", in_main('<a href="abuot.html">x</a>')),
    ("link-broken", in_main('<a href="index.html#p99">x</a>')),
    ("link-broken", in_main('<a href="/index.html">x</a>')),
    ("request", in_main('<img src="https://example.org/x.png" alt="">')),
    ("request", in_main('<img srcset="x.png 2x" alt="">')),
    ("request", replaced("about.html", "</head>", '<link rel="stylesheet" href="robots.txt"></head>')),
    ("request", replaced("about.html", "</head>", '<link rel="preconnect" href="https://example.org"></head>')),
    ("request", replaced("about.html", "</head>", '<meta http-equiv="refresh" content="0"></head>')),
    ("request", in_main("<iframe></iframe>")),
    ("script", in_main("<script>1</script>")),
    ("script", in_main('<p onclick="x()">x</p>')),
    ("script", in_main('<a href="java&#10;script:x()">x</a>')),
    ("script", replaced("check.html", "</main>", "<script></script></main>")),
    ("policy", replaced("check.html", '"use strict";', '"use strict"; fetch("x");')),
    ("evidence-differs", replaced("check.html", "remnants of Shining Path", "friends of Shining Path")),
    ("evidence-differs", replaced("check.html", '"speaker":"Roberto Chiabra"', '"speaker":"Ollanta Humala"')),
    ("evidence-differs", replaced("check.html", '"said":"title"', '"said":"quotation"')),
    ("evidence-differs", replaced("check.html", 'id="evidence"', 'id="other"')),
    ("policy", replaced("about.html", "default-src 'none'", "default-src 'self'")),
    ("policy", replaced("about.html", "<style>", "<style>p{color:red}")),
    ("policy", replaced("about.html", 'http-equiv="Content-Security-Policy"', 'name="policy"')),
    ("policy", in_main('<p style="color:red">x</p>')),
    ("line-missing", in_record(lambda record: record["furniture"].pop())),
    ("line-missing", in_record(lambda record: record["furniture"].append({"text": "", "lines": [45, 45]}))),
    ("line-repeated", in_record(lambda record: record["furniture"].append(record["furniture"][0]))),
    ("line-repeated", again('<p class="alternative" data-lines="18">')),
    ("line-order", swapped_paragraphs),
    ("text-differs", replaced("index.html", ">Published <", ">Printed <")),
    ("text-differs", replaced("index.html", 'data-again="Agencia Andina"', 'data-again="Agencia Andina!"')),
    ("words-hidden", replaced("index.html", '<p id="p5"', '<p hidden id="p5"')),
    ("words-hidden", replaced("index.html", '<div class="para"><p id="p5"', '<div class="para" inert><p id="p5"')),
    ("unmarked-text", replaced("index.html", 'class="absent" data-editor', 'class="absent"')),
    ("unmarked-text", replaced("index.html", '<div class="text">', '<div class="text"><p>And more.</p>')),
    (
        "unmarked-text",
        replaced("index.html", '<main id="main" tabindex="-1">', '<main id="main" tabindex="-1"><p>More.</p>'),
    ),
    ("unmarked-text", replaced("index.html", "<main", "<p>And more.</p><main")),
    ("unmarked-text", no_article),
    ("source-differs", replaced("source.html", "\u00a0</span>Session is", " </span>Session is")),
    ("source-differs", replaced("source.html", 'data-line="7"', 'data-line="8"')),
    ("source-differs", replaced("source.html", "<code>656b22ce1c5867c54dce52c137f0fd65", "<code>6")),
    ("record-differs", in_record(lambda record: record["furniture"][0].update(text="Live"))),
    ("record-differs", in_record(lambda record: record["paragraphs"][0].update(text="Another text."))),
    ("record-differs", in_record(lambda record: record["captions"][0].update(credit="Another agency"))),
    ("record-differs", in_record(lambda record: record["capture"].update(bytes=1))),
    ("record-differs", in_record(lambda record: record.update(section=["News", "Chile"]))),
    ("record-differs", in_record(lambda record: record.update(published=None))),
    ("record-differs", in_record(lambda record: record.update(headline="Another headline"))),
    ("quotation-differs", in_record(lambda record: record["quotations"][1]["parts"][0].update(start=71))),
    (
        "quotation-differs",
        in_record(lambda record: record["quotations"][1]["parts"][0].update(paragraph="p99", start=0)),
    ),
    ("quotation-differs", replaced("quotations.html", ">irresponsible acts", ">responsible acts")),
    ("quotation-differs", replaced("quotations.html", 'data-quotation="q2"', "")),
    ("quotation-differs", replaced("quotations.html", "</main>", '<p data-quotation="q9">x</p></main>')),
    ("quotation-differs", replaced("index.html", '<q id="q2">', '<q id="q2"></q><q>')),
    ("note-unreachable", in_main('<p id="note-lost" data-editor data-note="note-lost">x</p>', "notes.html")),
    ("note-unreachable", in_main('<p id="note-lost" data-editor data-note="note-lost">x</p>', "index.html")),
    ("record-differs", in_record(lambda record: record["published"].update(as_printed="20 April 2016"))),
    ("record-differs", in_record(lambda record: record["published"].update(date="2016-04-20"))),
    ("record-differs", in_record(lambda record: record["paragraphs"][0].update(kind="subheading"))),
    ("download-differs", replaced("article.tei.xml", "Coca field in", "A coca field in")),
    ("download-differs", replaced("article.tei.xml", "</body>", "")),
    ("download-differs", replaced("article.tei.xml", "</body>", '<p xml:id="p11">More.</p></body>')),
    ("download-differs", replaced("article.md", "Peru has been", "Peru was")),
    ("download-differs", replaced("article.md", "Coca field", "Cocoa field")),
    ("download-differs", in_book("EPUB/article.xhtml", "despite efforts", "without efforts")),
    ("download-differs", in_book("EPUB/notes.xhtml", "</section>", "</div>")),
    ("download-differs", in_book("EPUB/article.xhtml", None, None)),
    ("download-differs", lambda site: (site / "article.epub").write_bytes(b"PK")),
    ("selector-differs", replaced("annotations.jsonld", '"start":76', '"start":77')),
    ("selector-differs", replaced("annotations.jsonld", "rations by Fujimori", "rations of Fujimori")),
    ("selector-differs", replaced("annotations.jsonld", '"value":"p9"', '"value":"p99"')),
    ("selector-differs", replaced("annotations.jsonld", "#c1 .credit", "#c1 .label")),
    ("selector-differs", replaced("annotations.jsonld", "annotations.jsonld#q2", "annotations.jsonld#q3")),
    ("selector-differs", lambda site: (site / "annotations.jsonld").write_bytes(b"[]")),
]


def test_a_good_site_has_no_findings(site: Path, capture: Capture) -> None:
    """The real site holds against the real capture."""
    assert verify_site(site, capture) == ()


def kept() -> list[str]:
    """Return what is said of each fault, as it was last looked at."""
    text = (ROOT / "tests" / "cases" / "findings.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines()[2:] if line and not line.startswith("# ")]


@pytest.mark.parametrize(("fault", "message"), list(zip(FAULTS, kept(), strict=True)), ids=[code for code, _ in FAULTS])
def test_one_fault_one_finding(
    site: Path, capture: Capture, tmp_path: Path, fault: tuple[str, Fault], message: str
) -> None:
    """A site with one fault has exactly the finding whose rule it breaks, told as it was last looked at."""
    code, plant = fault
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    plant(broken)
    reseal(broken)
    found = verify_site(broken, capture)

    assert ([finding.code for finding in found], said(found)) == ([code], [message])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (r"(?m)^[0-9a-f](.*article\.md)$", r"x\1", ":… expected the SHA-256 of article.md, found another sum"),
        (r".*article\.md\n", "", " expected a line for article.md, found none"),
        (r"(.*robots\.txt\n)", r"\1\1", ":… expected the SHA-256 of robots.txt, found this line twice"),
        (r"\Z", "0  none.html\n", ":… expected the SHA-256 of none.html, found another sum"),
        (r"\Z", "\xff\n", ":… expected the SHA-256 of , found another sum"),
    ],
    ids=map(str, itertools.count()),
)
def test_sums(site: Path, capture: Capture, tmp_path: Path, old: str, new: str, message: str) -> None:
    """A sum that is wrong, missing, there twice or of no file is told at its line; so is a line that is none."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    whole = (broken / SUMS).read_text(encoding="utf-8")
    text = re.sub(old, new, whole, count=1)
    (broken / SUMS).write_bytes(text.encode("latin-1"))
    found = verify_site(broken, capture)

    assert said(found) == [f"{SUMS}{message}; build again"]
    assert [finding.code for finding in found] == ["sums-differ"]
    pairs = enumerate(zip(text.splitlines(), [*whole.splitlines(), None], strict=False), 1)
    assert found[0].line in (None, next(number for number, (line, before) in pairs if line != before))


@pytest.mark.parametrize("name", ["article.schema.json", "article.md", "robots.txt", "about.html"])
def test_text_is_utf_8(site: Path, capture: Capture, tmp_path: Path, name: str) -> None:
    """Bytes that are no UTF-8 are told for each kind of text, with the first of them."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    (broken / name).write_bytes((broken / name).read_bytes() + b"\xfe\xff")
    reseal(broken)

    told = f"{name} expected UTF-8 text, found byte 0xFE; build again"
    assert said(finding for finding in verify_site(broken, capture) if finding.code == "file-missing") == [told]


def test_words_are_no_script(content: Path, tmp_path: Path, command: Command) -> None:
    """A publisher may be called by a language of programs and a colon: its name stands where no browser runs it."""
    path = content / "article.toml"
    settings = path.read_text(encoding="utf-8").replace("teleSUR English", "JavaScript: the weekly")
    path.write_text(settings, encoding="utf-8")

    assert command("--content", content, "--output", tmp_path / "out").status == 0


def test_every_code_has_a_fault() -> None:
    """Each check names its codes in its docstring, and a fault is planted for each of them."""
    codes = {
        code for check in (*CHECKS, files.check_files) for code in (check.__doc__ or "").partition(":")[0].split(", ")
    }

    assert codes == {code for code, _ in FAULTS} | {"sums-differ", "furniture-sentence"}


def test_a_finding_is_told_in_one_line() -> None:
    """A finding is printed with its place, its line if there is one, its code, and no line end within."""
    assert str(Finding("x", "a.html", "one\n two")) == "a.html: [x] one two"
    assert str(Finding("x", "a.html", "one", 3)) == "a.html:3: [x] one"


def test_words_are_told_by_their_start() -> None:
    """Words are told whole as long as they fit, and else up to a sign that says that there are more."""
    assert start("abcd\n fgh", 8) == "abcd fgh"
    assert start("abcd fghi", 8) == "abcd fg…"
