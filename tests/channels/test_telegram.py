"""How messages reach the bot from Telegram by polling, and what an update means."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot import pauses
from bot.channels.telegram import Telegram
from bot.core.messages import InboundMessage
from bot.errors import StoreBusy
from tests.channels.telegram_bench import (
    CITIZEN,
    GROUP,
    SECRET,
    polled,
    until,
    update,
)
from tests.telegram_stand_in import (
    BROKEN,
    DROPPED,
    REFUSED_BY_PROXY,
    TOKEN,
    Failure,
    too_many_requests,
)

# -- receiving by polling ---------------------------------------------------------------------------------


async def test_a_polled_message_arrives_whole(server, telegram, inbox):
    update_id = server.citizen_writes(CITIZEN, "Ich möchte mich *ummelden* 🙂")
    async with polled(telegram):
        await until(lambda: inbox.messages)
    (message,) = inbox.messages
    assert (message.organisation, message.channel) == ("musterstadt", "telegram")
    assert (message.address, message.external_id) == (str(CITIZEN), str(update_id))
    assert message.text == "Ich möchte mich *ummelden* 🙂"
    assert abs((datetime.now(UTC) - message.received_at).total_seconds()) < 5


async def test_an_update_is_acknowledged_only_after_it_was_stored(server, inbox):
    may_commit = asyncio.Event()

    async def slow(message: InboundMessage) -> None:
        await may_commit.wait()
        await inbox(message)

    telegram = Telegram("musterstadt", TOKEN, slow, server.url)
    await telegram.start()
    update_id = server.citizen_writes(CITIZEN, "Hallo")
    async with polled(telegram):
        await until(lambda: server.called("getUpdates"))
        await asyncio.sleep(0.1)
        assert server.unacknowledged == [update_id]
        may_commit.set()
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["Hallo"]
    await telegram.stop()


@pytest.mark.parametrize("trouble", [StoreBusy("belegt"), RuntimeError("unforeseen")])
async def test_a_message_the_store_cannot_take_comes_again_before_the_next(server, telegram, inbox, trouble):
    inbox.busy = [trouble, trouble]
    first, second = server.citizen_writes(CITIZEN, "eins"), server.citizen_writes(CITIZEN, "zwei")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.attempts == [str(first)] * 3 + [str(second)]
    assert inbox.texts == ["eins", "zwei"]


async def test_stopping_while_the_store_is_busy_leaves_the_message_with_telegram(server, telegram, inbox, monkeypatch):
    monkeypatch.setattr(pauses, "FIRST_PAUSE", 60.0)
    inbox.busy = [StoreBusy("belegt")]
    update_id = server.citizen_writes(CITIZEN, "Hallo")
    async with polled(telegram):
        await until(lambda: inbox.attempts)
    assert server.unacknowledged == [update_id]
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["Hallo"]


async def test_a_crash_before_the_acknowledgement_delivers_the_message_again(server, telegram, inbox):
    update_id = server.citizen_writes(CITIZEN, "Hallo")

    async def crash(message: InboundMessage) -> None:
        await inbox(message)
        raise asyncio.CancelledError

    crashing = Telegram("musterstadt", TOKEN, crash, server.url)
    await crashing.start()
    with pytest.raises(asyncio.CancelledError):
        await crashing.poll(asyncio.Event())
    await crashing.stop()
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert [message.external_id for message in inbox.messages] == [str(update_id)] * 2


@pytest.mark.parametrize(
    "malformed",
    [
        {"message": "nonsense"},
        {"message": {"text": "no chat, no date"}},
        {"message": {"chat": {"id": CITIZEN, "type": "private"}, "date": "yesterday", "text": "x"}},
        {"message": {"chat": {"id": CITIZEN, "type": "private"}, "date": 10**40, "text": "x"}},
        {"message": {"chat": {"id": "me", "type": "private"}, "date": 1, "text": "x"}},
        {"message": {"chat": {"id": CITIZEN, "type": "private"}, "date": 1, "text": ["x"]}},
        {"callback_query": ["press"]},
    ],
)
async def test_a_malformed_update_is_skipped_and_logged_by_number_only(server, telegram, inbox, caplog, malformed):
    number = server.inject(malformed)
    server.citizen_writes(CITIZEN, "danach")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["danach"]
    assert f"malformed telegram update {number} skipped" in caplog.text
    assert not any(word in caplog.text for word in ("nonsense", "yesterday", "no chat"))


async def test_an_update_without_a_number_does_not_stop_the_others(server, telegram, inbox):
    server.fail("getUpdates", Failure(200, raw=b'{"ok": true, "result": [{"message": {}}, null]}'))
    server.citizen_writes(CITIZEN, "danach")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["danach"]


@pytest.mark.parametrize(
    "failure",
    [
        BROKEN,
        DROPPED,
        REFUSED_BY_PROXY,
        too_many_requests(1),
        Failure(401, "Unauthorized"),
        Failure(200, raw=b"<html>Wartung</html>"),
        Failure(200, raw=b'{"ok": true, "result": 5}'),
        Failure(200, raw=b"[]"),
    ],
)
@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
async def test_polling_outlives_every_failure(server, telegram, inbox, method, failure):
    server.fail(method, failure, failure)
    server.citizen_writes(CITIZEN, "Hallo")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["Hallo"]


async def test_a_second_poller_is_named_in_the_log(server, telegram, caplog):
    server.fail("getUpdates", Failure(409, "Conflict: terminated by other getUpdates request"))
    async with polled(telegram):
        await until(lambda: len(server.called("getUpdates")) > 1)
    assert "a second program fetches this bot's messages" in caplog.text


async def test_pauses_double_up_to_a_minute(monkeypatch):
    monkeypatch.setattr(pauses, "FIRST_PAUSE", 1.0)
    assert [pause for pause, _ in zip(pauses.pauses(), range(8), strict=False)] == [
        1, 2, 4, 8, 16, 32, 60, 60,
    ]  # fmt: skip


async def test_polling_takes_a_webhook_away_and_keeps_what_waited_there(server, telegram, inbox):
    await telegram.register_webhook("http://127.0.0.1:9/telegram/webhook", SECRET)
    server.citizen_writes(CITIZEN, "Hallo")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["Hallo"]


# -- what an update means ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "attachment"),
    [
        ({"photo": [{"file_id": "x"}]}, "photo"),
        ({"video": {}}, "video"),
        ({"video_note": {}}, "video"),
        ({"animation": {}, "document": {}}, "video"),
        ({"voice": {}}, "voice"),
        ({"audio": {}}, "voice"),
        ({"location": {}}, "location"),
        ({"venue": {}, "location": {}}, "location"),
        ({"sticker": {}}, "sticker"),
        ({"contact": {"phone_number": "+49 30 23125 1"}}, "contact"),
        ({"document": {}}, "document"),
        ({"poll": {}}, "sticker"),
        ({"dice": {}}, "sticker"),
        ({"something_new": {}}, "sticker"),
        ({"text": "nur Text"}, None),
    ],
)
async def test_what_came_with_a_message_is_named(telegram, content, attachment):
    message = telegram.inbound(update(**content))
    assert message is not None
    assert message.attachment == attachment
    assert message.text == content.get("text", "")
    assert message.received_at == datetime.fromtimestamp(1_795_000_000, UTC)


async def test_a_caption_is_the_text_of_a_photo(telegram):
    message = telegram.inbound(update(photo=[{}], caption="Schlagloch in der Hauptstraße"))
    assert (message.text, message.attachment) == ("Schlagloch in der Hauptstraße", "photo")


async def test_a_correction_counts_from_when_it_was_made(telegram):
    message = telegram.inbound(
        {"update_id": 8, "edited_message": update(text="Sperrmüll", edit_date=1_795_000_060)["message"]}
    )
    assert (message.external_id, message.text) == ("8", "Sperrmüll")
    assert message.received_at == datetime.fromtimestamp(1_795_000_060, UTC)


async def test_what_no_citizen_said_is_passed_over(telegram):
    group = {"id": GROUP, "type": "supergroup"}
    press = {"id": "1", "data": "x", "message": {"message_id": 1, "date": 0, "chat": group}}
    for silent in (
        update(text="Hallo", chat=group),
        update(text="Hallo", chat={"id": GROUP, "type": "channel"}),
        {"update_id": 1, "channel_post": update(text="Hallo")["message"]},
        {"update_id": 1, "my_chat_member": {}},
        {"update_id": 1, "edited_message": update(location={})["message"]},
        {"update_id": 1, "callback_query": press},
        {"update_id": 1, "callback_query": {"id": "1", "data": "x", "inline_message_id": "5"}},
        update(pinned_message={}),
    ):
        assert telegram.inbound(silent) is None


async def test_groups_are_ignored_and_acknowledged(server, telegram, inbox):
    server.citizen_writes(GROUP, "Hallo Gruppe")
    server.citizen_writes(CITIZEN, "Hallo")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["Hallo"]


async def test_half_characters_and_zeros_never_reach_the_store(telegram):
    assert telegram.inbound(update(text="a\ud83db\0c")).text == "a?bc"
