"""What waits, in which order, and who has it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

from bot.core.desk import QueueFilter
from bot.core.staff import Grant, Reach
from bot.ports import Outgoing
from tests.desk.town import Town

ANNA, BEN = "anna@stadt.example", "ben@stadt.example"
ALL = Reach(everything=True)


def listed(page: str) -> list[int]:
    return [int(id) for id in re.findall(r'id="entry-(\d+)"', page)]


async def fails_to_arrive(town: Town, conversation: int) -> None:
    """The platform refuses the newest reply of a conversation for good."""
    query = "SELECT id, organisation, channel, address FROM outbox WHERE conversation_id = ? ORDER BY id DESC LIMIT 1"
    row = (await town.rows(query, conversation))[0]
    now = (await town.by(ANNA)).now
    await town.app.store.undeliverable(Outgoing(*row, None, now), now)  # type: ignore[arg-type]


async def test_emergencies_come_first_then_crises_then_what_did_not_arrive_then_by_due_time(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    later = await town.writes("Ich will Auskunft", "1")
    sooner = await town.writes("Ich beschwere mich", "2")
    lost = await town.writes("Wann ist der Weihnachtsmarkt?", "3", channel="telegram")
    await fails_to_arrive(town, lost)
    crisis = await town.writes("Ich will nicht mehr leben", "4")
    emergency = await town.writes("Hier brennt es", "5")
    overdue = await town.writes("Noch ein Mensch: Menschen bitte", "6")
    async with town.app.engine.begin() as connection:
        past = "2020-01-01 00:00:00.000000"
        statement = "UPDATE escalations SET due_at = ? WHERE conversation_id = ?"
        await connection.exec_driver_sql(statement, (past, overdue))
    assert listed((await browser.get("")).text) == [emergency, crisis, lost, overdue, sooner, later]
    assert listed((await browser.get("?tab=urgent")).text) == [emergency, crisis, lost]
    assert overdue in listed((await browser.get("?tab=overdue")).text)
    assert sooner not in listed((await browser.get("?tab=overdue")).text)


async def test_a_reply_that_did_not_arrive_stands_there_until_someone_deals_with_it(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    lost = await town.writes("Wann ist der Weihnachtsmarkt?", "3", channel="telegram")
    assert listed((await browser.get("")).text) == []
    for _ in range(2):
        await fails_to_arrive(town, lost)
    page = (await browser.get("")).text
    assert listed(page) == [lost]
    assert "Antwort nicht zugestellt" in page
    assert (await town.rows("SELECT count(*) FROM escalations"))[0][0] == 1
    assert "Nicht zugestellt" in (await browser.get(f"/conversations/{lost}")).text
    await browser.post(f"/conversations/{lost}/close", reason="other")
    assert listed((await browser.get("")).text) == []


async def test_filters_leave_what_they_name(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    complaint = await town.writes("Ich beschwere mich", "1")
    press = await town.writes("Ich bin Journalist", "2")
    elsewhere = await town.writes("Ich bin Journalist", "3", "kaiserslautern")
    office = (await town.rows("SELECT office FROM escalations WHERE conversation_id = ?", press))[0][0]
    for query, wanted in (
        ("kind=complaint", [complaint]),
        ("reason=press_enquiry", [press, elsewhere]),
        ("organisation=kaiserslautern", [elsewhere]),
        (f"organisation=musterstadt/{office}", [press]),
        ("age=1", []),
        ("whose=mine", []),
        ("whose=unclaimed", [complaint, press, elsewhere]),
    ):
        assert sorted(listed((await browser.get(f"?{query}")).text)) == sorted(wanted), query


async def test_a_conversation_with_several_messages_is_listed_once_by_its_most_urgent(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    for text in ("Ich beschwere mich", "Ich bin Journalist", "Hier brennt es"):
        conversation = await town.writes(text)
    page = (await browser.get("")).text
    assert listed(page) == [conversation]
    assert "Notfall" in page
    assert listed((await browser.get("?kind=complaint")).text) == [conversation]


async def test_of_twenty_who_claim_at_once_one_has_it_and_the_others_read_who(town: Town) -> None:
    conversation = await town.writes("Ich beschwere mich")
    people = [await town.account(f"p{i}@stadt.example", Grant("reviewer"), name=f"Person {i}") for i in range(20)]
    everyone = [await town.by(f"p{i}@stadt.example") for i in range(len(people))]
    for by in everyone:
        await town.desk.staff.seen(by.staff.id, by.now)
    holders = await asyncio.gather(*(town.desk.queue.claim(conversation, by) for by in everyone))
    winners = [by.staff.name for by, holder in zip(everyone, holders, strict=True) if holder is None]
    assert len(winners) == 1
    assert {holder for holder in holders if holder} == set(winners)


async def test_who_clicks_second_reads_who_was_first(town: Town) -> None:
    conversation = await town.writes("Ich beschwere mich")
    anna, ben = await town.signed_in(ANNA, Grant("reviewer")), await town.signed_in(BEN, Grant("reviewer"))
    assert (await anna.post(f"/conversations/{conversation}/claim")).status_code == 303
    refused = await ben.post(f"/conversations/{conversation}/claim")
    assert refused.status_code == 409
    assert "Anna" in refused.text
    assert "Anna" in (await ben.get("")).text
    await anna.get("/account")
    await anna.post(f"/conversations/{conversation}/release")
    await ben.get("/account")
    assert (await ben.post(f"/conversations/{conversation}/claim")).status_code == 303


async def test_who_claims_what_was_just_closed_reads_so(town: Town) -> None:
    conversation = await town.writes("Ich beschwere mich")
    anna, ben = await town.signed_in(ANNA, Grant("reviewer")), await town.signed_in(BEN, Grant("reviewer"))
    await anna.post(f"/conversations/{conversation}/close", reason="other")
    refused = await ben.post(f"/conversations/{conversation}/claim")
    assert refused.status_code == 409
    assert "Schon erledigt" in refused.text
    assert not await town.rows("SELECT 1 FROM claims")


async def test_nobody_who_is_absent_holds_anything(town: Town) -> None:
    conversation = await town.writes("Ich beschwere mich")
    await town.account(ANNA, Grant("reviewer"))
    await town.account(BEN, Grant("reviewer"))
    anna, ben = await town.by(ANNA), await town.by(BEN)
    await town.desk.staff.seen(anna.staff.id, anna.now)
    assert await town.desk.queue.claim(conversation, anna) is None
    for minutes, holder in ((29, "Anna"), (31, None)):
        later = replace(ben, now=anna.now + timedelta(minutes=minutes))
        (entry,) = await town.desk.queue.entries(QueueFilter(), ALL, later)
        assert entry.claimed_by == holder
        assert await town.desk.queue.claim(conversation, later) == holder


async def test_the_list_has_pages(town: Town) -> None:
    browser = await town.signed_in(ANNA, Grant("reviewer"))
    for i in range(52):
        await town.writes("Ich beschwere mich", f"c{i}")
    first, second = [(await browser.get(f"?page={n}")).text for n in (1, 2)]
    assert (len(listed(first)), len(listed(second))) == (50, 2)
    assert not set(listed(first)) & set(listed(second))
    assert 'data-count="all">52<' in first
    for wrong in ("0", "x", "-1", "99999"):
        assert (await browser.get(f"?page={wrong}")).status_code == 404


async def test_open_pages_hear_at_once_that_something_happened_but_not_what(town: Town) -> None:
    stream = town.app.desk_news.stream()
    assert await anext(stream) == b"retry: 3000\n\n"
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    await town.writes("Mein Geheimnis: Ich beschwere mich")
    heard = [await waiting, await anext(stream)]
    assert [event.split(b"\n")[0] for event in heard] == [b"event: conversation", b"event: queue"]
    assert b"Geheimnis" not in b"".join(heard)
    town.app.desk_news.close()
    assert [event async for event in stream] == []
    assert len(town.app.desk_news) == 0


def test_the_reach_of_a_role_for_one_office_is_that_office() -> None:
    reach = Reach(offices=frozenset({("musterstadt", "tiefbauamt")}))
    assert reach.covers("musterstadt", {"tiefbauamt", "presse"})
    assert not reach.covers("musterstadt", {"presse"})
    assert not reach.covers("musterstadt")
    assert reach.touches("musterstadt")
