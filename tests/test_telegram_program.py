"""`amtsbote run` with Telegram, from a citizen's tap to the message on their phone, over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.program import free_port, running
from tests.telegram_stand_in import BLOCKED, BROKEN, TelegramStandIn, too_many_requests

CITIZEN = 4711
SECRET = "ein-langes-geheimnis_42"


@pytest.fixture
def telegram() -> Iterator[TelegramStandIn]:
    with TelegramStandIn() as stand_in:
        yield stand_in


def texts(telegram: TelegramStandIn, citizen: int = CITIZEN) -> list[str]:
    return [sent.text for sent in telegram.sent_to(citizen)]


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def settings(telegram: TelegramStandIn, **more: object) -> dict[str, object]:
    return {
        "channels": "web,telegram",
        "telegram_organisation": "musterstadt",
        "telegram_token": telegram.token,
        "telegram_api_url": telegram.url,
        **more,
    }


def test_a_citizen_is_helped_by_polling(telegram: TelegramStandIn, tmp_path: Path) -> None:
    with running(tmp_path / "a.sqlite3", **settings(telegram)):  # type: ignore[arg-type]
        telegram.citizen_writes(CITIZEN, "/start")
        until(lambda: len(texts(telegram)) == 1)
        telegram.citizen_writes(CITIZEN, "mülltonne")
        until(lambda: len(texts(telegram)) == 2)
        telegram.citizen_presses(CITIZEN, "intent:muelltonne_nicht_geleert")
        until(lambda: len(texts(telegram)) == 3)
    assert "Ich bin ein Programm der Stadt Musterstadt" in texts(telegram)[0]
    assert "Worum geht es Ihnen?" in texts(telegram)[1]
    assert "Abfallwirtschaft" in texts(telegram)[2]


def test_the_same_delivery_twice_by_webhook_gives_one_reply(telegram: TelegramStandIn, tmp_path: Path) -> None:
    port = free_port()
    hook = {
        "telegram_mode": "webhook",
        "telegram_webhook_url": f"http://127.0.0.1:{port}",
        "telegram_webhook_secret": SECRET,
    }
    update = {"message": {"message_id": 1, "date": 1_790_000_000, "chat": {"id": CITIZEN, "type": "private"}}}
    update["message"]["text"] = "Wie ist die Telefonnummer vom Standesamt?"
    with running(tmp_path / "a.sqlite3", port=port, **settings(telegram, **hook)):  # type: ignore[arg-type]
        number = telegram.inject(update)
        until(lambda: len(texts(telegram)) == 1)
        telegram.inject({"update_id": number, **update})
        telegram.citizen_writes(1, "Guten Tag")
        until(lambda: len(texts(telegram, 1)) == 1)
    assert [status for _, status in telegram.deliveries] == [200, 200, 200]
    assert len(texts(telegram)) == 1
    assert "23125" in texts(telegram)[0]


def test_a_reply_that_telegram_cannot_take_now_is_sent_later(telegram: TelegramStandIn, tmp_path: Path) -> None:
    telegram.fail("sendMessage", BROKEN, too_many_requests(1))
    with running(tmp_path / "a.sqlite3", **settings(telegram)):  # type: ignore[arg-type]
        telegram.citizen_writes(CITIZEN, "Schlagloch in der Hauptstraße")
        until(lambda: len(texts(telegram)) == 1)
    assert "Tiefbauamt" in texts(telegram)[0]


def test_a_citizen_who_blocked_the_bot_holds_nobody_up(telegram: TelegramStandIn, tmp_path: Path) -> None:
    telegram.fail("sendMessage", BLOCKED)
    with running(tmp_path / "a.sqlite3", **settings(telegram)):  # type: ignore[arg-type]
        telegram.citizen_writes(1, "Guten Tag")
        until(lambda: len(telegram.called("sendMessage")) == 1)
        telegram.citizen_writes(CITIZEN, "Guten Tag")
        until(lambda: len(texts(telegram)) == 1)
        time.sleep(1.5)
    assert texts(telegram, 1) == []
    assert len(telegram.called("sendMessage")) == 2, "what is refused for good is not tried again"
