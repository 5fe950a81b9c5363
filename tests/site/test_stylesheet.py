"""The stylesheet is made small without a change, and each page carries the layers that dress it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import build
from clipping.errors import ClippingError
from clipping.site import stylesheet
from tests.conftest import ROOT

STYLE = stylesheet.read(ROOT / "templates" / "site.css")
#: What only a browser knows: states, and what is drawn before, after or within an element.
NOT_IN_A_FILE = re.compile(
    r"::[\w-]+|:(?:hover|focus-visible|focus-within|focus|target|-[\w-]+)(?![\w-])|:not\(:focus\)|\[open\]"
)


def test_small_keeps_what_counts() -> None:
    """Comments and white space go; spaces within values and selectors stay."""
    style = "/* a */\n@layer a {\n  a > b, c d { margin: 1px 2px; width: calc(1px + 2px); }\n}\n"

    assert stylesheet.small(style) == "@layer a{a>b,c d{margin: 1px 2px;width: calc(1px + 2px)}}"


def test_a_cut_has_the_layers_that_are_asked_for(tmp_path: Path) -> None:
    """They stand in the order of the file, after the statement of that order, each whole."""
    file = tmp_path / "site.css"
    file.write_text(
        "@layer a, b, c; @layer b { p { top: 0 } @media print { p { top: 1px } } } @layer c { q { top: 0 } }"
    )
    read = stylesheet.read(file)

    assert read.cut(("b",)) == "@layer a,b,c;@layer b{p{top: 0}@media print{p{top: 1px}}}"
    assert read.cut(("c", "b")) == read.cut(("b",)) + "@layer c{q{top: 0}}"


def test_a_layer_that_is_not_there_is_named(tmp_path: Path) -> None:
    """So is a rule outside the layers, before or behind them: no page could do without it."""
    file = tmp_path / "site.css"
    file.write_text("@layer a { p { top: 0 } }")
    with pytest.raises(ClippingError, match="expected layers out of a, found a page that asks for “b”"):
        stylesheet.read(file).cut(("a", "b"))

    for text in ("@layer a; p { top: 0 } @layer a { q { top: 0 } }", "@layer a { p { top: 0 } } p { top: 1px }"):
        file.write_text(text)
        with pytest.raises(ClippingError, match="expected each rule in a layer, found “p"):
            stylesheet.read(file)


@pytest.fixture(scope="module")
def pages(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """Return each page of the real site and of one with other elements, by where it stands."""
    other = tmp_path_factory.mktemp("other") / "_site"
    assert build.main(["--content", str(ROOT / "tests" / "cases" / "check"), "--output", str(other)]) == 0
    paths = [*sorted(site.glob("*.html")), *sorted(other.glob("*.html"))]
    return {f"{path.parent.parent.name}/{path.name}": read(path) for path in paths}


def read(path: Path) -> BeautifulSoup:
    """Return a page as it was written."""
    return BeautifulSoup(path.read_bytes(), "html.parser")


def dressed(rules: str, page: BeautifulSoup) -> Iterator[str]:
    """Yield the selectors of the ``rules`` of a layer that select something on ``page``, whatever its state."""
    for selectors in re.findall(r"(?<=[{}])([^{}@;]+)\{(?=[^{}]*\})", rules):
        for selector in re.split(r",(?![^()]*\))", selectors):
            plain = re.sub(r"^(?=[ +>~]|$)|(?<=[ +>~])(?=[ +>~]|$)", "*", NOT_IN_A_FILE.sub("", selector))
            if page.select_one(plain):
                yield selector


def carried(page: BeautifulSoup) -> set[str]:
    """Return the names of the layers that a page carries."""
    assert page.style is not None
    return set(re.findall(r"@layer ([\w-]+)\{", page.style.get_text()))


def test_no_page_goes_without_a_layer_that_dresses_it(pages: dict[str, BeautifulSoup]) -> None:
    """No selector of a layer that a page leaves out selects anything on that page."""
    missed = {
        f"{where} needs {name}": found
        for where, page in pages.items()
        for name, rules in STYLE.layers
        if name not in carried(page) and (found := list(dressed(rules, page)))
    }

    assert missed == {}


def test_no_page_carries_a_layer_for_nothing(pages: dict[str, BeautifulSoup]) -> None:
    """Each layer that a page carries dresses something on that page, in one of the sites at least."""
    names = {where.partition("/")[2] for where in pages}
    for name in names:
        same = [page for where, page in pages.items() if where.endswith(f"/{name}")]
        for layer, rules in STYLE.layers:
            if any(layer in carried(page) for page in same):
                assert any(list(dressed(rules, page)) for page in same), f"{name} carries {layer}"
