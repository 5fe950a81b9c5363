"""What the tests share: the real content, copies of it to break, the site built from it, and the command line."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import re
import shutil
import signal
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import build
from clipping.capture import Capture, read_capture

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit code and what it printed."""

    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


def pytest_sessionstart() -> None:
    """Let processes that tests start hear Ctrl-C, though a shell that runs the tests in the background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the real content folder, to be broken: its capture is not sealed by its sum."""
    return unsealed(shutil.copytree(ROOT / "content", tmp_path / "content"))


def unsealed(content: Path) -> Path:
    """Take the sum of the capture out of the article.toml of a copy, so that the capture may be changed."""
    edits = content / "article.toml"
    text, count = re.subn(r"(?m)^capture_sha256 = .*$", "", edits.read_text(encoding="utf-8"))
    assert count == 1
    edits.write_text(text, encoding="utf-8")
    return content


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command line with these arguments and says what came of it."""

    def run(*arguments: object) -> Outcome:
        try:
            status = build.main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse leaves this way on bad usage
            status = int(end.code or 0)
        return Outcome(status, *capsys.readouterr())

    return run


def to_its_end(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run ``coroutine`` in a thread of its own: in this one the driver of the browser may have left its loop."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, coroutine).result()


def outside(module: str) -> ModuleType:
    """Return a checker of others, which CI must have and a bare machine may lack (see the extra ``checkers``)."""
    if os.environ.get("CLIPPING_CHECKERS") == "required":
        return importlib.import_module(module)
    found: ModuleType = pytest.importorskip(module, reason=f"{module} is not installed; run: make checkers")
    return found


def checker(package: str, file: str) -> Path:
    """Return a file that a checker's package carries; without it or Java skip or, if required, fail."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.origin or not shutil.which("java"):
        missing = package if shutil.which("java") else "java"
        if os.environ.get("CLIPPING_CHECKERS") == "required":
            pytest.fail(f"{missing} is not installed, and CLIPPING_CHECKERS says that it is required")
        pytest.skip(f"{missing} is not installed; run: make checkers")
    return Path(spec.origin).parent / file


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site built from the real content; not to be changed."""
    output = tmp_path_factory.mktemp("site") / "_site"
    arguments = ["--content", ROOT / "content", "--templates", ROOT / "templates", "--output", output]
    assert build.main([str(argument) for argument in arguments]) == 0
    return output


@pytest.fixture(scope="session")
def capture() -> Capture:
    """Return the real capture."""
    return read_capture(ROOT / "content" / "article.txt")
