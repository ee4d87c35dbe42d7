"""What the store promises, on a real SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot.core.conversation import Conversation
from bot.core.escalation import Escalation
from bot.core.messages import Button, InboundMessage, Reply
from bot.core.retention import PurgeBefore
from bot.errors import StoreBusy, StoreError
from bot.ports import Received, Turn
from bot.store import database
from bot.store.database import migrate, open_database
from bot.store.sql_store import SqlStore
from bot.store.tables import metadata

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "Mein Schlüsselwort ist Zitronenfalter"


def message(text: str = "Guten Tag", citizen: str = "42", id: str = "1", at: datetime = NOW) -> InboundMessage:
    return InboundMessage("musterstadt", "telegram", citizen, id, text, at)


def turn(text: str = "Guten Tag", *replies: str, erase: bool = False, **rest: object) -> Turn:
    out = tuple(Reply(reply, (Button("Ja", "erase:yes"),)) for reply in replies or ("Antwort",))
    return Turn(text, "small_talk", Conversation(greeted=True), out, erase=erase, **rest)  # type: ignore[arg-type]


async def handled(store: SqlStore, sent: InboundMessage, outcome: Turn, now: datetime = NOW) -> Received:
    await store.receive(sent)
    received = await store.next_received()
    assert received is not None
    await store.record(received, outcome, now)
    return received


async def test_a_message_delivered_twice_is_stored_once(store: SqlStore) -> None:
    assert await store.receive(message()) is True
    assert await store.receive(message("anderer Text, selbe Nummer")) is False
    await handled(store, message(), turn())
    assert await store.next_received() is None
    assert await store.receive(message()) is False, "also after it was handled"


async def test_messages_come_back_in_the_order_they_came_with_their_conversation(store: SqlStore) -> None:
    await handled(store, message("eins", id="1"), turn())
    await store.receive(message("zwei", id="2"))
    await store.receive(message("drei", "43", id="3"))
    second = await store.next_received()
    assert second is not None
    assert (second.message.text, second.conversation.greeted) == ("zwei", True)
    await store.record(second, turn(), NOW)
    third = await store.next_received()
    assert third is not None
    assert (third.message.text, third.conversation.greeted, third.message.received_at) == ("drei", False, NOW)


async def test_a_reply_waits_for_the_one_before_it(store: SqlStore) -> None:
    await handled(store, message(), turn("", "erste", "zweite"))
    first = (await store.due_outgoing(NOW, {"telegram"}))[0]
    assert [o.reply.text for o in await store.due_outgoing(NOW, {"telegram"})] == ["erste"]
    await store.postpone(first, NOW + timedelta(minutes=1))
    assert await store.due_outgoing(NOW, {"telegram"}) == []
    again = await store.due_outgoing(NOW + timedelta(minutes=1), {"telegram"})
    assert [(o.reply.text, o.attempts) for o in again] == [("erste", 1)]
    await store.sent(again[0], NOW)
    assert [o.reply.text for o in await store.due_outgoing(NOW, {"telegram"})] == ["zweite"]
    assert await store.due_outgoing(NOW, {"web"}) == [], "other channels fetch for themselves"


async def test_erasure_leaves_no_word_of_the_citizen_in_the_file(store: SqlStore, url: str) -> None:
    escalation = Escalation("7K3-QF2", "mensch_sprechen", "small_talk", "pressestelle", NOW)
    await handled(store, message(SECRET, id="1"), turn(SECRET, f"Sie schrieben {SECRET}", escalations=(escalation,)))
    await handled(store, message("bleibt", "99", id="2"), turn("bleibt"))
    await handled(store, message("ja", id="3"), turn("", "Alles gelöscht.", erase=True))
    last_words = [o for o in await store.due_outgoing(NOW, {"telegram"}) if o.address == "42"]
    assert [o.reply.text for o in last_words] == ["Alles gelöscht."]
    await store.sent(last_words[0], NOW)
    assert await store.lines("musterstadt", "telegram", "42") == []
    assert await store.waiting(NOW) == []
    assert [line.text for line in await store.lines("musterstadt", "telegram", "99")] == ["bleibt", "Antwort"]
    await store._engine.dispose()
    path = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for file in path.parent.iterdir():
        assert b"Zitronenfalter" not in file.read_bytes(), file.name
    assert await store.receive(message(id="3")) is False, "a redelivered message is not answered again"


async def test_the_last_words_come_after_every_reply_a_browser_has_seen(store: SqlStore) -> None:
    await handled(store, message(id="1"), turn("", "eins", "zwei"))
    seen = max(line.outgoing_id for line in await store.lines("musterstadt", "telegram", "42"))
    await handled(store, message("ja", id="2"), turn("", "Alles gelöscht.", erase=True))
    assert (await store.lines("musterstadt", "telegram", "42"))[0].outgoing_id > seen


async def test_purging_empties_old_words_and_deletes_idle_conversations(store: SqlStore) -> None:
    old, older = NOW - timedelta(days=100), NOW - timedelta(days=800)
    await handled(store, message("alt", "1", "1"), turn("alt"), old)
    await handled(store, message("uralt", "2", "2"), turn("uralt"), older)
    await handled(store, message("neu", "3", "3"), turn("neu"), NOW)
    for outgoing in await store.due_outgoing(NOW, {"telegram"}):
        await store.sent(outgoing, NOW)
    purged = await store.purge(
        "musterstadt", PurgeBefore(NOW - timedelta(days=90), NOW - timedelta(days=730), NOW - timedelta(days=1))
    )
    assert (purged.turns, purged.conversations) == (1, 1)
    assert await store.lines("musterstadt", "telegram", "1") == []
    assert [line.text for line in await store.lines("musterstadt", "telegram", "3")] == ["neu", "Antwort"]
    assert (await store.purge("andere", PurgeBefore(NOW, NOW, NOW))).turns == 0, (
        "each organisation has its own retention"
    )


async def test_open_escalations_are_listed_most_urgent_first_and_closed_with_a_reply(store: SqlStore) -> None:
    later = Escalation("AAA-222", "complaint", "complaint", "servicecenter", NOW + timedelta(days=1))
    urgent = Escalation("BBB-333", "emergency", "emergency", "pressestelle", NOW + timedelta(days=2))
    await handled(store, message("Beschwerde", "1", "1"), turn("Beschwerde", escalations=(later,)))
    await handled(store, message("es brennt", "2", "2"), turn("es brennt", escalations=(urgent,)))
    assert [w.escalation.reference for w in await store.waiting(NOW)] == ["BBB-333", "AAA-222"]
    assert await store.close("AAA-222", Reply("Das tut uns leid."), NOW) is True
    assert await store.close("AAA-222", None, NOW) is False
    assert [w.escalation.reference for w in await store.waiting(NOW)] == ["BBB-333"]
    texts = [line.text for line in await store.lines("musterstadt", "telegram", "1")]
    assert texts == ["Beschwerde", "Antwort", "Das tut uns leid."]


async def test_a_fetching_citizen_confirms_what_arrived(store: SqlStore) -> None:
    web = InboundMessage("musterstadt", "web", "abc", "1", "Hallo", NOW)
    await handled(store, web, turn("Hallo", "eins", "zwei"))
    lines = await store.lines("musterstadt", "web", "abc")
    await store.fetched("musterstadt", "web", "abc", lines[1].outgoing_id, NOW)
    assert [o.reply.text for o in await store.due_outgoing(NOW, {"web"})] == ["zwei"]


async def test_a_locked_database_is_said_to_be_busy_and_keeps_what_it_has(
    store: SqlStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    await store._engine.dispose()
    blocker = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        await store.receive(message())
    blocker.execute("ROLLBACK")
    blocker.close()
    assert await store.receive(message()) is True


async def test_many_writers_at_once_lose_nothing(store: SqlStore) -> None:
    results = await asyncio.gather(*(store.receive(message(id=str(n % 50))) for n in range(200)))
    assert sum(results) == 50


def test_migrations_make_exactly_the_tables_of_the_code(url: str) -> None:
    migrate(url)
    migrate(url)
    engine = create_engine(url)
    inspector = inspect(engine)
    for table in metadata.sorted_tables:
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        assert columns == set(table.columns.keys())
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    migrate(url)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="passt nicht"):
        migrate(url)


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"AMTSBOTE_DATABASE.*file"):
        open_database(f"sqlite:///{tmp_path}/file/amtsbote.sqlite3")
