"""Reference managers' formats have the item whole, whatever is in it; other readers find it there."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from clipping.capture import fold
from clipping.citation.formats import as_csl_json
from clipping.citation.item import Item, citation_item
from clipping.record import Source
from clipping.site.render import environment_of
from tests.citation.test_item import ARTICLE, ITEM
from tests.conftest import ROOT, outside, program
from tests.injections import SHOWN
from tests.site.test_downloads import HOSTILE

# LaTeX's own reading of what it was given: each special character by its command.
COMMANDS = {f"\\{char}": char for char in "#$%&_"}
COMMANDS |= {r"{\textasciitilde}": "~", r"{\textasciicircum}": "^", r"{\textbackslash}": "\\"}
COMMANDS |= {r"{\textbraceleft}": "{", r"{\textbraceright}": "}"}
TEMPLATES = environment_of(ROOT / "templates")
#: Prints all that is in a.bib as biblatex does by default.
TEX = r"""\documentclass{article}\usepackage[maxnames=9]{biblatex}\addbibresource{a.bib}
\begin{document}\hyphenpenalty=10000\nocite{*}\printbibliography\end{document}"""
AUX = "\\citation{*}\n\\bibstyle{abbrv}\n\\bibdata{a}\n"
TEX_LIVE = "biber, poppler-utils, texlive-bibtex-extra and texlive-latex-recommended"


def as_ris(item: Item) -> str:
    """Return the RIS file of an item."""
    return TEMPLATES.get_template("site/citation.ris").render(item=item)


def as_bibtex(item: Item) -> str:
    """Return the BibTeX file of an item."""
    return TEMPLATES.get_template("site/citation.bib").render(item=item)


def unescaped(text: str) -> str:
    """The characters that LaTeX prints for ``text``, which may have no other command, and braces round words alone."""
    pieces = re.findall("|".join(map(re.escape, COMMANDS)) + r"|\{|\}|[^\\#$%&_~^]", text)

    assert text == "".join(pieces)
    return "".join(COMMANDS.get(piece, piece.strip("{}")) for piece in pieces)


def full_of(text: str) -> Item:
    """An item with ``text`` in each text of the article's or an editor's."""
    address, names = f"https://e.org/{text}", (text, f"A {text}")
    source = Source("en", publisher=text, place=text, url=address, archived_url=f"https://e.org/?{text}")
    return citation_item(replace(ARTICLE, headline=text, byline=names, section=(text,), standfirst=text, source=source))


def test_files() -> None:
    """Each field of the item is where Zotero and EndNote look for it, as in tests/cases; RIS ends lines in CR LF."""
    for name, made in {"csl.json": as_csl_json(ITEM), "ris": as_ris(ITEM), "bib": as_bibtex(ITEM)}.items():
        expected = (ROOT / "tests" / "cases" / f"citation.{name}").read_text(encoding="utf-8")
        assert made == (expected.replace("\n", "\r\n") if name == "ris" else expected)


def test_tags() -> None:
    """Tags in a headline are kept from being formatting by a word joiner in CSL-JSON, and are letters elsewhere."""
    item = {**ITEM, "title": "<b>a</b> <span>c</span> < d <q>"}

    assert json.loads(as_csl_json(item))[0]["title"] == "<\u2060b>a<\u2060/b> <\u2060span>c<\u2060/span> < d <q>"
    assert "TI  - <b>a</b> <span>c</span> < d <q>\r\n" in as_ris(item)


def test_bibtex_address() -> None:
    """An address is verbatim but for what could end its field, which is percent-encoded."""
    item = {"id": "a", "type": "article-newspaper", "URL": 'https://e.org/a_b~c%20?d=1&e=#f}{\\"| é'}

    assert "  url = {https://e.org/a_b~c%20?d=1&e=#f%7D%7B%5C%22%7C%20é},\n" in as_bibtex(item)


@given(st.text())
@example(" ".join((*HOSTILE.values(), *SHOWN.values())))
def test_any_text(text: str) -> None:
    """Whatever text is in every field of RIS and BibTeX, it is whole, and neither ends its field nor makes another."""
    item, plain = full_of(text), fold(text)
    ris, bibtex = as_ris(item), as_bibtex(item)
    fields = dict(re.findall(r"  (\w+) = \{(.*)\},\n", bibtex))
    depths = list(accumulate((char == "{") - (char == "}") for char in bibtex))

    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - [^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*\r\n)+", ris)
    assert [ris.count(f"\r\n{tag}  - {plain}\r\n") for tag in ("TI", "T2", "CY", "SE", "AB")] == [int(plain != "")] * 5
    assert [plain] * 4 == [unescaped(fields.get(key, "")) for key in ("title", "journal", "address", "abstract")]
    # The brace that opens the entry is closed by its last one, and by none before it: BibTeX counts every brace.
    assert depths.index(0, bibtex.index("{")) == len(bibtex.rstrip()) - 1


@pytest.mark.outside
@pytest.mark.parametrize("item", [ITEM, *map(full_of, HOSTILE.values())], ids=["plain", *HOSTILE])
def test_read_back(item: Item) -> None:
    """Other readers, rispy and bibtexparser, find one record with the same headline, newspaper and summary."""
    (record,) = outside("rispy").loads(as_ris(item))
    library = outside("bibtexparser").parse_string(as_bibtex(item))
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    texts = [item["title"], item["container-title"], item["abstract"]]

    assert not library.failed_blocks
    assert texts == [record[key] for key in ("title", "secondary_title", "abstract")]
    assert texts == [unescaped(fields[key]) for key in ("title", "journal", "abstract")]
    assert len(record["authors"]) == len(item["author"])


@pytest.mark.outside
def test_typeset(tmp_path: Path) -> None:
    """BibTeX and biber print the same from one file: capitals, each name whole, the day, and no stray language."""
    names = ("Ahmad al-Hakimi", "Pedro Roe de la Mata", "Gerard 't Hoofd", "Bob van Dyk Jr.", "Roe, Kerr and Sons")
    known = replace(ARTICLE, byline=names, source=replace(ARTICLE.source, language="es", archived_url=None))
    files = {"a.bib": as_bibtex(citation_item(known)), "a.tex": TEX, "b.aux": AUX}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command in ("pdflatex -halt-on-error a", "biber a", "pdflatex a", "pdftotext -raw a.pdf", "bibtex b"):
        name, *arguments = command.split()
        subprocess.run([program(name, TEX_LIVE), *arguments], cwd=tmp_path, check=True, capture_output=True)
    printed = [(tmp_path / file).read_text(encoding="utf-8") for file in ("a.txt", "b.bbl")]
    biber, bibtex = (fold(re.sub(r"\\\w+|[{}]", "", text.replace("~", " "))).replace("’", "'") for text in printed)

    title = "Many Peruvians in Denial About Country's Drug Trafficking Role"
    who = "Ahmad al-Hakimi, Pedro Roe de la Mata, Gerard 't Hoofd, Bob van Dyk Jr., and Roe, Kerr and Sons."
    short = "A. al-Hakimi, P. Roe de la Mata, G. 't Hoofd, B. van Dyk, Jr., and Roe, Kerr and Sons."
    assert f"{who} “{title}”. In: teleSUR English (Apr. 9, 2016). url:" in biber
    assert f"{short} {title}. teleSUR English, Apr. 9, 2016." in bibtex


@pytest.mark.outside
def test_pandoc_reads_back() -> None:
    """Pandoc reads a newspaper article of that day and newspaper, with its capitals; of RIS it reads the year alone."""
    keys = ("type", "container-title", "URL", "abstract", "issued", "accessed", "publisher-place")
    made = {"bibtex": as_bibtex(ITEM), "biblatex": as_bibtex(ITEM), "csljson": as_csl_json(ITEM), "ris": as_ris(ITEM)}
    for dialect, text in made.items():
        command = [outside("pypandoc").get_pandoc_path(), "--from", dialect, "--to", "csljson"]
        read = subprocess.run(command, input=text, capture_output=True, check=True, text=True).stdout
        (item,), same = json.loads(read), keys[:4] if dialect == "ris" else keys

        assert [item[key] for key in same] == [ITEM[key] for key in same], dialect
        assert item["title"].replace("’", "'") == ITEM["title"], dialect
        assert [*item["author"][2].values()] == ["Agence France-Presse"], dialect
