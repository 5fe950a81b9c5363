"""The proof: the written site, read back from disk and compared with the capture.

Every page must be in a subset of HTML that all parsers read alike (``markup``). Every line of the capture must be on
the article page or listed as furniture; no other words on that page may pass for the article's; and every text of the
record must be in the capture (``checks``). The files listed in ``copies`` must repeat these texts and lines unchanged.
Nothing is imported from the parser or the renderer, so neither can vouch for itself. The proof reads this markup:

- ``data-lines="12"`` or ``"24-26"``: the text of this element is these lines of the capture, white space folded;
- ``data-again="…"``: the capture prints the text of this element again, spaced as in the value; the page shows it once;
- ``data-editor``: these words are an editor's, not the article's;
- ``<li id="L12">…<code>`` on the source page: the text of the code is the line, character for character;
- ``<div id="q2">…<b>`` on the page of quotations: the words of the quotation.

Each check is a generator of faults: its docstring is the rule, and its name becomes the code of the findings.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from clipping.capture import Capture
from clipping.errors import ClippingError
from clipping.verify.checks import PAGE_CHECKS
from clipping.verify.copies import COPIES, copy_differs
from clipping.verify.published import differs
from clipping.verify.written import Fault, Site, unreadable

#: At most this many findings of one kind are reported; a fault in a template may cause thousands.
MAX_FINDINGS = 20


class Finding(Struct, frozen=True):
    """The name of the broken rule (``code``), the file, what is wrong and how to fix it, and the line, if any."""

    code: str
    file: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return str(ClippingError(f"[{self.code}] {self.message}", self.file, self.line))


def compare_site(folder: Path, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Compare the site in ``folder`` with ``files``, what a build would make now, and return what differs."""
    return tuple(_findings(differs, folder, files))


def verify_site(folder: Path, capture: Capture, pinned: frozenset[int] = frozenset()) -> tuple[Finding, ...]:
    """Compare the site in ``folder`` with ``capture`` and return what is wrong; nothing if it is proved.

    ``pinned`` are the lines of the capture that an editor pinned as furniture.
    """
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    if missing := sorted(COPIES.keys() - files):
        message = "expected this file in every site, found none; restore its template"
        return tuple(Finding("file-missing", name, message) for name in missing)
    findings: list[Finding] = []
    try:
        site = Site(folder, files, capture, pinned)
        for check in PAGE_CHECKS:
            findings += _findings(check, site)
        if all(finding.file != "article.json" for finding in findings):
            findings += _findings(copy_differs, site)  # a wrong text in the record would differ from every copy
    except ClippingError as error:
        return (Finding("markup", str(error.file), error.message, error.line),)  # no other check can be relied on
    except Exception as error:  # a damaged record can make a check raise anything
        findings.append(Finding("record-differs", *unreadable("article.json", error)))
    return tuple(findings)


def _findings(check: Callable[..., Iterable[Fault]], *arguments: object) -> list[Finding]:
    """Return the findings of a check: the first ``MAX_FINDINGS``, and in the last of them the number of the others."""
    findings = [Finding(check.__name__.replace("_", "-"), *fault) for fault in check(*arguments)]
    if more := findings[MAX_FINDINGS:]:
        last = findings[MAX_FINDINGS - 1]
        findings[MAX_FINDINGS - 1 :] = [replace(last, message=f"{last.message} … and {len(more):,} more like this")]
    return findings
