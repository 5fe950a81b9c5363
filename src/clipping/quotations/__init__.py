"""Find the quotations of an article and their speakers.

The steps, in order:

1. ``marks`` pairs quotation marks, and joins quotations that run over several paragraphs;
2. ``phrases`` tags the phrases of the sentence around each quotation, one letter per phrase;
3. ``context`` brings each quotation and its sentence together;
4. ``attribution`` matches the tags against a table of patterns to find the speaker, and classifies the quotation as
   speech, writing, a fragment, a title or a term;
5. ``referents`` resolves pronouns, and finds the speaker if the sentence names nobody;
6. ``corrections`` applies the editor's corrections; ``referents`` then gives words printed twice the same speaker.

``people`` knows the names and roles in the article; ``cues.json`` has the vocabulary of each language. A quotation that
no rule attributes has no speaker.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from clipping.errors import ClippingError
from clipping.quotations.attribution import Attribution, attribution_of, kind_of
from clipping.quotations.context import QuoteContext, Text, quote_contexts
from clipping.quotations.corrections import corrected, numbered
from clipping.quotations.people import Names, Speaker, names_of, words_of
from clipping.quotations.referents import NOBODY, Speakers, carried_over, repeated, resolved
from clipping.record import Article, Correction, Quotation, QuotationKind, SpeakerBasis

#: The most quotations in one capture: no article has more, and a site with so many takes seconds to build.
MOST_QUOTATIONS = 10_000
#: The number of recent speakers to remember.
REMEMBERED = 6
#: The label of a question or an answer in an interview; and the pairs of letters that are labels only if the
#: article has both, since one alone may be an initial: "P. El alcalde dijo …", but "P. Reed said …".
LABEL = re.compile(
    r"([QAPRFD]|Question|Answer|Pregunta|Respuesta|Réponse|Pergunta|Resposta|Frage|Antwort|Domanda|Risposta)"
    r"(?:[.:] ?[–—-]?| [–—-]) "
)
LABEL_PAIRS = str.split("QA PR QR DR FA")
#: The fields that both halves of a split quotation share.
SHARED = str.split("speaker speaker_as_written speaker_type speaker_basis role cue")


def find_quotations(
    article: Article, corrections: tuple[Correction, ...] = (), language: str = "en", file: str = "article.toml"
) -> tuple[Quotation, ...]:
    """Return the quotations of ``article`` in reading order, with the editor's ``corrections`` applied.

    ``language`` selects the vocabulary of attribution (``en``, ``es``, ``fr``, ``pt``, ``de``, ``it``; a subtag, as in
    ``en-GB``, is allowed), and which apostrophes and dialogue dashes are recognised. ``file`` is the name of the file
    that has the corrections, for error messages. Raises ``ClippingError`` if there are too many quotations, if a
    correction's words do not occur exactly once, or if it misspells a speaker's name.
    """
    texts = _texts(article)
    # A quotation may continue from one body text to the next, but not into or out of a headline or a caption.
    body = [text for text in texts if text.in_body]
    groups = [body, *([text] for text in texts if not text.in_body)]
    names = names_of((text.text[text.start :] for text in texts), words_of(language))
    found = [quotation for group in groups for quotation in _quotations(group, names)]
    if len(found) > MOST_QUOTATIONS:
        message = f"expected at most {MOST_QUOTATIONS:,} quotations, found {len(found):,}"
        raise ClippingError(f"{message}; the capture must contain a single article", article.capture.file)
    return repeated(corrected(numbered(found, texts), corrections, texts, names, file))


def _texts(article: Article) -> list[Text]:
    """Return the texts of ``article`` in reading order; only ordinary paragraphs are ``in_body``."""
    named = (("headline", article.headline), ("standfirst", article.standfirst))
    captions = [(c.lines[0], Text(c.id, c.text, False)) for c in article.captions if c.text]
    paragraphs = [(p.lines[0], Text(p.id, p.text, p.kind == "paragraph")) for p in article.paragraphs]
    labels = [LABEL.match(text.text) for _, text in paragraphs]
    used = {match[1] for match in labels if match}
    valid = {letter for pair in LABEL_PAIRS if used.issuperset(pair) for letter in pair}
    starts = [match.end() if match and (match[1][1:] or match[1] in valid) else 0 for match in labels]
    paragraphs = [(at, replace(text, start=start)) for (at, text), start in zip(paragraphs, starts, strict=True)]
    return [Text(name, text, False) for name, text in named if text] + [
        text for _, text in sorted(captions + paragraphs, key=lambda entry: entry[0])
    ]


def _quotations(group: Sequence[Text], names: Names) -> list[Quotation]:
    """Return the quotations in a run of texts, with temporary ids."""
    found: dict[str, Quotation] = {}
    speakers: Speakers = ()
    last: tuple[QuoteContext, Speaker, bool] | None = None  # the last quotation, its speaker, whether named after it
    for context in quote_contexts(group, names):
        attribution = attribution_of(context, names)
        kind = kind_of(context, attribution, names.words)
        if kind in {"title", "term"}:
            found[context.id] = _quotation(context, kind, *NOBODY, None)
            continue
        found_here = resolved(attribution, context, speakers) if attribution else None
        speaker, basis = found_here or (NOBODY if context.nested_in else carried_over(context, speakers))
        quotation = _quotation(context, kind, speaker, basis, attribution)
        if not context.nested_in:
            if last and _is_half(*last, context, speaker):
                first = found[last[0].id]
                named, speaker = (first, last[1]) if first.speaker else (quotation, speaker)
                shared = {name: getattr(named, name) for name in SHARED}
                shared |= {"group": first.group or first.id, "position": "split"}
                found[first.id] = replace(first, **shared)
                quotation = replace(quotation, kind=first.kind if kind == "fragment" else kind, **shared)
            if speaker.name:
                speakers = (*speakers, (speaker, context))[-REMEMBERED:]
            last = context, speaker, attribution is not None and attribution.position == "after"
        found[quotation.id] = quotation
    return list(found.values())


def _quotation(
    context: QuoteContext, kind: QuotationKind, speaker: Speaker, basis: SpeakerBasis, attribution: Attribution | None
) -> Quotation:
    """Return the record of the quotation in ``context``; the speech of a document is writing."""
    first, last = context.first, context.last
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
        cue=attribution.cue if attribution else None,
        position=attribution.position if attribution else "none",
        nested_in=context.nested_in,
        balanced=first.before < first.start and last.closed and first.matched and last.matched,
    )


def _is_half(
    previous: QuoteContext, earlier: Speaker, named_after: bool, context: QuoteContext, speaker: Speaker
) -> bool:
    """Return whether two quotations are halves of one, split by the first's attribution: “…,” he said, “…”.

    The speech in a line of dialogue belongs together (—No —he laughed—. Never.), unless another speaker is named or a
    dash with a space only before it begins the words of another (—No —he laughed. —Why?).
    """
    here, first = context.first.text_index, context.first
    if first.family == "dash":
        opened = context.reader.texts[here][first.before : first.start]
        alone = opened[0].isspace() and not opened[-1].isspace()
        return previous.last.text_index == here and not alone and len({earlier.name, speaker.name} - {""}) < 2
    between = context.reader.texts[here][previous.last.past : context.first.before].rstrip()
    same = (previous.last.text_index, previous.sentence) == (here, context.sentence)
    return named_after and same and between.endswith((",", "—", "–"))
