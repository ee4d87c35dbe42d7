"""How replies reach citizens on Telegram, and what the bot never lets out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback

import pytest

from bot.channels import telegram as channel
from bot.channels.telegram import Telegram
from bot.channels.telegram_updates import split
from bot.core.messages import Button, Reply
from bot.errors import ChannelUnavailable, CitizenUnreachable
from tests.channels.telegram_bench import (
    CITIZEN,
    NEIGHBOUR,
    free_port,
    polled,
    until,
)
from tests.telegram_stand_in import (
    BLOCKED,
    BROKEN,
    CHAT_NOT_FOUND,
    DROPPED,
    REFUSED_BY_PROXY,
    TOKEN,
    Failure,
    too_many_requests,
)

# -- sending ----------------------------------------------------------------------------------------------


async def test_markup_arrives_letter_for_letter(server, telegram):
    text = "*fett* _kursiv_ [Link](https://x.example) <b>HTML</b> `Code` \\ & ~~"
    await telegram.send(str(CITIZEN), Reply(text))
    (sent,) = server.sent_to(CITIZEN)
    assert (sent.text, sent.parse_mode) == (text, None)
    assert '"is_disabled": true' in sent.parameters["link_preview_options"]


async def test_a_pressed_button_comes_back_as_its_value(server, telegram, inbox):
    buttons = (Button("Bürgerbüro", "office:buergerbuero"), Button("Straßen", "office:strassen"))
    await telegram.send(str(CITIZEN), Reply("Wen meinen Sie?", buttons))
    keyboard = server.sent_to(CITIZEN)[0].keyboard
    assert [[key["text"] for key in row] for row in keyboard] == [["Bürgerbüro"], ["Straßen"]]
    server.citizen_presses(CITIZEN, keyboard[1][0]["callback_data"])
    async with polled(telegram):
        await until(lambda: server.called("answerCallbackQuery"))
    assert inbox.texts == ["office:strassen"]
    assert inbox.messages[0].address == str(CITIZEN)


async def test_a_press_that_cannot_be_confirmed_is_stored_all_the_same(server, telegram, inbox):
    server.fail("answerCallbackQuery", Failure(400, "Bad Request: query is too old"))
    server.citizen_presses(CITIZEN, "erase:yes")
    async with polled(telegram):
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["erase:yes"]


async def test_a_button_too_long_for_telegram_does_not_cost_the_reply(server, telegram):
    await telegram.send(str(CITIZEN), Reply("Bitte", (Button("ok", "ä" * 32), Button("lang", "ä" * 33))))
    assert [row[0]["text"] for row in server.sent_to(CITIZEN)[0].keyboard] == ["ok"]


async def test_a_long_reply_comes_in_parts_with_its_buttons_below_the_last(server, telegram):
    text = "\n".join(f"Zeile {number} 🏛️ mit Umlauten äöü" for number in range(400))
    await telegram.send(str(CITIZEN), Reply(text, (Button("ja", "ja"),)))
    sent = server.sent_to(CITIZEN)
    assert len(sent) > 2
    assert "\n".join(part.text for part in sent) == text
    assert [bool(part.keyboard) for part in sent] == [False] * (len(sent) - 1) + [True]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("a" * 4096, [4096]),
        ("a" * 4097, [4096, 1]),
        ("🙂" * 2048, [4096]),
        ("🙂" * 2049, [4096, 2]),
        ("a" + "🙂" * 2048, [4095, 2]),
        ("a" * 4096 + " b", [4096, 1]),
        ("a" * 3000 + " " + "b" * 3000, [3000, 3000]),
        ("kurz\n" + "a" * 5000, [4, 4096, 904]),
        ("\n" * 5000 + "a", [1]),
        ("", [0]),
    ],
)
def test_texts_are_cut_at_4096_utf16_units(text, lengths):
    parts = split(text)
    assert [len(part.encode("utf-16-le")) // 2 for part in parts] == lengths
    assert "".join("".join(parts).split()) == "".join(text.split())


async def test_messages_to_one_citizen_keep_their_distance_and_hold_up_nobody_else(server, telegram, monkeypatch):
    monkeypatch.setattr(channel, "SECONDS_PER_CHAT", 0.5)
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await telegram.send(str(CITIZEN), Reply("eins"))
    await telegram.send(str(NEIGHBOUR), Reply("eins"))
    assert loop.time() - begin < 0.45
    await telegram.send(str(CITIZEN), Reply("zwei"))
    assert loop.time() - begin >= 0.5


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (BROKEN, ChannelUnavailable),
        (DROPPED, ChannelUnavailable),
        (REFUSED_BY_PROXY, ChannelUnavailable),
        (Failure(200, raw=b"<html>"), ChannelUnavailable),
        (Failure(502, raw=b"<html>"), ChannelUnavailable),
        (Failure(401, "Unauthorized"), ChannelUnavailable),
        (BLOCKED, CitizenUnreachable),
        (CHAT_NOT_FOUND, CitizenUnreachable),
    ],
)
async def test_a_refusal_says_whether_to_try_again(server, telegram, failure, error):
    server.fail("sendMessage", failure)
    with pytest.raises(error):
        await telegram.send(str(CITIZEN), Reply("Guten Tag"))
    assert len(server.called("sendMessage")) == 1
    await telegram.send(str(CITIZEN), Reply("Guten Tag"))
    assert len(server.sent_to(CITIZEN)) == 1


async def test_a_flood_limit_says_how_long_to_wait(server, telegram):
    server.fail("sendMessage", too_many_requests(17))
    with pytest.raises(ChannelUnavailable) as caught:
        await telegram.send(str(CITIZEN), Reply("Guten Tag"))
    assert caught.value.retry_after == 17.0


async def test_a_server_that_is_not_there_is_unavailable(inbox):
    telegram = Telegram("musterstadt", TOKEN, inbox, f"http://127.0.0.1:{free_port()}")
    await telegram.start()
    with pytest.raises(ChannelUnavailable):
        await telegram.send(str(CITIZEN), Reply("Guten Tag"))
    await telegram.stop()


async def test_a_name_is_no_address(server, telegram):
    with pytest.raises(CitizenUnreachable):
        await telegram.send("@oeffentlicher_kanal", Reply("Guten Tag"))
    assert not server.sent


# -- start and token --------------------------------------------------------------------------------------


async def test_the_start_offers_the_commands(server, telegram):
    (parameters,) = server.called("setMyCommands")
    for command in ("start", "hilfe", "datenschutz", "loeschen", "mensch"):
        assert f'"command": "{command}"' in parameters["commands"]


async def test_a_wrong_token_is_explained_at_the_start(server, inbox):
    telegram = Telegram("musterstadt", "123:falsch", inbox, server.url)
    with pytest.raises(ChannelUnavailable, match="@BotFather"):
        await telegram.start()
    await telegram.stop()


@pytest.mark.usefixtures("short_pauses")
async def test_the_token_and_the_words_appear_in_no_log_and_no_error(server, inbox, caplog, recwarn):
    caplog.set_level(logging.DEBUG)
    broken = Failure(200, raw=b'{"ok": true, "result": [{"text": "Vertraulich"')
    server.fail("getUpdates", broken, BROKEN, DROPPED, too_many_requests(1), Failure(404, "Not Found"))
    errors = []
    nowhere = f"http://127.0.0.1:{free_port()}"
    for token, url in ((TOKEN, server.url), (TOKEN, nowhere), ("12:falsch", server.url)):
        telegram = Telegram("musterstadt", token, inbox, url)
        with contextlib.suppress(ChannelUnavailable):
            await telegram.start()
        server.fail("sendMessage", BROKEN, BLOCKED, too_many_requests(1), DROPPED, BROKEN)
        for _ in range(5):
            with pytest.raises((ChannelUnavailable, CitizenUnreachable)) as caught:
                await telegram.send(str(CITIZEN), Reply("Vertraulich"))
            errors += traceback.format_exception(caught.value)
        if url == server.url and token == TOKEN:
            server.citizen_writes(CITIZEN, "Vertraulich")
            async with polled(telegram):
                await until(lambda: not server.unacknowledged)
        await telegram.stop()
        errors.append(repr(telegram))
    assert inbox.texts == ["Vertraulich"]
    seen = caplog.text + "".join(errors) + "".join(str(warning.message) for warning in recwarn)
    for secret in (TOKEN, "12:falsch"):
        assert secret not in seen
    assert "Vertraulich" not in caplog.text
