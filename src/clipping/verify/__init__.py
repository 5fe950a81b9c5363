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

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from clipping.capture import Capture
from clipping.errors import ClippingError
from clipping.verify import browser, copies, verbatim
from clipping.verify.published import differs
from clipping.verify.written import Fault, Site

CHECKS = (
    *(browser.link_broken, browser.note_unreachable, browser.policy, verbatim.words_hidden, verbatim.lines_differ),
    *(verbatim.furniture_sentence, verbatim.record_differs),
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
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    if missing := sorted(set(PROMISED.split()) - set(files)):  # the checks need all files
        message = "expected this file in every site, found none; restore its template"
        return tuple(Finding("file-missing", name, message) for name in missing)
    try:
        site = Site(folder, files, capture, pinned)
    except ClippingError as error:
        return (Finding("markup", str(error.file), error.message, error.line),)  # no other check could be relied on
    findings = [finding for check in CHECKS for finding in _findings(check, site, "article.json")]
    if not any(finding.file == "article.json" for finding in findings):  # the copies are compared with the record
        for file in copies.COPIES:
            findings += _findings(copies.copy_differs, site, file)
    return tuple(findings)


def _findings(check: Callable[..., Iterator[Fault]], site: Site, file: str) -> list[Finding]:
    """Return what ``check`` finds; if it can't read ``file``, that is a finding, too."""
    code, findings = check.__name__.replace("_", "-"), []
    try:
        for fault in check(site) if check in CHECKS else check(site, file):
            findings.append(Finding(code, *fault))
    except Exception as error:  # whatever a damaged file makes a reader raise
        found = f"an error in it ({type(error).__name__}: {error})"
        message = f"expected a file that can be read, found {found}; fix what writes this file"
        findings.append(Finding(code, file, message))
    return findings
