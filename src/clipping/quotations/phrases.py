"""Tag the phrases of a sentence by their function, using only word lists and capitals.

Each phrase has a one-letter tag, so that ``attribution`` can match clauses with regular expressions:

    S  somebody or something that can speak      the mayor · Anna Bell · Ardmore Council · a letter
    p  a pronoun that is a subject               she · they
    n  any other noun phrase                     the bridge · Bell’s car
    C  a verb of saying      G  the same, in -ing      v  a verb of thinking      K  according to
    a  an auxiliary or adverb      i  a preposition      b  by (of an agent)
    s  a word that begins a clause (when, because, who, that)      &  a conjunction
    q  words between quotation marks      x  any other word, or a merged apposition
    , ; :  as printed      -  any dash      .  an ellipsis, ! or ? (a full stop has no tag); ``context`` adds Q and |

Each word first gets a letter: one of these tags, or one of the following, most of which NOUN matches:

    N  a name      H  a noun for somebody who can speak      J  a word that joins names (de, &, Secretary of State)
    D  a determiner      A  a determiner that needs no noun (some)      f  of      P  ’s
    m  a word that may modify a noun      e  a word that may modify a name (former)      d  a time (week)
    o  a word in -ed or -ly      ( )  brackets      space  a token that is ignored
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from clipping.names import CAPITAL, PARTICLES
from clipping.quotations.marks import QuoteSpan
from clipping.quotations.people import LanguageWords, Names, Speaker, described, gender_of, head_of, role_in, speaker_of
from clipping.text import sentence_ends

#: A determiner with modifiers, or modifiers after ’s; the first modifier may be a verb or adverb (the reported deal).
DETERMINED = "(?:D[oCGavA]?|A|(?<=P)[oCGav]?)[med]{0,9}"
#: NAMED ends with a name or with a noun for somebody who can speak. OWNER is a possessor of any kind.
NAMED = f"(?:{DETERMINED}(?:H|(?<!d)N)|[med]{{0,9}}(?:H|(?<=e)N)|N)(?:J{{0,3}}N|[Jmed]{{0,9}}H){{0,9}}"
OWNER = f"(?:{NAMED}|{DETERMINED})P"
#: A noun phrase. Its group ``named`` matches if it can denote a speaker (the mayor’s aide, but not the old bridge).
NOUN = re.compile(f"(?=[NHDAmed])(?:{OWNER})*(?:(?P<named>{NAMED})|(?!Af){DETERMINED})|Af.")
#: What may follow "of" in a description of a speaker; in many languages "of" contains the article (del, du, do).
COMPLEMENT = re.compile(f"{NOUN.pattern}|[med]")
#: What is ignored: tokens with the letter space, brackets, and short parentheses without a quotation.
PASSED = re.compile(r"[ )]|\((?:[^)q]{0,10}\))?")
TAGS = str.maketrans("NHJDAmedoPf", "xxxxxxxxxai")


class Word(Struct, frozen=True):
    """One word or punctuation mark; ``low`` is the word in lower case, or empty for a whole quotation."""

    text: str
    low: str
    start: int
    end: int
    capital: bool = False


class Phrase(Struct, frozen=True):
    """A phrase: its tag, its words and their offsets, and the speaker that it denotes, if any."""

    tag: str
    text: str
    start: int
    end: int
    speaker: Speaker | None = None


def sentences_of(
    text: str, bounds: tuple[int, int], spans: Sequence[QuoteSpan], names: Names
) -> list[tuple[Phrase, ...]]:
    """Return the phrases of each sentence between two offsets of ``text``; each of ``spans`` is one phrase."""
    words, ends = _words(text, *bounds, spans, names.words), {*sentence_ends(text, *bounds)}
    last = [at for at, word in enumerate(words, 1) if word.end in ends]
    found = (Tagger(text, words[a:b], names).phrases() for a, b in pairwise([0, *last, len(words)]))
    return [phrases for phrases in found if phrases]


def _words(text: str, at: int, end: int, spans: Sequence[QuoteSpan], known: LanguageWords) -> list[Word]:
    """Return the words and punctuation of ``text[at:end]``; each quotation is one word."""
    found = []
    for span in (*spans, None):
        for match in known.token.finditer(text, at, span.before if span else end):
            word = match[0]
            found.append(Word(word, word.lower(), *match.span(), CAPITAL.match(word) is not None))
        if span:
            found.append(Word(text[span.start : span.end], "", span.before, span.past))
            at = span.past
    return found


class Tagger:
    """Tags the phrases of one sentence, from left to right."""

    def __init__(self, text: str, words: Sequence[Word], names: Names) -> None:
        """Give each of ``words``, whose offsets refer to ``text``, its letter."""
        self.text, self.names, self.known = text, names, names.words
        self.words = (*words, Word("", "", 0, 0))  # an empty word, so that even the last has a next one
        self.found: list[Phrase] = []
        self.letters = ""
        for at in range(len(words)):
            self.letters += self._letter(at)

    def _letter(self, at: int) -> str:
        """Return the letter of a word, given the letters of the words before it."""
        word, known, before = self.words[at], self.known, self.letters[-1:] or "^"
        if before in "NHJ" and self._joins(at):
            return "J"
        if not word.low:
            return "q"
        letter = known.letters.get(word.low) or ("o" if word.low.endswith(("ed", "ly")) else "m")
        if word.capital and word.text not in known["not_names"]:
            # A capitalised word is a verb of saying only if nothing but noun phrases and quotations comes before it.
            is_verb = letter in "CG" and not self.letters.strip("NHJDAPq,")
            return letter if is_verb or letter in "DAKp" else "N"
        if letter == "(" and before == "q":
            return "-"
        return letter

    def _joins(self, at: int) -> bool:
        """Return whether a word joins others into one name: van der Velden, Bell & Cole, Secretary of State."""
        word, before = self.words[at], self.words[at - 1]
        after = next((word for word in self.words[at + 1 : at + 4] if word.low not in PARTICLES), self.words[-1])
        office = word.low == "of" and head_of(before.text, self.known)
        joint = office or word.text == "&" or (not word.low and word.text.count(" ") < 3)
        return after.capital and (word.low in PARTICLES or bool(joint and before.capital))

    def phrases(self) -> tuple[Phrase, ...]:
        """Return the phrases of the sentence."""
        at, tags = 0, self.letters.translate(TAGS)
        while at < len(self.letters):
            if passed := PASSED.match(self.letters, at):
                at = passed.end()
                continue
            word, tag, end, speaker = self.words[at], tags[at], at + 1, None
            if tag == "p":
                speaker = Speaker(word.text, word.text, None, gender=self.known.pronouns[word.low])
            elif noun := NOUN.match(self.letters, at):
                end, speaker = self._speaker(at, noun)
                tag = "S" if speaker else "n"
            span = word.start, self.words[end - 1].end
            self.found.append(Phrase(tag, self.text[slice(*span)], *span, speaker))
            at = end
        self._merge_appositions()
        return tuple(self.found)

    def _speaker(self, at: int, noun: re.Match[str]) -> tuple[int, Speaker | None]:
        """Return the index of the word after the noun phrase that starts at ``at``, and whom it denotes, if anybody.

        A speaker who is not a named person may have complements: a spokesman for the ministry in London.
        """
        end = noun.end()
        speaker = self._described(at, end) if noun["named"] else None
        while speaker and speaker.type != "person":
            link = end + (self.words[end].low in {"familiar", "close"})
            linked = self.words[link].low in self.known["complement_prepositions"]
            complement = COMPLEMENT.match(self.letters, link + 1) if linked else None
            if not complement:
                break
            tail = self.text[self.words[end].start : self.words[complement.end() - 1].end]
            speaker = replace(speaker, written=f"{speaker.written} {tail}", name=f"{speaker.name} {tail}")
            end = complement.end()
        return end, speaker

    def _described(self, at: int, end: int) -> Speaker | None:
        """Return the speaker whom the words from ``at`` to ``end`` name or describe, or ``None``."""
        known, run = self.known, self.words[at:end]
        last, name_at = run[-1], len(run) - 1
        while name_at and (run[name_at - 1].capital or self.letters[at + name_at - 1] == "J"):
            name_at -= 1
        whole = self.text[run[0].start : last.end]
        labelled = () if at else self.names.by_label.get(whole.replace(".", ""), ())
        if len(labelled) == 1:
            (full,) = labelled
            return Speaker(whole, full, "person", gender=gender_of("", full, known))
        head = head_of(last.text, known)
        if last.capital:
            pieces = [word.text for word in run[name_at:] if word.low]
            before = self.text[run[0].start : run[name_at].start]
            is_name = self.found or pieces[0] in self.names.by_word or self.words[end].low in known["cues"]
            if len(pieces) == 1 and not is_name and not head:
                return None  # the capital may be due to the start of a sentence, or to a German noun
            name = self.text[run[name_at].start : last.end]
            plain = " ".join(pieces) if any(not word.low for word in run) else name  # without a nickname
            owned = before.endswith(("’s ", "'s ")) and head == "organisation"
            found = None if owned else speaker_of(plain, before, self.names)
            if found and found.name[0].isupper():
                return replace(found, written=name)
        heads = (word.text for word in reversed(run) if head_of(word.text, known))
        return described(whole, next(heads, ""), self.names)

    def _merge_appositions(self) -> None:
        """Merge names and their appositions into one speaker.

        "Her partner, Ida Cole," is Ida Cole; in "Ida Cole, a baker," the baker is the same person.
        """
        tags = "".join(phrase.tag for phrase in self.found)
        for match in re.finditer("(?=[Sn],S)", tags):
            at = match.start()
            first, second = self.found[at], self.found[at + 2]
            one, other = (who if who and who.type == "person" else None for who in (first.speaker, second.speaker))
            if other and not one:
                role = other.role or role_in(first.text, self.known)
                self.found[at] = replace(first, tag="S", speaker=replace(other, role=role))
            elif one and not other:
                self.found[at + 2] = replace(second, tag="x")
        for match in re.finditer("(?=S&S)", tags):  # Commandant and former Minister Ida Cole
            at = match.start()
            one, last = self.found[at].speaker, self.found[at + 2]
            if one and last.speaker and last.speaker.role and one.type == "unnamed" and one.written[0].isupper():
                named = replace(last.speaker, role=f"{one.written} and {last.speaker.role}")
                self.found[at + 2] = replace(last, speaker=named)
