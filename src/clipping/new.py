"""A new content folder from a capture or a saved page: what ``build.py --new DIR FILE`` does.

A plain text is the capture itself and is copied byte for byte. From a saved page the text is taken, and what the page
says of itself is compared with it: a field that the text prints is pinned, any other is left to the editor, who is
asked. article.toml records the sums, so that a build stops if a file is ever changed; its comments list what was found
and offer each key that is open, so that the folder builds as is.
"""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import convert

from clipping.capture import Capture, fold, read_capture, take
from clipping.content.article_toml import LANGUAGE
from clipping.content.schema import WEB_ADDRESS
from clipping.errors import ClippingError
from clipping.parse import parse
from clipping.parse.dates import find_dates
from clipping.record import Article, Pins
from clipping.text import language_of

if TYPE_CHECKING:
    from clipping.webpage import Said

CAPTURE, EDITS = "article.txt", "article.toml"
#: The article.toml to fill in: keys that are known lose their #, the rest goes where {found}, {asked}, … are.
TEMPLATE = Path(__file__).with_suffix(".toml")
NEXT = """\
Next: python build.py --content {folder} --explain   shows how each line was read
      edit {folder}/article.toml   to fill in what is open and pin what was read wrong
      python build.py --content {folder}   builds the site"""
#: How a saved page begins, but for a byte order mark: gzip, ZIP, WARC; the header of MHTML; HTML, after comments.
MIME = r"(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?content-type:\s*multipart/"
HTML = r"\s*(?:<\?xml.*?\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b"
SAVED = re.compile(rf"\x1f\x8b|PK\x03\x04|WARC/|{MIME}|{HTML}", re.I | re.S)
#: What is compared with the text; what is only known of the source, and of what shape; what a page never says.
PINNED = ("headline", "section", "byline", "published", "captions")
FACTS = {"publisher": ".+", "url": WEB_ADDRESS, "language": LANGUAGE, "archived_url": WEB_ADDRESS}
FACTS |= dict.fromkeys(("captured", "captured_with", "captured_why"), ".+")
OPEN = ("place", "rights", "editor", "contact")
#: A line with more words, or of such a role, does not say who wrote the article and when.
LONGEST, OTHER = 15, ("headline", "standfirst", "caption", "credit", "alternative", "subheading")
#: How wide a value is shown, and how many other pages.
WIDE, MOST = 52, 5


class Field(NamedTuple):
    """One key of article.toml: its value for people, what says so, what makes it doubtful, and its value there."""

    name: str
    shown: str
    origin: str = ""
    doubt: str = ""
    value: Any = None


def run(options: Namespace) -> str:
    """Make a content folder from a capture or a saved page, both named by ``options.new``; return what to do next.

    ``options.url`` chooses one of several pages. Raises ``ClippingError`` if the file can't be taken in, if the folder
    has a capture or an article.toml already (nothing is overwritten), or if it can't be written.
    """
    folder, source = options.new
    if source.exists() and not source.is_file():
        raise ClippingError("expected a file, found something else, such as a folder or a pipe; name one", str(source))
    for path in (folder / CAPTURE, folder / EDITS):
        if path.exists() or path.is_symlink():
            message = "expected a folder without content, found this file, which is never overwritten; name another"
            raise ClippingError(message, str(path))
    head = b""
    with suppress(OSError), source.open("rb") as start:  # which the reader of a capture reports
        head = start.read(4096).translate(None, b"\0\xef\xbb\xbf\xff\xfe")  # UTF-16 has a NUL in each letter
    if SAVED.match(head.decode("latin-1")):
        saved = import_module("clipping.saved").read_saved(source, options.url)  # needs packages that a build does not
        capture = take(saved.text.encode(), str(source))
        article, fields = compared(capture, saved.said)
        fields.append(Field("saved", saved.file["file"], value=saved.file))
        made = [f"the text of {source}", *_table(fields, saved.others)]
    else:
        capture = read_capture(source)
        article, fields, made = parse(capture), [], ["byte for byte"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / CAPTURE).open("xb") as file:  # "x" refuses a file that has been created since that check
            file.write(capture.data)
        with (folder / EDITS).open("x", encoding="utf-8", newline="\n") as text:
            text.write(edits_for(article, fields))
    except OSError as error:
        message = f"expected to write a content folder, could not ({error.strerror}); name one that can be written"
        raise ClippingError(message, str(folder)) from error
    doubts = [f"First settle this: {doubt.message}" for doubt in article.doubts]
    made[0] = f"{folder}: made {CAPTURE}, {made[0]}, and {EDITS}"
    return "\n".join([*made, *doubts, NEXT.format(folder=folder)])


def compared(capture: Capture, said: Mapping[str, Sequence[Said]]) -> tuple[Article, list[Field]]:
    """Return the article in ``capture``, pinned to what the page says of itself and the text prints; and all fields."""
    article = parse(capture)
    hits: dict[str, tuple[Any, Said]] = {}
    for name, entries in said.items():
        for entry in entries:
            if name not in hits and (value := _printed(article, name, entry.values)):
                hits[name] = value, entry
    pins = {name: hits[name][0] for name in PINNED if name in hits}
    pins["captions"] = tuple(line for line in pins.get("captions", ()) if line != pins.get("headline"))
    article = parse(capture, convert(pins, Pins))
    read, fields = found_in(article), []
    for name in (*PINNED, *FACTS):
        value, source = hits.get(name, (None, None))
        entries, shown = said.get(name, ()), read.get(name) or value or ""
        origin = source.origin if source else "the text" if shown else ""
        rivals = () if name in ("captions", "language") else entries if name in FACTS else entries[:1]
        differing = [one for one in rivals if not source or _bare(one.values) != _bare(source.values)]
        words = "; ".join(f"{one.origin} says “{', '.join(one.values)}”" for one in differing)
        doubt = f"differs: {words}" if words else ""
        if doubt and not shown:
            shown, origin, doubt = ", ".join(entries[0].values), entries[0].origin, "not printed"
        fields.append(Field(name, shown, origin, doubt, pins.get(name, value)))
    why = ", ".join(f"{one.name} by {one.origin}" for one in fields if one.name in ("publisher", "url") and one.value)
    fields += [Field("why", why, value=f"The saved page says so of itself: {why}.")] if why else []
    if "access" in said:
        fields.append(Field("access", "not free to read", said["access"][0].origin, "to check: is the text whole?"))
    return article, fields


def _printed(article: Article, name: str, values: Sequence[str]) -> Any:
    """Return what to pin in ``name`` where the text prints ``values``: lines, words or a day; if not, nothing.

    What is only known of the source has no words in the text: it is taken where it is of the right shape.
    """
    wanted, readings = {_bare([value]) for value in values}, article.readings
    if name in FACTS:
        return values[0] if re.fullmatch(FACTS[name], values[0]) else None
    if name == "headline":  # printed without the name of the site after it
        wanted.add(_bare([re.sub(r"\s[|–—-]\s[^|–—]*$", "", values[0])]))
        return next((one.lines[0] for one in readings if _bare([one.text]) in wanted), None)
    if name == "captions":
        rest = (one for one in readings if one.role not in ("caption", "credit"))
        return tuple(one.lines[0] for one in rest if one.text in values)
    if name == "section":
        above = [one.text for one in takewhile(lambda one: one.role != "paragraph", readings)]
        trail = article.section if any(_bare([step]) in wanted for step in article.section) else ()
        return trail or tuple(text for text in above if _bare([text]) in wanted)
    signing = [one.text for one in readings if one.role not in OTHER and len(one.text.split()) <= LONGEST]
    if name == "byline":
        patterns = (r"\W+".join(re.findall(r"\w+", value)) for value in values)
        found = [re.search(rf"(?<!\w){pattern}(?!\w)", "\n".join(signing), re.I) for pattern in patterns]
        return tuple(fold(match[0]) for match in found if match and match[0]) if all(found) else ()
    signing += [article.published.date] if article.published else []
    with suppress(ValueError, OverflowError):  # of a time in UTC, it is the day of any zone
        moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d)", "", values[0]))
        zones = range(-12, 15) if moment.utcoffset() == timedelta() else (0,)
        days = {(moment + timedelta(hours=hours)).date() for hours in zones}
        printed = (day for line in signing for date in find_dates(line) for day in date.values if day in days)
        return next((day.isoformat() for day in printed), None)
    return None


def _bare(values: Sequence[str]) -> str:
    """Return the letters and digits of words or of an address, in small letters, to compare them."""
    return " ".join(re.sub(r"^https?://(www\.)?|#.*|[\W_]+", "", value) for value in values).casefold()


def found_in(article: Article) -> dict[str, str]:
    """Return the fields that can be pinned as they were read, for people; "" for one that was not found."""
    days = {"published": article.published, "updated": article.updated}
    return {
        "headline": article.headline or "",
        "section": " > ".join(article.section),
        "byline": ", ".join(article.byline),
        **{name: f"{day.as_printed or ''} ({day.date})".strip() if day else "" for name, day in days.items()},
        "captions": str(len(article.captions)),
    }


def edits_for(article: Article, fields: Sequence[Field]) -> str:
    """Return the text of an article.toml for ``article``: findings and questions as comments, ``fields`` as keys."""
    found = found_in(article) | {
        "standfirst": (article.standfirst or "").replace("\n", " / "),
        "language": f"{language_of(article)}, by its commonest words; pages name it once you have set it below",
        "paragraphs": str(len(article.paragraphs)),
    }
    asked = [f"# To decide: {one.name} “{one.shown}” ({one.origin}), {one.doubt}" for one in fields if one.doubt]
    why = {one.name: f"the page’s own {one.origin} says so" for one in fields if one.name in PINNED and one.value}
    text = TEMPLATE.read_text(encoding="utf-8").format(
        found="\n".join(f"#   {name}: {value or 'not found'}" for name, value in found.items()),
        sha256=article.capture.sha256,
        asked="\n".join([*asked, *([f"why = {_toml(why)}"] if why else [])]),
    )
    for one in (one for one in fields if one.value):
        plain = one.name in ("published", "captured")  # a day
        value = one.value if plain else _toml(one.value).replace("\\", r"\\")  # of which re.sub takes one away
        text = re.sub(rf"^# {one.name} = .*$", f"{one.name} = {value}", text, count=1, flags=re.M)
    return text


def _toml(value: Any) -> str:
    """Return a word, number, list or table as TOML writes it on one line; JSON's words are TOML's, too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(entry)}" for key, entry in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")


def _table(fields: Sequence[Field], others: Sequence[str]) -> Iterator[str]:
    """Yield the lines that say of each field what is known, from where, and what is left to the editor."""
    for one in fields:
        shown = (one.shown if len(one.shown) <= WIDE else one.shown[: WIDE - 1] + "…") or "not found"
        state = one.doubt or ("agrees" if one.name in PINNED and one.value else "")
        yield f"  {one.name:14}{shown:{WIDE}}  {one.origin:22}  {state}".rstrip()
    left = [one.name for one in fields if not one.shown]
    yield f"Left to you: {', '.join((*left, *OPEN))}"
    if asked := [one.name for one in fields if one.doubt]:
        yield f"To decide: {', '.join(asked)}"
    if others:
        rest = f" and {len(others) - MOST} more" if len(others) > MOST else ""
        yield f"Also in the file, to be taken with --url: {', '.join(others[:MOST])}{rest}"
