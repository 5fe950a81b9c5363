"""A proved site has no findings; a planted fault has those that tests/cases/findings.txt gives, and no others."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from clipping.capture import Capture, read_capture
from clipping.publish import SUMS, with_sums
from clipping.verify import CHECKS, Finding, verify_site
from tests.conftest import ROOT, Command, build_site

CONTENT = ROOT / "tests" / "cases" / "verify"
CAPTURE = read_capture(CONTENT / "article.txt")
BOOK = "article.epub"

#: What is done to a file: its name, what is replaced (None: the file is deleted) and what by.
Edit = tuple[str, str | None, str]


def read_faults() -> dict[str, tuple[list[Edit], list[str]]]:
    """Return the edits and the findings of each fault in the case file, by the line where it begins."""
    text = (CONTENT.parent / "findings.txt").read_text(encoding="utf-8")
    faults: dict[str, tuple[list[Edit], list[str]]] = {}
    for case in re.finditer(r"(?:^[^#\n].*\n)+", text, re.MULTILINE):
        edits: list[Edit] = []
        findings: list[str] = []
        for line in case[0].splitlines():
            mark, words = line[0], line[2:].replace("¶", "\n")
            if mark == "=":
                findings.append(line[2:])
            elif mark == "-":
                name, deleted, _ = edits[-1]
                edits[-1 if deleted is None else len(edits) :] = [(name, words, "")]
            elif mark == "+":
                edits[-1] = (*edits[-1][:2], words)
            else:
                edits.append((line, None, ""))
        faults[f"line {text.count(chr(10), 0, case.start()) + 1}"] = edits, findings
    return faults


FAULTS = read_faults()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site made from tests/cases/verify, not to be changed."""
    return build_site(CONTENT, tmp_path_factory.mktemp("verify") / "_site")


def edited(site: Path, edits: list[Edit]) -> dict[str, bytes]:
    """Return the files of ``site`` after ``edits``, with SHA256SUMS to match unless it is edited itself."""
    files = {path.name: path.read_bytes() for path in site.iterdir()}
    with zipfile.ZipFile(site / BOOK) as book:
        parts = {f"{BOOK}/{name}": book.read(name) for name in book.namelist()}
    files |= parts
    for name, old, new in edits:
        data = files.pop(name)
        if old is not None:
            assert old.encode() in data, f"expected {old!r} in {name}, found it nowhere; change the case"
            files[name] = data.replace(old.encode(), new.encode(), 1) if old else new.encode()
    changed = {name: files.pop(name) for name in list(files) if "/" in name}
    if changed != parts:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as book:
            for name, data in changed.items():
                book.writestr(name.removeprefix(f"{BOOK}/"), data)
        files[BOOK] = content.getvalue()
    sums = files.pop(SUMS)
    return {**files, SUMS: sums} if any(name == SUMS for name, _, _ in edits) else with_sums(files)


def broken(site: Path, folder: Path, edits: list[Edit]) -> Path:
    """Return a copy of ``site`` after ``edits``, in ``folder``."""
    for name, data in edited(site, edits).items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_has_its_findings(made: Path, tmp_path: Path, case: str) -> None:
    """A site with a planted fault has the findings of the case, in order, and no others."""
    edits, expected = FAULTS[case]
    found = list(map(str, verify_site(broken(made, tmp_path, edits), CAPTURE)))

    patterns = [re.escape(line).replace(r"\*", ".*") for line in expected]
    matching = [re.fullmatch(pattern, line) for pattern, line in zip(patterns, found, strict=False)]
    assert (len(found), all(matching)) == (len(expected), True), "\n".join(found)


def test_every_code_has_a_fault() -> None:
    """A fault is planted for each check."""
    planted = {code for _, findings in FAULTS.values() for code in re.findall(r"\[(.+?)\]", "".join(findings))}

    assert planted == {"file-missing", "markup"} | {check.__name__.replace("_", "-") for check in CHECKS}


@pytest.mark.parametrize("name", ["about.html", "article.schema.json", "article.md", "robots.txt"])
def test_text_is_utf_8(made: Path, tmp_path: Path, name: str) -> None:
    """Bytes that are no UTF-8 are reported for each kind of text, with the first of them."""
    folder = broken(made, tmp_path, [])
    (folder / name).write_bytes((folder / name).read_bytes() + b"\xfe\xff")

    message = f"{name}: [file-missing] expected UTF-8 text, found byte 0xFE; build again"
    assert list(map(str, verify_site(folder, CAPTURE))) == [message]


def test_a_finding_names_the_line_of_its_element(made: Path, tmp_path: Path) -> None:
    """The line is that of the element in the page, or of the furniture in the capture."""
    page = (made / "index.html").read_text(encoding="utf-8")
    folder = broken(made, tmp_path, [("index.html", '<p id="p5"', '<p hidden id="p5"')])

    line = page.partition('<p id="p5"')[0].count("\n") + 1
    assert [finding.line for finding in verify_site(folder, CAPTURE)] == [line]


def test_a_good_site_has_no_findings(site: Path, capture: Capture) -> None:
    """The real site is proved against the real capture, and so is one with pages in folders."""
    assert verify_site(site, capture) == ()


def test_a_page_in_a_folder_is_checked_as_others_are(made: Path, tmp_path: Path) -> None:
    """Its links start from that folder; files of any kind may lie there."""
    folder = broken(made, tmp_path, [])
    page = (made / "about.html").read_text(encoding="utf-8")
    page = re.sub(r'href="(?!data:|https:|#)', 'href="../../', page)
    files = {path.name: path.read_bytes() for path in made.iterdir() if path.name != SUMS}
    files |= {"more/still/x.html": page.encode(), "more/x.bin": b"\xff"}
    (folder / "more" / "still").mkdir(parents=True)
    for name, data in with_sums(files).items():
        (folder / name).write_bytes(data)
    assert verify_site(folder, CAPTURE) == ()

    (folder / "more" / "still" / "x.html").write_text(page.replace("../../", "../", 1), encoding="utf-8")
    assert {finding.code for finding in verify_site(folder, CAPTURE)} == {"sums-differ", "link-broken"}


def test_a_whole_sentence_is_furniture_only_by_a_pin(content: Path, tmp_path: Path, command: Command) -> None:
    """An editor has to say that a line with a whole sentence is not the article's; known notices below it need no pin."""
    lines = ["We use cookies to make this site better.", "Sign up for our newsletter", "Post with no comments."]
    lines += ["© 2016 The River Post and others. All rights reserved.", "Ida Brandt contributed to this report."]
    lines += ["This story has been updated to correct a name.", "(Reporting by Ida Brandt; editing by Tom Vell.)"]
    path = content / "article.txt"
    path.write_bytes(path.read_bytes() + "".join(f"\n{line}" for line in lines).encode())
    settings = (content / "article.toml").read_text(encoding="utf-8")
    (content / "article.toml").write_text(
        settings + "\n[pins]\nfurniture = [45, 46, 47, 48, 49, 50, 51]\n", encoding="utf-8"
    )
    output = tmp_path / "out"
    assert command("--content", content, "--output", output).status == 0
    capture = read_capture(path)

    assert verify_site(output, capture, frozenset({45})) == ()
    found = [(finding.code, finding.line) for finding in verify_site(output, capture, frozenset({46}))]
    assert found == [("furniture-sentence", 45)]


def test_a_finding_is_one_line() -> None:
    """It is printed with its file, its line if there is one, its code, and no line end within."""
    assert str(Finding("x", "a.html", "one\n two")) == "a.html: [x] one two"
    assert str(Finding("x", "a.html", "one", 3)) == "a.html:3: [x] one"
