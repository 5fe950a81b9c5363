"""The data model of an article. Nothing is parsed, read or written here.

An ``Article`` combines two views of a capture:

- the *record* (headline, captions, paragraphs, …), from whose structs ``article.json`` and its schema are made (the
  string in the ``Annotated`` type of a field is the description of that field in the schema);
- the *readings*, which give the role of each block and the reason for it, so that every line is accounted for.

Lines are numbered from 1, and a span of lines includes both ends. Offsets into a text count Unicode code points and
exclude the end, as in the W3C TextPositionSelector.
"""

from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct, field, json, to_builtins
from msgspec.structs import fields

#: The fields of the record that have a provenance.
Field = Literal["headline", "section", "byline", "published", "updated", "standfirst"]
#: The role of a block in the capture. "alternative" is for the alternative text of a photograph; "repetition" is for
#: words that occur elsewhere in the article, such as a headline printed again.
Role = Literal[Field, "caption", "alternative", "credit", "paragraph", "subheading", "furniture", "repetition"]
#: The role of some words of a block. "label" is for By or Updated; "repeat" is for words that repeat those just before.
RunRole = Literal[Role, "label", "repeat"]

QuotationKind = Literal["speech", "writing", "fragment", "title", "term"]
#: The kinds that count as quotations; titles and terms are listed separately.
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
#: Values in article.toml and notes. Their descriptions complete “expected …, found …”. No year is before 10,
#: since the decade of an earlier year would start with the year 0, which ``date`` does not have.
Day = Annotated[str, Meta(pattern=r"\A(?!000)[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", description="a day, such as 2016-04-19")]
NameList = Annotated[tuple[Words, ...], Meta(description='a list of words, such as ["A. Name"]')]
LineNumber = Annotated[int, Meta(ge=1, le=10**9, description="the number of a line")]
LineNumbers = Annotated[frozenset[LineNumber], Meta(description="a list of lines, such as [3, 5]")]
QuotationId = Annotated[str, Meta(pattern=r"^q[1-9]\d*$")]


class PrintedDate(Struct, frozen=True):
    """A calendar date and its printed form."""

    date: Annotated[Date, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO 8601.")]
    as_printed: Annotated[str | None, "As the capture prints it; null if an editor supplied it."]


class Caption(Struct, frozen=True):
    """The words that the capture prints with one photograph."""

    id: Annotated[str, Meta(pattern=r"^c[1-9]\d*$"), "c1, c2, … in the order of the page."]
    text: Annotated[str | None, "The caption, without its credit."]
    alt: Annotated[str | None, "The alternative text."]
    credit: Annotated[str | None, "Who made or supplied the photograph, as printed."]
    lines: Lines


class Paragraph(Struct, frozen=True):
    """A paragraph of the body, or a heading inside it."""

    id: Annotated[str, Meta(pattern=r"^p[1-9]\d*$"), "p1, p2, … in the order of the page."]
    kind: Annotated[Literal["paragraph", "subheading"], "Whether it is text or a heading inside the text."]
    text: Annotated[Words, "Verbatim, except that each run of white space is one space."]
    lines: Lines


class Part(Struct, frozen=True):
    """The part of one text that a quotation covers, without its marks."""

    paragraph: Annotated[str, Meta(pattern=r"^(headline|standfirst|[pc][1-9]\d*)$"), "The id of the text."]
    start: Annotated[Offset, "Offset of its first code point."]
    end: Annotated[Offset, "Offset just past its last code point."]


class Quotation(Struct, frozen=True):
    """Words in quotation marks, their speaker, and how the speaker is known. Titles and terms are not counted."""

    id: Annotated[QuotationId, "q1, q2, … in reading order."]
    kind: Annotated[QuotationKind, "Titles and terms are listed, but not counted as quotations."]
    text: Annotated[str, "Verbatim, without the outer marks; parts joined by two line feeds."]
    parts: Annotated[tuple[Part, ...], Meta(min_length=1), "One for each text that it covers."]
    speaker: Annotated[Words | None, "The name, or the description of somebody unnamed."] = None
    speaker_as_written: Annotated[Words | None, "How the sentence refers to the speaker."] = None
    speaker_type: Annotated[SpeakerType | None, "What the speaker is."] = None
    speaker_basis: Annotated[SpeakerBasis, "How the speaker is known."] = "none"
    role: Annotated[str | None, "The speaker's office or description, if given."] = None
    cue: Annotated[str | None, "The word that attributes the quotation, such as said or wrote."] = None
    position: Annotated[CuePosition, "The position of the attribution relative to the quotation."] = "none"
    group: Annotated[str | None, "The id of the first half of a quotation split by its attribution."] = None
    nested_in: Annotated[QuotationId | None, "The quotation that contains this one."] = None
    balanced: Annotated[bool, "False if an opening or closing mark is missing."] = True


class Furniture(Struct, frozen=True):
    """Words of the page that are not part of the article (navigation, share links) or that repeat it."""

    text: Annotated[str, "Verbatim, except that each run of white space is one space."]
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
    "The origin of each known field.",
]


class CaptureFacts(Struct, frozen=True):
    """The capture that was read, byte for byte."""

    file: Annotated[str, "Its name."]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$"), "SHA-256 of its bytes, in hexadecimal."]
    bytes: Annotated[int, Meta(ge=1), "How many bytes it has."]
    lines: Annotated[int, Meta(ge=1), "How many lines it has."]


class Source(Struct, frozen=True):
    """Facts about the article that an editor supplied."""

    language: Annotated[str | None, "A language tag (BCP 47), such as en or pt-BR."] = None
    publisher: Annotated[str | None, "Who published the article."] = None
    place: Annotated[str | None, "Where it was published."] = None
    url: Annotated[Address | None, "The article's own address."] = None
    archived_url: Annotated[Address | None, "Its address in an archive."] = None
    why: Annotated[str | None, "How publisher, place and addresses are known."] = None
    captured: Annotated[Date | None, "The day of the capture (ISO 8601)."] = None
    captured_with: Annotated[str | None, "The program that made the capture."] = None
    captured_why: Annotated[str | None, "How day and program are known."] = None
    rights: Annotated[str | None, "Who owns the rights, and what use they permit."] = None
    rights_why: Annotated[str | None, "How the rights are known."] = None


class Colophon(Struct, frozen=True):
    """Who is responsible for the edition."""

    editor: Annotated[Words | None, "Who made it."] = None
    contact: Annotated[Address | None, "Where to write to them: mailto: or https://."] = None
    revised: Annotated[Date | None, "The day of its last change (ISO 8601)."] = None


class Doubt(Struct, frozen=True):
    """A question that an editor must settle before the site can be built."""

    message: Annotated[str, "What was expected, what was found, and which pin settles it."]
    line: Annotated[Line | None, "The line to look at."] = None


class Record(Struct, frozen=True, kw_only=True):
    """All fields of article.json, in order."""

    record_version: Annotated[Literal[2], "The version of this format."] = 2
    headline: Annotated[Words | None, "As printed."] = None
    section: Annotated[tuple[Words, ...], "The section trail, from the widest to the narrowest."] = ()
    byline: Annotated[tuple[Words, ...], "The names of the authors, as printed."] = ()
    published: Annotated[PrintedDate | None, "The day of publication."] = None
    updated: Annotated[PrintedDate | None, "The day of the last change."] = None
    standfirst: Annotated[Words | None, "Only where the layout sets it apart from the body."] = None
    captions: Annotated[tuple[Caption, ...], "The captions, alternative texts and credits, by photograph."] = ()
    paragraphs: Annotated[tuple[Paragraph, ...], "The body."] = ()
    quotations: Annotated[tuple[Quotation, ...], "In reading order."] = ()
    furniture: Annotated[tuple[Furniture, ...], "Words of the page that are not part of the article."] = ()
    provenance: Provenance = {}
    capture: CaptureFacts
    source: Source = Source()
    edition: Colophon = Colophon()
    doubts: Annotated[tuple[Doubt, ...], "Questions that only an editor can settle."] = ()


class Run(Struct, frozen=True):
    """Some words of a block and their role. The runs of a block, joined, are its text."""

    text: str
    role: RunRole


class Reading(Struct, frozen=True):
    """The role of one block of the capture, and the reason for it.

    ``target`` is the id of the element that the block belongs to (``headline``, ``c1``, ``p1``, …), or ``None`` for
    furniture and repetitions. ``reason`` is worded for readers. ``pinned`` means that an editor chose the role.
    """

    lines: Lines
    role: Role
    target: str | None
    runs: tuple[Run, ...]
    reason: str
    pinned: bool = False

    @property
    def text(self) -> str:
        """The text of the block, with white space folded."""
        return "".join(run.text for run in self.runs)


class Article(Record, frozen=True):
    """A parsed article: its record, and the readings it was made from."""

    capture: CaptureFacts  # declared again, so that it can be a positional argument
    readings: tuple[Reading, ...] = ()


#: The pins whose values are lines, and the role that each gives to its lines.
LINE_PINS: dict[str, Role] = {
    "headline": "headline",
    "furniture": "furniture",
    "paragraphs": "paragraph",
    "subheadings": "subheading",
    "captions": "caption",
}


class Pins(Struct, frozen=True, forbid_unknown_fields=True):
    """The editor's decisions about a capture; ``None`` leaves a field to the parser. Lines are numbered from 1.

    ``why`` gives the editor's reason for each pin. ``none`` lists the keys that article.toml sets to ``false``
    because the article has no such field. As its own ``name`` is empty, ``none`` cannot be used as a key.
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
    """An editor's correction of the quotation that starts with the words ``starts``.

    A field that is ``None`` is not changed; a speaker of ``""`` means that no speaker is known. ``line`` is not a key,
    but the line of the correction in article.toml.
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
    """Return the texts to which offsets refer, by id; ``c1-credit`` is the credit of caption ``c1``."""
    named = {"headline": article.headline, "standfirst": article.standfirst}
    for caption in article.captions:
        named |= {caption.id: caption.text, f"{caption.id}-credit": caption.credit}
    named |= {paragraph.id: paragraph.text for paragraph in article.paragraphs}
    return {name: text for name, text in named.items() if text}


def as_json(article: Article) -> dict[str, Any]:
    """Return the record of ``article`` as JSON values, in the order of article.json."""
    return {name: to_builtins(getattr(article, name)) for name in Record.__struct_fields__}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of article.json, in which every field is required."""
    made = json.schema(Record)
    for name, definition in made["$defs"].items():
        definition.pop("description", None)  # from the docstring, which is missing under python -OO
        properties = definition["properties"]
        definition |= {"required": list(properties), "additionalProperties": False}
        for member in fields(globals()[name]):
            properties[member.name].pop("default", None)
            for annotation in getattr(member.type, "__metadata__", ()):
                if isinstance(annotation, str):
                    properties[member.name] = {"description": annotation, **properties[member.name]}
    return made
