"""The web chat's interface over HTTP: what comes in, what goes out, what is refused."""

import asyncio
import json
import logging
from datetime import timedelta

import pytest

from bot.channels.web import News
from bot.core.messages import Button, Reply
from bot.errors import StoreBusy, StoreError
from bot.ports import Line
from tests.channels.web_bench import ADDRESS, MESSAGES, NOW, SIGNED, TOKEN, Web


@pytest.fixture
async def web():
    web = Web()
    async with web.client:
        yield web


async def test_sessions_cannot_be_guessed_and_work(web):
    tokens = {(await web.client.post("/chat/musterstadt/session")).json()["session"] for _ in range(20)}
    assert len(tokens) == 20
    token = tokens.pop()
    sent = await web.send(headers={"Authorization": f"Bearer {token}"})
    assert sent.status_code == 202
    assert token not in repr(web.store.messages)


async def test_message_is_stored_with_a_hashed_address(web):
    assert (await web.send("Hallo", "m-1_A")).status_code == 202
    (message,) = web.store.messages.values()
    assert (message.organisation, message.channel, message.text) == ("musterstadt", "web", "Hallo")
    assert message.address == ADDRESS
    assert message.external_id == f"{ADDRESS[:16]}:m-1_A"
    assert message.received_at == NOW


async def test_the_same_message_again_is_stored_once(web):
    assert [(await web.send()).status_code for _ in range(3)] == [202, 202, 202]
    assert len(web.store.messages) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 100_000, "\x01" * 100_000, "🦊 <b>\n\u202e"])
async def test_any_text_is_passed_on(web, text):
    assert (await web.send(text)).status_code == 202
    assert [m.text for m in web.store.messages.values()] == [text]


async def test_the_character_that_postgresql_refuses_is_left_out(web):
    await web.send("a\x00b")
    assert [m.text for m in web.store.messages.values()] == ["ab"]


@pytest.mark.parametrize(
    "value", [None, "", "Bearer", "Bearer kurz", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer " + "ä" * 32]
)
async def test_no_valid_session_is_401(web, value):
    headers = {} if value is None else {"Authorization": value.encode()}
    for response in (await web.send(headers=headers), await web.client.get(MESSAGES, headers=headers)):
        assert response.status_code == 401
        assert response.json()["error"] == "Es fehlt eine gültige Sitzung."
    assert not web.store.messages


async def test_more_than_a_megabyte_is_413_also_without_a_declared_length(web):
    async def chunks():
        for _ in range(11):
            yield b"x" * 100_000

    for body in (b"x" * 1_000_001, chunks()):
        response = await web.client.post(MESSAGES, content=body, headers=SIGNED)
        assert response.status_code == 413
        assert "zu groß" in response.json()["error"]


MALFORMED = [
    (b"", "JSON"),
    (b"{", "JSON"),
    (b"\xff", "JSON"),
    (b"[1]", "JSON"),
    (b"[" * 100_000, "JSON"),
    (b'{"id": "a", "text": "\\ud800"}', "JSON"),
    (json.dumps({"id": "a"}).encode(), "„text“"),
    (json.dumps({"id": "a", "text": 7}).encode(), "„text“"),
    (json.dumps({"id": "a", "text": None}).encode(), "„text“"),
    (json.dumps({"id": "a", "text": "x" * 100_001}).encode(), "„text“"),
    (json.dumps({"text": "geheim"}).encode(), "„id“"),
    (json.dumps({"id": "", "text": "geheim"}).encode(), "„id“"),
    (json.dumps({"id": "a" * 65, "text": "geheim"}).encode(), "„id“"),
    (json.dumps({"id": "a b", "text": "geheim"}).encode(), "„id“"),
    (json.dumps({"id": "a\n", "text": "geheim"}).encode(), "„id“"),
    (json.dumps({"id": 1, "text": "geheim"}).encode(), "„id“"),
]


@pytest.mark.parametrize(("body", "named"), MALFORMED, ids=range(len(MALFORMED)))
async def test_malformed_message_is_422_in_german_without_its_text(web, body, named):
    response = await web.client.post(MESSAGES, content=body, headers=SIGNED)
    assert response.status_code == 422
    assert set(response.json()) == {"error"}
    assert named in response.json()["error"]
    assert "geheim" not in response.text
    assert not web.store.messages


@pytest.mark.parametrize("query", ["after=x", "after=-1", f"after={2**63}", "wait=26", "wait=-1", "wait=nan"])
async def test_malformed_query_is_422_in_german(web, query):
    response = await web.client.get(f"{MESSAGES}?{query}", headers=SIGNED)
    assert response.status_code == 422
    assert "ganze Zahlen" in response.json()["error"]


async def test_more_than_twenty_messages_a_minute_are_429(web):
    sent = [await web.send(message_id=f"m{i}") for i in range(21)]
    assert [r.status_code for r in sent] == [202] * 20 + [429]
    assert sent[-1].headers["Retry-After"] == "61"
    assert "zu viele Nachrichten" in sent[-1].json()["error"]
    assert len(web.store.messages) == 20
    other = {"Authorization": "Bearer " + "z" * 32}
    assert (await web.send(message_id="m99", headers=other)).status_code == 202
    web.now += timedelta(seconds=61)
    assert (await web.send(message_id="m21")).status_code == 202


async def test_trying_the_same_message_again_is_not_held_against_the_citizen(web):
    web.store.fails = StoreBusy("locked")
    assert {(await web.send()).status_code for _ in range(30)} == {503}
    web.store.fails = None
    assert (await web.send()).status_code == 202


async def test_busy_store_is_503_with_the_time_to_wait(web):
    web.store.fails = StoreBusy("locked")
    for response in (await web.send(), await web.client.get(MESSAGES, headers=SIGNED)):
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "2"
        assert response.headers["Content-Security-Policy"]
        assert response.json()["error"]


@pytest.mark.parametrize("error", [StoreError("sagt: mein Geheimnis"), RuntimeError("sagt: mein Geheimnis")])
async def test_a_failure_is_a_german_500_and_logs_no_word_of_the_citizen(web, caplog, error):
    web.store.fails = error
    with caplog.at_level(logging.DEBUG):
        response = await web.send("mein Geheimnis")
    assert response.status_code == 500
    assert response.headers["Content-Security-Policy"]
    assert "schiefgegangen" in response.json()["error"]
    assert "Geheimnis" not in caplog.text
    assert type(error).__name__ in caplog.text


async def test_the_conversation_is_returned_as_data_and_never_stored_by_caches(web):
    markup = "<img src=x onerror=alert(1)>"
    await web.send(markup)
    web.store.replies.append(Reply("<script>", (Button("Ja & nein", "intent:ja"),)))
    response = await web.client.get(MESSAGES, headers=SIGNED)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    at = NOW.isoformat()
    buttons = [{"label": "Ja & nein", "value": "intent:ja"}]
    assert response.json()["lines"] == [
        {"id": 0, "by": "citizen", "text": markup, "buttons": [], "at": at},
        {"id": 1, "by": "bot", "text": "<script>", "buttons": buttons, "at": at},
    ]


async def test_a_pressed_button_reads_as_its_label(web):
    reply = Reply("Worum geht es?", (Button("Ummelden", "intent:ummelden"),))

    async def lines(*_):
        return [Line(1, False, reply.text, NOW, reply), Line(0, True, "intent:ummelden", NOW)]

    web.store.lines = lines
    assert [line["text"] for line in await web.lines()] == ["Worum geht es?", "Ummelden"]


async def test_after_a_reply_only_newer_replies_come_and_it_is_confirmed(web):
    await web.send()
    web.store.replies += [Reply("eins"), Reply("zwei")]
    assert [line["text"] for line in await web.lines(after=1)] == ["zwei"]
    assert web.store.confirmed == [("musterstadt", "web", ADDRESS, 1)]


async def test_nothing_is_confirmed_before_a_reply_was_seen(web):
    await web.lines()
    assert web.store.confirmed == []


async def test_waiting_ends_when_a_reply_is_recorded(web):
    await web.send()
    loop = asyncio.get_running_loop()
    began = loop.time()
    waiting = asyncio.create_task(web.lines(wait=20))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    web.news.tell(("musterstadt", "another"))
    web.store.replies.append(Reply("da"))
    web.news.tell(("musterstadt", ADDRESS))
    assert [line["by"] for line in await waiting] == ["citizen", "bot"]
    assert loop.time() - began < 5
    assert len(web.news) == 0


async def test_a_reply_recorded_while_the_store_is_asked_is_not_missed(web):
    ask = web.store.lines

    async def lines(*key):
        found = await ask(*key)
        if not web.store.replies:
            web.store.replies.append(Reply("da"))
            web.news.tell(("musterstadt", ADDRESS))
        return found

    web.store.lines = lines
    async with asyncio.timeout(5):
        assert [line["text"] for line in await web.lines(wait=20)] == ["da"]


async def test_waiting_ends_by_itself_and_leaves_nothing_behind(web):
    assert await web.lines(wait=1, after=3) == []
    assert len(web.news) == 0


async def test_news_wakes_all_who_wait_for_a_key_and_forgets_who_gave_up():
    news, key = News(), ("musterstadt", "a")
    first, second, given_up = (news.wait(key, 10) for _ in range(3))
    given_up.cancel()
    await asyncio.sleep(0)
    assert len(news) == 2
    news.tell(key)
    assert (await first, await second) == (True, True)
    assert await news.wait(key, 0.01) is False
    still = news.wait(key, 10)
    news.close()
    assert await still is True
    assert await news.wait(key, 10) is False
    await asyncio.sleep(0)
    assert len(news) == 0
