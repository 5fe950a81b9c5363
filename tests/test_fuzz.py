"""Whatever is in the content folder, a build makes a site that proves itself, or reports in one line what to fix.

A few examples are tried with the other tests, CLIPPING_FUZZ=N tries N: ``make test-all`` and ``make fuzz`` set it.
"""

import contextlib
import io
import json
import os
import re
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
FILES = st.sampled_from((
    *("bare/article.txt", "bare/article.toml", "full/article.txt", "full/article.toml"),
    *("full/notes/one.md", "full/notes/two.md", "full/notes/three.md", "full/pages/about.md"),
))  # fmt: skip
fuzz = settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))

#: What the readers of captures, TOML, YAML and Markdown go by, and what the formats of the site do.
PIECES = st.sampled_from((*cases.WORDS["pieces"], *SHOWN.values()))
WORDS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
#: What editors mistype, and what readers of text take long for, over and over.
NASTY = st.sampled_from(cases.WORDS["nasty"])
RUNS = st.builds(lambda piece, length: (piece * length)[:length], NASTY | PIECES, st.sampled_from((1, 12, 600, 20_000)))
#: A value of a good file: words between quotation marks, a date, a text.
FIELD = re.compile(r'"[^"\n]+"|\b[0-9]{4}[-0-9]*s?\b|\bText.*|A headline')
#: Values that TOML and YAML read alike.
VALUES = st.one_of(
    WORDS.map(json.dumps), st.integers(-1, 20).map(str), st.dates().map(str), st.sampled_from(("true", "1.5", "[]")),
    st.lists(st.integers(0, 16), max_size=3).map(str), st.lists(WORDS, max_size=3).map(json.dumps),
)  # fmt: skip
#: A line, what becomes of it (``{0}`` is the line, ``{1}`` the key that it begins with), and the words or value for it.
CHANGE = st.tuples(st.integers(0, 60), st.sampled_from(("{0}{2}", "{1}{2}", "{2}", "{0}\n{2}", "")), WORDS | VALUES)
BYTES = st.lists(WORDS.map(str.encode) | st.binary(max_size=300), max_size=3).map(b"".join)
#: Words of a line that a capture keeps.
PLAIN = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
).map(fold).filter(bool)  # fmt: skip


def changed(lines: list[str], changes: Iterable[tuple[int, str, str]]) -> bytes:
    """Return the text of ``lines`` after some changes."""
    for nth, form, words in changes:
        line = lines[nth % len(lines)]
        lines[nth % len(lines)] = form.format(line, re.match(r"(\w+ ?[=:] )?", line)[0], words)  # type: ignore[index]
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with content to be broken and put right again: all of it, and a capture and its settings."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_content(folder / "full", "word")
    (folder / "bare").mkdir()
    for name in ("article.txt", "article.toml"):
        (folder / "bare" / name).write_bytes((folder / "full" / name).read_bytes())
    return folder


def holds(folder: Path, files: dict[str, bytes]) -> bool:
    """Build with ``files`` in place of those of ``folder``; return whether a site came of it; fail at all else."""
    kept = {name: (folder / name).read_bytes() for name in files}
    content, errors = folder / next(iter(files)).split("/")[0], io.StringIO()
    try:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
            status = run("--content", content, "--output", folder / "site")
        assert status or (folder / "site" / "article.txt").read_bytes() == (content / "article.txt").read_bytes()
    finally:
        for name, data in kept.items():
            (folder / name).write_bytes(data)
    lines = errors.getvalue().split("\n")[:-1]
    assert (status, bool(lines)) in ((0, False), (1, True))
    if len(lines) == 1:
        assert re.match(rf"{re.escape(str(content))}/\S+?:(\d+:)? expected ", lines[0]), lines
    elif lines:  # what only an editor may settle: doubts, and whole sentences that were read as furniture
        assert re.fullmatch(r"\d+ found; the published site is as it was", lines.pop())
        assert [line for line in lines if not re.match(r"\S*article\.\S+: \[(furniture-sentence|doubt)\]", line)] == []
    return status == 0


@fuzz
@given(FILES, BYTES | st.lists(CHANGE, max_size=3))
def test_any_file(folder: Path, name: str, what: bytes | list[tuple[int, str, str]]) -> None:
    """Whatever a file is, and whatever some lines of a good file become."""
    lines = (folder / name).read_text(encoding="utf-8").split("\n")
    holds(folder, {name: what if isinstance(what, bytes) else changed(lines, what)})


@fuzz
@given(FILES, st.integers(0, 60), st.lists(NASTY | RUNS, min_size=1, max_size=3).map("".join), st.booleans())
def test_any_nasty_value(folder: Path, name: str, nth: int, words: str, plain: bool) -> None:
    """Whatever one field of a good file becomes; and the address of the site."""
    text = (folder / name).read_text(encoding="utf-8")
    fields = [*FIELD.finditer(text)]
    start, end = fields[nth % len(fields)].span()
    holds(folder, {name: (text[:start] + (words if plain else literal(words)) + text[end:]).encode()})
    with contextlib.redirect_stderr(io.StringIO()):
        assert run(f"--base-url={words}", "--content", folder / "none") in (1, 2)


@fuzz
@given(st.sampled_from(CAPTURES), st.lists(CHANGE, max_size=3), st.randoms(use_true_random=False), st.booleans())
def test_any_capture(
    folder: Path, capture: Path, changes: list[tuple[int, str, str]], random: Random, shuffled: bool
) -> None:
    """Whatever the parser makes of a labelled capture with odd words put in, or with all its lines shuffled."""
    lines = capture.read_text(encoding="utf-8").split("\n")
    if shuffled:
        random.shuffle(lines)
    holds(folder, {"bare/article.txt": changed(lines, changes), "bare/article.toml": b""})


@pytest.mark.parametrize("capture", LABELLED, ids=lambda path: path.parent.name)
def test_a_labelled_capture(folder: Path, capture: Path) -> None:
    """Whatever habits of newsrooms the parser reads, the pages show them."""
    holds(folder, {"bare/article.txt": capture.read_bytes(), "bare/article.toml": b""})


@fuzz
@given(PLAIN, st.lists(PLAIN, max_size=2), st.dates(date(10, 1, 1)), st.lists(PLAIN, min_size=1, max_size=4))
def test_every_settled_article(folder: Path, about: str, byline: list[str], day: date, said: list[str]) -> None:
    """Once an editor has settled what is what, any headline, names, day, paragraphs and quotations make a site."""
    headline = f"On {about} again"  # a bullet or an unseen character at an end would not be of the headline
    paragraphs = [fold(f"One {words} “{words}, {words}”, {words} said. “{words}.”") for words in said]
    lines = [3 + 2 * number for number in range(len(paragraphs))]
    names = json.dumps(byline, ensure_ascii=False)
    pins = f"[pins]\nheadline = 1\nbyline = {names}\npublished = {day}\nparagraphs = {lines}\n"
    capture = "\n\n".join([headline, *paragraphs])

    assert holds(folder, {"bare/article.txt": capture.encode(), "bare/article.toml": pins.encode()})
    record = json.loads((folder / "site" / "article.json").read_text(encoding="utf-8"))
    assert record["headline"] == headline
    assert [paragraph["text"] for paragraph in record["paragraphs"]] == paragraphs
    assert record["published"]["date"] == str(day)
