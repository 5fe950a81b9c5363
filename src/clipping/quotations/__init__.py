"""The quotations of an article, and who said them.

The stage's story, top to bottom:

1. ``marks`` finds what stands between quotation marks, and joins what runs on over paragraphs;
2. ``places`` reads the sentence around each: what leads up to the marks, what follows them;
3. ``attribution`` looks there for a cue (said, wrote) and ``subjects`` for the subject of it;
4. ``kinds`` tells something said from something written, a few words, a title, a term;
5. ``referents`` finds whom "he" means, and who goes on speaking where the sentence names nobody;
6. ``corrections`` lays over the result what an editor says.

``people`` knows how the article calls its people, and ``cues.json`` holds the words of each language. What none
of them settles stays without a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from clipping.quotations.attribution import Attribution, attribution_of
from clipping.quotations.corrections import corrected, numbered
from clipping.quotations.kinds import kind_of
from clipping.quotations.marks import QuoteSpan, spans_in
from clipping.quotations.people import Names, Speaker, names_of, words
from clipping.quotations.context import QuoteContext, Text, quote_contexts
from clipping.quotations.referents import History, PriorSpeaker, carried, resolved
from clipping.record import Article, Correction, Quotation, QuotationKind, SpeakerBasis

#: How many speakers back the running state remembers.
REMEMBERED = 6


def find_quotations(
    article: Article, corrections: tuple[Correction, ...] = (), language: str = "en", file: str = "article.toml"
) -> tuple[Quotation, ...]:
    """Return the quotations of ``article`` in reading order, with the corrections of an editor laid over them.

    ``language`` chooses the words that attribute (``en``, ``es``, ``fr``, ``pt``, ``de``, ``it``; a subtag such
    as ``en-GB`` is allowed); marks are read alike in all. ``file`` is what messages call the file with the
    corrections. Raises ``ClippingError`` if the words of a correction do not occur exactly once.
    """
    known = words(language)
    places = _places(article)
    body = [place for place in places if not place.headed]
    # The body is one run of texts, over which quotations may go on; a headline or a caption stands alone.
    groups = [body, *([place] for place in places if place.headed)]
    marked = [(group, spans) for group in groups if (spans := spans_in([t.text for t in group], known["apostrophes"]))]
    names = names_of([place.text for place in places], known) if marked else None
    found = [quotation for group, spans in marked if names for quotation in _quotations(group, spans, names)]
    order = {place.id: number for number, place in enumerate(places)}
    found.sort(key=lambda q: (order[q.parts[0].paragraph], q.parts[0].start, -q.parts[0].end))
    return corrected(numbered(found), corrections, places, file)


def _places(article: Article) -> list[Text]:
    """Return the texts of an article in reading order; what is no paragraph is headed."""
    named = (("headline", article.headline), ("standfirst", article.standfirst))
    captions = [(c.lines[0], Text(c.id, c.text, True)) for c in article.captions if c.text]
    paragraphs = [(p.lines[0], Text(p.id, p.text, p.kind == "subheading")) for p in article.paragraphs]
    return [Text(name, text, True) for name, text in named if text] + [
        text for _, text in sorted(captions + paragraphs, key=lambda entry: entry[0])
    ]


class _Said(Struct, frozen=True):
    """A quotation as it was read: where it stands, and the attribution it was read from."""

    quotation: Quotation
    setting: QuoteContext
    attribution: Attribution | None


def _quotations(group: Sequence[Text], spans: list[QuoteSpan], names: Names) -> list[Quotation]:
    """Return the quotations of a run of texts; their ids, for now, are made from the place of the first span."""
    result: list[Quotation] = []
    told: tuple[PriorSpeaker, ...] = ()
    previous: _Said | None = None
    previous_at = 0
    for setting in quote_contexts(group, spans):
        attribution = attribution_of(setting, names)
        kind = kind_of(setting, attribution, names.words)
        if kind in {"title", "term"}:
            result.append(_quotation(setting, kind, None, "none", None))
            continue
        history = History(told, previous.setting if previous else None)
        speaker, basis = _speaker(setting, attribution, history, names)
        quotation = _quotation(setting, kind, speaker, basis, attribution)
        if not setting.nested:
            if previous and _is_half(previous, setting):
                first = replace(previous.quotation, group=previous.quotation.group or previous.quotation.id)
                result[previous_at] = replace(first, position="split")
                quotation = _second_half(quotation, result[previous_at])
            if speaker and speaker.name and basis != "none":
                earlier = PriorSpeaker(speaker, setting.last.text, setting.last.end)
                told = (*told[1 - REMEMBERED :], earlier)
            previous, previous_at = _Said(quotation, setting, attribution), len(result)
        result.append(quotation)
    return result


def _speaker(
    setting: QuoteContext, attribution: Attribution | None, history: History, names: Names
) -> tuple[Speaker | None, SpeakerBasis]:
    """Return who says a quotation, and on what basis."""
    if attribution:
        return resolved(attribution.speaker, setting, history, names)
    if setting.nested or setting.headed:
        return None, "none"
    return carried(setting, history, names)


def _quotation(
    setting: QuoteContext,
    kind: QuotationKind,
    speaker: Speaker | None,
    basis: SpeakerBasis,
    attribution: Attribution | None,
) -> Quotation:
    """Return the quotation of a setting with its speaker, cue and position."""
    named = speaker is not None and bool(speaker.name)
    return Quotation(
        id=f"s{setting.group[0].id}.{setting.number}",
        kind="writing" if speaker and speaker.type == "document" and kind == "speech" else kind,
        text=setting.text,
        parts=setting.parts,
        speaker=speaker.name if speaker and named else None,
        speaker_as_written=speaker.written if speaker and attribution else None,
        speaker_type=speaker.type if speaker and named else None,
        speaker_basis=basis,
        role=speaker.role if speaker else None,
        cue=attribution.cue if attribution else None,
        position=attribution.position if attribution else "none",
        nested_in=None if setting.holder is None else f"s{setting.group[0].id}.{setting.holder}",
        balanced=setting.first.opened and setting.last.closed and setting.first.matched and setting.last.matched,
    )


def _is_half(previous: _Said, setting: QuoteContext) -> bool:
    """Say whether two quotations are halves around one attribution: "…," he said, "…"."""
    ended, begun, attribution = previous.setting.last, setting.first, previous.attribution
    if ended.text != begun.text or not attribution or previous.quotation.position not in {"after", "split"}:
        return False
    text = setting.group[begun.text].text
    between = text[ended.past : begun.before].strip()
    ends = (",", "—", "–", attribution.speaker.written, attribution.cue or ",")
    return between.endswith(ends)


def _second_half(quotation: Quotation, first: Quotation) -> Quotation:
    """Return the second half of a quotation, which the attribution of the first half gives to its speaker."""
    return replace(
        first,
        id=quotation.id,
        kind=first.kind if quotation.kind == "fragment" else quotation.kind,
        text=quotation.text,
        parts=quotation.parts,
        nested_in=quotation.nested_in,
        balanced=quotation.balanced,
    )
