"""article.toml: the editor's corrections to the reading of a capture, and facts that the capture does not contain.

The file and all its tables are optional, and so are most keys. An unknown key or a value of the wrong type is an error:
if a misspelt pin were ignored, the parser would silently guess instead.
"""

import hashlib
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, field
from msgspec.structs import asdict, replace

from clipping.capture import Capture, fold
from clipping.content.schema import MAIL_ADDRESS, WEB_ADDRESS, Document, Language, WebAddress, nearest, read_toml
from clipping.record import LINE_PINS, Colophon, Correction, Day, Pins, Source, Words

# The descriptions of types complete “expected …, found …”.
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-fA-F]{64}\Z", description="the file's SHA-256 (64 hexadecimal digits)")]
FileName = Annotated[str, Meta(pattern=r"\A(?!\.{1,2}\Z)[^/\\]+\Z", description="the name of a file in evidence/")]
CONTACT = rf"\A(?=mailto:|https:)(?:{MAIL_ADDRESS}|{WEB_ADDRESS})\Z"
Contact = Annotated[str, Meta(pattern=CONTACT, description="an address that starts with mailto: or https://")]
Corrections = Annotated[tuple[Correction, ...], Meta(description="[[quotation]], in double brackets")]


class EditionTable(Colophon, frozen=True, forbid_unknown_fields=True):
    """The ``[edition]`` table: who is responsible for the edition."""

    contact: Contact | None = None
    revised: Day | None = None


class SourceTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``[source]`` table: where and how the article was published and captured."""

    publisher: Words | None = None
    place: Words | None = None
    url: WebAddress | None = None
    archived_url: WebAddress | None = None
    why: Words | None = None
    captured: Day | None = None
    captured_with: Words | None = None
    captured_why: Words | None = None


class SavedFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The saved page from which article.txt was extracted; it may be kept in evidence/, which is never published."""

    file: FileName
    sha256: Sha256


class Edits(Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of article.toml; ``index`` is true if search engines may list the site."""

    capture_sha256: Sha256 | None = None
    saved: SavedFile | None = None
    language: Language | None = None
    rights: Words | None = None
    rights_why: Words | None = None
    index: bool = False
    source_table: SourceTable = field(default=SourceTable(), name="source")
    edition: EditionTable = EditionTable()
    pins: Pins = Pins()
    corrections: Corrections = field(default=(), name="quotation")

    @property
    def source(self) -> Source:
        """The ``[source]`` table with language and rights."""
        return Source(self.language, **asdict(self.source_table), rights=self.rights, rights_why=self.rights_why)


def read_edits(path: Path, capture: Capture) -> Edits:
    """Read article.toml at ``path`` and check it against ``capture``; a missing file means no edits.

    Raises ``ClippingError`` at the line of the mistake: invalid TOML, an unknown key (with the nearest known one), a
    value of the wrong type, a SHA-256 that does not match, a pinned line that does not exist, is blank or has two pins,
    or a reason given for a pin that is not set.
    """
    if not path.exists():
        return Edits()
    document = read_toml(path)
    pins = next(iter(_tables(document, "pins")), {})
    absent = frozenset(key for key, value in pins.items() if value is False)
    for key in absent:  # the types of pins do not allow false
        pins[key] = None if key in ("headline", "published", "updated") else []
    for correction in _tables(document, "quotation"):
        correction.update({key: "" for key, value in correction.items() if value is False})
    edits = document.read_as(Edits, strict=True)
    names = sorted(pins.keys() - {"why"})
    for key in sorted(edits.pins.why.keys() - names):
        raise document.error("the name of a pin that is set", "pins", "why", key, advice=nearest(key, names))
    sums = [("capture_sha256", edits.capture_sha256, capture.file, capture.sha256)]
    if edits.saved and (kept := path.parent / "evidence" / edits.saved.file).is_file():
        with kept.open("rb") as file:
            sums.append(("saved", edits.saved.sha256, str(kept), hashlib.file_digest(file, "sha256").hexdigest()))
    for key, recorded, name, found in sums:
        if recorded and recorded.lower() != found:
            expected = f"{name} as it was saved (SHA-256 {recorded})"
            advice = f"restore it, or, if another capture was meant, record its SHA-256 here: {found}"
            raise document.error(expected, key, found="a changed file", advice=advice)
    pinned: dict[int, str] = {}
    for key in LINE_PINS:
        value = getattr(edits.pins, key)
        for number in [value] if isinstance(value, int) else sorted(value or ()):
            has_words = number <= len(capture.lines) and fold(capture.lines[number - 1])
            if not has_words or pinned.setdefault(number, key) != key:
                expected = f"lines from 1 to {len(capture.lines)} that are not blank and have no other pin"
                raise document.error(expected, "pins", key, found=f"line {number}")
    numbered = enumerate(edits.corrections)
    corrections = tuple(replace(one, line=document.line("quotation", nth, "starts")) for nth, one in numbered)
    return replace(edits, pins=replace(edits.pins, none=absent), corrections=corrections)


def _tables(document: Document, name: str) -> list[dict[str, Any]]:
    """Return the tables called ``name``; whatever else an editor has given that name is reported by ``read_as``."""
    value = document.data.get(name)
    return [table for table in (value if isinstance(value, list) else [value]) if isinstance(table, dict)]
