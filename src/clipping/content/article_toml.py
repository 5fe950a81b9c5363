"""article.toml: what an editor says of a capture, and what the capture cannot say of itself.

Every key is optional, and so is the file. A key that is not known, or whose value is of another kind, is an error at
its line, since a misspelt pin that is passed over in silence would be a guess in silence.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import asdict, replace

from clipping.capture import Capture, fold
from clipping.content.schema import MAIL_ADDRESS, WEB_ADDRESS, WebAddress, Written, read_toml
from clipping.record import Colophon, Correction, Pins, Source, Words

LANGUAGE = r"\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z"  # the common shapes of BCP 47
Language = Annotated[str, Meta(pattern=LANGUAGE, description='a language tag, such as "en" or "pt-BR",')]
Sha256 = Annotated[
    str, Meta(pattern=r"\A[0-9a-fA-F]{64}\Z", description="the SHA-256 of the file, 64 digits and letters a to f,")
]
FileName = Annotated[str, Meta(pattern=r"\A[^/\\]+\Z", description="the name of a file in evidence/")]
CONTACT = rf"\A(?=mailto:|https:)(?:{MAIL_ADDRESS}|{WEB_ADDRESS})\Z"
Contact = Annotated[str, Meta(pattern=CONTACT, description="an address that starts with mailto: or https://")]
#: The keys of days, which TOML writes without quotation marks.
DAYS = (("source", "captured"), ("edition", "revised"), ("pins", "published"), ("pins", "updated"))
#: The keys of pins, each of which may be false: there is none.
PINS = ("headline", "section", "byline", "published", "updated", "furniture", "paragraphs", "subheadings")


class EditionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """``[edition]``."""

    editor: Words | None = None
    contact: Contact | None = None
    revised: str | None = None


class SourceTable(Struct, frozen=True, forbid_unknown_fields=True):
    """``[source]``."""

    publisher: Words | None = None
    place: Words | None = None
    url: WebAddress | None = None
    archived_url: WebAddress | None = None
    why: Words | None = None
    captured: str | None = None
    captured_with: Words | None = None
    captured_why: Words | None = None


class SavedFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The saved page that article.txt was made from; it may be kept in evidence/, which is never published."""

    file: FileName
    sha256: Sha256


class Edits(Struct, frozen=True, forbid_unknown_fields=True):
    """What article.toml says: of the source, of indexing, of the parser's mistakes and of quotations."""

    capture_sha256: Sha256 | None = None
    saved: SavedFile | None = None
    language: Language | None = None
    rights: Words | None = None
    rights_why: Words | None = None
    index: bool = False
    table: SourceTable = field(default=SourceTable(), name="source")
    edition: EditionTable = EditionTable()
    pins: Pins = Pins()
    corrections: tuple[Correction, ...] = field(default=(), name="quotation")

    @property
    def source(self) -> Source:
        """What is known of the source."""
        return Source(self.language, **asdict(self.table), rights=self.rights, rights_why=self.rights_why)

    @property
    def colophon(self) -> Colophon:
        """Who answers for the edition."""
        return Colophon(**asdict(self.edition))


def read_edits(path: Path, capture: Capture) -> Edits:
    """Read article.toml at ``path`` and compare it with ``capture``; no file means no edits.

    Raises ``ClippingError`` at the line that is wrong: invalid TOML, an unknown key (with the nearest known one), a
    value of the wrong kind, a sum that is not the capture's, a pin to a line that does not exist or is blank.
    """
    if not path.exists():
        return Edits()
    written = read_toml(path)
    for table, key in DAYS:
        keys = written.data.get(table)
        if isinstance(keys, dict) and keys.get(key, False) is not False:
            if type(keys[key]) is not date or keys[key].year < 10:
                raise written.error("a date without quotation marks, such as 2016-04-19", table, key)
            keys[key] = keys[key].isoformat()
    pins = written.data.get("pins")
    none = [key for key in PINS if pins.get(key) is False] if isinstance(pins, dict) else []
    for key in none:
        del pins[key]
    edits = written.read_as(Edits, strict=True)
    if edits.capture_sha256 and edits.capture_sha256.lower() != capture.sha256:
        expected = f"{capture.file} as it was taken in (SHA-256 {edits.capture_sha256})"
        advice = f'put the file back, or, if another capture is meant, write: capture_sha256 = "{capture.sha256}"'
        raise written.error(expected, "capture_sha256", found="other bytes", advice=advice)
    if edits.saved and (kept := path.parent / "evidence" / edits.saved.file).exists():
        with kept.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != edits.saved.sha256.lower():
                expected = f"{kept} as it was saved (SHA-256 {edits.saved.sha256})"
                raise written.error(expected, "saved", found="other bytes", advice="put the file back, or take it away")
    nobody = {key: () for key in ("section", "byline") if key in none}
    edits = replace(edits, pins=replace(edits.pins, none=frozenset(none), **nobody))
    _check_pins(edits.pins, written, capture)
    placed = (replace(one, line=written.lines["quotation", nth, "starts"]) for nth, one in enumerate(edits.corrections))
    return replace(edits, corrections=tuple(placed))


def _check_pins(pins: Pins, written: Written, capture: Capture) -> None:
    """Raise unless every line that is pinned exists, has words and is pinned once."""
    pinned: dict[int, str] = {}
    for key in ("headline", "furniture", "paragraphs", "subheadings", "captions"):
        value = getattr(pins, key)
        for number in sorted(value) if isinstance(value, frozenset) else [value] * (value is not None):
            if not 1 <= number <= len(capture.lines):
                raise written.error(f"a line from 1 to {len(capture.lines)}", "pins", key)
            if not fold(capture.lines[number - 1]):
                raise written.error("a line with words", "pins", key, found=f"line {number}, which is blank")
            if number in pinned:
                found = f"line {number} under {pinned[number]} too"
                raise written.error("each line pinned once", "pins", key, found=found, advice="keep one")
            pinned[number] = key
