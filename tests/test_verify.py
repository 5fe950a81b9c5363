"""A proved site has no findings; a site with one fault has exactly that finding."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import build
from clipping.capture import Capture, read_capture
from clipping.publish import SUMS, with_sums
from clipping.verify import CHECKS, Finding, files, verify_site
from tests.conftest import ROOT, Command

Fault = Callable[[Path], object]


@pytest.fixture(scope="module")
def capture() -> Capture:
    """Return the real capture."""
    return read_capture(ROOT / "content" / "article.txt")


def replaced(name: str, old: str, new: str) -> Fault:
    """Return the fault that puts ``new`` for the first ``old`` in the file ``name``."""

    def plant(site: Path) -> None:
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def in_record(change: Callable[[dict[str, Any]], None]) -> Fault:
    """Return the fault that changes article.json."""

    def plant(site: Path) -> None:
        path = site / "article.json"
        record = json.loads(path.read_text(encoding="utf-8"))
        change(record)
        path.write_text(json.dumps(record), encoding="utf-8")

    return plant


def swapped_paragraphs(site: Path) -> None:
    """Let the first two paragraphs change places on the article page."""
    path = site / "index.html"
    text = path.read_text(encoding="utf-8")
    first, second = re.findall(r'<div class="para">.*?</div>', text, re.DOTALL)[:2]
    path.write_text(text.replace(first, "\0").replace(second, first).replace("\0", second), encoding="utf-8")


def no_article(site: Path) -> None:
    """Make the article element something else."""
    path = site / "index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("<article", "<section"), encoding="utf-8")


def in_main(markup: str, name: str = "about.html") -> Fault:
    """Return the fault that puts ``markup`` at the end of a page."""
    return replaced(name, "</main>", markup + "</main>")


def in_book(name: str, old: str | None, new: str | None) -> Fault:
    """Return the fault that puts ``new`` for the first ``old`` in a file of the e-book; for ``None`` the file goes."""

    def plant(site: Path) -> None:
        with zipfile.ZipFile(site / "article.epub") as archive:
            texts = {entry: archive.read(entry).decode() for entry in archive.namelist()}
        text = texts.pop(name)
        if old is not None and new is not None:
            assert old in text
            texts[name] = text.replace(old, new, 1)
        with zipfile.ZipFile(site / "article.epub", "w") as archive:
            for entry, content in texts.items():
                archive.writestr(entry, content)

    return plant


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
    ("record-differs", in_record(lambda record: record["paragraphs"][0].update(text="Another text."))),
    ("record-differs", in_record(lambda record: record["captions"][0].update(credit="Another agency"))),
    ("record-differs", in_record(lambda record: record["capture"].update(bytes=1))),
    ("record-differs", in_record(lambda record: record.update(headline="Another headline"))),
    ("quotation-differs", in_record(lambda record: record["quotations"][1]["parts"][0].update(start=71))),
    ("quotation-differs", replaced("quotations.html", ">irresponsible acts", ">responsible acts")),
    ("quotation-differs", replaced("quotations.html", 'data-quotation="q2"', "")),
    ("quotation-differs", replaced("quotations.html", "</main>", '<p data-quotation="q9">x</p></main>')),
    ("quotation-differs", replaced("index.html", '<q id="q2">', '<q id="q2"></q><q>')),
    ("note-unreachable", in_main('<p id="note-lost" data-editor data-note="note-lost">x</p>', "notes.html")),
    ("note-unreachable", in_main('<p id="note-lost" data-editor data-note="note-lost">x</p>', "index.html")),
    ("record-differs", in_record(lambda record: record["published"].update(as_printed="20 April 2016"))),
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


def reseal(site: Path) -> None:
    """Write SHA256SUMS anew, so that only the fault is found and not that a file was changed."""
    contents = {path.name: path.read_bytes() for path in site.iterdir() if path.name != SUMS}
    (site / SUMS).write_bytes(with_sums(contents)[SUMS])


def test_a_good_site_has_no_findings(site: Path, capture: Capture) -> None:
    """The real site holds against the real capture."""
    assert verify_site(site, capture) == ()


def said(found: Iterable[Finding]) -> list[str]:
    """Return findings as lines: file, whether its line is told, message; sums and places in XML left out."""
    lines = [f"{entry.file}{':…' if entry.line is not None else ''} {entry.message}" for entry in found]
    return [re.sub(r"(?<=sha256-)[\w+/]+=|(?<=tag: ).*(?=;)", "…", line) for line in lines]


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
    ("old", "new"),
    [(r"^([0-9a-f])", "x"), (r".*article\.md\n", ""), (r"(.*robots\.txt\n)", r"\1\1"), (r"\Z", "0  none.html\n")],
)
def test_sums(site: Path, capture: Capture, tmp_path: Path, old: str, new: str) -> None:
    """A sum that is wrong, missing, there twice or of no file is found."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    text = (broken / SUMS).read_text(encoding="utf-8")
    (broken / SUMS).write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    assert [(finding.code, finding.file) for finding in verify_site(broken, capture)] == [("sums-differ", SUMS)]


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


def test_what_a_page_may_have(site: Path, capture: Capture, tmp_path: Path) -> None:
    """Addresses elsewhere, data, words that look like addresses, and links by every road are no finding."""
    fine = Path(shutil.copytree(site, tmp_path / "site"))
    for plant in (
        in_main('<img src="data:," alt="javascript: x"><a href="https://example.org/abuot.html">x</a>'),
        in_main('<a href="//example.org/x">x</a><a href="mailto:x@example.org">x</a><a href="#main">x</a>'),
        in_main('<a href="index.html#p1">x</a><a href="index.html#p1:~:text=x">x</a><a href="%61bout.html">x</a>'),
        in_main('<a href="article.md#any">x</a><a href="about.html?x#main">x</a><p title="vbscript: x">x</p>'),
        in_main('<svg><use href="#main"></use><use xlink:href="#main"></use><image></image></svg>'),
        in_main('<meta name="x" content="JavaScript: x"><meta http-equiv="content-language" content="en">'),
        replaced(
            "about.html", "</head>", '<link rel="canonical license" href="x:y"><link rel="icon" href="data:,"></head>'
        ),
        replaced("about.html", "</head>", '<script type="application/json">{}</script></head>'),
        replaced("about.html", "</head>", '<script type="application/ld+json">{}</script></head>'),
    ):
        plant(fine)
    reseal(fine)
    (fine / "more").mkdir()
    (fine / "more" / "x.html.bin").write_bytes(b"\xff")
    sums = (fine / SUMS).read_bytes()
    more = with_sums({"more/x.html.bin": b"\xff"})[SUMS]
    (fine / SUMS).write_bytes(sums + more)

    assert said(verify_site(fine, capture)) == []


def test_whatever_a_page_may_not_have_is_told(site: Path, capture: Capture, tmp_path: Path) -> None:
    """One page with everything that a browser would ask for, run or be misled by: a finding for each, in order."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    asks = ["data", "poster", "background", "action", "formaction", "ping", "manifest", "archive"]
    brings = ["frame", "object", "embed", "form", "video", "audio", "portal", "iframe"]
    markup = "".join(f'<p {name}="x"></p>' for name in asks) + "".join(f"<{name}></{name}>" for name in brings)
    markup += '<base><link href="x"><link rel="preload next" href="x"><meta http-equiv="Refresh">'
    markup += '<svg><image href="x"/><use href="x.svg#a"/><use xlink:href="y.svg#a"/></svg>'
    styles = ["@import 'x'", "a{b:url(x)}", "a{b:URL( 'x')}", "a{b:image-set(x)}", "a{b:src(x)}"]
    markup += "".join(f"<style>{style}</style>" for style in [*styles, "a{b:url(#x)}", "a{b:url( 'data:x')}"])
    markup += '<p style="b:url(x)"></p>'
    in_main(markup)(broken)
    in_main('<a href="VBscript:x">x</a><p ONCLICK="x">x</p><p data-x=" java\x01script: x">x</p><script></script>')(
        broken
    )
    in_main('<p id="p1">x</p><p id="p1">x</p><p id="p1">x</p><a href="x/about.html">x</a><a href="#none">x</a>')(broken)
    reseal(broken)

    nothing = "about.html:… expected a page that asks for nothing, found"
    none = "about.html:… expected no script, found"
    expected = [
        *["about.html:… expected the id p1 once, found it again; mend the template"] * 2,
        *[
            f"about.html:… expected a file of the site, found a link to {name}; mend the link"
            for name in ("x", "x", "x", "x.svg#a", "x/about.html")
        ],
        "about.html:… expected an id on about.html, found a link to #none; mend the link",
        *[f"{nothing} {name} on <p>; take it out" for name in asks],
        *[f"{nothing} <{name}>; take it out" for name in [*brings, "base"]],
        f'{nothing} <link rel="">; take it out',
        f'{nothing} <link rel="preload next">; take it out',
        f"{nothing} a refresh; take it out",
        *[f"{nothing} <{name}>; take it out" for name in ("image", "use", "use")],
        *[f"{nothing} an address in a style; take it out"] * (len(styles) + 1),
        f"{none} href on <a>; take it out",
        f"{none} onclick on <p>; take it out",
        f"{none} data-x on <p>; take it out",
        f"{none} one; take it out",
        "about.html:… expected styles in the stylesheet, found a style attribute; mend the template",
    ]
    found = [line for line in said(verify_site(broken, capture)) if "Content-Security-Policy" not in line]
    assert sorted(found) == sorted(expected)


def test_what_a_record_may_not_say(site: Path, capture: Capture, tmp_path: Path) -> None:
    """A record that is none, or of another article, is told in every part that does not hold, and only once."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    for text in ("[]", "no record"):
        (broken / "article.json").write_text(text, encoding="utf-8")
        reseal(broken)
        findings = verify_site(broken, capture)
        assert "expected a JSON object, found none; build again" in [finding.message for finding in findings]
        assert {"line-missing", "record-differs"} <= {finding.code for finding in findings}

    shutil.copy(site / "article.json", broken)

    def change(record: dict[str, Any]) -> None:
        record["capture"]["sha256"] = "0" * 64
        record["furniture"][0]["text"] = "Dead"
        record["paragraphs"][1]["lines"] = [27, 27]
        record["captions"][1].update(text="Coca field in VRAEM valley", alt="A field")
        record["headline"] = "Peruvians in Denial"
        record["updated"] = {"date": "2016-04-19", "as_printed": "never"}

    in_record(change)(broken)
    reseal(broken)
    parted = "mend what changed the text"
    coca = "• Coca field in VRAEM valley, Peru. Coc…"
    assert [line for line in said(verify_site(broken, capture)) if line.startswith("article.json")] == [
        "article.json expected the record of this capture, found another's; build again",
        f"article.json furniture: expected “• Live” at character 1, found “Dead”; {parted}",
        f"article.json p2: expected “its end” at character 1, found “{start_of(site, 1)}”; {parted}",
        f"article.json c2: expected “{coca}” at character 1, found “A field”; {parted}",
    ]


def start_of(site: Path, number: int) -> str:
    """Return the first words of a paragraph of the record, as messages quote them."""
    record = json.loads((site / "article.json").read_text(encoding="utf-8"))
    return str(record["paragraphs"][number]["text"])[:39] + "…"


def test_a_finding_is_told_in_one_line() -> None:
    """A finding is printed with its place, its line if there is one, its code, and no line end within."""
    assert str(Finding("x", "a.html", "one\n two")) == "a.html: [x] one two"
    assert str(Finding("x", "a.html", "one", 3)) == "a.html:3: [x] one"


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


def test_downloads_are_held_to_the_headline_too(site: Path, capture: Capture, tmp_path: Path) -> None:
    """The headline, what an element lacks altogether, and broken XML beside the chapter are told in each download."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("article.md", "# Many Peruvians", "# Few Peruvians")(broken)
    replaced("article.tei.xml", 'line=7,8">Many Peruvians', 'line=7,8">Few Peruvians')(broken)
    replaced("article.tei.xml", 'xml:id="p2"', 'xml:id="two"')(broken)
    in_book("META-INF/container.xml", "</container>", "")(broken)
    reseal(broken)

    parted = "mend what changed the text"
    words = start_of(site, 1)
    whole = [line for line in said(verify_site(broken, capture)) if not line.endswith("build again") or "order" in line]
    assert [line for line in whole if line.startswith("article.tei.xml")][1:] == [
        f"article.tei.xml p2: expected “{words}” at character 1, found “its end”; {parted}",
        "article.tei.xml expected the paragraphs of the record in order, found p1 p3 p4 p5 p6 p7 p8 p9 p10; "
        "build again",
    ]
    assert any(line.startswith("article.tei.xml headline: expected “Many") for line in whole)
    assert any(line.startswith("article.epub META-INF/container.xml: expected well-formed XML") for line in whole)
    assert any(line.startswith("article.md expected headline (“Many Peruvians in Denial") for line in whole)


def test_furniture_that_is_a_sentence_is_told_with_its_pin(site: Path, capture: Capture, tmp_path: Path) -> None:
    """The line to pin is named; words that the page shows in another place need no pin; no line is told as such."""
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced("index.html", "</article>", '<p data-lines="none">x</p></article>')(broken)
    again = json.loads((site / "article.json").read_text(encoding="utf-8"))["paragraphs"][0]["text"]

    def change(record: dict[str, Any]) -> None:
        record["furniture"] += [
            {"text": "• " + again, "lines": [45, 45]},
            {"text": "We use cookies here today.”", "lines": [46, 46]},
            {"text": "We use them!", "lines": [27, 27]},
        ]

    in_record(change)(broken)
    reseal(broken)
    findings = [(entry.code, entry.file, entry.message, entry.line) for entry in verify_site(broken, capture)]

    pin = "expected furniture, found a whole sentence (“{}”); add line {} to furniture or paragraphs under [pins] in {}"
    assert [entry for entry in findings if entry[0] == "furniture-sentence"] == [
        ("furniture-sentence", "article.txt", pin.format("We use cookies here today.”", 46, "article.toml"), 46),
        ("furniture-sentence", "article.txt", pin.format("We use them!", 27, "article.toml"), 27),
    ]
    missing = [entry[2] for entry in findings if entry[:2] == ("line-missing", "index.html")]
    assert "expected lines of the capture in data-lines, found none; mend the template" in missing


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Capture]:
    """Return the site, and the capture, of an article with a standfirst, a list and a quotation of two paragraphs."""
    output = tmp_path_factory.mktemp("rich") / "_site"
    content = ROOT / "tests" / "cases" / "verify"
    assert build.main(["--content", str(content), "--output", str(output)]) == 0
    return output, read_capture(content / "article.txt")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("article.tei.xml", "has no money for", "has money for", "standfirst: expected “no money for another.”"),
        ("article.md", "has no money for", "has money for", "expected standfirst (“Nobody knows how long"),
        ("quotations.html", "Now it is too late", "Now it is late", "q1: expected “too late, and we can only wait"),
        ("article.json", r"to us.\n\n", "to us. ", "q1: expected “"),
        ("index.html", '<p id="p6"', '<p id="p66"', "expected the article page to show p6 as “Lorries go by the"),
    ],
)  # fmt: skip
def test_what_only_some_articles_have(
    rich: tuple[Path, Capture], tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    """A standfirst, the second paragraph of a quotation and the items of a list are held as all else is."""
    site, capture = rich
    broken = Path(shutil.copytree(site, tmp_path / "site"))
    replaced(name, old, new)(broken)
    reseal(broken)

    assert verify_site(site, capture) == ()
    assert any(finding.message.startswith(message) for finding in verify_site(broken, capture))
