"""What comes back from offices, and answers by mail, with a real database and a real mail server."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.core.mail import ArrivedMail, Attachment
from bot.core.messages import Reply
from tests.town import LAMP, ROADS, Town, pass_on, reference_in

WISH = "Könnten Sie mir die Antwort bitte lieber mailen?"
HOME = "citizen@post.example"


async def forwarded(town: Town) -> str:
    """A forward that the office has; the token in its addresses."""
    await pass_on(town)
    await town.works()
    return str(town.server.to(ROADS)[-1].sender).split("+")[1].split("@")[0]


def mail(
    token: str, sender: str = ROADS, text: str = "Die Lampe wird am Montag getauscht.", **rest: object
) -> ArrivedMail:
    given: dict[str, object] = {"message_id": "<a@b>", "sort": "answer", "token": token, "sender": sender, "text": text}
    return ArrivedMail(**(given | rest))  # type: ignore[arg-type]


async def test_an_office_answers_by_mail_and_the_citizen_reads_it_in_the_chat(town: Town) -> None:
    token = await forwarded(town)
    await town.arrives(mail(token))
    told = (await town.replies())[-1]
    assert told.text.startswith("Antwort von: Tiefbauamt\n\nDie Lampe wird am Montag getauscht.")
    assert reference_in(told)
    town.later(days=30)
    await town.works()
    assert await town.waiting() == [], "the promise is kept"


async def test_the_same_mail_twice_is_passed_on_once(town: Town) -> None:
    token = await forwarded(town)
    count = len(await town.replies())
    await town.arrives(mail(token))
    await town.arrives(mail(token))
    assert len(await town.replies()) == count + 1


@pytest.mark.parametrize("sender", ["kollegin@musterstadt.example", "TIEFBAU@musterstadt.example"])
async def test_colleagues_at_the_same_domain_speak_for_the_office(town: Town, sender: str) -> None:
    await town.arrives(mail(await forwarded(town), sender))
    assert "Die Lampe" in (await town.replies())[-1].text


@pytest.mark.parametrize(
    "sender", ["jemand@anderswo.example", "tiefbau@musterstadt.example.evil.example", "", "x@example"]
)
async def test_a_stranger_speaks_to_the_desk_and_not_to_the_citizen(town: Town, sender: str) -> None:
    await town.arrives(mail(await forwarded(town), sender))
    assert not any("Die Lampe" in reply.text for reply in await town.replies())
    (entry,) = await town.waiting()
    assert entry.escalation.reason == "mail_unverified"
    assert entry.text == "Die Lampe wird am Montag getauscht."


async def test_at_a_provider_for_everyone_only_the_offices_own_address_counts(town: Town) -> None:
    town.change_office("tiefbauamt", email="tiefbau.musterstadt@gmx.de")
    await pass_on(town)
    await town.works()
    token = str(town.server.accepted[-1].sender).split("+")[1].split("@")[0]
    await town.arrives(mail(token, "fremd@gmx.de"))
    assert not any("Die Lampe" in reply.text for reply in await town.replies())
    await town.arrives(mail(token, "tiefbau.musterstadt@gmx.de", message_id="<c@d>"))
    assert "Die Lampe" in (await town.replies())[-1].text


async def test_a_mail_under_a_guessed_address_changes_nothing(town: Town) -> None:
    await forwarded(town)
    count = len(await town.replies())
    await town.arrives(mail("7k3qf2xm-00000000000000000000"))
    assert len(await town.replies()) == count


async def test_an_automatic_reply_does_not_reach_the_citizen_and_keeps_no_promise(town: Town) -> None:
    token = await forwarded(town)
    count = len(await town.replies())
    await town.arrives(mail(token, text="Ich bin nicht im Büro", sort="automatic"))
    assert len(await town.replies()) == count
    town.later(days=3)
    assert [entry.escalation.reason for entry in await town.waiting()] == ["forwarded"], "it is overdue now"


async def test_a_mail_of_nothing_but_a_file_is_the_desks(town: Town) -> None:
    file = Attachment("plan.pdf", "application/pdf", b"%PDF-1.7")
    await town.arrives(mail(await forwarded(town), text=" ", attachments=(file,)))
    assert [entry.escalation.reason for entry in await town.waiting()] == ["mail_empty"]
    assert await town.rows("select name, media_type, content from attachments") == [
        ("plan.pdf", "application/pdf", b"%PDF-1.7")
    ]


async def test_a_bounce_tells_the_citizen_the_telephone_number_and_the_desk(town: Town) -> None:
    token = await forwarded(town)
    await town.arrives(mail(token, "mailer-daemon@musterstadt.example", sort="bounce", status="5.1.1"))
    told = (await town.replies())[-1].text
    assert "ließ sich nicht zustellen an das Tiefbauamt" in told
    assert "23125 140" in told
    assert [entry.escalation.reason for entry in await town.waiting()] == ["forward_failed"]


async def test_a_bounce_that_is_only_a_delay_says_nothing(town: Town) -> None:
    token = await forwarded(town)
    count = len(await town.replies())
    await town.arrives(mail(token, "mailer-daemon@musterstadt.example", sort="bounce", status="4.4.1", delayed=True))
    assert len(await town.replies()) == count
    assert await town.waiting() == []


async def test_a_bounce_of_one_of_two_is_the_desks_alone(town: Town) -> None:
    town.change_office("tiefbauamt", forward_to=(ROADS, "bauhof@musterstadt.example"))
    token = await forwarded(town)
    count = len(await town.replies())
    await town.arrives(mail(token, "mailer-daemon@musterstadt.example", sort="bounce", status="5.1.1"))
    assert len(await town.replies()) == count
    assert [entry.escalation.reason for entry in await town.waiting()] == ["recipient_failed"]


def code_in(town: Town) -> str:
    found = re.search(r"\b\d{6}\b", str(town.server.to(HOME)[-1].message["Subject"]))
    assert found
    return found[0]


async def wish(town: Town) -> Reply:
    await town.writes(WISH)
    await town.writes(HOME)
    await town.works()
    return (await town.writes(f"Der Code ist {code_in(town)}"))[-1]


async def test_answers_come_by_mail_once_the_address_is_confirmed_and_then_it_is_deleted(town: Town) -> None:
    token = await forwarded(town)
    assert "Die Adresse gilt" in (await wish(town)).text
    await town.arrives(mail(token))
    await town.works()
    last = town.server.to(HOME)[-1]
    body = last.message.get_body(("plain",))
    assert body is not None
    assert "Die Lampe wird am Montag getauscht." in body.get_content()
    assert "Die Antwort auf Ihre Nachricht" in (await town.replies())[-1].text
    assert not any("Die Lampe" in reply.text for reply in await town.replies())
    assert await town.rows("select 1 from answer_addresses") == []


async def test_an_emergency_beside_an_address_is_an_emergency(town: Town) -> None:
    await town.writes(WISH)
    (reply,) = await town.writes(f"Hilfe, es brennt bei mir, {HOME}")
    assert "112" in reply.text
    await town.works()
    assert town.server.to(HOME) == []


async def test_the_limit_of_codes_outlives_an_erasure(town: Town) -> None:
    for _ in range(5):
        await town.writes(WISH)
        await town.writes(HOME)
        await town.works()
        await town.writes("/loeschen")
        await town.writes("erase:yes")
    assert len(town.server.to(HOME)) == 3


async def test_the_address_goes_when_staff_close_what_was_open(town: Town) -> None:
    reference = reference_in((await town.writes("/mensch"))[-1])
    await wish(town)
    await town.store.close(reference, None, town.now)
    assert await town.rows("select 1 from answer_addresses") == []


async def test_a_reply_to_a_warning_goes_to_the_desk(town: Town) -> None:
    await town.writes("Ich möchte mich über Ihre Verwaltung beschweren")
    town.later(days=3)
    await town.works()
    token = town.server.accepted[-1].sender.split("+")[1].split("@")[0]
    count = len(await town.replies())
    await town.arrives(mail(token, "beschwerde@musterstadt.example", "Wer hat das liegen lassen?"))
    assert len(await town.replies()) == count
    assert "mail_to_team" in [entry.escalation.reason for entry in await town.waiting()]


async def test_a_reply_to_a_plea_to_erase_is_taken(town: Town) -> None:
    await forwarded(town)
    await town.writes("/loeschen")
    await town.writes("erase:yes")
    await town.works()
    token = town.server.to(ROADS)[-1].sender.split("+")[1].split("@")[0]
    await town.arrives(mail(token, text="Erledigt, gelöscht."))


async def test_an_answer_of_staff_arrives_though_its_office_is_gone(town: Town) -> None:
    reference = reference_in((await town.writes("/mensch"))[-1])
    await wish(town)
    await town.store.close(reference, Reply("Wir rufen Sie morgen an."), town.now)
    offices = {id: office for id, office in town.body.offices.items() if id != "pressestelle"}
    town.change(desk="servicecenter")
    town.content = replace(town.content, bodies={"musterstadt": replace(town.body, offices=offices)})
    await town.works()
    body = town.server.to(HOME)[-1].message.get_body(("plain",))
    assert body is not None
    assert "Wir rufen Sie morgen an." in body.get_content()


async def test_an_address_is_never_used_before_it_is_confirmed(town: Town) -> None:
    token = await forwarded(town)
    await town.writes(WISH)
    await town.writes(HOME)
    await town.works()
    await town.arrives(mail(token))
    await town.works()
    assert "Die Lampe" in (await town.replies())[-1].text
    assert len(town.server.to(HOME)) == 1, "the code and nothing else"


async def test_a_wrong_code_is_wrong_and_five_end_it(town: Town) -> None:
    await town.writes(WISH)
    await town.writes(HOME)
    await town.works()
    right = code_in(town)
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(5):
        assert "nicht der Code" in (await town.writes(wrong))[-1].text
    assert "gilt nicht mehr" in (await town.writes(right))[-1].text


async def test_a_code_is_over_after_half_an_hour(town: Town) -> None:
    await town.writes(WISH)
    await town.writes(HOME)
    await town.works()
    town.later(minutes=31)
    assert "gilt nicht mehr" in (await town.writes(code_in(town)))[-1].text


async def test_nobodys_mailbox_is_flooded_with_codes(town: Town) -> None:
    for _ in range(6):
        await town.writes(WISH)
        await town.writes(HOME)
        await town.works()
    assert len(town.server.to(HOME)) == 3


async def test_the_address_stands_nowhere_but_where_it_is_needed(town: Town) -> None:
    await wish(town)
    assert not await town.rows("select 1 from turns where text like '%post.example%'")
    assert not await town.rows("select 1 from deliveries where address like '%post.example%'")
    assert await town.rows("select address from answer_addresses") == [(HOME,)]
    await town.writes("/loeschen")
    await town.writes("erase:yes")
    assert await town.rows("select address from answer_addresses") == []


async def test_an_answer_that_bounces_comes_in_the_chat(town: Town) -> None:
    token = await forwarded(town)
    await wish(town)
    await town.arrives(mail(token))
    await town.works()
    answer = str(town.server.to(HOME)[-1].sender).split("+")[1].split("@")[0]
    await town.arrives(mail(answer, "mailer-daemon@post.example", sort="bounce", status="5.2.2", message_id="<e@f>"))
    assert "Die Lampe" in (await town.replies())[-1].text


async def test_an_organisation_that_does_not_promise_it_does_not_offer_it(town: Town) -> None:
    town.change(answer_by_mail=False)
    (reply,) = await town.writes(WISH)
    assert "Code" not in reply.text
    await town.writes(HOME)
    await town.works()
    assert town.server.to(HOME) == []


async def test_staff_answer_by_mail_too(town: Town) -> None:
    reference = reference_in((await town.writes("/mensch"))[-1])
    await wish(town)
    await town.store.close(reference, Reply("Wir rufen Sie morgen an."), town.now)
    await town.works()
    body = town.server.to(HOME)[-1].message.get_body(("plain",))
    assert body is not None
    assert "Wir rufen Sie morgen an." in body.get_content()
    assert LAMP not in body.get_content()
