"""`kill -9` between any two steps loses nothing and answers nothing twice that Telegram has confirmed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.content_files.folder import Folder
from tests.crash_process import POINTS
from tests.program import ROOT, environment
from tests.telegram_stand_in import TelegramStandIn


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """Little content, so that each of many starts is quick."""
    return Folder(tmp_path / "content").root


def start(stand_in: TelegramStandIn, content: Path, database: Path, crash_point: str = "") -> subprocess.Popen[bytes]:
    settings = environment(
        database,
        channels="telegram",
        port=0,
        telegram_organisation="dorf",
        telegram_token=stand_in.token,
        telegram_api_url=stand_in.url,
    )
    command = [sys.executable, "-m", "tests.crash_process", "run", "--content", str(content)]
    return subprocess.Popen(command, cwd=ROOT, env=settings | {"CRASH_POINT": crash_point}, stderr=subprocess.DEVNULL)


def wait_until(true: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_kill_at_any_point_loses_no_message_and_handles_none_twice(village: Path, tmp_path: Path) -> None:
    database = tmp_path / "amtsbote.sqlite3"
    with TelegramStandIn() as stand_in:
        citizens = []
        for number, point in enumerate(POINTS):
            chat = 1_000 + number
            stand_in.citizen_writes(chat, "Ich bin umgezogen, was muss ich tun?")
            citizens.append(chat)
            process = start(stand_in, village, database, point)
            assert process.wait(60) == -9, f"it should have died {point}"
        process = start(stand_in, village, database)
        try:
            wait_until(lambda: all(stand_in.sent_to(chat) for chat in citizens))
        finally:
            process.terminate()
            assert process.wait(20) == 0
        replies = {chat: len(stand_in.sent_to(chat)) for chat in citizens}
    assert sum(replies.values()) - len(citizens) <= len(POINTS), "a kill costs at most one repeated reply"
    with sqlite3.connect(database) as connection:
        turns = connection.execute("select conversation_id, count(*) from turns group by 1").fetchall()
        waiting = connection.execute("select count(*) from outbox where state = 'pending'").fetchone()[0]
        raw = connection.execute("select count(*) from inbox where text <> '' or address <> ''").fetchone()[0]
    connection.close()
    assert [count for _, count in turns] == [1] * len(citizens)
    assert waiting == 0
    assert raw == 0, "the words as they came are kept only until they are handled"


def test_the_same_update_delivered_twice_gives_one_reply(village: Path, tmp_path: Path) -> None:
    with TelegramStandIn() as stand_in:
        process = start(stand_in, village, tmp_path / "amtsbote.sqlite3")
        try:
            update = stand_in.citizen_writes(7, "Wie ist die Telefonnummer?")
            wait_until(lambda: len(stand_in.sent_to(7)) == 1)
            message = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": 7, "type": "private"}, "text": "Nochmal"}
            stand_in.inject({"update_id": update, "message": message})
            stand_in.citizen_writes(8, "Guten Tag")
            wait_until(lambda: len(stand_in.sent_to(8)) == 1)
            assert len(stand_in.sent_to(7)) == 1
        finally:
            process.terminate()
            assert process.wait(20) == 0
