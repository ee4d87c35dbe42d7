"""No promise is forgotten: warnings to offices, word to the citizen, and somebody who takes over."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.town import ROADS, Town, pass_on

COMPLAINT = "Ich möchte mich über Ihre Verwaltung beschweren"
COMPLAINTS, PRESS, GENERAL = "beschwerde@musterstadt.example", "presse@musterstadt.example", "stadt@musterstadt.example"


def warnings_to(town: Town, address: str) -> list[str]:
    return [
        str(mail.message["Subject"]) for mail in town.server.to(address) if "wartet" in str(mail.message["Subject"])
    ]


async def until(town: Town, moment: datetime) -> None:
    """Lives through the hours up to a moment."""
    while town.now < moment:
        town.later(hours=1)
        await town.works()


async def test_an_office_is_warned_at_half_time_and_its_deputy_later_and_the_desk_at_the_end(town: Town) -> None:
    town.change_office("beschwerdemanagement", deputy="servicecenter")
    (reply,) = await town.writes(COMPLAINT)
    assert "bis Mittwoch, 25. November" in reply.text
    await town.works()
    assert town.server.accepted == [], "nobody is warned at once"
    await until(town, datetime(2026, 11, 24, 23, tzinfo=UTC))
    assert len(warnings_to(town, COMPLAINTS)) == 1
    assert warnings_to(town, GENERAL) == []
    await until(town, datetime(2026, 11, 25, 20, tzinfo=UTC))
    assert len(warnings_to(town, COMPLAINTS)) == 2
    assert len(warnings_to(town, GENERAL)) == 1
    assert warnings_to(town, PRESS) == []
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert len(warnings_to(town, PRESS)) == 1


async def test_the_citizen_hears_when_the_promised_day_has_passed_and_the_deputy_takes_over(town: Town) -> None:
    town.change_office("beschwerdemanagement", deputy="servicecenter")
    await town.writes(COMPLAINT)
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    late = [reply.text for reply in await town.replies() if "noch nicht beantwortet" in reply.text]
    assert len(late) == 1
    assert "bis Mittwoch, 25. November" in late[0]
    assert "23125 104" in late[0]
    (entry,) = await town.waiting()
    assert entry.escalation.office == "servicecenter"


async def test_without_a_deputy_the_desk_takes_over(town: Town) -> None:
    await town.writes(COMPLAINT)
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert [entry.escalation.office for entry in await town.waiting()] == ["pressestelle"]


async def test_what_is_answered_in_time_warns_nobody(town: Town) -> None:
    await town.writes(COMPLAINT)
    (entry,) = await town.waiting()
    await town.store.close(entry.escalation.reference, None, town.now)
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert town.server.accepted == []


async def test_an_office_that_was_sent_a_message_is_warned_too_and_the_desk_sees_it_only_when_late(town: Town) -> None:
    await pass_on(town)
    await town.works()
    assert await town.waiting() == []
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert len(warnings_to(town, ROADS)) == 3
    assert [entry.escalation.reason for entry in await town.waiting()] == ["forwarded"]
    assert any("noch nicht beantwortet" in reply.text for reply in await town.replies())


async def test_a_warning_names_the_date_and_holds_no_word_of_the_citizen(town: Town) -> None:
    await town.writes(COMPLAINT)
    await until(town, datetime(2026, 11, 24, 23, tzinfo=UTC))
    body = town.server.to(COMPLAINTS)[0].message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "50 % der Zeit" in text
    assert "Mittwoch, 25. November" in text
    assert "beschweren" not in text


async def test_an_emergency_calls_the_desk_at_once(town: Town) -> None:
    await town.writes("Hilfe, bei uns brennt es im Keller")
    await town.works()
    (mail,) = town.server.to(PRESS)
    assert "Sofort ansehen" in str(mail.message["Subject"])
    assert len(await town.replies()) == 1, "the citizen hears nothing but the numbers"


async def test_after_a_long_pause_only_the_last_warning_is_given(town: Town) -> None:
    await town.writes(COMPLAINT)
    town.now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    await town.works()
    assert len(warnings_to(town, COMPLAINTS)) == 1
    await town.works()
    assert len(warnings_to(town, COMPLAINTS)) == 1


async def test_a_weekend_does_not_count(town: Town) -> None:
    town.now = datetime(2026, 11, 27, 14, tzinfo=UTC)
    await town.writes(COMPLAINT)
    await until(town, datetime(2026, 11, 30, 4, tzinfo=UTC))
    assert town.server.accepted == []


async def test_without_a_mail_server_nothing_piles_up_for_later(town: Town) -> None:
    town.outward = type(town.outward)()
    await town.writes("Hilfe, bei uns brennt es im Keller")
    await town.writes(COMPLAINT)
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert await town.rows("select 1 from deliveries") == []
    assert any("noch nicht beantwortet" in reply.text for reply in await town.replies()), "the citizen hears it"


async def test_who_was_told_not_to_wait_is_not_told_of_a_delay(town: Town) -> None:
    town.server.behave = lambda _: "refuse"
    await pass_on(town)
    await until(town, datetime(2026, 11, 26, 2, tzinfo=UTC))
    assert not any("noch nicht beantwortet" in reply.text for reply in await town.replies())
