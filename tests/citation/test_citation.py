"""Citation data: what the item says, and that reference managers' formats carry it whole, whatever it holds."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from clipping.capture import fold
from clipping.citation import as_bibtex, as_csl_json, as_ris, citation_item
from clipping.citation.names import split_name
from clipping.record import Article, CaptureFacts, PrintedDate, Source
from tests.conftest import outside

OWN = "https://www.telesurtv.net/english/news/a-b_c.html?x=1&y=%20#top"
ARCHIVED = f"https://web.archive.org/web/20160420/{OWN}"
EDITION = "https://example.org/clipping/"

ARTICLE = Article(
    CaptureFacts("content/article.txt", "0" * 64, 1, 1),
    headline="Many Peruvians in Denial About Country's Drug Trafficking Role",
    section=("News", "Peru"),
    byline=("Jane Doe", "Bob van Dyk Jr.", "Agence France-Presse"),
    published=PrintedDate("2016-04-09", "9 April 2016"),
    standfirst="Peru has been the number one exporter of cocaine since 2012.",
    source=Source("en", "teleSUR English", "Caracas", OWN, archived_url=ARCHIVED, captured="2016-05-20T10:11:12Z"),
)

HOSTILE = [
    "a <script>alert('x')</script> & <b>bold</b> ]]> end",
    "quotes \" and ' and “curly”",
    "a } brace, {b} and {{c",
    r"\input{/etc/passwd} \\ \} $5 50% #1 a_b x^2 ~",
    "a line\nfeed and\r\nER  - \nTY  - BOOK",
    "and, @book{b, title = {c}}, and",
    "עברית and \u202eright to left\u202c",
    "an emoji 👍🏽 and a dash — …",
    "separators \x0b \x0c \x85 \u2028 \u2029 end",
    "`` -- '' $$ %",
]

# LaTeX's own reading of what it was given: each special character by its command.
COMMANDS = {
    **{f"\\{char}": char for char in "#$%&_"},
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
}


def unescaped(text: str) -> str:
    """The characters that LaTeX prints for ``text``, which may hold no other command and no other brace."""
    pieces = re.findall("|".join(map(re.escape, COMMANDS)) + r"|[^\\{}#$%&_~^]", text)

    assert text == "".join(pieces)
    return "".join(COMMANDS.get(piece, piece) for piece in pieces)


def bibtex_fields(text: str) -> dict[str, str]:
    """The fields of the one entry in ``text`` as bibtexparser reads them, unescaped."""
    library = outside("bibtexparser").parse_string(text)

    assert not library.failed_blocks
    assert len(library.entries) == len(library.blocks) == 1
    return {field.key: field.value for field in library.entries[0].fields}


def ris_record(text: str) -> dict[str, Any]:
    """The one record in ``text`` as rispy reads it."""
    records = outside("rispy").loads(text)

    assert len(records) == 1
    record: dict[str, Any] = records[0]
    return record


def test_item() -> None:
    """The item says what the record and the source say, and keeps from styles what they would print amiss."""
    assert {
        "id": "doe2016many",
        "type": "article-newspaper",
        "title": "Many Peruvians in Denial About Country's Drug Trafficking Role",
        "author": [
            {"family": "Doe", "given": "Jane"},
            {"family": "van Dyk", "given": "Bob", "suffix": "Jr."},
            {"literal": "Agence France-Presse"},
        ],
        "container-title": "teleSUR English",
        "publisher-place": "Caracas",
        "issued": {"date-parts": [[2016, 4, 9]]},
        "accessed": {"date-parts": [[2016, 5, 20]]},
        "URL": ARCHIVED,
        "language": "en",
        "abstract": "Peru has been the number one exporter of cocaine since 2012.",
        "note": f"Original address: {OWN}",
        "custom": {"original_url": OWN, "archived_url": ARCHIVED, "section": "News > Peru"},
    } == citation_item(ARTICLE)


def test_item_of_nothing() -> None:
    """What is not known is not in the item."""
    expected = {"id": "article", "type": "article-newspaper"}

    assert expected == citation_item(Article(ARTICLE.capture))


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ((OWN, ARCHIVED, None), (ARCHIVED, f"Original address: {OWN}", True)),
        ((OWN, ARCHIVED, EDITION), (ARCHIVED, f"Original address: {OWN}; Reading edition: {EDITION}", True)),
        ((OWN, None, EDITION), (EDITION, f"Original address: {OWN}", False)),
        ((OWN, None, None), (OWN, None, True)),
        ((None, ARCHIVED, None), (ARCHIVED, None, True)),
        ((None, None, EDITION), (EDITION, None, False)),
        ((None, None, None), (None, None, False)),
    ],
)
def test_addresses(
    addresses: tuple[str | None, str | None, str | None], expected: tuple[str | None, str | None, bool]
) -> None:
    """URL is where the article can be read; another address of its own is in the note; no day of access is made up."""
    own, archived, edition = addresses
    known = replace(ARTICLE, source=replace(ARTICLE.source, url=own, archived_url=archived))
    item = citation_item(known, edition)

    assert expected == (item.get("URL"), item.get("note"), "accessed" in item)


@pytest.mark.parametrize(
    ("captured", "accessed"),
    [("2016-05-20", [2016, 5, 20]), ("2016-05", [2016, 5]), ("20160520", None), ("in May", None), (None, None)],
)
def test_accessed(captured: str | None, accessed: list[int] | None) -> None:
    """The day of access is the day of the capture, where that is an ISO date."""
    item = citation_item(replace(ARTICLE, source=replace(ARTICLE.source, captured=captured)))

    assert accessed == (item["accessed"]["date-parts"][0] if "accessed" in item else None)


def test_updated() -> None:
    """Where a page prints only the day of its update, that is the day of issue."""
    item = citation_item(replace(ARTICLE, published=None, updated=PrintedDate("2016-04-12", None)))
    expected = {"date-parts": [[2016, 4, 12]]}

    assert expected == item["issued"]


@pytest.mark.parametrize(
    "line", (Path(__file__).parent.parent / "cases" / "names.txt").read_text("utf-8").splitlines()[2:]
)
def test_names(line: str) -> None:
    """Names of people are split, with small words and "Jr."; all others stay whole."""
    name, expected = line.split(" = ")
    split = split_name(name)
    parts = [split.get("literal"), split.get("family"), split.get("given"), split.get("suffix")]

    assert expected == " | ".join(part for part in parts if part)
    assert (expected == name) == ("literal" in split)


def test_formatting_tags() -> None:
    """Tags that CSL takes for formatting are kept from it by a word joiner; other formats have the plain headline."""
    item = citation_item(replace(ARTICLE, headline="<b>a</b> <i>b</i> <span>c</span> <sup>2</sup> < d <q>"))

    kept = "<\u2060b>a<\u2060/b> <\u2060i>b<\u2060/i> <\u2060span>c<\u2060/span> <\u2060sup>2<\u2060/sup> < d <q>"

    assert kept == item["title"]
    assert "TI  - <b>a</b> <i>b</i> <span>c</span> <sup>2</sup> < d <q>\r\n" in as_ris(item)


def test_csl_json() -> None:
    """citation.csl.json is a list of the one item."""
    item = citation_item(ARTICLE)

    assert [item] == json.loads(as_csl_json(item))


def test_ris() -> None:
    """Each field of the item is under the tag that Zotero and EndNote look for it; lines end as specified."""
    text = as_ris(citation_item(ARTICLE))

    assert [
        "TY  - NEWS",
        "TI  - Many Peruvians in Denial About Country's Drug Trafficking Role",
        "AU  - Doe, Jane",
        "AU  - van Dyk, Bob, Jr.",
        "AU  - Agence France-Presse,",
        "T2  - teleSUR English",
        "DA  - 2016/04/09",
        "PY  - 2016",
        "CY  - Caracas",
        "SE  - News > Peru",
        "LA  - en",
        "AB  - Peru has been the number one exporter of cocaine since 2012.",
        f"UR  - {ARCHIVED}",
        "Y2  - 2016/05/20",
        "DB  - web.archive.org",
        f"AN  - {ARCHIVED}",
        f"N1  - Original address: {OWN}",
        "ER  - ",
        "",
    ] == text.split("\r\n")


def test_ris_read_back() -> None:
    """The RIS is read back: rispy finds the item's fields in it."""
    item = citation_item(ARTICLE)

    assert {
        "type_of_reference": "NEWS",
        "title": item["title"],
        "authors": ["Doe, Jane", "van Dyk, Bob, Jr.", "Agence France-Presse,"],
        "secondary_title": item["container-title"],
        "date": "2016/04/09",
        "year": "2016",
        "place_published": item["publisher-place"],
        "section": item["custom"]["section"],
        "language": item["language"],
        "abstract": item["abstract"],
        "urls": [item["URL"]],
        "access_date": "2016/05/20",
        "name_of_database": "web.archive.org",
        "accession_number": item["custom"]["archived_url"],
        "notes": [item["note"]],
    } == ris_record(as_ris(item))


def test_bibtex_read_back() -> None:
    """The BibTeX is read back: bibtexparser finds the item's fields in it, the headline in braces of its own."""
    item = citation_item(ARTICLE)
    fields = bibtex_fields(as_bibtex(item))

    assert {
        "author": "Doe, Jane and van Dyk, Jr., Bob and {Agence France-Presse}",
        "title": f"{{{item['title']}}}",
        "journal": item["container-title"],
        "address": item["publisher-place"],
        "year": "2016",
        "month": "apr",
        "day": "9",
        "language": item["language"],
        "abstract": item["abstract"],
        "url": item["URL"],
        "urldate": "2016-05-20",
        "note": item["note"],
    } == {**fields, "note": unescaped(fields["note"])}
    assert "  month = apr,\n" in as_bibtex(item)


def hostile_item(text: str) -> dict[str, Any]:
    """An item with ``text`` wherever text of the article's or an editor's stands."""
    source = Source(
        "en", publisher=text, place=text, url=f"https://e.org/{text}", archived_url=f"https://e.org/?{text}"
    )
    return citation_item(
        replace(ARTICLE, headline=text, byline=(text, f"A {text}"), section=(text,), standfirst=text, source=source)
    )


def brace_depths(text: str) -> list[int]:
    """How deep in braces each character ends, as BibTeX counts them: whatever stands before a brace."""
    return list(accumulate((char == "{") - (char == "}") for char in text))


def check_formats(text: str) -> None:
    """Hold RIS and BibTeX with ``text`` in every place to what their readers must find there."""
    item, plain = hostile_item(text), fold(text)
    ris, bibtex = as_ris(item), as_bibtex(item)
    record, fields = ris_record(ris), bibtex_fields(bibtex)

    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - [^\r\n]*\r\n)+", ris)
    assert [plain] * 4 == [record.get(key, "") for key in ("title", "secondary_title", "place_published", "abstract")]
    assert [plain] * 3 == [unescaped(fields.get(key, "")) for key in ("journal", "address", "abstract")]
    assert plain == unescaped(fields.get("title", "{}")[1:-1])
    # The brace that opens the entry is closed by its last one, and by none before it.
    assert len(bibtex.rstrip()) - 1 == brace_depths(bibtex).index(0, bibtex.index("{"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile(text: str) -> None:
    """Hostile text is read back as it was, and neither ends its field nor starts a new record."""
    check_formats(text)


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text at all is read back as it was."""
    check_formats(text)


def test_bibtex_address() -> None:
    """An address is verbatim but for what could end its field, which is percent-encoded."""
    item = {"id": "a", "type": "article-newspaper", "URL": 'https://e.org/a_b~c%20?d=1&e=#f}{\\"| é'}
    expected = "https://e.org/a_b~c%20?d=1&e=#f%7D%7B%5C%22%7C%20é"

    assert expected == bibtex_fields(as_bibtex(item))["url"]
