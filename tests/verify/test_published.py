"""Whatever is changed in a published site is found, by its file and line, and nothing that may be there does harm."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from clipping.verify import compare_site

#: What is done to the bytes of each file, and to what each file is.
BYTES: dict[str, Callable[[bytes], bytes]] = {
    "one bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "its end": lambda data: data[:-1],
    "all of it": lambda data: b"",
    "a line more": lambda data: data + b"\n",
}
SHAPES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path,
    "a folder": Path.mkdir,
    "a link to the same bytes": lambda path: path.symlink_to(path.parent.parent / "kept" / path.name),
    "a pipe": os.mkfifo,
    "another case": lambda path: path.with_name(path.name.swapcase()).touch(),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a terabyte": lambda path: subprocess.run(["truncate", "--size=1T", path], check=True),
    "a deep page": lambda path: path.write_bytes(b"<b>" * 100_000),
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
    "found it and 2980 more": lambda site: [(site / f"many-{n:04}").touch() for n in range(3000)],
}


def test_every_planted_change_is_found(site: Path, tmp_path: Path) -> None:
    """Each kind of change is reported in each file that it can be made in, and each thing that is beside them."""
    kept = Path(shutil.copytree(site, tmp_path / "kept"))
    files = {path.name: path.read_bytes() for path in kept.iterdir()}
    assert compare_site(kept, files) == ()
    for name, data in files.items():
        path = tmp_path / "changed" / name  # in a folder with this file alone, which is faster
        damage = {kind: partial(Path.write_bytes, data=to(data)) for kind, to in BYTES.items()}
        for kind, change in (damage | SHAPES).items():
            path.parent.mkdir()
            change(path)
            findings = compare_site(path.parent, {name: data})

            assert [found.file for found in findings] == [name, *[name.swapcase()] * (kind == "another case")], kind
            assert kind != "its end" or f"at byte {len(data)}, found b''; build again" in findings[0].message
            shutil.rmtree(path.parent)
    for name, add in BESIDE.items():
        copy = Path(shutil.copytree(site, tmp_path / "copy"))
        add(copy)
        findings = compare_site(copy, files)

        assert (name in "".join(map(str, findings)), len(findings) <= 20) == (True, True), name
        shutil.rmtree(copy)
