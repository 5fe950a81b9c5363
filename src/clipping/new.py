"""A new content folder from a capture or a saved page: what ``build.py --new DIR FILE`` does.

A plain text is the capture itself and is copied byte for byte. From a saved page the text is taken, and what the page
says of itself is compared with what it prints: a field that is printed is pinned, one that is not is left to the
editor, and where the two differ both are shown. article.toml records the sums, so that a build stops if a file is ever
changed. Comments list what was found and offer each key that is open, so that the folder builds as is.
"""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from email import message_from_bytes
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipping.agreement import FINDERS, OWN, Field, compared, found_in
from clipping.capture import UNPRINTABLE, fold, read_capture, take
from clipping.content.article_toml import LANGUAGE
from clipping.content.schema import WEB_ADDRESS
from clipping.errors import ClippingError
from clipping.language import guessed, language_of
from clipping.record import Article

if TYPE_CHECKING:
    from clipping.saved import Saved

CAPTURE, EDITS = "article.txt", "article.toml"
#: The article.toml to fill in: keys that are known lose their #, the rest goes where {found}, {pins}, … are.
TEMPLATE = Path(__file__).with_suffix(".toml")
NEXT = """\
Next: python build.py --content {folder} --explain   shows how each line was read
      edit {folder}/article.toml   to fill in what is open and pin what was read wrong
      python build.py --content {folder}   builds the site"""
KEEP = """
      keep {source} in {folder}/evidence/, if you like: it is never published, and a build compares its sum"""
#: A pin is offered, with this example, for each of these that was not found.
PINS = {"headline": "LINE", "section": "[]", "byline": "[]", "published": "2000-01-31", "updated": "2000-01-31"}
#: How a file begins that is no plain text: gzip, ZIP, WARC; or HTML, whose byte order mark is passed over.
MAGIC = (b"\x1f\x8b", b"PK\x03\x04", b"WARC/")
HTML = re.compile(rb"(?:<\?xml.*?\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S)
#: What a page never says of itself; how wide a value is shown, and how many other pages.
OPEN, WIDE, MOST = ("place", "rights", "editor", "contact"), 52, 5


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
    saved: Saved | None = None
    if _is_saved_page(source):
        saved = import_module("clipping.saved").read_saved(source, options.url)  # needs packages that a build does not
    capture = take(saved.text.encode(), str(source)) if saved else read_capture(source)
    article, fields = compared(capture, saved.said if saved else {})
    if saved:
        fields += facts_of(saved, article, UNPRINTABLE.sub("?", fold(source.name.encode("utf-8", "replace").decode())))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / CAPTURE).open("xb") as file:  # "x" refuses a file that has been created since that check
            file.write(capture.data)
        with (folder / EDITS).open("x", encoding="utf-8", newline="\n") as text:
            text.write(edits_for(article, fields if saved else ()))
    except OSError as error:
        message = f"expected to write a content folder, could not ({error.strerror}); name one that can be written"
        raise ClippingError(message, str(folder)) from error
    made = f"{folder}: made {CAPTURE}, {f'the text of {source}' if saved else 'byte for byte'}, and {EDITS}"
    doubts = [f"First settle this: {doubt.message}" for doubt in article.doubts]
    keep = KEEP.format(source=source, folder=folder) if saved else ""
    return "\n".join([made, *(_table(saved, fields) if saved else ()), *doubts, NEXT.format(folder=folder) + keep])


def _is_saved_page(source: Path) -> bool:
    """Return whether ``source`` begins as a saved page does and not as plain text, whose reader reports all errors."""
    try:
        with source.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    marked = head.startswith(MAGIC) or message_from_bytes(head).get_content_maintype() == "multipart"
    return marked or HTML.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")) is not None


def edits_for(article: Article, fields: Sequence[Field] = ()) -> str:
    """Return the text of an article.toml for ``article``: findings and questions as comments, ``fields`` as keys."""
    found = found_in(article) | {
        "standfirst": (article.standfirst or "").replace("\n", " / "),
        "language": f"{language_of(article)}, by its commonest words; pages name it once you have set it below",
        "paragraphs": str(len(article.paragraphs)),
    }
    settled = {field.name: field.settled for field in fields if field.settled is not None}
    asked = [f"# To decide: {field.ask}" for field in fields if field.ask]
    pins = [f"{name} = {_toml(settled[name])}" for name in PINS if name in settled]
    why = {field.name: OWN.format(field.origin) for field in fields if field.name in FINDERS and field.name in settled}
    pins += [f"why = {_toml(why)}"] if why else []
    offered = [f"# {name} = {example}" for name, example in PINS.items() if not found[name] and name not in settled]
    text = TEMPLATE.read_text(encoding="utf-8").format(
        found="\n".join(f"#   {name}: {value or 'not found'}" for name, value in found.items()),
        sha256=article.capture.sha256,
        pins="\n".join([*asked, *pins, *offered]),
    )
    for name, value in settled.items():
        line = f"{name} = {_toml(value)}".replace("\\", r"\\")  # re.sub takes one of two away
        text = re.sub(rf"^# {name} = .*$", line, text, count=1, flags=re.M)
    return text


def _toml(value: Any) -> str:
    """Return a word, number, day, list or table as TOML writes it on one line; JSON's words are TOML's, too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(entry)}" for key, entry in value.items()) + " }"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False).replace("\x7f", "")


def facts_of(saved: Saved, article: Article, file: str) -> tuple[Field, ...]:
    """Return what is known of the source and the capture from ``saved``, the page in ``file``."""
    page, guess = saved.page, guessed(paragraph.text for paragraph in article.paragraphs)
    fields = []
    for name, pattern in (("publisher", ".+"), ("url", WEB_ADDRESS), ("language", LANGUAGE)):
        entries = [entry for entry in saved.said.get(name, ()) if re.fullmatch(pattern, entry.values[0])]
        if not entries:
            fields.append(Field(name))
            continue
        first, value = entries[0], entries[0].values[0]
        other = [
            f"{entry.origin} says “{entry.values[0]}”" for entry in entries if not _alike(name, entry.values[0], value)
        ]
        if name == "language" and guess and not _alike(name, value, guess):
            other = [f"the words are those of “{guess}”"]
        ask = f"{name}: {first.origin} says “{value}”, {', '.join(other)}" if other else ""
        settled = None if other and name == "language" else value
        fields.append(Field(name, value, first.origin, f"differs: {', '.join(other)}" if other else "", settled, ask))
    origins = [f"{field.name} by {field.origin}" for field in fields if field.settled and field.name != "language"]
    if origins:
        fields.append(Field("why", settled=f"The saved page says so of itself: {', '.join(origins)}."))
    if re.fullmatch(WEB_ADDRESS, page.archived):
        fields.append(Field("archived_url", page.archived, page.origin, settled=page.archived))
    with suppress(ValueError):
        fields.append(Field("captured", page.day, page.origin, settled=date.fromisoformat(page.day)))
    program = (
        f"{page.program}, its text by {saved.extractor}" if page.program else f"{saved.extractor}, from a saved page"
    )
    why = f"{saved.extractor} took the text from the saved page {file} (SHA-256 {saved.sha256}). {page.why}".strip()
    fields += [Field("captured_with", program, page.origin, settled=program), Field("captured_why", settled=why)]
    if "access" in saved.said:
        fields.append(
            Field("access", "not free", "JSON-LD", ask="the page says that it is not free to read: is the text whole?")
        )
    return (*fields, Field("saved", settled={"file": file, "sha256": saved.sha256}))


def _alike(name: str, one: str, other: str) -> bool:
    """Return whether two values of a field say the same."""
    if name == "language":
        return one.partition("-")[0].lower() == other.partition("-")[0].lower()
    drop = r"^https?://(www\.)?|[?#].*|/$" if name == "url" else r"[\W_]+"
    return re.sub(drop, "", one).casefold() == re.sub(drop, "", other).casefold()


def _table(saved: Saved, fields: Iterable[Field]) -> Iterator[str]:
    """Yield the lines that say of each field what is known, from where, and what is left to the editor."""
    rows = [field for field in fields if field.value or not field.settled]
    for field in rows:
        value = field.value if len(field.value) <= WIDE else field.value[: WIDE - 1] + "…"
        yield f"  {field.name:14}{value or 'not found':{WIDE + 2}}{field.origin:24}{field.state}".rstrip()
    left = [field.name for field in rows if not field.value and field.name != "updated"]
    yield f"Left to you: {', '.join((*left, *OPEN))}"
    yield from (f"To decide: {field.ask}" for field in fields if field.ask)
    if saved.others:
        rest = f" and {len(saved.others) - MOST} more" if len(saved.others) > MOST else ""
        yield f"Also in the file, to be taken with --url: {', '.join(saved.others[:MOST])}{rest}"
