"""Whatever is changed in a published site is found, by its file and line, and nothing that may be there does harm."""

import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from clipping.verify import compare_site
from tests.conftest import ROOT

WORDS = (ROOT / "tests" / "cases" / "planted.txt").read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
#: What is done to the bytes of each file, and to what each file is.
BYTES: dict[str, Callable[[bytes], bytes]] = {
    "one bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "a byte in the middle": lambda data: data[: len(data) // 2] + b"\0" + data[len(data) // 2 + 1 :],
    "its end": lambda data: data[:-1],
    "all of it": lambda data: b"",
    "all of it, by zeros": lambda data: bytes(len(data)),
    "a line more": lambda data: data + b"\n",
    "what a terminal obeys": lambda data: data + b"\x1b[0m",
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
}
SHAPES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path,
    "a folder": Path.mkdir,
    "a link to the same bytes": lambda path: path.symlink_to(path.parent.parent / "kept" / path.name),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a pipe": os.mkfifo,
    "another case": lambda path: path.with_name(path.name.swapcase()).touch(),
}
#: What is put beside the files, by the name that is then reported.
BESIDE: dict[str, Callable[[Path], object]] = {
    "more.html": lambda site: (site / "more.html").touch(),
    ".hidden": lambda site: (site / ".hidden").touch(),
    "index.html~": lambda site: (site / "index.html~").touch(),
    "INDEX.html": lambda site: (site / "INDEX.html").touch(),
    "link": lambda site: (site / "link").symlink_to("/"),
    "pipe": lambda site: os.mkfifo(site / "pipe"),
    "empty": lambda site: (site / "empty").mkdir(),
    "deep": lambda site: (site / "/".join(["deep"] * 500)).mkdir(parents=True),
    r"\udcff\n\x1b[0m": lambda site: Path(os.fsdecode(bytes(site) + b"/\xff\n\x1b[0m")).touch(),
    "found this and 2,980 more": lambda site: [shutil.copy(site / "_headers", site / f"m-{n:04}") for n in range(3000)],
}


def changes(files: dict[str, bytes]) -> Iterator[tuple[str, str, Callable[[Path], object]]]:
    """Yield each planted change: its kind, the file that it changes, and what makes it in the place of that file."""
    for kind, glob, pattern, words in (re.split(r" *\| ", line, maxsplit=3) for line in WORDS):
        texts = {name: data.decode(encoding(name)) for name, data in files.items() if fnmatch(name, glob)}
        changed = {name: re.sub(pattern, words, text, count=1) for name, text in texts.items()}
        assert changed != texts, f"expected a file that can be changed by {kind!r}; change the case"
        for name in (name for name in texts if changed[name] != texts[name]):
            yield kind, name, partial(Path.write_bytes, data=changed[name].encode(encoding(name)))
    for name, data in files.items():
        yield from ((kind, name, partial(Path.write_bytes, data=change(data))) for kind, change in BYTES.items())
        yield from ((kind, name, make) for kind, make in SHAPES.items())
    with zipfile.ZipFile(io.BytesIO(files["article.epub"])) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    for part in parts:
        changed_book = io.BytesIO()
        with zipfile.ZipFile(changed_book, "w") as book:
            for each, data in parts.items():
                book.writestr(each, data + b" " * (each == part))
        yield part, "article.epub", partial(Path.write_bytes, data=changed_book.getvalue())


def encoding(name: str) -> str:
    """Return the encoding in which a file can be changed as text."""
    return "latin-1" if name.endswith(".epub") else "utf-8"


def test_every_planted_change_is_found(site: Path, tmp_path: Path) -> None:
    """Each kind of change is reported in each file that it can be made in, and each thing that is beside them."""
    kept = Path(shutil.copytree(site, tmp_path / "kept"))
    files = {path.name: path.read_bytes() for path in kept.iterdir()}
    missed = [finding.file for finding in compare_site(kept, files)]
    for kind, name, change in changes(files):  # each in a folder with this file alone, which is faster
        path = tmp_path / "changed" / name
        path.parent.mkdir()
        change(path)
        findings = compare_site(path.parent, {name: files[name]})
        expected = [name, *[name.swapcase()] * (kind == "another case")]
        pointed = kind != "its end" or f"found its end at byte {len(files[name]):,}; build again" in findings[0].message
        if not (pointed and str(findings[0]).isprintable()) or [finding.file for finding in findings] != expected:
            missed.append(f"{kind}: {name}: {findings}")
        shutil.rmtree(path.parent)
    for name, add in BESIDE.items():
        copy = Path(shutil.copytree(site, tmp_path / "copy"))
        add(copy)
        findings = compare_site(copy, files)
        if name not in "".join(map(str, findings)) or len(findings) > 20:
            missed.append(f"beside: {name}: {findings}")
        shutil.rmtree(copy)

    assert missed == []
