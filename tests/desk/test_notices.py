"""The crisis switch: two people, before every answer, until it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import utc_now
from bot.core.desk import NoticeDraft
from bot.core.staff import Grant, Reach
from bot.desk.labels import local
from tests.desk.town import Browser, Town

ANNA, BEN = "anna@stadt.example", "ben@stadt.example"
FLOOD = "Die Lauter tritt über die Ufer. Meiden Sie die Innenstadt."


@pytest.fixture
async def anna(town: Town) -> Browser:
    return await town.signed_in(ANNA, Grant("editor"))


@pytest.fixture
async def ben(town: Town) -> Browser:
    return await town.signed_in(BEN, Grant("editor"))


async def propose(browser: Browser, **form: str) -> int:
    ends = local(utc_now() + timedelta(hours=3))
    given = {"organisation": "musterstadt", "text_de": FLOOD, "ends_at": f"{ends:%Y-%m-%dT%H:%M}"}
    await browser.get("/notices")
    return (await browser.post("/notices", **given | form)).status_code


async def newest_reply(town: Town, citizen: str = "42") -> str:
    rows = await town.rows("SELECT text FROM outbox WHERE address = ? ORDER BY id DESC LIMIT 1", citizen)
    return str(rows[0][0])


async def test_a_notice_stands_before_every_answer_once_another_person_released_it(
    town: Town, anna: Browser, ben: Browser
) -> None:
    assert await propose(anna, text_en="Flood.", link="https://www.musterstadt.example/hochwasser") == 303
    await town.writes("Wann ist der Weihnachtsmarkt?")
    assert FLOOD not in await newest_reply(town), "a proposal alone changes nothing"
    refused = await anna.post("/notices/1/release")
    assert refused.status_code == 409, "who proposed it cannot release it"
    await town.writes("Wann ist der Weihnachtsmarkt?")
    assert FLOOD not in await newest_reply(town)
    await ben.get("/notices")
    assert (await ben.post("/notices/1/release")).status_code == 303
    now = f"{local(utc_now()):%H:%M}"
    for citizen, channel, text in (
        ("42", "web", "Wann ist der Weihnachtsmarkt?"),
        ("43", "telegram", "Ich will einen Menschen"),
        ("44", "web", "/hilfe"),
        ("45", "console", "blablub"),
    ):
        await town.writes(text, citizen, channel=channel)
        reply = await newest_reply(town, citizen)
        assert reply.startswith(f"Stand {now} Uhr: {FLOOD}\nhttps://www.musterstadt.example/hochwasser\n\n"), reply
    await town.writes("Wann ist der Weihnachtsmarkt?", "46", "kaiserslautern")
    assert FLOOD not in await newest_reply(town, "46"), "another organisation has no part in it"


async def test_what_to_do_in_an_emergency_stays_first(town: Town, anna: Browser, ben: Browser) -> None:
    await propose(anna)
    await ben.get("/notices")
    await ben.post("/notices/1/release")
    await town.writes("Hier brennt es")
    reply = await newest_reply(town)
    assert "112" in reply.splitlines()[0]
    assert FLOOD in reply


async def test_a_notice_ends_by_itself_and_by_hand(town: Town, anna: Browser, ben: Browser) -> None:
    await propose(anna)
    await ben.get("/notices")
    await ben.post("/notices/1/release")
    store = town.app.store
    assert await store.notice("musterstadt", utc_now() + timedelta(hours=2, minutes=50))
    assert await store.notice("musterstadt", utc_now() + timedelta(hours=3, minutes=1)) is None
    await ben.post("/notices/1/end")
    assert await store.notice("musterstadt", utc_now()) is None
    assert (await ben.post("/notices/1/end")).status_code == 404


async def test_a_notice_may_hold_back_answers_about_public_relations(town: Town, anna: Browser, ben: Browser) -> None:
    await propose(anna, pauses_pr="yes")
    await ben.get("/notices")
    await ben.post("/notices/1/release")
    await town.writes("Wann ist der Weihnachtsmarkt?")
    reply = await newest_reply(town)
    assert "Weihnachtsmarkt ist vom" not in reply
    assert "beantworten wir gerade nicht" in reply
    await town.writes("Die Laterne ist kaputt")
    assert "Tiefbauamt" in await newest_reply(town)


async def test_all_versions_are_kept_and_a_new_one_replaces_the_old(town: Town, anna: Browser, ben: Browser) -> None:
    for number, text in enumerate(("Erste Fassung.", "Zweite Fassung."), 1):
        await propose(anna, text_de=text)
        await ben.get("/notices")
        await ben.post(f"/notices/{number}/release")
    active = await town.app.store.notice("musterstadt", utc_now())
    assert active is not None
    assert active.text_de == "Zweite Fassung."
    page = (await anna.get("/notices")).text
    assert "Erste Fassung." in page
    assert page.index("Zweite Fassung.") < page.index("Erste Fassung.")


@pytest.mark.parametrize(
    "form",
    [
        {"text_de": ""},
        {"text_de": "x" * 601},
        {"link": "javascript:alert(1)"},
        {"link": "http://unsicher.example"},
        {"ends_at": "gestern"},
        {"ends_at": "2020-01-01T10:00"},
        {"ends_at": "2099-01-01T10:00"},
    ],
)
async def test_a_notice_that_nobody_could_use_is_refused(town: Town, anna: Browser, form: dict[str, str]) -> None:
    assert await propose(anna, **form) == 422
    assert await town.rows("SELECT 1 FROM notices") == []


async def test_reviewers_propose_but_do_not_release(town: Town, ben: Browser) -> None:
    reviewer = await town.signed_in("rosa@stadt.example", Grant("reviewer"))
    await propose(ben)
    await reviewer.get("/notices")
    assert (await reviewer.post("/notices/1/release")).status_code == 403
    assert await propose(reviewer) == 303


async def test_of_two_who_release_at_once_one_counts(town: Town, anna: Browser) -> None:
    await town.account(BEN, Grant("editor"))
    by = await town.by(ANNA)
    draft = NoticeDraft("musterstadt", FLOOD, "", "", by.now + timedelta(hours=1), False)
    notice = await town.desk.notices.propose(draft, by)
    other = replace(await town.by(BEN), now=by.now)
    everything = Reach(everything=True)
    released = [await town.desk.notices.release(notice, everything, other) for _ in range(2)]
    assert released == [True, False]
