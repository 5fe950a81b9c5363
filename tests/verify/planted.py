"""Faults planted into a built site, and what the proof says of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from clipping.publish import SUMS, with_sums
from clipping.verify import Finding

Fault = Callable[[Path], object]


def replaced(name: str, old: str, new: str) -> Fault:
    """Return the fault that puts ``new`` for the first ``old`` in the file ``name``."""

    def plant(site: Path) -> None:
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def in_record(change: Callable[[dict[str, Any]], None]) -> Fault:
    """Return the fault that changes article.json."""

    def plant(site: Path) -> None:
        path = site / "article.json"
        record = json.loads(path.read_text(encoding="utf-8"))
        change(record)
        path.write_text(json.dumps(record), encoding="utf-8")

    return plant


def in_main(markup: str, name: str = "about.html") -> Fault:
    """Return the fault that puts ``markup`` at the end of a page."""
    return replaced(name, "</main>", markup + "</main>")


def in_book(name: str, old: str | None, new: str | None) -> Fault:
    """Return the fault that puts ``new`` for the first ``old`` in a file of the e-book; for ``None`` the file goes."""

    def plant(site: Path) -> None:
        with zipfile.ZipFile(site / "article.epub") as archive:
            texts = {entry: archive.read(entry).decode() for entry in archive.namelist()}
        text = texts.pop(name)
        if old is not None and new is not None:
            assert old in text
            texts[name] = text.replace(old, new, 1)
        with zipfile.ZipFile(site / "article.epub", "w") as archive:
            for entry, content in texts.items():
                archive.writestr(entry, content)

    return plant


def reseal(site: Path) -> None:
    """Write SHA256SUMS anew, so that only the fault is found and not that a file was changed."""
    paths = (path for path in site.rglob("*") if path.is_file() and path.name != SUMS)
    contents = {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}
    (site / SUMS).write_bytes(with_sums(contents)[SUMS])


def said(found: Iterable[Finding]) -> list[str]:
    """Return findings as lines: file, whether its line is told, message; sums and places in XML left out."""
    lines = [f"{entry.file}{':…' if entry.line is not None else ''} {entry.message}" for entry in found]
    return [re.sub(r"(?<=sha256-)[\w+/]+=|(?<=tag: ).*(?=;)", "…", line) for line in lines]


def start_of(site: Path, number: int) -> str:
    """Return the first words of a paragraph of the record, as messages quote them."""
    record = json.loads((site / "article.json").read_text(encoding="utf-8"))
    return str(record["paragraphs"][number]["text"])[:39] + "…"
