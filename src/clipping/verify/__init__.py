"""The proof: the written site, read back from disk, held against the capture.

Nothing of the parser or the renderer is imported here, so that neither can vouch for itself. What the pages
claim is read from their markup:

- ``data-lines="12"`` or ``"24-26"``: the text of this element is these lines of the capture, white space folded;
- ``data-again="…"``: the capture prints the element's text over again in these words; the page shows it once;
- ``data-editor``: these words are an editor's, not the article's;
- ``data-line="12"`` on the source page: the text of this element is the line, character for character.

Each check is a generator of findings; its docstring is the rule, and the findings carry its code.
"""

from __future__ import annotations

from pathlib import Path

from clipping.capture import Capture
from clipping.verify import downloads, files, record, web, words
from clipping.verify.site import Check, Finding, Site

__all__ = ["CHECKS", "Finding", "verify_site"]

CHECKS: tuple[Check, ...] = (
    files.check_copy,
    files.check_sums,
    web.check_ids,
    web.check_links,
    web.check_notes,
    web.check_requests,
    web.check_scripts,
    web.check_policy,
    words.check_lines,
    words.check_order,
    words.check_text,
    words.check_hidden,
    words.check_marks,
    words.check_furniture,
    words.check_source_page,
    record.check_record,
    record.check_quotations,
    record.check_evidence,
    downloads.check_downloads,
    downloads.check_selectors,
)


def verify_site(folder: Path, capture: Capture, pinned: frozenset[int] = frozenset()) -> tuple[Finding, ...]:
    """Hold the site in ``folder`` against ``capture`` and return what is wrong; nothing if it is proved.

    ``pinned`` are the lines of the capture that an editor called furniture.
    """
    site = Site(folder, capture, pinned)
    if missing := tuple(files.check_files(site)):
        return missing  # what is not there can't be held against anything
    return tuple(finding for check in CHECKS for finding in check(site))
