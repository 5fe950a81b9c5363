"""Create a content folder from a capture or a saved page: ``build.py --new DIR FILE``.

A plain-text file is taken to be the capture and copied byte for byte. A saved page is kept in evidence/; the text of
its article is extracted and compared with the metadata of the page. Metadata that also occurs in the text is pinned,
facts about the source are filled in, and the rest is left to the editor. article.toml records the checksums, so that a
build stops if a file changes; comments in article.toml list what was found and every key that is not set. If no doubt
is left, the folder can be built.
"""

import json
import re
import shlex
import shutil
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from textwrap import indent
from typing import Any

from msgspec import convert

from clipping.capture import Capture, capture_of, excerpt, fold, read_capture
from clipping.errors import ClippingError
from clipping.parse import parse
from clipping.parse.dates import find_dates
from clipping.record import Article, Pins
from clipping.text import language_of

CAPTURE, EDITS = "article.txt", "article.toml"
#: The template of article.toml. Keys whose values are known are uncommented; names in braces are filled in.
TEMPLATE = Path(__file__).with_suffix(".toml")
NEXT_STEPS = """\
Next: python build.py --content {folder} --explain   to see how each line was read
      edit {folder}/article.toml   to fill in what is missing and decide where text and metadata differ
      python build.py --content {folder} --output {site}   to build the site
      add notes to {folder}/notes/ and other pages to {folder}/pages/   as README.md describes"""
#: The start of a saved page: gzip, ZIP, WARC, an HTML tag or comment, or the headers of MHTML.
SAVED = re.compile(rb"\x1f\x8b|PK\x03\x04|WARC/|\s*<[!?a-z]|(?:[\w-]+:(?s:.*)\n)?content-type:\s*multipart/", re.I)
#: Fields that are pinned if the text prints what the metadata gives.
PINNED = ("headline", "section", "byline", "published", "updated", "captions")
#: Facts about the source, taken from the metadata, and about the edition, which only the editor can give.
FACTS = str.split("publisher url archived_url captured captured_with captured_why language place rights editor contact")
#: The values of each field in the metadata of a page, and their origin.
Metadata = Mapping[str, tuple[Sequence[str], str]]
#: The most words that a line with a byline or a date may have.
SHORT = 15
#: The name of the site, which many pages append to their titles.
SITE_NAME = re.compile(r"\s[|–—-]\s[^|–—-]*$")
#: A row of the table of fields: the name, where the value was found, how text and metadata compare, and the value.
ROW = "  {:14}{:24}{:9}{}"


def run(options: Namespace) -> str:
    """Create the folder ``options.new[0]`` from the file ``options.new[1]``; return a report with the next steps.

    ``options.url`` selects one of several pages. Raises ``ClippingError`` if the file is neither a capture nor a usable
    page, or if the folder already has a capture or an article.toml, and ``OSError`` if reading or writing fails.
    """
    folder, source = options.new
    if not source.is_file():  # a pipe would never end
        raise ClippingError("expected a capture or a saved page, found no file; name one", str(source))
    for path in (folder / CAPTURE, folder / EDITS):
        if path.exists() or path.is_symlink():
            message = "expected no such file, found one, which is never overwritten; choose another folder"
            raise ClippingError(message, str(path))
    with source.open("rb") as start:
        head = start.read(4096).translate(None, b"\0\xef\xbb\xbf\xff\xfe")  # no byte order mark, no NULs of UTF-16
    if SAVED.match(head):  # ``saved`` is imported only here, since a build does not need its packages
        text, metadata = import_module("clipping.saved").read_saved(source, options.url)
        capture = capture_of(text.encode(), str(source))
    else:
        capture, metadata = read_capture(source), {}
    article, values, rows = read_fields(capture, metadata)
    table = "\n".join(ROW.format(*row).rstrip() for row in rows)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CAPTURE).write_bytes(capture.data)
    (folder / EDITS).write_text(edits_for(article, metadata, values, table), "utf-8", newline="\n")
    created = f"{folder}: created {CAPTURE}, {EDITS}"
    if metadata:
        copy = folder / "evidence" / values["saved.file"]
        copy.parent.mkdir(exist_ok=True)
        if not copy.exists():
            shutil.copyfile(source, copy)
        created += f", evidence/{copy.name} (never published)"
    doubts = [f"Resolve this first: {doubt.message}" for doubt in article.doubts]
    steps = NEXT_STEPS.format(folder=shlex.quote(str(folder)), site=shlex.quote(f"{folder}-site"))
    return "\n".join([created, table, *doubts, steps])


def read_fields(capture: Capture, metadata: Metadata) -> tuple[Article, dict[str, Any], list[tuple[str, ...]]]:
    """Return the article in ``capture``, the values to write into article.toml, and the table of its fields.

    The values are the facts in ``metadata``, and pins for those of its fields that the text also prints.
    """
    pins = pins_for(parse(capture), metadata)
    article = parse(capture, convert(pins, Pins))
    values = pins | {name: given[0] for name, (given, _) in metadata.items() if name not in PINNED}
    read = {
        "headline": article.headline or "",
        "section": " > ".join(article.section),
        "byline": ", ".join(article.byline),
        "published": article.published.date if article.published else "",
        "updated": article.updated.date if article.updated else "",
        "captions": str(len(article.captions)),
        "paragraphs": str(len(article.paragraphs)),
    }
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys((*read, *FACTS, *metadata)):
        shown, (given, source) = read.get(name, values.get(name, "")), metadata.get(name, ((), ""))
        if not shown and name == "updated":  # many pages change later, and few texts print the day
            continue
        origin, state = ("the text", "") if shown else ("", "missing")
        if name in values:
            origin, state = source, "agrees" if name in PINNED else ""
        elif given and name != "captions":  # captions that are not pinned were read as such, or are not in the text
            state = "differs" if shown else "missing"
            shown = f"{shown} ({source}: {', '.join(given)})"
        rows.append((name, origin, state, excerpt(shown, 1000)))
    return article, values, rows


def pins_for(article: Article, metadata: Metadata) -> dict[str, Any]:
    """Return a pin for each field whose values in ``metadata`` are also printed in the text of ``article``.

    The day of a time is that of its own time zone, even if that is UTC and the text prints the local day.
    """
    given = {name: metadata.get(name, ((), ""))[0] for name in PINNED}
    titles = [*given["headline"], *(SITE_NAME.sub("", title) for title in given["headline"])]
    blocks = {_letters(one.text): one for one in reversed(article.readings)}  # the first of those with the same words
    headlines, sections, captions = (
        [blocks[key] for key in map(_letters, values) if key and key in blocks]
        for values in (titles, given["section"], given["captions"])
    )
    lines = [one.text for one in article.readings if one.target in PINNED or len(one.text.split()) <= SHORT]
    days = {str(day) for line in lines for found in find_dates(line) for day in found.values}
    trail = "\n".join([*article.section, *(one.text for one in sections)])
    need_no_pin = ("caption", "credit", "headline")
    printed: dict[str, list[Any]] = {
        "headline": [one.lines[0] for one in headlines],
        "section": _as_printed(given["section"], trail, article.section),
        "byline": _as_printed(given["byline"], "\n".join(lines), article.byline),
        "published": [time[:10] for time in given["published"] if time[:10] in days],
        "updated": [time[:10] for time in given["updated"] if article.updated and time[:10] == article.updated.date],
        "captions": [one.lines[0] for one in captions if one not in headlines and one.role not in need_no_pin],
    }
    single = ("headline", "published", "updated")
    return {name: found[0] if name in single else found for name, found in printed.items() if found}


def _as_printed(values: Iterable[str], text: str, read: Iterable[str]) -> list[str]:
    """Return ``values`` as printed in ``text``; none if one of them is missing, or if others were ``read`` as well."""
    patterns = (r"\W+".join(re.findall(r"\w+", value)) for value in values)
    found = [re.search(rf"(?<!\w){pattern}(?!\w)", text, re.I) for pattern in patterns]
    others = {*map(_letters, read)} - {*map(_letters, values)}
    return [] if others or not all(found) else [fold(match[0]) for match in found if match]


def _letters(value: str) -> str:
    """Return the letters and digits of ``value``, case-folded, for comparison."""
    return re.sub(r"[\W_]+", "", value).casefold()


def edits_for(article: Article, metadata: Metadata, values: Mapping[str, Any], table: str) -> str:
    """Return the text of article.toml, with the ``table`` of fields in a comment, and the ``values`` as keys."""
    keys = {}
    for name, value in values.items():  # strings, numbers and lists, which TOML writes as JSON does
        keys[name] = f"{name} = {json.dumps(value, ensure_ascii=False)}"
        if name in PINNED:
            keys[name] += f'\nwhy.{name} = "given in the page’s own metadata ({metadata[name][1]})"'
    found = indent(table, "# ")
    text = TEMPLATE.read_text("utf-8").format(found=found, sha256=article.capture.sha256, language=language_of(article))
    return re.sub(r"^# ([\w.]+) = .*$", lambda match: keys.get(match[1], match[0]), text, flags=re.M)
