"""The proof: the written site, read back from disk and compared with the capture.

Every page must be in a subset of HTML that all parsers read alike (``markup``). Every line of the capture must be on
the article page or listed as furniture; no other words on that page may pass for the article's; and every text of the
record must be in the capture (``checks``). The files listed in ``copies`` must repeat these texts and lines unchanged.
Nothing is imported from the parser or the renderer, so neither can vouch for itself. The proof reads this markup:

- ``data-lines="12"`` or ``"24-26"``: the text of this element is these lines of the capture, white space folded;
- ``data-again="…"``: the capture repeats the text of this element, and the value is the repetition, which is not shown;
- ``data-editor``: these words are an editor's, not the article's;
- ``<li id="L12">…<code>`` on the source page: the text of the code is the line, character for character;
- ``<div id="q2">…<b>`` on the page of quotations: the words of the quotation.

Each check is a generator of faults: its docstring is the rule, and its name becomes the code of the findings.

Before ``--check`` proves a published site, it compares the site byte for byte with what a build would make now. Nothing
in the folder is trusted: only regular files are opened, and none is read much beyond its expected length.
"""

import html
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from clipping.capture import Capture
from clipping.errors import ClippingError
from clipping.verify.checks import PAGE_CHECKS, Fault, Site, equal_until
from clipping.verify.copies import copy_differs

#: At most this many findings of one kind are reported in full; a fault in a template may cause thousands.
MAX_FINDINGS = 20
#: A checksum or the base address in source.html, after its name.
STATED = re.compile(rb'<code id="made-from-([a-z-]+)">([^<]*)</code>')


def compare_site(folder: Path, files: Mapping[str, bytes]) -> tuple[ClippingError, ...]:
    """Compare the site in ``folder`` with ``files``, what a build would make now, and return what differs."""
    return tuple(_findings(differs, folder, files))


def verify_site(folder: Path, capture: Capture, pinned: frozenset[int] = frozenset()) -> tuple[ClippingError, ...]:
    """Compare the site in ``folder`` with ``capture`` and return what is wrong; a proved site has no findings.

    ``pinned`` are the lines of the capture that an editor pinned as furniture.
    """
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    findings = []
    try:
        site = Site({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}, capture, pinned)
        for check in PAGE_CHECKS:
            findings += _findings(check, site)
        if all(finding.file != "article.json" for finding in findings):
            findings += _findings(copy_differs, site)  # a wrong text in the record would differ from every copy
    except ClippingError as error:
        return (error,)  # no other check can be relied on
    except Exception as error:  # a damaged record can make a check raise anything
        message = f"[record-differs] expected a record that can be read, found {error!r}; fix what writes it"
        findings.append(ClippingError(message, "article.json"))
    return tuple(findings)


def _findings(check: Callable[..., Iterable[Fault]], *arguments: object) -> list[ClippingError]:
    """Return the findings of a check: the first ``MAX_FINDINGS``, then one that says how many more there are."""
    code = check.__name__.replace("_", "-")
    findings = [ClippingError(f"[{code}] {message}", file, line) for file, message, line in check(*arguments)]
    if others := findings[MAX_FINDINGS:]:
        findings[MAX_FINDINGS:] = [ClippingError(f"[{code}] … and {len(others):,} more like these")]
    return findings


def statement(page: bytes | None) -> dict[str, str]:
    """Return what a source.html says the site was made from: checksums by name, and the base address, if any."""
    return {name.decode(): html.unescape(value.decode(errors="replace")) for name, value in STATED.findall(page or b"")}


def bytes_of(path: Path, most: int = 1 << 26) -> bytes | None:
    """Return the first ``most`` bytes of a regular file; ``None`` if there is no such file, or it can't be read."""
    with suppress(OSError):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                return file.read(most)
    return None


def differs(folder: Path, files: Mapping[str, bytes]) -> Iterator[Fault]:
    """``folder`` has ``files`` and nothing else; if a file differs, the position of the first wrong byte is reported.

    If the site was made from something else (its content has changed since, say), only that is reported.
    """
    now, before = statement(files.get("source.html")), statement(bytes_of(folder / "source.html"))
    if changed := [name for name in now if before.get(name, now[name]) != now[name]]:
        advice = "build again, or choose another site with --output"
        for name in changed:
            yield "source.html", f"{name.replace('-', ' ')} changed since this site was built; {advice}", None
        return
    for name, data in sorted(files.items()):
        found = bytes_of(folder / name, len(data) + 1)
        if found != data:
            at = equal_until(data, found or b"") + 1
            yield name, f"expected this file as built, found none, or another from byte {at:,} on; build again", None
    known = {path for name in files for path in (folder / name, *(folder / name).parents)}
    for inner, folders, names in os.walk(folder):
        for path in sorted({Path(inner, name) for name in (*folders, *names)} - known):
            name = ascii(path.relative_to(folder).as_posix())[1:-1]  # it may have control characters
            yield name, "expected only the files of the site, found this; move it away", None
        folders[:] = [name for name in folders if Path(inner, name) in known]  # to search next
