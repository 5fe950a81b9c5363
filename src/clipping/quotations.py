"""The quotations of an article, and who said them.

The grammar, top to bottom: ``marks`` finds what stands between quotation marks and joins what runs on over
paragraphs; ``_kind`` tells a title or a term from something said; ``attribution`` reads the sentence around
for a cue and its subject; ``_carried`` reads what stands before where the sentence itself names nobody. What
none of them settles stays without a speaker. An editor's corrections are laid over the result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from clipping.attribution import (
    WINDOW,
    Attribution,
    after,
    before,
    first_sentence,
    last_sentence,
    opening_subject,
)
from clipping.capture import fold
from clipping.errors import ClippingError
from clipping.marks import Between, joined, spans_in
from clipping.people import Names, Speaker, Words, canonical, names_in, words
from clipping.record import (
    Article,
    Correction,
    Part,
    Quotation,
    QuotationKind,
    SpeakerBasis,
)

#: How many paragraphs back a pronoun or a quotation without attribution is read from.
BACK = 3
SENTENCE_WITHIN = re.compile(r"[.!?…][”’\"')]*\s+[A-ZÀ-Þ¿¡]")
TITLED = re.compile(r"\b(?:titled|entitled|headlined)$")
NAME_BEFORE = re.compile(r"[A-ZÀ-Þ]\w+ $")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
SMALL_WORDS = frozenset(
    "a an the of to in on at for and or but with by from towards toward against as into over up is it de la el le les "
    "du des del los las y e et da do der die das und i il di".split()
)


@dataclass(frozen=True)
class Text:
    """One text of the article that quotations stand in, and what it is."""

    id: str
    text: str
    headed: bool = False  # a headline or caption, which names its speaker in its own way


@dataclass(frozen=True)
class Told:
    """The speaker of a quotation that stands earlier: who, in which text, and where the quotation ends."""

    speaker: Speaker
    text: int
    end: int


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
        found += [(order[q.parts[0].paragraph], q) for q in _quotations(group, spans, names, known)]
    found.sort(key=lambda entry: (entry[0], entry[1].parts[0].start, -entry[1].parts[0].end))
    return _corrected(_numbered([quotation for _, quotation in found]), corrections, places, file)


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


def _numbered(found: list[Quotation]) -> list[Quotation]:
    """Give the quotations their ids in reading order, and what points at them the same ids."""
    ids = {quotation.id: f"q{number}" for number, quotation in enumerate(found, 1)}
    return [
        replace(
            quotation,
            id=ids[quotation.id],
            group=ids.get(quotation.group or ""),
            nested_in=ids.get(quotation.nested_in or ""),
        )
        for quotation in found
    ]


def _quotations(group: Sequence[Text], spans: list[Between], names: Names, known: Words) -> list[Quotation]:
    """Return the quotations of a run of texts; ids are made from the place of the first span, for now."""
    texts = [place.text for place in group]
    chains = [tuple(p for p in chain if spans[p].end > spans[p].start) for chain in joined(texts, spans)]
    chains = [
        chain
        for chain in chains
        if chain and any(c.isalnum() for p in chain for c in texts[spans[p].text][spans[p].start : spans[p].end])
    ]
    # Where the next outermost quotation of the same text begins, and where the one before it ended.
    outer = [chain for chain in chains if spans[chain[0]].outer is None]
    next_start = {one[-1]: spans[two[0]] for one, two in zip(outer, outer[1:], strict=False)}
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
        attribution = _attribution(text, sentence, tail, ended, names, known)
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
        kind = _kind(text, sentence, tail, attribution, place.headed, known)
        basis: SpeakerBasis = "none"
        speaker: Speaker | None = None
        if kind not in {"title", "term"}:
            if attribution:
                speaker, basis = _resolved(attribution.speaker, group, first, told, names, known)
            elif first.outer is None and not place.headed:
                speaker, basis, attribution_like = _carried(
                    group, first, sentence, tail, text, previous, told, names, known
                )
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


def _attribution(text: str, sentence: str, tail: str, ended: bool, names: Names, known: Words) -> Attribution | None:
    """Return the attribution of a quotation from the rest of its sentence, the nearer one first."""
    ahead = before(sentence, names, known) if sentence.strip() else None
    if ahead and (ahead.near or ended):
        behind = after(tail, ended, names, known) if text.endswith(",") else None
        return behind if behind and behind.near and not sentence.rstrip().endswith((":", ",")) else ahead
    behind = after(tail, ended, names, known)
    if behind and (behind.near or not ahead):
        return behind
    return ahead or behind


def _resolved(
    speaker: Speaker, group: Sequence[Text], span: Between, told: list[Told], names: Names, known: Words
) -> tuple[Speaker, SpeakerBasis]:
    """Return who a speaker as written is, and on what basis."""
    if span.outer is not None and speaker.pronoun:
        return replace(speaker, name=""), "none"
    if speaker.type == "unnamed" and speaker.written.lower().startswith("the "):
        # "the spokesman", "the 56-year-old": one who spoke before in that role, or was just written of.
        head = re.split(r" (?:of|for|from|at) ", speaker.written)[0].split()[-1].lower()
        for earlier in reversed(told):
            if head in (earlier.speaker.role or "").lower().split() or (
                earlier.speaker.type == "unnamed" and head in earlier.speaker.name.lower().split()
            ):
                return replace(earlier.speaker, written=speaker.written), "role"
        if head.endswith("-year-old") and (recent := _recent(group, span, told, names, known, None)):
            return replace(recent, written=speaker.written), "role"
    if not speaker.pronoun:
        if (
            speaker.type == "person"
            and speaker.role
            and canonical(speaker.name, names) not in speaker.written
            and speaker.name not in speaker.written
        ):
            surname = speaker.name.split()[-1]
            if surname not in speaker.written:
                return speaker, "role"
        return speaker, "role" if speaker.type == "unnamed" else "named"
    if speaker.gender == "s":
        return replace(speaker, name=""), "none"
    referent = _recent(group, span, told, names, known, speaker.gender)
    if referent is None:
        return replace(speaker, name=""), "none"
    return replace(referent, written=speaker.written, pronoun=True), "pronoun"


def _fits(candidate: Speaker, gender: str | None) -> bool:
    """Say whether a pronoun of this gender can stand for a candidate, as far as is known."""
    if gender == "o":
        return candidate.type in {"organisation", "document"}
    if gender == "p":
        return candidate.type in {"group", "organisation"} or candidate.gender == "p"
    if candidate.type not in {"person", "unnamed"} or candidate.pronoun:
        return False
    return gender is None or candidate.gender is None or candidate.gender == gender


def _recent(
    group: Sequence[Text], span: Between, told: list[Told], names: Names, known: Words, gender: str | None
) -> Speaker | None:
    """Return the most recent subject or speaker before a span whom a pronoun can stand for.

    The subject that a sentence opens with is whom the next sentence's "he" means; a speaker just quoted is, too.
    """
    for number in range(span.text, max(-1, span.text - BACK - 1), -1):
        if group[number].headed:
            continue
        text = group[number].text
        if number == span.text:
            text = text[max(0, span.start - 2 * WINDOW) : span.start]
            base = max(0, span.start - 2 * WINDOW)
        else:
            base = max(0, len(text) - 2 * WINDOW)
            text = text[base:]
        quoted = next((t for t in reversed(told) if t.text == number and _fits(t.speaker, gender)), None)
        subject = None
        at = 0
        sentences = _sentences(text)
        if number == span.text:
            sentences = sentences[:-1]
        for start, sentence in reversed(sentences):
            if not sentence or sentence[0] in "“\"‘'«":
                continue
            found = opening_subject(sentence[:200], names, known)
            if found and not found.pronoun and _fits(found, gender):
                subject, at = found, base + start
                break
        if quoted and (subject is None or quoted.end >= at):
            return quoted.speaker
        if subject:
            return subject
    return None


def _sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a short text with their places."""
    found = []
    start = 0
    while start < len(text):
        sentence = first_sentence(text[start:])
        found.append((start, sentence.strip()))
        start += len(sentence)
        while start < len(text) and (text[start].isspace() or text[start] in "”\"’'»)"):
            start += 1
    return found


def _carried(
    group: Sequence[Text],
    span: Between,
    sentence: str,
    tail: str,
    text: str,
    previous: tuple[Between, Quotation, Attribution | None] | None,
    told: list[Told],
    names: Names,
    known: Words,
) -> tuple[Speaker | None, SpeakerBasis, None]:
    """Return who says a quotation whose own sentence names nobody, and on what basis."""
    ahead = group[span.text].text[: span.start - span.opened].rstrip()
    whole = _is_whole(text, sentence)
    if not whole:
        return None, "none", None
    last = told[-1] if told else None
    if previous and previous[0].text == span.text and last and last.text == span.text:
        between = group[span.text].text[previous[0].end : span.start]
        if len(between) < WINDOW:
            return last.speaker, "carried-over", None
    if ahead:
        # The sentence before leads in: Smith defended the plan. “…”
        for _, earlier in reversed(_sentences(ahead[-WINDOW:])):
            subject = opening_subject(earlier[:200], names, known)
            if subject and subject.pronoun:
                found, basis = _resolved(subject, group, span, told, names, known)
                return (found, "elided", None) if basis != "none" else (None, "none", None)
            if subject and subject.type in {"person", "unnamed"}:
                return subject, "elided", None
            break
        return None, "none", None
    if span.text == 0 or tail.strip(' .”"’'):
        return None, "none", None
    if previous and last and last.text == span.text - 1 and previous[0].text == span.text - 1:
        # Question and answer take turns.
        asked = previous[1].text.endswith("?") or text.endswith("?")
        if asked and len(told) > 1 and told[-2].text >= span.text - 2 and told[-2].speaker.name != last.speaker.name:
            return told[-2].speaker, "carried-over", None
        return last.speaker, "carried-over", None
    lead = group[span.text - 1]
    if lead.headed or tail.strip():
        return None, "none", None
    final = _sentences(lead.text[-2 * WINDOW :])
    subject = opening_subject(final[-1][1][:200], names, known) if final else None
    if subject and subject.pronoun:
        found, basis = _resolved(subject, group, span, told, names, known)
        return (found, "elided", None) if basis != "none" else (None, "none", None)
    if subject and subject.type == "person":
        return subject, "elided", None
    return None, "none", None


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


def _is_whole(text: str, sentence: str = "x") -> bool:
    """Say whether words are a sentence rather than some words of one; ``sentence`` is what leads up to them.

    They are if they hold the end of a sentence; end as one does, or with the comma that stands for its stop,
    and begin with a capital or are six words and more; are ten words and more; or begin with a capital where a sentence begins: first, or after a colon or comma.
    """
    count = len(text.split())
    if SENTENCE_WITHIN.search(text):
        return True
    if text.endswith((".", ",", "?", "!", "…", "—", "–")) and (text[0].isupper() or count >= 6 or not sentence.strip()):
        return True
    begins = not sentence.strip() or sentence.rstrip().endswith((":", ","))
    return count >= 10 or (count >= 3 and begins and text[0].isupper())


def _kind(
    text: str, sentence: str, tail: str, attribution: Attribution | None, headed: bool, known: Words
) -> QuotationKind:
    """Tell speech, writing, fragment, title and term apart by the words and what stands before them.

    A title has its words in capitals, or follows the word for a work (the film, the report); a term follows
    "so-called" or "known as", or is a few words in a sentence that nobody is said to speak.
    """
    tokens = WORD.findall(text)
    count = len(text.split())
    cued = attribution is not None and attribution.near and attribution.cue is not None
    low = sentence.lower().rstrip(" ,:(")
    if (
        any(low.endswith(phrase) and not low[: -len(phrase)][-1:].isalpha() for phrase in known["term_cues"])
        and count <= 8
    ):
        return "term"
    if sentence and TITLED.search(low):
        return "title"
    if count <= 3 and NAME_BEFORE.search(sentence) and re.match(r"\s[A-ZÀ-Þ]\w", tail):
        return "term"  # a nickname within a name
    significant = [token for token in tokens if token.lower() not in SMALL_WORDS]
    capitals = sum(token[0].isupper() for token in significant)
    titled = len(significant) > 1 and capitals >= 0.75 * len(significant) and tokens[0][0].isupper()
    recent = [token.lower() for token in WORD.findall(low)[-4:]]
    work = any(token in known["works"] for token in recent)
    ends_said = text.endswith((",", "?", "!")) and attribution is not None and attribution.position == "after"
    if (
        titled
        and not headed
        and not ends_said
        and not (
            cued and attribution and attribution.position == "before" and low.endswith(str(attribution.cue).lower())
        )
    ):
        return "title" if len(significant) > 2 or work else "term"
    if (
        not ends_said
        and recent
        and recent[-1] in known["works"] - known["cues"]
        and (not _is_whole(text, sentence) or count <= 6)
    ):
        return "title" if tokens and tokens[0][0].isupper() else "term"
    if _is_whole(text, sentence):
        return "writing" if attribution and attribution.written else "speech"
    if attribution is not None:
        return "fragment"
    if headed:
        return "fragment" if count >= 3 else "term"
    return "term" if count <= 6 else "fragment"


def _corrected(
    found: list[Quotation], corrections: tuple[Correction, ...], places: list[Text], file: str
) -> tuple[Quotation, ...]:
    """Lay the corrections of an editor over the quotations that were found."""
    for correction in corrections:
        starts = fold(correction.starts)
        hits = [(n, q) for n, q in enumerate(found) if starts and starts in fold(q.text)]
        starting = [(n, q) for n, q in hits if fold(q.text).startswith(starts)]
        times = sum(fold(q.text).count(starts) for _, q in hits if q.nested_in is None) if starts else 0
        if len(starting) == 1 and times <= 1:
            number, quotation = starting[0]
            found[number] = _edited(quotation, correction)
            continue
        if times == 1 and len(hits) == 1:
            found[hits[0][0]] = _edited(hits[0][1], correction)
            continue
        unmarked = [(place, at) for place in places if starts and (at := place.text.find(starts)) >= 0]
        within = sum(place.text.count(starts) for place in places) if starts else 0
        if not times and within == 1:
            place, at = unmarked[0]
            part = Part(place.id, at, at + len(starts))
            found.append(_edited(replace(Quotation("", "speech", starts, (part,)), balanced=False), correction))
            order = {text.id: number for number, text in enumerate(places)}
            found.sort(key=lambda q: (order[q.parts[0].paragraph], q.parts[0].start, -q.parts[0].end))
            found = _numbered([replace(q, id=q.id or "added") for q in found])
            continue
        raise ClippingError(
            f"expected words that start one quotation, found {starts!r} {times or within} times; "
            "copy more of its words, as the article prints them",
            file,
            correction.line,
        )
    return tuple(found)


def _edited(quotation: Quotation, correction: Correction) -> Quotation:
    """Return a quotation as an editor corrects it."""
    fields = ("kind", "speaker_as_written", "speaker_type", "role", "cue")
    values: dict[str, Any] = {
        name: value or None for name in fields if (value := getattr(correction, name)) is not None
    }
    changed = replace(quotation, **values)
    if correction.speaker is not None:
        speaker = correction.speaker or None
        changed = replace(
            changed,
            speaker=speaker,
            speaker_basis="editor",
            speaker_type=correction.speaker_type or ("person" if speaker else None),
            speaker_as_written=changed.speaker_as_written if speaker else None,
            role=changed.role if speaker else None,
        )
    return changed
