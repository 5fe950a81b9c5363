"""The proof: the written site, read back from disk and compared with the capture.

The proof imports nothing from the parser or the renderer, so neither can vouch for itself. The markup of the pages
states what to check:

- ``data-lines="12"`` or ``"24-26"``: the text of this element is these lines of the capture, white space folded;
- ``data-again="…"``: the capture repeats the element's text in these words; the page shows it once;
- ``data-editor``: these words are an editor's, not the article's;
- ``<li id="L12">…<code>`` on the source page: the text of the code is the line, character for character;
- ``<div id="q2">…<b>`` on the page of quotations: the words of the quotation.

Each check is a generator of faults. Its name is the code of its findings, and its docstring is the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from clipping.capture import Capture
from clipping.errors import ClippingError
from clipping.verify import browser, copies, verbatim
from clipping.verify.published import differs
from clipping.verify.written import Site

CHECKS = (
    *(browser.link_broken, browser.note_unreachable, browser.policy, verbatim.lines_differ, verbatim.words_hidden),
    *(verbatim.furniture_sentence, verbatim.record_differs, copies.copy_differs, copies.quotation_differs),
)
#: The files of every site.
PROMISED = """
    index.html quotations.html notes.html timeline.html check.html cite.html source.html about.html 404.html robots.txt
    article.txt article.md article.json article.schema.json article.epub article.tei.xml annotations.jsonld SHA256SUMS
    citation.bib citation.csl.json citation.ris"""


class Finding(Struct, frozen=True):
    """What is wrong, as it is reported: the rule it breaks (``code``), the file, what to do, and the line if known."""

    code: str
    file: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return str(ClippingError(f"[{self.code}] {self.message}", self.file, self.line))


def compare_site(folder: Path, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Compare the site in ``folder`` with ``files``, as it would be built now, and return what differs."""
    return tuple(Finding("differs", *fault) for fault in differs(folder, files))


def verify_site(folder: Path, capture: Capture, pinned: frozenset[int] = frozenset()) -> tuple[Finding, ...]:
    """Compare the site in ``folder`` with ``capture`` and return what is wrong; nothing if it is proved.

    ``pinned`` are the lines of the capture that an editor called furniture.
    """
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    if missing := sorted(set(PROMISED.split()) - files.keys()):  # the checks need all files
        message = "expected this file in the site, found none; build again"
        return tuple(Finding("file-missing", name, message) for name in missing)
    try:
        site = Site(files, capture, pinned)
    except ClippingError as error:
        return (Finding("markup", str(error.file), error.message, error.line),)  # no other check could be relied on
    findings: list[Finding] = []
    for check in (*CHECKS, copies.download_differs):
        code = check.__name__.replace("_", "-")
        if check not in CHECKS and any(finding.file == "article.json" for finding in findings):
            break  # downloads are compared with the record, so a wrong record is reported alone
        try:
            findings.extend(Finding(code, *fault) for fault in check(site))
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            message = f"expected what this program writes, found another form of it ({error!r}); build again"
            findings.append(Finding(code, "article.json", message))
    return tuple(findings)
