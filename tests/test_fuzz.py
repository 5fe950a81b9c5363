"""Whatever is in the content folder, a build makes a site that holds, or says in lines with a file what to mend.

``make fuzz`` tries a thousand of each, ``make fuzz COUNT=9000`` more; a few are tried with the other tests.
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
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import build
from clipping.capture import fold
from clipping.record import Pins, QuotationKind, Source, SpeakerType
from clipping.verify import verify_site
from tests.injections import capture_of, write_content

COUNT = int(os.environ.get("CLIPPING_FUZZ", "50"))
fuzz = settings(
    max_examples=COUNT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

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
BYTES = st.binary(max_size=300) | st.tuples(WORDS.map(str.encode), st.binary(max_size=3), WORDS.map(str.encode)).map(
    b"".join
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 20), st.floats(allow_nan=False), WORDS, st.dates().map(str),
    st.lists(st.integers(0, 16) | WORDS, max_size=3), st.just({"a": 1}),
)  # fmt: skip
#: A character that a line of a capture keeps.
KEPT = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from("<>&\"'`”“")
PLAIN = st.text(KEPT, min_size=1, max_size=30).map(fold).filter(bool)
PARAGRAPHS = st.lists(st.lists(PLAIN, min_size=1, max_size=2), min_size=1, max_size=3)


def toml(value: object) -> str:
    """Return a value in TOML, as JSON has it but for what TOML lacks."""
    if isinstance(value, dict):
        return "{a = 1}"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value
    return "''" if value is None else json.dumps(value, ensure_ascii=False)


def yaml(value: object) -> str:
    """Return a value in YAML, which JSON is."""
    return json.dumps(value, ensure_ascii=False)


#: A line of the capture that has words, as every second has.
LINE = st.integers(0, 6).map(lambda nth: 2 * nth + 1)


def value_of(key: str) -> st.SearchStrategy[object]:
    """Return values of a key of article.toml, most of them such as it holds."""
    ours: dict[str, st.SearchStrategy[object]] = {
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
    good = ours.get(key, PLAIN)
    return st.integers(0, 99).flatmap(lambda nth: good if nth else SCALARS)


def table_of(head: str, keys: Iterable[str]) -> st.SearchStrategy[str]:
    """Return tables of article.toml with some of ``keys``."""
    return st.fixed_dictionaries({}, optional={key: value_of(key) for key in keys}).map(
        lambda table: head + "".join(f"{key} = {toml(value)}\n" for key, value in table.items())
    )


TOP = ("capture_sha256", "language", "rights", "rights_why", "index")
SOURCE = [key for key in Source.__struct_fields__ if key not in TOP]
SAID = ("kind", "speaker", "speaker_as_written", "speaker_type", "role", "cue")
EDITS = st.tuples(
    table_of("", TOP),
    table_of("[source]\n", SOURCE),
    table_of("[pins]\n", Pins.__struct_fields__) | st.just(""),
    table_of("[[quotation]]\nstarts = 'They wrote'\n", SAID) | st.just(""),
    table_of("[[quotation]]\nstarts = 'a kind of'\n", SAID) | st.just(""),
).map("".join)
KEYS = ("title", "kind", "mentions", "date", "verdict", "claim", "sources", "timeline", "figures", "url", "note")
MATTER = st.dictionaries(st.sampled_from(KEYS), SCALARS, max_size=4).map(
    lambda table: "".join(f"{key}: {yaml(value)}\n" for key, value in table.items())
)
NOTE = "title: A note\nkind: person\nmentions: [Mary Miller]\nsources: [{title: x, url: 'https://example.org/'}]\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with content to be broken and put right again, and one with a capture alone."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_content(folder / "content", "word")
    (folder / "bare" / "content").mkdir(parents=True)
    (folder / "bare" / "content" / "article.txt").write_text(capture_of("word"), encoding="utf-8")
    (folder / "bare" / "content" / "article.toml").touch()
    return folder


def holds(folder: Path, name: str, data: bytes) -> bool:
    """Build with ``data`` in the file ``name``: return whether a site came of it, which holds; raise if all else."""
    content, output = folder / "content", folder / "site"
    kept = (content / name).read_bytes()
    told = io.StringIO()
    try:
        (content / name).write_bytes(data)
        with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
            status = build.main(["--content", str(content), "--output", str(output)])
        if status == 0:
            capture, edits, _ = build.read(content)
            assert told.getvalue() == ""
            assert (output / "article.txt").read_bytes() == capture.data
            assert verify_site(output, capture, edits.pins.furniture) == ()
    finally:
        (content / name).write_bytes(kept)
    lines = told.getvalue().split("\n")[:-1]
    assert (status, bool(lines)) in ((0, False), (1, True))
    if len(lines) == 1:
        assert re.match(rf"{re.escape(str(content))}/\S+?:(\d+:)? expected ", lines[0]), lines
    elif lines:  # what only an editor may settle: whole sentences that were read as furniture
        assert re.fullmatch(r"\d+ found; the published site is as it was", lines.pop())
        assert [line for line in lines if not re.match(r"article\.\S+: \[furniture-sentence\]", line)] == []
    return status == 0


@fuzz
@given(BYTES | WORDS.map(lambda words: (capture_of("word") + words).encode()))
def test_any_bytes_as_capture(folder: Path, data: bytes) -> None:
    """Whatever the capture is, with article.toml and notes or without."""
    holds(folder / "bare", "article.txt", data)
    holds(folder, "article.txt", data)


@fuzz
@given(EDITS | EDITS | WORDS)
def test_any_text_as_edits(folder: Path, text: str) -> None:
    """Whatever article.toml says."""
    holds(folder / "bare", "article.toml", text.encode())


@fuzz
@given(st.tuples(st.sampled_from(("", NOTE)), MATTER | WORDS, WORDS))
def test_any_text_as_note(folder: Path, parts: tuple[str, str, str]) -> None:
    """Whatever a note has as front matter and as its text."""
    known, matter, body = parts

    holds(folder, "notes/three.md", f"---\n{known}{matter}\n---\n{body}".encode())
    holds(folder, "notes/three.md", f"---\n{NOTE}---\n{body}".encode())
    holds(folder, "notes/three.md", matter.encode())


@fuzz
@given(WORDS)
def test_any_text_as_page(folder: Path, text: str) -> None:
    """Whatever a page says."""
    holds(folder, "pages/about.md", f"---\ntitle: About\n---\n{text}".encode())
    holds(folder, "pages/about.md", text.encode())


@fuzz
@given(PLAIN, st.lists(PLAIN, max_size=2), st.dates(date(10, 1, 1)), PARAGRAPHS)
def test_every_article_that_is_settled_is_published(
    folder: Path, about: str, byline: list[str], day: object, said: list[list[str]]
) -> None:
    """Once an editor has settled what is what, any headline, names, day, paragraphs and quotations make a site."""
    headline = f"On {about} again"  # a bullet or an unseen character at an end would not be of the headline
    paragraphs = [
        fold("".join(f"One {words} “{words}, {words}”, {words} said. " for words in sentences)) for sentences in said
    ]
    content = folder / "settled" / "content"
    content.mkdir(parents=True, exist_ok=True)
    pins = f"headline = 1\nbyline = {json.dumps(byline, ensure_ascii=False)}\npublished = {day}\n"
    lines = [3 + 2 * number for number in range(len(paragraphs))]
    (content / "article.toml").write_text(f"[pins]\n{pins}paragraphs = {lines}\n", encoding="utf-8")
    (content / "article.txt").touch()

    assert holds(folder / "settled", "article.txt", "\n\n".join([headline, *paragraphs]).encode())
    record = json.loads((folder / "settled" / "site" / "article.json").read_text(encoding="utf-8"))
    assert record["headline"] == headline
    assert [paragraph["text"] for paragraph in record["paragraphs"]] == paragraphs
    assert record["published"]["date"] == str(day)
