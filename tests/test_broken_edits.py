"""Two hundred slips made by a program: each is reported at its place, and the bot answers from the last good files."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.content_files.watching import changes
from tests.broken_edits import BrokenEdit, broken_edits
from tests.content_files.folder import ANSWERS, FILES, Folder
from tests.workers.conftest import folder
from tests.workers.test_renew import MOVED, Running, never

__all__ = ["folder"]

EDITS = broken_edits(FILES)


def test_there_are_enough_edits_of_every_kind() -> None:
    kinds = Counter(edit.slip for edit in EDITS)
    assert len(EDITS) >= 200
    assert len(kinds) == 14
    assert min(kinds.values()) >= 2


async def test_every_broken_edit_is_reported_at_its_place_and_the_last_good_answer_stays(folder: Folder) -> None:
    running = Running(folder, never)
    wrong: list[str] = []
    try:
        for edit in EDITS:
            good = (folder.root / edit.name).read_bytes()
            folder.write(edit.name, edit.raw)
            await running.saved()
            found = running.live.state.problems
            if not any(problem.startswith(f"{edit.name}:{edit.line}:") for problem in found):
                wrong.append(f"{edit.slip} in {edit.name}:{edit.line} was reported as {found}")
            assert "zwei Wochen" in running.said(MOVED), edit.slip
            folder.write(edit.name, good)
            await running.saved()
            assert running.live.state.problems == ()
    finally:
        await running.stop()
    assert wrong == []


@pytest.fixture
async def watched(folder: Folder) -> AsyncIterator[Running]:
    running = Running(folder, never, changes(folder.root))
    yield running
    await running.stop()


async def test_a_file_that_is_written_slowly_is_taken_over_only_when_it_is_whole(
    folder: Folder, watched: Running
) -> None:
    await watched.looked()
    new = FILES[ANSWERS].replace("zwei Wochen", "vierzehn Tage").encode()
    with (folder.root / ANSWERS).open("wb") as file:
        for start in range(0, len(new), 40):
            file.write(new[start : start + 40])
            file.flush()
            await asyncio.sleep(0.06)
            if start + 40 < len(new):
                assert "zwei Wochen" in watched.said(MOVED)
    await watched.until(lambda: "vierzehn Tage" in watched.said(MOVED))
    assert watched.live.state.problems == ()


async def test_many_saves_at_once_end_with_the_last_one(folder: Folder, watched: Running) -> None:
    await watched.looked()
    broken: list[BrokenEdit] = [edit for edit in EDITS if edit.name == ANSWERS]
    for number in range(40):
        folder.write(ANSWERS, broken[number % len(broken)].raw)
        new = folder.root / "responses/dorf/.neu"
        new.write_text(FILES[ANSWERS].replace("zwei Wochen", f"{number} Tage"), encoding="utf-8")
        new.replace(folder.root / ANSWERS)
        await asyncio.sleep(0.01)
        assert "Tage" in watched.said(MOVED) or "zwei Wochen" in watched.said(MOVED)
    await watched.until(lambda: "39 Tage" in watched.said(MOVED))
    assert watched.live.state.problems == ()
