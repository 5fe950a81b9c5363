"""A proved site has no findings; a planted fault has those that tests/cases/findings.txt gives, and no others."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from clipping.capture import Capture, read_capture
from clipping.publish import SUMS, with_sums
from clipping.verify import CHECKS, verify_site
from tests.cases import read_lines
from tests.conftest import ROOT, build_site

CONTENT = ROOT / "tests" / "cases" / "verify"
CAPTURE = read_capture(CONTENT / "article.txt")
BOOK = "article.epub"

#: What is done to a file: its name, what is replaced (None: the file is deleted) and what by; ¶ is a line feed.
Edit = tuple[str, str | None, str]


def read_faults() -> dict[str, tuple[list[Edit], list[str]]]:
    """Return the edits and the findings of each fault in the case file, by the line where it begins."""
    text = (CONTENT.parent / "findings.txt").read_text(encoding="utf-8")
    faults: dict[str, tuple[list[Edit], list[str]]] = {}
    for case in re.finditer(r"(?:^[^#\n].*\n)+", text, re.MULTILINE):
        edits: list[Edit] = []
        for name, changes in re.findall(r"^([^-+=\n].*)\n((?:[-+].*\n)*)", case[0], re.MULTILINE):
            pairs = re.findall(r"- ?(.*)\n\+ ?(.*)\n", changes)
            edits += [(name, old, new) for old, new in pairs] or [(name, None, "")]
        findings = re.findall("^= (.*)", case[0], re.MULTILINE)
        faults[f"line {text.count(chr(10), 0, case.start()) + 1}"] = edits, findings
    return faults


FAULTS = read_faults()
#: Where cases/markup.txt puts what is refused: the file, and the words in the stead of which or before which it is put.
PLACES = {"words": ("index.html", "Lorries go"), "body": ("index.html", "<body>")}
PLACES |= {name: ("about.html", f"</{name}>") for name in ("head", "main")}
#: Each case: its place, what is put there, what is found, and what a browser shows, if that is tested.
MARKUP = read_lines("markup.txt")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site made from tests/cases/verify, not to be changed."""
    return build_site(CONTENT, tmp_path_factory.mktemp("verify") / "_site")


def broken(site: Path, folder: Path, edits: list[Edit]) -> Path:
    """Return a copy of ``site`` after ``edits``, in ``folder``, its SHA256SUMS made to match unless it is edited."""
    files = {path.name: path.read_bytes() for path in site.iterdir()}
    with zipfile.ZipFile(site / BOOK) as book:
        parts = {f"{BOOK}/{name}": book.read(name) for name in book.namelist()}
    files |= parts
    for name, old, new in edits:
        data = files.pop(name)
        if old is not None:
            words, put = (text.replace("¶", "\n").encode() for text in (old, new))
            assert words in data, f"expected {old!r} in {name}, found it nowhere; change the case"
            files[name] = data.replace(words, put, 1) if words else put
    changed = {name: files.pop(name) for name in list(files) if "/" in name}
    if changed != parts:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as book:
            for name, data in changed.items():
                book.writestr(name.removeprefix(f"{BOOK}/"), data)
        files[BOOK] = content.getvalue()
    sums = files.pop(SUMS)
    kept = {SUMS: sums} if any(name == SUMS for name, *_ in edits) else {}
    for name, data in {**with_sums(files), **kept}.items():
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
    planted = {code for _, findings in FAULTS.values() for code in re.findall(r" \[([a-z-]+)\] ", " ".join(findings))}

    assert planted == {"file-missing", "markup"} | {each.__name__.replace("_", "-") for each in CHECKS}


def refused(place: str, put: str) -> tuple[str, str, str]:
    """Return the edit of a case in cases/markup.txt."""
    file, words = PLACES[place]
    return file, words, put if place == "words" else put + words


@pytest.mark.parametrize("case", MARKUP, ids=" ".join)
def test_what_is_not_in_the_language_is_found(made: Path, tmp_path: Path, case: tuple[str, ...]) -> None:
    """It is found at its line, as the first thing."""
    file, words, put = refused(*case[:2])
    finding = verify_site(broken(made, tmp_path, [(file, words, put)]), CAPTURE)[0]

    line = (made / file).read_text(encoding="utf-8").partition(words)[0].count("\n") + 1
    assert (finding.file, finding.line) == (file, line)
    assert f"found {case[2]}" in finding.message


def test_a_good_site_has_no_findings(site: Path, capture: Capture) -> None:
    """The real site is proved against the real capture."""
    assert verify_site(site, capture) == ()


@pytest.mark.parametrize("kind", ["document", "group", "organisation", "unnamed"])
def test_whoever_speaks_is_listed_in_tei(tmp_path: Path, kind: str) -> None:
    """Whatever kind of speaker an editor names, pointers in TEI lead to an entry for each."""
    settings = shutil.copytree(CONTENT, tmp_path / "content") / "article.toml"
    named = f'speaker = "The council"\nspeaker_type = "{kind}"'
    settings.write_text(settings.read_text("utf-8").replace('speaker = "Anna Bell"', named), encoding="utf-8")

    tei = (build_site(settings.parent, tmp_path / "_site") / "article.tei.xml").read_text(encoding="utf-8")
    pointers = {name[1:] for value in re.findall('="(#[^"]*)"', tei) for name in value.split()}
    assert {"basis-editor"} < pointers <= set(re.findall('xml:id="([^"]*)"', tei))


def test_a_whole_sentence_is_furniture_only_by_a_pin(content: Path, tmp_path: Path) -> None:
    """An editor has to say that a line with a whole sentence is not the article's, but for known notices below it."""
    lines = ["We use cookies to make this site better.", "Sign up for our newsletter", "Post with no comments."]
    lines += ["© 2016 The River Post and others. All rights reserved.", "Ida Brandt contributed to this report."]
    lines += ["This story has been updated to correct a name.", "(Reporting by Ida Brandt; editing by Tom Vell.)"]
    with (content / "article.txt").open("a", encoding="utf-8") as file:
        file.write("".join(f"\n{line}" for line in lines))
    with (content / "article.toml").open("a", encoding="utf-8") as file:
        file.write("\n[pins]\nfurniture = [45, 46, 47]\n")
    output, capture = build_site(content, tmp_path / "out"), read_capture(content / "article.txt")

    assert verify_site(output, capture, frozenset({45})) == ()
    found = [(finding.code, finding.line) for finding in verify_site(output, capture, frozenset({46}))]
    assert found == [("furniture-sentence", 45)]
