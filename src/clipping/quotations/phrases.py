"""Tag the phrases of a sentence by their function, using only word lists and capitals.

Each phrase has a one-letter tag, so that ``attribution`` can match clauses with regular expressions:

    S  somebody or something that can speak      the mayor · Anna Bell · Ardmore Council · a letter
    p  a pronoun that is a subject               she · they
    n  any other noun phrase                     the bridge · Bell’s car
    C  a verb of saying      G  the same, in -ing      v  a verb of thinking      K  according to
    a  an auxiliary or adverb      i  a preposition      b  by (of an agent)
    s  a word that begins a clause (when, because)      w  who, which      t  that      &  a conjunction
    q  words between quotation marks      x  any other word, or a merged apposition
    , ; :  as printed      -  any dash      .  an ellipsis, ! or ? (a full stop has no tag); ``context`` adds Q and |
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from clipping.names import CAPITAL, PARTICLES
from clipping.quotations.marks import QuoteSpan
from clipping.quotations.people import Names, Speaker, described, head_of, role_in, speaker_of
from clipping.text import ABBREVIATED, UPPER, sentence_ends

TOKEN = re.compile(
    rf"(?:[{UPPER}]\.){{2,}}|(?:{'|'.join(ABBREVIATED)}|[{UPPER}])\.(?=\s)|[’'](?:s|re|ve|ll|d|m)\b|(?<=s)[’'](?=\s)"
    r"|(?:[Qq]u|[DLdlnjmcs]|[Dd]ell|nell|all|sull)[’'](?=\w)|-t-(?=\w)|-(?=(?:ils?|elles?|on)\b)"
    r"|[\d$£€][\d.,]*\d%?(?![\w-])|(?:[^\W_]|[.@](?=\w))+(?:(?:[-’'](?!(?:s|re|ve|ll|d|m|t-)\b|(?:ils?|elles?|on)\b)|&(?=\w))[^\W_]+)*"
    r"|[–—―]|--|-|[.!?…;:,()\[\]/&]"
)
PUNCTUATION = dict(zip(",;:–—―-…!?", ",;:----...", strict=True)) | {"--": "-"}
#: The most words in a phrase, and in a parenthesis that is skipped.
LONGEST_PHRASE, LONGEST_ASIDE = 14, 12


class Word(Struct, frozen=True):
    """One word or punctuation mark, or a whole quotation (``quoted``); ``low`` is in lower case, ``capital`` a name."""

    text: str
    low: str
    start: int
    end: int
    capital: bool = False
    quoted: bool = False


#: Stands for the word after the last one.
NOTHING = Word("", "", 0, 0)


class Phrase(Struct, frozen=True):
    """A phrase: its tag, its offsets, and the speaker that it denotes, if any."""

    tag: str
    start: int
    end: int
    speaker: Speaker | None = None


class Sentence(Struct, frozen=True):
    """The phrases of one sentence and the string of their tags."""

    phrases: tuple[Phrase, ...]
    tags: str


def sentences_of(
    text: str, reach: tuple[int, int], spans: Sequence[QuoteSpan], names: Names, headed: bool
) -> list[Sentence]:
    """Return the sentences in ``text`` between the two offsets of ``reach``, with each of ``spans`` as one phrase.

    In a ``headed`` text, such as a headline, verbs may be capitalised.
    """
    words, ends = _words(text, *reach, spans), {*sentence_ends(text, *reach)}
    last = [at for at, word in enumerate(words, 1) if word.end in ends]
    found = [SentenceReader(text, words[a:b], names, headed).phrases() for a, b in pairwise([0, *last, len(words)])]
    return [Sentence(phrases, "".join(phrase.tag for phrase in phrases)) for phrases in found if phrases]


def _words(text: str, at: int, end: int, spans: Sequence[QuoteSpan]) -> list[Word]:
    """Return the words and punctuation of ``text[at:end]``; each quotation is one word."""
    found = []
    for span in (*spans, None):
        for match in TOKEN.finditer(text, at, span.before if span else end):
            word = match[0]
            found.append(Word(word, word.lower(), *match.span(), CAPITAL.match(word) is not None))
        if span:
            found.append(Word(text[span.start : span.end], "", span.before, span.past, quoted=True))
            at = span.past
    return found


class SentenceReader:
    """Tags the phrases of one sentence, from left to right."""

    def __init__(self, text: str, words: Sequence[Word], names: Names, headed: bool) -> None:
        """Prepare to tag ``words``, whose offsets refer to ``text``."""
        self.text, self.words, self.names, self.headed = text, words, names, headed
        self.known = names.words
        self.found: list[Phrase] = []

    def phrases(self) -> tuple[Phrase, ...]:
        """Return the phrases of the sentence."""
        at = 0
        while at < len(self.words):
            size, tag, speaker = self._fixed_phrase(at) or self._noun(at) or (1, self._class_of(at), None)
            if tag:
                self.found.append(Phrase(tag, self.words[at].start, self.words[at + size - 1].end, speaker))
            at += size
        self._merge_appositions()
        return tuple(self.found)

    def _word(self, at: int) -> Word:
        return self.words[at] if at < len(self.words) else NOTHING

    def _last_tag(self) -> str:
        return self.found[-1].tag if self.found else ""

    def _fixed_phrase(self, at: int) -> tuple[int, str, None] | None:
        """Return the size and tag ("" to skip) of a quotation, fixed phrase, bracketed aside or mark, or ``None``."""
        word, following = self.words[at], self._word(at + 1)
        if word.quoted:
            return 1, "q", None
        if word.text in {"(", "["}:
            aside = self.words[at : at + LONGEST_ASIDE]
            size = next((n for n, later in enumerate(aside, 1) if later.text in {")", "]"} or later.quoted), 1)
            # An aside is passed over, but not a quotation in it.
            return (1, "-", None) if self._last_tag() == "q" else (1 if aside[size - 1].quoted else size, "", None)
        joined = word.text == "-" and following.start == word.end  # dit-il, a-t-elle
        if joined or word.text in {")", "]", "-t-", "."}:
            return 1, "", None
        if match := self.known.phrases.match(self.text, word.start):
            return sum(later.start < match.end() for later in self.words[at : at + LONGEST_PHRASE]), "K", None
        return (1, PUNCTUATION[word.text], None) if word.text in PUNCTUATION else None

    def _class_of(self, at: int) -> str:
        """Return the tag of a word outside noun phrases."""
        low = self.words[at].low
        if self._is_verb(self.words[at]):
            return "G" if low.endswith("ing") else "C"
        return self.known.classes.get(low, "x")

    def _noun(self, at: int) -> tuple[int, str, Speaker | None] | None:
        """Return the size in words, the tag and the speaker of the noun phrase that starts at a word, if any."""
        word, known = self.words[at], self.known
        if gender := known.pronouns.get(word.low):
            return 1, "p", Speaker(word.text, word.text, None, gender=gender)
        size, named = self._noun_phrase_size(at)
        run = self.words[at : at + size]
        speaker = self._speaker(at, run) if named else None
        if speaker:
            return self._with_complement(at, size, speaker)
        return (size, "n", None) if run else None

    def _noun_phrase_size(self, at: int) -> tuple[int, bool]:
        """Return the size of the noun phrase at a word, and whether it ends with a name or a noun for a speaker."""
        words, known = self.words, self.known
        determined = words[at].low in known["determiners"]
        end, named, loose = at, False, False  # the end of a name or noun; whether there is one; whether words follow it
        here = at + determined
        while here < min(len(words), at + LONGEST_PHRASE):
            word, before = words[here], words[here - 1]
            if self._is_name(here):
                led_in = determined or before.low in known["epithets"]
                if loose and (named or not led_in or before.low in known["times"]):
                    break  # "a Lorne interview Bell …": two phrases
                end, named, loose = here + 1, True, False
            elif head_of(word.text, known) and word.text not in known["cues"]:
                end, named, loose = here + 1, True, False
            elif word.text in {"’s", "'s", "’", "'"} and here > at:
                determined, end, named, loose = True, here + 1, False, False
            elif not (named and self._joins(here)):
                first = determined and not named and not loose and words[at].low not in known["alone"]
                if not self._is_modifier(word, first):
                    break
                loose = True
            here += 1
        if named or (determined and here > at + 1):
            return (end if named else here) - at, named
        alone = words[at].low in known["alone"]  # "another", "one of them"
        return (3 if alone and self._word(here).low == "of" and here + 1 < len(words) else int(alone)), False

    def _is_verb(self, word: Word) -> bool:
        """Return whether a word is a verb of saying; a capital is allowed only in a headline or at the start."""
        return word.low in self.known["cues"] and (not word.capital or self.headed or not self.found)

    def _is_name(self, at: int) -> bool:
        """Return whether a word is capitalised as a name, not as a verb or a word that is never one."""
        word = self.words[at]
        return word.capital and not self._is_verb(word) and word.text not in self.known["not_names"]

    def _joins(self, at: int) -> bool:
        """Return whether a word is a particle (van der) or joins two capitalised words: &, Secretary of State."""
        word, before, after = self.words[at], self.words[at - 1], self._word(at + 1)
        if word.low in PARTICLES:
            return True
        office = word.low in {"of", "for"} and head_of(before.text, self.known)
        joint = office or word.text == "&" or (word.quoted and word.text.count(" ") < 3)
        return bool(joint and before.capital and after.capital)

    def _is_modifier(self, word: Word, first: bool) -> bool:
        """Return whether a word can modify the head of its phrase; ``first``: the first word after a determiner."""
        known = self.known
        if word.quoted or word.low in known.closed or not word.low[0].isalnum():
            return False
        other = word.low.endswith(("ed", "ly")) or any(word.low in known[name] for name in ("cues", "verbs", "adverbs"))
        return first or not other or word.low in known["epithets"]

    def _speaker(self, at: int, run: Sequence[Word]) -> Speaker | None:
        """Return the speaker denoted by the noun phrase ``run``, which starts at the word ``at``, or ``None``."""
        known, last = self.known, run[-1]
        first = len(run) - 1
        while first and (run[first - 1].capital or self._joins(at + first - 1)):
            first -= 1
        head = head_of(last.text, known)
        if last.capital:
            pieces = [word.text for word in run[first:] if not word.quoted]
            before = self.text[run[0].start : run[first].start]
            in_full_name = pieces[0] in self.names.by_word
            seen = in_full_name or self._word(at + 1).low in known["cues"]
            opener = not (self.found or seen)
            if len(pieces) == 1 and opener and not head:
                return None  # the capital may be due to the start of a sentence, or to a German noun
            owned = before.endswith(("’s ", "'s ")) and head == "organisation"
            name = self.text[run[first].start : last.end]
            plain = " ".join(pieces) if any(word.quoted for word in run) else name  # without a nickname
            found = None if owned else speaker_of(plain, before, self.names)
            if found and found.name[0].isupper():
                return replace(found, written=name)
        heads = (word.text for word in reversed(run) if head_of(word.text, known))
        return described(self.text[run[0].start : last.end], next(heads, ""), self.names)

    def _with_complement(self, at: int, size: int, speaker: Speaker) -> tuple[int, str, Speaker]:
        """Return a speaker's phrase, extended by its complement if unnamed: a spokesman for the ministry."""
        link = at + size + (self._word(at + size).low in {"familiar", "close"})
        tied = speaker.type != "person" and self._word(link).low in self.known["links"]
        reach = self._noun_phrase_size(link + 1)[0] if tied else 0
        if not reach:
            return size, "S", speaker
        tail = self.text[self.words[at + size].start : self.words[link + reach].end]
        named = replace(speaker, written=f"{speaker.written} {tail}", name=f"{speaker.name} {tail}")
        return link + reach + 1 - at, "S", named

    def _merge_appositions(self) -> None:
        """Merge names and their appositions into one speaker.

        "Her partner, Ida Cole," is Ida Cole; in "Ida Cole, a baker," the baker is not another speaker.
        """
        tags = "".join(phrase.tag for phrase in self.found)
        for match in re.finditer("(?=[Sn],S)", tags):
            first, second = self.found[match.start()], self.found[match.start() + 2]
            one, other = first.speaker, second.speaker
            are_people = [who is not None and who.type == "person" for who in (one, other)]
            if other and are_people == [False, True]:
                role = other.role or role_in(self.text[first.start : first.end], self.known)
                self.found[match.start()] = Phrase("S", first.start, first.end, replace(other, role=role))
            elif are_people == [True, False]:
                self.found[match.start() + 2] = replace(second, tag="x")
        for match in re.finditer("(?=S&S)", tags):  # Commandant and former Minister Ida Cole
            one, other = self.found[match.start()].speaker, self.found[match.start() + 2].speaker
            if one and other and other.role and one.type == "unnamed" and one.written[0].isupper():
                named = replace(other, role=f"{one.written} and {other.role}")
                self.found[match.start() + 2] = replace(self.found[match.start() + 2], speaker=named)
