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
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import convert

from clipping.capture import Capture, capture_of, fold, read_capture
from clipping.errors import ClippingError
from clipping.parse import parse
from clipping.parse.dates import find_dates
from clipping.record import Article, Pins
from clipping.text import language_of

if TYPE_CHECKING:
    from clipping.webpage import MetadataField

CAPTURE, EDITS = "article.txt", "article.toml"
#: The template of article.toml. Keys whose values are known are uncommented; names in braces are filled in.
TEMPLATE = Path(__file__).with_suffix(".toml")
NEXT_STEPS = """\
Next: python build.py --content {folder} --explain   to see how each line was read
      edit {folder}/article.toml   to fill in what is missing and correct what was misread
      python build.py --content {folder} --output {site}   to build the site
      add notes to {folder}/notes/ and other pages to {folder}/pages/   as README.md describes"""
#: The start of a saved page: gzip, ZIP, WARC, an HTML tag or comment, or an MHTML header.
SAVED = re.compile(
    rb"\x1f\x8b|PK\x03\x04|WARC/|\s*<[!?a-z]|(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?content-type:\s*multipart/", re.I
)
#: Fields whose metadata is compared with the text, and pinned if the two agree.
PINNED = ("headline", "section", "byline", "published", "updated", "captions")
#: Facts about the source, taken from the metadata.
FACTS = ("publisher", "url", "archived_url", "captured", "captured_with", "captured_why", "language")
AGREES = "agrees"
#: How far the local time of a printed day may be from a time given in UTC.
MAX_OFFSET = timedelta(hours=8)
VALUE_WIDTH = 64


class FieldReport(NamedTuple):
    """One field as ``shown`` to the editor, its ``origin``, and how metadata and text compare (``state``).

    ``value`` is what to write into article.toml; ``None`` leaves the field to the parser or to the editor.
    """

    name: str
    shown: str
    origin: str
    state: str = ""
    value: Any = None

    def __str__(self) -> str:
        """Return the field as a row of a table."""
        shown = fold(self.shown) or "not found"
        shown = shown if len(shown) <= VALUE_WIDTH else shown[: VALUE_WIDTH - 1] + "…"
        return f"  {self.name:14}{shown:{VALUE_WIDTH}}  {self.origin:22}  {self.state}".rstrip()


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
    metadata = {}
    others, made = "", [CAPTURE, EDITS]
    with source.open("rb") as start:
        head = start.read(4096).translate(None, b"\0\xef\xbb\xbf\xff\xfe")  # no byte order mark, no NULs of UTF-16
    if SAVED.match(head):  # ``saved`` is imported only here, since a build does not need its packages
        text, metadata, others = import_module("clipping.saved").read_saved(source, options.url)
        capture = capture_of(text.encode(), str(source))
    else:
        capture = read_capture(source)
    article, fields = read_fields(capture, metadata)
    folder.mkdir(parents=True, exist_ok=True)
    if metadata:
        copy = folder / "evidence" / metadata["saved.file"].values[0]
        copy.parent.mkdir(exist_ok=True)
        if not copy.exists():
            shutil.copyfile(source, copy)
        made.append(f"evidence/{copy.name} (never published)")
    (folder / CAPTURE).write_bytes(capture.data)
    (folder / EDITS).write_text(edits_for(article, fields), "utf-8", newline="\n")
    unset = [one.name for one in fields if one.name in (*PINNED, *FACTS) and not one.shown and one.name != "updated"]
    undecided = [one.name for one in fields if one.state and not one.value]
    to_fill_in = ", ".join([*unset, "place", "rights", "editor", "contact"])  # no page's metadata gives these four
    report = [f"{folder}: created {', '.join(made)}", *fields, f"To fill in: {to_fill_in}"]
    report += [f"To decide: {', '.join(undecided)}"] if undecided else []
    report += [f"Also in the file; choose one with --url: {others}"] if others else []
    report += [f"Resolve this first: {doubt.message}" for doubt in article.doubts]
    steps = NEXT_STEPS.format(folder=shlex.quote(str(folder)), site=shlex.quote(f"{folder}-site"))
    return "\n".join(map(str, [*report, steps]))


def read_fields(capture: Capture, metadata: "Mapping[str, MetadataField]") -> tuple[Article, list[FieldReport]]:
    """Return the article in ``capture``, and its fields as compared with ``metadata``.

    A field is pinned only if the text contains what the metadata gives. The day of publication is also pinned if the
    text has no date.
    """
    article, given = parse(capture), dict(metadata)
    days = [given[name].values[0][:10] for name in ("published", "updated") if name in given]
    if not article.updated and days[1:] == days[:1]:  # many pages repeat the time of publication
        given.pop("updated", None)
    settled = {name: known for name, stated in given.items() if (known := _settled(name, article, stated))[0]}
    lines, _ = settled.pop("captions", ((), ""))
    headline, _ = settled.get("headline", (0, ""))
    if captions := [line for line in lines if line != headline]:
        settled["captions"] = captions, AGREES
    else:  # the text has none of these captions, or each was read as a caption
        given.pop("captions", None)
    article = parse(capture, convert({name: settled[name][0] for name in PINNED if name in settled}, Pins))
    read, fields = _values(article), []
    for name in dict.fromkeys((*read, *FACTS, *given)):
        shown, stated = read.get(name, ""), given.get(name)
        if stated is None:
            fields.append(FieldReport(name, shown, "the text" if shown else ""))
        elif name in settled:
            value, state = settled[name]
            fields.append(FieldReport(name, shown or value, stated.origin, state, value))
        elif shown:
            state = f"differs from “{', '.join(stated.values)}” ({stated.origin})"
            fields.append(FieldReport(name, shown, "the text", state))
        else:
            state = "is the text complete?" if name == "free to read" else "not in the text"
            fields.append(FieldReport(name, ", ".join(stated.values), stated.origin, state))
    why = ", ".join(f"{one.name} ({one.origin})" for one in fields if one.name in ("publisher", "url") and one.value)
    fields += [FieldReport("why", why, "", "", f"Taken from the saved page: {why}.")] if why else []
    return article, fields


def _settled(name: str, article: Article, stated: "MetadataField") -> tuple[Any, str]:
    """Return the value to write for a field (empty if ``article`` prints other or more words), and how they compare."""
    values = stated.values
    if name not in PINNED:
        return None if name == "free to read" else values[0], ""
    if name in ("published", "updated"):
        return _settled_day(name, article, stated)
    # Values with and without the name of the site, which pages append to a title after a bar or dash.
    wanted = {_normalised(words) for value in values for words in (value, re.sub(r"\s[|–—-]\s[^|–—]*$", "", value))}
    same = [one for one in article.readings if _normalised(one.text) in wanted]
    if name == "headline":
        return same[0].lines[0] if same else None, AGREES
    if name == "captions":
        return [one.lines[0] for one in same if one.role not in ("caption", "credit", "headline")], AGREES
    if name == "section":
        printed = article.section or tuple(dict.fromkeys(one.text for one in same))
    else:
        lines = "\n".join([*_short_lines(article), *article.byline])
        patterns = (r"\W+".join(re.findall(r"\w+", value)) for value in values)
        found = [re.search(rf"(?<!\w){pattern}(?!\w)", lines, re.I) for pattern in patterns]
        printed = tuple(fold(match[0]) for match in found if match)
        if len(printed) < len(values) or not wanted.issuperset(map(_normalised, article.byline)):
            return (), ""
    return printed if wanted.issuperset(map(_normalised, printed)) else (), AGREES


def _settled_day(name: str, article: Article, stated: "MetadataField") -> tuple[str | None, str]:
    """Return the day (ISO 8601) to pin for the time ``stated``, if any, and how it compares with the printed dates."""
    is_published, agrees = name == "published", AGREES
    dated = article.published if is_published else article.updated
    lines = [*([dated.date] if dated else []), *(_short_lines(article) if is_published else [])]
    printed = {day for line in lines for found in find_dates(line) for day in found.values}
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(stated.values[0])
        if not printed:
            agrees = "the text has no full date"
            printed = {day for line in lines for day in _days_without_year(line, str(moment.year))}
            if is_published and not printed and stated.origin != "time":  # a time element may date anything
                return str(moment.date()), agrees
        zones = [timedelta(), -MAX_OFFSET, MAX_OFFSET] if moment.utcoffset() == timedelta() else [timedelta()]
        for day in ((moment + offset).date() for offset in zones):
            if day in printed:
                return str(day), agrees if day == moment.date() else "another day in UTC"
    return None, ""


def _days_without_year(line: str, year: str) -> list[date]:
    """Return the dates that ``line`` contains if ``year`` is added after any of its words."""
    words = line.split()
    ends = range(1, len(words) + 1) if re.search(r"\d", line) else ()
    tries = [" ".join((*words[:end], year, *words[end:])) for end in ends]
    return [day for one in tries for found in find_dates(one) for day in found.values]


def _short_lines(article: Article) -> list[str]:
    """Return the lines of ``article`` that may contain a byline or a date: short ones without another role."""
    others = ("headline", "standfirst", "caption", "credit", "alternative", "subheading")
    return [one.text for one in article.readings if one.role not in others and len(one.text.split()) <= 15]


def _normalised(value: str) -> str:
    """Return the letters and digits of ``value``, case-folded, for comparison."""
    return re.sub(r"[\W_]+", "", value).casefold()


def _values(article: Article) -> dict[str, str]:
    """Return the fields of ``article`` by name, as text for the editor; "" if a field was not found."""
    days = {"published": article.published, "updated": article.updated}
    return {
        "headline": article.headline or "",
        "section": " > ".join(article.section),
        "byline": ", ".join(article.byline),
        **{name: f"{day.as_printed or ''} ({day.date})".strip() if day else "" for name, day in days.items()},
        "captions": str(len(article.captions)),
        "standfirst": article.standfirst or "",
        "paragraphs": str(len(article.paragraphs)),
    }


def edits_for(article: Article, fields: Sequence[FieldReport]) -> str:
    """Return the text of article.toml, with all ``fields`` in a comment, and the fields with a value also as keys."""
    found = "\n".join(f"# {one}" for one in fields)
    text = TEMPLATE.read_text("utf-8").format(found=found, sha256=article.capture.sha256, language=language_of(article))
    for one in fields:
        before, key, after = text.partition(f"\n# {one.name} = ")
        if key and one.value:
            # JSON strings and lists are valid TOML, but dates are not quoted.
            is_date = one.name in ("published", "updated", "captured")
            lines = [f"{one.name} = {one.value if is_date else json.dumps(one.value, ensure_ascii=False)}"]
            if one.name in PINNED:
                state = "" if one.state == AGREES else f"; {one.state}"
                lines += [f'why.{one.name} = "given in the page’s own metadata ({one.origin}){state}"']
            text = "\n".join([before, *lines, after.partition("\n")[2]])
    return text
