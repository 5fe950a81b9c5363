"""A quotation is verified only if the article has exactly these words: the script of check.html, run in V8."""

import itertools
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from py_mini_racer import MiniRacer

import build
from clipping.record import Article, texts
from clipping.site.metadata import page_data, turning_words
from tests.cases import FOLDER, read_lines, read_text
from tests.conftest import ROOT

SCRIPT = "".join((ROOT / "templates" / "parts" / name).read_text("utf-8") for name in ("check.js", "check-form.js"))
ARTICLE = build.read(FOLDER / "check").article
#: The words of each text; a number such as 10 000 is one.
WORDS = {name: re.findall(r"\d+(?: \d{3})+|\S+", text) for name, text in texts(ARTICLE).items()}
VERIFIED = ("exact", "typography")
DATA, BARE = page_data(ARTICLE, (), {}), page_data(Article(ARTICLE.capture), (), {})
Ask = Callable[[dict[str, Any], Iterable[Any]], list[dict[str, Any]]]
#: Answers each of the texts pasted into a page; one that comes with an article of its own is pasted into that one's.
ASKING = """
var answer = (article, pasted, found = check(article, pasted)) => ({ ...found, sentences: sentences(article, found) });
var ask = (data, all, article = articleOf(data)) => all.map((one) => typeof one === "string" ? answer(article, one)
  : answer(articleOf({ ...data, texts: [["p1", "", one[0]]] }), one[1]));
"""
#: Counts the reads of a unit's key and the pairs of tokens compared during a check.
COUNTING = """
var work, plain = { cut, align };
cut = (...some) => plain.cut(...some).map((unit) => ({ ...unit, get key() { return work++, unit.key; } }));
align = (left, right) => (work += left.length * right.length, plain.align(left, right));
var count = (known, pasted) => pasted.map((words) => (work = 0, check(articleOf(known), words), work));
"""


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Return a function that runs the script in V8: it takes page data and pastes, and returns the answers."""
    with MiniRacer() as engine:
        engine.eval(SCRIPT + ASKING)
        yield lambda data, pasted: engine.call("ask", data, pasted)


def into(article: str, pasted: str) -> tuple[str, str]:
    """Return ``pasted`` with an article of these paragraphs, which are separated by two slashes, to be asked about."""
    return article.replace(" // ", "\n"), pasted


def cases() -> dict[str, tuple[str, list[str]]]:
    """Return the pasted text of each case, and the lines of the answer, by its title."""
    text = read_text("check.md")
    found = re.findall(r"^## (.*)\n(.*)\n\.{4} ((?:.+\n)+)", text, re.MULTILINE)
    assert len(found) == text.count("\n## ")
    plain = {title: re.sub(r"\\u[0-9a-f]{4}|\\n", lambda code: json.loads(f'"{code[0]}"'), p) for title, p, _ in found}
    return {title: (plain[title], lines.splitlines()) for title, _, lines in found}


def in_lines(answer: dict[str, Any]) -> list[str]:
    """Return ``answer`` in the notation of check.md."""
    signs = {"same": "{}", "article": "{{+{}+}}", "left": "{{+{}+}}", "pasted": "[-{}-]"}
    passage = "".join(text.replace(text.strip(), signs[how].format(text.strip())) for how, text in answer["marked"])
    turning = [f"turning: {', '.join(answer['turning'])}"] if answer["turning"] else []
    said = [place["said"] and (place["speaker"] or place["said"]) for place in answer["places"]]
    places = [f"{'+'.join(one['targets'])} ({by})" for one, by in zip(answer["places"], said, strict=True)]
    flags = [name for name in ("stitched", "others") if answer[name]] + answer["differences"]
    remarks = turning + flags + [f"{name}: {', '.join(answer[name])}" for name in ("missing", "named") if answer[name]]
    return [
        ", ".join([answer["kind"], *remarks]),
        *([f"{', '.join(places).replace(' (None)', '')}: {' '.join(passage.split())}"] if places else []),
    ]


@pytest.mark.parametrize(("pasted", "expected"), cases().values(), ids=cases())
def test_cases(ask: Ask, pasted: str, expected: list[str]) -> None:
    """Each case in check.md has the answer given there."""
    assert in_lines(ask(DATA, [pasted])[0]) == expected


def test_whole_words(ask: Ask) -> None:
    """Part of a word or number is never a match; whole words and numbers are."""
    cases = {(article, pasted): kind for article, pasted, kind in read_lines("whole_words.txt")}
    answers = ask(BARE, [into(*case) for case in cases])
    assert dict(zip(cases, [answer["kind"] for answer in answers], strict=True)) == cases


@pytest.fixture
def chance() -> random.Random:
    """Return a random number generator with a fixed seed."""
    return random.Random(20160419)  # noqa: S311 - it chooses what is pasted


def passages(chance: random.Random, count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the id of a text, and some consecutive words of it."""
    for _ in range(count):
        name = chance.choice([name for name, words in WORDS.items() if len(words) >= 4])
        start = chance.randrange(len(WORDS[name]) - 3)
        yield name, WORDS[name][start : chance.randint(start + 4, len(WORDS[name]))]


def test_copied_words_are_found_where_they_are(ask: Ask, chance: random.Random) -> None:
    """Consecutive words are exact; in other typography, they are found in place, and what differs is named."""
    copied, others = [(name, " ".join(words)) for name, words in passages(chance, 500)], []
    for _, text in copied:
        marked = text.translate({ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("—"): chance.choice("―—")})
        initials = re.sub(r"\b[a-z]", lambda found: chance.choice([found[0], found[0].upper()]), marked)
        spaced = re.sub(" ", lambda _: chance.choice([" ", "\u00a0", "\n", "  ", " \u200b"]), initials)
        others.append(unicodedata.normalize(chance.choice(["NFC", "NFD"]), spaced))
    answers = ask(DATA, [*(text for _, text in copied), *others])
    differences = {"apostrophes or quotation marks", "quotation marks", "dashes", "white space", "capitals"}
    assert {answer["kind"] for answer in answers[: len(copied)]} == {"exact"}
    for (name, text), answer in zip(copied * 2, answers, strict=True):
        assert answer["kind"] in VERIFIED and {*answer["differences"]} <= differences, text
        assert [name] in [place["targets"] for place in answer["places"]], text
        assert all(place["text"].strip("“”‘’").lower() in text.lower() for place in answer["places"]), text


def test_a_changed_word_is_never_verified(ask: Ask, chance: random.Random) -> None:
    """With one word changed, added or left out, the answer is no, unless the article also has the changed words."""
    asked, bare = [], re.findall(r"[\w’]+", " ".join(texts(ARTICLE).values()).lower())
    for _, words in passages(chance, 1000):
        at, new = chance.randrange(len(words)), chance.choice(["not", "zebra", "7", "2013", "no", "US", "us"])
        changed = [*words[:at], *chance.choice(([new, *words[at + 1 :]], [new, *words[at:]], words[at + 1 :]))]
        before, after = (re.findall(r"[\w’]+", " ".join(each).lower()) for each in (words, changed))
        if before != after and after not in [bare[i : i + len(after)] for i in range(len(bare))]:
            asked.append(" ".join(changed))
    assert len(asked) > 700
    assert [text for text, answer in zip(asked, ask(DATA, asked), strict=True) if answer["kind"] in VERIFIED] == []


def test_a_number_is_never_cut(ask: Ask, chance: random.Random) -> None:
    """A number without its sign, unit, decimal point or some of its digits is never verified; the whole number is."""
    before = ["", "-", "−", "–", "+", ".", "-.", "<", "<=", "≠", "~", "$", "US$", "€", "#", "-$", "$ ", "− "]
    numbers = ["5", "10 000", "1\u00a0000\u202f000", "1,200", "3.5", "1/2", "5:30", "10²", "½", "٣٫٥", "2011–2016"]
    after = ["", "%", "‰", "°", "′", "½", "s", "th", "+", "€", "℃", " %", " €", "-year-old"]
    cases = {}
    for number in map("".join, itertools.product(before, numbers, after)):
        start = chance.choice([0, chance.randrange(len(number))])
        end = chance.choice([len(number), chance.randint(start + 1, len(number))])
        part = "came to " * (start == 0) + number[start:end] + " in all" * (end == len(number))
        cases[f"It came to {number} in all.", part] = number[start:end].strip() == number
    answers = ask(BARE, [into(*case) for case in cases])
    assert {case: answer["kind"] in VERIFIED for case, answer in zip(cases, answers, strict=True)} == cases


def test_no_paste_breaks_it(ask: Ask, chance: random.Random) -> None:
    """Any paste has an answer, and whatever is shown as the article's is in the article."""
    stream = " ".join(text for _, _, text in DATA["texts"])
    alphabet = [*"aéTh US’'\"“”…. -—–[]()3,\u00ad\u0301\n\u00a0ñ𝐀\x1e\ufeff=<$\ud800", *WORDS["p1"], *WORDS["p2"]]
    asked = ["".join(chance.choices(alphabet, k=chance.randrange(60))) for _ in range(500)]
    for pasted, answer in zip(asked, ask(DATA, asked), strict=True):
        shown = [text for how, text in answer["marked"] if how in ("same", "article", "left")]
        shown += [place["text"] for place in answer["places"]]
        assert all(" ".join(text.split()) in stream for text in shown), pasted


def test_the_work_grows_with_the_paste(ask: Ask) -> None:
    """Twice as many marks, dots or words take at most three times the work; too long a paste takes none."""
    pieces = re.findall("[^|]+", '"|“a ”|a"|a … |“the farmers ” |[         |the |said: |- |The farmers deserve, ')
    pastes = [(piece * (2000 // len(piece)), piece * (4000 // len(piece))) for piece in pieces]
    long = ['"' * 100_000, "a" * 5_000_000, "The farmers … " * 10_000]
    with MiniRacer() as engine:
        engine.eval(SCRIPT + COUNTING)
        counts = [engine.call("count", DATA, pair) for pair in pastes]
        assert engine.call("count", DATA, long) == [0, 0, 0]
    assert [answer["kind"] for answer in ask(DATA, long)] == ["long"] * 3
    assert all(0 < less <= more <= 3 * less for less, more in counts), counts
    assert max(more for _, more in counts) < 10_000_000


def test_sentences(ask: Ask) -> None:
    """An answer in sentences attributes only the article's words, corrects a wrong speaker, and calls nothing true."""
    for pasted, sentences in re.findall("(.+)\n= (.+)", read_text("check-sentences.txt")):
        assert ask(DATA, [pasted])[0]["sentences"] == sentences


def test_letters_that_a_script_counts_as_two_move_nothing(ask: Ask) -> None:
    """After characters of two UTF-16 code units, a quotation still has its speaker."""
    article = replace(ARTICLE, paragraphs=(replace(ARTICLE.paragraphs[0], text="𝐀𝐁"), *ARTICLE.paragraphs[1:]))
    assert in_lines(ask(page_data(article, (), {}), ["we are few"])[0]) == ["exact", "p4 (the mayor): we are few"]


def test_each_language_has_its_turning_words() -> None:
    """Each language listed has a pattern that matches only whole words; other languages have none."""
    assert [bool(re.search(turning_words("en"), word)) for word in ("not", 'don"t', "note")] == [True, True, False]
    assert re.search(turning_words("es"), "nunca") and not turning_words("xx")
