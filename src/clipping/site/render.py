"""Render the files of the site from an edition.

``templates/site/`` mirrors the site: each file in it is the template of the file at the same address, and one loop
renders them all. A template that renders to nothing produces no file. Jinja escapes HTML and XML; templates of other
formats use the filters in ``escapes.py``. ``templates/epub/`` mirrors the e-book in the same way, and ``epub.py`` packs
its files into one.
"""

import marshal
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from msgspec import Struct

from clipping.capture import Capture
from clipping.citation import styles
from clipping.citation.item import citation_item, iso_date
from clipping.content import prose
from clipping.content.article_toml import Edits
from clipping.content.mentions import Mention
from clipping.content.notes import Note, date_in_words, date_range
from clipping.errors import ClippingError
from clipping.inputs import checksum_of, files_below
from clipping.record import COUNTED, Article, as_json, schema, texts
from clipping.site import drawing, epub, escapes, metadata, trusted_html, views
from clipping.text import language_of

#: The exceptions that a mistake in a template can raise.
MISTAKES = (jinja2.TemplateError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
#: The filters of the templates, which have the names of these functions.
FILTERS = (
    as_json, date_in_words, date_range, iso_date, views.first_sentence, views.ids_of, views.in_sentence,
    views.location_in_words, views.revealed, views.tree_of, escapes.as_json_text, escapes.in_latex, escapes.in_markdown,
    escapes.note_in_markdown, escapes.bibtex_name, escapes.bibtex_title, escapes.safe_address, trusted_html.as_tei,
    trusted_html.as_xhtml, trusted_html.page_html, trusted_html.in_script, trusted_html.sha256_source, drawing.locator,
)  # fmt: skip
#: The folder of compiled templates. Its name changes with this file, whose settings are compiled into them, and with
#: the version of Python.
COMPILED = Path(__file__).with_name("__pycache__") / f"{sys.implementation.cache_tag}-{checksum_of(Path(__file__))}"


class Edition(Struct, frozen=True):
    """Everything that a site is made from: the article, the editor's settings and additions, and the site's address.

    ``base_url`` ends with a slash; without it, the site contains no absolute address of its own. ``made_from`` has the
    checksums of the build's inputs, and the base address, by name.
    """

    article: Article
    capture: Capture
    edits: Edits = Edits()
    notes: tuple[Note, ...] = ()
    mentions: tuple[Mention, ...] = ()
    pages: tuple[prose.Page, ...] = ()
    base_url: str | None = None
    made_from: dict[str, str] = {}


def render_site(edition: Edition, templates: Path, only: str = "") -> dict[str, bytes]:
    """Return the bytes of each file of the site by its address; ``only`` limits the result to the page of that name.

    Raises ``ClippingError`` with the file and line of a template that is missing or wrong, or with the file of an
    editor's page whose name is already taken.
    """
    site = templates / "site"
    if not site.is_dir():
        raise ClippingError("expected a folder of templates, found none; name one with --templates", str(site))
    sources = {name: f"site/{name}" for name in files_below(site)}
    for page in edition.pages:  # the text of about.html is inserted by its own template
        if sources.setdefault(f"{page.slug}.html", "page.html") != "page.html" and page.slug != "about":
            message = f"expected a name that no other page has, found {page.slug}.html; rename this file"
            raise ClippingError(message, page.file)
    environment, files = environment_of(templates), dict[str, bytes]()
    context = _context(edition, templates, files)

    def rendered(sources: dict[str, str]) -> Iterator[tuple[str, str]]:
        wanted = [(name, template) for name, template in sources.items() if only in ("", name)]
        # The pages come first, since annotations.jsonld is made from one of them.
        for name, template in sorted(wanted, key=lambda pair: (not pair[0].endswith(".html"), pair)):
            try:
                text = environment.get_template(template).render(context, file=name)
            except MISTAKES as error:
                # Jinja puts the templates and their lines into the traceback, even for a mistake in their syntax.
                frames = [each for each in extract_tb(error.__traceback__) if templates in Path(each.filename).parents]
                file, line = (frames[-1].filename, frames[-1].lineno) if frames else (str(templates / template), None)
                raise ClippingError(f"expected to render this template, found: {error}; fix it", file, line) from error
            if text.strip():
                yield name, text

    for name, text in rendered(sources):
        files[name] = text.encode()
    if book := dict(rendered({name: f"epub/{name}" for name in files_below(templates / "epub")})):
        files["article.epub"] = epub.pack(book, edition.base_url)
    return files


class CompiledTemplates(jinja2.BytecodeCache):
    """Keep compiled templates in ``COMPILED`` if it is writable; this saves 250 ms in each build.

    Jinja's own cache would take 5 ms more, since reading bytecode from an open file is slow.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the bytecode from the folder, if it was made from the same text."""
        with suppress(OSError, EOFError, ValueError, TypeError):  # not there, or damaged
            checksum, code = marshal.loads((COMPILED / bucket.key).read_bytes())  # noqa: S302  as safe as __pycache__
            bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the bytecode to the folder."""
        with suppress(OSError):
            COMPILED.mkdir(parents=True, exist_ok=True)
            (COMPILED / bucket.key).write_bytes(marshal.dumps((bucket.checksum, bucket.code)))


def environment_of(templates: Path) -> jinja2.Environment:
    """Return the Jinja environment for the templates in a folder."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        bytecode_cache=CompiledTemplates(),
        autoescape=jinja2.select_autoescape(("html", "xml", "xhtml", "opf")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {function.__name__: function for function in FILTERS}
    return environment


def _context(edition: Edition, templates: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """Return the variables of the templates; those that are slow to compute and used on few pages are functions.

    When one of these functions is called, ``files`` contains what has been rendered so far.
    """
    article, mentions, base_url = edition.article, edition.mentions, edition.base_url
    named, item = texts(article), citation_item(article, base_url)
    by_slug = {note.slug: note for note in edition.notes}
    mentions_of = views.mentions_of(edition.notes, mentions)
    notes = tuple(by_slug[slug] for slug in mentions_of)
    trees = views.trees_of(article, mentions, by_slug)
    printed = [reading for reading in article.readings if reading.role in ("caption", "alternative", "credit")]
    quotations = [quotation for quotation in article.quotations if quotation.kind in COUNTED]
    return {
        "edition": edition,
        "article": article,
        "article_title": article.headline or "An article without a headline",
        "capture": edition.capture,
        "schema": schema,
        "photographs": views.grouped(printed, lambda reading: reading.target),
        "trees": trees,
        "readings": {line: r for r in article.readings for line in range(r.lines[0], r.lines[1] + 1)},
        "texts": named,
        "quotations": quotations,
        "by_speaker": views.grouped(sorted(quotations, key=lambda one: not one.speaker), lambda one: one.speaker),
        "quotation_numbers": {quotation.id: number for number, quotation in enumerate(quotations, 1)},
        "notes": notes,
        "mentions_of": mentions_of,
        "note_numbers": {slug: number for number, slug in enumerate(mentions_of, 1)},
        "subjects": {note.title: note for note in notes if note.kind != "claim"},
        "note_html": cache(lambda slug: trusted_html.note_html(by_slug[slug])),
        "occurrences": cache(lambda slug: views.occurrences(named, mentions_of[slug])),
        "timeline": views.timeline(article, notes),
        "item": item,
        "cite": lambda paragraph: styles.cite(item, language_of(article), paragraph),
        "annotations": lambda: metadata.annotations(
            article, notes, mentions_of, base_url or "", files["index.html"].decode()
        ),
        "evidence": lambda: metadata.page_data(article, notes, mentions_of),
        "style": cache(lambda: trusted_html.stylesheet(templates / "site.css")),
    }
