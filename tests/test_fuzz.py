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
from tests.conftest import ROOT, run
from tests.injections import SHOWN, literal, write_content

COUNT = int(os.environ.get("CLIPPING_FUZZ", "5"))
CAPTURES = sorted((ROOT / "tests" / "captures").glob("*/article.txt"))
LABELLED = CAPTURES if "CLIPPING_FUZZ" in os.environ else CAPTURES[::8]
FILES = ["bare/article.txt", "bare/article.toml", "full/article.txt", "full/article.toml", "full/pages/about.md"]
FILES += [f"full/notes/{name}.md" for name in ("one", "two", "three")]
fuzz = settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))

#: What means something to the readers of captures, TOML, YAML and Markdown, or in a format of the site.
PIECES = st.sampled_from((*cases.WORDS["pieces"], *SHOWN.values()))
WORDS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
#: What editors mistype, and what takes readers of text long when it is repeated.
NASTY = st.sampled_from(cases.WORDS["nasty"])
RUNS = st.builds(lambda piece, length: (piece * length)[:length], NASTY | PIECES, st.sampled_from((1, 12, 600, 20_000)))
#: A value of a good file: words between quotation marks, a date, a text.
FIELD = re.compile(r'"[^"\n]+"|\b[0-9]{4}[-0-9]*s?\b|\bText.*|A headline')
#: Values that TOML and YAML read alike.
VALUES = st.one_of(
    WORDS.map(json.dumps), st.integers(-1, 20).map(str), st.dates().map(str), st.sampled_from(("true", "1.5", "[]")),
    st.lists(st.integers(0, 16), max_size=3).map(str), st.lists(WORDS, max_size=3).map(json.dumps),
)  # fmt: skip
#: The number of a line, what becomes of it (``{0}`` is the line, ``{1}`` its key), and words or a value for that.
CHANGE = st.tuples(st.integers(0, 60), st.sampled_from(("{0}{2}", "{1}{2}", "{2}", "{0}\n{2}", "")), WORDS | VALUES)
BYTES = st.lists(WORDS.map(str.encode) | st.binary(max_size=300), max_size=3).map(b"".join)
#: Words that a capture keeps as they are.
PLAIN = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
).map(fold).filter(bool)  # fmt: skip


def changed(lines: list[str], changes: Iterable[tuple[int, str, str]]) -> bytes:
    """Return the text of ``lines`` after these changes."""
    for nth, form, words in changes:
        line = lines[nth % len(lines)]
        lines[nth % len(lines)] = form.format(line, re.match(r"(\w+ ?[=:] )?", line)[0], words)  # type: ignore[index]
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two content folders: one with every file, and one with only two."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_content(folder / "full", "word")
    (folder / "bare").mkdir()
    for name in ("article.txt", "article.toml"):
        shutil.copy(folder / "full" / name, folder / "bare")
    return folder


def holds(folder: Path, files: dict[str, bytes]) -> bool:
    """Build with these ``files`` instead; return whether that made a site, and fail unless it ended in errors alone."""
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
    holds(folder, {name: what if isinstance(what, bytes) else changed(lines, what)})


@fuzz
@given(st.sampled_from(FILES), st.integers(0, 60), st.lists(NASTY | RUNS, min_size=1, max_size=3).map("".join))
def test_any_nasty_value(folder: Path, name: str, nth: int, words: str) -> None:
    """A field of a good file may become anything, and so may the base address."""
    text = (folder / name).read_text("utf-8")
    fields = [*FIELD.finditer(text)]
    start, end = fields[nth % len(fields)].span()
    for value in (words, literal(words)):
        holds(folder, {name: (text[:start] + value + text[end:]).encode()})
    with contextlib.redirect_stderr(io.StringIO()):
        assert run(f"--base-url={words}", "--content", folder / "none") in (1, 2)


@fuzz
@given(st.sampled_from(CAPTURES), st.lists(CHANGE, max_size=3), st.randoms(use_true_random=False) | st.none())
def test_any_capture(folder: Path, capture: Path, changes: list[tuple[int, str, str]], random: Random | None) -> None:
    """A labelled capture may have lines changed, and all its lines shuffled."""
    lines = capture.read_text("utf-8").split("\n")
    if random:
        random.shuffle(lines)
    holds(folder, {"bare/article.txt": changed(lines, changes), "bare/article.toml": b""})


@pytest.mark.parametrize("capture", LABELLED, ids=lambda path: path.parent.name)
def test_a_labelled_capture(folder: Path, capture: Path) -> None:
    """Whatever newsroom a capture is from, its pages prove themselves."""
    holds(folder, {"bare/article.txt": capture.read_bytes(), "bare/article.toml": b""})


@fuzz
@given(PLAIN, st.lists(PLAIN, max_size=2), st.dates(date(10, 1, 1)), st.lists(PLAIN, min_size=1, max_size=4))
def test_every_settled_article(folder: Path, about: str, byline: list[str], day: date, said: list[str]) -> None:
    """With every field pinned, any headline, names, day, paragraphs and quotations make a site that has them."""
    headline = f"On {about} again"  # a bullet or an unseen character at an end would not be of the headline
    paragraphs = [fold(f"One {words} “{words}, {words}”, {words} said. “{words}.”") for words in said]
    lines, names = [*range(3, 3 + 2 * len(said), 2)], json.dumps(byline, ensure_ascii=False)
    pins = f"[pins]\nheadline = 1\nbyline = {names}\npublished = {day}\nparagraphs = {lines}\n"
    capture = "\n\n".join([headline, *paragraphs])

    assert holds(folder, {"bare/article.txt": capture.encode(), "bare/article.toml": pins.encode()})
    record = json.loads((folder / "site" / "article.json").read_text("utf-8"))
    assert (record["headline"], record["published"]["date"]) == (headline, str(day))
    assert [paragraph["text"] for paragraph in record["paragraphs"]] == paragraphs
