"""The files for reference managers have the whole item, whatever is in it, and other programs read it there."""

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
from clipping.citation.item import citation_item
from clipping.record import Article, Source
from clipping.site.render import environment_of
from tests.cases import read_text
from tests.citation.test_item import ARTICLE, ITEM
from tests.conftest import ENCODABLE, ROOT, outside, program
from tests.injections import SHOWN
from tests.site.test_downloads import HOSTILE

#: The character that LaTeX prints for each command.
COMMANDS = {f"\\{char}": char for char in "#$%&_"}
COMMANDS |= {r"{\textasciitilde}": "~", r"{\textasciicircum}": "^", r"{\textbackslash}": "\\"}
COMMANDS |= {r"{\textbraceleft}": "{", r"{\textbraceright}": "}"}
TEMPLATES = environment_of(ROOT / "templates")
#: Prints all of a.bib as biblatex does by default.
TEX = r"""\documentclass{article}\usepackage[maxnames=9]{biblatex}\addbibresource{a.bib}
\begin{document}\hyphenpenalty=10000\nocite{*}\printbibliography\end{document}"""
AUX = "\\citation{*}\n\\bibstyle{abbrv}\n\\bibdata{a}\n"
TEX_LIVE = "biber, poppler-utils, texlive-bibtex-extra and texlive-latex-recommended"


def written(article: Article, kind: str) -> str:
    """Return the file that cites an article: ``csl.json``, ``ris`` or ``bib``."""
    return TEMPLATES.get_template(f"site/citation.{kind}").render(article=article, item=citation_item(article))


def unescaped(text: str) -> str:
    """Return what LaTeX prints for ``text``; fail if it has any other command."""
    pieces = re.findall("|".join(map(re.escape, COMMANDS)) + r"|\{|\}|[^\\#$%&_~^]", text)
    assert text == "".join(pieces)
    return "".join(COMMANDS.get(piece, piece.strip("{}")) for piece in pieces)


def full_of(text: str) -> Article:
    """Return an article with ``text`` in every field that is cited."""
    address, names = f"https://e.org/{text}", (text, f"A {text}")
    source = Source("en", publisher=text, place=text, url=address, archived_url=f"https://e.org/?{text}")
    return replace(ARTICLE, headline=text, byline=names, section=(text,), standfirst=text, source=source)


def test_files() -> None:
    """Each field is where Zotero and EndNote look for it, as in tests/cases; lines of RIS end in CR LF."""
    for kind in ("csl.json", "ris", "bib"):
        expected = read_text(f"citation.{kind}")
        assert written(ARTICLE, kind) == (expected.replace("\n", "\r\n") if kind == "ris" else expected)


@given(st.text(ENCODABLE))
@example(" ".join((*HOSTILE.values(), *SHOWN.values())))
def test_any_text(text: str) -> None:
    """Any text is whole in every field of RIS and BibTeX, and neither ends its field nor starts another."""
    article, plain = full_of(text), fold(text)
    ris, bibtex = written(article, "ris"), written(article, "bib")
    fields = dict(re.findall(r"  (\w+) = \{(.*)\},\n", bibtex))
    depths = list(accumulate((char == "{") - (char == "}") for char in bibtex))
    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - [^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*\r\n)+", ris)
    assert [ris.count(f"\r\n{tag}  - {plain}\r\n") for tag in ("TI", "T2", "CY", "SE", "AB")] == [int(plain != "")] * 5
    assert [plain] * 4 == [unescaped(fields.get(key, "")) for key in ("title", "journal", "address", "abstract")]
    # The brace that opens the entry is closed by its last one, and by none before it: BibTeX counts every brace.
    assert depths.index(0, bibtex.index("{")) == len(bibtex.rstrip()) - 1


@pytest.mark.outside
def test_typeset(tmp_path: Path) -> None:
    """BibTeX and biber typeset the same from one file: the capitals, whole names, the day, and no stray language."""
    names = ("Ahmad al-Hakimi", "Pedro Roe de la Mata", "Gerard 't Hoofd", "Bob van Dyk Jr.", "Roe, Kerr and Sons")
    known = replace(ARTICLE, byline=names, source=replace(ARTICLE.source, language="es", archived_url=None))
    files = {"a.bib": written(known, "bib"), "a.tex": TEX, "b.aux": AUX}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    for command in ("pdflatex -halt-on-error a", "biber a", "pdflatex a", "pdftotext -raw a.pdf", "bibtex b"):
        name, *arguments = command.split()
        subprocess.run([program(name, TEX_LIVE), *arguments], cwd=tmp_path, check=True, capture_output=True)
    printed = [(tmp_path / file).read_text("utf-8") for file in ("a.txt", "b.bbl")]
    biber, bibtex = (fold(re.sub(r"\\\w+|[{}]", "", text.replace("~", " "))).replace("’", "'") for text in printed)

    title = "Many Peruvians in Denial About Country's Drug Trafficking Role"
    who = "Ahmad al-Hakimi, Pedro Roe de la Mata, Gerard 't Hoofd, Bob van Dyk Jr., and Roe, Kerr and Sons."
    short = "A. al-Hakimi, P. Roe de la Mata, G. 't Hoofd, B. van Dyk, Jr., and Roe, Kerr and Sons."
    assert f"{who} “{title}”. In: teleSUR English (Apr. 9, 2016). url:" in biber
    assert f"{short} {title}. teleSUR English, Apr. 9, 2016." in bibtex


@pytest.mark.outside
def test_pandoc_reads_back() -> None:
    """Pandoc reads the same article, capitals included, from each format; of RIS it reads fewer fields."""
    keys = ("type", "container-title", "URL", "abstract", "issued", "accessed", "publisher-place")
    for dialect, kind in {"bibtex": "bib", "biblatex": "bib", "csljson": "csl.json", "ris": "ris"}.items():
        command = [outside("pypandoc").get_pandoc_path(), "--from", dialect, "--to", "csljson"]
        read = subprocess.run(command, input=written(ARTICLE, kind), capture_output=True, check=True, text=True).stdout
        (item,), same = json.loads(read), keys[:4] if dialect == "ris" else keys
        assert [item[key] for key in same] == [ITEM[key] for key in same], dialect
        assert item["title"].replace("’", "'") == ITEM["title"], dialect
        assert [*item["author"][2].values()] == ["Agence France-Presse"], dialect
