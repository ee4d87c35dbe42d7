"""Whatever way a file is saved, the watcher tells; whatever happens to the folder, it goes on."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

import pytest

from bot.content_files import watching
from bot.content_files.watching import changes
from tests.content_files.folder import ANSWERS, FILES, OFFICES, Folder

SECONDS = 15
CHANGED = FILES[ANSWERS] + "\n# noch eine Notiz\n"


@pytest.fixture
async def watched(folder: Folder) -> AsyncIterator[AsyncIterator[None]]:
    async with aclosing(changes(folder.root)) as told:
        await anext(told)
        yield told


async def is_told(told: AsyncIterator[None], act: Callable[[], object]) -> None:
    waiting = asyncio.ensure_future(anext(told))
    await asyncio.sleep(0.2)  # the watch begins with the first wait
    act()
    await asyncio.wait_for(waiting, SECONDS)


def replace(folder: Folder) -> None:
    new = folder.root / "responses/dorf/.meldewesen.yaml.tmp"
    new.write_text(CHANGED, encoding="utf-8")
    new.replace(folder.root / ANSWERS)


SAVES: dict[str, Callable[[Folder], object]] = {
    "writing into the file": lambda folder: folder.write(ANSWERS, CHANGED),
    "a new file renamed to the old one": replace,
    "a new file": lambda folder: folder.write("responses/dorf/neu.yaml", "responses: {}\n"),
    "a new folder": lambda folder: folder.write("responses/weiler/offices.yaml", FILES[OFFICES]),
    "deleting a file": lambda folder: folder.remove(ANSWERS),
}


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
async def test_every_way_of_saving_is_told(
    folder: Folder, watched: AsyncIterator[None], save: Callable[[Folder], object]
) -> None:
    await is_told(watched, lambda: save(folder))


async def test_what_an_editor_keeps_for_itself_is_not_told(folder: Folder, watched: AsyncIterator[None]) -> None:
    waiting = asyncio.ensure_future(anext(watched))
    await asyncio.sleep(0.2)
    folder.write("responses/dorf/.meldewesen.yaml.swp", "x")
    await asyncio.sleep(0.6)
    assert not waiting.done()
    folder.write(ANSWERS, CHANGED)
    await asyncio.wait_for(waiting, SECONDS)


async def test_a_folder_that_is_replaced_as_a_whole_is_found_again(
    folder: Folder, watched: AsyncIterator[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_MS", 300)
    monkeypatch.setattr(watching, "PAUSE_SECONDS", 0.1)
    old, new = folder.root / "responses", folder.root / "neu"

    def deploy() -> None:
        shutil.copytree(old, new)
        shutil.rmtree(old)
        new.rename(old)

    await is_told(watched, deploy)
    await is_told(watched, lambda: folder.write(ANSWERS, CHANGED))
    await is_told(watched, lambda: folder.write(ANSWERS, FILES[ANSWERS]))
