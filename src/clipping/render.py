"""From the record to the text of each file of the site. The only place where trusted HTML is made.

``templates/site/`` mirrors the site: each file in it is a template for the file at the same address, and one
loop renders them all. A template that renders to nothing makes no file. Pages are escaped, other files are
not; ``formats.py`` has the escapes of the other formats.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, select_autoescape
from markupsafe import Markup

from clipping import formats
from clipping.capture import Capture, fold
from clipping.errors import ClippingError
from clipping.passages import Span, pinpoint, sentence_around, text_fragment, texts, weave
from clipping.record import Article, Part, Quotation, Reading, Run, as_json

#: What stands above the text on the article page, wherever the capture prints it.
MASTHEAD = ("section", "headline", "byline", "published", "updated", "standfirst")
#: What the source page calls each role.
ROLE_NAMES = {"alternative": "alternative text of a photograph", "repetition": "printed again"}
#: The kinds that count as quotations; titles and terms are shown apart.
COUNTED = ("speech", "writing", "fragment")
#: How each kind is told.
KIND_WORDS = {
    "speech": "Something that was said.",
    "writing": "Words of a document or a written statement.",
    "fragment": "A few attributed words inside the reporter’s own sentence.",
    "title": "the name of a work, so nobody’s words.",
    "term": "a term, a nickname or words held at a distance, so nobody’s words.",
}
#: How each basis for a speaker is told.
BASIS_WORDS = {
    "named": "named in the sentence",
    "role": "told by a role or office in the sentence",
    "pronoun": "a pronoun in the sentence, and the person it stands for",
    "elided": "the speaker of the sentence before goes on",
    "carried-over": "carried over from the quotation before",
    "editor": "set by the editor",
    "none": "nothing in the article settles it",
}
#: White space and invisible characters that a reader of the source page should see.
TELLING = re.compile(
    r"(?P<space>^[ ]+|[ ]+$|(?<= )[ ]+)|(?P<tab>\t)|(?P<nobreak>[\u00a0\u202f\u2007])"
    r"|(?P<hidden>[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff])"
)


@dataclass(frozen=True)
class Edition:
    """All that a site is made from: what was read, what an editor adds, where the site will stand.

    ``base_url`` ends with a slash; without it nothing on the site names an address of its own.
    """

    article: Article
    capture: Capture
    index: bool = False
    base_url: str | None = None


@dataclass(frozen=True)
class Block:
    """One reading as it is set on the article page.

    ``id`` is that of the element it belongs to, where this is its first block. ``runs`` are its words with
    what they are; a repeat is not set again but kept as ``again`` of the run that it repeats.
    """

    reading: Reading
    id: str | None
    runs: tuple[tuple[Run, str], ...]

    @property
    def lines(self) -> str:
        """The lines of the capture, as the proof reads them: ``12`` or ``24-26``."""
        first, last = self.reading.lines
        return str(first) if first == last else f"{first}-{last}"


@dataclass(frozen=True)
class Excerpt:
    """A quotation as the page of quotations shows it: each part with the rest of its sentence around it."""

    quotation: Quotation
    contexts: tuple[tuple[str, str, str], ...]
    fragment: str


@dataclass(frozen=True)
class Piece:
    """Some characters of a line of the capture and what is telling about them, if anything."""

    text: str
    kind: str | None
    name: str = ""


def render_site(edition: Edition, templates: Path) -> dict[str, bytes]:
    """Return the bytes of each file of the site by its address.

    Raises ``ClippingError`` that names the template and its line if one is missing or wrong.
    """
    site = templates / "site"
    if not site.is_dir():
        raise ClippingError("expected a folder of templates, found none; give it with --templates", str(site))
    environment = _environment(templates)
    shared = _context(edition, _style(templates))
    files = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~"):
            text = _rendered(environment, templates, f"site/{name}", {**shared, "file": name})
            if fold(text):
                files[name] = text.encode("utf-8")
    return files


def _environment(templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"json": formats.as_json_text, "markdown": formats.in_markdown, "telling": telling}
    return environment


def _context(edition: Edition, style: str) -> dict[str, Any]:
    article = edition.article
    blocks = tuple(_blocks(article))
    body = [block for block in blocks if block.reading.role not in MASTHEAD]
    named = texts(article)
    spans: dict[str, list[Span]] = {}
    quoted_in: dict[str, list[Quotation]] = {}
    for quotation in article.quotations:
        for part in quotation.parts:
            spans.setdefault(part.paragraph, []).append(Span(part.start, part.end, "quotation", quotation))
            if quotation.kind in COUNTED:
                quoted_in.setdefault(part.paragraph, []).append(quotation)
    excerpts = [_excerpt(quotation, named) for quotation in article.quotations]
    return {
        "edition": edition,
        "article": article,
        "capture": edition.capture,
        "record": as_json(article),
        "masthead": [block for block in blocks if block.reading.role in MASTHEAD],
        "body": [(kind, list(group)) for kind, group in groupby(body, key=_setting)],
        "readings": {line: reading for reading in article.readings for line in range(*_through(reading))},
        "woven": {name: weave(text, spans.get(name, ())) for name, text in named.items()},
        "quoted_in": quoted_in,
        "excerpts": [excerpt for excerpt in excerpts if excerpt.quotation.kind in COUNTED],
        "set_aside": [excerpt for excerpt in excerpts if excerpt.quotation.kind not in COUNTED],
        "basis_words": BASIS_WORDS,
        "kind_words": KIND_WORDS,
        "pinpoint": lambda quotation: pinpoint(article, quotation, edition.base_url),
        "captions": {caption.id: caption for caption in article.captions},
        "description": _description(edition.article),
        "role_names": ROLE_NAMES,
        "root": "",
        "style": Markup(style),  # noqa: S704 - our own stylesheet, no word of the content in it
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    }


def _description(article: Article) -> str:
    """Return the first words of the article, at most about 160 characters, for search engines and previews."""
    text = next((paragraph.text for paragraph in article.paragraphs if paragraph.kind == "paragraph"), "")
    return text if len(text) <= 160 else text[:160].rpartition(" ")[0] + "…"


def _through(reading: Reading) -> tuple[int, int]:
    return reading.lines[0], reading.lines[1] + 1


def _excerpt(quotation: Quotation, named: dict[str, str]) -> Excerpt:
    contexts = tuple(_in_context(part, named[part.paragraph]) for part in quotation.parts)
    return Excerpt(quotation, contexts, text_fragment(contexts[0][1]))


def _in_context(part: Part, text: str) -> tuple[str, str, str]:
    """Return the words of the sentence before a part, the part, and the words after it."""
    first, last = sentence_around(text, part.start, part.end)
    return text[first : part.start], text[part.start : part.end], text[part.end : last]


def _setting(block: Block) -> str:
    """Return what a block of the body is set as: photographs stand together, paragraphs alone."""
    return "text" if block.reading.role in ("paragraph", "subheading") else "photographs"


def _blocks(article: Article) -> Iterator[Block]:
    seen: set[str] = set()
    for reading in article.readings:
        if reading.target is None:
            continue
        runs: list[tuple[Run, str]] = []
        for run in reading.runs:
            if run.role == "repeat" and runs:
                runs[-1] = (runs[-1][0], runs[-1][1] + run.text)
            else:
                runs.append((run, ""))
        yield Block(reading, None if reading.target in seen else reading.target, tuple(runs))
        seen.add(reading.target)


def telling(line: str) -> Iterator[Piece]:
    """Split ``line`` where its white space matters: at its ends, doubled, no-break, tabs, invisible characters."""
    place = 0
    for found in TELLING.finditer(line):
        if found.start() > place:
            yield Piece(line[place : found.start()], None)
        for character in found[0]:
            yield Piece(character, found.lastgroup, f"U+{ord(character):04X}")
        place = found.end()
    if place < len(line):
        yield Piece(line[place:], None)


def _style(templates: Path) -> str:
    path = templates / "site.css"
    try:
        style = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClippingError(f"expected the stylesheet, found none that can be read ({error})", str(path)) from error
    if "</" in style:  # it would end the style element early
        raise ClippingError("expected styles only, found “</”; take the markup out", str(path))
    return formats.small_css(style)


def _rendered(environment: Environment, templates: Path, name: str, context: dict[str, Any]) -> str:
    try:
        return environment.get_template(name).render(context)
    except TemplateSyntaxError as error:
        file = error.filename or str(templates / (error.name or name))
        raise ClippingError(
            f"expected a valid template, found: {error.message}; mend it", file, error.lineno
        ) from error
    except (TemplateError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        file, line = _place(error, templates) or (str(templates / name), None)
        raise ClippingError(f"expected to render this template, found: {error}; mend it", file, line) from error


def _place(error: BaseException, templates: Path) -> tuple[str, int] | None:
    """Return the template and the line where ``error`` was raised: Jinja puts them into the traceback."""
    place, step = None, error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if Path(file).is_relative_to(templates):
            place = file, step.tb_lineno
        step = step.tb_next
    return place
