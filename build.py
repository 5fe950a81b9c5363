"""Build the website of one captured news article, and prove it against the capture.

The pipeline reads top to bottom: capture → article → pages → site → findings.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from clipping.cli import ROOT, base_url, main

if __name__ == "__main__":  # before the imports below, so that Ctrl-C or a missing package is reported there, too
    sys.exit(main())

from msgspec.structs import replace

from clipping.capture import Capture, read_capture
from clipping.content.article_toml import Edits, read_edits
from clipping.content.mentions import find_mentions
from clipping.content.notes import check_revised, read_notes
from clipping.content.prose import read_pages
from clipping.errors import ClippingError
from clipping.explain import explanation
from clipping.inputs import check_inputs, sum_of, unread
from clipping.parse import parse
from clipping.publish import staged, swap_in, with_sums
from clipping.quotations import find_quotations
from clipping.record import Article, as_json
from clipping.site.escapes import as_json_text
from clipping.site.render import Edition, render_site
from clipping.text import language_of
from clipping.verify import Finding, compare_site, verify_site
from clipping.verify.published import bytes_of, statement

__all__ = ["build", "check", "explain", "main", "read", "record"]


def build(options: Namespace) -> str | tuple[Finding, ...]:
    """Build the site beside the published one, prove it against the capture, and swap it in if it is proved.

    Returns what was built, or what stopped it: the doubts that an editor has to settle first, or findings. Warnings are
    printed.
    """
    capture, edits, article = read(options.content)
    if article.doubts:
        return _doubts(article)
    files = make(options, options.base_url, capture, edits, article)
    inputs = (options.content, options.templates, ROOT / "src")
    with staged(files, options.output, inputs) as (stage, warnings):
        findings = verify_site(stage, capture, edits.pins.furniture)
        if not findings:
            swap_in(stage, options.output, inputs, files.keys())
    for warning in (*warnings, *(unread(options.content) if not findings else ())):
        print(warning, file=sys.stderr)
    size = f"{len(files)} files, checked against all {len(capture.lines)} lines of {capture.file}"
    return findings or f"{options.output}: {size}"


def check(options: Namespace) -> str | tuple[Finding, ...]:
    """Make the site again in memory, compare the one in the output folder with it, and prove that; write nothing.

    It is made for the base address that it states, if none is given.
    """
    if not options.output.is_dir():
        raise ClippingError("expected a built site, found none; build it first", str(options.output))
    stated = statement(bytes_of(options.output / "source.html")).get("base-address", "none")
    capture, edits, article = read(options.content)
    if article.doubts:
        return _doubts(article)
    address = options.base_url or (None if stated == "none" else base_url(stated))
    files = make(options, address, capture, edits, article)
    same = f"{len(files)} files, each byte for byte what content, templates and program make now"
    proved = f"{options.output}: {same}; every line of {capture.file} is in them; not proved are templates and program"
    findings = compare_site(options.output, files) or verify_site(options.output, capture, edits.pins.furniture)
    return findings or f"{proved}, see SECURITY.md"


def make(options: Namespace, address: str | None, capture: Capture, edits: Edits, article: Article) -> dict[str, bytes]:
    """Return the files of a site at ``address``: of what ``read`` returns, the notes, the pages and the templates.

    Raises ``ClippingError`` at the first mistake in them.
    """
    check_inputs(options.templates)
    made_from = {
        "content": sum_of(options.content),
        "templates": sum_of(options.templates),
        "program": sum_of(ROOT / "build.py", ROOT / "src"),
        "base address": address or "none",
    }
    notes = read_notes(options.content / "notes")
    check_revised(options.content / "article.toml", edits.colophon.revised, notes)
    mentions, pages = find_mentions(article, notes), read_pages(options.content / "pages")
    known = (edits.index, address, edits.capture_sha256 is not None, edits.colophon)
    edition = Edition(article, capture, notes, mentions, pages, *known, made_from)
    return with_sums(render_site(edition, options.templates))


def _doubts(article: Article) -> tuple[Finding, ...]:
    return tuple(Finding("doubt", article.capture.file, doubt.message, doubt.line) for doubt in article.doubts)


def record(options: Namespace) -> str:
    """Return the record as JSON; write nothing."""
    return as_json_text(as_json(read(options.content)[2]))


def explain(options: Namespace) -> str:
    """Return each line of the capture with what it was read as, and why; write nothing."""
    capture, _, article = read(options.content)
    return explanation(article, capture)


def read(content: Path) -> tuple[Capture, Edits, Article]:
    """Return what the folder ``content`` contains: the capture, what the editor says, and the article they make.

    Raises ``ClippingError`` at the first mistake in them; doubts of the parser are left in the article.
    """
    if not content.is_dir():
        raise ClippingError("expected a content folder, found none; give it with --content", str(content))
    check_inputs(content)
    capture = read_capture(content / "article.txt")
    edits = read_edits(content / "article.toml", capture)
    article = replace(parse(capture, edits.pins), source=edits.source, edition=edits.colophon)
    quotations = find_quotations(article, edits.corrections, language_of(article), str(content / "article.toml"))
    return capture, edits, replace(article, quotations=quotations)
