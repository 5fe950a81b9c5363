"""From the record to the text of each file of the site. The only place where trusted HTML is made.

``templates/site/`` mirrors the site: each file in it is a template for the file at the same address, and one
loop renders them all. A template that renders to nothing makes no file. Pages and XML are escaped, other files
are not; ``escapes.py`` has the escapes of the other escapes. ``templates/epub/`` mirrors the e-book in the same
way, and ``epub.py`` puts its files into one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.bccache import Bucket
from markupsafe import Markup
from msgspec import Struct

from clipping.capture import Capture, fold
from clipping.citation import formats, styles
from clipping.citation.item import citation_item
from clipping.content import prose
from clipping.content.article import Colophon
from clipping.content.mentions import Mention
from clipping.content.notes import Note
from clipping.errors import ClippingError
from clipping.record import COUNTED, Article, as_json, schema
from clipping.site import epub, escapes, metadata, stylesheet, tei, views, webannotations
from clipping.site.drawing import bars
from clipping.site.evidence import evidence
from clipping.site.passages import pinpoint, plain

#: What the source page calls each role.
ROLE_NAMES = {"alternative": "alternative text", "repetition": "printed again"}
#: The other forms of the article: address, media type, and what they are.
ALTERNATES = (
    ("article.epub", "application/epub+zip", "the article with quotations, notes and source as an e-book"),
    ("article.txt", "text/plain", "the capture, byte for byte"),
    ("article.tei.xml", "application/tei+xml", "the article, encoded in TEI P5 for research"),
    ("article.md", "text/markdown", "the article as Markdown"),
    ("article.json", "application/json", "the record: everything that was read, with its lines"),
    ("annotations.jsonld", "application/ld+json", "quotations and notes as W3C Web Annotations"),
    ("citation.csl.json", "application/vnd.citationstyles.csl+json", "the citation as CSL-JSON"),
    ("citation.ris", "application/x-research-info-systems", "the citation as RIS"),
    ("citation.bib", "application/x-bibtex", "the citation as BibTeX"),
)
#: How each kind is told.
KIND_WORDS = {
    "speech": "Speech: words that somebody is said to have spoken.",
    "writing": "Writing: words of a document or a written statement.",
    "fragment": "Fragment: a few attributed words inside the reporter’s own sentence.",
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


class Edition(Struct, frozen=True):
    """All that a site is made from: what was read, what an editor adds, where the site will stand.

    ``base_url`` ends with a slash; without it nothing on the site names an address of its own. ``sealed`` says that the
    capture has the sum that was noted when it was taken in; ``colophon`` says who made the edition.
    """

    article: Article
    capture: Capture
    notes: tuple[Note, ...] = ()
    mentions: tuple[Mention, ...] = ()
    pages: tuple[prose.Page, ...] = ()
    index: bool = False
    base_url: str | None = None
    sealed: bool = False
    colophon: Colophon = Colophon()


def page_renderer(edition: Edition, templates: Path) -> Callable[[str], str | None]:
    """Return what renders one file of the site by its address, or gives ``None`` where the site has no such file.

    Raises ``ClippingError`` as ``render_site`` does; so does what it returns.
    """
    environment, context = _environment(templates), _context(edition, stylesheet.read(templates / "site.css"))
    names = {path.relative_to(templates / "site").as_posix() for path in _templates(templates, "site")}
    return lambda name: _file(environment, templates, "site", name, context) if name in names else None


def render_site(edition: Edition, templates: Path) -> dict[str, bytes]:
    """Return the bytes of each file of the site by its address.

    Raises ``ClippingError`` that names the template and its line if one is missing or wrong.
    """
    site = templates / "site"
    if not site.is_dir():
        raise ClippingError("expected a folder of templates, found none; give it with --templates", str(site))
    environment = _environment(templates)
    shared = _context(edition, stylesheet.read(templates / "site.css"))
    files = {name: text.encode("utf-8") for name, text in _rendered_folder(environment, templates, "site", shared)}
    if book := dict(_rendered_folder(environment, templates, "epub", _book_context(edition, shared))):
        files["article.epub"] = epub.pack(book, edition.base_url)
    return files


def _rendered_folder(
    environment: Environment, templates: Path, folder: str, context: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each file that the templates of ``folder`` make."""
    for path in _templates(templates, folder):
        name = path.relative_to(templates / folder).as_posix()
        if text := _file(environment, templates, folder, name, context):
            yield name, text


def _file(environment: Environment, templates: Path, folder: str, name: str, context: dict[str, Any]) -> str | None:
    """Return the text of one file that the templates of ``folder`` make; ``None`` where that is nothing."""
    text = _rendered(environment, templates, f"{folder}/{name}", {**context, "file": name})
    return text if fold(text) else None


def _templates(templates: Path, folder: str) -> list[Path]:
    """Return the templates of ``folder`` in order, without what editors of text leave beside them."""
    paths = sorted((templates / folder).rglob("*"))
    return [path for path in paths if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~")]


class _CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps its compiled modules, and like them only where it may write."""

    @classmethod
    def beside_this_module(cls) -> _CompiledTemplates | None:
        folder = Path(__file__).parent / "__pycache__" / "templates"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return cls(str(folder))
        return None

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


@lru_cache(maxsize=1)
def _environment(templates: Path) -> Environment:
    """Return the templates' environment; a preview goes on with it, since it sees itself when a template changes."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        bytecode_cache=_CompiledTemplates.beside_this_module(),
        autoescape=select_autoescape(("html", "xml", "xhtml", "opf")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "json": escapes.as_json_text,
        "short_json": escapes.as_short_json,
        "markdown": escapes.in_markdown,
        "address_in_markdown": escapes.address_in_markdown,
        "note_markdown": escapes.note_in_markdown,
        "day": escapes.date_in_words,
        "place": escapes.place_in_words,
        "telling": views.telling,
        # Both make other elements around the same escaped words.
        "raised": lambda html, levels: Markup(escapes.with_headings_raised(html, levels)),  # noqa: S704
        "tei": lambda html: Markup(tei.as_tei(html)),  # noqa: S704
        "sha256": escapes.sha256_source,
    }
    return environment


def _context(edition: Edition, style: stylesheet.Stylesheet) -> dict[str, Any]:
    article = edition.article
    notes = {note.slug: note for note in edition.notes}
    item = citation_item(article, edition.base_url)
    blocks = tuple(views.blocks(article))
    woven = views.woven(article, edition.mentions, notes)
    excerpts = views.excerpts(article)
    counted = [excerpt for excerpt in excerpts if excerpt.quotation.kind in COUNTED]
    note_views = views.note_views(article, edition.notes, edition.mentions)
    return {
        "edition": edition,
        "article": article,
        "capture": edition.capture,
        "record": as_json(article),
        "schema": schema,
        "masthead": [block for block in blocks if block.reading.role in views.MASTHEAD],
        "body": views.body(blocks),
        "woven": woven,
        "printed": {name: plain(nodes) for name, nodes in woven.items()},
        "captions": {caption.id: caption for caption in article.captions},
        "readings": {line: r for r in article.readings for line in range(r.lines[0], r.lines[1] + 1)},
        "role_names": ROLE_NAMES,
        "quoted_in": views.quoted_in(article),
        "excerpts": counted,
        "set_aside": [excerpt for excerpt in excerpts if excerpt.quotation.kind not in COUNTED],
        "quotation_numbers": {excerpt.quotation.id: number for number, excerpt in enumerate(counted, 1)},
        "basis_words": BASIS_WORDS,
        "kind_words": KIND_WORDS,
        "pinpoint": lambda quotation: pinpoint(article, quotation, edition.base_url),
        "note_views": note_views,
        "notes_beside": {
            home: [view for view in note_views if view.home == home] for home in {view.home for view in note_views}
        },
        "note_numbers": {view.note.slug: view.number for view in note_views},
        "notes_by_title": {view.note.title: view.note for view in note_views},
        "note_text": {note.slug: _note_text(note) for note in edition.notes},
        "speakers": tei.speakers(article, edition.notes),
        "tei_dating": tei.dating,
        "timeline": views.timeline(article, edition.notes),
        "bars": lambda figures: bars(figures.series, [row.values for row in figures.rows]),
        "paragraph_numbers": {paragraph.id: int(paragraph.id[1:]) for paragraph in article.paragraphs},
        "alternates": ALTERNATES,
        "item": item,
        "csl_json": formats.as_csl_json(item),
        "ris": formats.as_ris(item),
        "bibtex": formats.as_bibtex(item),
        "cite": partial(styles.cite, styles.Work(item)),
        "meta_tags": lambda file, text: metadata.meta_tags(article, item, file, text, edition.base_url),
        "linked_data": lambda file: _script_text(
            metadata.linked_data(article, edition.notes, file, edition.base_url, edition.colophon.revised)
        ),
        "annotations": list(webannotations.annotate(article, edition.notes, edition.mentions, edition.base_url or "")),
        "evidence": _script_text(evidence(article, edition.base_url)),
        "pages": {page.slug: (page.title, _page_text(page)) for page in edition.pages},
        "description": views.description(article),
        "root": "",
        # Our own stylesheet, with no word of the content in it.
        "style": lambda layers: Markup(style.cut(layers)),  # noqa: S704
    }


def _book_context(edition: Edition, shared: dict[str, Any]) -> dict[str, Any]:
    """Return what the templates of the e-book see: what those of the site do, and what only a book has."""
    modified, dated_by = epub.modified(edition.article)
    notes = {slug: Markup(escapes.as_xhtml(str(text))) for slug, text in shared["note_text"].items()}  # noqa: S704 - as below
    return {
        **shared,
        "note_text": notes,
        "book_id": epub.identifier(edition.capture.sha256),
        "book_modified": modified,
        "book_dated_by": dated_by,
    }


def _note_text(note: Note) -> Markup:
    sources = prose.Sources(note.source_addresses, f"the note on {note.title}")
    made = prose.render(note.body, note.file, note.body_line, heading=4, sources=sources)
    return Markup(made)  # noqa: S704 - prose.render lets nothing out but its own elements


def _script_text(value: Any) -> Markup:
    return Markup(escapes.as_script_text(value))  # noqa: S704 - the format leaves nothing that could end the element


def _page_text(page: prose.Page) -> Markup:
    return Markup(prose.render(page.body, page.file, page.line))  # noqa: S704 - as above


def _rendered(environment: Environment, templates: Path, name: str, context: dict[str, Any]) -> str:
    try:
        return environment.get_template(name).render(context)
    except TemplateSyntaxError as error:
        file = error.filename or str(templates / (error.name or name))
        raise ClippingError(
            f"expected a valid template, found: {error.message}; mend it", file, error.lineno
        ) from error
    except (
        TemplateError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
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
