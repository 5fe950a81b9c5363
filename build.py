"""Build the website of one captured news article, and prove it against the capture.

The pipeline reads top to bottom: capture → article → pages → site → findings.
"""

import sys
from argparse import Namespace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from clipping.cli import ROOT, base_url, main

if __name__ == "__main__":  # main imports this file again, so that it can report what stops the imports below
    sys.exit(main())

from msgspec.structs import replace

from clipping.capture import read_capture
from clipping.content.article_toml import read_edits
from clipping.content.mentions import find_mentions
from clipping.content.notes import check_links, read_notes
from clipping.content.prose import read_pages
from clipping.errors import ClippingError, Findings
from clipping.explain import explanation
from clipping.inputs import check_inputs, checksum_of, unread_files
from clipping.parse import parse
from clipping.publish import publish_site, with_sums
from clipping.quotations import find_quotations
from clipping.record import as_json
from clipping.site.escapes import as_json_text
from clipping.site.render import Edition, render_site
from clipping.text import language_of
from clipping.verify import bytes_of, compare_site, statement, verify_site

__all__ = ["main"]  # for the tests, which run commands without starting another process
CODE = ROOT / "src"


def read(content: Path) -> Edition:
    """Return the edition in the folder ``content``: its capture, the editor's settings, and the article made from both.

    The edition has no notes or pages yet. Raises ``ClippingError`` at the first mistake; doubts stay in the article.
    """
    check_inputs(content)
    made_from = {"content": checksum_of(content)}  # before anything is read, so that a later change is noticed
    capture = read_capture(content / "article.txt")
    edits = read_edits(content / "article.toml", capture)
    article = replace(parse(capture, edits.pins), source=edits.source, edition=edits.edition)
    quotations = find_quotations(article, edits.corrections, language_of(article), str(content / "article.toml"))
    return Edition(replace(article, quotations=quotations), capture, edits, made_from=made_from)


def make_site(options: Namespace, address: str | None, only: str = "") -> tuple[dict[str, bytes], Edition]:
    """Return the files of the site by relative address, and the edition that they were made from.

    ``address`` is the site's base address, if known. If ``only`` is the name of a page, only a draft of that page is
    made. Its links are not checked and, to save a tenth of the time, the page states the checksum of the content alone.
    Raises ``ClippingError`` at the first mistake, and ``Findings`` if there are doubts.
    """
    check_inputs(options.templates)
    edition = read(options.content)
    article = edition.article
    if article.doubts:
        file = edition.capture.file
        raise Findings([ClippingError(f"[doubt] {doubt.message}", file, doubt.line) for doubt in article.doubts])
    notes = read_notes(options.content / "notes")
    pages = read_pages(options.content / "pages")
    mentions = find_mentions(article, notes)
    edition = replace(edition, notes=notes, mentions=mentions, pages=pages, base_url=address)
    if only:
        return render_site(edition, options.templates, only), edition
    sums = {"templates": checksum_of(options.templates), "program": checksum_of(ROOT / "build.py", CODE)}
    made_from = edition.made_from | sums | ({"base address": address} if address else {})
    files = with_sums(render_site(replace(edition, made_from=made_from), options.templates))
    check_links((*notes, *pages), files)
    if checksum_of(options.content) != made_from["content"]:  # files may have changed between two reads
        raise ClippingError("expected no change during the build, found one; build again", str(options.content))
    return files, edition


def build(options: Namespace) -> str:
    """Build the site, prove it against the capture and publish it; print warnings, and return a summary to print.

    Raises what ``make_site`` and ``publish_site`` raise. The published site is then as it was, or as the error says.
    """
    files, edition = make_site(options, options.base_url)
    capture, pinned = edition.capture, edition.edits.pins.furniture
    inputs = (options.content, options.templates, CODE)
    warnings = publish_site(files, options.output, inputs, lambda stage: verify_site(stage, capture, pinned))
    for warning in (*warnings, *unread_files(options.content)):
        print(warning, file=sys.stderr)
    return f"{options.output}: {len(files)} files, checked against all {len(capture.lines)} lines of {capture.file}"


def check(options: Namespace) -> str:
    """Compare the published site with a new build in memory, then with the capture; return a summary, write nothing.

    By default, the base address is the address that the site states. Raises ``Findings`` and what ``make_site`` raises.
    """
    if not options.output.is_dir():
        raise ClippingError("expected a built site, found none; build it first", str(options.output))
    stated = statement(bytes_of(options.output / "source.html")).get("base-address")
    files, edition = make_site(options, options.base_url or (stated and base_url(stated)))
    capture, pinned = edition.capture, edition.edits.pins.furniture
    if findings := compare_site(options.output, files) or verify_site(options.output, capture, pinned):
        raise Findings(findings, outcome="")
    same = f"{options.output}: {len(files)} files, each byte for byte what a build would make now"
    return f"{same}; every line of {capture.file} is in them; templates and program are not checked (see SECURITY.md)"


def record(options: Namespace) -> str:
    """Return the record as JSON; raises what ``read`` raises."""
    return as_json_text(as_json(read(options.content).article))


def explain(options: Namespace) -> str:
    """Return each line of the capture with its role and the reason for it; raises what ``read`` raises."""
    edition = read(options.content)
    return explanation(edition.article, edition.capture)
