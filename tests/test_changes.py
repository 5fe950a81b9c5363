"""What changes in a folder is reported, whatever becomes of the folder."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import watchfiles

from clipping.changes import changed_paths
from tests.conftest import to_its_end

PATIENCE = 20  # seconds; nothing here takes a tenth of it


async def until_reported(path: Path, reports: AsyncGenerator[set[Path], None]) -> None:
    """Wait until ``path`` is reported."""
    async with asyncio.timeout(PATIENCE):
        while path not in await anext(reports):
            pass


def follow(folder: Path) -> contextlib.aclosing[AsyncGenerator[set[Path], None]]:
    """Return what reports the changes in ``folder``, to be closed."""
    return contextlib.aclosing(changed_paths([folder]))


def test_a_folder_made_anew_at_once_is_followed(tmp_path: Path) -> None:
    """A folder that is removed and made again between two looks, maybe under the same number, is watched anew."""
    folder, file = tmp_path / "content", tmp_path / "content" / "article.txt"
    folder.mkdir()

    async def make_anew() -> None:
        async with follow(folder) as reports:
            assert await anext(reports) == set()
            shutil.rmtree(folder)
            folder.mkdir()
            await until_reported(folder, reports)  # that the old one has gone
            await until_reported(folder, reports)  # that the new one is watched
            file.write_text("anew", encoding="utf-8")
            await until_reported(file, reports)

    to_its_end(make_anew())


def test_a_folder_that_was_never_there_is_followed_when_it_comes(tmp_path: Path) -> None:
    """A folder that is made later, or a link that is set to one, is reported and watched from then on."""
    folder, link = tmp_path / "content", tmp_path / "link"

    async def make() -> None:
        async with follow(link) as reports:
            assert await anext(reports) == set()
            folder.mkdir()
            link.symlink_to(folder)
            await until_reported(folder, reports)
            (link / "article.txt").write_text("new", encoding="utf-8")
            await until_reported(folder / "article.txt", reports)

    to_its_end(make())


def test_what_goes_while_its_watch_begins_does_not_end_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that finds nothing to watch is begun again."""
    watch, gone = watchfiles.awatch, [FileNotFoundError("just now")]

    def begin(*folders: Path, **options: object) -> object:
        if gone:
            raise gone.pop()
        return watch(*folders, **options)  # type: ignore[arg-type]

    async def start() -> None:
        async with follow(tmp_path) as reports:
            assert await anext(reports) == set()
            (tmp_path / "article.txt").write_text("new", encoding="utf-8")
            await until_reported(tmp_path / "article.txt", reports)

    monkeypatch.setattr(watchfiles, "awatch", begin)
    to_its_end(start())
