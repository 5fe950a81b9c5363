"""A proved site has no findings; a planted fault has those that tests/cases/findings.txt gives, and no others."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from clipping.capture import read_capture
from clipping.publish import SUMS, with_sums
from clipping.verify import verify_site
from clipping.verify.checks import PAGE_CHECKS
from clipping.verify.copies import copy_differs
from tests.cases import read_lines
from tests.conftest import ROOT, build_site

CONTENT = ROOT / "tests" / "cases" / "verify"
CAPTURE = read_capture(CONTENT / "article.txt")
BOOK = "article.epub"

#: A file's name, the words to replace in it (None deletes the file), and their replacement; ¶ is a line feed.
Edit = tuple[str, str | None, str]


def read_faults() -> dict[str, tuple[list[Edit], list[str]]]:
    """Return the edits and the findings of each case in findings.txt, by the line on which it begins."""
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
#: Where a case of cases/markup.txt goes: a file, and words in it, which "words" replaces and any other case precedes.
PLACES = {"words": ("index.html", "Lorries go"), "body": ("index.html", "<body>")}
PLACES |= {name: ("about.html", f"</{name}>") for name in ("head", "main")}
#: Each case: one of ``PLACES``, the markup, what the finding quotes, and what a browser shows, if that is tested.
MARKUP = read_lines("markup.txt")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site made from tests/cases/verify; no test may change it."""
    return build_site(CONTENT, tmp_path_factory.mktemp("verify") / "_site")


def broken(site: Path, folder: Path, edits: list[Edit]) -> Path:
    """Copy ``site`` into ``folder`` with ``edits`` applied, and SHA256SUMS updated unless it is one of them."""
    files = {path.name: path.read_bytes() for path in site.iterdir()}
    with zipfile.ZipFile(site / BOOK) as book:
        parts = {f"{BOOK}/{name}": book.read(name) for name in book.namelist()}
    files |= parts
    for name, old, new in edits:
        data = files.pop(name)
        if old is not None:
            words, instead = (text.replace("¶", "\n").encode() for text in (old, new))
            assert words in data, f"expected {old!r} in {name}, found it nowhere; change the case"
            files[name] = data.replace(words, instead, 1) if words else instead
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


def codes(findings: Iterable[object]) -> list[str]:
    """Return the name of the broken rule in each of ``findings``."""
    return re.findall(r"^\S+ \[([a-z-]+)\] ", "\n".join(map(str, findings)), re.MULTILINE)


def test_every_code_has_a_fault() -> None:
    """The cases have a finding of every code."""
    checks = {each.__name__.replace("_", "-") for each in (*PAGE_CHECKS, copy_differs)}
    assert {code for _, findings in FAULTS.values() for code in codes(findings)} == {"file-missing", "markup"} | checks


def insertion(where: str, markup: str) -> tuple[str, str, str]:
    """Return the edit that inserts the markup of a case in cases/markup.txt."""
    file, words = PLACES[where]
    return file, words, markup if where == "words" else markup + words


@pytest.mark.parametrize("case", MARKUP, ids=" ".join)
def test_what_is_not_in_the_language_is_found(made: Path, tmp_path: Path, case: tuple[str, ...]) -> None:
    """Markup that no page may have is the first finding, with its line."""
    file, words, instead = insertion(*case[:2])
    finding = verify_site(broken(made, tmp_path, [(file, words, instead)]), CAPTURE)[0]
    line = (made / file).read_text(encoding="utf-8").partition(words)[0].count("\n") + 1
    assert (finding.file, finding.line) == (file, line)
    assert f"found {case[2]}" in finding.message


def test_many_findings_of_one_kind_are_counted(made: Path, tmp_path: Path) -> None:
    """Of each kind the first 20 findings are reported, and the last of these gives the number of the others."""
    sentences = '{"text": "We use cookies on this page.", "lines": [29, 29]}, ' * 25
    folder = broken(made, tmp_path, [("article.json", '"furniture": [', f'"furniture": [{sentences}')])
    found = verify_site(folder, CAPTURE)
    assert codes(found) == ["furniture-sentence"] * 20 + ["record-differs"] * 20
    last = [number for number, finding in enumerate(found) if finding.message.endswith(" … and 5 more like this")]
    assert last == [19, 39]


@pytest.mark.parametrize("kind", ["document", "group", "organisation", "unnamed"])
def test_every_speaker_has_an_entry_in_tei(tmp_path: Path, kind: str) -> None:
    """Whatever kind of speaker an editor names, each pointer in the TEI file leads to an element of it."""
    settings = shutil.copytree(CONTENT, tmp_path / "content") / "article.toml"
    named = f'speaker = "The council"\nspeaker_type = "{kind}"'
    settings.write_text(settings.read_text("utf-8").replace('speaker = "Anna Bell"', named), encoding="utf-8")
    tei = (build_site(settings.parent, tmp_path / "_site") / "article.tei.xml").read_text(encoding="utf-8")
    pointers = {name[1:] for value in re.findall('="(#[^"]*)"', tei) for name in value.split()}
    assert {"basis-editor"} < pointers <= set(re.findall('xml:id="([^"]*)"', tei))


def test_a_sentence_is_furniture_if_pinned(made: Path, tmp_path: Path) -> None:
    """A whole sentence among the furniture is a finding until an editor pins all of its lines."""
    sentence = '{"text": "We use cookies on this page.", "lines": [29, 30]}, '
    folder = broken(made, tmp_path, [("article.json", '"furniture": [', f'"furniture": [{sentence}')])
    found = {pins: codes(verify_site(folder, CAPTURE, frozenset(pins))) for pins in ((29,), (29, 30))}
    assert found == {
        (29,): ["lines-differ", "furniture-sentence", "record-differs"],
        (29, 30): ["lines-differ", "record-differs"],
    }
