"""The record of an article: what a capture was read as. No parsing, no input or output.

An article is one reading of a capture in two views:

- the *record* (headline, captions, paragraphs, …), whose structs are the objects of ``article.json`` and of the
  schema that is published with it; the words beside a type describe the field there;
- the *readings*, one for each block of the capture, with what each line was read as and why,
  so that nothing of the capture can be lost between the lines and the record.

Lines count from 1 and a span of lines includes both ends. Offsets into a text count Unicode code points
and exclude the end, as in the W3C TextPositionSelector.
"""

# Without "from __future__ import annotations": a build, which makes the schema of these types, saves 5 ms.
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct, field, json, to_builtins
from msgspec.structs import fields

#: The fields of the record that say where they come from.
Field = Literal["headline", "section", "byline", "published", "updated", "standfirst"]
#: What a block of the capture was read as. An alternative is the alternative text of a photograph; a repetition is of
#: words that are elsewhere in the article, such as a headline or caption printed again.
Role = Literal[Field, "caption", "alternative", "credit", "paragraph", "subheading", "furniture", "repetition"]
#: What a run of words within a block is: a field of the record, or what surrounds one.
RunRole = Literal[Role, "label", "repeat"]

ParagraphKind = Literal["paragraph", "subheading"]
QuotationKind = Literal["speech", "writing", "fragment", "title", "term"]
#: The kinds that count as somebody's words; titles and terms are shown apart.
COUNTED: tuple[QuotationKind, ...] = ("speech", "writing", "fragment")
SpeakerType = Literal["person", "organisation", "document", "group", "unnamed"]
SpeakerBasis = Literal["named", "role", "pronoun", "elided", "carried-over", "editor", "none"]
CuePosition = Literal["before", "after", "split", "inside", "none"]

Words = Annotated[str, Meta(min_length=1)]
Line = Annotated[int, Meta(ge=1)]
Lines = Annotated[tuple[Line, Line], "First and last line of the capture, both included."]
Offset = Annotated[int, Meta(ge=0)]
Date = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
#: Of the year 10 or later, as a decade such as 1980s has four digits.
Day = Annotated[str, Meta(pattern=r"\A(?!000)[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", description="a day, such as 2016-04-19,")]
NameList = Annotated[tuple[Words, ...], Meta(description='a list of words, such as ["A. Name"],')]
LineNumber = Annotated[int, Meta(ge=1, le=10**9, description="the number of a line")]
LineNumbers = Annotated[frozenset[LineNumber], Meta(description="a list of lines, such as [3, 5],")]
QuotationId = Annotated[str, Meta(pattern=r"^q[1-9]\d*$")]


class PrintedDate(Struct, frozen=True):
    """A calendar date, and the words that it was printed in."""

    date: Annotated[Date, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO 8601.")]
    as_printed: Annotated[str | None, "As the capture prints it; null if an editor supplied it."]


class Caption(Struct, frozen=True):
    """What the capture keeps of one photograph."""

    id: Annotated[str, Meta(pattern=r"^c[1-9]\d*$"), "c1, c2, … in the order of the page."]
    text: Annotated[str | None, "The caption, without its credit."]
    alt: Annotated[str | None, "The alternative text."]
    credit: Annotated[str | None, "Who made or supplied the photograph, as printed."]
    lines: Lines


class Paragraph(Struct, frozen=True):
    """A paragraph of the body, or a heading inside it."""

    id: Annotated[str, Meta(pattern=r"^p[1-9]\d*$"), "p1, p2, … in the order of the page."]
    kind: Annotated[ParagraphKind, "Whether it is text or a heading inside the text."]
    text: Annotated[Words, "Verbatim, but that each run of white space is one space."]
    lines: Lines


class Part(Struct, frozen=True):
    """The stretch of one text that a quotation covers, its marks excluded."""

    paragraph: Annotated[str, Meta(pattern=r"^(headline|standfirst|[pc][1-9]\d*)$"), "Which text."]
    start: Annotated[Offset, "Code points before it."]
    end: Annotated[Offset, "Code points up to its end."]


class Quotation(Struct, frozen=True):
    """Words between quotation marks, and whose they are, on what basis. Titles and terms do not count as quotations."""

    id: Annotated[QuotationId, "q1, q2, … in reading order."]
    kind: Annotated[QuotationKind, "Titles and terms are kept to show why they do not count."]
    text: Annotated[str, "Verbatim, without the outer marks; parts joined by two line feeds."]
    parts: Annotated[tuple[Part, ...], Meta(min_length=1), "One for each paragraph that it runs through."]
    speaker: Annotated[Words | None, "The name, or the words for somebody unnamed."] = None
    speaker_as_written: Annotated[Words | None, "The words that stand for the speaker there."] = None
    speaker_type: Annotated[SpeakerType | None, "What the speaker is."] = None
    speaker_basis: Annotated[SpeakerBasis, "How the speaker is known."] = "none"
    role: Annotated[str | None, "The office or description given with the speaker."] = None
    cue: Annotated[str | None, "The word of saying, such as said or wrote."] = None
    position: Annotated[CuePosition, "Where the attribution is, seen from the quotation."] = "none"
    group: Annotated[str | None, "Shared by the halves that an attribution splits."] = None
    nested_in: Annotated[QuotationId | None, "The quotation that this is a part of."] = None
    balanced: Annotated[bool, "False where an opening or closing mark is missing."] = True


class Furniture(Struct, frozen=True):
    """Words of the page that are not the article: navigation, share links, words that the capture prints again."""

    text: Annotated[str, "Verbatim, but that each run of white space is one space."]
    lines: Lines


class FromCapture(Struct, frozen=True, tag_field="from", tag="capture"):
    """The field was read from these lines."""

    lines: Lines


class FromEditor(Struct, frozen=True, tag_field="from", tag="editor"):
    """The field was supplied by an editor."""

    why: Annotated[str | None, "How it is known."]


Provenance = Annotated[
    dict[Field, FromCapture | FromEditor],
    Meta(extra_json_schema={"propertyNames": {"enum": list(get_args(Field))}}),
    "Where each field that is known comes from.",
]


class CaptureFacts(Struct, frozen=True):
    """The capture that was read, byte for byte."""

    file: Annotated[str, "Its name."]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$"), "SHA-256 of its bytes, in hexadecimal."]
    bytes: Annotated[int, Meta(ge=1), "How many bytes it has."]
    lines: Annotated[int, Meta(ge=1), "How many lines it has."]


class Source(Struct, frozen=True):
    """What an editor says of the article that the capture does not."""

    language: Annotated[str | None, "A language tag (BCP 47), such as en or pt-BR."] = None
    publisher: Annotated[str | None, "Who published the article."] = None
    place: Annotated[str | None, "Where it was published."] = None
    url: Annotated[Address | None, "The article's own address."] = None
    archived_url: Annotated[Address | None, "Where an archive keeps it."] = None
    why: Annotated[str | None, "How publisher, place and addresses are known."] = None
    captured: Annotated[Date | None, "The day of the capture (ISO 8601)."] = None
    captured_with: Annotated[str | None, "The program that made the capture."] = None
    captured_why: Annotated[str | None, "How day and program are known."] = None
    rights: Annotated[str | None, "Whose the article is, and what may be done with it."] = None
    rights_why: Annotated[str | None, "How the rights are known."] = None


class Colophon(Struct, frozen=True):
    """Who answers for the edition."""

    editor: Annotated[Words | None, "Who made it."] = None
    contact: Annotated[Address | None, "Where to write to them: mailto: or https://."] = None
    revised: Annotated[Date | None, "The day of its last change (ISO 8601)."] = None


class Doubt(Struct, frozen=True):
    """Something that only an editor can settle; an edition is not made before that."""

    message: Annotated[str, "What was expected, what was found, and which pin settles it."]
    line: Annotated[Line | None, "The line to look at."] = None


class Record(Struct, frozen=True, kw_only=True):
    """All of article.json, in its order."""

    record_version: Annotated[Literal[2], "Of the form of this record."] = 2
    headline: Annotated[Words | None, "As printed."] = None
    section: Annotated[tuple[Words, ...], "The section trail, from the widest to the narrowest."] = ()
    byline: Annotated[tuple[Words, ...], "The names of the authors, as printed."] = ()
    published: Annotated[PrintedDate | None, "The day of publication."] = None
    updated: Annotated[PrintedDate | None, "The day of the last change."] = None
    standfirst: Annotated[Words | None, "Only where the layout sets it apart from the body."] = None
    captions: Annotated[tuple[Caption, ...], "The photographs."] = ()
    paragraphs: Annotated[tuple[Paragraph, ...], "The body."] = ()
    quotations: Annotated[tuple[Quotation, ...], "In reading order."] = ()
    furniture: Annotated[tuple[Furniture, ...], "Words of the page that are not the article."] = ()
    provenance: Provenance = {}
    capture: CaptureFacts
    source: Source = Source()
    edition: Colophon = Colophon()
    doubts: Annotated[tuple[Doubt, ...], "What only an editor can settle."] = ()


class Run(Struct, frozen=True):
    """Some words of a block and what they are. The runs of a block, joined, are its text."""

    text: str
    role: RunRole


class Reading(Struct, frozen=True):
    """What one block of the capture was read as, and why.

    ``target`` is the id of the element it belongs to (``headline``, ``c1``, ``p1``, …), ``None`` for
    furniture; ``reason`` completes "read as a headline because …"; ``pinned`` marks a decision of the editor.
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


class Article(Record, frozen=True):
    """One article, read: the record, and the readings behind it."""

    capture: CaptureFacts  # again, since it is given by position
    readings: tuple[Reading, ...] = ()


class Pins(Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor settled about a capture; lines count from 1, ``None`` leaves it to the parser.

    ``why`` says of each pin how it is known.
    ``none`` has the keys that are ``false`` in article.toml: there is no such thing. It has no key there itself.
    """

    headline: LineNumber | None = None
    section: NameList | None = None
    byline: NameList | None = None
    published: Day | None = None
    updated: Day | None = None
    furniture: LineNumbers = frozenset()
    paragraphs: LineNumbers = frozenset()
    subheadings: LineNumbers = frozenset()
    captions: LineNumbers = frozenset()
    why: Annotated[dict[str, Words], Meta(description="a table of words")] = {}
    none: frozenset[str] = field(default=frozenset(), name="")


class Correction(Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor says of one quotation, found by the words it starts with.

    A field that is ``None`` is left as the rules found it; a speaker of ``""`` means that nobody is named.
    ``line`` is where article.toml says so; it has no key there.
    """

    starts: Words
    line: int = field(default=0, name="")
    kind: QuotationKind | None = None
    speaker: str | None = None
    speaker_as_written: str | None = None
    speaker_type: SpeakerType | None = None
    role: str | None = None
    cue: str | None = None


def texts(article: Article) -> dict[str, str]:
    """Return every text that offsets can point into, by its id; ``c1-credit`` is the credit of caption ``c1``."""
    named = {"headline": article.headline, "standfirst": article.standfirst}
    for caption in article.captions:
        named |= {caption.id: caption.text, f"{caption.id}-credit": caption.credit}
    named |= {paragraph.id: paragraph.text for paragraph in article.paragraphs}
    return {name: text for name, text in named.items() if text}


def as_json(article: Article) -> dict[str, Any]:
    """Return the record of ``article`` as JSON values, in the order in which article.json has them."""
    return {name: to_builtins(getattr(article, name)) for name in Record.__struct_fields__}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of article.json, in which every field of an object is always there."""
    made = json.schema(Record)
    for name, entry in made["$defs"].items():
        entry.pop("description", None)  # the docstring, which Python leaves out when it optimises
        values = entry["properties"]
        entry |= {"required": list(values), "additionalProperties": False}
        for one in fields(globals()[name]):
            values[one.encode_name].pop("default", None)
            for words in getattr(one.type, "__metadata__", ()):
                if isinstance(words, str):
                    values[one.encode_name] = {"description": words, **values[one.encode_name]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "article.schema.json",
        "title": "The record of one archived news article",
        "description": "What a plain-text capture was read as. Lines count from 1; offsets count Unicode code points "
        "and exclude the end. What is not known is null or an empty list.",
        **made,
    }
