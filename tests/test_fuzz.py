"""Whatever is in the content folder, a build makes a proved site or reports in one line what to fix.

Five examples of each kind are tried, or N with CLIPPING_FUZZ=N, as ``make test-all`` and ``make fuzz`` set it.
"""

import contextlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clipping.capture import fold
from tests import cases
from tests.conftest import ENCODABLE, ROOT, run
from tests.injections import SHOWN, literal, write_content

COUNT = int(os.environ.get("CLIPPING_FUZZ", "5"))
CAPTURES = sorted((ROOT / "tests" / "captures").glob("*/article.txt"))
FILES = ["bare/article.txt", "bare/article.toml", "full/article.txt", "full/article.toml", "full/pages/about.md"]
FILES += [f"full/notes/{name}.md" for name in ("one", "two", "three")]
fuzz = settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))

#: Fragments with a meaning in captures, TOML, YAML, Markdown or a format of the site.
PIECES = st.sampled_from((*cases.WORDS["pieces"], *SHOWN.values()))
WORDS = st.lists(PIECES | st.text(ENCODABLE, max_size=8), max_size=40).map("".join)
#: Typing errors of editors, and fragments that slow down a careless parser when they are repeated.
NASTY = st.sampled_from(cases.WORDS["nasty"])
RUNS = st.builds(lambda piece, length: (piece * length)[:length], NASTY | PIECES, st.sampled_from((1, 12, 600, 20_000)))
#: Values that TOML and YAML read alike, and nasty ones.
VALUES = st.one_of(
    NASTY, RUNS, (WORDS | NASTY | RUNS).map(literal), st.lists(WORDS, max_size=3).map(json.dumps),
    st.integers(-1, 20).map(str), st.dates().map(str), st.sampled_from(("true", "1.5", "[]")),
    st.lists(st.integers(0, 16), max_size=3).map(str),
)  # fmt: skip
#: The number of a line, and its replacement: ``{0}`` is the old line, ``{1}`` its key, ``{2}`` the words that follow.
CHANGE = st.tuples(st.integers(0, 60), st.sampled_from(("{0}{2}", "{1}{2}", "{2}", "{0}\n{2}", "")), WORDS | VALUES)
BYTES = st.lists(WORDS.map(str.encode) | st.binary(max_size=300), max_size=3).map(b"".join)
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
#: Words that are the same after a capture is read.
PLAIN = st.text(LETTERS, min_size=1, max_size=30).map(fold).filter(bool)


def changed(lines: list[str], changes: Iterable[tuple[int, str, str]]) -> bytes:
    """Return the text of ``lines`` after these changes."""
    for nth, form, words in changes:
        line = lines[nth % len(lines)]
        lines[nth % len(lines)] = form.format(line, "".join(re.findall(r"^\w+ ?[=:] ", line)), words)
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two content folders: "full", and "bare" without notes and pages."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_content(folder / "full", "word")
    shutil.copytree(folder / "full", folder / "bare", ignore=shutil.ignore_patterns("notes", "pages"))
    return folder


def builds(folder: Path, files: dict[str, bytes]) -> bool:
    """Build with these ``files`` replaced; return whether that made a site, and fail if it did not report why not."""
    kind, content, errors = next(iter(files)).split("/")[0], folder / "content", io.StringIO()
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(folder / kind, content)
    for name, data in files.items():
        (content / name.removeprefix(f"{kind}/")).write_bytes(data)
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
        status = run("--content", content, "--output", folder / "site")
    assert status or (folder / "site" / "article.txt").read_bytes() == (content / "article.txt").read_bytes()
    lines = errors.getvalue().split("\n")[:-1]
    assert (status, bool(lines)) in ((0, False), (1, True))
    expected = rf"{re.escape(str(content))}/\S+?:(\d+:)? expected "
    if len(lines) > 1:  # what only an editor can settle: doubts, and whole sentences that were read as furniture
        assert re.fullmatch(r"\d+ findings?; nothing was published", lines.pop())
        expected = r"\S*article\.\S+: \[(furniture-sentence|doubt)\]"
    assert [line for line in lines if not re.match(expected, line)] == []
    return status == 0


@fuzz
@given(st.sampled_from(FILES), BYTES | st.lists(CHANGE, max_size=3))
def test_any_file(folder: Path, name: str, what: bytes | list[tuple[int, str, str]]) -> None:
    """A file may contain anything, and lines of a good file may become anything."""
    lines = (folder / name).read_text("utf-8").split("\n")
    builds(folder, {name: what if isinstance(what, bytes) else changed(lines, what)})


@fuzz
@given(NASTY | RUNS)
def test_any_base_address(folder: Path, words: str) -> None:
    """The base address may be anything."""
    with contextlib.redirect_stderr(io.StringIO()):
        assert run(f"--base-url={words}", "--content", folder / "none") in (1, 2)


@fuzz
@given(st.sampled_from(CAPTURES), st.lists(CHANGE, max_size=3), st.randoms(use_true_random=False) | st.none())
def test_any_capture(folder: Path, capture: Path, changes: list[tuple[int, str, str]], random: Random | None) -> None:
    """A labelled capture may have lines changed, and all its lines shuffled."""
    lines = capture.read_text("utf-8").split("\n")
    if random:
        random.shuffle(lines)
    builds(folder, {"bare/article.txt": changed(lines, changes), "bare/article.toml": b""})


def test_labelled_captures(folder: Path) -> None:
    """Whatever newsroom a capture is from, its pages prove themselves."""
    for capture in CAPTURES[:: 1 if "CLIPPING_FUZZ" in os.environ else 8]:
        builds(folder, {"bare/article.txt": capture.read_bytes(), "bare/article.toml": b""})


@fuzz
@given(PLAIN, st.lists(PLAIN, max_size=2), st.dates(date(10, 1, 1)), st.lists(PLAIN, min_size=1, max_size=4))
def test_every_settled_article(folder: Path, about: str, byline: list[str], day: date, spoken: list[str]) -> None:
    """With every field pinned, any headline, names, day, paragraphs and quotations make a site that has them."""
    headline = f"On {about} again"  # a bullet or an invisible character at an end would not be part of the headline
    paragraphs = [fold(f"One {words} “{words}, {words}”, {words} said. “{words}.”") for words in spoken]
    lines, names = [*range(3, 3 + 2 * len(spoken), 2)], json.dumps(byline, ensure_ascii=False)
    pins = f"[pins]\nheadline = 1\nbyline = {names}\npublished = {day}\nparagraphs = {lines}\n"
    capture = "\n\n".join([headline, *paragraphs])
    assert builds(folder, {"bare/article.txt": capture.encode(), "bare/article.toml": pins.encode()})
    record = json.loads((folder / "site" / "article.json").read_text("utf-8"))
    assert (record["headline"], record["published"]["date"]) == (headline, str(day))
    assert [paragraph["text"] for paragraph in record["paragraphs"]] == paragraphs
