"""Find the quotations of an article and their speakers.

The steps, in order:

1. ``marks`` pairs quotation marks, and joins quotations that run over several paragraphs;
2. ``phrases`` tags the phrases of the sentence around each quotation, one letter per phrase;
3. ``context`` brings each quotation and its sentence together;
4. ``attribution`` matches the tags against a table of patterns to find the speaker, and classifies the quotation as
   speech, writing, a fragment, a title or a term;
5. ``referents`` resolves pronouns, and finds the speaker if the sentence names nobody;
6. ``corrections`` applies the editor's corrections; ``referents`` then completes pull quotations.

``people`` knows the names and roles in the article; ``cues.json`` has the vocabulary of each language. A quotation that
no rule attributes has no speaker.
"""

from collections import deque
from collections.abc import Sequence
from operator import itemgetter

from msgspec.structs import replace

from clipping.errors import ClippingError
from clipping.quotations.attribution import Attribution, attribution_of, kind_of
from clipping.quotations.context import QuoteContext, Text, quote_contexts
from clipping.quotations.corrections import corrected, numbered
from clipping.quotations.people import Names, Speaker, names_of, words_of
from clipping.quotations.referents import NOBODY, Speakers, carried_over, repeated, resolved
from clipping.record import Article, Correction, Quotation, QuotationKind, SpeakerBasis

#: The most quotations allowed in one capture: more than any article has, yet few enough to build a site in seconds.
MOST_QUOTATIONS = 10_000
#: The number of recent speakers to remember.
REMEMBERED = 6
#: The fields that both halves of a split quotation share.
SHARED = ("kind", "speaker", "speaker_as_written", "speaker_type", "speaker_basis", "role", "cue")


def find_quotations(
    article: Article, corrections: tuple[Correction, ...] = (), language: str = "en", file: str = "article.toml"
) -> tuple[Quotation, ...]:
    """Return the quotations of ``article`` in reading order, with the editor's ``corrections`` applied.

    ``language`` selects the vocabulary of attribution (``en``, ``es``, ``fr``, ``pt``, ``de``, ``it``; a subtag, as in
    ``en-GB``, is allowed), and which apostrophes and dialogue dashes are recognised. ``file`` is the name of the file
    that has the corrections, for error messages. Raises ``ClippingError`` if there are too many quotations, if a
    correction's words do not identify one quotation, or if it misspells a speaker's name.
    """
    texts = _texts(article)
    # A quotation may continue from one body text to the next, but not into or out of a headline or a caption.
    body = [text for text in texts if text.in_body]
    groups = [body, *([text] for text in texts if not text.in_body)]
    names = names_of((text.text for text in texts), words_of(language))
    found = [quotation for group in groups for quotation in _quotations(group, names)]
    if len(found) > MOST_QUOTATIONS:
        message = f"expected at most {MOST_QUOTATIONS:,} quotations, found {len(found):,}"
        raise ClippingError(f"{message}; the capture must contain a single article", article.capture.file)
    return tuple(repeated(corrected(numbered(found, texts), corrections, texts, names, file)))


def _texts(article: Article) -> list[Text]:
    """Return the texts of ``article`` in reading order; only ordinary paragraphs are ``in_body``."""
    headline, standfirst = article.headline or "", article.standfirst or ""
    top = [(0, Text("headline", headline, False)), (0, Text("standfirst", standfirst, False))]
    captions = [(c.lines[0], Text(c.id, c.text or "", False)) for c in article.captions]
    paragraphs = [(p.lines[0], Text(p.id, p.text, p.kind == "paragraph")) for p in article.paragraphs]
    return [text for _, text in sorted([*top, *captions, *paragraphs], key=itemgetter(0)) if text.text]


def _quotations(group: Sequence[Text], names: Names) -> list[Quotation]:
    """Return the quotations in a run of texts, with temporary ids."""
    found = {}
    speakers: Speakers = deque(maxlen=REMEMBERED)
    last: QuoteContext | None = None  # of the last quotation that is not nested
    for context in quote_contexts(group, names):
        attribution = attribution_of(context, names)
        kind = kind_of(context, attribution, names.words)
        if kind in {"title", "term"}:
            found[context.id] = _quotation(context, kind, *NOBODY, None)
            continue
        if attribution:
            speaker, basis = resolved(attribution, context, speakers)
        else:
            speaker, basis = NOBODY if context.nested_in else carried_over(context, speakers)
        quotation = _quotation(context, kind, speaker, basis, attribution)
        if not context.nested_in:
            here = (context.first.text_index, context.sentence)
            first = found[last.id] if last and (last.last.text_index, last.sentence) == here else None
            comma = context.ahead.rstrip().endswith((",", "—", "–"))
            if first and comma and first.position in {"after", "split"}:
                # “…,” Bell said, “…”: the attribution splits one quotation into two halves.
                shared = {name: getattr(first, name) for name in SHARED}
                shared |= {"group": first.group or first.id, "position": "split"}
                found[first.id], quotation = replace(first, **shared), replace(quotation, **shared)
            elif speaker.name:
                speakers.append((speaker, context))
            last = context
        found[quotation.id] = quotation
    return list(found.values())


def _quotation(
    context: QuoteContext, kind: QuotationKind, speaker: Speaker, basis: SpeakerBasis, attribution: Attribution | None
) -> Quotation:
    """Return the record of the quotation in ``context``; the speech of a document is writing."""
    return Quotation(
        id=context.id,
        kind="writing" if speaker.type == "document" and kind == "speech" else kind,
        text=context.text,
        parts=context.parts,
        speaker=speaker.name or None,
        speaker_as_written=speaker.written if attribution else None,
        speaker_type=speaker.type if speaker.name else None,
        speaker_basis=basis,
        role=speaker.role,
        cue=attribution.cue or None if attribution else None,
        position="none" if attribution is None else "before" if attribution.at < context.at else "after",
        nested_in=context.nested_in,
        balanced=context.first.before < context.first.start and context.last.closed,
    )
