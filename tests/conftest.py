"""What the tests share: the real content, copies of it to break, the site built from it, and the command line."""

import importlib
import importlib.util
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, NoReturn

import pytest
from bs4 import BeautifulSoup
from hypothesis import settings
from hypothesis import strategies as st

import build
from clipping.record import Article, CaptureFacts, Paragraph

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "https://example.org/peru/"
#: Any characters that UTF-8 can encode, listed in a tenth of the time that the default of st.text() takes.
ENCODABLE = st.characters(exclude_categories=["Cs"])
# A busy machine fails no test.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")


class Outcome(NamedTuple):
    """The exit code of a command, and what it printed."""

    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


def pytest_sessionstart() -> None:
    """Let processes that tests start receive Ctrl-C, even in the background, and let no test wait for the disk."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.fsync = lambda handle: None  # type: ignore[assignment] # test_publish.py and tests.faults test what is flushed


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the real content that a test may change: its capture, too, whose checksum is left out."""
    copy = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    edit(copy / "article.toml", r"(?m)^capture_sha256 = .*$", "")
    return copy


def edit(path: Path, pattern: str, new: str) -> None:
    """Replace the one match of ``pattern`` in the file at ``path``."""
    text, count = re.subn(pattern, lambda _: new, path.read_text("utf-8"))
    assert count == 1, f"expected {pattern!r} once in {path}, found it {count} times"
    path.write_text(text, "utf-8")


def article_of(*paragraphs: str, **known: Any) -> Article:
    """Return an article with these paragraphs, and ``known`` fields of its record."""
    made = tuple(Paragraph(f"p{n}", "paragraph", text, (n, n)) for n, text in enumerate(paragraphs, 1))
    return Article(CaptureFacts("article.txt", "0" * 64, 1, 1), paragraphs=made, **known)


def steps(work: Callable[[], object]) -> int:
    """Return how many steps ``work`` takes: the lines of Python that it runs, however often."""
    events: list[str] = []

    def count(_frame: object, event: str, _argument: object) -> Any:
        events.append(event)
        return count

    outer = sys.gettrace()
    sys.settrace(count)
    work()
    sys.settrace(outer)
    return len(events)


def run(*arguments: object) -> int:
    """Run the command line with these arguments in this process and return its exit code."""
    try:
        return build.main([str(argument) for argument in arguments])
    except SystemExit as end:  # argparse leaves this way on bad usage
        return int(end.code or 0)


def build_site(content: Path, output: Path, *options: object) -> Path:
    """Build the site of ``content`` into ``output`` and return that."""
    assert run("--content", content, "--templates", ROOT / "templates", "--output", output, *options) == 0
    return output


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command line in this process and returns its exit code and what it printed."""
    return lambda *arguments: Outcome(run(*arguments), *capsys.readouterr())


def missing(name: str, remedy: str, variable: str = "CLIPPING_CHECKERS") -> NoReturn:
    """Skip a test that needs ``name``, which is not installed, or fail it if ``variable`` is "required"."""
    if os.environ.get(variable) == "required":
        pytest.fail(f"{name} is not installed, and {variable} says that it is required; {remedy}")
    pytest.skip(f"{name} is not installed; {remedy}")


def outside(module: str) -> ModuleType:
    """Return a module that checks our output, from the extra ``checkers``."""
    if importlib.util.find_spec(module) is None:
        missing(module, "run: make checkers")
    return importlib.import_module(module)


def program(name: str, package: str) -> str:
    """Return the path of a program that checks our output, from a ``package`` of Debian."""
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    return path or missing(name, f"install {package}")


def checker(package: str, file: str) -> Path:
    """Return a file of a package that checks our output with the help of Java."""
    if not shutil.which("java"):
        missing("java", "install a Java runtime")
    return Path(outside(package).__path__[0]) / file


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the real content, which no test may change."""
    return build_site(ROOT / "content", tmp_path_factory.mktemp("site") / "_site")


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return the pages of the site by name, such as ``index``; no test may change them."""
    return {path.stem: BeautifulSoup(path.read_bytes(), "html.parser") for path in site.glob("*.html")}


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site with an address, an editor and pins, open to crawlers, and no checksum of its capture."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("settled") / "content"))
    pins = '[pins]\npublished = 2016-04-21\nbyline = ["A. Name"]\nwhy.byline = "In print."'
    named = '[edition]\neditor = "An <Editor>"\ncontact = "mailto:editor@example.org"'
    edits = {"index = false": "index = true", "(?m)^capture_sha256.*$": "", r"\[edition\]": f"{pins}\n{named}"}
    for old, new in edits.items():
        edit(folder / "article.toml", old, new)
    return build_site(folder, folder.with_name("_site"), "--base-url", ADDRESS)
