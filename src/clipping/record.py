"""The record of an article: what a capture was read as. No parsing, no input or output.

Two views of one reading live side by side:

- the *record* (headline, captions, paragraphs, …), which ``as_json`` turns into ``article.json``;
- the *readings*, one for each block of the capture, which say line by line what it was read as and why,
  so that nothing of the capture can be lost between the lines and the record.

Lines count from 1 and a span of lines includes both ends. Offsets into a text count Unicode code points
and exclude the end, as in the W3C TextPositionSelector.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, to_builtins

RECORD_VERSION = 1

Lines = tuple[int, int]

#: What a block of the capture was read as.
Role = Literal[
    "section",
    "headline",
    "byline",
    "published",
    "updated",
    "standfirst",
    "caption",
    "alternative",  # the alternative text of a photograph
    "credit",
    "paragraph",
    "subheading",
    "furniture",
    "repetition",  # words that stand elsewhere in the article: a headline or caption printed again
]

#: What a run of words within a block is: a field of the record, or what surrounds one.
RunRole = Literal[Role, "label", "repeat"]

ParagraphKind = Literal["paragraph", "subheading"]
QuotationKind = Literal["speech", "writing", "fragment", "title", "term"]
#: The kinds that count as somebody's words; titles and terms are shown apart.
COUNTED: tuple[QuotationKind, ...] = ("speech", "writing", "fragment")
SpeakerType = Literal["person", "organisation", "document", "group", "unnamed"]
SpeakerBasis = Literal["named", "role", "pronoun", "elided", "carried-over", "editor", "none"]
CuePosition = Literal["before", "after", "split", "inside", "none"]


class PrintedDate(Struct, frozen=True):
    """A calendar date (ISO 8601) and the words it was printed in; ``None`` if an editor supplied it."""

    date: str
    as_printed: str | None


class Caption(Struct, frozen=True):
    """What the capture keeps of one photograph."""

    id: str
    text: str | None
    alt: str | None
    credit: str | None
    lines: Lines


class Paragraph(Struct, frozen=True):
    """A paragraph of the body, or a heading inside it."""

    id: str
    kind: ParagraphKind
    text: str
    lines: Lines


class Furniture(Struct, frozen=True):
    """Words of the page that are not the article: navigation, share links, a comment footer."""

    text: str
    lines: Lines


class Provenance(Struct, frozen=True):
    """Where a field of the record comes from: lines of the capture, or an editor and why."""

    field: str
    lines: Lines | None = None
    why: str | None = None


class Part(Struct, frozen=True):
    """The stretch of one text that a quotation covers, its marks excluded.

    ``paragraph`` is the id of a paragraph or a caption, or ``headline`` or ``standfirst``.
    """

    paragraph: str
    start: int
    end: int


class Quotation(Struct, frozen=True):
    """Words between quotation marks, and who they are said by, on what basis.

    ``title`` and ``term`` are kept so that a reader sees why they do not count as quotations.
    """

    id: str
    kind: QuotationKind
    text: str
    parts: tuple[Part, ...]
    speaker: str | None = None
    speaker_as_written: str | None = None
    speaker_type: SpeakerType | None = None
    speaker_basis: SpeakerBasis = "none"
    role: str | None = None
    cue: str | None = None
    position: CuePosition = "none"
    group: str | None = None
    nested_in: str | None = None
    balanced: bool = True


class CaptureFacts(Struct, frozen=True):
    """Which capture the record was made from."""

    file: str
    sha256: str
    bytes: int
    lines: int


class Source(Struct, frozen=True):
    """What an editor says of the article that the capture does not."""

    language: str | None = None
    publisher: str | None = None
    place: str | None = None
    url: str | None = None
    archived_url: str | None = None
    why: str | None = None
    captured: str | None = None
    captured_with: str | None = None
    captured_why: str | None = None
    rights: str | None = None
    rights_why: str | None = None


class Run(Struct, frozen=True):
    """Some words of a block and what they are. The runs of a block, joined, are its text."""

    text: str
    role: RunRole


class Reading(Struct, frozen=True):
    """What one block of the capture was read as, and why.

    ``target`` is the id of the element it belongs to (``headline``, ``c1``, ``p1``, …), ``None`` for
    furniture; ``reason`` completes "read as a headline because …"; ``pinned`` says that an editor decided.
    """

    lines: Lines
    role: Role
    target: str | None
    runs: tuple[Run, ...]
    reason: str
    pinned: bool = False

    @property
    def text(self) -> str:
        """The text of the block, white space folded."""
        return "".join(run.text for run in self.runs)


class Doubt(Struct, frozen=True):
    """Something that only an editor can settle; an edition is not made before that."""

    message: str
    line: int | None = None


class Pins(Struct, frozen=True):
    """What an editor settled about a capture; lines count from 1, ``None`` leaves it to the parser."""

    headline: int | None = None
    section: tuple[str, ...] | None = None
    byline: tuple[str, ...] | None = None
    published: str | None = None
    updated: str | None = None
    furniture: frozenset[int] = frozenset()
    paragraphs: frozenset[int] = frozenset()
    subheadings: frozenset[int] = frozenset()


class Correction(Struct, frozen=True):
    """What an editor says of one quotation, found by the words it starts with.

    A field that is ``None`` is left as the rules found it; a speaker of ``""`` means that nobody is named.
    ``line`` is where article.toml says so.
    """

    starts: str
    line: int
    kind: QuotationKind | None = None
    speaker: str | None = None
    speaker_as_written: str | None = None
    speaker_type: SpeakerType | None = None
    role: str | None = None
    cue: str | None = None


class Article(Struct, frozen=True):
    """One article, read. What the capture does not say is ``None`` or empty, never guessed."""

    capture: CaptureFacts
    headline: str | None = None
    section: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    published: PrintedDate | None = None
    updated: PrintedDate | None = None
    standfirst: str | None = None
    captions: tuple[Caption, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    source: Source = Source()
    readings: tuple[Reading, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def texts(article: Article) -> dict[str, str]:
    """Return every text that offsets can point into, by its id; ``c1-credit`` is the credit of caption ``c1``."""
    named = {"headline": article.headline, "standfirst": article.standfirst}
    for caption in article.captions:
        named |= {caption.id: caption.text, f"{caption.id}-credit": caption.credit}
    named |= {paragraph.id: paragraph.text for paragraph in article.paragraphs}
    return {name: text for name, text in named.items() if text}


def as_json(article: Article) -> dict[str, Any]:
    """Return the record of ``article`` as JSON values, in the order in which article.json has them."""
    left_out = {"readings", "doubts", "provenance", "capture", "source"}
    values = to_builtins(article)
    return {
        "record_version": RECORD_VERSION,
        **{name: value for name, value in values.items() if name not in left_out},
        "provenance": {
            entry.field: {"from": "capture", "lines": list(entry.lines)}
            if entry.lines
            else {"from": "editor", "why": entry.why}
            for entry in article.provenance
        },
        "capture": values["capture"],
        "source": values["source"],
    }
