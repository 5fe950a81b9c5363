"""Whatever is in the content folder, a build makes a site that proves itself, or reports in one line what to fix.

A few examples are tried with the other tests, CLIPPING_FUZZ=N tries N: ``make test-all`` and ``make fuzz`` set it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from clipping.capture import fold
from clipping.record import Correction, Pins, QuotationKind, Source, SpeakerType
from tests.conftest import ROOT, run
from tests.injections import SHOWN, capture_of, write_content

COUNT = int(os.environ.get("CLIPPING_FUZZ", "4"))
CAPTURES = sorted(path.parent for path in (ROOT / "tests" / "captures").glob("*/article.txt"))
fuzz = settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck))

#: What the readers of captures, TOML, YAML and Markdown go by, and what the formats of the site do.
PIECES = st.sampled_from((
    *("\n", "\r\n", "\r", "\n\n", " ", "    ", "\t", "\u00a0", "\u2028", "\x0b", "\x85", "\x1c", "\x00", "\ufeff"),
    *("“", "”", '"', "'", "«", "»", "—", "-", "---", "•", "|", "[", "]", "[1]", "(", ")", "{", "}", "<", ">", "&", "#"),
    *("*", "_", "`", "```", "~~~", "\\", ":", ": ", ",", ".", "!", "?", "%", "$", "=", "- ", "> ", "1. ", "| a | b |"),
    *("said", "he told us", "By Jane Doe", "Photo: AFP", "Published 9 April 2016", "News > Peru", "Share", "A name"),
    *("https://", "http://example.org/", "javascript:", "<script>", "</", "<!--", "&amp;", "&#0;", "{{ 1 }}", "]]>"),
    *("\u202e", "\u2066", "\u200b", "\ud7ff", "\ufffe", "\U0001f469", "e\u0301", "ﷺ", "א", "0", "1980s", "2016-04-09"),
    *("title", "kind", "mentions", "person", "claim", "date: ", "null", "true", "[[quotation]]", "[pins]", "starts"),
))  # fmt: skip
WORDS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
BYTES = st.lists(WORDS.map(str.encode) | st.binary(max_size=300), max_size=3).map(b"".join)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 20), st.floats(allow_nan=False), WORDS, st.dates().map(str),
    st.lists(st.integers(0, 16) | WORDS, max_size=3), st.just({"a": 1}),
)  # fmt: skip
#: A character that a line of a capture keeps.
KEPT = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from("<>&\"'`”“")
PLAIN = st.text(KEPT, min_size=1, max_size=30).map(fold).filter(bool)
#: A line of the capture that has words, as every second has.
LINE = st.integers(0, 6).map(lambda nth: 2 * nth + 1)
#: Values that the keys of article.toml take; every other key takes words.
GOOD: dict[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(("captured", "published", "updated"), st.dates().map(str)),
    **dict.fromkeys(("furniture", "paragraphs", "subheadings"), st.lists(LINE, max_size=3)),
    **dict.fromkeys(("section", "byline"), st.lists(PLAIN, max_size=3)),
    **dict.fromkeys(("url", "archived_url"), PLAIN.map(lambda words: "https://example.org/" + words)),
    "headline": LINE,
    "language": st.sampled_from(("en", "de", "fr", "ar", "zh-Hant-TW", "xx")),
    "index": st.booleans(),
    "kind": st.sampled_from(get_args(QuotationKind)),
    "speaker_type": st.sampled_from(get_args(SpeakerType)),
}
TOP = ("language", "rights", "rights_why")


def toml(value: object) -> str:
    """Return a value in TOML, as JSON has it but for what TOML lacks."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value
    return {type(None): "''", dict: "{a = 1}"}.get(type(value)) or json.dumps(value, ensure_ascii=False)


def value_of(key: str) -> st.SearchStrategy[object]:
    """Return values of a key of article.toml: in a hundred there is one that may be anything."""
    return st.integers(0, 99).flatmap(lambda nth: GOOD.get(key, PLAIN) if nth else SCALARS)


def table(head: str, keys: Iterable[str]) -> st.SearchStrategy[str]:
    """Return tables of article.toml with some of ``keys``."""
    return st.fixed_dictionaries({}, optional={key: value_of(key) for key in keys}).map(
        lambda made: head + "".join(f"{key} = {toml(value)}\n" for key, value in made.items())
    )


def keys_of(record: type, *without: str) -> list[str]:
    """Return the names of the fields of a record, which are the keys of its table in article.toml."""
    return [field.name for field in fields(record) if field.name not in without]


EDITS = st.tuples(
    table("", (*TOP, "index")),
    table("[source]\n", keys_of(Source, *TOP)),
    table("[pins]\n", keys_of(Pins)),
    table("[[quotation]]\nstarts = 'They wrote'\n", keys_of(Correction, "starts", "line")) | st.just(""),
    table("[[quotation]]\nstarts = 'a kind of'\n", keys_of(Correction, "starts", "line")) | st.just(""),
).map("".join)
KEYS = ("title", "kind", "mentions", "date", "verdict", "claim", "sources", "timeline", "figures", "url", "note")
MATTER = st.dictionaries(st.sampled_from(KEYS), SCALARS, max_size=4).map(
    lambda made: "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in made.items())
)
NOTE = "title: A note\nkind: person\nmentions: [Mary Miller]\nsources: [{{title: x, url: 'https://example.org/'}}]\n"
FORMS = (f"---\n{NOTE}---\n{{body}}", "---\ntitle: A page\n---\n{body}", "---\n{matter}---\n{body}", "{matter}{body}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with content to be broken and put right again, and one with a capture alone."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_content(folder / "full", "word")
    (folder / "bare").mkdir()
    (folder / "bare" / "article.txt").write_text(capture_of("word"), encoding="utf-8")
    (folder / "bare" / "article.toml").touch()
    return folder


def holds(content: Path, files: dict[str, bytes]) -> bool:
    """Build with ``files`` in place of those of ``content``; return whether a site came of it; fail at all else."""
    kept = {name: (content / name).read_bytes() for name in files}
    output, errors = content.with_name("site"), io.StringIO()
    try:
        for name, data in files.items():
            (content / name).write_bytes(data)
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
            status = run("--content", content, "--output", output)
        assert status or (output / "article.txt").read_bytes() == (content / "article.txt").read_bytes()
    finally:
        for name, data in kept.items():
            (content / name).write_bytes(data)
    lines = errors.getvalue().split("\n")[:-1]
    assert (status, bool(lines)) in ((0, False), (1, True))
    if len(lines) == 1:
        assert re.match(rf"{re.escape(str(content))}/\S+?:(\d+:)? expected ", lines[0]), lines
    elif lines:  # what only an editor may settle: whole sentences that were read as furniture
        assert re.fullmatch(r"\d+ found; the published site is as it was", lines.pop())
        assert [line for line in lines if not re.match(r"article\.\S+: \[furniture-sentence\]", line)] == []
    return status == 0


@fuzz
@given(BYTES | WORDS.map(lambda words: (capture_of("word") + words).encode()), st.sampled_from(("bare", "full")))
def test_any_bytes_as_capture(folder: Path, data: bytes, name: str) -> None:
    """Whatever the capture is, with article.toml and notes or without."""
    holds(folder / name, {"article.txt": data})


@fuzz
@given(EDITS | EDITS | WORDS)
def test_any_text_as_edits(folder: Path, text: str) -> None:
    """Whatever article.toml says."""
    holds(folder / "bare", {"article.toml": text.encode()})


@fuzz
@given(st.sampled_from(("notes/three.md", "pages/about.md")), st.sampled_from(FORMS), MATTER | WORDS, WORDS)
def test_any_text_as_prose(folder: Path, name: str, form: str, matter: str, body: str) -> None:
    """Whatever a note or a page has as front matter and as its text."""
    holds(folder / "full", {name: form.format(matter=matter, body=body).encode()})


@pytest.mark.parametrize("capture", CAPTURES[:: 1 if "CLIPPING_FUZZ" in os.environ else 8], ids=lambda path: path.name)
def test_a_development_capture(folder: Path, capture: Path) -> None:
    """Whatever habits of newsrooms the parser reads, the pages show them."""
    holds(folder / "bare", {"article.txt": (capture / "article.txt").read_bytes()})


ODD = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(list(SHOWN.values()))), max_size=4)


@fuzz
@given(st.sampled_from(CAPTURES), st.randoms(use_true_random=False), st.booleans(), ODD)
def test_a_damaged_capture(
    folder: Path, capture: Path, random: Random, shuffled: bool, changes: list[tuple[int, str]]
) -> None:
    """Whatever the parser made of a development capture with odd words put in, or with all its lines shuffled."""
    lines = (capture / "article.txt").read_text(encoding="utf-8").split("\n")
    for nth, odd in changes:
        lines[nth % len(lines)] += odd
    if shuffled:
        random.shuffle(lines)
    holds(folder / "bare", {"article.txt": "\n".join([*lines, "A last line."]).encode()})


@fuzz
@given(PLAIN, st.lists(PLAIN, max_size=2), st.dates(date(10, 1, 1)), st.lists(PLAIN, min_size=1, max_size=4))
def test_every_settled_article_is_published(
    folder: Path, about: str, byline: list[str], day: date, said: list[str]
) -> None:
    """Once an editor has settled what is what, any headline, names, day, paragraphs and quotations make a site."""
    headline = f"On {about} again"  # a bullet or an unseen character at an end would not be of the headline
    paragraphs = [fold(f"One {words} “{words}, {words}”, {words} said. “{words}.”") for words in said]
    lines = [3 + 2 * number for number in range(len(paragraphs))]
    pins = f"[pins]\nheadline = 1\nbyline = {toml(byline)}\npublished = {day}\nparagraphs = {lines}\n"
    capture = "\n\n".join([headline, *paragraphs])

    assert holds(folder / "bare", {"article.txt": capture.encode(), "article.toml": pins.encode()})
    record = json.loads((folder / "site" / "article.json").read_text(encoding="utf-8"))
    assert record["headline"] == headline
    assert [paragraph["text"] for paragraph in record["paragraphs"]] == paragraphs
    assert record["published"]["date"] == str(day)
