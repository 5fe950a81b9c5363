"""The quotations of an article, and who said them.

The grammar, top to bottom: ``marks`` finds what stands between quotation marks and joins what runs on over
paragraphs; ``_kind`` tells a title or a term from something said; ``attribution`` reads the sentence around
for a cue and its subject; ``_carried`` reads what stands before where the sentence itself names nobody. What
none of them settles stays without a speaker. An editor's corrections are laid over the result.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from clipping.quotations.attribution import (
    WINDOW,
    Attribution,
    after,
    before,
    last_sentence,
    passive,
)
from clipping.quotations.corrections import corrected, numbered
from clipping.quotations.kinds import kind_of
from clipping.quotations.marks import Between, joined, spans_in
from clipping.quotations.people import Names, Speaker, names_in, words
from clipping.quotations.referents import Text, Told, carried, resolved
from clipping.record import Article, Correction, Part, Quotation, QuotationKind, SpeakerBasis


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
    lone = [place for place in places if place.headed]
    names = None
    found: list[tuple[int, Quotation]] = []
    order = {place.id: number for number, place in enumerate(places)}
    for group in [body, *([place] for place in lone)]:
        texts = [place.text for place in group]
        spans = spans_in(texts, known["apostrophes"])
        if not spans:
            continue
        if names is None:
            names = names_in([place.text for place in places], known)
        found += [(order[q.parts[0].paragraph], q) for q in _quotations(group, spans, names)]
    found.sort(key=lambda entry: (entry[0], entry[1].parts[0].start, -entry[1].parts[0].end))
    return corrected(numbered([quotation for _, quotation in found]), corrections, places, file)


def _places(article: Article) -> list[Text]:
    """Return the texts of an article in reading order, subheadings left out of the run of paragraphs."""
    named = [
        Text(name, text, name == "headline")
        for name, text in (("headline", article.headline), ("standfirst", article.standfirst))
        if text
    ]
    named = [replace(place, headed=True) for place in named]
    captions = [(c.lines[0], Text(c.id, c.text, True)) for c in article.captions if c.text]
    paragraphs = [(p.lines[0], Text(p.id, p.text, p.kind == "subheading")) for p in article.paragraphs]
    return named + [text for _, text in sorted(captions + paragraphs, key=lambda entry: entry[0])]


def _quotations(group: Sequence[Text], spans: list[Between], names: Names) -> list[Quotation]:
    """Return the quotations of a run of texts; ids are made from the place of the first span, for now."""
    known = names.words
    texts = [place.text for place in group]
    chains = [tuple(p for p in chain if spans[p].end > spans[p].start) for chain in joined(texts, spans)]
    chains = [
        chain
        for chain in chains
        if chain and any(c.isalnum() for p in chain for c in texts[spans[p].text][spans[p].start : spans[p].end])
    ]
    # Where the next outermost quotation of the same text begins, and where the one before it ended.
    outer = [chain for chain in chains if spans[chain[0]].outer is None]
    next_start = {one[-1]: spans[two[0]] for one, two in itertools.pairwise(outer)}
    result: list[Quotation] = []
    told: list[Told] = []
    chain_of = {place: chain[0] for chain in chains for place in chain}
    previous: tuple[Between, Quotation, Attribution | None] | None = None
    masked, shown, number = "", 0, -1
    for chain in chains:
        first, last = spans[chain[0]], spans[chain[-1]]
        place = group[first.text]
        if first.outer is None:
            # What was quoted before in the text is masked, so that nobody is taken for a speaker from within it.
            if first.text != number:
                masked, shown, number = "", 0, first.text
            masked = (masked + texts[number][shown : first.start - first.opened])[-WINDOW:]
            head = masked
        else:
            head = texts[first.text][max(spans[first.outer].start, first.start - WINDOW) : first.start - first.opened]
        sentence = last_sentence(head)
        following = next_start.get(chain[-1])
        stop = spans[last.outer].end if last.outer is not None else len(texts[last.text])
        if following and following.text == last.text and last.outer is None:
            stop = following.start - following.opened
        past = _past_mark(texts[last.text], last)
        tail = texts[last.text][past : min(stop, past + WINDOW)]
        stretches = _stretches(texts, [spans[p] for p in chain])
        parts = tuple(Part(group[n].id, start, end) for n, start, end in stretches)
        text = "\n\n".join(texts[n][start:end] for n, start, end in stretches)
        if first.outer is None:
            mask = " _." if text.endswith((".", "…")) else " _"
            masked, shown, number = (masked if last.text == first.text else "") + mask, past, last.text
        ended = (
            text.endswith((".", "…"))
            and not text.endswith("...")
            and not tail.lstrip().startswith((",", "–", "-", "—"))
        )
        attribution = _attribution(text, sentence, tail, ended, names)
        quotation = Quotation(
            f"s{place.id}.{chain[0]}",
            "speech",
            text,
            parts,
            nested_in=f"s{group[spans[chain_of[first.outer]].text].id}.{chain_of[first.outer]}"
            if first.outer is not None and first.outer in chain_of
            else None,
            balanced=all(spans[p].opened for p in chain[:1]) and last.closed,
        )
        kind = kind_of(text, sentence, tail, attribution, place.headed, known)
        basis: SpeakerBasis = "none"
        speaker: Speaker | None = None
        if kind not in {"title", "term"}:
            if attribution:
                speaker, basis = resolved(attribution.speaker, group, first, told, names)
            elif first.outer is None and not place.headed:
                speaker, basis = carried(group, first, sentence, tail, text, previous, told, names)
            quotation = _spoken(quotation, kind, speaker, basis, attribution)
            if previous and first.outer is None:
                quotation, result = _grouped(quotation, previous, first, texts, result)
            if speaker and speaker.name and basis != "none" and first.outer is None:
                told.append(Told(replace(speaker, pronoun=False), last.text, last.end))
                del told[:-6]
            if first.outer is None:
                previous = (last, quotation, attribution)
        else:
            quotation = replace(quotation, kind=kind)
        result.append(quotation)
    return result


def _past_mark(text: str, span: Between) -> int:
    """Return where the words after a span begin, its closing mark passed over."""
    at = span.end
    while span.closed and at < len(text) and text[at].isspace():
        at += 1
    return min(len(text), at + span.closed)


def _stretches(texts: Sequence[str], chain: list[Between]) -> list[tuple[int, int, int]]:
    """Return the stretches of text of one quotation: text, start, end; paragraphs without a mark are whole."""
    found: list[tuple[int, int, int]] = []
    for span in chain:
        if found:
            found += [(n, 0, len(texts[n])) for n in range(found[-1][0] + 1, span.text)]
        found.append((span.text, span.start, span.end))
    return found


def _attribution(text: str, sentence: str, tail: str, ended: bool, names: Names) -> Attribution | None:
    """Return the attribution of a quotation from the rest of its sentence, the nearer one first."""
    ahead = passive(sentence, tail, names) or (before(sentence, names) if sentence.strip() else None)
    if ahead and (ahead.near or ended):
        behind = after(tail, ended, names) if text.endswith(",") else None
        return behind if behind and behind.near and not sentence.rstrip().endswith((":", ",")) else ahead
    behind = after(tail, ended, names)
    if behind and (behind.near or not ahead):
        return behind
    return ahead or behind


def _spoken(
    quotation: Quotation,
    kind: QuotationKind,
    speaker: Speaker | None,
    basis: SpeakerBasis,
    attribution: Attribution | None,
) -> Quotation:
    """Return a quotation with its speaker, cue and position."""
    direct = attribution is not None
    return replace(
        quotation,
        kind="writing" if speaker and speaker.type == "document" and kind == "speech" else kind,
        speaker=(speaker.name or None) if speaker else None,
        speaker_as_written=speaker.written if speaker and direct else None,
        speaker_type=speaker.type if speaker and speaker.name else None,
        speaker_basis=basis,
        role=speaker.role if speaker else None,
        cue=attribution.cue if attribution else None,
        position=attribution.position if attribution else "none",
    )


def _grouped(
    quotation: Quotation,
    previous: tuple[Between, Quotation, Attribution | None],
    span: Between,
    texts: Sequence[str],
    result: list[Quotation],
) -> tuple[Quotation, list[Quotation]]:
    """Make halves of two quotations around one attribution: "…," he said, "…"."""
    before_it, half, attribution = previous
    if before_it.text != span.text or not attribution or half.position not in {"after", "split"}:
        return quotation, result
    between = texts[span.text][_past_mark(texts[span.text], before_it) : span.start - span.opened].strip()
    if len(between) > attribution.end + (60 if between.endswith((",", "—", "–")) else 2) or between.endswith("."):
        return quotation, result
    name = half.group or half.id
    first = replace(half, group=name, position="split")
    result = (
        [first if one.id == half.id else one for one in result[-8:]]
        if len(result) <= 8
        else result[:-8] + [first if one.id == half.id else one for one in result[-8:]]
    )
    second = replace(
        quotation,
        kind=half.kind if quotation.kind == "fragment" else quotation.kind,
        group=name,
        position="split",
        cue=half.cue,
        speaker=half.speaker,
        speaker_as_written=half.speaker_as_written,
        speaker_type=half.speaker_type,
        speaker_basis=half.speaker_basis,
        role=half.role,
    )
    return second, result
