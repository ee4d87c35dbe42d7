"""What becomes of a mail to the office: refused, late, half accepted, erased, and what the citizen hears."""

from __future__ import annotations

import pytest

from bot import pauses
from bot.core.mail import ArrivedMail
from bot.core.messages import InboundMessage
from bot.errors import StoreBusy
from tests.town import LAMP, ROADS, Town, pass_on


async def test_a_refused_mail_goes_to_the_desk_and_the_citizen_gets_the_telephone_number(town: Town) -> None:
    town.server.behave = lambda _: "refuse"
    await pass_on(town)
    await town.works()
    told = (await town.replies())[-1].text
    assert "ließ sich nicht zustellen an das Tiefbauamt" in told
    assert "23125 140" in told
    assert [entry.escalation.reason for entry in await town.waiting()] == ["forward_failed"]
    town.later(days=1)
    town.server.behave = lambda _: "accept"
    await town.works()
    assert town.server.to(ROADS) == [], "what the citizen was told to be lost is not sent later"


async def test_a_passing_failure_is_retried_with_growing_waits_and_told_only_when_it_lasts(town: Town) -> None:
    town.server.behave = lambda _: "defer"
    await pass_on(town)
    waits = []
    for _ in range(6):
        tried = len(town.server.tried)
        before = town.now
        while len(town.server.tried) == tried:
            await town.works()
            town.later(seconds=5)
        waits.append((town.now - before).total_seconds())
    assert waits[-1] > waits[1] * 4
    assert len(await town.replies()) == 2, "nothing was said meanwhile"
    town.server.behave = lambda _: "accept"
    town.later(hours=2)
    await town.works()
    assert "ist weitergeleitet" in (await town.replies())[-1].text


async def test_a_failure_that_does_not_pass_is_told_after_a_day(town: Town) -> None:
    town.server.behave = lambda _: "defer"
    await pass_on(town)
    for _ in range(60):
        town.later(hours=1)
        await town.works()
    failed = [reply for reply in await town.replies() if "ließ sich nicht zustellen" in reply.text]
    assert len(failed) == 1


async def test_one_failed_recipient_of_two_is_a_failure_of_that_one(town: Town) -> None:
    town.change_office("tiefbauamt", forward_to=(ROADS, "bauhof@musterstadt.example"))
    town.server.behave = lambda address: "refuse" if address.startswith("bauhof") else "accept"
    await pass_on(town)
    await town.works()
    assert "ist weitergeleitet" in (await town.replies())[-1].text
    assert not any("ließ sich nicht" in reply.text for reply in await town.replies())
    assert [entry.escalation.reason for entry in await town.waiting()] == ["recipient_failed"]


async def test_without_a_mail_server_nothing_is_offered(town: Town) -> None:
    town.outward = type(town.outward)()
    (reply,) = await town.writes(LAMP)
    assert "weiterleiten" not in reply.text
    assert reply.buttons == ()


async def test_the_words_stay_only_as_long_as_they_are_needed(town: Town) -> None:
    await pass_on(town)
    assert await town.rows("select 1 from deliveries where payload like '%seit Tagen%'")
    await town.works()
    assert not await town.rows("select 1 from deliveries where payload like '%seit Tagen%'")
    assert not await town.rows("select 1 from forwards where details like '%seit Tagen%'")


async def test_an_erasure_takes_what_waits_for_the_office_along(town: Town) -> None:
    town.server.behave = lambda _: "defer"
    await pass_on(town)
    await town.works()
    await town.writes("/loeschen")
    await town.writes("erase:yes")
    town.server.behave = lambda _: "accept"
    town.later(hours=2)
    await town.works()
    assert town.server.accepted == []
    for table in ("forwards", "deliveries", "escalations", "turns"):
        assert await town.rows(f"select 1 from {table}") == []  # noqa: S608


async def test_an_erasure_asks_the_office_to_erase_its_copy_too(town: Town) -> None:
    await pass_on(town)
    await town.works()
    await town.writes("/loeschen")
    await town.writes("erase:yes")
    assert "auch bei den Stellen" in (await town.replies())[-1].text
    await town.works()
    plea = town.server.to(ROADS)[-1].message
    assert "Bitte löschen" in str(plea["Subject"])
    assert await town.rows("select 1 from conversations") == []
    body = plea.get_body(("plain",))
    assert body is not None
    assert "Laterne" not in body.get_content()


async def test_what_was_accepted_is_not_sent_again_though_the_database_was_locked(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pass_on(town)
    settle, locked = town.deliveries.settle, [True, True]

    async def locking(*args: object) -> bool:
        if locked:
            locked.pop()
            raise StoreBusy("locked")
        return await settle(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(pauses, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(town.deliveries, "settle", locking)
    await town.works()
    town.later(hours=1)
    await town.works()
    assert len(town.server.to(ROADS)) == 1
    assert "ist weitergeleitet" in (await town.replies())[-1].text


async def test_where_mail_is_switched_off_the_citizen_hears_of_it_after_a_day(town: Town) -> None:
    await pass_on(town)
    town.outward = type(town.outward)()
    town.later(days=2)
    await town.works()
    assert "ließ sich nicht zustellen" in (await town.replies())[-1].text
    assert not await town.rows("select 1 from deliveries where payload like '%seit Tagen%'")


async def test_of_two_recipients_the_citizen_is_told_once(town: Town) -> None:
    town.change_office("tiefbauamt", forward_to=(ROADS, "bauhof@musterstadt.example"))
    town.server.behave = lambda address: "defer" if address.startswith("bauhof") else "accept"
    await pass_on(town)
    await town.works()
    token = town.server.to(ROADS)[0].sender.split("+")[1].split("@")[0]
    await town.arrives(ArrivedMail("<a@b>", "bounce", token, "mailer-daemon@x.example", status="5.1.1"))
    town.server.behave = lambda _: "accept"
    town.later(hours=2)
    await town.works()
    assert sum("ist weitergeleitet" in reply.text for reply in await town.replies()) == 1


async def test_a_message_after_the_erasure_is_answered(town: Town) -> None:
    await town.writes("/loeschen")
    for id, words in (("a", "erase:yes"), ("b", "Hilfe, bei uns brennt es")):
        await town.store.receive(InboundMessage("musterstadt", "web", "42", id, words, town.now))
    replies = await town.writes("Guten Tag")
    assert any("112" in reply.text for reply in await town.replies()), replies
