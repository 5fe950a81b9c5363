"""Every change to a published site is reported with its file, and nothing in the folder stops the comparison."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from clipping.verify import compare_site
from tests.conftest import ROOT

WORDS = (ROOT / "tests" / "cases" / "planted.txt").read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
ANY_BYTES = "surrogateescape"  # lets files of any kind be edited as text
#: Changes to the bytes of a file, and things that may be there instead of the file.
BYTES: dict[str, Callable[[bytes], bytes]] = {
    "one bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "a byte in the middle": lambda data: data[: len(data) // 2] + b"\0" + data[len(data) // 2 + 1 :],
    "its end": lambda data: data[:-1],
    "empty": lambda data: b"",
    "an escape sequence": lambda data: data + b"\x1b[0m",
}
SHAPES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path,
    "a folder": Path.mkdir,
    "a link to the same bytes": lambda path: path.symlink_to(path.parent.parent / "kept" / path.name),
    "a pipe": os.mkfifo,
    "a name in another case": lambda path: path.with_name(path.name.swapcase()).touch(),
}
#: What is added to the site, by what is then reported.
BESIDE: dict[str, Callable[[Path], object]] = {
    "more.html": lambda site: (site / "more.html").touch(),
    ".hidden": lambda site: (site / ".hidden").touch(),
    "INDEX.html": lambda site: (site / "INDEX.html").touch(),
    "link": lambda site: (site / "link").symlink_to("/"),
    "pipe": lambda site: os.mkfifo(site / "pipe"),
    "empty": lambda site: (site / "empty").mkdir(),
    "deep": lambda site: (site / "/".join(["deep"] * 500)).mkdir(parents=True),
    "inner/more.html": lambda site: (site / "inner" / "more.html").touch(),
    "inner/empty": lambda site: (site / "inner" / "empty").mkdir(),
    "inner/pipe": lambda site: os.mkfifo(site / "inner" / "pipe"),
    r"\udcff\n\x1b[0m": lambda site: Path(os.fsdecode(bytes(site) + b"/\xff\n\x1b[0m")).touch(),
    "… and 80 more": lambda site: [(site / f"m-{n:03}").write_bytes(b"") for n in range(100)],
}


def changes(files: dict[str, bytes]) -> Iterator[tuple[str, str, Callable[[Path], object]]]:
    """Yield each change: its kind, the name of the changed file, and a function that writes the file to a path."""
    for kind, glob, pattern, words in (re.split(r" *\| ", line, maxsplit=3) for line in WORDS):
        texts = {name: data.decode(errors=ANY_BYTES) for name, data in files.items() if fnmatch(name, glob)}
        changed = {name: re.sub(pattern, words, text, count=1) for name, text in texts.items()}
        assert changed != texts, f"expected a file that can be changed by {kind!r}; change the case"
        for name in (name for name in texts if changed[name] != texts[name]):
            yield kind, name, partial(Path.write_bytes, data=changed[name].encode(errors=ANY_BYTES))
    for name, data in files.items():
        yield from ((kind, name, partial(Path.write_bytes, data=change(data))) for kind, change in BYTES.items())
        yield from ((kind, name, make) for kind, make in SHAPES.items())


def test_every_planted_change_is_found(site: Path, tmp_path: Path) -> None:
    """Each kind of change is reported in each file that allows it, and so is everything that is added."""
    kept = Path(shutil.copytree(site, tmp_path / "kept"))
    files = {path.name: path.read_bytes() for path in kept.iterdir()}
    missed = [finding.file for finding in compare_site(kept, files)]
    for kind, name, change in changes(files):  # each in a folder of its own, which is faster than copying the site
        path = tmp_path / "changed" / name
        path.parent.mkdir()
        change(path)
        findings = compare_site(path.parent, {name: files[name]})
        expected = [name, *[name.swapcase()] * (kind == "a name in another case")]
        exact = kind != "its end" or f" from byte {len(files[name]):,} on" in findings[0].message
        if not (exact and str(findings[0]).isprintable()) or [finding.file for finding in findings] != expected:
            missed.append(f"{kind}: {name}: {findings}")
        shutil.rmtree(path.parent)
    for name, add in BESIDE.items():
        copy = Path(shutil.copytree(site, tmp_path / "copy"))
        (copy / "inner").mkdir()  # templates may have subfolders, which the site then has as well
        shutil.copy(site / "404.html", copy / "inner")
        add(copy)
        findings = compare_site(copy, files | {"inner/404.html": files["404.html"]})
        if name not in "".join(map(str, findings)) or len(findings) > 21:
            missed.append(f"added: {name}: {findings}")
        shutil.rmtree(copy)
    assert missed == []
