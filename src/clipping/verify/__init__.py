"""The proof: the written site, read back from disk and compared with the capture.

Every page is in a language that all parsers read alike (``markup``). Every line of the capture is on the article page,
which has no other words that could pass for the article's, and every text of the record is the capture's (``checks``).
Every file that repeats texts of the record or lines of the capture has them unchanged (``copies``). The proof imports
nothing from the parser or the renderer, so neither can vouch for itself. The markup of the pages states what to check:

- ``data-lines="12"`` or ``"24-26"``: the text of this element is these lines of the capture, white space folded;
- ``data-again="…"``: the capture repeats the element's text in these words; the page shows it once;
- ``data-editor``: these words are an editor's, not the article's;
- ``<li id="L12">…<code>`` on the source page: the text of the code is the line, character for character;
- ``<div id="q2">…<b>`` on the page of quotations: the words of the quotation.

Each check is a generator of faults. Its name is the code of its findings, and its docstring is the rule.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from clipping.capture import Capture
from clipping.errors import ClippingError
from clipping.verify import checks, copies
from clipping.verify.published import differs
from clipping.verify.written import Site, unreadable

CHECKS = (
    *(checks.link_broken, checks.note_unreachable, checks.policy, checks.words_hidden, checks.lines_differ),
    *(checks.furniture_sentence, checks.record_differs, copies.copy_differs),
)
#: The files of every site.
PROMISED = {
    *(*copies.COPIES, "notes.html", "timeline.html", "cite.html", "about.html", "404.html", "robots.txt"),
    *("article.schema.json", "citation.bib", "citation.csl.json", "citation.ris"),
}


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
    if missing := sorted(PROMISED.difference(files)):  # the checks need all files
        message = "expected this file in every site, found none; restore its template"
        return tuple(Finding("file-missing", name, message) for name in missing)
    findings: list[Finding] = []
    try:
        site = Site(folder, files, capture, pinned)
        for check in CHECKS:
            if check is copies.copy_differs and any(finding.file == "article.json" for finding in findings):
                break  # copies are compared with the record, so a wrong record is reported alone
            findings += [Finding(check.__name__.replace("_", "-"), *fault) for fault in check(site)]
    except ClippingError as error:
        return (Finding("markup", str(error.file), error.message, error.line),)  # no other check could be relied on
    except Exception as error:  # whatever damage to the record makes a check raise
        findings.append(Finding("record-differs", *unreadable("article.json", error)))
    return tuple(findings)
