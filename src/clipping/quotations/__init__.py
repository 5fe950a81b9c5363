"""The quotations of an article, and who said them.

The stage's story, top to bottom:

1. ``marks`` finds the words between quotation marks and joins what runs on over paragraphs;
2. ``phrases`` reads the sentence around them as a string of tags, one for each phrase;
3. ``context`` puts a quotation and its sentence together, computed once;
4. ``attribution`` looks up who is said to speak, in a table of the shapes that such strings have, and distinguishes
   something said from something written, a few words, a title, a term;
5. ``referents`` finds whom "he" means, and who goes on speaking where the sentence names nobody;
6. ``corrections`` puts an editor's corrections over the result.

``people`` knows how the article calls its people, and ``cues.json`` has the words of each language. What none of
them settles stays without a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from clipping.errors import ClippingError
from clipping.quotations.attribution import Attribution, attribution_of, kind_of
from clipping.quotations.context import QuoteContext, Text, quote_contexts
from clipping.quotations.corrections import corrected, numbered
from clipping.quotations.marks import MARK, SAID
from clipping.quotations.people import Names, Speaker, names_of, words
from clipping.quotations.referents import NOBODY, Speakers, carried, resolved
from clipping.record import Article, Correction, Quotation, QuotationKind, SpeakerBasis

#: More are no article's. Up to there a site takes seconds, whatever the quotations are.
MOST_QUOTATIONS = 10_000
#: How many speakers back are remembered.
REMEMBERED = 6
#: What the halves of a quotation have in common.
ATTRIBUTED = ("speaker", "speaker_as_written", "speaker_type", "speaker_basis", "role", "cue", "position", "group")


def find_quotations(
    article: Article, corrections: tuple[Correction, ...] = (), language: str = "en", file: str = "article.toml"
) -> tuple[Quotation, ...]:
    """Return the quotations of ``article`` in reading order, with the corrections of an editor put over them.

    ``language`` chooses the words that attribute (``en``, ``es``, ``fr``, ``pt``, ``de``, ``it``; a subtag such
    as ``en-GB`` is allowed); marks are read alike in all. ``file`` is what messages call the file with the
    corrections. Raises ``ClippingError`` if there are more than ``MOST_QUOTATIONS``, or if the words of a correction do
    not occur exactly once.
    """
    texts = _texts(article)
    # The body is one run of texts, over which quotations may go on; a headline or a caption is on its own.
    body = [text for text in texts if not text.headed]
    groups = [body, *([text] for text in texts if text.headed)]
    marked = any(MARK.search(text.text) or SAID.match(text.text) for text in texts)
    names = names_of([text.text for text in texts] if marked else [], words(language))
    found = [quotation for group in groups for quotation in _quotations(group, names)]
    if len(found) > MOST_QUOTATIONS:
        message = f"expected at most {MOST_QUOTATIONS:,} quotations, found {len(found):,}; put one article there"
        raise ClippingError(message, article.capture.file)
    return corrected(numbered(found, texts), corrections, texts, file)


def _texts(article: Article) -> list[Text]:
    """Return the texts of an article in reading order; what is no paragraph is headed."""
    named = (("headline", article.headline), ("standfirst", article.standfirst))
    captions = [(c.lines[0], Text(c.id, c.text, True)) for c in article.captions if c.text]
    paragraphs = [(p.lines[0], Text(p.id, p.text, p.kind == "subheading")) for p in article.paragraphs]
    return [Text(name, text, True) for name, text in named if text] + [
        text for _, text in sorted(captions + paragraphs, key=lambda entry: entry[0])
    ]


def _quotations(group: Sequence[Text], names: Names) -> list[Quotation]:
    """Return the quotations of a run of texts, with ids for now."""
    found: dict[str, Quotation] = {}
    speakers: Speakers = ()
    last: tuple[QuoteContext, Attribution | None] | None = None  # the previous quotation
    for context in quote_contexts(group, names):
        attribution = attribution_of(context, names)
        kind = kind_of(context, attribution, names.words)
        if kind in {"title", "term"}:
            found[context.id] = _quotation(context, kind, *NOBODY, None)
            continue
        said = resolved(attribution, context, speakers) if attribution else None
        speaker, basis = said or carried(context, speakers, last[0] if last else None)
        quotation = _quotation(context, kind, speaker, basis, attribution)
        if not context.holder:
            if last and _is_half(*last, context):
                first = found[last[0].id]
                first = found[first.id] = replace(first, group=first.group or first.id, position="split")
                kind = first.kind if kind == "fragment" else kind
                quotation = replace(quotation, kind=kind, **{name: getattr(first, name) for name in ATTRIBUTED})
            if speaker.name:
                speakers = (*speakers, (speaker, context.last))[-REMEMBERED:]
            last = (context, attribution)
        found[quotation.id] = quotation
    return list(found.values())


def _quotation(
    context: QuoteContext, kind: QuotationKind, speaker: Speaker, basis: SpeakerBasis, found: Attribution | None
) -> Quotation:
    """Return the quotation in a context with its speaker, cue and position."""
    first, last = context.first, context.last
    return Quotation(
        id=context.id,
        kind="writing" if speaker.type == "document" and kind == "speech" else kind,
        text=context.text,
        parts=context.parts,
        speaker=speaker.name or None,
        speaker_as_written=speaker.written if found else None,
        speaker_type=speaker.type if speaker.name else None,
        speaker_basis=basis,
        role=speaker.role,
        cue=found.cue if found else None,
        position=found.position if found else "none",
        nested_in=context.holder,
        balanced=first.before < first.start and last.closed and first.matched and last.matched,
    )


def _is_half(previous: QuoteContext, found: Attribution | None, context: QuoteContext) -> bool:
    """Return whether two quotations are halves around the attribution of the first: "…," he said, "…"."""
    ended, begun = previous.last, context.first
    same = (ended.text_index, previous.sentence) == (begun.text_index, context.sentence)
    between = context.reader.texts[begun.text_index][ended.past : begun.before].strip() if same else ""
    ends = (",", "—", "–", found.speaker.written, found.cue or ",") if found and found.position == "after" else ()
    return between.endswith(ends)
